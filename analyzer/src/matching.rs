//! Matches that take in more than they name.
//!
//! In comes a file, out come tests that a text begins, ends, holds or looks like something, where nothing ends what they name and a function lets through
//! for no better reason. Decided on conditions: every path with other evidence is taken away, and what is left has to need the match.

mod built;
mod ends;
mod example;
mod loose;
mod matched;
mod paths;
mod pattern;
mod role;

use crate::cfg::{BlockId, End};
use crate::condition::Condition;
use crate::decide::{Confidence, Decision};
use crate::evaluate::{Evaluation, Evaluator, evaluate};
use crate::inverted::refusals;
use crate::judge::{condition_of, parts};
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::recognise::Candidate;
use crate::skippable::Points;
use crate::source::Span;
use crate::term::TermId;
use crate::words::words;

pub use loose::Looseness;
pub use role::TextRole;

use paths::{Found, Paths};

/// A match that lets through more than it names.
#[derive(Debug, Clone)]
pub struct LooseMatch {
    /// The function in which it stands.
    pub function: FunctionId,
    /// The test.
    pub test: Span,
    /// Where the function lets through.
    pub passes: Span,
    /// What is matched, as an expression.
    pub value: String,
    pub role: TextRole,
    pub how: Looseness,
    /// A text that matches and was not meant.
    pub example: Option<String>,
    pub confidence: Confidence,
}

/// Every loose match of a file that lets through, in source order.
pub(crate) fn loose_matches(program: &Program, module: ModuleId) -> Vec<LooseMatch> {
    let functions = program.functions_of(module).filter(|at| asks_for_text(program, *at));
    let mut found: Vec<LooseMatch> = functions.flat_map(|at| of_function(program, at)).collect();
    found.sort_by_key(|one| (one.test, std::cmp::Reverse(one.confidence), one.passes));
    found.dedup_by_key(|one| one.test);
    found
}

/// What a function that asks what a text is like calls.
const ASKS: &[&str] = &[
    "startsWith(", "endsWith(", "includes(", "indexOf(", ".test(", ".match(", ".search(", "RegExp(", ".split(",
    "slice(0",
];

/// Whether a function, or one of the file that it calls, asks what a text is like.
fn asks_for_text(program: &Program, at: FunctionRef) -> bool {
    let source = &program.file(at.module).source;
    let asks = |at: FunctionRef| {
        let text = source.slice(program.function(at).span);
        ASKS.iter().any(|call| text.contains(call))
    };
    if asks(at) {
        return true;
    }
    let mut found = false;
    for_each_call(&program.function(at).cfg, &mut |_, call, _| {
        found =
            found || program.callee(at.module, call).is_some_and(|callee| callee.module == at.module && asks(callee));
    });
    found
}

/// Words of a name that asks what is guarded, and not what is let through: `isProtectedRoute`.
const GUARDED: &[&str] = &["protected", "private", "restricted", "secured", "guarded", "sensitive"];

fn of_function(program: &Program, at: FunctionRef) -> Vec<LooseMatch> {
    let check = program.candidate(at);
    let name = &program.function(at).name;
    if words(name).iter().any(|word| GUARDED.contains(&word.as_str())) {
        return Vec::new();
    }
    if check.is_none() && stops(program, at).is_empty() || check.is_some_and(|check| check.open_by_name) {
        return Vec::new();
    }
    let mut evaluation = evaluate(program, at);
    if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
        return Vec::new();
    }
    let found = match check {
        Some(check) => of_check(check, &mut evaluation),
        None => of_other(program, at, &mut evaluation),
    };
    let facts = &mut evaluation.facts;
    // What a component asks is about what it shows.
    let shown = facts.source.path.ends_with(".tsx") || facts.source.path.ends_with(".jsx");
    // A check that nothing but its name tells is told by what it matches as well.
    let surest = |role: TextRole| match check {
        _ if shown => Confidence::Low,
        Some(check) if !role.is_place() => check.confidence,
        _ => Confidence::Medium,
    };
    let finding = |(passes, one): (Span, Found)| {
        Some(LooseMatch {
            function: at.function,
            test: facts.written_at(one.matched.test)?,
            passes,
            value: shown_as(facts, one.matched.value),
            role: one.loose.role,
            how: one.loose.how,
            example: example::example(&one.loose),
            confidence: one.loose.confidence.min(surest(one.loose.role)),
        })
    };
    found.into_iter().filter_map(finding).collect()
}

/// Values that take more to write out go by the name of the variable that holds them.
const LONGEST_VALUE: usize = 60;

/// A value as a reader knows it.
fn shown_as(facts: &mut Evaluator<'_>, value: TermId) -> String {
    let text = facts.show_term(value).text;
    match facts.name_of(value) {
        Some(name) if text.len() > LONGEST_VALUE => name,
        _ => text,
    }
}

/// The matches for which a check allows.
fn of_check(check: &Candidate, evaluation: &mut Evaluation<'_>) -> Vec<(Span, Found)> {
    let parts = parts(evaluation, check);
    let allowed = condition_of(evaluation, &parts, Decision::Allow);
    let mut all = Vec::new();
    for part in parts.iter().filter(|part| part.decision == Decision::Allow) {
        let found = Paths { facts: &mut evaluation.facts, sign_in: check.sign_in }.relying(part.condition, allowed);
        all.extend(found.into_iter().map(|one| (part.span, one)));
    }
    all
}

/// The matches that a function stops without, and does something with.
fn of_other(program: &Program, at: FunctionRef, evaluation: &mut Evaluation<'_>) -> Vec<(Span, Found)> {
    let Some(points) = Points::of(program, at, evaluation) else { return Vec::new() };
    let mut all = Vec::new();
    for (block, span) in stops(program, at) {
        let when = evaluation.facts.reach_of(block);
        let refuses = points.denials.iter().any(|denial| denial.span == span);
        for variable in evaluation.facts.conditions.support(when) {
            let conditions = &mut evaluation.facts.conditions;
            let either = conditions.exists(when, variable);
            let goes_on = conditions.not(when);
            let passing = conditions.and(either, goes_on);
            let behind = points.ways.iter().filter(|way| way.span.start > span.end);
            let Some(way) = behind.into_iter().find(|way| conditions.and(way.when, passing) != Condition::FALSE) else {
                continue;
            };
            let found = Paths { facts: &mut evaluation.facts, sign_in: false }.needing(passing, variable);
            let certain = found.into_iter().filter(|one| refuses || one.loose.is_certain);
            all.extend(certain.map(|one| (way.span, one)));
        }
    }
    all
}

/// Where a function refuses, throws, gives up, or calls what never returns.
fn stops(program: &Program, at: FunctionRef) -> Vec<(BlockId, Span)> {
    let cfg = &program.function(at).cfg;
    let refusals = refusals(program, at);
    let mut found = refusals.refusing;
    for block in cfg.graph.node_indices().filter(|block| cfg.graph[*block].in_loop.is_none()) {
        let data = &cfg.graph[block];
        let fails = refusals.stopping.contains(&block);
        let never_returns = |call| program.callee(at.module, call).is_some_and(|it| program.summary(it).never_returns);
        let span = match &data.end {
            End::Throw { span, .. } => Some(*span),
            End::Return { span, .. } if fails => Some(*span),
            End::Call { call, .. } if never_returns(call) => Some(call.span),
            End::Unreachable => data.evaluated().last().map(|value| value.span),
            _ => None,
        };
        if let Some(span) = span.filter(|_| !found.iter().any(|(known, _)| *known == block)) {
            found.push((block, span));
        }
    }
    found
}
