#![doc = include_str!("unguarded_entry.md")]

use crate::wording::act_on;
use portcullis_analyzer::{Analysis, Confidence, UnguardedEntry};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "unguarded-entry",
    summary: "anybody can call it, and nothing in it asks who calls",
    page: include_str!("unguarded_entry.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[306],
    security_severity: 9.1,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.unguarded_entries.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &UnguardedEntry) -> Finding {
    let entry = &analysis.program.entries()[one.entry];
    let UnguardedEntry { effect, chosen, .. } = one;
    let name = &entry.name;
    let does = act_on(effect.act, &effect.store);
    let others = match one.others {
        Some((asking, all)) => format!("; {asking} of the {all} others of its kind ask"),
        None => String::new(),
    };
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{name}` {does} for any caller: nothing in it asks who calls{others}"),
        span: analysis.head_of(entry),
        label: "can be called by anybody".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("whoever can send a request, with any `{chosen}`")),
        help: "ask who calls, and whether they may, before anything else".to_owned(),
        fix: None,
        function: name.clone(),
        condition: format!("{does} by {chosen}"),
        exits: Vec::new(),
    };
    let (module, place) = effect.act_at;
    finding.see(analysis, module, place, does);
    finding
}
