//! Entries by decorators: the methods of controllers, resolvers and gateways, with what classes, their bases and composed decorators put in front.

use std::collections::BTreeSet;

use super::follow::{field, follow, text};
use super::handler::only_returned;
use super::names::join_path;
use super::{Entry, EntryAct, Found, Front, Group, What, front};
use crate::cfg::{Argument, Expr, ExprKind};
use crate::frameworks::{DecoratedEntry, EntryKind, Framework};
use crate::module::{BindingKind, ClassContext, FunctionForm, FunctionId};
use crate::project::{FunctionRef, ModuleId, Program, Reader};
use crate::words;

/// Decorators that are made of others, one inside the other, and base classes.
const DEPTH: u32 = 6;

/// A decorator: its name, and what it is given.
#[derive(Debug, Clone, Copy)]
struct Decorator<'p> {
    reader: Reader<'p>,
    expr: &'p Expr,
    name: &'p str,
    args: &'p [Argument],
}

/// A class with its decorators.
#[derive(Debug, Clone, Copy)]
struct Class<'p> {
    module: ModuleId,
    context: &'p ClassContext,
    /// One of its methods.
    member: FunctionId,
}

/// The entries that decorators make in a file.
pub(super) fn entries(program: &Program, id: ModuleId) -> Vec<Found> {
    let module = &program.file(id).module;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (index, function) in module.functions.iter().enumerate() {
        let Some(context) = function.class.as_ref().filter(|class| !class.decorators.is_empty()) else { continue };
        if seen.insert(context.name.as_str()) {
            let class = Class { module: id, context, member: FunctionId(index as u32) };
            found.extend(of_class(program, class));
        }
    }
    found
}

fn of_class(program: &Program, class: Class<'_>) -> Vec<Found> {
    let reader = Reader { program, module: class.module, function: None };
    let standing = &program.file(class.module).module.standing;
    let decorators = read(reader, &class.context.decorators);
    let framework = standing.tables().find_map(|framework| {
        let kind = decorators.iter().find(|one| framework.decorators.classes.iter().any(|name| name == one.name))?;
        (is_of(*kind, framework) || standing.imported().any(|known| std::ptr::eq(known, framework)))
            .then_some((framework, *kind))
    });
    let Some((framework, kind)) = framework else { return Vec::new() };
    let prefix = path_of(kind);
    let mut methods: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    let bases = with_bases(program, class);
    let mut outer = Outer { front: Vec::new(), is_open: false };
    // Guards of a base class come first.
    for base in bases.iter().rev() {
        let reader = Reader { module: base.module, ..reader };
        for decorator in read(reader, &base.context.decorators) {
            outer.add(decorator, framework, DEPTH);
        }
    }
    for base in &bases {
        let module = &program.file(base.module).module;
        for (index, method) in module.functions.iter().enumerate() {
            let is_own = method.class.as_ref().is_some_and(|own| own.name == base.context.name);
            let name = method.name.rsplit('.').next().unwrap_or_default();
            if !is_own || method.form != FunctionForm::Method || !methods.insert(name.to_owned()) {
                continue;
            }
            let at = FunctionRef { module: base.module, function: FunctionId(index as u32) };
            found.extend(of_method(program, class, framework, kind.name, prefix.as_deref(), &outer, at));
        }
    }
    found
}

fn of_method(
    program: &Program,
    class: Class<'_>,
    framework: &Framework,
    kind: &str,
    prefix: Option<&str>,
    outer: &Outer,
    at: FunctionRef,
) -> Vec<Found> {
    let method = program.function(at);
    let reader = Reader { program, module: at.module, function: None };
    let decorators = read(reader, &method.decorators);
    let mut inner = Outer { front: outer.front.clone(), is_open: outer.is_open };
    decorators.iter().for_each(|decorator| inner.add(*decorator, framework, DEPTH));
    let makes = |decorator: &Decorator<'_>| {
        let entries = framework.decorators.entries.iter();
        entries.clone().find(|entry| {
            entry.named.iter().any(|name| name == decorator.name)
                && (entry.within.is_empty() || entry.within.iter().any(|name| name == kind))
        })
    };
    let made = decorators.iter().filter_map(|decorator| Some((decorator, makes(decorator)?)));
    let entry = |(decorator, entry): (&Decorator<'_>, &DecoratedEntry)| {
        let own = method.name.rsplit('.').next().unwrap_or_default();
        let word = entry.word.clone().unwrap_or_else(|| decorator.name.to_owned());
        let name = match entry.kind {
            EntryKind::Route => {
                let path = path_of(*decorator).unwrap_or_default();
                super::names::entry(entry.kind, &word, &join_path(prefix.unwrap_or_default(), &path))
            }
            _ => super::names::entry(entry.kind, &word, &named(*decorator).unwrap_or_else(|| own.to_owned())),
        };
        Found {
            entry: Entry {
                handler: at,
                kind: entry.kind,
                act: entry.act.unwrap_or_else(|| EntryAct::of_verb(decorator.name)),
                name,
                framework: framework.name.clone(),
                registered: (decorator.reader.module, decorator.expr.span),
                group: Group { module: class.module, what: What::Class(class.context.name.clone()) },
                front: inner.front.clone(),
                is_open: inner.is_open,
            },
            parameters: super::roles::of_decorators(program, at, framework),
        }
    };
    // What stands on several methods of a base class is registered by each class that has it.
    let is_own = method.class.as_ref().is_some_and(|own| at.module == class.module && own.name == class.context.name);
    let registered_here = |found: Found| match is_own {
        true => found,
        false => {
            let place = program.function(FunctionRef { module: class.module, function: class.member }).span;
            let span = class.context.decorators.first().map_or(place, |first| first.span);
            Found { entry: Entry { registered: (class.module, span), ..found.entry }, ..found }
        }
    };
    made.map(entry).map(registered_here).collect()
}

