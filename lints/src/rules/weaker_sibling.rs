#![doc = include_str!("weaker_sibling.md")]

use portcullis_analyzer::{Analysis, Confidence, WeakerSibling};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "weaker-sibling",
    summary: "a mutation asks for less than the mutations beside it",
    page: include_str!("weaker_sibling.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[863],
    security_severity: 7.1,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.weaker_siblings.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &WeakerSibling) -> Finding {
    let entries = analysis.program.entries();
    let entry = &entries[one.entry];
    let WeakerSibling { guard, demand, stronger, .. } = one;
    let name = &entry.name;
    let wanted = stronger.first().map_or("", |(_, _, wanted)| wanted.as_str());
    let here = one.place.0 == analysis.id;
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence,
        message: format!("`{name}` changes what it is about and asks `{guard}` only for {demand}"),
        span: if here { one.place.1 } else { analysis.head_of(entry) },
        label: format!("asks for {demand}"),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("whoever may {demand} and not {wanted}")),
        help: format!("ask for {wanted}, as the others do"),
        fix: None,
        function: name.clone(),
        condition: format!("{guard} is asked for {demand}"),
        exits: Vec::new(),
    };
    for (other, (module, place), wanted) in stronger {
        finding.see(analysis, *module, *place, format!("`{}` asks for {wanted}", entries[*other].name));
    }
    finding
}
