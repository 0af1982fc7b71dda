//! The arguments of a call that registers something: its path, what stands behind it, and what its options say.

use super::follow::{field, follow, text};
use super::walk::Around;
use super::{Front, front, names};
use crate::cfg::{Argument as Arg, Expr, ExprKind, Field};
use crate::frameworks::{Argument, Registers, Registration};
use crate::project::Reader;

/// A call that may register something.
#[derive(Clone, Copy)]
pub(super) struct Call<'p> {
    pub(super) reader: Reader<'p>,
    pub(super) expr: &'p Expr,
    pub(super) callee: &'p Expr,
    pub(super) args: &'p [Arg],
    /// The last name of what is called.
    pub(super) name: &'p str,
}

/// The arguments of a registration.
pub(super) struct Arguments<'p> {
    pub(super) path: Option<String>,
    /// Those behind the path.
    pub(super) others: &'p [Arg],
    /// How many stand before them.
    pub(super) skipped: usize,
    /// Some could not be seen.
    pub(super) is_open: bool,
}

impl<'p> Arguments<'p> {
    pub(super) fn of(call: Call<'p>, registration: &Registration) -> Self {
        let position = match registration.path {
            Some(Argument::Second) => 1,
            Some(_) => 0,
            // `app.use('/pins', guard)`: a path may stand before guards.
            None if registration.guards == Some(Argument::All) => 0,
            None => return Arguments { path: None, others: call.args, skipped: 0, is_open: false },
        };
        let first = call.args.get(position);
        let (path, listed) = first.map_or((None, false), |first| written_path(call.reader, &first.value));
        let is_path = path.is_some()
            || listed
            || (registration.path.is_some() && call.args.len() > position + 1 && !is_handler(call, first));
        let skipped = if is_path { position + 1 } else { 0 };
        let others = call.args.get(skipped..).unwrap_or_default();
        let is_open = others.iter().any(|argument| argument.spread);
        Arguments { path, others, skipped, is_open }
    }
}

/// The path that an argument is, of several the longest; and whether it is one that can't be written so.
fn written_path(reader: Reader<'_>, argument: &Expr) -> (Option<String>, bool) {
    let found = follow(reader, argument);
    match &found.expr.kind {
        ExprKind::Regex { .. } => (None, true),
        ExprKind::Array(items) => {
            let paths = items.iter().filter_map(|item| text(found.reader, &item.value));
            (paths.max_by_key(String::len), false)
        }
        _ => (text(reader, argument), false),
    }
}

fn is_handler(call: Call<'_>, argument: Option<&Arg>) -> bool {
    argument.is_some_and(|argument| front::is_function(call.reader, &argument.value))
}

impl Argument {
    /// The argument that is meant, among those from `skipped` on.
    pub(super) fn pick(self, others: &[Arg], skipped: usize) -> Option<&Arg> {
        let numbered = |number: usize| others.get(number.checked_sub(skipped)?);
        match self {
            Argument::First => numbered(0),
            Argument::Second => numbered(1).or_else(|| others.first()),
            Argument::All | Argument::Last | Argument::BeforeLast => others.last(),
        }
    }
}

pub(super) fn joined(before: Option<String>, path: Option<String>) -> Option<String> {
    match (before, path) {
        (Some(before), Some(path)) => Some(names::join_path(&before, &path)),
        (before, path) => before.or(path),
    }
}

/// The word in front of the name: what the table says, a verb in the options, or the method.
pub(super) fn word(call: Call<'_>, registers: &Registers, registration: &Registration) -> String {
    let written = || texts_in(call, &registers.verb_in).next();
    let method = registration.by.first().filter(|_| !registers.verb_in.is_empty()).map_or(call.name, String::as_str);
    registers.word.clone().or_else(written).unwrap_or_else(|| method.to_owned())
}

pub(super) fn name_in(call: Call<'_>, registers: &Registers) -> Option<String> {
    let in_options = texts_in(call, &registers.name_in).next();
    in_options.or_else(|| {
        // What is named by a constant of the framework: `setRequestHandler(CallToolRequestSchema, …)`.
        let first = call.args.first().filter(|_| registers.word.is_some())?;
        match &first.value.kind {
            ExprKind::Binding(_) if text(call.reader, &first.value).is_none() && call.args.len() > 1 => {
                Some(front::name_of(call.reader, &first.value))
            }
            _ => None,
        }
    })
}

/// The field or variable that the value of a call is put into.
pub(super) fn kept_as(around: &Around<'_>) -> String {
    let module = &around.reader.program.file(around.reader.module).module;
    let variable = around.variable.and_then(|variable| module.bindings.get(variable.0 as usize));
    let field = around.fields.last().map(|(name, _)| (*name).to_owned());
    field.or_else(|| variable.map(|data| data.name.clone())).unwrap_or_default()
}

/// The texts of properties of the options.
fn texts_in<'c>(call: Call<'c>, names: &'c [String]) -> impl Iterator<Item = String> + 'c {
    objects(call).flat_map(move |(reader, fields)| {
        names.iter().filter_map(move |name| {
            let value = field(fields, name)?;
            match &follow(reader, value).expr.kind {
                ExprKind::Array(items) => text(reader, &items.first()?.value),
                _ => text(reader, value),
            }
        })
    })
}

fn objects(call: Call<'_>) -> impl Iterator<Item = (Reader<'_>, &[Field])> {
    call.args.iter().filter_map(move |argument| {
        let found = follow(call.reader, &argument.value);
        match &found.expr.kind {
            ExprKind::Object(fields) => Some((found.reader, fields.as_slice())),
            _ => None,
        }
    })
}

/// Guards in the options of a registration.
pub(super) fn options(call: Call<'_>, names: &[String]) -> Vec<Front> {
    let values = objects(call)
        .flat_map(|(reader, fields)| names.iter().filter_map(move |name| Some((reader, field(fields, name)?))));
    values.flat_map(|(reader, value)| front::of(reader, value)).collect()
}
