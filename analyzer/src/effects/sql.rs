//! A small reader of SQL: the first keywords of a statement, its table, the columns it compares and those it writes.

use std::collections::BTreeSet;

use super::libraries::Libraries;
use super::place::alternatives;
use crate::cfg::{Argument, Expr, ExprKind, Field};
use crate::constant::Const;
use crate::frameworks::Act;
use crate::project::{FunctionRef, Program};
use crate::values::{Value, Values};

/// Statements longer than this are not read.
const LONGEST: usize = 20_000;

/// A piece of SQL, and the values in it.
pub(super) struct Text<'e> {
    tokens: Vec<Token>,
    values: Vec<&'e Expr>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A keyword, or the last part of a column's or table's name.
    Word(String),
    Quoted,
    Parameter(Parameter),
    Symbol(char),
}

/// A value from outside of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parameter {
    /// Of the template, by its number.
    Inside(usize),
    /// `$1`, `?`.
    Position(usize),
    /// `:id`, `@id`.
    Name(String),
}

/// What a statement does.
pub(super) struct Statement {
    pub(super) act: Act,
    pub(super) entity: String,
    /// Columns that are written.
    pub(super) data: Vec<(String, Parameter)>,
}

impl<'e> Text<'e> {
    pub(super) fn of_constant(text: &str) -> Text<'e> {
        let mut reader = Tokens::default();
        reader.read(text);
        Text { tokens: reader.tokens, values: Vec::new() }
    }

    fn of_parts<'t>(parts: impl Iterator<Item = &'t str>, values: Vec<&'e Expr>) -> Text<'e> {
        let mut reader = Tokens::default();
        for (index, part) in parts.enumerate() {
            if index > 0 {
                reader.tokens.push(Token::Parameter(Parameter::Inside(index - 1)));
            }
            reader.read(part);
        }
        Text { tokens: reader.tokens, values }
    }

    fn word(&self, index: usize) -> &str {
        match self.tokens.get(index) {
            Some(Token::Word(word)) => word,
            _ => "",
        }
    }

    fn is(&self, index: usize, keyword: &str) -> bool {
        self.word(index).eq_ignore_ascii_case(keyword)
    }

    fn find(&self, keyword: &str) -> Option<usize> {
        (0..self.tokens.len()).find(|index| self.is(*index, keyword))
    }
}

/// The SQL of a constant, a template, or a tagged template.
pub(super) fn text_of<'p>(at: Libraries<'p>, expr: &'p Expr) -> Option<Text<'p>> {
    match &expr.kind {
        ExprKind::Const(Const::String(text)) if text.len() < LONGEST => Some(Text::of_constant(text)),
        ExprKind::Template { parts, values } => {
            Some(Text::of_parts(parts.iter().map(String::as_str), values.iter().collect()))
        }
        // The tag comes first.
        ExprKind::Opaque(inside) if !inside.is_empty() => {
            let source = at.program.file(at.at.module).source.slice(expr.span);
            let parts = parts_of(source).filter(|parts| parts.len() == inside.len())?;
            Some(Text::of_parts(parts.into_iter(), inside[1..].iter().collect()))
        }
        _ => None,
    }
}

/// The texts between the values of a tagged template.
fn parts_of(source: &str) -> Option<Vec<&str>> {
    let start = source.find('`')? + 1;
    let inner = source.get(start..)?.strip_suffix('`').filter(|inner| inner.len() < LONGEST)?;
    let (mut parts, mut depth, mut from) = (Vec::new(), 0u32, 0);
    let bytes = inner.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        let opens = *byte == b'{' && (depth > 0 || index > 0 && bytes.get(index - 1) == Some(&b'$'));
        if opens {
            if depth == 0 {
                parts.push(inner.get(from..index - 1)?);
            }
            depth += 1;
        } else if *byte == b'}' && depth > 0 {
            depth -= 1;
            if depth == 0 {
                from = index + 1;
            }
        }
    }
    parts.push(inner.get(from..)?);
    Some(parts)
}

