//! What a call to a function of the project does to control, and what it gives: it never returns, it may throw, it gives a promise of an object.
//!
//! Bottom-up over the strongly connected components of the call graph (Tarjan's algorithm, from petgraph), judged by bodies, not by annotations:
//! a helper that always throws never returns, whatever its declared type promises.

mod constant;
mod fails;
mod fields;
mod gives;
mod refuses;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, EdgeIndex};
use petgraph::visit::{Dfs, EdgeFiltered, EdgeRef};
use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, Cfg, Edge, End, Expr, ExprKind};
use crate::channels::Channels;
use crate::constant::Const;
use crate::evaluate::handling_try;
use crate::module::{BindingKind, FunctionId, Module};
use crate::project::{FunctionRef, Program, for_each_call};
use crate::versions::for_each_part;

pub use fields::{GivenField, fields_given};
pub(crate) use gives::returns_objects;
pub use gives::{Gives, Kinds};

/// Functions of well-known libraries that never return, by callee as written.
const NEVER_RETURN: &[&str] = &["process.exit", "process.abort"];

/// What a call does to control.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// No path reaches a return or the end.
    pub never_returns: bool,
    /// Some path ends in an error of its own, or of a callee in the project.
    pub may_throw: bool,
    /// Something in it can end in an error that leaves it: of its own, of a callee, or of a call that leads out of the project.
    pub may_fail: bool,
    /// It refuses through a response before it asks anything: `sendForbidden(res)`.
    pub refuses_first: bool,
    /// What it gives back whatever it is handed; of a promise, what it resolves to.
    pub constant: Option<Const>,
    /// What it gives back.
    pub gives: Gives,
}

/// Summarises every function, and cuts the paths behind calls that never return out of the graphs.
pub(crate) fn summarise(program: &mut Program) {
    let graph = call_graph(program);
    for component in tarjan_scc(&graph) {
        // A cycle is summarised until nothing changes: all facts only grow.
        let mut changed = true;
        while changed {
            changed = false;
            for &node in &component {
                let at = graph[node];
                let summary = Summarising { program, at }.summary();
                changed |= component.len() > 1 && summary != *program.summary(at);
                program.set_summary(at, summary);
            }
        }
    }
    for id in program.ids() {
        for at in program.functions_of(id) {
            let cut = Summarising { program, at }.cut();
            if !cut.is_empty() {
                program.function_mut(at).cfg.graph.retain_edges(|_, edge| !cut.contains(&edge));
            }
        }
        refuses::note_refusing_calls(program, id);
    }
}

/// Which function calls another, or waits for it.
fn call_graph(program: &Program) -> DiGraph<FunctionRef, ()> {
    let mut graph = DiGraph::new();
    let mut nodes = FxHashMap::default();
    for at in program.ids().into_iter().flat_map(|id| program.functions_of(id)) {
        nodes.insert(at, graph.add_node(at));
    }
    for (&at, &node) in &nodes {
        let function = Summarising { program, at };
        let mut called: Vec<FunctionRef> = Vec::new();
        for block in function.cfg().graph.node_indices() {
            called.extend(function.chained(block));
        }
        for_each_call(&program.function(at).cfg, &mut |_, call, _| called.extend(program.callee(at.module, call)));
        for callee in called {
            graph.add_edge(node, nodes[&callee], ());
        }
    }
    graph
}

/// A function that is being summarised.
struct Summarising<'p> {
    program: &'p Program,
    at: FunctionRef,
}

