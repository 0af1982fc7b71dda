//! Calls, `new`, `await`, and optional chains.

use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Pending, Value, span_of};
use super::text::{self, unwrapped};
use crate::cfg::{Argument, BlockId, Edge, End, Expr, ExprKind};
use crate::module::{BindingId, BindingKind};
use crate::source::Span;

/// How the result of a call is used.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usage {
    /// Not at all: the call stands as a statement.
    pub(super) bare: bool,
    /// `await` stands directly before it: from where.
    pub(super) awaited: Option<Span>,
    /// As a promise whose errors the next link of the chain receives: `load().catch(…)`.
    pub(super) chained: bool,
}

/// What is called.
pub(super) enum Callee {
    /// A property of a value: `this` of the call.
    Method {
        receiver: Pending,
        property: Property,
        span: Span,
    },
    Plain(Pending),
}

pub(super) enum Property {
    Name(String),
    Computed(Pending),
}

/// Functions of the language that do not throw on any argument a permission check hands them.
const NEVER_THROW: &[&str] = &[
    "String", "Boolean", "Number", "parseInt", "parseFloat", "isNaN", "Array.isArray", "Array.from", "Object.keys",
    "Object.values", "Object.entries", "Object.assign", "Object.freeze", "Object.is", "Date.now", "Math.max",
    "Math.min", "Math.floor", "Math.round", "Math.ceil", "Math.random", "Number.isInteger", "Number.isNaN",
    "Number.isFinite", "Date", "Set", "Map", "WeakMap", "WeakSet", "Error", "Symbol",
];

/// Methods of strings, arrays, sets and maps that do not throw either, whatever the receiver is called.
const METHODS_NEVER_THROW: &[&str] = &[
    "includes", "startsWith", "endsWith", "toLowerCase", "toUpperCase", "trim", "trimStart", "trimEnd", "split",
    "indexOf", "lastIndexOf", "slice", "substring", "concat", "join", "push", "pop", "shift", "unshift", "replace",
    "replaceAll", "padStart", "charAt", "charCodeAt", "toString", "hasOwnProperty", "reverse", "flat", "keys",
    "values", "entries",
];

/// The links of a chain of promises.
const PROMISE_METHODS: &[&str] = &["then", "catch", "finally"];

/// Whether a call of this name, a function's or a method's, never throws.
pub(crate) fn never_throws(name: &str) -> bool {
    NEVER_THROW.contains(&name) || METHODS_NEVER_THROW.contains(&name)
}

