//! Where a function refuses, and where it lets through.
//!
//! A check says so by its decisions. Any other function refuses where it throws or answers as one does whom one does not let, or ends because a guard said no; and lets
//! through where it does something.

use petgraph::visit::EdgeRef;
use rustc_hash::FxHashSet;

use crate::calls::is_guard_name;
use crate::cfg::{BlockId, Cfg, Edge, End, Expr, ExprKind, LoopId, Step};
use crate::condition::Condition;
use crate::decide::{Confidence, Decision};
use crate::evaluate::{Evaluation, ExitKind};
use crate::idle::exit_span;
use crate::inverted::{Refusals, refusals};
use crate::judge::parts;
use crate::module::Module;
use crate::project::{FunctionRef, Program, for_each_call};
use crate::recognise::{Candidate, is_malformed, refuses, speaks_of_danger};
use crate::source::Span;
use crate::versions::{callee_name, for_each_part};
use crate::words::{is_query, words};

/// A place, and when a run comes to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stand {
    pub(crate) when: Condition,
    pub(crate) span: Span,
    /// The loop around it; `when` tells of one turn, then.
    pub(crate) in_loop: Option<LoopId>,
}

/// Where a function refuses, and where it lets through.
pub(crate) struct Points {
    pub(crate) denials: Vec<Stand>,
    pub(crate) ways: Vec<Stand>,
    /// It is a check that gives its decision back.
    pub(super) decides: bool,
    /// It is a check.
    pub(super) is_check: bool,
    pub(super) confidence: Confidence,
}

/// First words of calls that only tell what happens.
const TELLS: &[&str] =
    &["log", "info", "warn", "error", "debug", "trace", "track", "audit", "record", "emit", "capture", "set", "setup"];

impl Points {
    /// Whether a function may deny at all, as far as can be told without evaluating it.
    pub(super) fn may_deny(program: &Program, at: FunctionRef) -> bool {
        let function = program.function(at);
        let branches = function.cfg.graph.node_weights().any(|block| matches!(block.end, End::Branch(_)));
        branches
            && (candidate(program, at).is_some()
                || asks_guard(program, at)
                || !refusals(program, at).refusing.is_empty()
                || throws_refusal(program, at).next().is_some())
    }

    pub(crate) fn of(program: &Program, at: FunctionRef, evaluation: &mut Evaluation<'_>) -> Option<Points> {
        match candidate(program, at) {
            Some(check) if check.open_by_name || check.deny_list => None,
            Some(check) => Some(Points::of_check(check, evaluation)),
            None => Some(Points::of_other(program, at, evaluation)),
        }
    }

    fn of_check(check: &Candidate, evaluation: &mut Evaluation<'_>) -> Points {
        let cfg = &evaluation.function.cfg;
        let parts = parts(evaluation, check);
        let (mut denials, mut ways) = (Vec::new(), Vec::new());
        for part in &parts {
            let throws = evaluation.exits.get(part.exit).is_some_and(|exit| exit.kind == ExitKind::Throw);
            let list = match part.decision {
                Decision::Deny => &mut denials,
                Decision::Indeterminate if throws => &mut denials,
                Decision::Allow => &mut ways,
                _ => continue,
            };
            let alone = parts.iter().filter(|other| other.span == part.span).count() == 1;
            let block = cfg.graph.node_indices().find(|block| exit_span(cfg, *block) == Some(part.span));
            let in_loop = block.and_then(|block| Some((block, cfg.graph[block].in_loop?)));
            list.extend(match in_loop {
                Some((block, id)) if alone => {
                    Some(Stand { when: evaluation.facts.reach_of(block), span: part.span, in_loop: Some(id) })
                }
                Some(_) => None,
                None => Some(Stand { when: part.condition, span: part.span, in_loop: None }),
            });
        }
        let decides = !check.contract.answers();
        Points { denials, ways, decides, is_check: true, confidence: check.confidence }
    }

    fn of_other(program: &Program, at: FunctionRef, evaluation: &mut Evaluation<'_>) -> Points {
        let function = program.function(at);
        let (module, cfg) = (&program.file(at.module).module, &function.cfg);
        let Refusals { refusing, stopping } = refusals(program, at);
        let stopping: FxHashSet<BlockId> = stopping.into_iter().collect();
        let mut found = refusing;
        found.extend(throws_refusal(program, at));
        found.extend(stopped_by_guard(program, at));
        found.sort_unstable_by_key(|(block, span)| (*span, *block));
        found.dedup_by_key(|(block, _)| *block);
        let refusing: FxHashSet<BlockId> = found.iter().map(|(block, _)| *block).collect();
        let stand = |block: BlockId, span: Span| {
            let when = evaluation.facts.reach_of(block);
            Stand { when, span, in_loop: cfg.graph[block].in_loop }
        };
        let denials = found.into_iter().map(|(block, span)| stand(block, span)).collect();
        let others = cfg.graph.node_indices().filter(|block| !refusing.contains(block) && !stopping.contains(block));
        let ways = others.filter_map(|block| Some(stand(block, act(module, cfg, block)?))).collect();
        Points { denials, ways, decides: false, is_check: false, confidence: Confidence::Medium }
    }
}

