//! A pool of concrete values, and random sets that the pool tells apart.

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Example, ValueSet};
use proptest::prelude::*;

/// The constants and thresholds that random sets are made of.
pub fn vocabulary() -> Vec<Const> {
    let numbers = [0.0, 1.0, 5.0, f64::NAN].map(Const::number);
    let texts = ["", "a", "b"].map(Const::string);
    let bigints = ["0", "5"].map(|digits| Const::BigInt(digits.into()));
    let plain = [Const::Undefined, Const::Null, Const::Bool(true), Const::Bool(false)];
    plain.into_iter().chain(numbers).chain(texts).chain(bigints).collect()
}

/// One value of every cell that the vocabulary tells apart, so that two sets are equal if their members are.
pub fn pool() -> Vec<Example> {
    let between = [f64::NEG_INFINITY, 0.5, 3.0, 6.0].map(Const::number);
    let others = [Const::string("other"), Const::BigInt("7".into())];
    let constants = vocabulary().into_iter().chain(between).chain(others).map(Example::Constant);
    constants.chain([Example::Object, Example::Function, Example::Symbol]).collect()
}

/// Whether the value is in the set.
pub fn is_member(value: &Example, set: &ValueSet) -> bool {
    value.value_set().is_subset_of(set)
}

/// The members of the set among the pool.
pub fn members(set: &ValueSet) -> Vec<bool> {
    pool().iter().map(|value| is_member(value, set)).collect()
}

fn simple_set() -> impl Strategy<Value = ValueSet> {
    let names = ["undefined", "object", "boolean", "number", "string", "bigint", "function", "symbol"];
    let type_of = prop::sample::select(names.to_vec()).prop_map(|name| ValueSet::type_of(name).unwrap());
    let listed = prop::sample::subsequence(vocabulary(), 1..4).prop_map(|list| ValueSet::from_constants(&list));
    let bound = (prop::sample::select(&[0.0, 1.0, 5.0][..]), any::<bool>(), any::<bool>());
    prop_oneof![
        1 => Just(ValueSet::empty()),
        1 => Just(ValueSet::universe()),
        2 => Just(ValueSet::truthy()),
        2 => Just(ValueSet::nullish()),
        2 => type_of,
        4 => listed,
        2 => bound.prop_map(|(bound, inclusive, above)| match above {
            true => ValueSet::above(bound, inclusive),
            false => ValueSet::below(bound, inclusive),
        }),
    ]
}

/// A random set over the vocabulary.
pub fn any_set() -> impl Strategy<Value = ValueSet> {
    simple_set().prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.union(&b)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.intersection(&b)),
            inner.prop_map(|a| a.complement()),
        ]
    })
}

/// A few values of the pool, as a closed union type would give them.
pub fn small_domain() -> impl Strategy<Value = ValueSet> {
    prop::sample::subsequence(pool(), 2..5)
        .prop_map(|values| values.iter().fold(ValueSet::empty(), |set, value| set.union(&value.value_set())))
}

/// A domain as it occurs: closed, a type, or anything.
pub fn any_domain() -> impl Strategy<Value = ValueSet> {
    prop_oneof![2 => small_domain(), 2 => any_set(), 1 => Just(ValueSet::universe()), 1 => Just(ValueSet::booleans())]
}
