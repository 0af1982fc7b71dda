//! Names that speak of who asks.

use crate::words::words;

/// Members of a request or context that say who asks: `req.user`, `ctx.session`.
const WHO_ASKS: &[&str] = &[
    "user", "session", "auth", "principal", "viewer", "actor", "identity", "claims", "currentUser",
    "authenticatedUser", "loggedInUser", "me", "userId", "uid", "accountability", "authInfo", "userInfo", "authUser",
];

/// Words of a parameter that is the request, or the context of one.
const REQUESTS: &[&str] = &["req", "request", "ctx", "context", "event", "c"];

/// Verbs of functions that give who asks.
const GIVES: &[&str] =
    &["get", "require", "use", "fetch", "current", "authenticate", "load", "resolve", "ensure", "verify"];

/// What says, in the name of such a function, that it is the one who asks and not any row.
const CURRENT: &[&str] =
    &["session", "current", "authenticated", "authed", "logged", "viewer", "auth", "principal", "me"];

/// Words of parameters and variables that hold who asks.
const PRINCIPALS: &[&str] = &[
    "user", "uid", "session", "actor", "viewer", "principal", "identity", "claims", "caller", "requester", "requestor",
    "me", "auth", "accountability", "issuer",
];

/// Whether a member of a request or context says who asks.
pub fn names_who_asks(member: &str) -> bool {
    WHO_ASKS.contains(&member)
}

/// Whether a parameter or variable, by its name, holds who asks, or a part of that: `user`, `currentUserId`, `uid`.
pub fn names_principal(name: &str) -> bool {
    let words = words(name);
    let mut rest = words.as_slice();
    while let [first, tail @ ..] = rest
        && ["current", "authenticated", "logged", "in", "authed", "acting", "auth"].contains(&first.as_str())
        && !tail.is_empty()
    {
        rest = tail;
    }
    match rest {
        [only] => PRINCIPALS.contains(&only.as_str()),
        [first, last] => PRINCIPALS.contains(&first.as_str()) && ["id", "uid", "user"].contains(&last.as_str()),
        _ => false,
    }
}

/// Whether a parameter is the request or its context, by its name.
pub(super) fn is_about_request(name: &str) -> bool {
    REQUESTS.contains(&name)
}

/// Whether a function, by its name, gives who asks: `getServerSession`, `requireUser`, `auth`.
pub(super) fn gives_principal(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let first = words.first().map_or("", String::as_str);
    match words.as_slice() {
        [only] => only == "auth",
        [_, second] if second == "user" => ["current", "require", "authenticate", "auth", "logged"].contains(&first),
        _ => {
            GIVES.contains(&first)
                && has(CURRENT)
                && has(&["session", "user", "auth", "viewer", "principal", "me", "member", "account"])
        }
    }
}
