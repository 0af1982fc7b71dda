//! States that get their value behind an `await`, in functions that nobody waits for.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::visit::Dfs;

use super::State;
use crate::cfg::{Block, BlockId, Cfg, End, Expr, ExprKind, Place, Step};
use crate::module::{BindingId, BindingKind, FunctionForm, FunctionId, Module};
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;
use crate::versions::{for_each_part, mentions};

/// A state, and the function that gives it its value.
pub(super) struct Loading {
    pub(super) state: State,
    /// As written.
    pub(super) text: String,
    pub(super) loader: FunctionRef,
    pub(super) starts_in: Option<FunctionId>,
    pub(super) started: Span,
    pub(super) written: Span,
}

/// A place that writes a state.
struct Write {
    function: FunctionId,
    block: BlockId,
    step: usize,
    span: Span,
    text: String,
}

/// Each state of a file that only functions write that nobody waits for.
pub(super) fn loadings(program: &Program, id: ModuleId) -> Vec<Loading> {
    let module = &program.file(id).module;
    let mut found = Vec::new();
    for (state, writes) in writes(module) {
        let waits = |write: &Write| {
            let function = &module.functions[write.function.0 as usize];
            function.is_async && is_behind_await(&function.cfg, write.block, write.step)
        };
        if !writes.iter().all(waits) {
            continue;
        }
        let loaders: BTreeSet<FunctionId> = writes.iter().map(|write| write.function).collect();
        let [loader] = loaders.into_iter().collect::<Vec<_>>()[..] else { continue };
        let loader = FunctionRef { module: id, function: loader };
        let (Some(write), Some((starts_in, started))) = (writes.first(), dropped_everywhere(program, loader)) else {
            continue;
        };
        let (text, written) = (write.text.clone(), write.span);
        found.push(Loading { state, text, loader, starts_in, started, written });
    }
    found
}

impl Loading {
    /// Whether a function starts the loading itself, and may wait for it.
    pub(super) fn is_awaited_by(&self, program: &Program, at: FunctionRef) -> bool {
        let mut found = false;
        for_each_call(&program.function(at).cfg, &mut |_, call, _| {
            found = found || program.callee(at.module, call) == Some(self.loader);
        });
        found
    }
}

/// Every write of a state, but for what it holds at first.
fn writes(module: &Module) -> BTreeMap<State, Vec<Write>> {
    let mut found: BTreeMap<State, Vec<Write>> = BTreeMap::new();
    for (index, function) in module.functions.iter().enumerate() {
        for block in function.cfg.graph.node_indices() {
            for (step, assigned) in function.cfg.graph[block].steps.iter().enumerate() {
                let Step::Assign { target, span, .. } = assigned else { continue };
                let state = match target {
                    Place::Binding(binding) if is_of_module(module, *binding) => State::Variable(*binding),
                    Place::Member { object, property } if matches!(object.kind, ExprKind::This) => {
                        let Some(class) = class_around(module, FunctionId(index as u32)) else { continue };
                        State::Field { class, name: property.clone() }
                    }
                    _ => continue,
                };
                let text = match &state {
                    State::Variable(binding) => module.bindings[binding.0 as usize].name.clone(),
                    State::Field { name, .. } => format!("this.{name}"),
                };
                let write = Write { function: FunctionId(index as u32), block, step, span: *span, text };
                found.entry(state).or_default().push(write);
            }
        }
    }
    found
}

fn is_of_module(module: &Module, binding: BindingId) -> bool {
    module
        .bindings
        .get(binding.0 as usize)
        .is_some_and(|data| data.function.is_none() && matches!(data.kind, BindingKind::Local { .. }))
}

/// The class whose instance `this` is, in a function or in those around it.
fn class_around(module: &Module, function: FunctionId) -> Option<String> {
    let function = module.functions.get(function.0 as usize)?;
    match &function.class {
        Some(class) => (!class.is_static).then(|| class.name.clone()),
        None => class_around(module, function.parent?),
    }
}

/// Whether each run waits for something before it comes to a step.
fn is_behind_await(cfg: &Cfg, block: BlockId, step: usize) -> bool {
    let data = &cfg.graph[block];
    let waits_here = data.steps.iter().take(step + 1).any(|step| match step {
        Step::Assign { value, .. } | Step::Evaluate(value) => has_await(value),
    });
    if waits_here {
        return true;
    }
    let waits = |block: BlockId| {
        let data = &cfg.graph[block];
        let tests = match data.end {
            End::Branch(test) => cfg.tests.get(test.0 as usize),
            _ => None,
        };
        Block::evaluated(data).chain(tests).any(has_await)
    };
    let open = petgraph::visit::NodeFiltered::from_fn(&cfg.graph, |other| other == block || !waits(other));
    if waits(cfg.entry) && cfg.entry != block {
        return true;
    }
    let mut reached = Dfs::new(&open, cfg.entry);
    while let Some(other) = reached.next(&open) {
        if other == block {
            return false;
        }
    }
    true
}

fn has_await(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Await(_));
    for_each_part(expr, &mut |part| found = found || has_await(part));
    found
}

/// Where a function is first called, if nobody who calls it waits: in a constructor, a function of the module, or the code of the file.
fn dropped_everywhere(program: &Program, loader: FunctionRef) -> Option<(Option<FunctionId>, Span)> {
    if program.callers(loader).any(|caller| caller.module != loader.module) {
        return None;
    }
    let module = &program.file(loader.module).module;
    let ids = (0..module.functions.len()).map(|index| Some(FunctionId(index as u32)));
    let mut first = None;
    for function in std::iter::once(None).chain(ids) {
        let cfg = module.cfg(function);
        let mut calls = Vec::new();
        for_each_call(cfg, &mut |_, call, _| {
            if program.callee(loader.module, call) == Some(loader) {
                calls.push(call.span);
            }
        });
        let dropped = dropped(cfg);
        if calls.iter().any(|call| !dropped.contains(call)) {
            return None;
        }
        let starts = function.is_none_or(|id| {
            let form = module.functions[id.0 as usize].form;
            form == FunctionForm::Constructor || module.functions[id.0 as usize].parent.is_none()
        });
        first = first.or(calls.first().filter(|_| starts).map(|call| (function, *call)));
    }
    first
}

/// The calls of a graph whose promises nobody looks at: `load()`, `void load()`, `load().catch(log)`.
fn dropped(cfg: &Cfg) -> BTreeSet<Span> {
    let mut found = BTreeSet::new();
    for data in cfg.graph.node_weights() {
        let steps = data.steps.iter().filter_map(|step| match step {
            Step::Evaluate(value) => Some(value),
            Step::Assign { .. } => None,
        });
        let ended = match &data.end {
            End::Call { call, result } if !is_read(cfg, *result) => Some(call),
            _ => None,
        };
        for value in steps.chain(ended) {
            let mut value = value;
            while let ExprKind::Call { callee, .. } = &value.kind
                && let ExprKind::Member { object, property } = &callee.kind
                && ["catch", "then", "finally"].contains(&property.as_str())
            {
                value = object;
            }
            found.insert(value.span);
        }
    }
    found
}

fn is_read(cfg: &Cfg, binding: BindingId) -> bool {
    let values = cfg.graph.node_weights().flat_map(Block::evaluated);
    values.chain(&cfg.tests).any(|expr| mentions(expr, binding))
}
