//! `portcullis calls`: every place where a check is asked, which function that is, and what becomes of its answer.

use std::fmt::Write;

use anyhow::Result;
use portcullis_analyzer::project::Outside;
use portcullis_analyzer::{Analysis, Asked, CallSite, Unresolved, Use, UseKind};
use serde::Serialize;

use crate::args::{ListArgs, ListingFormat};
use crate::config::Config;
use crate::files::Names;
use crate::inventory::show_files;
use crate::output::{Ending, say, say_not_analysed, write};
use crate::place::place;
use crate::report::{json, listing_summary};
use crate::run;
use crate::terminal::{Ink, Look, printable};

/// One place, as `calls --format json` lists it.
#[derive(Debug, Serialize)]
struct Listed {
    /// Relative, with `/`.
    path: String,
    /// Of the call, from 1.
    line: u32,
    column: u32,
    /// The dotted path of the function that asks.
    caller: String,
    /// What is asked, as written.
    callee: String,
    /// The function of the project that this is, or null.
    target: Option<Target>,
    /// Why it is not known, or null: `parameter`, `unknown-type`, `implementations`, `computed`, `missing`, or `outside`.
    unresolved: Option<&'static str>,
    /// The package it leads to, if it leads outside; empty for the language and its runtime.
    package: Option<String>,
    /// `called`, `handed on` or `tested` without being called.
    asked: &'static str,
    /// What becomes of the answer, or of the function that is handed on.
    uses: Vec<ListedUse>,
    /// A TypeScript expression, `true` for always; null where that could not be told.
    condition: Option<String>,
}

#[derive(Debug, Serialize)]
struct Target {
    path: String,
    function: String,
    /// Of its first token, from 1.
    line: u32,
}

#[derive(Debug, Serialize)]
struct ListedUse {
    /// `tested`, `negated` (tested the other way round), `compared 'x'`, `member x`, `returned`, `stored`, `passed to f`, `dropped`, `void` (dropped
    /// on purpose) or `other`.
    #[serde(rename = "use")]
    what: String,
    /// Whether a promise would have been awaited before.
    awaited: bool,
}

/// Runs the command.
pub fn calls(args: &ListArgs) -> Result<Ending> {
    let names = Names::new(args.input.root.as_deref())?;
    let config = Config::of(&args.paths, &args.input, &names)?;
    if args.input.show_files {
        return show_files(&args.paths, &args.input, &names, &config);
    }
    let outcome = run::run(&args.paths, &args.input, &names, &config, |analysis| {
        let conditions = portcullis_analyzer::calls::conditions(analysis);
        analysis.calls.iter().zip(conditions).map(|(site, when)| list(analysis, site, when)).collect::<Vec<_>>()
    })?;
    let messages = Look::of_stderr(args.input.colour.color);
    say_not_analysed(&outcome.not_analysed, messages);
    let ending = run::ending(&outcome, args.input.strict, &config, messages);
    let summary = listing_summary(outcome.files, outcome.checks, &outcome.left_out, outcome.not_analysed.len());
    let listed: Vec<Listed> = outcome.results.into_iter().flatten().collect();
    let look = match &args.listing.output {
        Some(_) => Look::of_file(args.input.colour.color),
        None => Look::of_stdout(args.input.colour.color),
    };
    let text = match args.listing.format {
        ListingFormat::Human => listed.iter().map(|call| human(call, look)).collect(),
        ListingFormat::Json => json::pretty(&listed)?,
    };
    let written = write(&text, args.listing.output.as_deref(), messages);
    say(summary);
    Ok(ending.max(written))
}

