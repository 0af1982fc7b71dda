//! Values nobody foresaw, and that a check lets through.
//!
//! In come the ways a check allows, out come those that stay open where a value is none of those the check lists: a comparison with what a table does not hold never
//! holds, an object has members that nobody wrote, nobody is not banned, and what falls back to a privilege has it. Decided on the condition of the Allow: with such a
//! value in place it must still hold, and it must not hold without it.

mod keys;
mod words;

use crate::cfg::{BinaryOp, Expr, ExprKind, Place, Step};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::decide::{Confidence, Decision, Witness};
use crate::evaluate::{Evaluation, Evaluator};
use crate::judge::{Part, possible, witness};
use crate::module::Type;
use crate::recognise::Candidate;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::words::{EXCLUSION, PRINCIPAL, REFUSES, has_any};

/// An Allow that is open to a value nobody foresaw.
#[derive(Debug, Clone)]
pub struct Unforeseen {
    pub exit: Span,
    /// The value, as an expression.
    pub value: String,
    pub how: Passes,
    pub confidence: Confidence,
    pub witness: Witness,
}

/// How a value passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passes {
    /// It is no key of a table, and what the table gives for it is compared: `rank[role] < rank[min]`.
    NoKey { test: String },
    /// It is a member that every object has: `constructor`.
    Inherited { test: String },
    /// There is nobody: `user?.role !== 'banned'`.
    Nobody,
    /// It is an answer that is neither of those that are refused.
    OtherAnswer { refused: String },
    /// It is missing, and taken for a privilege: `role ?? 'admin'`.
    Privileged { fallback: Const },
}

/// Every Allow of a check that is open to a value nobody foresaw: one way for each exit.
pub(crate) fn unforeseen(evaluation: &mut Evaluation<'_>, parts: &[Part], candidate: &Candidate) -> Vec<Unforeseen> {
    if candidate.open_by_name || !parts.iter().any(|part| part.decision != Decision::Allow) {
        return Vec::new();
    }
    let possible = possible(&mut evaluation.facts, parts);
    let mut found = Vec::new();
    for part in parts.iter().filter(|part| part.decision == Decision::Allow) {
        let allowed = evaluation.facts.conditions.and(part.condition, possible);
        if allowed == Condition::FALSE {
            continue;
        }
        let facts = &mut evaluation.facts;
        let Some(way) = (Reader { facts, allowed: part.condition, possible, candidate }).way() else { continue };
        let Some(witness) = witness(&mut evaluation.facts, way.when, possible) else { continue };
        let value = evaluation.facts.show_term(way.value).text;
        let confidence = way.confidence.min(candidate.confidence);
        found.push(Unforeseen { exit: part.span, value, how: way.how, confidence, witness });
    }
    found
}

/// Members that tell kinds apart.
const KINDS: &[&str] = &["kind", "type", "provider", "strategy", "method"];

/// A way to let a value through.
struct Way {
    value: TermId,
    how: Passes,
    when: Condition,
    confidence: Confidence,
}

/// Looks at one Allow.
struct Reader<'e, 'p> {
    facts: &'e mut Evaluator<'p>,
    allowed: Condition,
    possible: Condition,
    candidate: &'e Candidate,
}

impl Reader<'_, '_> {
    fn way(&mut self) -> Option<Way> {
        let asked = self.facts.conditions.support(self.allowed);
        let by_table = asked.iter().find_map(|variable| self.no_key(*variable).or_else(|| self.inherited(*variable)));
        let by_table = by_table.or_else(|| asked.iter().find_map(|variable| self.privileged(*variable)));
        if by_table.is_some() || self.candidate.deny_list || self.candidate.names_denial {
            return by_table;
        }
        let other = asked.iter().find_map(|variable| self.other_answer(*variable));
        other.or_else(|| asked.iter().find_map(|variable| self.nobody(*variable)))
    }

    fn is_possible(&mut self, condition: Condition) -> bool {
        self.facts.conditions.and(condition, self.possible) != Condition::FALSE && !self.facts.conditions.exceeded()
    }

    /// When the Allow holds with a variable in one set, and not with it in the other.
    fn open_by(&mut self, variable: Variable, with: &ValueSet, not_with: &ValueSet) -> Condition {
        let conditions = &mut self.facts.conditions;
        let open = conditions.restrict(self.allowed, variable, with);
        let otherwise = conditions.restrict(self.allowed, variable, not_with);
        let closed = conditions.not(otherwise);
        conditions.and(open, closed)
    }

    /// Whether the Allow is the same with a variable in one set and in another.
    fn is_same(&mut self, variable: Variable, one: &ValueSet, other: &ValueSet) -> bool {
        let conditions = &mut self.facts.conditions;
        conditions.restrict(self.allowed, variable, one) == conditions.restrict(self.allowed, variable, other)
    }

