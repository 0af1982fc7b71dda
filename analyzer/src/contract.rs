//! What each way out of a check means: the one table that turns values, ends, errors and answers into decisions.

use crate::constant::Const;
use crate::decide::{CheckKind, Decision, Encoding, Polarity};
use crate::vocabulary::{FieldMeaning, field_meaning};

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
    /// Whether a promise is waited for. Where it is not, the promise itself is the answer, whatever comes of it: a truthy value.
    pub awaited: bool,
    /// What values mean that a function, class or member gives, before anything else is asked: `O.some(…)`, `NextResponse.next()`, `new UrlTree(…)`. A name
    /// stands for itself and for the last part of a longer one.
    pub made: Vec<(String, Decision)>,
}

/// How a value that a check gives is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// By its truth.
    Truth { truthy: Decision, falsy: Decision, nullish: Decision },
    /// As a decision word, or a member of a decision enum.
    Word,
    /// By the field that decides.
    Field(Field),
    /// By what it is exactly.
    Cases(Cases),
    /// Any value but `false` lets through.
    Any,
    /// Not at all: it holds rules that decide where they are asked.
    Rules,
    /// What the caller may see: the whole list of a parameter lets through, an empty one refuses.
    Kept,
}

/// The field of an object that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, at whatever depth it stands.
    pub name: String,
    /// What its truth means, where its name does not say so: truthy, falsy.
    pub truth: Option<(Decision, Decision)>,
    /// What an object without it means.
    pub absent: Decision,
}

/// Values that mean something of their own, and what the others mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// Exactly these values: `true`, `undefined`.
    pub values: Vec<(Const, Decision)>,
    /// Any other text or object that is written out.
    pub written: Option<Decision>,
    /// Any other value, by its truth.
    pub truthy: Decision,
    pub falsy: Decision,
}

impl Contract {
    const fn plain(encoding: Encoding, reading: Reading, nothing: Decision, error: Decision) -> Contract {
        Contract { encoding, reading, nothing, error, awaited: true, made: Vec::new() }
    }

