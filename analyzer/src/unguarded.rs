//! Entries that lack what guards their siblings, and entries that nothing guards at all.
//!
//! Siblings are the entries of one kind that are registered on one router, class, object, file or folder. An entry is compared with the others only
//! where everything that may guard it is known, or is what the others have as well.

mod alike;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::decide::Confidence;
use crate::effects::{Effect, Store};
use crate::entries::{Entry, EntryAct, EntryKind, Group};
use crate::project::{ModuleId, Program};
use crate::protection::{Mark, Protection, look_at};
use crate::source::Span;
use crate::values::{Root, Value};
use crate::weaker::mutates;
use crate::words::words;

/// An entry without what guards the others.
#[derive(Debug, Clone)]
pub struct UnguardedSibling {
    /// The entry, by its number in [`Program::entries`].
    pub entry: usize,
    /// How the others are guarded.
    pub mark: Mark,
    /// Those that are, by their numbers, each with the place that shows it.
    pub guarded: Vec<(usize, (ModuleId, Span))>,
    /// How many others there are.
    pub others: usize,
    pub confidence: Confidence,
}

/// An entry that nothing guards.
#[derive(Debug, Clone)]
pub struct UnguardedEntry {
    /// The entry, by its number in [`Program::entries`].
    pub entry: usize,
    /// What it does for whoever calls it.
    pub effect: Effect,
    /// What the caller chooses: `id`.
    pub chosen: String,
    /// Entries of the project of the same kind that ask who calls, and how many there are; nothing where the kind alone says that everybody can call.
    pub others: Option<(usize, usize)>,
    pub confidence: Confidence,
}

/// The least part of the others that have to be guarded alike, in percent. At 90 none of the labelled bugs is found.
const SHARE: usize = 75;

/// How many others have to be guarded alike.
const LEAST: usize = 3;

/// Verbs of calls that ask a person.
const ASKS_A_PERSON: &[&str] = &["ask", "request", "prompt", "confirm"];

/// How many entries of a kind a project has to have before they say anything about each other.
const LEAST_OF_KIND: usize = 6;

/// What guards each entry of a program, and which are siblings.
#[derive(Debug, Default)]
pub(crate) struct Guarding {
    /// Functions that are called alike and that no table knows; their numbers follow those of the entries.
    alike: Vec<Entry>,
    /// By the number of the entry.
    protections: Vec<Protection>,
    siblings: BTreeMap<Group, Vec<usize>>,
}

impl Guarding {
    pub(crate) fn of(program: &Program) -> Self {
        let alike = alike::called_alike(program);
        let entries: Vec<&Entry> = program.entries().iter().chain(&alike).collect();
        let looked_at = look_at(program);
        let protections = entries.par_iter().map(|entry| Protection::of(program, &looked_at, entry)).collect();
        let mut siblings: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
        for (number, entry) in entries.iter().enumerate() {
            siblings.entry(entry.group.clone()).or_default().push(number);
        }
        Guarding { alike, protections, siblings }
    }
}

impl Program {
    /// An entry by its number: one of [`Program::entries`], or behind them a function that is called like others.
    pub fn numbered(&self, entry: usize) -> &Entry {
        let known = self.entries();
        known.get(entry).unwrap_or_else(|| &self.guarding.alike[entry - known.len()])
    }

    /// What guards an entry, by its number in [`Program::entries`].
    pub fn protection(&self, entry: usize) -> &Protection {
        &self.guarding.protections[entry]
    }

    /// The entries that are registered together with one, itself included.
    pub fn siblings(&self, entry: usize) -> &[usize] {
        self.guarding.siblings.get(&self.numbered(entry).group).map_or(&[], Vec::as_slice)
    }

    /// The numbers in [`Program::entries`] of those that a file registers.
    pub fn entry_numbers_of(&self, module: ModuleId) -> impl Iterator<Item = usize> {
        let numbered = self.entries().iter().enumerate();
        numbered.filter(move |(_, entry)| entry.registered.0 == module).map(|(number, _)| number)
    }
}

/// Entries of a file without what guards their siblings, in source order.
pub(crate) fn unguarded_siblings(program: &Program, module: ModuleId) -> Vec<UnguardedSibling> {
    let alike = program.guarding.alike.iter().enumerate();
    let alike = alike.filter(|(_, entry)| entry.registered.0 == module);
    let alike = alike.map(|(number, _)| program.entries().len() + number);
    program.entry_numbers_of(module).chain(alike).filter_map(|entry| unguarded_sibling(program, entry)).collect()
}

