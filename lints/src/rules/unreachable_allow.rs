#![doc = include_str!("unreachable_allow.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, Decision, Encoding, Reach};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "unreachable-allow",
    summary: "a check that cannot say yes",
    page: include_str!("unreachable_allow.md"),
    severity: Severity::Note,
    confidence: Confidence::High,
    cwe: &[561],
    security_severity: 2.0,
    pedantic: true,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.checks.iter().filter(|check| cannot_allow(check)).map(finding));
}

fn cannot_allow(check: &Check) -> bool {
    let feasible = || check.exits.iter().filter(|exit| exit.reach == Reach::Feasible);
    let only_denies = feasible().next().is_some() && feasible().all(|exit| exit.decision == Decision::Deny);
    only_denies && check.encoding != Encoding::Callback && check.exact && !check.refuses_by_name
}

fn finding(check: &Check) -> Finding {
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("`{}` denies whatever it is asked: no path allows", check.name),
        span: check.name_span,
        label: "never allows".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: None,
        help: "correct the test that shuts everybody out; if nobody may, say so in the name".to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: "false".to_owned(),
        exits: check.exits.iter().map(|exit| exit.span).collect(),
    }
}
