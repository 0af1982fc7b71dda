//! Canonical conditions as multi-valued decision diagrams.
//!
//! In come tests *variable ∈ set* and connectives, out come handles that are equal exactly if the conditions are
//! equivalent. All binary operations go through one memoised if-then-else (K. Brace, R. Rudell, R. Bryant, *Efficient
//! Implementation of a BDD Package*, DAC 1990), here over the common refinement of the arcs. No recursion is deeper than
//! the number of variables.

mod rewrite;

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::value_set::ValueSet;

/// A condition of one [`Conditions`] arena. Equal handles mean equivalent conditions and the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Condition(u32);

impl Condition {
    /// The condition that never holds.
    pub const FALSE: Condition = Condition(0);
    /// The condition that always holds.
    pub const TRUE: Condition = Condition(1);

    /// The condition that always holds, or never.
    pub fn of(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }

    /// The handle of the inner node at `index`.
    fn inner(index: usize) -> Self {
        Condition(index as u32 + 2)
    }

    /// Where the inner node lies; nothing for the two constants.
    fn index(self) -> Option<usize> {
        (self.0 as usize).checked_sub(2)
    }
}

/// A subject whose value conditions ask about. The order of variables is the order of their creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Variable(u32);

impl Variable {
    /// The position in the order of creation, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An inner node: the arcs partition the variable's domain, are sorted by their sets, and lead to distinct children.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Node {
    variable: Variable,
    arcs: Arc<[(ValueSet, Condition)]>,
}

/// The steps that an arena may take for each node of its budget: products of large diagrams may collapse to few nodes.
const STEPS_PER_NODE: usize = 16;

/// The conditions of one function, or of the two revisions of it that are compared.
///
/// **Budget.** Once more nodes than the budget were created (or sixteen times as many steps were taken), every
/// operation quickly returns [`Condition::FALSE`], [`Conditions::implies`] and [`Conditions::equivalent`] return `false`,
/// and [`Conditions::exceeded`] stays `true`. A caller must look at it before it believes any result.
///
/// **Handles** must only be given to the arena they come from.
#[derive(Debug)]
pub struct Conditions {
    domains: Vec<ValueSet>,
    nodes: Vec<Node>,
    unique: FxHashMap<Node, Condition>,
    choices: FxHashMap<[Condition; 3], Condition>,
    budget: usize,
    exceeded: bool,
}

/// Variables, nodes and the budget.
impl Conditions {
    /// An arena that may create `budget` nodes.
    pub fn new(budget: usize) -> Self {
        Conditions {
            domains: Vec::new(),
            nodes: Vec::new(),
            unique: FxHashMap::default(),
            choices: FxHashMap::default(),
            budget: budget.min(u32::MAX as usize - 2),
            exceeded: false,
        }
    }

    /// A new variable, last in the order, whose value is in `domain`. In an empty domain every test is false.
    pub fn variable(&mut self, domain: ValueSet) -> Variable {
        let variable = Variable(self.domains.len() as u32);
        self.domains.push(domain);
        variable
    }

    /// The values a variable may have.
    pub fn domain(&self, variable: Variable) -> &ValueSet {
        &self.domains[variable.index()]
    }

    /// Whether the budget was used up, so that no result since then means anything.
    pub fn exceeded(&self) -> bool {
        self.exceeded
    }

    /// The first variable a condition tests, and for each set of its values what remains to be tested; nothing for the
    /// two constants. The sets partition the domain, the remaining conditions are pairwise different.
    pub fn arcs(&self, condition: Condition) -> Option<(Variable, &[(ValueSet, Condition)])> {
        let node = &self.nodes[condition.index()?];
        Some((node.variable, &node.arcs))
    }

    /// The first variable any of the conditions tests.
    pub(super) fn top(&self, conditions: &[Condition]) -> Option<Variable> {
        conditions.iter().filter_map(|condition| Some(self.arcs(*condition)?.0)).min()
    }

