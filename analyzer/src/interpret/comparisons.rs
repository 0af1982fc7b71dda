//! Questions and comparisons.

use super::javascript::{nullish, number, strictly_equal, truthy, type_of};
use super::{Interpreter, Stop};
use crate::cfg::BinaryOp;
use crate::condition::Example;
use crate::constant::Const;
use crate::evaluate::Place;
use crate::source::Span;
use crate::term::{Term, TermId};

impl Interpreter<'_, '_> {
    /// What needs no answer to be known.
    fn known(&self, term: TermId) -> Option<Example> {
        match self.facts.terms.get(term) {
            Term::Const(value) => Some(Example::Constant(value.clone())),
            Term::Object { .. } | Term::List { .. } | Term::New { .. } | Term::Regex { .. } => Some(Example::Object),
            Term::Fulfilled(_) | Term::Rejected { .. } | Term::Unsettled => Some(Example::Object),
            Term::Function(_) => Some(Example::Function),
            Term::Call { callee, .. } if self.facts.is_promise(*callee) => Some(Example::Object),
            _ => None,
        }
    }

    /// Whether the value of a term has a property.
    pub(super) fn holds(&mut self, term: TermId, property: &dyn Fn(&Example) -> bool) -> bool {
        if let Some(value) = self.known(term) {
            return property(&value);
        }
        if let Term::TypeOf(inner) = *self.facts.terms.get(term) {
            return self.holds(inner, &|value| property(&Example::Constant(Const::string(type_of(value)))));
        }
        self.answers.holds(self.facts, term, property)
    }

    pub(super) fn is_truthy(&mut self, term: TermId) -> bool {
        self.holds(term, &truthy)
    }

    /// Reading a member of nothing is an error.
    pub(super) fn present(&mut self, place: &Place, object: TermId, span: Span) -> Result<(), Stop> {
        let is_there = matches!(self.facts.terms.get(object), Term::This | Term::Global(_) | Term::Variable { .. });
        if place.derefs_prove && !is_there && self.holds(object, &nullish) {
            return Err(Stop::ReadOfNothing(span));
        }
        Ok(())
    }

    /// `left op right` for an operator that gives a boolean.
    pub(super) fn compare(&mut self, op: BinaryOp, left: TermId, right: TermId) -> bool {
        match op {
            BinaryOp::StrictEquals => self.equal(left, right),
            BinaryOp::LooseEquals => self.loosely_equal(left, right),
            BinaryOp::Less => self.less(BinaryOp::Less, left, right),
            BinaryOp::LessOrEqual => self.less(BinaryOp::LessOrEqual, left, right),
            BinaryOp::Greater => self.less(BinaryOp::Less, right, left),
            BinaryOp::GreaterOrEqual => self.less(BinaryOp::LessOrEqual, right, left),
            BinaryOp::In if matches!(self.facts.terms.get(left), Term::Const(Const::Bool(_))) => false,
            BinaryOp::InstanceOf if self.facts.is_made_by(left, right) => true,
            _ => self.related(op, left, right),
        }
    }

    /// `left === right`.
    pub(super) fn equal(&mut self, left: TermId, right: TermId) -> bool {
        if let Some(value) = self.facts.terms.as_const(left).cloned() {
            return self.holds(right, &|other| strictly_equal(other, &value));
        }
        if let Some(value) = self.facts.terms.as_const(right).cloned() {
            return self.holds(left, &|other| strictly_equal(other, &value));
        }
        if left == right && self.facts.is_stable(left) {
            return self.equals_itself(left);
        }
        self.related(BinaryOp::StrictEquals, left, right)
    }

    /// As `===`, but `NaN` is found, too.
    pub(super) fn same(&mut self, left: TermId, right: TermId) -> bool {
        for (constant, other) in [(left, right), (right, left)] {
            if self.facts.terms.as_const(constant).is_some_and(|value| nan(&Example::Constant(value.clone()))) {
                return self.holds(other, &nan);
            }
        }
        left == right && self.facts.is_stable(left) || self.equal(left, right)
    }

    fn equals_itself(&mut self, term: TermId) -> bool {
        !self.facts.is_number(term) || !self.holds(term, &nan)
    }

    fn loosely_equal(&mut self, left: TermId, right: TermId) -> bool {
        for (constant, other) in [(left, right), (right, left)] {
            match self.facts.terms.as_const(constant).cloned() {
                Some(Const::Undefined | Const::Null) => return self.holds(other, &nullish),
                Some(value @ Const::String(_)) if is_no_number(&value) => {
                    return self.holds(other, &|other| strictly_equal(other, &value));
                }
                _ => {}
            }
        }
        if left == right && self.facts.is_stable(left) {
            return self.equals_itself(left);
        }
        self.related(BinaryOp::LooseEquals, left, right)
    }

    fn less(&mut self, op: BinaryOp, left: TermId, right: TermId) -> bool {
        let compare = move |a: f64, b: f64| if op == BinaryOp::LessOrEqual { a <= b } else { a < b };
        match (self.facts.terms.as_const(left).cloned(), self.facts.terms.as_const(right).cloned()) {
            (Some(Const::Number(a)), Some(Const::Number(b))) => compare(a.get(), b.get()),
            (_, Some(Const::Number(b))) if !self.facts.may_be_text(left) => {
                self.holds(left, &|value| number(value).is_some_and(|a| compare(a, b.get())))
            }
            (Some(Const::Number(a)), _) if !self.facts.may_be_text(right) => {
                self.holds(right, &|value| number(value).is_some_and(|b| compare(a.get(), b)))
            }
            _ => self.related(op, left, right),
        }
    }

    /// A comparison that is a question of its own.
    fn related(&mut self, op: BinaryOp, left: TermId, right: TermId) -> bool {
        let question = self.facts.terms.intern(Term::Relation { op, left, right });
        self.holds(question, &truthy)
    }
}

fn nan(value: &Example) -> bool {
    matches!(value, Example::Constant(Const::Number(number)) if number.get().is_nan())
}

/// A text that no number is loosely equal to.
fn is_no_number(value: &Const) -> bool {
    matches!(value, Const::String(text) if !text.is_empty() && text.trim().parse::<f64>().is_err())
}
