//! From files to results: reads, analyses in parallel, and keeps what went wrong to the file it went wrong in.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use portcullis_analyzer::{Analysis, Limits, Settings, SourceFile, analyze};
use rayon::prelude::*;

use crate::args::InputArgs;
use crate::config::Config;
use crate::files::{Input, Names, Selection, select};
use crate::leave_out::Reason;
use crate::load::{Loaded, load};
use crate::output::{Ending, fail};
use crate::place::{Place, place};
use crate::prefilter::OwnWords;
use crate::progress::Progress;
use crate::terminal::Look;

/// What a run gave.
#[derive(Debug)]
pub struct Outcome<T> {
    /// One result for each analysed file, in the order of their names.
    pub results: Vec<T>,
    /// In the order of their places.
    pub not_analysed: Vec<NotAnalysed>,
    pub left_out: BTreeMap<Reason, usize>,
    /// Files of which at least a part was analysed.
    pub files: usize,
    pub checks: usize,
    /// Whether there was nothing to check at all.
    pub nothing: bool,
}

/// A file, or a part of one, that was not analysed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotAnalysed {
    pub path: String,
    /// Where it was given up; `None` for a file that could not be read.
    pub at: Option<Place>,
    /// Lower-case, without a final dot.
    pub reason: String,
    pub whole_file: bool,
    /// Whether the user named it and it could not be read: an error, not a gap.
    pub is_error: bool,
}

/// What one file gave.
enum Done<T> {
    Analysed { result: T, checks: usize, not_analysed: Vec<NotAnalysed> },
    LeftOut(Reason),
    Failed(NotAnalysed),
}

/// The stack of a thread that analyses. Only what is used of it costs memory.
const STACK: usize = 64 << 20;

/// Analyses the files below the paths and gives each analysis to `work`.
pub fn run<T: Send>(
    paths: &[PathBuf],
    options: &InputArgs,
    names: &Names,
    config: &Config,
    work: impl Fn(SourceFile, Analysis) -> T + Sync,
) -> Result<Outcome<T>> {
    visit_all(paths, options, names, config, |file| analyse(file, &config.settings, &work))
}

/// The names of the files that would be analysed.
pub fn list(paths: &[PathBuf], options: &InputArgs, names: &Names, config: &Config) -> Result<Outcome<String>> {
    visit_all(paths, options, names, config, |file| Done::Analysed {
        result: file.path,
        checks: 0,
        not_analysed: Vec::new(),
    })
}

fn visit_all<T: Send>(
    paths: &[PathBuf],
    options: &InputArgs,
    names: &Names,
    config: &Config,
    visit: impl Fn(SourceFile) -> Done<T> + Sync,
) -> Result<Outcome<T>> {
    let Selection { mut inputs, unread, mut left_out } = select(paths, options, names, &config.globs);
    let nothing = inputs.is_empty() && unread.is_empty();
    let mut not_analysed: Vec<NotAnalysed> = unread
        .into_iter()
        .map(|unread| NotAnalysed {
            path: unread.name,
            at: None,
            reason: unread.reason,
            whole_file: true,
            is_error: unread.named,
        })
        .collect();

    // The largest first, so that none of them is left alone at the end; the results return to the order of the names.
    inputs.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.name.cmp(&b.name)));
    let mut results = Vec::new();
    let (mut files, mut checks) = (0, 0);
    for (name, done) in in_parallel(&inputs, options, &OwnWords::of(&config.settings), &visit)? {
        match done {
            Done::Analysed { result, checks: found, not_analysed: parts } => {
                files += usize::from(!parts.iter().any(|part| part.whole_file));
                checks += found;
                not_analysed.extend(parts);
                results.push((name, result));
            }
            Done::LeftOut(reason) => *left_out.entry(reason).or_default() += 1,
            Done::Failed(problem) => not_analysed.push(problem),
        }
    }
    results.sort_by(|(a, _), (b, _)| a.cmp(b));
    let results = results.into_iter().map(|(_, result)| result).collect();
    not_analysed.sort();
    Ok(Outcome { results, not_analysed, left_out, files, checks, nothing })
}

