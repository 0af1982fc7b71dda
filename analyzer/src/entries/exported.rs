//! Entries by the places of files: exports of files that lie where a framework looks for them, and files and functions with a directive.

use std::collections::BTreeSet;

use super::follow::follow;
use super::{Entry, EntryAct, Found, Group, What, front, handler};
use crate::cfg::{Expr, ExprKind, Field};
use crate::frameworks::{EntryKind, FileEntries, Framework};
use crate::module::{BindingKind, Export, Exports, FunctionId};
use crate::project::{FunctionRef, ModuleId, Program, Reader};
use crate::source::Span;

/// A file that lies where a framework looks.
struct Placed<'p> {
    program: &'p Program,
    id: ModuleId,
    framework: &'p Framework,
    convention: &'p FileEntries,
    /// What is left of the path behind the folder.
    rest: &'p str,
    folder: &'p str,
}

/// What is exported under a name.
enum Value<'p> {
    Function(FunctionRef, Span),
    Written(&'p Expr),
}

/// The entries that a file exports.
pub(super) fn entries(program: &Program, id: ModuleId) -> Vec<Found> {
    let file = program.file(id);
    let standing = &file.module.standing;
    let mut found: Vec<Found> = Vec::new();
    for framework in standing.tables() {
        let is_imported = standing.imported().any(|known| std::ptr::eq(known, framework));
        for convention in &framework.files {
            let Some((folder, rest)) =
                convention.holds(&file.source.path).filter(|_| is_imported || !convention.imported)
            else {
                continue;
            };
            let placed = Placed { program, id, framework, convention, rest, folder };
            match &convention.directive {
                Some(directive) if !file.module.prologue.contains(directive) => found.extend(placed.inline(directive)),
                _ => found.extend(placed.exports()),
            }
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert((one.entry.handler, one.entry.registered)));
    found
}

impl<'p> Placed<'p> {
    fn exports(&self) -> Vec<Found> {
        let exports = &self.program.file(self.id).module.exports;
        let named = exports.names.keys().filter_map(|name| Some((name.as_str(), self.act(name)?)));
        let found = named.flat_map(|(name, act)| match self.value(name) {
            Some(value) if self.convention.members => self.members(value, act),
            Some(value) => self.entry(name, act, value).into_iter().collect(),
            None => Vec::new(),
        });
        found.collect()
    }

    /// What an export of this name does, if it is an entry.
    fn act(&self, name: &str) -> Option<EntryAct> {
        let name = if name == Exports::WHOLE { Exports::DEFAULT } else { name };
        let act = self.convention.exports.get(name).or_else(|| self.convention.exports.get("*"))?;
        Some(act.unwrap_or_else(|| EntryAct::of_verb(name)))
    }

    fn value(&self, name: &str) -> Option<Value<'p>> {
        let module = &self.program.file(self.id).module;
        let own = |function: FunctionId| {
            let at = FunctionRef { module: self.id, function };
            Value::Function(at, self.program.function(at).name_span)
        };
        match module.exports.names.get(name)? {
            Export::Function(function) => Some(own(*function)),
            Export::Own { binding: Some(binding), .. } => match &module.bindings[binding.0 as usize].kind {
                BindingKind::Function(function) => Some(own(*function)),
                BindingKind::Import { .. } => {
                    let at = self.program.function_of_variable(self.id, *binding)?;
                    Some(Value::Function(at, Span::default()))
                }
                BindingKind::Local { initial: Some(initial) } => Some(Value::Written(initial)),
                _ => self.program.file(self.id).definition(*binding).map(Value::Written),
            },
            Export::From { .. } => {
                let at = self.program.exported_function(self.id, name)?;
                Some(Value::Function(at, Span::default()))
            }
            Export::Own { binding: None, .. } => None,
        }
    }

    fn reader(&self) -> Reader<'p> {
        Reader { program: self.program, module: self.id, function: None }
    }

    fn entry(&self, name: &str, act: EntryAct, value: Value<'_>) -> Option<Found> {
        let (handled, span) = match value {
            Value::Function(at, span) => (handler::Handled { function: Some(at), ..handler::Handled::default() }, span),
            Value::Written(expr) => {
                // Actions of builders are entries by the chain that makes them.
                if self.convention.directive.is_some() && !may_be_function(self.reader(), expr) {
                    return None;
                }
                (handler::handler(self.reader(), expr, &[]), expr.span)
            }
        };
        let function = handled.function?;
        let is_declared_elsewhere = self.convention.directive.is_some() && function.module != self.id;
        (!is_declared_elsewhere).then(|| self.found(name, act, function, span, handled))
    }

    fn found(&self, name: &str, act: EntryAct, function: FunctionRef, span: Span, handled: handler::Handled) -> Found {
        let path = super::names::of_file(self.rest, self.convention.nameless);
        let name = if name == Exports::WHOLE { Exports::DEFAULT } else { name };
        let kind = self.convention.kind;
        let called = match kind {
            EntryKind::Action => format!("action {name}"),
            EntryKind::Route | EntryKind::Page if name == Exports::DEFAULT => format!("ALL {path}"),
            _ => format!("{name} {path}"),
        };
        let what = match kind {
            EntryKind::Action => What::File,
            // A file that is called the same everywhere has its folder to itself.
            _ if self.convention.nameless => {
                What::Folder(self.folder.rsplit_once('/').map_or("", |(around, _)| around).to_owned())
            }
            _ => What::Folder(self.folder.to_owned()),
        };
        let entry = Entry {
            handler: function,
            kind,
            act,
            name: called,
            framework: self.framework.name.clone(),
            registered: (self.id, span),
            group: Group { module: self.id, what },
            front: handled.front,
            is_open: handled.is_open,
        };
        Found { entry, parameters: self.convention.parameters.clone() }
    }

    /// The functions of an exported object: `export const actions = { default: …, remove: … }`.
    fn members(&self, value: Value<'_>, act: EntryAct) -> Vec<Found> {
        let Value::Written(expr) = value else { return Vec::new() };
        let object = follow(self.reader(), expr);
        let ExprKind::Object(fields) = &object.expr.kind else { return Vec::new() };
        let members = fields.iter().filter_map(|field| match field {
            Field::Named { name, value } => {
                let handled = handler::handler(object.reader, value, &[]);
                let function = handled.function?;
                let mut found = self.found(name, act, function, value.span, handled);
                found.entry.name =
                    format!("action {}?{name}", super::names::of_file(self.rest, self.convention.nameless));
                Some(found)
            }
            _ => None,
        });
        members.collect()
    }

    /// Functions that hold the directive themselves.
    fn inline(&self, directive: &str) -> Vec<Found> {
        let functions = self.program.functions_of(self.id);
        let inline = functions.filter(|at| self.program.function(*at).prologue.iter().any(|one| one == directive));
        let found = inline.map(|at| {
            let function = self.program.function(at);
            let name = function.name.rsplit('.').next().unwrap_or_default().to_owned();
            self.found(
                &name,
                self.act(&name).unwrap_or(EntryAct::Unknown),
                at,
                function.name_span,
                handler::Handled::default(),
            )
        });
        found.collect()
    }
}

/// A function, or a call that wraps one; not the end of a chain of calls.
fn may_be_function(reader: Reader<'_>, expr: &Expr) -> bool {
    match &follow(reader, expr).expr.kind {
        ExprKind::Call { callee, args } => {
            !matches!(callee.kind, ExprKind::Member { .. })
                && args.iter().any(|argument| front::is_function(reader, &argument.value))
        }
        ExprKind::Function(_) => true,
        _ => false,
    }
}
