//! From a file that a build writes to the source it is written from, by the names of folders.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::packages::{Packages, flatten};
use super::texts::{Texts, lock};

/// The extensions of files with code, those first that are preferred.
pub const CODE: [&str; 8] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

/// Folders at the root of a package into which builds write.
const WRITTEN: &str = "dist build lib out output es esm cjs umd types typings typing .build module commonjs";

/// Folders below those, one for each form of a build.
const FORMS: &str = "esm cjs es umd mjs types typings node browser module commonjs lib dist src _esm _cjs _types \
                     es5 es6 es2015 es2020 esm5 esm2015 esm2020 development production";

/// What stands before the extension of a bundle, by form of the build.
const MARKS: &str = "esm cjs es umd mjs min prod development production module node browser common legacy";

/// Folders of sources, by preference; the package's own folder is the empty one.
const SOURCES: [&str; 5] = ["src", "", "source", "lib", "app"];

/// The configurations of a package in which its folders for builds stand.
const BUILDS: [&str; 6] = [
    "tsconfig.json", "tsconfig.build.json", "tsconfig.lib.json", "tsconfig.esm.json", "tsconfig.cjs.json",
    "tsconfig.prod.json",
];

/// A folder that is written, and the folder that it is written from, if one is named.
type Build = (PathBuf, Option<PathBuf>);

/// The folders into which the packages of a project are built.
#[derive(Debug, Default)]
pub struct Outputs {
    builds: Mutex<BTreeMap<PathBuf, Arc<Vec<Build>>>>,
}

impl Outputs {
    /// The folder of a package's build in which the path lies.
    pub fn folder(&self, path: &Path, packages: &Packages, texts: &Texts) -> Option<PathBuf> {
        let package = packages.holding(path)?;
        self.written(package, path, texts).map(|(folder, _)| folder)
    }

    /// Whether a build makes the folder at that path, from sources that are there.
    pub fn is_folder(&self, path: &Path, packages: &Packages, texts: &Texts) -> bool {
        self.source(&path.join("index.js"), packages, texts).is_some()
    }

    /// The source of a file that a build writes.
    pub fn source(&self, path: &Path, packages: &Packages, texts: &Texts) -> Option<PathBuf> {
        let package = packages.holding(path)?;
        let (folder, from) = self.written(package, path, texts)?;
        let rest = path.strip_prefix(&folder).ok()?;
        let bases = from.into_iter().chain(SOURCES.iter().map(|source| package.join(source)));
        let bases: Vec<PathBuf> = bases.filter(|base| *base != folder && base.is_dir()).collect();
        let stems = stems(rest);
        let tails: Vec<PathBuf> = stems.iter().flat_map(|stem| without_forms(stem)).collect();
        tails.iter().find_map(|tail| bases.iter().find_map(|base| code_at(&base.join(tail))))
    }

    fn written(&self, package: &Path, path: &Path, texts: &Texts) -> Option<Build> {
        let builds = Arc::clone(
            lock(&self.builds).entry(package.to_path_buf()).or_insert_with(|| Arc::new(builds(package, texts))),
        );
        if let Some(build) = builds.iter().find(|(folder, _)| path != folder && path.starts_with(folder)) {
            return Some(build.clone());
        }
        let first = path.strip_prefix(package).ok()?.components().next()?;
        let Component::Normal(name) = first else { return None };
        let folder = package.join(name);
        let name = name.to_str()?;
        let named = listed(WRITTEN, name) || name.starts_with("dist-") || name.starts_with("build-");
        (named && folder != path).then_some((folder, None))
    }
}

/// The folders for builds that a package's configurations name.
fn builds(package: &Path, texts: &Texts) -> Vec<Build> {
    let mut builds = Vec::new();
    for name in BUILDS {
        let Some(config) = texts.json(&package.join(name)) else { continue };
        let options = config.get("compilerOptions");
        let folder = |key: &str| {
            let path = options?.get(key)?.as_str()?;
            Some(flatten(&package.join(path.trim_start_matches("${configDir}/"))))
        };
        let from = folder("rootDir");
        for written in ["outDir", "declarationDir"].into_iter().filter_map(folder) {
            // Who writes beside the sources has no folder for it.
            if written != package && written.starts_with(package) && from.as_ref() != Some(&written) {
                builds.push((written, from.clone()));
            }
        }
    }
    builds
}

/// The path without its extension, and without what names the form of a bundle.
fn stems(path: &Path) -> Vec<PathBuf> {
    let text = path.to_string_lossy();
    let stem = [".d.ts", ".d.mts", ".d.cts"].iter().find_map(|end| text.strip_suffix(end)).or_else(|| {
        let (stem, extension) = text.rsplit_once('.')?;
        CODE.contains(&extension).then_some(stem)
    });
    let Some(stem) = stem else { return Vec::new() };
    let mut stems = vec![PathBuf::from(stem)];
    let mut rest = stem;
    while let Some((shorter, mark)) = rest.rsplit_once('.')
        && listed(MARKS, mark)
    {
        stems.push(PathBuf::from(shorter));
        rest = shorter;
    }
    // A folder's index can be made from a file that is called like the folder.
    let parents = stems.iter().filter(|stem| stem.ends_with("index")).filter_map(|stem| stem.parent());
    let parents: Vec<PathBuf> =
        parents.filter(|parent| !parent.as_os_str().is_empty()).map(Path::to_path_buf).collect();
    stems.extend(parents);
    stems
}

/// The path, and what is left of it without its first folders, as long as these name the form of a build.
fn without_forms(path: &Path) -> Vec<PathBuf> {
    let mut left = vec![path.to_path_buf()];
    let mut parts = path.components();
    while let Some(Component::Normal(first)) = parts.next()
        && first.to_str().is_some_and(|name| listed(FORMS, name))
        && !parts.as_path().as_os_str().is_empty()
    {
        left.push(parts.as_path().to_path_buf());
    }
    left
}

/// The file with code that stands at a path without extension, or in the folder there.
pub fn code_at(stem: &Path) -> Option<PathBuf> {
    let beside = CODE.iter().map(|extension| {
        let mut path = stem.as_os_str().to_owned();
        path.push(".");
        path.push(extension);
        PathBuf::from(path)
    });
    let inside = CODE.iter().map(|extension| stem.join("index").with_extension(extension));
    beside.chain(inside).find(|path| path.is_file())
}

fn listed(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|listed| listed == word)
}

/// The code beside a file of declarations.
pub fn declared(path: &Path) -> Option<PathBuf> {
    let text = path.to_str()?;
    let stem = [".d.ts", ".d.mts", ".d.cts"].iter().find_map(|end| text.strip_suffix(end))?;
    let stem = Path::new(stem);
    code_at(stem).filter(|code| code.parent() == stem.parent())
}
