//! `portcullis entries`: every function that the outside world calls, what it is called by, and what runs in front of it.

use std::fmt::Write;

use anyhow::Result;
use portcullis_analyzer::{Analysis, Entry, EntryAct, EntryKind, Front, FunctionRef, Program, What};
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

/// One entry, as `entries --format json` lists it.
#[derive(Debug, Serialize)]
struct Listed {
    /// Of the file that registers it, relative, with `/`.
    path: String,
    /// Of the call, decorator, property or export that registers it, from 1.
    line: u32,
    column: u32,
    /// `DELETE /pins/:id`, `mutation pins.delete`, `tool read_file`.
    name: String,
    kind: &'static str,
    /// `read`, `write` or `unknown`.
    act: &'static str,
    framework: String,
    handler: Target,
    /// What it is registered on: entries of one group have the same text.
    group: String,
    /// What runs in front of it, outermost first.
    front: Vec<ListedFront>,
    /// Whether something in front of it could not be followed.
    open: bool,
}

#[derive(Debug, Serialize)]
struct Target {
    path: String,
    function: String,
    /// Of its first token, from 1.
    line: u32,
}

#[derive(Debug, Serialize)]
struct ListedFront {
    /// The callee, as written.
    name: String,
    /// Its constants, as text.
    args: Vec<String>,
    /// The function of the project that runs, or null.
    target: Option<Target>,
    /// Whether it takes protection away.
    public: bool,
}

/// Runs the command.
pub fn entries(args: &ListArgs) -> Result<Ending> {
    let names = Names::new(args.input.root.as_deref())?;
    let config = Config::of(&args.paths, &args.input, &names)?;
    if args.input.show_files {
        return show_files(&args.paths, &args.input, &names, &config);
    }
    let outcome = run::run(&args.paths, &args.input, &names, &config, |analysis| {
        let own = analysis.program.entries_of(analysis.id);
        own.iter().map(|entry| list(analysis, entry)).collect::<Vec<_>>()
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
        ListingFormat::Human => listed.iter().map(|entry| human(entry, look)).collect(),
        ListingFormat::Json => json::pretty(&listed)?,
    };
    let written = write(&text, args.listing.output.as_deref(), messages);
    say(summary);
    Ok(ending.max(written))
}

fn list(analysis: &Analysis<'_>, entry: &Entry) -> Listed {
    let program = analysis.program;
    let start = place(analysis.source(), entry.registered.1).start;
    Listed {
        path: analysis.source().path.clone(),
        line: start.line,
        column: start.column,
        name: entry.name.clone(),
        kind: kind(entry.kind),
        act: act(entry.act),
        framework: entry.framework.clone(),
        handler: target(program, entry.handler),
        group: group(program, entry),
        front: entry.front.iter().map(|front| list_front(program, front)).collect(),
        open: entry.is_open,
    }
}

fn list_front(program: &Program, front: &Front) -> ListedFront {
    ListedFront {
        name: front.name.clone(),
        args: front.args.clone(),
        target: front.function.map(|function| target(program, function)),
        public: front.marks_public,
    }
}

fn target(program: &Program, at: FunctionRef) -> Target {
    let (source, function) = (&program.file(at.module).source, program.function(at));
    let line = place(source, function.span).start.line;
    Target { path: source.path.clone(), function: function.name.clone(), line }
}

fn group(program: &Program, entry: &Entry) -> String {
    let file = program.file(entry.group.module);
    let path = &file.source.path;
    match &entry.group.what {
        What::Variable(variable) => format!("{path} {}", file.module.bindings[variable.0 as usize].name),
        What::Property(class, property) => format!("{path} {class}.{property}"),
        What::Class(name) | What::Written(name) => format!("{path} {name}"),
        What::Made(span) => format!("{path}:{}", place(&file.source, *span).start.line),
        What::File => path.clone(),
        What::Folder(folder) => format!("{folder}/"),
    }
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Route => "route",
        EntryKind::Page => "page",
        EntryKind::Action => "action",
        EntryKind::Procedure => "procedure",
        EntryKind::Resolver => "resolver",
        EntryKind::Field => "field",
        EntryKind::Message => "message",
        EntryKind::Tool => "tool",
        EntryKind::Command => "command",
        EntryKind::Access => "access",
        EntryKind::Hook => "hook",
    }
}

fn act(act: EntryAct) -> &'static str {
    match act {
        EntryAct::Read => "read",
        EntryAct::Write => "write",
        EntryAct::Unknown => "unknown",
    }
}

/// `src/routes.ts:3 DELETE /pins/:id: removePin (src/pins.ts:9), behind requireUser, checkPermission('pins:write')`
fn human(entry: &Listed, look: Look) -> String {
    let at = look.paint(Ink::Cyan, &printable(&format!("{}:{}", entry.path, entry.line)));
    let name = look.paint(Ink::Bold, &printable(&entry.name));
    let Target { path, function, line } = &entry.handler;
    let mut text = format!("{at} {name}: {} ({})", printable(function), printable(&format!("{path}:{line}")));
    for (index, front) in entry.front.iter().enumerate() {
        let args = if front.args.is_empty() { String::new() } else { format!("({})", front.args.join(", ")) };
        let before = if index == 0 { " behind " } else { " " };
        let _ = write!(text, ",{before}{}", printable(&format!("{}{args}", front.name)));
    }
    if entry.open {
        text.push_str("; more may run in front of it");
    }
    text.push('\n');
    text
}
