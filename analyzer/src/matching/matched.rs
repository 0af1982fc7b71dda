//! What kind of match a test is: whether a text begins, ends, holds, or looks like something.
//!
//! In comes a subject and the answer it has, out comes a [`Match`] if the answer says that something matched. Whether that is loose is asked elsewhere.

use crate::cfg::BinaryOp;
use crate::condition::ValueSet;
use crate::constant::Const;
use crate::term::{Term, TermId};

use super::role::Texts;

/// A test that says that a text matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// What is asked.
    pub(super) test: TermId,
    /// The text.
    pub(super) value: TermId,
    pub(super) kind: Kind,
}

/// What matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text begins with it.
    Prefix(TermId),
    /// The text ends with it.
    Suffix(TermId),
    /// The text holds it.
    Part(TermId),
    /// The text is part of a longer one.
    PartOf(TermId),
    /// A regular expression of the source.
    Pattern { pattern: String, flags: String },
    /// A regular expression that is built.
    Built { pattern: TermId, flags: String },
    /// The first word of the text is something.
    FirstWord,
}

impl Texts<'_, '_> {
    /// What matches where a subject has one of these values.
    pub(super) fn matched(&self, subject: TermId, set: &ValueSet) -> Option<Match> {
        let facts = self.facts;
        let holds = set.is_subset_of(&ValueSet::truthy());
        let made = |value, kind| Some(Match { test: subject, value, kind });
        match facts.terms.get(subject) {
            Term::Call { callee, args, .. } => {
                if let Some(text) = self.first_word(subject)
                    && is_choice(set)
                {
                    return made(text, Kind::FirstWord);
                }
                let Term::Member { object, property, .. } = facts.terms.get(*callee) else { return None };
                let &[arg] = args.as_slice() else { return None };
                if *object == arg {
                    return None;
                }
                self.method(*object, property, arg, set).and_then(|(value, kind)| made(value, kind))
            }
            // `file.slice(0, root.length) === root`
            Term::Relation { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } if holds => {
                let sides = [(*left, *right), (*right, *left)];
                let cut =
                    sides.iter().find_map(|&(side, other)| Some((self.cut_to(side, other)?, Kind::Prefix(other))));
                let word = || sides.iter().find_map(|&(side, _)| Some((self.first_word(side)?, Kind::FirstWord)));
                cut.or_else(word).and_then(|(value, kind)| made(value, kind))
            }
            Term::Member { .. } | Term::Index { .. } if is_choice(set) => {
                made(self.first_word(subject)?, Kind::FirstWord)
            }
            _ => None,
        }
    }

    fn method(&self, object: TermId, name: &str, arg: TermId, set: &ValueSet) -> Option<(TermId, Kind)> {
        let holds = set.is_subset_of(&ValueSet::truthy());
        match name {
            "startsWith" if holds => Some((object, Kind::Prefix(arg))),
            "endsWith" if holds => Some((object, Kind::Suffix(arg))),
            "indexOf" if set.constants().as_deref() == Some(&[Const::number(0.0)]) && self.is_text(object) => {
                Some((object, Kind::Prefix(arg)))
            }
            "indexOf" if says_found(set) && self.is_text(object) => Some((object, Kind::Part(arg))),
            "includes" | "has" if holds && self.first_word(arg).is_some() => {
                Some((self.first_word(arg)?, Kind::FirstWord))
            }
            "includes" if holds && self.is_text(object) => match self.role(object) {
                // What somebody asks for, in a text of the configuration.
                _ if self.is_configured(object) && self.role(arg).is_some() => Some((arg, Kind::PartOf(object))),
                _ => Some((object, Kind::Part(arg))),
            },
            "test" if holds => Some((arg, self.pattern(object)?)),
            "exec" if holds || is_present(set) => Some((arg, self.pattern(object)?)),
            "match" if holds || is_present(set) => Some((object, self.pattern(arg)?)),
            "search" if says_found(set) => Some((object, self.pattern(arg)?)),
            _ => None,
        }
    }

