//! What each way out of a check means: the one table that turns values, ends, errors and answers into decisions.

use crate::decide::{CheckKind, Decision, Encoding, Polarity};

/// What each way out of a check means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    pub encoding: Encoding,
    /// How a value it gives is read.
    pub reading: Reading,
    /// Ending without a value.
    pub nothing: Decision,
    /// An error whose own words are no refusal.
    pub error: Decision,
}

/// How a value that a check gives is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// By its truth.
    Truth { truthy: Decision, falsy: Decision, nullish: Decision },
    /// Exactly `true` allows.
    True,
    /// As a decision word, or a member of a decision enum.
    Word,
    /// By the field that decides.
    Field(String),
    /// By the function that made it: `O.some(…)`, `NextResponse.next()`; any other value is read by its truth.
    Made { by: &'static [(&'static str, Decision)], truthy: Decision, nullish: Decision },
    /// Any value but `false` lets through.
    Any,
    /// Not at all: it holds rules that decide where they are asked.
    Rules,
    /// What the caller may see: the whole list of a parameter lets through, an empty one refuses.
    Kept,
}

impl Contract {
    /// True allows, false denies.
    pub const BOOLEAN: Contract = Contract {
        encoding: Encoding::Boolean,
        reading: Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, nullish: Decision::NotApplicable },
        nothing: Decision::Missing,
        error: Decision::Indeterminate,
    };

    /// A truthy answer denies, or asks a person.
    pub const fn inverted(truthy: Decision) -> Contract {
        let reading = Reading::Truth { truthy, falsy: Decision::Allow, nullish: Decision::NotApplicable };
        Contract { reading, ..Contract::BOOLEAN }
    }

    /// `'allow' | 'deny'`, or members of an enum.
    pub const fn words(encoding: Encoding) -> Contract {
        Contract { encoding, reading: Reading::Word, nothing: Decision::Missing, error: Decision::Indeterminate }
    }

    /// An object with a field that decides.
    pub fn object(field: &str) -> Contract {
        let reading = Reading::Field(field.to_owned());
        Contract { encoding: Encoding::Object, reading, nothing: Decision::Missing, error: Decision::Indeterminate }
    }

    /// Returning allows, throwing denies.
    pub const ASSERTION: Contract = Contract {
        encoding: Encoding::Assertion,
        reading: Reading::Any,
        nothing: Decision::Allow,
        error: Decision::Deny,
    };

    /// As an assertion, and what was looked at comes back.
    pub const VALUE_OR_THROW: Contract = Contract { encoding: Encoding::ValueOrThrow, ..Contract::ASSERTION };

    /// What a person must confirm, or nothing to confirm.
    pub const DETAILS_OR_FALSE: Contract = Contract {
        encoding: Encoding::DetailsOrFalse,
        reading: Reading::Truth { truthy: Decision::Ask, falsy: Decision::Allow, nullish: Decision::Allow },
        nothing: Decision::Allow,
        error: Decision::Deny,
    };

    /// Why not, or nothing to say against it.
    pub const TEXT_OR_NULL: Contract = Contract {
        encoding: Encoding::TextOrNull,
        reading: Reading::Truth { truthy: Decision::Deny, falsy: Decision::Allow, nullish: Decision::Allow },
        nothing: Decision::Allow,
        error: Decision::Deny,
    };

    /// An answer that refuses, or none.
    pub const RESPONSE_OR_NONE: Contract = Contract { encoding: Encoding::ResponseOrNone, ..Contract::TEXT_OR_NULL };

    /// True, or a filter that limits what may be seen; nothing is a denial.
    pub const BOOLEAN_OR_FILTER: Contract = Contract {
        encoding: Encoding::BooleanOrFilter,
        reading: Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, nullish: Decision::Deny },
        nothing: Decision::Deny,
        error: Decision::Deny,
    };

    /// The part of a list that may be seen.
    pub const LIST: Contract = Contract {
        encoding: Encoding::List,
        reading: Reading::Kept,
        nothing: Decision::Missing,
        error: Decision::Indeterminate,
    };

    /// A continuation is called, or not.
    pub const CONTINUATION: Contract = Contract {
        encoding: Encoding::Continuation,
        reading: Reading::Truth { truthy: Decision::Deny, falsy: Decision::Deny, nullish: Decision::Deny },
        nothing: Decision::Deny,
        error: Decision::Deny,
    };

    /// The decision is sent by a call: to a callback, or to something that grants.
    pub const CALLBACK: Contract = Contract {
        encoding: Encoding::Callback,
        reading: Reading::Truth { truthy: Decision::Missing, falsy: Decision::Missing, nullish: Decision::Missing },
        nothing: Decision::Missing,
        error: Decision::Deny,
    };

    /// As [`Contract::CALLBACK`], and what the function itself gives back is no decision.
    pub const SENT: Contract = Contract {
        reading: Reading::Truth {
            truthy: Decision::NotApplicable,
            falsy: Decision::NotApplicable,
            nullish: Decision::NotApplicable,
        },
        ..Contract::CALLBACK
    };

    /// Rules are declared; which of them holds is told where they are asked.
    pub const BUILDER: Contract = Contract {
        encoding: Encoding::Builder,
        reading: Reading::Rules,
        nothing: Decision::Delegated,
        error: Decision::Indeterminate,
    };

    /// Whether its decisions are answers sent before it ends; a value counts where none was.
    pub fn answers(&self) -> bool {
        matches!(self.encoding, Encoding::Continuation | Encoding::Response | Encoding::Callback)
    }

    /// Whether it decides or enforces.
    pub fn kind(&self) -> CheckKind {
        match self.encoding {
            Encoding::Assertion
            | Encoding::ValueOrThrow
            | Encoding::Continuation
            | Encoding::Response
            | Encoding::ResponseOrNone
            | Encoding::Callback => CheckKind::Guard,
            _ => CheckKind::Decision,
        }
    }

    /// Whether a truthy answer allows.
    pub fn polarity(&self) -> Polarity {
        if self.answers() {
            return Polarity::None;
        }
        match self.reading {
            Reading::Truth { truthy: Decision::Allow, .. } => Polarity::Normal,
            Reading::Truth { falsy: Decision::Allow, .. } => Polarity::Inverted,
            Reading::True => Polarity::Normal,
            _ if self.encoding == Encoding::Option => Polarity::Normal,
            _ => Polarity::None,
        }
    }

    /// Whether a truthy answer asks a person, rather than denies.
    pub fn asks(&self) -> bool {
        matches!(self.reading, Reading::Truth { truthy: Decision::Ask, .. })
    }

    /// What `true` and `false` mean.
    pub fn truth(&self) -> (Decision, Decision) {
        match self.reading {
            Reading::Truth { truthy, falsy, .. } => (truthy, falsy),
            _ => (Decision::Allow, Decision::Deny),
        }
    }
}
