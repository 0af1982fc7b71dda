//! Accesses that bind nothing to the one who asks, where nearly all accesses like them do.

use std::collections::{BTreeMap, BTreeSet};

use super::doubt::{is_identifier, is_plain, is_public, is_read, may_decide, reads_principal};
use crate::channels::Role;
use crate::effects::{Act, Effect};
use crate::entries::{Entry, EntryKind, Front, Group, What};
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::values::texts;

/// Bound accesses that make a rule of it.
const LEAST: usize = 4;

/// Handlers beside one that take who asks, which make a rule of it.
const LEAST_SIBLINGS: usize = 3;

/// An access that binds nothing to the one who asks.
#[derive(Debug, Clone)]
pub struct UnscopedAccess {
    /// The function it is told of: where the library is called, or the handler.
    pub function: FunctionRef,
    pub span: Span,
    pub act: Act,
    pub entity: String,
    /// What selects: `id`.
    pub selected_by: String,
    /// The entry through which it is come to.
    pub entry: Entry,
    /// Those that do it right: how many of how many, and two of them with what binds them.
    pub others: usize,
    pub of: usize,
    pub right: Vec<(ModuleId, Span, String)>,
    /// Handlers beside it take who asks, and this one does not.
    pub by_handlers: bool,
}

/// The accesses of a program that bind nothing, by file.
#[derive(Debug, Default)]
pub(crate) struct Scoping {
    of_file: BTreeMap<ModuleId, Vec<UnscopedAccess>>,
}

impl Scoping {
    pub(crate) fn of(program: &Program) -> Self {
        let accesses = accesses(program);
        let mut found = by_handlers(program, &accesses);
        found.extend(by_entity(program, &accesses));
        let mut of_file: BTreeMap<ModuleId, Vec<UnscopedAccess>> = BTreeMap::new();
        for one in found {
            let list = of_file.entry(one.function.module).or_default();
            if !list
                .iter()
                .any(|known| known.span == one.span || known.function == one.function && known.entity == one.entity)
            {
                list.push(one);
            }
        }
        of_file.values_mut().for_each(|list| list.sort_by_key(|one| one.span));
        Scoping { of_file }
    }

    /// Whether an entry leads to one of them.
    pub(crate) fn holds(&self, entry: &Entry) -> bool {
        self.of_file.values().flatten().any(|one| one.entry == *entry)
    }

    /// Those of a file, in source order.
    pub(crate) fn of_file(&self, module: ModuleId) -> Vec<UnscopedAccess> {
        self.of_file.get(&module).cloned().unwrap_or_default()
    }
}

/// What an entry does to rows that the request selects.
struct Access<'p> {
    entry: &'p Entry,
    effect: &'p Effect,
    entity: String,
    /// The key that says who asks.
    bound_by: Option<String>,
}

fn accesses(program: &Program) -> Vec<Access<'_>> {
    let mut found = Vec::new();
    for entry in program.entries().iter().filter(|entry| is_asked(entry)) {
        for effect in program.effects(entry.handler).iter().filter(|effect| selects_by_request(effect)) {
            let Some(entity) = effect.entity() else { continue };
            let bound_by = effect.keys.iter().find(|key| key.values.iter().any(|value| value.is_principal()));
            let bound_by = bound_by.map(|key| key.name.clone());
            found.push(Access { entry, effect, entity, bound_by });
        }
    }
    found
}

/// Whether the outside asks it for something of its own choice.
fn is_asked(entry: &Entry) -> bool {
    !matches!(entry.kind, EntryKind::Field | EntryKind::Access | EntryKind::Hook)
}

fn selects_by_request(effect: &Effect) -> bool {
    let matters =
        matches!(effect.act, Act::Update | Act::Upsert | Act::Delete) || effect.act == Act::Read && effect.is_returned;
    matters
        && effect.keys_known
        && effect
            .keys
            .iter()
            .any(|key| is_identifier(key.column()) && key.values.iter().any(|value| value.is_request()))
}

