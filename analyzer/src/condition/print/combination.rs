//! The cheapest combination of tests that is true for the wanted cells and no others.

use super::Expression;
use super::vocabulary::{NEGATED, Test, Vocabulary};
use crate::condition::value_set::ValueSet;

/// For the cells of a vocabulary, in their order: is it meant?
type Cells = Vec<bool>;

/// An expression, what it costs to read, and the cells for which it is true.
#[derive(Clone)]
pub(super) struct Term {
    pub(super) expression: Expression,
    pub(super) cost: usize,
    holds: Cells,
    /// Whether it asks for the type, which is asked first.
    asks_type: bool,
}

/// The cheapest of: one test, a conjunction of tests, a disjunction of conjunctions.
///
/// The last two are greedy set covers (V. Chvátal, *A Greedy Heuristic for the Set-Covering Problem*, Mathematics of
/// Operations Research 4, 1979).
pub(super) fn shortest(subject: &Expression, set: &ValueSet, domain: &ValueSet) -> Term {
    let vocabulary = Vocabulary::new(subject, set, domain);
    let wanted: Cells = vocabulary.cells.iter().map(|cell| cell.inside).collect();
    if !wanted.contains(&true) {
        return Term { expression: Expression::any(&[]), cost: 0, holds: wanted, asks_type: false };
    }
    if !wanted.contains(&false) {
        return Term { expression: Expression::all(&[]), cost: 0, holds: wanted, asks_type: false };
    }
    let tests: Vec<Term> = vocabulary.tests.into_iter().map(Term::from).collect();
    let exact = tests.iter().filter(|test| test.holds == wanted).min_by_key(|test| test.cost);
    match exact {
        // Combinations of two tests cost more than any single one that is no list.
        Some(test) if test.cost <= NEGATED => test.clone(),
        _ => {
            let combined = conjunction(&tests, None, &wanted).into_iter().chain([disjunction(&tests, &wanted)]);
            let found = exact.cloned().into_iter().chain(combined).min_by_key(|term| term.cost);
            found.unwrap_or_else(|| disjunction(&tests, &wanted))
        }
    }
}

impl From<Test> for Term {
    fn from(test: Test) -> Self {
        Term { expression: test.expression, cost: test.cost, holds: test.holds, asks_type: test.asks_type }
    }
}

impl Term {
    fn excludes(&self) -> Cells {
        self.holds.iter().map(|holds| !holds).collect()
    }
}

/// The conjunction of `first` with tests that exclude all cells but the wanted ones; nothing if the tests cannot.
fn conjunction(tests: &[Term], first: Option<&Term>, wanted: &Cells) -> Option<Term> {
    let everywhere = vec![true; wanted.len()];
    let start = first.map_or(&everywhere, |first| &first.holds);
    let usable: Vec<_> = tests.iter().filter(|test| !overlap(wanted, &test.excludes())).collect();
    let offers = usable.iter().map(|test| (test.cost, test.excludes())).collect::<Vec<_>>();
    let chosen = greedy_cover(&offers, minus(start, wanted))?;
    let mut terms: Vec<_> = first.into_iter().chain(chosen.into_iter().map(|index| usable[index])).collect();
    terms.sort_by_key(|term| !term.asks_type);
    let operands: Vec<_> = terms.iter().map(|term| term.expression.clone()).collect();
    let cost = terms.iter().map(|term| term.cost).sum();
    Some(Term { expression: Expression::all(&operands), cost, holds: wanted.clone(), asks_type: false })
}

/// The disjunction of conjunctions that is true for the wanted cells. It exists because the tests of a vocabulary tell
/// any two of its cells apart.
fn disjunction(tests: &[Term], wanted: &Cells) -> Term {
    let narrowed = |test: &Term| conjunction(tests, Some(test), &both(&test.holds, wanted));
    let meeting = tests.iter().filter(|test| overlap(&test.holds, wanted));
    let terms: Vec<_> = meeting.filter_map(narrowed).collect();
    let offers = terms.iter().map(|term| (term.cost, term.holds.clone())).collect::<Vec<_>>();
    let chosen = greedy_cover(&offers, wanted.clone()).unwrap_or_default();
    let operands: Vec<_> = chosen.iter().map(|index| terms[*index].expression.clone()).collect();
    let cost = chosen.iter().map(|index| terms[*index].cost).sum();
    Term { expression: Expression::any(&operands), cost, holds: wanted.clone(), asks_type: false }
}

/// Offers that together cover the needed cells, none of them superfluous, in their order; the first of equally good
/// ones is taken.
fn greedy_cover(offers: &[(usize, Cells)], needed: Cells) -> Option<Vec<usize>> {
    let mut chosen = Vec::new();
    let mut open = needed.clone();
    while open.contains(&true) {
        let mut best = (0, 1, 0);
        for (index, (cost, covered)) in offers.iter().enumerate() {
            let gain = both(covered, &open).iter().filter(|cell| **cell).count();
            if gain * best.1 > best.0 * cost {
                best = (gain, *cost, index);
            }
        }
        let (_, covered) = offers.get(best.2).filter(|_| best.0 > 0)?;
        open = minus(&open, covered);
        chosen.push(best.2);
    }
    drop_superfluous(offers, &needed, &mut chosen);
    chosen.sort_unstable();
    Some(chosen)
}

fn drop_superfluous(offers: &[(usize, Cells)], needed: &Cells, chosen: &mut Vec<usize>) {
    for position in (0..chosen.len()).rev() {
        let others = chosen.iter().enumerate().filter(|(other, _)| *other != position);
        let open = others.fold(needed.clone(), |open, (_, index)| minus(&open, &offers[*index].1));
        if !open.contains(&true) {
            chosen.remove(position);
        }
    }
}

fn both(left: &Cells, right: &Cells) -> Cells {
    left.iter().zip(right).map(|(left, right)| *left && *right).collect()
}

fn minus(left: &Cells, right: &Cells) -> Cells {
    left.iter().zip(right).map(|(left, right)| *left && !right).collect()
}

fn overlap(left: &Cells, right: &Cells) -> bool {
    both(left, right).contains(&true)
}
