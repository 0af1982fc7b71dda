//! What a call to a function of the same file does to control: it never returns, it may throw, it asserts.
//!
//! Bottom-up over the strongly connected components of the call graph (Tarjan's algorithm, from petgraph), judged by bodies, not by annotations:
//! a helper that always throws never returns, whatever its declared type promises.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeFiltered, EdgeRef};
use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, Cfg, Edge, End, Expr, ExprKind};
use crate::channels::Channels;
use crate::evaluate::handling_try;
use crate::frameworks;
use crate::module::{BindingKind, FunctionId, Module};
use crate::versions::for_each_part;

/// Functions of well-known libraries that never return, by callee as written.
const NEVER_RETURN: &[&str] = &["process.exit", "process.abort"];

/// Summaries of the functions of one module.
#[derive(Debug, Default)]
pub struct Summaries {
    functions: Vec<Summary>,
    methods: FxHashMap<(String, String), FunctionId>,
}

/// What a call does to control.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// No path reaches a return or the end.
    pub never_returns: bool,
    /// Some path ends in an error of its own, or of a callee in this file.
    pub may_throw: bool,
}

impl Summaries {
    /// Summarises every function, and cuts the paths behind calls that never return out of the graphs.
    pub fn of(module: &mut Module) -> Self {
        let mut summaries =
            Summaries { functions: vec![Summary::default(); module.functions.len()], methods: methods(module) };
        for component in tarjan_scc(&summaries.call_graph(module)) {
            // A cycle is summarised until nothing changes: both facts only grow from "no" to "yes".
            let mut changed = true;
            while changed {
                changed = false;
                for &node in &component {
                    let id = FunctionId(node.index() as u32);
                    let summary = summaries.summarise(module, id);
                    changed |= component.len() > 1 && summary != summaries.functions[id.0 as usize];
                    summaries.functions[id.0 as usize] = summary;
                }
            }
        }
        for index in 0..module.functions.len() {
            summaries.cut(module, FunctionId(index as u32));
        }
        summaries
    }

    /// The method of a class of this file.
    pub fn method(&self, class: &str, name: &str) -> Option<FunctionId> {
        self.methods.get(&(class.to_owned(), name.to_owned())).copied()
    }

    /// Whether a call to the function may end in an error.
    pub fn may_throw(&self, id: FunctionId) -> bool {
        self.functions.get(id.0 as usize).is_some_and(|summary| summary.may_throw)
    }

    /// Whether a call to the function never completes.
    pub fn never_returns(&self, id: FunctionId) -> bool {
        self.functions.get(id.0 as usize).is_some_and(|summary| summary.never_returns)
    }

