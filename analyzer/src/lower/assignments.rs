//! Assignments of every kind, as statements and as values.

use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Pending, Value, span_of};
use super::calls::Property;
use super::expressions::operator;
use super::text::unwrapped;
use crate::cfg::{BinaryOp, Expr, ExprKind, Place};
use crate::constant::Const;
use crate::module::BindingId;
use crate::source::Span;

/// What is assigned to, its parts evaluated.
pub(super) enum Target {
    Binding(BindingId),
    Property {
        object: Pending,
        property: Property,
        span: Span,
    },
    /// Something no place stands for: what it evaluates.
    Other(Value),
}

/// A target that is read before it is written.
enum Slot {
    Binding(BindingId),
    Property { object: Value, property: Result<String, Value>, span: Span },
}

impl<'s> Builder<'s, '_> {
    /// The value of an assignment expression.
    pub(super) fn assignment(&mut self, assign: &'s ast::AssignExpr) -> Value {
        let span = span_of(assign);
        if let Some(op) = assign.op.to_update() {
            return self.update_target(&assign.left, op, &assign.right, span);
        }
        match &assign.left {
            ast::AssignTarget::Simple(simple) => {
                let target = self.simple_target(simple);
                let value = self.value(&assign.right);
                // Evaluated once, mentioned twice: in the assignment and as its value.
                let value = self.reusable(value);
                self.store(target, value.clone(), span);
                value
            }
            ast::AssignTarget::Pat(pattern) => {
                let value = self.value(&assign.right);
                let value = self.reusable(value);
                self.assign_target_pattern(pattern, value.clone());
                value
            }
        }
    }

    /// An assignment whose value nobody uses.
    pub(super) fn assignment_effect(&mut self, assign: &'s ast::AssignExpr) {
        let span = span_of(assign);
        match &assign.left {
            ast::AssignTarget::Simple(simple) if assign.op == ast::AssignOp::Assign => {
                let target = self.simple_target(simple);
                match target {
                    Target::Binding(binding) if super::conditions::is_conditional(&assign.right) => {
                        self.conditional_into(&assign.right, binding);
                    }
                    target => {
                        let value = self.value(&assign.right);
                        self.store(target, value, span);
                    }
                }
            }
            _ => {
                self.assignment(assign);
            }
        }
    }

    fn simple_target(&mut self, target: &'s ast::SimpleAssignTarget) -> Target {
        match target {
            ast::SimpleAssignTarget::Ident(name) => self.named_target(&name.id),
            ast::SimpleAssignTarget::Member(member) => self.member_target(member),
            ast::SimpleAssignTarget::Paren(inner) => self.target(&inner.expr),
            ast::SimpleAssignTarget::TsAs(inner) => self.target(&inner.expr),
            ast::SimpleAssignTarget::TsSatisfies(inner) => self.target(&inner.expr),
            ast::SimpleAssignTarget::TsNonNull(inner) => self.target(&inner.expr),
            ast::SimpleAssignTarget::TsTypeAssertion(inner) => self.target(&inner.expr),
            ast::SimpleAssignTarget::TsInstantiation(inner) => self.target(&inner.expr),
            ast::SimpleAssignTarget::SuperProp(_)
            | ast::SimpleAssignTarget::OptChain(_)
            | ast::SimpleAssignTarget::Invalid(_) => {
                Target::Other(Value::new(ExprKind::Opaque(Vec::new()), span_of(target), Effect::Acts, 0))
            }
        }
    }

    /// What an expression stands for on the left of `=`.
    pub(super) fn target(&mut self, expr: &'s ast::Expr) -> Target {
        match unwrapped(expr) {
            ast::Expr::Ident(name) => self.named_target(name),
            ast::Expr::Member(member) => self.member_target(member),
            other => {
                let value = self.value(other);
                Target::Other(value)
            }
        }
    }

    fn named_target(&mut self, name: &ast::Ident) -> Target {
        match self.shared.names.binding(name) {
            Some(binding) => Target::Binding(binding),
            None => {
                let span = span_of(name);
                let global = Value::new(ExprKind::Global("globalThis".to_owned()), span, Effect::Stable, 0);
                Target::Property { object: self.hold(global), property: Property::Name(name.sym.to_string()), span }
            }
        }
    }

    fn member_target(&mut self, member: &'s ast::MemberExpr) -> Target {
        let object = self.value(&member.obj);
        let object = self.hold(object);
        let property = self.property(&member.prop);
        Target::Property { object, property, span: span_of(member) }
    }

    /// `target = value`.
    pub(super) fn store(&mut self, target: Target, value: Value, span: Span) {
        let value = self.hold(value);
        let place = match target {
            Target::Binding(binding) => Place::Binding(binding),
            Target::Property { object, property, .. } => {
                let property = self.settle_property(property);
                let object = self.settle_path(object);
                place_of(object, property)
            }
            Target::Other(evaluated) => {
                self.drop_value(evaluated);
                let value = self.settle(value);
                self.drop_value(value);
                return;
            }
        };
        let value = self.settle(value);
        self.assign(place, value, span);
    }

    /// `target op= value`, also the short-circuiting ones.
    fn update_target(
        &mut self,
        target: &'s ast::AssignTarget,
        op: ast::BinaryOp,
        right: &'s ast::Expr,
        span: Span,
    ) -> Value {
        let ast::AssignTarget::Simple(target) = target else {
            return self.value(right);
        };
        let target = self.simple_target(target);
        let slot = match self.slot_of(target) {
            Ok(slot) => slot,
            Err(evaluated) => {
                self.drop_value(evaluated);
                return self.value(right);
            }
        };
        let before = self.read_slot(&slot, span);
        match op {
            ast::BinaryOp::LogicalAnd | ast::BinaryOp::LogicalOr | ast::BinaryOp::NullishCoalescing => {
                let (write, join) = (self.block(), self.block());
                match op {
                    ast::BinaryOp::LogicalAnd => self.branch_on(before, write, join),
                    ast::BinaryOp::LogicalOr => self.branch_on(before, join, write),
                    _ => self.branch_on_nullish(&before, write, join),
                }
                self.enter(write);
                let value = self.value(right);
                self.assign(place_of_slot(&slot), value, span);
                self.goto(join);
                self.enter(join);
            }
            op => {
                let before = self.hold(before);
                let right = self.value(right);
                let before = self.settle(before);
                let value = self.arithmetic(operator(op), before, right, span);
                self.assign(place_of_slot(&slot), value, span);
            }
        }
        self.read_slot(&slot, span)
    }

    fn arithmetic(&mut self, op: BinaryOp, left: Value, right: Value, span: Span) -> Value {
        let (effect, depth) = (left.effect.max(right.effect), left.depth.max(right.depth));
        let kind = ExprKind::Binary { op, left: Box::new(left.expr), right: Box::new(right.expr) };
        self.compose(kind, span, effect, depth)
    }

    /// The value of `x++` and the like.
    pub(super) fn update(&mut self, update: &'s ast::UpdateExpr) -> Value {
        let span = span_of(update);
        let target = self.target(&update.arg);
        let slot = match self.slot_of(target) {
            Ok(slot) => slot,
            Err(evaluated) => return evaluated,
        };
        let before = self.read_slot(&slot, span_of(&*update.arg));
        // `x++` is the value before.
        let before = if update.prefix { before } else { self.spill(before) };
        self.increment(&slot, before.clone(), update);
        if update.prefix { self.read_slot(&slot, span) } else { before }
    }

    /// `x++` as a statement.
    pub(super) fn update_effect(&mut self, update: &'s ast::UpdateExpr) {
        let target = self.target(&update.arg);
        match self.slot_of(target) {
            Ok(slot) => {
                let before = self.read_slot(&slot, span_of(&*update.arg));
                self.increment(&slot, before, update);
            }
            Err(evaluated) => self.drop_value(evaluated),
        }
    }

    fn increment(&mut self, slot: &Slot, before: Value, update: &ast::UpdateExpr) {
        let span = span_of(update);
        let one = Value::constant(Const::number(1.0), span);
        // On numbers alone, unlike `+`.
        let symbol = if update.op == ast::UpdateOp::PlusPlus { "+" } else { "-" };
        let value = self.arithmetic(BinaryOp::Other(symbol), before, one, span);
        self.assign(place_of_slot(slot), value, span);
    }

    /// `delete object.property` leaves `undefined` behind.
    pub(super) fn delete(&mut self, operand: &'s ast::Expr, span: Span) -> Value {
        let undefined = Value::constant(Const::Undefined, span);
        match unwrapped(operand) {
            ast::Expr::OptChain(chain) => {
                let behind = self.block();
                let Value { expr, effect, depth } = self.chain(chain, behind);
                let (object, property) = match expr.kind {
                    ExprKind::Member { object, property } => (*object, Ok(property)),
                    ExprKind::Index { object, index } => (*object, Err(Value { expr: *index, effect, depth })),
                    kind => (Expr { kind, span }, Ok(String::new())),
                };
                let object = Value { expr: object, effect, depth };
                self.assign(place_of(object, property), undefined, span);
                self.goto(behind);
                self.enter(behind);
            }
            other => {
                let target = self.target(other);
                self.store(target, undefined, span);
            }
        }
        Value::constant(Const::Bool(true), span)
    }

    fn slot_of(&mut self, target: Target) -> Result<Slot, Value> {
        match target {
            Target::Binding(binding) => Ok(Slot::Binding(binding)),
            Target::Property { object, property, span } => {
                let property = self.settle_property(property);
                let object = self.settle_path(object);
                let object = self.reusable(object);
                let property = property.map_err(|index| self.reusable(index));
                Ok(Slot::Property { object, property, span })
            }
            Target::Other(value) => Err(value),
        }
    }

    fn read_slot(&mut self, slot: &Slot, span: Span) -> Value {
        match slot {
            Slot::Binding(binding) => self.read(*binding, span),
            Slot::Property { object, property, span } => self.member_of(object.clone(), property.clone(), *span),
        }
    }
}

fn place_of_slot(slot: &Slot) -> Place {
    match slot {
        Slot::Binding(binding) => Place::Binding(*binding),
        Slot::Property { object, property, .. } => place_of(object.clone(), property.clone()),
    }
}

fn place_of(object: Value, property: Result<String, Value>) -> Place {
    match property {
        Ok(property) => Place::Member { object: object.expr, property },
        Err(index) => Place::Index { object: object.expr, index: index.expr },
    }
}
