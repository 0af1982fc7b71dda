//! The parts of a pattern that is built while the program runs: text, values that were escaped, values that were not.
//!
//! In comes what is handed to `RegExp`, out come its parts; nothing where a part is a pattern itself, or may be one.

use crate::cfg::{BinaryOp, Expr, ExprKind};
use crate::constant::Const;
use crate::project::for_each_call;
use crate::term::{Term, TermId};
use crate::versions::callee_name;
use crate::words::words;

use super::role::Texts;

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A piece of a pattern.
    Text(String),
    /// A value, with a backslash before each special character.
    Escaped,
    /// A value as it is.
    Plain,
}

impl Part {
    /// A text in its place: two letters for a value.
    pub(super) fn stand_in(&self) -> &str {
        match self {
            Part::Text(text) => text,
            Part::Escaped | Part::Plain => "vv",
        }
    }
}

/// Words of what is a pattern by its name.
const PATTERNS: &[&str] = &["pattern", "regex", "regexp", "re", "expression", "expr", "matcher", "source", "rx"];

impl Texts<'_, '_> {
    /// The parts of a pattern, if each is known for what it is.
    pub(super) fn parts(&self, pattern: TermId) -> Option<Vec<Part>> {
        let facts = self.facts;
        match facts.terms.get(pattern) {
            Term::Const(Const::String(text)) => Some(vec![Part::Text(text.to_string())]),
            Term::Template { parts, values } => {
                let mut all = Vec::new();
                for (at, text) in parts.iter().enumerate() {
                    all.push(Part::Text(text.clone()));
                    if let Some(value) = values.get(at) {
                        all.extend(self.parts(*value)?);
                    }
                }
                Some(all)
            }
            Term::Arithmetic { op: BinaryOp::Add, left, right } => {
                let mut all = self.parts(*left)?;
                all.extend(self.parts(*right)?);
                Some(all)
            }
            _ => Some(vec![self.value_in_pattern(pattern)?]),
        }
    }

    fn value_in_pattern(&self, value: TermId) -> Option<Part> {
        let (mut inner, mut translates) = (value, false);
        while let Term::Call { callee, args, .. } = self.facts.terms.get(inner) {
            if speaks_of_escaping(&self.facts.function_name(*callee)) || self.escapes(inner) {
                return Some(Part::Escaped);
            }
            let Term::Member { object, property, .. } = self.facts.terms.get(*callee) else { break };
            match property.as_str() {
                "replace" | "replaceAll" => {
                    let [what, with] = args.as_slice() else { return None };
                    if self.puts_backslash(*what, *with) {
                        return Some(Part::Escaped);
                    }
                    translates |= self.is_wildcard(*what);
                }
                "toLowerCase" | "trim" => {}
                _ => return None,
            }
            inner = *object;
        }
        let name = match self.list_of(inner) {
            Some(list) => self.facts.own_name(list),
            None => self.facts.own_name(inner),
        };
        let is_pattern = words(&name).iter().any(|word| PATTERNS.contains(&word.trim_end_matches('s')));
        let known = matches!(
            self.facts.terms.get(inner),
            Term::Param(_)
                | Term::Bound(_)
                | Term::Element(_)
                | Term::Member { .. }
                | Term::Variable { .. }
                | Term::Index { .. }
        );
        (known && (translates || !is_pattern)).then_some(Part::Plain)
    }

    /// `.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')`, `.replace(/\./g, '\\.')`.
    fn puts_backslash(&self, what: TermId, with: TermId) -> bool {
        let takes_dots = match self.facts.terms.get(what) {
            Term::Regex { pattern, .. } => takes_dots(pattern),
            Term::Const(Const::String(text)) => &**text == ".",
            _ => false,
        };
        let backslash = matches!(self.facts.terms.as_const(with), Some(Const::String(text)) if text.starts_with('\\'));
        takes_dots && backslash
    }

    fn is_wildcard(&self, what: TermId) -> bool {
        match self.facts.terms.get(what) {
            Term::Regex { pattern, .. } => pattern.contains("\\*"),
            Term::Const(Const::String(text)) => text.contains('*'),
            _ => false,
        }
    }

    /// Whether a function of the project escapes what it is handed.
    fn escapes(&self, call: TermId) -> bool {
        let Some(target) = self.facts.target_of(call) else { return false };
        let module = &self.facts.program.file(target.module).module;
        let mut found = false;
        for_each_call(&self.facts.program.function(target).cfg, &mut |_, call: &Expr, callee: &Expr| {
            let ExprKind::Call { args, .. } = &call.kind else { return };
            let [what, with] = args.as_slice() else { return };
            let backslash = matches!(&with.value.kind, ExprKind::Const(Const::String(text)) if text.starts_with('\\'));
            let dots = matches!(&what.value.kind, ExprKind::Regex { pattern, .. } if takes_dots(pattern));
            found |= backslash && dots && callee_name(module, callee).starts_with("replace");
        });
        found
    }
}

/// Whether a pattern of what is replaced takes a dot: escaped, or in a class.
fn takes_dots(pattern: &str) -> bool {
    pattern.contains("\\.") || pattern.contains('[') && pattern.contains('.')
}

/// `escapeRegExp`, `regexEscape`, `quotemeta`.
fn speaks_of_escaping(name: &str) -> bool {
    words(name).iter().any(|word| ["escape", "escaped", "quote", "quotemeta", "sanitize"].contains(&word.as_str()))
}
