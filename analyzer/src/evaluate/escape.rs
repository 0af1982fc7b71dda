//! Which lists and objects others can change.
//!
//! A literal that a local variable holds is exact as long as this function alone fills it. It is given up when a callback fills it, or when it is
//! handed to a call that may.

use rustc_hash::FxHashSet;

use crate::cfg::{Cfg, End, Expr, ExprKind, Field, Place, Step};
use crate::module::{BindingId, FunctionId, Module};
use crate::versions::{CHANGES_RECEIVER, callee_name, for_each_part};
use crate::words::is_query;

/// Variables whose lists or objects are changed by someone else than the function that declares them.
pub(crate) fn changed_elsewhere(module: &Module) -> FxHashSet<BindingId> {
    let mut found = FxHashSet::default();
    for (index, function) in module.functions.iter().enumerate() {
        let declared_here = |binding: BindingId| {
            module.bindings[binding.0 as usize].function.is_some_and(|declaring| declaring.0 as usize == index)
        };
        for_each_expression(&function.cfg, &mut |expr| changes(module, expr, &declared_here, &mut found));
        for step in function.cfg.graph.node_weights().flat_map(|block| &block.steps) {
            let Step::Assign { target, value, .. } = step else { continue };
            match target {
                // A field of a literal in its own function is followed; any other write is not.
                Place::Member { object, .. } if variable(object).is_some_and(declared_here) => {}
                Place::Member { object, .. } | Place::Index { object, .. } => found.extend(path_root(object)),
                Place::Binding(_) => {}
            }
            stored(value, &mut found);
        }
    }
    found
}

/// Variables a value keeps hold of: another name for what they hold, or a part of it.
fn stored(value: &Expr, found: &mut FxHashSet<BindingId>) {
    match &value.kind {
        ExprKind::Binding(binding) => {
            found.insert(*binding);
        }
        ExprKind::Object(fields) => fields.iter().for_each(|field| match field {
            Field::Named { value, .. } | Field::Computed { value, .. } => stored(value, found),
            Field::Spread(_) => {}
        }),
        ExprKind::Array(items) => items.iter().filter(|item| !item.spread).for_each(|item| stored(&item.value, found)),
        _ => {}
    }
}

fn path_root(expr: &Expr) -> Option<BindingId> {
    match &expr.kind {
        ExprKind::Member { object, .. } | ExprKind::Index { object, .. } => path_root(object),
        _ => variable(expr),
    }
}

fn changes(module: &Module, expr: &Expr, declared_here: &impl Fn(BindingId) -> bool, found: &mut FxHashSet<BindingId>) {
    let (callee, args) = match &expr.kind {
        ExprKind::Call { callee, args } | ExprKind::New { callee, args } => (callee, args),
        _ => return,
    };
    let name = callee_name(module, callee);
    if let ExprKind::Member { object, .. } = &callee.kind
        && CHANGES_RECEIVER.contains(&name)
    {
        // What is put in one by one is followed, in its own function; nothing else is.
        let followed = ["push", "unshift", "add"].contains(&name) && args.iter().all(|arg| !arg.spread);
        found.extend(path_root(object).filter(|binding| !(followed && declared_here(*binding))));
        return;
    }
    if !is_query(name) && name != "Set" {
        found.extend(args.iter().filter_map(|arg| variable(&arg.value)));
    }
}

fn variable(expr: &Expr) -> Option<BindingId> {
    match expr.kind {
        ExprKind::Binding(binding) => Some(binding),
        _ => None,
    }
}

/// Every expression of a graph, the inner ones too.
pub(super) fn for_each_expression(cfg: &Cfg, visit: &mut dyn FnMut(&Expr)) {
    fn walk(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
        visit(expr);
        for_each_part(expr, &mut |part| walk(part, visit));
    }
    for block in cfg.graph.node_weights() {
        for step in &block.steps {
            match step {
                Step::Assign { value, .. } => walk(value, visit),
                Step::Evaluate(expr) => walk(expr, visit),
            }
        }
        match &block.end {
            End::Call { call, .. } => walk(call, visit),
            End::Return { value: Some(value), .. } | End::Throw { value, .. } => walk(value, visit),
            _ => {}
        }
    }
    cfg.tests.iter().for_each(|test| walk(test, visit));
}

/// The variables that a function, or one inside it, assigns and that are declared around it.
pub(super) fn written_outside(module: &Module, id: FunctionId) -> Vec<BindingId> {
    let is_inside = |function: FunctionId| {
        let parent = |id: &FunctionId| module.functions.get(id.0 as usize)?.parent;
        std::iter::successors(Some(function), parent).any(|function| function == id)
    };
    let mut written = Vec::new();
    let inside = module.functions.iter().enumerate().filter(|(index, _)| is_inside(FunctionId(*index as u32)));
    for (_, function) in inside {
        for step in function.cfg.graph.node_weights().flat_map(|block| &block.steps) {
            if let Step::Assign { target: Place::Binding(binding), .. } = step {
                written.push(*binding);
            }
        }
    }
    written.retain(|binding| module.bindings[binding.0 as usize].function.is_none_or(|function| !is_inside(function)));
    written.sort_unstable();
    written.dedup();
    written
}
