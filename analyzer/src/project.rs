//! Many files together: what an import stands for, which function a call goes to, and what calling it does.
//!
//! [`Program::link`] takes files that were read one by one, with where their imports lead, and makes one whole of them. It reads no file itself.
//! Everything behind it ([`crate::recognise()`], [`crate::evaluate()`], [`crate::judge`]) looks at one file and asks the program about the others.

mod answers;
mod callee;
mod classes;
mod definitions;
mod derived;
mod imports;
mod meaning;
mod members;
mod places;
mod types;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cfg::Expr;
use crate::constant::Const;
use crate::effects::{self, Effects};
use crate::entries::Entries;
use crate::evaluate;
use crate::frameworks::{self, Standing};
use crate::lower::read;
use crate::module::{BindingId, Function, FunctionId, Module, Problem};
use crate::parse::Limits;
use crate::recognise::{Candidate, recognise};
use crate::scoping::Scoping;
use crate::settings::Settings;
use crate::source::{SourceFile, Span};
use crate::summary::{self, Summary};
use crate::unguarded::Guarding;

pub use callee::Unresolved;
pub(crate) use callee::for_each_call;
use classes::Classes;
use definitions::Definitions;
pub(crate) use imports::Imported;
pub(crate) use imports::{enum_member, exported};
pub(crate) use meaning::{Meaning, Reader};

/// Why a module specifier leads to no file of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// A module of the runtime: `node:fs`.
    Builtin,
    /// A package that is not part of the project, by its name: `express`, `@nestjs/common`.
    Package(String),
    /// A relative path, an alias or a package of the project where no such file is.
    Missing,
    /// A file that holds no code: `./logo.svg`, `./data.json`.
    NoCode,
}

/// An index of a file in a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// A function of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef {
    pub module: ModuleId,
    pub function: FunctionId,
}

/// A file before it is linked.
#[derive(Debug)]
pub struct Unlinked {
    pub source: SourceFile,
    pub module: Module,
    /// Where the specifiers of [`Module::specifiers`] lead; one that is missing here leads nowhere.
    pub imports: BTreeMap<String, Result<ModuleId, Outside>>,
}

/// A file of a program.
#[derive(Debug)]
pub struct File {
    pub source: SourceFile,
    pub module: Module,
    imports: BTreeMap<String, Result<ModuleId, Outside>>,
    /// What each imported variable stands for.
    imported: FxHashMap<BindingId, Imported>,
    /// The value of each imported variable that is built from constants alone.
    constants: FxHashMap<BindingId, Expr>,
    /// The key of each type that the file can name and the project declares.
    type_keys: FxHashMap<String, String>,
    /// Where each local variable gets its values.
    definitions: Definitions,
    /// The function each call goes to, by the place of the call.
    callees: FxHashMap<Span, FunctionRef>,
    /// Of each function, by its number.
    summaries: Vec<Summary>,
    /// Variables whose lists or objects are changed by someone else than the function that declares them.
    changed_elsewhere: FxHashSet<BindingId>,
    /// The functions of the file that call a function, each once, in their order.
    callers: BTreeMap<FunctionRef, Vec<FunctionId>>,
    /// The functions that were taken for checks.
    candidates: FxHashMap<FunctionId, Candidate>,
}

/// Files that were linked.
#[derive(Debug)]
pub struct Program {
    files: Vec<File>,
    classes: Classes,
    /// What functions do; those that do nothing are left out.
    effects: FxHashMap<FunctionRef, Effects>,
    pub(crate) entries: Entries,
    /// What guards each entry, and which are siblings.
    pub(crate) guarding: Guarding,
    /// Accesses that bind nothing to the one who asks.
    pub(crate) scoping: Scoping,
}

