//! The schema of a framework's table: what `frameworks` of a configuration lists, and what every built-in table is.

use serde_json::{Map, Value, json};

use super::{acts, entries};
use crate::words;

/// Every built-in table has to fit this, so that a key that is missing here is missed by a test.
pub fn frameworks() -> Value {
    json!({
        "description": "Frameworks that are not built in, or mean something else here; each table comes before those that are built in",
        "type": "array",
        "items": object(&["name"], &[
            ("name", described("What it is called, in reasons", text())),
            ("packages", described("The modules it is imported from; a * at the end stands for anything", texts())),
            ("forms", described("The forms of guard it knows, the stronger first", list(form()))),
            ("registrations", described("How handlers are registered, and guards in front of them", list(registration()))),
            ("routers", described("How routers are put together", entries::routers())),
            ("decorators", described("What decorators make of classes, methods and parameters", entries::decorators())),
            ("files", described("Exports that are entries where their file lies", list(entries::file()))),
            ("objects", described("Members of object literals that are entries", list(entries::in_object()))),
            ("trees", described("Trees of rules that stand in front of resolvers", list(entries::tree()))),
            ("classes", described("Methods of classes that are entries", list(entries::in_class()))),
            ("acts", described("What its calls do to stored things", acts::acts())),
            ("types", described("What a parameter of a type is for", map(role()))),
            ("ends", described("Methods that end a response", texts())),
            ("assigned", described("Properties of a context that answer when something is assigned to them", map(one_of(&["response", "status"])))),
            ("never-return", described("Functions it exports that never return", texts())),
            ("asserting", described("Functions and methods that throw unless something is allowed", texts())),
            ("throwing", described("Methods that throw where others give nothing", texts())),
            ("nullable", described("Functions and methods whose answer may be nothing", texts())),
            ("request", described("What the one who asks can choose: request.body", texts())),
            ("principal", described("Who asks: request.user, getSession()", texts())),
            ("canonical", described("Functions it exports that give the one spelling of a path", texts())),
            ("builds", described("Functions it exports that build an error or an answer, to be thrown or returned", map(one_of(&["error", "answer"])))),
        ]),
    })
}

fn form() -> Value {
    object(
        &["called", "when", "contract"],
        &[
            ("called", described("What it is called there, with its article: a guard", text())),
            ("note", described("What is surprising about it, as a clause", text())),
            ("when", described("What proves it; any of them", list(proof()))),
            ("contract", contract()),
            ("decides", described("Whether it is about permission whatever it looks at", json!({ "type": "boolean" }))),
            ("parameters", parameters()),
            ("at-least", described("The fewest parameters it has", count())),
            ("at-most", described("The most parameters it has", count())),
        ],
    )
}

fn proof() -> Value {
    let imported =
        ("imported", described("Whether the file has to import the framework", json!({ "type": "boolean" })));
    let named = ("named", texts());
    let cases = [
        ("method", object(&["of", "named"], &[("of", texts()), named.clone(), imported.clone()])),
        ("typed", object(&["named"], &[named.clone(), imported.clone()])),
        ("takes", object(&["types"], &[("types", texts()), named.clone()])),
        ("property", object(&["named"], &[named.clone(), ("within", text()), imported.clone()])),
        ("argument", object(&["to"], &[("to", texts()), ("at", argument()), imported.clone()])),
        ("makes", object(&["named"], &[named.clone(), imported.clone()])),
        (
            "exported",
            object(&["named"], &[named, ("files", texts()), ("folders", texts()), ("given", texts()), imported]),
        ),
        ("registered", object(&[], &[("by", texts())])),
    ];
    json!({ "anyOf": cases.map(|(name, content)| object(&[name], &[(name, content)])) })
}

fn contract() -> Value {
    let decision = || one_of(&["allow", "deny", "ask", "not-applicable", "missing", "indeterminate", "delegated"]);
    let encodings: Vec<&str> = words::ENCODINGS.iter().map(|&encoding| words::encoding(encoding)).collect();
    let constant = r"^(true|false|undefined|null|'.*'|-?[0-9]+(\.[0-9]+)?)$";
    object(
        &["encoding"],
        &[
            ("encoding", one_of(&encodings)),
            ("truthy", described("What a truthy value means", decision())),
            ("falsy", described("What a falsy value means", decision())),
            ("nullish", described("What a written undefined or null means", decision())),
            ("nothing", described("What ending without a value means", decision())),
            ("error", described("What an error means", decision())),
            ("field", described("The field that decides", text())),
            ("absent", described("What an object without that field means", decision())),
            ("words", described("What decision words mean", map(decision()))),
            (
                "values",
                described(
                    "What exact values mean: true, undefined, 0, 'text'",
                    json!({
                        "type": "object", "propertyNames": { "pattern": constant }, "additionalProperties": decision(),
                    }),
                ),
            ),
            ("made", described("What values mean that a function, class or member gives", map(decision()))),
            ("written", described("What any other text or object means that is written out", decision())),
            ("awaited", described("Whether a promise is waited for", json!({ "type": "boolean" }))),
        ],
    )
}

fn registration() -> Value {
    object(
        &["by"],
        &[
            ("by", described("Functions and methods", texts())),
            ("on", described("What makes the objects that have these methods", texts())),
            ("path", argument()),
            ("handler", argument()),
            ("guards", argument()),
            ("options", described("Properties of an argument that hold guards", texts())),
            ("parameters", parameters()),
            (
                "covers",
                described("What the guards stand in front of", one_of(&["own", "later", "all", "chain", "program"])),
            ),
            ("entry", described("What the handler is an entry as, if it is one", entries::registers())),
            (
                "gives",
                described(
                    "Parameters of the handler that functions are registered on in turn, by their number",
                    map(text()),
                ),
            ),
        ],
    )
}

pub(super) fn parameters() -> Value {
    described("What parameters are for, by their number from 0 or last, or a field of one: 0.next", map(role()))
}

pub(super) fn role() -> Value {
    one_of(&[
        "continuation", "resumption", "handler", "response", "context", "navigation", "callback", "outcome", "verdict",
        "request", "principal",
    ])
}

fn argument() -> Value {
    one_of(&["all", "first", "second", "last", "before-last"])
}

pub(super) fn object(required: &[&str], properties: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> =
        properties.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

pub(super) fn described(description: &str, mut schema: Value) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), description.into());
    }
    schema
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn texts() -> Value {
    list(text())
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

pub(super) fn map(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

pub(super) fn one_of(words: &[&str]) -> Value {
    json!({ "enum": words })
}
