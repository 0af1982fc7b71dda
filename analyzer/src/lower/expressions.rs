//! Expressions, apart from short-circuits, calls and assignments.

use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Pending, Value, span_of};
use super::calls::{Property, Usage};
use super::conditions;
use super::names;
use super::text::{self, unwrapped};
use crate::cfg::{Argument, BinaryOp, Expr, ExprKind, Field};
use crate::constant::Const;
use crate::source::Span;

/// A field of an object literal before its neighbours are known.
enum Slot {
    Named(String, Pending),
    Computed(Pending, Pending),
    Spread(Pending),
}

impl<'s> Builder<'s, '_> {
    /// The value of an expression; what it needs done first is done in the current block.
    pub(super) fn value(&mut self, expr: &'s ast::Expr) -> Value {
        let expr = unwrapped(expr);
        let span = span_of(expr);
        if let Some(constant) = text::constant(expr) {
            return Value::constant(constant, span);
        }
        match expr {
            ast::Expr::This(_) => Value::new(ExprKind::This, span, Effect::Stable, 0),
            ast::Expr::Ident(name) => self.identifier(name),
            ast::Expr::Array(array) => self.array(array),
            ast::Expr::Object(object) => self.object(object),
            ast::Expr::Fn(function) => self.function_value(function.function.body.as_ref().map(|it| it.span.lo), span),
            ast::Expr::Arrow(arrow) => self.function_value(Some(names::body_start(&arrow.body)), span),
            ast::Expr::Unary(_) if conditions::is_conditional(expr) => self.conditional_value(expr),
            ast::Expr::Unary(unary) => self.unary(unary),
            ast::Expr::Bin(binary) => match binary.op {
                ast::BinaryOp::LogicalAnd | ast::BinaryOp::LogicalOr | ast::BinaryOp::NullishCoalescing => {
                    self.conditional_value(expr)
                }
                _ => self.binary(binary),
            },
            ast::Expr::Cond(_) => self.conditional_value(expr),
            ast::Expr::Update(update) => self.update(update),
            ast::Expr::Assign(assign) => self.assignment(assign),
            ast::Expr::Member(member) if self.continues_chain(&member.obj) => self.chain_value_of(member),
            ast::Expr::Member(member) => self.member(member, None),
            ast::Expr::OptChain(chain) => self.chain_value(chain),
            ast::Expr::Call(call) => self.call(call, Usage::default()),
            ast::Expr::New(new) => self.new_object(new, Usage::default(), false),
            ast::Expr::Await(inner) => self.await_value(inner, false),
            ast::Expr::Seq(sequence) => match sequence.exprs.split_last() {
                Some((last, before)) => {
                    before.iter().for_each(|expr| self.effect(expr));
                    self.value(last)
                }
                None => Value::constant(Const::Undefined, span),
            },
            ast::Expr::Tpl(template) => self.template(template),
            ast::Expr::Lit(ast::Lit::Regex(regex)) => {
                let kind = ExprKind::Regex { pattern: regex.exp.to_string(), flags: regex.flags.to_string() };
                Value::new(kind, span, Effect::Reads, 0)
            }
            other => self.opaque_expr(other, span),
        }
    }

    fn identifier(&mut self, name: &ast::Ident) -> Value {
        let span = span_of(name);
        if let Some(binding) = self.shared.names.binding(name) {
            return self.read(binding, span);
        }
        match text::global_constant(&name.sym) {
            Some(constant) => Value::constant(constant, span),
            None => Value::new(ExprKind::Global(name.sym.to_string()), span, Effect::Reads, 0),
        }
    }

    fn function_value(&mut self, body: Option<swc_common::BytePos>, span: Span) -> Value {
        match body.and_then(|body| self.shared.names.function(body)) {
            Some(id) => Value::new(ExprKind::Function(id), span, Effect::Stable, 0),
            None => Value::new(ExprKind::Opaque(Vec::new()), span, Effect::Reads, 0),
        }
    }

    fn array(&mut self, array: &'s ast::ArrayLit) -> Value {
        let mut held = Vec::with_capacity(array.elems.len());
        for element in &array.elems {
            let value = match element {
                Some(element) => self.value(&element.expr),
                None => Value::constant(Const::Undefined, span_of(array)),
            };
            held.push(self.hold(value));
        }
        let values = self.settle_all(held);
        let (effect, depth) = summary(&values);
        let elements = array.elems.iter().zip(values).map(|(element, value)| Argument {
            value: value.expr,
            spread: element.as_ref().is_some_and(|element| element.spread.is_some()),
        });
        let kind = ExprKind::Array(elements.collect());
        self.compose(kind, span_of(array), effect.max(Effect::Reads), depth)
    }

    fn object(&mut self, object: &'s ast::ObjectLit) -> Value {
        let mut slots = Vec::with_capacity(object.props.len());
        for property in &object.props {
            match property {
                ast::PropOrSpread::Spread(spread) => {
                    let value = self.value(&spread.expr);
                    slots.push(Slot::Spread(self.hold(value)));
                }
                ast::PropOrSpread::Prop(property) => slots.extend(self.slot(property)),
            }
        }
        let (mut fields, mut effect, mut depth) = (Vec::with_capacity(slots.len()), Effect::Reads, 0);
        let mut note = |value: Value| {
            effect = effect.max(value.effect);
            depth = depth.max(value.depth);
            value.expr
        };
        // The last first, as in `settle_all`.
        for slot in slots.into_iter().rev() {
            fields.push(match slot {
                Slot::Named(name, value) => Field::Named { name, value: note(self.settle(value)) },
                Slot::Computed(key, value) => {
                    let value = note(self.settle(value));
                    Field::Computed { key: note(self.settle(key)), value }
                }
                Slot::Spread(value) => Field::Spread(note(self.settle(value))),
            });
        }
        fields.reverse();
        self.compose(ExprKind::Object(fields), span_of(object), effect, depth)
    }

    fn slot(&mut self, property: &'s ast::Prop) -> Option<Slot> {
        match property {
            ast::Prop::Shorthand(name) => {
                let value = self.identifier(name);
                Some(Slot::Named(name.sym.to_string(), self.hold(value)))
            }
            ast::Prop::KeyValue(property) => Some(self.keyed(&property.key, |this| this.value(&property.value))),
            ast::Prop::Method(method) => {
                let body = method.function.body.as_ref().map(|body| body.span.lo);
                let span = span_of(property);
                Some(self.keyed(&method.key, |this| this.function_value(body, span)))
            }
            // What the property gives is what the function returns, not the function.
            ast::Prop::Getter(getter) => {
                let body = getter.function.body.as_ref().map(|body| body.span.lo);
                let span = span_of(getter);
                Some(self.keyed(&getter.key, |this| {
                    let function = this.function_value(body, span);
                    Value::new(ExprKind::Opaque(vec![function.expr]), span, Effect::Acts, 1)
                }))
            }
            ast::Prop::Setter(_) | ast::Prop::Assign(_) => None,
        }
    }

    fn keyed(&mut self, key: &'s ast::PropName, value: impl FnOnce(&mut Self) -> Value) -> Slot {
        match (text::property_name(key), key) {
            (None, ast::PropName::Computed(computed)) => {
                let key = self.value(&computed.expr);
                let key = self.hold(key);
                let value = value(self);
                Slot::Computed(key, self.hold(value))
            }
            (name, _) => {
                let value = value(self);
                Slot::Named(name.unwrap_or_default(), self.hold(value))
            }
        }
    }

    fn unary(&mut self, unary: &'s ast::UnaryExpr) -> Value {
        let span = span_of(unary);
        match unary.op {
            ast::UnaryOp::Void => {
                self.effect(&unary.arg);
                Value::constant(Const::Undefined, span)
            }
            ast::UnaryOp::Delete => self.delete(&unary.arg, span),
            ast::UnaryOp::Bang => self.wrap(&unary.arg, span, |value| ExprKind::Not(Box::new(value))),
            ast::UnaryOp::TypeOf => self.wrap(&unary.arg, span, |value| ExprKind::TypeOf(Box::new(value))),
            ast::UnaryOp::Minus | ast::UnaryOp::Plus | ast::UnaryOp::Tilde => {
                self.wrap(&unary.arg, span, |value| ExprKind::Opaque(vec![value]))
            }
        }
    }

    fn wrap(&mut self, operand: &'s ast::Expr, span: Span, kind: impl FnOnce(Expr) -> ExprKind) -> Value {
        let value = self.value(operand);
        let Value { expr, effect, depth } = value;
        self.compose(kind(expr), span, effect, depth)
    }

    /// A comparison or arithmetic.
    pub(super) fn binary(&mut self, binary: &'s ast::BinExpr) -> Value {
        match binary.op {
            ast::BinaryOp::NotEq | ast::BinaryOp::NotEqEq => {
                let Value { expr, effect, depth } = self.equality(binary);
                self.compose(ExprKind::Not(Box::new(expr)), span_of(binary), effect, depth)
            }
            op => self.operation(binary, operator(op)),
        }
    }

    /// The equality in `a !== b`, without the negation.
    pub(super) fn equality(&mut self, binary: &'s ast::BinExpr) -> Value {
        let strict = matches!(binary.op, ast::BinaryOp::EqEqEq | ast::BinaryOp::NotEqEq);
        self.operation(binary, if strict { BinaryOp::StrictEquals } else { BinaryOp::LooseEquals })
    }

    fn operation(&mut self, binary: &'s ast::BinExpr, op: BinaryOp) -> Value {
        let left = self.value(&binary.left);
        let left = self.hold(left);
        let right = self.value(&binary.right);
        let left = self.settle(left);
        let (effect, depth) = (left.effect.max(right.effect), left.depth.max(right.depth));
        let kind = ExprKind::Binary { op, left: Box::new(left.expr), right: Box::new(right.expr) };
        self.compose(kind, span_of(binary), effect, depth)
    }

    fn template(&mut self, template: &'s ast::Tpl) -> Value {
        let values = self.values(&template.exprs);
        let (effect, depth) = summary(&values);
        let parts = template.quasis.iter().map(text::template_part).collect();
        let values = values.into_iter().map(|value| value.expr).collect();
        self.compose(ExprKind::Template { parts, values }, span_of(template), effect, depth)
    }

    fn values(&mut self, exprs: &'s [Box<ast::Expr>]) -> Vec<Value> {
        let mut held = Vec::with_capacity(exprs.len());
        for expr in exprs {
            let value = self.value(expr);
            held.push(self.hold(value));
        }
        self.settle_all(held)
    }

    /// `object.property` of lowered parts.
    pub(super) fn member_of(&mut self, object: Value, property: Result<String, Value>, span: Span) -> Value {
        let effect = object.effect.max(Effect::Reads);
        match property {
            Ok(property) => {
                self.compose(ExprKind::Member { object: Box::new(object.expr), property }, span, effect, object.depth)
            }
            Err(index) => {
                let (effect, depth) = (effect.max(index.effect), object.depth.max(index.depth));
                let kind = ExprKind::Index { object: Box::new(object.expr), index: Box::new(index.expr) };
                self.compose(kind, span, effect, depth)
            }
        }
    }

    pub(super) fn settle_property(&mut self, property: Property) -> Result<String, Value> {
        match property {
            Property::Name(name) => Ok(name),
            Property::Computed(value) => Err(self.settle(value)),
        }
    }

    /// What has no form of its own: the expressions it evaluates.
    fn opaque_expr(&mut self, expr: &'s ast::Expr, span: Span) -> Value {
        let mut inside: Vec<&'s ast::Expr> = Vec::new();
        let mut effect = Effect::Acts;
        match expr {
            ast::Expr::TaggedTpl(tagged) => {
                inside.push(&tagged.tag);
                inside.extend(tagged.tpl.exprs.iter().map(|expr| &**expr));
            }
            ast::Expr::Yield(expr) => inside.extend(expr.arg.as_deref()),
            ast::Expr::Class(class) => inside.extend(super::classes::evaluated(&class.class)),
            ast::Expr::JSXElement(element) => super::jsx::element(element, &mut inside),
            ast::Expr::JSXFragment(fragment) => super::jsx::children(&fragment.children, &mut inside),
            ast::Expr::SuperProp(property) => {
                effect = Effect::Reads;
                if let ast::SuperProp::Computed(computed) = &property.prop {
                    inside.push(&computed.expr);
                }
            }
            _ => effect = Effect::Reads,
        }
        let mut held = Vec::with_capacity(inside.len());
        for expr in inside {
            let value = self.value(expr);
            held.push(self.hold(value));
        }
        let values = self.settle_all(held);
        let (inner, depth) = summary(&values);
        let values = values.into_iter().map(|value| value.expr).collect();
        self.compose(ExprKind::Opaque(values), span, effect.max(inner), depth)
    }
}

/// What evaluating all of them can do, and how deep they are.
fn summary(values: &[Value]) -> (Effect, u32) {
    let effect = values.iter().map(|value| value.effect).max().unwrap_or(Effect::Stable);
    (effect, values.iter().map(|value| value.depth).max().unwrap_or(0))
}

/// The operators that keep their meaning; the negated equalities are handled before.
pub(super) fn operator(op: ast::BinaryOp) -> BinaryOp {
    match op {
        ast::BinaryOp::EqEqEq => BinaryOp::StrictEquals,
        ast::BinaryOp::EqEq => BinaryOp::LooseEquals,
        ast::BinaryOp::Lt => BinaryOp::Less,
        ast::BinaryOp::LtEq => BinaryOp::LessOrEqual,
        ast::BinaryOp::Gt => BinaryOp::Greater,
        ast::BinaryOp::GtEq => BinaryOp::GreaterOrEqual,
        ast::BinaryOp::In => BinaryOp::In,
        ast::BinaryOp::InstanceOf => BinaryOp::InstanceOf,
        ast::BinaryOp::Add => BinaryOp::Add,
        other => BinaryOp::Other(other.as_str()),
    }
}
