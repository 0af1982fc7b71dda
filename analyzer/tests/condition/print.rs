//! Printed literals read back as the set they were printed from.

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Expression, Precedence, ValueSet, literal};
use proptest::prelude::*;

use super::typescript::holds;
use super::values::{any_domain, any_set, is_member, pool};

fn name() -> Expression {
    Expression::new("x", Precedence::Atom)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn a_literal_is_true_exactly_for_its_set(set in any_set(), domain in any_domain()) {
        let expression = literal(&name(), &set, &domain);
        for value in pool().iter().filter(|value| is_member(value, &domain)) {
            prop_assert_eq!(holds(&expression.text, value), is_member(value, &set), "{} for {}", expression.text, value);
        }
    }

    #[test]
    fn negating_the_text_negates_the_set(set in any_set(), domain in any_domain()) {
        let expression = literal(&name(), &set, &domain);
        let negated = format!("!{}", expression.operand_of(Precedence::Unary));
        for value in pool().iter().filter(|value| is_member(value, &domain)) {
            prop_assert_eq!(holds(&negated, value), !is_member(value, &set), "{} for {}", negated, value);
        }
    }
}

fn texts(list: &[&str]) -> ValueSet {
    ValueSet::from_constants(&list.iter().map(|text| Const::string(text)).collect::<Vec<_>>())
}

fn of(constant: Const) -> ValueSet {
    ValueSet::of(&constant)
}

#[test]
fn literals_read_naturally_in_the_full_domain() {
    let universe = ValueSet::universe();
    let strings = ValueSet::strings();
    let numbers = ValueSet::numbers();
    let cases = [
        (ValueSet::truthy(), "x"),
        (ValueSet::falsy(), "!x"),
        (texts(&["a"]), "x === 'a'"),
        (texts(&["a"]).complement(), "x !== 'a'"),
        (texts(&["a", "b"]), "x === 'a' || x === 'b'"),
        (texts(&["a", "b"]).complement(), "x !== 'a' && x !== 'b'"),
        (ValueSet::nullish(), "x == null"),
        (ValueSet::nullish().complement(), "x != null"),
        (of(Const::Undefined), "x === undefined"),
        (of(Const::Bool(true)), "x === true"),
        (strings.clone(), "typeof x === 'string'"),
        (strings.complement(), "typeof x !== 'string'"),
        (strings.difference(&texts(&[""])), "typeof x === 'string' && x"),
        (ValueSet::below(5.0, false), "x < 5"),
        (ValueSet::above(5.0, true), "x >= 5"),
        (ValueSet::below(5.0, false).complement(), "!(x < 5)"),
        (ValueSet::below(5.0, false).intersection(&numbers), "typeof x === 'number' && x < 5"),
        (ValueSet::truthy().difference(&texts(&["a"])), "x && x !== 'a'"),
        (ValueSet::falsy().union(&texts(&["a"])), "!x || x === 'a'"),
        (ValueSet::booleans(), "typeof x === 'boolean'"),
        (ValueSet::empty(), "false"),
        (ValueSet::universe(), "true"),
    ];
    for (set, expected) in cases {
        assert_eq!(literal(&name(), &set, &universe).text, expected);
    }
}

#[test]
fn literals_use_what_the_domain_rules_out() {
    let closed = texts(&["a", "b", "c"]);
    let optional = closed.union(&of(Const::Undefined));
    let number = ValueSet::numbers().difference(&of(Const::number(f64::NAN)));
    let object = ValueSet::objects().union(&of(Const::Null));
    let cases = [
        (of(Const::Bool(true)), ValueSet::booleans(), "x"),
        (of(Const::Bool(false)), ValueSet::booleans(), "!x"),
        (of(Const::Bool(false)), ValueSet::booleans().union(&ValueSet::nullish()), "x === false"),
        (texts(&["a", "b"]), closed.clone(), "x !== 'c'"),
        (texts(&["a"]), closed.clone(), "x === 'a'"),
        (closed.clone(), optional.clone(), "x"),
        (texts(&["a"]), optional, "x === 'a'"),
        (ValueSet::objects(), object.clone(), "x"),
        (of(Const::Null), object, "!x"),
        (ValueSet::below(5.0, false).complement(), number.clone(), "x >= 5"),
        (ValueSet::above(5.0, false).difference(&ValueSet::above(10.0, false)), number, "x > 5 && x <= 10"),
        (of(Const::Undefined), ValueSet::strings().union(&of(Const::Undefined)), "x === undefined"),
    ];
    for (set, domain, expected) in cases {
        assert_eq!(literal(&name(), &set, &domain).text, expected);
    }
}

#[test]
fn a_compound_subject_is_parenthesised() {
    let subject = Expression::new("a ?? b", Precedence::Lowest);
    let show = |set: &ValueSet| literal(&subject, set, &ValueSet::universe()).text;
    assert_eq!(show(&texts(&["a"])), "(a ?? b) === 'a'");
    assert_eq!(show(&ValueSet::falsy()), "!(a ?? b)");
    assert_eq!(show(&ValueSet::strings()), "typeof (a ?? b) === 'string'");
    assert_eq!(show(&ValueSet::truthy()), "a ?? b");
    let awaited = Expression::new("await f()", Precedence::Unary);
    assert_eq!(literal(&awaited, &ValueSet::falsy(), &ValueSet::universe()).text, "!await f()");
}
