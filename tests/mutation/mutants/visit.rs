//! The walk over the tree: which fault can be put where.

use portcullis_analyzer::{Encoding, Span};
use swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith};

use super::{Operator, Walk, span_of, unwrapped};

fn leaves(statement: &ast::Stmt) -> bool {
    match statement {
        ast::Stmt::Return(_) | ast::Stmt::Throw(_) => true,
        ast::Stmt::Block(block) => block.stmts.last().is_some_and(leaves),
        _ => false,
    }
}

impl Visit for Walk<'_, '_> {
    fn visit_function_body(&mut self, body: &ast::FunctionBody) {
        self.statements(&body.stmts);
        self.default(body.stmts.last());
        body.visit_children_with(self);
    }

    fn visit_block_stmt(&mut self, block: &ast::BlockStmt) {
        self.statements(&block.stmts);
        block.visit_children_with(self);
    }

    fn visit_switch_case(&mut self, case: &ast::SwitchCase) {
        self.statements(&case.cons);
        if case.test.is_none() {
            self.default(case.cons.last());
        }
        case.visit_children_with(self);
    }

    fn visit_function(&mut self, function: &ast::Function) {
        if let Some(body) = &function.body {
            self.stub(span_of(body), span_of(function), true);
        }
        function.visit_children_with(self);
    }

    fn visit_arrow_expr(&mut self, arrow: &ast::ArrowExpr) {
        let is_block = matches!(&*arrow.body, ast::ArrowFunctionBody::FunctionBody(_));
        self.stub(span_of(&*arrow.body), span_of(arrow), is_block);
        self.returned.extend((!is_block).then(|| span_of(&*arrow.body)));
        arrow.visit_children_with(self);
    }

    fn visit_if_stmt(&mut self, choice: &ast::IfStmt) {
        let (whole, test) = (span_of(choice), span_of(&*choice.test));
        self.drop_denial(&choice.cons);
        if let Some(otherwise) = &choice.alt {
            self.drop_denial(otherwise);
        }
        let negated = format!("!({})", self.text(test));
        let check = self.check(test);
        if let Some(check) = check {
            self.spoil(Operator::NegateTest, check, &[(test, &negated)]);
        } else if self.asks(&choice.test) && leaves(&choice.cons) {
            self.spoil_caller(Operator::NegateTest, test, &[(test, &negated)]);
        }
        if let Some((check, value)) =
            check.filter(|_| self.denies(&choice.cons)).and_then(|check| Some((check, self.left_out(check.span)?)))
        {
            let conditional = format!("{value} && ({})", self.text(test));
            self.spoil(Operator::Conditional, check, &[(test, &conditional)]);
        }
        self.drop_guard(whole, choice.alt.is_none() && self.asks(&choice.test) && leaves(&choice.cons));
        choice.visit_children_with(self);
    }

    fn visit_expr_stmt(&mut self, statement: &ast::ExprStmt) {
        let (whole, inner) = (span_of(statement), unwrapped(&statement.expr));
        if self.places.asked.contains(&inner) {
            self.drop_guard(whole, true);
            let around = self.analysis.module().functions.iter().filter(|function| function.span.contains(whole.start));
            let function = around.min_by_key(|function| function.span.len()).map(|function| function.span);
            if let Some(value) = function.and_then(|function| self.left_out(function)) {
                let conditional = format!("if ({value}) {{ {} }}", self.text(whole));
                self.spoil_caller(Operator::Conditional, whole, &[(whole, &conditional)]);
            }
        }
        statement.visit_children_with(self);
    }

    fn visit_return_stmt(&mut self, exit: &ast::ReturnStmt) {
        if let Some(value) = &exit.arg
            && let Some(check) = self.check(span_of(exit))
            && matches!(check.encoding, Encoding::Continuation | Encoding::Response | Encoding::ResponseOrNone)
            && self.places.denials.contains(&unwrapped(value))
        {
            let word = Span::new(span_of(exit).start, span_of(&**value).start);
            // A text or an object that stands alone is no statement.
            let is_call = matches!(&**value, ast::Expr::Call(_) | ast::Expr::New(_) | ast::Expr::Await(_));
            if !is_call {
                return exit.visit_children_with(self);
            }
            self.spoil(Operator::RemoveReturn, check, &[(word, "")]);
        }
        self.returned.extend(exit.arg.as_ref().map(|value| span_of(&**value)));
        exit.visit_children_with(self);
    }

