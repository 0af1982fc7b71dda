//! Which files to analyse: the named ones, and what a walk below the named folders finds. Reads no file.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};
use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::args::InputArgs;
use crate::config::{Below, Globs};
use crate::leave_out::{self, Reason};

/// A file to analyse.
#[derive(Debug, Clone)]
pub struct Input {
    pub from: From,
    /// As it is called in every output: relative, with `/`.
    pub name: String,
    /// Named on the command line; then nothing but its size keeps it from being analysed.
    pub named: bool,
    pub size: u64,
}

impl Input {
    /// A file that another one imports.
    pub fn reached(path: &Path, names: &Names) -> Self {
        // Its size counts for the order of reading alone; whether it is too large shows when it is read.
        Input { from: From::Disk(path.to_owned()), name: names.of(path), named: true, size: 0 }
    }

    /// Where it lies, or would lie.
    pub fn path(&self, names: &Names) -> PathBuf {
        match &self.from {
            From::Disk(path) => names.absolute(path),
            From::Stdin => names.root.join(&self.name),
        }
    }
}

/// Where a file's bytes come from.
#[derive(Debug, Clone)]
pub enum From {
    Disk(PathBuf),
    Stdin,
}

/// A path that could not be read.
#[derive(Debug, Clone)]
pub struct Unread {
    pub name: String,
    pub reason: String,
    /// Named on the command line: an error of use, not of the project.
    pub named: bool,
}

/// What is to be analysed.
#[derive(Debug, Default)]
pub struct Selection {
    /// Sorted by name, each file once.
    pub inputs: Vec<Input>,
    pub unread: Vec<Unread>,
    /// How many files the walk met and left out, by reason.
    pub left_out: BTreeMap<Reason, usize>,
}

/// Names files for the output.
#[derive(Debug)]
pub struct Names {
    root: PathBuf,
    working: PathBuf,
}

impl Names {
    /// Relative to `root`, or to the working directory.
    pub fn new(root: Option<&Path>) -> Result<Self> {
        let working = std::env::current_dir().context("cannot find the working directory")?;
        let root = root.map_or_else(|| working.clone(), |root| flatten(&working.join(root)));
        anyhow::ensure!(root.is_dir(), "--root: `{}` is no folder", root.display());
        Ok(Names { root, working })
    }

    /// The path's absolute form, without `.` and `..`.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        flatten(&self.working.join(path))
    }

    /// The path of what is called so in every output.
    pub fn path_of(&self, name: &str) -> PathBuf {
        flatten(&self.root.join(name))
    }

    /// The path as it is called in every output.
    pub fn of(&self, path: &Path) -> String {
        let mut absolute = self.absolute(path);
        // The working directory can be known under another name, through a link.
        if !absolute.starts_with(&self.root)
            && let (Ok(real), Ok(root)) = (absolute.canonicalize(), self.root.canonicalize())
            && let Ok(rest) = real.strip_prefix(&root)
        {
            absolute = self.root.join(rest);
        }
        let shared = absolute.components().zip(self.root.components()).take_while(|(a, b)| a == b).count();
        if shared == 0 {
            return absolute.to_string_lossy().replace('\\', "/");
        }
        let up = self.root.components().skip(shared).map(|_| "..".to_owned());
        let down = absolute.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
        let parts: Vec<String> = up.chain(down).collect();
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }
}

/// Removes `.` and `..` by their spelling, as users mean them.
fn flatten(path: &Path) -> PathBuf {
    let mut flat = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                flat.pop();
            }
            other => flat.push(other),
        }
    }
    flat
}

/// Finds the files below the given paths.
pub fn select(paths: &[PathBuf], options: &InputArgs, names: &Names, globs: &Globs) -> Selection {
    let start = [options.root.clone().unwrap_or_else(|| PathBuf::from("."))];
    let paths = if paths.is_empty() { &start } else { paths };
    let mut selection = Selection::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let name = names.of(&options.stdin_filename);
            selection.inputs.push(Input { from: From::Stdin, name, named: true, size: 0 });
            continue;
        }
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => walk(path, options, names, globs, &mut selection),
            Ok(found) => {
                let from = From::Disk(path.clone());
                selection.inputs.push(Input { from, name: names.of(path), named: true, size: found.len() });
            }
            Err(error) => {
                selection.unread.push(Unread { name: names.of(path), reason: plain(&error), named: true });
            }
        }
    }
    // The named entry wins over the one a walk found.
    selection.inputs.sort_by(|a, b| (&a.name, !a.named).cmp(&(&b.name, !b.named)));
    selection.inputs.dedup_by(|later, earlier| later.name == earlier.name);
    selection.unread.sort_by(|a, b| a.name.cmp(&b.name));
    selection
}

/// Collects the source files below a folder. Links are not followed, so that no loop can hold the walk.
fn walk(folder: &Path, options: &InputArgs, names: &Names, globs: &Globs, selection: &mut Selection) {
    let found = Mutex::new(selection);
    let no_ignore = options.no_ignore;
    let globs = globs.below(folder);
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(!no_ignore).require_git(false).follow_links(false);
    builder.threads(options.threads.map_or(0, usize::from));
    let pruning = globs.clone();
    builder.filter_entry(move |entry| entry.depth() == 0 || !prunes(entry, no_ignore, &pruning));
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            if let Ok(mut selection) = found.lock() {
                match entry {
                    Ok(entry) if globs.take(entry.path()) => take(&entry, folder, options, names, &mut selection),
                    Ok(_) => {}
                    Err(error) => selection.unread.extend(unread(&error, folder, names)),
                }
            }
            WalkState::Continue
        })
    });
}

/// Folders that are not entered: version control's own always, the usual ones for tests and vendored code unless asked for,
/// and what the project excludes.
fn prunes(entry: &DirEntry, no_ignore: bool, globs: &Below) -> bool {
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return false;
    }
    let name = entry.file_name().to_string_lossy();
    matches!(&*name, ".git" | ".hg" | ".svn")
        || (!no_ignore && leave_out::by_folder(&name).is_some())
        || globs.prune(entry.path())
}

fn take(entry: &DirEntry, folder: &Path, options: &InputArgs, names: &Names, selection: &mut Selection) {
    if !entry.file_type().is_some_and(|kind| kind.is_file()) || !leave_out::is_source(entry.path()) {
        return;
    }
    let file_name = entry.file_name().to_string_lossy();
    if !options.no_ignore
        && let Some(reason) = leave_out::by_name(&file_name)
    {
        *selection.left_out.entry(reason).or_default() += 1;
        return;
    }
    match entry.metadata() {
        Ok(found) => {
            let from = From::Disk(entry.path().to_path_buf());
            selection.inputs.push(Input { from, name: names.of(entry.path()), named: false, size: found.len() });
        }
        Err(error) => selection.unread.extend(unread(&error, folder, names)),
    }
}

/// What the walk could not read. Faults in ignore files come as partial errors beside an entry, never here.
fn unread(error: &ignore::Error, folder: &Path, names: &Names) -> Option<Unread> {
    let path = path_of(error).unwrap_or(folder);
    let reason = error.io_error().map_or_else(|| error.to_string(), plain);
    Some(Unread { name: names.of(path), reason, named: error.depth() == Some(0) })
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::Partial(errors) => errors.first().and_then(path_of),
        _ => None,
    }
}

/// An error of the operating system in lower case and without its number.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.chars().next().map_or_else(String::new, |first| first.to_lowercase().chain(text.chars().skip(1)).collect())
}
