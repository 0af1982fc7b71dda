//! Covers lie between what they must and what they may cover, are irredundant, and read back as what they cover.

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Condition, Conditions, Cover, Cube, MAX_CUBES, ValueSet};
use proptest::prelude::*;

use super::formula::{Problem, domains, formula};

fn disjunction(conditions: &mut Conditions, cubes: &[Cube]) -> Condition {
    cubes.iter().fold(Condition::FALSE, |any, cube| {
        let cube = conditions.cube_condition(cube);
        conditions.or(any, cube)
    })
}

fn without<T: Clone>(list: &[T], index: usize) -> Vec<T> {
    [&list[..index], &list[index + 1..]].concat()
}

proptest! {
    #[test]
    fn a_cover_is_between_and_irredundant(domains in domains(), on in formula(), dont_care in formula()) {
        let mut problem = Problem::new(&domains);
        let (on, dont_care) = (problem.build(&on), problem.build(&dont_care));
        let conditions = &mut problem.conditions;
        let may_be = conditions.or(on, dont_care);
        let Cover { cubes, truncated } = conditions.cover(on, may_be);
        prop_assert!(!truncated);
        let all = disjunction(conditions, &cubes);
        prop_assert!(conditions.implies(on, all) && conditions.implies(all, may_be));
        for (index, cube) in cubes.iter().enumerate() {
            let others = disjunction(conditions, &without(&cubes, index));
            prop_assert!(!conditions.implies(on, others), "superfluous {:?}", cube);
            prop_assert!(cube.literals.is_sorted_by(|a, b| a.0 < b.0));
            for (position, (variable, set)) in cube.literals.iter().enumerate() {
                prop_assert!(!set.is_empty() && set.is_subset_of(conditions.domain(*variable)));
                let wider = conditions.cube_condition(&Cube { literals: without(&cube.literals, position) });
                prop_assert!(!conditions.implies(wider, may_be), "superfluous literal {} of {:?}", position, cube);
            }
        }
        let fewest = cubes.iter().map(|cube| cube.literals.len()).min();
        prop_assert_eq!(conditions.shortest_cube(on, may_be).map(|cube| cube.literals.len()), fewest);
    }

    #[test]
    fn picked_cubes_satisfy(domains in domains(), formula in formula()) {
        let mut problem = Problem::new(&domains);
        let condition = problem.build(&formula);
        let picked = problem.conditions.pick(condition);
        prop_assert_eq!(picked.is_none(), condition == Condition::FALSE);
        if let Some(cube) = picked {
            let cube = problem.conditions.cube_condition(&cube);
            prop_assert!(cube != Condition::FALSE && problem.conditions.implies(cube, condition));
        }
    }
}

#[test]
fn values_of_one_subject_share_a_cube() {
    let mut conditions = Conditions::new(1_000);
    let role = conditions.variable(ValueSet::universe());
    let active = conditions.variable(ValueSet::booleans());
    let staff = ValueSet::from_constants(&["admin", "editor"].map(Const::string));
    let (is_staff, is_active) = (conditions.test(role, &staff), conditions.test(active, &ValueSet::truthy()));
    let allow = conditions.and(is_staff, is_active);
    let cover = conditions.cover(allow, allow);
    let cube = Cube { literals: vec![(role, staff), (active, ValueSet::of(&Const::Bool(true)))] };
    assert_eq!(cover, Cover { cubes: vec![cube], truncated: false });
}

#[test]
fn what_was_decided_above_does_not_lengthen_a_literal() {
    let mut conditions = Conditions::new(1_000);
    let role = conditions.variable(ValueSet::universe());
    let is = |text: &str| ValueSet::of(&Const::string(text));
    let admin = conditions.test(role, &is("admin"));
    let editor = conditions.test(role, &is("editor"));
    let may_be = conditions.or(admin, editor);
    assert_eq!(conditions.cover(editor, may_be).cubes, [Cube { literals: vec![(role, is("editor"))] }]);
    let absent = conditions.test(role, &ValueSet::nullish());
    let present = conditions.not(absent);
    let rest = conditions.ite(admin, Condition::FALSE, present);
    let otherwise = Cube { literals: vec![(role, ValueSet::nullish().complement())] };
    assert_eq!(conditions.cover(rest, present).cubes, [otherwise]);
}

#[test]
fn too_many_cubes_are_cut_off_inside_the_bounds() {
    // The parity of twelve flags has 2,048 prime implicants, all needed.
    let mut conditions = Conditions::new(100_000);
    let flags: Vec<_> = (0..12).map(|_| conditions.variable(ValueSet::booleans())).collect();
    let parity = flags.into_iter().fold(Condition::FALSE, |parity, flag| {
        let set = conditions.test(flag, &ValueSet::truthy());
        let even = conditions.not(parity);
        conditions.ite(set, even, parity)
    });
    let Cover { cubes, truncated } = conditions.cover(parity, parity);
    let all = disjunction(&mut conditions, &cubes);
    assert!(truncated && cubes.len() == MAX_CUBES && conditions.implies(all, parity));
}
