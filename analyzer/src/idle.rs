//! Tests that decide nothing: conditions that always hold, or never; tests of a right behind which both answers come to the same end; exits nothing
//! leads to.

use petgraph::Direction;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashSet;

use crate::cfg::{BlockId, Cfg, DeadExit, Edge, End, Expr, ExprKind, Field, Outcome, Place, Step, WrittenCondition};
use crate::condition::Condition;
use crate::constant::Const;
use crate::decide::{ConstantCondition, Decision, Fallthrough, IdleTest, WitnessStep};
use crate::evaluate::{Evaluation, Evaluator};
use crate::module::{BindingKind, Module};
use crate::recognise::{Candidate, refuses};
use crate::source::Span;
use crate::versions::for_each_part;
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};

/// Conditions as written that hold always, or never, by themselves: judged without declared types and without the tests before them.
pub(crate) fn constant_conditions(evaluation: &mut Evaluation<'_>) -> Vec<ConstantCondition> {
    let cfg = &evaluation.function.cfg;
    let mut found: Vec<ConstantCondition> = Vec::new();
    for written in &cfg.conditions {
        let Some((holds, fails)) = evaluation.facts.alone(written) else { continue };
        let (always, never) = (fails == Condition::FALSE, holds == Condition::FALSE);
        if always == never {
            continue;
        }
        let span = match asks_something(&evaluation.facts, cfg, written) {
            true => Some(written.span),
            false => question_of_variable(evaluation, written),
        };
        let decides = decided_by(evaluation, written, always);
        if let Some(span) = span.filter(|_| !decides.is_empty()) {
            found.push(ConstantCondition { span, holds: always, decides });
        }
    }
    found
}

/// The `a || b` or `a && b` that a tested variable was initialised with.
fn question_of_variable(evaluation: &Evaluation<'_>, written: &WrittenCondition) -> Option<Span> {
    let cfg = &evaluation.function.cfg;
    let End::Branch(test) = cfg.graph[written.entry].end else { return None };
    let ExprKind::Binding(tested) = cfg.tests[test.0 as usize].kind else { return None };
    let assigned = cfg.graph.node_weights().flat_map(|block| &block.steps).filter_map(|step| match step {
        Step::Assign { target: Place::Binding(binding), span, .. } if *binding == tested => Some(*span),
        _ => None,
    });
    // One initialiser, a step for each of its operands.
    let spans: Vec<Span> = assigned.collect();
    let (first, rest) = spans.split_first()?;
    let text = evaluation.facts.source.slice(*first);
    let joins =
        !rest.is_empty() && rest.iter().all(|span| span == first) && (text.contains("||") || text.contains("&&"));
    joins.then_some(*first)
}

/// Whether a condition looks like a question: it compares something, or assigns. A flag the source sets, alone or among other operands, is a
/// switch; a variable that always holds one value is another matter.
fn asks_something(facts: &Evaluator<'_>, cfg: &Cfg, written: &WrittenCondition) -> bool {
    let module = facts.module;
    let blocks = blocks_of(cfg, written);
    let tests: Vec<&Expr> = blocks
        .iter()
        .filter_map(|block| match cfg.graph[*block].end {
            End::Branch(test) => Some(&cfg.tests[test.0 as usize]),
            _ => None,
        })
        .collect();
    if tests.iter().any(|test| is_switch(facts, cfg, test)) {
        return false;
    }
    let compares = tests.iter().any(|test| mentions_variable(module, test) && !is_plain_variable(module, test));
    let constant = tests.iter().any(|test| matches!(test.kind, ExprKind::Const(_)));
    let within = |expr: &Expr| written.span.start <= expr.span.start && expr.span.end <= written.span.end;
    let assigns = blocks.iter().flat_map(|block| &cfg.graph[*block].steps).any(|step| match step {
        Step::Assign { target: Place::Binding(binding), value, .. } => {
            within(value) && !matches!(module.bindings[binding.0 as usize].kind, BindingKind::Temporary)
        }
        Step::Assign { value, .. } => within(value),
        Step::Evaluate(_) => false,
    });
    compares || assigns || constant && tests.len() > 1
}