    fn visit_await_expr(&mut self, awaiting: &ast::AwaitExpr) {
        // What is returned need not be awaited.
        let returned = self.returned.contains(&span_of(awaiting));
        if !returned && self.places.asked.contains(&unwrapped(&awaiting.arg)) {
            let word = Span::new(span_of(awaiting).start, span_of(&*awaiting.arg).start);
            self.spoil_caller(Operator::RemoveAwait, word, &[(word, "")]);
        }
        awaiting.visit_children_with(self);
    }

    fn visit_bin_expr(&mut self, binary: &ast::BinExpr) {
        let between = Span::new(span_of(&*binary.left).end, span_of(&*binary.right).start);
        if binary.op == ast::BinaryOp::LogicalAnd
            && let Some(check) = self.check(between)
        {
            self.spoil(Operator::AndToOr, check, &[(between, " || ")]);
        }
        binary.visit_children_with(self);
    }

    fn visit_catch_clause(&mut self, clause: &ast::CatchClause) {
        let body = span_of(&clause.body);
        if let Some(check) = self.check(body).filter(|_| clause.body.stmts.last().is_some_and(leaves)) {
            self.spoil(Operator::SwallowInCatch, check, &[(body, "{}")]);
            if let Some(yes) = self.yes(check) {
                self.spoil(Operator::AllowInCatch, check, &[(body, &format!("{{ return {yes}; }}"))]);
            }
        }
        clause.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, call: &ast::CallExpr) {
        let args: Vec<Span> = call.args.iter().map(|arg| span_of(&*arg.expr)).collect();
        for pair in args.windows(2) {
            // `router.post('/notes', requireAdmin, handler)`
            if let [guard, next] = pair
                && self.places.handed.contains(guard)
            {
                self.drop_middleware(*guard, *next);
            }
        }
        if self.places.asked.contains(&span_of(call)) {
            for arg in &args {
                let text = self.text(*arg);
                if text.contains(".params.") {
                    let other = text.replacen(".params.", ".body.", 1);
                    self.spoil_caller(Operator::OtherId, *arg, &[(*arg, &other)]);
                }
            }
        }
        self.boundary(call, &args);
        call.visit_children_with(self);
    }

    fn visit_regex(&mut self, regex: &ast::Regex) {
        let span = span_of(regex);
        let Some(check) = self.check(span) else { return };
        let text = self.text(span);
        if text.starts_with("/^") {
            self.spoil(Operator::DropBoundary, check, &[(Span::new(span.start + 1, span.start + 2), "")]);
        }
        if let Some(at) = text.rfind("$/") {
            let at = span.start + at as u32;
            self.spoil(Operator::DropBoundary, check, &[(Span::new(at, at + 1), "")]);
        }
    }
}

impl Walk<'_, '_> {
    /// A registration without its middleware.
    fn drop_middleware(&mut self, guard: Span, next: Span) {
        let entries = self.analysis.program.entries();
        let registers = |at: Span| {
            let own =
                entries.iter().find(|entry| entry.registered.1.start <= at.start && at.end <= entry.registered.1.end);
            own.filter(|own| entries.iter().filter(|other| other.group == own.group).count() > 3)
        };
        if let Some(entry) = registers(guard) {
            let name = entry.name.clone();
            self.add(Operator::DropGuard, (&name, 0, false), &[(Span::new(guard.start, next.start), "")]);
        }
    }

    /// `path.startsWith('/public/')` without the last character, `host.endsWith('.example.com')` without the first.
    fn boundary(&mut self, call: &ast::CallExpr, args: &[Span]) {
        let ast::Callee::Expr(callee) = &call.callee else { return };
        let (callee, [arg, ..]) = (self.text(span_of(&**callee)), args) else { return };
        let Some(check) = self.check(*arg) else { return };
        let text = self.text(*arg);
        if !text.starts_with(['\'', '"']) || text.len() < 5 {
            return;
        }
        let (start, end) = (arg.start + 1, arg.end - 1);
        let inner = self.text(Span::new(start, end));
        if callee.ends_with(".startsWith") && inner.ends_with(['/', ':', '.', ' ']) {
            self.spoil(Operator::DropBoundary, check, &[(Span::new(end - 1, end), "")]);
        }
        if callee.ends_with(".endsWith") && inner.starts_with(['.', '/', '@']) {
            self.spoil(Operator::DropBoundary, check, &[(Span::new(start, start + 1), "")]);
        }
    }
}
