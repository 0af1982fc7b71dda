//! `&&`, `||`, `??`, `?:` and `!`: as tests, as values, and as what a function returns.
//!
//! A test branches straight to its two targets. Elsewhere each operand that may be the result is *delivered*: returned,
//! or put into a variable that the sides share.

use swc_ecma_ast as ast;

use super::builder::{Builder, Value, span_of};
use super::text::unwrapped;
use crate::cfg::{BlockId, Outcome, Place, Step, WrittenCondition};
use crate::constant::Const;
use crate::module::BindingId;
use crate::source::Span;

/// Where the value of an operand goes.
#[derive(Debug)]
pub(super) enum Sink {
    /// Out of the function; the blocks that return are collected.
    Return(Vec<BlockId>),
    /// Into a variable, then on to `join`; the span is the whole expression's.
    Into { target: BindingId, join: BlockId, span: Span },
}

/// For which values an operand is the result, so that the operand to its right is not evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    Falsy,
    Truthy,
    Present,
}

/// Which operator short-circuits on what.
fn stop_of(op: ast::BinaryOp) -> Option<Stop> {
    match op {
        ast::BinaryOp::LogicalAnd => Some(Stop::Falsy),
        ast::BinaryOp::LogicalOr => Some(Stop::Truthy),
        ast::BinaryOp::NullishCoalescing => Some(Stop::Present),
        _ => None,
    }
}

/// Whether an expression has to be expanded into blocks by its operator.
pub(super) fn is_conditional(expr: &ast::Expr) -> bool {
    match unwrapped(expr) {
        ast::Expr::Cond(_) => true,
        ast::Expr::Bin(binary) => stop_of(binary.op).is_some(),
        ast::Expr::Unary(unary) if unary.op == ast::UnaryOp::Bang => is_conditional(&unary.arg),
        _ => false,
    }
}

/// Whether an expression can only give `true` or `false`.
fn is_boolean(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Unary(unary) => unary.op == ast::UnaryOp::Bang,
        ast::Expr::Bin(binary) => matches!(
            binary.op,
            ast::BinaryOp::EqEq
                | ast::BinaryOp::NotEq
                | ast::BinaryOp::EqEqEq
                | ast::BinaryOp::NotEqEq
                | ast::BinaryOp::Lt
                | ast::BinaryOp::LtEq
                | ast::BinaryOp::Gt
                | ast::BinaryOp::GtEq
                | ast::BinaryOp::In
                | ast::BinaryOp::InstanceOf
        ),
        _ => false,
    }
}

