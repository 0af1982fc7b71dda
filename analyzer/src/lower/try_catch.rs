//! `try`, `catch`, `finally`.

use swc_common::BytePos;
use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Value, span_of};
use super::frames::Frame;
use crate::cfg::{BlockId, ExprKind, Try, TryId};
use crate::module::BindingId;
use crate::source::Span;

impl<'s> Builder<'s, '_> {
    pub(super) fn try_statement(&mut self, statement: &'s ast::TryStmt) {
        let span = Span::new(span_of(statement).start, span_of(&statement.block).end);
        let Some(finalizer) = &statement.finalizer else {
            self.try_and_catch(statement, span);
            return;
        };
        let in_loop = self.in_loop;
        self.frames.push(Frame::Finally { body: finalizer, error: None, in_loop });
        self.try_and_catch(statement, span);
        let error = match self.frames.pop() {
            Some(Frame::Finally { error, .. }) => error,
            _ => None,
        };
        self.finally_copy(finalizer, in_loop);
        let after = self.current;
        if let Some(error) = error {
            // Behind a `catch`, only its own errors get here: another question than whether the block fails.
            let span = statement.handler.as_ref().map_or(span, span_of);
            self.cfg.tries.push(Try {
                handler: error,
                thrown: None,
                separate_errors: false,
                remark: String::new(),
                span,
            });
            self.enter(error);
            self.finally_copy(finalizer, in_loop);
            if self.current.is_some() {
                self.propagate(None, span);
            }
        }
        self.current = after;
    }

    fn try_and_catch(&mut self, statement: &'s ast::TryStmt, span: Span) {
        let Some(clause) = &statement.handler else {
            self.statements(&statement.block.stmts);
            return;
        };
        let block = self.block();
        let thrown = self.temporary();
        self.frames.push(Frame::Handler { block, thrown, has_thrown: false, calls: Vec::new() });
        self.statements(&statement.block.stmts);
        let Some(Frame::Handler { has_thrown, calls, .. }) = self.frames.pop() else { return };
        let behind = self.block();
        self.goto(behind);
        if self.is_reached(block) {
            let separate_errors = self.assigns_between(&calls, span);
            let id = TryId(self.cfg.tries.len() as u32);
            let remark = self.shared.comments.text_within(self.shared.text, span_of(clause));
            let thrown = has_thrown.then_some(thrown);
            self.cfg.tries.push(Try { handler: block, thrown, separate_errors, remark, span });
            self.catch(clause, id, block, behind);
        }
        self.enter(behind);
    }

    fn catch(&mut self, clause: &'s ast::CatchClause, id: TryId, block: BlockId, behind: BlockId) {
        self.enter(block);
        if let Some(param) = &clause.param {
            let span = span_of(param);
            self.assign_pattern(param, Value::new(ExprKind::Caught(id), span, Effect::Stable, 0), span);
        }
        self.statements(&clause.body.stmts);
        self.goto(behind);
    }

    /// Whether a variable from outside the `try` is written between two of its calls: then it matters which one threw.
    fn assigns_between(&self, calls: &[BytePos], span: Span) -> bool {
        let (Some(first), Some(last)) = (calls.first(), calls.last()) else { return false };
        // Positions of swc count from 1, ours from 0.
        let (start, end) = (BytePos(span.start + 1), BytePos(span.end + 1));
        let outer = |binding: &BindingId| !self.shared.names.is_declared_between(*binding, start, end);
        first < last && self.shared.names.written_between(*first, *last).iter().any(outer)
    }
}