    /// The function of this file a call goes to.
    pub fn callee(&self, module: &Module, caller: FunctionId, call: &Expr) -> Option<FunctionId> {
        match &call.kind {
            ExprKind::Await(inner) => self.callee(module, caller, inner),
            ExprKind::Call { callee, .. } => match &callee.kind {
                ExprKind::Binding(binding) => match module.bindings[binding.0 as usize].kind {
                    BindingKind::Function(id) => Some(id),
                    _ => None,
                },
                ExprKind::Function(id) => Some(*id),
                ExprKind::Member { object, property } if matches!(object.kind, ExprKind::This) => {
                    self.method(&module.functions[caller.0 as usize].class.as_ref()?.name, property)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn call_graph(&self, module: &Module) -> DiGraph<(), ()> {
        let mut graph = DiGraph::new();
        module.functions.iter().for_each(|_| {
            graph.add_node(());
        });
        for (index, function) in module.functions.iter().enumerate() {
            let caller = FunctionId(index as u32);
            for block in function.cfg.graph.node_indices() {
                let called = match &function.cfg.graph[block].end {
                    End::Call { call, .. } => self.callee(module, caller, call),
                    _ => None,
                };
                for callee in called.into_iter().chain(self.chained(module, caller, block)) {
                    graph.add_edge(NodeIndex::new(index), NodeIndex::new(callee.0 as usize), ());
                }
            }
        }
        graph
    }

    fn summarise(&self, module: &Module, id: FunctionId) -> Summary {
        let function = &module.functions[id.0 as usize];
        let cfg = &function.cfg;
        let mut returns = false;
        let mut throws = false;
        for block in self.reachable(module, id) {
            throws |= self.chained(module, id, block).into_iter().any(|callee| self.may_throw(callee));
            match &cfg.graph[block].end {
                End::Return { .. } | End::FallsOff { .. } => returns = true,
                End::Throw { .. } => throws = true,
                End::Propagates { .. } => throws |= self.error_of_callee(module, id, cfg, block),
                _ => {}
            }
        }
        // A generator's body runs later; an async function that throws gives a rejected promise, which `await` turns into the error.
        Summary {
            never_returns: !returns && throws && !function.is_generator,
            may_throw: throws && !function.is_generator,
        }
    }

    /// The functions of this file whose errors leave a block through a chain of promises: where it starts, and its handlers.
    fn chained(&self, module: &Module, id: FunctionId, block: BlockId) -> Vec<FunctionId> {
        let cfg = &module.functions[id.0 as usize].cfg;
        let mut found = Vec::new();
        if handling_try(cfg, block).is_none() {
            for expr in cfg.graph[block].evaluated() {
                self.links(module, id, expr, &mut found);
            }
        }
        found
    }

    fn links(&self, module: &Module, id: FunctionId, expr: &Expr, found: &mut Vec<FunctionId>) {
        if let ExprKind::Call { callee, args } = &expr.kind
            && let ExprKind::Member { object, property } = &callee.kind
            && ["then", "catch", "finally"].contains(&property.as_str())
        {
            let handlers = args.iter().filter_map(|arg| match &arg.value.kind {
                ExprKind::Function(handler) => Some(*handler),
                _ => None,
            });
            found.extend(handlers);
            let receives = property == "catch" || property == "then" && args.len() > 1;
            if !receives {
                found.extend(self.callee(module, id, object));
                self.links(module, id, object, found);
            }
            return;
        }
        for_each_part(expr, &mut |part| self.links(module, id, part, found));
    }

    /// Whether the error that ends a block can come from a function of this file.
    fn error_of_callee(&self, module: &Module, id: FunctionId, cfg: &Cfg, block: BlockId) -> bool {
        cfg.graph.edges_directed(block, petgraph::Direction::Incoming).any(|edge| match &cfg.graph[edge.source()].end {
            End::Call { call, .. } => self.callee(module, id, call).is_some_and(|callee| self.may_throw(callee)),
            _ => false,
        })
    }

    /// The blocks a run can get to, given what is known of callees.
    fn reachable(&self, module: &Module, id: FunctionId) -> Vec<BlockId> {
        let cfg = &module.functions[id.0 as usize].cfg;
        let graph = EdgeFiltered::from_fn(&cfg.graph, |edge| !self.is_cut(module, id, cfg, edge.id()));
        let mut found = Vec::new();
        let mut search = Dfs::new(&graph, cfg.entry);
        while let Some(block) = search.next(&graph) {
            found.push(block);
        }
        found
    }

    /// Whether an edge is the completion of a call that never completes.
    fn is_cut(&self, module: &Module, id: FunctionId, cfg: &Cfg, edge: petgraph::graph::EdgeIndex) -> bool {
        let Some((source, _)) = cfg.graph.edge_endpoints(edge) else { return false };
        if cfg.graph[edge] != Edge::Completes {
            return false;
        }
        match &cfg.graph[source].end {
            End::Call { call, .. } => {
                let never = self.callee(module, id, call).is_some_and(|callee| {
                    // An async callee that always throws still completes, unless it is awaited.
                    self.never_returns(callee)
                        && (!module.functions[callee.0 as usize].is_async || matches!(call.kind, ExprKind::Await(_)))
                });
                never || is_known_never(module, id, call)
            }
            _ => false,
        }
    }

    fn cut(&self, module: &mut Module, id: FunctionId) {
        let cfg = &module.functions[id.0 as usize].cfg;
        let cut: Vec<_> = cfg.graph.edge_indices().filter(|edge| self.is_cut(module, id, cfg, *edge)).collect();
        if !cut.is_empty() {
            let cfg = &mut module.functions[id.0 as usize].cfg;
            cfg.graph.retain_edges(|_, edge| !cut.contains(&edge));
        }
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
            BindingKind::Import { module, name } => frameworks::never_returns(module, name),
            _ => false,
        },
        _ => false,
    }
}

/// Methods by class and name; a name declared twice (getter and setter) belongs to the first.
fn methods(module: &Module) -> FxHashMap<(String, String), FunctionId> {
    let mut methods = FxHashMap::default();
    for (index, function) in module.functions.iter().enumerate() {
        if let Some(class) = &function.class
            && let Some((_, name)) = function.name.rsplit_once('.')
        {
            methods.entry((class.name.clone(), name.to_owned())).or_insert(FunctionId(index as u32));
        }
    }
    methods
}
