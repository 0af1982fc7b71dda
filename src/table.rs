//! `portcullis table`: under which conditions a check allows and denies.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use portcullis_analyzer::{Check, Decision, Row, SourceFile};
use portcullis_lints::closest;
use serde::Serialize;

use crate::args::{ListingFormat, TableArgs};
use crate::config::Config;
use crate::files::Names;
use crate::output::{Ending, fail, say, say_not_analysed, write};
use crate::place::place;
use crate::report::{json, listing_summary};
use crate::run;
use crate::terminal::{Ink, Look, printable};
use crate::words;

/// The decision table of one check.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Relative, with `/`.
    path: String,
    function: String,
    /// Of its first token, from 1.
    line: u32,
    /// In source order: a row holds when its condition does and no row above it does.
    rows: Vec<TableRow>,
    /// The decision when no rule or guard matched.
    default: &'static str,
    /// Whether the rows are exact; if not, `open` says why.
    complete: bool,
    open: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TableRow {
    decision: &'static str,
    /// A TypeScript expression, or `otherwise`.
    condition: String,
    /// What the exit gives, as written.
    gives: String,
    /// Of the exit, from 1.
    line: u32,
    column: u32,
    #[serde(skip)]
    ink: Ink,
}

/// What to show: paths, and the check that was named with one of them.
#[derive(Debug)]
struct Wanted {
    paths: Vec<PathBuf>,
    /// The path as it is called in the output, and the check's name.
    checks: Vec<(String, String)>,
}

/// Runs the command.
pub fn table(args: &TableArgs) -> Result<Ending> {
    let names = Names::new(args.input.root.as_deref())?;
    let wanted = wanted(args, &names);
    let config = Config::of(&wanted.paths, &args.input, &names)?;
    if args.input.show_files {
        return crate::inventory::show_files(&wanted.paths, &args.input, &names, &config);
    }
    let outcome = run::run(&wanted.paths, &args.input, &names, &config, |analysis| {
        analysis.checks.iter().map(|check| tabulate(analysis.source(), check)).collect::<Vec<_>>()
    })?;
    let messages = Look::of_stderr(args.input.colour.color);
    say_not_analysed(&outcome.not_analysed, messages);
    let mut ending = run::ending(&outcome, args.input.strict, &config, messages);
    let summary = listing_summary(outcome.files, outcome.checks, &outcome.left_out, outcome.not_analysed.len());
    let mut tables: Vec<Table> = outcome.results.into_iter().flatten().collect();
    if ending != Ending::Failed
        && let Err(error) = narrow(&mut tables, &wanted.checks)
    {
        ending = fail(error, messages);
        tables.clear();
    }
    let look = match &args.listing.output {
        Some(_) => Look::of_file(args.input.colour.color),
        None => Look::of_stdout(args.input.colour.color),
    };
    let text = match args.listing.format {
        ListingFormat::Human => tables.iter().map(|table| human(table, look)).collect::<Vec<_>>().join("\n"),
        ListingFormat::Json => json::pretty(&tables)?,
    };
    let written = write(&text, args.listing.output.as_deref(), messages);
    say(summary);
    Ok(ending.max(written))
}

/// Splits `FILE:NAME` where a file ends: names can hold colons, and so can paths.
fn wanted(args: &TableArgs, names: &Names) -> Wanted {
    let mut wanted = Wanted { paths: Vec::new(), checks: Vec::new() };
    for target in &args.targets {
        let text = target.to_string_lossy();
        let split = text.match_indices(':').find(|(index, _)| Path::new(&text[..*index]).is_file());
        match split {
            Some((index, _)) if !args.all && !target.exists() => {
                let path = PathBuf::from(&text[..index]);
                wanted.checks.push((names.of(&path), text[index + 1..].to_owned()));
                wanted.paths.push(path);
            }
            _ => wanted.paths.push(target.clone()),
        }
    }
    wanted
}

