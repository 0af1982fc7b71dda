//! Which functions are checks, how they spell their decisions, and why.
//!
//! Signals, strongest first: the declared return type, the decisions actually returned, what is tested, what is thrown, the
//! name. A name without the shape of a decision is not enough, nor is the shape without a word of permission around it. Everything here is read from graphs and
//! declarations; nothing is evaluated.

use crate::cfg::{End, Expr, ExprKind, Field, Place, Step};
use crate::constant::Const;
use crate::decide::{CheckKind, Confidence, Decision, Encoding, Polarity};
use crate::module::{BindingKind, Function, FunctionForm, FunctionId, Module, Position, Type, TypeDeclaration};
use crate::versions::{callee_name, for_each_part};
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use crate::words::{
    ACTS, ASKS, CHECK_VERBS, CONFIRMATION, DENIES, DISPLAY, EXCLUSION, GRANTS, GUARD_VERBS, OTHER_MATTERS, PERMISSION, PRINCIPAL,
    REFUSAL_ERRORS, REFUSES, RIGHT, has_any, is_in, words,
};

/// Verbs of a name that promises to refuse.
const PROMISES: &[&str] = &["assert", "require", "ensure", "enforce", "authorize", "authorise", "guard"];

/// A function taken for a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub kind: CheckKind,
    pub encoding: Encoding,
    pub polarity: Polarity,
    /// A truthy answer asks a person (`needsApproval`), rather than denies.
    pub asks: bool,
    /// For [`Encoding::Object`]: the field that decides.
    pub field: Option<String>,
    pub confidence: Confidence,
    pub reasons: Vec<String>,
    /// Being signed in is all it asks for, by its name.
    pub sign_in: bool,
    /// Its name or comment says that it is a deny list.
    pub deny_list: bool,
    /// Its name says that everybody may, or its class that it does nothing.
    pub open_by_name: bool,
    /// Its name says that nobody may.
    pub refuses_by_name: bool,
}

/// Takes a function for a check, or not.
pub fn recognise(path: &str, module: &Module, id: FunctionId) -> Option<Candidate> {
    let function = &module.functions[id.0 as usize];
    if matches!(function.form, FunctionForm::Constructor | FunctionForm::Setter) || function.is_generator {
        return None;
    }
    let signals = Signals::of(path, module, function);
    let shape = signals.shape()?;
    if signals.is_denial() {
        return None;
    }
    let (points, reasons) = signals.weigh(shape.encoding);
    if signals.speaks_of_something_else(&shape, points) {
        return None;
    }
    let confidence = match points {
        // What a component decides is what it shows.
        _ if signals.in_component_file => Confidence::Low,
        6.. => Confidence::High,
        4..=5 => Confidence::Medium,
        3 => Confidence::Low,
        _ => return None,
    };
    let kind = match shape.encoding {
        Encoding::Assertion | Encoding::Callback => CheckKind::Guard,
        _ => CheckKind::Decision,
    };
    let (polarity, asks) = signals.polarity(shape.encoding);
    Some(Candidate {
        kind,
        encoding: shape.encoding,
        polarity,
        asks,
        field: shape.field,
        confidence,
        reasons: std::iter::once(shape.reason).chain(reasons).collect(),
        sign_in: signals.asks_for_sign_in(),
        deny_list: signals.says_deny_list(),
        open_by_name: signals.is_open_by_name(),
        refuses_by_name: signals.refuses_by_name(),
    })
}

/// How a function spells its decisions.
struct Shape {
    encoding: Encoding,
    field: Option<String>,
    reason: String,
    /// The vocabulary alone says decision: `'allow' | 'deny'`.
    telling: bool,
}

/// What a function's graph and declarations say.
struct Signals<'a> {
    module: &'a Module,
    function: &'a Function,
    name: Vec<String>,
    /// The last part of the dotted name.
    own_name: String,
    returns: Vec<&'a Expr>,
    throws: Vec<&'a Expr>,
    /// Names of members, calls and variables in tests and answers.
    tested: Vec<String>,
    /// Constants compared with.
    compared: Vec<&'a str>,
    grants: bool,
    refuses: bool,
    in_component_file: bool,
    in_permission_file: bool,
}

