//! What lets through although something spoke against it: an error on the way, or a denial that was made and then overruled.

use rustc_hash::FxHashSet;

use crate::cfg::{End, ExprKind};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::contract::{Contract, Reading};
use crate::decide::{Decision, OpenedByError, Overruled, Overruling};
use crate::evaluate::{Evaluation, Evaluator};
use crate::judge::{Part, condition_of, possible, witness};
use crate::module::BindingId;
use crate::term::{Term, TermId};
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};

/// The allows that an error leads to: with the error the check lets through what, without it, it might refuse, and nothing else on
/// the way grants anything.
pub(crate) fn opened_by_errors(evaluation: &mut Evaluation<'_>, parts: &[Part], sign_in: bool) -> Vec<OpenedByError> {
    let allowed = condition_of(evaluation, parts, Decision::Allow);
    let came_in: Vec<Vec<TermId>> = parts.iter().map(|part| came_in(evaluation, part)).collect();
    let facts = &mut evaluation.facts;
    let possible = possible(facts, parts);
    let mut found: Vec<OpenedByError> = Vec::new();
    for error in errors(facts, allowed) {
        let opened = opened_by(facts, allowed, error);
        let opened = facts.conditions.and(opened, possible);
        if opened == Condition::FALSE {
            continue;
        }
        for (part, came_in) in parts.iter().zip(&came_in).filter(|(part, _)| part.decision == Decision::Allow) {
            let bare = facts.unproven_despite_errors(part.condition, sign_in, came_in);
            let bare = facts.conditions.and(bare, opened);
            let Some(witness) = witness(facts, bare, possible) else { continue };
            if found.iter().all(|known| known.exit != part.span) {
                let subject = facts.subject(error);
                let handler = handler_of(facts, subject);
                found.push(OpenedByError {
                    exit: part.span,
                    tried: facts.written_at(subject).unwrap_or(part.span),
                    cause: facts.literal_in_words(error, &ValueSet::of(&Const::Bool(true))),
                    remark: handler.unwrap_or_default(),
                    witness,
                });
            }
        }
    }
    found
}

/// The decisions that were handed in, and that an exit gives back as they came.
fn came_in(evaluation: &Evaluation<'_>, part: &Part) -> Vec<TermId> {
    let Some(exit) = evaluation.exits.get(part.exit) else { return Vec::new() };
    let values = exit.value.0.iter().map(|&(_, value)| value);
    values.filter(|value| matches!(evaluation.facts.terms.get(*value), Term::Param(_))).collect()
}

/// The errors a condition asks about that a handler of the function receives.
fn errors(facts: &Evaluator<'_>, condition: Condition) -> Vec<Variable> {
    let mut errors = facts.conditions.support(condition);
    errors.retain(|variable| match facts.terms.get(facts.subject(*variable)) {
        Term::Error(_) => true,
        Term::Throws(call) => facts.is_in_try(*call),
        _ => false,
    });
    errors
}

/// Where a condition holds with an error and may fail without it.
fn opened_by(facts: &mut Evaluator<'_>, condition: Condition, error: Variable) -> Condition {
    let [yes, no] = [true, false].map(|threw| ValueSet::of(&Const::Bool(threw)));
    let with = facts.conditions.restrict(condition, error, &yes);
    let without = facts.conditions.restrict(condition, error, &no);
    let may_fail = facts.conditions.not(without);
    let opened = facts.conditions.and(with, may_fail);
    let threw = facts.conditions.test(error, &yes);
    facts.conditions.and(opened, threw)
}

/// What the author says beside the handler.
fn handler_of(facts: &Evaluator<'_>, error: TermId) -> Option<String> {
    let at = facts.written_at(error)?;
    let tries = &facts.function().cfg.tries;
    let around = tries.iter().filter(|data| data.span.start <= at.start && at.end <= data.span.end);
    around.min_by_key(|data| data.span.end - data.span.start).map(|data| data.remark.clone())
}

