//! Repairs: the texts as they are after each round of fixes, and what becomes of them: files, standard output, or a difference.
//!
//! In: the findings of a run. Out: texts to look at instead of the files, until nothing is left to repair. What makes a repair is the rules' matter.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use portcullis_analyzer::{Limits, SourceFile, read};
use portcullis_lints::{Applicability, Fix, Rule, apply};
use similar::TextDiff;

use crate::files::{Names, plain};
use crate::place::{Place, place};
use crate::report::Reported;

/// Rounds after which repairs that make each other necessary are left alone.
const MOST_ROUNDS: usize = 10;

/// A repair that was made.
#[derive(Debug, Clone)]
pub struct Made {
    pub path: String,
    pub rule: &'static Rule,
    pub message: String,
    pub title: String,
    /// Where the finding was, in the text as it was found.
    pub place: Place,
}

/// Repairs on their way.
#[derive(Debug, Default)]
pub struct Repairs {
    /// Whether those are made that only the author can confirm.
    take_unsafe: bool,
    /// By the names of their files: what these hold now.
    now: BTreeMap<String, Arc<SourceFile>>,
    /// And what they held.
    before: BTreeMap<String, Arc<SourceFile>>,
    pub made: Vec<Made>,
    /// Files with a repair that could not be read any more, so that it is not made, and no more is tried.
    pub given_up: BTreeSet<String>,
    rounds: usize,
}

impl Repairs {
    /// None yet; `take_unsafe` for those, too, that only the author can confirm.
    pub fn new(take_unsafe: bool) -> Self {
        Repairs { take_unsafe, ..Repairs::default() }
    }

    /// What a file holds, if it is something else than on the disk.
    pub fn text_of(&self, name: &str) -> Option<&Arc<SourceFile>> {
        self.now.get(name)
    }

    /// Remembers a text that cannot be read twice.
    pub fn keep(&mut self, file: &Arc<SourceFile>) {
        self.now.entry(file.path.clone()).or_insert_with(|| file.clone());
    }

    /// Makes what can be made of the findings of a round; whether there is anything to look at again.
    pub fn make(&mut self, found: &[&Reported]) -> bool {
        if self.rounds == MOST_ROUNDS {
            return false;
        }
        self.rounds += 1;
        let mut by_file: BTreeMap<&str, Vec<(&Reported, &Fix)>> = BTreeMap::new();
        for &reported in found {
            let path = reported.file.path.as_str();
            if let Some(fix) =
                reported.finding.fix.as_ref().filter(|fix| self.takes(fix) && !self.given_up.contains(path))
            {
                by_file.entry(path).or_default().push((reported, fix));
            }
        }
        let made = self.made.len();
        by_file.into_iter().for_each(|(path, wanted)| self.repair(path, &wanted));
        self.made.len() > made
    }

    /// Whether a repair is one of those that were asked for.
    fn takes(&self, fix: &Fix) -> bool {
        fix.applicability == Applicability::Safe || self.take_unsafe
    }

    /// Makes the wanted repairs of a file; where they do not parse together, those that do by themselves.
    fn repair(&mut self, path: &str, wanted: &[(&Reported, &Fix)]) {
        let Some((first, _)) = wanted.first() else { return };
        let before = &first.file;
        let mut chosen = wanted.to_vec();
        let (mut repaired, mut made) = applied(path, before, &chosen);
        if !parses(before, &repaired) {
            chosen.retain(|one| parses(before, &applied(path, before, std::slice::from_ref(one)).0));
            (repaired, made) = applied(path, before, &chosen);
            self.given_up.insert(path.to_owned());
            if chosen.is_empty() || !parses(before, &repaired) {
                return;
            }
        }
        let made = chosen.iter().zip(made).filter(|(_, made)| *made);
        self.made.extend(made.map(|((reported, fix), _)| Made {
            path: path.to_owned(),
            rule: reported.finding.rule,
            message: reported.finding.message.clone(),
            title: fix.title.clone(),
            place: place(&reported.file, reported.finding.span),
        }));
        self.before.entry(path.to_owned()).or_insert_with(|| before.clone());
        self.now.insert(path.to_owned(), Arc::new(repaired));
    }

    /// What was changed as one unified difference, which `git apply` and `patch -p1` take.
    pub fn difference(&self) -> String {
        let changed = self.before.iter().filter_map(|(name, before)| Some((name, before, self.now.get(name)?)));
        let files = changed.map(|(name, before, now)| {
            let (before, now) = (bytes(before), bytes(now));
            let difference = TextDiff::from_lines(before.as_str(), now.as_str());
            difference.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
        });
        files.collect()
    }

    /// Writes the files, `but` excepted; those that could not be written, with the reason. What could not be written was not repaired.
    pub fn write(&mut self, names: &Names, but: Option<&str>) -> Vec<(String, String)> {
        let mut failed = Vec::new();
        for (name, now) in self.now.iter().filter(|(name, _)| but != Some(name)) {
            let written = self.before.get(name).map(|before| write(&names.path_of(name), before, now));
            if let Some(Err(reason)) = written {
                failed.push((name.clone(), reason));
            }
        }
        self.made.retain(|made| failed.iter().all(|(name, _)| *name != made.path));
        failed
    }
}

/// A file with repairs, and which of them were made.
fn applied(path: &str, before: &SourceFile, wanted: &[(&Reported, &Fix)]) -> (SourceFile, Vec<bool>) {
    let fixes: Vec<&Fix> = wanted.iter().map(|(_, fix)| *fix).collect();
    let applied = apply(&before.text, &fixes);
    let mut repaired = SourceFile::new(path, applied.text);
    repaired.has_bom = before.has_bom;
    (repaired, applied.made)
}

/// Whether a repaired file is read as well as it was before.
fn parses(before: &SourceFile, repaired: &SourceFile) -> bool {
    let problems = |file: &SourceFile| read(file, &Limits::default()).problems.len();
    problems(repaired) <= problems(before)
}

/// The text as it is written to a file.
pub fn bytes(file: &SourceFile) -> String {
    if file.has_bom { format!("\u{feff}{}", file.text) } else { file.text.to_string() }
}

/// Writes a file that still holds what was analysed.
fn write(path: &Path, before: &SourceFile, now: &SourceFile) -> Result<(), String> {
    let held = std::fs::read(path).map_err(|error| plain(&error))?;
    if held != bytes(before).as_bytes() {
        return Err("it was changed while it was analysed".to_owned());
    }
    // Whoever may write everything is told, too.
    if std::fs::metadata(path).is_ok_and(|found| found.permissions().readonly()) {
        return Err("it is read-only".to_owned());
    }
    std::fs::write(path, bytes(now)).map_err(|error| plain(&error))
}
