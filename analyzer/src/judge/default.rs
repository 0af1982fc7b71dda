//! The default of a check: its decision for a request that no rule names.

use rustc_hash::FxHashSet;

use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::contract::Reading;
use crate::decide::{Decision, DefaultDecision, Encoding};
use crate::evaluate::{Evaluation, Evaluator, ExitKind};
use crate::recognise::Candidate;
use crate::term::{Term, TermId};
use crate::unmatched::Unmatched;
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use crate::words::has_any;

use super::{Part, may_return_nothing};

/// Values of one subject that are tried where a type rules all others out.
const MOST_FORESEEN: usize = 50;

/// The decision when no rule or guard matched: what the check answers to an ordinary request that nobody foresaw.
///
/// For that request
/// - what is asked about is there, has the form it should, and is none of the constants it is compared with: parameters, and what their members hold
///   where the function uses it for more than to ask whether it is there, and what is looked up and otherwise "not found". So are the persons, unless
///   nobody is refused who is there. What verifies somebody hands its callback an error, and nobody;
/// - nothing equals, is contained, starts with, or is found: `includes`, `some`, `find`, lookups and the elements of loops give "no match", and
///   `every` "not all". A lookup by several keys that throws where they do not belong together throws. A list of what is *required* is there and not
///   met; so is a list at hand where another check is asked of each of its elements. A path that leaves its root (`relative(root, path)` starts with
///   `..`) is no match with the root;
/// - rights, flags and other checks say no, and guards called by name refuse. Ranks fall short of what is demanded; counts stay below their limits;
/// - what somebody may configure is not there: allow and deny lists are absent or empty, optional checks absent;
/// - the check works: switches (`enabled`) are on, unless they are all it asks about or turn it off, and nothing fails.
///
/// Each test is taken as it is written, so a deny list allows by default, an allow list denies, and a guard that throws when something matches
/// lets pass. An end without a decision that the return type rules out is not taken: the subject is one of the constants that the function knows,
/// the one that is granted the least.
///
/// Where the answer is a person's: ask. Where it is another check's: a boolean one is "no" if the function has answers of its own; otherwise it is
/// what the function says when that check fails. [`DefaultDecision::Config`] for a value of the configuration, [`DefaultDecision::Unknown`] where nothing of that is seen.
pub(super) fn default_decision(
    evaluation: &mut Evaluation<'_>,
    parts: &[Part],
    candidate: &Candidate,
) -> DefaultDecision {
    let ends: Vec<(Condition, Decision)> = parts.iter().map(|part| (part.condition, part.decision)).collect();
    let there = things_asked_for(evaluation, parts);
    let handed_on = refusals_handed_on(evaluation, candidate);
    let mut request = Unmatched::of(&mut evaluation.facts, &ends, there, handed_on, candidate);
    let Some(part) = taken(evaluation, parts, &request) else {
        return nowhere(evaluation, parts, &mut request);
    };
    let declared = evaluation.function.return_type.as_ref();
    let must_answer = declared.is_some() && !may_return_nothing(evaluation.facts.module, declared);
    let part = match part.decision == Decision::Missing && must_answer || is_impossible(evaluation, part) {
        true => foreseen(evaluation, parts, part, &mut request).unwrap_or(part),
        false => part,
    };
    let sends_nothing = matches!(part.decision, Decision::Missing | Decision::NotApplicable);
    if sends_nothing && candidate.contract.encoding == Encoding::Callback {
        // Whoever waits for a grant has none.
        return DefaultDecision::Deny;
    }
    if part.decision != Decision::Delegated {
        return told(part.decision);
    }
    let own = parts.iter().any(|part| part.decision != Decision::Delegated);
    if let Some(default) = delegated(evaluation, part, &request, candidate, own) {
        return default;
    }
    if candidate.asks_a_person {
        return DefaultDecision::Ask;
    }
    request.fails = true;
    let failed = taken(evaluation, parts, &request).filter(|failed| failed.exit != part.exit);
    match failed.map(|failed| failed.decision) {
        Some(Decision::Delegated) | None => DefaultDecision::Unknown,
        Some(decision) => told(decision),
    }
}

