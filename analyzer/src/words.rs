//! The vocabulary of permission code: which words of a name speak of rights, of denials, of persons, of display.
//!
//! Names are compared as whole words of camelCase and snake_case, so that `cancel`, `canvas` and `canonical` hold no `can`.

/// The words of a name, lower-case: `isOAuthAdmin2` gives `is o auth admin2`, `HAS_ROLE` gives `has role`.
pub fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (i, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            words.extend(take(&mut word));
            continue;
        }
        let after_lower = i > 0 && (characters[i - 1].is_lowercase() || characters[i - 1].is_numeric());
        let ends_capitals =
            i > 0 && characters[i - 1].is_uppercase() && characters.get(i + 1).is_some_and(|next| next.is_lowercase());
        if character.is_uppercase() && (after_lower || ends_capitals) {
            words.extend(take(&mut word));
        }
        word.extend(character.to_lowercase());
    }
    words.extend(take(&mut word));
    words
}

fn take(word: &mut String) -> Option<String> {
    (!word.is_empty()).then(|| std::mem::take(word))
}

/// Whether any word of a name is in a list, or is a plain plural of one that is.
pub fn has_any(name: &str, list: &[&str]) -> bool {
    words(name).iter().any(|word| is_in(word, list))
}

/// Whether a lower-case word, or its singular, is in a list.
pub fn is_in(word: &str, list: &[&str]) -> bool {
    list.contains(&word) || word.strip_suffix('s').is_some_and(|singular| list.contains(&singular))
}

/// Nouns and participles that speak of permission wherever they stand.
pub const PERMISSION: &[&str] = &[
    "permission", "permissions", "permitted", "permit", "access", "role", "privilege", "privileged", "authorization",
    "authorisation", "authorized", "authorised", "authorize", "authorise", "unauthorized", "unauthorised", "auth",
    "acl", "rbac", "abac", "policy", "policies", "scope", "trust", "trusted", "untrusted", "approval", "approved",
    "approve", "consent", "entitlement", "entitled", "forbidden", "forbid", "allowed", "allow", "allowlist",
    "whitelist", "denylist", "blocklist", "blacklist", "denied", "deny", "grant", "granted", "grants", "admin",
    "administrator", "superuser", "superadmin", "owner", "ownership", "owns", "owned", "member", "membership",
    "banned", "suspended", "revoked", "clearance", "authenticated", "authentication", "authenticate", "reauthorize",
    "reauthorise",
];

/// Participles that, in the middle of a name, say of which part it speaks and not what it decides: `persistBlockedOutput`.
pub const ATTRIBUTES: &[&str] = &[
    "blocked", "owned", "rejected", "accepted", "approved", "trusted", "untrusted", "locked", "suspended", "denied",
    "sensitive", "critical", "ignored", "excluded", "restricted", "revoked", "allowed", "member", "policy", "scope",
];

/// States of a thing, where nobody is looked at: a workflow is suspended, a row is locked.
pub const STATES: &[&str] = &["suspended", "locked", "revoked", "rejected"];

/// Where something lies, or what is run: what is tested against a list or a root.
pub const PLACES: &[&str] = &[
    "path", "dir", "directory", "directories", "folder", "root", "workspace", "host", "hostname", "origin", "domain",
    "ip", "command", "cmd", "sandbox",
];

/// Words of a list that lets in or keeps out.
pub const LISTS: &[&str] = &[
    "allowed", "blocked", "denied", "trusted", "safe", "forbidden", "permitted", "approved", "dangerous", "disallowed",
    "allowlist", "denylist", "blocklist", "whitelist", "blacklist", "whitelisted", "blacklisted", "restricted",
];

/// Words of containment: a path lies within a root.
pub const WITHIN: &[&str] = &["within", "inside", "outside", "beneath", "underneath"];

/// What things belong to, in the names of guards: `assertNoteInWorkspace`.
pub const OWNERS: &[&str] =
    &["workspace", "tenant", "organization", "organisation", "org", "team", "project", "account", "user"];

/// Matters of money, which is authorized without anybody's right being asked: `authorizePayment`.
pub const PAYMENTS: &[&str] = &["payment", "card", "charge", "invoice", "transaction", "checkout", "capture"];

