//! What runs in front of an entry: guard or not.

use crate::asks::{AskKind, Asks, is_harmless};
use crate::calls::is_guard_name;
use crate::entries::Front;
use crate::project::Program;
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

/// What a front is, by what it asks; where it is not in sight, by its name.
pub(super) fn standing(program: &Program, front: &Front) -> Standing {
    if has_any(&front.name, PUBLIC) {
        return Standing::Public;
    }
    let is_named = has_any(&front.name, PERMISSION) || is_guard_name(&front.name);
    if let Some(function) = front.function {
        let asks = Asks::of(program, function);
        let guards = |kind: AskKind| {
            matches!(kind, AskKind::Check(..) | AskKind::Named | AskKind::Denial | AskKind::Compares | AskKind::Secret)
        };
        if program.candidate(function).is_some() || asks.all.iter().any(|ask| guards(ask.kind)) {
            return Standing::Guards;
        }
        if asks.is_nothing() && !is_named {
            return Standing::Harmless;
        }
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
