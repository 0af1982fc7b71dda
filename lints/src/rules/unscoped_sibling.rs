#![doc = include_str!("unscoped_sibling.md")]

use portcullis_analyzer::{Analysis, Confidence, UnscopedAccess};

use crate::finding::{Finding, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "unscoped-sibling",
    summary: "a row is selected by what the request names alone, where nearly all accesses like it are bound to who asks",
    page: include_str!("unscoped_sibling.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[639],
    security_severity: 7.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.unscoped_accesses.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &UnscopedAccess) -> Finding {
    let function = name_of(analysis, one.function.function);
    let UnscopedAccess { entity, selected_by, others, of, .. } = one;
    let entry = &one.entry.name;
    let (rest, help) = if one.by_handlers {
        (
            format!("{others} of {of} handlers beside it take who asks"),
            "take who asks as the handlers beside it do, and select by it too".to_owned(),
        )
    } else {
        (
            format!("{others} of {of} accesses to `{entity}` are bound to who asks"),
            "put into the selection what the others have: a key with who asks in it".to_owned(),
        )
    };
    // The same entry is told of once.
    let head = (one.entry.registered.0 == analysis.id).then(|| analysis.head_of(&one.entry));
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence,
        message: format!("`{function}` {}s `{entity}` by `{selected_by}` of the request alone; {rest}", one.act.word()),
        span: one.span,
        label: format!("`{selected_by}` alone selects the row"),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!(
            "anybody who may call `{entry}`, with the `{selected_by}` of somebody else's `{entity}`"
        )),
        help,
        fix: None,
        function,
        condition: format!("{entity} {selected_by}"),
        exits: std::iter::once(one.span).chain(head).collect(),
    };
    for (module, span, text) in &one.right {
        finding.see(analysis, *module, *span, text.clone());
    }
    finding
}
