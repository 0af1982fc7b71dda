//! Entries by what objects and classes they are members of: maps of resolvers and access functions, lists of endpoints, tools.

use std::collections::BTreeSet;

use super::follow::{field, follow, text};
use super::walk::{Around, for_each};
use super::{Entry, EntryAct, Found, Group, What, handler, names, trees};
use crate::cfg::{Expr, ExprKind, Field};
use crate::frameworks::{ClassEntries, EntryKind, Framework, ObjectEntries};
use crate::module::{FunctionForm, Type, plain_name};
use crate::project::{ModuleId, Program, Reader};

/// The entries in object literals and classes of a file.
pub(super) fn entries(program: &Program, id: ModuleId) -> Vec<Found> {
    let standing = &program.file(id).module.standing;
    let is_imported = |framework: &Framework| standing.imported().any(|known| std::ptr::eq(known, framework));
    let objects: Vec<(&Framework, &ObjectEntries)> = standing
        .tables()
        .flat_map(|framework| framework.objects.iter().map(move |object| (framework, object)))
        .filter(|(framework, object)| !object.imported || is_imported(framework))
        .collect();
    let mut found = of_classes(program, id);
    let mut seen = BTreeSet::new();
    let trees = trees::written(program, id);
    for_each(program, id, &mut |around, expr| {
        let ExprKind::Object(fields) = &expr.kind else { return };
        if trees.contains(&(id, expr.span)) {
            return;
        }
        for (framework, object) in &objects {
            let at = Map { around, framework, object, literal: expr };
            if at.is_map(fields) && seen.insert((expr.span, object.within.as_str(), object.kind)) {
                at.add(fields, &mut found);
            }
        }
    });
    found
}

/// An object literal that may hold entries in one of its fields.
struct Map<'a, 'p> {
    around: &'a Around<'p>,
    framework: &'p Framework,
    object: &'p ObjectEntries,
    literal: &'p Expr,
}

impl<'p> Map<'_, 'p> {
    fn is_map(&self, fields: &[Field]) -> bool {
        let object = self.object;
        let has = |name: &String| field(fields, name).is_some();
        let is_held = object.held_by.is_empty()
            || self.holders().iter().any(|holder| object.held_by.iter().any(|wanted| is_like(holder, wanted)));
        let is_there = if object.within == "*" { !object.beside.is_empty() } else { has(&object.within) };
        is_there && (object.beside.is_empty() || object.beside.iter().any(has)) && is_held
    }

    /// The names and types of what the object is put into.
    fn holders(&self) -> Vec<String> {
        let module = &self.around.reader.program.file(self.around.reader.module).module;
        let variable = self.around.variable.and_then(|variable| module.bindings.get(variable.0 as usize));
        let mut holders: Vec<String> = self.around.fields.iter().map(|(name, _)| (*name).to_owned()).collect();
        if let Some(data) = variable {
            holders.push(data.name.clone());
            if let Some(Type::Named { name, .. }) = &data.declared_type {
                holders.push(plain_name(name).to_owned());
            }
        }
        let path = &self.around.reader.program.file(self.around.reader.module).source.path;
        let file = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        let folder = path.rsplit('/').nth(1).unwrap_or_default();
        holders.extend([file.to_owned(), folder.to_owned()]);
        holders.extend(
            module.standing.imported().any(|known| std::ptr::eq(known, self.framework)).then(|| "imported".to_owned()),
        );
        holders
    }

    fn add(&self, fields: &'p [Field], found: &mut Vec<Found>) {
        let reader = self.around.reader;
        if self.object.within != "*" {
            let Some(value) = field(fields, &self.object.within) else { return };
            let own = follow(reader, value);
            self.of_container(own.reader, own.expr, &self.object.within, fields, found);
            return;
        }
        for one in fields {
            let Field::Named { name, value } = one else { continue };
            let is_type = name.starts_with(|c: char| c.is_uppercase()) && !self.object.beside.contains(name);
            let own = follow(reader, value);
            if is_type && matches!(own.expr.kind, ExprKind::Object(_)) {
                self.of_container(own.reader, own.expr, name, fields, found);
            }
        }
    }

    /// The elements of a map or list.
    fn of_container(
        &self,
        reader: Reader<'p>,
        container: &'p Expr,
        within: &str,
        outer: &'p [Field],
        found: &mut Vec<Found>,
    ) {
        match &container.kind {
            ExprKind::Object(fields) => {
                for one in fields {
                    match one {
                        Field::Named { name, value }
                            if self.object.named.is_empty() || self.object.named.contains(name) =>
                        {
                            found.extend(self.element(reader, name, value, within, outer));
                        }
                        Field::Spread(value) => {
                            let own = follow(reader, value);
                            if !std::ptr::eq(own.expr, container) && matches!(own.expr.kind, ExprKind::Object(_)) {
                                self.of_container(own.reader, own.expr, within, outer, found);
                            }
                        }
                        _ => {}
                    }
                }
            }
            ExprKind::Array(items) => {
                for item in items {
                    let own = follow(reader, &item.value);
                    if matches!(own.expr.kind, ExprKind::Object(_)) {
                        found.extend(self.element(own.reader, "", own.expr, within, outer));
                    }
                }
            }
            _ => {}
        }
    }

    fn element(
        &self,
        reader: Reader<'p>,
        name: &str,
        value: &'p Expr,
        within: &str,
        outer: &'p [Field],
    ) -> Option<Found> {
        let object = self.object;
        let own = follow(reader, value);
        let text_in = |keys: &[String]| match &own.expr.kind {
            ExprKind::Object(fields) => keys.iter().find_map(|key| text(own.reader, field(fields, key)?)),
            _ => None,
        };
        let handled = handler::handler(reader, value, &object.member);
        let function = handled.function?;
        let verb = text_in(&object.verb_in);
        let word = verb.clone().or_else(|| object.word.clone()).unwrap_or_else(|| names::lower_first(within));
        let act =
            object.act.or_else(|| verb.as_deref().map(EntryAct::of_verb)).unwrap_or_else(|| act_of_operation(name));
        let name = text_in(&object.name_in).unwrap_or_else(|| self.path(name, within, outer));
        let entry = Entry {
            handler: function,
            kind: object.kind,
            act,
            name: names::entry(object.kind, &word, &name),
            framework: self.framework.name.clone(),
            registered: (reader.module, value.span),
            group: Group { module: self.around.reader.module, what: What::Made(self.literal.span) },
            front: handled.front,
            is_open: handled.is_open,
        };
        Some(Found { entry, parameters: object.parameters.clone() })
    }

    /// `deletePin`, `Pin.author`, `pins.update`.
    fn path(&self, name: &str, within: &str, outer: &[Field]) -> String {
        let around = match self.object.kind {
            EntryKind::Field => Some(within.to_owned()),
            EntryKind::Access | EntryKind::Hook => {
                let beside = self.object.beside.iter().find_map(|key| text(self.around.reader, field(outer, key)?));
                let fields = self.around.fields.iter().rev().map(|(name, _)| (*name).to_owned());
                beside.or_else(|| fields.into_iter().find(|name| !is_plumbing(name)))
            }
            _ => None,
        };
        around.map_or_else(|| name.to_owned(), |around| format!("{around}.{name}"))
    }
}

