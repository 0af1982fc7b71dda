//! What those ask who look for entries: where names lead, which class is meant, what loads what.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::imports::{Imported, exported};
use super::meaning::{DEPTH, Meaning, Reader};
use super::types::declared_at;
use super::{File, FunctionRef, ModuleId, Outside, Program, Unresolved};
use crate::cfg::Expr;
use crate::module::{BindingId, FunctionId, Type, TypeDeclaration};

impl<'p> Reader<'p> {
    /// The function that an expression stands for.
    pub(crate) fn callee_of(self, expr: &'p Expr) -> Result<FunctionRef, Unresolved> {
        self.callee(expr)
    }

    /// What an expression stands for.
    pub(crate) fn meaning_of(self, expr: &'p Expr) -> Meaning<'p> {
        self.meaning(expr, DEPTH)
    }

    /// A method of an instance or class.
    pub(crate) fn method_of(self, meaning: &Meaning<'p>, name: &str) -> Option<FunctionRef> {
        let (module, class) = match meaning {
            Meaning::Instance(module, Type::Named { name, .. }) => self.program.class_of(*module, name)?,
            Meaning::Class { module, name } => (*module, name.clone()),
            _ => return None,
        };
        self.program.classes.method(self.program, module, &class, name)
    }

    /// The constructor of a class that is made.
    pub(crate) fn constructor_of(self, class: &'p Expr) -> Option<FunctionRef> {
        match self.meaning_of(class) {
            meaning @ Meaning::Class { .. } => self.method_of(&meaning, "constructor"),
            _ => None,
        }
    }
}

impl Program {
    /// Computes something for each file, in their order. Where that panics, nothing is known of the file.
    pub(crate) fn of_each_file<T: Default + Send>(&self, work: impl Fn(ModuleId) -> T + Sync) -> Vec<T> {
        let guarded = |id| catch_unwind(AssertUnwindSafe(|| work(id))).unwrap_or_default();
        self.ids().into_par_iter().map(guarded).collect()
    }

    /// The class that a type of a file is.
    pub(crate) fn class_of(&self, module: ModuleId, name: &str) -> Option<(ModuleId, String)> {
        let key = self.file(module).type_keys.get(name).map_or(name, String::as_str);
        let (module, own) = declared_at(key)?;
        let declared = self.file(module).module.types.get(own)?;
        matches!(declared, TypeDeclaration::Class { .. }).then(|| (module, own.to_owned()))
    }

    /// The declaration of a type that a file can name, and the file it stands in.
    pub(crate) fn type_of(&self, module: ModuleId, name: &str) -> Option<(ModuleId, &TypeDeclaration)> {
        let key = self.file(module).type_keys.get(name).map_or(name, String::as_str);
        let (declaring, own) = declared_at(key)?;
        Some((declaring, self.file(declaring).module.types.get(own)?))
    }

    /// The class of the project that a class extends.
    pub(crate) fn base_of(&self, module: ModuleId, class: &str) -> Option<(ModuleId, String)> {
        super::classes::base(self, module, class)
    }

    /// The function that a file exports under a name, also where it only gives it on.
    pub(crate) fn exported_function(&self, module: ModuleId, name: &str) -> Option<FunctionRef> {
        match exported(self, module, name)? {
            Imported::Function(function) => Some(function),
            Imported::Declared { module, binding: Some(binding), .. } => self.function_of_variable(module, binding),
            _ => None,
        }
    }

    /// The files that run together with a file: what is loaded by whatever loads it.
    pub(crate) fn loaded_with(&self, id: ModuleId) -> BTreeSet<ModuleId> {
        let mut importers: Vec<Vec<ModuleId>> = vec![Vec::new(); self.files.len()];
        for from in self.ids() {
            for to in self.file(from).loads() {
                importers[to.0 as usize].push(from);
            }
        }
        let loaders = reached([id].into(), |at| importers[at.0 as usize].clone());
        reached(loaders, |at| self.file(at).loads().collect())
    }
}

fn reached(start: BTreeSet<ModuleId>, next: impl Fn(ModuleId) -> Vec<ModuleId>) -> BTreeSet<ModuleId> {
    let mut waiting: Vec<ModuleId> = start.iter().copied().collect();
    let mut seen = start;
    while let Some(at) = waiting.pop() {
        waiting.extend(next(at).into_iter().filter(|to| seen.insert(*to)));
    }
    seen
}

impl File {
    /// What an imported variable stands for.
    pub(crate) fn imported(&self, binding: BindingId) -> Option<&Imported> {
        self.imported.get(&binding)
    }

    /// Whether a variable is declared in the project, here or where it is imported from.
    pub(crate) fn is_from_project(&self, binding: BindingId) -> bool {
        !matches!(self.imported.get(&binding), Some(Imported::Outside(Outside::Package(_) | Outside::Builtin)))
    }

    /// The function in which a variable gets its value.
    pub(crate) fn defined_in(&self, binding: BindingId) -> Option<FunctionId> {
        self.definitions.function(binding)
    }

    /// What the call is to that a function is an argument of.
    pub(crate) fn handed_to(&self, function: FunctionId) -> Option<&Expr> {
        self.definitions.handed_to(&self.module, function)
    }

    fn loads(&self) -> impl Iterator<Item = ModuleId> {
        self.imports.values().filter_map(|to| to.as_ref().ok().copied())
    }
}
