//! The JSON schema of `portcullis.json`, for editors: `editors/portcullis.schema.json` is written from here by
//! `UPDATE_EXPECT=1 cargo test schema`, and says the same as the reader.

mod acts;
mod entries;
mod frameworks;

use std::path::Path;
use std::sync::LazyLock;

use portcullis_analyzer::SourceFile;
use portcullis_lints::RULES;
use serde_json::{Map, Value, json};

use super::read::{GUARD_KEYS, KEYS, OFF, SEVERITIES, read, spellings};
use crate::report::{json::pretty, severity_word};
use crate::words;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/portcullis.schema.json");

fn schema() -> Value {
    let encodings: Vec<&str> = words::ENCODINGS.iter().map(|&encoding| words::encoding(encoding)).collect();
    let polarities: Vec<&str> = words::POLARITIES.iter().map(|&polarity| words::polarity(polarity)).collect();
    let decisions: Vec<&str> = words::OWN_DECISIONS.iter().map(|&decision| words::decision(decision)).collect();
    let guard: Vec<String> = spellings().map(|(spelling, _)| spelling).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": format!("{}/raw/main/editors/portcullis.schema.json", env!("CARGO_PKG_REPOSITORY")),
        "title": "portcullis.json",
        "description": "What a project says about its own permission checks, and about Portcullis's rules",
        "allowComments": true,
        "allowTrailingCommas": true,
        "type": "object",
        "properties": {
            "$schema": { "description": "Where this schema is, for editors", "type": "string" },
            "include": patterns("Files to analyse, as in .gitignore, relative to this file; all without it"),
            "exclude": patterns("Files to leave out, as in .gitignore, relative to this file"),
            "rules": {
                "description": "The severity of a rule's findings, or off",
                "type": "object",
                "properties": RULES.iter().map(|rule| (rule.id.to_owned(), severity(rule.summary))).collect::<Map<_, _>>(),
                "additionalProperties": false,
            },
            "guards": {
                "description": "Functions that are checks: a name, or module#name; how they spell their decisions, and whether a truthy answer allows",
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        { "enum": guard },
                        {
                            "type": "object",
                            "properties": { "encoding": { "enum": encodings }, "polarity": { "enum": polarities } },
                            "additionalProperties": false,
                        },
                    ],
                },
            },
            "decisions": {
                "description": "What words mean, by the name of the type that holds them",
                "type": "object",
                "additionalProperties": { "type": "object", "additionalProperties": { "enum": decisions } },
            },
            "frameworks": frameworks::frameworks(),
        },
        "additionalProperties": false,
    })
}

fn patterns(description: &str) -> Value {
    json!({ "description": description, "type": "array", "items": { "type": "string", "minLength": 1 } })
}

fn severity(description: &str) -> Value {
    let words: Vec<&str> =
        [OFF].into_iter().chain(SEVERITIES.iter().map(|&severity| severity_word(severity))).collect();
    json!({ "description": description, "enum": words })
}

/// What the file holds, once it is up to date if that was asked for.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(FILE, pretty(&schema()).unwrap()).unwrap();
    }
    std::fs::read_to_string(FILE).unwrap()
});

#[test]
fn the_file_is_up_to_date() {
    assert!(*TEXT == pretty(&schema()).unwrap(), "run UPDATE_EXPECT=1 cargo test schema");
}

#[test]
fn every_key_rule_and_encoding_is_in_the_file() {
    let schema: Value = serde_json::from_str(&TEXT).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&schema["properties"]), KEYS);
    assert_eq!(
        keys(&schema["properties"]["rules"]["properties"]),
        RULES.iter().map(|rule| rule.id).collect::<Vec<_>>()
    );
    let forms = &schema["properties"]["guards"]["additionalProperties"]["anyOf"];
    assert_eq!(keys(&forms[1]["properties"]), GUARD_KEYS);
    for encoding in words::ENCODINGS.iter().map(|&encoding| words::encoding(encoding)) {
        for list in [&forms[0]["enum"], &forms[1]["properties"]["encoding"]["enum"]] {
            assert!(list.as_array().unwrap().contains(&encoding.into()), "{encoding}");
        }
    }
}

