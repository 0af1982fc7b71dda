//! The function that is called in the end, behind wrappers, lists, `bind` and methods of objects.

use super::Front;
use super::follow::{field, follow, without_temporaries};
use super::front;
use crate::cfg::{Argument, End, Expr, ExprKind, Field};
use crate::module::FunctionForm;
use crate::project::{FunctionRef, Meaning, Program, Reader};
use crate::words;

/// Wrappers that are looked through, one inside the other.
const DEPTH: u32 = 6;

/// What a handler comes down to.
#[derive(Debug, Default)]
pub(super) struct Handled {
    pub(super) function: Option<FunctionRef>,
    /// The wrappers around it, and the functions that these are handed in front of it; outermost first.
    pub(super) front: Vec<Front>,
    /// A part could not be followed.
    pub(super) is_open: bool,
}

/// The handler that an expression stands for; `member` names the methods of an object that is handed over instead of a function.
pub(super) fn handler(reader: Reader<'_>, expr: &Expr, member: &[String]) -> Handled {
    behind(reader, expr, member, DEPTH)
}

fn behind(reader: Reader<'_>, expr: &Expr, member: &[String], depth: u32) -> Handled {
    let Some(depth) = depth.checked_sub(1) else { return Handled { is_open: true, ..Handled::default() } };
    let (reader, expr) = without_temporaries(reader, expr);
    if let Some(function) = method(reader, expr, member) {
        return Handled { function: Some(function), ..Handled::default() };
    }
    let found = follow(reader, expr);
    match &found.expr.kind {
        ExprKind::Call { callee, args } => wrapped(found.reader, found.expr, callee, args, member, depth),
        ExprKind::Object(fields) => match member.iter().find_map(|name| field(fields, name)) {
            Some(value) => behind(found.reader, value, member, depth),
            None => Handled::default(),
        },
        ExprKind::Array(items) => listed(found.reader, items, member, depth),
        // `handlers.GET` of what a call gives.
        ExprKind::Member { object, .. } if matches!(follow(found.reader, object).expr.kind, ExprKind::Call { .. }) => {
            match plain(reader, expr) {
                Some(function) => Handled { function: Some(function), ..Handled::default() },
                None => behind(found.reader, object, member, depth),
            }
        }
        _ => Handled { function: plain(reader, expr), ..Handled::default() },
    }
}

/// A function that is named or written in place.
fn plain(reader: Reader<'_>, expr: &Expr) -> Option<FunctionRef> {
    let found = reader.callee_of(expr);
    let is_getter = |at: &FunctionRef| reader.program.function(*at).form == FunctionForm::Getter;
    found.ok().filter(|at| !is_getter(at))
}

/// A method of an object that is handed over as a whole.
fn method(reader: Reader<'_>, expr: &Expr, member: &[String]) -> Option<FunctionRef> {
    if member.is_empty() {
        return None;
    }
    match reader.meaning_of(expr) {
        meaning @ (Meaning::Instance(..) | Meaning::Class { .. }) => {
            member.iter().find_map(|name| reader.method_of(&meaning, name))
        }
        _ => None,
    }
}

/// `[guard, handler]`
fn listed(reader: Reader<'_>, items: &[Argument], member: &[String], depth: u32) -> Handled {
    let Some((last, before)) = items.split_last() else { return Handled::default() };
    let (fronts, is_open) = front::of_arguments(reader, before);
    let inner = behind(reader, &last.value, member, depth);
    Handled {
        function: inner.function,
        front: fronts.into_iter().chain(inner.front).collect(),
        is_open: is_open || inner.is_open || last.spread,
    }
}

/// A call that gives the handler: a wrapper around it, or a function that makes one.
fn wrapped(
    reader: Reader<'_>,
    call: &Expr,
    callee: &Expr,
    args: &[Argument],
    member: &[String],
    depth: u32,
) -> Handled {
    if let ExprKind::Member { object, property } = &callee.kind
        && property == "bind"
    {
        return behind(reader, object, member, depth);
    }
    if let Some((inside, value)) = option(reader, args).filter(|_| handed_over(reader, args, depth).is_none()) {
        let inner = behind(inside, value, member, depth);
        let front = std::iter::once(front::of_call(reader, call)).chain(inner.front).collect();
        return Handled { function: inner.function, front, is_open: inner.is_open };
    }
    let Some(position) = handed_over(reader, args, depth) else {
        // What a function of the project hands back, or makes of nothing that could be seen.
        return match plain(reader, call) {
            Some(function) => Handled { function: Some(function), ..Handled::default() },
            None => Handled { is_open: true, ..Handled::default() },
        };
    };
    let inner = behind(reader, &args[position].value, member, depth);
    let mut front = vec![front::of_call(reader, call)];
    let others = args.iter().enumerate().filter(|(index, _)| *index != position);
    for (_, other) in others.filter(|(_, other)| front::is_function(reader, &other.value)) {
        front.extend(front::of(reader, &other.value));
    }
    front.extend(inner.front);
    Handled { function: inner.function, front, is_open: inner.is_open }
}

/// The handler among the options of a wrapper: `withApi({ schema, handler: async () => … })`.
fn option<'p>(reader: Reader<'p>, args: &'p [Argument]) -> Option<(Reader<'p>, &'p Expr)> {
    args.iter().find_map(|argument| {
        let found = follow(reader, &argument.value);
        let ExprKind::Object(fields) = &found.expr.kind else { return None };
        let value = fields.iter().find_map(|field| match field {
            Field::Named { name, value } => (words::words(name).last()? == "handler").then_some(value),
            _ => None,
        })?;
        Some((found.reader, value))
    })
}

/// Which argument of a wrapper is the handler: a function that is written there, the last one that is named, or another wrapper.
fn handed_over(reader: Reader<'_>, args: &[Argument], depth: u32) -> Option<usize> {
    let written = |argument: &Argument| matches!(argument.value.kind, ExprKind::Function(_));
    let named = |argument: &Argument| {
        let (reader, expr) = without_temporaries(reader, &argument.value);
        !matches!(expr.kind, ExprKind::Call { .. }) && plain(reader, expr).is_some()
    };
    let around = |argument: &Argument| {
        let found = follow(reader, &argument.value);
        match &found.expr.kind {
            ExprKind::Call { args, callee } if depth > 0 => {
                handed_over(found.reader, args, depth - 1).is_some()
                    || matches!(&callee.kind, ExprKind::Member { property, .. } if property == "bind")
            }
            _ => false,
        }
    };
    let last = |wanted: &dyn Fn(&Argument) -> bool| args.iter().rposition(wanted);
    last(&written).or_else(|| last(&named)).or_else(|| last(&around))
}

/// What a function gives back, where that is one expression.
pub(super) fn only_returned(program: &Program, at: FunctionRef) -> Option<&Expr> {
    let mut returned = program.function(at).cfg.graph.node_weights().filter_map(|block| match &block.end {
        End::Return { value: Some(value), .. } => Some(value),
        _ => None,
    });
    match (returned.next(), returned.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
