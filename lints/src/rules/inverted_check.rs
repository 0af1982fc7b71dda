#![doc = include_str!("inverted_check.md")]

use portcullis_analyzer::module::PrefixKind;
use portcullis_analyzer::{Analysis, Asked, Confidence, Inverted, Span, UseKind};

use crate::finding::{Finding, Fix, Label, Severity};
use crate::repair::{around, insert, replace};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "inverted-check",
    summary: "a denial stands exactly where a check allows",
    page: include_str!("inverted_check.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[480],
    security_severity: 8.8,
    pedantic: false,
    run,
};

/// Calls elsewhere that are shown.
const SHOWN: usize = 3;

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.inverted.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &Inverted) -> Finding {
    let caller = &analysis.module().functions[one.caller.0 as usize].name;
    let name = &one.name;
    let (yes, no) = if one.truthy_allows { ("true", "false") } else { ("false", "true") };
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{caller}` refuses whom `{name}` allows, and lets through whom it denies"),
        span: one.denial,
        label: "refuses here".to_owned(),
        witness: vec![Label { span: one.call, text: format!("`{name}` gives `{yes}`, which allows") }],
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("whoever `{name}` denies")),
        help: format!("refuse where `{name}` gives `{no}`: turn the test round"),
        fix: fix(analysis, one),
        function: caller.clone(),
        condition: format!("{name} is {yes}"),
        exits: vec![one.denial],
    };
    // Where the check denies, this function allows: that needs no finding of its own.
    let own = analysis.checks.iter().filter(|check| check.function == one.caller);
    finding.exits.extend(own.flat_map(|check| &check.exits).map(|exit| exit.span));
    let declared = analysis.program.function(one.check).name_span;
    finding.see(analysis, one.check.module, declared, format!("`{yes}` allows"));
    for (module, call) in one.others.iter().take(SHOWN) {
        finding.see(analysis, *module, *call, format!("here `{no}` is refused"));
    }
    finding
}

/// The test turned round, where it is the only thing that becomes of the answer.
fn fix(analysis: &Analysis<'_>, one: &Inverted) -> Option<Fix> {
    let site = analysis.calls.iter().find(|site| site.span == one.call && site.caller == one.caller)?;
    let Asked::Called(uses) = &site.asked else { return None };
    let [only] = uses.as_slice() else { return None };
    if !matches!(only.kind, UseKind::Tested { .. }) || !only.span.contains(one.call.start) {
        return None;
    }
    let prefix = |kind| analysis.module().places.prefix_of(kind, one.call);
    let edits = match (prefix(PrefixKind::Not), prefix(PrefixKind::Await)) {
        (Some(not), Some(awaiting)) if around_only(analysis, not, awaiting) => {
            vec![replace(Span::new(not.start, awaiting.start), ""), replace(Span::new(awaiting.end, not.end), "")]
        }
        (Some(not), _) => vec![replace(Span::new(not.start, not.start + 1), "")],
        (None, Some(awaiting)) => around(awaiting, "!(", ")"),
        (None, None) => vec![insert(one.call.start, "!")],
    };
    Some(Fix::to_confirm("turn the test round", edits))
}

/// Whether nothing but `!(` and `)` is around an `await`.
fn around_only(analysis: &Analysis<'_>, not: Span, awaiting: Span) -> bool {
    let text = |start, end| analysis.source().slice(Span::new(start, end));
    text(not.start, awaiting.start) == "!(" && text(awaiting.end, not.end) == ")"
}
