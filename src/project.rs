//! The files that are analysed, and those of the project around them: read, and linked to one program.
//!
//! What is found in a file does not depend on which files were asked about: the project is always the same. It holds every file below its root that
//! the walk takes, and what these import; of those that hold no permission word only what they give on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use portcullis_analyzer::project::{Outside, Unlinked};
use portcullis_analyzer::{Limits, Module, ModuleId, Program, SourceFile, read};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::args::InputArgs;
use crate::config::Config;
use crate::files::{Input, Names, select};
use crate::fix::Repairs;
use crate::leave_out::Reason;
use crate::load::{Loaded, load};
use crate::prefilter::OwnWords;
use crate::resolve::{ConfigProblem, Resolver, project_root};
use crate::run::guarded;

/// Files that were read and linked.
#[derive(Debug)]
pub struct Project {
    pub program: Program,
    /// What became of each file that was asked about, in their order.
    pub selected: Vec<Result<ModuleId, NoModule>>,
    /// Configuration that could not be read, so that imports may lead elsewhere.
    pub problems: Vec<ConfigProblem>,
}

/// Why there is no module of a file.
#[derive(Debug, Clone)]
pub enum NoModule {
    LeftOut(Reason),
    /// It could not be read.
    Unread(String),
    /// It could be read, but not analysed.
    Failed(String),
}

/// A file that was read.
struct Found {
    /// Where it lies, links followed; it need not be there, if it came from standard input.
    path: PathBuf,
    source: SourceFile,
    module: Module,
    /// Whether what it imports belongs to the project, or but what it gives on.
    is_followed: bool,
}

impl Project {
    /// Reads the files, and the project around them.
    ///
    /// `named` are the files and folders that were asked about.
    pub fn read(
        named: &[PathBuf],
        inputs: &[Input],
        options: &InputArgs,
        names: &Names,
        config: &Config,
        repairs: &Repairs,
    ) -> Self {
        let own = OwnWords::of(&config.settings);
        let mut reader = Reader { options, own, repairs, found: Vec::new(), places: FxHashMap::default() };
        let selected = reader.add(inputs, names, true);
        let root = project_root(named);
        if let Some(root) = &root {
            let around = select(std::slice::from_ref(root), options, names, &config.globs).inputs;
            reader.add(&around, names, true);
        }
        let resolver = Resolver::new(root.as_deref());
        let imports = reader.follow(&resolver, names);
        let files = reader.found.into_iter().zip(imports);
        let files = files.map(|(found, imports)| Unlinked { source: found.source, module: found.module, imports });
        Project { program: Program::link(files.collect(), &config.settings), selected, problems: resolver.problems() }
    }
}

/// Reads files, each once.
struct Reader<'r> {
    options: &'r InputArgs,
    own: OwnWords,
    repairs: &'r Repairs,
    found: Vec<Found>,
    /// The place of each path in `found`, or why it is not there.
    places: FxHashMap<PathBuf, Result<ModuleId, NoModule>>,
}

impl Reader<'_> {
    /// Reads those that were not read before; says what became of each.
    fn add(&mut self, inputs: &[Input], names: &Names, is_followed: bool) -> Vec<Result<ModuleId, NoModule>> {
        let paths: Vec<PathBuf> = inputs.iter().map(|input| real(&input.path(names))).collect();
        let is_new = |input: &Input, path: &PathBuf| match self.places.get(path) {
            None => true,
            // What the walk left out is read after all once a file imports it.
            Some(known) => input.named && matches!(known, Err(NoModule::LeftOut(_))),
        };
        let mut new: Vec<(&Input, &PathBuf)> =
            inputs.iter().zip(&paths).filter(|(input, path)| is_new(input, path)).collect();
        // The largest first, so that none of them is left alone at the end.
        new.sort_by(|(a, _), (b, _)| b.size.cmp(&a.size).then_with(|| a.name.cmp(&b.name)));
        let read = new.par_iter().with_max_len(1).map(|(input, path)| (*input, *path, self.read(input)));
        let mut read: Vec<_> = read.collect();
        read.sort_by(|(a, ..), (b, ..)| a.name.cmp(&b.name));
        for (_, path, read) in read {
            let place = read.map(|(source, module)| {
                self.found.push(Found { path: path.clone(), source, module, is_followed });
                ModuleId(self.found.len() as u32 - 1)
            });
            self.places.insert(path.clone(), place);
        }
        paths.iter().map(|path| self.places[path].clone()).collect()
    }

    fn read(&self, input: &Input) -> Result<(SourceFile, Module), NoModule> {
        match guarded(|| load(input, self.options, &self.own, self.repairs)) {
            Ok(Loaded::File(source)) => guarded(|| {
                let module = read(&source, &Limits::default());
                (source, module)
            })
            .map_err(NoModule::Failed),
            Ok(Loaded::LeftOut(reason)) => Err(NoModule::LeftOut(reason)),
            Ok(Loaded::Unread(reason)) => Err(NoModule::Unread(reason)),
            Ok(Loaded::Unfit(reason)) | Err(reason) => Err(NoModule::Failed(reason)),
        }
    }

    /// Reads what the files import, and what that gives on; says where the imports of each file lead.
    fn follow(&mut self, resolver: &Resolver, names: &Names) -> Vec<BTreeMap<String, Result<ModuleId, Outside>>> {
        let mut imports: Vec<BTreeMap<String, Result<PathBuf, Outside>>> = Vec::new();
        while imports.len() < self.found.len() {
            let resolved = self.found[imports.len()..].par_iter().map(|found| {
                let specifiers = found.module.specifiers(found.is_followed);
                let resolved =
                    specifiers.map(|specifier| (specifier.to_owned(), resolver.resolve(&found.path, specifier)));
                resolved.collect::<BTreeMap<_, _>>()
            });
            let resolved: Vec<_> = resolved.collect();
            let mut reached: Vec<&Path> =
                resolved.iter().flat_map(|imports| imports.values().flatten()).map(PathBuf::as_path).collect();
            reached.sort_unstable();
            reached.dedup();
            let reached: Vec<Input> = reached.into_iter().map(|path| Input::reached(path, names)).collect();
            self.add(&reached, names, true);
            imports.extend(resolved);
        }
        let place = |target: Result<PathBuf, Outside>| match self.places.get(&target?) {
            Some(Ok(id)) => Ok(*id),
            // It is there, but it could not be read, or is no code.
            _ => Err(Outside::Missing),
        };
        let places = imports
            .into_iter()
            .map(|imports| imports.into_iter().map(|(specifier, target)| (specifier, place(target))).collect());
        places.collect()
    }
}

/// The path with links followed; of a file that is not there, those of its folder.
fn real(path: &Path) -> PathBuf {
    path.canonicalize()
        .ok()
        .or_else(|| Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?)))
        .unwrap_or_else(|| path.to_owned())
}
