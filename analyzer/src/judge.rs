//! From exits to decisions: what each way out of a recognised check means, and its decision table.

mod default;
mod meaning;
mod table;

pub use table::cubes;

use default::default_decision;
use meaning::{Judging, Meant};
use table::table;

use crate::condition::Condition;
use crate::constant::Const;
use crate::contract::Reading;
use crate::decide::{Check, DecidedExit, Decision, Encoding, Reach, Switched, Witness, WitnessStep};
use crate::evaluate::{Evaluation, Evaluator, ExitKind, Open};
use crate::module::{FunctionId, Type, TypeDeclaration};
use crate::partial::taken_for_allow_when_missing;
use crate::project::FunctionRef;
use crate::recognise::Candidate;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::words::{PERMISSION, RIGHT, has_any};

/// One exit, one decision, and when.
pub(crate) struct Part {
    pub(crate) exit: usize,
    pub(crate) decision: Decision,
    pub(crate) condition: Condition,
    /// Where it is given: the exit, or the answer sent before it.
    pub(crate) span: Span,
    /// It was given by an answer sent before the exit.
    is_answer: bool,
    /// The last refusal before, and when it was made.
    pub(crate) refused: Vec<(Condition, TermId)>,
}

/// Judges a recognised function. `None` when its exits are no decisions after all.
pub fn judge(mut evaluation: Evaluation<'_>, id: FunctionId, mut candidate: Candidate) -> Option<Check> {
    let parts = parts(&mut evaluation, &candidate);
    // Over the budget no condition means anything: the check is listed, and said not to be analysed.
    let exceeded = evaluation.gave_up || evaluation.facts.conditions.exceeded();
    let parts = if exceeded { Vec::new() } else { parts };
    if candidate.contract.reading == Reading::Rules {
        let reason = "its rules are declared here, and decide where they are asked".to_owned();
        evaluation.open.push(Open { span: evaluation.function.name_span, reason });
    }
    if !exceeded && (!decides(&parts, &candidate) || answers_afterwards_only(&evaluation, &parts, &candidate)) {
        return None;
    }
    let exact = evaluation.open.is_empty() && !exceeded;
    let function = evaluation.function;
    let default = default_decision(&mut evaluation, &parts, &candidate);
    candidate.sign_in |= asks_for_a_person_alone(&evaluation.facts)
        || candidate.contract.encoding == Encoding::Continuation && asks_no_right(&evaluation.facts);
    let exits = decided_exits(&mut evaluation, &parts, &candidate);
    let refuses_constants_only = refuses_constants_only(&mut evaluation, &parts);
    let may_return_nothing = may_return_nothing(evaluation.facts.module, function.return_type.as_ref());
    let table = table(&mut evaluation, &parts);
    let constant_conditions = crate::idle::constant_conditions(&mut evaluation);
    let allows = exits.iter().filter(|exit| exit.decision == Decision::Allow).map(|exit| exit.span).collect();
    let fallthroughs = crate::idle::fallthroughs(&evaluation, &allows);
    let allowed = condition_of(&mut evaluation, &parts, Decision::Allow);
    let idle_tests = crate::idle::idle_tests(&mut evaluation, allowed, candidate.sign_in);
    let opened_by_errors = crate::fail_open::opened_by_errors(&mut evaluation, &parts, candidate.sign_in);
    let at = FunctionRef { function: id, ..evaluation.facts.at };
    let ends_without = exits.iter().any(|exit| exit.decision == Decision::Missing && exit.witness.is_some());
    let missing_allows = ends_without.then(|| taken_for_allow_when_missing(evaluation.facts.program, at)).flatten();
    let overruled = crate::fail_open::overruled(&mut evaluation, &parts, &candidate.contract, candidate.sign_in);
    let unforeseen = crate::unforeseen::unforeseen(&mut evaluation, &parts, &candidate);
    let vacuous = crate::vacuous::vacuous(&mut evaluation, &parts, &candidate);
    Some(Check {
        function: id,
        name: function.name.clone(),
        span: function.span,
        name_span: function.name_span,
        kind: candidate.contract.kind(),
        encoding: candidate.contract.encoding,
        polarity: candidate.contract.polarity(),
        asks: candidate.contract.asks(),
        confidence: candidate.confidence,
        reasons: candidate.reasons,
        exact,
        table,
        default,
        exits,
        constant_conditions,
        idle_tests,
        fallthroughs,
        opened_by_errors,
        overruled,
        unforeseen,
        vacuous,
        missing_allows,
        deny_list: candidate.deny_list,
        open_by_name: candidate.open_by_name,
        refuses_by_name: candidate.refuses_by_name,
        names_denial: candidate.names_denial,
        refuses_constants_only,
        conditions: function.cfg.conditions.iter().map(|condition| condition.span).collect(),
        may_return_nothing,
        must_return: function.return_type.is_some() && !may_return_nothing,
    })
}

