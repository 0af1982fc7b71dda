//! Whether a match is loose: what else it takes in beside what it names.
//!
//! In comes a match, out comes a [`Loose`] if the text may go on, begin earlier or differ, and still match. What is not known of either side is no reason.

use crate::condition::ValueSet;
use crate::constant::Const;
use crate::decide::Confidence;
use crate::term::{Term, TermId};
use crate::words::{has_any, words};

use super::built::Part;
use super::ends::{Side, Tip};
use super::matched::{Kind, Match};
use super::pattern::{Edge, Shape, shape};
use super::role::{TextRole, Texts};

/// How a match is loose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looseness {
    /// The text may go on.
    Prefix,
    /// Something may stand in front.
    Suffix,
    /// It may stand anywhere.
    Part,
    /// Any part of a longer text will do.
    PartOf,
    /// A pattern is not held at both ends.
    Unanchored,
    /// A dot of a pattern is any character.
    AnyCharacter,
    /// A text is taken for a pattern.
    Unescaped,
    /// The rest of a command line is not looked at.
    Line,
}

/// A loose match.
#[derive(Debug, Clone)]
pub(super) struct Loose {
    pub(super) role: TextRole,
    pub(super) how: Looseness,
    pub(super) confidence: Confidence,
    /// The text it names, where that is known.
    pub(super) text: Option<String>,
    /// Nothing that is not seen could end what it names, and a name of a host or a resolved path is meant to end there.
    pub(super) is_certain: bool,
}

/// Words of what somebody looks for, and of ends that are meant to be ends.
const LOOKED_FOR: &[&str] = &[
    "query", "search", "filter", "needle", "term", "keyword", "input", "prefix", "suffix", "prefixes", "suffixes",
    "glob",
];

/// Words of a part of a command line that is looked at by itself.
const SEGMENTS: &[&str] = &[
    "segment", "sub", "subcommand", "single", "part", "token", "word", "program", "executable", "binary", "base",
    "first", "head", "root", "name", "arg", "argument",
];

impl Texts<'_, '_> {
    /// How a match is loose, if it is.
    pub(super) fn loose(&self, one: &Match) -> Option<Loose> {
        let role = self.role(one.value)?;
        if self.is_closed(one.value) {
            return None;
        }
        let (how, text, confidence) = match &one.kind {
            Kind::Prefix(with) => {
                self.of_text(*with, role, &|text| self.prefix(role, text), |tip| (Looseness::Prefix, tip), Side::End)?
            }
            Kind::Suffix(with) => {
                self.of_text(*with, role, &|text| self.suffix(role, text), |tip| (Looseness::Suffix, tip), Side::Start)?
            }
            Kind::Part(with) => {
                // `/src/admin/${folder}/` is one segment after the other.
                let whole = [Side::Start, Side::End].map(|side| self.tip(*with, side)) == [Tip::Bounded; 2];
                let tip = if whole && role == TextRole::Path { Tip::Bounded } else { Tip::Open };
                self.of_text(*with, role, &|text| part(role, text), |_| (Looseness::Part, tip), Side::Start)?
            }
            Kind::PartOf(_) => (Looseness::PartOf, None, Confidence::Medium),
            Kind::Pattern { pattern, flags } => {
                (self.pattern_of(role, pattern, &shape(pattern, flags)?)?, Some(pattern.clone()), Confidence::Medium)
            }
            Kind::Built { pattern, flags } => (self.built(role, *pattern, flags)?, None, Confidence::Medium),
            Kind::FirstWord => (Looseness::Line, None, Confidence::Medium),
        };
        let about_line = how == Looseness::Line;
        if about_line && (role != TextRole::Command || self.is_segment(one.value) || self.asks_operators()) {
            return None;
        }
        let confidence = if self.is_configured(one.value) { Confidence::Low } else { confidence };
        let is_open = match &one.kind {
            Kind::Prefix(with) => {
                role.names_host() && text.is_some()
                    || self.tip(*with, Side::End) == Tip::Open && role == TextRole::Path && text.is_none()
            }
            _ => false,
        };
        Some(Loose { role, how, confidence, text, is_certain: is_open })
    }

    /// Whether an answer only says below which path something lies: `req.path.startsWith('/api/')`.
    pub(super) fn says_where(&self, subject: TermId, set: &ValueSet) -> bool {
        let Some(one) = self.matched(subject, set) else { return false };
        let fixed = match &one.kind {
            Kind::Prefix(with) | Kind::Part(with) => self.facts.terms.as_const(*with).is_some(),
            Kind::Pattern { .. } => true,
            _ => false,
        };
        fixed && matches!(self.role(one.value), Some(TextRole::Path | TextRole::Url))
    }

