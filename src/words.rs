//! How the analyzer's terms are written in every output, and in `portcullis.json`.

use portcullis_analyzer::{CheckKind, Decision, DefaultDecision, Encoding, Polarity};

/// A list of every term of a kind, and a function that gives each its word: a new term is one new line.
macro_rules! words {
    ($(#[$list_doc:meta])* $list:ident, $(#[$doc:meta])* $function:ident: $kind:ident { $($term:ident => $word:literal,)* }) => {
        $(#[$list_doc])*
        pub const $list: &[$kind] = &[$($kind::$term),*];

        $(#[$doc])*
        pub fn $function(term: $kind) -> &'static str {
            match term {
                $($kind::$term => $word,)*
            }
        }
    };
}

words! {
    /// Every way to spell decisions.
    ENCODINGS,
    /// How a check spells its decisions.
    encoding: Encoding {
        Boolean => "boolean",
        Literal => "literal",
        Enum => "enum",
        Object => "object",
        DetailsOrFalse => "details-or-false",
        TextOrNull => "text-or-null",
        ResponseOrNone => "response-or-none",
        BooleanOrFilter => "boolean-or-filter",
        List => "list",
        Option => "option",
        Assertion => "assertion",
        ValueOrThrow => "value-or-throw",
        Continuation => "continuation",
        Response => "response",
        Callback => "callback",
        Builder => "builder",
    }
}

words! {
    /// Every polarity.
    POLARITIES,
    /// Whether a truthy answer allows.
    polarity: Polarity {
        Normal => "normal",
        Inverted => "inverted",
        None => "none",
    }
}

/// The decisions that a project can give its own words.
pub const OWN_DECISIONS: &[Decision] = &[Decision::Allow, Decision::Deny, Decision::Ask, Decision::NotApplicable];

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