impl<'a> Signals<'a> {
    fn of(path: &str, module: &'a Module, function: &'a Function) -> Self {
        let own_name = function.name.rsplit('.').next().unwrap_or(&function.name).to_owned();
        let named_by_place = matches!(function.position, Position::Argument { .. }) || own_name.contains('(');
        let own_name = if named_by_place { String::new() } else { own_name };
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        let file = path.rsplit('/').next().unwrap_or(path);
        let mut signals = Signals {
            module,
            function,
            name: words(&own_name),
            own_name,
            returns: Vec::new(),
            throws: Vec::new(),
            tested: Vec::new(),
            compared: Vec::new(),
            grants: false,
            refuses: false,
            in_component_file: file.ends_with(".tsx") || file.ends_with(".jsx"),
            in_permission_file: has_any(folders, PERMISSION) || has_any(file, PERMISSION),
        };
        signals.read_graph();
        signals
    }

    fn read_graph(&mut self) {
        let cfg = &self.function.cfg;
        for block in cfg.graph.node_weights() {
            for step in &block.steps {
                match step {
                    Step::Assign { target: Place::Binding(_), value, .. } => self.read_tested(value),
                    Step::Assign { .. } => {}
                    Step::Evaluate(expr) => self.read_answer(expr),
                }
            }
            match &block.end {
                End::Return { value: Some(value), .. } => {
                    self.returns.push(value);
                    self.read_tested(value);
                }
                End::Throw { value, .. } => self.throws.push(value),
                End::Call { call, .. } => self.read_answer(call),
                _ => {}
            }
        }
        for test in &cfg.tests {
            self.read_tested(test);
        }
    }

    fn read_answer(&mut self, expr: &'a Expr) {
        match crate::evaluate::answer_of(self.module, expr) {
            Some(true) => self.grants = true,
            Some(false) => self.refuses = true,
            None => {}
        }
        self.read_tested(expr);
    }

