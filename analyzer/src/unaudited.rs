//! Decisions that leave no trace in a file whose other decisions do.
//!
//! In come the checks of a file, out come their denials, and their allows beside questions to a person, in front of which no call writes to a log, where nearly
//! all others of the kind have one. What a check's callers write is not known, so this is no more than a difference between siblings.

use petgraph::algo::dominators::simple_fast;

use crate::cfg::{Cfg, Expr, ExprKind};
use crate::decide::{Check, Confidence, Decision};
use crate::idle::exit_span;
use crate::module::{FunctionId, Module};
use crate::project::for_each_call;
use crate::source::Span;
use crate::versions::callee_name;
use crate::words::{has_any, words};

/// A decision without a trace.
#[derive(Debug, Clone)]
pub struct Unaudited {
    pub check: FunctionId,
    pub decision: Decision,
    pub exit: Span,
    /// Decisions of this kind in the file that leave one: the calls, of how many.
    pub traced: Vec<Span>,
    pub of: usize,
}

/// Others that leave a trace, at least.
const LEAST: usize = 3;

/// First words of what writes to a log.
const TELLS: &[&str] =
    &["log", "info", "warn", "error", "debug", "trace", "audit", "record", "report", "track", "capture"];

/// Words of what keeps a log.
const LOGS: &[&str] = &["log", "logger", "console", "audit", "auditor", "telemetry", "analytics"];

/// Decisions of a file without a trace, in source order.
pub(crate) fn unaudited(module: &Module, checks: &[Check]) -> Vec<Unaudited> {
    let mut found = Vec::new();
    for decision in [Decision::Deny, Decision::Allow] {
        let mut traced = Vec::new();
        let mut silent = Vec::new();
        // Who is asked leaves a trace: an allow matters where the check could have asked.
        let counts = |check: &&Check| {
            check.confidence > Confidence::Low && (decision == Decision::Deny || check.can(Decision::Ask))
        };
        for check in checks.iter().filter(counts) {
            let Some(function) = module.functions.get(check.function.0 as usize) else { continue };
            for exit in check.reaching(decision).filter(|exit| exit.is_whole_exit) {
                match trace_of(module, &function.cfg, exit.span) {
                    Some(Trace::At(call)) => traced.push(call),
                    Some(Trace::None) => silent.push((check.function, exit.span)),
                    None => {}
                }
            }
        }
        let of = traced.len() + silent.len();
        if traced.len() < LEAST || traced.len() * 4 < of * 3 {
            continue;
        }
        found.extend(silent.into_iter().map(|(check, exit)| Unaudited {
            check,
            decision,
            exit,
            traced: traced.clone(),
            of,
        }));
    }
    found.sort_by_key(|one| one.exit);
    found
}

enum Trace {
    At(Span),
    None,
}

/// The call that writes of an exit to a log, on every way to it. `None` where the exit is not a block of its own.
fn trace_of(module: &Module, cfg: &Cfg, exit: Span) -> Option<Trace> {
    let block = cfg.graph.node_indices().find(|block| exit_span(cfg, *block) == Some(exit))?;
    let dominators = simple_fast(&cfg.graph, cfg.entry);
    let before: Vec<_> = dominators.dominators(block)?.collect();
    let mut trace = Trace::None;
    for_each_call(cfg, &mut |at, call, callee| {
        if before.contains(&at) && writes_log(module, callee) {
            trace = Trace::At(call.span);
        }
    });
    Some(trace)
}

/// `console.warn`, `this.logger.info`, `auditDenial`, `log`.
fn writes_log(module: &Module, callee: &Expr) -> bool {
    let name = callee_name(module, callee);
    let tells = words(name).first().is_some_and(|first| TELLS.contains(&first.as_str()));
    match &callee.kind {
        ExprKind::Member { object, .. } => {
            tells && has_any(callee_name(module, object), LOGS) || has_any(name, &["audit"])
        }
        _ => tells,
    }
}
