//! What stands in every file that holds a guard or an entry of a framework: words to look for before a file is parsed.

use super::built_in::tables;
use super::table::{Framework, Proof, Scope};

/// The marks of every built-in table.
pub fn marks() -> Vec<String> {
    let mut all: Vec<String> = tables().iter().flat_map(|table| table.marks()).collect();
    all.sort();
    all.dedup();
    all
}

/// The same for entries, in the order of their tables.
pub fn entry_marks() -> Vec<String> {
    let mut all: Vec<String> = tables().iter().flat_map(|table| table.entry_marks()).collect();
    all.sort();
    all.dedup();
    all
}

/// Whether a file lies where a framework takes its exports for entries.
pub fn lies_at_entry(path: &str) -> bool {
    let conventions = tables().iter().flat_map(|table| &table.files);
    conventions.filter(|one| one.directive.is_none() && !one.imported).any(|one| one.holds(path).is_some())
}

impl Framework {
    /// Texts, one of which stands in every file that holds a guard which this framework alone makes one. A form that may be about anything needs words of
    /// permission besides, and those are looked for anyway.
    pub fn marks(&self) -> Vec<String> {
        let forms = self.forms.iter().filter(|form| form.decides);
        forms.flat_map(|form| &form.when).flat_map(|proof| self.marks_of(proof)).collect()
    }

    /// Texts, one of which stands in nearly every file that registers an entry with it: whole words, with their quotes or brackets.
    pub fn entry_marks(&self) -> Vec<String> {
        let mut marks: Vec<String> = Vec::new();
        if self.registrations.iter().any(|one| one.entry.is_some()) {
            let packages = self.packages.iter().map(|package| package.trim_end_matches('*'));
            marks.extend(packages.flat_map(|package| {
                [format!("'{package}'"), format!("\"{package}\""), format!("'{package}/"), format!("\"{package}/")]
            }));
        }
        let chains = self.registrations.iter().filter(|one| one.covers == Scope::Chain && one.entry.is_some());
        marks.extend(chains.flat_map(|one| &one.by).flat_map(|by| [format!(".{by}(async"), format!(".{by}(({{")]));
        marks.extend(self.decorators.classes.iter().map(|name| format!("@{name}(")));
        marks.extend(self.files.iter().filter_map(|file| file.directive.clone()));
        marks.extend(
            self.objects
                .iter()
                .flat_map(|one| &one.held_by)
                .filter_map(|name| name.strip_prefix('*'))
                .map(str::to_owned),
        );
        let ends = self.classes.iter().flat_map(|one| &one.of).filter_map(|name| name.strip_prefix('*'));
        marks.extend(ends.flat_map(|end| [format!("{end} {{"), format!("{end}<")]));
        marks
    }

    fn marks_of(&self, proof: &Proof) -> Vec<String> {
        let (names, imported) = match proof {
            Proof::Method(method) => (&method.of, method.imported),
            Proof::Typed(names) | Proof::Makes(names) => (&names.named, names.imported),
            Proof::Takes(takes) => (&takes.types, false),
            Proof::Property(property) if property.named.iter().any(|name| name == "*") => {
                return vec![property.within.clone()];
            }
            Proof::Property(property) => (&property.named, property.imported),
            Proof::Argument(call) => (&call.to, call.imported),
            Proof::Exported(export) if export.given.is_empty() => (&export.named, export.imported),
            Proof::Exported(export) => (&export.given, export.imported),
            Proof::Registered(_) => (&self.packages, true),
        };
        // What stands in both has to be there: the longer one is the rarer.
        let shortest = |list: &[String]| list.iter().map(String::len).min().unwrap_or_default();
        if imported && shortest(&self.packages) >= shortest(names) {
            let bare = self.packages.iter().map(|package| package.trim_end_matches('*'));
            return bare.flat_map(|package| [format!("'{package}"), format!("\"{package}")]).collect();
        }
        names.iter().map(|name| name.trim_start_matches('*').trim_end_matches("()").to_owned()).collect()
    }
}
