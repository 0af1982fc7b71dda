//! What kind of thing is matched: a path, a host, a command.
//!
//! In comes a term, out comes its role by its name, by the member it is, or by the call that gives it. What says nothing has none.

use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::module::Type;
use crate::term::{Term, TermId};
use crate::words::{has_any, is_in, words};

/// What kind of thing a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRole {
    Path,
    Url,
    Host,
    Email,
    Origin,
    Command,
    Scope,
    Standing,
}

impl TextRole {
    /// How a reader calls it.
    pub fn name(self) -> &'static str {
        match self {
            TextRole::Path => "path",
            TextRole::Url => "address",
            TextRole::Host => "host",
            TextRole::Email => "mail address",
            TextRole::Origin => "origin",
            TextRole::Command => "command",
            TextRole::Scope => "scope",
            TextRole::Standing => "role",
        }
    }

    /// Whether it says where something lies or what is run, and not who somebody is.
    pub(super) fn is_place(self) -> bool {
        !matches!(self, TextRole::Scope | TextRole::Standing)
    }

    /// Whether it names a host, alone or in front of more.
    pub(super) fn names_host(self) -> bool {
        matches!(self, TextRole::Url | TextRole::Host | TextRole::Origin | TextRole::Email)
    }
}

const ROLES: &[(TextRole, &[&str])] = &[
    (
        TextRole::Path,
        &[
            "path", "pathname", "file", "filename", "filepath", "dir", "directory", "directories", "folder", "route",
            "cwd",
        ],
    ),
    (TextRole::Url, &["url", "uri", "href", "referer", "referrer"]),
    (TextRole::Host, &["host", "hostname", "domain", "ip"]),
    (TextRole::Email, &["email"]),
    (TextRole::Origin, &["origin"]),
    (TextRole::Command, &["command", "cmd", "commandline"]),
    (TextRole::Scope, &["scope"]),
    (TextRole::Standing, &["role"]),
];

/// Last words of names that speak of something about the thing.
const ABOUT: &[&str] = &[
    "type", "kind", "count", "index", "length", "label", "title", "key", "status", "mode", "format", "id", "extension",
    "ext", "mime", "protocol", "scheme", "port", "prefix", "suffix", "description", "error", "message", "content",
    "pattern", "output", "result", "info", "data", "option", "config", "exists", "version", "hash", "size", "text",
];

/// Methods that give their object in another form.
const SAME: &[&str] = &[
    "toLowerCase", "toUpperCase", "toLocaleLowerCase", "trim", "trimStart", "trimEnd", "normalize", "replace",
    "replaceAll", "toString", "slice", "substring",
];

/// Functions that give their argument in another form.
const SAME_ARGUMENT: &[&str] = &["String", "decodeURIComponent", "decodeURI", "encodeURI"];

/// Functions that give a path.
const PATHS: &[&str] = &["resolve", "join", "normalize", "realpath", "realpathSync", "dirname", "relative"];

/// Methods that only texts have.
const OF_TEXTS: &[&str] = &[
    "toLowerCase", "toUpperCase", "toLocaleLowerCase", "trim", "trimStart", "trimEnd", "normalize", "replace",
    "replaceAll", "toString", "substring", "substr", "join", "padStart", "charAt",
];

/// Members of an address that are texts.
const PARTS_OF_URL: &[&str] = &["hostname", "host", "pathname", "origin", "href"];

/// Members of a request that are texts.
const PARTS_OF_REQUEST: &[&str] = &["url", "originalUrl", "path", "hostname"];

/// Words of what a server is told by those who run it.
const CONFIGURATION: &[&str] =
    &["config", "configuration", "settings", "setting", "option", "opts", "env", "constants"];

/// The role that a name gives.
fn named(name: &str) -> Option<TextRole> {
    let words = words(name);
    if words.last().is_some_and(|last| is_in(last, ABOUT)) {
        return None;
    }
    words.iter().rev().find_map(|word| Some(ROLES.iter().find(|(_, names)| is_in(word, names))?.0))
}

/// Reads terms; below quantifiers it knows the lists whose elements are bound.
pub(super) struct Texts<'e, 'p> {
    pub(super) facts: &'e Evaluator<'p>,
    /// The lists of the quantifiers around, outermost first.
    pub(super) lists: &'e [TermId],
}

impl Texts<'_, '_> {
    /// The list that a bound element is of.
    pub(super) fn list_of(&self, term: TermId) -> Option<TermId> {
        match self.facts.terms.get(term) {
            Term::Bound(index) => self.lists.iter().rev().nth(*index as usize).copied(),
            Term::Element(of) => self.facts.lists.get(of).copied(),
            _ => None,
        }
    }

