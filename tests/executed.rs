//! The tables against the functions themselves: node runs every check of the corpus that can be executed, under all inputs it can tell apart, and
//! evaluates the printed rows of its table on the same inputs. The first row that holds must say what the run gave.
//!
//! `EXECUTED_ONLY=hasRole` takes the functions whose name or file contains that; `EXECUTED_LEFT_OUT=1` lists those that are not executed, and
//! the rows no run takes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail, and tell why"
)]

mod support;

#[path = "executed/frameworks.rs"]
mod frameworks;
#[path = "executed/jobs.rs"]
mod jobs;
#[path = "executed/meaning.rs"]
mod meaning;
#[path = "executed/node.rs"]
mod node;
#[path = "executed/script.rs"]
mod script;
#[path = "executed/sent.rs"]
mod sent;
#[path = "executed/shapes.rs"]
mod shapes;
#[path = "executed/telling.rs"]
mod telling;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use portcullis_analyzer::{Check, Decision, Encoding, Limits, Module, Program, Settings, SourceFile, analyze};
use serde_json::Value;

use jobs::File;

/// Of a hundred recognised checks, those that are executed: 909 of 983 were; handlers that need a database are not. The floors stand just below what was measured, so that what is looked
/// at can't shrink unseen; raise them when it grows.
const EXECUTED_PERCENT: usize = 92;

/// Of a hundred rows of their tables, those that some run takes: 2641 of 2712 were; the others ask for texts that nobody tried.
const TAKEN_PERCENT: usize = 97;

/// Runs that are compared: 91 thousand were.
const FEWEST_COMPARED: usize = 85_000;

/// Encodings whose functions are executed: all but declared rules, which decide nothing where they are declared.
const ENCODINGS: usize = 15;

/// Functions of each.
const FEWEST_OF_EACH: usize = 3;

#[derive(Default)]
struct Count {
    executed: usize,
    runs: usize,
    compared: usize,
    sampled: usize,
    rows: usize,
    /// Rows that some run took.
    taken: usize,
    /// Functions that were executed, by how they spell their decisions.
    encodings: BTreeMap<Encoding, usize>,
    /// Functions, by why they are not executed.
    left_out: BTreeMap<String, usize>,
    /// Runs, by why they are not compared.
    not_compared: BTreeMap<&'static str, usize>,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Count { executed, runs, compared, sampled, rows, taken, encodings, left_out, not_compared } = self;
        write!(f, "{executed} functions executed, {sampled} of them on a sample of their inputs; ")?;
        write!(
            f,
            "{runs} inputs run, {compared} compared; {taken} of {rows} rows taken; {encodings:?}; functions left out: {left_out:#?}; runs not compared: {not_compared:#?}"
        )
    }
}

/// A check with its file, and the name messages give it.
struct Executed<'a> {
    module: &'a Module,
    check: Check,
    name: String,
}

/// Files and pages that hold functions: a name and its text.
fn sources() -> Vec<SourceFile> {
    // What stands in `handlers` registers something as soon as it is loaded, and no framework is here to take it.
    let all = support::typescript_files(Path::new("corpus")).into_iter();
    // An answer that is sent and given back as well: what the stand-in for a response gives back says nothing.
    let answers = Path::new("corpus/rules/deny-without-return/handlers-that-answer.ts");
    // States that are loaded behind an `await`, and files that do not start without their settings or modules: no run here has them.
    let unready = [
        "corpus/rules/unready-guard",
        "corpus/rules/undefined-match/sound-started.ts",
        "corpus/rules/loose-match/sound-declared.ts",
    ];
    let files = all.filter(|path| !path.starts_with("corpus/handlers") && path != answers);
    let files = files.filter(|path| !unready.iter().any(|left_out| path.starts_with(left_out)));
    let read = |path: &Path| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file");
    let mut all: Vec<SourceFile> = files.map(|path| SourceFile::new(path.display().to_string(), read(&path))).collect();
    for hard in ["tests/oracle/hard.ts", "tests/executed/hard.ts"] {
        all.push(SourceFile::new(hard, read(Path::new(hard))));
    }
    for rule in portcullis_lints::RULES {
        for (kind, block, line) in support::fenced_blocks(rule.page) {
            if kind.starts_with("ts") && rule.id != "unready-guard" {
                all.push(SourceFile::new(format!("{}.md:{line}.ts", rule.id), block));
            }
        }
    }
    all
}