impl<'s> Builder<'s, '_> {
    pub(super) fn call(&mut self, call: &'s ast::CallExpr, usage: Usage) -> Value {
        let span = span_of(call);
        let ast::Callee::Expr(callee) = &call.callee else {
            let arguments = self.arguments(&call.args);
            let callee = Value::new(ExprKind::Opaque(Vec::new()), span, Effect::Stable, 0);
            if matches!(call.callee, ast::Callee::Import(_)) {
                let evaluated = arguments.0.into_iter().map(|argument| argument.value).collect();
                return self.compose(ExprKind::Opaque(evaluated), span, Effect::Acts, arguments.1);
            }
            return self.finish_call(callee, arguments, span, usage, true);
        };
        let (ends, callee_value) = (self.ends_block(callee, usage), self.callee(callee));
        let arguments = self.arguments(&call.args);
        let callee = self.settle_callee(callee_value);
        self.finish_call(callee, arguments, span, usage, ends)
    }

    /// `is_thrown` for what stands behind `throw`.
    pub(super) fn new_object(&mut self, new: &'s ast::NewExpr, usage: Usage, is_thrown: bool) -> Value {
        let span = span_of(new);
        let callee = self.value(&new.callee);
        let callee = self.hold(callee);
        let (args, depth) = self.arguments(new.args.as_deref().unwrap_or_default());
        let callee = self.settle(callee);
        let ends =
            (usage.bare || self.is_protected()) && !is_thrown && !usage.chained && !self.never_throws(&new.callee);
        let depth = depth.max(callee.depth);
        let kind = ExprKind::New { callee: Box::new(callee.expr), args };
        self.result(Expr { kind, span }, depth + 1, usage, ends)
    }

    pub(super) fn await_value(&mut self, expr: &'s ast::AwaitExpr, bare: bool) -> Value {
        let span = span_of(expr);
        let usage = Usage { bare, awaited: Some(span), chained: false };
        match unwrapped(&expr.arg) {
            ast::Expr::Call(call) if !matches!(call.callee, ast::Callee::Import(_)) => self.call(call, usage),
            ast::Expr::New(new) => self.new_object(new, usage, false),
            other => {
                let value = self.value(other);
                let ends = bare || self.is_protected();
                self.result(value.expr, value.depth, usage, ends)
            }
        }
    }

    /// Whether a call decides by its completion where control goes.
    pub(super) fn ends_block(&self, callee: &ast::Expr, usage: Usage) -> bool {
        (usage.bare || self.is_protected() || self.is_own(callee)) && !usage.chained && !self.never_throws(callee)
    }

    /// Whether a function of this file is called.
    fn is_own(&self, callee: &ast::Expr) -> bool {
        match unwrapped(callee) {
            ast::Expr::Ident(name) => self.shared.names.binding(name).is_some_and(|binding| {
                let kind = self.shared.bindings.get(binding.0 as usize).map(|binding| &binding.kind);
                matches!(kind, Some(BindingKind::Function(_)))
            }),
            ast::Expr::Member(member) if matches!(unwrapped(&member.obj), ast::Expr::This(_)) => match &member.prop {
                ast::MemberProp::Ident(name) => self.methods.contains(name.sym.as_str()),
                ast::MemberProp::PrivateName(name) => self.methods.contains(&format!("#{}", name.name)),
                ast::MemberProp::Computed(_) => false,
            },
            _ => false,
        }
    }

    fn never_throws(&self, callee: &ast::Expr) -> bool {
        let (object, method) = match unwrapped(callee) {
            ast::Expr::Ident(name) => {
                return self.shared.names.binding(name).is_none() && NEVER_THROW.contains(&name.sym.as_str());
            }
            ast::Expr::Member(member) => (unwrapped(&member.obj), &member.prop),
            _ => return false,
        };
        let ast::MemberProp::Ident(method) = method else { return false };
        if let ast::Expr::Ident(object) = object
            && self.shared.names.binding(object).is_none()
        {
            let is_listed = |name: &&str| {
                name.strip_prefix(object.sym.as_str()).and_then(|rest| rest.strip_prefix('.')) == Some(&method.sym)
            };
            return object.sym == "console" || NEVER_THROW.iter().any(is_listed);
        }
        !matches!(object, ast::Expr::This(_)) && METHODS_NEVER_THROW.contains(&method.sym.as_str())
    }

    pub(super) fn callee(&mut self, callee: &'s ast::Expr) -> Callee {
        match unwrapped(callee) {
            ast::Expr::Member(member) if !self.continues_chain(&member.obj) => self.method(member, None),
            other => {
                let value = self.value(other);
                Callee::Plain(self.hold(value))
            }
        }
    }

    /// `receiver.property`, not read yet; the receiver is part of the optional chain that `nullish` belongs to.
    pub(super) fn method(&mut self, member: &'s ast::MemberExpr, nullish: Option<BlockId>) -> Callee {
        let receiver = self.receiver_of_method(member, nullish);
        let receiver = self.hold(receiver);
        let property = self.property(&member.prop);
        Callee::Method { receiver, property, span: span_of(member) }
    }

    /// The errors of a promise go to the chain it starts, not to the `try` around it.
    fn receiver_of_method(&mut self, member: &'s ast::MemberExpr, nullish: Option<BlockId>) -> Value {
        let chained = Usage { chained: true, ..Usage::default() };
        match (&member.prop, unwrapped(&member.obj)) {
            (ast::MemberProp::Ident(name), ast::Expr::Call(call)) if PROMISE_METHODS.contains(&name.sym.as_str()) => {
                self.call(call, chained)
            }
            (ast::MemberProp::Ident(name), ast::Expr::New(new)) if PROMISE_METHODS.contains(&name.sym.as_str()) => {
                self.new_object(new, chained, false)
            }
            _ => self.receiver(&member.obj, nullish),
        }
    }

    pub(super) fn settle_callee(&mut self, callee: Callee) -> Value {
        match callee {
            Callee::Plain(value) => self.settle_path(value),
            Callee::Method { receiver, property, span } => {
                let property = self.settle_property(property);
                let receiver = self.settle_path(receiver);
                self.member_of(receiver, property, span)
            }
        }
    }

    pub(super) fn arguments(&mut self, args: &'s [ast::ExprOrSpread]) -> (Vec<Argument>, u32) {
        let held: Vec<Pending> = args
            .iter()
            .map(|argument| {
                let value = self.value(&argument.expr);
                self.hold(value)
            })
            .collect();
        let values = self.settle_all(held);
        let depth = values.iter().map(|value| value.depth).max().unwrap_or(0);
        let with_spread = |(argument, value): (&ast::ExprOrSpread, Value)| Argument {
            value: value.expr,
            spread: argument.spread.is_some(),
        };
        (args.iter().zip(values).map(with_spread).collect(), depth)
    }

    pub(super) fn finish_call(
        &mut self,
        callee: Value,
        (args, depth): (Vec<Argument>, u32),
        span: Span,
        usage: Usage,
        ends: bool,
    ) -> Value {
        let depth = depth.max(callee.depth) + 1;
        let kind = ExprKind::Call { callee: Box::new(callee.expr), args };
        self.result(Expr { kind, span }, depth, usage, ends)
    }

    /// A finished call or awaited value: an expression, or the end of the block.
    fn result(&mut self, call: Expr, depth: u32, usage: Usage, ends: bool) -> Value {
        let expr = match usage.awaited {
            Some(span) => Expr { kind: ExprKind::Await(Box::new(call)), span },
            None => call,
        };
        if ends { self.end_with(expr) } else { self.compose(expr.kind, expr.span, Effect::Acts, depth) }
    }

    /// Ends the block with a call; goes on where it completes.
    fn end_with(&mut self, call: Expr) -> Value {
        let span = call.span;
        self.wrote();
        self.note_call();
        let result: BindingId = self.temporary();
        let target = self.error_target();
        let completed = self.block();
        let failed = target.unwrap_or_else(|| {
            let block = self.block();
            if let Some(block) = self.cfg.graph.node_weight_mut(block) {
                block.end = End::Propagates { call: Some(call.clone()), span };
            }
            block
        });
        if let Some(block) = self.end(End::Call { call, result }) {
            self.edge(block, completed, Edge::Completes);
            self.edge(block, failed, Edge::Throws);
        }
        self.enter(completed);
        Value::fixed(result, span)
    }

    /// An expression statement's expression, apart from short-circuits.
    pub(super) fn bare(&mut self, expr: &'s ast::Expr) {
        let usage = Usage { bare: true, ..Usage::default() };
        let value = match expr {
            ast::Expr::Call(call) => self.call(call, usage),
            ast::Expr::New(new) => self.new_object(new, usage, false),
            ast::Expr::Await(inner) => match unwrapped(&inner.arg) {
                ast::Expr::OptChain(chain) => return self.bare_chain(chain, Some(span_of(inner))),
                _ => self.await_value(inner, true),
            },
            ast::Expr::OptChain(chain) => return self.bare_chain(chain, None),
            ast::Expr::Assign(assign) => return self.assignment_effect(assign),
            ast::Expr::Update(update) => return self.update_effect(update),
            other => self.value(other),
        };
        self.drop_value(value);
    }

    /// The property of a member expression, its index evaluated.
    pub(super) fn property(&mut self, property: &'s ast::MemberProp) -> Property {
        match property {
            ast::MemberProp::Ident(name) => Property::Name(name.sym.to_string()),
            ast::MemberProp::PrivateName(name) => Property::Name(format!("#{}", name.name)),
            ast::MemberProp::Computed(computed) => match text::constant(unwrapped(&computed.expr)) {
                Some(key) => Property::Name(text::property_key(&key)),
                None => {
                    let value = self.value(&computed.expr);
                    Property::Computed(self.hold(value))
                }
            },
        }
    }
}
