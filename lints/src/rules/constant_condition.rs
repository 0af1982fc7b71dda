#![doc = include_str!("constant_condition.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, ConstantCondition};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "constant-condition",
    summary: "a condition of a check that always holds, or never",
    page: include_str!("constant_condition.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[571, 480],
    security_severity: 7.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        findings.extend(check.constant_conditions.iter().map(|condition| finding(check, condition)));
    }
}

fn finding(check: &Check, condition: &ConstantCondition) -> Finding {
    let always = if condition.holds { "always" } else { "never" };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("a condition that decides in `{}` {always} holds", check.name),
        span: condition.span,
        label: format!("{always} holds"),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: None,
        help: "compare the value with each constant, and join with `&&` what must all hold, with `||` what may"
            .to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: always.to_owned(),
        exits: condition.decides.clone(),
    }
}
