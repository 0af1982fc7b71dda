//! Procedures and actions that are built by chains of calls: `protectedProcedure.input(schema).mutation(fn)`, and the objects that give them names.

use rustc_hash::FxHashMap;

use super::arguments::Call;
use super::follow::follow;
use super::receivers::{Made, Receiver};
use super::walk::Around;
use super::{Entry, EntryAct, Found, Front, Group, What, front, handler};
use crate::cfg::{Expr, ExprKind, Field};
use crate::frameworks::{Framework, Registration};
use crate::module::BindingId;
use crate::project::{ModuleId, Reader};
use crate::source::Span;
use crate::words;

/// Objects one inside the other.
const DEPTH: u32 = 12;

/// An entry whose name depends on where it is put.
#[derive(Debug)]
pub(super) struct Chained<'p> {
    found: Found,
    word: String,
    /// The variable that it is put into.
    variable: Option<&'p str>,
}

/// Something under a name of an object of procedures.
#[derive(Debug)]
pub(super) struct Placed {
    /// The call that is handed the object.
    object: (ModuleId, Span),
    field: String,
    /// The call that made what stands there.
    value: (ModuleId, Span),
}

/// The entry that the last call of a chain makes.
pub(super) fn chained<'p>(
    around: &Around<'p>,
    call: Call<'p>,
    receiver: &Receiver<'p>,
    framework: &'p Framework,
    registration: &'p Registration,
) -> Option<Chained<'p>> {
    let (position, registers) = registration.handler.zip(registration.entry.as_ref())?;
    let argument = match position {
        crate::frameworks::Argument::Last => call.args.last(),
        _ => call.args.first(),
    }?;
    let inner = handler::handler(call.reader, &argument.value, &registers.member);
    let mut fronts = of_links(call, receiver, framework);
    let is_open = inner.is_open || matches!(receiver.made, Made::Unknown);
    fronts.extend(inner.front);
    let module = call.reader.module;
    let variable = around.variable.and_then(|variable| name(call.reader, module, variable));
    let word = registers.word.clone().unwrap_or_else(|| call.name.to_owned());
    let entry = Entry {
        handler: inner.function?,
        kind: registers.kind,
        act: registers.act.unwrap_or(EntryAct::Unknown),
        name: around.fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("."),
        framework: framework.name.clone(),
        registered: (module, call.expr.span),
        group: match around.fields.first() {
            Some((_, object)) => Group { module, what: What::Made(object.span) },
            None => Group { module, what: What::File },
        },
        front: fronts,
        is_open,
    };
    Some(Chained { found: Found { entry, parameters: registration.parameters.clone() }, word, variable })
}

fn name<'p>(reader: Reader<'p>, module: ModuleId, variable: BindingId) -> Option<&'p str> {
    let data = reader.program.file(module).module.bindings.get(variable.0 as usize)?;
    // The value of a call is put into a temporary first.
    Some(data.name.as_str()).filter(|name| !name.is_empty())
}

/// The guards of the calls on the way, each base by its name before its own guards.
fn of_links<'p>(call: Call<'p>, receiver: &Receiver<'p>, framework: &Framework) -> Vec<Front> {
    let mut fronts: Vec<Front> = Vec::new();
    // Where the guards begin that stand behind the last base with a name.
    let mut base = 0;
    for link in &receiver.links {
        let guards =
            framework.registrations.iter().find(|one| one.guards.is_some() && one.by.iter().any(|by| by == link.name));
        if let (Some(args), Some(_)) = (link.args, guards) {
            fronts.extend(args.iter().flat_map(|argument| front::of(link.reader, &argument.value)));
        }
        if let Some((module, variable)) = link.variable
            && (module, &What::Variable(variable)) != (receiver.group.module, &receiver.group.what)
            && let Some(name) = name(link.reader, module, variable)
        {
            fronts.insert(base, based(name, (call.reader.module, call.callee.span)));
            base = fronts.len();
        }
    }
    // `t` of `t.procedure` is no base itself.
    let is_base = receiver.links.iter().all(|link| link.args.is_some()) || !matches!(receiver.made, Made::By(..));
    if let What::Variable(variable) = &receiver.group.what
        && is_base
        && let Some(name) = name(call.reader, receiver.group.module, *variable)
    {
        fronts.insert(0, based(name, (call.reader.module, call.callee.span)));
    }
    fronts
}