/// Whether all that a check asks is whether somebody is there: who is signed in may.
fn asks_for_a_person_alone(facts: &Evaluator<'_>) -> bool {
    let mut asked = facts.asked_subjects().peekable();
    asked.peek().is_some() && asked.all(|subject| facts.is_person_by_name(subject))
}

/// Whether a check looks at somebody and asks for no right of theirs: no role, no list, no comparison with what belongs to whom.
fn asks_no_right(facts: &Evaluator<'_>) -> bool {
    let mut somebody = false;
    let no_right = facts.asked_subjects().all(|subject| {
        somebody |= facts.is_person_by_name(subject);
        let compares = matches!(facts.terms.get(subject), Term::Relation { .. } | Term::Some { .. });
        !compares && !has_any(&facts.own_name(subject), RIGHT) && !has_any(&facts.own_name(subject), PERMISSION)
    });
    somebody && no_right
}

/// A check decides something: an exit that lets through, or one that holds back.
fn decides(parts: &[Part], candidate: &Candidate) -> bool {
    let has = |decision: Decision| parts.iter().any(|part| part.decision == decision);
    let decided = has(Decision::Allow) || has(Decision::Deny);
    match candidate.contract.encoding {
        Encoding::Assertion | Encoding::Callback => decided,
        _ => decided || has(Decision::Ask) || has(Decision::Delegated),
    }
}

/// A continuation that always calls on, and only then answers to what came of it, guards nothing.
fn answers_afterwards_only(evaluation: &Evaluation<'_>, parts: &[Part], candidate: &Candidate) -> bool {
    let allows = |part: &Part| part.decision == Decision::Allow || part.condition == Condition::FALSE;
    candidate.contract.answers() && evaluation.facts.answers_afterwards && parts.iter().all(allows)
}

pub(crate) fn parts(evaluation: &mut Evaluation<'_>, candidate: &Candidate) -> Vec<Part> {
    let mut all = Vec::new();
    for index in 0..evaluation.exits.len() {
        let exit = evaluation.exits[index].clone();
        let operand = is_operand(evaluation, exit.span);
        let mut judged = Judging { facts: &mut evaluation.facts, candidate, operand }.exit(&exit);
        judged.retain(|meant| meant.condition != Condition::FALSE);
        let mut merged: Vec<Meant> = Vec::new();
        for meant in judged {
            let same = |known: &&mut Meant| (known.decision, known.answered) == (meant.decision, meant.answered);
            match merged.iter_mut().find(same) {
                Some(known) => known.condition = evaluation.facts.conditions.or(known.condition, meant.condition),
                None => merged.push(meant),
            }
        }
        if merged.is_empty() {
            // No run gets here; what it would mean is still worth knowing.
            let decision = Judging { facts: &mut evaluation.facts, candidate, operand }.meant(&exit);
            merged.push(Meant { decision, condition: Condition::FALSE, answered: None });
        }
        for Meant { decision, condition, answered } in merged {
            let span = answered.unwrap_or(exit.span);
            let refused = exit.refused.0.clone();
            all.push(Part { exit: index, decision, condition, span, is_answer: answered.is_some(), refused });
        }
    }
    joined_answers(&mut evaluation.facts, all)
}

/// An answer sent before several ends is one way out.
fn joined_answers(facts: &mut Evaluator<'_>, parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        let same = |known: &&mut Part| {
            known.is_answer && part.is_answer && (known.span, known.decision) == (part.span, part.decision)
        };
        match joined.iter_mut().find(same) {
            Some(known) => {
                known.condition = facts.conditions.or(known.condition, part.condition);
                known.refused.extend(part.refused);
            }
            None => joined.push(part),
        }
    }
    joined.sort_by_key(|part| part.span);
    joined
}

/// Whether an exit gives the value of one operand of a returned `&&` or `||`.
fn is_operand(evaluation: &Evaluation<'_>, span: Span) -> bool {
    evaluation
        .function
        .cfg
        .conditions
        .iter()
        .any(|condition| condition.span != span && condition.span.start <= span.start && span.end <= condition.span.end)
}

