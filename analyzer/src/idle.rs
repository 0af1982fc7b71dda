//! Tests that decide nothing: conditions that always hold, or never; tests of a right behind which both answers come to the same end; exits nothing
//! leads to.

use rustc_hash::FxHashSet;

use crate::cfg::{BlockId, Cfg, DeadExit, End, Expr, Field, ExprKind, Outcome, Place, Step, WrittenCondition};
use crate::condition::Condition;
use crate::constant::Const;
use crate::decide::{ConstantCondition, Decision, Encoding, Fallthrough, IdleTest, Polarity};
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
        if always == never || !asks_something(evaluation.facts.module, cfg, written) {
            continue;
        }
        let decides = decided_by(evaluation, written, always);
        if !decides.is_empty() {
            found.push(ConstantCondition { span: written.span, holds: always, decides });
        }
    }
    found
}

/// Whether a condition looks like a question: it mentions something that is no named constant, or assigns.
fn asks_something(module: &Module, cfg: &Cfg, written: &WrittenCondition) -> bool {
    blocks_of(cfg, written).into_iter().any(|block| {
        let data = &cfg.graph[block];
        let within = |expr: &Expr| written.span.start <= expr.span.start && expr.span.end <= written.span.end;
        let assigns = data.steps.iter().any(|step| match step {
            Step::Assign { target: Place::Binding(binding), value, .. } => {
                within(value) && !matches!(module.bindings[binding.0 as usize].kind, BindingKind::Temporary)
            }
            Step::Assign { value, .. } => within(value),
            Step::Evaluate(_) => false,
        });
        let tests = match data.end {
            End::Branch(test) => mentions_variable(module, &cfg.tests[test.0 as usize]),
            _ => false,
        };
        assigns || tests
    })
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

fn exit_span(cfg: &Cfg, block: BlockId) -> Option<Span> {
    match &cfg.graph[block].end {
        End::Return { value: Some(value), .. } => Some(value.span),
        End::Return { span, .. } | End::Throw { span, .. } | End::Propagates { span, .. } | End::FallsOff { span } => Some(*span),
        _ => None,
    }
}

/// Tests of a right whose failing side does something, but neither leaves nor changes how the function ends.
pub(crate) fn idle_tests(evaluation: &mut Evaluation<'_>, sign_in: bool) -> Vec<IdleTest> {
    let mut asked: FxHashSet<crate::condition::Variable> = FxHashSet::default();
    for exit in &evaluation.exits {
        for &(condition, _) in exit.value.0.iter().chain(&exit.answered.0) {
            asked.extend(evaluation.facts.conditions.support(condition));
        }
    }
    let function = evaluation.function;
    let mut found = Vec::new();
    for written in &function.cfg.conditions {
        let Outcome::Tested { then, otherwise } = written.outcome else { continue };
        let Some((holds, fails)) = evaluation.facts.alone(written) else { continue };
        let support = evaluation.facts.conditions.support(holds);
        if support.is_empty() || support.iter().any(|variable| asked.contains(variable)) {
            continue;
        }
        // The side that proves nothing is the failing one; it must be the one with a body.
        let cfg = &function.cfg;
        let failing = match (proves(&mut evaluation.facts, holds, sign_in), proves(&mut evaluation.facts, fails, sign_in)) {
            (false, true) if does_something(cfg, then) && !does_something(cfg, otherwise) => holds,
            _ => continue,
        };
        let cubes = evaluation.facts.conditions.cover(failing, failing).cubes;
        let fails_when = evaluation.facts.show_cover(&cubes).text;
        found.push(IdleTest { span: written.span, fails_when });
    }
    found
}

fn proves(facts: &mut Evaluator<'_>, condition: Condition, sign_in: bool) -> bool {
    facts.unproven(condition, sign_in) == Condition::FALSE
}

fn does_something(cfg: &Cfg, block: BlockId) -> bool {
    let data = &cfg.graph[block];
    !data.steps.is_empty() || !matches!(data.end, End::Goto)
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

/// What an exit nothing leads to would have decided.
pub(crate) fn decision_of_dead(evaluation: &Evaluation<'_>, dead: &DeadExit, candidate: &Candidate) -> Decision {
    let module = evaluation.facts.module;
    let Some(value) = &dead.value else { return Decision::Missing };
    if dead.throws {
        let guard = candidate.encoding == Encoding::Assertion;
        return if guard || refuses(module, value) { Decision::Deny } else { Decision::Indeterminate };
    }
    decision_of_literal(module, value, candidate).unwrap_or(Decision::Indeterminate)
}

fn decision_of_literal(module: &Module, value: &Expr, candidate: &Candidate) -> Option<Decision> {
    match &value.kind {
        ExprKind::Const(Const::Bool(flag)) => {
            let inverted = candidate.polarity == Polarity::Inverted;
            Some(match (*flag != inverted, candidate.asks) {
                (true, _) => Decision::Allow,
                (false, true) => Decision::Ask,
                (false, false) => Decision::Deny,
            })
        }
        ExprKind::Const(Const::String(text)) => decision_of_word(text),
        ExprKind::Member { property, .. } => decision_of_word(property),
        ExprKind::Object(fields) => fields.iter().find_map(|field| {
            let Field::Named { name, value } = field else { return None };
            match (field_meaning(name)?, &value.kind) {
                (FieldMeaning::Denies, ExprKind::Const(Const::Bool(flag))) => {
                    Some(if *flag { Decision::Deny } else { Decision::Allow })
                }
                (FieldMeaning::Asks, ExprKind::Const(Const::Bool(flag))) => Some(if *flag { Decision::Ask } else { Decision::Allow }),
                (_, ExprKind::Const(Const::Bool(flag))) => Some(if *flag { Decision::Allow } else { Decision::Deny }),
                _ => decision_of_literal(module, value, candidate),
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
