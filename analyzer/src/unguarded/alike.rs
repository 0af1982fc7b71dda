//! Functions of one folder that are called alike: one to a file, all with the same parameters, like the tools of an agent that a dispatcher calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::entries::{Entry, EntryAct, EntryKind, Group, What};
use crate::module::{Export, Function, FunctionId, Module, Type};
use crate::project::{FunctionRef, ModuleId, Program};

/// How many parameters functions have to share before that is no accident.
const PARAMETERS: usize = 4;

/// How many files a folder has to have with such a function.
const FILES: usize = 4;

/// The functions that are called alike, as if each were registered with the others: in the order of files.
pub(super) fn called_alike(program: &Program) -> Vec<Entry> {
    let mut folders: BTreeMap<(String, Vec<String>), Vec<FunctionRef>> = BTreeMap::new();
    for at in program.ids().into_iter().flat_map(|id| program.functions_of(id)) {
        let file = program.file(at.module);
        let function = program.function(at);
        if let Some(types) = signature(&file.module, function).filter(|_| is_exported(&file.module, at.function)) {
            let folder = file.source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry((folder.to_owned(), types)).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for ((folder, types), members) in folders {
        let files: BTreeSet<ModuleId> = members.iter().map(|at| at.module).collect();
        let first = members.first().map(|at| at.module);
        if let Some(first) = first.filter(|_| files.len() >= FILES && files.len() == members.len()) {
            let group = Group { module: first, what: What::Written(format!("{folder}({})", types.join(", "))) };
            found.extend(
                members.into_iter().filter(|at| program.entry(*at).is_none()).map(|at| member(program, &group, at)),
            );
        }
    }
    found
}

fn member(program: &Program, group: &Group, at: FunctionRef) -> Entry {
    let function = program.function(at);
    Entry {
        handler: at,
        kind: EntryKind::Tool,
        act: EntryAct::Unknown,
        name: function.name.clone(),
        framework: String::new(),
        registered: (at.module, function.name_span),
        group: group.clone(),
        front: Vec::new(),
        is_open: false,
    }
}

/// The declared types of the parameters, if there are enough and each has a name.
fn signature(module: &Module, function: &Function) -> Option<Vec<String>> {
    let is_free = function.parent.is_none() && function.class.is_none();
    if !is_free || function.params.len() < PARAMETERS {
        return None;
    }
    let declared = function.params.iter().map(|param| match &module.bindings[param.binding.0 as usize].declared_type {
        Some(Type::Named { name, .. }) => Some(crate::module::plain_name(name).to_owned()),
        _ => None,
    });
    declared.collect()
}

fn is_exported(module: &Module, function: FunctionId) -> bool {
    let own = &module.functions[function.0 as usize].name;
    module.exports.names.values().any(|export| match export {
        Export::Own { name, .. } => name == own,
        Export::Function(id) => *id == function,
        Export::From { .. } => false,
    })
}
