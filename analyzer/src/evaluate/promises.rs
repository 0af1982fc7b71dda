//! Promises inside one function: chains of `then`, `catch` and `finally`, and what `await` and `return` make of them.
//!
//! A promise that is understood is a guarded value of [`Term::Fulfilled`], [`Term::Rejected`] and [`Term::Unsettled`]; any other term stands for a promise
//! nobody looked into, and is split in two by the question whether its call throws, the one a `try` asks. That question is asked only as far as a
//! handler receives the error: where nobody does, the error of a call ends the function without a decision, as everywhere else, and the question is
//! dropped again. As in a `try`, a handler does not receive that a member of nothing was read: such a run is out of sight, too.

mod chains;
mod executors;
#[cfg(test)]
mod tests;

pub(crate) use executors::{settlers, settles_directly};

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::cfg::{Argument, BlockId, Expr, ExprKind};
use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::module::BindingId;
use crate::source::Span;
use crate::term::{Term, TermId};

use super::flow::handling_try;
use super::{Evaluator, Exit, ExitKind, Guarded, Place, State};

/// What is known of the promises of a function while it is evaluated.
#[derive(Debug, Default)]
pub(super) struct Promises {
    /// Exits by errors of promises that were awaited in the block that is being run.
    raised: Vec<Exit>,
    /// The calls a handler made so far, and when: each may fail, and the handler with it. `None` where nobody asks.
    calls: Option<Vec<(Condition, TermId)>>,
    /// Where the code throws, by the site of [`Term::Rejected`].
    thrown_at: FxHashMap<u32, (ExitKind, Span)>,
    /// What the handlers of errors answer, by the place of the answer.
    handled: BTreeMap<Span, Guarded>,
    /// `resolve` (false) and `reject` (true) of the executors that are running.
    settlers: FxHashMap<BindingId, bool>,
    /// What the innermost of them has settled on, and when.
    settled: Vec<(Condition, TermId)>,
}

/// A promise's values and errors, and when.
#[derive(Default)]
struct Parts {
    values: Vec<(Condition, TermId)>,
    errors: Vec<(Condition, TermId)>,
}

