//! The corpus: every rule on every file, and the decision tables of labelled functions.
//!
//! `corpus/README.md` has the grammar of the comments. One failure lists everything that differs, with file and line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use portcullis_analyzer::condition::Condition;
use portcullis_analyzer::evaluate::text::ConditionText;
use portcullis_analyzer::{Decision, Limits, Program, Settings, SourceFile, analyze};
use support::{Label, Labelled, expectations, labelled_functions, typescript_files};

#[test]
fn findings_are_exactly_the_marked_ones() {
    let mut wrong = Vec::new();
    for folder in ["corpus/rules", "corpus/look-alikes", "corpus/demo", "corpus/frameworks"] {
        for path in typescript_files(Path::new(folder)) {
            let text = std::fs::read_to_string(&path).expect("a corpus file");
            wrong.extend(unexpected(&path.display().to_string(), &text));
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pages_hold_a_fault_and_its_repair() {
    let mut wrong = Vec::new();
    for rule in portcullis_lints::RULES {
        let mut blocks = 0;
        for (kind, block, line) in support::fenced_blocks(rule.page) {
            let name = format!("lints/src/rules/{}.md:{line} ({kind})", rule.id);
            let marks = expectations(&block);
            match kind.as_str() {
                "ts bad" => assert!(marks.iter().any(|mark| mark.rule == rule.id), "{name} marks no fault"),
                "ts good" => assert!(marks.is_empty(), "{name} marks a fault"),
                _ => continue,
            }
            blocks += 1;
            wrong.extend(unexpected(&name, &block));
        }
        assert_eq!(blocks, 2, "the page of {} holds a bad and a good example", rule.id);
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// What the rules say of a file that its marks do not, and the reverse.
fn unexpected(name: &str, text: &str) -> Vec<String> {
    let path = if name.ends_with(".tsx") { name.to_owned() } else { format!("{}.ts", name.trim_end_matches(".ts")) };
    let program = Program::of_one(SourceFile::new(path, text.to_owned()), &Limits::default(), &Settings::default());
    let analysis = analyze(&program, Program::ONLY);
    let source = analysis.source();
    let mut wrong: Vec<String> =
        analysis.module().problems.iter().map(|problem| format!("{name}: not analysed: {}", problem.message)).collect();
    let findings = portcullis_lints::check(&analysis);
    let found: BTreeSet<(u32, String, bool)> = portcullis_lints::silence(&analysis, findings, |_| true)
        .findings
        .into_iter()
        .filter(|finding| finding.confidence >= portcullis_analyzer::Confidence::Medium)
        .map(|finding| {
            let line = source.position(finding.span.start).line + 1;
            let note = finding.severity == portcullis_lints::Severity::Note && !finding.rule.pedantic;
            (line, finding.rule.id.to_owned(), note)
        })
        .collect();
    let marked: BTreeSet<(u32, String, bool)> =
        expectations(text).into_iter().map(|mark| (mark.line, mark.rule, mark.note)).collect();
    let show = |(line, rule, note): &(u32, String, bool), what: &str| {
        format!("{name}:{line}: {what} {rule}{}", if *note { " note" } else { "" })
    };
    wrong.extend(marked.difference(&found).map(|mark| show(mark, "missing")));
    wrong.extend(found.difference(&marked).map(|mark| show(mark, "unexpected")));
    wrong
}

#[test]
fn tables_say_what_the_functions_decide() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for folder in ["corpus/decisions", "corpus/look-alikes", "corpus/frameworks"] {
        for path in typescript_files(Path::new(folder)) {
            let text = std::fs::read_to_string(&path).expect("a corpus file");
            let source = SourceFile::new(path.display().to_string(), text);
            for function in labelled_functions(&source) {
                compared += 1;
                if let Err(difference) = compare(&source, &function) {
                    let line = function.line;
                    wrong.push(format!("{}:{line}: {difference}", source.path));
                }
            }
        }
    }
    assert!(compared > 100, "only {compared} labelled functions found");
    assert!(wrong.is_empty(), "{} of {compared} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn defaults_are_what_the_corpus_says() {
    let mut wrong = Vec::new();
    let mut compared = BTreeSet::new();
    for folder in ["corpus/decisions", "corpus/rules", "corpus/demo", "corpus/frameworks"] {
        for path in typescript_files(Path::new(folder)) {
            let text = std::fs::read_to_string(&path).expect("a corpus file");
            let source = SourceFile::new(path.display().to_string(), text);
            let labels = support::labelled_defaults(&source);
            if labels.is_empty() {
                continue;
            }
            let program = Program::of_one(source.clone(), &Limits::default(), &Settings::default());
            let analysis = analyze(&program, Program::ONLY);
            for (line, want) in labels {
                let on_line = |span: portcullis_analyzer::Span| source.position(span.start).line + 1 == line;
                let check = analysis.checks.iter().find(|check| on_line(check.span));
                let have = check.map_or("not recognised".to_owned(), |check| format!("{:?}", check.default));
                compared.insert((source.path.clone(), line));
                if have.to_lowercase() != want {
                    wrong.push(format!("{}:{line}: default said {want}, found {have}", source.path));
                }
            }
        }
    }
    assert!(compared.len() >= 40, "only {} labelled defaults found", compared.len());
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), compared.len(), wrong.join("\n"));
}

/// Compares what a function is said to decide with its table.
fn compare(source: &SourceFile, labelled: &Labelled) -> Result<(), String> {
    let texts: Vec<(Decision, &'static ConditionText)> = labelled
        .labels
        .iter()
        .filter_map(|label| match label {
            Label::When(decision, text) => Some((*decision, &*Box::leak(Box::new(ConditionText::parse(text))))),
            _ => None,
        })
        .collect();
    let Some(mut judged) = support::judged(source, labelled.line) else {
        return if labelled.labels.contains(&Label::Nothing) { Ok(()) } else { Err("not recognised".to_owned()) };
    };
    if labelled.labels.contains(&Label::Nothing) {
        return Err(format!("taken for a check: {}", judged.reasons.join("; ")));
    }
    let incomplete = labelled.labels.contains(&Label::Incomplete);
    if incomplete == judged.evaluation.open.is_empty() {
        return Err(format!("open: {:?}", judged.evaluation.open));
    }
    if incomplete {
        return Ok(());
    }
    let covered = judged
        .decided
        .iter()
        .fold(Condition::FALSE, |all, (_, condition)| judged.evaluation.facts.conditions.or(all, *condition));
    let theory = judged.evaluation.facts.theory();
    let care = judged.evaluation.facts.conditions.and(covered, theory);
    let mut said = Condition::FALSE;
    let mut expected: Vec<(Decision, Condition)> = Vec::new();
    for (decision, text) in &texts {
        let condition = judged.evaluation.facts.read_condition(text)?;
        said = judged.evaluation.facts.conditions.or(said, condition);
        expected.push((*decision, condition));
    }
    let rest = judged.evaluation.facts.conditions.not(said);
    for label in &labelled.labels {
        match label {
            Label::Otherwise(decision) => expected.push((*decision, rest)),
            Label::Always(decision) => expected.push((*decision, Condition::TRUE)),
            _ => {}
        }
    }
    let theory = judged.evaluation.facts.theory();
    let care = judged.evaluation.facts.conditions.and(care, theory);
    for decision in support::DECISIONS {
        let facts = &mut judged.evaluation.facts;
        let of = |list: &[(Decision, Condition)]| {
            list.iter().find(|(known, _)| *known == decision).map_or(Condition::FALSE, |(_, c)| *c)
        };
        let (want, have) = (of(&expected), of(&judged.decided));
        let want = facts.conditions.and(want, care);
        let have = facts.conditions.and(have, care);
        if want != have {
            let show = |judged: &mut support::Judged, condition| {
                let cubes = portcullis_analyzer::judge::cubes(&mut judged.evaluation, condition);
                judged.evaluation.facts.show_cover(&cubes).text
            };
            let (want, have) = (show(&mut judged, want), show(&mut judged, have));
            return Err(format!("{decision:?}: said `{want}`, found `{have}`"));
        }
    }
    Ok(())
}