/// Words of a right: what they name, when true, has been granted, owned, verified.
pub const RIGHT: &[&str] = &[
    "admin", "administrator", "superuser", "superadmin", "root", "owner", "owns", "owned", "ownership", "member",
    "membership", "moderator", "staff", "maintainer", "collaborator", "participant", "can", "may", "allowed", "allow",
    "allows", "permitted", "permission", "permissions", "permits", "granted", "grant", "grants", "verified", "verify",
    "verifies", "trusted", "trusts", "trust", "authorized", "authorised", "authorization", "authorize",
    "authenticated", "approved", "approve", "approval", "approves", "access", "privilege", "privileged", "entitled",
    "entitlement", "role", "roles", "scope", "scopes", "consent", "consented", "whitelisted", "allowlisted",
    "allowlist", "whitelist", "safe", "valid", "matches", "match", "eligible", "accepted", "confirmed", "confirm",
    "clearance", "satisfies", "capability", "capabilities",
];

/// Words of an exclusion: what they name, when false, only says that nobody took a right away.
pub const EXCLUSION: &[&str] = &[
    "banned", "ban", "bans", "blocked", "block", "blocks", "revoked", "suspended", "locked", "disabled", "deleted",
    "expired", "denied", "deny", "denies", "forbidden", "blacklisted", "denylisted", "blocklisted", "blocklist",
    "denylist", "blacklist", "restricted", "archived", "deactivated", "inactive", "dangerous", "unsafe", "destructive",
    "malicious", "prohibited", "disallowed", "excluded", "ignored", "rejected", "unauthorized", "unauthorised",
    "untrusted", "risky", "sensitive", "frozen", "flagged",
];

/// Words that, in the name of a boolean check, make its truthy answer a denial.
pub const DENIES: &[&str] = &[
    "blocked", "block", "blocks", "denied", "deny", "denies", "dangerous", "danger", "forbidden", "banned",
    "restricted", "disallowed", "prohibited", "unsafe", "untrusted", "unauthorized", "unauthorised", "critical",
    "ignored", "revoked", "suspended", "locked", "risk", "risky", "sensitive", "malicious", "blacklisted",
    "denylisted", "blocklisted", "rejected", "destructive", "excluded", "violates", "violation", "outside",
    "traversal", "escapes",
];

/// Verbs that, at the start of the name of a boolean check, make its truthy answer a question to a person.
pub const ASKS: &[&str] = &["needs", "need", "requires", "require", "must", "should"];

/// What is asked for by the names that start with one of [`ASKS`].
pub const CONFIRMATION: &[&str] = &[
    "approval", "approve", "confirmation", "confirm", "permission", "consent", "prompt", "ask", "review", "auth",
    "authentication", "authorization", "reauth", "elevation", "interaction",
];

/// Verbs a check's name starts with.
pub const CHECK_VERBS: &[&str] = &[
    "can", "may", "is", "has", "have", "check", "authorize", "authorise", "require", "requires", "assert", "ensure",
    "verify", "validate", "enforce", "should", "needs", "evaluate", "decide", "guard", "allow", "allows", "permit",
    "permits", "deny", "resolve", "determine", "get", "protect", "restrict", "must", "are", "was", "owns", "contains",
    "meets", "satisfies", "user",
];

/// Verbs of guards: they return nothing and throw.
pub const GUARD_VERBS: &[&str] = &[
    "require", "assert", "ensure", "enforce", "authorize", "authorise", "guard", "verify", "protect", "restrict",
    "must", "check", "reauthorize", "reauthorise",
];

/// Verbs of a name that promises to refuse.
pub const PROMISES: &[&str] = &["assert", "require", "ensure", "enforce", "authorize", "authorise", "guard"];

/// Verbs of calls that refuse by throwing: what comes through such a call is a denial.
pub const ASSERTS: &[&str] = &[
    "assert", "ensure", "require", "verify", "validate", "check", "enforce", "authorize", "authorise", "guard", "deny",
    "reject", "throw",
];

/// Verbs of functions that put something together: an object they give is no answer.
pub const MAKES: &[&str] = &[
    "build", "make", "create", "merge", "combine", "convert", "to", "from", "parse", "normalize", "normalise",
    "format", "copy", "clone", "restore", "map", "serialize", "deserialize", "define", "transform", "update", "add",
    "initial", "default", "wrap", "configure",
];

/// Verbs of calls that send an answer to whoever waits for it.
pub const SENDS: &[&str] = &["publish", "emit", "send", "respond", "resolve", "reply", "post", "dispatch", "answer"];

