//! The graph under construction: blocks, edges, temporaries, and the order in which operands are evaluated.
//!
//! Lowering always appends to [`Builder::current`]; there is none behind a `return`, so code that cannot be reached is
//! never lowered. An expression whose neighbour to the right needs blocks of its own is moved into a temporary
//! afterwards, at the place where it was evaluated ([`Builder::settle`]): nobody has to know in advance.

use petgraph::Direction;
use petgraph::graph::DiGraph;
use petgraph::visit::Dfs;
use rustc_hash::FxHashSet;
use swc_common::{BytePos, Spanned};

use super::frames::Frame;
use super::names::Names;
use crate::cfg::{BinaryOp, Block, BlockId, Cfg, Edge, End, Expr, ExprKind, LoopId, Place, Step, TestId};
use crate::constant::Const;
use crate::module::{Binding, BindingId, BindingKind, FunctionId, Problem};
use crate::parse::Comments;
use crate::source::Span;

/// Expressions nested deeper than this are cut by a temporary, so that whoever walks an expression may recurse.
const MAX_DEPTH: u32 = 100;

/// What evaluating an expression can notice or do, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// The same whenever it is evaluated.
    Stable,
    /// Depends on when it is evaluated.
    Reads,
    /// Does something itself.
    Acts,
}

/// A lowered expression.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) expr: Expr,
    pub(super) effect: Effect,
    pub(super) depth: u32,
}

impl Value {
    pub(super) fn new(kind: ExprKind, span: Span, effect: Effect, depth: u32) -> Self {
        Value { expr: Expr { kind, span }, effect, depth }
    }

    pub(super) fn constant(value: Const, span: Span) -> Self {
        Value::new(ExprKind::Const(value), span, Effect::Stable, 0)
    }

    /// A temporary, or a variable that is never assigned again.
    pub(super) fn fixed(binding: BindingId, span: Span) -> Self {
        Value::new(ExprKind::Binding(binding), span, Effect::Stable, 0)
    }
}

/// A value that waits for its neighbours to the right.
#[derive(Debug)]
pub(super) struct Pending {
    value: Value,
    block: BlockId,
    /// Where in `block` it is evaluated.
    step: usize,
    /// [`Builder::events`] at that moment.
    events: u32,
    /// [`Builder::writes`] at that moment.
    writes: u32,
}

/// What all functions of a file share.
#[derive(Debug)]
pub(super) struct Shared<'a> {
    pub(super) text: &'a str,
    pub(super) comments: &'a Comments,
    pub(super) names: &'a Names,
    pub(super) bindings: &'a mut Vec<Binding>,
    pub(super) problems: &'a mut Vec<Problem>,
}

/// Lowers one function body.
#[derive(Debug)]
pub(super) struct Builder<'s, 'a> {
    pub(super) shared: &'s mut Shared<'a>,
    pub(super) cfg: Cfg,
    pub(super) current: Option<BlockId>,
    pub(super) in_loop: Option<LoopId>,
    pub(super) function: Option<FunctionId>,
    /// The methods `this` has.
    pub(super) methods: &'s FxHashSet<String>,
    /// What is around the current statement, outermost first.
    pub(super) frames: Vec<Frame<'s>>,
    /// Labels that stand directly before the next statement.
    pub(super) labels: Vec<&'s str>,
    /// Where the current statement begins.
    pub(super) statement: BytePos,
    /// How many blocks the copies of `finally` bodies have.
    pub(super) copies: u32,
    /// Steps and blocks emitted so far.
    events: u32,
    /// Calls and assignments emitted so far.
    writes: u32,
}

impl<'s, 'a> Builder<'s, 'a> {
    pub(super) fn new(
        shared: &'s mut Shared<'a>,
        function: Option<FunctionId>,
        methods: &'s FxHashSet<String>,
    ) -> Self {
        let cfg = Cfg::default();
        Builder {
            shared,
            current: Some(cfg.entry),
            cfg,
            in_loop: None,
            function,
            methods,
            frames: Vec::new(),
            labels: Vec::new(),
            statement: BytePos(0),
            copies: 0,
            events: 0,
            writes: 0,
        }
    }

    /// A block of the current loop that nothing leads to yet.
    pub(super) fn block(&mut self) -> BlockId {
        self.cfg.graph.add_node(Block { in_loop: self.in_loop, ..Block::default() })
    }

    /// Goes on in `block`, unless nothing leads to it.
    pub(super) fn enter(&mut self, block: BlockId) {
        self.events += 1;
        self.current = self.is_reached(block).then_some(block);
    }

    pub(super) fn is_reached(&self, block: BlockId) -> bool {
        self.cfg.graph.edges_directed(block, Direction::Incoming).next().is_some()
    }