/// Keeps, of the files that were named with a check, that check.
fn narrow(tables: &mut Vec<Table>, checks: &[(String, String)]) -> Result<()> {
    for (path, name) in checks {
        let found = || tables.iter().filter(|table| table.path == *path).map(|table| table.function.as_str());
        if found().any(|function| function == name) {
            continue;
        }
        match closest(name, found()) {
            Some(known) => bail!("no check `{name}` in {path}; did you mean `{known}`?"),
            None => bail!("no check `{name}` in {path}; `portcullis checks {path}` lists what was recognised"),
        }
    }
    let named = |table: &Table| checks.iter().any(|(path, _)| *path == table.path);
    let meant = |table: &Table| checks.iter().any(|(path, name)| *path == table.path && *name == table.function);
    tables.retain(|table| !named(table) || meant(table));
    Ok(())
}

/// The table of a check.
pub fn tabulate(file: &SourceFile, check: &Check) -> Table {
    Table {
        path: file.path.clone(),
        function: check.name.clone(),
        line: place(file, check.span).start.line,
        rows: check.table.rows.iter().map(|row| table_row(file, row)).collect(),
        default: words::default(check.default),
        complete: check.table.complete,
        open: check.table.open.iter().map(|open| open.reason.clone()).collect(),
    }
}

fn table_row(file: &SourceFile, row: &Row) -> TableRow {
    let exit = place(file, row.exit).start;
    let ink = match row.decision {
        Decision::Allow => Ink::Green,
        Decision::Deny => Ink::Red,
        _ => Ink::Yellow,
    };
    TableRow {
        decision: words::decision(row.decision),
        condition: row.condition.clone(),
        gives: row.gives.clone(),
        line: exit.line,
        column: exit.column,
        ink,
    }
}

fn human(table: &Table, look: Look) -> String {
    let mut text = head(&table.function, &table.path, table.line, look) + &rows(table, look);
    if !table.complete {
        text.push_str(&format!("  {}: {}\n", look.paint(Ink::Yellow, "not exact"), printable(&table.open.join("; "))));
    }
    text
}

/// A function and its place, on a line.
pub fn head(function: &str, path: &str, line: u32, look: Look) -> String {
    let place = printable(&format!("({path}:{line})"));
    format!("{} {}\n", look.paint(Ink::Bold, &printable(function)), look.paint(Ink::Cyan, &place))
}

/// Aligned: decision, condition, and the exit with its line. A long condition gets a line of its own and moves nothing else.
pub fn rows(table: &Table, look: Look) -> String {
    const WIDEST: usize = 72;
    let mut text = String::new();
    let clauses: Vec<String> = table.rows.iter().map(clause).collect();
    let decision_width = table.rows.iter().map(|row| row.decision.len()).max().unwrap_or_default();
    let width = |text: &String| text.chars().count();
    let clause_width = clauses.iter().map(width).filter(|width| *width <= WIDEST).max().unwrap_or_default();
    let line_width = table.rows.iter().map(|row| row.line.to_string().len()).max().unwrap_or_default();
    for (row, clause) in table.rows.iter().zip(&clauses) {
        let decision = look.paint(row.ink, row.decision) + &" ".repeat(decision_width - row.decision.len());
        let exit = format!("line {:>line_width$}  {}", row.line, printable(&row.gives).replace('\n', " "));
        let exit = look.paint(Ink::Dim, exit.trim_end());
        let padding = match clause_width.checked_sub(width(clause)) {
            Some(missing) => " ".repeat(missing),
            None => format!("\n  {}", " ".repeat(decision_width + 1 + clause_width)),
        };
        text.push_str(&format!("  {decision} {clause}{padding}  {exit}\n"));
    }
    text
}

fn clause(row: &TableRow) -> String {
    let condition = printable(&row.condition).replace('\n', " ");
    if condition == "otherwise" { condition } else { format!("when {condition}") }
}
