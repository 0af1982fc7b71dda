//! Sets of values form a Boolean algebra, each with one representation.

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Example, ValueSet};
use proptest::prelude::*;

use super::values::{any_set, is_member, members, pool};

fn zip_with(a: &ValueSet, b: &ValueSet, f: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    members(a).into_iter().zip(members(b)).map(|(a, b)| f(a, b)).collect()
}

proptest! {
    #[test]
    fn operations_agree_with_membership(a in any_set(), b in any_set()) {
        prop_assert_eq!(members(&a.union(&b)), zip_with(&a, &b, |a, b| a || b));
        prop_assert_eq!(members(&a.intersection(&b)), zip_with(&a, &b, |a, b| a && b));
        prop_assert_eq!(members(&a.difference(&b)), zip_with(&a, &b, |a, b| a && !b));
        prop_assert_eq!(members(&a.complement()), zip_with(&a, &a, |a, _| !a));
        prop_assert_eq!(a.is_subset_of(&b), zip_with(&a, &b, |a, b| !a || b).iter().all(|x| *x));
        prop_assert_eq!(a.is_disjoint_from(&b), zip_with(&a, &b, |a, b| !(a && b)).iter().all(|x| *x));
        prop_assert_eq!(a.is_empty(), members(&a).iter().all(|x| !x));
        prop_assert_eq!(a.is_universe(), members(&a).iter().all(|x| *x));
    }

    #[test]
    fn equal_sets_are_equal_values(a in any_set(), b in any_set()) {
        prop_assert_eq!(a == b, members(&a) == members(&b));
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.union(&a.intersection(&b)), a.clone());
        prop_assert_eq!(a.complement().complement(), a);
    }

    #[test]
    fn contains_is_membership(a in any_set()) {
        for value in pool() {
            if let Example::Constant(constant) = &value {
                prop_assert_eq!(a.contains(constant), is_member(&value, &a));
            }
        }
    }

    #[test]
    fn an_example_is_a_member(a in any_set(), hint in "[ab]?") {
        let hint = Const::string(&hint);
        let example = a.example(std::slice::from_ref(&hint));
        prop_assert_eq!(example.is_none(), a.is_empty());
        if let Some(example) = example {
            prop_assert!(is_member(&example, &a));
            let hinted = a.contains(&hint) && hint.is_truthy();
            prop_assert!(!hinted || example == Example::Constant(hint));
        }
    }

    #[test]
    fn constants_list_the_set(a in any_set()) {
        if let Some(constants) = a.constants() {
            prop_assert!(constants.is_sorted());
            prop_assert_eq!(ValueSet::from_constants(&constants), a);
        }
    }
}

#[test]
fn finite_sets_are_listed() {
    let constants = [Const::Null, Const::number(2.0), Const::number(2.0_f64.next_up()), Const::string("a")];
    assert_eq!(ValueSet::from_constants(&constants).constants(), Some(constants.to_vec()));
    assert_eq!(ValueSet::below(5.0, true).constants(), None);
    assert_eq!(ValueSet::objects().constants(), None);
}

#[test]
fn equal_constants_are_one_value() {
    let set = ValueSet::of(&Const::BigInt("007".into()));
    assert!(set.contains(&Const::BigInt("7".into())));
    assert!(ValueSet::falsy().contains(&Const::BigInt("-0".into())));
    assert_eq!(ValueSet::of(&Const::number(-0.0)), ValueSet::of(&Const::number(0.0)));
}

#[test]
fn comparisons_convert_null_and_booleans() {
    let below = ValueSet::below(1.0, false);
    assert!(below.contains(&Const::Null) && below.contains(&Const::Bool(false)) && !below.contains(&Const::Bool(true)));
    assert!(ValueSet::below(1.0, true).contains(&Const::Bool(true)));
    assert!(!below.contains(&Const::Undefined) && !below.contains(&Const::number(f64::NAN)));
    assert!(ValueSet::below(f64::NAN, true).is_empty() && ValueSet::above(f64::NAN, true).is_empty());
    assert!(ValueSet::below(f64::NEG_INFINITY, false).is_empty());
}

#[test]
fn examples_are_plausible() {
    let example = |set: ValueSet| set.example(&[Const::string("admin")]).map(|example| example.to_string());
    let without = |text: &str| ValueSet::universe().difference(&ValueSet::of(&Const::string(text)));
    assert_eq!(example(without("guest")).as_deref(), Some("'admin'"));
    assert_eq!(example(without("admin")).as_deref(), Some("'other'"));
    assert_eq!(example(ValueSet::numbers()).as_deref(), Some("0"));
    assert_eq!(example(ValueSet::above(5.0, false).intersection(&ValueSet::numbers())).as_deref(), Some("6"));
    assert_eq!(example(ValueSet::nullish()).as_deref(), Some("undefined"));
    assert_eq!(example(ValueSet::objects().union(&ValueSet::nullish())).as_deref(), Some("{}"));
}
