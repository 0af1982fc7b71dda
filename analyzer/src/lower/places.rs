//! The third walk over the tree: notes where repairs can be made. Knows nothing of graphs.

use swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith};

use super::builder::span_of;
use super::text::{constant, unwrapped};
use crate::constant::Const;
use crate::module::{Body, Places, Prefix, PrefixKind, Slip, Statement};
use crate::source::Span;

/// The places of a file.
pub(super) fn places(items: &[ast::ModuleItem], text: &str) -> Places {
    let mut walk = Walk { text, places: Places::default() };
    items.visit_with(&mut walk);
    walk.places
}

struct Walk<'t> {
    text: &'t str,
    places: Places,
}

impl Walk<'_> {
    fn list(&mut self, statements: &[ast::Stmt], of_function: bool) {
        let (Some(first), Some(end)) = (statements.first(), statements.last()) else { return };
        let list = span_of(first).cover(span_of(end));
        let jumps = |statement: &&ast::Stmt| matches!(statement, ast::Stmt::Break(_) | ast::Stmt::Continue(_));
        let last = statements.iter().rev().find(|statement| !jumps(statement)).map_or(list, span_of);
        for statement in statements {
            if let ast::Stmt::Expr(own) = statement {
                let (span, expression) = (span_of(own), span_of(done(&own.expr)));
                self.places.statements.push(Statement { span, expression, list, last, is_bare: false, of_function });
            }
        }
    }

    /// What an `if` or a loop does, without braces.
    fn bare(&mut self, body: &ast::Stmt) {
        if let ast::Stmt::Expr(own) = body {
            let (span, expression) = (span_of(own), span_of(done(&own.expr)));
            let of_function = false;
            let statement = Statement { span, expression, list: span, last: span, is_bare: true, of_function };
            self.places.statements.push(statement);
        }
    }

    /// A condition: what may be written by mistake among its operands.
    fn test(&mut self, test: &ast::Expr) {
        match unwrapped(test) {
            ast::Expr::Assign(assign) if assign.op == ast::AssignOp::Assign => {
                let between = (span_of(&assign.left).end, span_of(&*assign.right).start);
                let operator = self.operator(between, "=");
                self.places.slips.extend(operator.map(|operator| Slip::Assigned { operator }));
            }
            ast::Expr::Unary(unary) if unary.op == ast::UnaryOp::Bang => self.test(&unary.arg),
            ast::Expr::Bin(binary) => match binary.op {
                ast::BinaryOp::LogicalAnd | ast::BinaryOp::LogicalOr => {
                    self.test(&binary.left);
                    self.test(&binary.right);
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// `left || right`.
    fn either(&mut self, binary: &ast::BinExpr) {
        let between = (span_of(&*binary.left).end, span_of(&*binary.right).start);
        let Some(operator) = self.operator(between, "||") else { return };
        let left = last_operand(&binary.left);
        if let (Some((compared, by)), true) = (self.compared(left), is_word(&binary.right)) {
            self.places.slips.push(Slip::BareConstant { constant: span_of(&*binary.right), compared, operator: by });
        }
        let differs = |expr: &ast::Expr| match unwrapped(expr) {
            ast::Expr::Bin(inner) if matches!(inner.op, ast::BinaryOp::NotEq | ast::BinaryOp::NotEqEq) => {
                Some(span_of(&*inner.left)).filter(|_| constant(unwrapped(&inner.right)).is_some())
            }
            _ => None,
        };
        if let (Some(a), Some(b)) = (differs(left), differs(&binary.right))
            && self.slice(a) == self.slice(b)
        {
            self.places.slips.push(Slip::EitherDiffers { operator });
        }
    }

    /// `!key in list`, `!role === 'admin'`
    fn negated_left(&self, binary: &ast::BinExpr) -> Option<Slip> {
        let ast::Expr::Unary(unary) = &*binary.left else { return None };
        let (left, right) = (span_of(unary), span_of(&*binary.right));
        if unary.op != ast::UnaryOp::Bang || matches!(&*unary.arg, ast::Expr::Unary(_)) {
            return None;
        }
        if matches!(binary.op, ast::BinaryOp::In | ast::BinaryOp::InstanceOf) {
            return Some(Slip::NegatedLeft { question: Span::new(span_of(&*unary.arg).start, right.end) });
        }
        let is_constant = constant(unwrapped(&binary.right)).is_some_and(|value| !matches!(value, Const::Bool(_)));
        let operator = self.operator((left.end, right.start), binary.op.as_str()).filter(|_| is_constant)?;
        Some(Slip::NegatedSide { negation: Span::new(left.start, left.start + 1), operator })
    }

    /// What is compared with a constant, and the operator; of a constant behind such a comparison, the same.
    fn compared(&self, expr: &ast::Expr) -> Option<(Span, Span)> {
        match expr {
            ast::Expr::Bin(inner) if matches!(inner.op, ast::BinaryOp::EqEq | ast::BinaryOp::EqEqEq) => {
                constant(unwrapped(&inner.right))?;
                let (left, right) = (span_of(&*inner.left), span_of(&*inner.right));
                Some((left, self.operator((left.end, right.start), inner.op.as_str())?))
            }
            // `role === 'a' || 'b' || 'c'`
            _ if is_word(expr) => {
                let own = span_of(expr);
                self.places.slips.iter().rev().find_map(|slip| match *slip {
                    Slip::BareConstant { constant, compared, operator } => {
                        (constant == own).then_some((compared, operator))
                    }
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// Where an operator stands between two operands, if nothing but space is around it.
    fn operator(&self, (start, end): (u32, u32), operator: &str) -> Option<Span> {
        let between = self.text.get(start as usize..end as usize)?;
        let at = start + (between.len() - between.trim_start().len()) as u32;
        (between.trim() == operator).then(|| Span::new(at, at + operator.len() as u32))
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

impl Visit for Walk<'_> {
    fn visit_function_body(&mut self, body: &ast::FunctionBody) {
        self.places.bodies.push(Body { span: span_of(body), last: body.stmts.last().map(span_of) });
        self.list(&body.stmts, true);
        body.visit_children_with(self);
    }

    fn visit_block_stmt(&mut self, block: &ast::BlockStmt) {
        self.list(&block.stmts, false);
        block.visit_children_with(self);
    }

    fn visit_switch_case(&mut self, case: &ast::SwitchCase) {
        self.list(&case.cons, false);
        case.visit_children_with(self);
    }

    fn visit_if_stmt(&mut self, choice: &ast::IfStmt) {
        self.bare(&choice.cons);
        choice.alt.iter().for_each(|otherwise| self.bare(otherwise));
        self.test(&choice.test);
        choice.visit_children_with(self);
    }

    fn visit_while_stmt(&mut self, looped: &ast::WhileStmt) {
        self.bare(&looped.body);
        looped.visit_children_with(self);
    }

    fn visit_for_stmt(&mut self, looped: &ast::ForStmt) {
        self.bare(&looped.body);
        looped.visit_children_with(self);
    }

    fn visit_for_of_stmt(&mut self, looped: &ast::ForOfStmt) {
        self.bare(&looped.body);
        looped.visit_children_with(self);
    }

    fn visit_for_in_stmt(&mut self, looped: &ast::ForInStmt) {
        self.bare(&looped.body);
        looped.visit_children_with(self);
    }

    fn visit_cond_expr(&mut self, choice: &ast::CondExpr) {
        self.test(&choice.test);
        choice.visit_children_with(self);
    }

    fn visit_await_expr(&mut self, awaiting: &ast::AwaitExpr) {
        let operand = span_of(unwrapped(&awaiting.arg));
        self.places.prefixes.push(Prefix { kind: PrefixKind::Await, span: span_of(awaiting), operand });
        awaiting.visit_children_with(self);
    }

    fn visit_unary_expr(&mut self, unary: &ast::UnaryExpr) {
        if unary.op == ast::UnaryOp::Bang {
            let operand = span_of(done(&unary.arg));
            self.places.prefixes.push(Prefix { kind: PrefixKind::Not, span: span_of(unary), operand });
        }
        unary.visit_children_with(self);
    }

    fn visit_bin_expr(&mut self, binary: &ast::BinExpr) {
        // The left side first: a constant behind a constant asks for the comparison before both.
        binary.visit_children_with(self);
        match binary.op {
            ast::BinaryOp::LogicalOr => self.either(binary),
            ast::BinaryOp::In | ast::BinaryOp::InstanceOf | ast::BinaryOp::EqEq | ast::BinaryOp::EqEqEq => {
                let slip = self.negated_left(binary);
                self.places.slips.extend(slip);
            }
            _ => {}
        }
    }

    fn visit_param(&mut self, param: &ast::Param) {
        self.places.heads.push(span_of(param));
        param.visit_children_with(self);
    }

    fn visit_arrow_expr(&mut self, arrow: &ast::ArrowExpr) {
        self.places.heads.extend(arrow.params.iter().map(span_of));
        arrow.visit_children_with(self);
    }
}

/// What a statement does, or a `!` negates: without parentheses, casts, `await` and `void`.
fn done(expr: &ast::Expr) -> &ast::Expr {
    match unwrapped(expr) {
        ast::Expr::Await(awaiting) => done(&awaiting.arg),
        ast::Expr::Unary(unary) if unary.op == ast::UnaryOp::Void => done(&unary.arg),
        other => other,
    }
}

/// The operand next to a `||` on its left.
fn last_operand(expr: &ast::Expr) -> &ast::Expr {
    match expr {
        ast::Expr::Bin(binary) if binary.op == ast::BinaryOp::LogicalOr => last_operand(&binary.right),
        other => other,
    }
}

/// A text or a number, which is no question.
fn is_word(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::Lit(ast::Lit::Str(_) | ast::Lit::Num(_)))
}
