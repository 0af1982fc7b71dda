//! Where a value comes from, as far as a framework says so.

use std::sync::Arc;

use super::{Framework, Standing};
use crate::cfg::{Expr, ExprKind};
use crate::channels::Role;
use crate::module::{BindingKind, Module};

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The one who asks can choose it.
    Request,
    /// It says who asks.
    Principal,
}

impl Standing {
    /// Where a value comes from: `req.body.id`, `await getServerSession()`. Nothing where no table says so.
    pub fn origin(&self, module: &Module, value: &Expr) -> Option<Origin> {
        let path = self.path(module, value)?;
        let starts = |known: &String| {
            path.strip_prefix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.imported.iter().find_map(|framework| match () {
            () if framework.principal.iter().any(starts) => Some(Origin::Principal),
            () if framework.request.iter().any(starts) => Some(Origin::Request),
            () => None,
        })
    }

    /// Where a path of members leads that starts at a role or a call (`request.body.id`, `getServerSession().user`), and how many of its
    /// segments the table names. A file that imports no framework with such data is read with all tables.
    pub fn origin_of_path(&self, path: &[&str]) -> Option<(Origin, usize)> {
        let says = |framework: &&Arc<Framework>| !framework.principal.is_empty() || !framework.request.is_empty();
        let named = |list: &[String]| list.iter().filter_map(|known| segments_of(known, path)).max();
        let read = |framework: &Arc<Framework>| {
            let principal = named(&framework.principal).map(|count| (Origin::Principal, count));
            principal.or_else(|| named(&framework.request).map(|count| (Origin::Request, count)))
        };
        if self.imported.iter().any(|framework| says(&framework)) {
            self.imported.iter().find_map(read)
        } else {
            self.known().filter(says).find_map(read)
        }
    }

    /// What a parameter is for: by the form or registration of its function, or by its declared type.
    pub fn role_in(&self, module: &Module, binding: crate::module::BindingId) -> Option<Role> {
        let declared = module.bindings.get(binding.0 as usize)?.declared_type.as_ref();
        self.role(binding).or_else(|| match declared {
            Some(crate::module::Type::Named { name, .. }) => self.role_of_type(name.rsplit('.').next().unwrap_or(name)),
            _ => None,
        })
    }

    /// The path of a value from a parameter with a role, or from a function that is called.
    fn path(&self, module: &Module, value: &Expr) -> Option<String> {
        match &value.kind {
            ExprKind::Await(inner) => self.path(module, inner),
            ExprKind::Member { object, property } => Some(format!("{}.{property}", self.path(module, object)?)),
            ExprKind::Call { callee, .. } => match &callee.kind {
                // A method of what is not known goes by its own name.
                ExprKind::Member { property, .. } => {
                    Some(format!("{}()", self.path(module, callee).as_ref().unwrap_or(property)))
                }
                ExprKind::Binding(binding) => match &module.bindings.get(binding.0 as usize)?.kind {
                    BindingKind::Import { name, .. } => Some(format!("{name}()")),
                    _ => None,
                },
                _ => None,
            },
            ExprKind::Binding(binding) => self.role_in(module, *binding).map(|role| role_word(role).to_owned()),
            _ => None,
        }
    }
}

/// How many segments a table's path has, where the path starts with it.
fn segments_of(known: &str, path: &[&str]) -> Option<usize> {
    let mut count = 0;
    for segment in known.split('.') {
        if path.get(count) != Some(&segment) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The word by which tables name a role.
pub(crate) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Continuation | Role::Resumption | Role::Navigation | Role::Handler => "continuation",
        Role::Response => "response",
        Role::Context => "context",
        Role::Callback | Role::Outcome | Role::Verdict => "callback",
        Role::Request => "request",
        Role::Principal => "principal",
    }
}