/// Texts that both the schema and the reader take, and texts that both refuse.
#[test]
fn the_schema_and_the_reader_agree() {
    let schema = serde_json::from_str(&TEXT).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = [
        r#"{}"#,
        r#"{ "$schema": "x", "include": [], "exclude": ["src/legacy", "!*.gen.ts"] }"#,
        r#"{ "rules": { "default-allow": "error", "always-allow": "off", "unused-suppression": "note" } }"#,
        r#"{ "guards": { "mayPass": "boolean", "src/gate#isShut": "boolean inverted", "a.b": "inverted" } }"#,
        r#"{ "guards": { "mayPass": {}, "b": { "encoding": "assertion" }, "c": { "encoding": "object", "polarity": "none" } } }"#,
        r#"{ "decisions": { "Verdict": { "yes": "allow", "no": "deny", "hm": "ask", "-": "not-applicable" }, "Empty": {} } }"#,
        r#"{ "frameworks": [] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "packages": ["gate"], "forms": [{ "called": "a keeper", "when": [{ "registered": {} }],
            "contract": { "encoding": "boolean", "values": { "true": "allow", "'yes'": "allow" }, "awaited": false }, "at-most": 2 }] }] }"#,
    ];
    let bad = [
        r#"[]"#,
        r#"{ "invariants": {} }"#,
        r#"{ "include": "src" }"#,
        r#"{ "exclude": [1] }"#,
        r#"{ "exclude": [""] }"#,
        r#"{ "rules": [] }"#,
        r#"{ "rules": { "no-such-rule": "off" } }"#,
        r#"{ "rules": { "default-allow": "warn" } }"#,
        r#"{ "rules": { "default-allow": 1 } }"#,
        r#"{ "guards": { "mayPass": "bool" } }"#,
        r#"{ "guards": { "mayPass": "" } }"#,
        r#"{ "guards": { "mayPass": "inverted boolean" } }"#,
        r#"{ "guards": { "mayPass": "boolean inverted normal" } }"#,
        r#"{ "guards": { "mayPass": true } }"#,
        r#"{ "guards": { "mayPass": { "coding": "boolean" } } }"#,
        r#"{ "guards": { "mayPass": { "encoding": "inverted" } } }"#,
        r#"{ "frameworks": {} }"#,
        r#"{ "frameworks": [{}] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "guards": [] }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "nullable": "find" }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "types": { "Next": "next" } }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "forms": [{ "called": "a keeper", "when": [] }] }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "forms": [{ "called": "a keeper", "when": ["registered"], "contract": { "encoding": "boolean" } }] }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "forms": [{ "called": "a keeper", "when": [{ "methods": {} }], "contract": { "encoding": "boolean" } }] }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "forms": [{ "called": "a keeper", "when": [], "contract": { "encoding": "bool" } }] }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "forms": [{ "called": "a keeper", "when": [], "contract": { "encoding": "boolean", "values": { "yes": "allow" } } }] }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "forms": [{ "called": "a keeper", "when": [], "contract": { "encoding": "boolean", "nothing": "nothing" } }] }] }"#,
        r#"{ "frameworks": [{ "name": "Gate", "registrations": [{ "by": ["use"], "guards": "third" }] }] }"#,
        r#"{ "decisions": { "Verdict": "allow" } }"#,
        r#"{ "decisions": { "Verdict": { "yes": "missing" } } }"#,
    ];
    let texts = good.iter().map(|text| (text, true)).chain(bad.iter().map(|text| (text, false)));
    for (text, is_good) in texts {
        assert_eq!(validator.is_valid(&serde_json::from_str(text).unwrap()), is_good, "the schema: {text}");
        let read = read(SourceFile::new("portcullis.json", *text), Path::new("/"));
        assert_eq!(read.is_ok(), is_good, "the reader: {text}: {read:?}");
    }
}

/// What is no JSON, or says more than a schema can ask.
#[test]
fn the_reader_sees_what_the_schema_cannot() {
    for text in [
        "",
        "{",
        "{} {}",
        "{ 'rules': {} }",
        "{ rules: {} }",
        r#"{ "rules": {} "guards": {} }"#,
        r#"{ "rules": {}, "rules": {} }"#,
        r#"{ "include": ["a/{"] }"#,
        r#"{ "include": ["../a"] }"#,
        r##"{ "include": ["# a"] }"##,
        r#"{ "guards": { "": "boolean" } }"#,
        r#"{ "guards": { "src/a#": "boolean" } }"#,
        &"[".repeat(100_000),
    ] {
        let file = SourceFile::new("portcullis.json", text);
        assert!(read(file, Path::new("/")).is_err(), "{}", &text[..text.len().min(80)]);
    }
    let commented = "\u{feff}// a\n{ /* b */ \"rules\": {}, }\r\n";
    assert!(read(SourceFile::new("portcullis.json", commented), Path::new("/")).is_ok());
}

#[test]
fn guards_have_names_and_modules() {
    let text =
        r#"{ "guards": { "a": {}, "src/b.ts#c": {}, "./d#e.f": {}, "G.#h": {}, "i#G.#j": {}, "k.server#l": {} } }"#;
    let config = read(SourceFile::new("portcullis.json", text), Path::new("/")).unwrap();
    let guards = config.settings.guards.iter().map(|guard| (guard.module.as_deref(), guard.name.as_str()));
    let expected = [
        (None, "a"),
        (Some("src/b"), "c"),
        (Some("d"), "e.f"),
        (None, "G.#h"),
        (Some("i"), "G.#j"),
        (Some("k.server"), "l"),
    ];
    assert_eq!(guards.collect::<Vec<_>>(), expected);
}

/// A table of one's own is written like those that are built in.
#[test]
fn every_built_in_table_fits_the_schema_and_the_reader() {
    let schema: Value = serde_json::from_str(&TEXT).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/analyzer/src/frameworks");
    let mut read_tables = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = format!("{{ \"frameworks\": [{}] }}", std::fs::read_to_string(&path).unwrap());
            let told: Vec<String> =
                validator.iter_errors(&serde_json::from_str(&text).unwrap()).map(|error| error.to_string()).collect();
            assert!(told.is_empty(), "{}: {told:?}", path.display());
            let read = read(SourceFile::new("portcullis.json", text), Path::new("/"));
            assert_eq!(read.unwrap().settings.frameworks.len(), 1, "{}", path.display());
            read_tables += 1;
        }
    }
    assert!(read_tables > 40, "only {read_tables} tables");
}
