//! What a function does to stored things and to the outside: rows that are read and written, files, programs, requests, sessions, answers.
//!
//! Which calls do what is data, in the tables of libraries. What a function does through the functions of the project that it calls counts too,
//! with their parameters replaced by what they are handed: bottom-up, as for summaries. Functions handed to something count as part of the one
//! they stand in. What selects is known by name and value, or is said to be unknown.

mod chain;
mod data;
mod libraries;
mod link;
mod own;
mod place;
mod print;
mod select;
mod sql;
mod substitute;

use std::collections::BTreeSet;

use crate::cfg::BlockId;
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::values::Value;

pub use crate::frameworks::Act;
pub(crate) use link::effects;

/// One thing that a function does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    pub act: Act,
    pub store: Store,
    /// What selects its target, each name once.
    pub keys: Vec<Key>,
    /// Whether nothing else selects it; `false` where what selects was not understood.
    pub keys_known: bool,
    /// What is written.
    pub data: Vec<Datum>,
    /// The call to the library.
    pub act_at: (ModuleId, Span),
    /// Where it happens in the function that was asked about, or in one that stands in it: that call, or the one through which.
    pub call: Span,
    pub block: BlockId,
    pub function: FunctionId,
    /// The calls that give what it gives: that one, and those behind it in its chain.
    pub(crate) given_at: Vec<Span>,
    /// Functions of the project in between.
    pub distance: u32,
    /// Of what is read: whether it is part of what the function gives back, or of an answer it sends.
    pub is_returned: bool,
    /// Of what is read: whether the value of the call holds it.
    pub is_given: bool,
    /// Of what is read: whether an answer is sent that holds it.
    pub is_sent: bool,
}

/// What is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Store {
    /// Rows of an entity, by the name it has in the code; empty where that is not known.
    Table(String),
    Files,
    Process,
    Network,
    /// The session, or cookies.
    Session,
    /// The answer to the request.
    Response,
}

/// What selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The column, with the relations before it: `id`, `team.ownerId`; `path`, `command` and `url` of what is no table.
    pub name: String,
    pub values: BTreeSet<Value>,
}

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Datum {
    /// The field; `None` for all fields of a whole object.
    pub field: Option<String>,
    pub values: BTreeSet<Value>,
    /// Of a whole object: where it is handed on, from the library's call outwards.
    pub places: Vec<(FunctionRef, Span)>,
}

/// What a function does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effects {
    pub(crate) list: Vec<Effect>,
    /// More was left out.
    pub(crate) cut: bool,
}

impl Key {
    /// A key that stands for all fields of an object somebody else hands over.
    pub(crate) const WHOLE: &str = "*";

    /// The column without relations.
    pub fn column(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

impl Effect {
    /// Whether something is kept that was not there before, or something is gone.
    pub fn writes(&self) -> bool {
        !matches!(self.act, Act::Read | Act::Send)
    }

    /// Whether rows of a table are changed.
    pub fn changes_rows(&self) -> bool {
        self.writes() && matches!(self.store, Store::Table(_))
    }

    /// The entity, spelled so that two names of one are equal.
    pub fn entity(&self) -> Option<String> {
        match &self.store {
            Store::Table(name) if !name.is_empty() => Some(entity_key(name)),
            _ => None,
        }
    }

    /// Every value that selects its target.
    pub fn selected_by(&self) -> impl Iterator<Item = &Value> {
        self.keys.iter().flat_map(|key| &key.values)
    }
}

/// The name of an entity, lower-case, in the singular, without separators.
pub fn entity_key(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => {
            let doubled = ["sses", "xes", "ches", "shes"].iter().any(|end| plain.ends_with(end));
            let singular = if doubled { plain.strip_suffix("es") } else { plain.strip_suffix('s') };
            singular.filter(|rest| !rest.ends_with('s') && rest.len() > 1).unwrap_or(&plain).to_owned()
        }
    }
}

impl Program {
    /// What a function does, with what it calls; functions that stand in it and are handed to something count.
    pub fn effects(&self, at: FunctionRef) -> &[Effect] {
        self.effects_of(at).map_or(&[], |effects| &effects.list)
    }

    /// Whether a function does more than [`Program::effects`] says.
    pub fn has_more_effects(&self, at: FunctionRef) -> bool {
        self.effects_of(at).is_some_and(|effects| effects.cut)
    }

    /// What the call at a place of a file reads: where [`crate::values::Root::Call`] leads to. With the keys in terms of the function around the call.
    pub fn effect_at(&self, module: ModuleId, call: Span) -> Option<&Effect> {
        let reads = |effect: &&Effect| effect.given_at.contains(&call) && effect.act == Act::Read && effect.is_given;
        let functions = self.functions_of(module).filter(|at| self.function(*at).span.contains(call.start));
        functions.flat_map(|at| self.effects(at)).find(reads)
    }
}

#[cfg(test)]
mod tests {
    use super::entity_key;

    #[test]
    fn names_of_one_entity_are_equal() {
        assert_eq!(entity_key("userHistories"), entity_key("UserHistory"));
        assert_eq!(entity_key("user_boxes"), entity_key("UserBox"));
        assert_eq!(entity_key("access"), "access");
        assert_eq!(entity_key("Pins"), "pin");
    }
}
