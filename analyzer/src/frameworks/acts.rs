//! What the calls of a library do to stored things, as its table says: which calls, to what, what selects, what is written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::Framework;
use super::built_in::tables;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    Read,
    Create,
    Update,
    /// Made where it is not there, changed where it is.
    Upsert,
    Delete,
    /// A program is started.
    Run,
    /// Something leaves: a request to another machine, the answer.
    Send,
    /// Something is kept: a file, a cookie, a field of a session.
    Write,
}

/// What it is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    #[default]
    Table,
    Files,
    Process,
    Network,
    Session,
    Response,
}

/// One form of call that does something. The rest of its chain counts by [`Framework::links`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActForm {
    /// Functions and methods.
    pub by: Vec<String>,
    pub act: Act,
    #[serde(default)]
    pub store: StoreKind,
    /// Where its entity is named: `receiver`, or the number of an argument. By a link of the chain without.
    pub entity: Option<String>,
    /// Arguments, or fields of them, that select: `0.where`.
    #[serde(default)]
    pub keys: Vec<String>,
    /// What is selected by, where an argument is no object or condition: `id`.
    pub key: Option<String>,
    /// Arguments, or fields of them, that are written.
    #[serde(default)]
    pub data: Vec<String>,
    /// The call alone is proof: no other library has it.
    #[serde(default)]
    pub distinct: bool,
    /// Fields of arguments, one of which is proof when it is written there.
    #[serde(default)]
    pub shape: Vec<String>,
    /// What the receiver's last name looks like, which is proof; `*` at an end stands for anything, `A*` for a capital.
    #[serde(default)]
    pub named: Vec<String>,
    /// A member that stands before the receiver's last name: `query` in `db.query.pins.findFirst`.
    pub below: Option<String>,
    /// Other calls of the chain, one of which has to be there.
    #[serde(default)]
    pub with: Vec<String>,
    /// Calls of which none may be in the chain.
    #[serde(default)]
    pub without: Vec<String>,
    /// It counts only as something the packages export: `import { readFile } from 'fs'`.
    #[serde(default)]
    pub exported: bool,
    /// The receiver's name or a shape has to prove it; that the object is the library's is not enough.
    #[serde(default)]
    pub strict: bool,
    /// The file has to import the library.
    #[serde(default)]
    pub imported: bool,
    /// The fewest and the most arguments.
    #[serde(default)]
    pub at_least: usize,
    pub at_most: Option<usize>,
    /// The row whose method it is, is what is selected: `pin.save()`; or the argument is one.
    #[serde(default)]
    pub row: bool,
    /// The first argument is a statement of SQL.
    #[serde(default)]
    pub sql: bool,
}

/// What proves that an object is the library's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clients {
    /// Its declared type.
    #[serde(default)]
    pub types: Vec<String>,
    /// Functions, methods and classes that make it; the entity may be their argument.
    #[serde(default)]
    pub made: Vec<String>,
    /// Its usual names.
    #[serde(default)]
    pub named: Vec<String>,
}

/// What a link of a chain adds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkForm {
    #[serde(default)]
    pub keys: Vec<String>,
    #[serde(default)]
    pub data: Vec<String>,
    /// The argument that names the entity.
    pub entity: Option<String>,
    /// What it makes of the act.
    pub act: Option<Act>,
    pub key: Option<String>,
}

/// What a library's conditions are called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Conditions {
    /// A column and a value: `eq`.
    #[serde(default)]
    pub compares: Vec<String>,
    /// All of several conditions, or any: `and`.
    #[serde(default)]
    pub joins: Vec<String>,
    /// Tags of templates that hold SQL.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// What the tables say of libraries that act.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Acts {
    #[serde(default)]
    pub clients: Clients,
    /// First the one that wins where two fit.
    #[serde(default)]
    pub calls: Vec<ActForm>,
    #[serde(default)]
    pub links: BTreeMap<String, LinkForm>,
    #[serde(default)]
    pub conditions: Conditions,
}

impl Acts {
    pub(crate) fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.conditions.tags.is_empty()
    }
}

/// The names of all calls that the built-in tables know.
pub(crate) fn known_calls() -> &'static FxHashSet<&'static str> {
    static NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| names_of(tables().iter().map(|table| &**table)));
    &NAMES
}

fn names_of<'t>(tables: impl Iterator<Item = &'t Framework>) -> FxHashSet<&'t str> {
    let calls = tables.flat_map(|table| &table.acts.calls);
    calls.flat_map(|form| form.by.iter().map(String::as_str)).collect()
}
