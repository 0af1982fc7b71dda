//! Programs of many files: the binary runs on each project of `corpus/projects`, and has to say what the comments there say.
//!
//! `corpus/README.md` has the grammar of the comments. One failure lists everything that differs, with file and line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use support::expectations;

/// A file of a project, and the lines of it.
type Texts = BTreeMap<String, Vec<String>>;

/// What is said about a line: the file, the line from 1, and the words.
type Said = BTreeSet<(String, u64, String)>;

#[test]
fn projects_are_understood_as_their_comments_say() {
    let projects = projects();
    let wrong = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, |number| number.get().min(8));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(project) = projects.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let differences = Project::read(project).differences();
                    wrong.lock().unwrap().extend(differences);
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// The folder of each project. Each has a `package.json`, lest it be taken for a part of this repository.
fn projects() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/projects");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    for project in &found {
        assert!(project.join("package.json").is_file(), "{} has no package.json", project.display());
    }
    found
}

/// A project and what its comments say.
struct Project {
    folder: PathBuf,
    texts: Texts,
}

impl Project {
    fn read(folder: &Path) -> Self {
        let mut texts = Texts::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(inside) = folders.pop() {
            for entry in std::fs::read_dir(inside).unwrap() {
                let path = entry.unwrap().path();
                let extension = path.extension().map_or("", |extension| extension.to_str().unwrap());
                if path.is_dir() {
                    folders.push(path);
                } else if ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"].contains(&extension) {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                    texts.insert(name, text.lines().map(str::to_owned).collect());
                }
            }
        }
        Project { folder: folder.to_path_buf(), texts }
    }

    fn differences(&self) -> Vec<String> {
        let mut wrong = self.compare("finding", &self.marked(), &self.found());
        let (labels, lines) = self.labels("// calls:");
        if !labels.is_empty() {
            wrong.extend(self.compare("call", &labels, &self.calls(&labels, &lines)));
        }
        let (decisions, lines) = self.labels("// decides:");
        if !decisions.is_empty() {
            let rows =
                self.rows().into_iter().filter(|(path, line, _)| lines.contains(&(path.clone(), *line))).collect();
            wrong.extend(self.compare("row", &decisions, &rows));
        }
        wrong
    }

    fn compare(&self, what: &str, want: &Said, have: &Said) -> Vec<String> {
        let name = self.folder.file_name().unwrap().to_str().unwrap();
        let show = |(path, line, text): &(String, u64, String), how: &str| {
            format!("corpus/projects/{name}/{path}:{line}: {how} {what}: {text}")
        };
        let missing = want.difference(have).map(|said| show(said, "missing"));
        missing.chain(have.difference(want).map(|said| show(said, "unexpected"))).collect()
    }

    fn marked(&self) -> Said {
        let marks = self.texts.iter().flat_map(|(path, lines)| {
            let marks = expectations(&lines.join("\n")).into_iter();
            marks.map(|mark| {
                let note = if mark.note { " note" } else { "" };
                (path.clone(), u64::from(mark.line), format!("{}{note}", mark.rule))
            })
        });
        marks.collect()
    }

    fn found(&self) -> Said {
        let report = self.run(&["check", "--pedantic", "--exit-zero", "--format", "json"]);
        let parts = report["not_analysed"].as_array().unwrap();
        assert!(parts.is_empty(), "{}: {parts:?}", self.folder.display());
        let findings = report["findings"].as_array().unwrap().iter();
        let said = findings.map(|finding| {
            let rule = finding["rule"].as_str().unwrap();
            let pedantic = portcullis_lints::RULES.iter().any(|known| known.id == rule && known.pedantic);
            let note = if finding["severity"] == "note" && !pedantic { " note" } else { "" };
            (text(&finding["path"]), finding["start"]["line"].as_u64().unwrap(), format!("{rule}{note}"))
        });
        said.collect()
    }

    /// What comments say of the line they stand behind or, alone on theirs, of the next line of code; and these lines.
    fn labels(&self, marker: &str) -> (Said, BTreeSet<(String, u64)>) {
        let mut said = Said::new();
        for (path, lines) in &self.texts {
            let mut waiting: Vec<&str> = Vec::new();
            for (index, line) in lines.iter().enumerate() {
                let (code, label) =
                    line.split_once(marker).map_or((line.as_str(), None), |(code, label)| (code, Some(label.trim())));
                waiting.extend(label);
                if !code.trim().is_empty() && !code.trim().starts_with("//") {
                    said.extend(waiting.drain(..).map(|label| (path.clone(), index as u64 + 1, label.to_owned())));
                }
            }
        }
        let lines = said.iter().map(|(path, line, _)| (path.clone(), *line)).collect();
        (said, lines)
    }

    /// The calls of the labelled lines, each as it would be labelled; with its condition where a label of the line has one.
    fn calls(&self, labels: &Said, lines: &BTreeSet<(String, u64)>) -> Said {
        let calls = self.run(&["calls", "--format", "json"]);
        let mut found = Said::new();
        for call in calls.as_array().unwrap() {
            let (path, line) = (text(&call["path"]), call["line"].as_u64().unwrap());
            if !lines.contains(&(path.clone(), line)) {
                continue;
            }
            let plain = call_text(call);
            let when = format!("{plain} when {}", call["condition"].as_str().unwrap_or("?"));
            let mut of_line = labels.iter().filter(|(other, at, _)| *other == path && *at == line);
            let with_condition = of_line.any(|(_, _, label)| label.starts_with(&format!("{plain} when ")));
            found.insert((path, line, if with_condition { when } else { plain }));
        }
        found
    }

    /// The rows of every table, each as it would be labelled.
    fn rows(&self) -> Said {
        let tables = self.run(&["table", "--all", "--format", "json"]);
        let mut found = Said::new();
        for table in tables.as_array().unwrap() {
            let rows = table["rows"].as_array().unwrap();
            for row in rows {
                let (decision, condition) = (text(&row["decision"]), text(&row["condition"]));
                let said = match condition.as_str() {
                    "otherwise" if rows.len() == 1 => format!("{decision} always"),
                    "otherwise" => format!("{decision} otherwise"),
                    _ => format!("{decision} when {condition}"),
                };
                found.insert((text(&table["path"]), table["line"].as_u64().unwrap(), said));
            }
            if table["complete"] == false {
                found.insert((text(&table["path"]), table["line"].as_u64().unwrap(), "incomplete".to_owned()));
            }
        }
        found
    }

    fn run(&self, arguments: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
        let output = command
            .current_dir(&self.folder)
            .args(arguments)
            .args(["--threads", "1"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{}: {error}: {}", self.folder.display(), String::from_utf8_lossy(&output.stderr))
        })
    }
}

/// A call as it is labelled: `src/access.ts#canEdit awaited tested, returned`.
fn call_text(call: &Value) -> String {
    let target = match (&call["target"], &call["package"], &call["unresolved"]) {
        (Value::Object(target), ..) => format!("{}#{}", text(&target["path"]), text(&target["function"])),
        (_, Value::String(package), _) if package.is_empty() => "outside".to_owned(),
        (_, Value::String(package), _) => format!("outside:{package}"),
        (_, _, why) => format!("unresolved:{}", text(why)),
    };
    let uses = call["uses"].as_array().unwrap();
    let awaited = if uses.iter().all(|one| one["awaited"] == true) { " awaited" } else { "" };
    let uses: Vec<String> = uses.iter().map(|one| text(&one["use"])).collect();
    format!("{target}{awaited} {}", uses.join(", "))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
