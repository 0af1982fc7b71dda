//! A second opinion by `biodivine-lib-bdd` on formulas over booleans.

use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};
use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Condition, ValueSet};
use proptest::prelude::*;

use super::formula::{Formula, Problem, VARIABLES, formula};

fn encode(formula: &Formula, set: &BddVariableSet, variables: &[BddVariable]) -> Bdd {
    let encode = |formula: &Formula| encode(formula, set, variables);
    match formula {
        Formula::Test(variable, values) => {
            let when = |value| match values.contains(&Const::Bool(value)) {
                true => set.mk_literal(variables[*variable], value),
                false => set.mk_false(),
            };
            when(true).or(&when(false))
        }
        Formula::Not(a) => encode(a).not(),
        Formula::And(a, b) => encode(a).and(&encode(b)),
        Formula::Or(a, b) => encode(a).or(&encode(b)),
        Formula::Ite(a, b, c) => Bdd::if_then_else(&encode(a), &encode(b), &encode(c)),
    }
}

proptest! {
    #[test]
    fn both_agree(left in formula(), right in formula()) {
        let mut problem = Problem::new(&vec![ValueSet::booleans(); VARIABLES]);
        let (a, b) = (problem.build(&left), problem.build(&right));
        let set = BddVariableSet::new_anonymous(VARIABLES as u16);
        let variables = set.variables();
        let (x, y) = (encode(&left, &set, &variables), encode(&right, &set, &variables));
        prop_assert_eq!(a == Condition::FALSE, x.is_false());
        prop_assert_eq!(a == Condition::TRUE, x.is_true());
        prop_assert_eq!(problem.conditions.equivalent(a, b), x.iff(&y).is_true());
        prop_assert_eq!(problem.conditions.implies(a, b), x.imp(&y).is_true());
        prop_assert_eq!(problem.conditions.support(a).len(), x.support_set().len());
    }
}
