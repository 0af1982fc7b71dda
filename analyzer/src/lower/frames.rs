//! What is around a statement, and the ways out through it: `break`, `continue`, `return`, `throw`, an error.
//!
//! A `finally` is lowered once for every way out that runs it, so that each keeps its own exit.

use swc_ecma_ast as ast;

use super::builder::{Builder, Value, span_of};
use crate::cfg::{BlockId, Edge, End, Expr, LoopId, Place, Step};
use crate::module::{BindingId, Problem};
use crate::source::Span;

/// How many blocks the copies of `finally` bodies of one function may have together. Nested in each other, they would
/// otherwise double with every level.
const MAX_COPIED_BLOCKS: u32 = 10_000;

/// Something around the current statement that a way out may stop at or pass through.
#[derive(Debug)]
pub(super) enum Frame<'s> {
    /// A loop, a `switch`, or a labelled statement.
    Breakable {
        labels: Vec<&'s str>,
        break_to: BlockId,
        /// `None` for what is no loop.
        continue_to: Option<BlockId>,
        /// Whether `break` without a label stops here.
        unlabelled: bool,
    },
    /// The protected block of a `try` with a `catch`.
    Handler {
        block: BlockId,
        thrown: BindingId,
        has_thrown: bool,
        /// Where the statements with calls that may throw begin.
        calls: Vec<swc_common::BytePos>,
    },
    /// The blocks that a `finally` belongs to.
    Finally {
        body: &'s ast::BlockStmt,
        /// Where errors run through; made when the first call needs it.
        error: Option<BlockId>,
        in_loop: Option<LoopId>,
    },
}

