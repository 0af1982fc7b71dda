//! What runs in front of an entry: guard or not.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::asks::{AskKind, Asks, is_harmless};
use crate::calls::is_guard_name;
use crate::entries::Front;
use crate::project::{FunctionRef, Program};
use crate::words::{PERMISSION, has_any};

/// What a front is to permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Guards,
    Harmless,
    Unknown,
    /// It says that everybody may.
    Public,
}

/// Words of what reads, limits, shapes or watches a request and asks nobody who they are.
const HARMLESS: &[&str] = &[
    "valid", "validate", "validator", "validation", "schema", "parse", "parser", "body", "json", "urlencoded",
    "upload", "multer", "file", "limit", "limiter", "throttle", "throttler", "rate", "cache", "cors", "log", "logger",
    "logging", "compress", "compression", "static", "helmet", "timeout", "metric", "metrics", "trace", "tracing",
    "interceptor", "pipe", "transform", "input", "output", "query", "bodyparser", "cookie", "etag", "request", "async",
    "handler", "wrap", "error", "format", "locale", "i18n", "sanitize", "meta", "openapi", "use",
];

/// Words of a front for everybody.
const PUBLIC: &[&str] = &["public", "anonymous", "guest", "unauthenticated", "open", "noauth", "skipauth"];

/// What a function in front of entries does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looked {
    Guards,
    AsksNothing,
    /// It asks something that may be a guard.
    Asks,
}

/// What the functions in front of entries do, each looked at once.
pub(crate) type LookedAt = FxHashMap<FunctionRef, Looked>;

/// Looks at every function that runs in front of an entry.
pub(crate) fn look_at(program: &Program) -> LookedAt {
    let fronts = program.entries().iter().flat_map(|entry| &entry.front);
    let functions: BTreeSet<FunctionRef> = fronts.filter_map(|front| front.function).collect();
    functions.into_par_iter().map(|function| (function, look(program, function))).collect()
}

fn look(program: &Program, function: FunctionRef) -> Looked {
    let guards = |kind: AskKind| {
        matches!(kind, AskKind::Check(..) | AskKind::Named | AskKind::Denial | AskKind::Compares | AskKind::Secret)
    };
    let asks = Asks::of(program, function);
    match () {
        () if program.candidate(function).is_some() || asks.all.iter().any(|ask| guards(ask.kind)) => Looked::Guards,
        () if asks.is_nothing() => Looked::AsksNothing,
        () => Looked::Asks,
    }
}

/// What a front is, by what it asks; where it is not in sight, by its name.
pub(super) fn standing(looked_at: &LookedAt, front: &Front) -> Standing {
    if has_any(&front.name, PUBLIC) {
        return Standing::Public;
    }
    let is_named = has_any(&front.name, PERMISSION) || is_guard_name(&front.name);
    match front.function.map(|function| looked_at.get(&function)) {
        Some(Some(Looked::Guards)) => return Standing::Guards,
        Some(Some(Looked::AsksNothing)) if !is_named => return Standing::Harmless,
        _ => {}
    }
    match () {
        () if has_any(&front.name, &["throttler", "throttle", "limit", "limiter"]) => Standing::Harmless,
        () if is_named || has_any(&front.name, &["guard", "protected", "private", "user", "session", "login"]) => {
            Standing::Guards
        }
        () if has_any(&front.name, HARMLESS) || is_harmless(&front.name) => Standing::Harmless,
        () => Standing::Unknown,
    }
}
