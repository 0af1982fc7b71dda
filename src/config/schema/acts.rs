//! The schema of what a table says that calls do to stored things.

use serde_json::{Value, json};

use super::frameworks::{described, list, map, object, one_of, text, texts};

/// `acts` of a table.
pub(super) fn acts() -> Value {
    let clients = object(
        &[],
        &[
            ("types", described("Declared types of its objects", texts())),
            (
                "made",
                described("Functions, methods and classes that make them; their argument may name the entity", texts()),
            ),
            ("named", described("Usual names of them; * at an end stands for anything, A* for a capital", texts())),
        ],
    );
    let conditions = object(
        &[],
        &[
            ("compares", described("Functions that compare a column with a value: eq", texts())),
            ("joins", described("Functions that join conditions: and", texts())),
            ("tags", described("Tags of templates that hold SQL", texts())),
        ],
    );
    object(
        &[],
        &[
            ("clients", described("What proves that an object is the library's", clients)),
            ("calls", described("Calls that do something, first the one that wins where two fit", list(call()))),
            ("links", described("What other calls of a chain add, by their names", map(link()))),
            ("conditions", described("What its conditions are called", conditions)),
        ],
    )
}

fn call() -> Value {
    object(
        &["by", "act"],
        &[
            ("by", described("Functions and methods", texts())),
            ("act", act()),
            ("store", described("What it is done to; a table without", one_of(STORES))),
            ("entity", described("Where the entity is named: receiver, or the number of an argument", text())),
            ("keys", described("Arguments, or fields of them, that select: 0.where", texts())),
            ("key", described("The column, where what selects is no object or condition: id", text())),
            ("data", described("Arguments, or fields of them, that are written", texts())),
            ("distinct", flag("The call alone is proof: no other library has it")),
            ("shape", described("Fields of arguments, one of which is proof when it is written there", texts())),
            ("named", described("What the receiver's last name looks like, which is proof", texts())),
            ("below", described("A member that stands before the receiver's last name", text())),
            ("with", described("Other calls of the chain, one of which has to be there", texts())),
            ("without", described("Calls of which none may be in the chain", texts())),
            ("exported", flag("It counts only as something the packages export")),
            ("strict", flag("The receiver's name or a shape has to prove it")),
            ("imported", flag("The file has to import the library")),
            ("at-least", described("The fewest arguments", count())),
            ("at-most", described("The most arguments", count())),
            ("row", flag("A row is selected as a whole: the object of the method, or the argument")),
            ("sql", flag("The first argument is a statement of SQL")),
        ],
    )
}

fn link() -> Value {
    object(
        &[],
        &[
            ("keys", described("Arguments that select", texts())),
            ("data", described("Arguments that are written", texts())),
            ("entity", described("The number of the argument that names the entity", text())),
            ("act", act()),
            ("key", described("The column, where what selects is no object or condition", text())),
        ],
    )
}

const STORES: &[&str] = &["table", "files", "process", "network", "session", "response"];

fn act() -> Value {
    let acts = ["read", "create", "update", "upsert", "delete", "run", "send", "write"];
    described("What is done", one_of(&acts))
}

fn flag(description: &str) -> Value {
    described(description, json!({ "type": "boolean" }))
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}
