#![doc = include_str!("unused_principal.md")]

use portcullis_analyzer::{Analysis, Confidence, UnusedPrincipal};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "unused-principal",
    summary: "a function is told who asks, and reads or writes stored data without looking",
    page: include_str!("unused_principal.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[639, 563],
    security_severity: 7.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.unused_principals.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &UnusedPrincipal) -> Finding {
    let function = name_of(analysis, one.function);
    let UnusedPrincipal { parameter, entity, selected_by, act, .. } = one;
    let does = format!("`{function}` {}s `{entity}` by `{selected_by}`", act.word());
    let message = match one.looked_up {
        None => format!("{does} and never reads `{parameter}`"),
        Some(_) => format!("{does}, whether or not anything of `{parameter}` is found"),
    };
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: one.confidence,
        message,
        span: one.span,
        label: format!("`{selected_by}` alone selects the row"),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("any `{selected_by}`, whoever the row belongs to")),
        help: format!(
            "select by `{parameter}` too, or compare the row's owner with it before; delete the parameter if neither is meant"
        ),
        fix: None,
        function,
        condition: format!("{parameter} {selected_by}"),
        exits: vec![one.span],
    };
    if let Some(read) = one.looked_up {
        finding.related.push(Label { span: read, text: format!("nothing need be found by `{parameter}` here") });
    }
    if let Some((caller, call)) = one.caller {
        finding.see(analysis, caller.module, call, format!("hands over who asks as `{parameter}`"));
    }
    finding
}
