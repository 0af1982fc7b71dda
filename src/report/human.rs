//! The report for people at a terminal.

use portcullis_lints::{Finding, Severity};

use super::snippet::{Mark, draw};
use super::{Report, Reported, severity_word};
use crate::explain::options;
use crate::fix::Made;
use crate::place::place_elsewhere;
use crate::terminal::{Ink, Look, printable};

/// Every finding, with its code.
pub fn render(report: &Report, look: Look) -> String {
    let findings: Vec<String> = report.findings.iter().map(|reported| finding(reported, look)).collect();
    let mut text = findings.join("\n");
    if !text.is_empty() && !report.summary.fixed.is_empty() {
        text.push('\n');
    }
    report.summary.fixed.iter().for_each(|made| text.push_str(&fixed(made, look)));
    text
}

fn finding(reported: &Reported, look: Look) -> String {
    let finding = &reported.finding;
    let head = format!("{}[{}]", severity_word(finding.severity), finding.rule.id);
    let head = look.paint(severity_ink(finding.severity), &head);
    let message = look.paint(Ink::Bold, &format!(": {}", printable(&finding.message)));
    let mut text = format!("{head}{message}\n");
    text.push_str(&draw(&reported.file, &marks(finding), finding.severity, look));
    if let Some(gets_in) = &finding.gets_in {
        text.push_str(&remark("gets in", gets_in, look));
    }
    for there in &finding.elsewhere {
        let start = place_elsewhere(there).start;
        text.push_str(&remark("see", &format!("{}:{}:{}: {}", there.path, start.line, start.column, there.text), look));
    }
    text.push_str(&remark("help", &finding.help, look));
    if let Some(fix) = &finding.fix {
        let repair = format!("{} ({})", fix.title, options(fix.applicability));
        text.push_str(&remark("fix", &repair, look));
    }
    text.push_str(&remark("more", &format!("portcullis explain {}", finding.rule.id), look));
    text
}

/// What was repaired, in a line.
fn fixed(made: &Made, look: Look) -> String {
    let head = look.paint(Ink::Cyan, &format!("fixed[{}]", made.rule.id));
    let start = made.place.start;
    let line = format!("{}:{}:{}: {}", made.path, start.line, start.column, made.title);
    format!("{head}: {}\n", printable(&line))
}

/// The colour of a severity.
pub fn severity_ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Red,
        Severity::Warning => Ink::Yellow,
        Severity::Note => Ink::Blue,
    }
}

/// The steps of the witness numbered in their order, the finding's own place as the last one, and the related places.
fn marks(finding: &Finding) -> Vec<Mark> {
    let steps = finding.witness.iter().map(|step| (step.span, &step.text, false));
    let steps = steps.chain([(finding.span, &finding.label, true)]).enumerate();
    let alone = finding.witness.is_empty();
    let steps = steps.map(|(index, (span, text, primary))| {
        let text = if alone { text.clone() } else { format!("{}. {text}", index + 1) };
        Mark { span, text, primary }
    });
    let related =
        finding.related.iter().map(|label| Mark { span: label.span, text: label.text.clone(), primary: false });
    steps.chain(related).collect()
}

fn remark(name: &str, text: &str, look: Look) -> String {
    let indent = format!("\n{}", " ".repeat(name.len() + 4));
    let text = printable(text.trim_end()).replace('\n', &indent);
    format!("  {} {text}\n", look.paint(Ink::Cyan, &format!("{name}:")))
}
