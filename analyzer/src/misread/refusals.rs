//! The refusal that one answer of a test leads to.

use petgraph::visit::EdgeRef;

use super::Misreader;
use crate::calls::Use;
use crate::cfg::{Block, BlockId, Cfg, Edge, End, Expr, ExprKind, Place, Step};
use crate::channels::{Channels, mentions_refusal};
use crate::module::Module;
use crate::project::FunctionRef;
use crate::recognise::{refuses, sends_to_sign_in};
use crate::source::Span;

/// Blocks in a row that are looked at.
const FAR: usize = 12;

impl Misreader<'_, '_> {
    /// The refusal that a test leads to when what it asks for is there, or is not.
    pub(super) fn refusal_behind(&self, one: &Use, answer: bool) -> Option<Span> {
        let at = FunctionRef { module: self.module, function: one.function };
        let cfg = &self.program.function(at).cfg;
        let End::Branch(test) = cfg.graph[one.block].end else { return None };
        // A comparison with nothing holds where nothing is there.
        let answer = answer != asks_for_nothing(&cfg.tests[test.0 as usize]);
        let start = cfg.graph.edges(one.block).find_map(|edge| match edge.weight() {
            Edge::When { answer: own, .. } if *own == answer => Some(edge.target()),
            _ => None,
        })?;
        let module = &self.program.file(self.module).module;
        Refusals { module, cfg, channels: Channels::of(module, one.function) }.from(start)
    }
}

fn asks_for_nothing(test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Not(inner) => !asks_for_nothing(inner),
        ExprKind::Binary { left, right, .. } => {
            [left, right].iter().any(|side| matches!(&side.kind, ExprKind::Const(value) if value.is_nullish()))
        }
        _ => false,
    }
}

struct Refusals<'m> {
    module: &'m Module,
    cfg: &'m Cfg,
    channels: Channels,
}

impl Refusals<'_> {
    /// The refusal on the straight way from a block.
    fn from(&self, start: BlockId) -> Option<Span> {
        let mut at = start;
        for _ in 0..FAR {
            if let Some(refusal) = self.of_block(&self.cfg.graph[at]) {
                return Some(refusal);
            }
            let mut next = self.cfg.graph.edges(at).filter(|edge| *edge.weight() != Edge::Throws);
            match (next.next(), next.next()) {
                (Some(only), None) => at = only.target(),
                _ => return None,
            }
        }
        None
    }

    fn of_block(&self, block: &Block) -> Option<Span> {
        let thrown = block.steps.iter().find_map(|step| match step {
            // A throw inside of its own `try`.
            Step::Assign { target: Place::Binding(target), value, span }
                if self.cfg.tries.iter().any(|data| data.thrown == Some(*target)) && refuses(self.module, value) =>
            {
                Some(*span)
            }
            _ => None,
        });
        let sent = || block.evaluated().find(|expr| self.is_refusal(expr)).map(|expr| expr.span);
        let left = || match &block.end {
            End::Throw { value, span } if refuses(self.module, value) => Some(*span),
            End::Return { value: Some(value), span } if is_answer(value) && refuses(self.module, value) => Some(*span),
            _ => None,
        };
        thrown.or_else(sent).or_else(left)
    }

    fn is_refusal(&self, expr: &Expr) -> bool {
        self.channels.is_refusal(expr) || mentions_refusal(expr) || sends_to_sign_in(self.module, expr)
    }
}

/// `return forbidden()`, `return new Unauthorized()`.
fn is_answer(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Await(inner) => is_answer(inner),
        ExprKind::New { .. } | ExprKind::Call { .. } => true,
        _ => false,
    }
}
