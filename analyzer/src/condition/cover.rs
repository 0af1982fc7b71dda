//! Minimised sums of cubes.
//!
//! In come two conditions, the cases that must be covered and those that may be; out comes a short list of cubes
//! between them. The first approximation is the irredundant sum of products of S. Minato (*Fast Generation of Prime-
//! Irredundant Covers from Binary Decision Diagrams*, IEICE Trans. E76-A, 1993; after E. Morreale, 1970), with sets of
//! values in place of the two phases of a literal. Then literals are dropped and widened as far as the don't-cares go,
//! as in the expand and irredundant steps of *Espresso* (R. Brayton et al., 1984).

use rustc_hash::FxHashMap;

use super::diagram::{Condition, Conditions, Variable};
use super::print::complexity;
use super::value_set::ValueSet;

/// The cubes after which a cover is given up.
pub const MAX_CUBES: usize = 256;

/// A test that the value of a variable is in a set.
pub type Literal = (Variable, ValueSet);

/// A conjunction of literals, at most one for each variable, in variable order. Each set is a proper, non-empty subset
/// of the variable's domain. Without literals it always holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cube {
    /// The tests, all of which hold.
    pub literals: Vec<Literal>,
}

/// A sum of cubes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The cubes, none of which can be left out or lose a literal.
    pub cubes: Vec<Cube>,
    /// Whether cubes are missing: because there are too many, then those that are there still imply `may_be`, or
    /// because the arena's budget is used up, then there are none.
    pub truncated: bool,
}

impl Conditions {
    /// Cubes whose disjunction holds where `on` does and only where `may_be` does. `on` should imply `may_be`; where it
    /// does not, it is ignored.
    ///
    /// No cube can be left out, and no literal of a cube. The sets of the literals are those that are shortest to read.
    pub fn cover(&mut self, on: Condition, may_be: Condition) -> Cover {
        let on = self.and(on, may_be);
        let mut sum = SumOfProducts { conditions: self, prefix: Vec::new(), cubes: Vec::new(), truncated: false };
        sum.between(on, may_be);
        let SumOfProducts { cubes, truncated, .. } = sum;
        let expanded = self.expand_all(cubes, may_be);
        let cubes = self.irredundant(expanded, on);
        if self.exceeded() {
            return Cover { cubes: Vec::new(), truncated: true };
        }
        Cover { cubes, truncated }
    }

    /// The cube with the fewest literals in the [cover](Self::cover) of `on` and `may_be`; of several, the one that
    /// tests the earlier variables. Nothing if there is no case to cover.
    pub fn shortest_cube(&mut self, on: Condition, may_be: Condition) -> Option<Cube> {
        let variables = |cube: &Cube| cube.literals.iter().map(|(variable, _)| *variable).collect::<Vec<_>>();
        let cover = self.cover(on, may_be);
        cover.cubes.into_iter().min_by_key(|cube| (cube.literals.len(), variables(cube)))
    }

    /// The condition that all literals hold.
    pub fn cube_condition(&mut self, cube: &Cube) -> Condition {
        // From the last variable upwards each step adds one node on top.
        cube.literals.iter().rev().fold(Condition::TRUE, |rest, (variable, set)| {
            let test = self.test(*variable, set);
            self.and(test, rest)
        })
    }

    /// One way to satisfy the condition: the tests along a path of the diagram. Nothing if it never holds.
    pub fn pick(&self, condition: Condition) -> Option<Cube> {
        let mut literals = Vec::new();
        let mut current = condition;
        while let Some((variable, arcs)) = self.arcs(current) {
            let (set, child) = arcs.iter().find(|(_, child)| *child != Condition::FALSE)?;
            literals.push((variable, set.clone()));
            current = *child;
        }
        (current == Condition::TRUE).then_some(Cube { literals })
    }
}

/// The recursion of Minato and Morreale.
struct SumOfProducts<'a> {
    conditions: &'a mut Conditions,
    /// The literals of the variables above.
    prefix: Vec<Literal>,
    cubes: Vec<Cube>,
    truncated: bool,
}

/// Values of the top variable with the same cofactors.
struct Class {
    values: ValueSet,
    on: Condition,
    may_be: Condition,
    /// The part of `on` that only a cube with a literal of the top variable can cover.
    need: Condition,
}

