//! The whole body of a request that goes into a stored row, field by field as whoever sends it likes.

use std::collections::BTreeSet;

use crate::cfg::ExprKind;
use crate::decide::Confidence;
use crate::effects::{Act, Datum, Effect, Store};
use crate::entries::{Entry, EntryKind};
use crate::module::{FunctionId, Type};
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;
use crate::values::{Root, Value, Values};
use crate::versions::callee_name;
use crate::words::words;

/// A body that goes into a row as it is.
#[derive(Debug, Clone)]
pub struct MassAssignment {
    pub function: FunctionId,
    pub span: Span,
    pub act: Act,
    pub entity: String,
    /// What is handed on, as written.
    pub body: String,
    /// The entry through which it comes.
    pub entry: String,
    /// The call that stores it.
    pub stored_at: (ModuleId, Span),
    pub confidence: Confidence,
}

/// Words of what looks at a body before it is used.
const VALIDATES: &[&str] = &[
    "validate", "validates", "validated", "validator", "validation", "valid", "schema", "zod", "joi", "celebrate",
    "ajv", "dto", "sanitize", "sanitise", "assert", "check", "parse", "pick", "omit", "whitelist", "permit", "strip",
];

/// Those that say so of what runs in front.
const IN_FRONT: &[&str] =
    &["validate", "validates", "validator", "validation", "schema", "zod", "joi", "celebrate", "ajv", "dto", "openapi"];

/// Where bodies go into rows as they are, told of in a file.
pub(crate) fn mass_assignments(program: &Program, module: ModuleId) -> Vec<MassAssignment> {
    let mut found: Vec<MassAssignment> = Vec::new();
    for entry in
        program.entries().iter().filter(|entry| entry.kind == EntryKind::Route || entry.kind == EntryKind::Page)
    {
        for effect in program.effects(entry.handler).iter().filter(|effect| stores_fields(effect)) {
            for datum in effect.data.iter().filter(|datum| datum.field.is_none()) {
                let Some((function, span)) = blamed(program, entry, datum) else { continue };
                if function.module != module || found.iter().any(|known| known.span == span) {
                    continue;
                }
                found.push(assignment(program, entry, effect, (function, span)));
            }
        }
    }
    found.sort_by_key(|one| one.span);
    found
}

fn assignment(
    program: &Program,
    entry: &Entry,
    effect: &Effect,
    (function, span): (FunctionRef, Span),
) -> MassAssignment {
    let entity = match &effect.store {
        Store::Table(name) => name.clone(),
        _ => String::new(),
    };
    let written = program.file(function.module).source.slice(span);
    MassAssignment {
        function: function.function,
        span,
        act: effect.act,
        entity,
        body: written.split_whitespace().collect::<Vec<_>>().join(" "),
        entry: entry.name.clone(),
        stored_at: effect.act_at,
        confidence: Confidence::Medium,
    }
}

/// Whether rows are made or changed, field by field.
fn stores_fields(effect: &Effect) -> bool {
    matches!(effect.act, Act::Create | Act::Update | Act::Upsert) && matches!(effect.store, Store::Table(_))
}

/// Who is to be told: the innermost function that takes anything, or else the one that hands the body on. `None` where the body was looked at.
fn blamed(program: &Program, entry: &Entry, datum: &Datum) -> Option<(FunctionRef, Span)> {
    if !datum.values.iter().any(is_body) || entry.front.iter().any(|front| is_named(&front.name, IN_FRONT)) {
        return None;
    }
    let places: BTreeSet<FunctionRef> =
        datum.places.iter().map(|(function, _)| *function).chain([entry.handler]).collect();
    if places.iter().any(|at| looks_at_body(program, *at)) {
        return None;
    }
    let taken = datum.places.iter().find(|(at, span)| *at != entry.handler && takes_anything(program, *at, *span));
    taken.or(datum.places.last()).copied()
}

/// The body as a whole.
fn is_body(value: &Value) -> bool {
    value.is_request()
        && value.path.last().is_some_and(|last| ["body", "json()", "formData()"].contains(&last.as_str()))
}

fn is_named(name: &str, list: &[&str]) -> bool {
    words(name).iter().any(|word| list.contains(&word.as_str()))
}

/// Whether a function hands the body, as a whole, to something that validates.
fn looks_at_body(program: &Program, at: FunctionRef) -> bool {
    let module = &program.file(at.module).module;
    let values = Values::of(program, at);
    let mut found = false;
    for_each_call(&program.function(at).cfg, &mut |_, call, callee| {
        let ExprKind::Call { args, .. } = &call.kind else { return };
        if found || !is_named(callee_name(module, callee), VALIDATES) {
            return;
        }
        let is_whole = |value: &Value| {
            is_body(value) || matches!(value.root, Root::Request | Root::Param { .. }) && value.path.is_empty()
        };
        found = args.iter().any(|arg| values.sources(&arg.value).iter().any(is_whole));
    });
    found
}

/// Whether what stands at a place is a parameter for anything.
fn takes_anything(program: &Program, at: FunctionRef, span: Span) -> bool {
    let module = &program.file(at.module).module;
    let written = program.file(at.module).source.slice(span);
    program.function(at).params.iter().any(|param| {
        let Some(data) = module.bindings.get(param.binding.0 as usize) else { return false };
        data.name == written && matches!(data.declared_type, None | Some(Type::Any | Type::Unknown))
    })
}