/// Whether an expression is a statement of SQL.
pub(super) fn is_statement(program: &Program, at: FunctionRef, expr: &Expr) -> bool {
    let at = Libraries::of(program, at);
    alternatives(at, expr).into_iter().any(|value| text_of(at, value).is_some_and(|text| statement(&text).is_some()))
}

/// What a statement does, if it is one.
pub(super) fn statement(text: &Text<'_>) -> Option<Statement> {
    let start = if text.is(0, "with") { main_verb(text)? } else { 0 };
    let named = |index: usize| Some(text.word(index).to_owned()).filter(|name| !name.is_empty());
    let none = Vec::new();
    match text.word(start).to_ascii_lowercase().as_str() {
        "select" => {
            let from = text.find("from")?;
            Some(Statement { act: Act::Read, entity: named(from + 1).unwrap_or_default(), data: none })
        }
        "delete" if text.is(start + 1, "from") => {
            Some(Statement { act: Act::Delete, entity: named(start + 2).unwrap_or_default(), data: none })
        }
        "update" => {
            let set = text.find("set")?;
            let data = assignments(text, set + 1);
            Some(Statement { act: Act::Update, entity: named(start + 1).unwrap_or_default(), data })
        }
        "insert" => {
            let into = text.find("into")?;
            let act = if text.find("conflict").or_else(|| text.find("duplicate")).is_some() {
                Act::Upsert
            } else {
                Act::Create
            };
            Some(Statement { act, entity: named(into + 1).unwrap_or_default(), data: inserted(text, into + 2) })
        }
        _ => None,
    }
}

/// The verb behind the tables of a `with`.
fn main_verb(text: &Text<'_>) -> Option<usize> {
    let mut depth = 0;
    text.tokens.iter().enumerate().find_map(|(index, token)| {
        match token {
            Token::Symbol('(') => depth += 1,
            Token::Symbol(')') => depth -= 1,
            _ => {}
        }
        let verb = ["select", "update", "delete", "insert"].iter().any(|verb| text.is(index, verb));
        (verb && depth == 0).then_some(index)
    })
}

/// `name = $1, …` up to `where`.
fn assignments(text: &Text<'_>, from: usize) -> Vec<(String, Parameter)> {
    let end = text.find("where").unwrap_or(text.tokens.len());
    compared(text, from..end)
}

/// `(a, b) values ($1, $2)`.
fn inserted(text: &Text<'_>, from: usize) -> Vec<(String, Parameter)> {
    let Some(values) = text.find("values") else { return Vec::new() };
    let columns = text.tokens.get(from..values).unwrap_or_default().iter().filter_map(|token| match token {
        Token::Word(word) => Some(word.clone()),
        _ => None,
    });
    let given = text.tokens.get(values + 1..).unwrap_or_default();
    let given = given.iter().take_while(|token| **token != Token::Symbol(')'));
    let given = given.filter(|token| !matches!(token, Token::Symbol(_)));
    let pairs = columns.zip(given).filter_map(|(column, token)| match token {
        Token::Parameter(parameter) => Some((column, parameter.clone())),
        _ => None,
    });
    pairs.collect()
}

/// The columns that a statement, or a piece of one, compares with parameters.
pub(super) fn comparisons(text: &Text<'_>) -> Vec<(String, Parameter)> {
    let start = if statement(text).is_some() { text.find("where").unwrap_or(text.tokens.len()) } else { 0 };
    compared(text, start..text.tokens.len())
}

