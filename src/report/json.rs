//! The report for programs. Its shape is versioned: fields may be added to version 1, none is removed or given another meaning.

use serde::Serialize;

use portcullis_analyzer::{SourceFile, Span};
use portcullis_lints::{Applicability, Edit, Elsewhere, Fix, Label, Severity};

use super::{Report, Reported, confidence_word, fingerprint, severity_word};
use crate::fix::Made;
use crate::leave_out::Reason;
use crate::place::{self, place, place_elsewhere};
use crate::run::NotAnalysed;
use crate::statistics::Statistics;

/// The document.
#[derive(Debug, Serialize)]
struct Document<'a> {
    /// 1.
    version: u32,
    findings: Vec<JsonFinding<'a>>,
    /// With `--fix`: what was repaired.
    fixed: Vec<JsonMade<'a>>,
    not_analysed: Vec<JsonNotAnalysed<'a>>,
    summary: JsonSummary<'a>,
}

#[derive(Debug, Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    /// `note`, `warning` or `error`.
    severity: &'static str,
    /// `low`, `medium` or `high`.
    confidence: &'static str,
    /// Common Weakness Enumeration numbers.
    cwe: &'a [u16],
    message: &'a str,
    /// The function's dotted path.
    function: &'a str,
    /// The condition of the wrong exit, a TypeScript expression.
    condition: &'a str,
    /// Relative, with `/`.
    path: &'a str,
    start: Point,
    end: Point,
    /// What stands at this place, as the witness's last step.
    label: &'a str,
    /// The tests on the way, in order.
    witness: Vec<JsonLabel<'a>>,
    /// Other places that matter.
    related: Vec<JsonLabel<'a>>,
    /// Places in other files that matter.
    elsewhere: Vec<JsonElsewhere<'a>>,
    /// Who gets in, with an example, or null.
    gets_in: Option<&'a str>,
    help: &'a str,
    /// How to repair it, or null.
    fix: Option<JsonFix<'a>>,
    /// The same as long as rule, function and condition are; lines may move.
    fingerprint: String,
}

/// Edits of the file that are made together.
#[derive(Debug, Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    /// `safe` or `unsafe`.
    applicability: &'static str,
    /// In the order of the file; no two overlap.
    edits: Vec<JsonEdit<'a>>,
}

/// The text that is to stand in place of another one, which can be empty.
#[derive(Debug, Serialize)]
struct JsonEdit<'a> {
    start: Point,
    end: Point,
    replacement: &'a str,
}

/// A finding that was repaired, with its place in the text as it was.
#[derive(Debug, Serialize)]
struct JsonMade<'a> {
    rule: &'a str,
    message: &'a str,
    path: &'a str,
    start: Point,
    end: Point,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonLabel<'a> {
    text: &'a str,
    start: Point,
    end: Point,
}

/// A place in another file.
#[derive(Debug, Serialize)]
struct JsonElsewhere<'a> {
    /// Relative, with `/`.
    path: &'a str,
    text: &'a str,
    start: Point,
    end: Point,
}

/// A point in a file.
#[derive(Debug, Serialize)]
pub struct Point {
    /// From 1.
    line: u32,
    /// From 1, in UTF-16 units.
    column: u32,
    /// In bytes from 0, without the byte order mark.
    offset: u32,
}

/// A file, or a part of one, that was not analysed.
#[derive(Debug, Serialize)]
struct JsonNotAnalysed<'a> {
    path: &'a str,
    /// Where it was given up; null for a file that could not be read.
    start: Option<Point>,
    end: Option<Point>,
    reason: &'a str,
    /// Whether nothing of the file was analysed.
    whole_file: bool,
}

#[derive(Debug, Serialize)]
struct JsonSummary<'a> {
    /// Files analysed, wholly or in part.
    files: usize,
    checks: usize,
    findings: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Findings that were repaired; they are no longer among the others.
    fixed: usize,
    /// Findings with a repair that is safe.
    fixable: usize,
    /// Findings with a repair that only the author can confirm.
    fixable_unsafe: usize,
    /// Findings left out by the choice of rules, severity and confidence.
    not_chosen: usize,
    /// Findings left out because a comment in the source silences them.
    silenced: usize,
    not_analysed: usize,
    /// Files that were left out.
    left_out: LeftOut,
    /// With `--statistics`: what the calls of checks lead to.
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<&'a Statistics>,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    tests: usize,
    generated: usize,
    vendored: usize,
    declarations: usize,
    /// Files that hold no permission word.
    no_permission_word: usize,
}