/// Visits the files in their order, each on the next free thread; the results come in no order.
fn in_parallel<T: Send>(
    inputs: &[Input],
    options: &InputArgs,
    own: &OwnWords,
    visit: &(impl Fn(SourceFile) -> Done<T> + Sync),
) -> Result<Vec<(String, Done<T>)>> {
    let threads = options.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    let pool = pool.context("cannot start threads; try --threads 1")?;
    let ready = AtomicUsize::new(0);
    keep_panics_quiet();
    Ok(std::thread::scope(|scope| {
        let progress = Progress::start(scope, inputs.len(), &ready);
        let done = pool.install(|| {
            let visits = inputs.iter().par_bridge().map(|input| {
                let done = visit_one(input, options, own, visit);
                ready.fetch_add(1, Ordering::Relaxed);
                (input.name.clone(), done)
            });
            visits.collect()
        });
        drop(progress);
        done
    }))
}

fn visit_one<T>(input: &Input, options: &InputArgs, own: &OwnWords, visit: &impl Fn(SourceFile) -> Done<T>) -> Done<T> {
    let failed = |reason: String, is_error| {
        let problem = NotAnalysed { path: input.name.clone(), at: None, reason, whole_file: true, is_error };
        Done::Failed(problem)
    };
    match load(input, options, own) {
        Loaded::File(file) => match catch_unwind(AssertUnwindSafe(|| visit(file))) {
            Ok(done) => done,
            Err(_) => failed(format!("internal error, please report: {}", last_panic()), false),
        },
        Loaded::LeftOut(reason) => Done::LeftOut(reason),
        Loaded::Unread(reason) => failed(reason, input.named),
        Loaded::Unfit(reason) => failed(reason, false),
    }
}

fn analyse<T>(file: SourceFile, settings: &Settings, work: &impl Fn(SourceFile, Analysis) -> T) -> Done<T> {
    let analysis = analyze(&file, &Limits::default(), settings);
    let not_analysed = analysis.module.problems.iter().map(|problem| NotAnalysed {
        path: file.path.clone(),
        at: Some(place(&file, problem.at)),
        reason: problem.message.clone(),
        whole_file: problem.whole_file,
        is_error: false,
    });
    let not_analysed = not_analysed.collect();
    let checks = analysis.checks.len();
    Done::Analysed { result: work(file, analysis), checks, not_analysed }
}

thread_local! {
    /// What the last panic on this thread said, and where.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A panic inside one file is reported with that file; the usual message would stand between other files' output.
fn keep_panics_quiet() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if rayon::current_thread_index().is_none() {
            return usual(info);
        }
        let said = info.payload_as_str().unwrap_or("no message");
        let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
        LAST_PANIC.with(|last| *last.borrow_mut() = format!("{said}{place}"));
    }));
}

fn last_panic() -> String {
    LAST_PANIC.with(RefCell::take)
}

/// How a run ends for reasons other than findings; says so where no line about a file does.
pub fn ending<T>(outcome: &Outcome<T>, strict: bool, config: &Config, messages: Look) -> Ending {
    if outcome.nothing {
        let left_out: usize = outcome.left_out.values().sum();
        let hint = if left_out > 0 {
            format!("; {left_out} left out, --no-ignore takes them in")
        } else if config.globs.are_given() {
            "; the configuration has `include` or `exclude`, --no-config takes all in".to_owned()
        } else {
            String::new()
        };
        return fail(format_args!("nothing to check: no TypeScript or JavaScript file found{hint}"), messages);
    }
    if outcome.not_analysed.iter().any(|part| part.is_error) {
        return Ending::Failed;
    }
    if strict && !outcome.not_analysed.is_empty() {
        return fail("not everything was analysed (--strict)", messages);
    }
    Ending::Clean
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::run;
    use crate::args::{Args, Command};
    use crate::config::Config;
    use crate::files::Names;

    #[test]
    fn a_panic_costs_its_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.ts", "b.ts", "c.ts"] {
            std::fs::write(folder.path().join(name), "export const access = 1;\n").unwrap();
        }
        let Command::Check(args) = Args::parse_from(["portcullis", "check"]).command else { unreachable!() };
        let names = Names::new(Some(folder.path())).unwrap();
        let outcome = run(&[folder.path().to_owned()], &args.input, &names, &Config::default(), |file, _| {
            assert_ne!(file.path, "b.ts", "no b");
            file.path
        });
        let outcome = outcome.unwrap();
        assert_eq!(outcome.results, ["a.ts", "c.ts"]);
        let [part] = &outcome.not_analysed[..] else { panic!("{:?}", outcome.not_analysed) };
        assert_eq!((part.path.as_str(), part.whole_file, part.is_error), ("b.ts", true, false));
        assert!(
            part.reason.starts_with("internal error, please report: ") && part.reason.contains("no b"),
            "{}",
            part.reason
        );
    }
}
