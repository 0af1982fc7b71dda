//! Guards that another file hands over by their names: `import { requireUser } from './guards'; app.use(requireUser)`.

use std::sync::Arc;

use super::proof::{At, Place};
use super::{Proven, Standing, prove};
use crate::module::{BindingKind, Function, FunctionId, Handed, Module};
use crate::project::{FunctionRef, Program};

/// The forms of functions, proven by where other files hand them over; in the order of the files and their lines.
pub(crate) fn proven_elsewhere(program: &Program) -> Vec<(FunctionRef, Proven)> {
    let mut found = Vec::new();
    for id in program.ids() {
        let file = program.file(id);
        for handed in &file.module.handed {
            let binding = file.module.bindings.get(handed.binding.0 as usize);
            if !binding.is_some_and(|binding| matches!(binding.kind, BindingKind::Import { .. })) {
                continue;
            }
            let Some(at) = program.function_of_variable(id, handed.binding) else { continue };
            let target = &program.file(at.module).module;
            let is_known = target.standing.form(at.function).is_some_and(|proven| proven.stands);
            let function = program.function(at);
            if let Some(proven) = prove_handed(&file.source.path, &file.module, handed, function).filter(|_| !is_known)
            {
                found.push((at, proven));
            }
        }
    }
    found
}

/// The form of a function by the place where a file hands it over.
fn prove_handed(path: &str, module: &Module, handed: &Handed, function: &Function) -> Option<Proven> {
    let places = [Place { position: &handed.position, name: &handed.name, by_name: true }];
    let standing = &module.standing;
    standing.known().find_map(|framework| {
        let imported = standing.imported.iter().any(|known| Arc::ptr_eq(known, framework));
        let at = At { path, module, function, places: &places, framework, imported, only_place: true };
        prove(&at, framework)
    })
}

impl Standing {
    /// Takes over what another file says of a function; what is said first counts.
    pub(crate) fn adopt(&mut self, module: &Module, function: FunctionId, proven: Proven) {
        if self.forms.get(&function).is_some_and(|known| known.stands) {
            return;
        }
        let Some(data) = module.functions.get(function.0 as usize) else { return };
        let parameters = proven.form().map(|form| form.parameters.clone());
        self.add_roles(module, data, parameters.as_ref());
        self.forms.insert(function, proven);
    }
}
