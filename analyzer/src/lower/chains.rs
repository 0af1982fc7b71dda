//! Optional chains: a test for each `?.`, and one way out for all of them.

use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Value, span_of};
use super::calls::{Callee, Usage};
use super::text::unwrapped;
use crate::cfg::{BlockId, Expr, ExprKind, Place};
use crate::constant::Const;
use crate::source::Span;

impl<'s> Builder<'s, '_> {
    pub(super) fn bare_chain(&mut self, chain: &'s ast::OptChainExpr, awaited: Option<Span>) {
        let behind = self.block();
        let value = self.chain_link(chain, behind, Usage { bare: true, awaited, chained: false });
        self.drop_value(value);
        self.goto(behind);
        self.enter(behind);
    }

    /// The value of an optional chain; where it meets a nullish value, control goes to `nullish`.
    pub(super) fn chain(&mut self, chain: &'s ast::OptChainExpr, nullish: BlockId) -> Value {
        self.chain_link(chain, nullish, Usage::default())
    }

    /// The value of an optional chain that is `undefined` where it meets a nullish value.
    pub(super) fn chain_value(&mut self, chain: &'s ast::OptChainExpr) -> Value {
        self.or_undefined(span_of(chain), |this, nullish| this.chain(chain, nullish))
    }

    /// The same for `a?.b!.c`.
    pub(super) fn chain_value_of(&mut self, member: &'s ast::MemberExpr) -> Value {
        self.or_undefined(span_of(member), |this, nullish| this.member(member, Some(nullish)))
    }

    /// `object.property`; the object may continue the optional chain that `nullish` belongs to.
    pub(super) fn member(&mut self, member: &'s ast::MemberExpr, nullish: Option<BlockId>) -> Value {
        let object = self.receiver(&member.obj, nullish);
        let object = self.hold(object);
        let property = self.property(&member.prop);
        let property = self.settle_property(property);
        let object = self.settle_path(object);
        self.member_of(object, property, span_of(member))
    }

    fn or_undefined(&mut self, span: Span, value: impl FnOnce(&mut Self, BlockId) -> Value) -> Value {
        let (target, nullish, join) = (self.temporary(), self.block(), self.block());
        let value = value(self, nullish);
        self.assign(Place::Binding(target), value, span);
        self.goto(join);
        self.enter(nullish);
        self.assign(Place::Binding(target), Value::constant(Const::Undefined, span), span);
        self.goto(join);
        self.enter(join);
        Value::fixed(target, span)
    }

    fn chain_link(&mut self, chain: &'s ast::OptChainExpr, nullish: BlockId, usage: Usage) -> Value {
        match &*chain.base {
            ast::OptChainBase::Member(member) => {
                let object = self.receiver(&member.obj, Some(nullish));
                let object = if chain.optional { self.present(object, nullish) } else { object };
                let object = self.hold(object);
                let property = self.property(&member.prop);
                let property = self.settle_property(property);
                let object = self.settle(object);
                self.member_of(object, property, span_of(chain))
            }
            ast::OptChainBase::Call(call) => {
                let ends = self.ends_block(&call.callee, usage);
                let callee = match unwrapped(&call.callee) {
                    ast::Expr::Member(member) => self.method(member, Some(nullish)),
                    ast::Expr::OptChain(inner) => match &*inner.base {
                        ast::OptChainBase::Member(member) => self.optional_method(inner, member, nullish),
                        ast::OptChainBase::Call(_) => {
                            let value = self.chain_link(inner, nullish, Usage::default());
                            Callee::Plain(self.hold(value))
                        }
                    },
                    other => self.callee(other),
                };
                let callee = if chain.optional {
                    let value = self.settle_callee(callee);
                    let value = self.reusable_method(value);
                    self.branch_present(&value, nullish);
                    Callee::Plain(self.hold(value))
                } else {
                    callee
                };
                let arguments = self.arguments(&call.args);
                let callee = self.settle_callee(callee);
                self.finish_call(callee, arguments, span_of(chain), usage, ends)
            }
        }
    }

    /// `receiver?.property` as what is called.
    fn optional_method(
        &mut self,
        chain: &'s ast::OptChainExpr,
        member: &'s ast::MemberExpr,
        nullish: BlockId,
    ) -> Callee {
        let receiver = self.receiver(&member.obj, Some(nullish));
        let receiver = if chain.optional { self.present(receiver, nullish) } else { receiver };
        let receiver = self.hold(receiver);
        let property = self.property(&member.prop);
        Callee::Method { receiver, property, span: span_of(member) }
    }

    /// The object of a member expression; one that is itself an optional chain's link stays part of that chain.
    pub(super) fn receiver(&mut self, object: &'s ast::Expr, nullish: Option<BlockId>) -> Value {
        match (object.unwrap_with(assertion), nullish) {
            (ast::Expr::OptChain(inner), Some(nullish)) => self.chain_link(inner, nullish, Usage::default()),
            (ast::Expr::Member(member), Some(nullish)) if self.continues_chain(&member.obj) => {
                self.member(member, Some(nullish))
            }
            (other, _) => self.value(other),
        }
    }

    /// `a?.b!.c`: the assertion does not end the chain, as parentheses do.
    pub(super) fn continues_chain(&self, object: &ast::Expr) -> bool {
        matches!(object, ast::Expr::TsNonNull(_)) && matches!(object.unwrap_with(assertion), ast::Expr::OptChain(_))
    }

    /// Goes on only where `value` is not nullish.
    fn present(&mut self, value: Value, nullish: BlockId) -> Value {
        let value = self.reusable(value);
        self.branch_present(&value, nullish);
        value
    }

    fn branch_present(&mut self, value: &Value, nullish: BlockId) {
        let present = self.block();
        self.branch_on_nullish(value, nullish, present);
        self.enter(present);
    }

    /// Like [`Builder::reusable`], but keeps the receiver apart so that a method stays one.
    fn reusable_method(&mut self, value: Value) -> Value {
        let Expr { kind, span } = value.expr;
        match kind {
            ExprKind::Member { object, property } => {
                let object = Value { expr: *object, effect: value.effect, depth: value.depth };
                let object = self.reusable(object);
                let effect = object.effect.max(Effect::Reads);
                Value::new(ExprKind::Member { object: Box::new(object.expr), property }, span, effect, object.depth + 1)
            }
            kind => self.reusable(Value { expr: Expr { kind, span }, ..value }),
        }
    }
}

/// What `!` is behind.
fn assertion(expr: &ast::Expr) -> Option<&ast::Expr> {
    match expr {
        ast::Expr::TsNonNull(inner) => Some(&inner.expr),
        _ => None,
    }
}