/// A named constant, of the module or of the function, or what a function of another file always gives.
fn is_switch(facts: &Evaluator<'_>, cfg: &Cfg, test: &Expr) -> bool {
    if asks_constant_function(facts, test) {
        return true;
    }
    match &test.kind {
        ExprKind::Not(inner) => is_switch(facts, cfg, inner),
        ExprKind::Binding(binding) => {
            let data = &facts.module.bindings[binding.0 as usize];
            let of_module = matches!(
                &data.kind,
                BindingKind::Local { initial: Some(initial) } if matches!(initial.kind, ExprKind::Const(_))
            );
            let declared_const =
                |span: Span| facts.source.slice(Span::new(0, span.start)).trim_end().ends_with("const");
            let here = cfg.graph.node_weights().flat_map(|block| &block.steps).any(|step| match step {
                Step::Assign { target: Place::Binding(target), value, span } => {
                    target == binding && matches!(value.kind, ExprKind::Const(_)) && declared_const(*span)
                }
                _ => false,
            });
            of_module || here
        }
        _ => false,
    }
}

/// Whether an expression asks a function of another file that gives one answer to everybody.
fn asks_constant_function(facts: &Evaluator<'_>, expr: &Expr) -> bool {
    let module = facts.at.module;
    let mut found = match &expr.kind {
        ExprKind::Call { .. } => facts
            .program
            .callee(module, expr)
            .is_some_and(|callee| facts.program.constant_elsewhere(module, callee).is_some()),
        ExprKind::Binding(binding) => facts
            .file
            .definition(*binding)
            .is_some_and(|value| !matches!(value.kind, ExprKind::Binding(_)) && asks_constant_function(facts, value)),
        _ => false,
    };
    for_each_part(expr, &mut |part| found = found || asks_constant_function(facts, part));
    found
}

fn is_plain_variable(module: &Module, test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Not(inner) => is_plain_variable(module, inner),
        ExprKind::Binding(binding) => !matches!(module.bindings[binding.0 as usize].kind, BindingKind::Param { .. }),
        _ => false,
    }
}

fn mentions_variable(module: &Module, expr: &Expr) -> bool {
    let here = match &expr.kind {
        ExprKind::Binding(binding) => {
            let data = &module.bindings[binding.0 as usize];
            match &data.kind {
                BindingKind::Param { .. } => true,
                BindingKind::Local { initial } => initial.is_none() && data.function.is_some(),
                _ => false,
            }
        }
        ExprKind::This => true,
        _ => false,
    };
    let mut inside = here;
    for_each_part(expr, &mut |part| inside |= mentions_variable(module, part));
    inside
}

/// The blocks a written condition is evaluated in.
fn blocks_of(cfg: &Cfg, written: &WrittenCondition) -> Vec<BlockId> {
    let stops: FxHashSet<BlockId> = stops(written).into_iter().collect();
    let mut found = vec![written.entry];
    let mut next = 0;
    while let Some(&block) = found.get(next) {
        next += 1;
        for target in cfg.graph.neighbors(block) {
            if !stops.contains(&target) && !found.contains(&target) && found.len() < 256 {
                found.push(target);
            }
        }
    }
    found
}

pub(crate) fn stops(written: &WrittenCondition) -> Vec<BlockId> {
    match &written.outcome {
        Outcome::Tested { then, otherwise } => vec![*then, *otherwise],
        Outcome::Returned(exits) => exits.clone(),
    }
}

