//! The tests that a literal is composed of, and the cells they can tell apart.

use std::collections::BTreeSet;

use super::{Expression, Precedence};
use crate::condition::value_set::ValueSet;
use crate::constant::{Const, Number};

/// The cost of a test. A negated comparison costs more, so that any single natural test is preferred to it.
pub(super) const NATURAL: usize = 2;
pub(super) const NEGATED: usize = 3;

/// Values of the domain that no test needs to tell apart.
pub(super) struct Cell {
    values: ValueSet,
    /// Whether the literal is true for them.
    pub(super) inside: bool,
}

/// An expression that is true for some of the cells.
pub(super) struct Test {
    pub(super) expression: Expression,
    pub(super) cost: usize,
    /// For each cell whether the test holds.
    pub(super) holds: Vec<bool>,
    /// Whether it is a `typeof`.
    pub(super) asks_type: bool,
}

/// The cells and the tests for one literal.
pub(super) struct Vocabulary<'a> {
    subject: &'a Expression,
    pub(super) cells: Vec<Cell>,
    /// The more natural of two equally costly tests comes first.
    pub(super) tests: Vec<Test>,
}

impl<'a> Vocabulary<'a> {
    pub(super) fn new(subject: &'a Expression, set: &ValueSet, domain: &ValueSet) -> Self {
        let halves = [domain.intersection(set), domain.difference(set)];
        let cuts = cuts(&halves);
        let mut vocabulary = Vocabulary { subject, cells: cells(&halves, &cuts), tests: Vec::new() };
        vocabulary.add_single_constant(&halves[0]);
        vocabulary.add_truthiness();
        vocabulary.add_constants(&halves);
        vocabulary.add_kinds();
        vocabulary.add_comparisons(&cuts);
        vocabulary
    }

    fn add(&mut self, expression: Expression, cost: usize, values: &ValueSet) {
        let holds: Vec<_> = self.cells.iter().map(|cell| cell.values.is_subset_of(values)).collect();
        // A test that is constant on the domain says nothing.
        if holds.contains(&true) && holds.contains(&false) {
            self.tests.push(Test { expression, cost, holds, asks_type: false });
        }
    }

    fn add_compared(&mut self, operator: &str, right: &str, values: &ValueSet) {
        let text = format!("{} {operator} {right}", self.subject.operand_of(Precedence::Unary));
        self.add(Expression::new(text, Precedence::Relational), NATURAL, values);
    }

    /// `===` and `!==`.
    fn add_equality(&mut self, constant: &Const) {
        let (right, values) = (constant.to_string(), ValueSet::of(constant));
        self.add_compared("===", &right, &values);
        self.add_compared("!==", &right, &values.complement());
    }

    /// A set of one truthy constant names it, even where truthiness would say the same.
    fn add_single_constant(&mut self, inside: &ValueSet) {
        if let Some([constant]) = inside.constants().as_deref()
            && !matches!(constant, Const::Bool(_))
            && constant.is_truthy()
        {
            self.add_equality(constant);
        }
    }

    fn add_truthiness(&mut self) {
        self.add(self.subject.clone(), NATURAL, &ValueSet::truthy());
        let negated = format!("!{}", self.subject.operand_of(Precedence::Unary));
        self.add(Expression::new(negated, Precedence::Unary), NATURAL, &ValueSet::falsy());
    }

    /// Equality with the constants that split the domain: the fixed ones, and those that one half lists.
    fn add_constants(&mut self, halves: &[ValueSet; 2]) {
        for constant in [Const::Undefined, Const::Null] {
            self.add_equality(&constant);
        }
        self.add_compared("==", "null", &ValueSet::nullish());
        self.add_compared("!=", "null", &ValueSet::nullish().complement());
        for constant in [Const::Bool(true), Const::Bool(false), Const::string(""), Const::number(0.0), zero_bigint()] {
            self.add_equality(&constant);
        }
        let truthy = ValueSet::truthy().difference(&ValueSet::booleans());
        let listed: Vec<_> =
            self.cells.iter().filter_map(|cell| cell.values.intersection(&truthy).constants()).collect();
        for constants in listed.iter().filter(|constants| !constants.is_empty()) {
            self.add_listed(constants);
        }
        let nan = ValueSet::of(&Const::number(f64::NAN));
        if halves.iter().any(|half| !half.is_disjoint_from(&nan)) {
            let text = format!("Number.isNaN({})", self.subject.text);
            self.add(Expression::new(format!("!{text}"), Precedence::Unary), NATURAL, &nan.complement());
            self.add(Expression::new(text, Precedence::Atom), NATURAL, &nan);
        }
    }

    /// *Is one of* and *is none of* the constants of a cell.
    fn add_listed(&mut self, constants: &[Const]) {
        let values = ValueSet::from_constants(constants);
        let subject = self.subject.operand_of(Precedence::Unary);
        let each = |operator: &str| -> Vec<_> {
            let compare =
                |constant| Expression::new(format!("{subject} {operator} {constant}"), Precedence::Relational);
            constants.iter().map(compare).collect()
        };
        let cost = NATURAL * constants.len();
        self.add(Expression::any(&each("===")), cost, &values);
        self.add(Expression::all(&each("!==")), cost, &values.complement());
    }

