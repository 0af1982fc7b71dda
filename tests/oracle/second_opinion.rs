//! The conditions of one function, computed once more by another library.

use std::collections::HashMap;

use biodivine_lib_bdd::Bdd;
use portcullis_analyzer::condition::Condition;
use portcullis_analyzer::evaluate::{Evaluation, evaluate};
use portcullis_analyzer::{FunctionRef, Program};

use super::diagrams::Diagrams;

/// Cells beyond which the other library's diagrams get slow.
const MOST_CELLS: usize = 400;

/// Compares exits, connectives and covers; gives how many conditions, or what differs.
pub fn compare(program: &Program, at: FunctionRef) -> Result<usize, String> {
    let mut evaluation = evaluate(program, at);
    let exits = exits(&mut evaluation);
    let said = evaluation.facts.theory();
    let conditions = &mut evaluation.facts.conditions;
    let covered = exits.iter().fold(Condition::FALSE, |all, exit| conditions.or(all, *exit));
    let mut all = exits.clone();
    all.push(covered);
    let diagrams = Diagrams::of(conditions, &[&all[..], &[said]].concat());
    if diagrams.size() > MOST_CELLS {
        return Err(format!("{} cells", diagrams.size()));
    }
    let mut done = HashMap::new();
    let theory = diagrams.theory();
    let mut other = Vec::new();
    for &condition in &all {
        let by_arcs = diagrams.by_arcs(conditions, condition, &mut done).and(&theory);
        let cubes = conditions.cover(condition, condition).cubes;
        if diagrams.by_cubes(&cubes).and(&theory) != by_arcs {
            return Err("the cubes of an exit are not its condition".to_owned());
        }
        let not = conditions.not(condition);
        if diagrams.by_arcs(conditions, not, &mut done).and(&theory) != theory.and_not(&by_arcs) {
            return Err("what is not an exit's condition is".to_owned());
        }
        other.push(by_arcs);
    }
    let union = other.pop().unwrap_or_else(|| theory.clone());
    // What leaves a loop is told apart with what is known of the element that was found.
    let said = diagrams.by_arcs(&evaluation.facts.conditions, said, &mut done);
    disjoint(&other, &said, &union)?;
    rows(&mut evaluation, &diagrams, &exits, &other)?;
    Ok(all.len())
}

fn exits(evaluation: &mut Evaluation<'_>) -> Vec<Condition> {
    let mut all = Vec::new();
    for exit in &evaluation.exits {
        let conditions = &mut evaluation.facts.conditions;
        all.push(exit.value.0.iter().fold(Condition::FALSE, |all, &(guard, _)| conditions.or(all, guard)));
    }
    all
}

/// No two exits have a case in common, and together they are what the diagrams say they are.
fn disjoint(exits: &[Bdd], said: &Bdd, union: &Bdd) -> Result<(), String> {
    let mut taken = said.and_not(said);
    for (index, exit) in exits.iter().enumerate() {
        if !taken.and(exit).and(said).is_false() {
            return Err(format!("exit {index} has a case in common with an earlier one"));
        }
        taken = taken.or(exit);
    }
    if taken == *union { Ok(()) } else { Err("the union of the exits is another one".to_owned()) }
}

/// A cover with don't-cares, as a table's rows are made: it holds where it must and only where it may.
fn rows(
    evaluation: &mut Evaluation<'_>,
    diagrams: &Diagrams,
    exits: &[Condition],
    other: &[Bdd],
) -> Result<(), String> {
    let conditions = &mut evaluation.facts.conditions;
    let theory = diagrams.theory();
    let mut above = Condition::FALSE;
    let mut other_above = theory.and_not(&theory);
    for (exit, other) in exits.iter().zip(other) {
        let may_be = conditions.or(*exit, above);
        let cover = conditions.cover(*exit, may_be);
        let cubes = diagrams.by_cubes(&cover.cubes).and(&theory);
        if !other.and_not(&cubes).is_false() || !cubes.and_not(&other.or(&other_above)).is_false() {
            return Err("a minimised cover is not between its bounds".to_owned());
        }
        above = may_be;
        other_above = other_above.or(other);
    }
    Ok(())
}
