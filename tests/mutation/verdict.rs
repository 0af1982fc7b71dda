//! What a fault came to: no fault at all, stricter than before, found, or missed.

use std::collections::BTreeMap;

use portcullis_analyzer::condition::Condition;
use portcullis_analyzer::evaluate::text::ConditionText;
use portcullis_analyzer::evaluate::{Evaluation, evaluate};
use portcullis_analyzer::judge::{cubes, decisions};
use portcullis_analyzer::recognise::Candidate;
use portcullis_analyzer::{Analysis, Decision, FunctionRef, ModuleId, Program};
use portcullis_lints::Finding;

use super::mutants::Mutant;
use super::project::{Surroundings, analysed, findings};

/// What a mutant came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It decides as the original does.
    Equivalent,
    /// It allows nothing that the original does not.
    Stricter,
    /// Rules have something to say that they had not before; by id.
    Found(Vec<&'static str>),
    /// It is another rule, and a whole one: whoever it allows, something was established about him, and others are denied. Only who knows what was meant
    /// can tell.
    OtherPolicy,
    /// No rule speaks of it, and it is no longer taken for a check.
    Unrecognised,
    Missed,
    /// It cannot be read.
    Broken,
}

/// The conditions of each decision of a check, as they are written.
pub type Written = Vec<(Decision, String)>;

/// How often each rule speaks of each function.
pub fn counts(findings: &[Finding]) -> BTreeMap<(&'static str, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.rule.id, finding.function.clone())).or_default() += 1;
    }
    counts
}

/// What becomes of a mutant; `before` is what the rules said of the original, `decided` what the function decided.
pub fn verdict(
    around: &Surroundings,
    mutant: &Mutant,
    before: &BTreeMap<(&'static str, String), usize>,
    decided: Option<&Written>,
) -> Verdict {
    let program = around.with(&mutant.text);
    let analysis = analysed(&program);
    if !analysis.module().problems.is_empty() {
        return Verdict::Broken;
    }
    let found = counts(&findings(&analysis));
    let new = found.into_iter().filter(|(key, number)| *number > before.get(key).copied().unwrap_or_default());
    let mut rules: Vec<&'static str> = new.map(|((rule, _), _)| rule).collect();
    rules.dedup();
    if !rules.is_empty() {
        return Verdict::Found(rules);
    }
    let Some(decided) = decided else { return Verdict::Missed };
    if check_at(&program, mutant.start).is_none() {
        return Verdict::Unrecognised;
    }
    compared(&program, mutant, decided).unwrap_or_else(|| {
        match mutant.operator.changes_policy() && is_whole(&analysis, mutant.start) {
            true => Verdict::OtherPolicy,
            false => Verdict::Missed,
        }
    })
}

/// Whether a check allows nobody of whom nothing was established, and denies some.
fn is_whole(analysis: &Analysis<'_>, start: u32) -> bool {
    analysis.checks.iter().filter(|check| check.span.start == start).any(|check| {
        let open = check.reaching(Decision::Allow).any(|exit| exit.unproven.is_some());
        let holds_back = check.can(Decision::Deny) || check.can(Decision::Ask);
        check.exact && !open && holds_back && check.can(Decision::Allow)
    })
}

/// The function that starts at a place, if it was taken for a check.
fn check_at(program: &Program, start: u32) -> Option<(FunctionRef, &Candidate)> {
    let at = program.functions_of(ModuleId(0)).find(|at| program.function(*at).span.start == start)?;
    Some((at, program.candidate(at)?))
}

/// What a check decides, in words that can be read again.
pub fn written(program: &Program, start: u32) -> Option<Written> {
    let (at, candidate) = check_at(program, start)?;
    let mut evaluation = evaluate(program, at);
    let decided = decisions(&mut evaluation, candidate);
    let text = |evaluation: &mut Evaluation<'_>, condition| {
        let cubes = cubes(evaluation, condition);
        evaluation.facts.show_cover(&cubes).text
    };
    let texts = decided.into_iter().map(|(decision, condition)| (decision, text(&mut evaluation, condition)));
    Some(texts.collect())
}

/// Whether a mutant decides as before, or lets through less; nothing if that cannot be told.
fn compared(program: &Program, mutant: &Mutant, decided: &Written) -> Option<Verdict> {
    let texts: Vec<(Decision, ConditionText)> =
        decided.iter().map(|(decision, text)| (*decision, ConditionText::parse(text))).collect();
    let (at, candidate) = check_at(program, mutant.start)?;
    let mut evaluation = evaluate(program, at);
    let own = decisions(&mut evaluation, candidate);
    let facts = &mut evaluation.facts;
    let mut original: Vec<(Decision, Condition)> = Vec::new();
    for (decision, text) in &texts {
        original.push((*decision, facts.read_condition(text).ok()?));
    }
    let theory = facts.theory();
    let of = |list: &[(Decision, Condition)], decision| {
        list.iter().find(|(known, _)| *known == decision).map_or(Condition::FALSE, |(_, condition)| *condition)
    };
    let lets_through = [Decision::Allow, Decision::Missing, Decision::NotApplicable];
    let (mut same, mut stricter) = (true, true);
    for decision in [lets_through.as_slice(), &[Decision::Deny, Decision::Ask, Decision::Indeterminate]].concat() {
        let was = facts.conditions.and(of(&original, decision), theory);
        let is = facts.conditions.and(of(&own, decision), theory);
        same &= was == is;
        let not_before = facts.conditions.not(was);
        stricter &= !lets_through.contains(&decision) || facts.conditions.and(is, not_before) == Condition::FALSE;
    }
    match () {
        () if same => Some(Verdict::Equivalent),
        () if stricter => Some(Verdict::Stricter),
        () => None,
    }
}
