//! Entries of the corpus: each handler below `corpus/handlers` is registered, named and guarded as the comment above it says, and nothing else is an entry.
//!
//! `corpus/README.md` has the grammar of the comments. One failure lists everything that is missing, not expected, or different.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use portcullis_analyzer::project::{Outside, Unlinked};
use portcullis_analyzer::{Entry, Front, Limits, ModuleId, Program, Settings, SourceFile, read};

/// A file, the line of an entry, and what is said of it.
type Said = (String, u32, String);

#[test]
fn entries_are_as_their_comments_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/handlers");
    let cases = cases(&folder);
    let only = std::env::var("HANDLERS_ONLY").ok();
    let chosen = |case: &&PathBuf| only.as_ref().is_none_or(|only| case.to_str().unwrap().contains(only.as_str()));
    let mut wrong = Vec::new();
    for case in cases.iter().filter(chosen) {
        let (program, said) = linked(case);
        let found: BTreeSet<Said> = program.entries().iter().map(|entry| said_of(&program, entry)).collect();
        let said: BTreeSet<Said> = said.into_iter().collect();
        wrong.extend(said.difference(&found).map(|one| format!("{}:{}: missing    {}", one.0, one.1, one.2)));
        wrong.extend(found.difference(&said).map(|one| format!("{}:{}: not said   {}", one.0, one.1, one.2)));
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// Which entries are compared with each other, written out in `corpus/handlers/groups.md`; `UPDATE_EXPECT=1` rewrites it.
#[test]
fn siblings_are_those_written_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/handlers");
    let mut text = String::from(
        "# Sibling groups\n\nThe entries of each project beside this file that should be guarded alike: a line for each group, and `-` before an entry without siblings.\n",
    );
    for case in cases(&folder) {
        let (program, _) = linked(&case);
        text.push_str(&format!("\n## {}\n\n", case.file_name().unwrap().to_str().unwrap()));
        let mut shown = BTreeSet::new();
        for number in 0..program.entries().len() {
            let group: BTreeSet<usize> = program.siblings(number).iter().copied().chain([number]).collect();
            if shown.insert(group.clone()) {
                let names: BTreeSet<&str> =
                    group.iter().map(|number| program.numbered(*number).name.as_str()).collect();
                let names: Vec<&str> = names.into_iter().collect();
                let mark = if group.len() == 1 { "-" } else { "*" };
                text.push_str(&format!("{mark} {}\n", names.join(", ")));
            }
        }
    }
    let path = folder.join("groups.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap() == text,
        "groups differ: `UPDATE_EXPECT=1 cargo test --test handlers`, and read the difference"
    );
}

/// The projects of a folder: each a file or a folder.
fn cases(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.extension().is_none_or(|it| it != "md")).collect();
    cases.sort();
    cases
}

/// The program of a file, or of the files of a folder, and what their comments say.
fn linked(case: &Path) -> (Program, Vec<Said>) {
    let mut paths = Vec::new();
    let mut waiting = vec![case.to_path_buf()];
    while let Some(path) = waiting.pop() {
        match path.is_dir() {
            true => waiting.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path())),
            false => paths.push(path),
        }
    }
    paths.sort();
    let root = if case.is_dir() { case } else { case.parent().unwrap() };
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    let names: BTreeMap<String, ModuleId> =
        paths.iter().enumerate().map(|(index, path)| (name(path), ModuleId(index as u32))).collect();
    let mut said = Vec::new();
    let files = paths.iter().map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        said.extend(comments(&name(path), &text));
        let source = SourceFile::new(name(path), &*text);
        let module = read(&source, &Limits::default());
        assert!(module.problems.is_empty(), "{}: {:?}", path.display(), module.problems);
        let imports =
            module.specifiers(true).map(|specifier| (specifier.to_owned(), leads(&name(path), specifier, &names)));
        Unlinked { imports: imports.collect(), source, module }
    });
    let files = files.collect();
    (Program::link(files, &Settings::default()), said)
}

/// Where a relative specifier leads.
fn leads(from: &str, specifier: &str, names: &BTreeMap<String, ModuleId>) -> Result<ModuleId, Outside> {
    if !specifier.starts_with('.') {
        return Err(Outside::Package(specifier.to_owned()));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let candidates = [format!("{path}.ts"), format!("{path}.tsx"), format!("{path}/index.ts")];
    candidates.iter().find_map(|candidate| names.get(candidate)).copied().ok_or(Outside::Missing)
}

/// What comments say: of the next line that is no comment.
fn comments(path: &str, text: &str) -> Vec<Said> {
    let mut said = Vec::new();
    let mut waiting: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        match line.strip_prefix("// entry: ") {
            Some(entry) => waiting.push(entry.to_owned()),
            None if line.starts_with("//") => {}
            None => said.extend(waiting.drain(..).map(|entry| (path.to_owned(), index as u32 + 1, entry))),
        }
    }
    said
}

/// What is found, as a comment would say it; of a chain of calls the first line counts.
fn said_of(program: &Program, entry: &Entry) -> Said {
    let source = &program.file(entry.registered.0).source;
    let mut text = entry.name.clone();
    if entry.is_open {
        text.push_str(", open");
    }
    if !entry.front.is_empty() {
        let fronts: Vec<String> = entry.front.iter().map(written).collect();
        text.push_str(&format!(", behind {}", fronts.join(", ")));
    }
    (source.path.clone(), source.position(entry.registered.1.start).line + 1, text)
}

fn written(front: &Front) -> String {
    let args = if front.args.is_empty() { String::new() } else { format!("({})", front.args.join(", ")) };
    let public = if front.marks_public { "public " } else { "" };
    format!("{public}{}{args}", front.name)
}
