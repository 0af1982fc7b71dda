#![doc = include_str!("mismatched_check.md")]

use crate::wording::act_on;
use portcullis_analyzer::{Analysis, Mismatch, UsedInstead};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, exits_of};

pub(super) const RULE: Rule = Rule {
    id: "mismatched-check",
    summary: "one thing is checked, and another one is used",
    page: include_str!("mismatched_check.md"),
    severity: Severity::Warning,
    confidence: portcullis_analyzer::Confidence::Medium,
    cwe: &[639, 863],
    security_severity: 7.7,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.mismatches.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &Mismatch) -> Finding {
    let function = analysis.module().functions[one.function.0 as usize].name.clone();
    let check = &one.check;
    let checked = one.checked.iter().map(|part| format!("`{part}`")).collect::<Vec<_>>().join(", ");
    let (message, label, gets_in, help) = match &one.used {
        UsedInstead::OtherPart { part, act, store, .. } => (
            format!("`{function}` checks {checked} and {} by `{part}`, which nothing ties to it", act_on(*act, store)),
            format!("`{part}` is whatever the request says"),
            format!("whoever may have {checked} of their own, with the `{part}` of somebody else"),
            format!("derive what `{check}` is asked about from `{part}`, or select by both"),
        ),
        UsedInstead::OtherSpelling { by } => (
            format!("`{function}` checks {checked} and then gives what `{by}` makes of it, which nothing checks"),
            format!("`{by}` may lead elsewhere"),
            format!(
                "a value that `{check}` lets through and `{by}` turns into one that it would not, like a link that leads outside"
            ),
            format!("call `{by}` first, and ask `{check}` about what it gives"),
        ),
    };
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message,
        span: one.used_at,
        label,
        witness: vec![Label { span: one.checked_at, text: format!("`{check}` is asked about {checked}") }],
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(gets_in),
        help,
        fix: None,
        function,
        condition: format!("{check} is not about what is used"),
        exits: exits_of(analysis, one.function),
    };
    if let UsedInstead::OtherPart { act_at: (module, span), .. } = &one.used
        && *span != one.used_at
    {
        finding.see(analysis, *module, *span, "happens here".to_owned());
    }
    finding
}
