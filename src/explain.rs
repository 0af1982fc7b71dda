//! `portcullis rules` and `portcullis explain`: what the rules say of themselves.

use anyhow::{Context, Result};
use portcullis_lints::{Applicability, RULES, Rule};
use serde::Serialize;

use crate::account::{self, Target};
use crate::args::{ExplainArgs, ListingFormat, RulesArgs};
use crate::choose::rule;
use crate::output::{Ending, write};
use crate::report::{confidence_word, human::severity_ink, json, sarif::help_uri, severity_word};
use crate::terminal::{Ink, Look};

/// A rule, as `rules --format json` lists it.
#[derive(Debug, Serialize)]
struct Listed {
    id: &'static str,
    severity: &'static str,
    confidence: &'static str,
    summary: &'static str,
    cwe: &'static [u16],
    /// Left out of a run unless asked for.
    pedantic: bool,
    /// Whether some of its findings have a repair: `safe`, `unsafe` or null.
    fixable: Option<&'static str>,
    url: String,
}

/// Lists the rules.
pub fn rules(args: &RulesArgs) -> Result<Ending> {
    let look = match &args.listing.output {
        Some(_) => Look::of_file(args.colour.color),
        None => Look::of_stdout(args.colour.color),
    };
    let text = match args.listing.format {
        ListingFormat::Human => table(look),
        ListingFormat::Json => json::pretty(&RULES.iter().map(|rule| list(rule)).collect::<Vec<_>>())?,
    };
    Ok(write(&text, args.listing.output.as_deref(), Look::of_stderr(args.colour.color)))
}

/// Prints a rule's page, or what was made of a function. No rule has a colon in its id, and every place has one.
pub fn explain(args: &ExplainArgs) -> Result<Ending> {
    if args.target.contains(':') {
        let target = Target::read(&args.target);
        let target = target.with_context(|| format!("`{}` is no place; write FILE:LINE", args.target))?;
        return account::explain(target, &args.input);
    }
    let rule = rule(&args.target)?;
    let look = Look::of_stdout(args.input.colour.color);
    let head = format!(
        "{}, {} confidence{}{}",
        look.paint(severity_ink(rule.severity), severity_word(rule.severity)),
        confidence_word(rule.confidence),
        if rule.pedantic { ", only with --pedantic" } else { "" },
        rule.repairs().map(|repairs| format!(", repaired by {}", options(repairs))).unwrap_or_default()
    );
    let text = format!("{}\n\n{head}\n", page(rule.page, look).trim_end());
    Ok(write(&text, None, Look::of_stderr(args.input.colour.color)))
}

fn list(rule: &'static Rule) -> Listed {
    Listed {
        id: rule.id,
        severity: severity_word(rule.severity),
        confidence: confidence_word(rule.confidence),
        summary: rule.summary,
        cwe: rule.cwe,
        pedantic: rule.pedantic,
        fixable: rule.repairs().map(json::applicability_word),
        url: help_uri(rule),
    }
}

fn table(look: Look) -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = look.paint(Ink::Bold, &format!("{:width$}  severity  confidence  what it finds", "rule"));
    text.push('\n');
    for rule in RULES {
        let severity = look.paint(severity_ink(rule.severity), severity_word(rule.severity));
        let gap = " ".repeat("severity".len() - severity_word(rule.severity).len());
        let confidence = confidence_word(rule.confidence);
        let pedantic = if rule.pedantic { " (pedantic)" } else { "" };
        let repairs = rule.repairs().map(|repairs| format!(" ({})", options(repairs))).unwrap_or_default();
        let summary = format!("{}{pedantic}{repairs}", rule.summary);
        text.push_str(&format!("{:width$}  {severity}{gap}  {confidence:10}  {summary}\n", rule.id));
    }
    text
}

/// The options that make repairs of a sort.
pub fn options(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "--fix",
        Applicability::Unsafe => "--fix --unsafe-fixes",
    }
}

/// Markdown as it reads best without a renderer: headings bold, code as it is, marks of emphasis gone.
fn page(markdown: &str, look: Look) -> String {
    let mut text = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            text.push_str(&look.paint(Ink::Cyan, &format!("    {line}")));
        } else if line.starts_with('#') {
            text.push_str(&look.paint(Ink::Bold, line.trim_start_matches('#').trim()));
        } else {
            text.push_str(&line.replace("**", ""));
        }
        text.push('\n');
    }
    text
}
