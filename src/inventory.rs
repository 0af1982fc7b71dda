//! `portcullis checks`: every function that was recognised as a permission check.

use std::path::PathBuf;

use anyhow::Result;
use portcullis_analyzer::{Check, SourceFile};
use serde::Serialize;

use crate::args::{InputArgs, ListArgs, ListingFormat};
use crate::config::Config;
use crate::files::Names;
use crate::output::{Ending, say, say_not_analysed, write};
use crate::place::place;
use crate::report::{confidence_word, json, listing_summary, rest};
use crate::run;
use crate::terminal::{Ink, Look, count, printable};
use crate::words;

/// One check, as `checks --format json` lists it.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Relative, with `/`.
    pub path: String,
    /// The function's dotted path.
    pub function: String,
    /// The lines of its first and last token, from 1.
    pub start_line: u32,
    pub end_line: u32,
    /// `decision` or `guard`.
    pub kind: &'static str,
    pub encoding: &'static str,
    pub polarity: &'static str,
    pub confidence: &'static str,
    pub reasons: Vec<String>,
    pub decisions: Vec<ListedDecision>,
    /// The decision when no rule or guard matched.
    pub default: &'static str,
    /// Whether the decisions are exact.
    pub complete: bool,
}

/// A row of the decision table.
#[derive(Debug, Serialize)]
pub struct ListedDecision {
    pub decision: &'static str,
    pub condition: String,
}

/// Runs the command.
pub fn checks(args: &ListArgs) -> Result<Ending> {
    let names = Names::new(args.input.root.as_deref())?;
    let config = Config::of(&args.paths, &args.input, &names)?;
    if args.input.show_files {
        return show_files(&args.paths, &args.input, &names, &config);
    }
    let outcome = run::run(&args.paths, &args.input, &names, &config, |analysis| {
        analysis.checks.iter().map(|check| list(analysis.source(), check)).collect::<Vec<_>>()
    })?;
    let messages = Look::of_stderr(args.input.colour.color);
    say_not_analysed(&outcome.not_analysed, messages);
    let ending = run::ending(&outcome, args.input.strict, &config, messages);
    let summary = listing_summary(outcome.files, outcome.checks, &outcome.left_out, outcome.not_analysed.len());
    let listed: Vec<Listed> = outcome.results.into_iter().flatten().collect();
    let text = match args.listing.format {
        ListingFormat::Human => human(&listed, args),
        ListingFormat::Json => json::pretty(&listed)?,
    };
    let written = write(&text, args.listing.output.as_deref(), messages);
    say(summary);
    Ok(ending.max(written))
}

fn list(file: &SourceFile, check: &Check) -> Listed {
    let place = place(file, check.span);
    let rows = check.table.rows.iter();
    let decisions =
        rows.map(|row| ListedDecision { decision: words::decision(row.decision), condition: row.condition.clone() });
    Listed {
        path: file.path.clone(),
        function: check.name.clone(),
        start_line: place.start.line,
        end_line: place.end.line,
        kind: words::kind(check.kind),
        encoding: words::encoding(check.encoding),
        polarity: words::polarity(check.polarity),
        confidence: confidence_word(check.confidence),
        reasons: check.reasons.clone(),
        decisions: decisions.collect(),
        default: words::default(check.default),
        complete: check.table.complete,
    }
}

/// `src/a.ts:3 canEdit — decision, boolean, normal, denies by default, high confidence` and the reasons below.
fn human(listed: &[Listed], args: &ListArgs) -> String {
    let look = match &args.listing.output {
        Some(_) => Look::of_file(args.input.colour.color),
        None => Look::of_stdout(args.input.colour.color),
    };
    let dash = if look.unicode { "—" } else { "-" };
    let mut text = String::new();
    for check in listed {
        let place = look.paint(Ink::Cyan, &printable(&format!("{}:{}", check.path, check.start_line)));
        let name = look.paint(Ink::Bold, &printable(&check.function));
        let polarity = match check.polarity {
            "normal" => String::new(),
            other => format!(" ({other})"),
        };
        let exact = if check.complete { "" } else { ", not fully understood" };
        text.push_str(&format!(
            "{place} {name} {dash} {}, {}{polarity}, default {}, {} confidence{exact}\n",
            check.kind, check.encoding, check.default, check.confidence
        ));
        if !check.reasons.is_empty() {
            text.push_str(&format!("    {}\n", look.paint(Ink::Dim, &printable(&check.reasons.join("; ")))));
        }
    }
    text
}

/// Prints which files would be analysed, and how many were left out.
pub fn show_files(paths: &[PathBuf], options: &InputArgs, names: &Names, config: &Config) -> Result<Ending> {
    let messages = Look::of_stderr(options.colour.color);
    let outcome = run::list(paths, options, names, config)?;
    say_not_analysed(&outcome.not_analysed, messages);
    let ending = run::ending(&outcome, options.strict, config, messages);
    let lines: String = outcome.results.iter().map(|name| printable(name) + "\n").collect();
    let written = write(&lines, None, messages);
    say(format_args!("{}{}", count(outcome.files, "file"), rest(&outcome.left_out, outcome.not_analysed.len())));
    Ok(ending.max(written))
}
