//! What a table says of entries: functions that the outside world calls, and what stands in front of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::channels::Role;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A method and a path.
    Route,
    /// What a page loads, or does with what is sent to it.
    Page,
    /// A function that a client calls by its name.
    Action,
    /// A procedure of a router.
    Procedure,
    /// A field of the query, mutation or subscription type.
    Resolver,
    /// A field of any other type: it is asked for what its parent gave.
    Field,
    /// A message of a socket or queue.
    Message,
    /// A tool that a model calls.
    Tool,
    /// A command of an editor.
    Command,
    /// An access function: the operation it is asked about.
    Access,
    /// What a framework calls around an operation.
    Hook,
}

/// What the kind of an entry says of what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryAct {
    Read,
    Write,
    Unknown,
}

impl EntryAct {
    /// What a method of HTTP says: `GET`, `del`.
    pub fn of_verb(verb: &str) -> Self {
        match verb.to_ascii_lowercase().as_str() {
            "get" | "head" | "options" => EntryAct::Read,
            "post" | "put" | "patch" | "delete" | "del" => EntryAct::Write,
            _ => EntryAct::Unknown,
        }
    }
}

/// A registration makes its handler an entry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Registers {
    pub kind: EntryKind,
    /// What it does; by its verb without.
    #[serde(default)]
    pub act: Option<EntryAct>,
    /// The word in front of its name; the function or method that registers without.
    #[serde(default)]
    pub word: Option<String>,
    /// Its path or name, as the first argument, is one of these; any without.
    #[serde(default)]
    pub only: Vec<String>,
    /// Where the handler is an object, its member: `execute`, `handler`.
    #[serde(default)]
    pub member: Vec<String>,
    /// Properties of an argument that hold the name or path.
    #[serde(default)]
    pub name_in: Vec<String>,
    /// Properties of an argument that hold the verb.
    #[serde(default)]
    pub verb_in: Vec<String>,
}

/// How routers are put together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Routers {
    /// What makes one that answers by itself: `express`; others answer where they are mounted.
    #[serde(default)]
    pub roots: Vec<String>,
    /// Methods that mount what they are handed: another router, or a function that is handed one.
    #[serde(default)]
    pub mounts: Vec<String>,
    /// Methods whose first argument is a path for what is registered behind them: `route`, `basePath`.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Methods that give an object of its own: a namespace.
    #[serde(default)]
    pub apart: Vec<String>,
    /// Options that hold a path for all that is registered: `prefix`.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Functions that are handed an object of procedures; `*Router` stands for all that end so.
    #[serde(default)]
    pub objects: Vec<String>,
    /// The last words of what procedures are built on, where that can't be followed: `procedure`.
    #[serde(default)]
    pub bases: Vec<String>,
}

/// Decorators of classes, methods and parameters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Decorators {
    /// Of a class whose decorated methods are entries; the first argument, or its `path`, is a path.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Of methods.
    #[serde(default)]
    pub entries: Vec<DecoratedEntry>,
    /// Whose arguments are guards: `UseGuards`.
    #[serde(default)]
    pub guards: Vec<String>,
    /// Functions that make one decorator of several.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Functions that only leave a note for a guard to read.
    #[serde(default)]
    pub notes: Vec<String>,
    /// That take protection away, besides those whose name says so.
    #[serde(default)]
    pub public: Vec<String>,
    /// That guard nothing; `Api*` stands for all that begin so.
    #[serde(default)]
    pub plain: Vec<String>,
    /// Of parameters, and what these are for.
    #[serde(default)]
    pub parameters: BTreeMap<String, Role>,
    /// Tokens under which a guard is provided for everything.
    #[serde(default)]
    pub providers: Vec<String>,
}

/// Methods with one of these decorators are entries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DecoratedEntry {
    pub named: Vec<String>,
    pub kind: EntryKind,
    /// What they do; by the verb without.
    #[serde(default)]
    pub act: Option<EntryAct>,
    /// The word in front of the name; the decorator without.
    #[serde(default)]
    pub word: Option<String>,
    /// Decorators of the class; any of the framework's without.
    #[serde(default)]
    pub within: Vec<String>,
}