impl Evaluator<'_> {
    /// What the handlers of `.catch(…)` and `.then(…, …)` answer an error with, by the place of the answer: `true` in `.catch(() => true)`.
    /// The conditions are those of the chain, the error's included, not those of the path to it.
    pub fn handled_errors(&self) -> &BTreeMap<Span, Guarded> {
        &self.promises.handled
    }

    /// The value of a call that makes, continues or settles a promise; `None` for other calls.
    pub(super) fn promise_call(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Option<Guarded> {
        if self.scope.is_some() || args.iter().any(|arg| arg.spread) {
            return None;
        }
        match &callee.kind {
            ExprKind::Binding(binding) => {
                let rejects = *self.promises.settlers.get(binding)?;
                Some(self.settle_now(place, state, expr, rejects, args))
            }
            ExprKind::Member { object, property } if is_promise_class(object) => {
                self.promise_function(place, state, expr, property, args)
            }
            ExprKind::Member { object, property } if ["then", "catch", "finally"].contains(&property.as_str()) => {
                self.chain(place, state, expr, object, property, args)
            }
            _ => None,
        }
    }

    /// Runs a call and notes what it gives, if that is a call that may fail.
    pub(super) fn noting_calls(
        &mut self,
        state: &mut State,
        call: impl FnOnce(&mut Self, &mut State) -> Guarded,
    ) -> Guarded {
        let Some(around) = self.promises.calls.take() else { return call(self, state) };
        let reach = state.reach;
        self.promises.calls = Some(Vec::new());
        let value = call(self, state);
        let mut noted = self.promises.calls.take().unwrap_or_default();
        noted.iter_mut().for_each(|(when, _)| *when = self.conditions.and(reach, *when));
        // The call itself is made once its parts have been read.
        let made = value.0.iter().filter(|(_, term)| self.may_fail(*term)).copied().collect::<Vec<_>>();
        noted.extend(made.into_iter().map(|(when, term)| (self.conditions.and(state.reach, when), term)));
        noted.retain(|&(when, _)| when != Condition::FALSE);
        self.promises.calls = Some([around, noted].concat());
        value
    }

    /// Does something whose calls concern nobody: their errors are received, or not told apart.
    pub(super) fn without_notes<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.promises.calls.take();
        let result = act(self);
        self.promises.calls = around;
        result
    }

    /// Whether a value is a call that may end in an error: none of the language's own that never do.
    pub(crate) fn may_fail(&self, term: TermId) -> bool {
        let Term::Call { callee, .. } = self.terms.get(term) else { return false };
        let logs = matches!(self.terms.get(self.terms.root(*callee)), Term::Global(name) if name == "console");
        !logs && !self.terms.last_name(*callee).is_some_and(crate::lower::never_throws)
    }

    /// Whether a term is not a value, but a promise that is understood.
    pub(crate) fn is_settled(&self, term: TermId) -> bool {
        matches!(self.terms.get(term), Term::Fulfilled(_) | Term::Rejected { .. } | Term::Unsettled)
    }

    fn has_settled(&self, value: &Guarded) -> bool {
        value.0.iter().any(|&(_, term)| self.is_settled(term))
    }

    /// A promise of a value; of a promise, that one.
    pub(crate) fn promise_of(&mut self, value: TermId) -> TermId {
        if self.is_settled(value) { value } else { self.terms.intern(Term::Fulfilled(value)) }
    }

    /// What a promise of a value gives: the value of a call may be a promise itself.
    pub(crate) fn content(&mut self, value: TermId) -> TermId {
        if self.may_fail(value) { self.awaited(value) } else { value }
    }

    /// Whether nobody knows how a term settles; then it is asked about.
    pub(crate) fn asks_how_it_settles(&self, term: TermId) -> Option<TermId> {
        match self.terms.get(term) {
            Term::Fulfilled(value) => self.may_fail(*value).then_some(*value),
            Term::Call { .. } => self.may_fail(term).then_some(term),
            Term::Variable { .. }
            | Term::Param(_)
            | Term::Member { .. }
            | Term::Index { .. }
            | Term::Element(_)
            | Term::Unknown { .. } => Some(term),
            _ => None,
        }
    }

    /// Whether a call goes to a function of this file that throws: where nobody receives its error, that is a way out of the caller.
    pub(crate) fn may_refuse(&self, place: &Place, call: TermId) -> bool {
        let Term::Call { callee, .. } = *self.terms.get(call) else { return false };
        self.function_behind(place, callee).is_some_and(|id| self.may_throw(id))
    }

    /// A promise by how it settles.
    fn settle(&mut self, place: &Place, promise: TermId, span: Span) -> Vec<(Condition, TermId)> {
        let Some(asked) = self.asks_how_it_settles(promise) else {
            return vec![(Condition::TRUE, self.promise_of(promise))];
        };
        self.caught.insert(asked);
        let question = self.terms.intern(Term::Throws(asked));
        self.places.entry(question).or_insert(span);
        let fails = self.truthy(question);
        let gives = self.conditions.not(fails);
        let value = self.awaited(asked);
        let value = self.terms.intern(Term::Fulfilled(value));
        let rejected = match self.may_refuse(place, asked) {
            true => self.thrown(ExitKind::Propagates, asked, span),
            false => self.terms.intern(Term::Rejected { error: question, site: 0 }),
        };
        vec![(gives, value), (fails, rejected)]
    }

    /// `await promise`: what the promise gives. What the code throws in it leaves the function here.
    pub(super) fn awaited_value(&mut self, state: &mut State, promise: &Guarded) -> Guarded {
        if self.scope.is_some() || !self.has_settled(promise) {
            return self.lift(promise, |evaluator, term| {
                let value = evaluator.awaited(term);
                let read = evaluator.scope.is_some().then(|| evaluator.terms.get(value).clone());
                Guarded::single(read.map_or(value, |read| evaluator.known_like(read)))
            });
        }
        let parts = self.parted(promise, true);
        let value = self.without_errors(state, parts);
        let arrives = value.0.iter().fold(Condition::FALSE, |all, &(guard, _)| self.conditions.or(all, guard));
        state.reach = self.conditions.and(state.reach, arrives);
        value
    }

    /// `return promise`: what the caller gets who awaits it.
    pub(super) fn returned_value(&mut self, place: &Place, state: &mut State, expr: &Expr) -> Guarded {
        let value = self.value(place, state, expr);
        // Inside a chain it is the chain that goes on.
        if place.inlined || !self.has_settled(&value) {
            return value;
        }
        let parts = self.parted(&value, false);
        self.without_errors(state, parts)
    }

    /// What `await`, or else `return`, makes of each case of a promise.
    fn parted(&mut self, promise: &Guarded, awaits: bool) -> Parts {
        let mut parts = Parts::default();
        for &(guard, term) in &promise.0 {
            match *self.terms.get(term) {
                Term::Fulfilled(value) if awaits => parts.values.push((guard, self.content(value))),
                Term::Fulfilled(value) => parts.values.push((guard, value)),
                Term::Rejected { .. } => parts.errors.push((guard, term)),
                Term::Unsettled => {}
                _ if awaits => parts.values.push((guard, self.awaited(term))),
                _ => parts.values.push((guard, term)),
            }
        }
        parts
    }

    /// The values alone, where no handler of this function receives the errors: an error that the code throws is an exit, the error of a
    /// call is out of sight, and so is the question about it.
    fn without_errors(&mut self, state: &State, parts: Parts) -> Guarded {
        let mut thrown = Vec::new();
        let mut questions = Vec::new();
        for (guard, rejected) in parts.errors {
            let Term::Rejected { error, site } = *self.terms.get(rejected) else { continue };
            match *self.terms.get(error) {
                _ if site > 0 => thrown.push((guard, error, site)),
                Term::Throws(call) if self.promises.calls.is_some() => {
                    let when = self.conditions.and(state.reach, guard);
                    self.promises.calls.get_or_insert_default().push((when, call));
                }
                Term::Throws(_) => questions.push(self.variable(error)),
                _ => {}
            }
        }
        let no = ValueSet::of(&Const::Bool(false));
        let unasked = |evaluator: &mut Self, guard: Condition| {
            questions.iter().fold(guard, |guard, &question| evaluator.conditions.restrict(guard, question, &no))
        };
        for (guard, error, site) in thrown {
            let guard = unasked(self, guard);
            self.raise(state, guard, error, site);
        }
        let values = parts.values.into_iter().map(|(guard, value)| (unasked(self, guard), value)).collect();
        self.merged(Guarded(values))
    }

    /// The function is left by an error of a promise.
    fn raise(&mut self, state: &State, when: Condition, error: TermId, site: u32) {
        let Some(&(kind, span)) = self.promises.thrown_at.get(&site) else { return };
        let mut exits = std::mem::take(&mut self.promises.raised);
        let error = self.left_with(error);
        self.leave(state, kind, Guarded(vec![(when, error)]), span, &mut exits);
        exits.retain(|exit| !exit.value.0.is_empty());
        self.promises.raised = exits;
    }

    /// What the exit by an error gives: what is thrown, or the call that throws.
    pub(crate) fn left_with(&self, error: TermId) -> TermId {
        match *self.terms.get(error) {
            Term::Throws(call) => call,
            _ => error,
        }
    }

    pub(super) fn swap_raised(&mut self, exits: Vec<Exit>) -> Vec<Exit> {
        std::mem::replace(&mut self.promises.raised, exits)
    }

    /// A rejection by the code itself: by what it throws, or by a call that throws.
    fn thrown(&mut self, kind: ExitKind, value: TermId, span: Span) -> TermId {
        self.promises.thrown_at.insert(span.start + 1, (kind, span));
        self.rejected_at(kind, value, span)
    }

    pub(crate) fn rejected_at(&mut self, kind: ExitKind, value: TermId, span: Span) -> TermId {
        let error = match kind {
            ExitKind::Propagates => {
                let call = self.behind_await(value);
                self.terms.intern(Term::Throws(call))
            }
            _ => value,
        };
        self.terms.intern(Term::Rejected { error, site: span.start + 1 })
    }

    /// The value of a call that ends a block; when it throws and when it completes, if it is a promise that is understood.
    pub(super) fn value_at_end(
        &mut self,
        place: &Place,
        block: BlockId,
        state: &mut State,
        call: &Expr,
    ) -> (Guarded, Option<(Condition, Condition)>) {
        let handled = handling_try(self.cfg(place), block).is_some();
        match handled {
            true => self.without_notes(|evaluator| evaluator.value_where(place, true, state, call)),
            false => self.value_where(place, false, state, call),
        }
    }

    fn value_where(
        &mut self,
        place: &Place,
        handled: bool,
        state: &mut State,
        call: &Expr,
    ) -> (Guarded, Option<(Condition, Condition)>) {
        let completes = Some((Condition::FALSE, Condition::TRUE));
        let ExprKind::Await(inner) = &call.kind else {
            let value = self.value(place, state, call);
            let settles = self.has_settled(&value);
            return (value, completes.filter(|_| settles));
        };
        let promise = self.value(place, state, inner);
        if self.scope.is_some() || !self.has_settled(&promise) {
            let value = self.awaited_value(state, &promise);
            if let Some(term) = value.only() {
                self.note_place(term, call);
            }
            return (value, None);
        }
        if !handled {
            return (self.awaited_value(state, &promise), completes);
        }
        let mut parts = Parts::default();
        for (guard, term) in promise.0 {
            for (inner, settled) in self.settle(place, term, inner.span) {
                let when = self.conditions.and(guard, inner);
                let settled = self.parted(&Guarded(vec![(when, settled)]), true);
                parts.values.extend(settled.values);
                parts.errors.extend(settled.errors);
            }
        }
        let mut any = |cases: &[(Condition, TermId)]| {
            cases.iter().fold(Condition::FALSE, |all, &(guard, _)| self.conditions.or(all, guard))
        };
        let (fails, arrives) = (any(&parts.errors), any(&parts.values));
        (self.merged(Guarded(parts.values)), Some((fails, arrives)))
    }
}

/// The global `Promise`.
pub(crate) fn is_promise_class(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Global(name) if name == "Promise")
}