impl Program {
    /// Links files; a [`ModuleId`] is an index into them.
    ///
    /// Summaries are made bottom-up, and the paths behind calls that never return are cut out of the graphs.
    pub fn link(mut files: Vec<Unlinked>, settings: &Settings) -> Self {
        if !settings.frameworks.is_empty() {
            files.par_iter_mut().for_each(|Unlinked { source, module, .. }| {
                module.standing = Standing::of(&source.path, module, &settings.frameworks);
            });
        }
        let files = files.into_par_iter().map(|file| File {
            definitions: Definitions::of(&file.module),
            changed_elsewhere: evaluate::changed_elsewhere(&file.module),
            summaries: vec![Summary::default(); file.module.functions.len()],
            source: file.source,
            module: file.module,
            imports: file.imports,
            imported: FxHashMap::default(),
            type_keys: FxHashMap::default(),
            constants: FxHashMap::default(),
            callees: FxHashMap::default(),
            callers: BTreeMap::new(),
            candidates: FxHashMap::default(),
        });
        let mut program = Program {
            files: files.collect(),
            classes: Classes::default(),
            effects: FxHashMap::default(),
            entries: Entries::default(),
            guarding: Guarding::default(),
            scoping: Scoping::default(),
        };
        let imported = program.of_each(imports::imported);
        for (file, imported) in program.files.iter_mut().zip(imported) {
            file.imported = imported;
        }
        types::link(&mut program);
        for (at, proven) in frameworks::proven_elsewhere(&program) {
            let module = &mut program.files[at.module.0 as usize].module;
            let mut standing = std::mem::take(&mut module.standing);
            standing.adopt(module, at.function, proven);
            module.standing = standing;
        }
        program.classes = Classes::of(&program);
        let constants = program.of_each(imports::constants);
        let callees = program.of_each(callee::callees);
        for ((file, constants), callees) in program.files.iter_mut().zip(constants).zip(callees) {
            file.constants = constants;
            file.callees = callees;
        }
        program.find_entries();
        summary::summarise(&mut program);
        let candidates = program.of_each(|program, id| program.candidates_of(id, settings));
        let callers: Vec<_> = program.ids().into_par_iter().map(|id| callee::callers(&program, id)).collect();
        for ((file, candidates), callers) in program.files.iter_mut().zip(candidates).zip(callers) {
            file.candidates = candidates;
            file.callers = callers;
        }
        program.effects = effects::effects(&program);
        program.guarding = Guarding::of(&program);
        program.scoping = Scoping::of(&program);
        program
    }

    /// Finds the entries, and what their registrations say of their parameters.
    fn find_entries(&mut self) {
        let (entries, roles) = Entries::of(self);
        for (at, parameters) in roles {
            let module = &mut self.files[at.module.0 as usize].module;
            let mut standing = std::mem::take(&mut module.standing);
            standing.add_entry(module, at.function, &parameters);
            module.standing = standing;
        }
        self.entries = entries;
    }

