//! Questions to the tables about entries: whose package, whose router, whose methods.

use super::proof::is_below;
use super::{Framework, Standing};
use crate::frameworks::table::{Proof, Scope};

impl Framework {
    /// The methods by which classes are its guards.
    pub(crate) fn guard_methods(&self) -> Vec<String> {
        let proofs = self.forms.iter().flat_map(|form| &form.when);
        let named = proofs.filter_map(|proof| match proof {
            Proof::Method(method) => Some(&method.named),
            _ => None,
        });
        named.flatten().cloned().collect()
    }

    /// Whether its objects are handed to functions that register on them.
    pub(crate) fn has_routers(&self) -> bool {
        !self.routers.mounts.is_empty()
    }

    /// Whether something that came by these names is one of its routers.
    pub(crate) fn is_router(&self, names: &[String]) -> bool {
        self.has_routers() && self.registrations.iter().any(|one| one.on.iter().any(|on| names.contains(on)))
    }

    /// Whether it has guards that stand in front of everything.
    pub(crate) fn has_globals(&self) -> bool {
        !self.decorators.providers.is_empty() || self.registrations.iter().any(|one| one.covers == Scope::Program)
    }

    /// Whether a module is one of its packages, or lies below one.
    pub(crate) fn holds(&self, module: &str) -> bool {
        is_below(module, &self.packages)
    }
}

impl Standing {
    /// The tables that the file imports.
    pub(crate) fn imported(&self) -> impl Iterator<Item = &Framework> + Clone {
        self.imported.iter().map(AsRef::as_ref)
    }

    /// Every table there is.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &Framework> {
        self.known().map(AsRef::as_ref)
    }

    /// The framework of a package that functions are registered with.
    pub(crate) fn of_package(&self, module: &str) -> Option<&Framework> {
        self.tables().find(|framework| !framework.registrations.is_empty() && framework.holds(module))
    }

    /// Whether the file imports a framework with routers.
    pub(crate) fn has_routers(&self) -> bool {
        self.imported().any(Framework::has_routers)
    }
}