/// Verbs of functions that get a person's decision.
pub const AWAITS: &[&str] = &["await", "resolve", "request", "confirm", "ask", "wait", "prompt", "obtain"];

/// Verbs of a call that gives the right it names.
pub const GRANTS: &[&str] = &["grant", "allow", "approve", "permit", "authorize", "authorise"];

/// Verbs of a call that refuses.
pub const REFUSES: &[&str] = &["deny", "reject", "refuse", "block", "forbid", "unauthorized", "forbidden"];

/// Verbs of functions that do something: what they return says how it went.
pub const ACTS: &[&str] = &[
    "remove", "delete", "revoke", "create", "update", "move", "add", "set", "demote", "promote", "process", "show",
    "setup", "send", "upsert", "insert", "apply", "make", "build", "render", "fetch", "load", "save", "write",
    "register", "login", "logout", "sign", "signin", "signup", "use", "open", "close", "start", "stop", "init",
    "initialize", "install", "upload", "download", "import", "export", "convert", "parse", "format", "transform",
    "compute", "calculate", "generate", "refresh", "reset", "sync", "assimilate", "handle", "edit", "rename", "invite",
    "join", "leave", "transfer", "publish", "persist", "store", "migrate", "to", "from", "on", "log", "track", "print",
    "navigate", "redirect", "setup", "batch", "assign", "merge", "toggle", "change", "mark", "select", "submit",
    "test", "unlock", "sanitize", "normalize", "present", "describe", "complete", "tokenize", "enqueue", "negotiate",
    "suppress", "serialize", "notify", "activate", "deactivate",
];

/// Last words of names that ask what kind a thing is, whether it is there, or how far a procedure has come, whatever words of permission stand
/// before them: `isPermissionError`, `hasAuthHandler`, `isRbacEnabled`, `isApprovalPending`.
pub const KINDS: &[&str] = &[
    "error", "exception", "object", "handler", "provider", "event", "message", "response", "config", "configuration",
    "option", "component", "view", "callback", "enabled", "configured", "supported", "equal", "rule", "pending",
    "requested", "responded", "submitted", "char", "added", "failure", "record", "payload", "violation", "path",
    "middleware", "allowlist", "denylist", "blocklist", "whitelist", "blacklist", "entry", "entries", "group", "item",
    "checked", "expired", "prompt", "redirect", "suggestion",
];

/// Words of a low standing: who has it may less than others.
pub const LOW_STANDING: &[&str] = &["free", "guest", "anonymous", "visitor", "trial"];

/// Participles that give a verdict, in a name: with one of them a question about a kind is a question about a right.
pub const VERDICTS: &[&str] = &[
    "can", "may", "allowed", "permitted", "trusted", "authorized", "authorised", "granted", "entitled", "approved",
    "blocked", "denied", "banned", "forbidden", "restricted", "disallowed", "prohibited", "untrusted",
];

/// What somebody holds who may, in names that start with `has`.
pub const HELD: &[&str] = &[
    "permission", "access", "role", "scope", "privilege", "entitlement", "membership", "member", "consent", "admin",
    "owner", "ownership", "authorization", "authorisation", "clearance", "right",
];

/// Words that leave a question to a person out: `shouldAutoApprove`, `shouldSkipConfirmation`.
pub const UNASKED: &[&str] = &["auto", "automatically", "skip", "skips", "bypass", "bypasses"];

/// Who acts.
pub const PRINCIPAL: &[&str] = &[
    "user", "session", "principal", "actor", "subject", "account", "caller", "viewer", "identity", "auth", "claims",
    "requester", "requestor", "operator", "me", "viewer", "currentuser", "profile",
];

/// User interface: such a function shows or hides, it permits nothing.
pub const DISPLAY: &[&str] = &[
    "visible", "visibility", "show", "shows", "shown", "hide", "hidden", "display", "displayed", "render", "button",
    "tooltip", "menu", "icon", "tab", "modal", "dialog", "dropdown", "selected", "hover", "focus", "focused", "drag",
    "draggable", "drop", "scroll", "collapsed", "expanded", "highlight", "theme", "style", "css", "layout", "column",
    "row", "pixel", "indent", "undo", "redo", "cursor", "placeholder", "input",
];

