#![doc = include_str!("unreachable_deny.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, DecidedExit, Decision, Reach};

use crate::finding::{Finding, Label, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "unreachable-deny",
    summary: "a denial that no run can reach",
    page: include_str!("unreachable_deny.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[561, 570],
    security_severity: 7.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in analysis.checks.iter().filter(|check| check.exact && check.can(Decision::Allow)) {
        let denials = check.exits.iter().filter(|exit| exit.decision == Decision::Deny && exit.is_whole_exit);
        for exit in denials.filter(|exit| is_dead(exit) && !exit.is_repeated) {
            let found = finding(check, exit);
            match findings.iter_mut().find(|earlier| is_hidden_alike(earlier, &found)) {
                Some(earlier) => earlier.exits.extend(found.exits),
                None => findings.push(found),
            }
        }
    }
}

/// Whether the same tests hide two denials: the operands of one `a && b` end at different places.
fn is_hidden_alike(a: &Finding, b: &Finding) -> bool {
    let tests = |finding: &Finding| finding.witness.iter().map(|step| step.span).collect::<Vec<_>>();
    a.function == b.function && !a.witness.is_empty() && tests(a) == tests(b)
}

/// Ruled out by the tests in front of it; what only the types rule out is a precaution, unless it names a value the type does not have.
fn is_dead(exit: &DecidedExit) -> bool {
    match exit.reach {
        Reach::Dead | Reach::Contradicted => true,
        Reach::ExcludedByTypes => exit.asks_for_foreign_value,
        Reach::Feasible => false,
    }
}

fn finding(check: &Check, exit: &DecidedExit) -> Finding {
    let why = match exit.reach {
        Reach::Dead => "it stands behind another way out",
        Reach::ExcludedByTypes => "the declared type has no such value",
        _ => "the tests before it leave no case for it",
    };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("`{}` never gets to this denial: {why}", check.name),
        span: exit.span,
        label: "denies, but no run gets here".to_owned(),
        witness: exit.blocked_by.iter().map(|step| Label { span: step.span, text: step.text.clone() }).collect(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: None,
        help: "put the denial before what allows, or correct the test that hides it".to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: "false".to_owned(),
        exits: vec![exit.span],
    }
}