fn compared(text: &Text<'_>, range: std::ops::Range<usize>) -> Vec<(String, Parameter)> {
    let mut found = Vec::new();
    for index in range {
        let Some(Token::Word(column)) = text.tokens.get(index) else { continue };
        let mut next = index + 1;
        if text.tokens.get(next) == Some(&Token::Symbol('=')) || text.is(next, "in") || text.is(next, "is") {
            next += 1;
        } else {
            continue;
        }
        while text.tokens.get(next) == Some(&Token::Symbol('(')) || text.is(next, "any") {
            next += 1;
        }
        if let Some(Token::Parameter(parameter)) = text.tokens.get(next) {
            let column = if column == "_id" { "id" } else { column };
            found.push((column.to_owned(), parameter.clone()));
        }
    }
    found
}

/// What is handed over for a parameter.
pub(super) fn values_of<'p>(
    at: Libraries<'p>,
    parameter: &Parameter,
    text: &Text<'p>,
    args: &'p [Argument],
) -> BTreeSet<Value> {
    let values = Values::of(at.program, at.at);
    let found = match parameter {
        Parameter::Inside(index) => text.values.get(*index).copied(),
        Parameter::Position(index) => positional(at, args, *index),
        Parameter::Name(name) => args.iter().flat_map(|arg| alternatives(at, &arg.value)).find_map(|value| {
            let ExprKind::Object(fields) = &value.kind else { return None };
            fields.iter().find_map(|field| match field {
                Field::Named { name: own, value } if own == name => Some(value),
                _ => None,
            })
        }),
    };
    found.map(|expr| values.sources(expr)).unwrap_or_default()
}

/// The parameter at a position: in a list, or an argument of its own.
fn positional<'p>(at: Libraries<'p>, args: &'p [Argument], index: usize) -> Option<&'p Expr> {
    let first = args.first()?;
    for value in alternatives(at, &first.value) {
        if let ExprKind::Array(items) = &value.kind {
            return items.get(index).map(|item| &item.value);
        }
    }
    args.get(index).map(|arg| &arg.value)
}

#[derive(Default)]
struct Tokens {
    tokens: Vec<Token>,
    questions: usize,
}

impl Tokens {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '\'' => self.quoted(rest),
                _ if first.is_alphabetic() || matches!(first, '_' | '"' | '`' | '[') => self.word(rest),
                '$' | ':' | '@' if rest.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.') => {
                    self.parameter(rest)
                }
                '?' => {
                    self.tokens.push(Token::Parameter(Parameter::Position(self.questions)));
                    self.questions += 1;
                    1
                }
                '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
                // A cast: `$1::uuid`.
                ':' if rest.starts_with("::") => 2 + rest[2..].chars().take_while(|c| c.is_alphanumeric()).count(),
                '=' | '(' | ')' | ',' => {
                    self.tokens.push(Token::Symbol(first));
                    1
                }
                '<' | '>' | '!' => {
                    // `<=`, `!=` are no equality.
                    self.tokens.push(Token::Symbol(first));
                    if rest[1..].starts_with(['=', '>']) { 2 } else { 1 }
                }
                _ => first.len_utf8(),
            };
            rest = rest.get(length.max(1)..).unwrap_or("");
        }
    }

    fn quoted(&mut self, rest: &str) -> usize {
        self.tokens.push(Token::Quoted);
        rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
    }

    /// A name with what it is taken of: `p."ownerId"`; the last part counts.
    fn word(&mut self, rest: &str) -> usize {
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '`' | '[' | ']' | '$');
        let length = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
        let whole = &rest[..length];
        let last = whole.rsplit('.').next().unwrap_or(whole);
        self.tokens.push(Token::Word(last.trim_matches(['"', '`', '[', ']']).to_owned()));
        length
    }

    fn parameter(&mut self, rest: &str) -> usize {
        let name = rest[1..].trim_start_matches("...");
        let skipped = rest.len() - name.len();
        let length = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
        let name = &name[..length];
        let parameter = match name.parse::<usize>() {
            Ok(number) => Parameter::Position(number.saturating_sub(1)),
            Err(_) => Parameter::Name(name.to_owned()),
        };
        self.tokens.push(Token::Parameter(parameter));
        skipped + length
    }
}
