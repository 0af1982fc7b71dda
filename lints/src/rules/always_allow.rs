#![doc = include_str!("always_allow.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, Decision, Encoding, FunctionRef, Reach};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "always-allow",
    summary: "a check that cannot say no",
    page: include_str!("always_allow.md"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    cwe: &[862],
    security_severity: 7.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.checks.iter().filter(|check| cannot_deny(check)).map(|check| finding(analysis, check)));
}

fn cannot_deny(check: &Check) -> bool {
    let feasible = || check.exits.iter().filter(|exit| exit.reach == Reach::Feasible);
    let only_allows = feasible().next().is_some() && feasible().all(|exit| exit.decision == Decision::Allow);
    let decides = match check.encoding {
        // A guard that grants by a call may be one half of a pair; a body without any exit of its own says nothing.
        Encoding::Callback => false,
        // Nothing to confirm, and nothing against it, is what most things are answered.
        Encoding::DetailsOrFalse | Encoding::TextOrNull | Encoding::ResponseOrNone => false,
        _ => !check.asks,
    };
    only_allows && decides && check.exact && !check.open_by_name
}

fn finding(analysis: &Analysis<'_>, check: &Check) -> Finding {
    let allows: Vec<_> = check.reaching(Decision::Allow).map(|exit| exit.span).collect();
    // Where another class looks at what it is asked, that is what the interface is for.
    let at = FunctionRef { module: analysis.id, function: check.function };
    let counterpart = analysis.program.counterpart(at);
    let sure = check.confidence.max(if counterpart.is_some() { Confidence::Medium } else { Confidence::Low });
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(sure),
        message: format!("`{}` allows whatever it is asked: no path denies", check.name),
        span: check.name_span,
        label: "never denies".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some("everybody".to_owned()),
        help: "decide from the arguments who may, and deny at the end; if everybody may, say so in the name".to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: "true".to_owned(),
        exits: allows,
    };
    if let Some(other) = counterpart {
        let name_span = analysis.program.function(other).name_span;
        finding.see(analysis, other.module, name_span, "looks at what it is asked".to_owned());
    }
    finding
}
