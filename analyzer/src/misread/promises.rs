//! Promises that are taken for the decisions they will give.

use petgraph::visit::EdgeRef;

use super::{Awaitable, Call, Misread, Misreader, Mistake, compares_answer, tests_truth};
use crate::calls::{Use, UseKind, is_guard_name, name_of};
use crate::cfg::{BlockId, Cfg, Edge, End, Expr, ExprKind};
use crate::contract::Contract;
use crate::decide::{CheckKind, Confidence, Decision};
use crate::module::FunctionId;
use crate::project::{FunctionRef, for_each_call};
use crate::source::Span;

/// What a promise has of its own.
const OF_PROMISES: &[&str] = &["then", "catch", "finally"];

impl<'p> Misreader<'_, 'p> {
    /// The first use that takes a promise for what it gives.
    pub(super) fn promise(&self, call: &Call<'p>, callee: FunctionRef, uses: &[Use]) -> Option<Misread> {
        if let [Use { kind: UseKind::Dropped { on_purpose }, awaited: false, .. }] = uses {
            return self.dropped(call, callee, *on_purpose);
        }
        let mut pending = uses.iter().filter(|one| !one.awaited);
        let (one, mistake) = pending.find_map(|one| Some((one, mistake(one)?)))?;
        let found = self.found(call, Some(callee), mistake).taken_by(one);
        let refusal = self.refusal_behind(one, false);
        let refuses = refusal.is_some() || self.refusal_behind(one, true).is_some();
        let own = if refuses { Some(Confidence::High) } else { self.concern(callee, &found.name) };
        let around = || (tests_truth(one) && self.decides(one.function)).then_some(Confidence::Medium);
        // Where its promise is wanted too, an awaited call would not do.
        let awaitable = match uses.iter().any(is_wanted) {
            true => None,
            false => self.awaitable(call),
        };
        Some(Misread { refusal, confidence: own.or_else(around)?, awaitable, ..found })
    }

    /// A guard that refuses by an error, dropped: the error comes when everything is done.
    fn dropped(&self, call: &Call<'p>, callee: FunctionRef, on_purpose: bool) -> Option<Misread> {
        let candidate = self.program.candidate(callee)?;
        let at = FunctionRef { module: self.module, function: call.caller };
        if !is_assertion(&candidate.contract) || !goes_on(&self.program.function(at).cfg, call.block, call.expr.span) {
            return None;
        }
        let confidence = if on_purpose { Confidence::Low } else { candidate.confidence };
        let awaitable = if on_purpose { None } else { self.awaitable(call) };
        Some(Misread { confidence, awaitable, ..self.found(call, Some(callee), Mistake::GuardDropped) })
    }

    fn awaitable(&self, call: &Call<'p>) -> Option<Awaitable> {
        Awaitable::of(self.program, FunctionRef { module: self.module, function: call.caller }, call.expr.span)
    }

    /// Whether a function asks a check, so that what it gives is about permission.
    pub(super) fn asks_check(&self, function: FunctionId) -> bool {
        let at = FunctionRef { module: self.module, function };
        let mut found = self.is_check(at);
        for_each_call(&self.program.function(at).cfg, &mut |_, call, callee| {
            let resolved = self.program.callee(self.module, call);
            found |= resolved.is_some_and(|callee| self.is_check(callee))
                || is_guard_name(&name_of(self.program, self.module, callee));
        });
        found
    }
}

/// How a use takes a promise for what it gives.
fn mistake(one: &Use) -> Option<Mistake> {
    match &one.kind {
        _ if tests_truth(one) => Some(Mistake::PromiseTested),
        _ if compares_answer(one) => Some(Mistake::PromiseCompared),
        UseKind::Member { property } if one.alone && !OF_PROMISES.contains(&property.as_str()) => {
            Some(Mistake::PromiseMember { property: property.clone() })
        }
        _ => None,
    }
}

/// Whether a use asks for what only a promise has.
fn is_wanted(one: &Use) -> bool {
    matches!(&one.kind, UseKind::Member { property } if OF_PROMISES.contains(&property.as_str()))
}

/// Whether a guard lets through by returning and refuses by an error.
fn is_assertion(contract: &Contract) -> bool {
    let refuses_by_error = contract.error == Decision::Deny && contract.nothing == Decision::Allow;
    contract.kind() == CheckKind::Guard && refuses_by_error && !contract.answers()
}

/// Whether anything is done behind a call.
fn goes_on(cfg: &Cfg, block: BlockId, call: Span) -> bool {
    let acts = |block: BlockId, after: u32| {
        let data = &cfg.graph[block];
        let leaves = match &data.end {
            End::Return { value, .. } => value.as_ref().is_some_and(|value| !is_nothing(value)),
            End::Throw { .. } => true,
            _ => false,
        };
        leaves || data.evaluated().any(|expr| expr.span.start >= after && !is_nothing(expr))
    };
    let mut seen = vec![block];
    let mut open = vec![(block, call.end)];
    while let Some((block, after)) = open.pop() {
        if acts(block, after) {
            return true;
        }
        for edge in cfg.graph.edges(block).filter(|edge| *edge.weight() != Edge::Throws) {
            if !seen.contains(&edge.target()) {
                seen.push(edge.target());
                open.push((edge.target(), 0));
            }
        }
    }
    false
}

/// `undefined`, as which `void guard()` counts.
fn is_nothing(value: &Expr) -> bool {
    matches!(&value.kind, ExprKind::Const(value) if value.is_nullish())
}
