//! What selects: the fields of objects, conditions, columns, statements of SQL.

use std::collections::BTreeSet;

use super::Key;
use super::chain::own_name;
use super::libraries::Libraries;
use super::place::alternatives;
use super::sql;
use crate::cfg::{Argument, End, Expr, ExprKind, Field, Place as Target, Step};
use crate::constant::Const;
use crate::frameworks::{Framework, LinkForm};
use crate::module::{BindingId, BindingKind, FunctionId};
use crate::values::{Root, Value, Values};

/// Objects and conditions, one inside the other.
const DEPTH: u32 = 12;

/// Fields that hold conditions of the same row: all of them, or any.
const JOINS: &[&str] = &["AND", "OR", "$and", "$or", "and", "or"];

/// Fields that say what does not match.
const NEGATIONS: &[&str] = &["NOT", "not", "none", "isNot", "$ne", "$not", "$nin", "$nor", "notIn", "ne"];

/// Fields between a relation and its columns.
const RELATIONS: &[&str] = &["some", "every", "is", "$elemMatch", "where"];

/// Fields that compare a column.
const COMPARES: &[&str] = &["equals", "in", "$eq", "$in", "$all", "eq", "hasSome", "has", "_eq", "_in"];

/// Fields that limit a column without saying what it is.
const LIMITS: &[&str] = &[
    "gt", "gte", "lt", "lte", "$gt", "$gte", "$lt", "$lte", "contains", "startsWith", "endsWith", "mode", "search",
    "$regex", "$options", "$exists", "path", "string_contains",
];

/// What is found of what selects.
pub(super) struct Selection<'p> {
    pub(super) at: Libraries<'p>,
    pub(super) library: &'p Framework,
    pub(super) keys: Vec<Key>,
    pub(super) known: bool,
}

