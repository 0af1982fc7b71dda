//! The walk backwards from an expression to where its value comes from.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::names::gives_principal;
use super::through::{Through, is_about_elements, through};
use super::{Depth, Root, Value, Values};
use crate::cfg::{Argument, BinaryOp, Expr, ExprKind, Field};
use crate::channels::Role;
use crate::constant::Const;
use crate::frameworks::{Origin, role_word};
use crate::module::{BindingId, BindingKind, FunctionId, Module};
use crate::project::ModuleId;
use crate::source::Span;
use crate::versions::{callee_name, for_each_part};
use crate::words::{ASKING, words};

/// Expressions that are looked through, one inside the other.
const DEPTH: u32 = 40;

/// Expressions that are looked at for one value.
const STEPS: u32 = 1000;

/// The longest path of members that is followed.
const LONGEST: usize = 8;

/// Values that are told apart; an expression with more has some left out, and [`Root::Unknown`] instead.
const MOST: usize = 64;

impl Values<'_> {
    pub(super) fn walk(&self, expr: &Expr, path: &[String], deep: Depth) -> BTreeSet<Value> {
        self.walk_within(expr, path, deep, DEPTH)
    }

    fn walk_within(&self, expr: &Expr, path: &[String], deep: Depth, depth: u32) -> BTreeSet<Value> {
        let mut walk = Walk { values: *self, deep, seen: FxHashSet::default(), steps: STEPS, found: BTreeSet::new() };
        walk.expr(expr, path.to_vec(), depth);
        walk.found
    }
}

pub(super) struct Walk<'p> {
    pub(super) values: Values<'p>,
    /// Whether what a value is made from counts, too.
    deep: Depth,
    /// Variables, and the members of them that were asked for.
    seen: FxHashSet<(BindingId, Vec<String>)>,
    /// How many expressions may still be looked at.
    steps: u32,
    found: BTreeSet<Value>,
}

impl<'p> Walk<'p> {
    pub(super) fn emit(&mut self, root: Root, path: &[String]) {
        if self.found.len() < MOST {
            self.found.insert(Value::at(root, path));
        }
    }

    fn unknown(&mut self, span: Span) {
        self.emit(Root::Unknown(self.values.module, span), &[]);
    }

    /// What a member of an expression of another function is, with the steps that are left.
    pub(super) fn elsewhere(
        &mut self,
        values: Values<'p>,
        expr: &Expr,
        path: &[String],
        depth: u32,
    ) -> BTreeSet<Value> {
        let (seen, found) = (FxHashSet::default(), BTreeSet::new());
        let mut walk = Walk { values, deep: Depth::Itself, seen, steps: self.steps, found };
        walk.expr(expr, path.to_vec(), depth);
        self.steps = walk.steps;
        walk.found
    }