/// The exits that are open or dead only because the condition is no question.
fn decided_by(evaluation: &Evaluation<'_>, written: &WrittenCondition, always: bool) -> Vec<Span> {
    let cfg = &evaluation.function.cfg;
    let (taken, skipped) = match &written.outcome {
        Outcome::Tested { then, otherwise } if always => (*then, *otherwise),
        Outcome::Tested { then, otherwise } => (*otherwise, *then),
        Outcome::Returned(exits) => return exits.iter().filter_map(|exit| exit_span(cfg, *exit)).collect(),
    };
    let behind_taken = exits_behind(cfg, taken);
    let behind_skipped = exits_behind(cfg, skipped);
    let only_one = behind_taken.symmetric_difference(&behind_skipped).count() > 0;
    if !only_one {
        return Vec::new();
    }
    behind_taken.union(&behind_skipped).copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

fn exits_behind(cfg: &Cfg, start: BlockId) -> FxHashSet<Span> {
    let mut seen = FxHashSet::default();
    let mut stack = vec![start];
    let mut spans = FxHashSet::default();
    while let Some(block) = stack.pop() {
        if seen.insert(block) {
            spans.extend(exit_span(cfg, block));
            stack.extend(cfg.graph.neighbors(block));
        }
    }
    spans
}

pub(crate) fn exit_span(cfg: &Cfg, block: BlockId) -> Option<Span> {
    match &cfg.graph[block].end {
        End::Return { value: Some(value), .. } => Some(value.span),
        End::Return { span, .. } | End::Throw { span, .. } | End::Propagates { span, .. } | End::FallsOff { span } => {
            Some(*span)
        }
        _ => None,
    }
}

/// Tests of a right whose failing side neither leaves nor changes how the function ends, though it allows all the same.
pub(crate) fn idle_tests(evaluation: &mut Evaluation<'_>, allowed: Condition, sign_in: bool) -> Vec<IdleTest> {
    let function = evaluation.function;
    let mut found = Vec::new();
    for written in &function.cfg.conditions {
        let Outcome::Tested { then, otherwise } = written.outcome else { continue };
        if !changes_nothing(evaluation, then, otherwise) {
            continue;
        }
        let facts = &mut evaluation.facts;
        let Some((failing, passing)) = facts.alone(written) else { continue };
        if !facts.establishes(passing, sign_in) || facts.establishes(failing, sign_in) {
            continue;
        }
        let lets_through = facts.conditions.and(failing, allowed);
        if facts.establishes(lets_through, sign_in) {
            continue;
        }
        let cubes = facts.conditions.cover(failing, failing).cubes;
        let fails_when = facts.show_cover(&cubes).text;
        found.push(IdleTest { span: written.span, fails_when });
    }
    found
}

/// Whether the body of an `if` without `else` only looks on: it neither leaves, nor assigns, nor grants, nor calls what may refuse.
fn changes_nothing(evaluation: &Evaluation<'_>, then: BlockId, otherwise: BlockId) -> bool {
    let cfg = &evaluation.function.cfg;
    let Some(join) = behind_empty(cfg, otherwise) else { return false };
    let mut pending = vec![then];
    let mut seen = FxHashSet::default();
    while let Some(block) = pending.pop() {
        if block == join || !seen.insert(block) {
            continue;
        }
        let data = &cfg.graph[block];
        let assigns = data.steps.iter().any(|step| match step {
            Step::Assign { target: Place::Binding(binding), .. } => {
                !matches!(evaluation.facts.module.bindings[binding.0 as usize].kind, BindingKind::Temporary)
            }
            Step::Assign { .. } => true,
            Step::Evaluate(expr) => evaluation.facts.may_matter(expr),
        });
        match &data.end {
            End::Goto | End::Branch(_) if !assigns => pending.extend(cfg.graph.neighbors(block)),
            End::Call { call, .. } if !assigns && !evaluation.facts.may_matter(call) => {
                let completes = cfg.graph.edges(block).filter(|edge| *edge.weight() == Edge::Completes);
                pending.extend(completes.map(|edge| edge.target()));
            }
            _ => return false,
        }
    }
    true
}

/// Where control is after blocks that do nothing.
fn behind_empty(cfg: &Cfg, block: BlockId) -> Option<BlockId> {
    let data = &cfg.graph[block];
    match data.end {
        End::Goto if data.steps.is_empty() => cfg.graph.neighbors(block).next(),
        _ => None,
    }
}

/// Exits of the graph that no run takes, whatever the types say: the tests in front of them contradict each other.
pub(crate) fn unreached_exits(evaluation: &Evaluation<'_>) -> Vec<DeadExit> {
    let taken: FxHashSet<Span> = evaluation.exits.iter().map(|exit| exit.span).collect();
    let cfg = &evaluation.function.cfg;
    let exits = cfg.graph.node_weights().filter_map(|block| match &block.end {
        End::Return { value: Some(value), .. } => {
            Some(DeadExit { span: value.span, value: Some(value.clone()), throws: false })
        }
        End::Throw { value, span } => Some(DeadExit { span: *span, value: Some(value.clone()), throws: true }),
        _ => None,
    });
    exits.filter(|exit| !taken.contains(&exit.span)).collect()
}

/// Whether it is a named constant that keeps runs from an exit, or that what is tried cannot fail: a switch of the source, or a precaution.
pub(crate) fn is_switched_off(evaluation: &Evaluation<'_>, exit: Span) -> bool {
    let cfg = &evaluation.function.cfg;
    if waits_for_an_error(evaluation, exit) {
        return true;
    }
    let blocking = blocking_tests(evaluation, exit);
    let switch = |step: &WitnessStep| {
        cfg.tests.iter().any(|test| test.span == step.span && is_switch(&evaluation.facts, cfg, test))
    };
    blocking.iter().any(switch)
}

/// Whether an exit stands behind a handler that no error of what is tried leads to.
fn waits_for_an_error(evaluation: &Evaluation<'_>, exit: Span) -> bool {
    let cfg = &evaluation.function.cfg;
    let handlers = cfg.tries.iter().filter(|data| !evaluation.facts.is_entered(data.handler));
    handlers.into_iter().any(|data| exits_behind(cfg, data.handler).contains(&exit))
}

/// The tests that keep runs from an exit: control comes to them, and they never have the answer that leads on.
pub(crate) fn blocking_tests(evaluation: &Evaluation<'_>, exit: Span) -> Vec<WitnessStep> {
    let cfg = &evaluation.function.cfg;
    let mut pending: Vec<BlockId> =
        cfg.graph.node_indices().filter(|block| exit_span(cfg, *block) == Some(exit)).collect();
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    while let Some(block) = pending.pop() {
        for edge in cfg.graph.edges_directed(block, Direction::Incoming) {
            match *edge.weight() {
                _ if !seen.insert(edge.id()) => {}
                Edge::When { test, answer } if evaluation.facts.is_entered(edge.source()) => {
                    let never = if answer { "never true here" } else { "never false here" };
                    found.push(WitnessStep { span: cfg.tests[test.0 as usize].span, text: never.to_owned() });
                }
                _ => pending.push(edge.source()),
            }
        }
    }
    found.sort_by_key(|step| step.span);
    found
}

/// What an exit nothing leads to would have decided.
pub(crate) fn decision_of_dead(evaluation: &Evaluation<'_>, dead: &DeadExit, candidate: &Candidate) -> Decision {
    let module = evaluation.facts.module;
    let Some(value) = &dead.value else { return Decision::Missing };
    if dead.throws {
        let error = candidate.contract.error;
        return if refuses(module, value) { Decision::Deny } else { error };
    }
    decision_of_literal(value, candidate).unwrap_or(Decision::Indeterminate)
}

fn decision_of_literal(value: &Expr, candidate: &Candidate) -> Option<Decision> {
    match &value.kind {
        ExprKind::Const(Const::Bool(flag)) => {
            let (truthy, falsy) = candidate.contract.truth();
            Some(if *flag { truthy } else { falsy })
        }
        ExprKind::Const(Const::String(text)) => decision_of_word(text),
        ExprKind::Member { property, .. } => decision_of_word(property),
        ExprKind::Object(fields) => fields.iter().find_map(|field| {
            let Field::Named { name, value } = field else { return None };
            match (field_meaning(name)?, &value.kind) {
                (FieldMeaning::Denies, ExprKind::Const(Const::Bool(flag))) => {
                    Some(if *flag { Decision::Deny } else { Decision::Allow })
                }
                (FieldMeaning::Asks, ExprKind::Const(Const::Bool(flag))) => {
                    Some(if *flag { Decision::Ask } else { Decision::Allow })
                }
                (_, ExprKind::Const(Const::Bool(flag))) => Some(if *flag { Decision::Allow } else { Decision::Deny }),
                _ => decision_of_literal(value, candidate),
            }
        }),
        _ => None,
    }
}

/// Cases that do something and run into a case from which an Allow can be reached, while others deny.
pub(crate) fn fallthroughs(evaluation: &Evaluation<'_>, allows: &FxHashSet<Span>) -> Vec<Fallthrough> {
    let cfg = &evaluation.function.cfg;
    let leads_to_allow = |target: BlockId| exits_behind(cfg, target).iter().any(|span| allows.contains(span));
    cfg.fallthroughs
        .iter()
        .filter(|fallthrough| leads_to_allow(fallthrough.target))
        .map(|fallthrough| Fallthrough { span: fallthrough.span, into: fallthrough.into })
        .collect()
}