    /// True allows, false denies.
    pub const BOOLEAN: Contract = Contract::plain(
        Encoding::Boolean,
        Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, nullish: Decision::NotApplicable },
        Decision::Missing,
        Decision::Indeterminate,
    );

    /// A truthy answer denies, or asks a person.
    pub fn inverted(truthy: Decision) -> Contract {
        let reading = Reading::Truth { truthy, falsy: Decision::Allow, nullish: Decision::NotApplicable };
        Contract { reading, ..Contract::BOOLEAN }
    }

    /// `'allow' | 'deny'`, or members of an enum.
    pub fn words(encoding: Encoding) -> Contract {
        Contract { encoding, reading: Reading::Word, ..Contract::BOOLEAN }
    }

    /// An object with a field that decides.
    pub fn object(field: &str) -> Contract {
        let field = Field { name: field.to_owned(), truth: None, absent: Decision::NotApplicable };
        Contract { encoding: Encoding::Object, reading: Reading::Field(field), ..Contract::BOOLEAN }
    }

    /// Returning allows, throwing denies.
    pub const ASSERTION: Contract = Contract::plain(Encoding::Assertion, Reading::Any, Decision::Allow, Decision::Deny);

    /// As an assertion, and what was looked at comes back.
    pub const VALUE_OR_THROW: Contract =
        Contract::plain(Encoding::ValueOrThrow, Reading::Any, Decision::Allow, Decision::Deny);

    /// What a person must confirm, or nothing to confirm.
    pub const DETAILS_OR_FALSE: Contract = Contract::plain(
        Encoding::DetailsOrFalse,
        Reading::Truth { truthy: Decision::Ask, falsy: Decision::Allow, nullish: Decision::Allow },
        Decision::Allow,
        Decision::Deny,
    );

    /// Why not, or nothing to say against it.
    pub const TEXT_OR_NULL: Contract = Contract::plain(
        Encoding::TextOrNull,
        Reading::Truth { truthy: Decision::Deny, falsy: Decision::Allow, nullish: Decision::Allow },
        Decision::Allow,
        Decision::Deny,
    );

    /// An answer that refuses, or none.
    pub const RESPONSE_OR_NONE: Contract = Contract::plain(
        Encoding::ResponseOrNone,
        Reading::Truth { truthy: Decision::Deny, falsy: Decision::Allow, nullish: Decision::Allow },
        Decision::Allow,
        Decision::Deny,
    );

    /// True, or a filter that limits what may be seen; nothing is a denial.
    pub const BOOLEAN_OR_FILTER: Contract = Contract::plain(
        Encoding::BooleanOrFilter,
        Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, nullish: Decision::Deny },
        Decision::Deny,
        Decision::Deny,
    );

    /// The part of a list that may be seen.
    pub const LIST: Contract =
        Contract::plain(Encoding::List, Reading::Kept, Decision::Missing, Decision::Indeterminate);

    /// A continuation is called, or not.
    pub const CONTINUATION: Contract = Contract::plain(
        Encoding::Continuation,
        Reading::Truth { truthy: Decision::Deny, falsy: Decision::Deny, nullish: Decision::Deny },
        Decision::Deny,
        Decision::Deny,
    );

    /// The decision is sent by a call: to a callback, or to something that grants.
    pub const CALLBACK: Contract = Contract::plain(
        Encoding::Callback,
        Reading::Truth { truthy: Decision::Missing, falsy: Decision::Missing, nullish: Decision::Missing },
        Decision::Missing,
        Decision::Deny,
    );

    /// As [`Contract::CALLBACK`], and what the function itself gives back is no decision.
    pub const SENT: Contract = Contract::plain(
        Encoding::Callback,
        Reading::Truth {
            truthy: Decision::NotApplicable,
            falsy: Decision::NotApplicable,
            nullish: Decision::NotApplicable,
        },
        Decision::Missing,
        Decision::Deny,
    );

    /// Rules are declared; which of them holds is told where they are asked.
    pub const BUILDER: Contract =
        Contract::plain(Encoding::Builder, Reading::Rules, Decision::Delegated, Decision::Indeterminate);

    /// The plain contract of an encoding.
    pub fn of(encoding: Encoding) -> Contract {
        match encoding {
            Encoding::Boolean => Contract::BOOLEAN,
            Encoding::Literal | Encoding::Enum => Contract::words(encoding),
            Encoding::Object => Contract::object("allowed"),
            Encoding::DetailsOrFalse => Contract::DETAILS_OR_FALSE,
            Encoding::TextOrNull => Contract::TEXT_OR_NULL,
            Encoding::ResponseOrNone | Encoding::Response => Contract { encoding, ..Contract::RESPONSE_OR_NONE },
            Encoding::BooleanOrFilter | Encoding::Option => Contract { encoding, ..Contract::BOOLEAN_OR_FILTER },
            Encoding::List => Contract::LIST,
            Encoding::Assertion => Contract::ASSERTION,
            Encoding::ValueOrThrow => Contract::VALUE_OR_THROW,
            Encoding::Continuation => Contract::CONTINUATION,
            Encoding::Callback => Contract::CALLBACK,
            Encoding::Builder => Contract::BUILDER,
        }
    }

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
        match &self.reading {
            Reading::Truth { truthy: Decision::Allow, .. } => Polarity::Normal,
            Reading::Truth { falsy: Decision::Allow, .. } => Polarity::Inverted,
            Reading::Cases(cases) if self.encoding == Encoding::Boolean => {
                match cases.of(&Const::Bool(true)) == Decision::Allow {
                    true => Polarity::Normal,
                    false => Polarity::Inverted,
                }
            }
            _ if self.encoding == Encoding::Option => Polarity::Normal,
            _ => Polarity::None,
        }
    }

    /// Whether what it says is what it refuses: having nothing to say lets through.
    pub fn tells_refusals(&self) -> bool {
        let Reading::Field(field) = &self.reading else { return false };
        match field.truth {
            Some(truth) => matches!(truth, (Decision::Deny | Decision::Ask, Decision::Allow)),
            None => field_meaning(&field.name) == Some(FieldMeaning::Denies),
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
            Reading::Cases(ref cases) => (cases.of(&Const::Bool(true)), cases.of(&Const::Bool(false))),
            _ => (Decision::Allow, Decision::Deny),
        }
    }
}

impl Cases {
    /// What a constant means.
    pub fn of(&self, constant: &Const) -> Decision {
        let own = self.values.iter().find(|(value, _)| value == constant).map(|(_, decision)| *decision);
        let by_truth = || if constant.is_truthy() { self.truthy } else { self.falsy };
        own.or(self.written.filter(|_| matches!(constant, Const::String(_)))).unwrap_or_else(by_truth)
    }
}
