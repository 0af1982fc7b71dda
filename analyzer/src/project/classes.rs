//! Classes of the project: their methods, what they inherit, and who implements an interface.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::types::{self, declared_at};
use super::{File, FunctionRef, ModuleId, Program};
use crate::cfg::{End, Expr, ExprKind, Field};
use crate::module::{BindingId, BindingKind, FunctionId, Module, Type, TypeDeclaration};

/// A class: where it is declared, and its name there.
pub(super) type ClassKey = (ModuleId, String);

/// The functions of an object literal, by field; `None` for what is neither written there nor named.
type Functions = FxHashMap<String, Option<FunctionId>>;

/// Base classes that are looked through for a method.
const INHERITANCE_DEPTH: u32 = 16;

/// The classes of a program.
#[derive(Debug, Default)]
pub(super) struct Classes {
    methods: FxHashMap<ClassKey, FxHashMap<String, FunctionId>>,
    /// The classes that implement or extend a type, by the key of that type.
    derived: FxHashMap<String, BTreeSet<ClassKey>>,
    /// Object literals that are declared to be of a type, by the key of that type: their functions, by field.
    objects: FxHashMap<String, Vec<(ModuleId, Functions)>>,
}

impl Classes {
    pub(super) fn of(program: &Program) -> Self {
        let mut classes = Classes::default();
        for id in program.ids() {
            let file = program.file(id);
            for (ty, fields) in typed_objects(file) {
                if let Type::Named { name, .. } = ty
                    && let Some(key) = file.type_keys.get(name)
                {
                    classes.objects.entry(key.clone()).or_default().push((id, functions_of(&file.module, fields)));
                }
            }
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

    /// What implements a method of a type: the methods of this name in the classes that implement or extend it, and the fields of the objects
    /// that are declared to be of it; `None` for what is no function written in place.
    pub(super) fn implementations(&self, key: &str, name: &str) -> Vec<Option<FunctionRef>> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![key.to_owned()];
        while let Some(key) = waiting.pop() {
            for derived in self.derived.get(&key).into_iter().flatten().filter(|class| seen.insert((*class).clone())) {
                let (module, class) = derived;
                let own = self.own_method(*module, class, name);
                found.extend(own.map(|function| Some(FunctionRef { module: *module, function })));
                waiting.push(types::key(class, *module));
            }
            for (module, fields) in self.objects.get(&key).into_iter().flatten() {
                found.extend(
                    fields.get(name).map(|function| Some(FunctionRef { module: *module, function: (*function)? })),
                );
            }
        }
        // A `finally` body is lowered once for each way out, and its objects with it.
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Program {
    /// A method that answers the same call in another class of the interface that a method's class implements, and looks at something to do so.
    pub fn counterpart(&self, at: FunctionRef) -> Option<FunctionRef> {
        let file = self.file(at.module);
        let function = self.function(at);
        let (_, name) = function.name.rsplit_once('.')?;
        let bases = function.class.as_ref()?.implements.iter().filter_map(|base| file.type_keys.get(base));
        let methods = bases.flat_map(|base| self.classes.implementations(base, name)).flatten();
        methods.filter(|other| *other != at).find(|other| {
            let mut ends = self.function(*other).cfg.graph.node_weights().map(|block| &block.end);
            ends.any(|end| matches!(end, End::Return { value: Some(value), .. } if !matches!(value.kind, ExprKind::Const(_))))
        })
    }
}

/// The object literals of a file that are kept in a variable, or given by a function, of a declared type.
fn typed_objects(file: &File) -> impl Iterator<Item = (&Type, &[Field])> {
    let kept = file.module.bindings.iter().enumerate().filter_map(|(index, data)| {
        let value = match &data.kind {
            BindingKind::Local { initial: Some(initial) } => Some(&**initial),
            _ => file.definition(BindingId(index as u32)),
        };
        Some((data.declared_type.as_ref()?, value?))
    });
    let given = file.module.functions.iter().flat_map(|function| {
        let returned = function.cfg.graph.node_weights().filter_map(|block| match &block.end {
            End::Return { value, .. } => value.as_ref(),
            _ => None,
        });
        returned.filter_map(|value| Some((function.return_type.as_ref()?, value)))
    });
    kept.chain(given).filter_map(|(ty, value)| match &value.kind {
        ExprKind::Object(fields) => Some((ty, fields.as_slice())),
        _ => None,
    })
}

/// The fields of an object literal, with the functions that are written there or named.
fn functions_of(module: &Module, fields: &[Field]) -> Functions {
    let function = |value: &Expr| match &value.kind {
        ExprKind::Function(function) => Some(*function),
        ExprKind::Binding(binding) => match module.bindings[binding.0 as usize].kind {
            BindingKind::Function(function) => Some(function),
            _ => None,
        },
        _ => None,
    };
    let named = fields.iter().filter_map(|field| match field {
        Field::Named { name, value } => Some((name.clone(), function(value))),
        Field::Computed { .. } | Field::Spread(_) => None,
    });
    named.collect()
}

/// The class that a class extends, if the project declares it.
pub(super) fn base(program: &Program, module: ModuleId, class: &str) -> Option<ClassKey> {
    match program.file(module).module.types.get(class)? {
        TypeDeclaration::Class { extends: Some(base), .. } => {
            declared_at(base).map(|(module, name)| (module, name.to_owned()))
        }
        _ => None,
    }
}