    /// Ends the current block; nothing follows unless an edge is added.
    pub(super) fn end(&mut self, end: End) -> Option<BlockId> {
        self.events += 1;
        let block = self.current.take()?;
        if let Some(block) = self.cfg.graph.node_weight_mut(block) {
            block.end = end;
        }
        Some(block)
    }

    pub(super) fn edge(&mut self, from: BlockId, to: BlockId, edge: Edge) {
        self.cfg.graph.add_edge(from, to, edge);
    }

    /// Control goes on in `target`.
    pub(super) fn goto(&mut self, target: BlockId) {
        if let Some(block) = self.end(End::Goto) {
            self.edge(block, target, Edge::Always);
        }
    }

    /// Control goes on in `then` or `otherwise`, by the truth of `test`.
    pub(super) fn branch_on(&mut self, test: Value, then: BlockId, otherwise: BlockId) {
        if self.current.is_none() {
            return;
        }
        if test.effect == Effect::Acts {
            self.writes += 1;
        }
        let id = TestId(self.cfg.tests.len() as u32);
        self.cfg.tests.push(test.expr);
        if let Some(block) = self.end(End::Branch(id)) {
            self.edge(block, then, Edge::When { test: id, answer: true });
            self.edge(block, otherwise, Edge::When { test: id, answer: false });
        }
    }

    /// Adds a step to the current block.
    pub(super) fn step(&mut self, step: Step) {
        self.events += 1;
        if !matches!(&step, Step::Assign { target: Place::Binding(target), .. } if self.is_temporary(*target)) {
            self.writes += 1;
        }
        if let Some(block) = self.current.and_then(|block| self.cfg.graph.node_weight_mut(block)) {
            block.steps.push(step);
        }
    }

    pub(super) fn assign(&mut self, target: Place, value: Value, span: Span) {
        if value.effect == Effect::Acts {
            self.writes += 1;
        }
        self.step(Step::Assign { target, value: value.expr, span });
    }

    /// Notes that something happened that other expressions may see.
    pub(super) fn wrote(&mut self) {
        self.writes += 1;
    }

    /// A new temporary.
    pub(super) fn temporary(&mut self) -> BindingId {
        self.hidden(BindingKind::Temporary)
    }

    /// A new variable that has no name in the source.
    pub(super) fn hidden(&mut self, kind: BindingKind) -> BindingId {
        let id = BindingId(self.shared.bindings.len() as u32);
        self.shared.bindings.push(Binding {
            name: String::new(),
            kind,
            declared_type: None,
            function: self.function,
            reassigned: 0,
            assigned_in_closure: false,
        });
        id
    }

    fn is_temporary(&self, binding: BindingId) -> bool {
        let kind = self.shared.bindings.get(binding.0 as usize).map(|binding| &binding.kind);
        matches!(kind, Some(BindingKind::Temporary))
    }

    /// A variable's value.
    pub(super) fn read(&self, binding: BindingId, span: Span) -> Value {
        let changes = self.shared.bindings.get(binding.0 as usize).is_none_or(|binding| binding.reassigned > 0);
        let effect = if changes { Effect::Reads } else { Effect::Stable };
        Value::new(ExprKind::Binding(binding), span, effect, 0)
    }

    /// Puts a value into a new temporary.
    pub(super) fn spill(&mut self, value: Value) -> Value {
        let span = value.expr.span;
        let temporary = self.temporary();
        self.assign(Place::Binding(temporary), value, span);
        Value::fixed(temporary, span)
    }

    /// A value that may be mentioned twice: itself when it is a plain path, else a temporary.
    pub(super) fn reusable(&mut self, value: Value) -> Value {
        if is_path(&value.expr) { value } else { self.spill(value) }
    }

    /// Builds an expression over operands, cutting it when it is nested too deeply.
    pub(super) fn compose(&mut self, kind: ExprKind, span: Span, effect: Effect, operand_depth: u32) -> Value {
        let value = Value::new(kind, span, effect, operand_depth + 1);
        if value.depth > MAX_DEPTH { self.spill(value) } else { value }
    }

    /// Remembers where a value is evaluated while its neighbours to the right are lowered.
    pub(super) fn hold(&self, value: Value) -> Pending {
        let block = self.current.unwrap_or(self.cfg.entry);
        let step = self.cfg.graph.node_weight(block).map_or(0, |block| block.steps.len());
        Pending { value, block, step, events: self.events, writes: self.writes }
    }

