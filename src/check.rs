//! `portcullis check`: findings, in every format asked for.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use portcullis_analyzer::SourceFile;
use portcullis_lints::Finding;

use crate::args::{CheckArgs, Format, FormatTarget};
use crate::choose::{Choice, severity};
use crate::config::Config;
use crate::files::Names;
use crate::output::{Ending, say, say_not_analysed, write};
use crate::report::{Report, Reported, Summary, concise, human, json, sarif};
use crate::run::{self, Outcome};
use crate::statistics::Statistics;
use crate::terminal::Look;

/// Runs the command.
pub fn check(args: &CheckArgs) -> Result<Ending> {
    let names = Names::new(args.input.root.as_deref())?;
    let config = Config::of(&args.paths, &args.input, &names)?;
    let choice = Choice::new(&args.choice, &config)?;
    let targets = targets(args)?;
    if args.input.show_files {
        return crate::inventory::show_files(&args.paths, &args.input, &names, &config);
    }
    let outcome = run::run(&args.paths, &args.input, &names, &config, |analysis| {
        let mut heard =
            portcullis_lints::silence(analysis, portcullis_lints::check(analysis), |rule| choice.runs(rule));
        heard.findings.iter_mut().chain(&mut heard.silenced).for_each(|finding| choice.weigh(finding));
        let (findings, hidden): (Vec<_>, Vec<_>) =
            heard.findings.into_iter().partition(|finding| choice.takes(finding));
        let silenced = heard.silenced.iter().filter(|finding| choice.takes(finding)).count();
        // The text is kept only where it will be shown.
        let findings = reported(analysis.source(), findings);
        Found { findings, hidden: hidden.len(), silenced, statistics: Statistics::of(&analysis.calls) }
    })?;
    let messages = Look::of_stderr(args.input.colour.color);
    say_not_analysed(&outcome.not_analysed, messages);
    let mut ending = run::ending(&outcome, args.input.strict, &config, messages);
    let report = collect(outcome, args.statistics);
    for target in &targets {
        let text = render(&report, target, args).context("cannot write the report")?;
        ending = ending.max(write(&text, target.file.as_deref(), messages));
    }
    if report.findings.len() > sarif::MOST_RESULTS && targets.iter().any(|target| target.format == Format::Sarif) {
        say(format_args!("only the {} worst findings are in the sarif report", sarif::MOST_RESULTS));
    }
    say(report.summary_line());
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
}

fn reported(source: &SourceFile, findings: Vec<Finding>) -> Vec<Reported> {
    if findings.is_empty() {
        return Vec::new();
    }
    let file = Arc::new(source.clone());
    findings.into_iter().map(|finding| Reported { finding, file: file.clone() }).collect()
}

fn collect(outcome: Outcome<Found>, with_statistics: bool) -> Report {
    let mut statistics = Statistics { project_files: outcome.project_files, ..Statistics::default() };
    outcome.results.iter().for_each(|found| statistics.add(&found.statistics));
    let summary = Summary {
        files: outcome.files,
        checks: outcome.checks,
        hidden: outcome.results.iter().map(|found| found.hidden).sum(),
        silenced: outcome.results.iter().map(|found| found.silenced).sum(),
        left_out: outcome.left_out,
        statistics: with_statistics.then_some(statistics),
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
