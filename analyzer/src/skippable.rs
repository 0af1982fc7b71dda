//! Checks that whoever is checked can leave out.
//!
//! In comes a file, out come denials and enforcing calls that are reached only where something is there that the caller may leave away, or only where
//! a text the caller chooses has a certain form, while the function lets through where that fails. Decided on conditions: what the denial asks beside the test is
//! kept, the test is turned round, and what is left has to let through without any other evidence.

mod evidence;
mod pattern;
mod points;
mod source;
mod suspects;
mod tests;
mod unbound;

use crate::condition::{Condition, ValueSet, Variable};
use crate::decide::Confidence;
use crate::evaluate::{Evaluation, Evaluator, evaluate};
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::term::{Term, TermId};

use evidence::Passing;
use points::Stand;
pub(crate) use points::{Points, ways_past_denials};
use source::{Supplier, Suppliers};
use tests::{Tested, tested};

pub(crate) use source::expr_at;
pub(crate) use tests::{alike, mentions};

/// A denial that can be left out.
#[derive(Debug, Clone)]
pub struct Skippable {
    /// The function in which it stands.
    pub function: FunctionId,
    /// The condition around the test.
    pub test: Span,
    /// What is not reached.
    pub denial: Span,
    /// Where the function lets through.
    pub passes: Span,
    /// What is tested, as an expression.
    pub value: String,
    pub how: Skipped,
    pub confidence: Confidence,
}

/// How a denial is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// The caller leaves the value away.
    LeftOut,
    /// The caller chooses a text of another form.
    OtherForm,
    /// The check itself is handed in, or not.
    NoCheck,
    /// Nobody is known to ask: rows are bound to who asks only where somebody does.
    NobodyAsks,
}

/// Every denial of a file that can be left out, in source order.
pub(crate) fn skippable(program: &Program, module: ModuleId) -> Vec<Skippable> {
    let left_out = |at: FunctionRef| Reader::of(program, at).map(Reader::skippable).unwrap_or_default();
    let mut found: Vec<Skippable> =
        program.functions_of(module).flat_map(|at| [left_out(at), unbound::unbound(program, at)]).flatten().collect();
    found.sort_by_key(|one| (one.test, one.denial));
    found.dedup_by_key(|one| one.test);
    found
}

/// Looks at one function.
struct Reader<'p> {
    program: &'p Program,
    at: FunctionRef,
    evaluation: Evaluation<'p>,
    points: Points,
    /// What holds on every run.
    known: Condition,
}

/// A test of a denial that may be left out.
struct Candidate {
    test: TermId,
    value: TermId,
    variables: Vec<Variable>,
    how: Skipped,
    supplier: Supplier,
}

/// A test of a denial, and what it is to leave it out.
struct Skip {
    test: TermId,
    value: TermId,
    tests: Vec<Variable>,
    how: Skipped,
    /// When the test fails.
    skipped: Condition,
    /// What the denial asks beside the test.
    rest: Condition,
}