    /// A text that is compared: a constant, one of several, or something whose end is known or not.
    fn of_text(
        &self,
        with: TermId,
        role: TextRole,
        constant: &dyn Fn(&str) -> Option<Looseness>,
        otherwise: impl Fn(Tip) -> (Looseness, Tip),
        side: Side,
    ) -> Option<(Looseness, Option<String>, Confidence)> {
        if let Some(texts) = self.constants(with) {
            return texts.into_iter().find_map(|text| Some((constant(&text)?, Some(text), Confidence::Medium)));
        }
        let (how, tip) = otherwise(self.tip(with, side));
        if has_any(&self.word_of(with), LOOKED_FOR) || how == Looseness::Suffix && !role.names_host() {
            return None;
        }
        let line = role == TextRole::Command && how == Looseness::Prefix;
        match tip {
            Tip::Bounded if line => Some((Looseness::Line, None, Confidence::Medium)),
            Tip::Bounded => None,
            Tip::Open => Some((how, None, Confidence::Medium)),
            Tip::Unknown => Some((how, None, self.doubt(with, role))),
        }
    }

    /// How sure it is that a value whose end nobody sees ends in no separator.
    fn doubt(&self, with: TermId, role: TextRole) -> Confidence {
        let given = matches!(self.facts.terms.get(with), Term::Param(_) | Term::Bound(_) | Term::Element(_))
            || self.is_of_element(with);
        let plain = !matches!(role, TextRole::Scope | TextRole::Standing);
        if given && plain { Confidence::Medium } else { Confidence::Low }
    }

    /// Whether a term is a member or another form of an element of a list.
    fn is_of_element(&self, term: TermId) -> bool {
        match self.facts.terms.get(term) {
            Term::Bound(_) | Term::Element(_) => true,
            Term::Member { object, .. } => self.is_of_element(*object),
            Term::Call { callee, .. } => self.is_of_element(*callee),
            _ => false,
        }
    }

    /// The name that says what a term is, or that of the list it is of.
    fn word_of(&self, term: TermId) -> String {
        match (self.list_of(term), self.facts.terms.get(term)) {
            (Some(list), _) => self.facts.own_name(list),
            (None, Term::Call { callee, .. }) => match self.facts.terms.get(*callee) {
                Term::Member { object, .. } => self.word_of(*object),
                _ => self.facts.own_name(term),
            },
            (None, _) => self.facts.own_name(term),
        }
    }

    /// The texts a term stands for, if all are known.
    fn constants(&self, term: TermId) -> Option<Vec<String>> {
        let text = |term: TermId| match self.facts.terms.as_const(term) {
            Some(Const::String(text)) => Some(text.to_string()),
            _ => None,
        };
        if let Some(text) = text(term) {
            return Some(vec![text]);
        }
        match self.facts.terms.get(self.list_of(term)?) {
            Term::List { items, open: false } if !items.is_empty() => items.iter().map(|item| text(*item)).collect(),
            _ => None,
        }
    }

    fn prefix(&self, role: TextRole, text: &str) -> Option<Looseness> {
        let bounded = Side::End.of_text(text) == Tip::Bounded;
        let loose = match role {
            _ if !names_something(text) => false,
            TextRole::Command if bounded => return Some(Looseness::Line),
            TextRole::Path => text.contains(['/', '\\']) && !text.contains("://") && !bounded,
            TextRole::Url | TextRole::Origin => match text.split_once("://") {
                Some((_, rest)) => names_something(rest) && !rest.contains(['/', '?', '#']) && !bounded,
                // `postgresql` is a scheme.
                None => !bounded && (text.contains(['.', '/']) || text.starts_with("localhost")),
            },
            TextRole::Email => false,
            TextRole::Host => !bounded && (text.contains('.') || text.len() > 4),
            TextRole::Command | TextRole::Scope | TextRole::Standing => !bounded,
        };
        loose.then_some(Looseness::Prefix)
    }

    fn suffix(&self, role: TextRole, text: &str) -> Option<Looseness> {
        let bounded = Side::Start.of_text(text) == Tip::Bounded;
        let loose = match role {
            _ if !names_something(text) => false,
            TextRole::Host | TextRole::Origin | TextRole::Url | TextRole::Email => !bounded && text.contains('.'),
            TextRole::Command => !self.asks_operators(),
            TextRole::Standing => !bounded,
            TextRole::Path | TextRole::Scope => false,
        };
        loose.then_some(Looseness::Suffix)
    }

