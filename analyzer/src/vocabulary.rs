//! Decision words: what `'allow'`, `'auto_deny'`, `Decision.AskUser` and `{ approved: … }` mean.
//!
//! Words are only read where a type or the other answers of the same function say that they are decisions: `'continue'` or `'default'` mean
//! Allow in one code base and no opinion in the next, so they are not here.

use crate::decide::Decision;
use crate::words::words;

const ALLOW: &[&str] = &[
    "allow", "allowed", "approve", "approved", "auto approve", "auto approved", "always allow", "permit", "permitted",
    "grant", "granted", "allow once", "allow always", "allow session", "proceed", "proceed once", "proceed always",
    "authorized", "accept", "accepted", "trusted",
];

const DENY: &[&str] = &[
    "deny", "denied", "auto deny", "auto denied", "always deny", "block", "blocked", "reject", "rejected",
    "reject once", "reject always", "forbid", "forbidden", "disallow", "disallowed", "unauthorized", "refuse",
    "refused", "prohibited", "untrusted",
];

const ASK: &[&str] = &[
    "ask", "ask user", "confirm", "prompt", "needs approval", "require approval", "requires approval",
    "needs confirmation", "require confirmation", "requires confirmation", "escalate", "review", "needs review",
];

const ABSTAIN: &[&str] = &[
    "abstain", "no opinion", "passthrough", "pass through", "not applicable", "no match", "none", "undecided", "defer",
    "skip",
];

/// The decision a word stands for.
pub fn decision_of_word(word: &str) -> Option<Decision> {
    let normal = words(word).join(" ");
    let in_list = |list: &[&str]| list.contains(&normal.as_str());
    match () {
        _ if in_list(ALLOW) => Some(Decision::Allow),
        _ if in_list(DENY) => Some(Decision::Deny),
        _ if in_list(ASK) => Some(Decision::Ask),
        _ if in_list(ABSTAIN) => Some(Decision::NotApplicable),
        _ => None,
    }
}

/// How a field of an answer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldMeaning {
    /// True allows, false denies.
    Allows,
    /// True denies, false allows.
    Denies,
    /// True asks, false allows.
    Asks,
    /// Holds a decision word.
    Word,
    /// True allows, where the function is known to be a check by other signs: `ok`, `success`, `valid`.
    Succeeds,
}

/// What a field of this name says about the decision.
pub fn field_meaning(name: &str) -> Option<FieldMeaning> {
    let normal = words(name).join(" ");
    match normal.as_str() {
        "allowed" | "allow" | "is allowed" | "permitted" | "is permitted" | "authorized" | "authorised"
        | "is authorized" | "granted" | "approved" | "is approved" | "has access" | "has permission"
        | "access allowed" | "can access" | "is trusted" | "trusted" | "authenticated" | "is authenticated"
        | "confirmed" => Some(FieldMeaning::Allows),
        "denied" | "blocked" | "is blocked" | "forbidden" | "rejected" | "deny" | "block" | "is denied" => {
            Some(FieldMeaning::Denies)
        }
        "requires approval"
        | "needs approval"
        | "requires confirmation"
        | "needs confirmation"
        | "requires user confirmation"
        | "requires user approval"
        | "ask" => Some(FieldMeaning::Asks),
        "behavior"
        | "behaviour"
        | "decision"
        | "permission"
        | "permission decision"
        | "verdict"
        | "outcome"
        | "action"
        | "effect"
        | "policy"
        | "kind"
        | "type"
        | "status"
        | "result" => Some(FieldMeaning::Word),
        "ok" | "success" | "valid" | "is valid" | "pass" | "passed" | "verified" | "is verified" => {
            Some(FieldMeaning::Succeeds)
        }
        _ => None,
    }
}
