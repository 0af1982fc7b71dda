//! `new Promise((resolve, reject) => …)`: the first call of either on a path is what the promise settles on.

use crate::cfg::{Argument, Cfg, Expr, ExprKind};
use crate::condition::Condition;
use crate::module::{BindingId, Function, FunctionId, Module};
use crate::term::Term;

use super::super::escape::for_each_expression;
use super::super::{Evaluator, ExitKind, Guarded, Place, State};
use super::chains::Reaction;
use super::is_promise_class;

impl Evaluator<'_> {
    /// A promise whose executor settles it on the spot; `None` for everything else that is built.
    pub(in super::super) fn new_promise(
        &mut self,
        place: &Place,
        state: &mut State,
        callee: &Expr,
        args: &[Argument],
    ) -> Option<Guarded> {
        let [executor] = args else { return None };
        if self.scope.is_some() || !is_promise_class(callee) {
            return None;
        }
        let executor = self.value(place, state, &executor.value).only()?;
        let Term::Function(id) = *self.terms.get(executor) else { return None };
        let function = self.data(id);
        if self.not_run(place, function).is_some() || !settles_directly(self.module, id) {
            return None;
        }
        let around = std::mem::take(&mut self.promises.settled);
        let settlers = settlers(function);
        self.promises.settlers.extend(settlers.iter().copied());
        let (exits, made) = self.run_noting(place, state, id, &[]);
        settlers.iter().for_each(|(binding, _)| {
            self.promises.settlers.remove(binding);
        });
        let settled = std::mem::replace(&mut self.promises.settled, around);
        let span = function.span;
        let mut ends: Vec<_> = settled.into_iter().map(|(when, promise)| Reaction { when, promise, span }).collect();
        for exit in exits {
            let throws = matches!(exit.kind, ExitKind::Throw | ExitKind::Propagates) && !function.is_async;
            for (when, value) in exit.value.0 {
                let promise = match throws {
                    true => self.thrown(exit.kind, value, exit.span),
                    false => self.terms.intern(Term::Unsettled),
                };
                ends.push(Reaction { when, promise, span });
            }
        }
        // An error that an `async` executor throws is nobody's: the promise never settles.
        let made = if function.is_async { Vec::new() } else { made };
        let ends = self.with_failures(ends, made, span);
        let cases = ends.into_iter().map(|Reaction { when, promise, .. }| (when, promise)).collect();
        Some(self.merged(Guarded(cases)))
    }

    /// `resolve(value)` and `reject(error)` of an executor that is running: what comes behind changes nothing any more.
    pub(super) fn settle_now(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        rejects: bool,
        args: &[Argument],
    ) -> Guarded {
        let value = match args.first() {
            Some(arg) => self.value(place, state, &arg.value),
            None => self.undefined(),
        };
        for (guard, value) in value.0 {
            let when = self.conditions.and(state.reach, guard);
            let promise = match rejects {
                true => self.thrown(ExitKind::Throw, value, expr.span),
                false => self.promise_of(value),
            };
            if when != Condition::FALSE {
                self.promises.settled.push((when, promise));
            }
        }
        state.reach = Condition::FALSE;
        self.undefined()
    }
}

/// The parameters of an executor; whether each rejects.
pub(crate) fn settlers(executor: &Function) -> Vec<(BindingId, bool)> {
    executor.params.iter().zip([false, true]).map(|(param, rejects)| (param.binding, rejects)).collect()
}

/// Whether an executor calls `resolve` and `reject` itself, and hands them to nobody.
pub(crate) fn settles_directly(module: &Module, id: FunctionId) -> bool {
    let executor = &module.functions[id.0 as usize];
    let bindings: Vec<BindingId> = settlers(executor).into_iter().map(|(binding, _)| binding).collect();
    let is_inside = |function: FunctionId| {
        let parent = |id: &FunctionId| module.functions.get(id.0 as usize)?.parent;
        function != id && std::iter::successors(Some(function), parent).any(|function| function == id)
    };
    let mut nested = module.functions.iter().enumerate().filter(|(index, _)| is_inside(FunctionId(*index as u32)));
    executor.params.iter().all(|param| !param.rest)
        && mentions(&executor.cfg, &bindings, true) == mentions(&executor.cfg, &bindings, false)
        && nested.all(|(_, function)| mentions(&function.cfg, &bindings, false) == 0)
}

/// How often variables are mentioned; `called` counts direct calls alone.
fn mentions(cfg: &Cfg, bindings: &[BindingId], called: bool) -> usize {
    let is_one = |expr: &Expr| matches!(expr.kind, ExprKind::Binding(binding) if bindings.contains(&binding));
    let mut count = 0;
    for_each_expression(cfg, &mut |expr| match &expr.kind {
        ExprKind::Call { callee, .. } if called => count += usize::from(is_one(callee)),
        _ if !called => count += usize::from(is_one(expr)),
        _ => {}
    });
    count
}
