//! What a world says of a condition of the evaluation.

use std::collections::HashMap;

use portcullis_analyzer::Const;
use portcullis_analyzer::cfg::BinaryOp;
use portcullis_analyzer::condition::{Condition, Example, ValueSet, Variable};
use portcullis_analyzer::evaluate::Evaluator;
use portcullis_analyzer::term::{Term, TermId};

use super::pool::contains;
use super::{Candidates, World};

/// What can be said of a condition in a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    Fails,
    /// It depends on what was not asked.
    Open,
}

/// The value of a subject in a world.
enum Seen {
    Unknown,
    One(Example),
    Among(Candidates),
}

impl World {
    /// What can be said of a condition, given that the theory holds.
    pub fn verdict(&mut self, facts: &mut Evaluator<'_>, condition: Condition, theory: Condition) -> Verdict {
        let plain = match self.outcomes(facts, condition) {
            (true, false) => return Verdict::Holds,
            (false, _) => return Verdict::Fails,
            (true, true) => Verdict::Open,
        };
        let not = facts.conditions.not(condition);
        let (yes, no) = (facts.conditions.and(condition, theory), facts.conditions.and(not, theory));
        match (self.outcomes(facts, yes).0, self.outcomes(facts, no).0) {
            (true, false) => Verdict::Holds,
            (false, true) => Verdict::Fails,
            _ => plain,
        }
    }

    /// Whether the condition can hold in this world, and whether it can fail.
    pub fn outcomes(&mut self, facts: &mut Evaluator<'_>, condition: Condition) -> (bool, bool) {
        self.outcomes_with(facts, condition, &[], &mut HashMap::new())
    }

    fn outcomes_with(
        &mut self,
        facts: &mut Evaluator<'_>,
        condition: Condition,
        bound: &[TermId],
        done: &mut HashMap<Condition, (bool, bool)>,
    ) -> (bool, bool) {
        let Some((variable, arcs)) = facts.conditions.arcs(condition) else {
            return (condition == Condition::TRUE, condition == Condition::FALSE);
        };
        if let Some(known) = done.get(&condition) {
            return *known;
        }
        let arcs = arcs.to_vec();
        let seen = self.seen(facts, variable, bound);
        let mut outcomes = (false, false);
        let mut some_arc = false;
        for (set, child) in arcs {
            let taken = match &seen {
                Seen::Unknown => true,
                Seen::One(value) => contains(&set, value),
                Seen::Among(candidates) => {
                    let members = self.members(&set);
                    candidates.iter().any(|&at| members[at as usize])
                }
            };
            if taken {
                some_arc = true;
                let (yes, no) = self.outcomes_with(facts, child, bound, done);
                outcomes = (outcomes.0 | yes, outcomes.1 | no);
            }
        }
        self.impossible |= !some_arc;
        done.insert(condition, outcomes);
        outcomes
    }

    fn seen(&mut self, facts: &mut Evaluator<'_>, variable: Variable, bound: &[TermId]) -> Seen {
        let subject = facts.subject(variable);
        let Some(term) = self.concrete(facts, subject, bound) else { return Seen::Unknown };
        match facts.terms.get(term) {
            Term::Const(value) => return Seen::One(Example::Constant(value.clone())),
            Term::Object { .. } | Term::List { .. } | Term::New { .. } | Term::Regex { .. } => {
                return Seen::One(Example::Object);
            }
            Term::Function(_) => return Seen::One(Example::Function),
            _ => {}
        }
        if let Some(answer) = self.predicted(facts, term) {
            return Seen::One(Example::Constant(Const::Bool(answer)));
        }
        if let Some(equal) = self.equals_constant(facts, term) {
            return Seen::One(Example::Constant(Const::Bool(equal)));
        }
        if let Some(length) = self.known_length(facts, term) {
            return Seen::One(Example::Constant(Const::number(length)));
        }
        self.known.get(&term).map_or(Seen::Unknown, |candidates| Seen::Among(candidates.clone()))
    }

    /// A comparison with an element that turned out to be a constant.
    fn equals_constant(&self, facts: &Evaluator<'_>, term: TermId) -> Option<bool> {
        let Term::Relation { op: BinaryOp::StrictEquals, left, right } = *facts.terms.get(term) else { return None };
        let (constant, other) = match (facts.terms.as_const(left), facts.terms.as_const(right)) {
            (Some(left), Some(right)) => return Some(left == right),
            (Some(constant), None) => (constant, right),
            (None, Some(constant)) => (constant, left),
            (None, None) => return None,
        };
        let value = Example::Constant(constant.clone());
        let mut answers = self.known.get(&other)?.iter().map(|&at| self.pool[at as usize] == value);
        let first = answers.next()?;
        answers.all(|answer| answer == first).then_some(first)
    }

