//! Where a project starts.

use std::path::{Path, PathBuf};

use super::packages::{flatten, workspace};
use super::texts::Texts;

/// The project's root folder for the named files and folders: that of the workspace above them, or of the nearest `package.json`, or the
/// repository, and never one above that; without any, the named folder that holds all the others. Files that lie around belong to no project.
pub fn project_root(paths: &[PathBuf]) -> Option<PathBuf> {
    let common = common(paths);
    let above = || {
        let mut below_repository = true;
        common.ancestors().take_while(move |folder| {
            let take = below_repository;
            below_repository = !folder.join(".git").exists();
            take
        })
    };
    let declares = |folder: &&Path| workspace(folder, &Texts::new(folder)).is_some();
    let packaged = |folder: &&Path| folder.join("package.json").is_file();
    let repository = || above().find(|folder| folder.join(".git").exists());
    let marked = above().find(declares).or_else(|| above().find(packaged)).or_else(repository).map(Path::to_path_buf);
    let is_named = || paths.iter().any(|path| path.canonicalize().is_ok_and(|path| path == common && path.is_dir()));
    marked.or_else(|| is_named().then(|| common.clone()))
}

/// The deepest folder that holds all paths.
fn common(paths: &[PathBuf]) -> PathBuf {
    let working = std::env::current_dir().unwrap_or_default();
    let folders = paths.iter().map(|path| {
        let path = flatten(&working.join(path));
        // What comes from standard input is a file that need not be there.
        let folder = if path.is_dir() { &*path } else { path.parent().unwrap_or(&path) };
        folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())
    });
    let shared = |a: PathBuf, b: PathBuf| {
        a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
    };
    folders.reduce(shared).unwrap_or(working)
}