    /// A comparison by order with what a table gives for a key it does not have.
    fn no_key(&mut self, variable: Variable) -> Option<Way> {
        let subject = self.facts.subject(variable);
        let yes = ValueSet::of(&Const::Bool(true));
        let (undefined, nan) = (ValueSet::of(&Const::Undefined), ValueSet::of(&Const::number(f64::NAN)));
        let (reads, fails, open) = match *self.facts.terms.get(subject) {
            Term::Relation { op: BinaryOp::Less | BinaryOp::LessOrEqual, left, right } => {
                let no = ValueSet::of(&Const::Bool(false));
                (vec![left, right], no.clone(), self.open_by(variable, &no, &yes))
            }
            Term::Index { .. } => {
                let lets_in = self.facts.conditions.values(self.allowed, variable);
                let refused = ValueSet::numbers().difference(&lets_in);
                // One constant is no order, and what is said of `undefined` alone was foreseen.
                if refused.constants().is_some() || !self.is_same(variable, &undefined, &nan) {
                    return None;
                }
                (vec![subject], undefined.clone(), self.open_by(variable, &undefined, &refused))
            }
            _ => return None,
        };
        if open == Condition::FALSE {
            return None;
        }
        let read = reads.into_iter().find(|read| self.facts.misses_keys(*read) && self.stays_open(open, *read))?;
        let (_, key) = self.facts.table_read(read)?;
        let test = self.facts.conditions.test(variable, &fails);
        let when = self.facts.conditions.and(test, open);
        let test = self.facts.source_text(read).unwrap_or_default();
        Some(Way { value: key, how: Passes::NoKey { test }, when, confidence: Confidence::High })
    }

    /// Whether no test on the way says that the table holds the key.
    fn stays_open(&mut self, open: Condition, read: TermId) -> bool {
        let Some((_, key)) = self.facts.table_read(read) else { return false };
        let unknown = self.facts.without(open, &mut |facts, asked, set| {
            let subject = facts.subject(asked);
            (subject == read && !set.contains(&Const::Undefined)) || facts.knows_key(key, subject, set)
        });
        self.is_possible(unknown)
    }

    /// What an object gives for `constructor` is truthy, and so is `'constructor' in object`.
    fn inherited(&mut self, variable: Variable) -> Option<Way> {
        let subject = self.facts.subject(variable);
        let (open, there) = match self.facts.terms.get(subject) {
            Term::Relation { op: BinaryOp::In, .. } => {
                let (yes, no) = (ValueSet::of(&Const::Bool(true)), ValueSet::of(&Const::Bool(false)));
                (self.open_by(variable, &yes, &no), yes)
            }
            Term::Index { .. } => {
                let (undefined, yes) = (ValueSet::of(&Const::Undefined), ValueSet::of(&Const::Bool(true)));
                // What is compared is no flag.
                if !self.is_same(variable, &ValueSet::functions(), &yes) {
                    return None;
                }
                (self.open_by(variable, &ValueSet::functions(), &undefined), ValueSet::truthy())
            }
            _ => return None,
        };
        let (table, key) = self.facts.table_read(subject)?;
        if open == Condition::FALSE || !self.facts.inherits(table) || !self.facts.is_open_text(key) {
            return None;
        }
        let sign_in = self.candidate.sign_in;
        let bare = self.facts.without(open, &mut |facts, asked, set| {
            let subject = facts.subject(asked);
            facts.knows_key(key, subject, set) || facts.evidence(asked, set, sign_in).counts()
        });
        if !self.is_possible(bare) {
            return None;
        }
        let test = self.facts.conditions.test(variable, &there);
        let when = self.facts.conditions.and(test, bare);
        let test = self.facts.source_text(subject).unwrap_or_default();
        let confidence = self.facts.chosen_from_outside(key);
        Some(Way { value: key, how: Passes::Inherited { test }, when, confidence })
    }

    /// Where a value is missing, the check goes on with a privileged one, and lets that through.
    fn privileged(&mut self, variable: Variable) -> Option<Way> {
        let lets_in = self.facts.conditions.values(self.allowed, variable);
        let named = lets_in.difference(&ValueSet::nullish()).constants()?;
        let missing = lets_in.intersection(&ValueSet::nullish());
        let fallback = named.iter().find(|value| words::is_privileged(value))?.clone();
        if missing.is_empty() || !self.falls_back(variable, &fallback) {
            return None;
        }
        let refused = ValueSet::strings().difference(&lets_in);
        let open = self.open_by(variable, &missing, &refused);
        let open = self.facts.unproven(open, self.candidate.sign_in);
        if !self.is_possible(open) {
            return None;
        }
        let test = self.facts.conditions.test(variable, &missing);
        let when = self.facts.conditions.and(test, open);
        let value = self.facts.subject(variable);
        Some(Way { value, how: Passes::Privileged { fallback }, when, confidence: Confidence::High })
    }

