//! Refusals that a function sends, and after which it does what it refused.
//!
//! In: the refusals of a function that is no check itself, and its effects. Out: a refusal that is sent where the path goes on to a change that is made
//! for others too. Decided on conditions: some run comes past both. An answer that is returned or thrown ends its path.

use petgraph::visit::EdgeRef;
use rustc_hash::FxHashSet;

use crate::cfg::{BlockId, Cfg, Edge, Expr, ExprKind};
use crate::condition::Condition;
use crate::decide::Confidence;
use crate::effects::{Act, Effect, Store};
use crate::evaluate::evaluate_asking;
use crate::fail_open::SENT;
use crate::inverted::refusals;
use crate::late_check::{is_telling, is_undone};
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::versions::for_each_part;

/// A refusal that was sent, and what is done all the same.
#[derive(Debug, Clone)]
pub struct RefusedAndDone {
    pub function: FunctionId,
    /// The refusal.
    pub denial: Span,
    /// The change.
    pub done: Span,
    pub act: Act,
    pub entity: String,
    pub confidence: Confidence,
}

/// Every such refusal of a file, in source order.
pub(crate) fn refused_and_done(program: &Program, module: ModuleId) -> Vec<RefusedAndDone> {
    let mut found: Vec<RefusedAndDone> = program.functions_of(module).flat_map(|at| of_function(program, at)).collect();
    found.sort_by_key(|one| (one.denial, one.function));
    // A `finally` body is lowered once for each way out.
    found.dedup_by(|later, earlier| later.denial == earlier.denial);
    found
}

fn of_function(program: &Program, at: FunctionRef) -> Vec<RefusedAndDone> {
    let cfg = &program.function(at).cfg;
    let changes: Vec<&Effect> =
        program.effects(at).iter().filter(|effect| effect.function == at.function && changes_rows(effect)).collect();
    // Of a check it is known what its answers mean.
    if changes.is_empty() || program.candidate(at).is_some() || asks_whether_sent(cfg) || is_undone(program, at) {
        return Vec::new();
    }
    let refusing = refusals(program, at).refusing;
    let pairs = refusing.into_iter().filter_map(|(block, denial)| {
        let behind = behind(cfg, block);
        let change = changes.iter().find(|change| change.call.start > denial.end && behind.contains(&change.block))?;
        Some((block, denial, *change))
    });
    let pairs: Vec<_> = pairs.filter(|(block, ..)| cfg.graph[*block].in_loop.is_none()).collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut evaluation = evaluate_asking(program, at);
    if evaluation.gave_up {
        return Vec::new();
    }
    let facts = &mut evaluation.facts;
    let mut found = Vec::new();
    for (block, denial, change) in pairs {
        let (refused, done) = (facts.reach_of(block), facts.reach_of(change.block));
        let both = facts.conditions.and(refused, done);
        let not_refused = facts.conditions.not(refused);
        // What is done where it is refused alone belongs to the refusal.
        let for_others = facts.conditions.and(done, not_refused);
        let Store::Table(entity) = &change.store else { continue };
        if both != Condition::FALSE && for_others != Condition::FALSE {
            found.push(RefusedAndDone {
                function: at.function,
                denial,
                done: change.call,
                act: change.act,
                entity: entity.clone(),
                confidence: Confidence::High,
            });
        }
    }
    found
}

/// Whether rows are changed which are more than a note of what happened.
fn changes_rows(effect: &Effect) -> bool {
    let is_change = matches!(effect.act, Act::Create | Act::Update | Act::Upsert | Act::Delete);
    is_change && matches!(&effect.store, Store::Table(entity) if !is_telling(entity))
}

/// The blocks that control comes to behind one, errors aside.
fn behind(cfg: &Cfg, block: BlockId) -> FxHashSet<BlockId> {
    let mut found = FxHashSet::default();
    let mut open = vec![block];
    while let Some(block) = open.pop() {
        for edge in cfg.graph.edges(block).filter(|edge| *edge.weight() != Edge::Throws) {
            if found.insert(edge.target()) {
                open.push(edge.target());
            }
        }
    }
    found
}

/// Whether a function looks whether an answer was sent already.
fn asks_whether_sent(cfg: &Cfg) -> bool {
    fn mentions(expr: &Expr) -> bool {
        let mut found = matches!(&expr.kind, ExprKind::Member { property, .. } if SENT.contains(&property.as_str()));
        for_each_part(expr, &mut |part| found |= mentions(part));
        found
    }
    cfg.tests.iter().any(mentions)
}