fn based(name: &str, place: (ModuleId, Span)) -> Front {
    Front { name: name.to_owned(), function: None, args: Vec::new(), place, marks_public: front::says_public(name) }
}

/// Whether a chain starts at something that is called like a base of the framework, where that can't be followed: `protectedProcedure`.
pub(super) fn is_named_base(receiver: &Receiver<'_>, framework: &Framework, call: Call<'_>) -> bool {
    let What::Variable(variable) = receiver.group.what else { return false };
    let module = &call.reader.program.file(receiver.group.module).module;
    let Some(data) = module.bindings.get(variable.0 as usize) else { return false };
    let last = words::words(&data.name).pop().unwrap_or_default();
    framework.routers.bases.contains(&last)
}

/// What stands under the names of an object of procedures.
pub(super) fn placed(call: Call<'_>) -> Vec<Placed> {
    let mut found = Vec::new();
    let standing = &call.reader.program.file(call.reader.module).module.standing;
    let takes = |name: &String| match name.strip_prefix('*') {
        Some(end) => call.name.ends_with(end),
        None => name == call.name,
    };
    if standing.tables().any(|framework| framework.routers.objects.iter().any(takes)) {
        for argument in call.args {
            let object = follow(call.reader, &argument.value);
            let at = (call.reader.module, call.expr.span);
            add_placed(object.reader, object.expr, "", at, &mut found, DEPTH);
        }
    }
    found
}

fn add_placed(
    reader: Reader<'_>,
    expr: &Expr,
    prefix: &str,
    object: (ModuleId, Span),
    found: &mut Vec<Placed>,
    depth: u32,
) {
    let (Some(depth), ExprKind::Object(fields)) = (depth.checked_sub(1), &expr.kind) else { return };
    for field in fields {
        match field {
            Field::Named { name, value } => {
                let field = super::names::join_fields(prefix, name);
                let value = follow(reader, value);
                match &value.expr.kind {
                    ExprKind::Object(_) => add_placed(value.reader, value.expr, &field, object, found, depth),
                    ExprKind::Call { .. } => {
                        found.push(Placed { object, field, value: (value.reader.module, value.expr.span) });
                    }
                    _ => {}
                }
            }
            Field::Spread(value) => {
                let value = follow(reader, value);
                add_placed(value.reader, value.expr, prefix, object, found, depth);
            }
            Field::Computed { .. } => {}
        }
    }
}

/// Gives the entries their names.
pub(super) fn named(chains: Vec<Chained<'_>>, placed: &[Placed]) -> Vec<Found> {
    let mut places: FxHashMap<(ModuleId, Span), &Placed> = FxHashMap::default();
    for one in placed {
        places.entry(one.value).or_insert(one);
    }
    let finished = chains.into_iter().map(|Chained { mut found, word, variable }| {
        let mut path: Vec<&str> = Vec::new();
        let mut at = found.entry.registered;
        for _ in 0..DEPTH {
            let Some(place) = places.get(&at) else { break };
            path.push(&place.field);
            if at == found.entry.registered {
                found.entry.group = Group { module: place.object.0, what: What::Made(place.object.1) };
            }
            at = place.object;
        }
        path.reverse();
        let own = std::mem::take(&mut found.entry.name);
        let own = if own.is_empty() { variable.unwrap_or_default().to_owned() } else { own };
        let path = if path.is_empty() { own } else { path.join(".") };
        found.entry.name = super::names::entry(found.entry.kind, &word, &path);
        found
    });
    finished.collect()
}
