//! The answers of the calls that a function makes: under which condition each is asked, and under which it is yes.

use crate::cfg::{BlockId, Expr, ExprKind};
use crate::condition::Condition;
use crate::source::Span;

use super::{Evaluator, Guarded, Place};

/// What a call gave.
#[derive(Debug)]
pub(super) struct Given {
    /// When the call was made.
    reach: Condition,
    /// Nothing, where it stands at several places of the graph that disagree.
    value: Option<Guarded>,
    awaited: bool,
}

impl Evaluator<'_> {
    /// Remembers what a call of the function itself gave, after its `await`, if it has one.
    pub(super) fn note_answer(&mut self, place: &Place, reach: Condition, call: &Expr, value: &Guarded) {
        if place.inlined || self.scope.is_some() {
            return;
        }
        let (span, awaited) = match &call.kind {
            ExprKind::Await(inner) => (inner.span, true),
            _ => (call.span, false),
        };
        match self.given.get_mut(&span) {
            Some(known) if known.awaited && !awaited => {}
            Some(known) if known.awaited == awaited => {
                known.reach = self.conditions.or(known.reach, reach);
                known.value.take_if(|known| known != value);
            }
            _ => {
                self.given.insert(span, Given { reach, value: Some(value.clone()), awaited });
            }
        }
    }

    /// When a call is made, and when its answer is truthy; whether it was awaited.
    pub(crate) fn answer_of(&mut self, call: Span) -> Option<(Condition, Condition, bool)> {
        let given = self.given.get(&call)?;
        let (reach, awaited) = (given.reach, given.awaited);
        let value = given.value.clone()?;
        Some((reach, self.truth(&value), awaited))
    }

    /// When a run comes to a block.
    pub(crate) fn reach_of(&self, block: BlockId) -> Condition {
        self.entries.get(&block).map_or(Condition::FALSE, |state| state.reach)
    }
}
