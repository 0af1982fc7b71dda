//! Which assignments of a variable reach which of its uses.

use petgraph::Direction;
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cfg::{BlockId, Cfg, Edge, End, Place, Step};
use crate::module::{BindingId, BindingKind, Function, FunctionId, Module};

/// A step of a block; behind the last one, its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Point {
    pub(super) function: FunctionId,
    pub(super) block: BlockId,
    pub(super) step: usize,
}

/// How a value gets from an assignment to a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrives {
    Never,
    /// On some paths another value is there.
    Perhaps,
    /// Nothing else gets there.
    Alone,
}

/// Every assignment of every variable of a file.
#[derive(Debug, Default)]
pub(super) struct Assignments {
    of: FxHashMap<BindingId, Vec<Point>>,
}

impl Assignments {
    pub(super) fn of(module: &Module) -> Self {
        let mut all = Assignments::default();
        for (index, function) in module.functions.iter().enumerate() {
            for block in function.cfg.graph.node_indices() {
                let data = &function.cfg.graph[block];
                let at = |step| Point { function: FunctionId(index as u32), block, step };
                for (number, step) in data.steps.iter().enumerate() {
                    if let Step::Assign { target: Place::Binding(variable), .. } = step {
                        all.of.entry(*variable).or_default().push(at(number));
                    }
                }
                if let End::Call { result, .. } = &data.end {
                    all.of.entry(*result).or_default().push(at(data.steps.len()));
                }
            }
        }
        all
    }

    /// How what is assigned to a variable at one point gets to a use of it.
    pub(super) fn arrives(&self, module: &Module, variable: BindingId, from: Point, to: Point) -> Arrives {
        let data = &module.bindings[variable.0 as usize];
        let all = self.of.get(&variable).map(Vec::as_slice).unwrap_or_default();
        let is_param = matches!(data.kind, BindingKind::Param { .. });
        let is_set_once = all.len() < 2 && data.reassigned == 0 && !is_param;
        if is_set_once {
            return Arrives::Alone;
        }
        let is_local = matches!(data.kind, BindingKind::Temporary) || data.function == Some(from.function);
        if !is_local || is_param || data.assigned_in_closure || from.function != to.function {
            return Arrives::Perhaps;
        }
        let function = &module.functions[from.function.0 as usize];
        let search = Search { function, all, to };
        if !search.reaches(from.block, Some(from.step)) {
            return Arrives::Never;
        }
        let others = all.iter().filter(|other| **other != from);
        let unset = search.reaches(function.cfg.entry, None);
        let other = unset || others.into_iter().any(|other| search.reaches(other.block, Some(other.step)));
        if other { Arrives::Perhaps } else { Arrives::Alone }
    }
}

struct Search<'s> {
    function: &'s Function,
    all: &'s [Point],
    to: Point,
}

impl Search<'_> {
    /// Whether the use can be reached from behind a step (or from the start of a block) without passing another assignment.
    fn reaches(&self, block: BlockId, step: Option<usize>) -> bool {
        let cfg = &self.function.cfg;
        let after = |at: usize| step.is_none_or(|step| at > step);
        if block == self.to.block && after(self.to.step) && !self.assigned(block, after, self.to.step) {
            return true;
        }
        if self.assigned(block, after, usize::MAX) {
            return false;
        }
        let mut seen: FxHashSet<BlockId> = FxHashSet::default();
        let is_call = step == Some(cfg.graph[block].steps.len());
        let mut open: Vec<BlockId> = successors(cfg, block, is_call).collect();
        while let Some(block) = open.pop() {
            if !seen.insert(block) {
                continue;
            }
            if block == self.to.block && !self.assigned(block, |_| true, self.to.step) {
                return true;
            }
            if !self.assigned(block, |_| true, usize::MAX) {
                open.extend(successors(cfg, block, false));
            } else if self.assigned_by_call_only(block) {
                // Where the call throws, nothing is assigned.
                open.extend(
                    cfg.graph.edges(block).filter(|edge| *edge.weight() == Edge::Throws).map(|edge| edge.target()),
                );
            }
        }
        false
    }

    /// Whether a block assigns the variable behind some step and before another.
    fn assigned(&self, block: BlockId, after: impl Fn(usize) -> bool, before: usize) -> bool {
        self.all.iter().any(|point| point.block == block && after(point.step) && point.step < before)
    }

    fn assigned_by_call_only(&self, block: BlockId) -> bool {
        let end = self.function.cfg.graph[block].steps.len();
        self.all.iter().filter(|point| point.block == block).all(|point| point.step == end)
    }
}

/// The blocks behind a block; where a call's answer is what counts, those behind its completion.
fn successors(cfg: &Cfg, block: BlockId, completed: bool) -> impl Iterator<Item = BlockId> {
    let edges = cfg.graph.edges_directed(block, Direction::Outgoing);
    edges.filter(move |edge| !completed || *edge.weight() != Edge::Throws).map(|edge| edge.target())
}
