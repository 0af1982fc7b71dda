//! From the text of a configuration to what it says. Reads on behind a fault, so that all are told at once.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use jsonc_parser::ast::{Array, Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use portcullis_analyzer::frameworks::Framework;
use portcullis_analyzer::{Decision, Encoding, OwnGuard, Polarity, SourceFile, Span};
use portcullis_lints::{RULES, Severity, closest};

use super::fault::{Fault, Faults, one_of, proposal};
use super::globs::{Globs, Patterns};
use super::{Config, table};
use crate::leave_out::is_source;
use crate::report::severity_word;
use crate::words;

/// The keys there are.
pub const KEYS: &[&str] = &["$schema", "include", "exclude", "rules", "guards", "decisions", "frameworks"];
/// And those of a guard.
pub const GUARD_KEYS: &[&str] = &["encoding", "polarity"];
/// What switches a rule off.
pub const OFF: &str = "off";
/// What a rule can be set to.
pub const SEVERITIES: &[Severity] = &[Severity::Note, Severity::Warning, Severity::Error];

/// What a project says of a guard: its encoding, and its polarity.
type Signs = (Option<Encoding>, Option<Polarity>);

/// JSON with comments and trailing commas, and nothing else.
const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads a configuration; its patterns are relative to `folder`. The error is a [`Faults`].
pub fn read(file: SourceFile, folder: &Path) -> Result<Config> {
    let mut reader = Reader { folder, config: Config::default(), faults: Vec::new() };
    match parse_to_ast(&file.text, &CollectOptions::default(), &OPTIONS) {
        Ok(parsed) => match parsed.value {
            Some(value) => reader.root(&value),
            None => reader.fault(Span::new(0, 0), "the configuration is empty", "an object: `{}`"),
        },
        Err(error) => reader.fault(span(&error.range()), &plain(error.kind()), "here"),
    }
    let Reader { config, mut faults, .. } = reader;
    faults.sort_by_key(|fault| fault.span);
    if faults.is_empty() { Ok(config) } else { Err(Faults { file, faults }.into()) }
}

