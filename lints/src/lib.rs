//! From decision tables to findings.
//!
//! A rule asks questions of checks and never walks syntax. [`check`] is a loop over [`RULES`]; one wrong exit gives one finding, by the first
//! rule of the list that fits. [`silence()`] is what comments in the source say to that.

mod apply;
mod closest;
mod finding;
mod repair;
mod rule;
mod rules;
mod silence;
mod wording;

use portcullis_analyzer::Analysis;

pub use apply::{Applied, apply};
pub use closest::closest;
pub use finding::{Applicability, Edit, Elsewhere, Finding, Fix, Label, Severity};
pub use rule::Rule;
pub use rules::RULES;
pub use silence::{Silenced, silence};

/// Every finding of one file, in source order; [`silence`] says which of them comments silence.
pub fn check(analysis: &Analysis<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for rule in RULES {
        let mut found = Vec::new();
        (rule.run)(analysis, &mut found);
        found.retain(|finding| !findings.iter().any(|earlier| earlier.explains(finding)));
        findings.extend(found);
    }
    findings.sort_by_key(|finding| (finding.span, finding.rule.id));
    findings
}