/// What others made that the check gives, where what it gives is a refusal.
fn refusals_handed_on(evaluation: &Evaluation<'_>, candidate: &Candidate) -> FxHashSet<TermId> {
    if !matches!(candidate.contract.encoding, Encoding::ResponseOrNone | Encoding::TextOrNull) {
        return FxHashSet::default();
    }
    let returns = evaluation.exits.iter().filter(|exit| exit.kind == ExitKind::Return);
    returns.flat_map(|exit| exit.value.0.iter().map(|(_, value)| *value)).collect()
}

/// What is looked up because it is asked about: the one thing whose absence throws "not found".
fn things_asked_for(evaluation: &Evaluation<'_>, parts: &[Part]) -> FxHashSet<TermId> {
    let facts = &evaluation.facts;
    let mut there = FxHashSet::default();
    for part in parts {
        let exit = &evaluation.exits[part.exit];
        if exit.kind != ExitKind::Throw || !has_any(facts.source.slice(exit.span), &["found"]) {
            continue;
        }
        let absent: Vec<TermId> = facts
            .conditions
            .support(part.condition)
            .into_iter()
            .filter(|variable| facts.conditions.values(part.condition, *variable).is_subset_of(&ValueSet::falsy()))
            .map(|variable| facts.subject(variable))
            .filter(|subject| !matches!(facts.terms.get(*subject), Term::Throws(_) | Term::Error(_)))
            .collect();
        if let [one] = absent[..]
            && matches!(facts.terms.get(one), Term::Call { .. } | Term::Await(_))
            && !facts.is_found(one)
        {
            there.insert(one);
        }
    }
    there
}

/// The default where the request comes to no exit: what the function says when something fails, or else of
/// the values it knows, if its end is one decision.
fn nowhere(evaluation: &mut Evaluation<'_>, parts: &[Part], request: &mut Unmatched) -> DefaultDecision {
    request.fails = true;
    if let Some(part) = taken(evaluation, parts, request) {
        return told(part.decision);
    }
    request.fails = false;
    let Some(last) = parts.last() else { return DefaultDecision::Unknown };
    match parts.iter().filter(|part| part.exit == last.exit).count() {
        1 => told(foreseen(evaluation, parts, last, request).unwrap_or(last).decision),
        _ => DefaultDecision::Unknown,
    }
}

fn told(decision: Decision) -> DefaultDecision {
    match decision {
        Decision::Allow => DefaultDecision::Allow,
        Decision::Deny | Decision::Indeterminate => DefaultDecision::Deny,
        Decision::Ask => DefaultDecision::Ask,
        Decision::NotApplicable | Decision::Missing => DefaultDecision::Abstain,
        Decision::Delegated => DefaultDecision::Unknown,
    }
}

fn taken<'p>(evaluation: &mut Evaluation<'_>, parts: &'p [Part], request: &Unmatched) -> Option<&'p Part> {
    let facts = &mut evaluation.facts;
    let mut answers = request.answers(facts);
    parts.iter().find(|part| request.meets(facts, part.condition, &mut answers))
}

/// Whether the types rule an exit out and it says nothing by itself: `default: const never: never = role; return never`.
fn is_impossible(evaluation: &mut Evaluation<'_>, part: &Part) -> bool {
    let exit = &evaluation.exits[part.exit];
    let says_nothing = exit.kind == ExitKind::Return
        && exit.value.0.iter().all(|&(_, value)| {
            matches!(evaluation.facts.terms.get(value), Term::Param(_) | Term::Member { .. } | Term::Variable { .. })
        });
    says_nothing && part.condition != Condition::FALSE && !evaluation.facts.feasible(part.condition)
}