/// What the decorators of a class or method put in front.
#[derive(Debug, Clone, Default)]
struct Outer {
    front: Vec<Front>,
    is_open: bool,
}

impl Outer {
    fn add(&mut self, decorator: Decorator<'_>, framework: &Framework, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            self.is_open = true;
            return;
        };
        let known = &framework.decorators;
        let is = |list: &[String]| list.iter().any(|name| is_called(decorator.name, name));
        let front = front::of_call(decorator.reader, decorator.expr);
        if is(&known.guards) {
            let (guards, is_open) = front::of_arguments(decorator.reader, decorator.args);
            // One without arguments is a guard itself: `@Authorized()`.
            if guards.is_empty() {
                self.front.push(front)
            } else {
                self.front.extend(guards)
            }
            self.is_open |= is_open;
        } else if is(&known.groups) {
            for argument in decorator.args {
                match read_one(decorator.reader, &argument.value) {
                    Some(inner) if !argument.spread => self.add(inner, framework, depth),
                    _ => self.is_open = true,
                }
            }
        } else if is(&known.public) || is(&known.notes) {
            let marks_public =
                is(&known.public) || front.args.first().is_some_and(|key| front::says_public(key.trim_matches('\'')));
            self.front.push(Front { marks_public, ..front });
        } else if is(&known.classes) || is(&known.plain) || known.entries.iter().any(|entry| is(&entry.named)) {
            // Says what it is, and guards nothing.
        } else {
            self.add_unknown(decorator, front, framework, depth);
        }
    }

    /// A decorator of the project is what it is made of; of others the name says whether they may guard.
    fn add_unknown(&mut self, decorator: Decorator<'_>, front: Front, framework: &Framework, depth: u32) {
        let made_of = made_of(decorator);
        if let Some((reader, value)) = made_of {
            let inner = read_one(reader, value);
            let is_known = inner.is_some_and(|inner| {
                let known = &framework.decorators;
                let lists = [&known.guards, &known.groups, &known.notes, &known.public];
                lists.iter().any(|list| list.iter().any(|name| is_called(inner.name, name))) || made_of_project(inner)
            });
            if let Some(inner) = inner.filter(|_| is_known) {
                let mut own = Outer::default();
                own.add(inner, framework, depth);
                let is_note = own
                    .front
                    .iter()
                    .all(|one| framework.decorators.notes.iter().any(|note| is_called(&one.name, note)));
                let marks_public = front.marks_public || own.front.iter().any(|one| one.marks_public);
                // The decorator by its own name, and the guards that it adds.
                self.front.push(Front { function: None, marks_public, ..front });
                if !is_note {
                    let notes = |one: &Front| framework.decorators.notes.iter().any(|note| is_called(&one.name, note));
                    self.front.extend(own.front.into_iter().filter(|one| !notes(one)));
                }
                self.is_open |= own.is_open;
                return;
            }
            self.front.push(front);
            return;
        }
        let may_guard = words::has_any(decorator.name, words::PERMISSION) || front.marks_public;
        if is_from_project(decorator) || may_guard {
            self.is_open |= front.function.is_none() && !front.marks_public && !is_note_maker(decorator);
            self.front.push(front);
        }
    }
}

fn is_called(name: &str, known: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == known,
    }
}

