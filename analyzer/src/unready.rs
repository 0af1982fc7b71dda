//! Checks that let through until something has been loaded, while nobody waits for the loading.
//!
//! In comes a file, out comes each variable of the module, or field of a class, that makes a check allow by what it holds at first, and gets what it is to hold
//! only behind an `await` of a function whose promise is dropped. Quiet where anything else writes it, or anybody waits.

mod initial;
mod loading;

use crate::condition::{Condition, ValueSet, Variable};
use crate::decide::{Confidence, Decision};
use crate::evaluate::{Evaluator, evaluate};
use crate::judge::parts;
use crate::module::{BindingId, FunctionId};
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::term::{Term, TermId};

use initial::Initial;
use loading::{Loading, loadings};

/// A check that allows until something has been loaded.
#[derive(Debug, Clone)]
pub struct UnreadyGuard {
    pub check: FunctionId,
    /// The function in which nobody waits; `None` for the code of the file itself.
    pub starts_in: Option<FunctionId>,
    /// The variable, as written: `allowed`, `this.rules`.
    pub state: String,
    /// What it holds at first, as written.
    pub initial: String,
    /// Where the loading is started, and nobody waits.
    pub started: Span,
    /// Where it gets its value.
    pub written: Span,
    /// The exit that allows until then.
    pub allows: Span,
    pub confidence: Confidence,
}

/// Something that lives longer than a call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// A variable of the module.
    Variable(BindingId),
    /// A field of the instances of a class, by the names of both.
    Field { class: String, name: String },
}

/// Every check of a file that allows until something has been loaded, by where the loading is started.
pub(crate) fn unready_guards(program: &Program, id: ModuleId) -> Vec<UnreadyGuard> {
    let module = &program.file(id).module;
    let mut found: Vec<UnreadyGuard> = Vec::new();
    for loading in loadings(program, id) {
        let Some(initial) = Initial::of(module, &loading.state) else { continue };
        let guard = program.functions_of(id).find_map(|at| unready(program, at, &loading, &initial));
        found.extend(guard);
    }
    found.sort_by_key(|one| (one.started, one.allows));
    found.dedup_by_key(|one| (one.started, one.allows));
    found
}

/// Whether a function is a check that what the state holds at first makes allow.
fn unready(program: &Program, at: FunctionRef, loading: &Loading, initial: &Initial) -> Option<UnreadyGuard> {
    let candidate = program.candidate(at).filter(|candidate| candidate.confidence > Confidence::Low)?;
    let function = program.function(at);
    if let State::Field { class, .. } = &loading.state
        && function.class.as_ref().is_none_or(|own| own.name != *class)
    {
        return None;
    }
    if loading.is_awaited_by(program, at) {
        return None;
    }
    let mut evaluation = evaluate(program, at);
    let all = parts(&mut evaluation, candidate);
    let facts = &mut evaluation.facts;
    let allows = all.iter().filter(|part| part.decision == Decision::Allow).find(|part| {
        let (at_first, later) = split(facts, part.condition, loading, initial);
        at_first != Condition::FALSE && later == Condition::FALSE && !facts.conditions.exceeded()
    })?;
    Some(UnreadyGuard {
        check: at.function,
        starts_in: loading.starts_in,
        state: loading.text.clone(),
        initial: initial.text.clone(),
        started: loading.started,
        written: loading.written,
        allows: allows.span,
        confidence: candidate.confidence.min(Confidence::Medium),
    })
}

/// A condition for what the state holds at first, without any evidence, and for everything else that it may hold.
fn split(
    facts: &mut Evaluator<'_>,
    condition: Condition,
    loading: &Loading,
    initial: &Initial,
) -> (Condition, Condition) {
    let (mut at_first, mut later) = (condition, condition);
    for variable in facts.conditions.support(condition) {
        let subject = facts.subject(variable);
        if !reads(facts, subject, &loading.state) {
            continue;
        }
        let Some(set) = initial.answer(facts, variable, &loading.state) else { return (Condition::FALSE, condition) };
        // What is loaded is something, where there was nothing.
        let was_nothing = set.is_subset_of(&ValueSet::falsy());
        let loaded = if was_nothing { ValueSet::truthy() } else { set.complement() };
        at_first = facts.conditions.restrict(at_first, variable, &set);
        later = facts.conditions.restrict(later, variable, &loaded);
    }
    let bare = facts.without(at_first, &mut |facts, variable, set| facts.evidence(variable, set, false).counts());
    (bare, later)
}

/// Whether a term is made from what a state holds.
fn reads(facts: &Evaluator<'_>, term: TermId, state: &State) -> bool {
    is_state(facts, term, state) || facts.terms.parts(term).into_iter().any(|part| reads(facts, part, state))
}

fn is_state(facts: &Evaluator<'_>, term: TermId, state: &State) -> bool {
    match (facts.terms.get(term), state) {
        (Term::Variable { binding, .. }, State::Variable(own)) => binding == own,
        (Term::Member { object, property, .. }, State::Field { name, .. }) => {
            property == name && matches!(facts.terms.get(*object), Term::This)
        }
        _ => false,
    }
}

/// What a variable asks.
fn asked<'e>(facts: &'e Evaluator<'_>, variable: Variable) -> &'e Term {
    facts.terms.get(facts.subject(variable))
}
