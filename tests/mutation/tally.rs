//! Counting: for each kind of fault how many there were, and what came of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use super::mutants::{Mutant, mutants};
use super::operator::Operator;
use super::project::{Surroundings, analysed, findings};
use super::verdict::{Verdict, counts, verdict, written};

/// What came of one kind of fault.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Row {
    pub mutants: usize,
    /// They decide as the original does.
    pub equivalent: usize,
    /// They allow nothing that the original does not, and no rule speaks of them.
    pub stricter: usize,
    /// Found by a rule that is meant to.
    pub intended: usize,
    /// Found by any rule.
    pub found: usize,
    /// Nobody speaks of them, and they are whole rules: only who knows what was meant can tell.
    pub other_policy: usize,
    /// Those that are no longer taken for a check among the missed.
    pub unrecognised: usize,
    pub missed: usize,
    /// How often each rule found one.
    pub rules: BTreeMap<&'static str, usize>,
}

/// A fault that nobody found.
#[derive(Debug, Clone, Serialize)]
pub struct Missed {
    pub operator: &'static str,
    pub path: String,
    pub line: u32,
    pub function: String,
    /// Whether it is no longer taken for a check.
    pub unrecognised: bool,
    /// The line, and as it was.
    pub before: String,
    pub after: String,
}

/// What was measured.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    pub files: usize,
    pub rows: BTreeMap<&'static str, Row>,
    pub missed: Vec<Missed>,
}

impl Tally {
    /// Puts every fault into every sound function, or at most so many into one file, chosen evenly.
    pub fn of(files: &[(PathBuf, String)], most: usize) -> Self {
        let tallies = files.par_iter().with_max_len(1).map(|(path, name)| Tally::of_file(path, name, most));
        tallies.reduce(Tally::default, Tally::with)
    }

    fn of_file(path: &Path, name: &str, most: usize) -> Self {
        let mut tally = Tally { files: 1, ..Tally::default() };
        let Some(around) = Surroundings::read(path, name) else { return tally };
        let program = around.with(&around.text);
        let analysis = analysed(&program);
        let before = findings(&analysis);
        let all = mutants(&analysis, &before);
        let step = all.len().div_ceil(most.max(1)).max(1);
        let before = counts(&before);
        let chosen: Vec<&Mutant> = all.iter().step_by(step).collect();
        let verdicts = chosen.par_iter().with_max_len(1).map(|mutant| {
            let decided = mutant.is_check.then(|| written(&program, mutant.start)).flatten();
            (*mutant, verdict(&around, mutant, &before, decided.as_ref()))
        });
        for (mutant, verdict) in verdicts.collect::<Vec<_>>() {
            tally.add(&around, mutant, verdict);
        }
        tally
    }

    fn add(&mut self, around: &Surroundings, mutant: &Mutant, verdict: Verdict) {
        if verdict == Verdict::Broken {
            return;
        }
        let row = self.rows.entry(mutant.operator.name()).or_default();
        row.mutants += 1;
        match &verdict {
            Verdict::Equivalent => row.equivalent += 1,
            Verdict::Stricter => row.stricter += 1,
            Verdict::Found(rules) => {
                row.found += 1;
                row.intended += usize::from(rules.iter().any(|rule| mutant.operator.intended().contains(rule)));
                rules.iter().for_each(|rule| *row.rules.entry(rule).or_default() += 1);
            }
            Verdict::OtherPolicy => row.other_policy += 1,
            Verdict::Missed | Verdict::Unrecognised | Verdict::Broken => {
                row.unrecognised += usize::from(verdict == Verdict::Unrecognised);
                row.missed += 1;
                self.missed.push(missed(around, mutant, verdict == Verdict::Unrecognised));
            }
        }
    }

    fn with(mut self, other: Tally) -> Tally {
        self.files += other.files;
        for (operator, row) in other.rows {
            self.rows.entry(operator).or_default().add(row);
        }
        self.missed.extend(other.missed);
        self
    }

    /// The sum of all rows.
    pub fn total(&self) -> Row {
        let mut total = Row::default();
        self.rows.values().for_each(|row| total.add(row.clone()));
        total
    }

    /// The faults that nobody found, each with its line before and after.
    pub fn list(&self) -> String {
        let lines = self.missed.iter().map(|missed| {
            let Missed { path, line, operator, function, before, after, .. } = missed;
            let why = if missed.unrecognised { ", no check any more" } else { "" };
            format!("{path}:{line}: {operator} in `{function}`{why}\n    - {before}\n    + {after}\n")
        });
        lines.collect()
    }

    /// A table in Markdown.
    pub fn table(&self) -> String {
        let mut text = String::from(
            "| fault | mutants | equivalent | stricter | another policy | found by an intended rule | found by any | missed | found |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        );
        let rows = Operator::ALL
            .iter()
            .filter_map(|operator| Some((operator.name(), self.rows.get(operator.name())?.clone())));
        for (name, row) in rows.chain([("all", self.total())]) {
            let Row { mutants, equivalent, stricter, other_policy, intended, found, missed, .. } = row;
            let share = (found * 1000).checked_div(found + missed).unwrap_or(1000);
            let share = format!("{}.{} %", share / 10, share % 10);
            text.push_str(&format!(
                "| {name} | {mutants} | {equivalent} | {stricter} | {other_policy} | {intended} | {found} | {missed} | {share} |\n"
            ));
        }
        text
    }
}

impl Row {
    fn add(&mut self, other: Row) {
        self.mutants += other.mutants;
        self.equivalent += other.equivalent;
        self.stricter += other.stricter;
        self.intended += other.intended;
        self.found += other.found;
        self.other_policy += other.other_policy;
        self.unrecognised += other.unrecognised;
        self.missed += other.missed;
        other.rules.into_iter().for_each(|(rule, number)| *self.rules.entry(rule).or_default() += number);
    }
}

fn missed(around: &Surroundings, mutant: &Mutant, unrecognised: bool) -> Missed {
    let start = mutant.at.start as usize;
    let line = around.text[..start].matches('\n').count();
    let shown = |text: &str| text.lines().nth(line).unwrap_or_default().trim().to_owned();
    Missed {
        operator: mutant.operator.name(),
        path: around.path.clone(),
        line: line as u32 + 1,
        function: mutant.function.clone(),
        unrecognised,
        before: shown(&around.text),
        after: shown(&mutant.text),
    }
}
