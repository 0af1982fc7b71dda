//! Functions that give the same constant whatever they are handed: `export const allowAll = () => true`.

use crate::cfg::{End, Expr, ExprKind};
use crate::constant::Const;
use crate::project::{FunctionRef, Program};

/// Variables and calls that are followed to a constant.
const DEPTH: u32 = 4;

/// The constant, when the summaries of what the function calls are known. A method that a class derived from its own may replace has none.
pub(super) fn constant(program: &Program, at: FunctionRef) -> Option<Const> {
    let function = program.function(at);
    if function.is_generator || function.class.as_ref().is_some_and(|class| !class.is_static) {
        return None;
    }
    let mut all: Option<Const> = None;
    for block in function.cfg.graph.node_weights() {
        let value = match &block.end {
            End::Return { value: Some(value), .. } => value_of(program, at, value, DEPTH)?,
            End::Return { value: None, .. } | End::FallsOff { .. } | End::Throw { .. } | End::Propagates { .. } => {
                return None;
            }
            _ => continue,
        };
        match &all {
            Some(known) if *known != value => return None,
            _ => all = Some(value),
        }
    }
    all
}

fn value_of(program: &Program, at: FunctionRef, expr: &Expr, depth: u32) -> Option<Const> {
    let depth = depth.checked_sub(1)?;
    match &expr.kind {
        ExprKind::Const(value) => Some(value.clone()),
        ExprKind::Await(inner) => value_of(program, at, inner, depth),
        ExprKind::Call { .. } => program.summary(program.callee(at.module, expr)?).constant.clone(),
        ExprKind::Binding(binding) => {
            let file = program.file(at.module);
            value_of(program, at, file.constant(*binding).or_else(|| file.definition(*binding))?, depth)
        }
        _ => None,
    }
}
