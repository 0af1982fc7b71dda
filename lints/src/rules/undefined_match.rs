#![doc = include_str!("undefined_match.md")]

use portcullis_analyzer::{Absent, Analysis, Confidence, UndefinedMatch};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "undefined-match",
    summary: "two values are equal because both are missing",
    page: include_str!("undefined_match.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[697, 863],
    security_severity: 8.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.undefined_matches.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &UndefinedMatch) -> Finding {
    let function = name_of(analysis, one.function);
    let (given, kept) = &one.sides;
    let (severity, message, gets_in) = match &one.how {
        Absent::InText { variable } => (
            Severity::Error,
            format!("`{function}` lets through whoever sends the text `undefined` while `{variable}` is not set"),
            format!("`{given}` as {kept} with `undefined` in the place of the secret"),
        ),
        Absent::Unset { variable } => (
            Severity::Error,
            format!("`{function}` lets through whoever sends no `{given}` while `{variable}` is not set"),
            format!("whoever leaves `{given}` away, on a server without `{variable}`"),
        ),
        Absent::OfRequest => (
            Severity::Warning,
            format!("`{function}` lets through whoever sends no `{given}` where there is no `{kept}`"),
            format!("whoever leaves `{given}` away, where `{kept}` is not there"),
        ),
        Absent::Other => (
            Severity::Note,
            format!("`{function}` takes `{given}` and `{kept}` for equal where neither is there"),
            format!("nobody, where `{kept}` is not there"),
        ),
    };
    Finding {
        rule: &RULE,
        severity,
        confidence: one.confidence,
        message,
        span: one.test,
        label: "holds where both sides are missing".to_owned(),
        witness: Vec::new(),
        related: vec![Label { span: one.passes, text: "lets through".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: Some(gets_in),
        help: "deny where what is compared with is missing, before comparing".to_owned(),
        function,
        condition: format!("{given} and {kept} missing"),
        exits: vec![one.passes],
        fix: None,
    }
}
