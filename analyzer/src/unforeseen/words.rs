//! Words of privileges, and of answers that refuse.

use crate::constant::Const;
use crate::words::{is_in, words};

/// What somebody has who may do most.
const PRIVILEGES: &[&str] = &[
    "admin", "administrator", "superadmin", "superuser", "super", "owner", "root", "manager", "maintainer", "staff",
    "moderator", "editor", "write", "full", "all", "master", "system",
];

/// What an answer is called.
const ANSWERS: &[&str] = &[
    "decision", "verdict", "behavior", "behaviour", "effect", "outcome", "answer", "ruling", "judgement", "judgment",
    "permission", "approval",
];

/// What an answer says that refuses, or wants somebody asked.
const REFUSALS: &[&str] = &[
    "deny", "denied", "block", "blocked", "reject", "rejected", "forbid", "forbidden", "refuse", "refused", "disallow",
    "disallowed", "prohibit", "prohibited", "no", "never", "ask", "prompt", "confirm",
];

/// Whether a constant names a privilege.
pub(super) fn is_privileged(value: &Const) -> bool {
    matches!(value, Const::String(text) if words(text).iter().any(|word| is_in(word, PRIVILEGES)))
}

/// Whether a name is that of an answer.
pub(super) fn names_answer(name: &str) -> bool {
    words(name).last().is_some_and(|last| ANSWERS.contains(&last.as_str()))
}

/// Whether a constant refuses.
pub(super) fn is_refusal(value: &Const) -> bool {
    matches!(value, Const::String(text) if words(text).first().is_some_and(|word| REFUSALS.contains(&word.as_str())))
}
