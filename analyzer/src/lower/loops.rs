//! Loops. Each has a header that everything goes round through; a `while`, `do` or plain `for` leaves by the ordinary
//! branch of its test.

use swc_common::{BytePos, Spanned};
use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Value, span_of};
use super::frames::Frame;
use super::text::{self, unwrapped};
use crate::cfg::{BlockId, Edge, End, Expr, ExprKind, Loop, LoopId, LoopKind};
use crate::constant::Const;
use crate::source::Span;

/// A loop whose body is being lowered.
struct Open {
    id: LoopId,
    header: BlockId,
    /// Where `break` and the last test go; outside of the loop.
    behind: BlockId,
    parent: Option<LoopId>,
}

impl<'s> Builder<'s, '_> {
    pub(super) fn while_loop(&mut self, statement: &'s ast::WhileStmt) {
        let span = self.head(statement.span_lo(), statement.body.span_lo());
        let open = self.open_loop(LoopKind::General, span, statement.span_lo(), statement.span_hi());
        let labels = std::mem::take(&mut self.labels);
        let body = self.enter_body(&open);
        self.enter(body);
        self.loop_test(&statement.test, open.behind);
        self.body(&statement.body, labels, open.header, open.behind);
        self.goto_loop(open.header);
        self.close(open);
    }

    pub(super) fn do_while_loop(&mut self, statement: &'s ast::DoWhileStmt) {
        let test_span = span_of(&*statement.test);
        let body_end = span_of(&*statement.body).end;
        let tail = self.text_between(body_end, test_span.start);
        let start = body_end + tail.len().saturating_sub(tail.trim_start().len()) as u32;
        let close = self.text_between(test_span.end, span_of(statement).end).find(')').map_or(0, |at| at as u32 + 1);
        let span = Span::new(start, test_span.end + close);
        let open = self.open_loop(LoopKind::General, span, statement.span_lo(), statement.span_hi());
        let labels = std::mem::take(&mut self.labels);
        let body = self.enter_body(&open);
        self.enter(body);
        let test = self.block();
        self.body(&statement.body, labels, test, open.behind);
        self.goto(test);
        self.enter(test);
        self.loop_test(&statement.test, open.behind);
        self.goto_loop(open.header);
        self.close(open);
    }

    pub(super) fn for_loop(&mut self, statement: &'s ast::ForStmt) {
        match &statement.init {
            Some(ast::VarDeclOrExpr::VarDecl(variables)) => self.variables(variables),
            Some(ast::VarDeclOrExpr::Expr(init)) => self.effect(init),
            None => {}
        }
        let span = self.head(statement.span_lo(), statement.body.span_lo());
        // The variables of the head live through all rounds: only what is behind it counts as inside.
        let parts = [statement.test.as_deref(), statement.update.as_deref()];
        let start = parts.into_iter().flatten().map(Spanned::span_lo).min().unwrap_or(statement.body.span_lo());
        let counted = self.counted(statement);
        let is_counted = counted.is_some();
        let open = self.open_loop(counted.unwrap_or(LoopKind::General), span, start, statement.span_hi());
        let labels = std::mem::take(&mut self.labels);
        let body = self.enter_body(&open);
        self.enter(body);
        if is_counted {
            // The header stands for the test and the update.
            self.edge(open.header, open.behind, Edge::Exhausted);
            self.body(&statement.body, labels, open.header, open.behind);
        } else {
            if let Some(test) = &statement.test {
                self.loop_test(test, open.behind);
            }
            let update = self.block();
            self.body(&statement.body, labels, update, open.behind);
            self.goto(update);
            self.enter(update);
            if let (Some(expr), Some(_)) = (&statement.update, self.current) {
                self.effect(expr);
            }
        }
        self.goto_loop(open.header);
        self.close(open);
    }

    pub(super) fn for_of(&mut self, statement: &'s ast::ForOfStmt) {
        let list = self.value(&statement.right);
        let list = if list.effect == Effect::Acts { self.spill(list) } else { list };
        let span = self.head(statement.span_lo(), statement.body.span_lo());
        let kind = LoopKind::Of { list: list.expr };
        self.for_each(&statement.left, &statement.body, kind, span, statement.span_hi());
    }

    pub(super) fn for_in(&mut self, statement: &'s ast::ForInStmt) {
        let object = self.value(&statement.right);
        let object = if object.effect == Effect::Acts { self.spill(object) } else { object };
        let span = self.head(statement.span_lo(), statement.body.span_lo());
        let kind = LoopKind::In { object: object.expr };
        self.for_each(&statement.left, &statement.body, kind, span, statement.span_hi());
    }

    fn for_each(&mut self, head: &'s ast::ForHead, body: &'s ast::Stmt, kind: LoopKind, span: Span, end: BytePos) {
        let open = self.open_loop(kind, span, head.span_lo(), end);
        let labels = std::mem::take(&mut self.labels);
        let first = self.enter_body(&open);
        self.edge(open.header, open.behind, Edge::Exhausted);
        self.enter(first);
        let at = span_of(head);
        let element = Value::new(ExprKind::Element(open.id), at, Effect::Stable, 0);
        match head {
            ast::ForHead::VarDecl(variables) => {
                if let Some(declarator) = variables.decls.first() {
                    self.assign_pattern(&declarator.name, element, at);
                }
            }
            ast::ForHead::UsingDecl(using) => {
                if let Some(declarator) = using.decls.first() {
                    self.assign_pattern(&declarator.name, element, at);
                }
            }
            ast::ForHead::Pat(pattern) => self.assign_pattern(pattern, element, at),
        }
        self.body(body, labels, open.header, open.behind);
        self.goto_loop(open.header);
        self.close(open);
    }

    /// Goes to a new header; blocks made from now on belong to the loop.
    fn open_loop(&mut self, kind: LoopKind, span: Span, start: BytePos, end: BytePos) -> Open {
        let (id, parent) = (LoopId(self.cfg.loops.len() as u32), self.in_loop);
        let behind = self.block();
        self.in_loop = Some(id);
        let header = self.block();
        self.goto(header);
        self.enter(header);
        self.end(End::LoopHeader(id));
        let assigned = self.shared.names.written_between(start, end);
        self.cfg.loops.push(Loop { header, parent, kind, assigned, span });
        // Whatever the loop assigns may be different when it is left.
        self.wrote();
        Open { id, header, behind, parent }
    }

    fn enter_body(&mut self, open: &Open) -> BlockId {
        let body = self.block();
        self.edge(open.header, body, Edge::Enters);
        body
    }

    /// The test of a general loop: goes on inside when it holds, behind the loop when not.
    fn loop_test(&mut self, test: &'s ast::Expr, behind: BlockId) {
        if self.current.is_none() {
            return;
        }
        if Self::is_true(test) {
            return;
        }
        let then = self.block();
        let parent = self.in_loop.and_then(|id| self.cfg.loops.get(id.0 as usize)).and_then(|it| it.parent);
        let otherwise = self.block_in(parent);
        self.condition(test, then, otherwise);
        self.enter(otherwise);
        self.goto(behind);
        self.enter(then);
    }

    fn body(&mut self, body: &'s ast::Stmt, labels: Vec<&'s str>, continue_to: BlockId, break_to: BlockId) {
        self.frames.push(Frame::Breakable { labels, break_to, continue_to: Some(continue_to), unlabelled: true });
        self.statement(body);
        self.frames.pop();
    }

    fn close(&mut self, open: Open) {
        self.in_loop = open.parent;
        self.enter(open.behind);
        self.wrote();
    }

    /// `for (let i = 0; i < list.length; i++)` where the body leaves `i` alone.
    fn counted(&mut self, statement: &'s ast::ForStmt) -> Option<LoopKind> {
        let Some(ast::VarDeclOrExpr::VarDecl(variables)) = &statement.init else { return None };
        let [declarator] = variables.decls.as_slice() else { return None };
        let ast::Pat::Ident(name) = &declarator.name else { return None };
        let starts_at_zero = declarator.init.as_deref().and_then(text::constant) == Some(Const::number(0.0));
        let index = self.shared.names.binding(&name.id)?;
        let list = counted_list(statement.test.as_deref()?, &name.id)?;
        let body = &*statement.body;
        let untouched = !self.shared.names.is_written_between(index, body.span_lo(), body.span_hi());
        if !starts_at_zero || !untouched || !counts_up(statement.update.as_deref()?, &name.id) {
            return None;
        }
        let list = self.plain_path(list)?;
        Some(LoopKind::Counted { list, index })
    }

    /// A name or a property path, which may be evaluated in every round.
    fn plain_path(&mut self, expr: &'s ast::Expr) -> Option<Expr> {
        let mut inner = unwrapped(expr);
        while let ast::Expr::Member(member) = inner {
            if matches!(member.prop, ast::MemberProp::Computed(_)) {
                return None;
            }
            inner = unwrapped(&member.obj);
        }
        matches!(inner, ast::Expr::Ident(_) | ast::Expr::This(_)).then(|| self.value(expr).expr)
    }

    /// From the keyword to the closing parenthesis.
    fn head(&self, start: BytePos, body: BytePos) -> Span {
        let (start, end) = (start.0.saturating_sub(1), body.0.saturating_sub(1));
        let text = self.text_between(start, end);
        Span::new(start, start + text.rfind(')').map_or(text.trim_end().len(), |at| at + 1) as u32)
    }

    fn text_between(&self, start: u32, end: u32) -> &str {
        self.shared.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// `list` in `index < list.length`.
fn counted_list<'e>(test: &'e ast::Expr, index: &ast::Ident) -> Option<&'e ast::Expr> {
    let ast::Expr::Bin(binary) = unwrapped(test) else { return None };
    let is_index = matches!(unwrapped(&binary.left), ast::Expr::Ident(name) if name.to_id() == index.to_id());
    match unwrapped(&binary.right) {
        ast::Expr::Member(member) if is_index && binary.op == ast::BinaryOp::Lt => {
            member.prop.is_ident_with("length").then_some(&*member.obj)
        }
        _ => None,
    }
}

/// `index++`, `++index`, `index += 1`.
fn counts_up(update: &ast::Expr, index: &ast::Ident) -> bool {
    let is_index =
        |expr: &ast::Expr| matches!(unwrapped(expr), ast::Expr::Ident(name) if name.to_id() == index.to_id());
    match unwrapped(update) {
        ast::Expr::Update(update) => update.op == ast::UpdateOp::PlusPlus && is_index(&update.arg),
        ast::Expr::Assign(assign) => {
            assign.op == ast::AssignOp::AddAssign
                && assign.left.as_ident().is_some_and(|name| name.id.to_id() == index.to_id())
                && text::constant(&assign.right) == Some(Const::number(1.0))
        }
        _ => false,
    }
}
