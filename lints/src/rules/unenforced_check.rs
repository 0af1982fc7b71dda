#![doc = include_str!("unenforced_check.md")]

use portcullis_analyzer::cfg::End;
use portcullis_analyzer::{Analysis, Built, Confidence, FunctionRef, Unenforced, UnenforcedKind};

use crate::finding::{Finding, Fix, Severity};
use crate::repair::{insert, own_statement};
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
        fix: fix(analysis, one),
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

/// `throw` before an error, `return` before an answer in a function that gives answers elsewhere; only behind a test, as the rest of the function
/// would otherwise never run.
fn fix(analysis: &Analysis<'_>, one: &Unenforced) -> Option<Fix> {
    let UnenforcedKind::Denial(built) = &one.kind else { return None };
    let statement = own_statement(analysis, one.caller, one.span).filter(|statement| !statement.of_function)?;
    let graph = &analysis.module().functions.get(one.caller.0 as usize)?.cfg.graph;
    let gives_answers = || graph.node_weights().any(|block| matches!(block.end, End::Return { value: Some(_), .. }));
    let word = match built {
        Built::Error => "throw",
        Built::Answer if gives_answers() => "return",
        Built::Answer => return None,
    };
    // What is awaited, or dropped on purpose, is no error that was forgotten.
    let plain = statement.span.start == one.span.start;
    plain.then(|| Fix::safe(format!("`{word}` it"), vec![insert(one.span.start, format!("{word} "))]))
}