/// Exports of files that lie at certain places.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileEntries {
    /// Names of files without what follows their first dot; any without.
    #[serde(default)]
    pub files: Vec<String>,
    /// Folders on the way, one behind the other: `pages/api`.
    #[serde(default)]
    pub folder: String,
    /// The exports, and what they do; `null` by the name as a verb.
    pub exports: BTreeMap<String, Option<EntryAct>>,
    pub kind: EntryKind,
    /// The exports are objects, whose members are meant.
    #[serde(default)]
    pub members: bool,
    /// The file's name is no part of the path.
    #[serde(default)]
    pub nameless: bool,
    /// The file has to hold this directive at its start, and every exported function counts that `exports` would name by `*`.
    #[serde(default)]
    pub directive: Option<String>,
    /// Whether the file has to import the framework.
    #[serde(default)]
    pub imported: bool,
    /// What the parameters are for.
    #[serde(default)]
    pub parameters: BTreeMap<String, Role>,
}

impl FileEntries {
    /// Whether a file lies there: its folder, and the rest of the path behind the first of the folders that are asked for.
    pub(crate) fn holds<'p>(&self, path: &'p str) -> Option<(&'p str, &'p str)> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.split('.').next().unwrap_or(name);
        let is_named =
            |file: &String| file == stem || name.strip_prefix(file.as_str()).is_some_and(|rest| rest.starts_with('.'));
        if !self.files.is_empty() && !self.files.iter().any(is_named) {
            return None;
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if self.folder.is_empty() {
            return Some((folder, path));
        }
        let wanted = format!("{}/", self.folder);
        let at = if path.starts_with(&wanted) { 0 } else { path.rfind(&format!("/{wanted}"))? + 1 };
        // `pages/api` is `/api`.
        let first = self.folder.split('/').next().unwrap_or_default();
        Some((folder, path.get(at + first.len() + 1..)?))
    }
}

/// Functions in object literals, by the names around them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ObjectEntries {
    /// The property whose object or list holds them: `Mutation`, `access`, `endpoints`; `*` for any that stands beside one of `beside`.
    pub within: String,
    /// Properties beside it, one of which has to be there; any without.
    #[serde(default)]
    pub beside: Vec<String>,
    /// What the object is put into, by the names and types of that, its file or its folder, or `imported` where the file imports the framework;
    /// any without.
    #[serde(default)]
    pub held_by: Vec<String>,
    /// Properties inside; any without.
    #[serde(default)]
    pub named: Vec<String>,
    pub kind: EntryKind,
    #[serde(default)]
    pub act: Option<EntryAct>,
    #[serde(default)]
    pub word: Option<String>,
    /// Where an element is an object, the member that is called: `resolve`.
    #[serde(default)]
    pub member: Vec<String>,
    /// Members of an element that hold its name or path, and its verb.
    #[serde(default)]
    pub name_in: Vec<String>,
    #[serde(default)]
    pub verb_in: Vec<String>,
    /// Whether the file has to import the framework.
    #[serde(default)]
    pub imported: bool,
    #[serde(default)]
    pub parameters: BTreeMap<String, Role>,
}

/// A tree of rules by type and field, which stand in front of the resolvers there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tree {
    /// The functions that are handed the tree.
    pub to: Vec<String>,
    /// Functions that make one rule of several, all of which have to hold.
    #[serde(default)]
    pub all: Vec<String>,
    /// Rules that always allow.
    #[serde(default)]
    pub public: Vec<String>,
}

/// Methods of classes that implement or extend something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClassEntries {
    /// Interfaces and classes; `*Tool` stands for all that end so.
    pub of: Vec<String>,
    pub named: Vec<String>,
    pub kind: EntryKind,
    #[serde(default)]
    pub imported: bool,
    #[serde(default)]
    pub parameters: BTreeMap<String, Role>,
}
