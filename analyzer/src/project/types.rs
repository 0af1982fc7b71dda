//! Types across files: every declaration of the project gets a key, declarations refer to each other by keys, and each file knows the
//! declarations it imports by the names it gives them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::imports::{Imported, exported};
use super::{ModuleId, Program};
use crate::module::{Member, Type, TypeDeclaration};

/// Links the types of all files.
pub(super) fn link(program: &mut Program) {
    let keys: Vec<FxHashMap<String, String>> = program.ids().into_iter().map(|id| type_keys(program, id)).collect();
    for (file, keys) in program.files.iter_mut().zip(keys) {
        file.type_keys = keys;
    }
    let mut project = FxHashMap::default();
    let mut own: Vec<BTreeMap<String, Arc<TypeDeclaration>>> = Vec::new();
    for id in program.ids() {
        let file = &mut program.files[id.0 as usize];
        let mut declared = file.module.types.take();
        for (name, declaration) in &mut declared {
            rename_declaration(Arc::make_mut(declaration), &file.type_keys);
            project.insert(key(name, id), Arc::clone(declaration));
        }
        own.push(declared);
    }
    let project = Arc::new(project);
    for (file, own) in program.files.iter_mut().zip(own) {
        let types = &mut file.module.types;
        types.link(Arc::clone(&project));
        own.into_iter().for_each(|(name, declaration)| types.import(name, declaration));
        for (name, key) in &file.type_keys {
            if let Some(declaration) = project.get(key) {
                types.import(name.clone(), Arc::clone(declaration));
            }
        }
    }
}

/// What a type declared in a file is called in the whole project.
pub(super) fn key(name: &str, module: ModuleId) -> String {
    format!("{name}@{}", module.0)
}

/// The file a key leads to, and the name there.
pub(super) fn declared_at(key: &str) -> Option<(ModuleId, &str)> {
    let (name, module) = key.rsplit_once('@')?;
    Some((ModuleId(module.parse().ok()?), name))
}

/// The keys of the types that a file can name: its own, and those it imports.
fn type_keys(program: &Program, id: ModuleId) -> FxHashMap<String, String> {
    let file = program.file(id);
    let mut keys: FxHashMap<String, String> =
        file.module.types.iter().map(|(name, _)| (name.to_owned(), key(name, id))).collect();
    for (binding, imported) in &file.imported {
        let local = &file.module.bindings[binding.0 as usize].name;
        match imported {
            Imported::Declared { module, name, .. } if program.file(*module).module.types.get(name).is_some() => {
                keys.entry(local.clone()).or_insert_with(|| key(name, *module));
            }
            Imported::Namespace(module) => namespace_keys(program, *module, local, &mut keys),
            _ => {}
        }
    }
    keys
}

/// `roles.Role` for `import * as roles`.
fn namespace_keys(program: &Program, module: ModuleId, local: &str, keys: &mut FxHashMap<String, String>) {
    for name in program.file(module).module.exports.names.keys() {
        if let Some(Imported::Declared { module, name: declared, .. }) = exported(program, module, name)
            && program.file(module).module.types.get(&declared).is_some()
        {
            keys.entry(format!("{local}.{name}")).or_insert_with(|| key(&declared, module));
        }
    }
}

fn rename_declaration(declaration: &mut TypeDeclaration, keys: &FxHashMap<String, String>) {
    match declaration {
        TypeDeclaration::Alias(ty) => rename(ty, keys),
        TypeDeclaration::Interface { members, extends } => {
            rename_members(members, keys);
            extends.iter_mut().for_each(|base| rename_name(base, keys));
        }
        TypeDeclaration::Class { members, extends } => {
            rename_members(members, keys);
            extends.iter_mut().for_each(|base| rename_name(base, keys));
        }
        TypeDeclaration::Enum(_) => {}
    }
}

fn rename_members(members: &mut [Member], keys: &FxHashMap<String, String>) {
    members.iter_mut().for_each(|member| rename(&mut member.ty, keys));
}

/// Replaces the names of a file by the keys of the project.
pub(super) fn rename(ty: &mut Type, keys: &FxHashMap<String, String>) {
    match ty {
        Type::Named { name, arguments } => {
            rename_name(name, keys);
            arguments.iter_mut().for_each(|argument| rename(argument, keys));
        }
        Type::Union(parts) => parts.iter_mut().for_each(|part| rename(part, keys)),
        Type::Object(members) => rename_members(members, keys),
        Type::Intersection(parts) => parts.iter_mut().for_each(|part| rename(part, keys)),
        Type::Array(element) => rename(element, keys),
        Type::Function { returns } => rename(returns, keys),
        Type::Any
        | Type::Unknown
        | Type::TypeOf(_)
        | Type::Boolean
        | Type::String
        | Type::Number
        | Type::Literal(_)
        | Type::Void
        | Type::Never
        | Type::Predicate
        | Type::Asserts => {}
    }
}

fn rename_name(name: &mut String, keys: &FxHashMap<String, String>) {
    if let Some(key) = keys.get(name.as_str()) {
        name.clone_from(key);
    }
}