fn is_plumbing(name: &str) -> bool {
    matches!(name, "access" | "hooks" | "lists" | "collections" | "config" | "operation" | "item" | "filter")
}

/// What an operation does, by its name.
fn act_of_operation(name: &str) -> EntryAct {
    match name {
        "read" | "query" | "readVersions" | "one" | "many" | "count" => EntryAct::Read,
        "create" | "update" | "delete" | "unlock" => EntryAct::Write,
        _ => EntryAct::Unknown,
    }
}

/// Whether a name is one that a table writes: `*Resolvers` stands for all that end so, in any spelling of the first letter.
pub(super) fn is_like(name: &str, wanted: &str) -> bool {
    match wanted.strip_prefix('*') {
        Some(end) => name.to_ascii_lowercase().ends_with(&end.to_ascii_lowercase()),
        None => name == wanted,
    }
}

fn of_classes(program: &Program, id: ModuleId) -> Vec<Found> {
    let module = &program.file(id).module;
    let standing = &module.standing;
    let known = standing.tables().flat_map(|framework| framework.classes.iter().map(move |class| (framework, class)));
    let known: Vec<(&Framework, &ClassEntries)> = known
        .filter(|(framework, class)| {
            !class.imported || standing.imported().any(|known| std::ptr::eq(known, *framework))
        })
        .collect();
    let mut found = Vec::new();
    for at in program.functions_of(id) {
        let function = program.function(at);
        let (Some(class), FunctionForm::Method | FunctionForm::Arrow | FunctionForm::Expression) =
            (&function.class, function.form)
        else {
            continue;
        };
        let own = function.name.rsplit('.').next().unwrap_or_default();
        let bases = || class.implements.iter().chain(&class.extends);
        let of = known.iter().find(|(_, entries)| {
            entries.named.iter().any(|name| name == own)
                && bases().any(|base| entries.of.iter().any(|wanted| is_like(base.trim_end_matches("()"), wanted)))
        });
        let Some((framework, entries)) = of else { continue };
        let word = match entries.kind {
            EntryKind::Tool => "tool",
            EntryKind::Command => "command",
            _ => "message",
        };
        let entry = Entry {
            handler: at,
            kind: entries.kind,
            act: EntryAct::Unknown,
            name: format!("{word} {}", class.name),
            framework: framework.name.clone(),
            registered: (id, function.name_span),
            group: Group { module: id, what: What::Class(class.name.clone()) },
            front: Vec::new(),
            is_open: false,
        };
        found.push(Found { entry, parameters: entries.parameters.clone() });
    }
    found
}
