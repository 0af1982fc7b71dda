//! The packages of the project: which folders are one, and under which name who sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::gitignore::GitignoreBuilder;
use ignore::{WalkBuilder, WalkState};
use serde_json::Value;

use super::texts::{Object, Texts, lock};

/// How deep below the root a package may lie.
const DEEPEST: usize = 12;

/// Conditions that Node, bundlers and type checkers know. Those that a project adds lead to its sources.
const KNOWN_CONDITIONS: &str = "default import require node node-addons module module-sync types typings browser worker \
                                workerd deno bun react-native react-server edge-light edge netlify electron svelte \
                                style sass asset script test production";

/// The packages below a project's root.
#[derive(Debug, Default)]
pub struct Packages {
    /// Each folder with a `package.json`, and the name it gives.
    folders: BTreeMap<PathBuf, Option<String>>,
    /// By folder: the packages that an installation would link in its `node_modules`.
    links: BTreeMap<PathBuf, BTreeMap<String, PathBuf>>,
    /// The version that each folder's package gives itself.
    versions: BTreeMap<PathBuf, String>,
    /// By folder of the package that wants them: names in a registry, with versions.
    wanted: BTreeMap<PathBuf, BTreeMap<String, String>>,
    /// Conditions of `exports` and `imports` that are the project's own.
    conditions: BTreeSet<String>,
}

impl Packages {
    pub fn find(root: &Path, texts: &Texts) -> Self {
        let mut packages = Packages::default();
        let found = walk(root);
        for folder in &found {
            if let Some(object) = texts.json(&folder.join("package.json")) {
                packages.add(folder, &object);
            }
        }
        let mut members = BTreeSet::new();
        for folder in &found {
            if let Some(globs) = workspace(folder, texts) {
                members.extend(packages.link_members(folder, &globs));
            }
        }
        // Where the root declares nothing, each package is taken to be known by its name.
        if workspace(root, texts).is_none() {
            let others = packages.named().filter(|(folder, _)| !members.contains(folder)).collect::<Vec<_>>();
            packages.link(root, others);
        }
        packages
    }

    fn add(&mut self, folder: &Path, object: &Object) {
        let name = object.get("name").and_then(Value::as_str).filter(|name| !name.is_empty());
        self.folders.insert(folder.to_path_buf(), name.map(str::to_owned));
        if let Some(version) = object.get("version").and_then(Value::as_str) {
            self.versions.insert(folder.to_path_buf(), version.to_owned());
        }
        for key in ["exports", "imports"] {
            conditions(object.get(key), &mut self.conditions);
        }
        for key in ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] {
            for (name, version) in object.get(key).and_then(Value::as_object).into_iter().flatten() {
                self.want(folder, name, version.as_str().unwrap_or_default());
            }
        }
    }

    /// A dependency: from a registry, or a folder by its path.
    fn want(&mut self, folder: &Path, name: &str, version: &str) {
        let by_path = ["file:", "link:", "portal:"].iter().find_map(|protocol| version.strip_prefix(protocol));
        if let Some(path) = by_path {
            let target = flatten(&folder.join(path));
            if target.join("package.json").is_file() {
                self.links.entry(folder.to_path_buf()).or_default().insert(name.to_owned(), target);
            }
        } else if !version.starts_with("workspace:") {
            self.wanted.entry(folder.to_path_buf()).or_default().insert(name.to_owned(), version.to_owned());
        }
    }

    fn named(&self) -> impl Iterator<Item = (PathBuf, String)> {
        self.folders.iter().filter_map(|(folder, name)| Some((folder.clone(), name.clone()?)))
    }

    /// Links the members of a workspace in its folder, and gives their folders.
    fn link_members(&mut self, folder: &Path, globs: &[String]) -> Vec<PathBuf> {
        let mut builder = GitignoreBuilder::new(folder);
        for glob in globs {
            // What cannot be read as a glob names no folder.
            let _ = builder.add_line(None, glob);
        }
        let Ok(matcher) = builder.build() else { return Vec::new() };
        let is_member = |member: &Path| {
            member == folder || (member.starts_with(folder) && matcher.matched(member, true).is_ignore())
        };
        let members: Vec<_> = self.named().filter(|(member, _)| is_member(member)).collect();
        let folders = members.iter().map(|(member, _)| member.clone()).collect();
        self.link(folder, members);
        folders
    }

    /// Of two packages of one name, the one nearer to the root counts.
    fn link(&mut self, folder: &Path, mut packages: Vec<(PathBuf, String)>) {
        packages.sort_by_key(|(package, _)| (package.components().count(), package.clone()));
        let links = self.links.entry(folder.to_path_buf()).or_default();
        for (package, name) in packages {
            links.entry(name).or_insert(package);
        }
    }

    /// What an installation would link in the folder's `node_modules`.
    pub fn links(&self, folder: &Path) -> Option<&BTreeMap<String, PathBuf>> {
        self.links.get(folder)
    }

    /// The folder of the package that a file in this folder sees under the name.
    pub fn seen(&self, from: &Path, name: &str) -> Option<&Path> {
        from.ancestors().find_map(|folder| self.links.get(folder)?.get(name)).map(PathBuf::as_path)
    }

    /// The folder of the package that holds the path.
    pub fn holding<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.ancestors().skip(1).find(|folder| self.folders.contains_key(*folder))
    }

    /// Whether some package of the project wants that name from a registry.
    pub fn wants(&self, name: &str) -> bool {
        self.wanted.values().any(|names| names.contains_key(name))
    }

    /// Whether the package that holds the folder wants, under the name of one of the project, another package: one that is
    /// certainly in a registry, or of another major version.
    pub fn foreign(&self, from: &Path, name: &str) -> bool {
        let holder = from.ancestors().find_map(|folder| Some((folder, self.folders.get(folder)?)));
        let Some(wanted) = holder.and_then(|(folder, _)| self.wanted.get(folder)?.get(name)) else { return false };
        let own = self.seen(from, name).and_then(|package| major(self.versions.get(package)?));
        let other_version = own.zip(major(wanted)).is_some_and(|(own, wanted)| own != wanted);
        other_version || wanted.starts_with("catalog:") || wanted.starts_with("npm:")
    }

    pub fn conditions(&self) -> impl Iterator<Item = &str> {
        self.conditions.iter().map(String::as_str)
    }
}

