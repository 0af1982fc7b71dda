//! One function, run under all answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use portcullis_analyzer::Settings;
use portcullis_analyzer::cfg::End;
use portcullis_analyzer::condition::Condition;
use portcullis_analyzer::contract::{Contract, Reading};
use portcullis_analyzer::decide::{Check, Encoding};
use portcullis_analyzer::evaluate::text::ConditionText;
use portcullis_analyzer::evaluate::{Evaluation, evaluate};
use portcullis_analyzer::interpret::{Ended, Stop, ends_truthy, ends_with, run};
use portcullis_analyzer::judge::{decisions, judge};
use portcullis_analyzer::recognise::{Candidate, recognise};
use portcullis_analyzer::term::{Term, TermId};
use portcullis_analyzer::{Const, Decision, ExitKind, FunctionRef, Program, Span};

use super::world::{Verdict, World};

/// Runs a function may take.
const RUNS: usize = 30_000;

/// What was done.
#[derive(Default)]
pub struct Count {
    pub functions: usize,
    pub checks: usize,
    pub runs: usize,
    pub ends: usize,
    pub errors: usize,
    pub rows: usize,
    pub capped: usize,
    pub skipped: BTreeMap<&'static str, usize>,
}

impl Count {
    fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Count { functions, checks, runs, ends, errors, rows, capped, skipped } = self;
        write!(
            f,
            "{functions} functions, {checks} of them checks, {runs} runs: {ends} ended in an exit, {errors} read a member of nothing; "
        )?;
        write!(f, "{rows} compared with rows; {capped} functions capped; not compared: {skipped:?}")
    }
}

/// A function with everything its runs are compared with.
struct Checked {
    evaluation: Evaluation<'static>,
    /// What the function is taken for, and what comes of that; other functions have exits alone.
    judged: Option<(Candidate, Check)>,
    decisions: Vec<(Decision, Condition)>,
    /// The conditions of the table's rows; `None` where they can't be read back.
    rows: Option<Vec<Condition>>,
    theory: Condition,
    /// Something is not understood, and said so: only what is certain is compared.
    is_open: bool,
    /// Where runs have ended.
    taken: BTreeSet<Span>,
}

/// Runs a function under all answers; gives what differs.
pub fn check(program: &'static Program, at: FunctionRef, count: &mut Count) -> Vec<String> {
    let mut checked = prepared(program, at);
    count.functions += 1;
    count.checks += usize::from(checked.judged.is_some());
    if checked.is_open {
        count.skip("functions: values of the open ones");
    }
    let mut differences = Vec::new();
    if checked.rows.is_none() && checked.judged.is_some() {
        count.skip("functions: rows with no text that reads back");
        if std::env::var("ORACLE_ROWS").is_ok() {
            differences.push("two subjects print alike".to_owned());
        }
    }
    let mut world = World::new(&mut checked.evaluation.facts);
    for number in 0.. {
        if number == RUNS {
            count.capped += 1;
            break;
        }
        count.runs += 1;
        world.start();
        if let Err(difference) = one_run(&mut checked, &mut world, count) {
            let facts = &mut checked.evaluation.facts;
            differences.push(format!("{difference}\n{}", world.describe(facts)));
        }
        if !world.next() {
            break;
        }
    }
    if program.file(at.module).source.path.ends_with("hard.ts") && !checked.is_open {
        differences.extend(never_taken(&checked));
    }
    differences
}

/// Exits no run took. Those of the hard functions can all be taken: where two tests seem to contradict each other, something was written between them.
fn never_taken(checked: &Checked) -> Option<String> {
    let blocks = checked.evaluation.function.cfg.graph.node_weights();
    let mut exits = blocks.filter_map(|block| match &block.end {
        End::Return { value: Some(value), .. } => Some(value.span),
        End::Return { span, .. } | End::Throw { span, .. } | End::FallsOff { span } => Some(*span),
        _ => None,
    });
    let exit = exits.find(|exit| !checked.taken.contains(exit))?;
    Some(format!("no run ends on line {}", checked.evaluation.facts.source.position(exit.start).line + 1))
}

fn prepared(program: &'static Program, at: FunctionRef) -> Checked {
    let mut evaluation = evaluate(program, at);
    let judged = recognise(program, at, &Settings::default()).ok().and_then(|candidate| {
        let check = judge(evaluate(program, at), at.function, candidate.clone())?;
        Some((candidate, check))
    });
    let (decisions, rows) = match &judged {
        Some((candidate, check)) => {
            let decisions = decisions(&mut evaluation, candidate);
            let rows = rows(&mut evaluation, &decisions, check);
            (decisions, rows)
        }
        None => (Vec::new(), None),
    };
    let theory = evaluation.facts.theory();
    let is_open = !evaluation.open.is_empty();
    Checked { evaluation, judged, decisions, rows, theory, is_open, taken: BTreeSet::new() }
}

