#![doc = include_str!("unenforced_check.md")]

use portcullis_analyzer::{Analysis, Built, Confidence, FunctionRef, Unenforced, UnenforcedKind};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "unenforced-check",
    summary: "a check is asked or a denial is built, and nothing follows from it",
    page: include_str!("unenforced_check.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[252, 862],
    security_severity: 8.1,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.unenforced.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &Unenforced) -> Finding {
    let caller = &analysis.module().functions[one.caller.0 as usize].name;
    let written = analysis.source().slice(one.span).split_whitespace().collect::<Vec<_>>().join(" ");
    let (message, label, help) = match &one.kind {
        UnenforcedKind::Answer { name, .. } => (
            format!("`{caller}` asks `{name}` and goes on, whatever the answer is"),
            "nobody reads the answer".to_owned(),
            format!(
                "test the answer, and throw or return where it is no; without a use for it, delete the call of `{name}`"
            ),
        ),
        UnenforcedKind::Denial(built) => (
            format!("`{caller}` builds a denial, and neither returns nor throws it"),
            "built, and the function goes on".to_owned(),
            match built {
                Built::Answer => "return the answer: `return` before it".to_owned(),
                Built::Error => "throw the error: `throw` before it".to_owned(),
            },
        ),
        UnenforcedKind::List { name, list } => (
            format!("`{caller}` filters `{list}` with `{name}`, and nobody takes what is left"),
            "what is left is lost".to_owned(),
            format!("go on with what `filter` gives, not with `{list}`"),
        ),
    };
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message,
        span: one.span,
        label,
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: None,
        help,
        fix: None,
        function: caller.clone(),
        condition: written,
        exits: vec![one.span],
    };
    if let UnenforcedKind::Answer { check, .. } = one.kind {
        see_check(analysis, check, &mut finding);
    }
    finding
}

/// Points to the check that is asked.
fn see_check(analysis: &Analysis<'_>, check: FunctionRef, finding: &mut Finding) {
    let declared = analysis.program.function(check).name_span;
    finding.see(analysis, check.module, declared, "gives its answer back, and does nothing else".to_owned());
}
