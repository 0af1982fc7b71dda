//! How a function spells its decisions: by its declared return type, by what it returns, or by what it does.

use crate::cfg::{Block, End, Expr, ExprKind, Field, Step};
use crate::channels::mentions_refusal;
use crate::constant::Const;
use crate::contract::{Contract, Reading};
use crate::decide::{Decision, Encoding};
use crate::frameworks::Proven;
use crate::module::{BindingId, BindingKind, Module, Type, TypeDeclaration};
use crate::versions::{callee_name, mentions};
use crate::vocabulary::decision_of_word;
use crate::words::{
    CONFIRMATION, EXCLUSION, GRANTS, GUARD_VERBS, PERMISSION, PRINCIPAL, PROMISES, RIGHT, VERDICTS, has_any, is_in,
    is_query, words,
};

use std::collections::BTreeMap;

use super::Signals;
use super::answers::decides_both;
use super::refusal::leads_to_sign_in;

/// Aliases a return type is followed through.
const TYPE_DEPTH: u32 = 4;

/// How a function spells its decisions.
pub(super) struct Shape {
    pub(super) contract: Contract,
    pub(super) reason: String,
    /// The vocabulary alone says decision: `'allow' | 'deny'`.
    pub(super) telling: bool,
    /// A framework asks it who may.
    pub(super) decides: bool,
    /// A framework says what its answers mean.
    pub(super) of_framework: bool,
    /// It stands where a framework asks its guards.
    pub(super) stands: bool,
    /// What decision words mean there.
    pub(super) words: BTreeMap<String, Decision>,
}

impl Shape {
    pub(super) fn new(contract: Contract, reason: &str, telling: bool) -> Self {
        Shape {
            contract,
            reason: reason.to_owned(),
            telling,
            decides: false,
            of_framework: false,
            stands: false,
            words: BTreeMap::new(),
        }
    }
}