impl<'p> Reader<'p> {
    fn of(program: &'p Program, at: FunctionRef) -> Option<Self> {
        if !Points::may_deny(program, at) || !suspects::has_suspect(program, at) {
            return None;
        }
        let mut evaluation = evaluate(program, at);
        if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
            return None;
        }
        let points = Points::of(program, at, &mut evaluation)?;
        let known = pattern::known(&mut evaluation.facts);
        Some(Reader { program, at, evaluation, points, known })
    }

    fn skippable(mut self) -> Vec<Skippable> {
        let denials = std::mem::take(&mut self.points.denials);
        denials.iter().filter_map(|denial| self.left_out(denial)).collect()
    }

    /// How a denial can be left out.
    fn left_out(&mut self, denial: &Stand) -> Option<Skippable> {
        let ways = self.points.ways.clone();
        // What is tested last is nearest to the denial.
        self.candidates(denial).into_iter().rev().find_map(|candidate| {
            let supplier = candidate.supplier;
            let skip = self.skip(denial.when, candidate)?;
            let beside = |way: &&Stand| {
                let behind = self.points.is_check || way.span.start > denial.span.start;
                way.in_loop == denial.in_loop && way.span != denial.span && behind
            };
            let ways: Vec<&Stand> = ways.iter().filter(beside).collect();
            let passes = ways.into_iter().find(|way| self.lets_through(denial, &skip, way))?.span;
            let facts = &mut self.evaluation.facts;
            Some(Skippable {
                function: self.at.function,
                test: condition_around(facts, skip.test, denial.span),
                denial: denial.span,
                passes,
                value: facts.show_term(skip.value).text,
                how: skip.how,
                confidence: evidence::confidence(facts, supplier, skip.how)?.min(self.points.confidence),
            })
        })
    }

    /// The tests of a denial that ask for something that somebody may leave out, or choose the form of.
    fn candidates(&mut self, denial: &Stand) -> Vec<Candidate> {
        let denied = self.evaluation.facts.conditions.and(denial.when, self.known);
        let facts = &self.evaluation.facts;
        let suppliers = Suppliers { facts, program: self.program, at: self.at };
        let mut found: Vec<Candidate> = Vec::new();
        for variable in facts.conditions.support(denial.when) {
            let candidate =
                |test, value, how, supplier| Candidate { test, value, variables: vec![variable], how, supplier };
            let one = match tested(facts, variable, &facts.conditions.values(denied, variable)) {
                Some(Tested::Form { value, test }) => {
                    let known = found.iter_mut().find(|one| one.how == Skipped::OtherForm && one.value == value);
                    if let Some(known) = known {
                        known.variables.push(variable);
                        continue;
                    }
                    suppliers.chooses(value).map(|supplier| candidate(test, value, Skipped::OtherForm, supplier))
                }
                Some(Tested::Called { value }) => Some(candidate(value, value, Skipped::NoCheck, Supplier::Caller)),
                // A list that is not there is one without elements: that is told of the list.
                Some(Tested::Present { value }) if self.points.decides && asks_elements(facts, denied, value) => None,
                Some(Tested::Present { value }) => {
                    let supplier = suppliers.may_leave_out(value, self.points.decides);
                    supplier.map(|supplier| candidate(value, value, Skipped::LeftOut, supplier))
                }
                None => None,
            };
            found.extend(one);
        }
        found
    }

    /// When a test fails, and what the denial asks beside it; `None` where the denial does not need the test.
    fn skip(&mut self, when: Condition, candidate: Candidate) -> Option<Skip> {
        let Candidate { test, value, variables: tests, how, .. } = candidate;
        let conditions = &mut self.evaluation.facts.conditions;
        let denied = conditions.and(when, self.known);
        let others = conditions.support(denied).into_iter().filter(|variable| !tests.contains(variable));
        let needed = others.collect::<Vec<_>>().into_iter().fold(denied, |all, other| conditions.exists(all, other));
        // A form that the denial rules out is one that the author lets through on purpose.
        if how == Skipped::OtherForm {
            let truthy = ValueSet::truthy();
            let holds = tests.iter().fold(needed, |all, test| conditions.restrict(all, *test, &truthy));
            if holds != Condition::TRUE {
                return None;
            }
        }
        let skipped = conditions.not(needed);
        let rest = tests.iter().fold(denied, |all, test| conditions.exists(all, *test));
        (denied != Condition::FALSE && skipped != Condition::FALSE).then_some(Skip {
            test,
            value,
            tests,
            how,
            skipped,
            rest,
        })
    }

    /// Whether a way lets through what the denial would have refused, with no other evidence.
    fn lets_through(&mut self, denial: &Stand, skip: &Skip, way: &Stand) -> bool {
        let facts = &mut self.evaluation.facts;
        let open = facts.conditions.and(way.when, skip.skipped);
        let refused = facts.conditions.and(skip.rest, self.known);
        if facts.conditions.and(open, refused) == Condition::FALSE || facts.conditions.exceeded() {
            return false;
        }
        let (program, at, points) = (self.program, self.at, &self.points);
        let mut passing = Passing { facts, program, at, points, skip, denied: denial.when };
        if !passing.guards() {
            return false;
        }
        let bare = passing.without_evidence(open);
        let bare = passing.facts.conditions.and(bare, refused);
        bare != Condition::FALSE && !passing.asks_elsewhere(bare, way)
    }
}

/// Whether a denial asks something of every element of a list that is made from a value.
fn asks_elements(facts: &Evaluator<'_>, denied: Condition, value: TermId) -> bool {
    facts.conditions.support(denied).into_iter().any(|variable| match facts.terms.get(facts.subject(variable)) {
        Term::Some { list, .. } => mentions(facts, *list, value),
        _ => false,
    })
}

/// The condition that asks: around the test, or the last one in front of the denial.
fn condition_around(facts: &Evaluator<'_>, test: TermId, denial: Span) -> Span {
    let conditions = || facts.function().cfg.conditions.iter().map(|condition| condition.span);
    let around = |span: Span| {
        let holds = move |condition: &Span| condition.start <= span.start && span.end <= condition.end;
        conditions().filter(holds).min_by_key(|condition| condition.end - condition.start)
    };
    let test = facts.written_at(test);
    test.and_then(around)
        .or_else(|| around(denial))
        .or_else(|| {
            conditions().filter(|condition| condition.end <= denial.start).max_by_key(|condition| condition.end)
        })
        .or(test)
        .unwrap_or(denial)
}
