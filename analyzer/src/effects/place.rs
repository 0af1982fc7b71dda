//! Arguments of a call, and fields of them, as tables name them: `0.where`.

use super::libraries::Libraries;
use crate::cfg::{Argument, Expr, ExprKind, Field};

/// Variables that are looked through.
const DEPTH: u32 = 6;

/// What stands at a place.
pub(super) enum Place<'e> {
    Value(&'e Expr),
    /// One of several, by a test.
    Values(Vec<&'e Expr>),
    /// Nothing.
    Nothing,
    /// Somebody else hands over what holds it; the expression that does.
    Unknown(&'e Expr),
}

/// What stands at a place of some arguments: `0`, or `1.where`.
pub(super) fn written<'p>(at: Libraries<'p>, args: &'p [Argument], place: &str) -> Place<'p> {
    let mut segments = place.split('.');
    let index = segments.next().and_then(|index| index.parse::<usize>().ok()).unwrap_or(usize::MAX);
    let Some(arg) = args.get(index) else { return Place::Nothing };
    if arg.spread || args[..index].iter().any(|earlier| earlier.spread) {
        return Place::Unknown(&arg.value);
    }
    let mut found = Place::Value(&arg.value);
    for name in segments {
        found = match found {
            Place::Value(value) => field(at, value, name, DEPTH),
            other => return other,
        };
    }
    found
}

/// A field of an object, as far as it is written in sight.
fn field<'p>(at: Libraries<'p>, expr: &'p Expr, name: &str, depth: u32) -> Place<'p> {
    let Some(depth) = depth.checked_sub(1) else { return Place::Unknown(expr) };
    let mut found = Vec::new();
    let mut unknown = None;
    for value in alternatives(at, expr) {
        let ExprKind::Object(fields) = &value.kind else {
            // `...(cond && { where })`: the other side is no object at all.
            if !matches!(value.kind, ExprKind::Const(_)) {
                unknown = Some(value);
            }
            continue;
        };
        for member in fields.iter().rev() {
            match member {
                Field::Named { name: own, value } if own == name => {
                    found.push(value);
                    break;
                }
                Field::Named { .. } | Field::Computed { .. } => {}
                Field::Spread(inner) => match field(at, inner, name, depth) {
                    Place::Value(value) => found.push(value),
                    Place::Values(values) => found.extend(values),
                    Place::Nothing => {}
                    Place::Unknown(expr) => unknown = Some(expr),
                },
            }
        }
    }
    match (found.as_slice(), unknown) {
        ([], Some(expr)) => Place::Unknown(expr),
        ([], None) => Place::Nothing,
        ([only], _) => Place::Value(only),
        _ => Place::Values(found),
    }
}

/// What an expression can be, through variables: objects, lists and the like as they are written.
pub(super) fn alternatives<'p>(at: Libraries<'p>, expr: &'p Expr) -> Vec<&'p Expr> {
    let mut found = Vec::new();
    collect(at, expr, &mut found, DEPTH);
    found
}

fn collect<'p>(at: Libraries<'p>, expr: &'p Expr, found: &mut Vec<&'p Expr>, depth: u32) {
    let file = at.program.file(at.at.module);
    if let (ExprKind::Binding(binding), Some(depth)) = (&expr.kind, depth.checked_sub(1)) {
        let data = &file.module.bindings[binding.0 as usize];
        let initial = match &data.kind {
            crate::module::BindingKind::Local { initial } => initial.as_deref(),
            crate::module::BindingKind::Import { .. } => file.constant(*binding),
            crate::module::BindingKind::Temporary => None,
            _ => {
                found.push(expr);
                return;
            }
        };
        let before = found.len();
        match initial {
            Some(initial) => collect(at, initial, found, depth),
            None => file.definitions(*binding).take(8).for_each(|value| collect(at, value, found, depth)),
        }
        if found.len() > before {
            return;
        }
    }
    if !found.iter().any(|known| std::ptr::eq(*known, expr)) {
        found.push(expr);
    }
}