/// What the function of the project that makes a decorator gives back.
fn made_of(decorator: Decorator<'_>) -> Option<(Reader<'_>, &Expr)> {
    match callee_of(decorator.expr) {
        Some(callee) => match decorator.reader.callee_of(callee) {
            Ok(at) => {
                let value = only_returned(decorator.reader.program, at)?;
                Some((Reader { module: at.module, function: Some(at.function), ..decorator.reader }, value))
            }
            Err(_) => None,
        },
        // `export const Public = SetMetadata('public', true)`, used without a call.
        None => {
            let found = follow(decorator.reader, decorator.expr);
            matches!(found.expr.kind, ExprKind::Call { .. }).then_some((found.reader, found.expr))
        }
    }
}

fn made_of_project(decorator: Decorator<'_>) -> bool {
    made_of(decorator).is_some()
}

/// A decorator that a call made in a variable: `const Roles = Reflector.createDecorator()`.
fn is_note_maker(decorator: Decorator<'_>) -> bool {
    let callee = callee_of(decorator.expr).unwrap_or(decorator.expr);
    matches!(follow(decorator.reader, callee).expr.kind, ExprKind::Call { .. })
}

fn is_from_project(decorator: Decorator<'_>) -> bool {
    let callee = callee_of(decorator.expr).unwrap_or(decorator.expr);
    let ExprKind::Binding(binding) = callee.kind else { return false };
    decorator.reader.program.file(decorator.reader.module).is_from_project(binding)
}

/// Whether a decorator is imported from the framework.
fn is_of(decorator: Decorator<'_>, framework: &Framework) -> bool {
    let callee = callee_of(decorator.expr).unwrap_or(decorator.expr);
    let module = &decorator.reader.program.file(decorator.reader.module).module;
    let ExprKind::Binding(binding) = callee.kind else { return false };
    match &module.bindings[binding.0 as usize].kind {
        BindingKind::Import { module, .. } => framework.holds(module),
        _ => false,
    }
}

fn callee_of(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Call { callee, .. } => Some(callee),
        _ => None,
    }
}

fn read<'p>(reader: Reader<'p>, decorators: &'p [Expr]) -> Vec<Decorator<'p>> {
    decorators.iter().filter_map(|expr| read_one(reader, expr)).collect()
}

fn read_one<'p>(reader: Reader<'p>, expr: &'p Expr) -> Option<Decorator<'p>> {
    let (reader, expr) = super::follow::without_temporaries(reader, expr);
    let (callee, args) = match &expr.kind {
        ExprKind::Call { callee, args } => (&**callee, args.as_slice()),
        _ => (expr, &[][..]),
    };
    let name = match &callee.kind {
        ExprKind::Binding(binding) => {
            let data = reader.program.file(reader.module).module.bindings.get(binding.0 as usize)?;
            match &data.kind {
                BindingKind::Import { name, .. } if name != "default" && name != "*" => name.as_str(),
                _ => data.name.as_str(),
            }
        }
        ExprKind::Member { property, .. } => property,
        ExprKind::Global(name) => name,
        _ => return None,
    };
    Some(Decorator { reader, expr, name, args })
}

/// The path that a decorator is given: its first argument, the first of a list, or the `path` of options.
fn path_of(decorator: Decorator<'_>) -> Option<String> {
    let first = decorator.args.first()?;
    let found = follow(decorator.reader, &first.value);
    match &found.expr.kind {
        ExprKind::Array(items) => text(found.reader, &items.first()?.value),
        ExprKind::Object(fields) => text(found.reader, field(fields, "path")?),
        _ => text(decorator.reader, &first.value),
    }
}

/// The name that a decorator is given: a text, or the `name` of options.
fn named(decorator: Decorator<'_>) -> Option<String> {
    decorator.args.iter().find_map(|argument| {
        let found = follow(decorator.reader, &argument.value);
        match &found.expr.kind {
            ExprKind::Object(fields) => {
                let value = ["name", "cmd"].iter().find_map(|name| field(fields, name))?;
                text(found.reader, value)
            }
            _ => text(decorator.reader, &argument.value),
        }
    })
}

/// A class and the classes above it, the nearest first.
fn with_bases<'p>(program: &'p Program, class: Class<'p>) -> Vec<Class<'p>> {
    let mut found = vec![class];
    while let Some(last) = found.last().filter(|_| found.len() < DEPTH as usize) {
        let Some((module, name)) = program.base_of(last.module, &last.context.name) else { break };
        let functions = &program.file(module).module.functions;
        let member = functions.iter().enumerate().find_map(|(index, function)| {
            let context = function.class.as_ref().filter(|own| own.name == name)?;
            Some(Class { module, context, member: FunctionId(index as u32) })
        });
        match member {
            Some(base) => found.push(base),
            None => break,
        }
    }
    found
}