    fn add_kinds(&mut self) {
        let before = self.tests.len();
        for name in ["string", "number", "boolean", "object", "function", "symbol", "bigint"] {
            if let Some(values) = ValueSet::type_of(name) {
                let text =
                    |operator| format!("typeof {} {operator} '{name}'", self.subject.operand_of(Precedence::Unary));
                let [is, is_not] =
                    ["===", "!=="].map(|operator| Expression::new(text(operator), Precedence::Relational));
                self.add(is, NATURAL, &values);
                self.add(is_not, NATURAL, &values.complement());
            }
        }
        self.tests.iter_mut().skip(before).for_each(|test| test.asks_type = true);
    }

    /// The comparisons with the bounds of ranges.
    fn add_comparisons(&mut self, cuts: &BTreeSet<Number>) {
        for cut in cuts {
            let (high, low) = (cut.get(), cut.get().next_up());
            let below = shorter(("<=", high), ("<", low));
            let above = shorter((">=", low), (">", high));
            self.add_comparison(&below, &ValueSet::below(high, true));
            self.add_comparison(&above, &ValueSet::above(low, true));
        }
    }

    fn add_comparison(&mut self, (operator, bound): &(&str, String), values: &ValueSet) {
        self.add_compared(operator, bound, values);
        let negated = format!("!({} {operator} {bound})", self.subject.operand_of(Precedence::Unary));
        self.add(Expression::new(negated, Precedence::Unary), NEGATED, &values.complement());
    }
}

fn zero_bigint() -> Const {
    Const::BigInt("0".into())
}

/// The bound that is shorter to write: `< 5` rather than `<= 4.999999999999999`.
fn shorter<'a>(closed: (&'a str, f64), open: (&'a str, f64)) -> (&'a str, String) {
    let [closed, open] = [closed, open].map(|(operator, bound)| (operator, Const::number(bound).to_string()));
    if open.1.len() < closed.1.len() { open } else { closed }
}

/// Where a range of one half gives way to one of the other: the last number below. Single points in between do not
/// count, they are named one by one.
fn cuts(halves: &[ValueSet; 2]) -> BTreeSet<Number> {
    let [inside, outside] = halves.each_ref().map(ValueSet::number_runs);
    let runs = inside.map(|run| (run, true)).chain(outside.map(|run| (run, false)));
    let mut ranges: Vec<_> = runs.filter(|((low, high), _)| low < high).collect();
    ranges.sort_by(|(left, _), (right, _)| left.0.total_cmp(&right.0));
    let neighbours = ranges.iter().zip(ranges.iter().skip(1));
    let changes = neighbours.filter(|((_, before), (_, after))| before != after);
    changes.flat_map(|((before, _), (after, _))| [before.1, after.0.next_down()]).map(Number::new).collect()
}

/// Divides the two halves of the domain into cells. Listed constants stay together, so that long lists cost no more.
fn cells(halves: &[ValueSet; 2], cuts: &BTreeSet<Number>) -> Vec<Cell> {
    let mut cells = Vec::new();
    let (separators, segments) = (separators(), segments(cuts));
    for (half, inside) in halves.iter().zip([true, false]) {
        let numbers = half.intersection(&ValueSet::numbers()).intersection(&ValueSet::truthy());
        let points = points(&numbers);
        let ranges = numbers.difference(&points);
        let pieces = segments.iter().flat_map(|segment| [segment.intersection(&points), segment.intersection(&ranges)]);
        let atoms = separators.iter().map(|separator| half.intersection(separator));
        let values = atoms.chain(pieces).filter(|values| !values.is_empty());
        cells.extend(values.map(|values| Cell { values, inside }));
    }
    cells
}

/// A partition of all values that are no numbers other than 0, as fine as the tests need it for a single literal.
fn separators() -> Vec<ValueSet> {
    let single = [Const::Undefined, Const::Null, Const::Bool(true), Const::Bool(false), Const::number(f64::NAN)];
    let zeros = [Const::number(0.0), Const::string(""), zero_bigint()];
    let identities = [ValueSet::objects(), ValueSet::functions(), ValueSet::symbols()];
    let texts = [ValueSet::strings(), ValueSet::bigints()].map(|all| all.difference(&ValueSet::from_constants(&zeros)));
    single.iter().chain(&zeros).map(ValueSet::of).chain(identities).chain(texts).collect()
}

/// The numbers between two cuts, for each pair of neighbouring ones.
fn segments(cuts: &BTreeSet<Number>) -> Vec<ValueSet> {
    let lows = std::iter::once(f64::NEG_INFINITY).chain(cuts.iter().map(|cut| cut.get().next_up()));
    let highs = cuts.iter().map(|cut| cut.get()).chain([f64::INFINITY]);
    lows.zip(highs).map(|(low, high)| ValueSet::above(low, true).intersection(&ValueSet::below(high, true))).collect()
}

/// The isolated numbers of a set.
fn points(numbers: &ValueSet) -> ValueSet {
    let points: Vec<_> = numbers.number_runs().filter(|(low, high)| low == high).map(|(low, _)| low).collect();
    ValueSet::from_constants(&points.into_iter().map(Const::number).collect::<Vec<_>>())
}