/// The conditions of the rows, read back. `None` where two subjects print alike (one before and one after a call that may change it): such a text
/// can't say which one it means.
fn rows(
    evaluation: &mut Evaluation<'static>,
    decisions: &[(Decision, Condition)],
    check: &Check,
) -> Option<Vec<Condition>> {
    if crate::support::subjects_print_alike(evaluation, decisions) {
        return None;
    }
    let read = |text: &str, evaluation: &mut Evaluation<'static>| match text {
        "otherwise" => Some(Condition::TRUE),
        _ => evaluation.facts.read_condition(Box::leak(Box::new(ConditionText::parse(text)))).ok(),
    };
    check.table.rows.iter().map(|row| read(&row.condition, evaluation)).collect()
}

fn one_run(checked: &mut Checked, world: &mut World, count: &mut Count) -> Result<(), String> {
    let ended = match run(&mut checked.evaluation.facts, world) {
        Ok(ended) => ended,
        Err(Stop::ReadOfNothing(span)) => return no_exit(checked, world, count, span.start),
        Err(Stop::Waits) => {
            let start = checked.evaluation.function.span.start;
            return no_exit(checked, world, count, start);
        }
        Err(stop) => {
            count.skip(match stop {
                Stop::Endless => "runs: a loop that goes on",
                Stop::OutOfModel => "runs: a falsy element was found",
                Stop::Raised { .. } => "runs: an error nobody receives",
                _ => "runs: a call that never returns",
            });
            return Ok(());
        }
    };
    let decision = own_decision(checked, world, &ended);
    let result = exits_agree(checked, world, &ended)
        .and_then(|()| value_agrees(checked, world, &ended))
        .and_then(|()| decisions_agree(checked, world, &ended, decision, count));
    if world.impossible {
        count.skip("runs: a value outside of its domain");
        return Ok(());
    }
    count.ends += 1;
    checked.taken.insert(ended.span);
    result
}

/// An error outside of any `try` is no exit; neither is a promise that never settles.
fn no_exit(checked: &mut Checked, world: &mut World, count: &mut Count, at: u32) -> Result<(), String> {
    for exit in checked.evaluation.exits.clone() {
        for (guard, _) in exit.value.0 {
            let verdict = world.verdict(&mut checked.evaluation.facts, guard, checked.theory);
            let ruled_out = verdict == Verdict::Fails || (checked.is_open && verdict == Verdict::Open);
            if !ruled_out && !world.impossible {
                let line = |at| checked.evaluation.facts.source.position(at).line + 1;
                let (error, exit) = (line(at), line(exit.span.start));
                return Err(format!("an error on line {error}, but the exit on line {exit} is not ruled out"));
            }
        }
    }
    count.errors += 1;
    Ok(())
}

/// Exactly the exit the run took has a condition that holds.
fn exits_agree(checked: &mut Checked, world: &mut World, ended: &Ended) -> Result<(), String> {
    let facts = &mut checked.evaluation.facts;
    let line = |at, facts: &portcullis_analyzer::evaluate::Evaluator<'_>| facts.source.position(at).line + 1;
    let mut found = false;
    for exit in &checked.evaluation.exits {
        let reach = exit.value.0.iter().fold(Condition::FALSE, |all, &(guard, _)| facts.conditions.or(all, guard));
        let verdict = world.verdict(facts, reach, checked.theory);
        let taken = (exit.kind, exit.span) == (ended.kind, ended.span);
        found |= taken;
        let wanted = if taken { Verdict::Holds } else { Verdict::Fails };
        if verdict != wanted && !(checked.is_open && verdict == Verdict::Open) {
            let (here, there) = (line(ended.span.start, facts), line(exit.span.start, facts));
            return Err(format!("the run ends on line {here}, the exit on line {there} {verdict:?}"));
        }
    }
    if found { Ok(()) } else { Err(format!("no exit on line {}", line(ended.span.start, facts))) }
}

/// The exit gives what the run gave.
fn value_agrees(checked: &mut Checked, world: &mut World, ended: &Ended) -> Result<(), String> {
    let facts = &mut checked.evaluation.facts;
    let exits = checked.evaluation.exits.iter();
    let Some(exit) = exits.into_iter().find(|exit| (exit.kind, exit.span) == (ended.kind, ended.span)) else {
        return Ok(());
    };
    let mut answered = None;
    for (guard, answer) in &exit.answered.0 {
        if world.verdict(facts, *guard, checked.theory) == Verdict::Holds {
            answered = Some(*answer);
        }
    }
    if answered != Some(ended.answered) && !checked.is_open {
        let (found, wanted) = (answered.map(|answer| facts.terms.get(answer)), facts.terms.get(ended.answered));
        return Err(format!("before the exit {wanted:?} was answered, found {found:?}"));
    }
    for &(guard, value) in &exit.value.0 {
        if world.verdict(facts, guard, checked.theory) != Verdict::Holds {
            continue;
        }
        let concrete = world.concrete(facts, value, &[]);
        if concrete.is_some_and(|concrete| !same(facts, concrete, ended.value)) && !checked.is_open {
            let (gave, says) = (facts.show_term(ended.value).text, facts.show_term(value).text);
            return Err(format!("the run gives `{gave}`, the exit `{says}`"));
        }
        return Ok(());
    }
    if checked.is_open { Ok(()) } else { Err("no value of the exit is certain".to_owned()) }
}

