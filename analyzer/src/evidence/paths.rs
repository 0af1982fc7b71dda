//! What is left of a condition when the paths that establish something are taken away.

use rustc_hash::FxHashMap;

use super::Evidence;
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::source::Span;
use crate::term::{Term, TermId};

impl Evaluator<'_> {
    /// The part of a condition whose paths pass no evidence.
    pub fn unproven(&mut self, condition: Condition, sign_in: bool) -> Condition {
        self.without(condition, &mut |facts, variable, set| facts.evidence(variable, set, sign_in).counts())
    }

    /// The part of a condition whose paths pass no evidence. That something threw is none, nor is an unknown flag that is not set: a handler that looks at
    /// what went wrong grants nothing. Nor is the decision that came in: whoever is handed one is asked whether it stands.
    pub(crate) fn unproven_despite_errors(
        &mut self,
        condition: Condition,
        sign_in: bool,
        came_in: &[TermId],
    ) -> Condition {
        let yes = Const::Bool(true);
        self.without(condition, &mut |facts, variable, set| {
            let subject = facts.subject(variable);
            if came_in.contains(&subject) {
                return false;
            }
            let error = matches!(facts.terms.get(subject), Term::Error(_) | Term::Throws(_));
            let evidence = facts.evidence(variable, set, sign_in);
            let unset = evidence == Evidence::Unknown && set.is_subset_of(&ValueSet::falsy());
            !(error && set.contains(&yes) || unset) && evidence.counts()
        })
    }

    /// The part of a condition whose paths pass no evidence behind a place. What was established in front of a denial did not outweigh it.
    pub(crate) fn unproven_behind(&mut self, condition: Condition, sign_in: bool, denial: Span) -> Condition {
        self.without(condition, &mut |facts, variable, set| {
            let subject = facts.subject(variable);
            let behind = facts.written_at(subject).is_none_or(|written| written.start > denial.end);
            behind && facts.evidence(variable, set, sign_in).counts()
        })
    }

    /// Whether every path of a condition passes a test that surely grants something.
    pub fn establishes(&mut self, condition: Condition, sign_in: bool) -> bool {
        let grants =
            &mut |facts: &mut Self, variable, set: &_| facts.evidence(variable, set, sign_in) == Evidence::Establishes;
        self.without(condition, grants) == Condition::FALSE
    }

    /// The part of a condition whose paths pass no call that may have refused by throwing.
    pub fn before_unknown_guards(&mut self, condition: Condition) -> Condition {
        let no = Const::Bool(false);
        self.without(condition, &mut |facts, variable, set| {
            let subject = facts.subject(variable);
            matches!(facts.terms.get(subject), Term::Throws(call) if set.contains(&no) && !facts.is_in_try(*call))
        })
    }

    /// The part of a condition whose paths give none of the answers.
    pub(crate) fn without(
        &mut self,
        condition: Condition,
        answers: &mut dyn FnMut(&mut Self, Variable, &ValueSet) -> bool,
    ) -> Condition {
        self.strip(condition, answers, &mut FxHashMap::default())
    }

    fn strip(
        &mut self,
        condition: Condition,
        answers: &mut dyn FnMut(&mut Self, Variable, &ValueSet) -> bool,
        done: &mut FxHashMap<Condition, Condition>,
    ) -> Condition {
        let Some((variable, arcs)) = self.conditions.arcs(condition) else { return condition };
        if let Some(known) = done.get(&condition) {
            return *known;
        }
        let arcs = arcs.to_vec();
        let mut kept = Condition::FALSE;
        for (set, child) in arcs {
            if child == Condition::FALSE || answers(self, variable, &set) {
                continue;
            }
            let rest = self.strip(child, answers, done);
            let here = self.conditions.test(variable, &set);
            let path = self.conditions.and(here, rest);
            kept = self.conditions.or(kept, path);
        }
        done.insert(condition, kept);
        kept
    }
}
