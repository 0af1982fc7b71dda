//! What the identifiers of a file stand for, and where variables are written.

use rustc_hash::FxHashMap;
use swc_common::{BytePos, Spanned};
use swc_ecma_ast as ast;

use super::text;
use crate::module::{BindingId, FunctionId};

/// What the identifiers of a file stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each declared name.
    pub(super) by_id: FxHashMap<ast::Id, BindingId>,
    /// Each function, by where its body starts: no two bodies start at the same place.
    pub(super) by_body: FxHashMap<BytePos, FunctionId>,
    /// Where each binding is declared, by its number.
    pub(super) declared_at: Vec<BytePos>,
    /// Every write to a variable behind its declaration, in source order.
    pub(super) writes: Vec<(BytePos, BindingId)>,
    /// What stands for the value of `export default …` or `export = …`, where it is neither a name nor a function.
    pub(super) exported_value: Option<BindingId>,
    /// How many functions there are.
    pub(super) function_count: u32,
}

impl Names {
    /// The variable an identifier means; `None` for one that the file does not declare.
    pub(super) fn binding(&self, name: &ast::Ident) -> Option<BindingId> {
        self.by_id.get(&name.to_id()).copied()
    }

    /// The function whose body starts here.
    pub(super) fn function(&self, body_start: BytePos) -> Option<FunctionId> {
        self.by_body.get(&body_start).copied()
    }

    /// Variables that are written between two places and declared outside of them, sorted.
    pub(super) fn written_between(&self, start: BytePos, end: BytePos) -> Vec<BindingId> {
        let first = self.writes.partition_point(|(at, _)| *at < start);
        let inside = self.writes.iter().skip(first).take_while(|(at, _)| *at < end);
        let outer = inside.filter(|(_, binding)| {
            let declared = self.declared_at.get(binding.0 as usize);
            declared.is_none_or(|declared| *declared < start || *declared >= end)
        });
        let mut bindings: Vec<BindingId> = outer.map(|(_, binding)| *binding).collect();
        bindings.sort_unstable();
        bindings.dedup();
        bindings
    }

    /// Whether a variable is declared between two places.
    pub(super) fn is_declared_between(&self, binding: BindingId, start: BytePos, end: BytePos) -> bool {
        self.declared_at.get(binding.0 as usize).is_some_and(|declared| (start..end).contains(declared))
    }

    /// Whether a variable is written between two places.
    pub(super) fn is_written_between(&self, binding: BindingId, start: BytePos, end: BytePos) -> bool {
        let first = self.writes.partition_point(|(at, _)| *at < start);
        self.writes.iter().skip(first).take_while(|(at, _)| *at < end).any(|(_, written)| *written == binding)
    }
}

/// The key of a function in [`Names::function`].
pub(super) fn body_start(body: &ast::ArrowFunctionBody) -> BytePos {
    match body {
        ast::ArrowFunctionBody::FunctionBody(body) => body.span.lo,
        ast::ArrowFunctionBody::Expr(expr) => expr.span_lo(),
    }
}

/// The function an expression is, seen through parentheses and TypeScript's wrappers.
pub(super) fn function_body_start(expr: &ast::Expr) -> Option<BytePos> {
    match text::unwrapped(expr) {
        ast::Expr::Arrow(arrow) => Some(body_start(&arrow.body)),
        ast::Expr::Fn(function) => function.function.body.as_ref().map(|body| body.span.lo),
        _ => None,
    }
}

/// The type a pattern itself is annotated with.
pub(super) fn pattern_annotation(pattern: &ast::Pat) -> Option<&ast::TsTypeAnn> {
    match pattern {
        ast::Pat::Ident(name) => name.type_ann.as_deref(),
        ast::Pat::Array(array) => array.type_ann.as_deref(),
        ast::Pat::Rest(rest) => rest.type_ann.as_deref(),
        ast::Pat::Object(object) => object.type_ann.as_deref(),
        ast::Pat::Assign(assign) => pattern_annotation(&assign.left),
        ast::Pat::Invalid(_) | ast::Pat::Expr(_) => None,
    }
}

/// The module in `require('module')`.
pub(super) fn required(init: &ast::Expr) -> Option<&ast::Str> {
    let ast::Expr::Call(call) = text::unwrapped(init) else { return None };
    let ast::Callee::Expr(callee) = &call.callee else { return None };
    match (&**callee, call.args.as_slice()) {
        (ast::Expr::Ident(name), [argument]) if name.sym == "require" => match &*argument.expr {
            ast::Expr::Lit(ast::Lit::Str(module)) => Some(module),
            _ => None,
        },
        _ => None,
    }
}
