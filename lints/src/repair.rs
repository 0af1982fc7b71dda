//! Building edits: where new text goes so that it looks as if the author had written it. Spans come from the analyzer; nothing here walks syntax.

use portcullis_analyzer::module::Statement;
use portcullis_analyzer::{Analysis, Check, Encoding, FunctionId, Polarity, SourceFile, Span};

use crate::finding::{Applicability, Edit, Fix};

impl Fix {
    /// A repair that can be made without looking at it.
    pub(crate) fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Fix { title: title.into(), applicability: Applicability::Safe, edits }
    }

    /// A repair that only the author can confirm.
    pub(crate) fn to_confirm(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Fix { title: title.into(), applicability: Applicability::Unsafe, edits }
    }
}

/// Puts text in front of an offset.
pub(crate) fn insert(at: u32, text: impl Into<String>) -> Edit {
    replace(Span::new(at, at), text)
}

/// Puts other text in place of a span.
pub(crate) fn replace(span: Span, text: impl Into<String>) -> Edit {
    Edit { span, replacement: text.into() }
}

/// `prefix` in front of an expression and `suffix` behind it.
pub(crate) fn around(span: Span, prefix: &str, suffix: &str) -> Vec<Edit> {
    vec![insert(span.start, prefix), insert(span.end, suffix)]
}

/// Puts a statement behind another one: on a line of its own, indented like the other, unless that shares its line with what stands before it.
pub(crate) fn behind(source: &SourceFile, statement: Span, text: &str) -> Edit {
    let start = source.position(statement.start);
    let indent: String = source.line_text(start.line).chars().take_while(|char| char.is_whitespace()).collect();
    let is_first = indent.len() as u32 == start.column_utf8;
    let rest = source.text.get(statement.end as usize..).unwrap_or_default();
    let rest = rest.split('\n').next().unwrap_or_default();
    let line_break = if rest.ends_with('\r') { "\r\n" } else { "\n" };
    let rest = rest.trim_end_matches('\r');
    if !is_first || !(rest.trim().is_empty() || rest.trim().starts_with("//")) {
        let written = source.slice(statement);
        let is_block = ["{", "if", "for", "while", "switch", "try"].iter().any(|start| written.starts_with(start));
        let end = if written.ends_with(';') || is_block && written.ends_with('}') { "" } else { ";" };
        return insert(statement.end, format!("{end} {text}"));
    }
    let end_of_line = statement.end + rest.len() as u32;
    insert(end_of_line, format!("{line_break}{indent}{text}"))
}

/// Puts a statement behind one that may be the whole body of an `if`, which then gets braces.
pub(crate) fn behind_with_braces(source: &SourceFile, statement: &Statement, text: &str) -> Vec<Edit> {
    if !statement.is_bare {
        return vec![behind(source, statement.last, text)];
    }
    let end = if source.slice(statement.span).ends_with(';') { "" } else { ";" };
    around(statement.span, "{ ", &format!("{end} {text} }}"))
}

/// The statement that is this expression and nothing else, if it belongs to the function itself and not to one inside of it.
pub(crate) fn own_statement<'a>(
    analysis: &'a Analysis<'_>,
    function: FunctionId,
    expression: Span,
) -> Option<&'a Statement> {
    let module = analysis.module();
    let statement = module.places.statement_of(expression)?;
    (module.innermost(statement.span.start) == Some(function)).then_some(statement)
}

/// How a check spells its no, where it does so by `true` and `false`: for an inverted one, a truthy answer holds back.
pub(crate) fn refusing_word(check: &Check) -> Option<&'static str> {
    match (check.encoding, check.polarity) {
        (Encoding::Boolean, Polarity::Normal) => Some("false"),
        (Encoding::Boolean, Polarity::Inverted) => Some("true"),
        _ => None,
    }
}

/// Refuses at an exit that allows by a plain `true` (or `false`); only the author knows whether that is who may not.
pub(crate) fn refuse_at(analysis: &Analysis<'_>, check: &Check, exit: Span) -> Option<Fix> {
    let word = refusing_word(check)?;
    let given = analysis.source().slice(exit);
    let allows = if word == "false" { "true" } else { "false" };
    (given == allows).then(|| Fix::to_confirm(format!("deny here: `{word}`"), vec![replace(exit, word)]))
}