    /// A term of the evaluation as a term of this world: quantifiers answered, elements found.
    pub fn concrete(&mut self, facts: &mut Evaluator<'_>, term: TermId, bound: &[TermId]) -> Option<TermId> {
        if self.is_plain(facts, term) {
            return Some(term);
        }
        match facts.terms.get(term).clone() {
            Term::Bound(depth) => bound.iter().rev().nth(depth as usize).copied(),
            Term::Error(_) => {
                let threw = *self.errors.get(&term)?;
                Some(facts.terms.constant(Const::Bool(threw)))
            }
            Term::Some { list, body } => {
                let verdicts = self.each(facts, list, body, bound)?;
                let answer = match () {
                    _ if verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Holds) => true,
                    _ if verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Fails) => false,
                    _ => return None,
                };
                Some(facts.terms.constant(Const::Bool(answer)))
            }
            Term::Find { list, body, last } => {
                let mut verdicts = self.each(facts, list, body, bound)?;
                if last {
                    verdicts.reverse();
                }
                let (element, verdict) = verdicts.into_iter().find(|(_, verdict)| *verdict != Verdict::Fails)?;
                (verdict == Verdict::Holds).then_some(element)
            }
            Term::Filter { list, body } => {
                let verdicts = self.each(facts, list, body, bound)?;
                if verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Open) {
                    return None;
                }
                let items =
                    verdicts.into_iter().filter(|(_, verdict)| *verdict == Verdict::Holds).map(|(element, _)| element);
                let items = items.collect();
                Some(facts.terms.intern(Term::List { items, open: false }))
            }
            Term::Earlier { .. } | Term::Collected { .. } | Term::Carried { .. } | Term::AfterLoop { .. } => None,
            _ => {
                let mut parts = HashMap::new();
                for part in facts.terms.parts(term) {
                    parts.insert(part, self.concrete(facts, part, bound)?);
                }
                let replaced = facts.terms.with_parts(term, &mut |_, part| parts[&part]);
                Some(folded(facts, replaced))
            }
        }
    }

    /// Whether a term is its own answer's name.
    fn is_plain(&mut self, facts: &Evaluator<'_>, term: TermId) -> bool {
        *self.plain.entry(term).or_insert_with(|| {
            !facts.terms.any(term, &mut |part| {
                matches!(
                    part,
                    Term::Bound(_)
                        | Term::Error(_)
                        | Term::Some { .. }
                        | Term::Find { .. }
                        | Term::Filter { .. }
                        | Term::Earlier { .. }
                        | Term::Collected { .. }
                        | Term::Carried { .. }
                        | Term::AfterLoop { .. }
                )
            })
        })
    }

    /// What a body says of each element of a list.
    fn each(
        &mut self,
        facts: &mut Evaluator<'_>,
        list: TermId,
        body: Condition,
        bound: &[TermId],
    ) -> Option<Vec<(TermId, Verdict)>> {
        let list = self.concrete(facts, list, bound)?;
        let elements = match facts.terms.get(list) {
            Term::List { items, open: false } => items.clone(),
            Term::Const(_) => Vec::new(),
            _ => self.known_elements(list)?,
        };
        let mut verdicts = Vec::new();
        for element in elements {
            let mut inner = bound.to_vec();
            inner.push(element);
            let verdict = match self.outcomes_with(facts, body, &inner, &mut HashMap::new()) {
                (true, false) => Verdict::Holds,
                (true, true) => Verdict::Open,
                (false, _) => Verdict::Fails,
            };
            verdicts.push((element, verdict));
        }
        Some(verdicts)
    }

    /// Nothing has no elements.
    fn known_elements(&self, list: TermId) -> Option<Vec<TermId>> {
        let nullish = ValueSet::nullish();
        let absent = |known: &Candidates| known.iter().all(|&at| contains(&nullish, &self.pool[at as usize]));
        match self.lists.get(&list) {
            Some(elements) => Some(elements.clone()),
            None => self.known.get(&list).filter(|known| absent(known)).map(|_| Vec::new()),
        }
    }
}

/// A member of a literal, or of nothing.
fn folded(facts: &mut Evaluator<'_>, term: TermId) -> TermId {
    let Term::Member { object, property, .. } = facts.terms.get(term) else { return term };
    let constant = match facts.terms.get(*object) {
        Term::List { items, open: false } if property == "length" || property == "size" => {
            Const::number(items.len() as f64)
        }
        Term::Object { fields, open } => match fields.iter().find(|(name, _)| name == property) {
            Some((_, value)) => return *value,
            None if !open => Const::Undefined,
            None => return term,
        },
        _ => return term,
    };
    facts.terms.constant(constant)
}
