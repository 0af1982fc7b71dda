//! Tables that are read by a key: which keys they have, and what is known of the key.

use crate::cfg::BinaryOp;
use crate::condition::ValueSet;
use crate::constant::Const;
use crate::decide::Confidence;
use crate::evaluate::Evaluator;
use crate::module::Type;
use crate::skippable::{alike, mentions};
use crate::term::{Term, TermId};
use crate::words::{EXCLUSION, PRINCIPAL, has_any};

/// Words of a call that finds fault with a key.
const UNKNOWN: &[&str] = &["unknown", "invalid", "missing"];

impl Evaluator<'_> {
    /// The table and the key of `table[key]` and of `key in table`.
    pub(super) fn table_read(&self, read: TermId) -> Option<(TermId, TermId)> {
        match *self.terms.get(read) {
            Term::Index { object, index, .. } => Some((object, index)),
            Term::Relation { op: BinaryOp::In, left, right } => Some((right, left)),
            _ => None,
        }
    }

    /// Whether a table is read with a key that it may not have.
    pub(super) fn misses_keys(&self, read: TermId) -> bool {
        let Term::Index { object, index, .. } = *self.terms.get(read) else { return false };
        match self.terms.get(object) {
            Term::Object { fields, open: false } => {
                let has = |key: &Const| matches!(key, Const::String(name) if fields.iter().any(|(field, _)| **field == **name));
                match self.type_of(index, 0).and_then(|declared| self.closed_values(&declared, 0)) {
                    Some(closed) => closed.constants().is_some_and(|keys| !keys.iter().all(has)),
                    None => self.is_open_text(index),
                }
            }
            _ => self.is_record(object) && self.is_open_text(index),
        }
    }

    /// `Record<string, …>`.
    fn is_record(&self, table: TermId) -> bool {
        let declared = self.type_of(table, 0).map(|declared| self.resolved_type(&declared, 0));
        matches!(declared, Some(Type::Named { name, arguments }) if name == "Record" && arguments.first() == Some(&Type::String))
    }

    /// Whether an object has the members of every object: a literal that says nothing else.
    pub(super) fn inherits(&self, table: TermId) -> bool {
        matches!(self.terms.get(table), Term::Object { fields, .. } if !fields.iter().any(|(name, _)| name == "__proto__"))
    }

    /// Whether a value may be any text, by its declared type, that of what it is a part of, or because a request holds it.
    pub(super) fn is_open_text(&self, value: TermId) -> bool {
        match self.type_of(value, 0).map(|declared| self.resolved_type(&declared, 0)) {
            Some(Type::String | Type::Any) => true,
            Some(Type::Union(parts)) => parts.iter().any(|part| matches!(part, Type::String)),
            Some(_) => false,
            None => self.is_part_of_anything(value) || self.is_of_request(value),
        }
    }

    fn is_part_of_anything(&self, value: TermId) -> bool {
        match *self.terms.get(value) {
            Term::Member { object, .. } | Term::Index { object, .. } => {
                matches!(self.type_of(object, 0), Some(Type::Any)) || self.is_part_of_anything(object)
            }
            _ => false,
        }
    }

    /// How sure it is that a key is chosen by somebody who would choose `constructor`: what a store holds about somebody is not.
    pub(super) fn chosen_from_outside(&self, key: TermId) -> Confidence {
        let root = self.terms.root(key);
        let of_person = has_any(&self.own_name(root), PRINCIPAL) && root != key;
        if of_person { Confidence::Low } else { Confidence::Medium }
    }

    /// Whether an answer says that a key is one of those that are known.
    pub(super) fn knows_key(&self, key: TermId, subject: TermId, set: &ValueSet) -> bool {
        let holds = set.is_subset_of(&ValueSet::truthy());
        match self.terms.get(subject) {
            _ if alike(self, subject, key) => {
                set.constants().is_some_and(|values| values.iter().any(|value| !value.is_nullish()))
            }
            Term::Relation { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals | BinaryOp::In, .. } => {
                holds && mentions(self, subject, key)
            }
            Term::Relation { .. } => false,
            Term::Some { list, body } => {
                let asked = || self.conditions.support(*body).into_iter().map(|asked| self.subject(asked));
                holds && (mentions(self, *list, key) || asked().any(|asked| mentions(self, asked, key)))
            }
            Term::Throws(call) => !set.contains(&Const::Bool(true)) && mentions(self, *call, key),
            Term::Call { callee, .. } => {
                let faults = || {
                    let name = self.function_name(*callee);
                    has_any(&name, UNKNOWN) || has_any(&name, EXCLUSION)
                };
                mentions(self, subject, key) && (holds || set.is_subset_of(&ValueSet::falsy()) && faults())
            }
            Term::Await(call) => self.knows_key(key, *call, set),
            _ => false,
        }
    }
}
