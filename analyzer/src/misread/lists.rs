//! Positions and lists that are tested as if they were answers: `if (roles.indexOf(role))`.

use super::{Call, Misread, Misreader, Mistake, tests_truth};
use crate::calls::{Use, UseKind};
use crate::cfg::{Argument, Expr, ExprKind};
use crate::decide::Confidence;
use crate::module::{BindingKind, Type};
use crate::words::{LISTS, PERMISSION, PLACES, has_any, words};

/// Methods that give a position, or -1.
const POSITIONS: &[&str] = &["indexOf", "lastIndexOf", "findIndex", "findLastIndex"];

impl<'p> Misreader<'_, 'p> {
    /// A method of lists whose answer is tested as a truth.
    pub(super) fn list(&self, call: &Call<'p>) -> Option<Misread> {
        let ExprKind::Member { object, property } = &call.callee.kind else { return None };
        let ExprKind::Call { args, .. } = &call.expr.kind else { return None };
        let mistake = match property.as_str() {
            name if POSITIONS.contains(&name) => Mistake::PositionTested,
            "filter" if asks_function(args) => Mistake::ListTested,
            _ => return None,
        };
        let uses = self.uses.of_call(call.block, call.caller, call.expr);
        let one = uses.iter().find(|one| tests_truth(one))?;
        // `!path.indexOf(prefix)` asks whether the path starts with it.
        let may_be_meant = mistake == Mistake::ListTested || self.is_negated(one);
        if may_be_meant && !self.is_list(object) {
            return None;
        }
        let refusal = self.refusal_behind(one, false);
        let refuses = refusal.is_some() || self.refusal_behind(one, true).is_some();
        let confidence = match () {
            () if refuses || has_any(self.text(object), PERMISSION) => Confidence::High,
            () if self.decides(call.caller) => Confidence::Medium,
            () => return None,
        };
        Some(Misread { refusal, confidence, ..self.found(call, None, mistake).taken_by(one) })
    }

    fn text(&self, expr: &Expr) -> &'p str {
        self.program.file(self.module).source.slice(expr.span)
    }

    /// Whether `!` stands before a test.
    fn is_negated(&self, one: &Use) -> bool {
        let source = &self.program.file(self.module).source;
        let before = source.text.get(..one.span.start as usize).unwrap_or_default();
        matches!(one.kind, UseKind::Tested { negated: true }) || before.trim_end().ends_with('!')
    }

    /// Whether something is known to be a list, and no text.
    fn is_list(&self, object: &Expr) -> bool {
        let module = &self.program.file(self.module).module;
        let name = match &object.kind {
            ExprKind::Array(_) => return true,
            ExprKind::Binding(variable) => {
                let data = &module.bindings[variable.0 as usize];
                match (&data.declared_type, &data.kind) {
                    (Some(Type::Array(_)), _) => return true,
                    (Some(Type::String), _) => return false,
                    (_, BindingKind::Local { initial: Some(value) }) if matches!(value.kind, ExprKind::Array(_)) => {
                        return true;
                    }
                    _ => data.name.as_str(),
                }
            }
            ExprKind::Member { property, .. } => property.as_str(),
            _ => return false,
        };
        let words = words(name);
        let last = words.last().map(String::as_str).unwrap_or_default();
        let is_plural = last.ends_with('s') && !last.ends_with("ss") && !PLACES.contains(&last);
        is_plural || last.ends_with("list") || LISTS.contains(&last)
    }
}

fn asks_function(args: &[Argument]) -> bool {
    matches!(args, [arg] if matches!(arg.value.kind, ExprKind::Function(_)))
}
