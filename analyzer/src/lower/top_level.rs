//! What stands outside of any function: the code that loading the file runs, values of constants, decorators.

use rustc_hash::FxHashSet;
use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Shared, span_of};
use super::classes;
use super::functions::Walker;
use super::text::{self, unwrapped};
use crate::cfg::{Argument, Cfg, End, Expr, ExprKind, Field, Place, Step};
use crate::constant::Const;
use crate::module::{BindingId, BindingKind};
use crate::source::Span;

/// The directives at the start of a body: texts that stand as statements.
pub(super) fn prologue<'s>(statements: impl Iterator<Item = &'s ast::Stmt>) -> Vec<String> {
    let directive = |statement: &ast::Stmt| match statement {
        ast::Stmt::Expr(statement) => match &*statement.expr {
            ast::Expr::Lit(ast::Lit::Str(text)) => Some(text::string(text).into_owned()),
            _ => None,
        },
        _ => None,
    };
    statements.map_while(directive).collect()
}

/// The graph of what loading the file runs. Constants whose values are known already are left out, and so are declarations of functions and types.
pub(super) fn lower(shared: &mut Shared<'_>, items: &[ast::ModuleItem]) -> Cfg {
    let methods = FxHashSet::default();
    let mut builder = Builder::new(shared, None, &methods);
    for item in items {
        match item {
            ast::ModuleItem::Stmt(statement) => builder.statement(statement),
            ast::ModuleItem::ModuleDecl(declaration) => builder.module_declaration(declaration),
        }
    }
    let end = items.last().map_or(0, |item| span_of(item).end);
    builder.end(End::FallsOff { span: Span::new(end, end) });
    builder.finish()
}

impl<'s> Builder<'s, '_> {
    fn module_declaration(&mut self, declaration: &'s ast::ModuleDecl) {
        if self.current.is_none() {
            return;
        }
        match declaration {
            ast::ModuleDecl::ExportDecl(export) => self.declaration(&export.decl),
            ast::ModuleDecl::ExportDefaultExpr(export) => self.exported_value(&export.expr),
            ast::ModuleDecl::TsExportAssignment(export) => self.exported_value(&export.expr),
            ast::ModuleDecl::ExportDefaultDecl(export) => {
                if let ast::DefaultDecl::Class(class) = &export.decl {
                    self.class_values(&class.class);
                }
            }
            _ => {}
        }
    }

    /// `export default value`, where the value is neither a name nor a function.
    fn exported_value(&mut self, value: &'s ast::Expr) {
        let Some(binding) = self.shared.names.exported_value.filter(|binding| !self.is_known(*binding)) else { return };
        let span = span_of(value);
        let value = self.value(value);
        self.assign(Place::Binding(binding), value, span);
    }

    /// Whether the value of a top-level constant was read before.
    pub(super) fn is_known(&self, binding: BindingId) -> bool {
        let data = self.shared.bindings.get(binding.0 as usize);
        self.function.is_none() && data.is_some_and(|data| matches!(data.kind, BindingKind::Local { initial: Some(_) }))
    }

    /// What declaring a class runs. The decorators are known by the functions of the class, if it has any.
    pub(super) fn class_values(&mut self, class: &'s ast::Class) {
        if self.function.is_none() && !super::classes::has_functions(class) {
            for decorator in &class.decorators {
                let value = outlined(self.shared, &decorator.expr);
                self.step(Step::Evaluate(value));
            }
        }
        for expr in super::classes::evaluated(class) {
            let value = self.value(expr);
            if value.effect == Effect::Acts {
                self.drop_value(value);
            }
        }
    }
}

impl Walker<'_, '_> {
    pub(super) fn decorators(&mut self, decorators: &[ast::Decorator]) -> Vec<Expr> {
        decorators.iter().map(|decorator| outlined(&mut self.shared, &decorator.expr)).collect()
    }

    /// The fields of the instances of a class, where what they hold at first takes no control flow.
    pub(super) fn fields(&mut self, class: &ast::Class) -> Vec<(String, Expr)> {
        let fields = classes::fields(class).filter_map(|(name, at, value)| {
            let value = match value {
                Some(value) => plain(&mut self.shared, value)?,
                None => Expr { kind: ExprKind::Const(Const::Undefined), span: span_of(&at) },
            };
            Some((name, value))
        });
        fields.collect()
    }
}

/// An expression as one, if evaluating it takes no control flow.
pub(super) fn plain(shared: &mut Shared<'_>, expr: &ast::Expr) -> Option<Expr> {
    let methods = FxHashSet::default();
    let mut builder = Builder::new(shared, None, &methods);
    let value = builder.value(expr);
    let cfg = builder.finish();
    let is_plain = cfg.graph.node_count() == 1 && cfg.graph.node_weights().all(|block| block.steps.is_empty());
    is_plain.then_some(value.expr)
}

/// An expression as one; the parts that take control flow are opaque.
fn outlined(shared: &mut Shared<'_>, expr: &ast::Expr) -> Expr {
    if let Some(value) = plain(shared, expr) {
        return value;
    }
    let kind = match unwrapped(expr) {
        ast::Expr::Call(call) => match &call.callee {
            ast::Callee::Expr(callee) => ExprKind::Call {
                callee: Box::new(outlined(shared, callee)),
                args: call.args.iter().map(|one| argument(shared, one)).collect(),
            },
            ast::Callee::Super(_) | ast::Callee::Import(_) => ExprKind::Opaque(Vec::new()),
        },
        ast::Expr::Array(list) => {
            ExprKind::Array(list.elems.iter().flatten().map(|one| argument(shared, one)).collect())
        }
        ast::Expr::Object(object) => {
            ExprKind::Object(object.props.iter().map(|property| field(shared, property)).collect())
        }
        _ => ExprKind::Opaque(Vec::new()),
    };
    Expr { kind, span: span_of(unwrapped(expr)) }
}

fn argument(shared: &mut Shared<'_>, one: &ast::ExprOrSpread) -> Argument {
    Argument { value: outlined(shared, &one.expr), spread: one.spread.is_some() }
}

fn field(shared: &mut Shared<'_>, property: &ast::PropOrSpread) -> Field {
    match property {
        ast::PropOrSpread::Spread(spread) => Field::Spread(outlined(shared, &spread.expr)),
        ast::PropOrSpread::Prop(property) => match &**property {
            ast::Prop::KeyValue(pair) if let Some(name) = text::property_name(&pair.key) => {
                Field::Named { name, value: outlined(shared, &pair.value) }
            }
            other => Field::Spread(Expr { kind: ExprKind::Opaque(Vec::new()), span: span_of(other) }),
        },
    }
}
