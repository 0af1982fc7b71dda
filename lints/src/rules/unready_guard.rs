#![doc = include_str!("unready_guard.md")]

use portcullis_analyzer::{Analysis, Confidence, UnreadyGuard};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "unready-guard",
    summary: "a check allows until something has been loaded, and nobody waits for it",
    page: include_str!("unready_guard.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[665, 362],
    security_severity: 6.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.unready_guards.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &UnreadyGuard) -> Finding {
    let check = name_of(analysis, one.check);
    let UnreadyGuard { state, initial, .. } = one;
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{check}` allows while `{state}` is still `{initial}`, and nobody waits until it is loaded"),
        span: one.started,
        label: "nobody waits for this".to_owned(),
        witness: vec![
            Label { span: one.written, text: format!("`{state}` gets its value here, after an `await`") },
            Label { span: one.allows, text: format!("allows while `{state}` is `{initial}`") },
        ],
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some("whatever is asked before the loading ends, and everything if it fails".to_owned()),
        help: format!("keep the promise and `await` it in `{check}`, or let `{state}` begin with a value that denies"),
        function: one.starts_in.map(|function| name_of(analysis, function)).unwrap_or_default(),
        condition: format!("{state} is {initial}"),
        exits: vec![one.allows],
        fix: None,
    }
}