struct Reader<'a> {
    folder: &'a Path,
    config: Config,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn root(&mut self, value: &Value) {
        let (mut include, mut exclude) = (None, None);
        for (key, property) in self.properties(value, "the configuration") {
            let value = &property.value;
            match key {
                "$schema" => drop(self.text(value, "`$schema`")),
                "include" => include = self.patterns(value, "`include`"),
                "exclude" => exclude = self.patterns(value, "`exclude`"),
                "rules" => self.rules(value),
                "guards" => self.guards(value),
                "decisions" => self.decisions(value),
                "frameworks" => self.frameworks(value),
                unknown => self.unknown("key", unknown, property, KEYS),
            }
        }
        self.config.globs = Globs::new(include, exclude);
    }

    fn patterns(&mut self, value: &Value, what: &str) -> Option<Patterns> {
        let Value::Array(Array { elements, .. }) = value else {
            self.fault(span(value), &format!("{what} is no list"), "a list of patterns: `[\"src\", \"!src/legacy\"]`");
            return None;
        };
        let mut texts = Vec::new();
        for element in elements {
            texts.extend(self.text(element, &format!("what {what} lists")).map(|text| (text, span(element))));
        }
        let hint = "a pattern as in `.gitignore`, relative to this file";
        Some(Patterns::read(self.folder, texts, |place, message| self.fault(place, &message, hint)))
    }

    fn rules(&mut self, value: &Value) {
        for (id, property) in self.properties(value, "`rules`") {
            let Some(rule) = RULES.iter().find(|rule| rule.id == id) else {
                let known = closest(id, RULES.iter().map(|rule| rule.id));
                let hint = known
                    .map_or("`portcullis rules` lists them".to_owned(), |known| format!("did you mean `{known}`?"));
                self.fault(name_span(property), &format!("unknown rule `{id}`"), &hint);
                continue;
            };
            let levels = [None].into_iter().chain(SEVERITIES.iter().copied().map(Some));
            let levels = levels.map(|level| (level.map_or(OFF, severity_word), level));
            if let Some(level) = self.term(&property.value, "severity", levels) {
                self.config.rules.insert(rule.id, level);
            }
        }
    }

    fn guards(&mut self, value: &Value) {
        for (key, property) in self.properties(value, "`guards`") {
            let (module, name) = module_and_name(key);
            if name.is_empty() || module.as_deref() == Some("") {
                let hint = "a name, or `module#name`: `src/gate#mayPass`";
                self.fault(name_span(property), &format!("`{key}` names no function"), hint);
            }
            let guard = match &property.value {
                Value::Object(_) => Some(self.guard_object(&property.value, key)),
                value => self.guard_words(value, key),
            };
            if let Some((encoding, polarity)) = guard {
                let name = name.to_owned();
                self.config.settings.guards.push(OwnGuard { name, module, encoding, polarity });
            }
        }
    }

    /// `{ "encoding": "boolean", "polarity": "inverted" }`.
    fn guard_object(&mut self, value: &Value, guard: &str) -> Signs {
        let (mut encoding, mut polarity) = (None, None);
        for (key, property) in self.properties(value, &format!("`{guard}`")) {
            match key {
                "encoding" => encoding = self.term(&property.value, "encoding", encodings()),
                "polarity" => polarity = self.term(&property.value, "polarity", polarities()),
                unknown => self.unknown("key", unknown, property, GUARD_KEYS),
            }
        }
        (encoding, polarity)
    }

    /// `"boolean"`, `"inverted"`, `"boolean inverted"`.
    fn guard_words(&mut self, value: &Value, guard: &str) -> Option<Signs> {
        let text = self.text(value, &format!("`{guard}`"))?;
        let signs = spellings().find(|(spelling, _)| spelling == text).map(|(_, signs)| signs);
        if signs.is_none() {
            let known: Vec<&str> =
                encodings().map(|(name, _)| name).chain(polarities().map(|(name, _)| name)).collect();
            let (message, hint) = match text.split(' ').find(|word| !known.contains(word)) {
                Some(word) => {
                    let hint = proposal(word, known.iter().copied());
                    (format!("`{word}` is no encoding and no polarity"), hint)
                }
                None => {
                    let hint = "an encoding, a polarity, or both in this order: `boolean inverted`".to_owned();
                    (format!("`{text}` says no encoding and polarity"), hint)
                }
            };
            self.fault(span(value), &message, &hint);
        }
        signs
    }

    fn decisions(&mut self, value: &Value) {
        for (kind, property) in self.properties(value, "`decisions`") {
            let mut words = BTreeMap::new();
            for (word, property) in self.properties(&property.value, &format!("`{kind}`")) {
                words.extend(self.term(&property.value, "decision", decisions()).map(|term| (word.to_owned(), term)));
            }
            self.config.settings.decisions.insert(kind.to_owned(), words);
        }
    }

    fn frameworks(&mut self, value: &Value) {
        let Value::Array(Array { elements, .. }) = value else {
            let hint = "a list of tables: `[{ \"name\": \"…\", \"forms\": [] }]`";
            self.fault(span(value), "`frameworks` is no list", hint);
            return;
        };
        let mut tables = Vec::new();
        for element in elements {
            match table::read::<Framework>(element) {
                Ok(framework) => tables.push(Arc::new(framework)),
                Err(fault) => self.faults.push(fault),
            }
        }
        self.config.settings.frameworks = Arc::new(tables);
    }

    /// The properties of an object, each name once.
    fn properties<'v>(&mut self, value: &'v Value, what: &str) -> Vec<(&'v str, &'v ObjectProp<'v>)> {
        let Value::Object(Object { properties, .. }) = value else {
            self.fault(span(value), &format!("{what} is no object"), "an object: `{ … }`");
            return Vec::new();
        };
        let mut seen = HashSet::new();
        let mut read = Vec::new();
        for property in properties {
            let name = property.name.as_str();
            if seen.insert(name) {
                read.push((name, property));
            } else {
                self.fault(name_span(property), &format!("`{name}` is there twice"), "the second time");
            }
        }
        read
    }

    /// A text.
    fn text<'v>(&mut self, value: &'v Value, what: &str) -> Option<&'v str> {
        let text = value.as_string_lit().map(|text| text.value.as_ref());
        if text.is_none() {
            self.fault(span(value), &format!("{what} is no text"), "a text in double quotes");
        }
        text
    }

    /// One of the words of a kind.
    fn term<T>(
        &mut self,
        value: &Value,
        kind: &str,
        mut terms: impl Iterator<Item = (&'static str, T)> + Clone,
    ) -> Option<T> {
        let names = terms.clone().map(|(name, _)| name);
        let Value::StringLit(word) = value else {
            self.fault(span(value), &format!("this is no {kind}"), &one_of(names));
            return None;
        };
        let term = terms.find(|(name, _)| *name == word.value).map(|(_, term)| term);
        if term.is_none() {
            self.fault(span(value), &format!("`{}` is no {kind}", word.value), &proposal(&word.value, names));
        }
        term
    }

    fn unknown(&mut self, what: &str, name: &str, property: &ObjectProp, known: &[&str]) {
        let hint = proposal(name, known.iter().copied());
        self.fault(name_span(property), &format!("unknown {what} `{name}`"), &hint);
    }

    fn fault(&mut self, span: Span, message: &str, hint: &str) {
        self.faults.push(Fault { span, message: message.to_owned(), hint: hint.to_owned() });
    }
}