    /// The values of `variable` in classes that none of the conditions tells apart, each class with what remains of the
    /// conditions. None of them may test a variable before this one.
    pub(super) fn cofactors<const N: usize>(
        &self,
        variable: Variable,
        conditions: [Condition; N],
    ) -> Vec<(ValueSet, [Condition; N])> {
        let mut classes = vec![(self.domain(variable).clone(), conditions)];
        for (position, condition) in conditions.into_iter().enumerate() {
            match self.arcs(condition) {
                Some((top, arcs)) if top == variable => classes = split(classes, position, arcs),
                _ => {}
            }
        }
        merge_equal(classes)
    }

    /// The node with these arcs, which partition the domain of `variable` and lead to later variables.
    fn node(&mut self, variable: Variable, arcs: Vec<(ValueSet, Condition)>) -> Condition {
        let mut arcs = merge_equal(arcs);
        match arcs.as_slice() {
            [] => return Condition::FALSE,
            [(_, only)] => return *only,
            _ => arcs.sort(),
        }
        let node = Node { variable, arcs: arcs.into() };
        if let Some(known) = self.unique.get(&node) {
            return *known;
        }
        if self.nodes.len() >= self.budget {
            self.exceeded = true;
            return Condition::FALSE;
        }
        let condition = Condition::inner(self.nodes.len());
        self.nodes.push(node.clone());
        self.unique.insert(node, condition);
        condition
    }

    /// `result`, unless the budget is used up.
    fn within_budget(&self, result: Condition) -> Condition {
        if self.exceeded { Condition::FALSE } else { result }
    }
}

/// Connectives.
impl Conditions {
    /// The condition that the value of `variable` is in `set`.
    pub fn test(&mut self, variable: Variable, set: &ValueSet) -> Condition {
        let domain = self.domain(variable).clone();
        let (inside, outside) = (domain.intersection(set), domain.difference(set));
        if inside.is_empty() {
            return Condition::FALSE;
        }
        if outside.is_empty() {
            return self.within_budget(Condition::TRUE);
        }
        let node = self.node(variable, vec![(inside, Condition::TRUE), (outside, Condition::FALSE)]);
        self.within_budget(node)
    }

    /// The condition that both hold.
    pub fn and(&mut self, left: Condition, right: Condition) -> Condition {
        self.ite(left, right, Condition::FALSE)
    }

    /// The condition that at least one holds.
    pub fn or(&mut self, left: Condition, right: Condition) -> Condition {
        self.ite(left, Condition::TRUE, right)
    }

    /// The condition that the given one does not hold.
    pub fn not(&mut self, condition: Condition) -> Condition {
        self.ite(condition, Condition::FALSE, Condition::TRUE)
    }

    /// The condition that is `then` where `test` holds and `otherwise` where it does not.
    pub fn ite(&mut self, test: Condition, then: Condition, otherwise: Condition) -> Condition {
        let result = if self.exceeded { Condition::FALSE } else { self.choose(test, then, otherwise) };
        self.within_budget(result)
    }

    fn choose(&mut self, test: Condition, then: Condition, otherwise: Condition) -> Condition {
        let triple = standard_triple(test, then, otherwise);
        if let Some(settled) = settled(triple) {
            return settled;
        }
        if let Some(known) = self.choices.get(&triple) {
            return *known;
        }
        let Some(variable) = self.top(&triple) else { return Condition::FALSE };
        self.exceeded |= self.choices.len() / STEPS_PER_NODE >= self.budget;
        if self.exceeded {
            return Condition::FALSE;
        }
        let classes = self.cofactors(variable, triple);
        let arcs = classes.into_iter().map(|(set, [f, g, h])| (set, self.choose(f, g, h))).collect();
        let result = self.node(variable, arcs);
        self.choices.insert(triple, result);
        result
    }
}

/// Questions.
impl Conditions {
    /// Whether `right` holds wherever `left` does. `false` if the budget is used up.
    pub fn implies(&mut self, left: Condition, right: Condition) -> bool {
        let excess = self.ite(right, Condition::FALSE, left);
        excess == Condition::FALSE && !self.exceeded
    }

