//! What a call sends by what becomes of its value, and through a function of the project that refuses.

use super::{Answer, Channels, Role, Sent};
use crate::cfg::{Expr, ExprKind};
use crate::decide::Decision;
use crate::module::Module;

/// What becomes of the value of an expression that sends something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is a statement.
    Dropped,
    /// It is assigned.
    Kept,
    Returned,
}

impl Channels {
    /// What an expression sends, by what becomes of its value.
    pub fn answer<'e>(&self, module: &Module, expr: &'e Expr, value: Use) -> Option<Answer<'e>> {
        match value {
            Use::Dropped => self.sent(module, expr),
            // `const denied = c.json(…, 403)` makes an answer; returning it sends it.
            Use::Kept if self.makes_answer(expr) => None,
            Use::Kept | Use::Returned => self.or_by_helper(module, expr, self.sent_in_passing(module, expr)),
        }
    }

    /// What a call of a function of the project sends by refusing first of all, where nothing better is known.
    pub(super) fn or_by_helper<'e>(
        &self,
        module: &Module,
        expr: &'e Expr,
        sent: Option<Answer<'e>>,
    ) -> Option<Answer<'e>> {
        let is_open = sent.is_none_or(|answer| matches!(answer.sent, Sent::Decision(Decision::Delegated)));
        match is_open && self.calls_refusal(module, expr) {
            true => Some(Answer { sent: Sent::Decision(Decision::Deny), is_final: false }),
            false => sent,
        }
    }

    /// Whether an expression is something that a function answers through.
    pub fn has_role(&self, expr: &Expr) -> bool {
        self.root_role(expr).is_some()
    }

    /// Whether an expression is an answer that a context makes and does not send.
    pub(crate) fn makes_answer(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(inner) => self.makes_answer(inner),
            ExprKind::Call { callee, .. } => self.root_role(callee) == Some(Role::Context),
            _ => false,
        }
    }

    /// Whether an expression calls a function of the project that refuses first of all: `sendForbidden(res)`.
    fn calls_refusal(&self, module: &Module, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(inner) => self.calls_refusal(module, inner),
            ExprKind::Call { .. } => !self.roles.is_empty() && module.refusing_calls.contains(&expr.span),
            _ => false,
        }
    }
}