fn list(analysis: &Analysis<'_>, site: &CallSite, condition: Option<String>) -> Listed {
    let start = place(analysis.source(), site.span).start;
    let program = analysis.program;
    let target = site.callee.as_ref().ok().map(|callee| {
        let (source, function) = (&program.file(callee.module).source, program.function(*callee));
        let line = place(source, function.span).start.line;
        Target { path: source.path.clone(), function: function.name.clone(), line }
    });
    let (asked, uses) = match &site.asked {
        Asked::Called(uses) => ("called", uses.iter().map(list_use).collect()),
        Asked::Handed { to, .. } => ("handed on", vec![ListedUse { what: format!("passed to {to}"), awaited: false }]),
        Asked::Tested { negated } => ("tested", vec![ListedUse { what: tested(*negated).to_owned(), awaited: false }]),
    };
    Listed {
        path: analysis.source().path.clone(),
        line: start.line,
        column: start.column,
        caller: analysis.module().functions[site.caller.0 as usize].name.clone(),
        callee: site.name.clone(),
        target,
        unresolved: site.callee.as_ref().err().map(reason),
        package: site.callee.as_ref().err().and_then(package),
        asked,
        uses,
        condition,
    }
}

fn list_use(one: &Use) -> ListedUse {
    let what = match &one.kind {
        UseKind::Tested { negated } => tested(*negated).to_owned(),
        UseKind::Compared { with: Some(constant) } => format!("compared {constant}"),
        UseKind::Compared { with: None } => "compared".to_owned(),
        UseKind::Member { property } => format!("member {property}"),
        UseKind::Returned => "returned".to_owned(),
        UseKind::Stored => "stored".to_owned(),
        UseKind::Passed { to, .. } => format!("passed to {to}"),
        UseKind::Dropped { on_purpose: false } => "dropped".to_owned(),
        UseKind::Dropped { on_purpose: true } => "void".to_owned(),
        UseKind::Other => "other".to_owned(),
    };
    ListedUse { what, awaited: one.awaited }
}

fn tested(negated: bool) -> &'static str {
    if negated { "negated" } else { "tested" }
}

/// Why it is not known which function a call goes to, in one word.
pub fn reason(why: &Unresolved) -> &'static str {
    match why {
        Unresolved::Outside(Outside::Missing) => "missing",
        Unresolved::Outside(_) => "outside",
        Unresolved::Parameter => "parameter",
        Unresolved::UnknownType => "unknown-type",
        Unresolved::Implementations(_) => "implementations",
        Unresolved::Computed => "computed",
    }
}

/// The package a call leads to; the language and its runtime have no name.
fn package(why: &Unresolved) -> Option<String> {
    match why {
        Unresolved::Outside(Outside::Package(name)) => Some(name.clone()),
        Unresolved::Outside(Outside::Builtin) => Some(String::new()),
        _ => None,
    }
}

/// `src/a.ts:3 save: canEdit (src/access.ts:1 canEdit), awaited, tested` and the condition below, unless it always holds.
fn human(call: &Listed, look: Look) -> String {
    let at = look.paint(Ink::Cyan, &printable(&format!("{}:{}", call.path, call.line)));
    let caller = look.paint(Ink::Bold, &printable(&call.caller));
    let target = match (&call.target, &call.package, call.unresolved) {
        (Some(target), ..) => format!("{}:{} {}", target.path, target.line, target.function),
        (None, Some(package), _) if package.is_empty() => "the language or its runtime".to_owned(),
        (None, Some(package), _) => format!("package {package}"),
        (None, None, why) => format!("not known: {}", why.unwrap_or_default()),
    };
    let mut text = format!("{at} {caller}: {} ({})", printable(&call.callee), printable(&target));
    for one in &call.uses {
        let awaited = if one.awaited { " awaited," } else { "" };
        let _ = write!(text, ",{awaited} {}", printable(&one.what));
    }
    text.push('\n');
    match call.condition.as_deref() {
        Some("true") => {}
        Some(condition) => {
            let _ = writeln!(text, "    {}", look.paint(Ink::Dim, &format!("when {}", printable(condition))));
        }
        None => text.push_str("    under a condition that could not be told\n"),
    }
    text
}
