//! Operations that make a new diagram out of an old one, node by node: simplifying under a care set, quantifying,
//! restricting and renaming variables.

use rustc_hash::FxHashMap;

use super::{Condition, Conditions, Variable};
use crate::condition::value_set::ValueSet;

/// Quantification and substitution.
impl Conditions {
    /// A condition that agrees with the given one wherever `care` holds and asks as little as it can elsewhere: what remains to be asked once
    /// `care` is known. (The *restrict* operator of O. Coudert and J. C. Madre, ICCAD 1990.) The condition itself if `care` never holds.
    pub fn simplify(&mut self, condition: Condition, care: Condition) -> Condition {
        if care == Condition::FALSE {
            return condition;
        }
        let result = self.simplify_memoised(condition, care, &mut FxHashMap::default());
        self.within_budget(result)
    }

    fn simplify_memoised(
        &mut self,
        condition: Condition,
        care: Condition,
        done: &mut FxHashMap<(Condition, Condition), Condition>,
    ) -> Condition {
        let (Some((top, _)), Some(first)) = (self.arcs(condition), self.top(&[condition, care])) else {
            return condition;
        };
        if care == Condition::TRUE || self.exceeded {
            return condition;
        }
        if let Some(known) = done.get(&(condition, care)) {
            return *known;
        }
        let classes = self.cofactors(first, [condition, care]);
        let result = if first != top {
            // What `care` asks here is no question of the condition's own.
            let care = classes.iter().fold(Condition::FALSE, |any, (_, [_, care])| self.or(any, *care));
            self.simplify_memoised(condition, care, done)
        } else {
            let (kept, free): (Vec<_>, Vec<_>) =
                classes.into_iter().partition(|(_, [_, care])| *care != Condition::FALSE);
            let mut arcs = Vec::with_capacity(kept.len());
            for (set, [child, care]) in kept {
                arcs.push((set, self.simplify_memoised(child, care, done)));
            }
            if let Some((set, _)) = arcs.first_mut() {
                *set = free.iter().fold(set.clone(), |all, (set, _)| all.union(set));
            }
            self.node(top, arcs)
        };
        done.insert((condition, care), result);
        result
    }

    /// The condition that some value of `variable` makes the given one hold.
    pub fn exists(&mut self, condition: Condition, variable: Variable) -> Condition {
        self.rewrite(condition, &mut |conditions, top, arcs| {
            if top != variable {
                return conditions.node(top, arcs);
            }
            arcs.into_iter().fold(Condition::FALSE, |any, (_, child)| conditions.or(any, child))
        })
    }

    /// What remains of the condition once the value of `variable` is known to be in `set`: a condition that agrees
    /// with the given one there and does not ask what `set` answers.
    ///
    /// This is the substitution of *the variable if it is in the set, else a fixed member of the set*, so that it
    /// commutes with the connectives. With a single value it is the cofactor. False if `set` holds no value of the
    /// domain.
    pub fn restrict(&mut self, condition: Condition, variable: Variable, set: &ValueSet) -> Condition {
        let inside = self.domain(variable).intersection(set);
        let Some(member) = inside.example(&[]).map(|example| example.value_set()) else {
            return Condition::FALSE;
        };
        let outside = self.domain(variable).difference(set);
        self.rewrite(condition, &mut |conditions, top, arcs| {
            if top != variable {
                return conditions.node(top, arcs);
            }
            let elsewhere = arcs.iter().find(|(set, _)| member.is_subset_of(set)).map(|(_, child)| *child);
            let kept = arcs.iter().map(|(set, child)| (set.intersection(&inside), *child));
            let moved = elsewhere.map(|child| (outside.clone(), child));
            conditions.node(top, kept.chain(moved).filter(|(set, _)| !set.is_empty()).collect())
        })
    }

    /// The condition with other variables asked. Several may become one, and the order may change. A value of a new
    /// variable that is not in the domain of the old one makes the condition false.
    pub fn rename(&mut self, condition: Condition, mut renamed: impl FnMut(Variable) -> Variable) -> Condition {
        self.rewrite(condition, &mut |conditions, top, arcs| {
            let variable = renamed(top);
            arcs.into_iter().fold(Condition::FALSE, |otherwise, (set, child)| {
                let test = conditions.test(variable, &set);
                conditions.ite(test, child, otherwise)
            })
        })
    }

    /// Replaces every node, children first, by what `replace` makes of its variable and its replaced arcs.
    fn rewrite(&mut self, root: Condition, replace: &mut Replace<'_>) -> Condition {
        let result = self.rewrite_memoised(root, &mut FxHashMap::default(), replace);
        self.within_budget(result)
    }

    fn rewrite_memoised(
        &mut self,
        condition: Condition,
        done: &mut FxHashMap<Condition, Condition>,
        replace: &mut Replace<'_>,
    ) -> Condition {
        let Some(node) = condition.index().map(|index| self.nodes[index].clone()) else { return condition };
        if let Some(known) = done.get(&condition) {
            return *known;
        }
        if self.exceeded {
            return Condition::FALSE;
        }
        let mut arcs = Vec::with_capacity(node.arcs.len());
        for (set, child) in node.arcs.iter() {
            arcs.push((set.clone(), self.rewrite_memoised(*child, done, replace)));
        }
        let result = replace(self, node.variable, arcs);
        done.insert(condition, result);
        result
    }
}

/// What becomes of a node with the given variable and arcs.
type Replace<'a> = dyn FnMut(&mut Conditions, Variable, Vec<(ValueSet, Condition)>) -> Condition + 'a;
