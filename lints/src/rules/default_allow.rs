#![doc = include_str!("default_allow.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, DecidedExit, Decision, Encoding, Polarity, Witness};

use crate::finding::{Finding, Severity};
use crate::repair::refuse_at;
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "default-allow",
    summary: "a path allows though nothing on it granted anything",
    page: include_str!("default_allow.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[636, 276],
    security_severity: 6.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in analysis.checks.iter().filter(|check| asks_who_may(check)) {
        let open = check.reaching(Decision::Allow).find_map(|exit| Some((exit, exit.unproven.as_ref()?)));
        let open = open.filter(|(_, witness)| is_told(check, witness));
        if let Some((exit, witness)) = open {
            findings.push(finding(analysis, check, exit, witness));
        }
    }
}

/// A check that holds back somewhere, and whose yes is a statement: not a deny predicate, whose default is to let through.
fn asks_who_may(check: &Check) -> bool {
    let holds_back = check.can(Decision::Deny) || check.can(Decision::Ask) || check.can(Decision::Delegated);
    let says_yes = match check.encoding {
        Encoding::Boolean => check.polarity == Polarity::Normal,
        Encoding::Literal | Encoding::Enum | Encoding::Object | Encoding::BooleanOrFilter => true,
        Encoding::Continuation => true,
        // What is inside of an option may be the answer.
        Encoding::Option => false,
        // Returning from an assertion is its yes: only a list of refused constants is told.
        Encoding::Assertion | Encoding::ValueOrThrow => check.refuses_constants_only,
        // Where an answer refuses, having none is no statement.
        Encoding::DetailsOrFalse => true,
        Encoding::TextOrNull | Encoding::ResponseOrNone | Encoding::Response => false,
        Encoding::List | Encoding::Callback | Encoding::Builder => false,
    };
    holds_back && says_yes && check.exact && !check.open_by_name && !check.names_denial
}

/// Whether the open path says something, by what the check is.
fn is_told(check: &Check, witness: &Witness) -> bool {
    match check.encoding {
        // Most things are not put to a person; what nobody knows should be.
        Encoding::DetailsOrFalse => witness.not_found,
        // Who only hands the question on denies where the other one does: without him nobody does.
        _ if !check.can(Decision::Deny) && !check.can(Decision::Ask) => witness.absence_only,
        _ => true,
    }
}

/// Conditions longer than this are left to the labels.
const LONGEST_CONDITION: usize = 80;

fn message(check: &Check, witness: &Witness) -> String {
    if witness.condition.len() > LONGEST_CONDITION {
        return format!("`{}` allows on a path where nothing was granted", check.name);
    }
    format!("`{}` allows when `{}`, though nothing was granted", check.name, witness.condition)
}

fn finding(analysis: &Analysis<'_>, check: &Check, exit: &DecidedExit, witness: &Witness) -> Finding {
    let known = check.deny_list || witness.absence_only || check.encoding == Encoding::DetailsOrFalse;
    Finding {
        rule: &RULE,
        severity: if known { Severity::Note } else { RULE.severity },
        confidence: RULE.confidence.min(check.confidence),
        message: message(check, witness),
        span: exit.span,
        label: "allows".to_owned(),
        witness: labels(witness),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(witness.gets_in.clone()),
        help: "name who may, and deny at the end".to_owned(),
        fix: refuse_at(analysis, check, exit.span).filter(|_| !known && check.allows_elsewhere(exit.span)),
        function: check.name.clone(),
        condition: witness.condition.clone(),
        exits: vec![exit.span],
    }
}
