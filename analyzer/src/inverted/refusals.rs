//! Where a function refuses as one does whom it does not let: an authorization error that is thrown, a 401 or 403 that is sent or returned.

use crate::cfg::{BlockId, End, Expr, ExprKind, Place, Step};
use crate::channels::{Channels, Sent};
use crate::constant::Const;
use crate::enforced::Denials;
use crate::module::Module;
use crate::project::{FunctionRef, Program};
use crate::recognise::{is_malformed, refuses};
use crate::source::Span;
use crate::versions::{callee_name, for_each_part};

/// Where a function refuses, and where it stops for any reason.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    /// Blocks that refuse, with the refusal.
    pub(crate) refusing: Vec<(BlockId, Span)>,
    /// These, and blocks that end in any error, an answer of failure, or nothing.
    pub(crate) stopping: Vec<BlockId>,
}

/// Where a function refuses.
pub(crate) fn refusals(program: &Program, at: FunctionRef) -> Refusals {
    let module = &program.file(at.module).module;
    let reader = Reader { module, channels: Channels::of(module, at.function), denials: Denials::of(program, at) };
    let cfg = &program.function(at).cfg;
    let mut found = Refusals::default();
    for block in cfg.graph.node_indices() {
        let data = &cfg.graph[block];
        let thrown = data.steps.iter().filter_map(|step| match step {
            Step::Assign { target: Place::Binding(variable), value, .. } => {
                cfg.tries.iter().any(|data| data.thrown == Some(*variable)).then_some(value)
            }
            _ => None,
        });
        let ending = match &data.end {
            End::Throw { value, .. } => Some(value),
            _ => None,
        };
        let mut thrown = thrown.chain(ending).peekable();
        let stops = thrown.peek().is_some() || matches!(data.end, End::Propagates { .. } | End::Unreachable);
        let refusal =
            thrown.find(|value| reader.throws_refusal(value)).map(|value| value.span).or_else(|| reader.answers(data));
        if refusal.is_some()
            || stops
            || data.evaluated().any(|value| reader.fails(value))
            || reader.gives_nothing(&data.end)
        {
            found.stopping.push(block);
        }
        found.refusing.extend(refusal.map(|span| (block, span)));
    }
    found
}

struct Reader<'p> {
    module: &'p Module,
    channels: Channels,
    denials: Denials<'p>,
}

impl Reader<'_> {
    fn throws_refusal(&self, thrown: &Expr) -> bool {
        refuses(self.module, thrown) && !is_malformed(thrown)
    }

    /// A refusal that is sent or returned.
    fn answers(&self, block: &crate::cfg::Block) -> Option<Span> {
        let statements = block.steps.iter().filter_map(|step| match step {
            Step::Evaluate(value) => Some(value),
            _ => None,
        });
        let call = match &block.end {
            End::Call { call, .. } => Some(call),
            _ => None,
        };
        let sent = statements.chain(call).find(|value| self.sends_refusal(value));
        let returned = || match &block.end {
            End::Return { value: Some(value), .. } => {
                (self.sends_refusal(value) || self.denials.built(value).is_some()).then_some(value)
            }
            _ => None,
        };
        sent.or_else(returned).map(|value| value.span)
    }

    fn sends_refusal(&self, value: &Expr) -> bool {
        self.channels.is_refusal(value)
            || matches!(self.channels.sent_in_passing(self.module, value).map(|answer| answer.sent),
                Some(Sent::RefusesIf(error)) if self.throws_refusal(error))
    }

    /// `return redirect('/login')`, `res.status(404).end()`, `notFound()`.
    fn fails(&self, value: &Expr) -> bool {
        const ENDS: &[&str] = &["redirect", "notFound", "sendError", "fail", "failure", "error", "reject"];
        let mut found = match &value.kind {
            ExprKind::Call { callee, .. } => ENDS.contains(&callee_name(self.module, callee)),
            ExprKind::Const(Const::Number(number)) => (400.0..600.0).contains(&number.get()),
            ExprKind::Function(_) => return false,
            _ => false,
        };
        for_each_part(value, &mut |part| found |= self.fails(part));
        found
    }

    /// `return false`, `return null`.
    fn gives_nothing(&self, end: &End) -> bool {
        matches!(end, End::Return { value: Some(Expr { kind: ExprKind::Const(value), .. }), .. } if !value.is_truthy() && *value != Const::Undefined)
    }
}
