//! Which findings to report, by the command line.

use std::collections::HashSet;

use anyhow::{Result, bail};
use portcullis_analyzer::Confidence;
use portcullis_lints::{Finding, RULES, Rule, Severity, closest};

use crate::args::{ChoiceArgs, ConfidenceArg, SeverityArg};

/// A choice of rules, severities and confidences.
#[derive(Debug)]
pub struct Choice {
    rules: HashSet<&'static str>,
    min_severity: Severity,
    min_confidence: Confidence,
}

impl Choice {
    /// Reads the options; a rule that does not exist is an error.
    pub fn new(options: &ChoiceArgs) -> Result<Self> {
        let only = resolve(&options.only)?;
        let skip = resolve(&options.skip)?;
        // A rule that is asked for by name runs, pedantic or not.
        let wanted =
            |rule: &Rule| if only.is_empty() { options.pedantic || !rule.pedantic } else { only.contains(rule.id) };
        let rules = RULES.iter().filter(|rule| wanted(rule) && !skip.contains(rule.id));
        Ok(Choice {
            rules: rules.map(|rule| rule.id).collect(),
            min_severity: severity(options.min_severity),
            min_confidence: confidence(options.min_confidence),
        })
    }

    /// Whether to report a finding.
    pub fn takes(&self, finding: &Finding) -> bool {
        self.rules.contains(finding.rule.id)
            && finding.severity >= self.min_severity
            && finding.confidence >= self.min_confidence
    }
}

/// Finds a rule by its id.
pub fn rule(id: &str) -> Result<&'static Rule> {
    if let Some(rule) = RULES.iter().find(|rule| rule.id == id) {
        return Ok(rule);
    }
    match closest(id, RULES.iter().map(|rule| rule.id)) {
        Some(known) => bail!("unknown rule `{id}`; did you mean `{known}`?"),
        None => bail!("unknown rule `{id}`; `portcullis rules` lists them"),
    }
}

fn resolve(ids: &[String]) -> Result<HashSet<&'static str>> {
    let ids = ids.iter().map(|id| id.trim()).filter(|id| !id.is_empty());
    ids.map(|id| rule(id).map(|rule| rule.id)).collect()
}

/// The severity that a word of the command line means.
pub fn severity(word: SeverityArg) -> Severity {
    match word {
        SeverityArg::Note => Severity::Note,
        SeverityArg::Warning => Severity::Warning,
        SeverityArg::Error => Severity::Error,
    }
}

fn confidence(word: ConfidenceArg) -> Confidence {
    match word {
        ConfidenceArg::Low => Confidence::Low,
        ConfidenceArg::Medium => Confidence::Medium,
        ConfidenceArg::High => Confidence::High,
    }
}
