//! The configuration files of the project, each read from the disk once. Knows nothing of what they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::{Map, Value};

/// A configuration file that could not be used as it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfigProblem {
    pub path: PathBuf,
    pub reason: String,
}

/// What a configuration file says.
pub type Object = Map<String, Value>;

#[derive(Debug, Default)]
struct Text {
    object: OnceLock<Option<Arc<Object>>>,
    reads: AtomicUsize,
}

/// The configuration files of one project.
#[derive(Debug, Default)]
pub struct Texts {
    root: PathBuf,
    texts: Mutex<BTreeMap<PathBuf, Arc<Text>>>,
    problems: Mutex<BTreeSet<ConfigProblem>>,
}

impl Texts {
    pub fn new(root: &Path) -> Self {
        Texts { root: root.to_path_buf(), ..Texts::default() }
    }

    /// What the file says: nothing where it is broken, which is then a problem; `None` where no such file is, outside of
    /// the project, and in `node_modules`.
    pub fn json(&self, path: &Path) -> Option<Arc<Object>> {
        if path.strip_prefix(&self.root).map_or(true, installed) {
            return None;
        }
        let text = Arc::clone(lock(&self.texts).entry(path.to_path_buf()).or_default());
        text.object.get_or_init(|| self.read(path, &text.reads)).clone()
    }

    fn read(&self, path: &Path, reads: &AtomicUsize) -> Option<Arc<Object>> {
        // A folder of that name, or none.
        if !path.is_file() {
            return None;
        }
        reads.fetch_add(1, Ordering::Relaxed);
        let object = match std::fs::read(path) {
            Ok(bytes) => parse(&String::from_utf8_lossy(&bytes)),
            Err(error) => Err(crate::files::plain(&error)),
        };
        Some(Arc::new(object.unwrap_or_else(|reason| {
            self.problem(path, reason);
            Object::new()
        })))
    }

    pub fn problem(&self, path: &Path, reason: impl Into<String>) {
        let reason = reason.into();
        lock(&self.problems).insert(ConfigProblem { path: path.to_path_buf(), reason });
    }

    pub fn problems(&self) -> Vec<ConfigProblem> {
        lock(&self.problems).iter().cloned().collect()
    }

    /// How often each file was read from the disk.
    #[cfg(test)]
    pub fn reads(&self) -> BTreeMap<PathBuf, usize> {
        let texts = lock(&self.texts);
        let counts = texts.iter().map(|(path, text)| (path.clone(), text.reads.load(Ordering::Relaxed)));
        counts.filter(|(_, reads)| *reads > 0).collect()
    }
}

/// Reads JSON as TypeScript does, with comments and trailing commas.
fn parse(text: &str) -> Result<Object, String> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Ok(Object::new());
    }
    match parse_to_serde_value::<Value>(text, &ParseOptions::default()) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("is no object".to_owned()),
        Err(error) => Err(format!("is no JSON: {}", error.to_string().to_lowercase())),
    }
}

/// Whether the path is that of a package which was installed.
pub fn installed(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "node_modules")
}

/// What a panic of another thread left is still whole: values are inserted at once.
pub fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