/// Every text that says the signs of a guard.
pub fn spellings() -> impl Iterator<Item = (String, Signs)> {
    let alone = encodings().map(|(name, encoding)| (name.to_owned(), (Some(encoding), None)));
    let alone = alone.chain(polarities().map(|(name, polarity)| (name.to_owned(), (None, Some(polarity)))));
    let both = encodings().flat_map(|(first, encoding)| {
        polarities().map(move |(second, polarity)| (format!("{first} {second}"), (Some(encoding), Some(polarity))))
    });
    alone.chain(both)
}

fn encodings() -> impl Iterator<Item = (&'static str, Encoding)> + Clone {
    words::ENCODINGS.iter().map(|&encoding| (words::encoding(encoding), encoding))
}

fn polarities() -> impl Iterator<Item = (&'static str, Polarity)> + Clone {
    words::POLARITIES.iter().map(|&polarity| (words::polarity(polarity), polarity))
}

fn decisions() -> impl Iterator<Item = (&'static str, Decision)> + Clone {
    words::OWN_DECISIONS.iter().map(|&decision| (words::decision(decision), decision))
}

/// `src/gate#mayPass`; the `#` of a private name, as in `Gate.#mayPass`, is part of it.
fn module_and_name(key: &str) -> (Option<String>, &str) {
    let starts_name = |index: usize| index == 0 || key[..index].ends_with('.');
    let Some((index, _)) = key.match_indices('#').find(|(index, _)| !starts_name(*index)) else { return (None, key) };
    let module = key[..index].trim_start_matches("./");
    let module =
        if is_source(Path::new(module)) { module.rsplit_once('.').map_or(module, |(stem, _)| stem) } else { module };
    (Some(module.to_owned()), &key[index + 1..])
}

pub fn span(node: &impl Ranged) -> Span {
    let range = node.range();
    Span::new(range.start as u32, range.end as u32)
}

fn name_span(property: &ObjectProp) -> Span {
    span(&property.name)
}

/// The parser's message, in our style.
fn plain(kind: &impl std::fmt::Display) -> String {
    let text = kind.to_string();
    let mut letters = text.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