    /// Names and constants inside an expression; callbacks count with what they test.
    fn read_tested(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Member { property, .. } => self.tested.push(property.clone()),
            ExprKind::Binding(binding) => {
                let data = &self.module.bindings[binding.0 as usize];
                if !data.name.is_empty() {
                    self.tested.push(data.name.clone());
                }
            }
            ExprKind::Const(Const::String(text)) => self.compared.push(text),
            ExprKind::Function(id) => {
                let inner = &self.module.functions[id.0 as usize];
                for block in inner.cfg.graph.node_weights() {
                    if let End::Return { value: Some(value), .. } = &block.end {
                        self.read_tested(value);
                    }
                }
                inner.cfg.tests.iter().for_each(|test| self.read_tested(test));
            }
            _ => {}
        }
        for_each_part(expr, &mut |part| self.read_tested(part));
    }

    /// The declared return type, without its promise.
    fn return_type(&self) -> Option<Type> {
        let declared = self.function.return_type.clone().or_else(|| match &self.function.contextual_type {
            Some(Type::Function { returns }) => Some((**returns).clone()),
            Some(Type::Named { name, .. }) => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(Type::Function { returns })) => Some((**returns).clone()),
                _ => None,
            },
            _ => None,
        })?;
        Some(match declared {
            Type::Named { name, arguments } if name == "Promise" => arguments.into_iter().next().unwrap_or(Type::Unknown),
            other => other,
        })
    }

    fn shape(&self) -> Option<Shape> {
        let declared = self.return_type();
        let from_type = declared.as_ref().and_then(|declared| self.shape_of_type(declared, 0));
        match declared {
            Some(Type::Unknown) | None => self.shape_of_returns(),
            Some(Type::Void | Type::Never | Type::Asserts) => self.shape_of_action(),
            Some(Type::Literal(Const::Undefined)) => self.shape_of_action(),
            Some(_) => from_type
                .or_else(|| self.shape_of_returns().filter(|shape| shape.encoding != Encoding::Boolean))
                .or_else(|| self.shape_of_value_or_throw()),
        }
    }

    fn shape_of_type(&self, declared: &Type, depth: u32) -> Option<Shape> {
        if depth > 4 {
            return None;
        }
        match declared {
            Type::Boolean => Some(Shape::new(Encoding::Boolean, None, "returns `boolean`", false)),
            Type::Union(parts) => self.shape_of_union(parts, depth),
            Type::Object(members) => {
                let fields = members.iter().map(|member| (member.name.as_str(), self.holds_words(&member.ty), self.is_boolean(&member.ty)));
                self.shape_of_fields(fields)
            }
            Type::Named { name, .. } => match self.module.types.get(name)? {
                TypeDeclaration::Alias(alias) => self.shape_of_type(alias, depth + 1),
                TypeDeclaration::Interface { members, .. } => self.shape_of_type(&Type::Object(members.clone()), depth + 1),
                TypeDeclaration::Enum(members) => {
                    let decisions = members.iter().filter_map(|(name, _)| decision_of_word(name));
                    decides_both(decisions).then(|| Shape::new(Encoding::Enum, None, &format!("returns the enum `{name}`"), true))
                }
                TypeDeclaration::Class { .. } => None,
            },
            _ => None,
        }
    }

    fn shape_of_union(&self, parts: &[Type], depth: u32) -> Option<Shape> {
        let present: Vec<&Type> =
            parts.iter().filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish())).filter(|part| **part != Type::Void).collect();
        if present.iter().all(|part| matches!(part, Type::Literal(Const::Bool(_)) | Type::Boolean)) && !present.is_empty() {
            return Some(Shape::new(Encoding::Boolean, None, "returns `boolean`", false));
        }
        let literals = present.iter().filter_map(|part| match part {
            Type::Literal(Const::String(text)) => decision_of_word(text),
            _ => None,
        });
        if decides_both(literals) {
            return Some(Shape::new(Encoding::Literal, None, "returns decision words", true));
        }
        if let [one] = present[..] {
            return self.shape_of_type(one, depth + 1);
        }
        // A discriminated union: every part an object with the same deciding field.
        let shapes: Vec<Shape> = present.iter().filter_map(|part| self.shape_of_part(part, depth)).collect();
        let first = shapes.first()?;
        let agree = shapes.len() == present.len() && shapes.iter().all(|shape| shape.field == first.field);
        agree.then(|| shapes.into_iter().next()).flatten()
    }

    fn shape_of_part(&self, part: &Type, depth: u32) -> Option<Shape> {
        match part {
            Type::Object(members) => {
                let fields = members.iter().map(|member| {
                    let word = matches!(&member.ty, Type::Literal(Const::String(text)) if decision_of_word(text).is_some());
                    let boolean = matches!(member.ty, Type::Literal(Const::Bool(_)) | Type::Boolean);
                    (member.name.as_str(), word, boolean)
                });
                self.shape_of_fields(fields)
            }
            Type::Named { name, .. } => match self.module.types.get(name)? {
                TypeDeclaration::Alias(alias) => self.shape_of_part(&alias.clone(), depth + 1),
                TypeDeclaration::Interface { members, .. } => self.shape_of_part(&Type::Object(members.clone()), depth + 1),
                _ => None,
            },
            _ => None,
        }
    }

    /// The field that decides: a name that says so with a boolean, or one that holds decision words.
    fn shape_of_fields<'f>(&self, fields: impl Iterator<Item = (&'f str, bool, bool)>) -> Option<Shape> {
        let mut found: Option<(String, bool)> = None;
        for (name, word, boolean) in fields {
            let telling = match field_meaning(name) {
                Some(FieldMeaning::Word) if word => true,
                Some(FieldMeaning::Allows | FieldMeaning::Denies | FieldMeaning::Asks) if boolean => true,
                Some(FieldMeaning::Allows) if word => true,
                Some(FieldMeaning::Succeeds) if boolean => false,
                _ => continue,
            };
            if found.is_none() || telling && !found.as_ref().is_some_and(|(_, telling)| *telling) {
                found = Some((name.to_owned(), telling));
            }
        }
        let (name, telling) = found?;
        let reason = format!("returns an object whose `{name}` decides");
        Some(Shape::new(Encoding::Object, Some(name), &reason, telling))
    }

    fn holds_words(&self, ty: &Type) -> bool {
        match ty {
            Type::Union(parts) => decides_both(parts.iter().filter_map(|part| match part {
                Type::Literal(Const::String(text)) => decision_of_word(text),
                _ => None,
            })),
            Type::Named { name, .. } => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => self.holds_words(alias),
                Some(TypeDeclaration::Enum(members)) => decides_both(members.iter().filter_map(|(name, _)| decision_of_word(name))),
                // Declared elsewhere: the name says whether it holds decisions.
                None => has_any(name.rsplit('.').next().unwrap_or(name), &["decision", "permission", "verdict", "behavior"]),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_boolean(&self, ty: &Type) -> bool {
        match ty {
            Type::Boolean => true,
            Type::Union(parts) => parts.iter().all(|part| matches!(part, Type::Boolean | Type::Literal(Const::Bool(_) | Const::Undefined))),
            _ => false,
        }
    }

    /// Without a type: the answers themselves.
    fn shape_of_returns(&self) -> Option<Shape> {
        if self.returns.is_empty() {
            return self.shape_of_action();
        }
        let literals = self.returns.iter().filter_map(|value| match &value.kind {
            ExprKind::Const(Const::String(text)) => decision_of_word(text),
            _ => None,
        });
        if literals.clone().any(|decision| decision == Decision::Allow) && decides_both(literals) {
            return Some(Shape::new(Encoding::Literal, None, "returns decision words", true));
        }
        let members = self.returns.iter().filter_map(|value| match &value.kind {
            ExprKind::Member { object, property } if starts_upper(callee_name(self.module, object)) => decision_of_word(property),
            _ => None,
        });
        if decides_both(members) {
            return Some(Shape::new(Encoding::Enum, None, "returns members of a decision enum", true));
        }
        let objects = self.returns.iter().filter_map(|value| match &value.kind {
            ExprKind::Object(fields) => Some(fields),
            _ => None,
        });
        let fields: Vec<(&str, bool, bool)> = objects.flatten().filter_map(|field| self.literal_field(field)).collect();
        if let Some(shape) = self.shape_of_fields(fields.into_iter()) {
            return Some(shape);
        }
        let booleans = self.returns.iter().all(|value| self.is_boolean_expr(value));
        let constant = self.returns.iter().any(|value| matches!(value.kind, ExprKind::Const(Const::Bool(_))));
        let verb = self.name.first().is_some_and(|first| is_in(first, &["is", "has", "can", "may", "should", "are", "needs", "requires"]));
        (booleans && (constant || verb)).then(|| Shape::new(Encoding::Boolean, None, "returns booleans", false))
    }

    fn literal_field<'f>(&self, field: &'f Field) -> Option<(&'f str, bool, bool)> {
        let Field::Named { name, value } = field else { return None };
        let word = match &value.kind {
            ExprKind::Const(Const::String(text)) => decision_of_word(text).is_some(),
            ExprKind::Member { object, property } => {
                starts_upper(callee_name(self.module, object)) && decision_of_word(property).is_some()
            }
            _ => false,
        };
        Some((name.as_str(), word, self.is_boolean_expr(value)))
    }

    fn is_boolean_expr(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Const(value) => matches!(value, Const::Bool(_) | Const::Undefined | Const::Null),
            ExprKind::Not(_) | ExprKind::Binary { .. } => true,
            ExprKind::Await(inner) => self.is_boolean_expr(inner),
            ExprKind::Call { callee, .. } => {
                let name = callee_name(self.module, callee);
                let first = words(name).into_iter().next().unwrap_or_default();
                ["is", "has", "can", "includes", "some", "every", "starts", "ends", "test", "may", "should"].contains(&first.as_str())
            }
            ExprKind::Member { property, .. } => {
                has_any(property, RIGHT) || has_any(property, EXCLUSION) || words(property).first().is_some_and(|first| first == "is")
            }
            // A temporary or accumulator holds what was decided on the way.
            ExprKind::Binding(binding) => {
                let data = &self.module.bindings[binding.0 as usize];
                !matches!(data.kind, BindingKind::Param { .. } | BindingKind::Import { .. } | BindingKind::Function(_))
            }
            _ => false,
        }
    }

    /// A function that answers by what it does: it throws, or it grants.
    fn shape_of_action(&self) -> Option<Shape> {
        if self.function.return_type.is_none() && !self.returns.is_empty() {
            return None;
        }
        let verb = self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS) || is_in(first, GRANTS));
        let refusing = self.throws.iter().any(|thrown| refuses(self.module, thrown));
        if self.grants && (verb || has_any(&self.own_name, PERMISSION) || self.refuses || refusing) {
            return Some(Shape::new(Encoding::Callback, None, "grants by a call", true));
        }
        let guards = self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS));
        let permission = has_any(&self.own_name, PERMISSION);
        let throws = !self.throws.is_empty() || self.asserts_by_calls();
        // Without any way to refuse, only a name that promises one makes a guard: a stub, or one whose refusal was forgotten.
        let promises = self.name.first().is_some_and(|first| PROMISES.contains(&first.as_str()))
            && self.function.return_type.as_ref().is_none_or(|declared| *declared == Type::Void)
            && (permission || self.tests_a_right());
        let refuses_by_name = refusing && (guards || permission || self.own_name.is_empty());
        if refuses_by_name || guards && throws && (permission || self.tests_a_right()) || promises {
            let reason = if refusing { "refuses by throwing" } else { "returns or throws" };
            return Some(Shape::new(Encoding::Assertion, None, reason, refusing));
        }
        None
    }

    /// A guard that hands back what it looked at: `requireUser(session): User`.
    fn shape_of_value_or_throw(&self) -> Option<Shape> {
        let guards = self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS));
        let refusing = self.throws.iter().any(|thrown| refuses(self.module, thrown));
        let throws = !self.throws.is_empty() || self.asserts_by_calls();
        (guards && (refusing || throws && self.tests_a_right()))
            .then(|| Shape::new(Encoding::Assertion, None, "refuses by throwing", refusing))
    }

    /// Whether a bare call to a guard, by its name, is part of the body.
    fn asserts_by_calls(&self) -> bool {
        self.function.cfg.graph.node_weights().any(|block| match &block.end {
            End::Call { call, .. } => {
                let name = words(called_name(self.module, call));
                name.first().is_some_and(|first| PROMISES.contains(&first.as_str()) || first == "deny" || first == "throw" || first == "reject")
            }
            _ => false,
        })
    }

    fn tests_a_right(&self) -> bool {
        !self.function.cfg.tests.is_empty()
            && (self.tested.iter().any(|name| has_any(name, RIGHT) || has_any(name, EXCLUSION)))
    }

    /// Points for words of permission around the shape, with the reasons.
    fn weigh(&self, encoding: Encoding) -> (u32, Vec<String>) {
        let mut points = 0;
        let mut reasons = Vec::new();
        let mut add = |holds: bool, value: u32, reason: String| {
            if holds {
                points += value;
                reasons.push(reason);
            }
        };
        let name = &self.own_name;
        let verb = self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS));
        let telling = has_any(name, PERMISSION) || has_any(name, DENIES) || self.name_asks();
        add(telling && verb, 3, format!("the name `{name}` asks for a permission"));
        add(telling && !verb, 2, format!("the name `{name}` speaks of permission"));
        let may = self.name.first().is_some_and(|first| first == "can" || first == "may") && self.name.len() > 1;
        add(may && !telling, 2, format!("the name `{name}` asks who may"));
        add(encoding != Encoding::Boolean && self.shape().is_some_and(|shape| shape.telling), 3, "its answers are decisions".to_owned());
        let rights: Vec<&String> = self.tested.iter().filter(|name| speaks_of_rights(name)).collect();
        add(!rights.is_empty(), 2, rights.first().map(|name| format!("tests `{name}`")).unwrap_or_default());
        let principal = self.principal();
        add(principal.is_some(), 1, principal.map(|name| format!("looks at `{name}`, the one who asks")).unwrap_or_default());
        add(self.throws.iter().any(|thrown| refuses(self.module, thrown)), 3, "throws a refusal".to_owned());
        let owner = self.function.class.as_ref().is_some_and(|class| {
            has_any(&class.name, PERMISSION) || class.implements.iter().any(|name| has_any(name, PERMISSION))
        });
        add(owner || self.in_permission_file, 1, "stands among permission code".to_owned());
        (points, reasons)
    }

    fn principal(&self) -> Option<&str> {
        let by_param = self.function.params.iter().find_map(|param| {
            let data = &self.module.bindings[param.binding.0 as usize];
            let by_type = match &data.declared_type {
                Some(Type::Named { name, .. }) => has_any(name, PRINCIPAL),
                _ => false,
            };
            (has_any(&data.name, PRINCIPAL) || by_type).then_some(data.name.as_str())
        });
        by_param.or_else(|| self.tested.iter().map(String::as_str).find(|name| has_any(name, PRINCIPAL)))
    }

    fn name_asks(&self) -> bool {
        self.name.first().is_some_and(|first| is_in(first, ASKS))
            && self.name.iter().skip(1).any(|word| is_in(word, CONFIRMATION))
    }

    /// A limit on how often or how much is about availability, not about rights.
    fn is_limit(&self) -> bool {
        let has = |word: &str| self.name.iter().any(|own| own == word);
        has("rate") && (has("limit") || has("limited")) || has("throttle") || has("throttled") || has("quota") || has("usage")
    }

    /// A helper that is a denial (`deny(reason): never`) checks nothing.
    fn is_denial(&self) -> bool {
        let returns = self.function.cfg.graph.node_weights().any(|block| matches!(block.end, End::Return { .. } | End::FallsOff { .. }));
        !returns && self.name.first().is_some_and(|first| is_in(first, REFUSES) || first == "throw" || first == "fail")
    }

    /// Display, retries, parsing and the like: not a permission, whatever the name starts with.
    fn speaks_of_something_else(&self, shape: &Shape, points: u32) -> bool {
        let denies = has_any(&self.own_name, &["blocked", "dangerous", "banned", "unsafe", "restricted", "forbidden", "denied"]);
        let permission = has_any(&self.own_name, PERMISSION) || self.name_asks() || denies;
        let display = has_any(&self.own_name, DISPLAY);
        let other = has_any(&self.own_name, OTHER_MATTERS);
        let shape_of_text = self.name.last().is_some_and(|last| ["name", "id", "email", "slug", "format", "label", "title", "description"].contains(&last.as_str()));
        let throws_refusal = self.throws.iter().any(|thrown| refuses(self.module, thrown));
        let difference = self.name.iter().any(|word| ["changed", "changes", "diff", "differs", "differ"].contains(&word.as_str()));
        let nameless = self.own_name.is_empty() && !shape.telling;
        match () {
            _ if matches!(self.return_type(), Some(Type::Predicate)) => true,
            _ if self.is_predicate_of_collection() => true,
            _ if display && !throws_refusal => true,
            _ if difference || other && !permission => true,
            _ if self.is_limit() => true,
            _ if self.name.first().is_some_and(|first| ACTS.contains(&first.as_str())) && !shape.telling => true,
            _ if shape.encoding == Encoding::Object && !shape.telling && !permission => true,
            _ if shape_of_text && self.name.first().is_some_and(|first| first == "validate" || first == "is") => true,
            _ if nameless && points < 5 => true,
            _ if self.in_component_file && points < 5 => true,
            _ => shape.encoding == Encoding::Boolean && !permission && points < 4,
        }
    }

    /// A callback of `filter`, `map` and the like belongs to the function around it.
    fn is_predicate_of_collection(&self) -> bool {
        matches!(&self.function.position, Position::Argument { callee, .. } if {
            let last = callee.rsplit('.').next().unwrap_or(callee);
            ["some", "every", "filter", "find", "findIndex", "map", "forEach", "reduce", "sort", "then", "catch", "flatMap", "findLast"].contains(&last)
        })
    }

    fn polarity(&self, encoding: Encoding) -> (Polarity, bool) {
        if encoding != Encoding::Boolean {
            return (Polarity::None, false);
        }
        let negated = self.name.iter().any(|word| word == "not" || word == "non" || word == "no" || word == "un");
        if self.refuses_by_name() {
            return (Polarity::Normal, false);
        }
        if self.name_asks() {
            return (Polarity::Inverted, true);
        }
        let denies = self.name.iter().any(|word| DENIES.contains(&word.as_str()))
            && !self.name.iter().any(|word| ["can", "may", "allowed", "allow", "permitted"].contains(&word.as_str()));
        match denies != negated {
            true if denies || self.name.iter().any(|word| is_in(word, PERMISSION)) => (Polarity::Inverted, false),
            _ => (Polarity::Normal, false),
        }
    }

    fn asks_for_sign_in(&self) -> bool {
        let sign_in = ["authenticated", "authentication", "login", "session", "auth", "signed", "logged", "user", "identity", "anonymous"];
        self.name.iter().any(|word| sign_in.contains(&word.as_str()))
            && !self.name.iter().any(|word| is_in(word, &["permission", "role", "access", "admin", "owner", "can"]))
    }

    fn says_deny_list(&self) -> bool {
        let text = format!("{} {}", self.own_name, self.function.doc).to_lowercase().replace(['-', '_'], " ");
        ["deny list", "denylist", "block list", "blocklist", "black list", "blacklist", "blocked", "by default", "default allow", "allowed unless", "everyone but"]
            .iter()
            .any(|phrase| text.contains(phrase))
    }

    fn refuses_by_name(&self) -> bool {
        let class = self.function.class.as_ref().map(|class| words(&class.name)).unwrap_or_default();
        let none = ["nobody", "noone", "never", "none"];
        let names = [&self.name, &class];
        names.into_iter().any(|words| {
            words.iter().any(|word| none.contains(&word.as_str())) || words.windows(2).any(|pair| pair == ["deny", "all"] || pair == ["no", "one"])
        })
    }

    fn is_open_by_name(&self) -> bool {
        let open = ["public", "anyone", "everyone", "anybody", "everybody", "permissive", "unrestricted", "open"];
        let idle = ["null", "noop", "no", "fake", "mock", "stub", "dummy", "default", "base", "abstract"];
        let all = self.name.windows(2).any(|pair| pair == ["allow", "all"] || pair == ["always", "allow"]);
        let class = self.function.class.as_ref().map(|class| words(&class.name)).unwrap_or_default();
        all || self.name.iter().any(|word| open.contains(&word.as_str()))
            || class.iter().any(|word| idle.contains(&word.as_str()) || open.contains(&word.as_str()))
            || class.windows(2).any(|pair| pair == ["allow", "all"] || pair == ["always", "allow"])
    }
}

