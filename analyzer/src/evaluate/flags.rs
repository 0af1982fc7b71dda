//! What the turns of a loop leave in the variables they assign: nothing, one value, or the value of the last element that sets one.

use rustc_hash::FxHashMap;

use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::module::BindingId;
use crate::term::{ElementOf, Term, TermId};

use super::loops::Closing;
use super::{Evaluator, Guarded, Place, State, Turn};

/// How the turns of a loop that go on leave a variable.
#[derive(Debug, Clone)]
pub(super) enum Flag {
    Unchanged,
    /// Set to values that depend on the element alone, each under its condition: the last element wins.
    Last(Vec<(Condition, TermId)>),
    /// Set to one value, when an element satisfies the condition.
    Set {
        condition: Condition,
        term: TermId,
    },
    Unknown,
}

impl Evaluator<'_> {
    /// For each variable the loop assigns: how a turn that goes on leaves it.
    pub(super) fn flags(
        &mut self,
        place: &Place,
        assigned: &[BindingId],
        of: ElementOf,
        before: &State,
        turns: &[State],
    ) -> FxHashMap<BindingId, Flag> {
        let mut flags = FxHashMap::default();
        for &binding in assigned {
            let mut cases = Vec::new();
            for turn in turns {
                let value = self.lookup(place, turn, binding);
                cases.extend(self.under(turn.reach, &value).0);
            }
            let merged = self.merged(Guarded(cases));
            let span = self.cfg(place).loops.iter().find(|data| data.span.start == of.0).map(|data| data.span);
            if let Some(span) = span.filter(|_| !place.inlined) {
                self.turns.push(Turn { binding, span, value: merged.0.clone() });
            }
            let entry = self.lookup(place, before, binding);
            flags.insert(binding, self.flag(binding, of, &entry, merged));
        }
        flags
    }

    fn flag(&mut self, binding: BindingId, of: ElementOf, entry: &Guarded, value: Guarded) -> Flag {
        let carried = self.terms.intern(Term::Carried { binding, of });
        let value = self.flag_from_entry(carried, entry, value);
        let mut cases: Vec<(Condition, TermId)> = Vec::new();
        for (condition, term) in value.0.into_iter().filter(|&(_, term)| term != carried) {
            let term = match self.terms.get(term) {
                Term::List { items, .. } if !items.is_empty() => self.terms.intern(Term::Collected { binding, of }),
                _ => term,
            };
            match cases.iter_mut().find(|(_, known)| *known == term) {
                Some((known, _)) => *known = self.conditions.or(*known, condition),
                None => cases.push((condition, term)),
            }
        }
        let collects = |term: &TermId| matches!(self.terms.get(*term), Term::Collected { .. });
        match cases[..] {
            [] => Flag::Unchanged,
            _ if cases.iter().any(|&(condition, term)| self.depends_on_turns(condition, term, of)) => Flag::Unknown,
            [(condition, term)] if matches!(self.terms.get(term), Term::Const(_) | Term::Collected { .. }) => {
                Flag::Set { condition, term }
            }
            _ if cases.iter().any(|(_, term)| collects(term)) => Flag::Unknown,
            _ if cases.iter().any(|&(condition, term)| self.is_made_anew(condition, term)) => Flag::Unknown,
            _ => Flag::Last(cases),
        }
    }

    /// Whether a value that a turn sets, or when it does, depends on what other turns did.
    fn depends_on_turns(&self, condition: Condition, term: TermId, of: ElementOf) -> bool {
        let mut carried = |term: &Term| matches!(term, Term::Carried { of: other, .. } if *other == of);
        let mut asked = self.conditions.support(condition).into_iter().map(|variable| self.subject(variable));
        asked.any(|subject| self.terms.any(subject, &mut carried)) || self.terms.any(term, &mut carried)
    }

    /// Whether each turn gets a value of its own, whatever the element: a call that is no query, a new object.
    fn is_made_anew(&self, condition: Condition, term: TermId) -> bool {
        let mut anew = |term: &Term| {
            let call = matches!(term, Term::Call { site, .. } if *site != 0);
            call || matches!(term, Term::New { .. } | Term::Unknown { .. } | Term::AfterLoop { .. })
        };
        let mut asked = self.conditions.support(condition).into_iter().map(|variable| self.subject(variable));
        asked.any(|subject| self.terms.any(subject, &mut anew)) || self.terms.any(term, &mut anew)
    }

    /// `found ||= test(element)`: what a turn makes of a flag that is still as it came, if a flag that was set stays set.
    fn flag_from_entry(&mut self, carried: TermId, entry: &Guarded, value: Guarded) -> Guarded {
        let Some(&variable) = self.variables.get(&carried) else { return value };
        let Some(start) = entry.only().and_then(|term| self.terms.as_const(term).cloned()) else { return value };
        let after = |evaluator: &mut Self, from: &Const| {
            let set = ValueSet::of(from);
            let known = evaluator.terms.constant(from.clone());
            let cases = value.0.iter().map(|&(guard, term)| {
                (evaluator.conditions.restrict(guard, variable, &set), if term == carried { known } else { term })
            });
            let cases = cases.collect();
            evaluator.merged(Guarded(cases))
        };
        let fresh = after(self, &start);
        let set: Vec<Const> = fresh
            .0
            .iter()
            .filter_map(|&(_, term)| self.terms.as_const(term).cloned())
            .filter(|value| *value != start)
            .collect();
        let stays = set.iter().all(|value| {
            let kept = after(self, value).only();
            kept.is_some_and(|term| self.terms.as_const(term) == Some(value))
        });
        if !stays || set.is_empty() {
            return value;
        }
        let start = self.terms.constant(start);
        Guarded(fresh.0.into_iter().map(|(guard, term)| (guard, if term == start { carried } else { term })).collect())
    }

    /// A variable behind the loop, when no element left it.
    pub(super) fn after_all(&mut self, loop_: &Closing, binding: BindingId) -> Guarded {
        let entry = self.lookup(loop_.place, loop_.before, binding);
        match loop_.flags.get(&binding) {
            None | Some(Flag::Unchanged) => entry,
            Some(&Flag::Set { condition, term }) => {
                let body = self.bound(condition, loop_.of);
                let set = self.some(loop_.list, body);
                let set = self.conditions.and(set, loop_.filled);
                self.set_or(set, term, &entry)
            }
            Some(Flag::Last(cases)) => self.after_last(loop_, cases.clone(), &entry),
            Some(Flag::Unknown) => Guarded::single(self.left_behind(loop_.data, loop_.of, binding)),
        }
    }

    /// A variable that the last element decides which sets it at all.
    fn after_last(&mut self, loop_: &Closing, cases: Vec<(Condition, TermId)>, entry: &Guarded) -> Guarded {
        let sets = cases.iter().fold(Condition::FALSE, |all, &(condition, _)| self.conditions.or(all, condition));
        let body = self.bound(sets, loop_.of);
        let some = self.some(loop_.list, body);
        let some = self.conditions.and(some, loop_.filled);
        let last = self.terms.intern(Term::Find { list: loop_.list, body, last: true });
        self.object_terms.insert(last);
        let value = self.given(&Guarded(cases), sets);
        let value = self.value_about(&value, loop_.of, last);
        let mut all = self.under(some, &value).0;
        let none = self.conditions.not(some);
        all.extend(self.under(none, entry).0);
        self.merged(Guarded(all))
    }
}