fn decided_exits(evaluation: &mut Evaluation<'_>, parts: &[Part], candidate: &Candidate) -> Vec<DecidedExit> {
    let theory = evaluation.facts.theory();
    let possible = possible(&mut evaluation.facts, parts);
    let mut exits = Vec::new();
    let facts = &evaluation.facts;
    let asked = parts.iter().flat_map(|part| facts.conditions.support(part.condition));
    let switches = ["dev", "development", "debug", "test", "feature", "flag"];
    let asks_for_more = !has_any(&facts.function().name, &switches)
        && asked.into_iter().any(|variable| facts.is_asked_about(variable) && !facts.is_program_switch(variable));
    let (mut told_unproven, mut told_switched, mut told_missing) = (false, false, false);
    for part in parts {
        let kind = evaluation.exits[part.exit].kind;
        let span = part.span;
        let facts = &mut evaluation.facts;
        let here = facts.conditions.and(part.condition, theory);
        let reach = match () {
            _ if part.condition == Condition::FALSE => Reach::Contradicted,
            _ if here == Condition::FALSE => Reach::ExcludedByTypes,
            _ => Reach::Feasible,
        };
        // One path of each sort is all a rule asks for; wording them is the dear part.
        let unproven = match part.decision {
            Decision::Allow if reach == Reach::Feasible && !told_unproven => {
                let bare = match candidate.contract.encoding {
                    Encoding::DetailsOrFalse => facts.unproven_though_not_found(part.condition, candidate.sign_in),
                    _ => facts.unproven(part.condition, candidate.sign_in),
                };
                let bare = facts.conditions.and(bare, theory);
                // Most things are not put to a person: only what nobody knows is told of.
                let is_ordinary = candidate.contract.encoding == Encoding::DetailsOrFalse;
                let told = |witness: &Witness| !witness.compares_nothing && (!is_ordinary || witness.not_found);
                witness(facts, bare, possible).filter(told)
            }
            _ => None,
        };
        told_unproven |= unproven.is_some();
        let switched = match part.decision {
            Decision::Allow if reach == Reach::Feasible && !told_switched && asks_for_more => {
                let (switch, runs) = facts.granted_by_switch(part.condition, candidate.sign_in);
                let runs = facts.conditions.and(runs, theory);
                switch.zip(witness(facts, runs, possible))
            }
            _ => None,
        };
        told_switched |= switched.is_some();
        let switched = switched.map(|(switch, witness)| Switched {
            switch: evaluation.facts.show_term(switch).text,
            turns_off: evaluation.facts.turns_off(switch),
            witness,
        });
        let facts = &mut evaluation.facts;
        let witness = match part.decision {
            // A call that may have refused stands before this end: nothing is known to be missing.
            Decision::Missing if !told_missing => {
                let unguarded = facts.before_unknown_guards(here);
                witness(facts, unguarded, possible)
            }
            _ => None,
        };
        told_missing |= witness.is_some();
        let is_whole_exit =
            parts.iter().filter(|other| other.exit == part.exit && other.span == part.span).count() == 1;
        let asks_for_foreign_value = reach == Reach::ExcludedByTypes && asks_for_foreign_value(facts, part.condition);
        exits.push(DecidedExit {
            decision: part.decision,
            kind,
            span,
            reach,
            witness,
            unproven,
            switched,
            blocked_by: Vec::new(),
            is_whole_exit,
            is_repeated: false,
            asks_for_foreign_value,
        });
    }
    add_dead_exits(evaluation, &mut exits, candidate);
    exits.sort_by_key(|exit| exit.span);
    exits
}

/// The exits that no run takes, behind those that some run may.
fn add_dead_exits(evaluation: &mut Evaluation<'_>, exits: &mut Vec<DecidedExit>, candidate: &Candidate) {
    let mut unreached = crate::idle::unreached_exits(evaluation);
    unreached.retain(|exit| !crate::idle::is_switched_off(evaluation, exit.span));
    let contradicted = unreached.into_iter().map(|exit| (exit, Reach::Contradicted));
    let dead = evaluation.function.cfg.dead_exits.iter().cloned().map(|exit| (exit, Reach::Dead));
    for (unreached, reach) in contradicted.chain(dead) {
        let source = evaluation.facts.source;
        let text = |span: Span| source.slice(span).split_whitespace().collect::<String>();
        let repeats = |known: &DecidedExit| known.kind == ExitKind::Throw && text(known.span) == text(unreached.span);
        let is_repeated = unreached.throws && exits.iter().any(repeats);
        exits.push(DecidedExit {
            is_repeated,
            decision: crate::idle::decision_of_dead(evaluation, &unreached, candidate),
            kind: if unreached.throws { ExitKind::Throw } else { ExitKind::Return },
            span: unreached.span,
            reach,
            witness: None,
            unproven: None,
            switched: None,
            blocked_by: crate::idle::blocking_tests(evaluation, unreached.span),
            is_whole_exit: true,
            asks_for_foreign_value: false,
        });
    }
}

