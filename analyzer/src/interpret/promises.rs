//! Promises: a handler runs when what it waits for is known, an executor at once.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Ended, Env, Interpreter, Running, Stop};
use crate::cfg::{Argument, BlockId, Expr, ExprKind};
use crate::constant::Const;
use crate::evaluate::{ExitKind, Place, handling_try, is_promise_class, settlers, settles_directly};
use crate::module::{BindingId, FunctionId};
use crate::source::Span;
use crate::term::{Term, TermId};

type Value = Result<TermId, Stop>;

/// What is known of promises on a run.
#[derive(Default)]
pub(super) struct Promises {
    /// The calls of the handler that is running, where their errors concern somebody.
    pub(super) calls: Option<Vec<TermId>>,
    /// Where the code throws, by the site of a rejection.
    thrown_at: FxHashMap<u32, (ExitKind, Span)>,
    /// `resolve` and `reject` of the executors that are running; whether they reject.
    settlers: FxHashMap<BindingId, bool>,
    /// What the executor that is running has settled on.
    settled: Option<TermId>,
}

impl Interpreter<'_, '_> {
    /// A call that makes, continues or settles a promise.
    pub(super) fn promise_call(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Result<Option<TermId>, Stop> {
        if args.iter().any(|arg| arg.spread) {
            return Ok(None);
        }
        match &callee.kind {
            ExprKind::Binding(binding) => {
                let Some(&rejects) = self.promises.settlers.get(binding) else { return Ok(None) };
                let value = self.first(place, env, running, args)?;
                self.promises.settled = Some(self.made(rejects, value, expr.span));
                Err(Stop::Waits)
            }
            ExprKind::Member { object, property } if is_promise_class(object) => match property.as_str() {
                "resolve" | "reject" => {
                    let value = self.first(place, env, running, args)?;
                    Ok(Some(self.made(property == "reject", value, expr.span)))
                }
                "race" | "any" => Ok(Some(self.facts.terms.intern(Term::Unknown { site: expr.span.start }))),
                "all" => self.all(place, env, running, args),
                _ => Ok(None),
            },
            ExprKind::Member { object, property } if ["then", "catch", "finally"].contains(&property.as_str()) => {
                self.chain(place, env, running, expr, object, property, args)
            }
            _ => Ok(None),
        }
    }

    fn first(&mut self, place: &Place, env: &mut Env, running: &Running, args: &[Argument]) -> Value {
        match args.first() {
            Some(arg) => self.value(place, env, running, &arg.value),
            None => Ok(self.facts.terms.constant(Const::Undefined)),
        }
    }

    fn made(&mut self, rejects: bool, value: TermId, span: Span) -> TermId {
        if rejects { self.thrown(ExitKind::Throw, value, span) } else { self.facts.promise_of(value) }
    }

    fn thrown(&mut self, kind: ExitKind, error: TermId, span: Span) -> TermId {
        self.promises.thrown_at.insert(span.start + 1, (kind, span));
        self.facts.rejected_at(kind, error, span)
    }

    pub(super) fn note_call(&mut self, value: TermId) {
        if self.facts.may_fail(value)
            && let Some(calls) = &mut self.promises.calls
        {
            calls.push(value);
        }
    }

    /// A promise once it is known how it settles.
    fn settle(&mut self, place: &Place, promise: TermId, span: Span) -> TermId {
        let Some(asked) = self.facts.asks_how_it_settles(promise) else { return self.facts.promise_of(promise) };
        match self.failed(asked) {
            Some(_) if self.facts.may_refuse(place, asked) => self.thrown(ExitKind::Propagates, asked, span),
            Some(rejected) => rejected,
            None => {
                let value = self.facts.awaited(asked);
                self.facts.terms.intern(Term::Fulfilled(value))
            }
        }
    }

    /// The rejection by a call, if it throws.
    fn failed(&mut self, call: TermId) -> Option<TermId> {
        let error = self.facts.terms.intern(Term::Throws(call));
        let throws = self.answers.throws(self.facts, error, None);
        throws.then(|| self.facts.terms.intern(Term::Rejected { error, site: 0 }))
    }

    /// `await promise`.
    pub(super) fn awaited(&mut self, promise: TermId) -> Value {
        match *self.facts.terms.get(promise) {
            Term::Fulfilled(value) => Ok(self.facts.content(value)),
            Term::Rejected { error, site } => Err(Stop::Raised { error, site }),
            Term::Unsettled => Err(Stop::Waits),
            _ => Ok(self.facts.awaited(promise)),
        }
    }

    /// What the caller gets who awaits what the function returns.
    pub(super) fn returned(&mut self, ended: Ended) -> Result<Ended, Stop> {
        if ended.kind != ExitKind::Return {
            return Ok(ended);
        }
        match *self.facts.terms.get(ended.value) {
            Term::Fulfilled(value) => Ok(Ended { value, ..ended }),
            Term::Rejected { error, site } => match self.promises.thrown_at.get(&site) {
                Some(&(kind, span)) => Ok(Ended { kind, span, value: self.facts.left_with(error), ..ended }),
                None => Err(Stop::Raised { error, site }),
            },
            Term::Unsettled => Err(Stop::Waits),
            _ => Ok(ended),
        }
    }

    /// The exit that an awaited promise is in which the code throws.
    pub(super) fn exit_by(&mut self, stop: Stop, env: &Env) -> Result<Ended, Stop> {
        let Stop::Raised { error, site } = stop else { return Err(stop) };
        let Some(&(kind, span)) = self.promises.thrown_at.get(&site) else { return Err(stop) };
        Ok(Ended { kind, span, value: self.facts.left_with(error), answered: self.answered(env) })
    }

    /// The value of a call that ends a block; whether it fails, if it is a promise that is understood.
    pub(super) fn value_at_end(
        &mut self,
        place: &Place,
        block: BlockId,
        env: &mut Env,
        running: &Running,
        call: &Expr,
    ) -> Result<(TermId, Option<bool>), Stop> {
        let handled = handling_try(self.cfg(place), block).is_some();
        let noted = if handled { self.promises.calls.take() } else { None };
        let end = self.value_where(place, handled, env, running, call);
        if handled {
            self.promises.calls = noted;
        }
        end
    }

    fn value_where(
        &mut self,
        place: &Place,
        handled: bool,
        env: &mut Env,
        running: &Running,
        call: &Expr,
    ) -> Result<(TermId, Option<bool>), Stop> {
        let ExprKind::Await(inner) = &call.kind else {
            let value = self.value(place, env, running, call)?;
            return Ok((value, self.facts.is_settled(value).then_some(false)));
        };
        let promise = self.value(place, env, running, inner)?;
        if !self.facts.is_settled(promise) {
            return Ok((self.awaited(promise)?, None));
        }
        if !handled {
            return Ok((self.awaited(promise)?, Some(false)));
        }
        let settled = self.settle(place, promise, inner.span);
        match self.facts.terms.get(settled) {
            Term::Rejected { .. } => Ok((settled, Some(true))),
            _ => Ok((self.awaited(settled)?, Some(false))),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a call, its parts, and where it stands")]
    fn chain(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        expr: &Expr,
        object: &Expr,
        method: &str,
        args: &[Argument],
    ) -> Result<Option<TermId>, Stop> {
        let mut handlers = Vec::new();
        for arg in args {
            let handler = self.value(place, env, running, &arg.value)?;
            handlers.push((handler, &arg.value));
        }
        if !handlers.iter().any(|(handler, _)| self.facts.may_be_handler(*handler)) {
            return Ok(None);
        }
        let noted = self.promises.calls.take();
        let receiver = self.value(place, env, running, object);
        self.promises.calls = noted;
        let receiver = receiver?;
        if self.facts.throws_at_once(place, receiver) {
            return Ok(Some(self.facts.terms.intern(Term::Unknown { site: expr.span.start })));
        }
        let settled = self.settle(place, receiver, object.span);
        let callable = |index| handlers.get(index).copied().filter(|(handler, _)| self.facts.is_callable(*handler));
        let (first, second) = (callable(0), callable(1));
        let (handler, arg) = match (method, self.facts.terms.get(settled)) {
            ("finally", _) => (first, None),
            ("then", Term::Fulfilled(value)) => (first, Some(*value)),
            ("then", Term::Rejected { error, .. }) => (second, Some(*error)),
            ("catch", Term::Rejected { error, .. }) => (first, Some(*error)),
            _ => (None, None),
        };
        let Some((handler, written)) = handler else { return Ok(Some(settled)) };
        let after = Place { snapshot: Rc::new(place.snapshot.after_await(expr.span.start)), ..place.clone() };
        let arg = arg.map(|arg| self.facts.received(arg, written.span));
        let result = self.react(&after, env, handler, written, arg)?;
        if method == "finally" {
            let end = self.settle(place, result, expr.span);
            let goes_on = matches!(self.facts.terms.get(end), Term::Fulfilled(_));
            return Ok(Some(if goes_on { settled } else { end }));
        }
        Ok(Some(result))
    }

    /// What a handler makes of a value or error.
    fn react(&mut self, place: &Place, env: &mut Env, handler: TermId, written: &Expr, arg: Option<TermId>) -> Value {
        let args: Vec<TermId> = arg.into_iter().collect();
        let answer = match self.facts.terms.get(handler).clone() {
            Term::Function(id) => return self.run_inside(place, env, id, &args),
            Term::Global(name) if name == "Boolean" => {
                let holds = arg.is_some_and(|arg| self.is_truthy(arg));
                self.facts.terms.constant(Const::Bool(holds))
            }
            _ => self.unresolved(place, written, written, handler, args),
        };
        Ok(self.facts.promise_of(answer))
    }

    /// Runs a handler. It fails where a call it makes does.
    fn run_inside(&mut self, place: &Place, env: &mut Env, id: FunctionId, args: &[TermId]) -> Value {
        let function = &self.facts.module.functions[id.0 as usize];
        if self.facts.not_run(place, function).is_some() {
            let unknown = self.facts.terms.intern(Term::Unknown { site: function.span.start });
            return Ok(self.facts.promise_of(unknown));
        }
        let noted = self.promises.calls.replace(Vec::new());
        let ended = self.invoked(place, env, id, args, place.derefs_prove);
        let made = std::mem::replace(&mut self.promises.calls, noted).unwrap_or_default();
        let ending = match &ended {
            Ok(Ended { kind: ExitKind::Propagates, value, .. }) => Some(self.facts.behind_await(*value)),
            _ => None,
        };
        for call in made {
            if Some(call) != ending
                && let Some(rejected) = self.failed(call)
            {
                return Ok(rejected);
            }
        }
        let undefined = self.facts.terms.constant(Const::Undefined);
        match ended {
            Ok(Ended { kind: ExitKind::Return, value, .. }) => Ok(self.facts.promise_of(value)),
            Ok(Ended { kind: ExitKind::BareReturn | ExitKind::FallsOff, .. }) => Ok(self.facts.promise_of(undefined)),
            Ok(Ended { kind, span, value, .. }) => Ok(self.thrown(kind, value, span)),
            Err(Stop::Raised { error, site }) => Ok(self.facts.terms.intern(Term::Rejected { error, site })),
            Err(stop) => Err(stop),
        }
    }

    fn all(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        args: &[Argument],
    ) -> Result<Option<TermId>, Stop> {
        let [written] = args else { return Ok(None) };
        let list = self.value(place, env, running, &written.value)?;
        let Term::List { items, open: false } = self.facts.terms.get(list).clone() else { return Ok(None) };
        let mut values = Vec::new();
        for item in items {
            let settled = self.settle(place, item, written.value.span);
            let Term::Fulfilled(value) = *self.facts.terms.get(settled) else { return Ok(Some(settled)) };
            values.push(value);
        }
        let list = self.facts.terms.intern(Term::List { items: values, open: false });
        Ok(Some(self.facts.terms.intern(Term::Fulfilled(list))))
    }

    /// `new Promise((resolve, reject) => …)`.
    pub(super) fn new_promise(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Result<Option<TermId>, Stop> {
        if !is_promise_class(callee) {
            return Ok(None);
        }
        let delayed = self.facts.terms.intern(Term::Unknown { site: expr.span.start });
        let [executor] = args else { return Ok(Some(delayed)) };
        let executor = self.value(place, env, running, &executor.value)?;
        let Term::Function(id) = *self.facts.terms.get(executor) else { return Ok(Some(delayed)) };
        let function = &self.facts.module.functions[id.0 as usize];
        if self.facts.not_run(place, function).is_some() || !settles_directly(self.facts.module, id) {
            return Ok(Some(delayed));
        }
        let around = self.promises.settled.take();
        self.promises.settlers.extend(settlers(function));
        let end = self.run_inside(place, env, id, &[]);
        for (binding, _) in settlers(function) {
            self.promises.settlers.remove(&binding);
        }
        let settled = std::mem::replace(&mut self.promises.settled, around);
        let unsettled = self.facts.terms.intern(Term::Unsettled);
        match (settled, end) {
            (_, Err(stop)) if stop != Stop::Waits => Err(stop),
            // A call of an executor that is not `async` may have failed before.
            (_, Ok(end)) if !function.is_async && matches!(self.facts.terms.get(end), Term::Rejected { .. }) => {
                Ok(Some(end))
            }
            (Some(settled), _) => Ok(Some(settled)),
            _ => Ok(Some(unsettled)),
        }
    }
}
