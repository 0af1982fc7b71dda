//! Which matches a path relies on.
//!
//! In comes the condition of a way through, out come the loose matches that it needs, once every path with better evidence is taken away. What a rule says of
//! itself (`rule.action === 'allow'`) and what somebody says who asks (`method === 'GET'`) is no evidence for either side.

use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::evidence::Evidence;
use crate::term::{Term, TermId};
use crate::words::{PERMISSION, PRINCIPAL, RIGHT, has_any};

use super::ends::{Side, Tip};
use super::loose::Loose;
use super::matched::Match;
use super::role::Texts;

/// A loose match.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) matched: Match,
    pub(super) loose: Loose,
}

/// A question of a condition, and the answers that a path needs.
type Literal = (Variable, ValueSet);

/// Looks at the paths of a function.
pub(super) struct Paths<'e, 'p> {
    pub(super) facts: &'e mut Evaluator<'p>,
    /// Whether being signed in is all that is asked for.
    pub(super) sign_in: bool,
}

impl Paths<'_, '_> {
    /// The loose matches without which a condition does not hold, on some path without other evidence.
    /// `allowed` is every way through: what lets through all the same where it does not match decides nothing.
    pub(super) fn relying(&mut self, condition: Condition, allowed: Condition) -> Vec<Found> {
        let rest = self.without_evidence(condition, &[]);
        // What the types say of other questions is no evidence: they are asked last.
        let theory = self.facts.theory();
        let mut needed: Vec<(Literal, Vec<Found>)> = Vec::new();
        for (variable, set) in self.needed(rest) {
            let found = self.loose(variable, &set, &[]);
            let conditions = &mut self.facts.conditions;
            let holds = conditions.test(variable, &set);
            let path = conditions.and(rest, holds);
            let is_feasible = conditions.and(path, theory) != Condition::FALSE;
            if is_feasible && !found.is_empty() && self.decides(path, variable, &set, allowed) {
                needed.push(((variable, set), found));
            }
        }
        let literals: Vec<Literal> = needed.iter().map(|(literal, _)| literal.clone()).collect();
        let alone = |paths: &mut Self, literal: &Literal| paths.suffices(rest, literal, &literals);
        let (sufficient, together): (Vec<_>, Vec<_>) =
            needed.into_iter().partition(|(literal, _)| alone(self, literal));
        if !sufficient.is_empty() {
            return sufficient.into_iter().flat_map(|(_, found)| found).collect();
        }
        // Several matches in a row: the last one is what is left to fail.
        let written = |(_, found): &(Literal, Vec<Found>)| {
            found.first().and_then(|one| self.facts.written_at(one.matched.test)).map(|span| span.start)
        };
        together.into_iter().max_by_key(written).map(|(_, found)| found).unwrap_or_default()
    }

    /// Whether something is held back where all is as on a path but the answer to one question.
    fn decides(&mut self, path: Condition, variable: Variable, set: &ValueSet, allowed: Condition) -> bool {
        let conditions = &mut self.facts.conditions;
        let others = conditions.exists(path, variable);
        let holds = conditions.test(variable, set);
        let fails = conditions.not(holds);
        let otherwise = conditions.and(others, fails);
        !conditions.implies(otherwise, allowed)
    }

    /// The loose matches that one question asks for, if a condition needs it to be answered so.
    pub(super) fn needing(&mut self, condition: Condition, variable: Variable) -> Vec<Found> {
        let literals = self.needed(condition).into_iter().filter(|(needed, _)| *needed == variable);
        literals.collect::<Vec<_>>().into_iter().flat_map(|(variable, set)| self.loose(variable, &set, &[])).collect()
    }

    /// The loose matches that an answer comes to.
    fn loose(&mut self, variable: Variable, set: &ValueSet, lists: &[TermId]) -> Vec<Found> {
        let subject = self.facts.subject(variable);
        if let Term::Some { list, body } = *self.facts.terms.get(subject) {
            let asked = if set.contains(&Const::Bool(true)) { body } else { self.facts.conditions.not(body) };
            let mut found = self.within(asked, lists, list);
            if let (true, Term::Filter { list, body }) = (set.contains(&Const::Bool(true)), self.facts.terms.get(list))
            {
                let (list, body) = (*list, *body);
                found.extend(self.within(body, lists, list));
            }
            return found;
        }
        let texts = Texts { facts: self.facts, lists };
        let found =
            texts.matched(subject, set).and_then(|matched| Some(Found { loose: texts.loose(&matched)?, matched }));
        found.into_iter().collect()
    }

    /// The loose matches of what is asked of each element of a list.
    fn within(&mut self, body: Condition, lists: &[TermId], list: TermId) -> Vec<Found> {
        let lists: Vec<TermId> = lists.iter().copied().chain([list]).collect();
        let rest = self.without_evidence(body, &lists);
        self.needed(rest).into_iter().flat_map(|(variable, set)| self.loose(variable, &set, &lists)).collect()
    }

    fn without_evidence(&mut self, condition: Condition, lists: &[TermId]) -> Condition {
        // What a question comes to does not depend on where it is asked.
        let mut known: Vec<(Literal, bool)> = Vec::new();
        let sign_in = self.sign_in;
        self.facts.without(condition, &mut |facts, variable, set| {
            if let Some((_, known)) = known.iter().find(|((one, values), _)| *one == variable && values == set) {
                return *known;
            }
            let is_evidence = Paths { facts, sign_in }.is_evidence(variable, set, lists);
            known.push(((variable, set.clone()), is_evidence));
            is_evidence
        })
    }

