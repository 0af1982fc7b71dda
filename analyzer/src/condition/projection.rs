//! Which values can a variable have?
//!
//! In come a condition and literals that are known to hold, out comes the set of values of one variable for which the
//! condition can still hold. One walk over the diagram; no node is created.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cover::Literal;
use super::diagram::{Condition, Conditions, Variable};
use super::value_set::ValueSet;

impl Conditions {
    /// The values `variable` can have where the condition holds.
    pub fn values(&self, condition: Condition, variable: Variable) -> ValueSet {
        self.values_given(condition, &[], variable)
    }

    /// The values `variable` can have where the condition and the literals hold. A literal of `variable` is ignored.
    pub(super) fn values_given(&self, condition: Condition, given: &[Literal], variable: Variable) -> ValueSet {
        let known = given.iter().filter(|(known, _)| *known != variable).map(|(known, set)| (*known, set)).collect();
        let mut projection = Projection { conditions: self, known, possible: FxHashMap::default() };
        projection.values(condition, variable)
    }
}

struct Projection<'a> {
    conditions: &'a Conditions,
    known: FxHashMap<Variable, &'a ValueSet>,
    /// Whether a condition can hold together with what is known.
    possible: FxHashMap<Condition, bool>,
}

impl<'a> Projection<'a> {
    fn values(&mut self, condition: Condition, variable: Variable) -> ValueSet {
        let mut values = ValueSet::empty();
        let mut seen = FxHashSet::default();
        let mut pending = vec![condition];
        while let Some(condition) = pending.pop() {
            match self.conditions.arcs(condition) {
                Some((top, arcs)) if top < variable => {
                    pending.extend(self.open(top, arcs).filter(|child| seen.insert(*child)));
                }
                Some((top, arcs)) if top == variable => {
                    let possible = arcs.iter().filter(|(_, child)| self.is_possible(*child));
                    values = possible.fold(values, |all, (set, _)| all.union(set));
                }
                _ if self.is_possible(condition) => return self.conditions.domain(variable).clone(),
                _ => {}
            }
        }
        values
    }

    /// The children that what is known leaves open.
    fn open(&self, top: Variable, arcs: &'a [(ValueSet, Condition)]) -> impl Iterator<Item = Condition> + use<'a> {
        let known = self.known.get(&top).copied();
        let open = move |set: &ValueSet| known.is_none_or(|known| !known.is_disjoint_from(set));
        arcs.iter().filter(move |(set, _)| open(set)).map(|(_, child)| *child)
    }

    /// Recurses once per variable at most.
    fn is_possible(&mut self, condition: Condition) -> bool {
        let Some((top, arcs)) = self.conditions.arcs(condition) else { return condition == Condition::TRUE };
        if let Some(possible) = self.possible.get(&condition) {
            return *possible;
        }
        let possible = self.open(top, arcs).any(|child| self.is_possible(child));
        self.possible.insert(condition, possible);
        possible
    }
}
