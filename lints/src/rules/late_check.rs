#![doc = include_str!("late_check.md")]

use portcullis_analyzer::{Analysis, Confidence, LateCheck};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "late-check",
    summary: "a row is changed before the test that may refuse it",
    page: include_str!("late_check.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[696, 367],
    security_severity: 6.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.late_checks.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &LateCheck) -> Finding {
    let function = name_of(analysis, one.function);
    let tested = analysis.source().slice(one.test).split_whitespace().collect::<Vec<_>>().join(" ");
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{function}` {}s `{}` before it tests `{tested}`", one.act.word(), one.entity),
        span: one.span,
        label: "done, whatever the test says".to_owned(),
        witness: Vec::new(),
        related: vec![
            Label { span: one.test, text: "tested only here".to_owned() },
            Label { span: one.denial, text: "refuses, too late".to_owned() },
        ],
        elsewhere: Vec::new(),
        gets_in: Some("whoever is refused: the change stays".to_owned()),
        help: "test first, and change the row behind it".to_owned(),
        fix: None,
        function,
        condition: tested,
        exits: vec![one.span],
    }
}
