//! What a parameter is for.

use serde::Deserialize;

/// What a parameter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// `next`: calling it lets through, calling it with an error refuses.
    Continuation,
    /// `resolve`: calling it lets through, whatever it is handed.
    Resumption,
    /// What a wrapper is handed and calls in the end: `withSession((req) => …)`.
    Handler,
    /// `res`, `reply`: ending it answers the request.
    Response,
    /// `c`, `ctx`: the request and its response in one.
    Context,
    /// `next` of a router in a browser: calling it with nothing or `true` lets through, anything else leads elsewhere.
    Navigation,
    /// `callback(error, decision)`, or `callback(decision)`.
    Callback,
    /// `done(error, who)`: an error, or nobody, refuses.
    Outcome,
    /// `accept(decision, status, …)`: the first argument decides.
    Verdict,
    /// What the one who asks sends.
    Request,
    /// Who asks.
    Principal,
}

impl Role {
    /// Whether calling it lets a request through.
    pub(super) fn continues(self) -> bool {
        matches!(self, Role::Continuation | Role::Resumption | Role::Navigation | Role::Handler)
    }

    /// Whether calling it says what was decided.
    pub(super) fn is_told(self) -> bool {
        self.continues() || matches!(self, Role::Callback | Role::Outcome | Role::Verdict)
    }
}
