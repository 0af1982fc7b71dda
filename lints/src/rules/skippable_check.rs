#![doc = include_str!("skippable_check.md")]

use portcullis_analyzer::{Analysis, Confidence, Skippable, Skipped};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "skippable-check",
    summary: "whoever is checked can leave the check out",
    page: include_str!("skippable_check.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[862, 639],
    security_severity: 7.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.skippable.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &Skippable) -> Finding {
    let function = name_of(analysis, one.function);
    let value = &one.value;
    let (message, label, gets_in, help) = match one.how {
        Skipped::LeftOut => (
            format!("`{function}` lets through without its check when `{value}` is left out"),
            format!("the denial is reached only where `{value}` is there"),
            format!("whoever leaves `{value}` away"),
            format!("deny where `{value}` is missing, or check without asking whether it is there"),
        ),
        Skipped::OtherForm => (
            format!("`{function}` checks `{value}` only where it has a certain form"),
            "the check is asked only where this holds".to_owned(),
            format!("whoever chooses a `{value}` of another form"),
            format!("check every `{value}` that is used, after it has been brought into one form"),
        ),
        Skipped::NoCheck => (
            format!("`{function}` goes on unchecked when it is handed no `{value}`"),
            format!("the check is asked only where `{value}` is there"),
            format!("whatever reaches it through a caller that hands over no `{value}`"),
            format!("require `{value}`, and let those who need no check say so"),
        ),
        Skipped::NobodyAsks => (
            format!("`{function}` reads for whoever has no `{value}` what it keeps from those who have another"),
            format!("nobody is asked for `{value}` from here on"),
            format!("a request without `{value}`"),
            format!("refuse where `{value}` is missing, or let through only what is meant for everybody"),
        ),
    };
    let (denied, passed) = match one.how {
        Skipped::NobodyAsks => ("bound to who asks", "bound to nobody"),
        _ => ("not reached", "lets through all the same"),
    };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message,
        span: one.test,
        label,
        witness: vec![
            Label { span: one.denial, text: denied.to_owned() },
            Label { span: one.passes, text: passed.to_owned() },
        ],
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(gets_in),
        help,
        fix: None,
        function,
        condition: format!("{value} left out"),
        exits: vec![one.passes],
    }
}
