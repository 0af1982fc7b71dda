//! Mutations that ask for less than the mutations beside them: a permission to read where the others ask for one to write.

use crate::asks::{AskKind, Demand};
use crate::effects::Effect;
use crate::entries::{Entry, EntryAct, EntryKind};
use crate::project::{ModuleId, Program};
use crate::source::Span;
use crate::words::words;

/// A mutation that asks for less than its siblings.
#[derive(Debug, Clone)]
pub struct WeakerSibling {
    /// The entry, by its number in [`Program::entries`].
    pub entry: usize,
    /// The guard, as written, and where it is asked.
    pub guard: String,
    pub place: (ModuleId, Span),
    /// What it asks for, as written.
    pub demand: String,
    /// Mutations beside it that ask the same guard for more: which, where, and for what.
    pub stronger: Vec<(usize, (ModuleId, Span), String)>,
}

/// How many siblings have to ask for more.
const LEAST: usize = 2;

/// Words of a right that changes nothing.
const READ: &[&str] = &["read", "view", "viewer", "get", "list", "readonly", "see"];

/// Words of a right to change something.
const WRITE: &[&str] = &[
    "write", "edit", "editor", "update", "create", "delete", "remove", "manage", "admin", "owner", "full", "modify",
    "add", "destroy", "writer", "maintainer",
];

/// Verbs of what is asked for and not changed.
const ASKS: &[&str] = &[
    "get", "list", "fetch", "find", "load", "read", "search", "count", "check", "is", "has", "export", "download",
    "query", "preview",
];

/// Verbs of what changes something.
const CHANGES: &[&str] = &[
    "create", "update", "delete", "remove", "add", "set", "reset", "save", "edit", "rename", "move", "archive",
    "restore", "enable", "disable", "toggle", "upsert", "insert", "clear", "revoke", "publish", "unpublish",
    "duplicate", "copy",
];

/// A demand of an entry: the guard, where it is asked, and what for.
struct Asked<'p> {
    guard: String,
    place: (ModuleId, Span),
    demand: &'p str,
    path: String,
}

/// Mutations of a file that ask for less than their siblings, in source order.
pub(crate) fn weaker_siblings(program: &Program, module: ModuleId) -> Vec<WeakerSibling> {
    program.entry_numbers_of(module).filter_map(|entry| weaker_sibling(program, entry)).collect()
}

fn weaker_sibling(program: &Program, number: usize) -> Option<WeakerSibling> {
    let entry = program.numbered(number);
    if !mutates(program, number) || !is_seen_to_change(program, number) {
        return None;
    }
    let own = demands(program, number);
    let beside: Vec<usize> = program
        .siblings(number)
        .iter()
        .copied()
        .filter(|other| {
            *other != number && program.numbered(*other).handler != entry.handler && mutates(program, *other)
        })
        .collect();
    let reads = own.iter().filter(|asked| right(asked.demand) == Some(Right::Read));
    reads.into_iter().find_map(|asked| {
        let mut stronger = Vec::new();
        for &other in &beside {
            match compared(&own, asked, &demands(program, other)) {
                Beside::More { place, demand } => stronger.push((other, place, demand)),
                Beside::Unlike => {}
                Beside::Meant => return None,
            }
        }
        (stronger.len() >= LEAST).then(|| WeakerSibling {
            entry: number,
            guard: asked.guard.clone(),
            place: asked.place,
            demand: asked.demand.to_owned(),
            stronger,
        })
    })
}

/// What a mutation beside one says about it.
enum Beside {
    /// It asks the same guard for more.
    More { place: (ModuleId, Span), demand: String },
    /// It does not ask the same guard for a right.
    Unlike,
    /// What the first asks for is enough.
    Meant,
}

fn compared(own: &[Asked<'_>], asked: &Asked<'_>, theirs: &[Asked<'_>]) -> Beside {
    let alike = || theirs.iter().filter(|their| their.guard == asked.guard && their.path == asked.path);
    let Some(more) = alike().find(|their| right(their.demand) == Some(Right::Write)) else {
        // Another mutation that asks for as little says that this is meant.
        let as_little = alike().any(|their| right(their.demand) == Some(Right::Read));
        return if as_little { Beside::Meant } else { Beside::Unlike };
    };
    // What it asks for in addition, in the same place or where the other does not, may be enough.
    let alike_own = |own: &Asked<'_>| own.guard == asked.guard && own.path == asked.path;
    let is_theirs = |own: &Asked<'_>| {
        theirs.iter().any(|their| (&their.guard, &their.path, their.demand) == (&own.guard, &own.path, own.demand))
    };
    if own.iter().any(|own| right(own.demand) == Some(Right::Write) && (alike_own(own) || !is_theirs(own))) {
        return Beside::Meant;
    }
    Beside::More { place: more.place, demand: more.demand.to_owned() }
}

/// What an entry demands of whom: of the guards in front of it, and of the checks that it calls itself.
fn demands(program: &Program, number: usize) -> Vec<Asked<'_>> {
    let entry = program.numbered(number);
    let fronts = entry.front.iter().flat_map(|front| {
        front.args.iter().enumerate().map(|(index, demand)| Asked {
            guard: front.name.clone(),
            place: front.place,
            demand,
            path: index.to_string(),
        })
    });
    let asks = program.protection(number).asks.all.iter();
    let checks = asks.filter(|ask| ask.is_own && matches!(ask.kind, AskKind::Check(..) | AskKind::Named));
    let checks = checks.flat_map(|ask| {
        ask.demands.iter().map(|Demand { path, text }| Asked {
            guard: ask.name.clone(),
            place: ask.place,
            demand: text,
            path: path.clone(),
        })
    });
    fronts.chain(checks).collect()
}

/// What a right lets one do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    Read,
    Write,
}

/// What a right lets one do, by its words; of `readWrite`, the more. Of `view|share` and `pins:read` the last part says what is done, the others with what.
fn right(demand: &str) -> Option<Right> {
    let plain = demand.trim_matches(['\'', '"', '`']);
    let words = words(plain.rsplit(['|', ':', '.', '/']).next().unwrap_or(plain));
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    match () {
        () if has(WRITE) => Some(Right::Write),
        () if has(READ) => Some(Right::Read),
        () => None,
    }
}

/// Whether an entry changes stored things, by what it does and what it is called.
pub(crate) fn mutates(program: &Program, number: usize) -> bool {
    let entry = program.numbered(number);
    let by_kind = match entry.kind {
        EntryKind::Route => entry.act == EntryAct::Write,
        _ => changes(program, entry),
    };
    !says(program, entry, ASKS) && by_kind
}

/// Whether more than the method says that an entry changes something: one that works something out is posted to as well, or patched.
fn is_seen_to_change(program: &Program, number: usize) -> bool {
    let entry = program.numbered(number);
    entry.kind != EntryKind::Route || entry.name.starts_with("DELETE ") || changes(program, entry)
}

fn changes(program: &Program, entry: &Entry) -> bool {
    program.effects(entry.handler).iter().any(Effect::changes_rows) || says(program, entry, CHANGES)
}

/// Whether the names of an entry begin with such a verb: the last part of its path or dotted name, and the function that it leads to, as in
/// `POST /pins/search`, `pins.list`.
fn says(program: &Program, entry: &Entry, verbs: &[&str]) -> bool {
    let handler = &program.function(entry.handler).name;
    [entry.name.as_str(), handler].into_iter().any(|name| {
        let first = words(name.rsplit(['.', ' ', '/']).next().unwrap_or_default()).into_iter().next();
        first.is_some_and(|verb| verbs.contains(&verb.as_str()))
    })
}
