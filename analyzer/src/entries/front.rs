//! What stands in front of an entry: the guards, middlewares, wrappers and decorators, by their names and constants.

use super::Front;
use super::follow::{follow, source, text, without_temporaries};
use super::handler::only_returned;
use crate::cfg::{Argument, Expr, ExprKind, Field};
use crate::constant::Const;
use crate::frameworks::Framework;
use crate::project::{FunctionRef, Meaning, Reader};
use crate::words;

/// Constants of a front that are told.
const MOST_ARGS: usize = 16;

/// What an expression stands for as a guard; a list is several.
pub(super) fn of(reader: Reader<'_>, expr: &Expr) -> Vec<Front> {
    let (reader, expr) = without_temporaries(reader, expr);
    match &expr.kind {
        ExprKind::Array(items) => items.iter().flat_map(|item| of(reader, &item.value)).collect(),
        ExprKind::Binding(_) => {
            let found = follow(reader, expr);
            match &found.expr.kind {
                ExprKind::Array(items) => items.iter().flat_map(|item| of(found.reader, &item.value)).collect(),
                // A guard that a call made, in a variable: the variable's name, the call's constants.
                ExprKind::Call { args, .. } => {
                    vec![Front { args: constants(found.reader, args), ..named(reader, expr, expr) }]
                }
                _ => vec![named(reader, expr, expr)],
            }
        }
        ExprKind::Const(_) => Vec::new(),
        ExprKind::Call { .. } | ExprKind::New { .. } => vec![of_call(reader, expr)],
        _ => vec![named(reader, expr, expr)],
    }
}

/// A call that makes a guard: `checkPermission('pins:write')`.
pub(super) fn of_call(reader: Reader<'_>, call: &Expr) -> Front {
    match &call.kind {
        ExprKind::Call { callee, args } | ExprKind::New { callee, args } => {
            Front { args: constants(reader, args), ..named(reader, callee, call) }
        }
        _ => named(reader, call, call),
    }
}

/// The guards among arguments, and whether some could not be seen.
pub(super) fn of_arguments(reader: Reader<'_>, arguments: &[Argument]) -> (Vec<Front>, bool) {
    let mut is_open = false;
    let mut fronts = Vec::new();
    for argument in arguments {
        if argument.spread {
            let list = follow(reader, &argument.value);
            match &list.expr.kind {
                ExprKind::Array(items) => {
                    let (inner, inner_open) = of_arguments(list.reader, items);
                    fronts.extend(inner);
                    is_open |= inner_open;
                }
                _ => {
                    fronts.extend(of(reader, &argument.value));
                    is_open = true;
                }
            }
        } else {
            fronts.extend(of(reader, &argument.value));
        }
    }
    (fronts, is_open)
}

fn named(reader: Reader<'_>, name: &Expr, whole: &Expr) -> Front {
    let name = name_of(reader, name);
    let marks_public = says_public(&name);
    Front {
        name,
        function: function_of(reader, whole),
        args: Vec::new(),
        place: (reader.module, whole.span),
        marks_public,
    }
}

/// What a guard is called.
pub(super) fn name_of(reader: Reader<'_>, callee: &Expr) -> String {
    match &callee.kind {
        ExprKind::Function(_) => "inline".to_owned(),
        ExprKind::Call { callee, .. } | ExprKind::New { callee, .. } => name_of(reader, callee),
        ExprKind::Member { object, property } => match &object.kind {
            ExprKind::Binding(_) | ExprKind::This | ExprKind::Global(_) | ExprKind::Member { .. } => {
                let whole: String = source(reader, callee).chars().filter(|c| !c.is_whitespace()).collect();
                let is_path = whole.chars().all(|c| c.is_alphanumeric() || "_$#.".contains(c));
                if is_path { whole } else { property.clone() }
            }
            _ => property.clone(),
        },
        ExprKind::Binding(binding) => {
            let module = &reader.program.file(reader.module).module;
            module.bindings.get(binding.0 as usize).map_or_else(String::new, |data| data.name.clone())
        }
        ExprKind::Global(name) => name.clone(),
        _ => "inline".to_owned(),
    }
}

