//! How the analyzer's terms are written in every output.

use portcullis_analyzer::{CheckKind, Decision, DefaultDecision, Encoding, Polarity};

/// What one way out means.
pub fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "allow",
        Decision::Deny => "deny",
        Decision::Ask => "ask",
        Decision::NotApplicable => "not-applicable",
        Decision::Missing => "missing",
        Decision::Indeterminate => "indeterminate",
        Decision::Delegated => "delegated",
    }
}

/// Whether a check decides or enforces.
pub fn kind(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::Decision => "decision",
        CheckKind::Guard => "guard",
    }
}

/// How a check spells its decisions.
pub fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Boolean => "boolean",
        Encoding::Literal => "literal",
        Encoding::Enum => "enum",
        Encoding::Object => "object",
        Encoding::DetailsOrFalse => "details-or-false",
        Encoding::TextOrNull => "text-or-null",
        Encoding::ResponseOrNone => "response-or-none",
        Encoding::BooleanOrFilter => "boolean-or-filter",
        Encoding::List => "list",
        Encoding::Option => "option",
        Encoding::Assertion => "assertion",
        Encoding::ValueOrThrow => "value-or-throw",
        Encoding::Continuation => "continuation",
        Encoding::Response => "response",
        Encoding::Callback => "callback",
        Encoding::Builder => "builder",
    }
}

/// Whether a truthy answer allows.
pub fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Normal => "normal",
        Polarity::Inverted => "inverted",
        Polarity::None => "none",
    }
}

/// The decision when no rule or guard matched.
pub fn default(default: DefaultDecision) -> &'static str {
    match default {
        DefaultDecision::Allow => "allow",
        DefaultDecision::Deny => "deny",
        DefaultDecision::Ask => "ask",
        DefaultDecision::Abstain => "abstain",
        DefaultDecision::Config => "config",
        DefaultDecision::Unknown => "unknown",
    }
}
