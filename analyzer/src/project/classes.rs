//! Classes of the project: their methods, what they inherit, and who implements an interface.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::types::declared_at;
use super::{FunctionRef, ModuleId, Program};
use crate::module::{FunctionId, TypeDeclaration};

/// A class: where it is declared, and its name there.
pub(super) type ClassKey = (ModuleId, String);

/// Base classes that are looked through for a method.
const INHERITANCE_DEPTH: u32 = 16;

/// The classes of a program.
#[derive(Debug, Default)]
pub(super) struct Classes {
    methods: FxHashMap<ClassKey, FxHashMap<String, FunctionId>>,
    /// The classes that implement or extend a type, by the key of that type.
    derived: FxHashMap<String, BTreeSet<ClassKey>>,
}

impl Classes {
    pub(super) fn of(program: &Program) -> Self {
        let mut classes = Classes::default();
        for id in program.ids() {
            let file = program.file(id);
            for (index, function) in file.module.functions.iter().enumerate() {
                let Some(class) = &function.class else { continue };
                let key = (id, class.name.clone());
                for base in class.implements.iter().chain(&class.extends) {
                    if let Some(base) = file.type_keys.get(base) {
                        classes.derived.entry(base.clone()).or_default().insert(key.clone());
                    }
                }
                if let Some((_, name)) = function.name.rsplit_once('.') {
                    let methods = classes.methods.entry(key).or_default();
                    // Of a getter and a setter the first counts.
                    methods.entry(name.to_owned()).or_insert(FunctionId(index as u32));
                }
            }
        }
        classes
    }

    /// The method that the class itself declares.
    pub(super) fn own_method(&self, module: ModuleId, class: &str, name: &str) -> Option<FunctionId> {
        self.methods.get(&(module, class.to_owned()))?.get(name).copied()
    }

    /// The method of a class, or of the nearest class it extends.
    pub(super) fn method(&self, program: &Program, module: ModuleId, class: &str, name: &str) -> Option<FunctionRef> {
        let mut at = (module, class.to_owned());
        for _ in 0..INHERITANCE_DEPTH {
            if let Some(function) = self.own_method(at.0, &at.1, name) {
                return Some(FunctionRef { module: at.0, function });
            }
            at = base(program, at.0, &at.1)?;
        }
        None
    }

    /// The method that a class has from the classes above it.
    pub(super) fn inherited_method(
        &self,
        program: &Program,
        module: ModuleId,
        class: &str,
        name: &str,
    ) -> Option<FunctionRef> {
        let (module, class) = base(program, module, class)?;
        self.method(program, module, &class, name)
    }

    /// The methods of this name in the classes that implement or extend a type.
    pub(super) fn implementations(&self, key: &str, name: &str) -> Vec<FunctionRef> {
        let derived = self.derived.get(key).into_iter().flatten();
        let methods = derived.filter_map(|(module, class)| {
            let function = self.own_method(*module, class, name)?;
            Some(FunctionRef { module: *module, function })
        });
        methods.collect()
    }
}

/// The class that a class extends, if the project declares it.
fn base(program: &Program, module: ModuleId, class: &str) -> Option<ClassKey> {
    match program.file(module).module.types.get(class)? {
        TypeDeclaration::Class { extends: Some(base), .. } => {
            declared_at(base).map(|(module, name)| (module, name.to_owned()))
        }
        _ => None,
    }
}