/// Whether two values are one, as far as terms tell: what a list holds and what an error says does not matter.
fn same(facts: &portcullis_analyzer::evaluate::Evaluator<'_>, a: TermId, b: TermId) -> bool {
    match (facts.terms.get(a), facts.terms.get(b)) {
        (Term::List { .. }, Term::List { .. }) => true,
        (Term::New { callee, site, .. }, Term::New { callee: other, site: there, .. }) => {
            callee == other && site == there
        }
        _ => a == b,
    }
}

/// What a boolean check decides, by the truth of what the run gave.
fn own_decision(checked: &mut Checked, world: &mut World, ended: &Ended) -> Option<Decision> {
    let facts = &mut checked.evaluation.facts;
    let candidate = checked.judged.as_ref().map(|(candidate, _)| candidate);
    let words: Vec<Const> = match candidate.map(|candidate| candidate.contract.encoding) {
        Some(Encoding::Literal | Encoding::Enum | Encoding::Object) => world.constants(),
        _ => Vec::new(),
    };
    let cases = candidate.and_then(|candidate| match &candidate.contract.reading {
        Reading::Cases(cases) => Some(cases.values.iter().map(|(value, _)| value.clone())),
        _ => None,
    });
    let words: Vec<Const> = words.into_iter().chain(cases.into_iter().flatten()).collect();
    let values = match facts.terms.get(ended.value) {
        Term::Object { fields, .. } => fields.iter().map(|(_, value)| *value).collect(),
        _ => vec![ended.value],
    };
    let mut truthy = false;
    for value in values {
        truthy = ends_truthy(facts, world, value);
        for word in &words {
            if facts.terms.as_const(value).is_none() {
                ends_with(facts, world, value, word);
            }
        }
    }
    // What a framework makes of more than the truth, node says.
    let by_truth = |contract: &Contract| {
        matches!(contract.reading, Reading::Truth { .. }) && contract.made.is_empty() && contract.awaited
    };
    let candidate = candidate.filter(|candidate| {
        candidate.contract.encoding == Encoding::Boolean
            && ended.kind == ExitKind::Return
            && by_truth(&candidate.contract)
    })?;
    let (yes, no) = candidate.contract.truth();
    Some(if truthy { yes } else { no })
}

/// Exactly one decision holds, the one the value means, and the table says the same.
fn decisions_agree(
    checked: &mut Checked,
    world: &mut World,
    ended: &Ended,
    own: Option<Decision>,
    count: &mut Count,
) -> Result<(), String> {
    if checked.judged.is_none() {
        return Ok(());
    }
    let facts = &mut checked.evaluation.facts;
    let mut reached = Vec::new();
    for &(decision, condition) in &checked.decisions {
        match world.verdict(facts, condition, checked.theory) {
            Verdict::Holds => reached.push(decision),
            Verdict::Open if !checked.is_open => return Err(format!("{decision:?} is not certain")),
            _ => {}
        }
    }
    let [decision] = reached[..] else {
        return if checked.is_open { Ok(()) } else { Err(format!("decisions reached: {reached:?}")) };
    };
    let excused = matches!(decision, Decision::Delegated | Decision::NotApplicable);
    if !excused && own.is_some_and(|own| own != decision) {
        return Err(format!("decides {decision:?}, should be {own:?}"));
    }
    if checked.is_open || !world.outcomes(facts, checked.theory).0 {
        return Ok(());
    }
    row_agrees(checked, world, ended, decision, count)
}

/// The first row that holds is the run's.
fn row_agrees(
    checked: &mut Checked,
    world: &mut World,
    ended: &Ended,
    decision: Decision,
    count: &mut Count,
) -> Result<(), String> {
    let (Some(rows), Some((candidate, check))) = (&checked.rows, &checked.judged) else { return Ok(()) };
    let left_by = match checked.evaluation.facts.terms.get(ended.answered) {
        Term::Answer { site, .. } if candidate.contract.answers() => *site,
        _ => ended.span,
    };
    for (row, &condition) in check.table.rows.iter().zip(rows) {
        let verdict = world.verdict(&mut checked.evaluation.facts, condition, checked.theory);
        match verdict {
            Verdict::Fails => continue,
            Verdict::Open => {
                count.skip("runs: a row's text asks something else");
                if std::env::var("ORACLE_ROWS").is_ok() {
                    return Err(format!("row `{}` is open", row.condition));
                }
                return Ok(());
            }
            Verdict::Holds if row.decision == decision && row.exit == left_by => {
                count.rows += 1;
                return Ok(());
            }
            Verdict::Holds => {
                return Err(format!(
                    "the row `{:?} when {}` holds, should be {decision:?}",
                    row.decision, row.condition
                ));
            }
        }
    }
    Err(format!("no row holds, should be {decision:?}"))
}
