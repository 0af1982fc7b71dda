//! What frameworks take for a guard, and what each way out of it means to them.
//!
//! One [`Framework`] for each, nothing but data: `frameworks/*.json`, and what a project adds in the same form. "Nothing returned" lets through in one
//! framework and refuses in the next, so the form has to be known before any exit is read. [`Standing`] is what the tables say of one file; nothing
//! else knows a framework by its name.

mod acts;
mod built_in;
mod elsewhere;
mod known;
mod marks;
mod origin;
mod proof;
mod registered;
mod table;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use acts::known_calls;
pub use acts::{Act, ActForm, Acts, Clients, Conditions, LinkForm, StoreKind};
pub(crate) use elsewhere::proven_elsewhere;
pub use marks::{entry_marks, lies_at_entry, marks};
pub use origin::Origin;
pub(crate) use origin::role_word;
pub use table::{
    Argument, Assigned, Built, ClassEntries, DecoratedEntry, Decorators, EntryAct, EntryKind, FileEntries, Form,
    Framework, Means, ObjectEntries, Registers, Registration, Routers, Scope, Tree,
};

use crate::cfg::{ExprKind, Place as Target, Step};
use crate::channels::Role;
use crate::module::{BindingId, BindingKind, Function, FunctionId, Module, Position};
pub(crate) use proof::imports as imports_any;
use proof::{At, Place, imports};
use registered::handled_by;
use table::Proof;

/// What the tables of frameworks say of one file.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// The project's own tables; they come before those that are built in.
    own: Arc<Vec<Arc<Framework>>>,
    /// Those the file imports.
    imported: Vec<Arc<Framework>>,
    forms: BTreeMap<FunctionId, Proven>,
    roles: BTreeMap<BindingId, Role>,
}

/// The form that a function was proven to have.
#[derive(Debug, Clone)]
pub struct Proven {
    framework: Arc<Framework>,
    form: usize,
    /// The call or property that the function is handed to: `app.use`.
    pub handed_to: Option<String>,
    /// Where it stands says so, and not only its type or parameters: a handler of a request has none of these.
    pub stands: bool,
    /// Its name is the framework's: a method or property that has to be called so, or none.
    pub is_named_by_form: bool,
}

impl Proven {
    /// The form.
    pub fn form(&self) -> Option<&Form> {
        self.framework.forms.get(self.form)
    }

    /// `is a guard of NestJS`.
    pub fn reason(&self) -> String {
        let called = self.form().map_or("", |form| form.called.as_str());
        format!("is {called} of {}", self.framework.name)
    }

    /// What else there is to say: where it is handed to, and what is surprising about the form.
    pub fn reasons(&self) -> Vec<String> {
        let handed_to = self.handed_to.as_ref().map(|place| format!("is handed to `{place}`"));
        let note = self.form().and_then(|form| form.note.as_ref());
        let note = note.map(|note| format!("to {}, {note}", self.framework.name));
        handed_to.into_iter().chain(note).collect()
    }
}

impl Standing {
    /// What the built-in tables and a project's own say of a file.
    pub fn of(path: &str, module: &Module, own: &Arc<Vec<Arc<Framework>>>) -> Self {
        let mut standing = Standing { own: Arc::clone(own), ..Standing::default() };
        let all: Vec<(Arc<Framework>, bool)> =
            standing.known().map(|framework| (Arc::clone(framework), imports(module, &framework.packages))).collect();
        for (index, function) in module.functions.iter().enumerate() {
            let id = FunctionId(index as u32);
            let places = places(module, id, function);
            let proven = all.iter().find_map(|(framework, imported)| {
                let at =
                    At { path, module, function, places: &places, framework, imported: *imported, only_place: false };
                prove(&at, framework)
            });
            if let Some(proven) = proven {
                let parameters = proven.form().map(|form| &form.parameters);
                standing.add_roles(module, function, parameters);
                standing.forms.insert(id, proven);
            } else {
                let imported = all.iter().filter(|(_, imported)| *imported);
                let handled = imported.flat_map(|(framework, _)| places.iter().map(move |place| (framework, place)));
                let registration =
                    handled.into_iter().find_map(|(framework, place)| handled_by(module, framework, place.position));
                standing.add_roles(module, function, registration.map(|registration| &registration.parameters));
            }
        }
        standing.imported = all.into_iter().filter(|(_, imported)| *imported).map(|(framework, _)| framework).collect();
        standing
    }

    /// Every table there is, the project's own first.
    fn known(&self) -> impl Iterator<Item = &Arc<Framework>> {
        self.own.iter().chain(built_in::tables())
    }

    /// The form of a function.
    pub fn form(&self, function: FunctionId) -> Option<&Proven> {
        self.forms.get(&function)
    }

    /// What a parameter is for, by the form of its function.
    pub fn role(&self, binding: BindingId) -> Option<Role> {
        self.roles.get(&binding).copied()
    }

    /// What a parameter of a type is for.
    pub fn role_of_type(&self, name: &str) -> Option<Role> {
        self.known().find_map(|framework| framework.types.get(name)).copied()
    }

    /// Whether a method of a response or context ends the request.
    pub fn ends(&self, method: &str) -> bool {
        self.known().any(|framework| framework.ends.iter().any(|name| name == method))
    }

    /// What an assignment to a property of a context answers.
    pub fn assigned(&self, property: &str) -> Option<Assigned> {
        self.known().find_map(|framework| framework.assigned.get(property)).copied()
    }

    /// Whether a function or method of a framework that the file imports throws unless something is allowed.
    pub fn asserts(&self, method: &str) -> bool {
        self.imported.iter().any(|framework| framework.asserting.iter().any(|name| name == method))
    }