/// Matters that use `can`, `is` and `should` but are no permission: retries, caches, parsing, life cycles.
pub const OTHER_MATTERS: &[&str] = &[
    "retry", "retries", "retryable", "backoff", "cache", "cached", "cacheable", "parse", "parser", "parsable",
    "serialize", "render", "compile", "transform", "format", "handle", "connect", "connected", "reconnect", "online",
    "offline", "loading", "loaded", "ready", "empty", "equal", "equals", "same", "sorted", "email", "url", "json",
    "xml", "uuid", "date", "number", "numeric", "integer", "string", "array", "object", "function", "promise",
    "iterable", "node", "leaf", "children", "schema", "mime", "extension", "size", "length", "version", "telemetry",
    "analytics", "debug", "throttle", "debounce", "compensate", "dedupe", "flush", "poll", "batch", "migrate",
    "hydrate", "merge", "reuse", "persist", "animate", "resize", "split", "timeout", "abort", "aborted", "cancelled",
    "canceled", "rejected", "fulfilled", "pending", "settled", "continue", "stream", "streaming", "color", "font",
    "locale",
];

/// Words of an error that refuses.
pub const REFUSAL_ERRORS: &[&str] = &[
    "forbidden", "unauthorized", "unauthorised", "unauthenticated", "denied", "deny", "permission", "permissions",
    "access", "authorization", "authorisation", "authentication", "auth", "privilege", "allowed", "banned", "blocked",
    "policy", "untrusted", "forbid", "restricted", "restriction", "authenticated", "403", "401",
];

/// Phrases of a message that refuses.
pub const REFUSAL_PHRASES: &[&str] = &[
    "not allowed",
    "forbidden",
    "unauthorized",
    "unauthorised",
    "permission denied",
    "permissions denied",
    "no permission",
    "have permission",
    "have the permission",
    "have the required permission",
    "lacks permission",
    "lacks the permission",
    "lack permission",
    "missing permission",
    "insufficient permission",
    "permission required",
    "permission to",
    "permissions to",
    "access denied",
    "denied",
    "not permitted",
    "not authorized",
    "not authorised",
    "may not",
    "admins only",
    "requires approval",
    "insufficient privilege",
    "insufficient scope",
];

/// Phrases of a message that refuses what would do harm.
pub const DANGER_PHRASES: &[&str] = &[
    "dangerous", "path traversal", "directory traversal", "traversal detected", "traversal attempt", "traversal is",
    "traversal not", "traversal sequence", "is outside", "are outside", "outside of", "outside the", "not within",
    "not inside", "escapes the", "injection", "is blocked", "not safe", "unsafe", "malicious",
];

/// First words of calls that only look: asking twice gives the same answer, and nothing is changed by asking.
const QUERIES: &[&str] = &[
    "is", "has", "have", "can", "may", "should", "get", "includes", "contains", "starts", "ends", "to", "match",
    "matches", "test", "some", "every", "find", "filter", "map", "keys", "values", "entries", "index", "at", "slice",
    "trim", "split", "join", "concat", "char", "parse", "stringify", "equals", "allows", "needs", "requires", "owns",
    "belongs", "lookup", "count", "exists", "satisfies", "string", "number", "boolean", "basename", "dirname",
    "resolve", "normalize", "relative", "extname", "log", "debug", "info", "warn", "error", "trace", "from", "of",
    "isarray", "min", "max", "floor", "ceil", "round", "abs", "now", "replace", "pad", "repeat", "flat",
    "localeCompare", "locale",
];

/// First words of functions and values that answer yes or no.
pub const ASKING: &[&str] =
    &["is", "has", "have", "can", "may", "should", "was", "are", "does", "must", "skip", "bypass"];

/// Whether a callee with this name only looks (by the first word of the name).
pub fn is_query(name: &str) -> bool {
    words(name).first().is_some_and(|first| QUERIES.contains(&first.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{has_any, words};

    #[test]
    fn names_split_at_humps() {
        assert_eq!(words("isOAuthAdmin2"), ["is", "o", "auth", "admin2"]);
        assert_eq!(words("HAS_ROLE"), ["has", "role"]);
        assert_eq!(words("getHTTPStatus"), ["get", "http", "status"]);
        assert_eq!(words("#canEdit"), ["can", "edit"]);
        assert_eq!(words(""), [""; 0]);
    }

    #[test]
    fn look_alikes_hold_no_can() {
        for name in ["cancel", "canvas", "canonicalPath", "candidate"] {
            assert!(!has_any(name, &["can"]), "{name}");
        }
    }
}
