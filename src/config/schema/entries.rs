//! The schema of what a table says of entries.

use serde_json::{Value, json};

use super::frameworks::{described, list, map, object, one_of, parameters, role, text, texts};

/// `entry` of a registration.
pub(super) fn registers() -> Value {
    object(
        &["kind"],
        &[
            ("kind", kind()),
            ("act", act()),
            ("word", described("The word in front of its name; the method without", text())),
            ("only", described("Its name is one of these; any without", texts())),
            ("member", described("Where the handler is an object, its member", texts())),
            ("name-in", described("Properties of an argument that hold the name or path", texts())),
            ("verb-in", described("Properties of an argument that hold the verb", texts())),
        ],
    )
}

pub(super) fn routers() -> Value {
    object(
        &[],
        &[
            ("roots", described("What makes one that answers by itself", texts())),
            ("mounts", described("Methods that mount another router, or a function that is handed one", texts())),
            ("paths", described("Methods whose first argument is a path for what is registered behind them", texts())),
            ("apart", described("Methods that give an object of its own: a namespace", texts())),
            ("prefixes", described("Options that hold a path for all that is registered", texts())),
            (
                "objects",
                described("Functions that are handed an object of procedures; *Router for all that end so", texts()),
            ),
            ("bases", described("The last words of what procedures are built on", texts())),
        ],
    )
}

pub(super) fn decorators() -> Value {
    let entry = object(
        &["named", "kind"],
        &[
            ("named", texts()),
            ("kind", kind()),
            ("act", act()),
            ("word", described("The word in front of the name; the decorator without", text())),
            ("within", described("Decorators of the class; any of the framework's without", texts())),
        ],
    );
    object(
        &[],
        &[
            ("classes", described("Of a class whose decorated methods are entries", texts())),
            ("entries", described("Of methods", list(entry))),
            ("guards", described("Whose arguments are guards", texts())),
            ("groups", described("Functions that make one decorator of several", texts())),
            ("notes", described("Functions that only leave a note for a guard to read", texts())),
            ("public", described("That take protection away", texts())),
            ("plain", described("That guard nothing; Api* for all that begin so", texts())),
            ("parameters", described("Of parameters, and what these are for", map(role()))),
            ("providers", described("Tokens under which a guard is provided for everything", texts())),
        ],
    )
}

pub(super) fn file() -> Value {
    let acts = json!({ "anyOf": [act(), { "type": "null" }] });
    object(
        &["exports", "kind"],
        &[
            ("files", described("Names of files without what follows their first dot; any without", texts())),
            ("folder", described("Folders on the way, one behind the other: pages/api", text())),
            ("exports", described("The exports, and what they do; * for any", map(acts))),
            ("kind", kind()),
            ("members", described("Whether the exports are objects, whose members are meant", flag())),
            ("nameless", described("Whether the file's name is no part of the path", flag())),
            ("directive", described("What the file or function has to hold at its start: use server", text())),
            ("imported", imported()),
            ("parameters", parameters()),
        ],
    )
}

pub(super) fn in_object() -> Value {
    object(
        &["within", "kind"],
        &[
            (
                "within",
                described("The property whose object or list holds them; * for any type beside the others", text()),
            ),
            ("beside", described("Properties beside it, one of which has to be there", texts())),
            (
                "held-by",
                described(
                    "Names of what the object is put into; imported where the file imports the framework",
                    texts(),
                ),
            ),
            ("named", described("Properties inside; any without", texts())),
            ("kind", kind()),
            ("act", act()),
            ("word", described("The word in front of the name; the property without", text())),
            ("member", described("Where an element is an object, the member that is called", texts())),
            ("name-in", described("Members of an element that hold its name or path", texts())),
            ("verb-in", described("Members of an element that hold its verb", texts())),
            ("imported", imported()),
            ("parameters", parameters()),
        ],
    )
}

pub(super) fn tree() -> Value {
    object(
        &["to"],
        &[
            ("to", described("The functions that are handed the tree", texts())),
            ("all", described("Functions that make one rule of several, all of which have to hold", texts())),
            ("public", described("Rules that always allow", texts())),
        ],
    )
}

pub(super) fn in_class() -> Value {
    object(
        &["of", "named", "kind"],
        &[
            ("of", described("Interfaces and classes; *Tool for all that end so", texts())),
            ("named", described("Methods", texts())),
            ("kind", kind()),
            ("imported", imported()),
            ("parameters", parameters()),
        ],
    )
}

fn kind() -> Value {
    one_of(&[
        "route", "page", "action", "procedure", "resolver", "field", "message", "tool", "command", "access", "hook",
    ])
}

fn act() -> Value {
    one_of(&["read", "write", "unknown"])
}

fn imported() -> Value {
    described("Whether the file has to import the framework", flag())
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}
