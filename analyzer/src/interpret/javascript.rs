//! What JavaScript's operators say of concrete values, written out once more, without sets.

use crate::condition::Example;
use crate::constant::Const;

/// `Boolean(value)`.
pub fn truthy(value: &Example) -> bool {
    match value {
        Example::Constant(Const::Undefined | Const::Null) => false,
        Example::Constant(Const::Bool(value)) => *value,
        Example::Constant(Const::Number(number)) => {
            let number = number.get();
            number != 0.0 && !number.is_nan()
        }
        Example::Constant(Const::String(text)) => !text.is_empty(),
        Example::Constant(Const::BigInt(digits)) => digits.chars().any(|digit| ('1'..='9').contains(&digit)),
        Example::Object | Example::Function | Example::Symbol => true,
    }
}

/// `value == null`.
pub(super) fn nullish(value: &Example) -> bool {
    matches!(value, Example::Constant(Const::Undefined | Const::Null))
}

/// `typeof value`.
pub(super) fn type_of(value: &Example) -> &'static str {
    match value {
        Example::Constant(Const::Undefined) => "undefined",
        Example::Constant(Const::Null) | Example::Object => "object",
        Example::Constant(Const::Bool(_)) => "boolean",
        Example::Constant(Const::Number(_)) => "number",
        Example::Constant(Const::String(_)) => "string",
        Example::Constant(Const::BigInt(_)) => "bigint",
        Example::Function => "function",
        Example::Symbol => "symbol",
    }
}

/// `value === constant`. Objects are equal to no constant.
pub(super) fn strictly_equal(value: &Example, constant: &Const) -> bool {
    match (value, constant) {
        (Example::Constant(Const::Number(a)), Const::Number(b)) => a.get() == b.get(),
        (Example::Constant(Const::String(a)), Const::String(b)) => a.as_ref() == b.as_ref(),
        (Example::Constant(Const::Bool(a)), Const::Bool(b)) => a == b,
        (Example::Constant(Const::BigInt(a)), Const::BigInt(b)) => a.trim_start_matches('0') == b.trim_start_matches('0'),
        (Example::Constant(Const::Undefined), Const::Undefined) | (Example::Constant(Const::Null), Const::Null) => true,
        _ => false,
    }
}

/// The number a value is compared as. Strings, bigints and objects convert to numbers, too, but the analysis leaves them
/// out of every order (see `ValueSet::below`), and so does this.
pub(super) fn number(value: &Example) -> Option<f64> {
    match value {
        Example::Constant(Const::Number(number)) => Some(number.get()),
        Example::Constant(Const::Null) => Some(0.0),
        Example::Constant(Const::Bool(value)) => Some(if *value { 1.0 } else { 0.0 }),
        _ => None,
    }
}
