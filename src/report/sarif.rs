//! The report as SARIF 2.1.0, shaped for what GitHub code scanning reads of it.

use std::collections::HashMap;

use portcullis_analyzer::{SourceFile, Span};
use portcullis_lints::{Elsewhere, Finding, Fix, Label, RULES, Rule, Severity};

use super::sarif_format::*;
use super::{Report, Reported, confidence_word, fingerprint, json, line_hash, severity_word};
use crate::place::{Place, place, place_elsewhere};
use crate::run::NotAnalysed;

/// GitHub shows no more results of one run; it rejects a file with more than 25,000.
pub const MOST_RESULTS: usize = 5_000;
/// And no more steps of one flow.
const MOST_STEPS: usize = 1_000;

/// The whole report as one document.
pub fn render(report: &Report) -> serde_json::Result<String> {
    let mut notifications: Vec<Notification> = report.not_analysed.iter().map(notification).collect();
    let chosen = worst(&report.findings);
    if chosen.len() < report.findings.len() {
        let text = format!("{} of {} findings are listed, the worst.", chosen.len(), report.findings.len());
        notifications.push(Notification { level: "warning", message: Message { text }, locations: Vec::new() });
    }
    let mut hashes = HashMap::new();
    let results = chosen.into_iter().map(|reported| {
        let hashes = hashes
            .entry(reported.file.path.as_str())
            .or_insert_with(|| line_hash::line_hashes(&reported.file.text, reported.file.has_bom));
        result(reported, hashes)
    });
    let results = results.collect();
    let driver = Driver {
        name: "Portcullis",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: RULES.iter().map(|rule| descriptor(rule)).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [Invocation {
            execution_successful: report.summary.successful,
            tool_execution_notifications: notifications,
        }],
        column_kind: "utf16CodeUnits",
        results,
    };
    json::pretty(&Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })
}

/// The findings that fit, in their own order: the most severe and surest.
fn worst(findings: &[Reported]) -> Vec<&Reported> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&index| {
        let finding = &findings[index].finding;
        std::cmp::Reverse((finding.severity, finding.confidence))
    });
    order.truncate(MOST_RESULTS);
    order.sort_unstable();
    order.into_iter().map(|index| &findings[index]).collect()
}

fn descriptor(rule: &'static Rule) -> ReportingDescriptor {
    let cwe = rule.cwe.iter().map(|number| format!("external/cwe/cwe-{number:03}"));
    ReportingDescriptor {
        id: rule.id,
        name: pascal_case(rule.id),
        short_description: Message { text: sentence(rule.summary) },
        full_description: Message { text: full_description(rule) },
        help: MultiformatMessage { text: rule.page.to_owned(), markdown: rule.page.to_owned() },
        help_uri: help_uri(rule),
        default_configuration: ReportingConfiguration { level: severity_word(rule.severity), enabled: !rule.pedantic },
        properties: RuleProperties {
            tags: std::iter::once("security".to_owned()).chain(cwe).take(10).collect(),
            precision: confidence_word(rule.confidence),
            security_severity: format!("{:.1}", rule.security_severity),
        },
    }
}

/// Where a rule's page can be read.
pub fn help_uri(rule: &Rule) -> String {
    format!("{}/blob/main/lints/src/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), rule.id.replace('-', "_"))
}

/// The first paragraph of the page; no more than GitHub's 1,024 characters.
fn full_description(rule: &Rule) -> String {
    let paragraphs = rule.page.split("\n\n").map(str::trim);
    let paragraph =
        paragraphs.into_iter().find(|paragraph| !paragraph.is_empty() && !paragraph.starts_with(['#', '`', '|']));
    let text = paragraph.unwrap_or(rule.summary).split_whitespace().collect::<Vec<_>>().join(" ");
    sentence(&text.chars().take(1_000).collect::<String>())
}

fn pascal_case(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect()
}

/// With a capital and a full stop; a name in back-ticks keeps its spelling.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let mut sentence: String =
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    if !sentence.ends_with(['.', '!', '?', ':']) {
        sentence.push('.');
    }
    sentence
}

