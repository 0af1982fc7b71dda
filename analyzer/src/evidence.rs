//! What a path has established.
//!
//! An answer of a test is evidence when it says that somebody granted something: equality, membership, a match, a right by
//! name, another check's yes. An answer that only excludes (not equal to a constant, not in a list, not banned) says nothing of the
//! kind. An Allow reached without any evidence is a default.

mod names;
mod paths;
mod rows;
mod switches;

use crate::cfg::BinaryOp;
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::contract::Reading;
use crate::decide::{Confidence, Decision, Encoding};
use crate::evaluate::Evaluator;
use crate::term::{Term, TermId};
use crate::words::{EXCLUSION, PERMISSION, PRINCIPAL, RIGHT, VERDICTS, has_any, words};

use names::{is_equality, is_switch};

/// What the answer of one test says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Only that something is not the case: not this constant, not in that list, not banned.
    Excludes,
    /// Only that the one who asks is there.
    Exists,
    /// Nothing about rights: no error, a kind of value, a length.
    Nothing,
    /// That something a server may leave out is not there.
    Absent,
    /// Somebody granted something.
    Establishes,
    /// Not known; taken for evidence.
    Unknown,
}

impl Evidence {
    /// Whether a path with this answer has to be left alone.
    pub fn counts(self) -> bool {
        matches!(self, Evidence::Establishes | Evidence::Unknown)
    }
}

/// Words of things that are counted, not ranked.
pub(crate) const COUNTS: &[&str] = &[
    "length", "size", "count", "counter", "attempts", "retries", "total", "number", "amount", "age", "time", "index",
    "limit", "quota", "depth", "timestamp", "at", "date", "expires", "expiry", "remaining",
];

/// Words for having nothing.
const NO_VALUE: &[&str] = &["", "none", "no", "nothing", "off"];

/// Calls that give what brings the question.
const CARRIERS: &[&str] = &["getRequest", "getContext", "switchToHttp", "switchToWs", "switchToRpc"];

/// Words of a call that looks into an argument and fails when it does not hold.
const VERIFIES: &[&str] = &[
    "verify", "assert", "check", "validate", "require", "ensure", "authorize", "authorise", "authenticate", "enforce",
    "guard", "decode", "demand",
];

