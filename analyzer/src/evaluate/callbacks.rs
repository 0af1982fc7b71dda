//! Methods of lists: membership, and `some`, `every`, `find` and `filter` with a callback of this file.

use crate::cfg::{Expr, ExprKind};
use crate::condition::Condition;
use crate::constant::Const;
use crate::module::FunctionId;
use crate::term::{Term, TermId};

use super::calls::UNROLLED_ITEMS;
use super::{Evaluator, ExitKind, Guarded, INLINE_DEPTH, Place, State};

impl Evaluator<'_> {
    /// Membership in a list whose items are known.
    pub(super) fn includes(&mut self, receiver: &Guarded, value: &Guarded) -> Option<Guarded> {
        let known =
            |evaluator: &Self, term: TermId| matches!(evaluator.terms.get(term), Term::List { open: false, .. });
        if !receiver.0.iter().all(|&(_, term)| known(self, term)) {
            return None;
        }
        let pairs = self.combinations(&[receiver.clone(), value.clone()])?;
        let mut holds = Condition::FALSE;
        for (guard, terms) in pairs {
            let Term::List { items, .. } = self.terms.get(terms[0]).clone() else { continue };
            for item in items {
                let equal = self.same(item, terms[1]);
                let case = self.conditions.and(guard, equal);
                holds = self.conditions.or(holds, case);
            }
        }
        Some(self.boolean(holds))
    }

    pub(super) fn quantified(
        &mut self,
        place: &Place,
        state: &State,
        expr: &Expr,
        receiver: &Guarded,
        method: &str,
        callback: &Guarded,
    ) -> Option<Guarded> {
        let Term::Function(callback) = *self.terms.get(callback.only()?) else { return None };
        let function = self.data(callback);
        if function.is_async || function.is_generator || place.depth >= INLINE_DEPTH {
            return None;
        }
        let mut cases = Vec::new();
        for &(guard, list) in &receiver.0 {
            for (inner, value) in self.quantified_over(place, state, expr, list, method, callback)?.0 {
                cases.push((self.conditions.and(guard, inner), value));
            }
        }
        Some(self.merged(Guarded(cases)))
    }

    fn quantified_over(
        &mut self,
        place: &Place,
        state: &State,
        expr: &Expr,
        list: TermId,
        method: &str,
        callback: FunctionId,
    ) -> Option<Guarded> {
        if let Term::List { items, open: false } = self.terms.get(list).clone()
            && items.len() <= UNROLLED_ITEMS
            && matches!(method, "some" | "every")
        {
            let mut any = Condition::FALSE;
            for (position, item) in items.into_iter().enumerate() {
                let position = self.terms.constant(Const::number(position as f64));
                let holds = self.callback_condition(place, state, callback, [item, position, list])?;
                let counts = if method == "every" { self.conditions.not(holds) } else { holds };
                any = self.conditions.or(any, counts);
            }
            let holds = if method == "every" { self.conditions.not(any) } else { any };
            return Some(self.boolean(holds));
        }
        let of = crate::term::ElementOf(expr.span.start);
        self.lists.insert(of, list);
        if method == "every" {
            self.asked_of_every.insert(list);
        }
        let element = self.terms.intern(Term::Element(of));
        let span = self.data(callback).span;
        let position = self.unknown(span, "a condition on the position of an element");
        let holds = self.callback_condition(place, state, callback, [element, position, list])?;
        let body = if method == "every" { self.conditions.not(holds) } else { holds };
        let body = self.bound(body, of);
        Some(match method {
            "find" => self.found(list, body, false),
            "findLast" => self.found(list, body, true),
            "filter" => Guarded::single(self.terms.intern(Term::Filter { list, body })),
            _ => {
                let some = self.some(list, body);
                let holds = if method == "every" { self.conditions.not(some) } else { some };
                self.boolean(holds)
            }
        })
    }

    /// When a callback answers with something truthy for an element; `None` when it may not answer at all.
    /// The arguments: the element, its position, the list.
    fn callback_condition(
        &mut self,
        place: &Place,
        state: &State,
        callback: FunctionId,
        args: [TermId; 3],
    ) -> Option<Condition> {
        let exits = self.without_notes(|evaluator| evaluator.run_inlined(place, state, callback, &args, false));
        let mut holds = Condition::FALSE;
        for exit in exits {
            if matches!(exit.kind, ExitKind::Throw | ExitKind::Propagates) {
                return None;
            }
            let truth = self.truth(&exit.value);
            holds = self.conditions.or(holds, truth);
        }
        Some(holds)
    }

    /// A list that was empty holds something once an item was pushed.
    pub(super) fn collect(&mut self, place: &Place, state: &mut State, expr: &Expr) {
        let ExprKind::Call { callee, args } = &expr.kind else { return };
        let ExprKind::Member { object, .. } = &callee.kind else { return };
        let ExprKind::Binding(binding) = object.kind else { return };
        let item =
            self.terms.intern(Term::Unknown { site: args.first().map_or(expr.span.start, |arg| arg.value.span.start) });
        let list = self.lookup(place, state, binding);
        let collected = self.lift(&list, |evaluator, term| {
            Guarded::single(match evaluator.terms.get(term).clone() {
                Term::List { mut items, open } if items.len() < UNROLLED_ITEMS => {
                    items.push(item);
                    evaluator.terms.intern(Term::List { items, open })
                }
                Term::List { items, .. } => evaluator.terms.intern(Term::List { items, open: true }),
                Term::Carried { binding, of } => evaluator.terms.intern(Term::Collected { binding, of }),
                _ => term,
            })
        });
        state.set(binding, collected);
    }
}
