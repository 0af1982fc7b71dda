//! Whether a function has a form: what stands around it, compared with what the table of a framework asks for.

use super::registered::guarded_by;
use super::table::{Argument, Export, Framework, Method, Proof, Property};
use crate::cfg::{Block, Expr, ExprKind};
use crate::module::{BindingKind, Function, Module, Position, Type};
use crate::versions::callee_name;

/// A place where a function stands: its own, or one that it is handed to by its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) position: &'a Position,
    /// The dotted path of the place.
    pub(super) name: &'a str,
    /// The function stands there by its name.
    pub(super) by_name: bool,
}

/// A function and where it stands, in a file that imports a framework or does not.
pub(super) struct At<'a> {
    pub(super) path: &'a str,
    pub(super) module: &'a Module,
    pub(super) function: &'a Function,
    pub(super) places: &'a [Place<'a>],
    pub(super) framework: &'a Framework,
    pub(super) imported: bool,
    /// The function is declared in another file: nothing but the place counts.
    pub(super) only_place: bool,
}

impl<'a> At<'a> {
    /// The place that proves it, or the function's own where something else does.
    pub(super) fn proven_by(&self, proof: &Proof) -> Option<Place<'a>> {
        if self.only_place && !matches!(proof, Proof::Property(_) | Proof::Argument(_) | Proof::Registered(_)) {
            return None;
        }
        let may = |needs_import: bool| !needs_import || self.imported;
        let holds =
            match proof {
                Proof::Method(method) => may(method.imported) && self.is_method(method),
                Proof::Typed(names) => may(names.imported) && self.has_type(&names.named),
                Proof::Takes(takes) => self.takes(&takes.types) && self.is_called(&takes.named),
                Proof::Makes(names) => may(names.imported) && self.makes(&names.named),
                Proof::Exported(export) => may(export.imported) && self.is_exported(export),
                Proof::Property(property) if may(property.imported) => {
                    return self.places.iter().copied().find(|place| is_property(place, property));
                }
                Proof::Argument(call) if may(call.imported) => {
                    return self.places.iter().copied().find(|place| is_argument(place, &call.to, call.at));
                }
                Proof::Registered(registered) if self.imported => {
                    return self.places.iter().copied().find(|place| {
                        guarded_by(self.module, self.framework, place.position, &registered.by).is_some()
                    });
                }
                Proof::Property(_) | Proof::Argument(_) | Proof::Registered(_) => false,
            };
        self.places.first().copied().filter(|_| holds)
    }

    fn is_method(&self, method: &Method) -> bool {
        let own = self.function.name.rsplit('.').next().unwrap_or_default();
        method.named.iter().any(|name| name == own)
            && self.function.class.as_ref().is_some_and(|class| {
                let extended = class.extends.as_deref().unwrap_or_default();
                let implements = class.implements.iter().any(|implemented| method.of.contains(implemented));
                implements || method.of.iter().any(|base| extended.starts_with(base.as_str()))
            })
    }

    /// The declared type, or that of the function around, which hands this one back.
    fn has_type(&self, names: &[String]) -> bool {
        let handed_back = match (&self.function.position, self.function.parent) {
            (Position::Returned, Some(parent)) => {
                self.module.functions.get(parent.0 as usize).and_then(|outer| outer.return_type.as_ref())
            }
            _ => None,
        };
        let contextual = self.function.contextual_type.as_ref();
        contextual.into_iter().chain(handed_back).any(|declared| is_named(declared, names))
    }

    fn is_called(&self, names: &[String]) -> bool {
        names.is_empty()
            || self.function.name.rsplit('.').next().is_some_and(|own| names.iter().any(|name| name == own))
    }

    fn takes(&self, types: &[String]) -> bool {
        let params = &self.function.params;
        params.len() >= types.len()
            && params.iter().zip(types).all(|(param, wanted)| {
                let data = self.module.bindings.get(param.binding.0 as usize);
                let declared = data.and_then(|data| data.declared_type.as_ref());
                declared.is_some_and(|declared| is_named(declared, std::slice::from_ref(wanted)))
            })
    }

    fn makes(&self, classes: &[String]) -> bool {
        let is_new = |expr: &Expr| {
            matches!(&expr.kind, ExprKind::New { callee, .. }
                if classes.iter().any(|class| class == callee_name(self.module, callee)))
        };
        self.function.cfg.graph.node_weights().flat_map(Block::evaluated).any(is_new)
    }

    fn is_exported(&self, export: &Export) -> bool {
        let (folders, file) = self.path.rsplit_once('/').unwrap_or(("", self.path));
        let stem = file.split('.').next().unwrap_or(file);
        let in_file = export.files.is_empty() || export.files.iter().any(|known| known == stem);
        let in_folder = export.folders.is_empty()
            || folders.split('/').any(|folder| export.folders.iter().any(|known| known == folder));
        let named = |place: &Place<'_>| match place.position {
            Position::Exported { name } => export.named.contains(name),
            // One of the functions in an exported list.
            Position::Property { .. } => export.named.iter().any(|name| name == place.name),
            _ => false,
        };
        let first = self.function.params.first().and_then(|param| self.module.bindings.get(param.binding.0 as usize));
        let given = export.given.is_empty() || first.is_some_and(|first| export.given.contains(&first.name));
        in_file && in_folder && given && self.places.iter().any(named)
    }
}

