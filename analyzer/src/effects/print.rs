//! Effects as text: `update pin by id = request.params.id with title = request.body.title`.

use super::{Act, Effect, Store};
use crate::project::Program;
use crate::values::texts;

impl Act {
    /// The verb.
    pub fn word(self) -> &'static str {
        match self {
            Act::Read => "read",
            Act::Create => "create",
            Act::Update => "update",
            Act::Upsert => "upsert",
            Act::Delete => "delete",
            Act::Run => "run",
            Act::Send => "send",
            Act::Write => "write",
        }
    }
}

impl Store {
    /// What it is called: the entity in the singular, or what it is.
    pub fn word(&self) -> String {
        match self {
            Store::Table(name) if name.is_empty() => "?".to_owned(),
            Store::Table(name) => super::entity_key(name),
            Store::Files => "files".to_owned(),
            Store::Process => "process".to_owned(),
            Store::Network => "network".to_owned(),
            Store::Session => "session".to_owned(),
            Store::Response => "response".to_owned(),
        }
    }
}

impl Effect {
    /// What is done to what, by which keys, with which data.
    pub fn text(&self, program: &Program) -> String {
        let mut text = format!("{} {}", self.act.word(), self.store.word());
        let mut keys: Vec<String> =
            self.keys.iter().map(|key| format!("{} = {}", key.name, texts(program, &key.values))).collect();
        if !self.keys_known {
            keys.push("?".to_owned());
        }
        if !keys.is_empty() {
            text.push_str(&format!(" by {}", keys.join(", ")));
        }
        if !self.data.is_empty() {
            let data = self.data.iter().map(|datum| {
                let field = datum.field.as_deref().unwrap_or("...");
                format!("{field} = {}", texts(program, &datum.values))
            });
            text.push_str(&format!(" with {}", data.collect::<Vec<_>>().join(", ")));
        }
        if self.is_returned {
            text.push_str(" and give it");
        }
        text
    }
}
