//! `include` and `exclude`: which files a walk takes. Patterns are those of `.gitignore`, relative to the configuration's folder.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Which files a walk takes; all, by default.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    include: Option<Patterns>,
    exclude: Option<Patterns>,
}

/// [`Globs`] for a walk below one folder.
#[derive(Debug, Clone)]
pub struct Below {
    /// As the paths of the walk begin.
    folder: PathBuf,
    /// Without links.
    real: PathBuf,
    globs: Globs,
}

/// Patterns that name files and folders.
#[derive(Debug, Clone)]
pub struct Patterns {
    /// The folder they are relative to, without links.
    folder: PathBuf,
    patterns: Gitignore,
}

impl Globs {
    /// Takes what `include` names, all without it, and of that leaves out what `exclude` names.
    pub fn new(include: Option<Patterns>, exclude: Option<Patterns>) -> Self {
        Globs { include, exclude }
    }

    /// Whether there are any, so that a file can be missing because of them.
    pub fn are_given(&self) -> bool {
        self.include.is_some() || self.exclude.is_some()
    }

    /// The same for a walk below a folder, whose paths begin as the folder is written.
    pub fn below(&self, folder: &Path) -> Below {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        Below { folder: folder.to_owned(), real, globs: self.clone() }
    }

    fn take(&self, file: &Path) -> bool {
        let is_included = self.include.as_ref().is_none_or(|include| include.name(file, false).unwrap_or(true));
        is_included && !self.leave_out(file, false)
    }

    fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.as_ref().is_some_and(|exclude| exclude.name(path, is_folder).unwrap_or(false))
    }
}

impl Below {
    /// Whether the walk takes this file.
    pub fn take(&self, file: &Path) -> bool {
        !self.globs.are_given() || self.globs.take(&self.real(file))
    }

    /// Whether the walk does not enter this folder.
    pub fn prune(&self, folder: &Path) -> bool {
        self.globs.are_given() && self.globs.leave_out(&self.real(folder), true)
    }

    fn real(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.folder).map_or_else(|_| path.to_owned(), |rest| self.real.join(rest))
    }
}

impl Patterns {
    /// Reads patterns; each that is none is given to `fault`.
    pub fn read<'a, T: Copy>(
        folder: &Path,
        patterns: impl IntoIterator<Item = (&'a str, T)>,
        mut fault: impl FnMut(T, String),
    ) -> Self {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let mut builder = GitignoreBuilder::new(&folder);
        for (pattern, place) in patterns {
            let is_nothing = pattern.trim().is_empty() || pattern.starts_with('#');
            if is_nothing {
                fault(place, format!("`{pattern}` names no file"));
            } else if pattern.split('/').any(|part| part == "..") {
                fault(place, format!("`{pattern}` leads out of the folder"));
            } else if builder.add_line(None, &anchored(pattern)).is_err() {
                fault(place, format!("`{pattern}` is no pattern"));
            }
        }
        // Every line has been read by itself; together they can only be too many.
        let patterns = builder.build().unwrap_or_else(|_| Gitignore::empty());
        Patterns { folder, patterns }
    }

    /// Whether a path, or a folder it lies in, is named; `None` outside of their own folder, where they say nothing.
    fn name(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let path = path.strip_prefix(&self.folder).ok()?;
        Some(self.patterns.matched_path_or_any_parents(path, is_folder).is_ignore())
    }
}

/// `./src` as people write it for what `.gitignore` calls `/src`.
fn anchored(pattern: &str) -> String {
    let (not, path) = pattern.strip_prefix('!').map_or(("", pattern), |path| ("!", path));
    path.strip_prefix("./").map_or_else(|| pattern.to_owned(), |path| format!("{not}/{path}"))
}
