//! Whether a row is changed only where something that belongs to who asks is there.
//!
//! A look-up by who asks guards what comes behind it if it has to find something, and guards nothing where finding nothing will do:
//! `if (own && own.id === id) refuse; remove(id)` removes any row but that one.

use crate::condition::{Condition, ValueSet, Variable};
use crate::effects::Effect;
use crate::evaluate::{Evaluator, evaluate};
use crate::project::{FunctionRef, Program};
use crate::term::Term;

use super::doubt::{FINDS_NOTHING, FINDS_SOMETHING};

/// Whether each run that comes to an effect has found something, or has passed other evidence; `true` where that is not known.
pub(super) fn needs_own(program: &Program, at: FunctionRef, effect: &Effect) -> bool {
    let mut evaluation = evaluate(program, at);
    if evaluation.gave_up {
        return true;
    }
    let facts = &mut evaluation.facts;
    let reach = facts.reach_of(effect.block);
    let bare = facts.without(reach, &mut is_evidence);
    bare == Condition::FALSE || facts.conditions.exceeded()
}

/// Whether an answer says that something was found, or that somebody may.
fn is_evidence(facts: &mut Evaluator<'_>, variable: Variable, set: &ValueSet) -> bool {
    let says_no = set.is_subset_of(&ValueSet::falsy());
    match facts.terms.get(facts.subject(variable)) {
        Term::Relation { .. } => !says_no,
        Term::Throws(_) | Term::Error(_) => false,
        Term::Call { callee, .. } => {
            let name = facts.function_name(*callee);
            match name.as_str() {
                name if FINDS_SOMETHING.contains(&name) => !says_no,
                name if FINDS_NOTHING.contains(&name) => !set.is_subset_of(&ValueSet::truthy()),
                _ => facts.evidence(variable, set, false).counts(),
            }
        }
        _ => !says_no && facts.evidence(variable, set, false).counts(),
    }
}
