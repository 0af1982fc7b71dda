//! Small projects, and where their imports lead.

mod monorepos;
mod single;

use std::fs;
use std::path::{Path, PathBuf};

use portcullis_analyzer::project::Outside;
use tempfile::TempDir;

use super::{Resolver, project_root};

/// A project in a folder that goes away with it.
struct Tree {
    folder: TempDir,
}

impl Tree {
    /// Files by path; those with code are empty.
    fn new(files: &[(&str, &str)], code: &[&str]) -> Self {
        let tree = Tree { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files.iter().copied().chain(code.iter().map(|path| (*path, ""))) {
            let path = tree.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        tree
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn resolver(&self) -> Resolver {
        Resolver::new(Some(&self.root()))
    }

    /// Asserts where imports lead: importer, specifier, and the file, or one of `missing`, `no code`, `builtin` and
    /// `package NAME`.
    fn leads(&self, expected: &[(&str, &str, &str)]) -> Resolver {
        let resolver = self.resolver();
        let root = self.root();
        let said = |importer: &str, specifier: &str| said(&root, &resolver.resolve(&root.join(importer), specifier));
        let wrong = expected.iter().filter_map(|(importer, specifier, expected)| {
            let said = said(importer, specifier);
            (said != *expected).then(|| format!("{importer}: `{specifier}` leads to {said}, not {expected}"))
        });
        let wrong: Vec<String> = wrong.collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        resolver
    }
}

fn said(root: &Path, found: &Result<PathBuf, Outside>) -> String {
    match found {
        Ok(path) => path.strip_prefix(root).unwrap_or(path).to_str().unwrap().replace('\\', "/"),
        Err(Outside::Builtin) => "builtin".to_owned(),
        Err(Outside::Package(name)) => format!("package {name}"),
        Err(Outside::Missing) => "missing".to_owned(),
        Err(Outside::NoCode) => "no code".to_owned(),
    }
}

/// The problems of a resolver, as `path: reason`.
fn problems(tree: &Tree, resolver: &Resolver) -> Vec<String> {
    let root = tree.root();
    let problems = resolver.problems().into_iter();
    problems
        .map(|problem| format!("{}: {}", problem.path.strip_prefix(&root).unwrap().display(), problem.reason))
        .collect()
}
