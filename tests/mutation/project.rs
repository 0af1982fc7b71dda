//! A file with what it imports, linked again for each text it is given.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use portcullis_analyzer::project::{Outside, Unlinked};
use portcullis_analyzer::{
    Analysis, Confidence, Limits, Module, ModuleId, Program, Settings, SourceFile, analyze, read,
};
use portcullis_lints::{Finding, check, silence};

/// Files that are read for the sake of one, no more.
const MOST_FILES: usize = 24;

/// A file, and the files around it.
pub struct Surroundings {
    pub path: String,
    pub text: String,
    /// The file itself comes first.
    files: Vec<(SourceFile, Module)>,
    imports: Vec<BTreeMap<String, Result<ModuleId, Outside>>>,
}

impl Surroundings {
    /// Reads a file and what it imports by relative paths.
    pub fn read(path: &Path, name: &str) -> Option<Self> {
        let text = std::fs::read_to_string(path).ok()?;
        let mut paths = vec![path.to_path_buf()];
        let mut around = Surroundings { path: name.to_owned(), text, files: Vec::new(), imports: Vec::new() };
        let mut next = 0;
        while let Some(path) = paths.get(next).cloned() {
            let shown = if next == 0 { name.to_owned() } else { path.display().to_string() };
            let source = SourceFile::new(shown, std::fs::read_to_string(&path).ok()?);
            let module = read(&source, &Limits::default());
            let imports =
                module.specifiers(true).map(|specifier| (specifier.to_owned(), leads(&path, specifier, &mut paths)));
            around.imports.push(imports.collect());
            around.files.push((source, module));
            next += 1;
        }
        Some(around)
    }

    /// The program with another text of the file.
    pub fn with(&self, text: &str) -> Program {
        let own = SourceFile::new(self.path.clone(), text.to_owned());
        let module = read(&own, &Limits::default());
        let files = std::iter::once((own, module)).chain(self.files.iter().skip(1).cloned());
        let files = files.zip(&self.imports).map(|((source, module), imports)| Unlinked {
            source,
            module,
            imports: imports.clone(),
        });
        Program::link(files.collect(), &Settings::default())
    }
}

/// Where a relative specifier leads; what it leads to is read too, as long as there is room.
fn leads(from: &Path, specifier: &str, paths: &mut Vec<PathBuf>) -> Result<ModuleId, Outside> {
    if !specifier.starts_with('.') {
        return Err(Outside::Package(specifier.to_owned()));
    }
    let target = from.parent().unwrap_or(from).join(specifier);
    let plain = target.to_string_lossy().into_owned();
    let bare = plain.strip_suffix(".js").unwrap_or(&plain);
    let candidates = [format!("{bare}.ts"), format!("{bare}.tsx"), format!("{plain}.ts"), format!("{plain}/index.ts")];
    let found = candidates.iter().find_map(|candidate| PathBuf::from(candidate).canonicalize().ok());
    let found = found.ok_or(Outside::Missing)?;
    let known = |path: &PathBuf| path.canonicalize().is_ok_and(|path| path == found);
    let index = match paths.iter().position(known) {
        Some(index) => index,
        None if paths.len() < MOST_FILES => {
            paths.push(found);
            paths.len() - 1
        }
        None => return Err(Outside::Missing),
    };
    Ok(ModuleId(index as u32))
}

/// The findings of the first file that a default run shows.
pub fn findings(analysis: &Analysis<'_>) -> Vec<Finding> {
    let found = silence(analysis, check(analysis), |rule| !rule.pedantic).findings;
    let shown = |finding: &Finding| {
        !finding.rule.pedantic && finding.confidence >= Confidence::Medium && finding.rule.id != "unused-suppression"
    };
    found.into_iter().filter(shown).collect()
}

/// The analysis of the first file.
pub fn analysed(program: &Program) -> Analysis<'_> {
    analyze(program, ModuleId(0))
}