    /// The held value, moved into a temporary where it was evaluated if what was lowered since would disturb it.
    pub(super) fn settle(&mut self, pending: Pending) -> Value {
        let Pending { value, block, step, events, writes } = pending;
        let disturbed = match value.effect {
            Effect::Stable => false,
            Effect::Reads => writes != self.writes,
            Effect::Acts => events != self.events,
        };
        if !disturbed {
            return value;
        }
        let span = value.expr.span;
        let temporary = self.temporary();
        if value.effect == Effect::Acts {
            // What was evaluated before it must not move behind it.
            self.writes += 1;
        }
        self.events += 1;
        if let Some(block) = self.cfg.graph.node_weight_mut(block) {
            let at = step.min(block.steps.len());
            block.steps.insert(at, Step::Assign { target: Place::Binding(temporary), value: value.expr, span });
        }
        Value::fixed(temporary, span)
    }

    /// Like [`Builder::settle`] for what stands before a `.`: a plain path stays one, so that it keeps its meaning for
    /// whoever recognises it; what could change it in between does not occur in practice.
    pub(super) fn settle_path(&mut self, pending: Pending) -> Value {
        if is_path(&pending.value.expr) { pending.value } else { self.settle(pending) }
    }

    /// Settles values that were held one after the other.
    pub(super) fn settle_all(&mut self, pending: Vec<Pending>) -> Vec<Value> {
        // The last first: an earlier one is then put before it, also at the same place.
        let mut values: Vec<Value> = pending.into_iter().rev().map(|pending| self.settle(pending)).collect();
        values.reverse();
        values
    }

    /// Branches on `value == null`.
    pub(super) fn branch_on_nullish(&mut self, value: &Value, nullish: BlockId, present: BlockId) {
        let span = value.expr.span;
        let null = Expr { kind: ExprKind::Const(Const::Null), span };
        let test = comparison(BinaryOp::LooseEquals, value.expr.clone(), null, span);
        self.branch_on(test, nullish, present);
    }

    /// Branches on `value === undefined`.
    pub(super) fn branch_on_undefined(&mut self, value: &Value, missing: BlockId, present: BlockId) {
        let span = value.expr.span;
        let undefined = Expr { kind: ExprKind::Const(Const::Undefined), span };
        let test = comparison(BinaryOp::StrictEquals, value.expr.clone(), undefined, span);
        self.branch_on(test, missing, present);
    }

    /// The finished graph, without blocks that nothing leads to.
    pub(super) fn finish(mut self) -> Cfg {
        // Joins that no side reached, and values of statements behind a way out.
        let entry = self.cfg.entry;
        let mut reached = vec![false; self.cfg.graph.node_count()];
        let mut search = Dfs::new(&self.cfg.graph, entry);
        while let Some(block) = search.next(&self.cfg.graph) {
            if let Some(reached) = reached.get_mut(block.index()) {
                *reached = true;
            }
        }
        if reached.iter().all(|reached| *reached) {
            return self.cfg;
        }
        let (blocks, edges) = std::mem::take(&mut self.cfg.graph).into_nodes_edges();
        let mut kept = DiGraph::with_capacity(blocks.len(), edges.len());
        let mut moved = Vec::with_capacity(blocks.len());
        for (block, reached) in blocks.into_iter().zip(reached) {
            moved.push(reached.then(|| kept.add_node(block.weight)));
        }
        let new_place = |block: BlockId| moved.get(block.index()).copied().flatten();
        for edge in &edges {
            if let (Some(from), Some(to)) = (new_place(edge.source()), new_place(edge.target())) {
                kept.add_edge(from, to, edge.weight);
            }
        }
        let new_place = |block: BlockId| new_place(block).unwrap_or(entry);
        self.cfg.graph = kept;
        self.cfg.loops.iter_mut().for_each(|it| it.header = new_place(it.header));
        self.cfg.tries.iter_mut().for_each(|it| it.handler = new_place(it.handler));
        self.cfg.conditions.iter_mut().for_each(|it| it.move_blocks(new_place));
        self.cfg.fallthroughs.iter_mut().for_each(|it| it.target = new_place(it.target));
        self.cfg
    }
}

/// The span of a node; an empty one for nodes that no source text belongs to.
pub(super) fn span_of(node: &impl Spanned) -> Span {
    crate::parse::span(node.span()).unwrap_or_default()
}

/// A comparison of two values that may be mentioned again.
pub(super) fn comparison(op: BinaryOp, left: Expr, right: Expr, span: Span) -> Value {
    Value::new(ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) }, span, Effect::Reads, 1)
}

/// Names, constants, and properties of them up to a few levels.
fn is_path(expr: &Expr) -> bool {
    let mut current = expr;
    for _ in 0..8 {
        current = match &current.kind {
            ExprKind::Member { object, .. } => object,
            kind => {
                return matches!(
                    kind,
                    ExprKind::Const(_)
                        | ExprKind::Binding(_)
                        | ExprKind::Global(_)
                        | ExprKind::This
                        | ExprKind::Function(_)
                        | ExprKind::Element(_)
                        | ExprKind::Caught(_)
                );
            }
        };
    }
    false
}