    /// Whether an answer is a better reason than a loose match.
    fn is_evidence(&mut self, variable: Variable, set: &ValueSet, lists: &[TermId]) -> bool {
        let subject = self.facts.subject(variable);
        let evidence = self.facts.evidence(variable, set, self.sign_in);
        // That something is there was asked by nobody, where it is only read from.
        let read_only = evidence == Evidence::Unknown && !self.facts.is_asked_about(variable);
        if !evidence.counts() || read_only || (Texts { facts: self.facts, lists }).says_where(subject, set) {
            return false;
        }
        let about_element = !lists.is_empty() && !self.is_about_others(subject) && !self.asks_for_separator(subject);
        !about_element && !self.says_what_is_asked(subject, set, lists) && self.loose(variable, set, lists).is_empty()
    }

    /// `domain.startsWith('.')`, `root.endsWith('/')`: what is compared ends in a separator, then.
    fn asks_for_separator(&self, subject: TermId) -> bool {
        let facts = &*self.facts;
        let Term::Call { callee, args, .. } = facts.terms.get(subject) else { return false };
        let separator = |arg: &TermId| match facts.terms.as_const(*arg) {
            Some(Const::String(text)) => !text.is_empty() && text.chars().all(|one| !one.is_alphanumeric()),
            _ => Texts { facts, lists: &[] }.tip(*arg, Side::End) == Tip::Bounded,
        };
        ["startsWith", "endsWith"].contains(&facts.function_name(*callee).as_str())
            && args.first().is_some_and(separator)
    }

    /// Whether a term mentions anything but the elements of the lists around.
    fn is_about_others(&self, term: TermId) -> bool {
        let mut others = |part: &Term| {
            matches!(
                part,
                Term::Param(_)
                    | Term::Variable { .. }
                    | Term::This
                    | Term::Element(_)
                    | Term::Unknown { .. }
                    | Term::Carried { .. }
                    | Term::AfterLoop { .. }
                    | Term::Await(_)
                    | Term::New { .. }
            )
        };
        self.facts.terms.any(term, &mut others)
    }

    /// Whether an answer only says which thing is asked about: what kind it is, or that there is one.
    fn says_what_is_asked(&self, subject: TermId, set: &ValueSet, lists: &[TermId]) -> bool {
        let facts = &*self.facts;
        // `file[root.length] === '/'` asks what stands behind.
        if matches!(facts.terms.get(subject), Term::Index { index, .. } if facts.terms.as_const(*index).is_none()) {
            return false;
        }
        if !matches!(
            facts.terms.get(subject),
            Term::Param(_) | Term::Member { .. } | Term::Index { .. } | Term::Variable { .. }
        ) {
            return false;
        }
        let texts = Texts { facts, lists };
        let name = facts.own_name(subject);
        let speaks_of_rights = [RIGHT, PRINCIPAL, PERMISSION].iter().any(|list| has_any(&name, list));
        let is_there = set.is_disjoint_from(&ValueSet::nullish()) && set.constants().is_none();
        match texts.role(subject) {
            Some(_) => is_there,
            None => {
                !speaks_of_rights
                    && set
                        .constants()
                        .is_some_and(|values| values.iter().all(|value| matches!(value, Const::String(_))))
            }
        }
    }

    /// The answers that some path of a condition cannot do without.
    fn needed(&mut self, condition: Condition) -> Vec<Literal> {
        let mut literals: Vec<Literal> = Vec::new();
        self.arcs(condition, &mut literals, &mut Vec::new());
        literals.retain(|(variable, set)| {
            let conditions = &mut self.facts.conditions;
            let test = conditions.test(*variable, set);
            let otherwise = conditions.not(test);
            let (with, without) = (conditions.and(condition, test), conditions.and(condition, otherwise));
            let (with, without) = (conditions.exists(with, *variable), conditions.exists(without, *variable));
            let not_without = conditions.not(without);
            conditions.and(with, not_without) != Condition::FALSE
        });
        literals
    }

    fn arcs(&self, condition: Condition, literals: &mut Vec<Literal>, seen: &mut Vec<Condition>) {
        let Some((variable, arcs)) = self.facts.conditions.arcs(condition) else { return };
        if seen.contains(&condition) {
            return;
        }
        seen.push(condition);
        for (set, child) in arcs {
            if *child != Condition::FALSE && !literals.iter().any(|(one, values)| *one == variable && values == set) {
                literals.push((variable, set.clone()));
            }
            self.arcs(*child, literals, seen);
        }
    }

    /// Whether a condition can hold where one match holds and no other does.
    fn suffices(&mut self, condition: Condition, one: &Literal, all: &[Literal]) -> bool {
        let conditions = &mut self.facts.conditions;
        let mut left = conditions.test(one.0, &one.1);
        for (variable, set) in all.iter().filter(|(variable, _)| *variable != one.0) {
            let test = conditions.test(*variable, set);
            let fails = conditions.not(test);
            left = conditions.and(left, fails);
        }
        conditions.and(left, condition) != Condition::FALSE
    }
}