    /// The role of a term.
    pub(super) fn role(&self, term: TermId) -> Option<TextRole> {
        let facts = self.facts;
        if let Some(list) = self.list_of(term) {
            return named(&facts.own_name(list));
        }
        let by_variable = || facts.name_of(term).and_then(|name| named(&name));
        match facts.terms.get(term) {
            Term::Member { property, .. } => named(property).or_else(by_variable),
            Term::Param(_) | Term::Variable { .. } => named(&facts.own_name(term)),
            Term::Index { index, .. } => match facts.terms.as_const(*index) {
                Some(Const::String(key)) => named(key),
                _ => None,
            },
            Term::Await(inner) => by_variable().or_else(|| self.role(*inner)),
            Term::Call { callee, args, .. } => by_variable().or_else(|| self.role_of_call(*callee, args)),
            Term::Arithmetic { .. } | Term::Template { .. } => by_variable(),
            _ => None,
        }
    }

    fn role_of_call(&self, callee: TermId, args: &[TermId]) -> Option<TextRole> {
        let name = self.facts.function_name(callee);
        match self.facts.terms.get(callee) {
            Term::Member { object, .. } if SAME.contains(&name.as_str()) && !self.is_of_paths(*object) => {
                self.role(*object)
            }
            _ if PATHS.contains(&name.as_str()) => Some(TextRole::Path),
            _ if SAME_ARGUMENT.contains(&name.as_str()) => self.role(*args.first()?),
            // `req.get('origin')`, `headers.get('host')`.
            Term::Member { .. } if ["get", "header"].contains(&name.as_str()) => {
                match self.facts.terms.as_const(*args.first()?) {
                    Some(Const::String(key)) => named(key),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether an object is the module of paths: `path.normalize`.
    fn is_of_paths(&self, object: TermId) -> bool {
        let Term::Variable { binding, .. } = self.facts.terms.get(object) else { return false };
        let data = self.facts.module.bindings.get(binding.0 as usize);
        data.is_some_and(|data| match &data.kind {
            crate::module::BindingKind::Import { module, .. } => module.trim_start_matches("node:").starts_with("path"),
            _ => false,
        })
    }

    /// Whether a term is a text for sure: by its type, or by what only texts do.
    pub(super) fn is_text(&self, term: TermId) -> bool {
        let facts = self.facts;
        let by_form = match facts.terms.get(term) {
            Term::Const(Const::String(_)) | Term::Template { .. } | Term::Arithmetic { .. } => true,
            Term::Await(inner) => self.is_text(*inner),
            Term::Member { object, property, .. } => {
                PARTS_OF_URL.contains(&property.as_str()) && !self.is_list_by_name(term)
                    || PARTS_OF_REQUEST.contains(&property.as_str())
                        && has_any(&facts.own_name(*object), &["req", "request"])
                    || self.is_environment(*object)
            }
            Term::Call { callee, .. } => {
                let name = facts.function_name(*callee);
                OF_TEXTS.contains(&name.as_str())
                    || PATHS.contains(&name.as_str())
                    || SAME_ARGUMENT.contains(&name.as_str())
            }
            _ => false,
        };
        by_form || self.declared(term).is_some_and(|declared| is_string(&declared)) || self.is_used_as_text(term)
    }

    fn declared(&self, term: TermId) -> Option<Type> {
        let declared = match self.list_of(term) {
            Some(list) => match self.facts.resolved_type(&self.facts.type_of(list, 0)?, 0) {
                Type::Array(element) => *element,
                _ => return None,
            },
            None => self.facts.type_of(term, 0)?,
        };
        Some(self.facts.resolved_type(&declared, 0))
    }

    /// Whether a method that only texts have is called on the same value elsewhere.
    fn is_used_as_text(&self, term: TermId) -> bool {
        let facts = self.facts;
        facts.terms.ids().any(|other| match facts.terms.get(other) {
            Term::Member { object, property, .. } if *object == term => {
                ["startsWith", "endsWith", "toLowerCase", "toUpperCase", "trim", "split"].contains(&property.as_str())
            }
            _ => false,
        })
    }

    fn is_list_by_name(&self, term: TermId) -> bool {
        self.facts.own_name(term).ends_with('s')
    }

    /// `process.env`, `import.meta.env`.
    pub(super) fn is_environment(&self, object: TermId) -> bool {
        matches!(self.facts.terms.get(object), Term::Member { property, .. } if property == "env")
    }

    /// Whether a value is what those who run the server have set.
    pub(super) fn is_configured(&self, term: TermId) -> bool {
        let facts = self.facts;
        match facts.terms.get(term) {
            Term::Member { object, .. } => {
                self.is_environment(*object)
                    || has_any(&facts.own_name(*object), CONFIGURATION)
                    || self.is_configured(*object)
            }
            Term::Call { callee, .. } => match facts.terms.get(*callee) {
                Term::Member { object, .. } => {
                    self.is_configured(*object) || has_any(&facts.own_name(*object), CONFIGURATION)
                }
                _ => false,
            },
            Term::Await(inner) => self.is_configured(*inner),
            _ => false,
        }
    }
}

fn is_string(declared: &Type) -> bool {
    match declared {
        Type::String | Type::Literal(Const::String(_)) => true,
        Type::Union(parts) => !parts.is_empty() && parts.iter().all(is_string),
        _ => false,
    }
}