fn result(reported: &Reported, line_hashes: &[String]) -> SarifResult {
    let Reported { finding, file } = reported;
    let line = place(file, finding.span).start.line as usize;
    let mut own_location = location(file, finding.span, None);
    if !finding.function.is_empty() {
        own_location.logical_locations =
            vec![LogicalLocation { fully_qualified_name: finding.function.clone(), kind: "function" }];
    }
    let related = finding.related.iter().map(|label| labelled(file, label));
    let related = related.chain(finding.elsewhere.iter().map(elsewhere)).enumerate();
    let related = related.map(|(index, location)| Location { id: Some(index + 1), ..location });
    SarifResult {
        rule_id: finding.rule.id,
        rule_index: RULES.iter().position(|rule| rule.id == finding.rule.id).unwrap_or_default(),
        level: severity_word(finding.severity),
        message: Message { text: message(finding) },
        locations: [own_location],
        related_locations: related.collect(),
        code_flows: [flow(file, finding)],
        fixes: finding.fix.iter().map(|repair| fix(file, repair)).collect(),
        partial_fingerprints: PartialFingerprints {
            line_hash: line_hashes.get(line - 1).cloned().unwrap_or_default(),
            portcullis: fingerprint(finding),
        },
    }
}

fn fix(file: &SourceFile, fix: &Fix) -> SarifFix {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: region(place(file, edit.span)),
        inserted_content: InsertedContent { text: edit.replacement.clone() },
    });
    let artifact_location = ArtifactLocation { uri: uri(&file.path) };
    SarifFix {
        description: Message { text: sentence(&fix.title) },
        artifact_changes: [ArtifactChange { artifact_location, replacements: replacements.collect() }],
    }
}

/// The first sentence stands alone in narrow lists; then who gets in, what to do, and links to the related places.
fn message(finding: &Finding) -> String {
    // A bracket before a parenthesis would be read as a link.
    let plain = |text: &str| sentence(&text.replace("](", "\\]("));
    let mut text = plain(&finding.message);
    if let Some(gets_in) = &finding.gets_in {
        text.push_str(&format!(" Gets in: {}", plain_tail(gets_in)));
    }
    text.push_str(&format!(" Help: {}", plain_tail(&finding.help)));
    let places = finding.related.iter().map(|label| &label.text);
    let places = places.chain(finding.elsewhere.iter().map(|there| &there.text));
    let links = places.enumerate().map(|(index, text)| {
        let name = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        format!("[{name}]({})", index + 1)
    });
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        text.push_str(&format!(" See also: {}.", links.join(", ")));
    }
    text
}

/// A clause behind a colon: its first letter stays as it is.
fn plain_tail(text: &str) -> String {
    let text = text.trim().replace("](", "\\](");
    if text.ends_with(['.', '!', '?']) { text } else { text + "." }
}

fn flow(file: &SourceFile, finding: &Finding) -> CodeFlow {
    let own = Label { span: finding.span, text: finding.label.clone() };
    let kept = finding.witness.len().min(MOST_STEPS - 1);
    let steps = finding.witness[..kept].iter().chain([&own]);
    let locations = steps.map(|step| ThreadFlowLocation { location: labelled(file, step) }).collect();
    CodeFlow { thread_flows: [ThreadFlow { locations }] }
}

fn labelled(file: &SourceFile, label: &Label) -> Location {
    location(file, label.span, Some(Message { text: sentence(&label.text) }))
}

fn elsewhere(there: &Elsewhere) -> Location {
    located(&there.path, place_elsewhere(there), Some(Message { text: sentence(&there.text) }))
}

fn location(file: &SourceFile, span: Span, message: Option<Message>) -> Location {
    located(&file.path, place(file, span), message)
}

fn located(path: &str, place: Place, message: Option<Message>) -> Location {
    let region = Some(region(place));
    let artifact_location = ArtifactLocation { uri: uri(path) };
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location, region },
        logical_locations: Vec::new(),
        message,
    }
}

fn region(place: Place) -> Region {
    Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}

fn notification(part: &NotAnalysed) -> Notification {
    let whole = if part.whole_file && part.at.is_some() { "File not analysed" } else { "Not analysed" };
    let physical_location =
        PhysicalLocation { artifact_location: ArtifactLocation { uri: uri(&part.path) }, region: part.at.map(region) };
    Notification {
        level: level(part),
        message: Message { text: format!("{whole}: {}", plain_tail(&part.reason)) },
        locations: vec![Location { id: None, physical_location, logical_locations: Vec::new(), message: None }],
    }
}

fn level(part: &NotAnalysed) -> &'static str {
    match (part.is_error, part.whole_file) {
        (true, _) => severity_word(Severity::Error),
        (false, true) => severity_word(Severity::Warning),
        (false, false) => severity_word(Severity::Note),
    }
}

/// A path as a relative reference of a URI (RFC 3986): all but unreserved characters and `/` as percent codes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