    /// Whether the two hold in the same cases. `false` if the budget is used up.
    pub fn equivalent(&self, left: Condition, right: Condition) -> bool {
        left == right && !self.exceeded
    }

    /// Whether the condition holds for the assignment that `lies_in` describes: whether the value of a variable is in
    /// a set. Asks at most once per variable and arc. A value outside the domain makes the condition false.
    pub fn evaluate(&self, condition: Condition, mut lies_in: impl FnMut(Variable, &ValueSet) -> bool) -> bool {
        let mut current = condition;
        while let Some((variable, arcs)) = self.arcs(current) {
            let taken = arcs.iter().find(|(set, _)| lies_in(variable, set));
            current = taken.map_or(Condition::FALSE, |(_, child)| *child);
        }
        current == Condition::TRUE
    }

    /// The variables the condition depends on, in their order.
    pub fn support(&self, condition: Condition) -> Vec<Variable> {
        let reachable = self.reachable(&[condition]);
        let tested = reachable.iter().filter_map(|condition| Some(self.arcs(*condition)?.0));
        tested.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The inner nodes of the conditions, shared ones counted once.
    pub fn node_count(&self, conditions: &[Condition]) -> usize {
        self.reachable(conditions).len()
    }

    /// The inner nodes the conditions consist of.
    fn reachable(&self, roots: &[Condition]) -> FxHashSet<Condition> {
        let mut found = FxHashSet::default();
        let mut pending = roots.to_vec();
        while let Some(condition) = pending.pop() {
            if let Some((_, arcs)) = self.arcs(condition)
                && found.insert(condition)
            {
                pending.extend(arcs.iter().map(|(_, child)| *child));
            }
        }
        found
    }
}

/// One representative for several triples with the same if-then-else.
fn standard_triple(test: Condition, then: Condition, otherwise: Condition) -> [Condition; 3] {
    let then = if then == test { Condition::TRUE } else { then };
    let otherwise = if otherwise == test { Condition::FALSE } else { otherwise };
    match (then, otherwise) {
        // Conjunction and disjunction commute.
        (then, Condition::FALSE) if then < test => [then, test, Condition::FALSE],
        (Condition::TRUE, otherwise) if otherwise < test => [otherwise, Condition::TRUE, test],
        _ => [test, then, otherwise],
    }
}

/// The result of an if-then-else that needs no look at the diagrams.
fn settled(triple: [Condition; 3]) -> Option<Condition> {
    match triple {
        [Condition::TRUE, result, _] | [Condition::FALSE, _, result] => Some(result),
        [_, then, otherwise] if then == otherwise => Some(then),
        [test, Condition::TRUE, Condition::FALSE] => Some(test),
        _ => None,
    }
}

/// Refines the classes by the arcs of the condition at `position`, which is replaced by the child of the arc.
fn split<const N: usize>(
    classes: Vec<(ValueSet, [Condition; N])>,
    position: usize,
    arcs: &[(ValueSet, Condition)],
) -> Vec<(ValueSet, [Condition; N])> {
    let mut refined = Vec::with_capacity(arcs.len());
    for (class, conditions) in classes {
        let follow = |child| {
            let mut remaining = conditions;
            remaining[position] = child;
            remaining
        };
        let start = refined.len();
        for (set, child) in arcs {
            let common = set.intersection(&class);
            // Most subjects are tested in one way only: then each class lies within an arc.
            if common == class {
                refined.truncate(start);
                refined.push((common, follow(*child)));
                break;
            }
            if !common.is_empty() {
                refined.push((common, follow(*child)));
            }
        }
    }
    refined
}

/// Joins the sets that lead to the same.
fn merge_equal<T: PartialEq>(classes: Vec<(ValueSet, T)>) -> Vec<(ValueSet, T)> {
    let mut merged: Vec<(ValueSet, T)> = Vec::with_capacity(classes.len());
    for (set, target) in classes {
        match merged.iter_mut().find(|(_, known)| *known == target) {
            Some((known, _)) => *known = known.union(&set),
            None => merged.push((set, target)),
        }
    }
    merged
}