#[test]
fn every_run_gives_what_the_table_says() {
    let only = std::env::var("EXECUTED_ONLY").ok();
    let programs =
        sources().into_iter().map(|source| Program::of_one(source, &Limits::default(), &Settings::default()));
    let programs: Vec<Program> = programs.collect();
    let mut count = Count::default();
    let (mut executed, mut jobs) = (Vec::new(), Vec::new());
    for program in &programs {
        let analysis = analyze(program, Program::ONLY);
        let (source, module) = (analysis.source(), analysis.module());
        let file = File::of(source);
        for check in analysis.checks {
            let line = source.position(check.name_span.start).line + 1;
            let name = format!("{}:{line}: {}", source.path, check.name);
            if only.as_ref().is_some_and(|only| !name.contains(only)) {
                continue;
            }
            let job = meaning::is_read(&check, module).map_err(str::to_owned);
            match job.and_then(|()| self::job(source, &file, module, &check)) {
                Ok(job) => {
                    jobs.push(job);
                    executed.push(Executed { module, check, name });
                }
                Err(reason) => count.leave_out(&name, &reason),
            }
        }
    }
    let mut wrong = Vec::new();
    for (executed, ended) in executed.iter().zip(node::run(&jobs)) {
        match executed.compare(&ended, &mut count) {
            Ok(differences) => wrong.extend(differences.into_iter().take(3)),
            Err(reason) => count.leave_out(&executed.name, &reason),
        }
    }
    println!("{count}");
    assert!(wrong.is_empty(), "{} differences\n{}\n{count}", wrong.len(), wrong.join("\n"));
    if only.is_none() {
        let all = count.executed + count.left_out.values().sum::<usize>();
        assert!(count.executed * 100 >= all * EXECUTED_PERCENT, "too few of {all} functions: {count}");
        assert!(count.taken * 100 >= count.rows * TAKEN_PERCENT, "too few rows: {count}");
        let fewest = count.encodings.values().min().copied().unwrap_or_default();
        assert!(count.encodings.len() == ENCODINGS && fewest >= FEWEST_OF_EACH, "too few of an encoding: {count}");
        assert!(count.compared >= FEWEST_COMPARED, "too few runs: {count}");
    }
}

fn job(source: &SourceFile, file: &Result<File, String>, module: &Module, check: &Check) -> Result<Value, String> {
    let job = file.as_ref().map_err(Clone::clone)?.job(module, check)?;
    let mut judged =
        support::judged_where(source, |function| function.span == check.span).expect("it was judged before");
    match support::subjects_print_alike(&mut judged.evaluation, &judged.decided) {
        true => Err("two subjects print alike".to_owned()),
        false => Ok(job),
    }
}

/// What is not looked at, for those who ask.
fn told(name: &str, what: &str) {
    if std::env::var("EXECUTED_LEFT_OUT").is_ok() {
        println!("{name}: {what}");
    }
}

impl Count {
    fn leave_out(&mut self, name: &str, reason: &str) {
        told(name, reason);
        let kind = reason.split('`').next().filter(|kind| !kind.is_empty()).unwrap_or("a condition is no expression");
        *self.left_out.entry(kind.trim().to_owned()).or_default() += 1;
    }
}

impl Executed<'_> {
    /// Compares what a function gave with the rows; `Err` says why it could not be executed.
    fn compare(&self, ended: &Value, count: &mut Count) -> Result<Vec<String>, String> {
        if let Some(failed) = ended["failed"].as_str() {
            return Ok(vec![format!("{}: {failed}", self.name)]);
        }
        if let Some(reason) = ended["left"].as_str() {
            return Err(reason.to_owned());
        }
        let mut differences = Vec::new();
        let mut compared = 0;
        let mut taken = BTreeSet::new();
        for end in ended["ends"].as_array().expect("the ends of the runs") {
            let runs = end["runs"].as_u64().expect("a number of runs") as usize;
            match self.agree(end) {
                Agreement::Yes => {
                    compared += runs;
                    taken.extend(end["held"]["row"].as_u64());
                }
                Agreement::NotCompared(why) => *count.not_compared.entry(why).or_default() += runs,
                Agreement::No(difference) => {
                    differences.push(format!(
                        "{}: {difference}\n    {}",
                        self.name,
                        end["inputs"].as_str().unwrap_or("")
                    ));
                }
            }
        }
        if compared == 0 && differences.is_empty() {
            return Err("no run can be compared".to_owned());
        }
        for (row, _) in self.check.table.rows.iter().zip(0..).filter(|(_, at)| !taken.contains(at)) {
            told(&self.name, &format!("no run takes the row `{}`", row.condition));
        }
        count.rows += self.check.table.rows.len();
        count.taken += taken.len();
        count.executed += 1;
        *count.encodings.entry(self.check.encoding).or_default() += 1;
        count.compared += compared;
        count.runs += ended["runs"].as_u64().expect("a number of runs") as usize;
        count.sampled += usize::from(ended["exhausted"] == false);
        Ok(differences)
    }

    fn agree(&self, end: &Value) -> Agreement {
        let (given, held) = (&end["given"], &end["held"]);
        let predicted = held["row"].as_u64().map(|row| &self.check.table.rows[row as usize]);
        let refuses = |decision| matches!(decision, Decision::Deny | Decision::Indeterminate);
        match given["throws"].as_str() {
            // An error that no one wrote is no exit, and neither is that of a call that answers otherwise.
            Some("engine") => return Agreement::NotCompared("an operation that fails"),
            Some("stub") if !predicted.is_some_and(|row| refuses(row.decision)) => {
                return Agreement::NotCompared("an error of a call outside of any `try`");
            }
            _ => {}
        }
        let Some(possible) = meaning::decisions(&self.check, self.module, given) else {
            return Agreement::NotCompared("it waits for ever, which is no answer");
        };
        if held["unset"].is_string() {
            return Agreement::NotCompared("a row names a variable that has no value yet");
        }
        if held["fails"].is_string() {
            return Agreement::NotCompared("a row asks for a call that fails, and that the run did not make");
        }
        let Some(row) = predicted else {
            return Agreement::No(format!("{}; the function gave {given}", held["error"]));
        };
        if possible.contains(&row.decision) {
            return Agreement::Yes;
        }
        Agreement::No(format!("row `{}` says {:?}, the function gave {given}", row.condition, row.decision))
    }
}

enum Agreement {
    Yes,
    No(String),
    NotCompared(&'static str),
}
