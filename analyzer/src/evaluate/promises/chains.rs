//! `then`, `catch`, `finally`, and the functions of `Promise`.

use std::rc::Rc;

use crate::cfg::{Argument, Expr};
use crate::condition::Condition;
use crate::constant::Const;
use crate::module::{Function, FunctionId};
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::versions::callee_name;

use super::super::guarded::CASES;
use super::super::{Evaluator, Exit, ExitKind, Guarded, INLINE_DEPTH, Place, State};

/// Blocks of a handler that is run.
const HANDLER_BLOCKS: usize = 32;

/// What a handler makes of a value or error.
pub(super) struct Reaction {
    pub(super) when: Condition,
    /// A promise that is understood.
    pub(super) promise: TermId,
    /// The returned operand, or what stands for it.
    pub(super) span: Span,
}

/// A handler, and where it is written.
#[derive(Clone, Copy)]
struct Handler<'e> {
    term: TermId,
    expr: &'e Expr,
}

impl Evaluator<'_> {
    /// `promise.then(f, g)`, `promise.catch(g)`, `promise.finally(h)`.
    pub(super) fn chain(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        object: &Expr,
        method: &str,
        args: &[Argument],
    ) -> Option<Guarded> {
        let mut handlers = Vec::new();
        for arg in args {
            let Some(term) = self.value(place, state, &arg.value).only() else {
                return Some(Guarded::single(self.unknown(expr.span, "which handler a promise has")));
            };
            handlers.push(Handler { term, expr: &arg.value });
        }
        if !handlers.iter().any(|handler| self.may_be_handler(handler.term)) {
            return None;
        }
        let callable =
            |index| handlers.get(index).copied().filter(|handler: &Handler<'_>| self.is_callable(handler.term));
        let (first, second) = (callable(0), callable(1));
        // The errors of the receiver are the chain's.
        let receiver = self.without_notes(|evaluator| evaluator.value(place, state, object));
        if receiver.0.iter().any(|&(_, term)| self.throws_at_once(place, term)) {
            let reason = "an error a function throws before it gives a promise";
            return Some(Guarded::single(self.unknown(expr.span, reason)));
        }
        let after = Place { snapshot: Rc::new(place.snapshot.after_await(expr.span.start)), ..place.clone() };
        let mut cases = Vec::new();
        for (guard, promise) in receiver.0 {
            for (inner, settled) in self.settle(place, promise, object.span) {
                let when = self.conditions.and(guard, inner);
                if when == Condition::FALSE {
                    continue;
                }
                let handler = match (method, self.terms.get(settled)) {
                    ("then", Term::Fulfilled(_)) | ("catch", Term::Rejected { .. }) | ("finally", _) => first,
                    ("then", Term::Rejected { .. }) => second,
                    _ => None,
                };
                let Some(handler) = handler else {
                    cases.push((when, settled));
                    continue;
                };
                for (inner, result) in self.link(&after, state, handler, method, (when, settled)) {
                    cases.push((self.conditions.and(when, inner), result));
                }
            }
        }
        let value = self.merged(Guarded(cases));
        if value.0.len() > CASES {
            return Some(Guarded::single(self.unknown(expr.span, "a promise has too many possible values")));
        }
        Some(value)
    }

    /// One link of a chain whose handler is called.
    fn link(
        &mut self,
        place: &Place,
        state: &State,
        handler: Handler<'_>,
        method: &str,
        (reached, settled): (Condition, TermId),
    ) -> Vec<(Condition, TermId)> {
        let (arg, is_error) = match *self.terms.get(settled) {
            _ if method == "finally" => (None, false),
            Term::Fulfilled(value) => (Some(value), false),
            Term::Rejected { error, .. } => (Some(self.received(error, handler.expr.span)), true),
            _ => (None, false),
        };
        let mut cases = Vec::new();
        for Reaction { when, promise, span } in self.react(place, state, handler, arg) {
            if method == "finally" {
                // Its value is dropped, its error is not.
                for (inner, end) in self.settle(place, promise, span) {
                    let end = if matches!(self.terms.get(end), Term::Fulfilled(_)) { settled } else { end };
                    cases.push((self.conditions.and(when, inner), end));
                }
                continue;
            }
            if is_error && let Term::Fulfilled(value) = *self.terms.get(promise) {
                let mut known = self.promises.handled.remove(&span).unwrap_or_default();
                known.0.push((self.conditions.and(reached, when), value));
                let known = self.merged(known);
                self.promises.handled.insert(span, known);
            }
            cases.push((when, promise));
        }
        cases
    }

    /// What a handler of errors is given.
    pub(crate) fn received(&mut self, error: TermId, handler: Span) -> TermId {
        match self.terms.get(error) {
            Term::Throws(_) => self.terms.intern(Term::Caught(handler.start)),
            _ => error,
        }
    }

    /// Whether a value can be a handler: anything but what is known to be something else.
    pub(crate) fn is_callable(&self, term: TermId) -> bool {
        matches!(
            self.terms.get(term),
            Term::Function(_)
                | Term::Variable { .. }
                | Term::Param(_)
                | Term::Member { .. }
                | Term::Global(_)
                | Term::Call { .. }
        )
    }

    /// Whether a value can stand for a handler: `schema.catch('')` is no promise.
    pub(crate) fn may_be_handler(&self, term: TermId) -> bool {
        self.is_callable(term) || self.terms.as_const(term).is_some_and(Const::is_nullish)
    }

    /// Whether a call may throw before there is a promise: then no link of the chain receives the error.
    pub(crate) fn throws_at_once(&self, place: &Place, term: TermId) -> bool {
        let Term::Call { callee, .. } = *self.terms.get(term) else { return false };
        let called = self.function_behind(place, callee);
        called.is_some_and(|id| !self.data(id).is_async && self.may_throw(id))
    }

    fn react(&mut self, place: &Place, state: &State, handler: Handler<'_>, arg: Option<TermId>) -> Vec<Reaction> {
        let Handler { term, expr } = handler;
        if let Some(given) = arg {
            self.name_given(term, given);
        }
        match self.terms.get(term).clone() {
            Term::Function(id) => self.react_inside(place, state, id, arg),
            Term::Global(name) if name == "Boolean" => {
                let holds = arg.map_or(Condition::FALSE, |arg| self.truthy(arg));
                let answer = self.boolean(holds);
                let promised = |(when, term)| Reaction { when, promise: self.promise_of(term), span: expr.span };
                answer.0.into_iter().map(promised).collect()
            }
            _ => {
                let name = callee_name(self.module_of(place.function), expr).to_owned();
                let answer = self.call_of(place, state, expr, term, arg.into_iter().collect(), &name);
                let promised = |(when, term)| Reaction { when, promise: self.promise_of(term), span: expr.span };
                answer.0.into_iter().map(promised).collect()
            }
        }
    }

    /// Why a function of the file is not run as a handler.
    pub(crate) fn not_run(&self, place: &Place, function: &Function) -> Option<&'static str> {
        match () {
            _ if function.is_generator => Some("what a generator gives as a handler"),
            _ if !function.cfg.loops.is_empty() => Some("what a handler with a loop gives"),
            _ if function.cfg.graph.node_count() > HANDLER_BLOCKS => Some("what a large handler gives"),
            _ if place.depth >= INLINE_DEPTH => Some("what a deeply nested handler gives"),
            _ => None,
        }
    }

    fn react_inside(&mut self, place: &Place, state: &State, id: FunctionId, arg: Option<TermId>) -> Vec<Reaction> {
        let function = self.data(id);
        if let Some(reason) = self.not_run(place, function) {
            let unknown = self.unknown(function.span, reason);
            let promise = self.promise_of(unknown);
            return vec![Reaction { when: Condition::TRUE, promise, span: function.span }];
        }
        let args: Vec<TermId> = arg.into_iter().collect();
        let (exits, made) = self.run_noting(place, state, id, &args);
        let undefined = self.terms.constant(Const::Undefined);
        let mut reactions = Vec::new();
        for exit in exits {
            for (when, value) in exit.value.0 {
                let promise = match exit.kind {
                    ExitKind::Return => self.promise_of(value),
                    ExitKind::BareReturn | ExitKind::FallsOff => self.promise_of(undefined),
                    ExitKind::Throw | ExitKind::Propagates => self.thrown(exit.kind, value, exit.span),
                };
                reactions.push(Reaction { when, promise, span: exit.span });
            }
        }
        self.with_failures(reactions, made, function.span)
    }

    /// Runs a function, and tells which calls it makes.
    pub(super) fn run_noting(
        &mut self,
        place: &Place,
        state: &State,
        id: FunctionId,
        args: &[TermId],
    ) -> (Vec<Exit>, Vec<(Condition, TermId)>) {
        let around = self.promises.calls.replace(Vec::new());
        let exits = self.run_inlined(place, state, id, args, place.derefs_prove);
        let mut made = std::mem::replace(&mut self.promises.calls, around).unwrap_or_default();
        // A call whose error ends the function is one of its exits already.
        made.retain(|&(_, call)| {
            let is_exit = |exit: &Exit| {
                let calls = exit.value.0.iter().map(|&(_, value)| self.behind_await(value));
                exit.kind == ExitKind::Propagates && calls.into_iter().any(|known| known == call)
            };
            !exits.iter().any(is_exit)
        });
        (exits, made)
    }

    pub(crate) fn behind_await(&self, value: TermId) -> TermId {
        match self.terms.get(value) {
            Term::Await(inner) => *inner,
            _ => value,
        }
    }

    /// What a function gives that fails where a call of it does.
    pub(super) fn with_failures(
        &mut self,
        reactions: Vec<Reaction>,
        made: Vec<(Condition, TermId)>,
        span: Span,
    ) -> Vec<Reaction> {
        let mut open = Condition::TRUE;
        let mut all = Vec::new();
        for (when, call) in made {
            self.caught.insert(call);
            let question = self.terms.intern(Term::Throws(call));
            self.places.entry(question).or_insert(span);
            let fails = self.truthy(question);
            let fails = self.conditions.and(when, fails);
            let when = self.conditions.and(open, fails);
            let promise = self.terms.intern(Term::Rejected { error: question, site: 0 });
            all.push(Reaction { when, promise, span });
            let not = self.conditions.not(fails);
            open = self.conditions.and(open, not);
        }
        for mut reaction in reactions {
            reaction.when = self.conditions.and(open, reaction.when);
            all.push(reaction);
        }
        all.retain(|reaction| reaction.when != Condition::FALSE);
        all
    }

    /// What a handler is given is named by its parameter, as a variable would; unless something else has that name.
    fn name_given(&mut self, handler: TermId, given: TermId) {
        let name = match *self.terms.get(handler) {
            Term::Function(id) => {
                let Some(param) = self.data(id).params.first() else { return };
                self.module.bindings[param.binding.0 as usize].name.clone()
            }
            _ if matches!(self.terms.get(given), Term::Caught(_)) => "error".to_owned(),
            _ => return,
        };
        let is_taken = self.names.values().any(|known| *known == name)
            || self.values.keys().any(|known| self.module.bindings[known.0 as usize].name == name);
        if !name.is_empty() && !is_taken && matches!(self.terms.get(given), Term::Await(_) | Term::Caught(_)) {
            self.names.entry(given).or_insert(name);
        }
    }

    /// `Promise.resolve(x)`, `Promise.reject(e)`, `Promise.all([…])`, `Promise.race(…)`.
    pub(super) fn promise_function(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        name: &str,
        args: &[Argument],
    ) -> Option<Guarded> {
        match (name, args) {
            ("resolve" | "reject", _) => {
                let value = match args.first() {
                    Some(arg) => self.value(place, state, &arg.value),
                    None => self.undefined(),
                };
                let rejects = name == "reject";
                Some(self.lift(&value, |evaluator, value| {
                    Guarded::single(match rejects {
                        true => evaluator.thrown(ExitKind::Throw, value, expr.span),
                        false => evaluator.promise_of(value),
                    })
                }))
            }
            ("race" | "any", _) => {
                Some(Guarded::single(self.unknown(expr.span, "which promise of a race settles first")))
            }
            ("all", [list]) => {
                let lists = self.value(place, state, &list.value);
                self.all(place, &lists, list.value.span)
            }
            _ => None,
        }
    }

    /// `Promise.all`: the list of what each promise gives, or the first error in the order of the list.
    fn all(&mut self, place: &Place, lists: &Guarded, span: Span) -> Option<Guarded> {
        let mut results = Vec::new();
        for &(guard, list) in &lists.0 {
            let Term::List { items, open: false } = self.terms.get(list).clone() else { return None };
            let mut given = vec![(guard, Vec::new())];
            for item in items {
                let ends = self.settle(place, item, span);
                let mut next = Vec::new();
                for (guard, values) in given {
                    for &(inner, end) in &ends {
                        let when = self.conditions.and(guard, inner);
                        match *self.terms.get(end) {
                            Term::Fulfilled(value) => next.push((when, [values.clone(), vec![value]].concat())),
                            _ => results.push((when, end)),
                        }
                    }
                }
                if next.len() > CASES {
                    return None;
                }
                given = next;
            }
            for (guard, items) in given {
                let list = self.terms.intern(Term::List { items, open: false });
                results.push((guard, self.terms.intern(Term::Fulfilled(list))));
            }
        }
        Some(self.merged(Guarded(results)))
    }
}
