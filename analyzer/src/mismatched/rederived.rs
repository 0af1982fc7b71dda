//! Another spelling of what was checked, computed behind the check and used instead.

use std::collections::BTreeSet;

use crate::asks::{Ask, Asks, Site};
use crate::cfg::{End, Expr, ExprKind};
use crate::decide::Confidence;
use crate::module::{BindingKind, Module};
use crate::project::{FunctionRef, Program, for_each_call};
use crate::source::Span;
use crate::values::{Root, Value, Values};
use crate::versions::callee_name;

use super::{Mismatch, UsedInstead, is_before, is_sure};

/// Functions that are looked into for a spelling of their own.
const DEPTH: u32 = 4;

/// Spellings computed from a checked value that are given back unchecked.
pub(super) fn rederived(program: &Program, at: FunctionRef, asks: &Asks) -> Vec<Mismatch> {
    let module = &program.file(at.module).module;
    let mut found = Vec::new();
    for function in module.body(at.function) {
        let here = FunctionRef { function, ..at };
        for_each_call(&program.function(here).cfg, &mut |block, call, callee| {
            let ExprKind::Call { args, .. } = &call.kind else { return };
            let [only] = args.as_slice() else { return };
            let Some(by) = canonicaliser(module, callee) else { return };
            let spelled = Values::of(program, here).sources(&only.value);
            let site = Site { function, block, span: call.span };
            let mut checks = asks.own_checks().filter(|ask| is_sure(ask) && is_before(ask.through, call.span));
            let check = checks.find(|ask| ask.through.function == function && is_about(ask, &spelled));
            let Some(check) = check.filter(|check| !respells(program, check, by, DEPTH)) else { return };
            if !is_asked_for(asks, at, site.span) && is_given(program, here, call.span) {
                found.push(Mismatch {
                    function,
                    check: check.name.clone(),
                    checked_at: check.through.span,
                    checked: vec![program.file(at.module).source.slice(only.value.span).to_owned()],
                    used_at: call.span,
                    used: UsedInstead::OtherSpelling { by: by.to_owned() },
                    confidence: Confidence::Medium,
                });
            }
        });
    }
    found
}

/// Whether a check is about the value, and nothing else that varies.
fn is_about(check: &Ask, spelled: &BTreeSet<Value>) -> bool {
    !spelled.is_empty() && spelled.iter().all(|value| check.about.contains(value))
}

/// The name of a function that gives the one spelling of a path, if it is one.
fn canonicaliser<'m>(module: &'m Module, callee: &'m Expr) -> Option<&'m str> {
    let imported = |expr: &Expr| match expr.kind {
        ExprKind::Binding(binding) => match &module.bindings[binding.0 as usize].kind {
            BindingKind::Import { module, name } => Some((module.as_str(), name.as_str())),
            _ => None,
        },
        _ => None,
    };
    let (package, name) = match &callee.kind {
        ExprKind::Member { object, property } => (imported(object)?.0, property.as_str()),
        _ => imported(callee)?,
    };
    module.standing.canonicalises(package, name).then_some(callee_name(module, callee))
}

/// Whether the check spells the value in the same way itself, before it decides.
fn respells(program: &Program, check: &Ask, by: &str, depth: u32) -> bool {
    let crate::asks::AskKind::Check(callee, _) = check.kind else { return true };
    calls_within(program, callee, by, depth)
}

fn calls_within(program: &Program, at: FunctionRef, name: &str, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    let module = &program.file(at.module).module;
    module.body(at.function).into_iter().any(|function| {
        let mut found = false;
        for_each_call(&program.function(FunctionRef { function, ..at }).cfg, &mut |_, call, callee| {
            // Who is handed nothing spells nothing.
            let ExprKind::Call { args, .. } = &call.kind else { return };
            let target = program.callee(at.module, call).filter(|target| *target != at && !args.is_empty());
            found |= callee_name(module, callee) == name
                || target.is_some_and(|target| calls_within(program, target, name, depth));
        });
        found
    })
}

/// Whether any check or unknown call gets the new spelling.
fn is_asked_for(asks: &Asks, at: FunctionRef, spelled: Span) -> bool {
    let root = Root::Call(at.module, spelled);
    asks.all.iter().any(|ask| ask.about.iter().any(|value| value.root == root))
}

/// Whether the new spelling is what the function gives.
fn is_given(program: &Program, at: FunctionRef, spelled: Span) -> bool {
    let root = Root::Call(at.module, spelled);
    program.function(at).cfg.graph.node_weights().any(|block| match &block.end {
        End::Return { value: Some(value), .. } => {
            Values::of(program, at).sources(value).iter().any(|value| value.root == root)
        }
        _ => false,
    })
}
