//! `portcullis check`: findings, in every format asked for, and repairs.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use portcullis_analyzer::{Analysis, SourceFile};
use portcullis_lints::Finding;

use crate::args::{CheckArgs, Format, FormatTarget};
use crate::choose::{Choice, severity};
use crate::config::Config;
use crate::files::Names;
use crate::fix::{Repairs, bytes};
use crate::output::{Ending, fail, say, say_not_analysed, write, write_aside};
use crate::report::{Report, Reported, Summary, concise, human, json, sarif};
use crate::run::{self, Outcome};
use crate::statistics::Statistics;
use crate::terminal::{Look, count, printable};

/// Runs the command.
pub fn check(args: &CheckArgs) -> Result<Ending> {
    let names = Names::new(args.input.root.as_deref())?;
    let config = Config::of(&args.paths, &args.input, &names)?;
    let choice = Choice::new(&args.choice, &config)?;
    let targets = targets(args)?;
    if args.input.show_files {
        return crate::inventory::show_files(&args.paths, &args.input, &names, &config);
    }
    let mut repairs = Repairs::new(args.repair.unsafe_fixes);
    let outcome = analyse(args, &names, &config, &choice, &mut repairs)?;
    let messages = Look::of_stderr(args.input.colour.color);
    say_not_analysed(&outcome.not_analysed, messages);
    let ending = run::ending(&outcome, args.input.strict, &config, messages);
    if args.repair.diff {
        return Ok(ending.max(show_difference(args, &repairs, messages)));
    }
    let ending = ending.max(write_repairs(args, &names, &outcome, &mut repairs, messages));
    let report = collect(outcome, args, &repairs);
    report_to(&targets, &report, args, ending)
}

/// Analyses, and where repairs are wanted, repairs and analyses again until nothing is left to repair.
fn analyse(
    args: &CheckArgs,
    names: &Names,
    config: &Config,
    choice: &Choice,
    repairs: &mut Repairs,
) -> Result<Outcome<Found>> {
    let stdin = args.reads_stdin().then(|| names.of(&args.input.stdin_filename));
    loop {
        let outcome = run::run_repaired(&args.paths, &args.input, names, config, repairs, |analysis| {
            let keeps = stdin.as_deref() == Some(analysis.source().path.as_str());
            Found::of(analysis, choice, keeps)
        })?;
        let wanted = args.repair.fix || args.repair.diff;
        let found: Vec<&Reported> = outcome.results.iter().flat_map(|found| &found.findings).collect();
        // Standard input can be read once.
        outcome.results.iter().filter_map(|found| found.text.as_ref()).for_each(|text| repairs.keep(text));
        if !wanted || !repairs.make(&found) {
            return Ok(outcome);
        }
    }
}

/// Prints what the repairs would change.
fn show_difference(args: &CheckArgs, repairs: &Repairs, messages: Look) -> Ending {
    let difference = repairs.difference();
    let written = write(&difference, args.output.as_deref(), messages);
    say_given_up(repairs);
    say(format_args!("{} to repair", count(repairs.made.len(), "finding")));
    if difference.is_empty() || args.exit_zero { written } else { written.max(Ending::Findings) }
}

/// Writes the repaired files, and the text of standard input, whatever became of it.
fn write_repairs(
    args: &CheckArgs,
    names: &Names,
    outcome: &Outcome<Found>,
    repairs: &mut Repairs,
    messages: Look,
) -> Ending {
    if !args.repair.fix {
        return Ending::Clean;
    }
    let mut ending = Ending::Clean;
    let stdin = outcome.results.iter().find_map(|found| found.text.as_ref());
    if let Some(stdin) = stdin {
        ending = write(&bytes(stdin), None, messages);
    } else if args.reads_stdin() {
        ending = fail("standard input is not repaired: it could not be analysed", messages);
    }
    for (name, reason) in repairs.write(names, stdin.map(|file| file.path.as_str())) {
        ending = ending.max(fail(format_args!("cannot write `{name}`: {reason}"), messages));
    }
    say_given_up(repairs);
    ending
}

fn say_given_up(repairs: &Repairs) {
    for name in &repairs.given_up {
        say(format_args!("{}: not repaired: the repaired text cannot be parsed, please report this", printable(name)));
    }
}

