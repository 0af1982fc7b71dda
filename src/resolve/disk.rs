//! The disk as the resolver sees it: without what was installed or built, with links to the project's own packages.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{FileMetadata, FileSystem, FileSystemOs, ResolveError};
use serde_json::Value;

use super::outputs::Outputs;
use super::packages::Packages;
use super::texts::{self, Texts};
use super::tsconfig;

/// What is known of a project before any import is looked at.
#[derive(Debug, Default)]
pub struct Project {
    pub root: PathBuf,
    pub texts: Texts,
    pub packages: Packages,
    pub outputs: Outputs,
}

impl Project {
    pub fn new(root: Option<PathBuf>) -> Self {
        let Some(root) = root else {
            // The root of the disk holds every file, and nothing is looked for below it.
            let root = PathBuf::from(std::path::MAIN_SEPARATOR_STR);
            return Project { texts: Texts::new(&root), root, ..Project::default() };
        };
        let texts = Texts::new(&root);
        let packages = Packages::find(&root, &texts);
        Project { root, texts, packages, outputs: Outputs::default() }
    }

    /// The folder of a build in which the path lies.
    pub fn output(&self, path: &Path) -> Option<PathBuf> {
        self.outputs.folder(path, &self.packages, &self.texts)
    }

    /// Whether a build makes the folder at that path.
    fn makes(&self, path: &Path) -> bool {
        self.outputs.is_folder(path, &self.packages, &self.texts)
    }

    /// The source of a file that a build writes.
    pub fn source(&self, path: &Path) -> Option<PathBuf> {
        self.outputs.source(path, &self.packages, &self.texts)
    }
}

/// The disk, with or without what a build would have written.
#[derive(Debug, Default)]
pub struct Disk {
    pub project: Arc<Project>,
    /// Shows a file that a build would write as a link to its source.
    pub built: bool,
}

/// What stands at a path.
enum Place {
    /// What the disk has there.
    Disk(PathBuf),
    /// A folder `node_modules`, or that of a scope in it, which holds nothing but links.
    Folder,
    /// A link to a package of the project.
    Link(PathBuf),
    Nothing,
}

impl Disk {
    fn place(&self, path: &Path) -> Place {
        // A project can itself lie in what was installed.
        let (mut folder, below) = match path.strip_prefix(&self.project.root) {
            Ok(below) => (self.project.root.clone(), below),
            Err(_) if path.extension().is_some_and(|extension| extension == "json") => return Place::Nothing,
            Err(_) => (PathBuf::new(), path),
        };
        if !texts::installed(below) {
            return Place::Disk(path.to_path_buf());
        }
        let mut parts = below.components();
        for part in parts.by_ref().take_while(|part| part.as_os_str() != "node_modules") {
            folder.push(part);
        }
        let rest = parts.as_path();
        self.linked(&folder, rest)
    }

    /// What stands at a path in the `node_modules` of a folder.
    fn linked(&self, folder: &Path, rest: &Path) -> Place {
        let Some(links) = self.project.packages.links(folder) else { return Place::Nothing };
        let names: Vec<&str> = rest.components().take(2).filter_map(as_name).collect();
        let scoped = names.first().is_some_and(|name| name.starts_with('@'));
        let name = match names.as_slice() {
            [] => return Place::Folder,
            [scope] if scoped => {
                let held = links.keys().any(|name| name.split('/').next() == Some(scope));
                return if held { Place::Folder } else { Place::Nothing };
            }
            [scope, name] if scoped => format!("{scope}/{name}"),
            [name, ..] => (*name).to_owned(),
        };
        let Some(target) = links.get(&name) else { return Place::Nothing };
        match rest.strip_prefix(&name) {
            Ok(below) if !below.as_os_str().is_empty() => self.place(&target.join(below)),
            _ => Place::Link(target.clone()),
        }
    }

    fn source(&self, path: &Path) -> Option<PathBuf> {
        if self.built { self.project.source(path) } else { None }
    }

    fn makes(&self, path: &Path) -> bool {
        self.built && path.extension().is_none() && self.project.makes(path)
    }
}

fn as_name(part: Component<'_>) -> Option<&str> {
    part.as_os_str().to_str()
}

fn nothing<T>() -> io::Result<T> {
    Err(io::ErrorKind::NotFound.into())
}

impl FileSystem for Disk {
    fn new() -> Self {
        Disk::default()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let Place::Disk(path) = self.place(path) else { return nothing() };
        match self.project.texts.json(&path) {
            Some(object) => Ok(serde_json::to_vec(&*object)?),
            None => nothing(),
        }
    }

    /// Only configurations are read as text.
    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        let Place::Disk(path) = self.place(path) else { return nothing() };
        match tsconfig::sound(&path, &self.project) {
            Some(object) => Ok(Value::Object(object).to_string()),
            None => nothing(),
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self.place(path) {
            Place::Disk(path) => match FileSystemOs::metadata(&path) {
                Err(error) => self.source(&path).map_or(Err(error), |source| FileSystemOs::metadata(&source)),
                found => found,
            },
            Place::Folder => Ok(FileMetadata::new(false, true, false)),
            Place::Link(target) => FileSystemOs::metadata(&target),
            Place::Nothing => nothing(),
        }
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        let link = FileMetadata::new(false, false, true);
        let folder = FileMetadata::new(false, true, false);
        match self.place(path) {
            Place::Disk(path) => match FileSystemOs::symlink_metadata(&path) {
                Err(_) if self.makes(&path) => Ok(folder),
                Err(error) => self.source(&path).map_or(Err(error), |_| Ok(link)),
                found => found,
            },
            Place::Folder => Ok(folder),
            Place::Link(_) => Ok(link),
            Place::Nothing => nothing(),
        }
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        match self.place(path) {
            Place::Disk(path) => match FileSystemOs::read_link(&path) {
                Err(error) => self.source(&path).ok_or(error),
                found => found,
            },
            Place::Link(target) => Ok(target),
            Place::Folder | Place::Nothing => Err(io::Error::from(io::ErrorKind::NotFound).into()),
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        match self.place(path) {
            Place::Disk(path) => FileSystemOs::canonicalize(&path),
            Place::Link(target) => FileSystemOs::canonicalize(&target),
            Place::Folder | Place::Nothing => nothing(),
        }
    }
}
