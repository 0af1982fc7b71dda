//! A chain of calls, from what it starts at: `db.update(pins).set(changes).where(eq(pins.id, id))`.

use crate::cfg::{Argument, Expr, ExprKind};
use crate::module::{BindingId, BindingKind};
use crate::project::File;

/// Variables that hold the start of a chain, one behind the other.
const DEPTH: u32 = 4;

/// Calls on what calls give, and what the first of them starts at.
#[derive(Debug, Clone)]
pub(super) struct Chain<'e> {
    /// What it starts at: a variable, a global, `this`, or anything else that is no member or call.
    pub(super) root: &'e Expr,
    /// In order.
    pub(super) links: Vec<Link<'e>>,
}

/// One call of a chain.
#[derive(Debug, Clone)]
pub(super) struct Link<'e> {
    /// The members from the call before it (or the start) to what is called, that included.
    pub(super) path: Vec<&'e str>,
    /// What the members are taken of: the object of the method; none for a function.
    pub(super) receiver: Option<&'e Expr>,
    pub(super) args: &'e [Argument],
    pub(super) call: &'e Expr,
}

impl<'e> Link<'e> {
    /// The method or function.
    pub(super) fn name(&self) -> &'e str {
        self.path.last().copied().unwrap_or("")
    }

    /// The member before it.
    pub(super) fn receiver_name(&self) -> Option<&'e str> {
        self.path.len().checked_sub(2).map(|index| self.path[index])
    }
}

impl<'e> Chain<'e> {
    /// The chain that ends in a call; variables that hold the start of it are followed.
    pub(super) fn of(file: &'e File, call: &'e Expr) -> Chain<'e> {
        let mut links = Vec::new();
        let root = collect(file, call, &mut Vec::new(), &mut links, DEPTH);
        links.reverse();
        if let (Some(first), Some(name)) = (links.first_mut(), own_name(file, root)) {
            first.path.insert(0, name);
        }
        Chain { root, links }
    }

    /// Whether it has a call of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.links.iter().any(|link| link.name() == name)
    }
}

/// Walks back from the end. The links come out last first, the members of each in order.
fn collect<'e>(
    file: &'e File,
    expr: &'e Expr,
    path: &mut Vec<&'e str>,
    links: &mut Vec<Link<'e>>,
    depth: u32,
) -> &'e Expr {
    match &expr.kind {
        ExprKind::Call { callee, args } => {
            flush(links, path);
            let receiver = match &callee.kind {
                ExprKind::Member { object, .. } => Some(&**object),
                _ => None,
            };
            links.push(Link { path: Vec::new(), receiver, args, call: expr });
            collect(file, callee, path, links, depth)
        }
        ExprKind::Member { object, property } => {
            path.push(property);
            collect(file, object, path, links, depth)
        }
        ExprKind::Binding(binding) => match starts_at(file, *binding).filter(|_| depth > 0) {
            Some(value) => collect(file, value, path, links, depth - 1),
            None => {
                flush(links, path);
                expr
            }
        },
        _ => {
            flush(links, path);
            expr
        }
    }
}

/// Gives the members that were met to the call behind them.
fn flush<'e>(links: &mut [Link<'e>], path: &mut Vec<&'e str>) {
    path.reverse();
    match links.last_mut() {
        Some(last) if last.path.is_empty() => last.path = std::mem::take(path),
        _ => path.clear(),
    }
}

/// The value of a variable that is part of a chain: a call or member that nobody waits for.
fn starts_at(file: &File, binding: BindingId) -> Option<&Expr> {
    let data = file.module.bindings.get(binding.0 as usize)?;
    let value = match &data.kind {
        BindingKind::Local { initial: Some(initial) } => initial,
        BindingKind::Local { .. } | BindingKind::Temporary => file.definition(binding)?,
        _ => return None,
    };
    matches!(value.kind, ExprKind::Call { .. } | ExprKind::Member { .. } | ExprKind::Binding(_)).then_some(value)
}

/// The name of what a chain starts at.
pub(super) fn own_name<'e>(file: &'e File, root: &'e Expr) -> Option<&'e str> {
    match &root.kind {
        ExprKind::Binding(binding) => Some(file.module.bindings.get(binding.0 as usize)?.name.as_str()),
        ExprKind::Global(name) => Some(name),
        _ => None,
    }
}
