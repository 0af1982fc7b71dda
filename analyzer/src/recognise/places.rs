//! Paths, hosts and commands: tested against a list or a root, or asked for by a name.

use crate::cfg::{Argument, Expr, ExprKind};
use crate::module::BindingKind;
use crate::versions::callee_name;
use crate::words::{GUARD_VERBS, LISTS, OWNERS, PLACES, WITHIN, has_any, is_in, words};

use super::Signals;

/// Methods that look something up in a list, or compare its start with a root.
const LOOKS_UP: &[&str] =
    &["includes", "has", "some", "every", "find", "indexOf", "startsWith", "endsWith", "relative"];

impl Signals<'_> {
    /// `allowedOrigins.includes(origin)`, `blocked.has(command)`, `path.startsWith(root)`.
    pub(super) fn read_place(&mut self, callee: &Expr, args: &[Argument]) {
        let ExprKind::Member { object, property } = &callee.kind else { return };
        if !LOOKS_UP.contains(&property.as_str()) {
            return;
        }
        let receiver = self.last_name(object);
        let given = args.first().map(|arg| self.last_name(&arg.value)).unwrap_or_default();
        let against_list = has_any(&receiver, LISTS) && (has_any(&receiver, PLACES) || has_any(&given, PLACES));
        let against_root = ["startsWith", "relative"].contains(&property.as_str())
            && has_any(&receiver, PLACES)
            && (has_any(&given, PLACES) || has_any(&given, LISTS));
        if against_list || against_root {
            self.place = Some(receiver);
        }
    }

    /// The last name in an expression, through templates and the calls that clean a text.
    fn last_name(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Template { values, .. } => values.first().map(|value| self.last_name(value)).unwrap_or_default(),
            ExprKind::Binary { left, .. } => self.last_name(left),
            // `resolve(file)` is about the file.
            ExprKind::Call { callee, args } if self.canonicalises(callee) => {
                args.last().map(|arg| self.last_name(&arg.value)).unwrap_or_default()
            }
            ExprKind::Call { callee, .. } => match &callee.kind {
                ExprKind::Member { object, .. } => self.last_name(object),
                _ => callee_name(self.module, callee).to_owned(),
            },
            _ => callee_name(self.module, expr).to_owned(),
        }
    }

    /// Whether a function that is imported by its name gives the one spelling of a path.
    fn canonicalises(&self, callee: &Expr) -> bool {
        let ExprKind::Binding(binding) = callee.kind else { return false };
        match &self.module.bindings[binding.0 as usize].kind {
            BindingKind::Import { module, name } => self.module.standing.canonicalises(module, name),
            _ => false,
        }
    }

    /// `isPathWithinWorkspace`: whether one place lies within another.
    pub(super) fn asks_for_containment(&self) -> bool {
        !self.function.params.is_empty()
            && self.name.iter().any(|word| WITHIN.contains(&word.as_str()))
            && self.name.iter().any(|word| is_in(word, PLACES) || word == "outdir")
    }

    /// `assertNoteInWorkspace(noteId, workspaceId)`: whether something belongs to somebody who is handed in.
    pub(super) fn asks_whose(&self) -> bool {
        let owner = |word: &String| is_in(word, OWNERS);
        let relation = |word: &String| ["in", "of", "to"].contains(&word.as_str());
        let named = self.name.windows(2).any(|pair| relation(&pair[0]) && owner(&pair[1]));
        let given = self.function.params.iter().any(|param| {
            let name = words(&self.module.bindings[param.binding.0 as usize].name);
            name.first().is_some_and(owner)
        });
        self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS)) && named && given
    }
}
