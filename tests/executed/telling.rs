//! Code that tells what happens in it: what variables start as, what functions are handed, what was caught, and where a function stands.
//!
//! In: a syntax tree. Out: the same, with calls of `$tools` in it. Knows nothing of types.

use swc_common::{DUMMY_SP, Spanned, SyntaxContext};
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, CallExpr, Callee, CatchClause, Decl, Decorator, Expr, ExprOrSpread, ExprStmt,
    Function, FunctionBody, Ident, Lit, MemberExpr, MemberProp, ObjectPatProp, Pat, ReturnStmt, Stmt,
};
use swc_ecma_visit::{VisitMut, VisitMutWith};

use super::script::offset;

/// `$tools.tool(…)`
pub fn tool(name: &str, args: Vec<Expr>) -> Expr {
    Expr::Call(CallExpr {
        span: DUMMY_SP,
        ctxt: SyntaxContext::empty(),
        callee: Callee::Expr(Box::new(member("$tools", name))),
        args: args.into_iter().map(|arg| ExprOrSpread { spread: None, expr: Box::new(arg) }).collect(),
        type_args: None,
    })
}

pub fn member(object: &str, name: &str) -> Expr {
    Expr::Member(MemberExpr {
        span: DUMMY_SP,
        obj: Box::new(Expr::Ident(Ident::new_no_ctxt(object.into(), DUMMY_SP))),
        prop: MemberProp::Ident(name.into()),
    })
}

fn statement(expression: Expr) -> Stmt {
    Stmt::Expr(ExprStmt { span: DUMMY_SP, expr: Box::new(expression) })
}

/// Has functions tell what their variables start as, what they are handed, and that something was caught.
pub struct Telling;

impl VisitMut for Telling {
    /// node reads no decorators, and they decide nothing.
    fn visit_mut_decorators(&mut self, decorators: &mut Vec<Decorator>) {
        decorators.clear();
    }

    /// What is handed to a framework is found where it stands.
    fn visit_mut_expr(&mut self, expression: &mut Expr) {
        expression.visit_mut_children_with(self);
        let is_function = matches!(expression, Expr::Arrow(_) | Expr::Fn(_));
        if is_function && !expression.span().is_dummy() {
            let span = expression.span();
            let place = [span.lo, span.hi].map(|at| Expr::Lit(Lit::Num(f64::from(offset(at)).into())));
            let function = std::mem::take(expression);
            *expression = tool("found", place.into_iter().chain([function]).collect());
        }
    }

    fn visit_mut_arrow_expr(&mut self, arrow: &mut ArrowExpr) {
        arrow.visit_mut_children_with(self);
        let mut stmts = told(names_of(&arrow.params));
        match &mut *arrow.body {
            _ if stmts.is_empty() => {}
            ArrowFunctionBody::FunctionBody(body) => {
                stmts.append(&mut body.stmts);
                body.stmts = stmts;
            }
            ArrowFunctionBody::Expr(value) => {
                let arg = Some(std::mem::take(value));
                stmts.push(Stmt::Return(ReturnStmt { span: DUMMY_SP, arg }));
                *arrow.body = ArrowFunctionBody::FunctionBody(FunctionBody { span: DUMMY_SP, stmts });
            }
        }
    }

    fn visit_mut_function(&mut self, function: &mut Function) {
        function.visit_mut_children_with(self);
        let mut stmts = told(names_of(function.params.iter().map(|param| &param.pat)));
        if let Some(body) = &mut function.body {
            stmts.append(&mut body.stmts);
            body.stmts = stmts;
        }
    }

    fn visit_mut_stmts(&mut self, statements: &mut Vec<Stmt>) {
        statements.visit_mut_children_with(self);
        for mut one in std::mem::take(statements) {
            let mut names = Vec::new();
            if let Stmt::Decl(Decl::Var(variables)) = &mut one {
                variables.decls.iter().for_each(|variable| bound_names(&variable.name, &mut names));
            }
            statements.push(one);
            statements.extend(told(names));
        }
    }

    fn visit_mut_catch_clause(&mut self, clause: &mut CatchClause) {
        clause.visit_mut_children_with(self);
        let caught = match &clause.param {
            Some(Pat::Ident(name)) => vec![Expr::Ident(name.id.clone())],
            _ => Vec::new(),
        };
        clause.body.stmts.insert(0, statement(tool("caught", caught)));
    }
}

/// `$tools.seen('name', name);`
pub fn told(names: Vec<Ident>) -> Vec<Stmt> {
    let tell = |name: Ident| {
        let text = Expr::Lit(Lit::Str((&*name.sym).into()));
        statement(tool("seen", vec![text, Expr::Ident(name)]))
    };
    names.into_iter().map(tell).collect()
}

pub fn names_of<'p>(patterns: impl IntoIterator<Item = &'p Pat>) -> Vec<Ident> {
    let mut names = Vec::new();
    patterns.into_iter().for_each(|pattern| bound_names(pattern, &mut names));
    names
}

pub fn bound_names(pattern: &Pat, names: &mut Vec<Ident>) {
    match pattern {
        Pat::Ident(name) => names.push(name.id.clone()),
        Pat::Array(array) => array.elems.iter().flatten().for_each(|element| bound_names(element, names)),
        Pat::Object(object) => object.props.iter().for_each(|property| match property {
            ObjectPatProp::KeyValue(pair) => bound_names(&pair.value, names),
            ObjectPatProp::Assign(assign) => names.push(assign.key.id.clone()),
            ObjectPatProp::Rest(rest) => bound_names(&rest.arg, names),
        }),
        Pat::Rest(rest) => bound_names(&rest.arg, names),
        Pat::Assign(assign) => bound_names(&assign.left, names),
        Pat::Invalid(_) | Pat::Expr(_) => {}
    }
}
