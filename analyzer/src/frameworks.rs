//! What frameworks take for a guard, and what each way out of it means to them.
//!
//! One table for each framework, nothing but data: what proves that a function is such a guard, and its [`Contract`]. "Nothing returned" lets through in
//! one framework and refuses in the next, so the form has to be known before any exit is read.

mod agents;
mod policies;
mod servers;
mod stores;

use crate::cfg::{Block, Expr, ExprKind};
use crate::contract::Contract;
use crate::module::{BindingKind, Function, Module, Position, Type};
use crate::versions::callee_name;

/// One form of guard that a framework knows.
#[derive(Debug)]
pub struct Form {
    /// `NestJS`, `Express`.
    pub framework: &'static str,
    /// What it is called there: `a guard`, `a permission callback`.
    pub called: &'static str,
    /// What proves it; any of them.
    pub proofs: &'static [Proof],
    /// What each way out means.
    pub contract: fn() -> Contract,
    /// A function of this form is about permission whatever it looks at. Others (a middleware may log) need words of permission as well.
    pub decides: bool,
}

/// What proves that a function has a form.
#[derive(Debug)]
pub enum Proof {
    /// A method of a class that implements an interface, or extends what a call of a factory gives.
    Method { of: &'static [&'static str], name: &'static str },
    /// Its declared type, or that of the function that hands it back, has one of these names.
    Typed { names: &'static [&'static str], imported_from: &'static [&'static str] },
    /// Its parameters have these types, and its name is one of these, or any.
    Takes { types: &'static [&'static str], named: &'static [&'static str] },
    /// A property of an object literal; `within` is the property around it, or empty.
    Property { within: &'static str, names: &'static [&'static str], imported_from: &'static [&'static str] },
    /// An argument of a call to a function or method of this name.
    Argument { callees: &'static [&'static str], imported_from: &'static [&'static str] },
    /// Its body makes an object of a class.
    Makes { class: &'static str, imported_from: &'static [&'static str] },
    /// Exported under one of these names from a file called so.
    Exported { names: &'static [&'static str], files: &'static [&'static str] },
}

/// Functions that end a request by throwing, by the module they are imported from.
const NEVER_RETURN: &[(&str, &[&str])] = &[
    ("next/navigation", &["redirect", "permanentRedirect", "notFound", "forbidden", "unauthorized"]),
    ("@sveltejs/kit", &["error", "redirect"]),
];

/// Whether an imported function never returns.
pub fn never_returns(module: &str, name: &str) -> bool {
    NEVER_RETURN.iter().any(|(known, names)| *known == module && names.contains(&name))
}

/// The form of a function, by the first table that knows it.
pub fn form_of(path: &str, module: &Module, function: &Function) -> Option<&'static Form> {
    let tables = [agents::FORMS, policies::FORMS, stores::FORMS, servers::FORMS];
    let place = At { path, module, function };
    tables.into_iter().flatten().find(|form| form.proofs.iter().any(|proof| place.is_proven_by(proof)))
}

/// A function and where it stands.
struct At<'a> {
    path: &'a str,
    module: &'a Module,
    function: &'a Function,
}

impl At<'_> {
    fn is_proven_by(&self, proof: &Proof) -> bool {
        match *proof {
            Proof::Method { of, name } => self.is_method(of, name),
            Proof::Typed { names, imported_from } => self.has_type(names) && self.imports(imported_from),
            Proof::Takes { types, named } => self.takes(types) && self.is_called(named),
            Proof::Property { within, names, imported_from } => {
                self.is_property(within, names) && self.imports(imported_from)
            }
            Proof::Argument { callees, imported_from } => self.is_argument(callees) && self.imports(imported_from),
            Proof::Makes { class, imported_from } => self.imports(imported_from) && self.makes(class),
            Proof::Exported { names, files } => self.is_exported(names, files),
        }
    }

    fn is_method(&self, of: &[&str], name: &str) -> bool {
        let own = self.function.name.rsplit('.').next();
        own == Some(name)
            && self.function.class.as_ref().is_some_and(|class| {
                let extended = class.extends.as_deref().unwrap_or_default();
                let implements = class.implements.iter().any(|implemented| of.contains(&implemented.as_str()));
                implements || of.iter().any(|base| extended.starts_with(base))
            })
    }

    /// The declared type, or that of the function around, which hands this one back.
    fn has_type(&self, names: &[&str]) -> bool {
        let handed_back = match (&self.function.position, self.function.parent) {
            (Position::Returned, Some(parent)) => self.module.functions[parent.0 as usize].return_type.as_ref(),
            _ => None,
        };
        let contextual = self.function.contextual_type.as_ref();
        contextual.into_iter().chain(handed_back).any(|declared| is_named(declared, names))
    }

    fn is_called(&self, names: &[&str]) -> bool {
        names.is_empty() || self.function.name.rsplit('.').next().is_some_and(|own| names.contains(&own))
    }

    fn takes(&self, types: &[&str]) -> bool {
        let params = &self.function.params;
        params.len() >= types.len()
            && params.iter().zip(types).all(|(param, wanted)| {
                let declared = &self.module.bindings[param.binding.0 as usize].declared_type;
                declared.as_ref().is_some_and(|declared| is_named(declared, &[wanted]))
            })
    }

    fn is_property(&self, within: &str, names: &[&str]) -> bool {
        let Position::Property { name } = &self.function.position else { return false };
        let mut path = self.function.name.rsplit('.');
        path.next();
        names.contains(&name.as_str()) && (within.is_empty() || path.next() == Some(within))
    }

    fn is_argument(&self, callees: &[&str]) -> bool {
        let Position::Argument { callee, .. } = &self.function.position else { return false };
        callees.iter().any(|name| callee == name || callee.ends_with(&format!(".{name}")))
    }

    fn makes(&self, class: &str) -> bool {
        let is_new = |expr: &Expr| matches!(&expr.kind, ExprKind::New { callee, .. } if callee_name(self.module, callee) == class);
        self.function.cfg.graph.node_weights().flat_map(Block::evaluated).any(is_new)
    }

    fn is_exported(&self, names: &[&str], files: &[&str]) -> bool {
        let file = self.path.rsplit('/').next().unwrap_or(self.path);
        let stem = file.split('.').next().unwrap_or(file);
        let own = match &self.function.position {
            Position::Exported { name } => name.as_str(),
            _ => self.function.name.as_str(),
        };
        files.contains(&stem) && names.contains(&own)
    }

    /// Whether the file imports from one of the packages; with none named, nothing has to be imported.
    fn imports(&self, packages: &[&str]) -> bool {
        packages.is_empty()
            || self.module.bindings.iter().any(|binding| match &binding.kind {
                BindingKind::Import { module, .. } => {
                    packages.iter().any(|package| module == package || module.starts_with(&format!("{package}/")))
                }
                _ => false,
            })
    }
}

fn is_named(declared: &Type, names: &[&str]) -> bool {
    match declared {
        Type::Named { name, arguments } => {
            names.contains(&name.rsplit('.').next().unwrap_or(name))
                || name == "Promise" && arguments.iter().any(|inner| is_named(inner, names))
        }
        _ => false,
    }
}
