#![doc = include_str!("request_controlled.md")]

use portcullis_analyzer::{Analysis, Claim, Claimed, Confidence};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "request-controlled",
    summary: "whoever asks gives the right to himself",
    page: include_str!("request_controlled.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[807, 290],
    security_severity: 8.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.claims.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &Claim) -> Finding {
    let function = name_of(analysis, one.function);
    let value = &one.value;
    let (message, gets_in, help) = match one.what {
        Claimed::Right => (
            format!("`{function}` believes what the request says of itself: `{value}`"),
            format!("whoever sends a `{value}` that is let through"),
            "ask the session or the store what somebody may, not the request",
        ),
        Claimed::Same => (
            format!("`{function}` compares the request with itself: `{value}`"),
            "whoever sends the same value twice".to_owned(),
            "compare with who is signed in, or with what is stored",
        ),
        Claimed::Address => (
            format!("`{function}` takes an address from a header that anybody can send: `{value}`"),
            "whoever sends an address of the list in that header".to_owned(),
            "take the address of the connection, or of a proxy that is known to be there",
        ),
    };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: one.confidence,
        message,
        span: one.test,
        label: "chosen by whoever asks".to_owned(),
        witness: Vec::new(),
        related: vec![Label { span: one.passes, text: "decides here".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: Some(gets_in),
        help: help.to_owned(),
        function,
        condition: value.clone(),
        exits: vec![one.passes],
        fix: None,
    }
}
