//! Questions about terms as conditions: which values a subject can have, and what asking one thing says about another.

use rustc_hash::FxHashSet;

use crate::cfg::{BinaryOp, End, Expr, ExprKind, Step};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::module::{BindingId, FunctionId, Module, Type};
use crate::term::{Term, TermId};
use crate::versions::for_each_part;

use super::Evaluator;
use super::types::may_be_scalar;

/// What kind of values a subject has, whatever the types promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Boolean,
    /// An object, or nothing.
    Object,
    Any,
}

impl Evaluator<'_> {
    /// What is asked about, and not only read from.
    pub(crate) fn asked_subjects(&self) -> impl Iterator<Item = TermId> {
        let variables = self.variables.iter().filter(|(_, variable)| self.asked.contains(variable));
        variables.map(|(subject, _)| *subject)
    }

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
            Term::Object { .. }
            | Term::List { .. }
            | Term::New { .. }
            | Term::Regex { .. }
            | Term::Collected { .. }
            | Term::Filter { .. }
            | Term::Fulfilled(_)
            | Term::Rejected { .. }
            | Term::Unsettled => {
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
            Term::Find { .. } if *set == ValueSet::falsy() || set.is_subset_of(&ValueSet::nullish()) => {
                return Condition::FALSE;
            }
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
        self.asked.insert(variable);
        self.conditions.test(variable, set)
    }

    /// Whether a value that is read from is there. Nobody asks: where it is not, the run ends.
    pub(super) fn is_read_from(&mut self, term: TermId) -> Condition {
        let asked = self.variables.get(&term).is_some_and(|variable| self.asked.contains(variable));
        let present = self.belongs(term, &ValueSet::nullish().complement());
        if !asked && let Some(variable) = self.variables.get(&term) {
            self.asked.remove(variable);
        }
        present
    }

    /// Whether the function asks about a subject otherwise than by reading from it.
    pub(crate) fn is_asked_about(&self, variable: Variable) -> bool {
        self.asked.contains(&variable)
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
        let known = match self.terms.get(list) {
            Term::Filter { .. } | Term::Collected { .. } => true,
            // `[...others]` is as long as its parts: its length is a question of its own.
            Term::List { open, .. } => !*open || self.surely_holds_something(list),
            _ => false,
        };
        if !known {
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
        if [ValueSet::truthy(), ValueSet::falsy(), ValueSet::nullish()]
            .iter()
            .any(|kind| kind == set || kind.complement() == *set)
        {
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
        let allowed = match self.terms.get(term) {
            // Nobody throws nothing.
            Term::Caught(_) => Some(ValueSet::truthy()),
            _ => declared.and_then(|declared| self.allowed_values(&declared)),
        };
        if let Some(closed) = allowed {
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
            Term::Relation { .. } | Term::Some { .. } | Term::Earlier { .. } | Term::Throws(_) | Term::Error(_) => {
                Shape::Boolean
            }
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

/// `list.includes(value)`: the value is of the kind of the items.
fn asks_membership(call: &Expr) -> bool {
    match &call.kind {
        ExprKind::Call { callee, .. } => {
            matches!(&callee.kind, ExprKind::Member { property, .. } if ["includes", "has", "indexOf"].contains(&property.as_str()))
        }
        _ => false,
    }
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
            ExprKind::Call { args, .. } => {
                kinds.extend(args.iter().filter(|_| asks_membership(expr)).filter_map(|arg| path_of(&arg.value)))
            }
            ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
                for (side, other) in [(left, right), (right, left)] {
                    if !matches!(&side.kind, ExprKind::Const(value) if value.is_nullish()) {
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
            End::Return { value: Some(value), .. } | End::Throw { value, .. } => {
                visit(value, false, &mut found, &mut kinds)
            }
            _ => {}
        }
    }
    cfg.tests.iter().for_each(|test| visit(test, false, &mut found, &mut kinds));
    found.retain(|path| !kinds.contains(path));
    found
}