/// The function of the project that runs: the one that is named, the one that a factory hands back, or that of a wrapper.
fn function_of(reader: Reader<'_>, guard: &Expr) -> Option<FunctionRef> {
    if let ExprKind::Call { callee, .. } = &guard.kind
        && let Ok(factory) = reader.callee_of(callee)
    {
        let handed_back = only_returned(reader.program, factory).and_then(|value| match value.kind {
            ExprKind::Function(function) => Some(FunctionRef { module: factory.module, function }),
            _ => None,
        });
        return handed_back.or_else(|| reader.callee_of(guard).ok()).or(Some(factory));
    }
    reader.callee_of(guard).ok().or_else(|| {
        let meaning = reader.meaning_of(guard);
        guard_methods(reader).iter().find_map(|method| reader.method_of(&meaning, method))
    })
}

/// The methods by which classes are guards, as far as the frameworks that the file imports say.
fn guard_methods(reader: Reader<'_>) -> Vec<String> {
    let standing = &reader.program.file(reader.module).module.standing;
    standing.imported().flat_map(Framework::guard_methods).collect()
}

/// Whether an expression is a function, as far as can be seen.
pub(super) fn is_function(reader: Reader<'_>, expr: &Expr) -> bool {
    let (reader, expr) = without_temporaries(reader, expr);
    matches!(expr.kind, ExprKind::Function(_)) || matches!(reader.meaning_of(expr), Meaning::Function(_))
}

/// The constants among arguments, also inside of their objects and lists, as text.
pub(super) fn constants(reader: Reader<'_>, args: &[Argument]) -> Vec<String> {
    let mut found = Vec::new();
    args.iter().for_each(|argument| add_constants(reader, &argument.value, &mut found, 4));
    found.truncate(MOST_ARGS);
    found
}

fn add_constants(reader: Reader<'_>, expr: &Expr, found: &mut Vec<String>, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match &expr.kind {
        ExprKind::Const(value) if !value.is_nullish() => found.push(value.to_string()),
        ExprKind::Array(items) => items.iter().for_each(|item| add_constants(reader, &item.value, found, depth)),
        ExprKind::Object(fields) => fields.iter().for_each(|field| match field {
            Field::Named { value, .. } | Field::Computed { value, .. } | Field::Spread(value) => {
                add_constants(reader, value, found, depth);
            }
        }),
        ExprKind::Member { .. } | ExprKind::Binding(_) | ExprKind::Template { .. } => {
            let target = follow(reader, expr);
            match (text(reader, expr), &target.expr.kind) {
                (Some(known), _) => found.push(Const::string(&known).to_string()),
                (None, ExprKind::Array(_) | ExprKind::Object(_)) => {
                    add_constants(target.reader, target.expr, found, depth);
                }
                (None, _) if matches!(expr.kind, ExprKind::Member { .. }) && is_constant_path(source(reader, expr)) => {
                    found.push(source(reader, expr).to_owned());
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// `Role.Admin`, `Permission.PINS_WRITE`: a path of names that begin with a capital.
fn is_constant_path(text: &str) -> bool {
    text.split('.').all(|part| {
        part.starts_with(|c: char| c.is_uppercase()) && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

/// Whether a name says that protection is taken away: `Public`, `SkipAuth`, `allowAnonymous`.
pub(super) fn says_public(name: &str) -> bool {
    let words = words::words(name.rsplit('.').next().unwrap_or(name));
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let takes_away = has(&["skip", "no", "without", "disable", "bypass", "ignore", "omit", "optional"]);
    let protection =
        ["auth", "authentication", "authorization", "guard", "guards", "login", "session", "permission", "permissions"];
    has(&["public", "anonymous", "unauthenticated", "unprotected"]) || takes_away && has(&protection)
}