    /// Computes something for each file. A panic costs its file alone, and is told there.
    fn of_each<T: Default + Send>(&mut self, work: impl Fn(&Program, ModuleId) -> T + Sync) -> Vec<T> {
        let program = &*self;
        let guarded = |id| catch_unwind(AssertUnwindSafe(|| work(program, id))).ok();
        let done: Vec<Option<T>> = program.ids().into_par_iter().map(guarded).collect();
        for (file, _) in self.files.iter_mut().zip(&done).filter(|(_, done)| done.is_none()) {
            file.module.problems.push(Problem {
                span: Span::default(),
                at: Span::default(),
                message: "internal error, please report".to_owned(),
                whole_file: true,
            });
        }
        done.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The file of a program of one.
    pub const ONLY: ModuleId = ModuleId(0);

    /// A program of one file, whose imports lead nowhere.
    pub fn of_one(source: SourceFile, limits: &Limits, settings: &Settings) -> Self {
        let module = read(&source, limits);
        Program::link(vec![Unlinked { source, module, imports: BTreeMap::new() }], settings)
    }

    /// The numbers of all files.
    pub fn ids(&self) -> Vec<ModuleId> {
        (0..self.files.len() as u32).map(ModuleId).collect()
    }

    /// A file.
    pub fn file(&self, id: ModuleId) -> &File {
        &self.files[id.0 as usize]
    }

    /// A function.
    pub fn function(&self, at: FunctionRef) -> &Function {
        &self.file(at.module).module.functions[at.function.0 as usize]
    }

    /// Every function of a file.
    pub fn functions_of(&self, module: ModuleId) -> impl Iterator<Item = FunctionRef> + use<> {
        let count = self.file(module).module.functions.len() as u32;
        (0..count).map(move |number| FunctionRef { module, function: FunctionId(number) })
    }

    fn candidates_of(&self, module: ModuleId, settings: &Settings) -> FxHashMap<FunctionId, Candidate> {
        let candidates =
            self.functions_of(module).filter_map(|at| Some((at.function, recognise(self, at, settings).ok()?)));
        candidates.collect()
    }

    /// What a function was taken for, if for a check.
    pub fn candidate(&self, at: FunctionRef) -> Option<&Candidate> {
        self.file(at.module).candidates.get(&at.function)
    }

    /// What calling a function does.
    pub fn summary(&self, at: FunctionRef) -> &Summary {
        &self.file(at.module).summaries[at.function.0 as usize]
    }

    pub(crate) fn set_summary(&mut self, at: FunctionRef, summary: Summary) {
        self.files[at.module.0 as usize].summaries[at.function.0 as usize] = summary;
    }

    pub(crate) fn function_mut(&mut self, at: FunctionRef) -> &mut Function {
        &mut self.files[at.module.0 as usize].module.functions[at.function.0 as usize]
    }

    /// The functions that call a function, file by file.
    pub(crate) fn callers(&self, callee: FunctionRef) -> impl Iterator<Item = FunctionRef> {
        let files = (0..).map(ModuleId).zip(&self.files);
        files.flat_map(move |(module, file)| {
            let callers = file.callers.get(&callee).into_iter().flatten();
            callers.map(move |function| FunctionRef { module, function: *function })
        })
    }

    /// The functions that a file calls, each with those of its functions that do.
    pub(crate) fn calls_of(&self, module: ModuleId) -> impl Iterator<Item = (&FunctionRef, &Vec<FunctionId>)> {
        self.file(module).callers.iter()
    }

    pub(crate) fn effects_of(&self, at: FunctionRef) -> Option<&Effects> {
        self.effects.get(&at)
    }

    /// What a function gives whatever it is handed, where it stands in another file.
    pub(crate) fn constant_elsewhere(&self, from: ModuleId, callee: FunctionRef) -> Option<&Const> {
        self.summary(callee).constant.as_ref().filter(|_| callee.module != from)
    }

    pub(crate) fn module_mut(&mut self, id: ModuleId) -> &mut Module {
        &mut self.files[id.0 as usize].module
    }

    /// The function of the project that a call of a file goes to; `await` is seen through.
    pub fn callee(&self, module: ModuleId, call: &Expr) -> Option<FunctionRef> {
        self.callee_at(module, call_span(call))
    }

    /// The function of the project that the call at a place of a file goes to.
    pub(crate) fn callee_at(&self, module: ModuleId, call: Span) -> Option<FunctionRef> {
        self.file(module).callees.get(&call).copied()
    }

    /// Whether a file calls a function.
    pub(crate) fn calls_into(&self, module: ModuleId, callee: FunctionRef) -> bool {
        self.file(module).callees.values().any(|known| *known == callee)
    }

    /// The method of a class of the file itself.
    pub(crate) fn own_method(&self, module: ModuleId, class: &str, name: &str) -> Option<FunctionId> {
        self.classes.own_method(module, class, name)
    }
}

/// The place of a call, without the `await` before it.
fn call_span(call: &Expr) -> Span {
    match &call.kind {
        crate::cfg::ExprKind::Await(inner) => call_span(inner),
        _ => call.span,
    }
}

impl File {
    /// The value of a local variable that is assigned at one place.
    pub(crate) fn definition(&self, binding: BindingId) -> Option<&Expr> {
        self.definitions.value(&self.module, binding)
    }

    /// Every value that a local variable is given.
    pub(crate) fn definitions(&self, binding: BindingId) -> impl Iterator<Item = &Expr> {
        self.definitions.values(&self.module, binding)
    }

    /// What an expression stands for: the value of a variable that is assigned at one place, or the expression itself.
    pub(crate) fn defined<'e>(&'e self, expr: &'e Expr) -> &'e Expr {
        match expr.kind {
            crate::cfg::ExprKind::Binding(binding) => self.definition(binding).unwrap_or(expr),
            _ => expr,
        }
    }

    /// The value of an imported variable, where it is built from constants alone.
    pub(crate) fn constant(&self, binding: BindingId) -> Option<&Expr> {
        self.constants.get(&binding)
    }

    /// Variables whose lists or objects are changed by someone else than the function that declares them.
    pub(crate) fn changed_elsewhere(&self) -> &FxHashSet<BindingId> {
        &self.changed_elsewhere
    }
}
