//! The walls of the house: who may name whom, which lists and files must agree, how large a file may be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use portcullis_lints::RULES;

/// Lines that a Rust file may have.
const MOST_LINES: usize = 450;

/// Larger files, each with the reason.
const LARGE: &[(&str, &str)] = &[];

/// The sections of a rule's page, in this order.
const SECTIONS: [&str; 7] = [
    "## what it finds",
    "## why it matters",
    "## example",
    "## how it decides",
    "## when it stays silent",
    "## how to fix",
    "## how to silence",
];

/// Names that stand in no rule and in no code of the analyzer: what is true of one framework is its table.
const FRAMEWORKS: &str = "express fastify koa hono nestjs nextjs strapi payload trpc apollo graphql hapi remix casl prisma drizzle \
                          mongoose keystone directus feathers adonis loopback clerk passport supabase firebase";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder with one of the extensions, relative to the project, with `/`, sorted.
fn files(folder: &str, extensions: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !matches!(name.as_str(), "target" | "node_modules" | ".git") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
                found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing below {folder}");
    found
}

/// The lines of code of a Rust file: no comments, nothing behind its tests.
fn code(path: &str) -> Vec<String> {
    let text = read(path);
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]");
    lines.filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect()
}

/// The names in one table of a manifest.
fn dependencies(manifest: &str, table: &str) -> BTreeSet<String> {
    let text = read(manifest);
    let section = text.split_once(&format!("\n[{table}]\n")).map_or("", |(_, rest)| rest);
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| Some(line.split_once('=')?.0.trim().split('.').next()?.to_owned())).collect()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn floors_know_only_what_is_below() {
    let analyzer = dependencies("analyzer/Cargo.toml", "dependencies");
    let may = |name: &String| {
        name.starts_with("swc_")
            || name.starts_with("oxc_")
            || ["petgraph", "rayon", "rustc-hash", "serde", "serde_json"].contains(&name.as_str())
    };
    assert!(analyzer.iter().all(may), "{analyzer:?}");
    let lints = ["portcullis-analyzer", "strsim"].map(str::to_owned);
    assert_eq!(dependencies("lints/Cargo.toml", "dependencies"), BTreeSet::from(lints));
    let binary = dependencies("Cargo.toml", "dependencies");
    assert!(binary.iter().all(|name| !name.starts_with("swc_") && name != "petgraph"), "{binary:?}");
}

#[test]
fn swc_is_named_where_it_is_parsed_and_lowered() {
    let within = |file: &String| file.starts_with("analyzer/src/parse") || file.starts_with("analyzer/src/lower");
    let outside = files("analyzer/src", &["rs"]).into_iter().filter(|file| !within(file));
    none(&outside.filter(|file| code(file).iter().any(|line| line.contains("swc_"))).collect::<Vec<_>>());
}

#[test]
fn one_file_parses_regular_expressions() {
    let outside = files("analyzer/src", &["rs"]).into_iter().filter(|file| file != "analyzer/src/matching/pattern.rs");
    none(&outside.filter(|file| code(file).iter().any(|line| line.contains("oxc_"))).collect::<Vec<_>>());
}

