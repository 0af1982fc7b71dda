//! `portcullis.json`: what a project says about its own code and about the rules.
//!
//! In: the command line, and the file it names or the nearest one upwards. Out: a [`Config`], or every fault of the file with its place.
//! What the settings mean for an analysis is not known here.

mod fault;
mod globs;
mod read;
#[cfg(test)]
mod schema;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use portcullis_analyzer::{Settings, SourceFile};
use portcullis_lints::Severity;

pub use fault::Faults;
pub use globs::{Below, Globs};

use crate::args::InputArgs;
use crate::files::{Names, plain};

/// The name that is looked for.
const NAME: &str = "portcullis.json";

/// What a project says; nothing, by default.
#[derive(Debug, Default)]
pub struct Config {
    /// Its own guards and decision words.
    pub settings: Settings,
    /// The severity each rule was set to; `None` for one that is off.
    pub rules: BTreeMap<&'static str, Option<Severity>>,
    /// Which files a walk takes.
    pub globs: Globs,
}

impl Config {
    /// The configuration of a run over these paths.
    pub fn of(paths: &[PathBuf], options: &InputArgs, names: &Names) -> Result<Self> {
        if options.config.no_config {
            return Ok(Config::default());
        }
        let found = options.config.config.clone().or_else(|| nearest(&start(paths, options, names)));
        found.map_or_else(|| Ok(Config::default()), |path| Config::at(&path, names))
    }

    fn at(path: &Path, names: &Names) -> Result<Self> {
        let name = names.of(path);
        let bytes = std::fs::read(path).map_err(|error| anyhow!("cannot read `{name}`: {}", plain(&error)))?;
        let file =
            SourceFile::decode(name, bytes).map_err(|error| anyhow!("cannot read `{}`: {error}", names.of(path)))?;
        let path = names.absolute(path);
        read::read(file, path.parent().unwrap_or(&path))
    }
}

/// The folder from which to look upwards: the first path's, or the one a run without paths is about.
fn start(paths: &[PathBuf], options: &InputArgs, names: &Names) -> PathBuf {
    let first = match paths.first() {
        Some(path) if path.as_os_str() == "-" => &options.stdin_filename,
        Some(path) => path,
        None => return names.absolute(options.root.as_deref().unwrap_or(Path::new("."))),
    };
    let path = names.absolute(first);
    if path.is_dir() { path } else { path.parent().map(Path::to_owned).unwrap_or(path) }
}

/// The nearest file upwards. A repository ends the search: what lies above it is somebody else's.
fn nearest(start: &Path) -> Option<PathBuf> {
    for folder in start.ancestors() {
        let path = folder.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}