impl<'s> Builder<'s, '_> {
    /// Whether an error at this place goes somewhere else than out of the function.
    pub(super) fn is_protected(&self) -> bool {
        self.frames.iter().any(|frame| !matches!(frame, Frame::Breakable { .. }))
    }

    /// Where an error at this place goes; `None` when it leaves the function.
    pub(super) fn error_target(&mut self) -> Option<BlockId> {
        let index = self.frames.iter().rposition(|frame| !matches!(frame, Frame::Breakable { .. }))?;
        let block = match self.frames.get(index)? {
            Frame::Handler { block, .. } => return Some(*block),
            Frame::Finally { error: Some(block), .. } => return Some(*block),
            Frame::Finally { in_loop, .. } => {
                let outside = *in_loop;
                self.block_in(outside)
            }
            Frame::Breakable { .. } => return None,
        };
        if let Some(Frame::Finally { error, .. }) = self.frames.get_mut(index) {
            *error = Some(block);
        }
        Some(block)
    }

    /// Notes a call that may throw for the `try` around it.
    pub(super) fn note_call(&mut self) {
        let at = self.statement;
        let handler = self.frames.iter_mut().rfind(|frame| !matches!(frame, Frame::Breakable { .. }));
        if let Some(Frame::Handler { calls, .. }) = handler {
            calls.push(at);
        }
    }

    /// A block of another loop than the current one.
    pub(super) fn block_in(&mut self, in_loop: Option<LoopId>) -> BlockId {
        let inside = std::mem::replace(&mut self.in_loop, in_loop);
        let block = self.block();
        self.in_loop = inside;
        block
    }

    /// `return value`.
    pub(super) fn leave_with(&mut self, value: Option<Value>, span: Span) -> Option<BlockId> {
        let value = match value {
            Some(value) if self.passes_finally(0) => Some(self.spill_unless_constant(value)),
            other => other,
        };
        self.unwind(0);
        self.end(End::Return { value: value.map(|value| value.expr), span })
    }

    /// `throw value`.
    pub(super) fn throw(&mut self, value: Value, span: Span) {
        let handler = self.frames.iter().rposition(|frame| matches!(frame, Frame::Handler { .. }));
        let keep = handler.map_or(0, |index| index + 1);
        let value = if self.passes_finally(keep) { self.spill_unless_constant(value) } else { value };
        self.unwind(keep);
        let Some(Frame::Handler { block, thrown, has_thrown, .. }) =
            handler.and_then(|index| self.frames.get_mut(index))
        else {
            self.end(End::Throw { value: value.expr, span });
            return;
        };
        *has_thrown = true;
        let (block, target) = (*block, Place::Binding(*thrown));
        self.step(Step::Assign { target, value: value.expr, span });
        self.goto(block);
    }

    /// An error that a `finally` let through goes on.
    pub(super) fn propagate(&mut self, call: Option<Expr>, span: Span) {
        match self.error_target() {
            Some(target) => self.goto(target),
            None => {
                self.end(End::Propagates { call, span });
            }
        }
    }

    /// `break`, `break label`.
    pub(super) fn break_out(&mut self, label: Option<&str>) {
        let target = self.frames.iter().rposition(|frame| match (frame, label) {
            (Frame::Breakable { labels, .. }, Some(label)) => labels.contains(&label),
            (Frame::Breakable { unlabelled, .. }, None) => *unlabelled,
            _ => false,
        });
        let Some(index) = target else { return };
        self.unwind(index);
        if let Some(&Frame::Breakable { break_to, .. }) = self.frames.get(index) {
            self.goto(break_to);
        }
    }

    /// `continue`, `continue label`.
    pub(super) fn continue_loop(&mut self, label: Option<&str>) {
        let target = self.frames.iter().rposition(|frame| match frame {
            Frame::Breakable { labels, continue_to: Some(_), .. } => label.is_none_or(|label| labels.contains(&label)),
            _ => false,
        });
        let Some(index) = target else { return };
        self.unwind(index + 1);
        if let Some(&Frame::Breakable { continue_to: Some(continue_to), .. }) = self.frames.get(index) {
            self.goto_loop(continue_to);
        }
    }

    /// Goes to a block, backwards if it is a loop's header.
    pub(super) fn goto_loop(&mut self, target: BlockId) {
        let is_header = self.cfg.graph.node_weight(target).is_some_and(|block| matches!(block.end, End::LoopHeader(_)));
        if let Some(block) = self.end(End::Goto) {
            self.edge(block, target, if is_header { Edge::Back } else { Edge::Always });
        }
    }

    fn passes_finally(&self, keep: usize) -> bool {
        self.frames.iter().skip(keep).any(|frame| matches!(frame, Frame::Finally { .. }))
    }

    fn spill_unless_constant(&mut self, value: Value) -> Value {
        if matches!(value.expr.kind, crate::cfg::ExprKind::Const(_)) { value } else { self.spill(value) }
    }

    /// Runs the `finally` bodies between here and the frame that the way out stops at, innermost first.
    fn unwind(&mut self, keep: usize) {
        let mut passed = Vec::new();
        while self.frames.len() > keep
            && let Some(frame) = self.frames.pop()
        {
            if let Frame::Finally { body, in_loop, .. } = frame {
                self.finally_copy(body, in_loop);
            }
            passed.push(frame);
        }
        self.frames.extend(passed.into_iter().rev());
    }

    /// Lowers a `finally` body for one way out.
    pub(super) fn finally_copy(&mut self, body: &'s ast::BlockStmt, in_loop: Option<LoopId>) {
        if self.current.is_none() {
            return;
        }
        if self.copies > MAX_COPIED_BLOCKS {
            let span = span_of(body);
            let message = "too many ways lead through nested finally blocks".to_owned();
            if !self.shared.problems.iter().any(|problem| problem.span == span) {
                self.shared.problems.push(Problem { span, at: span, message, whole_file: false });
            }
            return;
        }
        let inside = std::mem::replace(&mut self.in_loop, in_loop);
        let before = self.cfg.graph.node_count();
        let start = self.block();
        self.goto(start);
        self.enter(start);
        self.statements(&body.stmts);
        self.in_loop = inside;
        self.copies += (self.cfg.graph.node_count() - before) as u32;
    }
}
