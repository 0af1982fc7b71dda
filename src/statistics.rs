//! `check --statistics`: how much of a project's permission code could be followed.

use std::collections::BTreeMap;

use portcullis_analyzer::project::Outside;
use portcullis_analyzer::{Asked, CallSite, Unresolved};
use serde::Serialize;

use crate::calls::reason;
use crate::terminal::{count, printable};

/// Packages that are listed by name.
const MOST_PACKAGES: usize = 10;

/// What the calls of checks lead to. A guard call is a call that goes to a check of the project, or is named like one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Statistics {
    /// Files that were read, those around the ones that were asked about included.
    pub project_files: usize,
    pub guard_calls: usize,
    /// Those that go to a function of the project.
    pub resolved: usize,
    /// Those that lead out of the project.
    pub outside: usize,
    /// Those that lead to a package, by its name.
    pub packages: BTreeMap<String, usize>,
    /// Those that may stay in the project, by the reason why it is not known where they go.
    pub unresolved: BTreeMap<&'static str, usize>,
}

impl Statistics {
    /// Counts the calls of a file.
    pub fn of(sites: &[CallSite]) -> Self {
        let mut statistics = Statistics::default();
        for site in sites.iter().filter(|site| matches!(site.asked, Asked::Called(_))) {
            statistics.guard_calls += 1;
            match &site.callee {
                Ok(_) => statistics.resolved += 1,
                Err(Unresolved::Outside(Outside::Package(name))) => {
                    statistics.outside += 1;
                    *statistics.packages.entry(name.clone()).or_default() += 1;
                }
                Err(Unresolved::Outside(Outside::Builtin | Outside::NoCode)) => statistics.outside += 1,
                Err(why) => *statistics.unresolved.entry(reason(why)).or_default() += 1,
            }
        }
        statistics
    }

    /// Adds the numbers of another file.
    pub fn add(&mut self, other: &Self) {
        self.guard_calls += other.guard_calls;
        self.resolved += other.resolved;
        self.outside += other.outside;
        other.packages.iter().for_each(|(name, number)| *self.packages.entry(name.clone()).or_default() += number);
        other.unresolved.iter().for_each(|(reason, number)| *self.unresolved.entry(reason).or_default() += number);
    }

    /// The numbers as lines of text.
    pub fn text(&self, files: usize, checks: usize) -> String {
        let unresolved: usize = self.unresolved.values().sum();
        let inside = self.resolved + unresolved;
        let mut lines = vec![
            format!("{} read, {} of the project in all", count(files, "file"), count(self.project_files, "file")),
            format!("{}, {}", count(checks, "check"), count(self.guard_calls, "guard call")),
        ];
        let share = (self.resolved * 1000).checked_div(inside).unwrap_or(1000);
        let within = format!("{} of {inside} that may stay in the project", self.resolved);
        lines.push(format!("  {within} go to a known function of it ({}.{} %)", share / 10, share % 10));
        let mut reasons: Vec<_> = self.unresolved.iter().collect();
        reasons.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        lines.extend(reasons.into_iter().map(|(reason, number)| format!("    {number} unknown: {reason}")));
        lines.push(format!("  {} lead out of it", self.outside));
        let mut packages: Vec<_> = self.packages.iter().collect();
        packages.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let first = packages.into_iter().take(MOST_PACKAGES);
        lines.extend(first.map(|(name, number)| format!("    {number} to `{}`", printable(name))));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Statistics;

    #[test]
    fn the_share_is_of_what_may_stay_inside() {
        let statistics = Statistics {
            project_files: 9,
            guard_calls: 12,
            resolved: 7,
            outside: 4,
            packages: [("jose".to_owned(), 1), ("auth".to_owned(), 2)].into(),
            unresolved: [("computed", 1)].into(),
        };
        let expected = "3 files read, 9 files of the project in all
1 check, 12 guard calls
  7 of 8 that may stay in the project go to a known function of it (87.5 %)
    1 unknown: computed
  4 lead out of it
    2 to `auth`
    1 to `jose`";
        assert_eq!(statistics.text(3, 1), expected);
        assert!(
            Statistics::default()
                .text(0, 0)
                .contains("0 of 0 that may stay in the project go to a known function of it (100.0 %)")
        );
    }
}
