#![doc = include_str!("vacuous_allow.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, Vacuous};

use crate::finding::{Finding, Severity};
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "vacuous-allow",
    summary: "every element of a list may, and the list may be empty",
    page: include_str!("vacuous_allow.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[697],
    security_severity: 6.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        findings.extend(check.vacuous.iter().map(|one| finding(check, one)));
    }
}

fn finding(check: &Check, one: &Vacuous) -> Finding {
    let (name, list, whole) = (&check.name, &one.list, &one.whole);
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: one.confidence,
        message: format!("`{name}` allows when `{list}` is empty: nothing in it fails"),
        span: one.exit,
        label: "allows".to_owned(),
        witness: labels(&one.witness),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("any `{whole}` for which `{list}` is empty")),
        help: "deny or ask where the list is empty, before asking of every element".to_owned(),
        function: name.clone(),
        condition: one.witness.condition.clone(),
        exits: vec![one.exit],
        fix: None,
    }
}
