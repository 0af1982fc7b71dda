#![doc = include_str!("mass_assignment.md")]

use portcullis_analyzer::{Analysis, Confidence, MassAssignment};

use crate::finding::{Finding, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "mass-assignment",
    summary: "the whole body of a request goes into a stored row",
    page: include_str!("mass_assignment.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[915],
    security_severity: 6.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.mass_assignments.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &MassAssignment) -> Finding {
    let function = name_of(analysis, one.function);
    let MassAssignment { entity, body, entry, .. } = one;
    let row = if entity.is_empty() { "a stored row".to_owned() } else { format!("a stored `{entity}`") };
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{function}` lets the whole body of `{entry}` into {row}"),
        span: one.span,
        label: "every field that is sent".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("any column of {row}: its identifier, its owner, its role")),
        help: format!("name the fields that may be set, or hand on what a schema makes of `{body}`"),
        fix: None,
        function,
        condition: format!("{entity} {body}"),
        exits: vec![one.span],
    };
    let (module, span) = one.stored_at;
    finding.see(analysis, module, span, "stores it".to_owned());
    finding
}