impl Signals<'_> {
    /// The shape a framework gives to a function. One that it asks about anything needs a way to hold back.
    pub(super) fn shape_of_form(&self, proven: &Proven) -> Option<Shape> {
        let form = proven.form()?;
        let mut contract = form.contract.contract();
        let responds = contract.encoding == Encoding::Response;
        let refuses_by_response = responds && self.returns.iter().any(|value| mentions_refusal(self.resolved(value)));
        let may_respond = responds && !self.returns.is_empty();
        let by_throwing = matches!(contract.encoding, Encoding::Assertion | Encoding::ValueOrThrow);
        if !form.decides && (contract.answers() || by_throwing) && !may_respond && !self.may_hold_back() {
            return None;
        }
        // A hook that is handed a continuation and is not async goes on by calling it.
        let called = !self.function.is_async && self.function.params.len() > 2;
        if contract.encoding == Encoding::Continuation && called {
            contract.nothing = Decision::Deny;
        }
        let gives_field = matches!(&contract.reading, Reading::Field(field) if self.gives_field(&field.name));
        let leads_away = matches!(&contract.reading, Reading::Cases(cases) if cases.written == Some(Decision::Deny))
            && self.returns.iter().any(|value| leads_to_sign_in(self.resolved(value)));
        let telling = form.decides || gives_field || refuses_by_response || leads_away;
        let shape = Shape::new(contract, &proven.reason(), telling);
        let words = form.contract.words.clone();
        Some(Shape { decides: form.decides, of_framework: true, stands: proven.stands, words, ..shape })
    }

    /// Whether something in it can hold back: an answer that refuses, an error, or a guard that it calls.
    fn may_hold_back(&self) -> bool {
        // `ensureDefaults` hands back what it made of the data: its name promises no refusal.
        let promises = self.returns.is_empty() && self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS));
        self.sends_refusal || self.refuses || !self.throws.is_empty() || promises || self.asserts_by_calls()
    }

    /// The declared return type, without its promise.
    pub(super) fn return_type(&self) -> Option<Type> {
        let declared = self.function.return_type.clone().or_else(|| match &self.function.contextual_type {
            Some(Type::Function { returns }) => Some((**returns).clone()),
            Some(Type::Named { name, .. }) => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(Type::Function { returns })) => Some((**returns).clone()),
                _ => None,
            },
            _ => None,
        })?;
        Some(match declared {
            Type::Named { name, arguments } if name == "Promise" => {
                arguments.into_iter().next().unwrap_or(Type::Unknown)
            }
            other => other,
        })
    }

    pub(super) fn shape(&self) -> Option<Shape> {
        // `ensureDefaults` hands back what it made of the data: its name promises no refusal.
        let promises = self.returns.is_empty() && self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS));
        // Who calls on whatever happens lets nobody wait: it adds something to the request.
        let may_refuse = self.sends_refusal || self.refuses || !self.throws.is_empty() || promises;
        if self.continues && may_refuse {
            let reason = "calls on, or answers";
            return Some(Shape::new(Contract::CONTINUATION, reason, self.sends_refusal));
        }
        if self.sends_decision && (self.name_tells() || has_any(&self.own_name, CONFIRMATION)) {
            return Some(Shape::new(Contract::SENT, "sends its decision to whoever waits", true));
        }
        let declared = self.return_type();
        let from_type = declared
            .as_ref()
            .and_then(|declared| self.shape_of_type(declared, 0).or_else(|| self.shape_of_mixed(declared)));
        match declared {
            Some(Type::Any | Type::Unknown | Type::Intersection(_) | Type::TypeOf(_)) | None => {
                self.shape_of_returns().or_else(|| self.shape_of_made()).or_else(|| {
                    let refuses = !self.returns.is_empty() && self.is_refusing() && self.name_tells();
                    refuses.then(|| self.shape_of_value_or_throw()).flatten()
                })
            }
            Some(Type::Void | Type::Never | Type::Asserts) => self.shape_of_action(),
            Some(Type::Literal(Const::Undefined)) => self.shape_of_action(),
            Some(_) => from_type
                .or_else(|| self.shape_of_returns().filter(|shape| shape.contract.encoding != Encoding::Boolean))
                .or_else(|| self.shape_of_value_or_throw()),
        }
    }

    fn shape_of_type(&self, declared: &Type, depth: u32) -> Option<Shape> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match declared {
            Type::Boolean => Some(Shape::new(self.boolean(), "returns `boolean`", false)),
            Type::Union(parts) => self.shape_of_union(parts, depth),
            Type::Object(members) => {
                let fields = members
                    .iter()
                    .map(|member| (member.name.as_str(), self.holds_words(&member.ty, 0), self.is_boolean(&member.ty)));
                self.shape_of_fields(fields)
            }
            Type::Named { name, .. } => match self.module.types.get(name)? {
                TypeDeclaration::Alias(alias) => self.shape_of_type(alias, depth + 1),
                TypeDeclaration::Interface { members, .. } => {
                    self.shape_of_type(&Type::Object(members.clone()), depth + 1)
                }
                TypeDeclaration::Enum(members) => {
                    let decisions = members.iter().filter_map(|(name, _)| decision_of_word(name));
                    decides_both(decisions).then(|| {
                        Shape::new(Contract::words(Encoding::Enum), &format!("returns the enum `{name}`"), true)
                    })
                }
                TypeDeclaration::Class { .. } => None,
            },
            _ => None,
        }
    }

    fn shape_of_union(&self, parts: &[Type], depth: u32) -> Option<Shape> {
        let present: Vec<&Type> = parts
            .iter()
            .filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish()))
            .filter(|part| **part != Type::Void)
            .collect();
        if present.iter().all(|part| matches!(part, Type::Literal(Const::Bool(_)) | Type::Boolean))
            && !present.is_empty()
        {
            return Some(Shape::new(self.boolean(), "returns `boolean`", false));
        }
        let literals = present.iter().filter_map(|part| match part {
            Type::Literal(Const::String(text)) => decision_of_word(text),
            _ => None,
        });
        if decides_both(literals) {
            return Some(Shape::new(Contract::words(Encoding::Literal), "returns decision words", true));
        }
        if let [one] = present[..] {
            return self.shape_of_type(one, depth + 1);
        }
        // A discriminated union: every part an object with the same deciding field.
        let shapes: Vec<Shape> = present.iter().filter_map(|part| self.shape_of_part(part, depth)).collect();
        let first = shapes.first()?;
        let agree = shapes.len() == present.len() && shapes.iter().all(|shape| shape.contract == first.contract);
        agree.then(|| shapes.into_iter().next()).flatten()
    }

    fn shape_of_part(&self, part: &Type, depth: u32) -> Option<Shape> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match part {
            Type::Object(members) => {
                let fields = members.iter().map(|member| {
                    let word =
                        matches!(&member.ty, Type::Literal(Const::String(text)) if decision_of_word(text).is_some());
                    let boolean = matches!(member.ty, Type::Literal(Const::Bool(_)) | Type::Boolean);
                    (member.name.as_str(), word, boolean)
                });
                self.shape_of_fields(fields)
            }
            Type::Named { name, .. } => match self.module.types.get(name)? {
                TypeDeclaration::Alias(alias) => self.shape_of_part(&alias.clone(), depth + 1),
                TypeDeclaration::Interface { members, .. } => {
                    self.shape_of_part(&Type::Object(members.clone()), depth + 1)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn holds_words(&self, ty: &Type, depth: u32) -> bool {
        match ty {
            Type::Union(parts) => decides_both(parts.iter().filter_map(|part| match part {
                Type::Literal(Const::String(text)) => decision_of_word(text),
                _ => None,
            })),
            Type::Named { name, .. } => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => depth < TYPE_DEPTH && self.holds_words(alias, depth + 1),
                Some(TypeDeclaration::Enum(members)) => {
                    decides_both(members.iter().filter_map(|(name, _)| decision_of_word(name)))
                }
                // Declared elsewhere: the name says whether it holds decisions.
                None => {
                    let own = name.rsplit('.').next().unwrap_or(name);
                    has_any(own, &["decision", "permission", "verdict", "behavior"])
                        || has_any(own, &["confirmation", "approval"])
                            && has_any(own, &["outcome", "result", "response"])
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn is_boolean(&self, ty: &Type) -> bool {
        match ty {
            Type::Boolean => true,
            Type::Union(parts) => parts
                .iter()
                .all(|part| matches!(part, Type::Boolean | Type::Literal(Const::Bool(_) | Const::Undefined))),
            _ => false,
        }
    }

    /// A function that answers by what it does: it throws, or it grants.
    pub(super) fn shape_of_action(&self) -> Option<Shape> {
        if self.function.return_type.is_none() && !self.returns.is_empty() {
            return None;
        }
        let verb = self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS) || is_in(first, GRANTS));
        let refusing = self.is_refusing();
        let named = verb || self.name_tells() || self.name.is_empty();
        if self.grants && named && (self.refuses || refusing || !self.function.cfg.tests.is_empty()) {
            return Some(Shape::new(Contract::CALLBACK, "grants by a call", true));
        }
        let danger = self.refuses_danger();
        let guards = self.guards(refusing || danger);
        let permission = self.name_tells();
        let throws = !self.throws.is_empty() || self.asserts_by_calls();
        // Without any way to refuse, only a name that promises one makes a guard: a stub, or one whose refusal was forgotten.
        let promises = self.name.first().is_some_and(|first| PROMISES.contains(&first.as_str()))
            && self.function.return_type.as_ref().is_none_or(|declared| *declared == Type::Void)
            && (permission || self.tests_a_right())
            && !self.may_refuse_elsewhere();
        let refuses_by_name = refusing && (guards || permission || self.own_name.is_empty());
        let dangerous = danger && (guards || permission);
        let asks = throws && (permission && self.tests_a_verdict() || self.asks_whose());
        let acts = guards && throws && (permission || self.tests_a_right());
        if refuses_by_name || dangerous || asks || acts || promises {
            let reason = if refusing { "refuses by throwing" } else { "returns or throws" };
            return Some(Shape::new(Contract::ASSERTION, reason, refusing));
        }
        None
    }

    /// Whether its name is that of a guard. Validators are, where they refuse or speak of danger.
    fn guards(&self, refusing: bool) -> bool {
        self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS) || refusing && first == "validate")
    }

    /// A guard that hands back what it looked at: `requireUser(session): User`.
    fn shape_of_value_or_throw(&self) -> Option<Shape> {
        let danger = self.refuses_danger();
        let refusing = self.is_refusing();
        let guards = self.guards(true);
        let safe = has_any(&self.own_name, &["safe", "secure", "trusted", "allowed"]);
        let throws = !self.throws.is_empty() || self.asserts_by_calls();
        let validates = self.name.first().is_some_and(|first| first == "validate");
        let holds = guards && (refusing || danger || throws && self.refuses_within())
            || guards && !validates && throws && self.tests_a_right()
            || safe && danger;
        (holds && !self.tells_in_a_field())
            .then(|| Shape::new(Contract::VALUE_OR_THROW, "refuses by throwing", refusing))
    }

    /// Whether a field of what it gives says yes or no: `{ hasAllPermissions: false, missing }`.
    fn tells_in_a_field(&self) -> bool {
        let tells = |field: &Field| match field {
            Field::Named { name, value: Expr { kind: ExprKind::Const(Const::Bool(_)), .. } } => {
                has_any(name, PERMISSION)
            }
            _ => false,
        };
        self.returns.iter().any(|given| matches!(&given.kind, ExprKind::Object(fields) if fields.iter().any(tells)))
    }

    /// Whether it tests what another function allowed: `if (!isSignupAllowed()) throw …`.
    pub(super) fn tests_a_verdict(&self) -> bool {
        let verdict = |name: &String| {
            let words = words(name);
            words.first().is_some_and(|first| ["is", "has", "can", "may"].contains(&first.as_str()))
                && words.iter().any(|word| VERDICTS.contains(&word.as_str()))
        };
        !self.function.cfg.tests.is_empty() && self.tested.iter().any(verdict)
    }

    /// Whether a bare call can bring a refusal about: one on what was handed in (a response, a collector of issues), or a look-up whose result is dropped
    /// and that can only be meant to throw.
    fn may_refuse_elsewhere(&self) -> bool {
        const LOGS: &[&str] = &["log", "debug", "info", "warn", "error", "trace"];
        let steps = self.function.cfg.graph.node_weights().flat_map(|block| {
            let evaluated = block.steps.iter().filter_map(|step| match step {
                Step::Evaluate(expr) => Some((expr, true)),
                Step::Assign { .. } => None,
            });
            evaluated.chain(match &block.end {
                End::Call { call, result } => Some((call, !self.reads(*result))),
                _ => None,
            })
        });
        let mut calls = steps.map(|(expr, dropped)| match &expr.kind {
            ExprKind::Await(inner) => (&**inner, dropped),
            _ => (expr, dropped),
        });
        calls.any(|(call, dropped)| {
            let ExprKind::Call { callee, .. } = &call.kind else { return false };
            let name = callee_name(self.module, callee);
            let logs = words(name).first().is_some_and(|first| LOGS.contains(&first.as_str()));
            dropped && !logs && (is_query(name) || self.belongs_to_param(callee))
        })
    }

    /// Whether a binding is read anywhere in the function.
    fn reads(&self, binding: BindingId) -> bool {
        let cfg = &self.function.cfg;
        let in_block = |block: &Block| {
            let in_steps = block.steps.iter().any(|step| match step {
                Step::Assign { value, .. } | Step::Evaluate(value) => mentions(value, binding),
            });
            in_steps
                || match &block.end {
                    End::Call { call: value, .. }
                    | End::Return { value: Some(value), .. }
                    | End::Throw { value, .. } => mentions(value, binding),
                    _ => false,
                }
        };
        cfg.graph.node_weights().any(in_block) || cfg.tests.iter().any(|test| mentions(test, binding))
    }

    /// Whether what is called is a parameter, or something in one, that is not who asks.
    fn belongs_to_param(&self, callee: &Expr) -> bool {
        match &callee.kind {
            ExprKind::Member { object, .. } => self.belongs_to_param(object),
            ExprKind::Call { callee, .. } => self.belongs_to_param(callee),
            ExprKind::Binding(binding) => {
                let data = &self.module.bindings[binding.0 as usize];
                matches!(data.kind, BindingKind::Param { .. }) && !has_any(&data.name, PRINCIPAL)
            }
            _ => false,
        }
    }

    /// Whether a call to a guard, by its name, is part of the body.
    pub(super) fn asserts_by_calls(&self) -> bool {
        self.function.cfg.graph.node_weights().any(|block| match &block.end {
            End::Call { call, .. } => {
                let called = called_name(self.module, call);
                if self.module.standing.asserts(called) {
                    return true;
                }
                let name = words(called);
                name.first().is_some_and(|first| {
                    PROMISES.contains(&first.as_str())
                        || ["deny", "throw", "reject"].contains(&first.as_str())
                        || ["check", "verify", "validate"].contains(&first.as_str()) && has_any(called, PERMISSION)
                })
            }
            _ => false,
        })
    }

    pub(super) fn tests_a_right(&self) -> bool {
        !self.function.cfg.tests.is_empty()
            && (self.tested.iter().any(|name| has_any(name, RIGHT) || has_any(name, EXCLUSION)))
    }
}

fn called_name<'m>(module: &'m Module, call: &'m Expr) -> &'m str {
    match &call.kind {
        ExprKind::Await(inner) => called_name(module, inner),
        ExprKind::Call { callee, .. } => callee_name(module, callee),
        _ => "",
    }
}