    fn pattern_of(&self, role: TextRole, pattern: &str, shape: &Shape) -> Option<Looseness> {
        if !shape.names {
            return None;
        }
        let plain = pattern.replace("\\/", "/");
        let open = |edge: Edge| edge >= Edge::Word;
        let unanchored = match role {
            TextRole::Host | TextRole::Email => {
                names_host(&plain, shape)
                    && (open(shape.start) && role == TextRole::Host || shape.end != Edge::Anchored)
            }
            TextRole::Url | TextRole::Origin if names_host(&plain, shape) => {
                let bounded = plain.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
                shape.start != Edge::Anchored || open(shape.end) && !bounded
            }
            TextRole::Url | TextRole::Origin => {
                plain.trim_start_matches('^').starts_with('/') && (shape.start != Edge::Anchored || open(shape.end))
            }
            TextRole::Path if !plain.contains('/') => false,
            TextRole::Path if shape.start == Edge::Anchored => open(shape.end),
            TextRole::Path => shape.end != Edge::Anchored && (open(shape.start) || open(shape.end)),
            TextRole::Command if shape.start != Edge::Anchored => !self.asks_operators(),
            TextRole::Command if matches!(shape.end, Edge::Bounded | Edge::Word) => return Some(Looseness::Line),
            TextRole::Command => shape.end == Edge::Open,
            TextRole::Scope | TextRole::Standing => open(shape.start) || open(shape.end),
        };
        let any = shape.has_bare_dot && role.names_host();
        match (unanchored, any) {
            (true, _) => Some(Looseness::Unanchored),
            (false, true) => Some(Looseness::AnyCharacter),
            (false, false) => None,
        }
    }

    /// A pattern that is put together.
    fn built(&self, role: TextRole, pattern: TermId, flags: &str) -> Option<Looseness> {
        if matches!(role, TextRole::Scope | TextRole::Standing) {
            return None;
        }
        if let Some(texts) = self.constants(pattern) {
            return texts.iter().find_map(|text| self.pattern_of(role, text, &shape(text, flags)?));
        }
        let parts = self.parts(pattern)?;
        let text: String = parts.iter().map(Part::stand_in).collect();
        let shape = shape(&text, flags)?;
        let open = |edge: Edge| edge >= Edge::Word;
        let is_open = match role {
            TextRole::Command => shape.start == Edge::Anchored && shape.end == Edge::Open,
            _ => shape.start != Edge::Anchored && shape.end != Edge::Anchored || open(shape.start) || open(shape.end),
        };
        match () {
            _ if is_open => Some(Looseness::Unanchored),
            _ if parts.contains(&Part::Plain) => Some(Looseness::Unescaped),
            _ => None,
        }
    }

    /// Whether a text is a part of a command line already.
    fn is_segment(&self, value: TermId) -> bool {
        let function = &self.facts.function().name;
        let name = self.word_of(value);
        let is_part = |name: &str| words(name).iter().any(|word| SEGMENTS.contains(&word.as_str()));
        is_part(&name) || ["single", "segment", "sub"].iter().any(|word| words(function).iter().any(|own| own == word))
    }

    /// Whether the function asks for what joins or redirects commands, or takes the line apart.
    fn asks_operators(&self) -> bool {
        const TAKES_APART: &[&str] = &[
            "operator", "metacharacter", "injection", "chain", "chained", "chaining", "redirection", "substitution",
            "tokenize", "parse", "shell", "quote",
        ];
        let facts = self.facts;
        facts.terms.ids().any(|term| match facts.terms.get(term) {
            Term::Regex { pattern, flags } => shape(pattern, flags).is_some_and(|shape| shape.asks_operators),
            Term::Const(Const::String(text)) => ["&&", "||", ";", "|", "`", "$(", "&", ">"].contains(&text.trim()),
            Term::Call { callee, .. } => has_any(&facts.function_name(*callee), TAKES_APART),
            _ => false,
        })
    }

    /// Whether the type of a value lists the texts it can be.
    fn is_closed(&self, value: TermId) -> bool {
        let facts = self.facts;
        facts.type_of(value, 0).is_some_and(|declared| facts.closed_values(&declared, 0).is_some())
    }
}

fn part(role: TextRole, text: &str) -> Option<Looseness> {
    let bounded = text.len() > 1 && text.starts_with(['/', '\\']) && text.ends_with(['/', '\\']);
    let loose = match role {
        _ if !names_something(text) => false,
        TextRole::Url if text.starts_with('.') => false,
        TextRole::Host
        | TextRole::Origin
        | TextRole::Url
        | TextRole::Command
        | TextRole::Scope
        | TextRole::Standing => true,
        TextRole::Email => text.contains('.'),
        TextRole::Path => !bounded && !text.starts_with('.'),
    };
    loose.then_some(Looseness::Part)
}

/// Two letters or digits in a row.
fn names_something(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters.windows(2).any(|pair| pair.iter().all(|one| one.is_alphanumeric()))
}

/// Whether a pattern names a host, and not a scheme or a path.
fn names_host(pattern: &str, shape: &Shape) -> bool {
    shape.has_bare_dot || pattern.contains("\\.") || pattern.contains("localhost")
}