impl Shape {
    fn new(encoding: Encoding, field: Option<String>, reason: &str, telling: bool) -> Self {
        Shape { encoding, field, reason: reason.to_owned(), telling }
    }
}

/// Whether answers can both let through and hold back.
fn decides_both(decisions: impl Iterator<Item = Decision>) -> bool {
    let all: Vec<Decision> = decisions.collect();
    all.contains(&Decision::Allow) && (all.contains(&Decision::Deny) || all.contains(&Decision::Ask))
}

fn speaks_of_rights(name: &str) -> bool {
    const TELLING: &[&str] = &[
        "admin", "administrator", "owner", "member", "membership", "role", "permission", "privilege", "scope", "banned", "blocked",
        "revoked", "suspended", "trusted", "allowed", "denied", "authorized", "approved", "forbidden", "access", "grant", "allowlist",
        "denylist", "whitelist", "blacklist", "blocklist", "moderator", "tenant", "policy", "acl", "consent", "approval",
        "entitlement", "dangerous", "safe", "verified", "authenticated", "superuser", "staff",
    ];
    has_any(name, TELLING)
}

/// Whether a thrown value is a refusal: by its class, its message, or a status 401 or 403.
pub(crate) fn refuses(module: &Module, thrown: &Expr) -> bool {
    let mut found = false;
    let mut visit = |expr: &Expr| match &expr.kind {
        ExprKind::New { callee, .. } | ExprKind::Call { callee, .. } => {
            found |= has_any(callee_name(module, callee), REFUSAL_ERRORS);
        }
        ExprKind::Member { property, .. } => {
            found |= ["FORBIDDEN", "UNAUTHORIZED", "Forbidden", "Unauthorized"].contains(&property.as_str());
        }
        ExprKind::Const(Const::Number(number)) => found |= number.get() == 401.0 || number.get() == 403.0,
        ExprKind::Const(Const::String(text)) => {
            let text = text.to_lowercase();
            found |= REFUSAL_PHRASES.iter().any(|phrase| text.contains(phrase));
        }
        ExprKind::Template { parts, .. } => {
            let text = parts.join(" ").to_lowercase();
            found |= REFUSAL_PHRASES.iter().any(|phrase| text.contains(phrase));
        }
        _ => {}
    };
    fn walk<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
        visit(expr);
        for_each_part(expr, &mut |part| walk(part, visit));
    }
    walk(thrown, &mut visit);
    found
}

/// Phrases of a message that refuses.
const REFUSAL_PHRASES: &[&str] = &[
    "not allowed", "forbidden", "unauthorized", "unauthorised", "permission", "access denied", "denied", "not permitted",
    "not authorized", "not authorised", "may not", "admins only", "requires approval",
];

fn called_name<'m>(module: &'m Module, call: &'m Expr) -> &'m str {
    match &call.kind {
        ExprKind::Await(inner) => called_name(module, inner),
        ExprKind::Call { callee, .. } => callee_name(module, callee),
        _ => "",
    }
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
