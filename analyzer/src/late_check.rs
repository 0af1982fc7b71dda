//! Rows that are changed before somebody is refused.
//!
//! In: a function's effects, and the refusals it can end in. Out: a change that every path to a refusal has made already, where the refusal looks at
//! the same row, or at who asks. What is undone by an error (a transaction), counts (attempts, limits) or tells (logs) is none.

use std::collections::BTreeSet;

use petgraph::algo::dominators::{Dominators, simple_fast};
use petgraph::visit::EdgeRef;

use crate::asks::{AskKind, Asks};
use crate::cfg::{BlockId, Edge, Expr};
use crate::decide::Confidence;
use crate::effects::{Act, Effect, Store};
use crate::module::{FunctionId, Position};
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;
use crate::values::{Root, Value, Values};
use crate::versions::callee_name;
use crate::words::words;

/// A change that comes before the refusal.
#[derive(Debug, Clone)]
pub struct LateCheck {
    pub function: FunctionId,
    /// The change.
    pub span: Span,
    pub act: Act,
    pub entity: String,
    /// The refusal, and the test in front of it.
    pub denial: Span,
    pub test: Span,
    pub confidence: Confidence,
}

/// Words of rows that count, limit, lock, remember or tell.
const TELLING: &[&str] = &[
    "log", "audit", "event", "counter", "count", "attempt", "limit", "rate", "lock", "cache", "session", "usage",
    "history", "metric", "stat", "view", "job", "queue", "nonce", "otp", "code", "token", "notification", "quota",
    "visit", "activity", "ip", "trace", "failure", "retry", "verification", "challenge", "ticket", "state",
];

/// Calls that undo what was done, or make it undone by an error.
const UNDOES: &[&str] =
    &["transaction", "$transaction", "startTransaction", "rollback", "rollbackTransaction", "withTransaction", "abort"];

/// The changes of a file that come before the refusal, in source order.
pub(crate) fn late_checks(program: &Program, module: ModuleId) -> Vec<LateCheck> {
    let mut found: Vec<LateCheck> = program.functions_of(module).filter_map(|at| late(program, at)).collect();
    found.sort_by_key(|one| one.span);
    found
}

fn late(program: &Program, at: FunctionRef) -> Option<LateCheck> {
    let effects: Vec<&Effect> =
        program.effects(at).iter().filter(|effect| effect.function == at.function && lasts(effect)).collect();
    if effects.is_empty() || is_undone(program, at) {
        return None;
    }
    let cfg = &program.function(at).cfg;
    let dominators = simple_fast(&cfg.graph, cfg.entry);
    let asks = Asks::of(program, at);
    let denials =
        asks.all.iter().filter(|ask| ask.is_own && ask.kind == AskKind::Denial && ask.through.function == at.function);
    for denial in denials {
        let Some((block, test)) = decided_by(program, at, &dominators, denial.through.block) else { continue };
        let asked = Values::of(program, at).ingredients(test);
        for effect in &effects {
            let comes_first = effect.block != block && dominates(&dominators, effect.block, block);
            if comes_first && is_about(&asked, effect) {
                let Store::Table(entity) = &effect.store else { continue };
                return Some(LateCheck {
                    function: at.function,
                    span: effect.call,
                    act: effect.act,
                    entity: entity.clone(),
                    denial: denial.place.1,
                    test: test.span,
                    confidence: if effect.distance == 0 { Confidence::Medium } else { Confidence::Low },
                });
            }
        }
    }
    None
}

/// Whether rows of this name, or a field, tell or count what happened.
pub(crate) fn is_telling(name: &str) -> bool {
    words(name).iter().any(|word| TELLING.iter().any(|known| word == known || word.strip_suffix('s') == Some(known)))
}

/// Whether rows are changed for good, which are more than a note of what happened.
fn lasts(effect: &Effect) -> bool {
    let entity = match &effect.store {
        Store::Table(name) => name,
        _ => return false,
    };
    let fields: Vec<&str> = effect.data.iter().filter_map(|datum| datum.field.as_deref()).collect();
    let only_tells = !fields.is_empty()
        && fields
            .iter()
            .all(|field| is_telling(field) || words(field).iter().any(|word| word == "at" || word == "last"));
    matches!(effect.act, Act::Update | Act::Upsert | Act::Delete)
        && !is_telling(entity)
        && !only_tells
        && !effect.selected_by().any(Value::is_principal)
}

/// Whether an error undoes what the function did, or something in it does.
pub(crate) fn is_undone(program: &Program, at: FunctionRef) -> bool {
    let module = &program.file(at.module).module;
    let undoes = |name: &str| {
        UNDOES.contains(&name) || words(name).iter().any(|word| word == "transaction" || word == "rollback")
    };
    let function = program.function(at);
    let within = matches!(&function.position, Position::Argument { callee, .. } if undoes(callee.rsplit('.').next().unwrap_or(callee)));
    let mut found = within
        || function.params.iter().any(|param| {
            module.bindings.get(param.binding.0 as usize).is_some_and(|data| {
                ["tx", "trx", "transaction", "queryRunner", "manager"].contains(&data.name.as_str())
            })
        });
    for_each_call(&function.cfg, &mut |_, _, callee| found |= undoes(callee_name(module, callee)));
    found
}

/// The test that decides whether a block is come to: the nearest one with an answer that leads elsewhere.
fn decided_by<'p>(
    program: &'p Program,
    at: FunctionRef,
    dominators: &Dominators<BlockId>,
    block: BlockId,
) -> Option<(BlockId, &'p Expr)> {
    let cfg = &program.function(at).cfg;
    let mut above = std::iter::successors(Some(block), |block| dominators.immediate_dominator(*block));
    above.find_map(|source| {
        let mut answers = cfg.graph.edges(source).filter_map(|edge| match edge.weight() {
            Edge::When { test, .. } => Some((edge.target(), *test)),
            _ => None,
        });
        let (_, test) = answers.find(|(target, _)| *target == block || dominates(dominators, *target, block))?;
        Some((source, cfg.tests.get(test.0 as usize)?))
    })
}

fn dominates(dominators: &Dominators<BlockId>, above: BlockId, below: BlockId) -> bool {
    dominators.dominators(below).is_some_and(|mut all| all.any(|block| block == above))
}

/// Whether a test looks at the row that was changed, or at who asks; not at what the change gave.
fn is_about(asked: &BTreeSet<Value>, effect: &Effect) -> bool {
    let of_change = |value: &Value| matches!(&value.root, Root::Call(_, span) | Root::Unknown(_, span) if effect.given_at.contains(span));
    let same = |value: &Value| {
        effect.selected_by().any(|key| {
            value.overlaps(key) && !(value.path.is_empty() && value.is_request())
                || matches!((&value.root, &key.root), (Root::Call(_, a), Root::Call(_, b)) if a == b)
        })
    };
    // A test of who asks alone, or of the row with who asks.
    let is_of_row = asked.iter().any(same) || !asked.iter().any(|value| matches!(value.root, Root::Call(..)));
    !asked.iter().any(of_change) && asked.iter().any(Value::is_principal) && is_of_row
}
