//! Entries: the functions that the outside world calls, and what runs in front of each.
//!
//! In: linked files, and the tables of frameworks. Out: [`Entry`] by entry, what it is called by those who call it, and its [`Front`]s, outermost first.
//! What makes an entry has nothing to do with permission words; whether anything in front of it is a check is for others to say.

mod arguments;
mod calls;
mod chains;
mod decorated;
mod exported;
mod follow;
mod front;
mod globals;
mod handler;
mod names;
mod properties;
mod receivers;
mod roles;
mod routers;
mod trees;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::channels::Role;
pub use crate::frameworks::{EntryAct, EntryKind};
use crate::module::BindingId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;

/// A function that the outside world calls. A function that is registered several times is several entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The function that is called.
    pub handler: FunctionRef,
    pub kind: EntryKind,
    /// What its kind says that it does.
    pub act: EntryAct,
    /// As people name it: `DELETE /pins/:id`, `mutation pins.delete`, `action deletePin`, `tool read_file`.
    pub name: String,
    /// `Express`.
    pub framework: String,
    /// The call, decorator, property or export that makes it an entry.
    pub registered: (ModuleId, Span),
    /// What it is registered on.
    pub group: Group,
    /// What runs in front of it, outermost first.
    pub front: Vec<Front>,
    /// Something in front of it could not be followed.
    pub is_open: bool,
}

/// What entries are registered on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group {
    pub module: ModuleId,
    pub what: What,
}

/// The router, class, object, file or folder of a [`Group`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// A router, server or builder in a variable.
    Variable(BindingId),
    /// `this.router`, by the class and the property.
    Property(String, String),
    /// A class.
    Class(String),
    /// An object literal: a router of procedures, a map of resolvers; or a router without a variable, where it is made.
    Made(Span),
    /// The exports of a file.
    File,
    /// The files of a folder: the group's module is the first of them.
    Folder(String),
    /// Anything else that the file's functions are registered on, as written.
    Written(String),
}

/// What runs in front of an entry, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// As written, the callee only: `checkPermission`.
    pub name: String,
    /// The function of the project that it is: what a factory hands back, `canActivate` of a class.
    pub function: Option<FunctionRef>,
    /// Its constant arguments, as text: `'pins:write'`.
    pub args: Vec<String>,
    pub place: (ModuleId, Span),
    /// It takes protection away: `@Public()`.
    pub marks_public: bool,
}

/// The entries of a program.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    all: Vec<Entry>,
    of_function: FxHashMap<FunctionRef, Vec<u32>>,
}

/// An entry with what its parameters are for.
#[derive(Debug, Clone)]
struct Found {
    entry: Entry,
    parameters: BTreeMap<String, Role>,
}

impl Entries {
    /// The entries of a linked program.
    pub(crate) fn of(program: &Program) -> (Self, roles::Roles) {
        let index = calls::Index::of(program);
        let scans = program.of_each_file(|id| calls::scan(program, &index, id));
        let mut found = routers::join(scans);
        found.extend(program.of_each_file(|id| decorated::entries(program, id)).into_iter().flatten());
        found.extend(program.of_each_file(|id| properties::entries(program, id)).into_iter().flatten());
        found.extend(program.of_each_file(|id| exported::entries(program, id)).into_iter().flatten());
        trees::add(program, &mut found);
        globals::add(program, &mut found);
        share_folders(&mut found);
        let roles = roles::roles(program, &found);
        let mut all: Vec<Entry> = found.into_iter().map(|found| found.entry).collect();
        all.sort_by(|a, b| (a.registered, a.handler, &a.name).cmp(&(b.registered, b.handler, &b.name)));
        all.dedup_by(|b, a| a.handler == b.handler && a.name == b.name && a.registered == b.registered);
        let mut of_function: FxHashMap<FunctionRef, Vec<u32>> = FxHashMap::default();
        for (index, entry) in all.iter().enumerate() {
            of_function.entry(entry.handler).or_default().push(index as u32);
        }
        (Entries { all, of_function }, roles)
    }
}

/// The files of one folder are one group, by the first of them.
fn share_folders(found: &mut [Found]) {
    let mut first: BTreeMap<String, ModuleId> = BTreeMap::new();
    for one in found.iter() {
        if let What::Folder(folder) = &one.entry.group.what {
            let module = first.entry(folder.clone()).or_insert(one.entry.group.module);
            *module = one.entry.group.module.min(*module);
        }
    }
    for one in found {
        if let What::Folder(folder) = &one.entry.group.what
            && let Some(module) = first.get(folder)
        {
            one.entry.group.module = *module;
        }
    }
}

impl Program {
    /// Every entry, in the order of files and places of registration.
    pub fn entries(&self) -> &[Entry] {
        &self.entries.all
    }

    /// The entries that a file registers.
    pub fn entries_of(&self, module: ModuleId) -> &[Entry] {
        let all = &self.entries.all;
        let start = all.partition_point(|entry| entry.registered.0 < module);
        let end = all.partition_point(|entry| entry.registered.0 <= module);
        all.get(start..end).unwrap_or_default()
    }

    /// What a function is registered as.
    pub fn entries_at(&self, handler: FunctionRef) -> impl Iterator<Item = &Entry> {
        let indices = self.entries.of_function.get(&handler).into_iter().flatten();
        indices.filter_map(|index| self.entries.all.get(*index as usize))
    }

    /// The first entry that a function is registered as.
    pub fn entry(&self, handler: FunctionRef) -> Option<&Entry> {
        self.entries_at(handler).next()
    }
}