/// The denials that were made and then overruled.
pub(crate) fn overruled(
    evaluation: &mut Evaluation<'_>,
    parts: &[Part],
    contract: &Contract,
    sign_in: bool,
) -> Vec<Overruled> {
    let mut found = refused_before(evaluation, parts, sign_in);
    found.extend(replaced(evaluation, parts, contract));
    found.extend(last_write_wins(evaluation, contract));
    found
}

/// Denials that were sent, or thrown and caught, on the way to an Allow.
fn refused_before(evaluation: &mut Evaluation<'_>, parts: &[Part], sign_in: bool) -> Vec<Overruled> {
    let facts = &mut evaluation.facts;
    let possible = possible(facts, parts);
    let mut found: Vec<Overruled> = Vec::new();
    for part in parts.iter().filter(|part| part.decision == Decision::Allow) {
        for &(condition, refusal) in &part.refused {
            let here = facts.conditions.and(condition, part.condition);
            let (denial, how, here) = match *facts.terms.get(refusal) {
                // Whoever asks whether the response is closed knows that it was refused.
                Term::Answer { .. } if asks_whether_sent(facts, here) => continue,
                Term::Answer { site, .. } => (site, Overruling::Sent, here),
                // A handler that looks at what it caught may have told the denial from other errors.
                Term::Refused { .. } if asks_about_caught(facts, here) => continue,
                Term::Refused { site } => (site, Overruling::Thrown, facts.unproven_behind(here, sign_in, site)),
                _ => continue,
            };
            let here = facts.conditions.and(here, possible);
            let Some(witness) = witness(facts, here, possible) else { continue };
            if found.iter().all(|known| known.denial != denial) {
                found.push(Overruled { denial, exit: part.span, how, witness: Some(witness) });
            }
        }
    }
    found
}

/// Members that say whether an answer was sent.
pub(crate) const SENT: &[&str] =
    &["headersSent", "writableEnded", "writableFinished", "finished", "sent", "finalized", "destroyed", "closed"];

fn asks_whether_sent(facts: &Evaluator<'_>, condition: Condition) -> bool {
    let asked = facts.conditions.support(condition);
    asked.into_iter().any(|variable| {
        let name = facts.terms.last_name(facts.subject(variable));
        name.is_some_and(|name| SENT.contains(&name))
    })
}

fn asks_about_caught(facts: &Evaluator<'_>, condition: Condition) -> bool {
    let asked = facts.conditions.support(condition);
    asked
        .into_iter()
        .any(|variable| facts.terms.any(facts.subject(variable), &mut |term| matches!(term, Term::Caught(_))))
}

/// Decided denials in a variable that a later assignment replaces by something weaker before anyone tests them.
fn replaced(evaluation: &mut Evaluation<'_>, parts: &[Part], contract: &Contract) -> Vec<Overruled> {
    let writes = std::mem::take(&mut evaluation.facts.writes);
    let [allowed, asked] = [Decision::Allow, Decision::Ask].map(|decision| condition_of(evaluation, parts, decision));
    let facts = &mut evaluation.facts;
    let weaker = facts.conditions.or(allowed, asked);
    let possible = possible(facts, parts);
    let mut found: Vec<Overruled> = Vec::new();
    for (index, later) in writes.iter().enumerate() {
        let Some(meaning) = Meaning::of(facts, later.binding, contract) else { continue };
        for earlier in writes[..index].iter().filter(|earlier| earlier.binding == later.binding && !earlier.declares) {
            let denied = meaning.holds(facts, &earlier.value, &[Decision::Deny]);
            let decided = facts.conditions.and(earlier.reach, denied);
            let still = meaning.holds(facts, &later.before, &[Decision::Deny]);
            let raised = meaning.holds(facts, &later.value, &[Decision::Allow, Decision::Ask]);
            // A denial that every way to the later assignment passes is what the variable starts with there.
            let not_decided = facts.conditions.not(decided);
            if facts.conditions.and(later.reach, not_decided) == Condition::FALSE {
                continue;
            }
            let mut here = [decided, later.reach, still, raised, weaker, possible]
                .into_iter()
                .fold(Condition::TRUE, |all, condition| facts.conditions.and(all, condition));
            // A denial another one follows is not the one that is replaced.
            for between in writes[..index].iter().filter(|write| write.binding == later.binding) {
                if between.span.start > earlier.span.start {
                    let not = facts.conditions.not(between.reach);
                    here = facts.conditions.and(here, not);
                }
            }
            let Some(witness) = witness(facts, here, possible) else { continue };
            if found.iter().all(|known| known.exit != later.span) {
                let (denial, exit) = (earlier.span, later.span);
                found.push(Overruled { denial, exit, how: Overruling::Replaced, witness: Some(witness) });
            }
        }
    }
    evaluation.facts.writes = writes;
    found
}