#[test]
fn rules_use_no_other_rule_and_no_framework() {
    let mut wrong = Vec::new();
    for file in files("lints/src/rules", &["rs"]) {
        for line in code(&file) {
            let words: Vec<String> =
                line.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
            let framework = FRAMEWORKS.split_whitespace().any(|name| words.iter().any(|word| word == name));
            if framework || line.contains("super::") || line.contains("rules::") {
                wrong.push(format!("{file}: {line}"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn frameworks_are_named_in_their_tables() {
    let mut wrong = Vec::new();
    let is_table = |file: &String| file.starts_with("analyzer/src/frameworks") || file.ends_with("tests.rs");
    for file in files("analyzer/src", &["rs"]).into_iter().filter(|file| !is_table(file)) {
        for line in code(&file) {
            let line = line.to_lowercase();
            let mut words = line.split(|c: char| !c.is_alphanumeric());
            // What a request carries is a payload, too.
            if words.any(|word| word != "payload" && FRAMEWORKS.split_whitespace().any(|name| name == word)) {
                wrong.push(format!("{file}: {line}"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn rules_are_listed_once_and_have_their_files() {
    let ids: BTreeSet<String> = RULES.iter().map(|rule| rule.id.replace('-', "_")).collect();
    assert_eq!(ids.len(), RULES.len(), "an id is there twice");
    for extension in ["rs", "md"] {
        let files = files("lints/src/rules", &[extension]);
        let stem = |file: &String| file.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
        assert_eq!(files.iter().map(stem).collect::<BTreeSet<_>>(), ids, "files `.{extension}` and the list");
    }
    for rule in RULES {
        let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
        assert!(rule.id.split('-').all(word), "`{}` is no kebab case", rule.id);
    }
}

#[test]
fn pages_have_their_sections() {
    for rule in RULES {
        let mut lines = rule.page.lines();
        let (title, blank, summary) = (lines.next(), lines.next(), lines.next());
        assert_eq!((title, blank), (Some(&*format!("# {}", rule.id)), Some("")));
        for summary in [rule.summary, summary.unwrap()] {
            let plain = summary.starts_with(|c: char| c.is_lowercase() || c == '`') && !summary.ends_with('.');
            assert!(plain && summary.len() <= 120, "{}: {summary}", rule.id);
        }
        let sections: Vec<&str> = rule.page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(sections, SECTIONS, "{}", rule.id);
        for cwe in rule.cwe {
            assert!(rule.page.contains(&format!("CWE-{cwe} ")), "{}: what is CWE-{cwe}?", rule.id);
        }
    }
}

#[test]
fn rules_have_faulty_and_sound_cases() {
    for rule in RULES {
        let cases: Vec<String> =
            files(&format!("corpus/rules/{}", rule.id), &["ts", "tsx"]).iter().map(|file| read(file)).collect();
        let mark = format!("// expect: {}", rule.id);
        let marked = |text: &String| text.lines().any(|line| line.split(" note").next().unwrap().ends_with(&mark));
        let sound = |text: &String| !text.contains("// expect:") && text.contains("function ");
        assert!(cases.iter().any(marked), "{}: no case that it reports", rule.id);
        assert!(cases.iter().any(sound), "{}: no case on which it is silent", rule.id);
    }
}

#[test]
fn paths_in_documents_exist() {
    let mut wrong = Vec::new();
    for page in files(".", &["md"]).iter().filter(|page| !page.contains('/') || *page == "corpus/README.md") {
        let folder = root().join(page).parent().unwrap().to_owned();
        let text = read(page);
        let quoted = text
            .split('`')
            .skip(1)
            .step_by(2)
            .chain(text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()));
        for path in quoted {
            let is_path = (path.contains('/') || [".md", ".rs", ".toml"].iter().any(|end| path.ends_with(end)))
                && path.chars().all(|c| c.is_alphanumeric() || "/._-*<>".contains(c))
                && !path.starts_with(['/', '.'].as_slice())
                && !path.starts_with("target/");
            // What stands before a placeholder has to exist.
            let start =
                path.find(['<', '*']).map_or(path, |hole| path[..hole].rsplit_once('/').map_or("", |(start, _)| start));
            if is_path && ![root(), &folder].iter().any(|base| base.join(start).exists()) {
                wrong.push(format!("{page}: {path}"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for file in files(".", &["rs"]) {
        let text = read(&file);
        let (lines, large) = (text.lines().count(), LARGE.iter().any(|(name, _)| *name == file));
        if (lines > MOST_LINES) != large {
            wrong.push(format!("{file}: {lines} lines, {}", if large { "needs no exception" } else { "too many" }));
        }
        if !text.starts_with("//!") && !text.starts_with("#![doc") {
            wrong.push(format!("{file}: does not say what it is"));
        }
    }
    none(&wrong);
}

#[test]
fn public_items_are_documented() {
    let mut wrong = Vec::new();
    for file in files("analyzer/src", &["rs"]).into_iter().chain(files("lints/src", &["rs"])) {
        let mut before = String::new();
        for line in read(&file).lines().map(str::trim) {
            let item = line.strip_prefix("pub ").and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            let named = ["fn", "struct", "enum", "trait", "const", "type", "static"].contains(&item);
            if named && !before.starts_with("///") {
                wrong.push(format!("{file}: {line}"));
            }
            if !line.starts_with("#[") {
                line.clone_into(&mut before);
            }
        }
    }
    none(&wrong);
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let mut wrong = Vec::new();
    let here = [Some(root().to_str().unwrap().to_owned()), std::env::var("HOME").ok().map(|home| home + "/.")];
    let here: Vec<String> = here.into_iter().flatten().filter(|path| path.matches('/').count() > 1).collect();
    for file in files(".", &["rs", "md", "toml", "ts", "tsx"]) {
        for line in read(&file).lines() {
            let issue = line.split(" #").skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            if issue || here.iter().any(|path| line.contains(path)) {
                wrong.push(format!("{file}: {line}"));
            }
        }
    }
    none(&wrong);
}
