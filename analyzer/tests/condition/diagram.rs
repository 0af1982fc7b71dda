//! Conditions against brute force: connectives, quantifiers, renaming, budget.

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Condition, Conditions, Example, ValueSet, Variable};
use proptest::prelude::*;

use super::formula::{Formula, Problem, VARIABLES, domains, formula, implies};
use super::values::{any_set, is_member, pool};

/// The assignment with another value for one variable.
fn with(values: &[Example], variable: usize, value: &Example) -> Vec<Example> {
    let mut values = values.to_vec();
    values[variable] = value.clone();
    values
}

proptest! {
    #[test]
    fn connectives_agree_with_brute_force(domains in domains(), formula in formula()) {
        let mut problem = Problem::new(&domains);
        let condition = problem.build(&formula);
        prop_assert_eq!(problem.table(condition), problem.truth(&formula));
    }

    #[test]
    fn equal_handles_mean_equivalent(domains in domains(), left in formula(), right in formula()) {
        let mut problem = Problem::new(&domains);
        let (a, b) = (problem.build(&left), problem.build(&right));
        let (ta, tb) = (problem.truth(&left), problem.truth(&right));
        prop_assert_eq!(a == b, ta == tb);
        prop_assert_eq!(problem.conditions.equivalent(a, b), ta == tb);
        prop_assert_eq!(problem.conditions.implies(a, b), implies(&ta, &tb));
        prop_assert_eq!(a == Condition::FALSE, !ta.contains(&true));
        let rewritten = Formula::Not(Box::new(Formula::Ite(
            Box::new(left.clone()),
            Box::new(Formula::Not(Box::new(left.clone()))),
            Box::new(Formula::Not(Box::new(right.clone()))),
        )));
        let either = Formula::Or(Box::new(right), Box::new(left));
        prop_assert_eq!(problem.build(&rewritten), problem.build(&either));
    }

    #[test]
    fn nodes_partition_their_domains(domains in domains(), formula in formula()) {
        let mut problem = Problem::new(&domains);
        let mut pending = vec![problem.build(&formula)];
        while let Some((variable, arcs)) = pending.pop().and_then(|condition| problem.conditions.arcs(condition)) {
            let all = arcs.iter().fold(ValueSet::empty(), |all, (set, _)| all.union(set));
            prop_assert_eq!(&all, problem.conditions.domain(variable));
            for (index, (set, child)) in arcs.iter().enumerate() {
                prop_assert!(!set.is_empty());
                prop_assert!(arcs[index + 1..].iter().all(|(other, to)| other.is_disjoint_from(set) && to != child));
                prop_assert!(problem.conditions.support(*child).iter().all(|below| *below > variable));
            }
            pending.extend(arcs.iter().map(|(_, child)| *child).filter(|child| problem.conditions.arcs(*child).is_some()));
        }
    }

    #[test]
    fn restriction_agrees_on_the_set(domains in domains(), formula in formula(), which in 0..VARIABLES, set in any_set()) {
        let mut problem = Problem::new(&domains);
        let condition = problem.build(&formula);
        let variable = problem.variables[which];
        let restricted = problem.conditions.restrict(condition, variable, &set);
        for values in problem.assignments.iter().filter(|values| is_member(&values[which], &set)) {
            prop_assert_eq!(problem.holds(restricted, values), problem.holds(condition, values));
        }
        let not = problem.conditions.not(condition);
        let restricted_not = problem.conditions.restrict(not, variable, &set);
        if !set.is_disjoint_from(&domains[which]) {
            prop_assert_eq!(problem.conditions.not(restricted), restricted_not);
        } else {
            prop_assert_eq!(restricted, Condition::FALSE);
        }
    }

    #[test]
    fn a_single_value_leaves_the_cofactor(domains in domains(), formula in formula(), which in 0..VARIABLES) {
        let mut problem = Problem::new(&domains);
        let condition = problem.build(&formula);
        let variable = problem.variables[which];
        for value in pool().iter().filter(|value| is_member(value, &domains[which])) {
            let cofactor = problem.conditions.restrict(condition, variable, &value.value_set());
            prop_assert!(!problem.conditions.support(cofactor).contains(&variable));
            for values in &problem.assignments {
                prop_assert_eq!(problem.holds(cofactor, values), formula.evaluate(&with(values, which, value)));
            }
        }
    }

    #[test]
    fn quantification_and_projection(domains in domains(), formula in formula(), which in 0..VARIABLES) {
        let mut problem = Problem::new(&domains);
        let condition = problem.build(&formula);
        let variable = problem.variables[which];
        let exists = problem.conditions.exists(condition, variable);
        let candidates: Vec<_> = pool().into_iter().filter(|value| is_member(value, &domains[which])).collect();
        for values in &problem.assignments {
            let some = candidates.iter().any(|value| formula.evaluate(&with(values, which, value)));
            prop_assert_eq!(problem.holds(exists, values), some);
        }
        let values = problem.conditions.values(condition, variable);
        for value in &candidates {
            let some = problem.assignments.iter().any(|values| formula.evaluate(&with(values, which, value)));
            prop_assert_eq!(is_member(value, &values), some);
        }
    }

    #[test]
    fn support_is_what_the_condition_depends_on(domains in domains(), formula in formula()) {
        let mut problem = Problem::new(&domains);
        let condition = problem.build(&formula);
        let support = problem.conditions.support(condition);
        prop_assert!(support.is_sorted());
        for variable in problem.variables.clone() {
            let exists = problem.conditions.exists(condition, variable);
            prop_assert_eq!(support.contains(&variable), exists != condition);
        }
    }

    #[test]
    fn renaming_substitutes(domains in domains(), formula in formula(), to in prop::collection::vec(0..VARIABLES, VARIABLES)) {
        // All variables get one domain, so that every value of a new variable is one of the old.
        let all = domains.iter().fold(ValueSet::empty(), |all, domain| all.union(domain));
        let mut problem = Problem::new(&[domains[0].clone(), all.clone(), domains[2].clone()]);
        let uniform: Vec<_> = (0..VARIABLES).map(|_| problem.conditions.variable(all.clone())).collect();
        let condition = formula.build(&mut problem.conditions, &uniform);
        let targets = problem.variables.clone();
        let target = |variable: Variable| targets[to[variable.index() - VARIABLES]];
        let renamed = problem.conditions.rename(condition, target);
        for values in &problem.assignments {
            let substituted: Vec<_> = to.iter().map(|index| values[*index].clone()).collect();
            prop_assert_eq!(problem.holds(renamed, values), formula.evaluate(&substituted));
        }
    }

    #[test]
    fn a_spent_budget_is_told(domains in domains(), formula in formula(), budget in 0_usize..8) {
        let mut generous = Problem::new(&domains);
        let expected = generous.build(&formula);
        let mut conditions = Conditions::new(budget);
        let variables: Vec<_> = domains.iter().map(|domain| conditions.variable(domain.clone())).collect();
        let condition = formula.build(&mut conditions, &variables);
        if conditions.exceeded() {
            prop_assert_eq!(condition, Condition::FALSE);
            prop_assert_eq!(conditions.or(Condition::TRUE, Condition::TRUE), Condition::FALSE);
            prop_assert!(!conditions.implies(condition, Condition::TRUE) && conditions.exceeded());
            prop_assert!(conditions.cover(condition, condition).truncated);
        } else {
            prop_assert!(conditions.node_count(&[condition]) <= budget);
            prop_assert_eq!(conditions.node_count(&[condition]), generous.conditions.node_count(&[expected]));
        }
    }
}

