//! What variables, imports and members of object literals hold: the expression that was written.

use crate::cfg::{Expr, ExprKind, Field};
use crate::constant::Const;
use crate::module::{BindingId, BindingKind};
use crate::project::{Imported, ModuleId, Reader, exported};

/// Variables that are followed, one after the other.
const DEPTH: u32 = 16;

/// An expression that was followed to where its value is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Followed<'p> {
    pub(super) reader: Reader<'p>,
    pub(super) expr: &'p Expr,
    /// The last variable on the way that has a name.
    pub(super) variable: Option<(ModuleId, BindingId)>,
}

/// Follows variables, imports and fields of object literals. What can't be followed is given back as it is.
pub(super) fn follow<'p>(reader: Reader<'p>, expr: &'p Expr) -> Followed<'p> {
    let mut at = Followed { reader, expr, variable: None };
    for _ in 0..DEPTH {
        match step(at) {
            Some(next) => at = Followed { variable: next.variable.or(at.variable), ..next },
            None => break,
        }
    }
    at
}

/// Like [`follow`], but a variable with a name stays.
pub(super) fn without_temporaries<'p>(reader: Reader<'p>, expr: &'p Expr) -> (Reader<'p>, &'p Expr) {
    let (mut reader, mut expr) = (reader, expr);
    for _ in 0..DEPTH {
        let ExprKind::Binding(binding) = expr.kind else { break };
        let file = reader.program.file(reader.module);
        let is_hidden = file.module.bindings.get(binding.0 as usize).is_some_and(|data| data.name.is_empty());
        let Some(value) = file.definition(binding).filter(|_| is_hidden) else { break };
        (reader, expr) = (Reader { function: file.defined_in(binding), ..reader }, value);
    }
    (reader, expr)
}

fn step(at: Followed<'_>) -> Option<Followed<'_>> {
    let Followed { reader, expr, .. } = at;
    match &expr.kind {
        ExprKind::Binding(binding) => variable(reader, *binding),
        ExprKind::Await(inner) => Some(Followed { reader, expr: inner, variable: None }),
        ExprKind::Member { object, property } => member(reader, object, property),
        _ => None,
    }
}

fn variable(reader: Reader<'_>, binding: BindingId) -> Option<Followed<'_>> {
    let file = reader.program.file(reader.module);
    let data = file.module.bindings.get(binding.0 as usize)?;
    let named = (!data.name.is_empty()).then_some((reader.module, binding));
    match &data.kind {
        BindingKind::Local { initial: Some(initial) } if data.reassigned == 0 => {
            Some(Followed { reader: Reader { function: None, ..reader }, expr: initial, variable: named })
        }
        BindingKind::Local { .. } | BindingKind::Temporary => {
            let expr = file.definition(binding)?;
            Some(Followed { reader: Reader { function: file.defined_in(binding), ..reader }, expr, variable: named })
        }
        BindingKind::Import { .. } => imported(reader, file.imported(binding)?),
        _ => None,
    }
}

fn imported<'p>(reader: Reader<'p>, imported: &Imported) -> Option<Followed<'p>> {
    match imported {
        Imported::Declared { module, binding: Some(binding), .. } => {
            variable(Reader { module: *module, function: None, ..reader }, *binding)
        }
        _ => None,
    }
}

fn member<'p>(reader: Reader<'p>, object: &'p Expr, property: &str) -> Option<Followed<'p>> {
    let object = follow(reader, object);
    match &object.expr.kind {
        ExprKind::Object(fields) => {
            let value = fields.iter().rev().find_map(|field| match field {
                Field::Named { name, value } if name == property => Some(value),
                _ => None,
            })?;
            Some(Followed { reader: object.reader, expr: value, variable: None })
        }
        ExprKind::Binding(binding) => {
            let file = object.reader.program.file(object.reader.module);
            match file.imported(*binding)? {
                Imported::Namespace(module) => {
                    imported(object.reader, &exported(object.reader.program, *module, property)?)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The text that an expression is; holes of a template that are not known stay as they are written.
pub(super) fn text(reader: Reader<'_>, expr: &Expr) -> Option<String> {
    let found = follow(reader, expr);
    match &found.expr.kind {
        ExprKind::Const(Const::String(text)) => Some(text.to_string()),
        ExprKind::Template { parts, values } => {
            let mut whole = parts.first().cloned().unwrap_or_default();
            for (value, part) in values.iter().zip(parts.iter().skip(1)) {
                match text(found.reader, value) {
                    Some(known) => whole.push_str(&known),
                    None => whole.push_str(&format!("${{{}}}", source(found.reader, value))),
                }
                whole.push_str(part);
            }
            Some(whole)
        }
        ExprKind::Binary { op: crate::cfg::BinaryOp::Add, left, right } => {
            Some(text(found.reader, left)? + &text(found.reader, right)?)
        }
        ExprKind::Member { object, property } => {
            let values = &found.reader.program.file(found.reader.module).module.types;
            let ExprKind::Binding(binding) = object.kind else { return None };
            let name = &found.reader.program.file(found.reader.module).module.bindings[binding.0 as usize].name;
            match values.get(name)? {
                crate::module::TypeDeclaration::Enum(members) => {
                    let member = members.iter().find(|(member, _)| member == property)?;
                    match &member.1 {
                        Some(Const::String(text)) => Some(text.to_string()),
                        _ => None,
                    }
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// An expression as it is written.
pub(super) fn source<'p>(reader: Reader<'p>, expr: &Expr) -> &'p str {
    reader.program.file(reader.module).source.slice(expr.span)
}

/// The value of a field of an object literal; of those of one name the last counts.
pub(super) fn field<'p>(fields: &'p [Field], name: &str) -> Option<&'p Expr> {
    fields.iter().rev().find_map(|field| match field {
        Field::Named { name: own, value } if own == name => Some(value),
        _ => None,
    })
}
