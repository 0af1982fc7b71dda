//! Addresses that a header gives, and that a list of addresses is asked for.
//!
//! A header like `x-forwarded-for` says what whoever sends it likes, unless a proxy that is known to be there has written it. Where a function of its own reads the
//! header, the claim is told of there.

use super::{Claim, Claimed};
use crate::cfg::{Block, End, Expr, ExprKind};
use crate::constant::Const;
use crate::decide::Confidence;
use crate::project::{FunctionRef, Program, for_each_call};
use crate::source::Span;
use crate::values::{Root, Value, Values};
use crate::versions::{callee_name, for_each_part};
use crate::words::{EXCLUSION, has_any};

/// Headers that a proxy writes, and anybody else can.
const FORWARDED: &[&str] = &["x-forwarded-for", "x-real-ip", "x-client-ip", "true-client-ip", "x-originating-ip"];

/// Words of lists of addresses that are let in, and of what asks them.
const LISTS: &[&str] = &["allowlist", "whitelist", "allowed", "trusted", "localhost"];

/// Words of what is asked about an address and something else, such as a list.
const ADDRESSES: &[&str] = &["ip", "cidr", "subnet"];

/// Words of a test that asks whether there is a proxy to be believed.
const BELIEVES: &[&str] = &["proxy", "proxies", "trust"];

/// The headers that a function reads as the address of whoever asks, where a list of addresses that are let in is asked for it: in the function, or for what it gives.
pub(super) fn claims(program: &Program, at: FunctionRef) -> Vec<Claim> {
    let Some(read) = header_read(program, at) else { return Vec::new() };
    let source = &program.file(at.module).source;
    let believes = |test: &Expr| has_any(source.slice(test.span), BELIEVES);
    if program.function(at).cfg.tests.iter().any(believes) {
        return Vec::new();
    }
    let gives = program.function(at).cfg.graph.node_weights().any(|block| gives_header(program, at, block));
    let callers = program.callers(at).filter(|_| gives);
    let asked =
        asked_in(program, at, at).or_else(|| callers.into_iter().find_map(|caller| asked_in(program, caller, at)));
    let claim = asked.map(|passes| Claim {
        function: at.function,
        test: read,
        passes: passes.unwrap_or(read),
        value: source.slice(read).to_owned(),
        what: Claimed::Address,
        confidence: Confidence::Medium,
    });
    claim.into_iter().collect()
}

fn is_forwarded(value: &Value) -> bool {
    value.path.iter().any(|part| FORWARDED.contains(&part.to_lowercase().as_str()))
}

/// Where a function first reads such a header.
fn header_read(program: &Program, at: FunctionRef) -> Option<Span> {
    fn find(expr: &Expr) -> Option<Span> {
        let names = |expr: &Expr| matches!(&expr.kind, ExprKind::Const(Const::String(name)) if FORWARDED.contains(&name.to_lowercase().as_str()));
        let here = match &expr.kind {
            ExprKind::Member { property, .. } => FORWARDED.contains(&property.to_lowercase().as_str()),
            ExprKind::Call { args, .. } => args.iter().any(|arg| names(&arg.value)),
            _ => false,
        };
        let mut found = here.then_some(expr.span);
        for_each_part(expr, &mut |part| found = find(part).or(found));
        found
    }
    let cfg = &program.function(at).cfg;
    let evaluated = cfg.graph.node_weights().flat_map(Block::evaluated).chain(&cfg.tests);
    evaluated.filter_map(find).min()
}

fn gives_header(program: &Program, at: FunctionRef, block: &Block) -> bool {
    match &block.end {
        End::Return { value: Some(value), .. } => Values::of(program, at).ingredients(value).iter().any(is_forwarded),
        _ => false,
    }
}

/// Whether a list of addresses is asked for what comes from a header that `reader` reads: where, if that is in the file of the reader.
fn asked_in(program: &Program, at: FunctionRef, reader: FunctionRef) -> Option<Option<Span>> {
    let values = Values::of(program, at);
    let module = &program.file(at.module).module;
    let source = &program.file(at.module).source;
    let of_header = |value: &Value| match &value.root {
        _ if at == reader => is_forwarded(value),
        Root::Call(module, span) => program.callee_at(*module, *span) == Some(reader),
        _ => is_forwarded(value),
    };
    let mut found = None;
    for_each_call(&program.function(at).cfg, &mut |_, call, callee| {
        let ExprKind::Call { args, .. } = &call.kind else { return };
        let name = callee_name(module, callee);
        let list = match &callee.kind {
            ExprKind::Member { object, .. } if ["includes", "has", "contains", "some", "check"].contains(&name) => {
                source.slice(object.span)
            }
            _ => name,
        };
        // Whoever reads an address asks no list.
        let about_list = has_any(list, LISTS) || has_any(list, ADDRESSES) && (list != name || args.len() > 1);
        let asks = about_list && (list != name || !name.starts_with("get")) && !has_any(list, EXCLUSION);
        let known = program.callee(at.module, call) == Some(reader);
        if found.is_none() && asks && !known {
            let handed = args.iter().any(|arg| values.ingredients(&arg.value).iter().any(of_header));
            found = handed.then_some((at.module == reader.module).then_some(call.span));
        }
    });
    found
}
