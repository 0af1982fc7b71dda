//! Whether something in a function can end in an error that leaves it.

use crate::cfg::{End, Expr, ExprKind};
use crate::evaluate::handling_try;
use crate::project::{FunctionRef, Program};
use crate::versions::{callee_name, for_each_part};
use crate::words::words;

/// Functions and methods of the language that give an answer for whatever they are handed.
const NEVER_FAIL: &[&str] = &[
    "includes", "has", "some", "every", "find", "filter", "map", "startsWith", "endsWith", "indexOf", "trim",
    "toLowerCase", "toUpperCase", "split", "join", "slice", "push", "get", "keys", "values", "entries", "now",
    "isArray", "String", "Number", "Boolean", "test", "at", "concat",
];

/// First words of calls that tell somebody what happened, and take care of their own errors.
const TELLS: &[&str] = &["log", "info", "warn", "error", "debug", "trace"];

/// Classes of the language whose instances are made without an error.
const SAFE_CLASSES: &[&str] = &["Set", "Map", "Date", "Error", "TypeError", "RangeError", "WeakMap", "WeakSet"];

/// Whether an error can leave a function, when the summaries of what it calls are known. Reading a member of nothing is not looked at.
pub(super) fn may_fail(program: &Program, at: FunctionRef) -> bool {
    let cfg = &program.function(at).cfg;
    cfg.graph.node_indices().filter(|block| handling_try(cfg, *block).is_none()).any(|block| {
        let data = &cfg.graph[block];
        let test = match &data.end {
            End::Throw { .. } => return true,
            End::Branch(test) => Some(&cfg.tests[test.0 as usize]),
            _ => None,
        };
        data.evaluated().chain(test).any(|expr| fails(program, at, expr))
    })
}

fn fails(program: &Program, at: FunctionRef, expr: &Expr) -> bool {
    let here = match &expr.kind {
        ExprKind::Call { callee, .. } => match program.callee(at.module, expr) {
            Some(callee) => program.summary(callee).may_fail,
            None => {
                let name = callee_name(&program.file(at.module).module, callee);
                let tells = words(name).first().is_some_and(|first| TELLS.contains(&first.as_str()));
                !tells && !NEVER_FAIL.contains(&name)
            }
        },
        ExprKind::New { callee, .. } => {
            !matches!(&callee.kind, ExprKind::Global(name) if SAFE_CLASSES.contains(&name.as_str()))
        }
        ExprKind::Opaque(_) => true,
        // A promise of somebody else.
        ExprKind::Await(inner) => !matches!(inner.kind, ExprKind::Call { .. } | ExprKind::Const(_)),
        _ => false,
    };
    let mut found = here;
    for_each_part(expr, &mut |part| found = found || fails(program, at, part));
    found
}
