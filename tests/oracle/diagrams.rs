//! Conditions as plain binary decision diagrams of another library: one Boolean for each cell of a subject's domain that some condition tells
//! apart, and that exactly one of a subject's cells holds.

use std::collections::{BTreeMap, HashMap};

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use portcullis_analyzer::condition::{Condition, Conditions, Cube, ValueSet, Variable};

/// The cells of every variable that some condition asks about.
pub struct Diagrams {
    booleans: BddVariableSet,
    cells: BTreeMap<Variable, Vec<(ValueSet, BddVariable)>>,
}

impl Diagrams {
    pub fn of(conditions: &Conditions, all: &[Condition]) -> Self {
        let mut cells: BTreeMap<Variable, Vec<ValueSet>> = BTreeMap::new();
        let mut seen = std::collections::HashSet::new();
        let mut pending = all.to_vec();
        while let Some(condition) = pending.pop() {
            let Some((variable, arcs)) = conditions.arcs(condition) else { continue };
            if !seen.insert(condition) {
                continue;
            }
            let cells = cells.entry(variable).or_insert_with(|| vec![conditions.domain(variable).clone()]);
            for (set, child) in arcs {
                let split = cells.iter().flat_map(|cell| [cell.intersection(set), cell.difference(set)]);
                *cells = split.filter(|cell| !cell.is_empty()).collect();
                pending.push(*child);
            }
        }
        let count = cells.values().map(Vec::len).sum::<usize>();
        let booleans = BddVariableSet::new_anonymous(count as u16);
        let mut unused = booleans.variables().into_iter();
        let mut name = |cell| (cell, unused.next().expect("a Boolean for each cell"));
        let cells = cells.into_iter().map(|(variable, cells)| (variable, cells.into_iter().map(&mut name).collect()));
        let cells = cells.collect();
        Diagrams { booleans, cells }
    }

    /// How many Booleans there are.
    pub fn size(&self) -> usize {
        self.cells.values().map(Vec::len).sum()
    }

    /// Each subject has one value.
    pub fn theory(&self) -> Bdd {
        let mut all = self.booleans.mk_true();
        for cells in self.cells.values() {
            let own: Vec<BddVariable> = cells.iter().map(|(_, boolean)| *boolean).collect();
            let mut one = self.booleans.mk_false();
            for chosen in &own {
                let others = own.iter().filter(|other| *other != chosen);
                let alone = others.fold(self.booleans.mk_var(*chosen), |all, other| all.and(&self.booleans.mk_not_var(*other)));
                one = one.or(&alone);
            }
            all = all.and(&one);
        }
        all
    }

    fn lies_in(&self, variable: Variable, set: &ValueSet) -> Bdd {
        let cells = self.cells[&variable].iter();
        cells.filter(|(cell, _)| cell.is_subset_of(set)).fold(self.booleans.mk_false(), |any, (_, boolean)| {
            any.or(&self.booleans.mk_var(*boolean))
        })
    }

    /// A condition by its diagram.
    pub fn by_arcs(&self, conditions: &Conditions, condition: Condition, done: &mut HashMap<Condition, Bdd>) -> Bdd {
        let Some((variable, arcs)) = conditions.arcs(condition) else {
            return if condition == Condition::TRUE { self.booleans.mk_true() } else { self.booleans.mk_false() };
        };
        if let Some(known) = done.get(&condition) {
            return known.clone();
        }
        let mut any = self.booleans.mk_false();
        for (set, child) in arcs {
            let rest = self.by_arcs(conditions, *child, done);
            any = any.or(&self.lies_in(variable, set).and(&rest));
        }
        done.insert(condition, any.clone());
        any
    }

    /// A condition by its cubes.
    pub fn by_cubes(&self, cubes: &[Cube]) -> Bdd {
        cubes.iter().fold(self.booleans.mk_false(), |any, cube| {
            let literals = cube.literals.iter();
            any.or(&literals.fold(self.booleans.mk_true(), |all, (variable, set)| all.and(&self.lies_in(*variable, set))))
        })
    }
}
