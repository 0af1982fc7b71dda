#![doc = include_str!("unguarded_sibling.md")]

use portcullis_analyzer::{Analysis, Confidence, Mark, UnguardedSibling};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "unguarded-sibling",
    summary: "an entry lacks the guard that its siblings have",
    page: include_str!("unguarded_sibling.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[862, 306],
    security_severity: 8.2,
    pedantic: false,
    run,
};

/// Siblings that are shown.
const SHOWN: usize = 5;

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.unguarded_siblings.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &UnguardedSibling) -> Finding {
    let program = analysis.program;
    let entry = program.numbered(one.entry);
    let name = &entry.name;
    let guard = named(analysis, &one.mark);
    let (count, others) = (one.guarded.len(), one.others);
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{name}` is reached without {guard}, which {count} of the {others} others here have"),
        span: analysis.head_of(entry),
        label: format!("without {guard}"),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("whoever can call `{name}`, and would be refused by the others")),
        help: "guard it like the others, or say where it is registered that it is for everybody".to_owned(),
        fix: None,
        function: name.clone(),
        condition: format!("without {guard}"),
        exits: Vec::new(),
    };
    for (other, (module, place)) in one.guarded.iter().take(SHOWN) {
        finding.see(analysis, *module, *place, format!("guards `{}`", program.numbered(*other).name));
    }
    finding
}

/// A way of guarding, as a noun.
fn named(analysis: &Analysis<'_>, mark: &Mark) -> String {
    match mark {
        Mark::Front(name) | Mark::Named(name) => format!("`{name}`"),
        Mark::Check(check) => {
            let name = &analysis.program.function(*check).name;
            format!("`{}`", name.rsplit('.').next().unwrap_or(name))
        }
        Mark::Scope(column) => format!("the limit to the caller's own `{column}`"),
        Mark::SignsIn(name) => format!("`{name}`"),
        Mark::Compares | Mark::Secret => "a comparison".to_owned(),
    }
}
