//! The report with one line for each finding, as editors and `grep` read it.

use super::{Report, severity_word};
use crate::place::place;
use crate::terminal::printable;

/// `path:line:column: severity[rule] message`.
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    for reported in &report.findings {
        let finding = &reported.finding;
        let start = place(&reported.file, finding.span).start;
        let severity = severity_word(finding.severity);
        let line = format!(
            "{}:{}:{}: {severity}[{}] {}",
            reported.file.path, start.line, start.column, finding.rule.id, finding.message
        );
        text.push_str(&printable(&line).replace('\n', " "));
        text.push('\n');
    }
    text
}
