//! Functions and methods that hand back what they are given, in another form.

/// What a call hands back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// The object whose method is called: `id.trim()`.
    Object,
    /// An element of the object: `list.at(0)`.
    Element,
    /// The first argument: `String(id)`.
    Argument,
    /// The first argument, if it has a form: `schema.parse(body)`.
    Parsed,
}

/// Methods that give their object in another form.
const OF_OBJECT: &[&str] = &[
    "trim", "toString", "toLowerCase", "toUpperCase", "toLocaleLowerCase", "valueOf", "normalize", "slice",
    "substring", "replace", "replaceAll", "padStart", "filter", "sort", "reverse", "concat", "flat", "catch",
    "finally", "lean", "exec", "toObject", "toJSON", "toHexString", "values", "unwrap", "match",
];

/// Methods that give an element.
const OF_ELEMENT: &[&str] = &["at", "find", "findLast", "pop", "shift"];

/// Functions and constructors that give their argument in another form.
const OF_ARGUMENT: &[&str] = &[
    "String", "Number", "BigInt", "Boolean", "parseInt", "parseFloat", "decodeURIComponent", "encodeURIComponent",
    "ObjectId", "toObjectId", "structuredClone", "Object", "UUID", "Date",
];

/// Methods of namespaces that give their argument in another form: `JSON.parse`, `Number.parseInt`, `Types.ObjectId`.
const OF_ARGUMENT_AS_METHOD: &[&str] =
    &["parseInt", "parseFloat", "from", "ObjectId", "createFromHexString", "freeze", "stringify"];

/// Methods of schemas.
const PARSERS: &[&str] = &[
    "parse", "parseAsync", "safeParse", "safeParseAsync", "validateSync", "validate", "cast", "decode", "assert",
    "validateAsync", "strictParse",
];

/// Methods whose callback gets the elements of the list, one by one.
const OVER_ELEMENTS: &[&str] =
    &["map", "forEach", "filter", "some", "every", "find", "findLast", "findIndex", "flatMap", "each"];

/// What a function (or, with `method`, a method) of this name hands back.
pub(super) fn through(name: &str, method: bool) -> Option<Through> {
    let lists: &[(&[&str], Through)] = match method {
        true => &[
            (OF_OBJECT, Through::Object),
            (OF_ELEMENT, Through::Element),
            (OF_ARGUMENT_AS_METHOD, Through::Argument),
            (PARSERS, Through::Parsed),
        ],
        false => &[(OF_ARGUMENT, Through::Argument)],
    };
    lists.iter().find(|(names, _)| names.contains(&name)).map(|(_, through)| *through)
}

/// Whether the callback of a method gets the elements of its list.
pub(super) fn is_about_elements(method: &str) -> bool {
    OVER_ELEMENTS.contains(&method)
}
