//! The decision table: rows by exit in source order, each minimised against what is possible and what the rows above decided.

use crate::condition::{Condition, Cube};
use crate::decide::{DecisionTable, Row};
use crate::evaluate::{Evaluation, ExitKind, Open};

use super::{Part, possible};

/// Rows after which a table is cut off, and says so.
const MAX_ROWS: usize = 200;

/// Rows by exit in source order, each minimised against the theory and the rows above.
pub(super) fn table(evaluation: &mut Evaluation<'_>, parts: &[Part]) -> DecisionTable {
    let facts = &mut evaluation.facts;
    let mut care = possible(facts, parts);
    let mut rows: Vec<Row> = Vec::new();
    let mut truncated = false;
    for part in parts {
        if rows.len() == MAX_ROWS {
            truncated = true;
            break;
        }
        let on = facts.conditions.and(part.condition, care);
        if on == Condition::FALSE {
            continue;
        }
        let not_care = facts.conditions.not(care);
        let may_be = facts.conditions.or(on, not_care);
        let last = may_be == Condition::TRUE;
        let condition = if last {
            "otherwise".to_owned()
        } else {
            let cover = facts.conditions.cover(on, may_be);
            truncated |= cover.truncated;
            facts.show_cover_within(&cover.cubes, care).text
        };
        let gives = match evaluation.exits[part.exit].kind {
            ExitKind::FallsOff | ExitKind::BareReturn if !part.is_answer => String::new(),
            _ => one_line(facts.source.slice(part.span)),
        };
        rows.push(Row { decision: part.decision, condition, exit: part.span, gives });
        let not = facts.conditions.not(part.condition);
        care = facts.conditions.and(care, not);
        if last {
            break;
        }
    }
    let mut open = evaluation.open.clone();
    if truncated || evaluation.facts.conditions.exceeded() && open.is_empty() {
        let span = evaluation.function.name_span;
        open.push(Open { span, reason: "its table is too long to be written out".to_owned() });
    }
    DecisionTable { rows, complete: open.is_empty(), open }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The cubes of a condition within what is possible.
pub fn cubes(evaluation: &mut Evaluation<'_>, condition: Condition) -> Vec<Cube> {
    let theory = evaluation.facts.theory();
    let on = evaluation.facts.conditions.and(condition, theory);
    let not_theory = evaluation.facts.conditions.not(theory);
    let may_be = evaluation.facts.conditions.or(condition, not_theory);
    evaluation.facts.conditions.cover(on, may_be).cubes
}
