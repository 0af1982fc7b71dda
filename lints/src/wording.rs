//! Words that several rules use.

use portcullis_analyzer::effects::{Act, Store};

/// What is done to what: ``deletes `note` ``.
pub(crate) fn act_on(act: Act, store: &Store) -> String {
    let verb = match act {
        Act::Read => "reads",
        Act::Create => "creates",
        Act::Update | Act::Upsert => "changes",
        Act::Delete => "deletes",
        Act::Run => "runs",
        Act::Send => "sends",
        Act::Write => "writes",
    };
    match store {
        Store::Table(name) if name.is_empty() => format!("{verb} stored rows"),
        Store::Table(name) => format!("{verb} `{name}`"),
        Store::Files => format!("{verb} files"),
        Store::Process => format!("{verb} a program"),
        Store::Network => format!("{verb} a request"),
        Store::Session => format!("{verb} the session"),
        Store::Response => format!("{verb} an answer"),
    }
}