impl<'s> Builder<'s, '_> {
    /// A whole test, as its author wrote it.
    pub(super) fn condition(&mut self, test: &'s ast::Expr, then: BlockId, otherwise: BlockId) {
        let Some(entry) = self.current else { return };
        // Outer conditions come before the ones inside them.
        let outcome = Outcome::Tested { then, otherwise };
        self.cfg.conditions.push(WrittenCondition { span: span_of(unwrapped(test)), entry, outcome });
        self.branch(test, then, otherwise);
    }

    /// Evaluates a test and goes on in `then` or `otherwise`; a new block must be entered behind it.
    pub(super) fn branch(&mut self, test: &'s ast::Expr, then: BlockId, otherwise: BlockId) {
        match unwrapped(test) {
            ast::Expr::Unary(unary) if unary.op == ast::UnaryOp::Bang => self.branch(&unary.arg, otherwise, then),
            ast::Expr::Bin(binary) => self.branch_binary(binary, then, otherwise),
            ast::Expr::Cond(choice) => {
                let (yes, no) = (self.block(), self.block());
                self.condition(&choice.test, yes, no);
                self.enter(yes);
                self.branch(&choice.cons, then, otherwise);
                self.enter(no);
                self.branch(&choice.alt, then, otherwise);
            }
            ast::Expr::Seq(sequence) => {
                if let Some((last, before)) = sequence.exprs.split_last() {
                    before.iter().for_each(|expr| self.effect(expr));
                    self.branch(last, then, otherwise);
                }
            }
            // The nullish side is `undefined`: falsy.
            ast::Expr::OptChain(chain) => {
                let value = self.chain(chain, otherwise);
                self.branch_on(value, then, otherwise);
            }
            other => {
                let value = self.value(other);
                self.branch_on(value, then, otherwise);
            }
        }
    }

    fn branch_binary(&mut self, binary: &'s ast::BinExpr, then: BlockId, otherwise: BlockId) {
        match binary.op {
            ast::BinaryOp::LogicalAnd => {
                let right = self.block();
                self.branch(&binary.left, right, otherwise);
                self.enter(right);
                self.branch(&binary.right, then, otherwise);
            }
            ast::BinaryOp::LogicalOr => {
                let right = self.block();
                self.branch(&binary.left, then, right);
                self.enter(right);
                self.branch(&binary.right, then, otherwise);
            }
            ast::BinaryOp::NullishCoalescing => {
                let left = self.value(&binary.left);
                let left = self.reusable(left);
                let (present, right) = (self.block(), self.block());
                self.branch_on_nullish(&left, right, present);
                self.enter(present);
                self.branch_on(left, then, otherwise);
                self.enter(right);
                self.branch(&binary.right, then, otherwise);
            }
            ast::BinaryOp::NotEq | ast::BinaryOp::NotEqEq => {
                let equal = self.equality(binary);
                self.branch_on(equal, otherwise, then);
            }
            _ => {
                let value = self.binary(binary);
                self.branch_on(value, then, otherwise);
            }
        }
    }

    /// `return expr`, or an arrow function's expression; `span` is the exit's unless an operand decides.
    pub(super) fn return_expr(&mut self, expr: &'s ast::Expr, span: Span) {
        let inner = unwrapped(expr);
        if !is_conditional(inner) {
            let value = self.value(inner);
            self.leave_with(Some(value), span);
            return;
        }
        let is_root =
            matches!(inner, ast::Expr::Bin(binary) if matches!(stop_of(binary.op), Some(Stop::Falsy | Stop::Truthy)));
        let entry = self.current;
        let place = self.cfg.conditions.len();
        let mut sink = Sink::Return(Vec::new());
        self.deliver(inner, &mut sink);
        if let (true, Some(entry), Sink::Return(exits)) = (is_root, entry, sink) {
            let condition = WrittenCondition { span: span_of(inner), entry, outcome: Outcome::Returned(exits) };
            self.cfg.conditions.insert(place, condition);
        }
    }

    /// A conditional expression's value.
    pub(super) fn conditional_value(&mut self, expr: &'s ast::Expr) -> Value {
        let target = self.temporary();
        self.conditional_into(expr, target);
        Value::fixed(target, span_of(expr))
    }

    /// `target = expr`, each side on its own.
    pub(super) fn conditional_into(&mut self, expr: &'s ast::Expr, target: BindingId) {
        let join = self.block();
        self.deliver(expr, &mut Sink::Into { target, join, span: span_of(expr) });
        self.enter(join);
    }

    fn deliver(&mut self, expr: &'s ast::Expr, sink: &mut Sink) {
        match unwrapped(expr) {
            ast::Expr::Cond(choice) => {
                let (yes, no) = (self.block(), self.block());
                self.condition(&choice.test, yes, no);
                self.enter(yes);
                self.deliver(&choice.cons, sink);
                self.enter(no);
                self.deliver(&choice.alt, sink);
            }
            ast::Expr::Bin(binary) if let Some(stop) = stop_of(binary.op) => {
                let rest = self.block();
                self.operand(&binary.left, stop, rest, None, sink);
                self.enter(rest);
                self.deliver(&binary.right, sink);
            }
            ast::Expr::Unary(unary) if unary.op == ast::UnaryOp::Bang && is_conditional(&unary.arg) => {
                self.deliver_truth(&unary.arg, true, sink);
            }
            other => {
                let value = self.value(other);
                self.put(sink, value, span_of(other));
            }
        }
    }

    /// Delivers `!expr` (or `!!expr`): `true` or `false`, at the operand that decides.
    fn deliver_truth(&mut self, expr: &'s ast::Expr, negated: bool, sink: &mut Sink) {
        match unwrapped(expr) {
            ast::Expr::Unary(unary) if unary.op == ast::UnaryOp::Bang => {
                self.deliver_truth(&unary.arg, !negated, sink);
            }
            ast::Expr::Bin(binary) if let Some(stop @ (Stop::Falsy | Stop::Truthy)) = stop_of(binary.op) => {
                let rest = self.block();
                self.operand(&binary.left, stop, rest, Some(negated), sink);
                self.enter(rest);
                self.deliver_truth(&binary.right, negated, sink);
            }
            ast::Expr::Cond(choice) => {
                let (yes, no) = (self.block(), self.block());
                self.condition(&choice.test, yes, no);
                self.enter(yes);
                self.deliver_truth(&choice.cons, negated, sink);
                self.enter(no);
                self.deliver_truth(&choice.alt, negated, sink);
            }
            other => {
                let (yes, no) = (self.block(), self.block());
                self.branch(other, yes, no);
                for (block, truth) in [(yes, true), (no, false)] {
                    self.enter(block);
                    self.finish_truth(sink, truth != negated, span_of(other));
                }
            }
        }
    }

    /// An operand with another one to its right: delivered when it stops the evaluation, else control goes to `rest`.
    /// `truth` is set where only the truth of the operand counts: whether it is then negated.
    fn operand(&mut self, expr: &'s ast::Expr, stop: Stop, rest: BlockId, truth: Option<bool>, sink: &mut Sink) {
        let expr = unwrapped(expr);
        if let ast::Expr::Bin(binary) = expr
            && let (Stop::Falsy | Stop::Truthy, Some(inner @ (Stop::Falsy | Stop::Truthy))) = (stop, stop_of(binary.op))
        {
            let right = self.block();
            if inner == stop {
                self.operand(&binary.left, stop, right, truth, sink);
            } else if stop == Stop::Falsy {
                self.branch(&binary.left, rest, right);
            } else {
                self.branch(&binary.left, right, rest);
            }
            self.enter(right);
            self.operand(&binary.right, stop, rest, truth, sink);
            return;
        }
        let stopped = self.block();
        if stop != Stop::Present && (truth.is_some() || is_boolean(expr)) {
            let is_true = stop == Stop::Truthy;
            let (then, otherwise) = if is_true { (stopped, rest) } else { (rest, stopped) };
            self.branch(expr, then, otherwise);
            self.enter(stopped);
            self.finish_truth(sink, is_true != truth.unwrap_or(false), span_of(expr));
            return;
        }
        let value = self.value(expr);
        let value = self.reusable(value);
        match stop {
            Stop::Falsy => self.branch_on(value.clone(), rest, stopped),
            Stop::Truthy => self.branch_on(value.clone(), stopped, rest),
            Stop::Present => self.branch_on_nullish(&value, rest, stopped),
        }
        self.enter(stopped);
        self.put(sink, value, span_of(expr));
    }

    fn finish_truth(&mut self, sink: &mut Sink, truth: bool, span: Span) {
        self.put(sink, Value::constant(Const::Bool(truth), span), span);
    }

    fn put(&mut self, sink: &mut Sink, value: Value, span: Span) {
        match sink {
            Sink::Return(exits) => exits.extend(self.leave_with(Some(value), span)),
            Sink::Into { target, join, span } => {
                self.assign(Place::Binding(*target), value, *span);
                self.goto(*join);
            }
        }
    }

    /// An expression whose value nobody uses.
    pub(super) fn effect(&mut self, expr: &'s ast::Expr) {
        match unwrapped(expr) {
            ast::Expr::Unary(unary) if matches!(unary.op, ast::UnaryOp::Void | ast::UnaryOp::Bang) => {
                self.effect(&unary.arg);
            }
            ast::Expr::Seq(sequence) => sequence.exprs.iter().for_each(|expr| self.effect(expr)),
            ast::Expr::Cond(choice) => {
                let (yes, no, join) = (self.block(), self.block(), self.block());
                self.condition(&choice.test, yes, no);
                for (block, side) in [(yes, &choice.cons), (no, &choice.alt)] {
                    self.enter(block);
                    self.effect(side);
                    self.goto(join);
                }
                self.enter(join);
            }
            ast::Expr::Bin(binary) if let Some(stop) = stop_of(binary.op) => {
                let (rest, join) = (self.block(), self.block());
                match stop {
                    Stop::Falsy => self.branch(&binary.left, rest, join),
                    Stop::Truthy => self.branch(&binary.left, join, rest),
                    Stop::Present => {
                        let left = self.value(&binary.left);
                        let left = self.reusable(left);
                        self.branch_on_nullish(&left, rest, join);
                    }
                }
                self.enter(rest);
                self.effect(&binary.right);
                self.goto(join);
                self.enter(join);
            }
            other => self.bare(other),
        }
    }

    /// Keeps what an expression does, drops its value.
    pub(super) fn drop_value(&mut self, value: Value) {
        if value.effect > super::builder::Effect::Stable {
            self.wrote();
            self.step(Step::Evaluate(value.expr));
        }
    }
}