#[test]
fn one_subject_carries_its_theory() {
    let mut conditions = Conditions::new(1_000);
    let role = conditions.variable(ValueSet::universe());
    let is = |text: &str| ValueSet::of(&Const::string(text));
    let admin = conditions.test(role, &is("admin"));
    let guest = conditions.test(role, &is("guest"));
    let present = conditions.test(role, &ValueSet::truthy());
    assert_eq!(conditions.and(admin, guest), Condition::FALSE);
    assert!(conditions.implies(admin, present));
    let (above_five, above_three) = (ValueSet::above(5.0, false), ValueSet::above(3.0, false));
    let (above_five, above_three) = (conditions.test(role, &above_five), conditions.test(role, &above_three));
    assert!(conditions.implies(above_five, above_three));
    assert!(!conditions.implies(above_three, above_five));
}

#[test]
fn a_value_outside_the_domain_satisfies_nothing() {
    let mut conditions = Conditions::new(10);
    let flag = conditions.variable(ValueSet::booleans());
    let set = conditions.test(flag, &ValueSet::truthy());
    assert!(!conditions.evaluate(set, |_, _| false));
    let nothing = conditions.variable(ValueSet::empty());
    assert_eq!(conditions.test(nothing, &ValueSet::universe()), Condition::FALSE);
}
