//! What is written.

use std::collections::BTreeSet;

use super::Datum;
use super::libraries::Libraries;
use super::place::alternatives;
use crate::cfg::{Argument, End, Expr, ExprKind, Field, Place as Target, Step};
use crate::module::{BindingId, BindingKind};
use crate::source::Span;
use crate::values::{Root, Value, Values};
use crate::versions::callee_name;

/// Objects, one inside the other.
const DEPTH: u32 = 6;

/// The fields that an expression brings in.
pub(super) fn data<'p>(at: Libraries<'p>, expr: &'p Expr) -> Vec<Datum> {
    let mut found = Vec::new();
    read(at, expr, &mut found, DEPTH);
    found
}

/// What the arguments of a call bring in.
pub(super) fn of_arguments<'p>(at: Libraries<'p>, args: &'p [Argument]) -> Vec<Datum> {
    let mut found = Vec::new();
    args.iter().for_each(|arg| read(at, &arg.value, &mut found, DEPTH));
    found
}

fn read<'p>(at: Libraries<'p>, expr: &'p Expr, found: &mut Vec<Datum>, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let values = Values::of(at.program, at.at);
    if let ExprKind::Binding(binding) = expr.kind {
        added_later(at, binding, found, depth);
    }
    for value in alternatives(at, expr) {
        match &value.kind {
            ExprKind::Object(fields) => fields.iter().for_each(|field| match field {
                // `{ $set: changes }`
                Field::Named { name, value } if name.starts_with('$') => read(at, value, found, depth),
                Field::Named { name, value } => add(found, field_of(name, parts(values, value))),
                Field::Spread(inner) => read(at, inner, found, depth),
                Field::Computed { value, .. } => add(found, whole(at, expr.span, values.carried(value))),
            }),
            ExprKind::Array(items) => items.iter().for_each(|item| read(at, &item.value, found, depth)),
            ExprKind::Const(_) => {}
            ExprKind::Call { callee, args } if merges(at, callee) => {
                args.iter().for_each(|arg| read(at, &arg.value, found, depth));
            }
            ExprKind::Call { .. } if given_by(at, value, found, depth) => {}
            _ => add(found, whole(at, expr.span, values.raw().sources(value))),
        }
    }
}

/// What a function of the project makes of what it is handed; `false` where it is none.
fn given_by<'p>(at: Libraries<'p>, call: &'p Expr, found: &mut Vec<Datum>, depth: u32) -> bool {
    let Some((inside, place)) = at.into_callee(call) else { return false };
    let mut made = Vec::new();
    for block in at.program.function(inside.at).cfg.graph.node_weights() {
        if let End::Return { value: Some(value), .. } = &block.end {
            read(inside, value, &mut made, depth);
        }
    }
    made.iter().flat_map(|datum| place.data(datum)).for_each(|datum| add(found, datum));
    true
}

/// What a field is made of; an object or list that is written out is none but its parts.
fn parts(values: Values<'_>, expr: &Expr) -> BTreeSet<Value> {
    let mut found = values.carried(expr);
    if matches!(expr.kind, ExprKind::Object(_) | ExprKind::Array(_)) {
        found.retain(|value| !matches!(value.root, Root::Unknown(_, span) if span == expr.span));
    }
    found
}

/// What is put into a variable before it is written: `pin.title = title`, `Object.assign(pin, body)`, `repo.merge(pin, body)`.
fn added_later<'p>(at: Libraries<'p>, binding: BindingId, found: &mut Vec<Datum>, depth: u32) {
    let module = &at.program.file(at.at.module).module;
    let data = &module.bindings[binding.0 as usize];
    if !matches!(data.kind, BindingKind::Local { .. } | BindingKind::Param { .. }) {
        return;
    }
    let Some(function) = data.function.and_then(|id| module.functions.get(id.0 as usize)) else { return };
    let is_it = |expr: &Expr| matches!(expr.kind, ExprKind::Binding(own) if own == binding);
    for block in function.cfg.graph.node_weights() {
        for step in &block.steps {
            if let Step::Assign { target: Target::Member { object, property }, value, .. } = step
                && is_it(object)
            {
                add(found, field_of(property, Values::of(at.program, at.at).carried(value)));
            }
        }
        for expr in block.evaluated() {
            if let ExprKind::Call { callee, args } = &expr.kind
                && merges(at, callee)
                && args.first().is_some_and(|first| is_it(&first.value))
            {
                args.iter().skip(1).for_each(|arg| read(at, &arg.value, found, depth));
            }
        }
    }
}

/// Whether a call puts the fields of its later arguments into the first.
fn merges(at: Libraries<'_>, callee: &Expr) -> bool {
    let module = &at.program.file(at.at.module).module;
    matches!(callee.kind, ExprKind::Member { .. })
        && ["assign", "merge", "create", "assignWith", "extend"].contains(&callee_name(module, callee))
        && at.program.function_behind(at.at, callee).is_err()
}

pub(super) fn field_of(name: &str, values: BTreeSet<Value>) -> Datum {
    Datum { field: Some(name.to_owned()), values, places: Vec::new() }
}

/// A whole object, handed on at a place.
pub(super) fn whole(at: Libraries<'_>, span: Span, values: BTreeSet<Value>) -> Datum {
    Datum { field: None, values, places: vec![(at.at, span)] }
}

/// Adds what is written; whole objects stay apart from each other.
pub(super) fn add(found: &mut Vec<Datum>, datum: Datum) {
    match found.iter_mut().find(|known| known.field == datum.field && known.places == datum.places) {
        Some(known) => known.values.extend(datum.values),
        None => found.push(datum),
    }
}