impl<'p> Summarising<'p> {
    fn cfg(&self) -> &'p Cfg {
        &self.program.function(self.at).cfg
    }

    fn module(&self) -> &'p Module {
        &self.program.file(self.at.module).module
    }

    fn callee(&self, call: &Expr) -> Option<FunctionRef> {
        self.program.callee(self.at.module, call)
    }

    fn summary(&self) -> Summary {
        let cfg = self.cfg();
        let mut returns = false;
        let mut throws = false;
        for block in self.reachable() {
            throws |= self.chained(block).into_iter().any(|callee| self.program.summary(callee).may_throw);
            match &cfg.graph[block].end {
                End::Return { .. } | End::FallsOff { .. } => returns = true,
                End::Throw { .. } => throws = true,
                End::Propagates { .. } => throws |= self.error_of_callee(block),
                _ => {}
            }
        }
        // A generator's body runs later; an async function that throws gives a rejected promise, which `await` turns into the error.
        let runs = !self.program.function(self.at).is_generator;
        let gives = gives::gives(self.program, self.at);
        Summary {
            never_returns: !returns && throws && runs,
            may_throw: throws && runs,
            may_fail: fails::may_fail(self.program, self.at),
            constant: constant::constant(self.program, self.at),
            refuses_first: refuses::refuses_first(self.module(), self.at.function),
            gives,
        }
    }

    /// The functions of the project whose errors leave a block through a chain of promises: where it starts, and its handlers.
    fn chained(&self, block: BlockId) -> Vec<FunctionRef> {
        let cfg = self.cfg();
        let mut found = Vec::new();
        if handling_try(cfg, block).is_none() {
            for expr in cfg.graph[block].evaluated() {
                self.links(expr, &mut found);
            }
        }
        found
    }

    fn links(&self, expr: &Expr, found: &mut Vec<FunctionRef>) {
        if let ExprKind::Call { callee, args } = &expr.kind
            && let ExprKind::Member { object, property } = &callee.kind
            && ["then", "catch", "finally"].contains(&property.as_str())
        {
            let handlers = args.iter().filter_map(|arg| match &arg.value.kind {
                ExprKind::Function(function) => Some(FunctionRef { function: *function, ..self.at }),
                _ => None,
            });
            found.extend(handlers);
            let receives = property == "catch" || property == "then" && args.len() > 1;
            if !receives {
                found.extend(self.callee(object));
                self.links(object, found);
            }
            return;
        }
        for_each_part(expr, &mut |part| self.links(part, found));
    }

    /// Whether the error that ends a block can come from a function of the project.
    fn error_of_callee(&self, block: BlockId) -> bool {
        let cfg = self.cfg();
        cfg.graph.edges_directed(block, petgraph::Direction::Incoming).any(|edge| match &cfg.graph[edge.source()].end {
            End::Call { call, .. } => self.callee(call).is_some_and(|callee| self.program.summary(callee).may_throw),
            _ => false,
        })
    }

    /// The blocks a run can get to, given what is known of callees.
    fn reachable(&self) -> Vec<BlockId> {
        let cfg = self.cfg();
        let graph = EdgeFiltered::from_fn(&cfg.graph, |edge| !self.is_cut(edge.id()));
        let mut found = Vec::new();
        let mut search = Dfs::new(&graph, cfg.entry);
        while let Some(block) = search.next(&graph) {
            found.push(block);
        }
        found
    }

    /// Whether an edge is the completion of a call that never completes.
    fn is_cut(&self, edge: EdgeIndex) -> bool {
        let cfg = self.cfg();
        let Some((source, _)) = cfg.graph.edge_endpoints(edge) else { return false };
        if cfg.graph[edge] != Edge::Completes {
            return false;
        }
        match &cfg.graph[source].end {
            End::Call { call, .. } => {
                let never = self.callee(call).is_some_and(|callee| {
                    // An async callee that always throws still completes, unless it is awaited.
                    self.program.summary(callee).never_returns
                        && (!self.program.function(callee).is_async || matches!(call.kind, ExprKind::Await(_)))
                });
                never || is_known_never(self.module(), self.at.function, call)
            }
            _ => false,
        }
    }

    fn cut(&self) -> Vec<EdgeIndex> {
        self.cfg().graph.edge_indices().filter(|edge| self.is_cut(*edge)).collect()
    }
}

fn is_known_never(module: &Module, id: FunctionId, call: &Expr) -> bool {
    let callee = match &call.kind {
        ExprKind::Await(inner) => return is_known_never(module, id, inner),
        ExprKind::Call { callee, .. } => callee,
        _ => return false,
    };
    match &callee.kind {
        ExprKind::Member { object, property } => match &object.kind {
            ExprKind::Global(name) => NEVER_RETURN.contains(&format!("{name}.{property}").as_str()),
            _ => property == "throw" && Channels::of(module, id).is_context(object),
        },
        ExprKind::Binding(binding) => match &module.bindings[binding.0 as usize].kind {
            BindingKind::Import { module: from, name } => module.standing.never_returns(from, name),
            _ => false,
        },
        _ => false,
    }
}