    fn pattern(&self, term: TermId) -> Option<Kind> {
        let facts = self.facts;
        let flags = |term: Option<&TermId>| match term.map(|term| facts.terms.as_const(*term)) {
            Some(Some(Const::String(flags))) => flags.to_string(),
            _ => String::new(),
        };
        match facts.terms.get(term) {
            Term::Regex { pattern, flags } => Some(Kind::Pattern { pattern: pattern.clone(), flags: flags.clone() }),
            Term::New { callee, args, .. } | Term::Call { callee, args, .. }
                if facts.function_name(*callee) == "RegExp" =>
            {
                let flags = flags(args.get(1));
                let pattern = *args.first()?;
                Some(match facts.terms.get(pattern) {
                    Term::Const(Const::String(text)) => Kind::Pattern { pattern: text.to_string(), flags },
                    Term::Regex { pattern, .. } => Kind::Pattern { pattern: pattern.clone(), flags },
                    _ => Kind::Built { pattern, flags },
                })
            }
            _ => None,
        }
    }

    /// The text of which a term is the beginning, as long as another one: `file.slice(0, root.length)`.
    fn cut_to(&self, cut: TermId, other: TermId) -> Option<TermId> {
        let facts = self.facts;
        let Term::Call { callee, args, .. } = facts.terms.get(cut) else { return None };
        let Term::Member { object, property, .. } = facts.terms.get(*callee) else { return None };
        let &[from, to] = args.as_slice() else { return None };
        let from_start = facts.terms.as_const(from) == Some(&Const::number(0.0));
        let as_long = matches!(facts.terms.get(to), Term::Member { object, property, .. } if *object == other && property == "length");
        (["slice", "substring", "substr"].contains(&property.as_str()) && from_start && as_long).then_some(*object)
    }

    /// The text of which a term is the first word: `command.split(' ')[0]`.
    fn first_word(&self, term: TermId) -> Option<TermId> {
        let facts = self.facts;
        let words = match facts.terms.get(term) {
            Term::Member { object, property, .. } if property == "0" => *object,
            Term::Index { object, index, .. } if facts.terms.as_const(*index) == Some(&Const::number(0.0)) => *object,
            Term::Call { callee, args, .. } => {
                let Term::Member { object, property, .. } = facts.terms.get(*callee) else { return None };
                match property.as_str() {
                    "shift" => *object,
                    "at" if args.first().and_then(|at| facts.terms.as_const(*at)) == Some(&Const::number(0.0)) => {
                        *object
                    }
                    // The word in another form.
                    "toLowerCase" | "trim" | "toUpperCase" => return self.first_word(*object),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let Term::Call { callee, args, .. } = facts.terms.get(words) else { return None };
        let Term::Member { object, property, .. } = facts.terms.get(*callee) else { return None };
        let by_space = |by: &TermId| match facts.terms.get(*by) {
            Term::Const(Const::String(text)) => text.trim().is_empty(),
            Term::Regex { pattern, .. } => matches!(pattern.as_str(), "\\s+" | "\\s" | " +" | " " | "\\s*"),
            _ => false,
        };
        (property == "split" && args.first().is_some_and(by_space)).then_some(*object)
    }
}

/// One constant or a few.
fn is_choice(set: &ValueSet) -> bool {
    set.constants().is_some_and(|values| {
        !values.is_empty() && values.iter().all(|value| matches!(value, Const::String(text) if !text.is_empty()))
    })
}

/// Whatever a search gives where it found something: `!== -1`, `>= 0`, `> -1`.
fn says_found(set: &ValueSet) -> bool {
    let contains = |value: f64| set.contains(&Const::number(value));
    contains(0.0) && contains(7.0) && !contains(-1.0)
}

/// Everything but nothing.
fn is_present(set: &ValueSet) -> bool {
    set.is_disjoint_from(&ValueSet::nullish())
}