    /// Whether the function puts a constant in the place of a value where that is missing.
    fn falls_back(&mut self, variable: Variable, fallback: &Const) -> bool {
        let cfg = &self.facts.function().cfg;
        let is_fallback = |value: &Expr| matches!(&value.kind, ExprKind::Const(value) if value == fallback);
        let assigns =
            |step: &Step| matches!(step, Step::Assign { target: Place::Binding(_), value, .. } if is_fallback(value));
        let blocks = cfg.graph.node_indices().filter(|block| cfg.graph[*block].steps.iter().any(assigns));
        blocks.collect::<Vec<_>>().into_iter().any(|block| {
            let reach = self.facts.reach_of(block);
            reach != Condition::FALSE && self.facts.conditions.values(reach, variable).is_subset_of(&ValueSet::falsy())
        })
    }

    /// An answer in words, of which only those that refuse are known.
    fn other_answer(&mut self, variable: Variable) -> Option<Way> {
        let subject = self.facts.subject(variable);
        let asked = self.facts.compared_with(variable);
        let tells = words::names_answer(&self.facts.own_name(subject));
        if asked.is_empty() || !tells || !asked.iter().all(words::is_refusal) || !self.facts.is_open_text(subject) {
            return None;
        }
        let refused = ValueSet::from_constants(asked.iter());
        let others = ValueSet::strings().difference(&refused).difference(&ValueSet::of(&Const::string("")));
        let open = self.open_by(variable, &others, &refused);
        let open = self.facts.unproven(open, self.candidate.sign_in);
        if !self.is_possible(open) {
            return None;
        }
        let test = self.facts.conditions.test(variable, &others);
        let when = self.facts.conditions.and(test, open);
        let refused = asked.iter().map(Const::to_string).collect::<Vec<_>>().join(", ");
        Some(Way { value: subject, how: Passes::OtherAnswer { refused }, when, confidence: Confidence::Medium })
    }

    /// Somebody who is not there has no role that could be refused.
    fn nobody(&mut self, variable: Variable) -> Option<Way> {
        let person = self.facts.subject(variable);
        // Who is refused is said by the name: whoever is nobody is refused elsewhere.
        let own = &self.facts.function().name;
        if has_any(own, EXCLUSION) || has_any(own, REFUSES) {
            return None;
        }
        if !has_any(&self.facts.own_name(person), PRINCIPAL) || !self.is_read_if_there(person) {
            return None;
        }
        let missing = self.facts.conditions.values(self.allowed, variable).intersection(&ValueSet::nullish());
        let there = ValueSet::nullish().complement();
        let somebody = self.facts.conditions.restrict(self.allowed, variable, &there);
        if missing.is_empty() || !self.refuses_by_name(person, somebody) {
            return None;
        }
        let test = self.facts.conditions.test(variable, &missing);
        let open = self.facts.conditions.restrict(self.allowed, variable, &missing);
        let when = self.facts.conditions.and(test, open);
        let when = self.facts.unproven(when, self.candidate.sign_in);
        if !self.is_possible(when) {
            return None;
        }
        Some(Way { value: person, how: Passes::Nobody, when, confidence: Confidence::Medium })
    }

    /// Whether a member of a person is compared with constants, and some of them are refused.
    fn refuses_by_name(&mut self, person: TermId, lets_in: Condition) -> bool {
        let asked = self.facts.conditions.support(lets_in);
        asked.into_iter().any(|variable| {
            let subject = self.facts.subject(variable);
            let lets_in = self.facts.conditions.values(lets_in, variable);
            let refused = |value: &Const| matches!(value, Const::String(_)) && !lets_in.contains(value);
            // What kind somebody is of tells them apart, and refuses nobody.
            subject != person
                && !has_any(&self.facts.own_name(subject), KINDS)
                && self.facts.is_part_of(subject, person)
                && self.facts.compared_with(variable).iter().any(refused)
        })
    }

    /// `user?.role`, of somebody who may be missing by the declared type, or has none.
    fn is_read_if_there(&self, person: TermId) -> bool {
        let facts = &*self.facts;
        let optional = facts.written_at(person).is_some_and(|span| {
            let behind = Span::new(span.end, facts.source.text.len() as u32);
            facts.source.slice(behind).trim_start().starts_with("?.")
        });
        let may_be_nothing = |declared: &Type| match declared {
            Type::Union(parts) => parts.iter().any(|part| matches!(part, Type::Literal(value) if value.is_nullish())),
            _ => matches!(declared, Type::Any | Type::Unknown),
        };
        optional && facts.type_of(person, 0).is_none_or(|declared| may_be_nothing(&declared))
    }
}