/// Whether every way to an exit the types rule out compares a subject with a constant that its type does not have, and lists nothing else: a
/// misspelt value, not a precaution for all the rest.
fn asks_for_foreign_value(facts: &mut Evaluator<'_>, condition: Condition) -> bool {
    let cubes = facts.conditions.cover(condition, condition).cubes;
    !cubes.is_empty()
        && cubes.iter().all(|cube| {
            cube.literals.iter().any(|(variable, set)| {
                let named = set.constants().is_some_and(|values| values.iter().all(Const::is_truthy));
                named && facts.closed_domain(*variable).is_some_and(|closed| closed.is_disjoint_from(set))
            })
        })
}

/// When a function that was taken for a check allows.
pub(crate) fn allowed(evaluation: &mut Evaluation<'_>, candidate: &Candidate) -> Condition {
    let parts = parts(evaluation, candidate);
    condition_of(evaluation, &parts, Decision::Allow)
}

/// When any exit gives a decision.
pub(crate) fn condition_of(evaluation: &mut Evaluation<'_>, parts: &[Part], decision: Decision) -> Condition {
    let conditions = &mut evaluation.facts.conditions;
    let with = parts.iter().filter(|part| part.decision == decision);
    with.fold(Condition::FALSE, |all, part| conditions.or(all, part.condition))
}

/// Whether every denial is the answer to a comparison of one subject with listed constants.
fn refuses_constants_only(evaluation: &mut Evaluation<'_>, parts: &[Part]) -> bool {
    let denied = condition_of(evaluation, parts, Decision::Deny);
    let facts = &mut evaluation.facts;
    let possible = possible(facts, parts);
    let denied = facts.conditions.simplify(denied, possible);
    match facts.conditions.support(denied)[..] {
        [variable] => {
            let set = facts.conditions.values(denied, variable);
            set.constants().is_some_and(|values| {
                !values.is_empty() && values.iter().all(|value| matches!(value, Const::String(_)))
            })
        }
        _ => false,
    }
}

/// What some run can do: the types allow it, and nothing on the way reads a member of nothing.
pub(crate) fn possible(facts: &mut Evaluator<'_>, parts: &[Part]) -> Condition {
    let theory = facts.theory();
    let covered = parts.iter().fold(Condition::FALSE, |all, part| facts.conditions.or(all, part.condition));
    facts.conditions.and(covered, theory)
}

/// The shortest path of a condition, in words.
pub(crate) fn witness(facts: &mut Evaluator<'_>, condition: Condition, possible: Condition) -> Option<Witness> {
    if facts.conditions.exceeded() || condition == Condition::FALSE {
        return None;
    }
    let impossible = facts.conditions.not(possible);
    let may_be = facts.conditions.or(condition, impossible);
    let cube = facts.conditions.shortest_cube(condition, may_be)?;
    let mut steps: Vec<WitnessStep> = Vec::new();
    for (variable, set) in &cube.literals {
        let subject = facts.subject(*variable);
        let span = facts.written_at(subject).unwrap_or(facts.function().name_span);
        let text = facts.literal_in_words(*variable, set);
        steps.push(WitnessStep { span, text });
    }
    steps.sort_by_key(|step| step.span);
    let condition = facts.show_cover(std::slice::from_ref(&cube)).text;
    let gets_in = facts.gets_in(&cube);
    let absence_only = facts.is_absence(&cube);
    let not_found = facts.is_not_found(&cube);
    let compares_nothing = facts.compares_nothing(&cube);
    Some(Witness { steps, condition, gets_in, compares_nothing, absence_only, not_found })
}

fn may_return_nothing(module: &crate::module::Module, declared: Option<&Type>) -> bool {
    fn admits(module: &crate::module::Module, declared: &Type, depth: u32) -> bool {
        match declared {
            Type::Void | Type::Literal(Const::Undefined | Const::Null) => true,
            Type::Union(parts) => parts.iter().any(|part| admits(module, part, depth)),
            Type::Named { name, arguments } if name == "Promise" => {
                arguments.iter().any(|inner| admits(module, inner, depth))
            }
            Type::Named { name, .. } if depth < 4 => match module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => admits(module, alias, depth + 1),
                _ => false,
            },
            _ => false,
        }
    }
    declared.is_some_and(|declared| admits(module, declared, 0))
}

/// Every condition of each decision, for tests that compare tables with what is written beside a function.
pub fn decisions(evaluation: &mut Evaluation<'_>, candidate: &Candidate) -> Vec<(Decision, Condition)> {
    let mut all: Vec<(Decision, Condition)> = Vec::new();
    for part in parts(evaluation, candidate) {
        match all.iter_mut().find(|(known, _)| *known == part.decision) {
            Some((_, known)) => *known = evaluation.facts.conditions.or(*known, part.condition),
            None => all.push((part.decision, part.condition)),
        }
    }
    all.retain(|(_, condition)| *condition != Condition::FALSE);
    all
}