/// The files that make a folder a package, or declare packages below it.
const DECLARING: [&str; 4] = ["package.json", "pnpm-workspace.yaml", "lerna.json", "rush.json"];

/// The folders with a file that declares a package, or several, as far as they are not ignored; sorted.
fn walk(root: &Path) -> Vec<PathBuf> {
    let found = Mutex::new(BTreeSet::new());
    let mut builder = WalkBuilder::new(root);
    // What one user ignores on all of their projects is no property of this one.
    builder.require_git(false).git_global(false).git_exclude(false).follow_links(false).max_depth(Some(DEEPEST));
    builder.filter_entry(|entry| entry.file_name() != "node_modules");
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            if let Ok(entry) = entry
                && DECLARING.iter().any(|name| entry.file_name() == *name)
                && let Some(folder) = entry.path().parent()
            {
                lock(&found).insert(folder.to_path_buf());
            }
            WalkState::Continue
        })
    });
    lock(&found).iter().cloned().collect()
}

/// The globs by which a folder declares its members, in the form of ignore files; `None` where it declares none.
pub fn workspace(folder: &Path, texts: &Texts) -> Option<Vec<String>> {
    let mut globs = Vec::new();
    let package = texts.json(&folder.join("package.json"));
    let workspaces = package.as_ref().and_then(|object| object.get("workspaces"));
    let listed = workspaces.map(|declared| declared.get("packages").unwrap_or(declared));
    globs.extend(strings(listed));
    if let Ok(text) = std::fs::read_to_string(folder.join("pnpm-workspace.yaml")) {
        globs.extend(yaml_packages(&text));
    }
    if let Some(lerna) = texts.json(&folder.join("lerna.json")) {
        globs.extend(strings(lerna.get("packages")));
    }
    if let Some(rush) = texts.json(&folder.join("rush.json")) {
        let projects = rush.get("projects").and_then(Value::as_array);
        globs.extend(projects.into_iter().flatten().flat_map(|project| strings(project.get("projectFolder"))));
    }
    if globs.is_empty() {
        return None;
    }
    // Exclusions hold wherever they stand.
    let (without, with): (Vec<_>, Vec<_>) = globs.into_iter().partition(|glob| glob.starts_with('!'));
    Some(with.iter().map(|glob| anchored(glob)).chain(without.iter().map(|glob| anchored(glob))).collect())
}

/// A glob of folders as a line of an ignore file, which would match at any depth without its first slash.
fn anchored(glob: &str) -> String {
    let (not, glob) = glob.strip_prefix('!').map_or(("", glob), |rest| ("!", rest));
    let glob = glob.trim_start_matches("./").trim_matches('/');
    // What ends in two stars means the folder itself, too.
    let glob = glob.strip_suffix("/**").map_or_else(|| glob.to_owned(), |start| format!("{start}/**/*"));
    format!("{not}/{glob}")
}

/// A text, or a list of texts.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The list `packages` of a `pnpm-workspace.yaml`.
fn yaml_packages(text: &str) -> Vec<String> {
    let plain = |item: &str| item.trim().trim_matches(['"', '\'']).to_owned();
    let mut globs = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let line = line.split_once(" #").map_or(line, |(code, _)| code).trim_end();
        if let Some(rest) = line.strip_prefix("packages:") {
            inside = true;
            globs.extend(rest.trim().trim_matches(['[', ']']).split(',').map(plain));
        } else if let Some(item) = line.trim_start().strip_prefix("- ").filter(|_| inside) {
            globs.push(plain(item));
        } else if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            inside = false;
        }
    }
    globs.retain(|glob| !glob.is_empty());
    globs
}

/// The first number of a version, or of a range that is nothing but a version and what may be later.
fn major(version: &str) -> Option<u64> {
    let digits = version.trim_start_matches(['^', '~', '=', 'v', ' ']);
    digits.split('.').next()?.parse().ok()
}

/// The keys of `exports` that are neither paths nor known to everybody.
fn conditions(value: Option<&Value>, into: &mut BTreeSet<String>) {
    match value {
        Some(Value::Object(entries)) => {
            for (key, value) in entries {
                if !key.starts_with(['.', '#']) && !KNOWN_CONDITIONS.split_whitespace().any(|known| known == key) {
                    into.insert(key.clone());
                }
                conditions(Some(value), into);
            }
        }
        Some(Value::Array(items)) => items.iter().for_each(|item| conditions(Some(item), into)),
        _ => {}
    }
}

/// Removes `.` and `..` by their spelling.
pub fn flatten(path: &Path) -> PathBuf {
    let mut flat = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                flat.pop();
            }
            other => flat.push(other),
        }
    }
    flat
}
