//! "Some element" as a term.
//!
//! What a callback or a loop's body asks about its element becomes the body of a quantified term, with the element
//! as a bound variable (counted from the inside, after de Bruijn). So `for (const r of roles) if (r === 'admin') return true`
//! and `roles.some(role => role === 'admin')` ask one question.

use rustc_hash::FxHashMap;

use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::term::{ElementOf, Term, TermId};

use super::{Evaluator, Guarded};

/// What takes the place of an element.
#[derive(Clone, Copy)]
enum Replacement {
    /// The variable of the quantifier that is being built.
    Bound,
    /// A term without free bound variables.
    Term(TermId),
    /// The other way: a term in place of the quantifier's variable.
    Unbound(TermId),
}

impl Evaluator<'_> {
    /// A condition on an element as the body of a quantifier.
    pub(super) fn bound(&mut self, condition: Condition, of: ElementOf) -> Condition {
        let element = self.terms.intern(Term::Element(of));
        self.replace_in_condition(condition, element, Replacement::Bound, 0)
    }

    /// A condition on an element as a condition on another term.
    pub(super) fn about(&mut self, condition: Condition, of: ElementOf, term: TermId) -> Condition {
        let element = self.terms.intern(Term::Element(of));
        self.replace_in_condition(condition, element, Replacement::Term(term), 0)
    }

    /// A guarded value that mentions an element, about another term.
    pub(super) fn value_about(&mut self, value: &Guarded, of: ElementOf, term: TermId) -> Guarded {
        let element = self.terms.intern(Term::Element(of));
        let replacement = Replacement::Term(term);
        let mut cases = Vec::new();
        for &(guard, value) in &value.0 {
            let guard = self.replace_in_condition(guard, element, replacement, 0);
            cases.push((guard, self.replace(value, element, replacement, 0)));
        }
        self.merged(Guarded(cases))
    }

    /// The body of a quantifier about a term.
    pub(super) fn instantiated(&mut self, body: Condition, term: TermId) -> Condition {
        self.replace_in_condition(body, term, Replacement::Unbound(term), 0)
    }

    /// Whether some element of a list satisfies a body.
    pub(super) fn some(&mut self, list: TermId, body: Condition) -> Condition {
        if body == Condition::FALSE {
            return Condition::FALSE;
        }
        let holds_something = self.holds_something(list);
        if holds_something == Condition::FALSE {
            return Condition::FALSE;
        }
        if !self.mentions_bound(body) {
            // The question does not depend on the element: ask whether there is one.
            return self.conditions.and(holds_something, body);
        }
        let term = self.terms.intern(Term::Some { list, body });
        self.truthy(term)
    }

    /// Whether a list has an element.
    pub(super) fn holds_something(&mut self, list: TermId) -> Condition {
        match self.terms.get(list).clone() {
            Term::List { items, open: false } => Condition::of(!items.is_empty()),
            Term::List { .. } if self.surely_holds_something(list) => Condition::TRUE,
            Term::Collected { .. } => Condition::TRUE,
            Term::Filter { list, body } => self.some(list, body),
            Term::Const(Const::Undefined | Const::Null) => Condition::FALSE,
            _ => {
                let length = Term::Member { object: list, property: "length".to_owned(), version: 0 };
                let length = self.known_like(length);
                self.belongs(length, &ValueSet::above(0.0, false).intersection(&ValueSet::numbers()))
            }
        }
    }

    /// Whether an open list has an element of its own beside what is spread into it.
    pub(super) fn surely_holds_something(&self, list: TermId) -> bool {
        match self.terms.get(list) {
            Term::List { items, .. } => items.iter().any(|item| matches!(self.terms.get(*item), Term::Const(_))),
            _ => false,
        }
    }

    /// The first or last element that satisfies a body, or `undefined`.
    pub(super) fn found(&mut self, list: TermId, body: Condition, last: bool) -> Guarded {
        let some = self.some(list, body);
        let none = self.conditions.not(some);
        let found = self.terms.intern(Term::Find { list, body, last });
        self.object_terms.insert(found);
        let undefined = self.terms.constant(Const::Undefined);
        self.merged(Guarded(vec![(some, found), (none, undefined)]))
    }

    /// Whether a condition depends on the innermost bound element.
    fn mentions_bound(&self, body: Condition) -> bool {
        self.mentions(body, 0)
    }

    fn mentions(&self, body: Condition, depth: u32) -> bool {
        self.conditions.support(body).into_iter().any(|variable| self.term_mentions(self.subject(variable), depth))
    }

    fn term_mentions(&self, term: TermId, depth: u32) -> bool {
        let here = match self.terms.get(term) {
            Term::Bound(index) => *index == depth,
            Term::Some { body, .. }
            | Term::Find { body, .. }
            | Term::Filter { body, .. }
            | Term::Earlier { body, .. } => self.mentions(*body, depth + 1),
            _ => false,
        };
        here || self.terms.parts(term).into_iter().any(|part| self.term_mentions(part, depth))
    }

    fn replace_in_condition(&mut self, condition: Condition, from: TermId, to: Replacement, depth: u32) -> Condition {
        let mut renamed: FxHashMap<Variable, Variable> = FxHashMap::default();
        for variable in self.conditions.support(condition) {
            let subject = self.subject(variable);
            let replaced = self.replace(subject, from, to, depth);
            if replaced != subject {
                if self.object_terms.contains(&subject) {
                    self.object_terms.insert(replaced);
                }
                renamed.insert(variable, self.variable_like(replaced, variable));
            }
        }
        if renamed.is_empty() {
            return condition;
        }
        self.conditions.rename(condition, |variable| renamed.get(&variable).copied().unwrap_or(variable))
    }

    fn replace(&mut self, term: TermId, from: TermId, to: Replacement, depth: u32) -> TermId {
        match to {
            Replacement::Term(other) if term == from => return other,
            Replacement::Bound if term == from => return self.terms.intern(Term::Bound(depth)),
            Replacement::Unbound(other) if *self.terms.get(term) == Term::Bound(depth) => return other,
            _ => {}
        }
        let body = match self.terms.get(term) {
            Term::Some { body, .. }
            | Term::Find { body, .. }
            | Term::Filter { body, .. }
            | Term::Earlier { body, .. } => Some(*body),
            _ => None,
        };
        let mut parts: FxHashMap<TermId, TermId> = FxHashMap::default();
        for part in self.terms.parts(term) {
            let replaced = self.replace(part, from, to, depth);
            parts.insert(part, replaced);
        }
        let replaced = self.terms.with_parts(term, &mut |_, part| parts.get(&part).copied().unwrap_or(part));
        let replaced = match body {
            Some(body) => {
                let new_body = self.replace_in_condition(body, from, to, depth + 1);
                self.with_body(replaced, new_body)
            }
            None => replaced,
        };
        if replaced != term {
            self.inherit(term, replaced);
        }
        replaced
    }

    fn with_body(&mut self, term: TermId, new: Condition) -> TermId {
        let mut changed = self.terms.get(term).clone();
        match &mut changed {
            Term::Some { body, .. }
            | Term::Find { body, .. }
            | Term::Filter { body, .. }
            | Term::Earlier { body, .. } => {
                *body = new;
            }
            _ => {}
        }
        self.terms.intern(changed)
    }

    /// What is known of a term holds for the term that takes its place.
    fn inherit(&mut self, from: TermId, to: TermId) {
        if let Some(open) = self.open.get(&from).cloned() {
            self.open.entry(to).or_insert(open);
        }
        if let Some(place) = self.places.get(&from).copied() {
            self.places.entry(to).or_insert(place);
        }
        if let Some(list) = self.names.get(&from).cloned()
            && !matches!(self.terms.get(from), Term::Element(_))
        {
            let mentions_bound = self.terms.any(to, &mut |term| matches!(term, Term::Bound(_)));
            if !mentions_bound {
                self.names.entry(to).or_insert(list);
            }
        }
    }
}
