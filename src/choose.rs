//! Which findings to report, and as how bad, by the command line and the configuration.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Result, bail};
use portcullis_analyzer::Confidence;
use portcullis_lints::{Finding, RULES, Rule, Severity, closest};

use crate::args::{ChoiceArgs, ConfidenceArg, SeverityArg};
use crate::config::Config;

/// A choice of rules, severities and confidences.
#[derive(Debug)]
pub struct Choice {
    rules: HashSet<&'static str>,
    /// The project's own, instead of what a finding says.
    severities: BTreeMap<&'static str, Severity>,
    min_severity: Severity,
    min_confidence: Confidence,
}

impl Choice {
    /// Reads the options; a rule that does not exist is an error. What the command line says of a rule wins over the configuration.
    pub fn new(options: &ChoiceArgs, config: &Config) -> Result<Self> {
        let only = resolve(&options.only)?;
        let skip = resolve(&options.skip)?;
        // A rule that is asked for by name runs, pedantic or not.
        let wanted = |rule: &Rule| match config.rules.get(rule.id) {
            _ if !only.is_empty() => only.contains(rule.id),
            Some(severity) => severity.is_some(),
            None => options.pedantic || !rule.pedantic,
        };
        let rules = RULES.iter().filter(|rule| wanted(rule) && !skip.contains(rule.id));
        Ok(Choice {
            rules: rules.map(|rule| rule.id).collect(),
            severities: config.rules.iter().filter_map(|(rule, severity)| Some((*rule, (*severity)?))).collect(),
            min_severity: severity(options.min_severity),
            min_confidence: confidence(options.min_confidence),
        })
    }

    /// Whether a rule runs.
    pub fn runs(&self, rule: &Rule) -> bool {
        self.rules.contains(rule.id)
    }

    /// Gives a finding the severity that the project has for its rule.
    pub fn weigh(&self, finding: &mut Finding) {
        finding.severity = self.severities.get(finding.rule.id).copied().unwrap_or(finding.severity);
    }

    /// Whether to report a finding.
    pub fn takes(&self, finding: &Finding) -> bool {
        self.runs(finding.rule) && finding.severity >= self.min_severity && finding.confidence >= self.min_confidence
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