/// Of one entity, nearly all accesses are bound by a key.
fn by_entity(program: &Program, accesses: &[Access<'_>]) -> Vec<UnscopedAccess> {
    let mut of_entity: BTreeMap<&str, Vec<&Access<'_>>> = BTreeMap::new();
    for access in accesses {
        of_entity.entry(&access.entity).or_default().push(access);
    }
    let mut found = Vec::new();
    for (_, all) in of_entity {
        // One call to a library is one access, however many entries come to it.
        let places = |bound: bool| -> BTreeSet<(ModuleId, Span)> {
            all.iter().filter(|access| access.bound_by.is_some() == bound).map(|access| access.effect.act_at).collect()
        };
        let bound = places(true);
        if bound.len() < LEAST {
            continue;
        }
        let is_bare = |access: &&&Access<'_>| access.bound_by.is_none() && !bound.contains(&access.effect.act_at);
        let entries: Vec<&Entry> =
            all.iter().filter(|access| access.bound_by.is_some()).map(|access| access.entry).collect();
        // A call that somebody else comes to who needs no binding can't bind.
        let (free, bare): (Vec<&Access<'_>>, Vec<&Access<'_>>) = all
            .iter()
            .copied()
            .filter(|access| is_bare(&access))
            .partition(|access| binds_otherwise(program, access, &entries));
        let free: BTreeSet<(ModuleId, Span)> = free.into_iter().map(|access| access.effect.act_at).collect();
        let bare: Vec<&Access<'_>> = bare.into_iter().filter(|access| !free.contains(&access.effect.act_at)).collect();
        let of = bound.len() + bare.iter().map(|access| access.effect.act_at).collect::<BTreeSet<_>>().len();
        if bound.len() * 4 < of * 3 {
            continue;
        }
        let right = all.iter().filter_map(|access| {
            let key = access.bound_by.as_ref()?;
            Some((access.effect.act_at.0, access.effect.act_at.1, format!("binds `{key}`")))
        });
        let right: Vec<_> = right.take(2).collect();
        for access in bare {
            let (module, span) = access.effect.act_at;
            let Some(function) = innermost(program, module, span) else { continue };
            found.push(UnscopedAccess {
                function,
                span,
                others: bound.len(),
                of,
                right: right.clone(),
                by_handlers: false,
                ..unscoped(program, access)
            });
        }
    }
    found
}

/// Of one class, nearly all handlers take who asks.
fn by_handlers(program: &Program, accesses: &[Access<'_>]) -> Vec<UnscopedAccess> {
    let mut groups: BTreeMap<&Group, Vec<&Entry>> = BTreeMap::new();
    for entry in program.entries().iter().filter(|entry| is_asked(entry) && !is_subscription(entry)) {
        if matches!(entry.group.what, What::Class(_)) {
            groups.entry(&entry.group).or_default().push(entry);
        }
    }
    let owned = owned(program);
    let mut found = Vec::new();
    for access in accesses.iter().filter(|access| access.bound_by.is_none() && owned.contains(&access.entity)) {
        let Some(group) = groups.get(&access.entry.group) else { continue };
        if takes_principal(program, access.entry.handler).is_some() {
            continue;
        }
        let others: BTreeMap<FunctionRef, &Entry> = group
            .iter()
            .filter(|other| other.handler != access.entry.handler)
            .map(|other| (other.handler, *other))
            .collect();
        let taking: Vec<_> = others
            .iter()
            .filter_map(|(handler, other)| Some((*handler, *other, takes_principal(program, *handler)?)))
            .collect();
        let is_rule = taking.len() >= LEAST_SIBLINGS && taking.len() * 4 >= others.len() * 3;
        let entries: Vec<&Entry> = taking.iter().map(|(_, other, _)| *other).collect();
        if !is_rule || binds_otherwise(program, access, &entries) {
            continue;
        }
        let right = taking.iter().take(2).map(|(handler, _, name)| {
            (handler.module, program.function(*handler).name_span, format!("takes `{name}`, and hands it on"))
        });
        found.push(UnscopedAccess {
            function: access.entry.handler,
            span: access.effect.call,
            others: taking.len(),
            of: others.len(),
            right: right.collect(),
            by_handlers: true,
            ..unscoped(program, access)
        });
    }
    found
}

fn unscoped(program: &Program, access: &Access<'_>) -> UnscopedAccess {
    let selecting = access.effect.keys.iter().filter(|key| key.values.iter().any(|value| value.is_request()));
    let names: Vec<&str> = selecting.map(|key| key.name.as_str()).collect();
    let selected_by = match names.as_slice() {
        [] => texts(program, &access.effect.selected_by().cloned().collect()),
        names => names.join(", "),
    };
    let crate::effects::Store::Table(entity) = &access.effect.store else { return empty(access) };
    UnscopedAccess { selected_by, entity: entity.clone(), ..empty(access) }
}

fn empty(access: &Access<'_>) -> UnscopedAccess {
    UnscopedAccess {
        function: access.entry.handler,
        span: access.effect.call,
        act: access.effect.act,
        entity: access.entity.clone(),
        selected_by: String::new(),
        entry: access.entry.clone(),
        others: 0,
        of: 0,
        right: Vec::new(),
        by_handlers: false,
    }
}

/// Whether something else may bind an access, or nothing need to: a check, a guard in front that those bound by a key do without, keys that may
/// say who asks; or it has not the guards in front that those bound by a key have, so that it is meant for others.
fn binds_otherwise(program: &Program, access: &Access<'_>, bound: &[&Entry]) -> bool {
    let entry = access.entry;
    let has = |entry: &Entry, front: &Front| {
        entry.front.iter().any(|known| known.name == front.name && known.args == front.args)
    };
    let by_keys = access.effect.selected_by().any(|value| super::doubt::may_say_who(program, value));
    let is_open = entry.is_open && !bound.iter().any(|other| other.is_open && other.group == entry.group);
    let has_more = entry.front.iter().any(|front| !is_plain(front) && !bound.iter().any(|other| has(other, front)));
    let common = bound.first().map_or(&[][..], |first| &first.front);
    let mut common = common.iter().filter(|front| bound.iter().all(|other| has(other, front)));
    let asks_more = |entry: &Entry| entry.front.iter().any(|front| !is_plain(front));
    let are_asked = bound.iter().filter(|other| asks_more(other)).count() * 2 > bound.len();
    let has_less = common.any(|front| !has(entry, front)) || are_asked && !asks_more(entry);
    // Whoever knows nobody is meant for everybody, or is unguarded: no matter of keys.
    let knows_nobody = !entry.front.iter().any(|front| bound.iter().any(|other| has(other, front)))
        && !reads_principal(program, entry.handler);
    let (module, span) = access.effect.act_at;
    let acting = innermost(program, module, span).unwrap_or(entry.handler);
    by_keys
        || is_open
        || has_more
        || has_less
        || knows_nobody
        || is_public(program, entry, acting)
        || may_decide(program, entry.handler, None)
}

/// The parameter of a handler that is who asks, and is read.
fn takes_principal(program: &Program, handler: FunctionRef) -> Option<String> {
    let module = &program.file(handler.module).module;
    let params = program.function(handler).params.iter();
    params.map(|param| param.binding).find_map(|binding| {
        let is_it = module.standing.role(binding) == Some(Role::Principal) && is_read(program, handler, binding);
        let data = module.bindings.get(binding.0 as usize).filter(|_| is_it)?;
        Some(data.name.clone())
    })
}

/// Entities of which some row belongs to who asks: bound by a key, or written with it.
fn owned(program: &Program) -> BTreeSet<String> {
    let effects = program.entries().iter().flat_map(|entry| program.effects(entry.handler));
    let bound = effects.filter(|effect| {
        let written = effect.data.iter().flat_map(|datum| &datum.values);
        effect.selected_by().chain(written).any(|value| value.is_principal())
    });
    bound.filter_map(Effect::entity).collect()
}

fn is_subscription(entry: &Entry) -> bool {
    entry.name.starts_with("subscription ")
}

fn innermost(program: &Program, module: ModuleId, span: Span) -> Option<FunctionRef> {
    program.file(module).module.innermost(span.start).map(|function| FunctionRef { module, function })
}