/// Writes the report in each format, and the summary; how the run ends.
fn report_to(targets: &[FormatTarget], report: &Report, args: &CheckArgs, mut ending: Ending) -> Result<Ending> {
    let messages = Look::of_stderr(args.input.colour.color);
    for target in targets {
        let text = render(report, target, args).context("cannot write the report")?;
        let aside = args.repair.fix && args.reads_stdin() && target.file.is_none();
        let written = if aside { write_aside(&text) } else { write(&text, target.file.as_deref(), messages) };
        ending = ending.max(written);
    }
    if report.findings.len() > sarif::MOST_RESULTS && targets.iter().any(|target| target.format == Format::Sarif) {
        say(format_args!("only the {} worst findings are in the sarif report", sarif::MOST_RESULTS));
    }
    say(report.summary_line());
    if let Some(line) = report.repairs_line() {
        say(line);
    }
    if let Some(statistics) = &report.summary.statistics {
        say(statistics.text(report.summary.files, report.summary.checks));
    }
    let fail_on = severity(args.fail_on);
    let counts = report.findings.iter().any(|reported| reported.finding.severity >= fail_on);
    Ok(if counts && !args.exit_zero { ending.max(Ending::Findings) } else { ending })
}

/// What to write where. Two reports on one output would be neither.
fn targets(args: &CheckArgs) -> Result<Vec<FormatTarget>> {
    let mut targets = args.formats.clone();
    if targets.is_empty() {
        targets.push(FormatTarget { format: Format::Human, file: None });
    }
    let open = targets.iter().filter(|target| target.file.is_none()).count();
    ensure!(open < 2, "two formats for one output; name a file for all but one: `--format sarif=FILE`");
    ensure!(open == 1 || args.output.is_none(), "every format has a file of its own; leave out --output");
    for target in &mut targets {
        target.file = target.file.take().or_else(|| args.output.clone());
    }
    let mut files: Vec<&Path> = targets.iter().filter_map(|target| target.file.as_deref()).collect();
    files.sort_unstable();
    ensure!(files.windows(2).all(|pair| pair[0] != pair[1]), "two formats for one file");
    Ok(targets)
}

/// What was found in one file.
struct Found {
    findings: Vec<Reported>,
    hidden: usize,
    silenced: usize,
    statistics: Statistics,
    /// What was analysed, where it has to be printed.
    text: Option<Arc<SourceFile>>,
}

impl Found {
    fn of(analysis: &Analysis<'_>, choice: &Choice, keeps_text: bool) -> Self {
        let mut heard =
            portcullis_lints::silence(analysis, portcullis_lints::check(analysis), |rule| choice.runs(rule));
        heard.findings.iter_mut().chain(&mut heard.silenced).for_each(|finding| choice.weigh(finding));
        let (findings, hidden): (Vec<_>, Vec<_>) =
            heard.findings.into_iter().partition(|finding| choice.takes(finding));
        let silenced = heard.silenced.iter().filter(|finding| choice.takes(finding)).count();
        // The text is kept only where it will be shown.
        let text = keeps_text.then(|| Arc::new(analysis.source().clone()));
        let findings = reported(analysis.source(), findings);
        Found { findings, hidden: hidden.len(), silenced, statistics: Statistics::of(&analysis.calls), text }
    }
}

fn reported(source: &SourceFile, findings: Vec<Finding>) -> Vec<Reported> {
    if findings.is_empty() {
        return Vec::new();
    }
    let file = Arc::new(source.clone());
    findings.into_iter().map(|finding| Reported { finding, file: file.clone() }).collect()
}

fn collect(outcome: Outcome<Found>, args: &CheckArgs, repairs: &Repairs) -> Report {
    let mut statistics = Statistics { project_files: outcome.project_files, ..Statistics::default() };
    outcome.results.iter().for_each(|found| statistics.add(&found.statistics));
    let summary = Summary {
        files: outcome.files,
        checks: outcome.checks,
        hidden: outcome.results.iter().map(|found| found.hidden).sum(),
        silenced: outcome.results.iter().map(|found| found.silenced).sum(),
        left_out: outcome.left_out,
        statistics: args.statistics.then_some(statistics),
        fixed: repairs.made.clone(),
        successful: !outcome.nothing && !outcome.not_analysed.iter().any(|part| part.is_error),
    };
    let mut findings: Vec<Reported> = outcome.results.into_iter().flat_map(|found| found.findings).collect();
    // The files are in order already; a stable sort keeps the order of the rules at one place.
    findings.sort_by(|a, b| (&a.file.path, a.finding.span).cmp(&(&b.file.path, b.finding.span)));
    Report { findings, not_analysed: outcome.not_analysed, summary }
}

fn render(report: &Report, target: &FormatTarget, args: &CheckArgs) -> Result<String> {
    let colour = args.input.colour.color;
    let look = if target.file.is_some() { Look::of_file(colour) } else { Look::of_stdout(colour) };
    Ok(match target.format {
        Format::Human => human::render(report, look),
        Format::Concise => concise::render(report),
        Format::Json => json::render(report)?,
        Format::Sarif => sarif::render(report)?,
    })
}
