//! Rows that a store holds about somebody: finding one is a membership.

use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::term::{Term, TermId};
use crate::words::{EXCLUSION, PRINCIPAL, has_any};

use super::names::looks_up;

impl Evaluator<'_> {
    /// Whether a test says that a lookup by the one who asks found something: `await members.count({ userId, teamId }) > 0`,
    /// `rows.length !== 0`.
    pub(super) fn found_rows(&self, subject: TermId, set: &ValueSet) -> bool {
        let rows = match self.terms.get(subject) {
            Term::Member { object, property, .. } if property == "length" || property == "size" => *object,
            _ if self.called_name(self.settled(subject)).starts_with("count") => subject,
            _ => return false,
        };
        let lookup = self.settled(rows);
        let Term::Call { callee, args, .. } = self.terms.get(lookup) else { return false };
        !set.contains(&Const::number(0.0))
            && !self.names(*callee, &|name| has_any(name, EXCLUSION))
            && args.iter().any(|arg| self.names(*arg, &|name| has_any(name, PRINCIPAL)))
    }

    /// The part of a condition whose paths pass no evidence, where that nothing was found is none.
    pub(crate) fn unproven_though_not_found(&mut self, condition: Condition, sign_in: bool) -> Condition {
        self.without(condition, &mut |facts, variable, set| {
            !facts.is_missing(variable, set) && facts.evidence(variable, set, sign_in).counts()
        })
    }

    /// Whether an answer says that something that was looked up is not there.
    pub(crate) fn is_missing(&self, variable: Variable, set: &ValueSet) -> bool {
        let subject = self.subject(variable);
        let found = matches!(self.terms.get(subject), Term::Find { .. }) || looks_up(&self.called_name(subject));
        found && set.is_subset_of(&ValueSet::falsy())
    }

    /// What a promise gives.
    fn settled(&self, term: TermId) -> TermId {
        match self.terms.get(term) {
            Term::Await(inner) => *inner,
            _ => term,
        }
    }

    /// Whether a term, or a part of it, has such a name.
    fn names(&self, term: TermId, is_such: &impl Fn(&str) -> bool) -> bool {
        is_such(&self.own_name(term)) || self.terms.parts(term).into_iter().any(|part| self.names(part, is_such))
    }
}
