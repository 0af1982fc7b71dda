//! Guarded values: what a variable may hold, and when.

use crate::condition::Condition;
use crate::constant::Const;
use crate::term::TermId;

use super::Evaluator;

/// Cases a guarded value may have before it is given up for an unknown.
pub(super) const CASES: usize = 64;

/// A set of (condition, term). The conditions exclude each other under the path condition they belong to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded(pub Vec<(Condition, TermId)>);

impl Guarded {
    /// One value, whatever holds.
    pub fn single(term: TermId) -> Self {
        Guarded(vec![(Condition::TRUE, term)])
    }

    /// The value, if there is but one.
    pub fn only(&self) -> Option<TermId> {
        match self.0[..] {
            [(_, term)] => Some(term),
            _ => None,
        }
    }
}

impl Evaluator<'_> {
    /// One case for each term, in order of first appearance; impossible cases dropped.
    pub(super) fn merged(&mut self, value: Guarded) -> Guarded {
        let mut cases: Vec<(Condition, TermId)> = Vec::new();
        for (condition, term) in value.0 {
            if condition == Condition::FALSE {
                continue;
            }
            match cases.iter_mut().find(|(_, known)| *known == term) {
                Some(case) => case.0 = self.conditions.or(case.0, condition),
                None => cases.push((condition, term)),
            }
        }
        Guarded(cases)
    }

    /// The value under a condition.
    pub(super) fn under(&mut self, condition: Condition, value: &Guarded) -> Guarded {
        let cases = value.0.iter().map(|&(guard, term)| (self.conditions.and(condition, guard), term)).collect();
        self.merged(Guarded(cases))
    }

    /// `true` where a condition holds, `false` elsewhere.
    pub(super) fn boolean(&mut self, condition: Condition) -> Guarded {
        let yes = self.terms.constant(Const::Bool(true));
        let no = self.terms.constant(Const::Bool(false));
        let not = self.conditions.not(condition);
        self.merged(Guarded(vec![(condition, yes), (not, no)]))
    }

    /// `!value`.
    pub(super) fn negated(&mut self, value: &Guarded) -> Guarded {
        let (holds, fails) = self.truth_and_falsity(value);
        let yes = self.terms.constant(Const::Bool(true));
        let no = self.terms.constant(Const::Bool(false));
        self.merged(Guarded(vec![(holds, no), (fails, yes)]))
    }

    /// Applies a function to each case.
    pub(super) fn lift(&mut self, value: &Guarded, mut apply: impl FnMut(&mut Self, TermId) -> Guarded) -> Guarded {
        let mut cases = Vec::new();
        for &(guard, term) in &value.0 {
            for (inner, result) in apply(self, term).0 {
                cases.push((self.conditions.and(guard, inner), result));
            }
        }
        self.merged(Guarded(cases))
    }

    /// Every combination of the cases of several values; `None` beyond the limit.
    pub(super) fn combinations(&mut self, values: &[Guarded]) -> Option<Vec<(Condition, Vec<TermId>)>> {
        let mut all = vec![(Condition::TRUE, Vec::with_capacity(values.len()))];
        for value in values {
            let mut next = Vec::new();
            for (condition, terms) in &all {
                for &(guard, term) in &value.0 {
                    let both = self.conditions.and(*condition, guard);
                    if both != Condition::FALSE {
                        let mut terms = terms.clone();
                        terms.push(term);
                        next.push((both, terms));
                    }
                }
            }
            if next.len() > CASES {
                return None;
            }
            all = next;
        }
        Some(all)
    }

    /// The condition under which a value is truthy.
    pub(crate) fn truth(&mut self, value: &Guarded) -> Condition {
        self.truth_and_falsity(value).0
    }

    /// The conditions under which a value is truthy, and falsy. Where none of its guards holds it is neither.
    pub(super) fn truth_and_falsity(&mut self, value: &Guarded) -> (Condition, Condition) {
        let (mut yes, mut no) = (Condition::FALSE, Condition::FALSE);
        for &(guard, term) in &value.0 {
            let truthy = self.truthy(term);
            let holds = self.conditions.and(guard, truthy);
            yes = self.conditions.or(yes, holds);
            let falsy = self.conditions.not(truthy);
            let fails = self.conditions.and(guard, falsy);
            no = self.conditions.or(no, fails);
        }
        (yes, no)
    }
}
