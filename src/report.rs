//! What a run found, ready to be written in any format.

pub mod concise;
pub mod human;
pub mod json;
pub mod line_hash;
pub mod sarif;
mod sarif_format;
pub mod snippet;

use std::collections::BTreeMap;
use std::sync::Arc;

use portcullis_analyzer::{Confidence, SourceFile};
use portcullis_lints::{Applicability, Finding, Severity};

use crate::fix::Made;
use crate::leave_out::Reason;
use crate::run::NotAnalysed;
use crate::statistics::Statistics;
use crate::terminal::count;

/// A finding with the file it is in.
#[derive(Debug)]
pub struct Reported {
    pub finding: Finding,
    pub file: Arc<SourceFile>,
}

/// Everything a report says.
#[derive(Debug)]
pub struct Report {
    /// By path, then by place.
    pub findings: Vec<Reported>,
    pub not_analysed: Vec<NotAnalysed>,
    pub summary: Summary,
}

/// The numbers of a run.
#[derive(Debug)]
pub struct Summary {
    /// Files analysed, wholly or in part.
    pub files: usize,
    pub checks: usize,
    /// Findings that the choice of rules, severity and confidence left out.
    pub hidden: usize,
    /// Findings that comments in the source silence.
    pub silenced: usize,
    pub left_out: BTreeMap<Reason, usize>,
    /// What was repaired.
    pub fixed: Vec<Made>,
    /// What the calls of checks lead to, if that was asked for.
    pub statistics: Option<Statistics>,
    /// Whether everything the user named could be read.
    pub successful: bool,
}

impl Report {
    /// How many findings have this severity.
    pub fn of_severity(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|reported| reported.finding.severity == severity).count()
    }

    /// The run in one line.
    pub fn summary_line(&self) -> String {
        let mut line = format!("{}, {}", numbers(&self.summary), count(self.findings.len(), "finding"));
        let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
        let kinds = kinds.into_iter().map(|(severity, noun)| (self.of_severity(severity), noun));
        let kinds: Vec<String> =
            kinds.filter(|(number, _)| *number > 0).map(|(number, noun)| count(number, noun)).collect();
        if !kinds.is_empty() {
            line.push_str(&format!(" ({})", kinds.join(", ")));
        }
        if self.summary.hidden > 0 {
            line.push_str(&format!(", {} more not chosen", self.summary.hidden));
        }
        if self.summary.silenced > 0 {
            line.push_str(&format!(", {} silenced", self.summary.silenced));
        }
        line.push_str(&rest(&self.summary.left_out, self.not_analysed.len()));
        line
    }
}

impl Report {
    /// How many findings have a repair of this sort.
    pub fn fixable(&self, applicability: Applicability) -> usize {
        let fixes = self.findings.iter().filter_map(|reported| reported.finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == applicability).count()
    }

    /// What was repaired and what can be, if there is any.
    pub fn repairs_line(&self) -> Option<String> {
        let (safe, to_confirm) = (self.fixable(Applicability::Safe), self.fixable(Applicability::Unsafe));
        let mut parts = Vec::new();
        if !self.summary.fixed.is_empty() {
            parts.push(format!("{} fixed", self.summary.fixed.len()));
        }
        if safe > 0 {
            parts.push(format!("{safe} fixable with `--fix`"));
        }
        match (safe, to_confirm) {
            (_, 0) => {}
            (0, number) => parts.push(format!("{number} fixable with `--fix --unsafe-fixes`")),
            (_, number) => parts.push(format!("{number} more with `--unsafe-fixes`")),
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// `3 files analysed, 2 checks`.
fn numbers(summary: &Summary) -> String {
    format!("{} analysed, {}", count(summary.files, "file"), count(summary.checks, "check"))
}

/// What was not analysed, and what was left out; empty if nothing.
pub fn rest(left_out: &BTreeMap<Reason, usize>, not_analysed: usize) -> String {
    let mut text = format!(", {} not analysed", count(not_analysed, "part"));
    let mut reasons = Vec::new();
    for (reason, number) in left_out {
        match reason {
            Reason::NoWord if *number == 1 => reasons.push("1 file holds no permission word".to_owned()),
            Reason::NoWord => reasons.push(format!("{number} files hold no permission word")),
            reason => reasons.push(format!("{number} {} left out", reason.describe(*number))),
        }
    }
    if !reasons.is_empty() {
        text.push_str(&format!("; {}", reasons.join(", ")));
    }
    text
}

/// The summary of a command that reports no findings.
pub fn listing_summary(files: usize, checks: usize, left_out: &BTreeMap<Reason, usize>, not_analysed: usize) -> String {
    format!("{} analysed, {}{}", count(files, "file"), count(checks, "check"), rest(left_out, not_analysed))
}

/// A severity as it is written.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A confidence as it is written.
pub fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

/// Tells a finding again when its lines have moved: FNV-1a over rule, function and condition.
pub fn fingerprint(finding: &Finding) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [finding.rule.id, &finding.function, &finding.condition] {
        // A byte that no UTF-8 text holds keeps the parts apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
