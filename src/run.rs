//! From files to results: analyses in parallel, and keeps what went wrong to the file it went wrong in.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use portcullis_analyzer::project::File;
use portcullis_analyzer::{Analysis, ModuleId, Program, analyze};
use rayon::prelude::*;

use crate::args::InputArgs;
use crate::config::Config;
use crate::files::{Input, Names, Unread, select};
use crate::fix::Repairs;
use crate::leave_out::Reason;
use crate::load::{Loaded, load};
use crate::output::{Ending, fail};
use crate::place::{Place, place};
use crate::prefilter::OwnWords;
use crate::progress::Progress;
use crate::project::{NoModule, Project};
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
    /// Files of the project around, those that were asked about included.
    pub project_files: usize,
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

/// The stack of a thread that analyses. Only what is used of it costs memory.
const STACK: usize = 64 << 20;

/// Analyses the files below the paths, in the project they belong to, and gives each analysis to `work`.
pub fn run<T: Send>(
    paths: &[PathBuf],
    options: &InputArgs,
    names: &Names,
    config: &Config,
    work: impl Fn(&Analysis<'_>) -> T + Sync,
) -> Result<Outcome<T>> {
    run_repaired(paths, options, names, config, &Repairs::default(), work)
}

/// Analyses the files as they are after repairs.
pub fn run_repaired<T: Send>(
    paths: &[PathBuf],
    options: &InputArgs,
    names: &Names,
    config: &Config,
    repairs: &Repairs,
    work: impl Fn(&Analysis<'_>) -> T + Sync,
) -> Result<Outcome<T>> {
    let selection = select(paths, options, names, &config.globs);
    let pool = threads(options)?;
    let named = named(paths, options, names);
    let project = pool.install(|| Project::read(&named, &selection.inputs, options, names, config, repairs));
    let mut outcome = Outcome::of(selection.unread, selection.left_out, project.selected.len());
    let mut analyses = Vec::new();
    for (input, read) in selection.inputs.iter().zip(project.selected) {
        match read {
            Ok(id) => analyses.push((input, id)),
            Err(NoModule::LeftOut(reason)) => *outcome.left_out.entry(reason).or_default() += 1,
            Err(NoModule::Failed(reason)) => outcome.not_analysed.push(NotAnalysed::whole(input, reason, false)),
            Err(NoModule::Unread(reason)) => {
                outcome.not_analysed.push(NotAnalysed::whole(input, reason, input.named));
            }
        }
    }
    outcome.not_analysed.extend(project.problems.iter().map(|problem| NotAnalysed {
        path: names.of(&problem.path),
        at: None,
        reason: problem.reason.clone(),
        whole_file: true,
        is_error: false,
    }));
    let program = &project.program;
    outcome.project_files = program.ids().len();
    let done = in_parallel(&pool, &analyses, |(_, id)| {
        let analysis = analyze(program, *id);
        (analysis.checks.len(), work(&analysis))
    });
    for ((input, id), done) in analyses.iter().zip(done) {
        match done {
            Ok((checks, result)) => {
                outcome.add_problems(program, *id);
                outcome.checks += checks;
                outcome.results.push(result);
            }
            Err(reason) => outcome.not_analysed.push(NotAnalysed::whole(input, reason, false)),
        }
    }
    outcome.not_analysed.sort();
    Ok(outcome)
}

/// The names of the files that would be analysed.
pub fn list(paths: &[PathBuf], options: &InputArgs, names: &Names, config: &Config) -> Result<Outcome<String>> {
    let selection = select(paths, options, names, &config.globs);
    let mut outcome = Outcome::of(selection.unread, selection.left_out, selection.inputs.len());
    let own = OwnWords::of(&config.settings);
    let loaded =
        in_parallel(&threads(options)?, &selection.inputs, |input| load(input, options, &own, &Repairs::default()));
    for (input, loaded) in selection.inputs.iter().zip(loaded) {
        match loaded {
            Ok(Loaded::File(_)) => {
                outcome.files += 1;
                outcome.results.push(input.name.clone());
            }
            Ok(Loaded::LeftOut(reason)) => *outcome.left_out.entry(reason).or_default() += 1,
            Ok(Loaded::Unread(reason)) => {
                outcome.not_analysed.push(NotAnalysed::whole(input, reason, input.named));
            }
            Ok(Loaded::Unfit(reason)) | Err(reason) => {
                outcome.not_analysed.push(NotAnalysed::whole(input, reason, false));
            }
        }
    }
    outcome.not_analysed.sort();
    Ok(outcome)
}

impl<T> Outcome<T> {
    fn of(unread: Vec<Unread>, left_out: BTreeMap<Reason, usize>, inputs: usize) -> Self {
        let nothing = inputs == 0 && unread.is_empty();
        let not_analysed = unread.into_iter().map(|unread| NotAnalysed {
            path: unread.name,
            at: None,
            reason: unread.reason,
            whole_file: true,
            is_error: unread.named,
        });
        let not_analysed = not_analysed.collect();
        Outcome { results: Vec::new(), not_analysed, left_out, files: 0, checks: 0, project_files: 0, nothing }
    }

    /// Notes the parts of an analysed file that could not be read.
    fn add_problems(&mut self, program: &Program, id: ModuleId) {
        let File { source, module, .. } = program.file(id);
        self.files += usize::from(!module.problems.iter().any(|problem| problem.whole_file));
        self.not_analysed.extend(module.problems.iter().map(|problem| NotAnalysed {
            path: source.path.clone(),
            at: Some(place(source, problem.at)),
            reason: problem.message.clone(),
            whole_file: problem.whole_file,
            is_error: false,
        }));
    }
}

impl NotAnalysed {
    fn whole(input: &Input, reason: String, is_error: bool) -> Self {
        NotAnalysed { path: input.name.clone(), at: None, reason, whole_file: true, is_error }
    }
}

/// The files and folders that were asked about, as absolute paths.
fn named(paths: &[PathBuf], options: &InputArgs, names: &Names) -> Vec<PathBuf> {
    let start = options.root.clone().unwrap_or_else(|| PathBuf::from("."));
    let paths = if paths.is_empty() { std::slice::from_ref(&start) } else { paths };
    let stdin = |path: &Path| path.as_os_str() == "-";
    paths.iter().map(|path| names.absolute(if stdin(path) { &options.stdin_filename } else { path })).collect()
}

fn threads(options: &InputArgs) -> Result<rayon::ThreadPool> {
    let threads = options.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    keep_panics_quiet();
    pool.context("cannot start threads; try --threads 1")
}

/// Does the work for each item, the first ones first, on the next free thread; in the order of the items. A panic costs its item alone.
fn in_parallel<I: Sync, T: Send>(
    pool: &rayon::ThreadPool,
    items: &[I],
    work: impl Fn(&I) -> T + Sync,
) -> Vec<Result<T, String>> {
    let ready = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let progress = Progress::start(scope, items.len(), &ready);
        let done = pool.install(|| {
            let done = items.par_iter().with_max_len(1).map(|item| {
                let done = guarded(|| work(item));
                ready.fetch_add(1, Ordering::Relaxed);
                done
            });
            done.collect()
        });
        drop(progress);
        done
    })
}

/// The result, or what a panic said.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| format!("internal error, please report: {}", last_panic()))
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
        let outcome = run(&[folder.path().to_owned()], &args.input, &names, &Config::default(), |analysis| {
            assert_ne!(analysis.source().path, "b.ts", "no b");
            analysis.source().path.clone()
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
