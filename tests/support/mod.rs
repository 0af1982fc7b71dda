//! What tests read out of the corpus.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::{Path, PathBuf};

use portcullis_analyzer::Settings;
use portcullis_analyzer::condition::Condition;
use portcullis_analyzer::evaluate::{Evaluation, evaluate};
use portcullis_analyzer::judge::decisions;
use portcullis_analyzer::module::Function;
use portcullis_analyzer::recognise::recognise;
use portcullis_analyzer::{Decision, Limits, Program, SourceFile};

pub const DECISIONS: [Decision; 7] = [
    Decision::Allow,
    Decision::Deny,
    Decision::Ask,
    Decision::NotApplicable,
    Decision::Missing,
    Decision::Indeterminate,
    Decision::Delegated,
];

/// Every TypeScript file below a folder, sorted.
pub fn typescript_files(folder: &Path) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a folder entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ts" || extension == "tsx") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no TypeScript below {}", folder.display());
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    files.into_iter().map(|file| file.strip_prefix(here).expect("below the project").to_owned()).collect()
}

/// An `// expect:` mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub line: u32,
    pub rule: String,
    pub note: bool,
}

pub fn expectations(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, mark)) = line.split_once("// expect:") else { continue };
        let mut words = mark.split_whitespace();
        let rule = words.next().expect("a rule after `expect:`").to_owned();
        assert!(portcullis_lints::RULES.iter().any(|known| known.id == rule), "line {}: no rule `{rule}`", index + 1);
        marks.push(Mark { line: index as u32 + 1, rule, note: words.next() == Some("note") });
    }
    marks
}

/// The fenced blocks of a Markdown page: info string, text, line.
pub fn fenced_blocks(page: &str) -> Vec<(String, String, usize)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    for (index, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.trim().to_owned(), String::new(), index + 1)),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, text, _)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// One `// decides:` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    When(Decision, String),
    Otherwise(Decision),
    Always(Decision),
    Nothing,
    Incomplete,
}

/// A function with what it is said to decide.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The line behind the comment, where the function starts; from 1.
    pub line: u32,
    pub labels: Vec<Label>,
}

pub fn labelled_functions(source: &SourceFile) -> Vec<Labelled> {
    let mut found = Vec::new();
    let mut labels = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        match line.trim().strip_prefix("// decides:") {
            Some(label) => labels.push(label_of(label.trim(), &source.path, index + 1)),
            None if labels.is_empty() || line.trim().starts_with("//") => {}
            None => found.push(Labelled { line: index as u32 + 1, labels: std::mem::take(&mut labels) }),
        }
    }
    found
}

/// A `// default:` line: the line where its function starts, from 1, and the word.
pub fn labelled_defaults(source: &SourceFile) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let mut label: Option<String> = None;
    for (index, line) in source.text.lines().enumerate() {
        let line = line.trim();
        match line.strip_prefix("// default:") {
            Some(word) => label = Some(word.trim().to_owned()),
            None if line.starts_with("//") => {}
            None => found.extend(label.take().map(|word| (index as u32 + 1, word))),
        }
    }
    found
}

fn label_of(text: &str, path: &str, line: usize) -> Label {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let decision = match word {
        "nothing" => return Label::Nothing,
        "incomplete" => return Label::Incomplete,
        "allow" => Decision::Allow,
        "deny" => Decision::Deny,
        "ask" => Decision::Ask,
        "not-applicable" => Decision::NotApplicable,
        "missing" => Decision::Missing,
        "indeterminate" => Decision::Indeterminate,
        "delegated" => Decision::Delegated,
        _ => panic!("{path}:{line}: no decision `{word}`"),
    };
    match rest.trim() {
        "otherwise" => Label::Otherwise(decision),
        "always" => Label::Always(decision),
        // Beside `incomplete` a decision stands without a condition.
        "" => Label::Always(decision),
        condition => Label::When(decision, condition.trim_start_matches("when ").to_owned()),
    }
}

/// A recognised function with the condition of each of its decisions.
pub struct Judged {
    pub evaluation: Evaluation<'static>,
    pub decided: Vec<(Decision, Condition)>,
    pub reasons: Vec<String>,
}

/// Evaluates the function that starts on a line (decorators and `export` may stand before it), if it is recognised.
pub fn judged(source: &SourceFile, line: u32) -> Option<Judged> {
    judged_where(source, |function| source.position(function.span.start).line + 1 == line)
}

/// Evaluates the first such function, if it is recognised.
pub fn judged_where(source: &SourceFile, wanted: impl Fn(&Function) -> bool) -> Option<Judged> {
    // A test's analyses live as long as the test.
    let program: &'static Program =
        Box::leak(Box::new(Program::of_one(source.clone(), &Limits::default(), &Settings::default())));
    let at = program.functions_of(Program::ONLY).find(|at| wanted(program.function(*at)))?;
    let candidate = recognise(program, at, &Settings::default()).ok()?;
    let mut evaluation = evaluate(program, at);
    let decided = decisions(&mut evaluation, &candidate);
    Some(Judged { evaluation, decided, reasons: candidate.reasons })
}

/// Whether two subjects of a table print alike (one before and one after a call that may change it): such a text can't say which one it means.
pub fn subjects_print_alike(evaluation: &mut Evaluation<'_>, decisions: &[(Decision, Condition)]) -> bool {
    let mut asked: Vec<_> =
        decisions.iter().flat_map(|(_, condition)| evaluation.facts.conditions.support(*condition)).collect();
    asked.sort();
    asked.dedup();
    let mut texts: Vec<String> = Vec::new();
    for variable in asked {
        let subject = evaluation.facts.subject(variable);
        texts.push(evaluation.facts.show_term(subject).text);
    }
    texts.sort();
    texts.windows(2).any(|pair| pair[0] == pair[1])
}
