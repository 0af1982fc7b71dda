//! What a call sends by what becomes of its value, and through a function of the file that refuses.

use petgraph::visit::EdgeRef;

use super::{Answer, Channels, Role, Sent};
use crate::cfg::{Edge, End, Expr, ExprKind, Step};
use crate::decide::Decision;
use crate::module::{BindingKind, FunctionId, Module};

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
            Use::Kept | Use::Returned => self.or_by_helper(module, expr, self.sent_in_passing(expr)),
        }
    }

    /// What a call of a function of the file sends by refusing first of all, where nothing better is known.
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
    fn makes_answer(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(inner) => self.makes_answer(inner),
            ExprKind::Call { callee, .. } => self.root_role(callee) == Some(Role::Context),
            _ => false,
        }
    }

    /// Whether an expression calls a function of the file that refuses first of all: `sendForbidden(res)`.
    fn calls_refusal(&self, module: &Module, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(inner) => self.calls_refusal(module, inner),
            ExprKind::Call { callee, .. } if !self.roles.is_empty() => match callee.kind {
                ExprKind::Binding(binding) => match module.bindings[binding.0 as usize].kind {
                    BindingKind::Function(id) => refuses_first(module, id),
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        }
    }
}

/// Whether a function refuses through a response before it asks anything.
fn refuses_first(module: &Module, id: FunctionId) -> bool {
    let channels = Channels::of(module, id);
    let denies =
        |answer: Option<Answer<'_>>| matches!(answer, Some(Answer { sent: Sent::Decision(Decision::Deny), .. }));
    let cfg = &module.functions[id.0 as usize].cfg;
    let mut at = cfg.entry;
    // No longer than the function: a straight line has no loops.
    for _ in 0..cfg.graph.node_count() {
        let block = &cfg.graph[at];
        let in_steps = block.steps.iter().any(|step| match step {
            Step::Evaluate(expr) => denies(channels.sent_by_itself(module, expr)),
            Step::Assign { target, value, .. } => {
                !channels.makes_answer(value) && denies(channels.sent_in_passing(value))
                    || channels.stored(target, value).is_some()
            }
        });
        let at_end = match &block.end {
            End::Call { call, .. } => denies(channels.sent_by_itself(module, call)),
            End::Return { value: Some(value), .. } => {
                !channels.makes_answer(value) && denies(channels.sent_in_passing(value))
            }
            _ => false,
        };
        if in_steps || at_end {
            return true;
        }
        let mut onward = cfg.graph.edges(at).filter(|edge| !matches!(edge.weight(), Edge::Throws | Edge::Back));
        match (onward.next(), onward.next()) {
            (Some(only), None) => at = only.target(),
            _ => return false,
        }
    }
    false
}
