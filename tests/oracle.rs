//! The evaluation against the plain meaning of functions: every recognised check of the corpus is run, on one path at a time, under all
//! answers a run can tell apart, and each run is compared with the conditions of the exits and with the printed table.
//!
//! `ORACLE_ONLY=hasRole` takes the functions whose name or file contains that; `ORACLE_ROWS=1` lists what a printed row can't say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

#[path = "oracle/checked.rs"]
mod checked;
#[path = "oracle/diagrams.rs"]
mod diagrams;
#[path = "oracle/second_opinion.rs"]
mod second_opinion;
#[path = "oracle/world.rs"]
mod world;

use std::path::Path;

use portcullis_analyzer::{FunctionRef, Limits, Program, Settings, SourceFile};

use checked::{Count, check};

/// Files and pages that hold functions: a name and its text.
fn sources() -> Vec<(String, String)> {
    // The interpreter's lists and objects are values: what is written through another name, a computed key or a set's own equality is
    // beyond it, and the labels of that file alone say what is true.
    let beyond = Path::new("corpus/rules/unreachable-deny/changed-elsewhere.ts");
    // Handlers hand on members of a request that may be nothing; the error of such a path is no question of its own to the conditions.
    let handlers = [
        "effects", "rules/mass-assignment", "rules/mismatched-check", "rules/unscoped-sibling",
        "rules/unused-principal",
    ];
    let is_handler = |path: &Path| handlers.iter().any(|folder| path.starts_with(Path::new("corpus").join(folder)));
    let files = support::typescript_files(Path::new("corpus")).into_iter();
    let files = files.filter(|path| path != beyond && !is_handler(path));
    let mut all: Vec<(String, String)> = files
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("a corpus file")))
        .collect();
    let hard = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/hard.ts");
    all.push(("tests/oracle/hard.ts".to_owned(), std::fs::read_to_string(hard).expect("the hard functions")));
    for rule in portcullis_lints::RULES {
        for (kind, block, line) in support::fenced_blocks(rule.page) {
            if kind.starts_with("ts") {
                all.push((format!("{}.md:{line}.ts", rule.id), block));
            }
        }
    }
    all
}

/// Every function of the corpus, with a name for messages.
fn functions() -> Vec<(&'static Program, FunctionRef, String)> {
    let only = std::env::var("ORACLE_ONLY").unwrap_or_default();
    let mut all = Vec::new();
    for (path, text) in sources() {
        let program = Program::of_one(SourceFile::new(path, text), &Limits::default(), &Settings::default());
        let program: &'static Program = Box::leak(Box::new(program));
        let source = &program.file(Program::ONLY).source;
        for at in program.functions_of(Program::ONLY) {
            let function = program.function(at);
            let line = source.position(function.name_span.start).line + 1;
            let name = format!("{}:{line}: {}", source.path, function.name);
            if name.contains(&only) {
                all.push((program, at, name));
            }
        }
    }
    all
}

#[test]
fn every_run_ends_where_its_conditions_say() {
    let mut count = Count::default();
    let mut wrong = Vec::new();
    for (program, at, name) in functions() {
        let differences = check(program, at, &mut count);
        wrong.extend(differences.into_iter().take(2).map(|difference| format!("{name}: {difference}")));
    }
    println!("{count}");
    assert!(wrong.is_empty(), "{} differences\n{}\n{count}", wrong.len(), wrong.join("\n"));
    if std::env::var("ORACLE_ONLY").is_err() {
        assert!(count.checks > 250 && count.runs > 3_000 && count.rows > 2_000, "{count}");
    }
}

#[test]
fn another_library_finds_the_same_conditions() {
    let mut conditions = 0;
    let mut wrong = Vec::new();
    for (program, at, name) in functions() {
        match second_opinion::compare(program, at) {
            Ok(compared) => conditions += compared,
            Err(difference) => wrong.push(format!("{name}: {difference}")),
        }
    }
    println!("{conditions} conditions compared");
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
    assert!(conditions > 1_000 || std::env::var("ORACLE_ONLY").is_ok(), "{conditions} conditions compared");
}
