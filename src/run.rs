//! From files to results: reads, analyses in parallel, and keeps what went wrong to the file it went wrong in.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use portcullis_analyzer::{Analysis, Limits, SourceFile, analyze};
use rayon::prelude::*;

use crate::args::InputArgs;
use crate::files::{From, Input, Names, Selection, plain, select};
use crate::leave_out::{self, Reason};
use crate::output::{Ending, fail};
use crate::place::{Place, place};
use crate::prefilter::holds_permission_word;
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
    work: impl Fn(SourceFile, Analysis) -> T + Sync,
) -> Result<Outcome<T>> {
    let Selection { mut inputs, unread, mut left_out } = select(paths, options, names);
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
    for (name, done) in analyse_all(&inputs, options, &work)? {
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

fn analyse_all<T: Send>(
    inputs: &[Input],
    options: &InputArgs,
    work: &(impl Fn(SourceFile, Analysis) -> T + Sync),
) -> Result<Vec<(String, Done<T>)>> {
    let threads = options.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    let pool = pool.context("cannot start threads; try --threads 1")?;
    let ready = AtomicUsize::new(0);
    keep_panics_quiet();
    Ok(std::thread::scope(|scope| {
        let progress = Progress::start(scope, inputs.len(), &ready);
        let done = pool.install(|| {
            inputs
                .par_iter()
                .with_max_len(1)
                .map(|input| {
                    let done = analyse_one(input, options, work);
                    ready.fetch_add(1, Ordering::Relaxed);
                    (input.name.clone(), done)
                })
                .collect()
        });
        drop(progress);
        done
    }))
}

fn analyse_one<T>(input: &Input, options: &InputArgs, work: &impl Fn(SourceFile, Analysis) -> T) -> Done<T> {
    let failed = |reason: String, is_error| {
        let problem = NotAnalysed { path: input.name.clone(), at: None, reason, whole_file: true, is_error };
        Done::Failed(problem)
    };
    let limit = options.max_file_size;
    let too_large = || {
        let reason = format!("larger than {}; raise --max-file-size to analyse it", megabytes(limit));
        failed(reason, false)
    };
    if input.size > limit {
        return too_large();
    }
    let bytes = match read(&input.from, limit) {
        Ok(bytes) => bytes,
        Err(error) => return failed(plain(&error), input.named),
    };
    // A file can have grown since, and the size of what is no ordinary file is not known before.
    if bytes.len() as u64 > limit {
        return too_large();
    }
    if !input.named && !options.no_ignore && leave_out::is_marked_generated(&bytes) {
        return Done::LeftOut(Reason::Generated);
    }
    if !input.named && !options.no_prefilter && !holds_permission_word(&bytes) && is_text(&bytes) {
        return Done::LeftOut(Reason::NoWord);
    }
    let file = match SourceFile::decode(input.name.clone(), bytes) {
        Ok(file) => file,
        Err(error) => return failed(error.to_string(), false),
    };
    match catch_unwind(AssertUnwindSafe(|| analyse(file, work))) {
        Ok(done) => done,
        Err(_) => failed(format!("internal error, please report: {}", last_panic()), false),
    }
}

fn analyse<T>(file: SourceFile, work: &impl Fn(SourceFile, Analysis) -> T) -> Done<T> {
    let analysis = analyze(&file, &Limits::default());
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

/// Reads no more than one byte above the limit: what is no ordinary file may never end.
fn read(from: &From, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match from {
        From::Disk(path) => std::fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?,
        From::Stdin => std::io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

/// Whether leaving a file out for its words is fair: in UTF-16 no word can be seen.
fn is_text(bytes: &[u8]) -> bool {
    !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok()
}

fn megabytes(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= 1 << 20 && bytes % (1 << 20) == 0 => format!("{} MB", bytes >> 20),
        bytes if bytes >= 1 << 10 && bytes % (1 << 10) == 0 => format!("{} kB", bytes >> 10),
        bytes => format!("{bytes} bytes"),
    }
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
pub fn ending<T>(outcome: &Outcome<T>, strict: bool, messages: Look) -> Ending {
    if outcome.nothing {
        let left_out: usize = outcome.left_out.values().sum();
        let hint =
            if left_out > 0 { format!("; {left_out} left out, --no-ignore takes them in") } else { String::new() };
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