/// Where a function that refuses and is no check does something, and when.
pub(crate) fn ways_past_denials(
    program: &Program,
    at: FunctionRef,
    evaluation: &mut Evaluation<'_>,
) -> Vec<(Condition, Span)> {
    if !Points::may_deny(program, at) {
        return Vec::new();
    }
    let points = Points::of_other(program, at, evaluation);
    let refuses = !points.denials.is_empty();
    let ways = points.ways.into_iter().filter(|way| refuses && way.in_loop.is_none());
    ways.map(|way| (way.when, way.span)).collect()
}

fn candidate(program: &Program, at: FunctionRef) -> Option<&Candidate> {
    program.candidate(at).filter(|candidate| candidate.confidence > Confidence::Low)
}

/// Whether a call asks a check of the project, or what is named like one.
pub(super) fn is_guard_call(program: &Program, at: FunctionRef, call: &Expr) -> bool {
    match &call.kind {
        ExprKind::Await(inner) => is_guard_call(program, at, inner),
        ExprKind::Call { callee, .. } => {
            let known = program.callee(at.module, call).is_some_and(|callee| candidate(program, callee).is_some());
            known || is_guard_name(callee_name(&program.file(at.module).module, callee))
        }
        _ => false,
    }
}

fn asks_guard(program: &Program, at: FunctionRef) -> bool {
    let mut found = false;
    for_each_call(&program.function(at).cfg, &mut |_, call, _| found = found || is_guard_call(program, at, call));
    found
}

/// Errors that are made before they are thrown: `const error = new Error('not allowed'); throw error`.
fn throws_refusal(program: &Program, at: FunctionRef) -> impl Iterator<Item = (BlockId, Span)> {
    let (file, cfg) = (program.file(at.module), &program.function(at).cfg);
    cfg.graph.node_indices().filter_map(move |block| match &cfg.graph[block].end {
        End::Throw { value, span } => {
            let thrown = file.defined(value);
            let says_no = refuses(&file.module, thrown) || speaks_of_danger(thrown);
            (says_no && !is_malformed(thrown)).then_some((block, *span))
        }
        _ => None,
    })
}

/// Where a function ends because a guard said no: `if (!canRead(user, file)) return`.
fn stopped_by_guard(program: &Program, at: FunctionRef) -> Vec<(BlockId, Span)> {
    let cfg = &program.function(at).cfg;
    let mut found = Vec::new();
    for block in cfg.graph.node_indices() {
        let End::Branch(test) = cfg.graph[block].end else { continue };
        let (mut asked, mut says_no) = (&cfg.tests[test.0 as usize], false);
        while let ExprKind::Not(inner) = &asked.kind {
            (asked, says_no) = (inner, !says_no);
        }
        if !is_guard_call(program, at, program.file(at.module).defined(asked)) {
            continue;
        }
        for edge in cfg.graph.edges(block) {
            let says_no = matches!(edge.weight(), Edge::When { answer, .. } if *answer == says_no);
            found.extend(ends_at_once(cfg, edge.target()).filter(|_| says_no));
        }
    }
    found
}

/// Where control ends from a block on, if it does nothing before.
fn ends_at_once(cfg: &Cfg, block: BlockId) -> Option<(BlockId, Span)> {
    let data = &cfg.graph[block];
    match &data.end {
        End::Return { value, span } if data.steps.is_empty() => {
            let plain = value.as_ref().is_none_or(|value| matches!(value.kind, ExprKind::Const(_)));
            plain.then_some((block, *span))
        }
        _ => None,
    }
}

/// What a block does that somebody could want: an awaited call, a call for its effect, a call whose answer is given back.
fn act(module: &Module, cfg: &Cfg, block: BlockId) -> Option<Span> {
    let data = &cfg.graph[block];
    let steps = data.steps.iter().find_map(|step| match step {
        Step::Evaluate(value) => does(module, value, true),
        Step::Assign { value, .. } => does(module, value, false),
    });
    steps.or_else(|| match &data.end {
        End::Call { call, .. } => does(module, call, true),
        End::Return { value: Some(value), .. } => does(module, value, true),
        _ => None,
    })
}

fn does(module: &Module, value: &Expr, for_effect: bool) -> Option<Span> {
    match &value.kind {
        ExprKind::Await(inner) => does(module, inner, true),
        ExprKind::Call { callee, .. } if for_effect => {
            let name = callee_name(module, callee);
            let first = words(name).into_iter().next().unwrap_or_default();
            (!TELLS.contains(&first.as_str()) && !is_query(name)).then_some(value.span)
        }
        _ => {
            let mut found = None;
            for_each_part(value, &mut |part| {
                if found.is_none() && matches!(part.kind, ExprKind::Await(_)) {
                    found = does(module, part, true);
                }
            });
            found
        }
    }
}
