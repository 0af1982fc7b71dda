//! What the parameters of handlers are for, by their registrations and decorators.

use std::collections::BTreeMap;

use super::Found;
use crate::cfg::ExprKind;
use crate::channels::Role;
use crate::frameworks::Framework;
use crate::module::BindingKind;
use crate::project::{FunctionRef, Program};
use crate::words;

/// What the parameters of handlers are for, by handler; of several registrations the first counts.
pub(crate) type Roles = BTreeMap<FunctionRef, BTreeMap<String, Role>>;

/// Words of one who asks, in the names of parameter decorators.
const PRINCIPAL: &[&str] = &[
    "user", "account", "session", "member", "membership", "principal", "tenant", "workspace", "viewer", "actor",
    "organization", "org",
];

pub(super) fn roles(_: &Program, found: &[Found]) -> Roles {
    let mut roles = Roles::new();
    for one in found.iter().filter(|found| !found.parameters.is_empty()) {
        roles.entry(one.entry.handler).or_insert_with(|| one.parameters.clone());
    }
    roles
}

/// What the decorators of parameters say; of those that nobody knows, a name with a word of persons.
pub(super) fn of_decorators(program: &Program, at: FunctionRef, framework: &Framework) -> BTreeMap<String, Role> {
    let module = &program.file(at.module).module;
    let params = program.function(at).params.iter().enumerate();
    let of_param = params.filter_map(|(index, param)| {
        let role = param.decorators.iter().find_map(|decorator| {
            let callee = match &decorator.kind {
                ExprKind::Call { callee, .. } => callee,
                _ => decorator,
            };
            let ExprKind::Binding(binding) = callee.kind else { return None };
            let data = module.bindings.get(binding.0 as usize)?;
            let name = match &data.kind {
                BindingKind::Import { name, .. } if name != "default" => name,
                _ => &data.name,
            };
            let known = framework.decorators.parameters.get(name).copied();
            known.or_else(|| words::has_any(name, PRINCIPAL).then_some(Role::Principal))
        });
        Some((index.to_string(), role?))
    });
    of_param.collect()
}
