//! A concrete value out of a set, to show in a witness.

use std::fmt;
use std::sync::Arc;

use super::{Kinds, Parts, ValueSet};
use crate::constant::Const;

/// A concrete value. Objects, functions and symbols are not told apart from others of their kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Example {
    /// A value that the language can write as a constant.
    Constant(Const),
    /// Some object.
    Object,
    /// Some function.
    Function,
    /// Some symbol.
    Symbol,
}

impl Example {
    /// The smallest set that holds this value.
    pub fn value_set(&self) -> ValueSet {
        match self {
            Example::Constant(constant) => ValueSet::of(constant),
            Example::Object => ValueSet::of_kinds(Kinds::OBJECT),
            Example::Function => ValueSet::of_kinds(Kinds::FUNCTION),
            Example::Symbol => ValueSet::of_kinds(Kinds::SYMBOL),
        }
    }
}

impl fmt::Display for Example {
    /// As TypeScript.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Example::Constant(constant) => constant.fmt(f),
            Example::Object => f.write_str("{}"),
            Example::Function => f.write_str("() => {}"),
            Example::Symbol => f.write_str("Symbol()"),
        }
    }
}

/// A member of `set`, the more telling kinds first.
pub(super) fn choose(set: &Parts, hints: &[Const]) -> Option<Example> {
    let string = || string(set, hints).map(Const::String);
    let number = || number(set, hints).map(Const::number);
    let bigint = || bigint(set).map(Const::BigInt);
    let kind = |kind, value: Example| set.kinds.contains(kind).then_some(value);
    let constant = |flag, value| kind(flag, Example::Constant(value));
    (string().or_else(number).map(Example::Constant))
        .or_else(|| constant(Kinds::TRUE, Const::Bool(true)))
        .or_else(|| kind(Kinds::OBJECT, Example::Object))
        .or_else(|| constant(Kinds::UNDEFINED, Const::Undefined))
        .or_else(|| constant(Kinds::NULL, Const::Null))
        .or_else(|| constant(Kinds::FALSE, Const::Bool(false)))
        .or_else(|| bigint().map(Example::Constant))
        .or_else(|| kind(Kinds::FUNCTION, Example::Function))
        .or_else(|| kind(Kinds::SYMBOL, Example::Symbol))
        .or_else(|| constant(Kinds::NAN, Const::number(f64::NAN)))
}

/// A string of the set; the empty one only if there is no other.
fn string(set: &Parts, hints: &[Const]) -> Option<Arc<str>> {
    let hinted = hints.iter().filter_map(|hint| match hint {
        Const::String(text) => Some(text.clone()),
        _ => None,
    });
    let listed = set.strings.members().into_iter().flatten().cloned();
    let invented = ["other", "another"].into_iter().map(Arc::from);
    // Only finitely many texts can be excluded, so that one of the numbered ones is a member of every cofinite set.
    let numbered = (2..).map(|n| Arc::from(format!("other{n}")));
    let not_empty = |text: &Arc<str>| !text.is_empty() && set.strings.contains(text);
    let first = hinted.chain(listed).chain(invented).find(not_empty);
    match set.strings.members() {
        Some(_) => first.or_else(|| set.strings.contains("").then(|| Arc::from(""))),
        None => first.or_else(|| numbered.into_iter().find(not_empty)),
    }
}

fn number(set: &Parts, hints: &[Const]) -> Option<f64> {
    let hinted = hints.iter().find_map(|hint| match hint {
        Const::Number(number) if set.numbers.contains(number.get()) => Some(number.get()),
        _ => None,
    });
    hinted.or_else(|| set.numbers.example())
}

fn bigint(set: &Parts) -> Option<Arc<str>> {
    match set.bigints.members() {
        Some(mut members) => members.next().cloned(),
        None => (1_u64..).map(|n| Arc::from(n.to_string())).find(|digits: &Arc<str>| set.bigints.contains(digits)),
    }
}
