//! Conditions in words, for people: what must hold on a path, and who gets in.

use crate::cfg::BinaryOp;
use crate::condition::{Cube, Literal, ValueSet, Variable};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::evidence::Evidence;
use crate::term::{Term, TermId};
use crate::words::words;

impl Evaluator<'_> {
    /// A literal as a clause: `` `user.role` is not `'guest'` ``.
    pub fn literal_in_words(&mut self, variable: Variable, set: &ValueSet) -> String {
        let subject = self.subject(variable);
        let name = self.show_term(subject).text;
        let domain = self.printed_domain(variable);
        let inside = set.intersection(&domain);
        let outside = domain.difference(&inside);
        let yes = *set == ValueSet::of(&Const::Bool(true));
        let boolean = domain.is_subset_of(&ValueSet::booleans());
        match self.terms.get(subject) {
            Term::Throws(call) => {
                let call = *call;
                let call = self.show_term(call).text;
                return if yes { format!("`{call}` throws") } else { format!("`{call}` returns") };
            }
            Term::Error(_) => {
                // Behind a `catch` with a `finally` only the handler's own errors are left.
                let place = self.written_at(subject).map(|span| self.source.slice(span)).unwrap_or_default();
                let block = if place.starts_with("catch") { "catch" } else { "try" };
                return format!("{} in the `{block}` throws", if yes { "something" } else { "nothing" });
            }
            Term::Some { .. } | Term::Relation { .. } | Term::Earlier { .. } => {
                return format!("`{name}`{}", if yes { "" } else { " does not hold" });
            }
            _ if boolean => {
                return format!("`{name}` is {}", if inside.contains(&Const::Bool(true)) { "true" } else { "false" });
            }
            _ => {}
        }
        match (inside.constants(), outside.constants()) {
            (Some(values), _) if values.len() == 1 => format!("`{name}` is {}", listed(&values, "or")),
            (Some(values), _) if !values.is_empty() && values.iter().any(Const::is_truthy) => {
                format!("`{name}` is one of {}", listed(&values, "or"))
            }
            (_, Some(values)) if values.len() == 1 => format!("`{name}` is not {}", listed(&values, "or")),
            (_, Some(values)) if !values.is_empty() && values.iter().any(Const::is_truthy) => {
                format!("`{name}` is none of {}", listed(&values, "or"))
            }
            _ if inside == ValueSet::truthy().intersection(&domain) => format!("`{name}` is set"),
            _ if inside == ValueSet::falsy().intersection(&domain) => format!("`{name}` is not set"),
            _ => {
                let literal: Literal = (variable, inside);
                format!("`{}`", self.show_literal(&literal).text)
            }
        }
    }

    /// Who gets in on a path: each subject with the values that pass, with an example.
    pub fn gets_in(&mut self, cube: &Cube) -> String {
        let mut clauses = Vec::new();
        for (variable, set) in &cube.literals {
            clauses.push(self.who(*variable, set));
        }
        match clauses.is_empty() {
            true => "everybody".to_owned(),
            false => clauses.join("; and "),
        }
    }

    fn who(&mut self, variable: Variable, set: &ValueSet) -> String {
        let subject = self.subject(variable);
        let name = self.show_term(subject).text;
        let domain = self.printed_domain(variable);
        let inside = set.intersection(&domain);
        let excluded = domain.difference(&inside).constants().filter(|values| values.iter().any(Const::is_truthy));
        let Some(excluded) = excluded else { return self.literal_in_words(variable, set) };
        if domain.is_subset_of(&ValueSet::booleans()) {
            return self.literal_in_words(variable, set);
        }
        let mut text = format!("any `{name}` except {}", listed(&excluded, "and"));
        let hints: Vec<Const> =
            examples_of(&name).iter().copied().map(Const::string).filter(|hint| inside.contains(hint)).collect();
        let texts = inside.intersection(&ValueSet::strings());
        let example = if texts.is_empty() { inside.example(&hints) } else { texts.example(&hints) };
        if let Some(example) = example {
            text.push_str(&format!(", for example `{example}`"));
        }
        if inside.contains(&Const::Undefined) && !texts.is_empty() {
            text.push_str(", or none at all");
        }
        text
    }

    /// Whether a path is open because both sides of a comparison are not there: what two missing things have in common is no default.
    pub(crate) fn compares_nothing(&mut self, cube: &Cube) -> bool {
        let absent: Vec<TermId> = cube
            .literals
            .iter()
            .filter(|(_, set)| set.is_subset_of(&ValueSet::falsy()))
            .map(|(variable, _)| self.subject(*variable))
            .collect();
        let within = |side: TermId| absent.iter().any(|subject| self.is_part_of(side, *subject));
        self.subjects().iter().any(|asked| match *self.terms.get(*asked) {
            Term::Relation { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
                within(left) && within(right)
            }
            _ => false,
        })
    }

    /// Whether a path is open only because something is not there: an empty list, an optional argument.
    pub fn is_absence(&mut self, cube: &Cube) -> bool {
        let mut absent = false;
        for (variable, set) in &cube.literals {
            let subject = self.subject(*variable);
            let empty_list = match self.terms.get(subject) {
                Term::Member { property, .. } => {
                    (property == "length" || property == "size")
                        && set.contains(&Const::number(0.0))
                        && set.constants().is_some()
                }
                _ => false,
            };
            match self.evidence(*variable, set, false) {
                _ if empty_list => absent = true,
                Evidence::Absent => absent = true,
                _ => {}
            }
        }
        absent
    }

    /// Whether a path is open because something that was looked up is not there: an unknown tool, a missing row.
    pub(crate) fn is_not_found(&self, cube: &Cube) -> bool {
        cube.literals.iter().any(|(variable, set)| self.is_missing(*variable, set))
    }
}

/// Values worth naming for a subject of this name.
fn examples_of(name: &str) -> &'static [&'static str] {
    const BY_WORD: &[(&[&str], &[&str])] = &[
        (&["role", "rank", "membership"], &["banned", "guest", "intern"]),
        (&["command", "cmd", "subcommand", "line", "program"], &["rm", "curl", "shutdown"]),
        (&["path", "file", "folder", "directory", "dir"], &["/etc/passwd", "/root"]),
        (&["tool", "action", "operation", "method"], &["delete", "write"]),
        (&["host", "hostname", "domain", "origin", "url"], &["evil.example", "other.example"]),
        (&["status", "state"], &["suspended", "unknown"]),
    ];
    let last = words(name).into_iter().next_back().unwrap_or_default();
    let known = BY_WORD.iter().find(|(words, _)| words.contains(&last.as_str()));
    known.map_or(&["other", "unknown"], |(_, examples)| examples)
}

fn listed(values: &[Const], conjunction: &str) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {conjunction} {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