/// The whole report as one document.
pub fn render(report: &Report) -> serde_json::Result<String> {
    let number = |reason| report.summary.left_out.get(&reason).copied().unwrap_or_default();
    let document = Document {
        version: 1,
        findings: report.findings.iter().map(finding).collect(),
        fixed: report.summary.fixed.iter().map(made).collect(),
        not_analysed: report.not_analysed.iter().map(not_analysed).collect(),
        summary: JsonSummary {
            files: report.summary.files,
            checks: report.summary.checks,
            findings: report.findings.len(),
            errors: report.of_severity(Severity::Error),
            warnings: report.of_severity(Severity::Warning),
            notes: report.of_severity(Severity::Note),
            fixed: report.summary.fixed.len(),
            fixable: report.fixable(Applicability::Safe),
            fixable_unsafe: report.fixable(Applicability::Unsafe),
            not_chosen: report.summary.hidden,
            silenced: report.summary.silenced,
            not_analysed: report.not_analysed.len(),
            left_out: LeftOut {
                tests: number(Reason::Test),
                generated: number(Reason::Generated),
                vendored: number(Reason::Vendored),
                declarations: number(Reason::Declaration),
                no_permission_word: number(Reason::NoWord),
            },
            statistics: report.summary.statistics.as_ref(),
        },
    };
    pretty(&document)
}

/// JSON as it is printed: indented, with a final line break.
pub fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n")
}

fn finding(reported: &Reported) -> JsonFinding<'_> {
    let Reported { finding, file } = reported;
    let (start, end) = points(file, finding.span);
    JsonFinding {
        rule: finding.rule.id,
        severity: severity_word(finding.severity),
        confidence: confidence_word(finding.confidence),
        cwe: finding.rule.cwe,
        message: &finding.message,
        function: &finding.function,
        condition: &finding.condition,
        path: &file.path,
        start,
        end,
        label: &finding.label,
        witness: finding.witness.iter().map(|step| label(file, step)).collect(),
        related: finding.related.iter().map(|place| label(file, place)).collect(),
        elsewhere: finding.elsewhere.iter().map(elsewhere).collect(),
        gets_in: finding.gets_in.as_deref(),
        help: &finding.help,
        fix: finding.fix.as_ref().map(|repair| fix(file, repair)),
        fingerprint: fingerprint(finding),
    }
}

fn fix<'a>(file: &SourceFile, fix: &'a Fix) -> JsonFix<'a> {
    let edit = |edit: &'a Edit| {
        let (start, end) = points(file, edit.span);
        JsonEdit { start, end, replacement: &edit.replacement }
    };
    JsonFix {
        title: &fix.title,
        applicability: applicability_word(fix.applicability),
        edits: fix.edits.iter().map(edit).collect(),
    }
}

/// How a repair is offered, as it is written.
pub fn applicability_word(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    }
}

fn made(made: &Made) -> JsonMade<'_> {
    let (start, end) = (point(made.place.start), point(made.place.end));
    JsonMade { rule: made.rule.id, message: &made.message, path: &made.path, start, end, title: &made.title }
}

fn label<'a>(file: &SourceFile, label: &'a Label) -> JsonLabel<'a> {
    let (start, end) = points(file, label.span);
    JsonLabel { text: &label.text, start, end }
}

fn elsewhere(there: &Elsewhere) -> JsonElsewhere<'_> {
    let place = place_elsewhere(there);
    JsonElsewhere { path: &there.path, text: &there.text, start: point(place.start), end: point(place.end) }
}

fn points(file: &SourceFile, span: Span) -> (Point, Point) {
    let place = place(file, span);
    (point(place.start), point(place.end))
}

fn point(point: place::Point) -> Point {
    Point { line: point.line, column: point.column, offset: point.offset }
}

fn not_analysed(part: &NotAnalysed) -> JsonNotAnalysed<'_> {
    JsonNotAnalysed {
        path: &part.path,
        start: part.at.map(|place| point(place.start)),
        end: part.at.map(|place| point(place.end)),
        reason: &part.reason,
        whole_file: part.whole_file,
    }
}
