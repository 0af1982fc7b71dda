//! Calls that are not resolved: which of them may be a check.

use crate::calls::is_guard_name;
use crate::project::{Outside, Unresolved};
use crate::words::{PERMISSION, has_any, words};

/// Words of calls that tell, measure or remember and refuse nobody.
const TELLING: &[&str] = &[
    "log", "logger", "logging", "console", "debug", "trace", "info", "warn", "warning", "error", "audit", "track",
    "tracker", "capture", "telemetry", "analytics", "metric", "metrics", "sentry", "posthog", "span", "event", "emit",
    "publish", "notify", "revalidate", "cache", "invalidate", "report", "progress", "toast", "translate", "t", "i18n",
    "format", "render",
];

/// Methods of lists, texts, maps, promises and streams.
const OF_VALUES: &[&str] = &[
    "map", "filter", "forEach", "find", "findIndex", "some", "every", "reduce", "push", "pop", "shift", "unshift",
    "splice", "slice", "concat", "join", "split", "includes", "indexOf", "startsWith", "endsWith", "trim", "replace",
    "toString", "toLowerCase", "toUpperCase", "sort", "flat", "flatMap", "keys", "values", "entries", "get", "set",
    "has", "add", "then", "catch", "finally", "at", "charAt", "match", "test", "exec", "toISOString", "getTime",
    "next", "parse", "safeParse", "parseAsync", "safeParseAsync", "stringify", "append", "pipe", "on", "once", "write",
    "end", "bind", "call", "apply", "json", "text", "formData", "assign", "fromEntries", "freeze", "status", "send",
    // Of queries under construction.
    "where", "andWhere", "orWhere", "select", "from", "leftJoin", "innerJoin", "orderBy", "groupBy", "limit", "offset",
    "skip", "take", "merge", "returning", "populate", "lean", "setParameter",
];

/// Verbs of guards that say nothing of rights, and nouns of what they look at.
const SECRETS: &[&str] =
    &["secret", "signature", "hmac", "password", "csrf", "nonce", "captcha", "turnstile", "otp", "totp"];

/// Words of functions that compare or verify.
const COMPARES: &[&str] =
    &["compare", "equal", "equals", "verify", "verifies", "validate", "check", "is", "assert", "construct", "timing"];

/// Whether a callee, as written, is named like what decides about access.
pub(super) fn is_named(path: &str) -> bool {
    is_guard_name(path) || has_any(path, PERMISSION)
}

/// Whether a callee, as written, compares a secret: `timingSafeEqual`, `verifySignature`, `webhooks.constructEvent`.
pub(super) fn compares_secret(path: &str) -> bool {
    let own = path.rsplit('.').next().unwrap_or(path);
    let has = |list: &[&str]| words(own).iter().any(|word| list.contains(&word.as_str()));
    own == "timingSafeEqual" || own == "constructEvent" || has(COMPARES) && has(SECRETS) || path == "bcrypt.compare"
}

/// Whether a method of a list, a text, a map or a query under construction is called, by its name.
pub(super) fn is_of_value(path: &str) -> bool {
    OF_VALUES.contains(&path.rsplit('.').next().unwrap_or(path))
}

/// Whether what is called refuses nobody, by its name; one that is [named](is_named) like what decides may refuse all the same.
pub(crate) fn is_harmless(path: &str) -> bool {
    let tells = |part: &str| words(part).first().is_some_and(|first| TELLING.contains(&first.as_str()));
    path.split('.').any(tells) || is_of_value(path)
}

/// Whether the code behind may be the project's own: it is not a package's, nor the language's.
pub(super) fn may_be_own(why: &Unresolved) -> bool {
    match why {
        Unresolved::Outside(outside) => *outside == Outside::Missing,
        Unresolved::Parameter | Unresolved::UnknownType | Unresolved::Implementations(_) | Unresolved::Computed => true,
    }
}

/// Whether what is called decides about access, by the last word of its name: `validateAccess`, and not `validateRoleId`.
pub(super) fn speaks_of_access(path: &str) -> bool {
    const ACCESS: &[&str] =
        &["access", "permission", "permissions", "authorization", "authorisation", "auth", "authorized", "ownership"];
    words(path).last().is_some_and(|last| ACCESS.contains(&last.as_str()))
}