impl Evaluator<'_> {
    /// What it says that the value of a variable is in a set. `sign_in` when being signed in is all the check asks for.
    pub fn evidence(&mut self, variable: Variable, set: &ValueSet, sign_in: bool) -> Evidence {
        let subject = self.subject(variable);
        let own = self.evidence_of_check(subject, set);
        let evidence = match self.terms.get(subject).clone() {
            _ if own.is_some() => own.unwrap_or(Evidence::Unknown),
            Term::Relation { op, left, right } => self.relation_evidence(op, left, right, set),
            Term::Some { list, body } => self.quantified_evidence(list, body, set, sign_in),
            Term::Earlier { .. } => Evidence::Unknown,
            Term::Throws(call) => self.call_returned(call, set),
            Term::Error(_) => self.try_completed(subject, set),
            Term::Call { callee, .. } => self.call_evidence(callee, variable, set),
            _ => self.value_evidence(subject, variable, set),
        };
        if evidence == Evidence::Exists && sign_in { Evidence::Establishes } else { evidence }
    }

    /// What the answer of a check of the project says, by what its answers mean and not by its name.
    fn evidence_of_check(&self, subject: TermId, set: &ValueSet) -> Option<Evidence> {
        let callee = self.program.candidate(self.target_of(subject)?)?;
        let Reading::Truth { truthy, falsy, .. } = callee.contract.reading else { return None };
        let answer = match () {
            _ if callee.confidence == Confidence::Low || callee.contract.answers() => return None,
            _ if set.is_subset_of(&ValueSet::truthy()) => truthy,
            _ if set.is_subset_of(&ValueSet::falsy()) => falsy,
            _ => return None,
        };
        match (answer, callee.contract.encoding) {
            // That somebody is not on a list of refusals grants nothing.
            (Decision::Allow, _) if callee.deny_list => Some(Evidence::Excludes),
            (Decision::Allow, Encoding::Boolean) if truthy != Decision::Allow => None,
            (Decision::Allow, _) => Some(Evidence::Establishes),
            (Decision::Deny | Decision::Ask, _) => Some(Evidence::Nothing),
            _ => None,
        }
    }

    fn relation_evidence(&self, op: BinaryOp, left: TermId, right: TermId, set: &ValueSet) -> Evidence {
        let holds = set.contains(&Const::Bool(true));
        let counted = |term| self.terms.last_name(term).is_some_and(|name| has_any(name, COUNTS));
        match op {
            BinaryOp::StrictEquals | BinaryOp::LooseEquals | BinaryOp::In if holds => Evidence::Establishes,
            BinaryOp::StrictEquals | BinaryOp::LooseEquals | BinaryOp::In => Evidence::Excludes,
            BinaryOp::InstanceOf => Evidence::Nothing,
            _ if counted(left) || counted(right) => Evidence::Nothing,
            // Without types `!(rank < min)` may be a comparison with nothing; whether it is belongs to another question.
            _ => Evidence::Unknown,
        }
    }

    /// `some` is evidence when every way to satisfy its body is; `every`, written as "none that does not", likewise.
    fn quantified_evidence(&mut self, list: TermId, body: Condition, set: &ValueSet, sign_in: bool) -> Evidence {
        let holds = set.contains(&Const::Bool(true));
        // Whatever was found in a filtered list has passed the filter.
        if holds
            && let Term::Filter { body: kept, .. } = *self.terms.get(list)
            && self.unproven(kept, sign_in) == Condition::FALSE
        {
            return Evidence::Establishes;
        }
        let asked = if holds { body } else { self.conditions.not(body) };
        if self.unproven(asked, sign_in) == Condition::FALSE {
            return Evidence::Establishes;
        }
        if holds { Evidence::Nothing } else { Evidence::Excludes }
    }

    fn call_returned(&self, call: TermId, set: &ValueSet) -> Evidence {
        if set.contains(&Const::Bool(true)) {
            return Evidence::Unknown;
        }
        // Outside any `try` only a call that may deny by throwing is asked about at all.
        if self.verifies(call) || !self.is_in_try(call) { Evidence::Establishes } else { Evidence::Nothing }
    }

    fn try_completed(&self, error: TermId, set: &ValueSet) -> Evidence {
        if set.contains(&Const::Bool(true)) {
            return Evidence::Unknown;
        }
        let verifies = self.protected_calls(error).iter().any(|call| self.verifies(*call));
        if verifies { Evidence::Establishes } else { Evidence::Nothing }
    }

    fn verifies(&self, call: TermId) -> bool {
        words(&self.called_name(call)).iter().any(|word| VERIFIES.contains(&word.as_str()))
    }

    fn call_evidence(&self, callee: TermId, variable: Variable, set: &ValueSet) -> Evidence {
        let name = self.function_name(callee);
        let member = ["includes", "has", "startsWith", "endsWith", "test", "match"].contains(&name.as_str());
        let truthy = set.is_subset_of(&ValueSet::truthy());
        let falsy = set.is_subset_of(&ValueSet::falsy());
        let list = match self.terms.get(callee) {
            Term::Member { object, .. } => self.terms.last_name(*object).unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        match () {
            // There is always a request.
            _ if CARRIERS.contains(&name.as_str()) => Evidence::Nothing,
            _ if member && truthy && has_any(&list, EXCLUSION) => Evidence::Nothing,
            _ if member && truthy => Evidence::Establishes,
            _ if member && falsy => Evidence::Excludes,
            _ if has_any(&name, EXCLUSION) && truthy => Evidence::Nothing,
            _ if has_any(&name, EXCLUSION) && falsy => Evidence::Excludes,
            _ if has_any(&name, RIGHT) && truthy => Evidence::Establishes,
            _ if has_any(&name, RIGHT) && falsy => Evidence::Nothing,
            // What another check says is not known, and `!== 'unavailable'` may be its yes.
            _ if self.excludes_constants(variable, set) && has_any(&name, PERMISSION) => Evidence::Unknown,
            _ if self.excludes_constants(variable, set) => Evidence::Excludes,
            _ if is_equality(set) => Evidence::Establishes,
            _ => Evidence::Unknown,
        }
    }

    fn value_evidence(&self, subject: TermId, variable: Variable, set: &ValueSet) -> Evidence {
        let name = self.word_of(subject);
        if self.found_rows(subject, set) {
            return Evidence::Establishes;
        }
        if has_any(&name, COUNTS) && set.is_subset_of(&ValueSet::numbers()) {
            return Evidence::Nothing;
        }
        if is_equality(set) || self.leaves_one(variable, set) {
            return Evidence::Establishes;
        }
        if self.excludes_constants(variable, set) {
            return Evidence::Excludes;
        }
        let present = self.conditions.domain(variable).difference(&ValueSet::nullish());
        // What is read from was there: nobody asked whether it is.
        if *set == present && !self.is_asked_about(variable) && !self.is_person(subject, &name) {
            return Evidence::Nothing;
        }
        if set.is_subset_of(&ValueSet::truthy()) || present.is_subset_of(set) {
            return self.truthy_evidence(subject, &name);
        }
        if set.is_subset_of(&ValueSet::falsy()) {
            return self.falsy_evidence(subject, &name);
        }
        match () {
            _ if has_any(&name, COUNTS) => Evidence::Nothing,
            _ if ValueSet::nullish().is_disjoint_from(set) && self.is_person(subject, &name) => Evidence::Exists,
            _ if self.is_kind(set) => Evidence::Nothing,
            _ => Evidence::Unknown,
        }
    }

    /// The name that says what a value is: its own, or that of the variable that holds it.
    fn word_of(&self, subject: TermId) -> String {
        let own = self.terms.last_name(subject).map(str::to_owned);
        own.or_else(|| self.name_of(subject)).unwrap_or_default()
    }

    fn truthy_evidence(&self, subject: TermId, name: &str) -> Evidence {
        match () {
            _ if self.is_fetched(subject) => Evidence::Establishes,
            _ if self.is_person(subject, name) => Evidence::Exists,
            // That there is a list of rights says nothing about what is on it.
            _ if self.is_container(subject) => Evidence::Nothing,
            _ if has_any(name, EXCLUSION) => Evidence::Nothing,
            _ if has_any(name, RIGHT) => Evidence::Establishes,
            _ if has_any(name, COUNTS) => Evidence::Nothing,
            _ => Evidence::Unknown,
        }
    }

    fn falsy_evidence(&self, subject: TermId, name: &str) -> Evidence {
        match () {
            // A check that is handed in and left out: whoever leaves it out decides, unless it says by its name that it is what is asked.
            _ if self.is_called(subject) && has_any(name, VERDICTS) => Evidence::Absent,
            _ if self.is_called(subject) => Evidence::Unknown,
            _ if self.is_list(subject) => Evidence::Absent,
            // A check that somebody has switched off: `if (!options.trustEnabled) return true`.
            _ if is_switch(name) => Evidence::Absent,
            // A limit that is left out: `scope === undefined || scope === id`.
            _ if !has_any(name, PRINCIPAL) && self.is_compared(subject) => Evidence::Absent,
            _ if has_any(name, EXCLUSION) => Evidence::Excludes,
            _ if self.is_fetched(subject) => Evidence::Nothing,
            _ if has_any(name, RIGHT) => Evidence::Nothing,
            _ if self.is_person(subject, name) => Evidence::Nothing,
            _ if self.is_container(subject) => Evidence::Absent,
            _ => Evidence::Unknown,
        }
    }

    /// Whether something inside the subject is asked about elsewhere in the function.
    fn is_container(&self, subject: TermId) -> bool {
        self.is_object_like(subject) || self.is_list(subject)
    }

    /// Whether the subject is asked what it holds: a list, a set, a service.
    pub(crate) fn is_list(&self, subject: TermId) -> bool {
        self.subjects().iter().any(|other| match self.terms.get(*other) {
            Term::Call { callee, .. } => {
                matches!(self.terms.get(*callee), Term::Member { object, .. } if *object == subject)
            }
            Term::Member { object, property, .. } => *object == subject && (property == "length" || property == "size"),
            Term::Some { list, .. } => *list == subject,
            _ => false,
        })
    }

    /// Whether the subject, or something in it, is compared with another one.
    fn is_compared(&self, subject: TermId) -> bool {
        let within = |side: TermId| self.is_part_of(side, subject);
        self.subjects().iter().any(|asked| match self.terms.get(*asked) {
            Term::Relation { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
                within(*left) || within(*right)
            }
            _ => false,
        })
    }

    /// Whether a term is a subject or a member below it.
    pub(crate) fn is_part_of(&self, mut term: TermId, subject: TermId) -> bool {
        loop {
            match self.terms.get(term) {
                _ if term == subject => return true,
                Term::Member { object, .. } => term = *object,
                _ => return false,
            }
        }
    }

    /// Whether the function calls the subject.
    fn is_called(&self, subject: TermId) -> bool {
        matches!(self.terms.get(subject), Term::Param(_) | Term::Member { .. })
            && self
                .terms
                .ids()
                .any(|term| matches!(self.terms.get(term), Term::Call { callee, .. } if *callee == subject))
    }

    /// A row or answer that was asked for: that there is one says that somebody made it.
    fn is_fetched(&self, subject: TermId) -> bool {
        matches!(self.terms.get(subject), Term::Await(_) | Term::Find { .. } | Term::Call { .. })
    }

    fn is_person(&self, subject: TermId, name: &str) -> bool {
        has_any(name, PRINCIPAL) && !self.is_fetched(subject)
    }

    /// Everything but a few constants, of values that can be told apart by name.
    fn excludes_constants(&self, variable: Variable, set: &ValueSet) -> bool {
        let others = ValueSet::strings().difference(&set.intersection(&ValueSet::strings()));
        // `access !== 'none'` says that there is some.
        let of_nothing = |value: &Const| matches!(value, Const::String(text) if NO_VALUE.contains(&&**text));
        if self.compared_with(variable).iter().filter(|value| !set.contains(value)).all(of_nothing) {
            return false;
        }
        let compared = !self.compared_with(variable).is_empty();
        let many = set.intersection(&ValueSet::strings()).constants().is_none()
            || set.intersection(&ValueSet::numbers()).constants().is_none() && self.compared_with_numbers(variable);
        let some_excluded =
            !others.is_empty() || self.compared_with_numbers(variable) || self.excludes_flag(variable, set);
        compared && many && some_excluded && !self.is_order(variable, set)
    }

    fn excludes_flag(&self, variable: Variable, set: &ValueSet) -> bool {
        [true, false]
            .into_iter()
            .map(Const::Bool)
            .any(|flag| self.compared_with(variable).contains(&flag) && !set.contains(&flag))
    }

    fn compared_with_numbers(&self, variable: Variable) -> bool {
        self.compared_with(variable).iter().any(|constant| matches!(constant, Const::Number(_)))
    }

    /// Whether the set is what an order test leaves, not an inequality.
    fn is_order(&self, variable: Variable, set: &ValueSet) -> bool {
        let numbers = set.intersection(&ValueSet::numbers());
        let domain = self.conditions.domain(variable).intersection(&ValueSet::numbers());
        let missing = domain.difference(&numbers);
        !missing.is_empty() && missing.constants().is_none()
    }

    /// A closed type of which exactly one value is left: as good as being compared with it.
    fn leaves_one(&self, variable: Variable, set: &ValueSet) -> bool {
        self.closed_domain(variable).is_some_and(|closed| {
            let left = set.intersection(closed).constants().unwrap_or_default();
            let flags = closed.is_subset_of(&ValueSet::booleans());
            !flags && left.len() == 1 && left.iter().all(|value| !value.is_nullish())
        })
    }

    fn is_kind(&self, set: &ValueSet) -> bool {
        ["string", "number", "boolean", "object", "function"]
            .into_iter()
            .filter_map(ValueSet::type_of)
            .any(|kind| *set == kind || set.complement() == kind)
    }
}
