//! Every repair that a rule proposes for the corpus, made on its own: the file is still read, the finding is gone, and there is no new one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use portcullis_analyzer::{Confidence, Limits, Program, Settings, SourceFile, analyze};
use portcullis_lints::{Applicability, Finding, Fix, RULES, apply, check, silence};
use support::typescript_files;

/// Repairs that leave a finding behind, each with the reason: file, rule, function.
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[(
    "corpus/rules/inverted-check/faulty.ts",
    "inverted-check",
    "gate",
    "turned round it is the deny list that was meant, which is worth a note",
)];

struct Looked {
    findings: Vec<Finding>,
    problems: usize,
}

fn look(path: &str, text: &str) -> Looked {
    let source = SourceFile::new(path.to_owned(), text.to_owned());
    let program = Program::of_one(source, &Limits::default(), &Settings::default());
    let analysis = analyze(&program, Program::ONLY);
    let findings = silence(&analysis, check(&analysis), |rule| !rule.pedantic).findings;
    let findings = findings.into_iter().filter(|finding| !finding.rule.pedantic).collect();
    Looked { findings, problems: analysis.module().problems.len() }
}

/// How often each rule speaks of each function.
fn counts(findings: &[Finding]) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.rule.id, finding.function.as_str())).or_default() += 1;
    }
    counts
}

/// What is wrong with a repair.
fn wrong(path: &str, text: &str, before: &Looked, finding: &Finding, fix: &Fix) -> Option<String> {
    let own = (finding.rule.id, finding.function.as_str());
    if EXCEPTIONS.iter().any(|(file, rule, function, _)| *file == path && (*rule, *function) == own) {
        return None;
    }
    let applied = apply(text, &[fix]);
    let after = look(path, &applied.text);
    let (had, has) = (counts(&before.findings), counts(&after.findings));
    let told = |what: String| Some(format!("{path}: {} in `{}` ({}): {what}", own.0, own.1, fix.title));
    if !applied.made[0] || after.problems > before.problems {
        return told(format!("does not parse:\n{}", changed(text, &applied.text)));
    }
    if has.get(&own) >= had.get(&own) {
        return told(format!("is still there:\n{}", changed(text, &applied.text)));
    }
    // What a default run does not show was there before, behind what was repaired.
    let shown = after.findings.iter().filter(|finding| finding.confidence > Confidence::Low).cloned();
    let shown: Vec<Finding> = shown.collect();
    let shown = counts(&shown);
    let new = shown.iter().find(|(key, number)| *number > had.get(*key).unwrap_or(&0));
    new.and_then(|((rule, function), _)| told(format!("now {rule} in `{function}`:\n{}", changed(text, &applied.text))))
}

/// The lines that differ.
fn changed(before: &str, after: &str) -> String {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    after.iter().skip(same).take(4).map(|line| format!("    {line}\n")).collect()
}

#[test]
fn repairs_repair() {
    let mut faults = Vec::new();
    let mut repairs: BTreeMap<(&str, Applicability), usize> = BTreeMap::new();
    for folder in ["corpus/rules", "corpus/look-alikes", "corpus/demo", "corpus/frameworks", "corpus/decisions"] {
        for path in typescript_files(Path::new(folder)) {
            let text = std::fs::read_to_string(&path).expect("a corpus file");
            let path = path.display().to_string();
            let before = look(&path, &text);
            for finding in &before.findings {
                let Some(fix) = &finding.fix else { continue };
                *repairs.entry((finding.rule.id, fix.applicability)).or_default() += 1;
                assert!(fix.edits.is_sorted_by_key(|edit| edit.span), "{path}: {}", finding.message);
                faults.extend(wrong(&path, &text, &before, finding, fix));
            }
        }
    }
    assert!(faults.is_empty(), "{} repairs\n{}", faults.len(), faults.join("\n"));
    assert!(repairs.values().sum::<usize>() >= 50, "{repairs:?}");
    for rule in RULES {
        let made = [Applicability::Safe, Applicability::Unsafe]
            .into_iter()
            .find(|sort| repairs.contains_key(&(rule.id, *sort)));
        assert_eq!(rule.repairs(), made, "what the page of {} says of `--fix`, and what the corpus shows", rule.id);
    }
}