fn is_property(place: &Place<'_>, property: &Property) -> bool {
    let Position::Property { name } = place.position else { return false };
    let mut around = place.name.rsplit('.').skip(1);
    property.named.iter().any(|known| known == name || known == "*")
        && (property.within.is_empty()
            || property
                .within
                .rsplit('.')
                .all(|wanted| around.next().is_some_and(|name| wanted == "*" || wanted == name)))
}

fn is_argument(place: &Place<'_>, callees: &[String], at: Argument) -> bool {
    let Position::Argument { callee, index, count } = place.position else { return false };
    at.covers(*index, *count) && callees.iter().any(|name| is_call_of(callee, name))
}

/// Whether a callee, as written, is a function of this name or a method of it.
pub(super) fn is_call_of(callee: &str, name: &str) -> bool {
    if let Some(end) = name.strip_prefix('*') {
        return callee.ends_with(end);
    }
    callee == name || callee.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
}

impl Framework {
    /// Whether a module is one of its packages.
    pub(crate) fn exports(&self, module: &str) -> bool {
        is_below(module, &self.packages)
    }
}

impl Argument {
    /// Whether it is one of the arguments that are meant.
    pub(crate) fn covers(self, index: usize, count: usize) -> bool {
        match self {
            Argument::All => true,
            Argument::First => index == 0,
            Argument::Second => index == 1,
            Argument::Last => index + 1 == count,
            Argument::BeforeLast => index + 1 < count,
        }
    }
}

/// Whether the file imports from one of the packages.
pub(crate) fn imports(module: &Module, packages: &[String]) -> bool {
    module.bindings.iter().any(|binding| match &binding.kind {
        BindingKind::Import { module, .. } => is_below(module, packages),
        _ => false,
    })
}

/// Whether a module is one of the packages, or lies below one.
pub(super) fn is_below(module: &str, packages: &[String]) -> bool {
    packages.iter().any(|package| {
        if let Some(start) = package.strip_suffix('*') {
            return module.starts_with(start);
        }
        module.strip_prefix(package.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn is_named(declared: &Type, names: &[String]) -> bool {
    match declared {
        Type::Named { name, arguments } => {
            let own = name.rsplit('.').next().unwrap_or(name);
            names.iter().any(|known| known == own)
                || name == "Promise" && arguments.iter().any(|inner| is_named(inner, names))
        }
        _ => false,
    }
}
