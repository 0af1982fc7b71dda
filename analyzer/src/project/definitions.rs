//! Where local variables get their values.

use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, End, Expr, ExprKind, Place, Step};
use crate::module::{BindingId, FunctionId, Module};
use crate::versions::for_each_part;

/// Where each local variable gets its values.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// The first place.
    first: FxHashMap<BindingId, DefinedAt>,
    /// The other places of a variable that has several.
    others: FxHashMap<BindingId, Vec<DefinedAt>>,
    /// Where each function that is an argument stands.
    handed: FxHashMap<FunctionId, DefinedAt>,
}

/// A step of a block, or (behind the last one) what ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DefinedAt {
    /// `None` for the code of the file itself.
    function: Option<FunctionId>,
    block: BlockId,
    step: u32,
}

impl Definitions {
    pub(super) fn of(module: &Module) -> Self {
        let mut definitions = Definitions::default();
        definitions.note(module, None);
        for index in 0..module.functions.len() as u32 {
            definitions.note(module, Some(FunctionId(index)));
        }
        definitions
    }

    fn note(&mut self, module: &Module, function: Option<FunctionId>) {
        let cfg = module.cfg(function);
        for block in cfg.graph.node_indices() {
            let data = &cfg.graph[block];
            let place = |step: usize| DefinedAt { function, block, step: step as u32 };
            for (number, step) in data.steps.iter().enumerate() {
                let (Step::Assign { value, .. } | Step::Evaluate(value)) = step;
                self.note_handed(value, place(number));
                if let Step::Assign { target: Place::Binding(binding), .. } = step {
                    self.add(module, *binding, place(number));
                }
            }
            if let Some(value) = place(data.steps.len()).value(module) {
                self.note_handed(value, place(data.steps.len()));
            }
            if let End::Call { result, .. } = &data.end {
                self.add(module, *result, place(data.steps.len()));
            }
        }
    }

    fn add(&mut self, module: &Module, binding: BindingId, at: DefinedAt) {
        // Both ways through `user?.id` are written in one place.
        let value = |at: DefinedAt| at.value(module).map(|expr| (expr.span, std::mem::discriminant(&expr.kind)));
        let first = *self.first.entry(binding).or_insert(at);
        // A `finally` body is lowered once for each way out; its copies define the same.
        if first != at && value(first) != value(at) {
            self.others.entry(binding).or_default().push(at);
        }
    }

    fn note_handed(&mut self, expr: &Expr, at: DefinedAt) {
        if let ExprKind::Call { args, .. } = &expr.kind {
            for argument in args {
                if let ExprKind::Function(function) = argument.value.kind {
                    self.handed.entry(function).or_insert(at);
                }
            }
        }
        for_each_part(expr, &mut |part| self.note_handed(part, at));
    }

    /// What the call is to that a function is an argument of.
    pub(super) fn handed_to<'m>(&self, module: &'m Module, function: FunctionId) -> Option<&'m Expr> {
        callee_handed(self.handed.get(&function)?.value(module)?, function)
    }

    /// The function in which a variable gets its value; `None` for the code of the file itself.
    pub(super) fn function(&self, binding: BindingId) -> Option<FunctionId> {
        self.first.get(&binding).filter(|_| !self.others.contains_key(&binding))?.function
    }

    /// The value of a variable that is assigned at one place.
    pub(super) fn value<'m>(&self, module: &'m Module, binding: BindingId) -> Option<&'m Expr> {
        self.first.get(&binding).filter(|_| !self.others.contains_key(&binding))?.value(module)
    }

    /// Every value that a variable is given, in the order of the graphs.
    pub(super) fn values<'m>(&self, module: &'m Module, binding: BindingId) -> impl Iterator<Item = &'m Expr> {
        let others = self.others.get(&binding).into_iter().flatten();
        self.first.get(&binding).into_iter().chain(others).filter_map(|at| at.value(module))
    }
}

impl DefinedAt {
    fn value(self, module: &Module) -> Option<&Expr> {
        let cfg = module.cfg(self.function);
        let block = &cfg.graph[self.block];
        match (block.steps.get(self.step as usize), &block.end) {
            (Some(Step::Assign { value, .. } | Step::Evaluate(value)), _)
            | (None, End::Call { call: value, .. } | End::Throw { value, .. }) => Some(value),
            (None, End::Return { value, .. }) => value.as_ref(),
            (None, End::Branch(test)) => cfg.tests.get(test.0 as usize),
            _ => None,
        }
    }
}

fn callee_handed(expr: &Expr, function: FunctionId) -> Option<&Expr> {
    if let ExprKind::Call { callee, args } = &expr.kind
        && args.iter().any(|argument| matches!(argument.value.kind, ExprKind::Function(handed) if handed == function))
    {
        return Some(callee);
    }
    let mut found = None;
    for_each_part(expr, &mut |part| {
        if found.is_none() {
            found = callee_handed(part, function);
        }
    });
    found
}
