//! What a function of the project gives, in terms of the call.

use super::sources::Walk;
use super::{Root, Value, Values};
use crate::cfg::{Argument, End, Expr, ExprKind};
use crate::module::FunctionForm;

impl Walk<'_> {
    /// What a call gives that goes to a function of the project; `false` where that is not looked at.
    pub(super) fn given(&mut self, call: &Expr, callee: &Expr, args: &[Argument], path: &[String], depth: u32) -> bool {
        let program = self.values.program;
        let Some(at) = program.callee(self.values.module, call) else { return false };
        let function = program.function(at);
        let Some(hops) = self.values.hops.checked_sub(1) else { return false };
        if function.is_generator {
            return false;
        }
        let inside = Values { hops, ..Values::of(program, at) };
        let returned = function.cfg.graph.node_weights().filter_map(|block| match &block.end {
            End::Return { value: Some(value), .. } => Some(value),
            _ => None,
        });
        let mut given: Vec<Value> = returned.flat_map(|value| self.elsewhere(inside, value, path, depth)).collect();
        given.sort_unstable();
        given.dedup();
        let mut any = false;
        for value in given {
            match &value.root {
                Root::Param { module, function, position } if *module == at.module && *function == at.function => {
                    any = true;
                    let position = *position as usize;
                    let before = args.get(..=position).unwrap_or(args);
                    match args.get(position) {
                        _ if before.iter().any(|arg| arg.spread) => {
                            self.emit(Root::Unknown(self.values.module, call.span), &value.path);
                        }
                        Some(arg) => self.expr(&arg.value, value.path.clone(), depth),
                        None => {}
                    }
                }
                Root::This => {
                    any = true;
                    match &callee.kind {
                        ExprKind::Member { object, .. } if function.form != FunctionForm::Arrow => {
                            self.expr(object, value.path.clone(), depth);
                        }
                        _ => self.emit(Root::This, &value.path),
                    }
                }
                Root::Request | Root::Principal | Root::Environment => {
                    any = true;
                    self.emit(value.root.clone(), &value.path);
                }
                // "Nothing" is no value that comes from somewhere.
                Root::Constant(constant) if constant.is_nullish() => {}
                Root::Constant(_) => {
                    any = true;
                    self.emit(value.root.clone(), &value.path);
                }
                Root::Param { .. } | Root::Variable(..) | Root::Call(..) | Root::Unknown(..) => {
                    any = true;
                    self.emit(Root::Call(self.values.module, call.span), path);
                }
            }
        }
        any
    }
}
