#![doc = include_str!("unaudited_decision.md")]

use portcullis_analyzer::{Analysis, Confidence, Decision, Unaudited};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "unaudited-decision",
    summary: "a decision leaves no trace where the others of its file do",
    page: include_str!("unaudited_decision.md"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    cwe: &[778],
    security_severity: 2.0,
    pedantic: true,
    run,
};

/// How many of the others are shown.
const SHOWN: usize = 3;

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.unaudited.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &Unaudited) -> Finding {
    let function = name_of(analysis, one.check);
    let (does, kind) = match one.decision {
        Decision::Allow => ("allows without asking", "allows"),
        _ => ("denies", "denials"),
    };
    let traced = one.traced.iter().take(SHOWN);
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence,
        message: format!(
            "`{function}` {does} and writes nothing; {} of {} {kind} of this file do",
            one.traced.len(),
            one.of
        ),
        span: one.exit,
        label: "leaves no trace".to_owned(),
        witness: Vec::new(),
        related: traced.map(|call| Label { span: *call, text: "writes of another one".to_owned() }).collect(),
        elsewhere: Vec::new(),
        gets_in: None,
        help: "write of this decision what is written of the others".to_owned(),
        fix: None,
        condition: does.to_owned(),
        function,
        exits: Vec::new(),
    }
}
