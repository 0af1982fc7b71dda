//! Where values come from: of the request, the one who asks, the environment, a constant, a parameter, what a call gives.
//!
//! A value is a root and a path of members. It is followed backwards through locals, destructuring, spread, defaults, literals, callbacks of
//! lists and promises, conversions and parsers; a variable with several definitions has the values of all of them. What roots mean to a
//! framework (`req.body` is the request's, `ctx.user` is who asks) is in its table. What is not known is [`Root::Unknown`], never a guess.

mod given;
mod names;
mod print;
mod sources;
mod through;

use std::collections::BTreeSet;

use crate::cfg::Expr;
use crate::constant::Const;
use crate::entries::EntryKind;
use crate::module::{BindingId, FunctionId, Position};
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;

pub use names::{names_principal, names_who_asks};
pub use print::texts;

/// A value, by where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    pub root: Root,
    /// The members from there: `body`, `teamId`. An element of a list is [`Value::ELEMENT`], what a method gives ends in `()`.
    pub path: Vec<String>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// The one who asks chooses it.
    Request,
    /// It says who asks.
    Principal,
    /// `process.env`.
    Environment,
    Constant(Const),
    /// A parameter of a function of the file for which nobody says what it is for.
    Param {
        module: ModuleId,
        function: FunctionId,
        position: u32,
    },
    /// `this`.
    This,
    /// A variable of a module.
    Variable(ModuleId, BindingId),
    /// What the call at a place gives.
    Call(ModuleId, Span),
    /// Anything else, told apart by its place.
    Unknown(ModuleId, Span),
}

impl Value {
    /// The segment of a path that stands for an element of a list.
    pub const ELEMENT: &str = "[]";

    fn at(root: Root, path: &[String]) -> Self {
        Value { root, path: path.to_vec() }
    }

    /// The last member of its path that is no element.
    pub fn last_name(&self) -> Option<&str> {
        self.path.iter().rev().map(String::as_str).find(|name| *name != Self::ELEMENT)
    }

    /// Whether the one who asks can choose it.
    pub fn is_request(&self) -> bool {
        self.root == Root::Request
    }

    /// Whether it says who asks.
    pub fn is_principal(&self) -> bool {
        self.root == Root::Principal
    }

    /// Whether one of two values is the other, or a part of it.
    pub fn overlaps(&self, other: &Value) -> bool {
        let shared = self.path.len().min(other.path.len());
        self.root == other.root && self.path[..shared] == other.path[..shared]
    }

    /// The same value with a member of a path put in place of its root: what a parameter's member is at a call.
    #[must_use]
    pub fn member(mut self, path: &[String]) -> Self {
        self.path.extend_from_slice(path);
        self
    }
}

/// How much of an expression counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// What it is.
    Itself,
    /// What it holds.
    Carried,
    /// What it is made from.
    Made,
}

/// Values of the expressions of one function.
#[derive(Debug, Clone, Copy)]
pub struct Values<'p> {
    program: &'p Program,
    module: ModuleId,
    /// Functions of the project that are looked through, one behind the other.
    hops: u32,
    /// Whether what a parser gives, or a pattern leaves, is still what it was.
    is_raw: bool,
}

/// How many functions of the project a value is followed through.
const HOPS: u32 = 3;

impl<'p> Values<'p> {
    /// Reads expressions of a function.
    pub fn of(program: &'p Program, at: FunctionRef) -> Self {
        Values { program, module: at.module, hops: HOPS, is_raw: false }
    }

    /// Reads expressions of a file.
    pub fn within(program: &'p Program, module: ModuleId) -> Self {
        Values { program, module, hops: HOPS, is_raw: false }
    }

    /// The same, for whom what a parser gives is no longer what it was handed, nor is what is left of an object.
    #[must_use]
    pub fn raw(self) -> Self {
        Values { is_raw: true, ..self }
    }

    /// The file whose expressions are read.
    pub(crate) fn module(&self) -> ModuleId {
        self.module
    }

    /// What an expression can be: each value once. Conversions keep a value what it is; what is computed from others is no longer them.
    pub fn sources(&self, expr: &Expr) -> BTreeSet<Value> {
        self.sources_of_member(expr, &[])
    }

    /// What a member of an expression can be.
    pub fn sources_of_member(&self, expr: &Expr, path: &[String]) -> BTreeSet<Value> {
        self.walk(expr, path, Depth::Itself)
    }

    /// Every value that an expression is made from, itself included: the arguments of calls, the parts of templates, the fields of objects.
    pub fn ingredients(&self, expr: &Expr) -> BTreeSet<Value> {
        self.walk(expr, &[], Depth::Made)
    }

    /// Every value whose content is part of an expression: what is only compared or negated is not.
    pub fn carried(&self, expr: &Expr) -> BTreeSet<Value> {
        self.walk(expr, &[], Depth::Carried)
    }
}

impl Program {
    /// A value as whoever calls an entry from outside sees it: the arguments of an exported function of a file of actions are chosen by them. The
    /// functions of the project that call it as well choose otherwise, so that this is asked about one entry at a time.
    #[must_use]
    pub fn seen_from_outside(&self, entry: FunctionRef, value: Value) -> Value {
        let Root::Param { module, function, position } = value.root else { return value };
        let is_argument = (FunctionRef { module, function }) == entry
            && self.entry(entry).is_some_and(|entry| entry.kind == EntryKind::Action)
            // Whoever it is handed to has a say in its arguments.
            && !matches!(self.function(entry).position, Position::Argument { .. });
        if !is_argument {
            return value;
        }
        let file = &self.file(module).module;
        let param = file.functions[function.0 as usize].params.get(position as usize);
        let name = param.map_or("", |param| file.bindings[param.binding.0 as usize].name.as_str());
        let named = (!name.is_empty()).then(|| name.to_owned());
        Value { root: Root::Request, path: named.into_iter().chain(value.path).collect() }
    }
}