impl SumOfProducts<'_> {
    /// Adds cubes between `on` and `may_be`, which it implies, and returns what they cover.
    fn between(&mut self, on: Condition, may_be: Condition) -> Condition {
        if on == Condition::FALSE || self.truncated || self.conditions.exceeded() {
            return Condition::FALSE;
        }
        let Some(variable) = self.conditions.top(&[on, may_be]).filter(|_| may_be != Condition::TRUE) else {
            return self.complete_cube();
        };
        let cofactors = self.conditions.cofactors(variable, [on, may_be]);
        let always = cofactors.iter().fold(Condition::TRUE, |all, (_, [_, may_be])| self.conditions.and(all, *may_be));
        let mut classes: Vec<_> =
            cofactors.into_iter().map(|(values, [on, may_be])| self.class(values, on, may_be, always)).collect();
        let with_literal = self.with_literal(variable, &mut classes);
        let rest = classes.iter().fold(Condition::FALSE, |any, class| self.conditions.or(any, class.on));
        let without_literal = self.between(rest, always);
        self.conditions.or(with_literal, without_literal)
    }

    fn complete_cube(&mut self) -> Condition {
        if self.cubes.len() >= MAX_CUBES {
            self.truncated = true;
            return Condition::FALSE;
        }
        self.cubes.push(Cube { literals: self.prefix.clone() });
        Condition::TRUE
    }

    fn class(&mut self, values: ValueSet, on: Condition, may_be: Condition, always: Condition) -> Class {
        let need = self.conditions.ite(always, Condition::FALSE, on);
        Class { values, on, may_be, need }
    }

    /// Covers what each class needs by cubes with a literal of `variable`, and takes it from the classes.
    fn with_literal(&mut self, variable: Variable, classes: &mut [Class]) -> Condition {
        let mut covered = Condition::FALSE;
        for first in 0..classes.len() {
            if classes[first].need == Condition::FALSE {
                continue;
            }
            let (members, need, may_be) = self.merge_classes(classes, first);
            let values = members.iter().fold(ValueSet::empty(), |all, member| all.union(&classes[*member].values));
            let test = self.conditions.test(variable, &values);
            self.prefix.push((variable, values));
            let part = self.between(need, may_be);
            self.prefix.pop();
            for member in members {
                let class = &mut classes[member];
                class.on = self.conditions.ite(part, Condition::FALSE, class.on);
                class.need = self.conditions.ite(part, Condition::FALSE, class.need);
            }
            let cubes = self.conditions.and(test, part);
            covered = self.conditions.or(covered, cubes);
        }
        covered
    }

    /// The classes whose needs one literal can cover together with that of `first`, what they need and what may be
    /// covered. Classes that need nothing are left to the expansion, which knows whether they shorten the literal.
    fn merge_classes(&mut self, classes: &[Class], first: usize) -> (Vec<usize>, Condition, Condition) {
        let (mut need, mut may_be) = (classes[first].need, classes[first].may_be);
        let mut members = vec![first];
        let needy = |index: &usize| *index != first && classes[*index].need != Condition::FALSE;
        for index in (0..classes.len()).filter(needy) {
            let class = &classes[index];
            if self.conditions.implies(need, class.may_be) && self.conditions.implies(class.need, may_be) {
                need = self.conditions.or(need, class.need);
                may_be = self.conditions.and(may_be, class.may_be);
                members.push(index);
            }
        }
        (members, need, may_be)
    }
}

/// What a literal costs to read.
type Costs = FxHashMap<Literal, usize>;

/// The improvements after the recursion.
impl Conditions {
    fn expand_all(&mut self, cubes: Vec<Cube>, may_be: Condition) -> Vec<Cube> {
        let must_not = self.not(may_be);
        let mut costs = Costs::default();
        cubes.into_iter().map(|cube| self.expand(cube, must_not, &mut costs)).collect()
    }

    /// Drops the literals that the don't-cares make superfluous, the last first, then widens those that get shorter.
    fn expand(&self, mut cube: Cube, must_not: Condition, costs: &mut Costs) -> Cube {
        for position in (0..cube.literals.len()).rev() {
            let (variable, _) = cube.literals[position];
            if self.allowed_values(&cube, position, must_not) == *self.domain(variable) {
                cube.literals.remove(position);
            }
        }
        for position in 0..cube.literals.len() {
            let (variable, narrow) = cube.literals[position].clone();
            let wide = self.allowed_values(&cube, position, must_not);
            cube.literals[position].1 = self.shortest_between(variable, narrow, wide, costs);
        }
        cube
    }

    /// The values that the literal at `position` may allow, given the others.
    fn allowed_values(&self, cube: &Cube, position: usize, must_not: Condition) -> ValueSet {
        let (variable, _) = cube.literals[position];
        self.domain(variable).difference(&self.values_given(must_not, &cube.literals, variable))
    }

    /// A set between the two whose literal is short to read; of equally short ones, the wide one.
    fn shortest_between(&self, variable: Variable, narrow: ValueSet, wide: ValueSet, costs: &mut Costs) -> ValueSet {
        if narrow == wide {
            return narrow;
        }
        let domain = self.domain(variable);
        let familiar = [ValueSet::truthy(), ValueSet::falsy(), ValueSet::nullish(), ValueSet::nullish().complement()];
        let familiar = familiar.into_iter().map(|set| set.intersection(domain));
        let between = familiar.filter(|set| narrow.is_subset_of(set) && set.is_subset_of(&wide));
        let candidates: Vec<_> = [wide.clone(), narrow.clone()].into_iter().chain(between).collect();
        let cost = |set: &ValueSet| {
            let literal = (variable, set.clone());
            *costs.entry(literal).or_insert_with(|| complexity(set, domain))
        };
        candidates.into_iter().min_by_key(cost).unwrap_or(narrow)
    }

    /// Leaves out cubes that the others make superfluous, those with many literals first; keeps the order of the rest.
    fn irredundant(&mut self, cubes: Vec<Cube>, on: Condition) -> Vec<Cube> {
        let mut order: Vec<_> = (0..cubes.len()).collect();
        order.sort_by_key(|index| cubes[*index].literals.len());
        let mut before = vec![Condition::FALSE];
        let mut covered = Condition::FALSE;
        for index in &order {
            let cube = self.cube_condition(&cubes[*index]);
            covered = self.or(covered, cube);
            before.push(covered);
        }
        let must = self.and(on, covered);
        let mut kept = vec![false; cubes.len()];
        let mut after = Condition::FALSE;
        for (index, before) in order.iter().zip(&before).rev() {
            let others = self.or(*before, after);
            if !self.implies(must, others) {
                let cube = self.cube_condition(&cubes[*index]);
                after = self.or(after, cube);
                kept[*index] = true;
            }
        }
        cubes.into_iter().zip(kept).filter_map(|(cube, kept)| kept.then_some(cube)).collect()
    }
}