    /// What `expr`, or the member of it at `path`, comes from. The path is complete: the way down only adds to its front.
    pub(super) fn expr(&mut self, expr: &Expr, path: Vec<String>, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return self.unknown(expr.span) };
        // `node = left ? node.left : node.right` has a path for each way.
        let Some(steps) = self.steps.checked_sub(1).filter(|_| path.len() <= LONGEST) else {
            return self.unknown(expr.span);
        };
        self.steps = steps;
        match &expr.kind {
            ExprKind::Const(value) if path.is_empty() => self.emit(Root::Constant(value.clone()), &path),
            ExprKind::Binding(binding) => self.variable(*binding, path, depth),
            ExprKind::Await(inner) => self.expr(inner, path, depth),
            ExprKind::This => self.emit(Root::This, &path),
            ExprKind::Global(name) if name == "process" && path.first().is_some_and(|first| first == "env") => {
                self.emit(Root::Environment, &path[1..]);
            }
            ExprKind::Member { object, property } => self.member(object, property, path, depth),
            ExprKind::Index { object, index } => {
                self.expr(object, with_front(Value::ELEMENT, path), depth);
                self.made_from(index, depth);
            }
            ExprKind::Element(id) => self.element(expr, *id, path, depth),
            ExprKind::Call { callee, args } => self.call(expr, callee, args, path, depth),
            ExprKind::New { callee, args } => {
                let name = callee_name(self.module(), callee);
                match through(name, false).zip(args.first()) {
                    Some((_, first)) => self.expr(&first.value, path, depth),
                    None => self.computed(expr, path, depth),
                }
            }
            ExprKind::Object(fields) => self.object(expr, fields, path, depth),
            ExprKind::Array(items) => self.list(expr, items, path, depth),
            ExprKind::Template { parts, values } => match values.as_slice() {
                [only] if parts.iter().all(String::is_empty) => self.expr(only, path, depth),
                _ => self.computed(expr, path, depth),
            },
            // What a pattern leaves: `...rest`.
            ExprKind::Opaque(parts) if parts.len() == 1 && self.is_rest(expr) && !self.values.is_raw => {
                self.expr(&parts[0], path, depth)
            }
            _ => self.computed(expr, path, depth),
        }
    }

    fn is_rest(&self, expr: &Expr) -> bool {
        self.values.program.file(self.values.module).source.slice(expr.span).starts_with("...")
    }

    fn module(&self) -> &'p Module {
        &self.values.program.file(self.values.module).module
    }

    /// Something new, made from its parts.
    fn computed(&mut self, expr: &Expr, path: Vec<String>, depth: u32) {
        self.emit(Root::Unknown(self.values.module, expr.span), &path);
        let is_answer = match &expr.kind {
            ExprKind::Binary { op, .. } => !matches!(op, BinaryOp::Add | BinaryOp::Other(_)),
            ExprKind::Not(_) | ExprKind::TypeOf(_) => true,
            _ => false,
        };
        if is_answer && self.deep == Depth::Carried {
            return;
        }
        for_each_part(expr, &mut |part| self.made_from(part, depth));
    }

    fn made_from(&mut self, expr: &Expr, depth: u32) {
        if self.deep != Depth::Itself {
            self.expr(expr, Vec::new(), depth);
        }
    }

    fn member(&mut self, object: &Expr, property: &str, path: Vec<String>, depth: u32) {
        let program = self.values.program;
        let file = program.file(self.values.module);
        // What a parser that does not throw gives: `schema.safeParse(body).data`.
        if let ExprKind::Call { callee, args } = &awaited(file.defined(awaited(object))).kind
            && property == "data"
            && !self.values.is_raw
            && through(callee_name(&file.module, callee), true) == Some(Through::Parsed)
            && let Some(first) = args.first()
        {
            return self.expr(&first.value, path, depth);
        }
        self.expr(object, with_front(property, path), depth);
    }

    fn element(&mut self, expr: &Expr, id: crate::cfg::LoopId, path: Vec<String>, depth: u32) {
        // The loop belongs to whichever function of the file holds the place.
        let file = self.values.program.file(self.values.module);
        let function = file.module.functions.iter().filter(|function| function.span.contains(expr.span.start));
        let of = function.into_iter().min_by_key(|function| function.span.end - function.span.start);
        let kind = of.and_then(|function| function.cfg.loops.get(id.0 as usize)).map(|found| &found.kind);
        match kind {
            Some(crate::cfg::LoopKind::Of { list } | crate::cfg::LoopKind::Counted { list, .. }) => {
                self.expr(list, with_front(Value::ELEMENT, path), depth);
            }
            _ => self.unknown(expr.span),
        }
    }

    fn object(&mut self, expr: &Expr, fields: &[Field], path: Vec<String>, depth: u32) {
        let Some((first, rest)) = path.split_first() else { return self.computed(expr, path, depth) };
        for field in fields.iter().rev() {
            match field {
                Field::Named { name, value } if name == first => return self.expr(value, rest.to_vec(), depth),
                Field::Named { .. } => {}
                Field::Computed { value, .. } => self.made_from(value, depth),
                Field::Spread(value) => self.expr(value, path.clone(), depth),
            }
        }
    }

    fn list(&mut self, expr: &Expr, items: &[Argument], path: Vec<String>, depth: u32) {
        let Some((first, rest)) = path.split_first() else { return self.computed(expr, path, depth) };
        let spreads = items.iter().any(|item| item.spread);
        match first.parse::<usize>() {
            Ok(index) if !spreads => {
                items.get(index).into_iter().for_each(|item| self.expr(&item.value, rest.to_vec(), depth));
            }
            _ => items.iter().for_each(|item| {
                let path = if item.spread { path.clone() } else { rest.to_vec() };
                self.expr(&item.value, path, depth);
            }),
        }
    }

    fn call(&mut self, expr: &Expr, callee: &Expr, args: &[Argument], path: Vec<String>, depth: u32) {
        let name = callee_name(self.module(), callee);
        let resolved = self.values.program.callee(self.values.module, expr).is_some();
        if let ExprKind::Member { object, property } = &callee.kind {
            if ["all", "resolve"].contains(&property.as_str())
                && matches!(&object.kind, ExprKind::Global(name) if name == "Promise")
                && let Some(first) = args.first()
            {
                return self.expr(&first.value, path, depth);
            }
            let through = through(property, true).filter(|_| !resolved);
            match through.filter(|through| !self.values.is_raw || *through != Through::Parsed) {
                Some(Through::Object) => return self.expr(object, path, depth),
                Some(Through::Argument | Through::Parsed) => {
                    if let Some(first) = args.first() {
                        return self.expr(&first.value, path, depth);
                    }
                }
                Some(Through::Element) if !selects_otherwise(property, args) => {
                    return self.expr(object, with_front(Value::ELEMENT, path), depth);
                }
                Some(Through::Element) | None => {}
            }
            if !resolved && self.accessor(object, property, args, &path, depth) {
                return;
            }
        } else if let Some(first) = args.first()
            && !resolved
            && through(name, false).is_some()
        {
            return self.expr(&first.value, path, depth);
        }
        if self.gives_origin(callee, name, args, &path, depth) {
            return;
        }
        if !resolved || self.values.is_raw || !self.given(expr, callee, args, &path, depth) {
            self.emit(Root::Call(self.values.module, expr.span), &path);
        }
        // A yes or no holds nothing of what it was asked about.
        let asks = words(name).first().is_some_and(|first| ASKING.contains(&first.as_str()));
        if self.deep == Depth::Made || self.deep == Depth::Carried && !asks {
            if let ExprKind::Member { object, .. } = &callee.kind {
                self.expr(object, Vec::new(), depth);
            }
            args.iter().for_each(|arg| self.expr(&arg.value, Vec::new(), depth));
        }
    }

    /// A method of the request, its context or its headers: `req.get('host')`, `c.req.param('id')`, `url.searchParams.get('id')`.
    fn accessor(&mut self, object: &Expr, property: &str, args: &[Argument], path: &[String], depth: u32) -> bool {
        let mut called = vec![format!("{property}()")];
        if let Some(Argument { value: Expr { kind: ExprKind::Const(key), .. }, .. }) = args.first()
            && let Const::String(key) = key
        {
            called.push(key.to_string());
        }
        called.extend_from_slice(path);
        let before = self.found.clone();
        let deep = std::mem::replace(&mut self.deep, Depth::Itself);
        self.expr(object, called, depth);
        self.deep = deep;
        let new: Vec<&Value> = self.found.difference(&before).collect();
        let known = !new.is_empty() && new.iter().all(|value| value.is_request() || value.is_principal());
        if !known {
            self.found = before;
        }
        known
    }

    /// A function that gives who asks, or a part of the request: `getServerSession()`, `headers()`.
    fn gives_origin(&mut self, callee: &Expr, name: &str, args: &[Argument], path: &[String], depth: u32) -> bool {
        let module = self.module();
        let called = format!("{name}()");
        let whole: Vec<&str> = std::iter::once(called.as_str()).chain(path.iter().map(String::as_str)).collect();
        let by_table = match (&callee.kind, module.standing.origin_of_path(&whole)) {
            (ExprKind::Binding(_) | ExprKind::Member { .. }, Some((origin, count))) => Some((origin, count - 1)),
            _ => None,
        };
        let by_name = || {
            let of_rows = || args.iter().any(|arg| self.is_chosen_key(&arg.value, depth));
            (gives_principal(name) && !of_rows()).then_some((Origin::Principal, 0))
        };
        match by_table.or_else(by_name) {
            Some((Origin::Principal, count)) => self.emit(Root::Principal, &path[count.min(path.len())..]),
            Some((Origin::Request, count)) => self.emit(Root::Request, &path[count.min(path.len())..]),
            None => return false,
        }
        true
    }

    /// Whether an argument selects a row: a part of the request, or an identifier that is handed on.
    fn is_chosen_key(&self, arg: &Expr, depth: u32) -> bool {
        let sources = self.values.walk_within(arg, &[], Depth::Itself, depth);
        sources.iter().any(|value| match &value.root {
            Root::Request => !value.path.is_empty(),
            Root::Param { function, position, .. } => {
                let function = &self.module().functions[function.0 as usize];
                let param = function.params.get(*position as usize);
                let name = param.map_or("", |param| self.module().bindings[param.binding.0 as usize].name.as_str());
                let last = value.last_name().unwrap_or(name);
                crate::words::words(last)
                    .iter()
                    .any(|word| ["id", "uid", "email", "name", "slug"].contains(&word.as_str()))
            }
            _ => false,
        })
    }

    fn variable(&mut self, binding: BindingId, path: Vec<String>, depth: u32) {
        if !self.seen.insert((binding, path.clone())) {
            return;
        }
        let file = self.values.program.file(self.values.module);
        let Some(data) = file.module.bindings.get(binding.0 as usize) else { return };
        match &data.kind {
            BindingKind::Param { function, position } => {
                self.parameter(binding, *function, *position, &path, depth);
                // A default value, or what the body assigns.
                file.definitions(binding).for_each(|value| self.expr(value, path.clone(), depth));
            }
            BindingKind::Local { initial: Some(initial) } if data.function.is_none() => {
                let before = self.found.len();
                self.expr(initial, path.clone(), depth);
                if before == self.found.len() {
                    self.emit(Root::Variable(self.values.module, binding), &path);
                }
            }
            // What a parameter was taken apart into: `({ ctx, input }) => …`.
            BindingKind::Local { .. }
                if let Some((role, function)) = self.module().standing.role(binding).zip(data.function) =>
            {
                self.with_role(role, (function, 0), &path);
            }
            BindingKind::Local { .. } | BindingKind::Temporary => {
                let mut known = false;
                for value in file.definitions(binding) {
                    known = true;
                    // `user?.id` where there is no user.
                    let is_nothing = matches!(value.kind, ExprKind::Const(Const::Undefined));
                    if is_nothing && matches!(data.kind, BindingKind::Temporary) {
                        continue;
                    }
                    self.expr(value, path.clone(), depth);
                }
                if !known {
                    self.emit(Root::Variable(self.values.module, binding), &path);
                }
            }
            BindingKind::Import { .. } => match file.constant(binding) {
                Some(value) => self.expr(value, path, depth),
                None => self.emit(Root::Variable(self.values.module, binding), &path),
            },
            BindingKind::Function(_) | BindingKind::Class | BindingKind::Enum => {
                self.emit(Root::Variable(self.values.module, binding), &path);
            }
        }
    }

    fn parameter(&mut self, binding: BindingId, function: FunctionId, position: u32, path: &[String], depth: u32) {
        let module = self.values.module;
        let data = self.module();
        let role = data.standing.role_in(data, binding);
        let name = &data.bindings[binding.0 as usize].name;
        if let Some(role) = role {
            return self.with_role(role, (function, position), path);
        }
        let file = self.values.program.file(module);
        // `ids.map((id) => …)`, `find(id).then((row) => …)`.
        if let Some(Expr { kind: ExprKind::Member { object, property }, .. }) = file.handed_to(function)
            && position == 0
        {
            if is_about_elements(property) {
                return self.expr(object, with_front(Value::ELEMENT, path.to_vec()), depth);
            }
            if property == "then" {
                return self.expr(object, path.to_vec(), depth);
            }
        }
        let asks =
            super::names::is_about_request(name) && path.first().is_some_and(|first| super::names_who_asks(first));
        if asks {
            return self.emit(Root::Principal, &path[1..]);
        }
        self.emit(Root::Param { module, function, position }, path);
    }

    /// A member of a parameter whose role is known.
    fn with_role(&mut self, role: Role, (function, position): (FunctionId, u32), path: &[String]) {
        let whole: Vec<&str> = std::iter::once(role_word(role)).chain(path.iter().map(String::as_str)).collect();
        match self.module().standing.origin_of_path(&whole) {
            Some((Origin::Principal, count)) => self.emit(Root::Principal, &path[(count - 1).min(path.len())..]),
            Some((Origin::Request, _)) => self.emit(Root::Request, path),
            None if role == Role::Principal => self.emit(Root::Principal, path),
            None if path.first().is_some_and(|first| super::names_who_asks(first)) => {
                self.emit(Root::Principal, &path[1..]);
            }
            // The request itself, as a whole.
            None if role == Role::Request && path.is_empty() => self.emit(Root::Request, path),
            None => {
                let module: ModuleId = self.values.module;
                self.emit(Root::Param { module, function, position }, path);
            }
        }
    }
}

/// Whether `find` is no method of a list here: those are handed a function.
fn selects_otherwise(property: &str, args: &[Argument]) -> bool {
    let is_object = |arg: &Argument| matches!(arg.value.kind, ExprKind::Object(_) | ExprKind::Const(_));
    property.starts_with("find") && (args.is_empty() || args.iter().any(is_object))
}

fn with_front(first: &str, mut path: Vec<String>) -> Vec<String> {
    path.insert(0, first.to_owned());
    path
}

fn awaited(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Await(inner) => awaited(inner),
        _ => expr,
    }
}