/// Where a request comes that is one of the values the function knows, instead of to an end that its type rules out: of these the one that the
/// least is granted to.
fn foreseen<'p>(
    evaluation: &mut Evaluation<'_>,
    parts: &'p [Part],
    missing: &Part,
    request: &mut Unmatched,
) -> Option<&'p Part> {
    let mut found: Option<&Part> = None;
    for variable in evaluation.facts.conditions.support(missing.condition) {
        for constant in evaluation.facts.compared_with(variable).into_iter().take(MOST_FORESEEN) {
            if !matches!(constant, Const::String(_) | Const::Number(_)) {
                continue;
            }
            request.fixed = Some((variable, constant));
            let part = taken(evaluation, parts, request).filter(|part| part.decision != Decision::Missing);
            let all = found.into_iter().chain(part);
            found = all.min_by_key(|part| grants(part.decision));
        }
    }
    request.fixed = None;
    found
}

fn grants(decision: Decision) -> u32 {
    match decision {
        Decision::Deny | Decision::Indeterminate => 0,
        Decision::Ask => 1,
        Decision::NotApplicable | Decision::Missing | Decision::Delegated => 2,
        Decision::Allow => 3,
    }
}

/// What is known of an answer that is a value made elsewhere.
fn delegated(
    evaluation: &mut Evaluation<'_>,
    part: &Part,
    request: &Unmatched,
    candidate: &Candidate,
    has_own_answers: bool,
) -> Option<DefaultDecision> {
    let exit = evaluation.exits[part.exit].clone();
    // What no rule names is refused.
    if candidate.contract.reading == Reading::Rules {
        return Some(DefaultDecision::Deny);
    }
    if exit.kind != ExitKind::Return {
        return None;
    }
    let cases = exit.value.0.iter();
    let facts = &mut evaluation.facts;
    let mut answers = request.answers(facts);
    let value = cases.copied().find(|(guard, _)| request.meets(facts, *guard, &mut answers)).map(|(_, value)| value)?;
    match &candidate.contract.reading {
        Reading::Truth { .. } if !has_own_answers && candidate.contract.encoding != Encoding::DetailsOrFalse => None,
        Reading::Cases(cases) if cases.falsy != Decision::Delegated => Some(told(cases.falsy)),
        // What there is to confirm, or to answer to whom it refuses, is made elsewhere.
        Reading::Truth { truthy, .. }
            if matches!(
                candidate.contract.encoding,
                Encoding::DetailsOrFalse | Encoding::ResponseOrNone | Encoding::TextOrNull
            ) =>
        {
            Some(told(*truthy))
        }
        Reading::Truth { falsy, .. } => Some(told(*falsy)),
        Reading::Word => named(facts, value),
        Reading::Field(own) => {
            let Term::Object { fields, .. } = facts.terms.get(value).clone() else { return None };
            let field = fields.iter().find(|(name, _)| *name == own.name);
            let (name, value) = field.or_else(|| fields.iter().find(|(name, _)| field_meaning(name).is_some()))?;
            let is_call = matches!(facts.terms.get(*value), Term::Call { .. } | Term::Await(_));
            match field_meaning(name) {
                Some(FieldMeaning::Allows | FieldMeaning::Succeeds) if is_call => Some(DefaultDecision::Deny),
                _ => named(facts, *value),
            }
        }
        Reading::Cases(_) | Reading::Any | Reading::Kept | Reading::Rules => None,
    }
}

/// A decision by its name: a member of an imported enum, or a setting.
fn named(facts: &Evaluator<'_>, value: TermId) -> Option<DefaultDecision> {
    let Term::Member { object, property, .. } = facts.terms.get(value) else { return None };
    let namespace = match facts.terms.get(*object) {
        Term::Variable { binding, .. } => facts.module.bindings[binding.0 as usize].name.as_str(),
        _ => facts.terms.last_name(*object).unwrap_or_default(),
    };
    if namespace.starts_with(char::is_uppercase) {
        return decision_of_word(property).map(told);
    }
    let kept = matches!(facts.terms.get(facts.terms.root(value)), Term::This | Term::Variable { .. } | Term::Param(_));
    let words = crate::words::words(property);
    (kept && words.iter().any(|word| word == "default")).then_some(DefaultDecision::Config)
}
