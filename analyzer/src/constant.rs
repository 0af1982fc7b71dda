//! Constants of the source language, with a total order so that sets of them are canonical.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A constant of the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Const {
    Undefined,
    Null,
    Bool(bool),
    Number(Number),
    String(Arc<str>),
    /// A bigint literal's digits, without the `n`.
    BigInt(Arc<str>),
}

/// A JavaScript number with the equality of `===`, except that `NaN` equals itself so that it can be a key.
#[derive(Debug, Clone, Copy)]
pub struct Number(f64);

impl Number {
    /// Folds `-0` into `0`.
    pub fn new(value: f64) -> Self {
        Number(if value == 0.0 { 0.0 } else { value })
    }

    /// The number itself.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.0.is_nan(), other.0.is_nan()) {
            (true, true) => Ordering::Equal,
            _ => self.0.total_cmp(&other.0),
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if self.0.is_nan() { u64::MAX.hash(state) } else { self.0.to_bits().hash(state) }
    }
}

impl Const {
    /// A string constant.
    pub fn string(text: &str) -> Self {
        Const::String(Arc::from(text))
    }

    /// A number constant.
    pub fn number(value: f64) -> Self {
        Const::Number(Number::new(value))
    }

    /// Whether `if (constant)` takes the branch (ECMAScript `ToBoolean`).
    pub fn is_truthy(&self) -> bool {
        match self {
            Const::Undefined | Const::Null => false,
            Const::Bool(value) => *value,
            Const::Number(number) => number.get() != 0.0 && !number.get().is_nan(),
            Const::String(text) => !text.is_empty(),
            Const::BigInt(digits) => !digits.trim_start_matches('0').is_empty(),
        }
    }

    /// Whether the constant is `null` or `undefined`.
    pub fn is_nullish(&self) -> bool {
        matches!(self, Const::Undefined | Const::Null)
    }

    /// What `typeof constant` gives.
    pub fn type_of(&self) -> &'static str {
        match self {
            Const::Undefined => "undefined",
            Const::Null => "object",
            Const::Bool(_) => "boolean",
            Const::Number(_) => "number",
            Const::String(_) => "string",
            Const::BigInt(_) => "bigint",
        }
    }
}

impl fmt::Display for Const {
    /// As TypeScript source: strings in single quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Const::Undefined => f.write_str("undefined"),
            Const::Null => f.write_str("null"),
            Const::Bool(value) => write!(f, "{value}"),
            Const::Number(number) => match number.get() {
                value if value == f64::INFINITY => f.write_str("Infinity"),
                value if value == f64::NEG_INFINITY => f.write_str("-Infinity"),
                value => write!(f, "{value}"),
            },
            Const::String(text) => {
                f.write_str("'")?;
                for character in text.chars() {
                    match character {
                        '\'' => f.write_str("\\'")?,
                        '\\' => f.write_str("\\\\")?,
                        '\n' => f.write_str("\\n")?,
                        '\r' => f.write_str("\\r")?,
                        '\t' => f.write_str("\\t")?,
                        '\0' => f.write_str("\\0")?,
                        other => write!(f, "{other}")?,
                    }
                }
                f.write_str("'")
            }
            Const::BigInt(digits) => write!(f, "{digits}n"),
        }
    }
}
