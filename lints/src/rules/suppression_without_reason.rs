#![doc = include_str!("suppression_without_reason.md")]

use portcullis_analyzer::{Analysis, Confidence};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;
use crate::silence::{Suppression, function_around};

pub(super) const RULE: Rule = Rule {
    id: "suppression-without-reason",
    summary: "a comment silences a rule without saying why",
    page: include_str!("suppression_without_reason.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[1059],
    security_severity: 2.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let unreasoned =
        Suppression::all(analysis).filter(|suppression| suppression.is_readable() && !suppression.has_reason);
    findings.extend(unreasoned.map(|suppression| finding(analysis, &suppression)));
}

fn finding(analysis: &Analysis<'_>, suppression: &Suppression) -> Finding {
    let ids: Vec<&str> = suppression.rules.iter().map(|(id, _)| *id).collect();
    let comment = format!("{} {}", suppression.word, ids.join(", "));
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence,
        message: format!("`{comment}` says no reason, and silences nothing"),
        span: suppression.span,
        label: "no reason".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: None,
        help: format!("say why behind two hyphens: `{comment} -- reason`"),
        fix: None,
        function: function_around(analysis, suppression.span),
        condition: comment,
        exits: Vec::new(),
    }
}