    /// Whether an imported function never returns.
    pub fn never_returns(&self, module: &str, name: &str) -> bool {
        self.exported_by(module).any(|framework| framework.never_return.iter().any(|known| known == name))
    }

    /// Whether an imported function gives the one spelling of a path.
    pub fn canonicalises(&self, module: &str, name: &str) -> bool {
        self.exported_by(module).any(|framework| framework.canonical.iter().any(|known| known == name))
    }

    /// What an imported function builds, if that is an error or an answer.
    pub fn builds(&self, module: &str, name: &str) -> Option<Built> {
        self.exported_by(module).find_map(|framework| framework.builds.get(name)).copied()
    }

    /// Whether the answer of a method may be nothing, in this file; `false` for one that throws instead.
    pub fn is_nullable(&self, method: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|name| name == method);
        self.imported.iter().any(|framework| names(&framework.nullable) && !names(&framework.throwing))
    }

    /// Whether a project has tables of its own.
    pub(crate) fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// The tables of libraries that act on something.
    pub(crate) fn acting(&self) -> impl Iterator<Item = &Framework> {
        self.known().map(|framework| &**framework).filter(|framework| !framework.acts.is_empty())
    }

    /// Whether an argument of a call is a handler or a guard, in this file.
    pub(crate) fn takes_handler(&self, callee: &str, index: usize, count: usize) -> bool {
        self.registration(callee).is_some_and(|(_, registration)| {
            let covers = |argument: Option<Argument>| argument.is_some_and(|argument| argument.covers(index, count));
            covers(registration.handler) || covers(registration.guards)
        })
    }

    /// How a call registers, in this file: `app.use`, `router.get`.
    pub fn registration(&self, callee: &str) -> Option<(&Framework, &Registration)> {
        self.imported.iter().find_map(|framework| {
            let calls = |found: &&Registration| found.by.iter().any(|name| proof::is_call_of(callee, name));
            framework.registrations.iter().find(calls).map(|registration| (&**framework, registration))
        })
    }

    /// The tables of what a module exports.
    fn exported_by(&self, module: &str) -> impl Iterator<Item = &Arc<Framework>> {
        self.known().filter(move |framework| proof::is_below(module, &framework.packages))
    }

    /// Adds what the parameters of an entry's handler are for, as far as that is not known.
    pub(crate) fn add_entry(&mut self, module: &Module, function: FunctionId, parameters: &BTreeMap<String, Role>) {
        let Some(data) = module.functions.get(function.0 as usize) else { return };
        let known = self.roles.clone();
        self.add_roles(module, data, Some(parameters));
        self.roles.extend(known);
    }

    fn add_roles(&mut self, module: &Module, function: &Function, parameters: Option<&BTreeMap<String, Role>>) {
        for (key, role) in parameters.into_iter().flatten() {
            let (index, field) =
                key.split_once('.').map_or((key.as_str(), None), |(index, field)| (index, Some(field)));
            let param = match index {
                "last" => function.params.last(),
                index => index.parse::<usize>().ok().and_then(|index| function.params.get(index)),
            };
            let binding = param.and_then(|param| match field {
                None => Some(param.binding),
                Some(field) => taken_apart(module, function, param.binding, field),
            });
            self.roles.extend(binding.map(|binding| (binding, *role)));
        }
    }
}

/// The variable that the first steps of a function put a field of a parameter into.
fn taken_apart(module: &Module, function: &Function, param: BindingId, field: &str) -> Option<BindingId> {
    if module.bindings.get(param.0 as usize).is_none_or(|data| !data.name.is_empty()) {
        return None;
    }
    function.cfg.graph[function.cfg.entry].steps.iter().find_map(|step| match step {
        Step::Assign { target: Target::Binding(binding), value, .. } => match &value.kind {
            ExprKind::Member { object, property }
                if property == field && matches!(object.kind, ExprKind::Binding(root) if root == param) =>
            {
                Some(*binding)
            }
            _ => None,
        },
        _ => None,
    })
}

fn prove(at: &At<'_>, framework: &Arc<Framework>) -> Option<Proven> {
    framework.forms.iter().enumerate().find_map(|(form, data)| {
        let count = at.function.params.len();
        if data.at_least.is_some_and(|least| count < least) || data.at_most.is_some_and(|most| count > most) {
            return None;
        }
        let (proof, place) = data.when.iter().find_map(|proof| Some((proof, at.proven_by(proof)?)))?;
        let stands = !matches!(proof, Proof::Typed(_) | Proof::Takes(_) | Proof::Makes(_));
        let handed_to = match place.position {
            Position::Argument { callee, .. } => Some(callee.clone()),
            Position::Property { .. } if place.by_name => Some(place.name.to_owned()),
            _ => None,
        };
        let is_named_by_form = stands && !place.by_name && !matches!(proof, Proof::Exported(_));
        Some(Proven { framework: Arc::clone(framework), form, handed_to, stands, is_named_by_form })
    })
}

/// Where a function stands, and where it is handed to by its name.
fn places<'m>(module: &'m Module, id: FunctionId, function: &'m Function) -> Vec<Place<'m>> {
    let own = Place { position: &function.position, name: &function.name, by_name: false };
    let is_own = |binding: BindingId| matches!(module.bindings.get(binding.0 as usize).map(|data| &data.kind), Some(BindingKind::Function(of)) if *of == id);
    let handed = module.handed.iter().filter(|handed| is_own(handed.binding));
    let handed = handed.map(|handed| Place { position: &handed.position, name: &handed.name, by_name: true });
    std::iter::once(own).chain(handed).collect()
}
