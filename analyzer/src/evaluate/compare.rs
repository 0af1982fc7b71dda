//! Comparisons as conditions.

use crate::cfg::{BinaryOp, Expr};
use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::module::Type;
use crate::term::{Term, TermId};

use super::Evaluator;

impl Evaluator<'_> {
    /// A comparison as a condition.
    pub(super) fn compare(&mut self, op: BinaryOp, left: TermId, right: TermId, expr: &Expr) -> Condition {
        let asked = match op {
            BinaryOp::StrictEquals => self.equal(left, right),
            BinaryOp::LooseEquals => self.loosely_equal(left, right),
            BinaryOp::Less => self.ordered(BinaryOp::Less, left, right),
            BinaryOp::LessOrEqual => self.ordered(BinaryOp::LessOrEqual, left, right),
            BinaryOp::Greater => self.ordered(BinaryOp::Less, right, left),
            BinaryOp::GreaterOrEqual => self.ordered(BinaryOp::LessOrEqual, right, left),
            BinaryOp::In if self.is_boolean(left) => Condition::FALSE,
            BinaryOp::InstanceOf if self.is_made_by(left, right) => Condition::TRUE,
            _ => self.related(op, left, right),
        };
        if let [variable] = self.conditions.support(asked)[..] {
            let subject = self.subject(variable);
            self.note_place(subject, expr);
        }
        asked
    }

    /// Whether a value is built by this very class.
    pub(crate) fn is_made_by(&self, value: TermId, class: TermId) -> bool {
        matches!(self.terms.get(value), Term::New { callee, .. } if *callee == class)
    }

    /// `left === right`.
    pub(super) fn equal(&mut self, left: TermId, right: TermId) -> Condition {
        if let Some(value) = self.terms.as_const(left).cloned() {
            return self.equals_constant(right, &value);
        }
        if let Some(value) = self.terms.as_const(right).cloned() {
            return self.equals_constant(left, &value);
        }
        if left == right && self.is_stable(left) {
            return self.equals_itself(left);
        }
        self.related(BinaryOp::StrictEquals, left, right)
    }

    /// As `===`, but `NaN` is found, too: `list.includes(value)`.
    pub(super) fn same(&mut self, left: TermId, right: TermId) -> Condition {
        let is_nan = |value: Option<&Const>| matches!(value, Some(Const::Number(number)) if number.get().is_nan());
        let nan = ValueSet::of(&Const::number(f64::NAN));
        match (is_nan(self.terms.as_const(left)), is_nan(self.terms.as_const(right))) {
            (true, _) => self.belongs(right, &nan),
            (_, true) => self.belongs(left, &nan),
            _ if left == right && self.is_stable(left) => Condition::TRUE,
            _ => self.equal(left, right),
        }
    }

    /// Only `NaN` differs from itself, and only what is declared as a number is expected to be that.
    fn equals_itself(&mut self, term: TermId) -> Condition {
        if !self.is_number(term) {
            return Condition::TRUE;
        }
        self.belongs(term, &ValueSet::of(&Const::number(f64::NAN)).complement())
    }

    pub(crate) fn is_number(&self, term: TermId) -> bool {
        let declared = self.type_of(term, 0);
        declared.is_some_and(|declared| matches!(self.resolved_type(&declared, 0), Type::Number))
    }

    fn equals_constant(&mut self, term: TermId, value: &Const) -> Condition {
        match value {
            Const::Number(number) if number.get().is_nan() => Condition::FALSE,
            _ => self.belongs(term, &ValueSet::of(value)),
        }
    }

    /// Whether asking twice gives one value, and a value equal to itself.
    pub(crate) fn is_stable(&self, term: TermId) -> bool {
        !self.terms.any(term, &mut |part| matches!(part, Term::Unknown { .. } | Term::Arithmetic { .. }))
    }

    fn related(&mut self, op: BinaryOp, left: TermId, right: TermId) -> Condition {
        let term = self.terms.intern(Term::Relation { op, left, right });
        self.truthy(term)
    }

    /// `!key in object` asks for a member called `true` or `false`.
    fn is_boolean(&self, term: TermId) -> bool {
        matches!(self.terms.get(term), Term::Const(Const::Bool(_)) | Term::Relation { .. })
    }

    fn loosely_equal(&mut self, left: TermId, right: TermId) -> Condition {
        for (constant, other) in [(left, right), (right, left)] {
            let Some(value) = self.terms.as_const(constant).cloned() else { continue };
            match value {
                Const::Undefined | Const::Null => return self.belongs(other, &ValueSet::nullish()),
                // `x == 'a'`: only the string, for a text that is no number.
                Const::String(text) if !text.is_empty() && text.trim().parse::<f64>().is_err() => {
                    return self.belongs(other, &ValueSet::of(&Const::String(text)));
                }
                _ => {}
            }
        }
        if left == right && self.is_stable(left) {
            return self.equals_itself(left);
        }
        self.related(BinaryOp::LooseEquals, left, right)
    }

    fn ordered(&mut self, op: BinaryOp, left: TermId, right: TermId) -> Condition {
        let inclusive = op == BinaryOp::LessOrEqual;
        match (self.terms.as_const(left).cloned(), self.terms.as_const(right).cloned()) {
            (Some(Const::Number(a)), Some(Const::Number(b))) => {
                Condition::of(if inclusive { a.get() <= b.get() } else { a.get() < b.get() })
            }
            (_, Some(Const::Number(bound))) if !self.may_be_text(left) => {
                self.belongs(left, &ValueSet::below(bound.get(), inclusive))
            }
            (Some(Const::Number(bound)), _) if !self.may_be_text(right) => {
                self.belongs(right, &ValueSet::above(bound.get(), inclusive))
            }
            _ => self.related(op, left, right),
        }
    }
}