fn unguarded_sibling(program: &Program, number: usize) -> Option<UnguardedSibling> {
    let entry = program.numbered(number);
    let own = program.protection(number);
    if own.is_public || !has_siblings(entry.kind) {
        return None;
    }
    let is_other = |other: &usize| {
        let data = program.numbered(*other);
        let is_alike = entry.kind != EntryKind::Tool || touches_files(program, data) == touches_files(program, entry);
        is_alike && data.kind == entry.kind && data.handler != entry.handler && !program.protection(*other).is_public
    };
    let others: Vec<usize> = program.siblings(number).iter().copied().filter(is_other).collect();
    let mark = shared_mark(program, number, &others)?;
    let has = |other: &&usize| program.protection(**other).marks.contains_key(&mark);
    let guarded: Vec<usize> = others.iter().filter(has).copied().collect();
    // What is in front of all of them is in front of those that are guarded as well.
    let all = |test: fn(&Protection) -> bool| guarded.iter().all(|other| test(program.protection(*other)));
    let as_deep = guarded.iter().filter(|other| program.protection(**other).asks.is_cut).count();
    let is_deeper = own.asks.is_cut && as_deep * 2 < guarded.len();
    if has_substitute(program, own, &guarded) || is_deeper || own.is_open && !all(|other| other.is_open) {
        return None;
    }
    let writes = mutates(program, number) || entry.kind == EntryKind::Tool && touches_files(program, entry);
    let place = |other: usize| program.protection(other).marks[&mark];
    Some(UnguardedSibling {
        entry: number,
        guarded: guarded.into_iter().map(|other| (other, place(other))).collect(),
        others: others.len(),
        confidence: if writes { Confidence::Medium } else { Confidence::Low },
        mark,
    })
}

/// Whether entries of a kind that are registered together should be guarded alike.
fn has_siblings(kind: EntryKind) -> bool {
    !matches!(kind, EntryKind::Field | EntryKind::Access | EntryKind::Hook | EntryKind::Page)
}

/// Whether an entry reads or writes files, itself or by a helper: a tool that does is compared with those that do.
fn touches_files(program: &Program, entry: &Entry) -> bool {
    program.effects(entry.handler).iter().any(|effect| effect.store == Store::Files && effect.distance < 2)
}

/// The mark that most of the others share and this entry lacks.
fn shared_mark(program: &Program, number: usize, others: &[usize]) -> Option<Mark> {
    let own = &program.protection(number).marks;
    let mut counts: BTreeMap<&Mark, usize> = BTreeMap::new();
    for mark in others.iter().flat_map(|other| program.protection(*other).marks.keys()) {
        *counts.entry(mark).or_default() += 1;
    }
    let enough = |count: usize| count >= LEAST && count * 100 >= others.len() * SHARE;
    let writes = |other: &&usize| program.numbered(**other).act == EntryAct::Write;
    // Where others write, too, those that do have to be guarded no worse than the rest.
    let among_writers = |mark: &Mark| {
        let writers: Vec<&usize> = others.iter().filter(writes).collect();
        let guarded = writers.iter().filter(|other| program.protection(***other).marks.contains_key(mark)).count();
        guarded * 100 >= writers.len() * SHARE
    };
    let shared = counts.into_iter().filter(|(mark, count)| enough(*count) && !own.contains_key(*mark));
    let shared = shared.filter(|(mark, _)| is_missing(program, number, mark) && among_writers(mark));
    shared.max_by_key(|(mark, count)| (*count, std::cmp::Reverse((*mark).clone()))).map(|(mark, _)| mark.clone())
}

/// Whether an entry needs a mark that it lacks: who is guarded by name needs no limit to what is their own.
fn is_missing(program: &Program, number: usize, mark: &Mark) -> bool {
    let own = program.protection(number);
    let is_guarded = || own.marks.keys().any(|mark| matches!(mark, Mark::Front(_) | Mark::Check(_) | Mark::Named(_)));
    match mark {
        // Whoever asks a person may do so in a way of its own.
        Mark::Named(name) if words(name).first().is_some_and(|first| ASKS_A_PERSON.contains(&first.as_str())) => false,
        Mark::Front(_) | Mark::Check(_) | Mark::Named(_) => true,
        Mark::SignsIn(_) => !is_guarded(),
        // The column may be there, with a value that is not known to be who asks.
        Mark::Scope(column) => {
            let effects = program.effects(program.numbered(number).handler);
            let has_column = |effect: &Effect| {
                !effect.keys_known
                    || effect.keys.iter().any(|key| key.column() == column)
                    || effect.data.iter().any(|datum| datum.field.as_ref().is_none_or(|field| field == column))
            };
            !is_guarded() && effects.iter().any(Effect::changes_rows) && !effects.iter().any(has_column)
        }
        Mark::Compares | Mark::Secret => false,
    }
}

/// Whether an entry is guarded in a way that those who are guarded alike do not have, or may be.
fn has_substitute(program: &Program, own: &Protection, guarded: &[usize]) -> bool {
    let known = |mark: &Mark| guarded.iter().any(|other| program.protection(*other).marks.contains_key(mark));
    let heard = |name: &String| guarded.iter().any(|other| program.protection(*other).unknown.contains(name));
    !own.marks.keys().all(known) || !own.unknown.iter().all(heard)
}

/// Entries of a file that nothing guards, in source order.
pub(crate) fn unguarded_entries(program: &Program, module: ModuleId) -> Vec<UnguardedEntry> {
    program.entry_numbers_of(module).filter_map(|entry| unguarded_entry(program, entry)).collect()
}