/// Loops in which one turn can deny and a later one allow again.
fn last_write_wins(evaluation: &mut Evaluation<'_>, contract: &Contract) -> Vec<Overruled> {
    let turns = std::mem::take(&mut evaluation.facts.turns);
    let doc = evaluation.function.doc.to_lowercase();
    let intended = ["last", "later", "override", "precedence"].iter().any(|word| doc.contains(word));
    let facts = &mut evaluation.facts;
    let mut found = Vec::new();
    for turn in turns.iter().filter(|_| !intended) {
        let Some(meaning) = Meaning::of(facts, turn.binding, contract) else { continue };
        let theory = facts.theory();
        let mut possible = |decision| {
            let holds = meaning.holds(facts, &turn.value, &[decision]);
            facts.conditions.and(holds, theory) != Condition::FALSE
        };
        if possible(Decision::Deny) && possible(Decision::Allow) {
            found.push(Overruled { denial: turn.span, exit: turn.span, how: Overruling::LastWins, witness: None });
        }
    }
    evaluation.facts.turns = turns;
    found
}

/// What the values of a variable mean.
enum Meaning {
    Truth { truthy: Decision, falsy: Decision },
    Word,
}

impl Meaning {
    /// By the contract where the variable is what is returned, else by its name.
    fn of(facts: &Evaluator<'_>, binding: BindingId, contract: &Contract) -> Option<Meaning> {
        let by_contract = || match contract.reading {
            Reading::Truth { truthy, falsy, .. } => Some(Meaning::Truth { truthy, falsy }),
            Reading::Word => Some(Meaning::Word),
            _ => None,
        };
        if returned(facts).contains(&binding) && !contract.answers() {
            return by_contract();
        }
        let name = facts.module.bindings.get(binding.0 as usize).map(|data| data.name.as_str()).unwrap_or_default();
        match field_meaning(name)? {
            FieldMeaning::Allows => Some(Meaning::Truth { truthy: Decision::Allow, falsy: Decision::Deny }),
            FieldMeaning::Denies => Some(Meaning::Truth { truthy: Decision::Deny, falsy: Decision::Allow }),
            FieldMeaning::Word => Some(Meaning::Word),
            FieldMeaning::Asks | FieldMeaning::Succeeds => None,
        }
    }

    /// When a value of constants is one of the decisions.
    fn holds(&self, facts: &mut Evaluator<'_>, value: &[(Condition, TermId)], decisions: &[Decision]) -> Condition {
        let mut holds = Condition::FALSE;
        for &(condition, term) in value {
            let decision = match (self, facts.terms.as_const(term)) {
                (Meaning::Truth { truthy, falsy }, Some(Const::Bool(flag))) => {
                    Some(if *flag { *truthy } else { *falsy })
                }
                (Meaning::Word, Some(Const::String(word))) => decision_of_word(word),
                _ => None,
            };
            if decision.is_some_and(|decision| decisions.contains(&decision)) {
                holds = facts.conditions.or(holds, condition);
            }
        }
        holds
    }
}

/// The variables a `return` gives as they are.
fn returned(facts: &Evaluator<'_>) -> FxHashSet<BindingId> {
    let blocks = facts.function().cfg.graph.node_weights();
    let returned = blocks.filter_map(|block| match &block.end {
        End::Return { value: Some(value), .. } => match value.kind {
            ExprKind::Binding(binding) => Some(binding),
            _ => None,
        },
        _ => None,
    });
    returned.collect()
}
