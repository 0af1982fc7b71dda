//! Small readings of syntax nodes: names, constants, and what TypeScript wraps around an expression.

use std::borrow::Cow;

use swc_ecma_ast as ast;

use crate::constant::Const;

/// Paths longer than this lose their beginning, so that the names along a long call chain stay short together.
const MAX_SEGMENTS: usize = 12;

/// A string's text; lone surrogates are replaced.
pub(super) fn string(literal: &ast::Str) -> Cow<'_, str> {
    literal.value.to_string_lossy()
}

/// The text of a template between two holes.
pub(super) fn template_part(part: &ast::TplElement) -> String {
    match &part.cooked {
        Some(cooked) => cooked.to_string_lossy().into_owned(),
        None => part.raw.to_string(),
    }
}

/// The expression inside parentheses, `as`, `satisfies`, `!` and `<T>`.
pub(super) fn unwrapped(expr: &ast::Expr) -> &ast::Expr {
    expr.unwrap_with(wrapped)
}

/// What one TypeScript wrapper or pair of parentheses is around.
pub(super) fn wrapped(expr: &ast::Expr) -> Option<&ast::Expr> {
    match expr {
        ast::Expr::Paren(inner) => Some(&inner.expr),
        ast::Expr::TsAs(inner) => Some(&inner.expr),
        ast::Expr::TsSatisfies(inner) => Some(&inner.expr),
        ast::Expr::TsNonNull(inner) => Some(&inner.expr),
        ast::Expr::TsTypeAssertion(inner) => Some(&inner.expr),
        ast::Expr::TsConstAssertion(inner) => Some(&inner.expr),
        ast::Expr::TsInstantiation(inner) => Some(&inner.expr),
        _ => None,
    }
}

/// A literal, `undefined`, `void 0`, or a number with a sign.
pub(super) fn constant(expr: &ast::Expr) -> Option<Const> {
    match expr {
        ast::Expr::Lit(literal) => literal_constant(literal),
        ast::Expr::Unary(unary) if unary.op == ast::UnaryOp::Void => constant(&unary.arg).map(|_| Const::Undefined),
        ast::Expr::Unary(unary) => match (unary.op, constant(unwrapped(&unary.arg))?) {
            (ast::UnaryOp::Minus, Const::Number(number)) => Some(Const::number(-number.get())),
            (ast::UnaryOp::Plus, Const::Number(number)) => Some(Const::Number(number)),
            _ => None,
        },
        ast::Expr::Tpl(template) if template.exprs.is_empty() => {
            template.quasis.first().map(|part| Const::string(&template_part(part)))
        }
        _ => None,
    }
}

fn literal_constant(literal: &ast::Lit) -> Option<Const> {
    Some(match literal {
        ast::Lit::Str(value) => Const::string(&string(value)),
        ast::Lit::Bool(value) => Const::Bool(value.value),
        ast::Lit::Null(_) => Const::Null,
        ast::Lit::Num(value) => Const::number(value.value),
        ast::Lit::BigInt(value) => Const::BigInt(value.value.to_string().into()),
        ast::Lit::JSXText(value) => Const::string(&value.value.to_string_lossy()),
        ast::Lit::Regex(_) => return None,
    })
}

/// What an unresolved name means everywhere.
pub(super) fn global_constant(name: &str) -> Option<Const> {
    match name {
        "undefined" => Some(Const::Undefined),
        "NaN" => Some(Const::number(f64::NAN)),
        "Infinity" => Some(Const::number(f64::INFINITY)),
        _ => None,
    }
}

/// The name of a property, unless it is computed from something else than a constant.
pub(super) fn property_name(name: &ast::PropName) -> Option<String> {
    match name {
        ast::PropName::Ident(name) => Some(name.sym.to_string()),
        ast::PropName::Str(name) => Some(string(name).into_owned()),
        ast::PropName::Num(name) => Some(name.value.to_string()),
        ast::PropName::BigInt(name) => Some(name.value.to_string()),
        ast::PropName::Computed(computed) => constant(unwrapped(&computed.expr)).map(|key| property_key(&key)),
    }
}

/// The property a constant names in `object[constant]`.
pub(super) fn property_key(key: &Const) -> String {
    match key {
        Const::String(text) => text.to_string(),
        Const::BigInt(digits) => digits.to_string(),
        other => other.to_string(),
    }
}

/// `a.b.c`, with `()` for a call in between and `[]` for an index: what an expression is called as.
/// `None` when it starts with something that has no name.
pub(super) fn path(expr: &ast::Expr) -> Option<String> {
    let mut segments = Vec::new();
    let mut next = Some(unwrapped(expr));
    let mut suffix = "";
    while let Some(current) = next.take().filter(|_| segments.len() < MAX_SEGMENTS) {
        let name = match current {
            ast::Expr::Ident(name) => name.sym.to_string(),
            ast::Expr::This(_) => "this".to_owned(),
            ast::Expr::Member(member) => {
                next = Some(&member.obj);
                member_name(&member.prop)
            }
            ast::Expr::SuperProp(property) => match &property.prop {
                ast::SuperProp::Ident(name) => format!("super.{}", name.sym),
                ast::SuperProp::Computed(_) => "super".to_owned(),
            },
            ast::Expr::OptChain(chain) => match &*chain.base {
                ast::OptChainBase::Member(member) => {
                    next = Some(&member.obj);
                    member_name(&member.prop)
                }
                ast::OptChainBase::Call(call) => {
                    (next, suffix) = (Some(unwrapped(&call.callee)), "()");
                    continue;
                }
            },
            ast::Expr::Call(call) => {
                let ast::Callee::Expr(callee) = &call.callee else { break };
                (next, suffix) = (Some(unwrapped(callee)), "()");
                continue;
            }
            ast::Expr::New(new) => {
                next = Some(unwrapped(&new.callee));
                continue;
            }
            ast::Expr::Await(inner) => {
                next = Some(unwrapped(&inner.arg));
                continue;
            }
            _ => break,
        };
        next = next.map(unwrapped);
        segments.push(format!("{name}{suffix}"));
        suffix = "";
    }
    segments.reverse();
    (!segments.is_empty()).then(|| segments.join("."))
}

/// [`path`] of a member expression on the left of an assignment.
pub(super) fn member_path(member: &ast::MemberExpr) -> Option<String> {
    let object = path(&member.obj)?;
    Some(format!("{object}.{}", member_name(&member.prop)))
}

fn member_name(property: &ast::MemberProp) -> String {
    match property {
        ast::MemberProp::Ident(name) => name.sym.to_string(),
        ast::MemberProp::PrivateName(name) => format!("#{}", name.name),
        ast::MemberProp::Computed(computed) => match constant(unwrapped(&computed.expr)) {
            Some(key) => property_key(&key),
            None => "[]".to_owned(),
        },
    }
}
