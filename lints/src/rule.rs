//! A rule: data and one function.

use portcullis_analyzer::{Analysis, Confidence, FunctionId, Span, Witness};

use crate::finding::{Applicability, Finding, Label, Severity};

/// A rule. Its page is its documentation, its `explain` text, its help in SARIF, and a test.
#[derive(Debug)]
pub struct Rule {
    /// Stable, kebab-case; the name of its files.
    pub id: &'static str,
    /// One line: what it finds. Lower-case, no final dot.
    pub summary: &'static str,
    /// The page, Markdown.
    pub page: &'static str,
    /// The usual severity; a finding may differ.
    pub severity: Severity,
    /// The usual confidence; a finding may differ.
    pub confidence: Confidence,
    /// Common Weakness Enumeration numbers, <https://cwe.mitre.org>.
    pub cwe: &'static [u16],
    /// CVSS-like score for code scanning, 0.1 to 10.0.
    pub security_severity: f32,
    /// Left out of a default run.
    pub pedantic: bool,
    /// Reports its findings for one analysed file; nothing, if they are known only after all rules have run.
    pub run: fn(&Analysis<'_>, &mut Vec<Finding>),
}

impl Rule {
    /// The repairs that its page promises: the surest sort of them.
    pub fn repairs(&self) -> Option<Applicability> {
        let how_to_fix = self.page.split("\n## ").find(|section| section.starts_with("how to fix"))?;
        let has = |options: &str| how_to_fix.contains(options);
        match () {
            () if has("`--fix`") => Some(Applicability::Safe),
            () if has("`--fix --unsafe-fixes`") => Some(Applicability::Unsafe),
            () => None,
        }
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// A witness's steps as labels.
pub(crate) fn labels(witness: &Witness) -> Vec<Label> {
    witness.steps.iter().map(|step| Label { span: step.span, text: step.text.clone() }).collect()
}

/// The name of a function of the file.
pub(crate) fn name_of(analysis: &Analysis<'_>, function: FunctionId) -> String {
    analysis.module().functions.get(function.0 as usize).map(|function| function.name.clone()).unwrap_or_default()
}

/// Every exit of a function that is a check: of one whose tests are wrong, none is as it was meant.
pub(crate) fn exits_of(analysis: &Analysis<'_>, function: FunctionId) -> Vec<Span> {
    let checks = analysis.checks.iter().filter(|check| check.function == function);
    checks.flat_map(|check| &check.exits).map(|exit| exit.span).collect()
}
