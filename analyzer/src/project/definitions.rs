//! Where local variables get their values.

use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, End, Expr, Place, Step};
use crate::module::{BindingId, FunctionId, Module};

/// Where each local variable gets its value, if at one place only.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    places: FxHashMap<BindingId, Option<DefinedAt>>,
}

/// A step of a block, or (behind the last one) the call that ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DefinedAt {
    function: FunctionId,
    block: BlockId,
    step: u32,
}

impl Definitions {
    pub(super) fn of(module: &Module) -> Self {
        let mut definitions = Definitions::default();
        for (index, function) in module.functions.iter().enumerate() {
            for block in function.cfg.graph.node_indices() {
                let data = &function.cfg.graph[block];
                let place = |step: usize| DefinedAt { function: FunctionId(index as u32), block, step: step as u32 };
                for (number, step) in data.steps.iter().enumerate() {
                    if let Step::Assign { target: Place::Binding(binding), .. } = step {
                        definitions.add(module, *binding, place(number));
                    }
                }
                if let End::Call { result, .. } = &data.end {
                    definitions.add(module, *result, place(data.steps.len()));
                }
            }
        }
        definitions
    }

    fn add(&mut self, module: &Module, binding: BindingId, at: DefinedAt) {
        let value = |at: DefinedAt| at.value(module).map(|expr| expr.span);
        self.places
            .entry(binding)
            // A `finally` body is lowered once for each way out; its copies define the same.
            .and_modify(|known| *known = known.filter(|known| value(*known) == value(at)))
            .or_insert(Some(at));
    }

    /// The value of a variable that is assigned at one place.
    pub(super) fn value<'m>(&self, module: &'m Module, binding: BindingId) -> Option<&'m Expr> {
        (*self.places.get(&binding)?)?.value(module)
    }
}

impl DefinedAt {
    fn value(self, module: &Module) -> Option<&Expr> {
        let block = &module.functions[self.function.0 as usize].cfg.graph[self.block];
        match (block.steps.get(self.step as usize), &block.end) {
            (Some(Step::Assign { value, .. }), _) => Some(value),
            (None, End::Call { call, .. }) => Some(call),
            _ => None,
        }
    }
}
