//! How a function spells its decisions, by the answers themselves.

use crate::cfg::{Expr, ExprKind, Field};
use crate::constant::Const;
use crate::contract::Contract;
use crate::decide::{Decision, Encoding};
use crate::module::BindingKind;
use crate::versions::callee_name;
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use crate::words::{AWAITS, CHECK_VERBS, CONFIRMATION, EXCLUSION, RIGHT, has_any, is_in, words};

use super::Signals;
use super::shape::Shape;

impl Signals<'_> {
    /// The field that decides: a name that says so with a boolean, or one that holds decision words.
    pub(super) fn shape_of_fields<'f>(&self, fields: impl Iterator<Item = (&'f str, bool, bool)>) -> Option<Shape> {
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
        Some(Shape::new(Contract::object(&name), &reason, telling))
    }

    /// Whether an object it gives, or one inside it, has this field.
    pub(super) fn gives_field(&self, wanted: &str) -> bool {
        fn holds(expr: &Expr, wanted: &str, depth: u32) -> bool {
            let ExprKind::Object(fields) = &expr.kind else { return false };
            fields.iter().any(|field| match field {
                Field::Named { name, value } => name == wanted || depth > 0 && holds(value, wanted, depth - 1),
                _ => false,
            })
        }
        self.returns.iter().any(|value| holds(self.resolved(value), wanted, 1))
    }

    /// Without a type: the answers themselves.
    pub(super) fn shape_of_returns(&self) -> Option<Shape> {
        if self.returns.is_empty() {
            return self.shape_of_action();
        }
        let literals = self.returns.iter().filter_map(|value| match &value.kind {
            ExprKind::Const(Const::String(text)) => decision_of_word(text),
            _ => None,
        });
        if literals.clone().any(|decision| decision == Decision::Allow) && decides_both(literals) {
            return Some(Shape::new(Contract::words(Encoding::Literal), "returns decision words", true));
        }
        let members = self.returns.iter().filter_map(|value| match &value.kind {
            ExprKind::Member { object, property } if starts_upper(callee_name(self.module, object)) => {
                decision_of_word(property)
            }
            _ => None,
        });
        if decides_both(members) {
            return Some(Shape::new(Contract::words(Encoding::Enum), "returns members of a decision enum", true));
        }
        let objects = self.returns.iter().filter_map(|value| match &value.kind {
            ExprKind::Object(fields) => Some(fields),
            _ => None,
        });
        let objects = objects.filter(|fields| !self.is_record(fields));
        let fields: Vec<(&str, bool, bool)> = objects.flatten().filter_map(|field| self.literal_field(field)).collect();
        if let Some(shape) = self.shape_of_fields(fields.into_iter()) {
            return Some(shape);
        }
        let booleans = self.returns.iter().all(|value| self.is_boolean_expr(value));
        let constant = self.returns.iter().any(|value| matches!(value.kind, ExprKind::Const(Const::Bool(_))));
        let verb = self
            .name
            .first()
            .is_some_and(|first| is_in(first, &["is", "has", "can", "may", "should", "are", "needs", "requires"]));
        // What was verified may be handed back.
        let verifies = self.name.first().is_some_and(|first| first == "verify" || first == "validate")
            && self
                .returns
                .iter()
                .all(|value| matches!(self.resolved(value).kind, ExprKind::Not(_) | ExprKind::Binary { .. }));
        let verb = verb || verifies;
        (booleans && (constant || verb)).then(|| Shape::new(self.boolean(), "returns booleans", false))
    }

    fn literal_field<'f>(&'f self, field: &'f Field) -> Option<(&'f str, bool, bool)> {
        let Field::Named { name, value } = field else { return None };
        let word = match &self.resolved(value).kind {
            ExprKind::Const(Const::String(text)) => decision_of_word(text).is_some(),
            ExprKind::Member { object, property } => {
                starts_upper(callee_name(self.module, object)) && decision_of_word(property).is_some()
            }
            _ => false,
        };
        let awaited = ["outcome", "decision", "verdict"].contains(&name.as_str()) && self.awaits_decision();
        Some((name.as_str(), word || awaited, self.is_boolean_expr(value)))
    }

    /// Data with a decision among it, and no answer: other data are spread into it, it holds functions, or much that explains nothing.
    fn is_record(&self, fields: &[Field]) -> bool {
        const EXPLAINS: &[&str] = &[
            "reason", "message", "error", "code", "status", "details", "source", "kind", "type", "rule", "matched",
            "warning", "hint", "user", "session", "account", "decision", "allowed", "input", "updated", "data",
        ];
        if self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS)) && self.name_tells() {
            return false;
        }
        let spread = fields.iter().any(|field| matches!(field, Field::Spread(_)));
        let other = |field: &&Field| matches!(field, Field::Named { name, .. } if !has_any(name, EXPLAINS));
        let function =
            |field: &Field| matches!(field, Field::Named { value: Expr { kind: ExprKind::Function(_), .. }, .. });
        spread && fields.len() > 2 || fields.iter().any(function) || fields.iter().filter(other).count() > 4
    }

    /// `awaitConfirmation`, `resolveApproval`: what comes back is a person's decision.
    pub(super) fn awaits_decision(&self) -> bool {
        self.name.first().is_some_and(|first| is_in(first, AWAITS))
            && self.name.iter().any(|word| is_in(word, CONFIRMATION))
    }

    fn is_boolean_expr(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Const(value) => matches!(value, Const::Bool(_) | Const::Undefined | Const::Null),
            ExprKind::Not(_) | ExprKind::Binary { .. } => true,
            ExprKind::Await(inner) => self.is_boolean_expr(inner),
            ExprKind::Call { callee, .. } => {
                let name = callee_name(self.module, callee);
                let first = words(name).into_iter().next().unwrap_or_default();
                const GIVE_BOOLEANS: &[&str] = &[
                    "is", "has", "can", "includes", "some", "every", "starts", "ends", "test", "may", "should",
                    "boolean", "verify", "equals",
                ];
                GIVE_BOOLEANS.contains(&first.as_str())
            }
            ExprKind::Member { property, .. } => {
                has_any(property, RIGHT)
                    || has_any(property, EXCLUSION)
                    || words(property).first().is_some_and(|first| first == "is")
            }
            // A temporary or accumulator holds what was decided on the way.
            ExprKind::Binding(binding) => {
                let data = &self.module.bindings[binding.0 as usize];
                let given = matches!(
                    data.kind,
                    BindingKind::Param { .. } | BindingKind::Import { .. } | BindingKind::Function(_)
                );
                let values = self.temporaries.get(binding).map_or(&[][..], Vec::as_slice);
                let other = |value: &&Expr| {
                    matches!(
                        value.kind,
                        ExprKind::Array(_)
                            | ExprKind::Object(_)
                            | ExprKind::New { .. }
                            | ExprKind::Template { .. }
                            | ExprKind::Const(Const::String(_) | Const::Number(_))
                    )
                };
                !given && !values.iter().any(other)
            }
            _ => false,
        }
    }
}

/// Whether answers can both let through and hold back.
pub(super) fn decides_both(decisions: impl Iterator<Item = Decision>) -> bool {
    let all: Vec<Decision> = decisions.collect();
    all.contains(&Decision::Allow) && (all.contains(&Decision::Deny) || all.contains(&Decision::Ask))
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