fn unguarded_entry(program: &Program, number: usize) -> Option<UnguardedEntry> {
    let entry = &program.entries()[number];
    let own = program.protection(number);
    if own.is_public || !own.is_nothing() || program.has_more_effects(entry.handler) {
        return None;
    }
    let others = match entry.kind {
        // Whoever can send a request can call it.
        EntryKind::Action if guarded_others(program, number) => None,
        EntryKind::Route | EntryKind::Procedure | EntryKind::Resolver => Some(asking_others(program, number)?),
        _ => return None,
    };
    let matters =
        |effect: &&Effect| effect.changes_rows() || effect.is_returned && matches!(effect.store, Store::Table(_));
    let effects = program.effects(entry.handler).iter().filter(matters);
    let chosen = |effect: &Effect| {
        let by_key =
            effect.selected_by().find(|value| is_chosen(value, entry)).map(|value| (true, name_of(program, value)));
        let by_data = || {
            let written = effect.data.iter().flat_map(|datum| &datum.values);
            written.into_iter().find(|value| is_chosen(value, entry)).map(|value| (false, name_of(program, value)))
        };
        by_key.or_else(by_data)
    };
    let mut found: Vec<(&Effect, bool, String)> =
        effects.filter_map(|effect| chosen(effect).map(|(by_key, name)| (effect, by_key, name))).collect();
    // What is selected by what the caller chooses comes first, and writes before reads.
    found.sort_by_key(|(effect, by_key, _)| (!effect.changes_rows(), !by_key));
    let (effect, by_key, chosen) = found.into_iter().next()?;
    let is_identifier = words(&chosen).last().is_some_and(|word| ["id", "ids", "uuid", "key"].contains(&word.as_str()));
    let is_by_chance = entry.kind == EntryKind::Action && !is_named_action(program, entry);
    let confidence = match effect.changes_rows() {
        _ if is_by_chance => Confidence::Low,
        true if by_key || entry.kind == EntryKind::Action => Confidence::Medium,
        false if entry.kind == EntryKind::Action && is_identifier => Confidence::Medium,
        _ => Confidence::Low,
    };
    Some(UnguardedEntry { entry: number, effect: effect.clone(), chosen, others, confidence })
}

/// Whether another entry of the framework asks who calls: a program for one person asks nobody.
fn guarded_others(program: &Program, number: usize) -> bool {
    let entries = program.entries();
    let own = application(program, &entries[number]);
    let alike = |other: &usize| {
        let entry = &entries[*other];
        *other != number && entry.framework == entries[number].framework && application(program, entry) == own
    };
    (0..entries.len()).filter(alike).any(|other| !program.protection(other).marks.is_empty())
}

/// The folder of the application that an entry belongs to, in a repository of several.
fn application<'p>(program: &'p Program, entry: &Entry) -> &'p str {
    const INSIDE: &[&str] = &["src", "app", "pages", "lib", "server", "modules", "components", "actions"];
    let path = program.file(entry.registered.0).source.path.as_str();
    let mut length = 0;
    for part in path.split('/') {
        if INSIDE.contains(&part) {
            return path.get(..length).unwrap_or_default();
        }
        length += part.len() + 1;
    }
    ""
}

/// Whether an action is meant to be one, by its name or that of its file or folder: a service with the same mark is called by pages alone.
fn is_named_action(program: &Program, entry: &Entry) -> bool {
    let path = &program.file(entry.handler.module).source.path;
    let is_action = |name: &str| words(name).last().is_some_and(|last| last == "action" || last == "actions");
    path.split(['/', '.']).any(is_action) || is_action(&program.function(entry.handler).name)
}

/// How many of the entries of the same kind ask who calls, if nearly all do.
fn asking_others(program: &Program, number: usize) -> Option<(usize, usize)> {
    let entries = program.entries();
    let kind = entries[number].kind;
    let framework = &entries[number].framework;
    let alike = |other: &usize| {
        entries[*other].kind == kind
            && entries[*other].framework == *framework
            && *other != number
            && !program.protection(*other).is_public
    };
    let others: Vec<usize> = (0..entries.len()).filter(alike).collect();
    let asking = others.iter().filter(|other| !program.protection(**other).marks.is_empty()).count();
    (others.len() >= LEAST_OF_KIND && asking * 100 >= others.len() * SHARE).then_some((asking, others.len()))
}

/// Whether the caller of an entry chooses a value: a part of the request, or an argument of an action.
fn is_chosen(value: &Value, entry: &Entry) -> bool {
    match &value.root {
        Root::Request => true,
        Root::Param { module, function, .. } => *module == entry.handler.module && *function == entry.handler.function,
        _ => false,
    }
}

/// A value as people write it.
fn name_of(program: &Program, value: &Value) -> String {
    if let Some(last) = value.last_name() {
        return last.to_owned();
    }
    let Root::Param { module, function, position } = &value.root else { return "the request".to_owned() };
    let file = &program.file(*module).module;
    let param = file.functions[function.0 as usize].params.get(*position as usize);
    param.map(|param| file.bindings[param.binding.0 as usize].name.clone()).unwrap_or_default()
}