impl<'p> Selection<'p> {
    fn values(&self) -> Values<'p> {
        Values::of(self.at.program, self.at.at)
    }

    pub(super) fn add(&mut self, name: &str, values: BTreeSet<Value>) {
        match self.keys.iter_mut().find(|key| key.name == name) {
            Some(key) => key.values.extend(values),
            None => self.keys.push(Key { name: name.to_owned(), values }),
        }
    }

    /// Reads a selecting argument, with those behind it; `scalar` is the column where it is no object.
    pub(super) fn read(&mut self, expr: &'p Expr, rest: &'p [Argument], scalar: Option<&str>) {
        self.condition(expr, rest, "", scalar, DEPTH);
    }

    fn condition(&mut self, expr: &'p Expr, rest: &'p [Argument], before: &str, scalar: Option<&str>, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            self.known = false;
            return;
        };
        for value in alternatives(self.at, expr) {
            self.one(value, rest, before, scalar, depth);
        }
        if let ExprKind::Binding(binding) = expr.kind {
            self.added_later(binding, before, depth);
        }
    }

    fn one(&mut self, expr: &'p Expr, rest: &'p [Argument], before: &str, scalar: Option<&str>, depth: u32) {
        match &expr.kind {
            ExprKind::Object(fields) => self.fields(fields, before, depth),
            ExprKind::Array(items) if scalar.is_none() || items.iter().all(|item| self.is_object(&item.value)) => {
                items.iter().for_each(|item| self.condition(&item.value, &[], before, scalar, depth));
            }
            ExprKind::Function(function) => self.given_by(*function, before, depth),
            ExprKind::Call { callee, args } if self.joins(callee) => {
                args.iter().for_each(|arg| self.condition(&arg.value, &[], before, None, depth));
            }
            ExprKind::Call { callee, args } if self.compares(callee) && args.len() >= 2 => {
                let column = self.at.entity_of(&args[0].value);
                self.compared(&column, &args[1].value);
            }
            // `eb('id', '=', id)`
            ExprKind::Call { callee, args } if self.is_builder(callee) && args.len() == 3 => {
                self.condition(&args[0].value, &args[1..], before, None, depth);
            }
            ExprKind::Call { .. } if scalar.is_none() && self.given_by_callee(expr, before, depth) => {}
            ExprKind::Const(Const::String(text)) if scalar.is_none() => self.text(text, rest),
            ExprKind::Template { .. } | ExprKind::Opaque(_) if scalar.is_none() => {
                let Some(statement) = sql::text_of(self.at, expr) else {
                    self.known = false;
                    return;
                };
                self.statement_keys(&statement, rest);
            }
            ExprKind::Const(value) if value.is_nullish() => {}
            ExprKind::Const(Const::Bool(_)) if scalar.is_none() => {}
            _ => match scalar {
                Some(name) => {
                    let values = self.values().sources(expr);
                    // An object that somebody hands over would have been the selection itself.
                    self.add(name, values);
                }
                None => self.handed_over(expr),
            },
        }
    }

    /// What somebody else hands over: the fields are known where it is an object there.
    fn handed_over(&mut self, expr: &'p Expr) {
        let values = self.values().sources(expr);
        let from_parameters: BTreeSet<Value> =
            values.into_iter().filter(|value| matches!(value.root, Root::Param { .. })).collect();
        if !from_parameters.is_empty() {
            self.add(Key::WHOLE, from_parameters);
        }
        self.known = false;
    }

    fn fields(&mut self, fields: &'p [Field], before: &str, depth: u32) {
        for field in fields {
            match field {
                Field::Spread(value) => self.condition(value, &[], before, None, depth),
                Field::Computed { .. } => self.known = false,
                Field::Named { name, value } if JOINS.contains(&name.as_str()) => {
                    self.condition(value, &[], before, None, depth);
                }
                Field::Named { name, .. } if NEGATIONS.contains(&name.as_str()) => {}
                Field::Named { name, value } if RELATIONS.contains(&name.as_str()) => {
                    self.condition(value, &[], before, None, depth);
                }
                Field::Named { name, .. } if LIMITS.contains(&name.as_str()) && !before.is_empty() => {}
                Field::Named { name, value } if COMPARES.contains(&name.as_str()) && !before.is_empty() => {
                    let values = self.whole(value);
                    self.add(before, values);
                }
                Field::Named { name, value } => self.field(name, value, before, depth),
            }
        }
    }

    fn field(&mut self, name: &str, value: &'p Expr, before: &str, depth: u32) {
        let own = name.trim_start_matches('_');
        let own = if name == "_id" { "id" } else { own };
        let inside = |fields: &[Field]| {
            let joined: Vec<&str> = fields
                .iter()
                .filter_map(|field| match field {
                    Field::Named { name, .. } => Some(name.as_str()),
                    _ => None,
                })
                .collect();
            joined.join("_") == name && joined.len() > 1
        };
        let path = if before.is_empty() { own.to_owned() } else { format!("{before}.{own}") };
        for value in alternatives(self.at, value) {
            match &value.kind {
                // The parts of a key of several columns.
                ExprKind::Object(fields) if inside(fields) => self.fields(fields, before, depth),
                ExprKind::Object(_) => self.condition(value, &[], &path, None, depth),
                ExprKind::Const(Const::Undefined) => {}
                _ => self.compared(&path, value),
            }
        }
    }

    /// A column and what it is compared with; `In(ids)`, `Equal(id)` are what they are made of.
    fn compared(&mut self, column: &str, value: &'p Expr) {
        let column = if column == "_id" { "id" } else { column };
        let values = match &value.kind {
            ExprKind::Call { callee, args } if self.negates(callee) || args.is_empty() && self.negated(value) => return,
            ExprKind::Call { callee, args } if self.is_operator(callee) => {
                args.iter().flat_map(|arg| self.whole(&arg.value)).collect()
            }
            _ => self.whole(value),
        };
        self.add(column, values);
    }

    fn negated(&self, value: &Expr) -> bool {
        matches!(value.kind, ExprKind::Const(_))
    }

    /// The value; of a list, its elements.
    fn whole(&self, value: &'p Expr) -> BTreeSet<Value> {
        match alternatives(self.at, value).as_slice() {
            [Expr { kind: ExprKind::Array(items), .. }] => {
                items.iter().flat_map(|item| self.values().sources(&item.value)).collect()
            }
            _ => self.values().sources(value),
        }
    }

    /// `'id', '=', id`, `'id', id`, or a piece of SQL with its parameters.
    fn text(&mut self, text: &str, rest: &'p [Argument]) {
        let is_column = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '"' | '`'));
        if is_column && let Some(value) = rest.last() {
            if let [Argument { value: Expr { kind: ExprKind::Const(Const::String(operator)), .. }, .. }, _] = rest
                && !["=", "==", "in", "IN", "is"].contains(&&**operator)
            {
                return;
            }
            let column = text.rsplit('.').next().unwrap_or(text).trim_matches(['"', '`']);
            self.compared(column, &value.value);
        } else {
            self.statement_keys(&sql::Text::of_constant(text), rest);
        }
    }

    /// The comparisons of a piece of SQL.
    pub(super) fn statement_keys(&mut self, statement: &sql::Text<'p>, params: &'p [Argument]) {
        for (column, parameter) in sql::comparisons(statement) {
            let values = sql::values_of(self.at, &parameter, statement, params);
            self.add(&column, values);
        }
    }

    /// The fields of what a function of the project gives; `false` where it is none.
    fn given_by_callee(&mut self, call: &'p Expr, before: &str, depth: u32) -> bool {
        let at = self.at;
        let Some((inside, place)) = at.into_callee(call) else { return false };
        let mut given = Selection { at: inside, library: self.library, keys: Vec::new(), known: true };
        for block in at.program.function(inside.at).cfg.graph.node_weights() {
            if let End::Return { value: Some(value), .. } = &block.end {
                given.condition(value, &[], before, None, depth);
            }
        }
        self.known &= given.known;
        given.keys.iter().for_each(|key| self.add(&key.name, place.all(&key.values)));
        true
    }

    /// What a function gives that is handed over as a condition, or what it calls on its builder.
    fn given_by(&mut self, function: FunctionId, before: &str, depth: u32) {
        let module = &self.at.program.file(self.at.at.module).module;
        let Some(function) = module.functions.get(function.0 as usize) else { return };
        for block in function.cfg.graph.node_weights() {
            if let End::Return { value: Some(value), .. } = &block.end {
                self.condition(value, &[], before, None, depth);
            }
        }
    }

    /// Fields and conditions that are added to a variable: `where.ownerId = user.id`, `conditions.push(eq(…))`.
    fn added_later(&mut self, binding: BindingId, before: &str, depth: u32) {
        let module = &self.at.program.file(self.at.at.module).module;
        let data = &module.bindings[binding.0 as usize];
        if !matches!(data.kind, BindingKind::Local { .. }) {
            return;
        }
        let Some(function) = data.function.and_then(|id| module.functions.get(id.0 as usize)) else { return };
        let is_it = |expr: &Expr| matches!(expr.kind, ExprKind::Binding(own) if own == binding);
        for block in function.cfg.graph.node_weights() {
            for step in &block.steps {
                match step {
                    Step::Assign { target: Target::Member { object, property }, value, .. } if is_it(object) => {
                        self.field(property, value, before, depth);
                    }
                    _ => {}
                }
            }
            for expr in block.evaluated() {
                if let ExprKind::Call { callee, args } = &expr.kind
                    && let ExprKind::Member { object, property } = &callee.kind
                    && property == "push"
                    && is_it(object)
                {
                    args.iter().for_each(|arg| self.condition(&arg.value, &[], before, None, depth));
                }
            }
        }
    }

    fn called(&self, callee: &'p Expr) -> &'p str {
        let file = self.at.program.file(self.at.at.module);
        match &callee.kind {
            ExprKind::Member { property, .. } => property,
            _ => own_name(file, callee).unwrap_or(""),
        }
    }

    fn joins(&self, callee: &'p Expr) -> bool {
        self.library.acts.conditions.joins.iter().any(|name| name == self.called(callee))
    }

    fn compares(&self, callee: &'p Expr) -> bool {
        self.library.acts.conditions.compares.iter().any(|name| name == self.called(callee))
    }

    fn negates(&self, callee: &'p Expr) -> bool {
        ["Not", "not", "ne", "notInArray"].contains(&self.called(callee))
    }

    /// `In(ids)`, `Equal(id)`.
    fn is_operator(&self, callee: &'p Expr) -> bool {
        let name = self.called(callee);
        self.compares(callee) || ["In", "Equal", "Any", "ArrayContains", "Raw", "asc"].contains(&name)
    }

    /// A function of its own that makes a condition: the parameter of the function that is handed over.
    fn is_builder(&self, callee: &Expr) -> bool {
        let module = &self.at.program.file(self.at.at.module).module;
        matches!(callee.kind, ExprKind::Binding(binding)
            if matches!(module.bindings[binding.0 as usize].kind, BindingKind::Param { .. }))
    }

    fn is_object(&self, expr: &'p Expr) -> bool {
        alternatives(self.at, expr).iter().all(|value| matches!(value.kind, ExprKind::Object(_)))
    }
}

/// What a link of a chain adds to what selects.
pub(super) fn read_link<'p>(selection: &mut Selection<'p>, form: &LinkForm, args: &'p [Argument]) {
    for place in &form.keys {
        let Some(index) = place.parse::<usize>().ok() else { continue };
        if let Some(arg) = args.get(index) {
            selection.read(&arg.value, &args[index + 1..], form.key.as_deref());
        }
    }
}
