//! Which assignments replace what: kept for those who ask what became of a decision that stood in a variable.

use crate::cfg::Place as Target;
use crate::condition::Condition;
use crate::module::BindingId;
use crate::source::Span;
use crate::term::TermId;

use super::{Evaluator, Guarded, Place, State};

/// One assignment to a variable of the function.
#[derive(Debug, Clone)]
pub struct Write {
    pub binding: BindingId,
    pub span: Span,
    pub reach: Condition,
    /// It gives the variable its first value.
    pub declares: bool,
    pub before: Vec<(Condition, TermId)>,
    pub value: Vec<(Condition, TermId)>,
}

/// What one turn of a loop leaves in a variable.
#[derive(Debug, Clone)]
pub struct Turn {
    pub binding: BindingId,
    /// The loop's head.
    pub span: Span,
    pub value: Vec<(Condition, TermId)>,
}

impl Evaluator<'_> {
    /// Keeps an assignment for those who ask what it replaces.
    pub(super) fn note_write(&mut self, place: &Place, state: &State, target: &Target, value: &Guarded, span: Span) {
        let Target::Binding(binding) = *target else { return };
        let own = self.module.bindings.get(binding.0 as usize).is_some_and(|data| data.reassigned > 0);
        if place.inlined || !place.derefs_prove || !own {
            return;
        }
        let before = state.env.get(&binding).cloned();
        self.writes.push(Write {
            binding,
            span,
            reach: state.reach,
            declares: before.is_none(),
            before: before.map(|before| before.0).unwrap_or_default(),
            value: value.0.clone(),
        });
    }
}
