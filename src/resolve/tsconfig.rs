//! TypeScript's configurations: what is sound of one, and which ones a folder's files go by.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{ResolverGeneric, TsConfig};
use serde_json::{Value, json};

use super::disk::{Disk, Project};
use super::packages::flatten;
use super::split_package;
use super::texts::{Object, installed};

/// What a folder's configuration is called, by preference.
const NAMES: [&str; 4] = ["tsconfig.json", "jsconfig.json", "tsconfig.base.json", "tsconfig.app.json"];

/// A configuration without what would make it unusable as a whole: bases that are not there or lead back to it,
/// references to nothing, options of the wrong type. Each of these is a problem.
pub fn sound(path: &Path, project: &Project) -> Option<Object> {
    let mut config = Object::clone(&*project.texts.json(path)?);
    if config.contains_key("extends") {
        let bases = bases(path, &config, project, true).into_iter().filter(|base| {
            let circular = leads_to(base, path, project);
            if circular {
                project.texts.problem(path, "`extends` leads back to the file itself");
            }
            !circular
        });
        let bases: Vec<String> = bases.map(|base| relative(path, &base, &project.root)).collect();
        config.insert("extends".to_owned(), json!(bases));
    }
    if let Some(references) = config.get_mut("references").and_then(Value::as_array_mut) {
        references.retain(|reference| {
            reference
                .get("path")
                .and_then(Value::as_str)
                .and_then(|to| found(path, to, project))
                .is_some_and(|to| to != path)
        });
    }
    match TsConfig::parse(true, path, path, Value::Object(config.clone()).to_string()) {
        Ok(_) => Some(config),
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            project.texts.problem(path, format!("is no configuration of TypeScript: {reason}"));
            Some(Object::new())
        }
    }
}

/// The files of the project that a configuration extends. Those of packages from a registry are not looked for: none has
/// paths into the project.
fn bases(path: &Path, config: &Object, project: &Project, tell: bool) -> Vec<PathBuf> {
    let names: Vec<&str> = match config.get("extends") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let mut bases = Vec::new();
    for name in names {
        if name.starts_with(['.', '/']) {
            let base = found(path, name, project);
            if base.is_none() && tell && !installed(Path::new(name)) {
                project.texts.problem(path, format!("extends `{name}`, which is not there"));
            }
            bases.extend(base);
        } else if let Some((package, below)) = split_package(name)
            && let Some(folder) = project.packages.seen(path, package)
        {
            bases.extend(found(&folder.join("package.json"), &format!("./{below}"), project));
        }
    }
    bases
}

/// The configuration that another names by its path: a file, with or without extension, or a folder.
fn found(from: &Path, to: &str, project: &Project) -> Option<PathBuf> {
    let path = flatten(&from.parent()?.join(to));
    let mut extended = path.clone().into_os_string();
    extended.push(".json");
    let candidates = [path.clone(), PathBuf::from(extended), path.join("tsconfig.json")];
    candidates.into_iter().find(|path| project.texts.json(path).is_some())
}

/// Whether the bases of a configuration, or theirs, hold the wanted one.
fn leads_to(start: &Path, wanted: &Path, project: &Project) -> bool {
    let mut seen = vec![start.to_path_buf()];
    let mut next = 0;
    while let Some(path) = seen.get(next).cloned() {
        if path == wanted {
            return true;
        }
        next += 1;
        if let Some(config) = project.texts.json(&path) {
            for base in bases(&path, &config, project, false) {
                if !seen.contains(&base) {
                    seen.push(base);
                }
            }
        }
    }
    // A circle further up is told of those who are in it; here it only has to end.
    false
}

/// The way from one file below the root to another: on every system it starts with a dot.
fn relative(from: &Path, to: &Path, root: &Path) -> String {
    let below = |path: &Path| {
        let parts = path.strip_prefix(root).map(|rest| rest.components().filter_map(name).collect());
        parts.unwrap_or_else(|_| Vec::new())
    };
    let (from, to) = (below(from), below(to));
    let up = "../".repeat(from.len().saturating_sub(1));
    format!("./{up}{}", to.join("/"))
}

fn name(part: Component<'_>) -> Option<String> {
    part.as_os_str().to_str().map(str::to_owned)
}

/// The configurations that the files of a folder go by: the one that claims them, and the nearest one, because an
/// application's often lists the files of a build and not its tests and scripts.
pub fn of_folder(folder: &Path, project: &Project, resolver: &ResolverGeneric<Disk>) -> Vec<Arc<TsConfig>> {
    let mut configs: Vec<Arc<TsConfig>> = Vec::new();
    let mut add = |config: Arc<TsConfig>| {
        if configs.iter().all(|known| known.path != config.path) {
            configs.push(config);
        }
    };
    // A name that stands for all files of the folder, so that the answer does not depend on the file that comes first.
    for stand_in in ["module.ts", "module.tsx", "module.js"] {
        match resolver.find_tsconfig(folder.join(stand_in)) {
            Ok(Some(config)) => {
                add(config);
                break;
            }
            Ok(None) => {}
            Err(error) => project.texts.problem(folder, error.to_string()),
        }
    }
    if let Some(path) = nearest(folder, project)
        && let Ok(config) = resolver.resolve_tsconfig(&path)
    {
        add(Arc::clone(&config));
        // A solution has no paths of its own; its parts beside it do.
        let beside = config.references_resolved.iter().filter(|part| part.path.parent() == path.parent());
        beside.map(Arc::clone).for_each(add);
    }
    configs
}

fn nearest(folder: &Path, project: &Project) -> Option<PathBuf> {
    let folders = folder.ancestors().take_while(|folder| folder.starts_with(&project.root));
    folders
        .flat_map(|folder| NAMES.iter().map(|name| folder.join(name)))
        .find(|path| project.texts.json(path).is_some())
}
