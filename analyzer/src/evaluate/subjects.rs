//! Questions about terms as conditions: which values a subject can have, and what asking one thing says about another.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cfg::{BinaryOp, End, Expr, ExprKind, Step};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::module::{BindingId, FunctionId, Module, Type, TypeDeclaration};
use crate::term::{Term, TermId};
use crate::versions::for_each_part;

use super::Evaluator;

/// Members of members a type is followed through.
const TYPE_DEPTH: u32 = 8;

/// What kind of values a subject has, whatever the types promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Boolean,
    /// An object, or nothing.
    Object,
    Any,
}

impl Evaluator<'_> {
    /// Whether a term is truthy.
    pub fn truthy(&mut self, term: TermId) -> Condition {
        self.belongs(term, &ValueSet::truthy())
    }

    /// Whether a term's value lies in a set.
    pub fn belongs(&mut self, term: TermId, set: &ValueSet) -> Condition {
        let whole = |part: ValueSet| match () {
            _ if part.is_subset_of(set) => Some(Condition::TRUE),
            _ if part.is_disjoint_from(set) => Some(Condition::FALSE),
            _ => None,
        };
        match self.terms.get(term).clone() {
            Term::Const(value) => return Condition::of(set.contains(&value)),
            Term::Object { .. } | Term::List { .. } | Term::New { .. } | Term::Regex { .. } | Term::Collected { .. } | Term::Filter { .. } => {
                if let Some(answer) = whole(ValueSet::objects()) {
                    return answer;
                }
            }
            Term::Function(_) => {
                if let Some(answer) = whole(ValueSet::functions()) {
                    return answer;
                }
            }
            Term::Call { callee, .. } if self.is_promise(callee) => {
                if let Some(answer) = whole(ValueSet::objects()) {
                    return answer;
                }
            }
            // An element that was found is there.
            Term::Find { .. } if *set == ValueSet::falsy() || set.is_subset_of(&ValueSet::nullish()) => return Condition::FALSE,
            Term::Find { .. } if *set == ValueSet::truthy() || ValueSet::nullish().complement().is_subset_of(set) => {
                return Condition::TRUE;
            }
            Term::TypeOf(inner) => return self.type_belongs(inner, set),
            Term::Member { object, property, .. } if property == "length" || property == "size" => {
                if let Some(answer) = self.length_belongs(object, set) {
                    return answer;
                }
            }
            _ => {}
        }
        let variable = self.variable(term);
        self.note_constants(variable, set);
        self.conditions.test(variable, set)
    }

    /// `typeof inner` lies in a set of strings.
    fn type_belongs(&mut self, inner: TermId, set: &ValueSet) -> Condition {
        let mut all = Condition::FALSE;
        for name in ["undefined", "boolean", "number", "string", "bigint", "symbol", "function", "object"] {
            if set.contains(&Const::string(name))
                && let Some(values) = ValueSet::type_of(name)
            {
                let case = self.belongs(inner, &values);
                all = self.conditions.or(all, case);
            }
        }
        all
    }

    /// The length of a filtered or collected list, as far as the question is whether it is empty.
    fn length_belongs(&mut self, list: TermId, set: &ValueSet) -> Option<Condition> {
        if !matches!(self.terms.get(list), Term::Filter { .. } | Term::Collected { .. } | Term::List { .. }) {
            return None;
        }
        let positive = ValueSet::above(0.0, false).intersection(&ValueSet::numbers());
        let filled_counts = positive.is_subset_of(set);
        if !filled_counts && !positive.is_disjoint_from(set) {
            return None;
        }
        let some = self.holds_something(list);
        Some(match (filled_counts, set.contains(&Const::number(0.0))) {
            (true, true) => Condition::TRUE,
            (true, false) => some,
            (false, true) => self.conditions.not(some),
            (false, false) => Condition::FALSE,
        })
    }

    fn note_constants(&mut self, variable: Variable, set: &ValueSet) {
        if [ValueSet::truthy(), ValueSet::falsy(), ValueSet::nullish()].iter().any(|kind| kind == set || kind.complement() == *set) {
            return;
        }
        let known = set.constants().or_else(|| set.complement().constants()).unwrap_or_default();
        let known = known.into_iter().filter(|value| !value.is_nullish());
        self.constants.entry(variable).or_default().extend(known);
    }

    /// The variable of a term, made at its first question: the order of questions is the order of the diagram.
    pub fn variable(&mut self, term: TermId) -> Variable {
        if let Some(&variable) = self.variables.get(&term) {
            return variable;
        }
        let declared = self.type_of(term, 0);
        let domain = match self.shape(term, declared.as_ref()) {
            Shape::Boolean => ValueSet::booleans(),
            Shape::Object => ValueSet::nullish().union(&ValueSet::objects()).union(&ValueSet::functions()),
            Shape::Any => self.kind_of(term, declared.as_ref()),
        };
        let variable = self.conditions.variable(domain.clone());
        self.variables.insert(term, variable);
        self.subjects.push(term);
        if let Some(closed) = declared.and_then(|declared| self.allowed_values(&declared)) {
            let closed = closed.intersection(&domain);
            if !closed.is_empty() && closed != domain {
                self.closed.insert(variable, closed);
            }
        }
        variable
    }

    /// The variable of a term that takes another's place: same domain, so that a condition can move from one to the other.
    pub(super) fn variable_like(&mut self, term: TermId, like: Variable) -> Variable {
        if let Some(&variable) = self.variables.get(&term) {
            return variable;
        }
        let variable = self.conditions.variable(self.conditions.domain(like).clone());
        self.variables.insert(term, variable);
        self.subjects.push(term);
        if let Some(closed) = self.closed.get(&like).cloned() {
            self.closed.insert(variable, closed);
        }
        if let Some(constants) = self.constants.get(&like).cloned() {
            self.constants.insert(variable, constants);
        }
        variable
    }

    fn shape(&self, term: TermId, declared: Option<&Type>) -> Shape {
        match self.terms.get(term) {
            Term::Relation { .. } | Term::Some { .. } | Term::Earlier { .. } | Term::Throws(_) | Term::Error(_) => Shape::Boolean,
            Term::Call { callee, .. } => {
                let name = self.terms.last_name(*callee).unwrap_or_default();
                let known = ["includes", "startsWith", "endsWith", "has", "test", "some", "every", "isArray"];
                if known.contains(&name) { Shape::Boolean } else { Shape::Any }
            }
            Term::Object { .. } | Term::List { .. } | Term::New { .. } | Term::Regex { .. } => Shape::Object,
            Term::Collected { .. } | Term::Filter { .. } => Shape::Object,
            _ if self.object_terms.contains(&term) && !declared.is_some_and(may_be_scalar) => Shape::Object,
            _ => Shape::Any,
        }
    }

    /// The kinds of value a type names; nothing is always possible, for types promise more than programs keep.
    fn kind_of(&self, term: TermId, declared: Option<&Type>) -> ValueSet {
        if let Term::Member { property, .. } = self.terms.get(term)
            && (property == "length" || property == "size")
        {
            return ValueSet::above(0.0, true).intersection(&ValueSet::numbers());
        }
        let kinds = match declared.map(|declared| self.resolved_type(declared, 0)) {
            Some(Type::Boolean) => ValueSet::booleans(),
            Some(Type::String) => ValueSet::strings(),
            Some(Type::Number) => ValueSet::numbers(),
            _ => return ValueSet::universe(),
        };
        kinds.union(&ValueSet::nullish())
    }

    /// The values a declared type leaves: those of a closed type; of any other that names one kind of nothing, not the other kind. A type that names
    /// none promises more than programs keep.
    fn allowed_values(&self, declared: &Type) -> Option<ValueSet> {
        self.closed_values(declared, 0).or_else(|| {
            let names = |value: &Const| self.names_nothing(declared, value, 0);
            match (names(&Const::Undefined), names(&Const::Null)) {
                (true, false) => Some(ValueSet::of(&Const::Null).complement()),
                (false, true) => Some(ValueSet::of(&Const::Undefined).complement()),
                _ => None,
            }
        })
    }

    fn names_nothing(&self, declared: &Type, value: &Const, depth: u32) -> bool {
        match declared {
            Type::Literal(literal) => literal == value,
            Type::Union(parts) => parts.iter().any(|part| self.names_nothing(part, value, depth)),
            Type::Named { name, .. } if depth < TYPE_DEPTH => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => self.names_nothing(alias, value, depth + 1),
                _ => false,
            },
            _ => false,
        }
    }

    /// The values a closed type allows: a union of literals, an enum, a boolean.
    fn closed_values(&self, declared: &Type, depth: u32) -> Option<ValueSet> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match declared {
            Type::Boolean => Some(ValueSet::booleans()),
            Type::Literal(value) => Some(ValueSet::of(value)),
            Type::Union(parts) => {
                let parts: Option<Vec<ValueSet>> = parts.iter().map(|part| self.closed_values(part, depth + 1)).collect();
                Some(parts?.iter().fold(ValueSet::empty(), |all, part| all.union(part)))
            }
            Type::Named { name, .. } => match self.module.types.get(name)? {
                TypeDeclaration::Alias(alias) => self.closed_values(alias, depth + 1),
                TypeDeclaration::Enum(members) => {
                    let values: Option<Vec<Const>> = members.iter().map(|(_, value)| value.clone()).collect();
                    Some(ValueSet::from_constants(values?.iter()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Follows an alias.
    pub fn resolved_type(&self, declared: &Type, depth: u32) -> Type {
        match declared {
            Type::Named { name, .. } if depth < TYPE_DEPTH => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => self.resolved_type(alias, depth + 1),
                _ => declared.clone(),
            },
            // `string | undefined` is a string, or nothing.
            Type::Union(parts) => {
                let mut present = parts.iter().filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish()));
                match (present.next(), present.next()) {
                    (Some(one), None) => self.resolved_type(one, depth + 1),
                    _ => declared.clone(),
                }
            }
            _ => declared.clone(),
        }
    }

    /// The declared type of a term.
    pub fn type_of(&self, term: TermId, depth: u32) -> Option<Type> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match self.terms.get(term) {
            Term::Param(position) => {
                let param = self.function().params.get(*position as usize)?;
                let declared = self.module.bindings[param.binding.0 as usize].declared_type.clone()?;
                Some(if param.optional { optional(declared) } else { declared })
            }
            Term::Variable { binding, .. } => self.module.bindings[binding.0 as usize].declared_type.clone(),
            Term::Member { object, property, .. } => {
                let object = match self.terms.get(*object) {
                    Term::This => Type::Named { name: self.function().class.as_ref()?.name.clone(), arguments: Vec::new() },
                    _ => self.type_of(*object, depth + 1)?,
                };
                self.member_type(&object, property, 0)
            }
            Term::Index { object, .. } => self.element_type(&self.type_of(*object, depth + 1)?),
            Term::Element(of) => self.element_type(&self.type_of(*self.lists.get(of)?, depth + 1)?),
            Term::Find { list, .. } => self.element_type(&self.type_of(*list, depth + 1)?),
            Term::Await(inner) => match self.type_of(*inner, depth + 1)? {
                Type::Named { name, arguments } if name == "Promise" => arguments.into_iter().next(),
                other => Some(other),
            },
            Term::Call { callee, .. } => match self.terms.get(*callee) {
                Term::Function(id) => self.data(*id).return_type.clone(),
                _ => match self.resolved_type(&self.type_of(*callee, depth + 1)?, 0) {
                    Type::Function { returns } => Some(*returns),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    fn element_type(&self, list: &Type) -> Option<Type> {
        match self.resolved_type(list, 0) {
            Type::Array(element) => Some(*element),
            Type::Named { name, arguments } if name == "Set" || name == "ReadonlySet" => arguments.into_iter().next(),
            _ => None,
        }
    }

    /// The type of a member of an object type.
    pub fn member_type(&self, object: &Type, property: &str, depth: u32) -> Option<Type> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match self.resolved_type(object, 0) {
            Type::Object(members) => {
                let member = members.iter().find(|member| member.name == property)?;
                Some(if member.optional { optional(member.ty.clone()) } else { member.ty.clone() })
            }
            Type::Named { name, .. } => {
                let (members, bases) = match self.module.types.get(&name)? {
                    TypeDeclaration::Interface { members, extends } => (members, extends.clone()),
                    TypeDeclaration::Class { members, extends } => (members, extends.iter().cloned().collect()),
                    _ => return None,
                };
                let own = self.member_type(&Type::Object(members.clone()), property, depth + 1);
                own.or_else(|| {
                    bases.into_iter().find_map(|name| {
                        self.member_type(&Type::Named { name, arguments: Vec::new() }, property, depth + 1)
                    })
                })
            }
            Type::Union(parts) => {
                let types: Option<Vec<Type>> = parts
                    .iter()
                    .filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish()))
                    .map(|part| self.member_type(part, property, depth + 1))
                    .collect();
                Some(Type::Union(types?))
            }
            _ => None,
        }
    }

    /// `left === right`.
    pub(super) fn equal(&mut self, left: TermId, right: TermId) -> Condition {
        if let Some(value) = self.terms.as_const(left).cloned() {
            return self.equals_constant(right, &value);
        }
        if let Some(value) = self.terms.as_const(right).cloned() {
            return self.equals_constant(left, &value);
        }
        if left == right && self.is_stable(left) {
            return Condition::TRUE;
        }
        self.related(BinaryOp::StrictEquals, left, right)
    }

    fn equals_constant(&mut self, term: TermId, value: &Const) -> Condition {
        match value {
            Const::Number(number) if number.get().is_nan() => Condition::FALSE,
            _ => self.belongs(term, &ValueSet::of(value)),
        }
    }

    /// Whether asking twice gives one value, and a value equal to itself.
    pub(crate) fn is_stable(&self, term: TermId) -> bool {
        !self.terms.any(term, &mut |part| matches!(part, Term::Unknown { .. } | Term::Arithmetic { .. }))
    }

    fn related(&mut self, op: BinaryOp, left: TermId, right: TermId) -> Condition {
        let term = self.terms.intern(Term::Relation { op, left, right });
        self.truthy(term)
    }

    /// A comparison as a condition.
    pub(super) fn compare(&mut self, op: BinaryOp, left: TermId, right: TermId, expr: &Expr) -> Condition {
        let asked = match op {
            BinaryOp::StrictEquals => self.equal(left, right),
            BinaryOp::LooseEquals => self.loosely_equal(left, right),
            BinaryOp::Less => self.ordered(BinaryOp::Less, left, right),
            BinaryOp::LessOrEqual => self.ordered(BinaryOp::LessOrEqual, left, right),
            BinaryOp::Greater => self.ordered(BinaryOp::Less, right, left),
            BinaryOp::GreaterOrEqual => self.ordered(BinaryOp::LessOrEqual, right, left),
            BinaryOp::In if self.is_boolean(left) => Condition::FALSE,
            _ => self.related(op, left, right),
        };
        if let [variable] = self.conditions.support(asked)[..] {
            let subject = self.subject(variable);
            self.note_place(subject, expr);
        }
        asked
    }

    /// `!key in object` asks for a member called `true` or `false`.
    fn is_boolean(&self, term: TermId) -> bool {
        matches!(self.terms.get(term), Term::Const(Const::Bool(_)) | Term::Relation { .. })
    }

    fn loosely_equal(&mut self, left: TermId, right: TermId) -> Condition {
        for (constant, other) in [(left, right), (right, left)] {
            let Some(value) = self.terms.as_const(constant).cloned() else { continue };
            match value {
                Const::Undefined | Const::Null => return self.belongs(other, &ValueSet::nullish()),
                // `x == 'a'`: only the string, for a text that is no number.
                Const::String(text) if !text.is_empty() && text.trim().parse::<f64>().is_err() => {
                    return self.belongs(other, &ValueSet::of(&Const::String(text)));
                }
                _ => {}
            }
        }
        if left == right && self.is_stable(left) {
            return Condition::TRUE;
        }
        self.related(BinaryOp::LooseEquals, left, right)
    }

    fn ordered(&mut self, op: BinaryOp, left: TermId, right: TermId) -> Condition {
        let inclusive = op == BinaryOp::LessOrEqual;
        match (self.terms.as_const(left).cloned(), self.terms.as_const(right).cloned()) {
            (Some(Const::Number(a)), Some(Const::Number(b))) => {
                Condition::of(if inclusive { a.get() <= b.get() } else { a.get() < b.get() })
            }
            (_, Some(Const::Number(bound))) if !self.may_be_text(left) => {
                self.belongs(left, &ValueSet::below(bound.get(), inclusive))
            }
            (Some(Const::Number(bound)), _) if !self.may_be_text(right) => {
                self.belongs(right, &ValueSet::above(bound.get(), inclusive))
            }
            _ => self.related(op, left, right),
        }
    }

    pub(crate) fn may_be_text(&self, term: TermId) -> bool {
        let declared = self.type_of(term, 0);
        declared.is_some_and(|declared| matches!(self.resolved_type(&declared, 0), Type::String))
    }

    /// What types and quantifiers say beyond the diagram's own domains: closed types, and that an empty list has no element.
    pub fn theory(&mut self) -> Condition {
        let mut closed: Vec<(Variable, ValueSet)> = self.closed.iter().map(|(&v, set)| (v, set.clone())).collect();
        closed.sort_unstable_by_key(|(variable, _)| variable.index());
        let mut theory = Condition::TRUE;
        for (variable, set) in closed {
            let inside = self.conditions.test(variable, &set);
            theory = self.conditions.and(theory, inside);
        }
        for implication in self.implications() {
            theory = self.conditions.and(theory, implication);
        }
        theory
    }

    fn implications(&mut self) -> Vec<Condition> {
        let mut lengths: FxHashMap<TermId, Vec<TermId>> = FxHashMap::default();
        for &subject in &self.subjects {
            if let Term::Member { object, property, .. } = self.terms.get(subject)
                && property == "length"
            {
                lengths.entry(*object).or_default().push(subject);
            }
        }
        let mut all = self.found_elements();
        let positive = ValueSet::above(0.0, false).intersection(&ValueSet::numbers());
        for subject in self.subjects.clone() {
            let list = match self.terms.get(subject) {
                Term::Some { list, .. } => *list,
                _ => continue,
            };
            for length in lengths.get(&list).cloned().unwrap_or_default() {
                let some = self.truthy(subject);
                let filled = self.belongs(length, &positive);
                let none = self.conditions.not(some);
                all.push(self.conditions.or(none, filled));
            }
        }
        all.extend(self.known_predicates());
        all
    }

    /// The element that was found satisfies what was searched for.
    fn found_elements(&mut self) -> Vec<Condition> {
        let mut found: Vec<(TermId, TermId, Condition)> = Vec::new();
        for subject in self.subjects.clone() {
            let root = self.terms.root(subject);
            if let Term::Find { list, body } = *self.terms.get(root)
                && root != subject
                && !found.iter().any(|(known, _, _)| *known == root)
            {
                found.push((root, list, body));
            }
        }
        found
            .into_iter()
            .map(|(element, list, body)| {
                let some = self.some(list, body);
                let holds = self.instantiated(body, element);
                let none = self.conditions.not(some);
                self.conditions.or(none, holds)
            })
            .collect()
    }

    /// `path.startsWith('/a')` where `path` is compared with constants: on each of them the answer is known.
    fn known_predicates(&mut self) -> Vec<Condition> {
        let mut all = Vec::new();
        for subject in self.subjects.clone() {
            let Term::Call { callee, args, .. } = self.terms.get(subject) else { continue };
            let Term::Member { object, property, .. } = self.terms.get(*callee) else { continue };
            let [arg] = args[..] else { continue };
            let (object, property) = (*object, property.clone());
            let (Some(Const::String(arg)), Some(&variable)) = (self.terms.as_const(arg).cloned(), self.variables.get(&object))
            else {
                continue;
            };
            let texts = self.constants.get(&variable).cloned().unwrap_or_default();
            for text in texts {
                let Const::String(value) = &text else { continue };
                let holds = match property.as_str() {
                    "startsWith" => value.starts_with(&*arg),
                    "endsWith" => value.ends_with(&*arg),
                    "includes" => value.contains(&*arg),
                    _ => continue,
                };
                let is = self.belongs(object, &ValueSet::of(&text));
                let asked = self.truthy(subject);
                let agrees = if holds { asked } else { self.conditions.not(asked) };
                let differs = self.conditions.not(is);
                all.push(self.conditions.or(differs, agrees));
            }
        }
        all
    }

    /// The values the declared type of a subject allows, if it is closed.
    pub fn closed_domain(&self, variable: Variable) -> Option<&ValueSet> {
        self.closed.get(&variable)
    }

    /// The constants a subject was compared with.
    pub fn compared_with(&self, variable: Variable) -> Vec<Const> {
        self.constants.get(&variable).map(|constants| constants.iter().cloned().collect()).unwrap_or_default()
    }

    /// Whether members of the subject are read somewhere in the function.
    pub fn is_object_like(&self, term: TermId) -> bool {
        self.object_terms.contains(&term)
    }

    /// Whether `object.property` is itself an object somewhere in the function.
    pub(super) fn is_object_path(&self, object: &Expr, property: &str) -> bool {
        path_of(object).is_some_and(|(binding, mut path)| {
            path.push(property.to_owned());
            self.object_like.contains(&(binding, path))
        })
    }
}

fn may_be_scalar(declared: &Type) -> bool {
    match declared {
        Type::Boolean | Type::String | Type::Number => true,
        Type::Literal(value) => !value.is_nullish(),
        Type::Union(parts) => parts.iter().any(may_be_scalar),
        _ => false,
    }
}

fn optional(declared: Type) -> Type {
    Type::Union(vec![declared, Type::Literal(Const::Undefined)])
}

/// A variable and the members read from it.
type Path = (BindingId, Vec<String>);

fn path_of(expr: &Expr) -> Option<Path> {
    match &expr.kind {
        ExprKind::Binding(binding) => Some((*binding, Vec::new())),
        ExprKind::Member { object, property } => {
            let (binding, mut path) = path_of(object)?;
            path.push(property.clone());
            Some((binding, path))
        }
        _ => None,
    }
}

/// The paths of a function whose members are read (a method called on a path says nothing: texts have methods too), unless it asks what kind of
/// value they are.
pub(super) fn dereferenced(module: &Module, function: FunctionId) -> FxHashSet<Path> {
    fn visit(expr: &Expr, called: bool, found: &mut FxHashSet<Path>, kinds: &mut FxHashSet<Path>) {
        match &expr.kind {
            ExprKind::TypeOf(inner) => kinds.extend(path_of(inner)),
            ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
                for (side, other) in [(left, right), (right, left)] {
                    if matches!(&side.kind, ExprKind::Const(value) if !value.is_nullish()) {
                        kinds.extend(path_of(other));
                    }
                }
            }
            _ => {}
        }
        if let ExprKind::Member { object, property } = &expr.kind
            && !called
            && property != "length"
            && let Some(path) = path_of(object)
        {
            found.insert(path);
        }
        let callee = match &expr.kind {
            ExprKind::Call { callee, .. } => Some(&**callee as *const Expr),
            _ => None,
        };
        for_each_part(expr, &mut |part| visit(part, callee == Some(part as *const Expr), found, kinds));
    }
    let (mut found, mut kinds) = (FxHashSet::default(), FxHashSet::default());
    let cfg = &module.functions[function.0 as usize].cfg;
    for block in cfg.graph.node_weights() {
        for step in &block.steps {
            match step {
                Step::Assign { value, .. } => visit(value, false, &mut found, &mut kinds),
                Step::Evaluate(expr) => visit(expr, false, &mut found, &mut kinds),
            }
        }
        match &block.end {
            End::Call { call, .. } => visit(call, false, &mut found, &mut kinds),
            End::Return { value: Some(value), .. } | End::Throw { value, .. } => visit(value, false, &mut found, &mut kinds),
            _ => {}
        }
    }
    cfg.tests.iter().for_each(|test| visit(test, false, &mut found, &mut kinds));
    found.retain(|path| !kinds.contains(path));
    found
}
