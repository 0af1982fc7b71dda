//! What a function gives back: what its declared type says, or else what it returns.

use std::ops::BitOr;

use crate::cfg::{BinaryOp, End, Expr, ExprKind, Place, Step};
use crate::constant::Const;
use crate::module::{BindingId, BindingKind, Type, TypeDeclaration};
use crate::project::{File, FunctionRef, Program};

/// Aliases, and variables that hold variables, that are followed.
const DEPTH: u32 = 8;

/// A set of kinds of values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// `undefined`, `null`.
    pub const NOTHING: Kinds = Kinds(1);
    /// `true`.
    pub const TRUE: Kinds = Kinds(2);
    /// `false`.
    pub const FALSE: Kinds = Kinds(4);
    /// Both.
    pub const BOOLEAN: Kinds = Kinds(2 | 4);
    /// What is truthy because it is there: objects, lists, instances.
    pub const OBJECT: Kinds = Kinds(8);
    /// Functions: truthy, and never an answer.
    pub const FUNCTION: Kinds = Kinds(16);
    /// Texts, numbers and the like.
    pub const OTHER: Kinds = Kinds(32);
    /// Nothing is known.
    pub const UNKNOWN: Kinds = Kinds(64);

    /// Whether some of its kinds are among the others.
    pub fn meets(self, others: Kinds) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether every value is an object: a test of whether it is there tells nothing.
    pub fn always_object(self) -> bool {
        self == Kinds::OBJECT
    }
}

impl BitOr for Kinds {
    type Output = Kinds;

    fn bitor(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

/// What calling a function gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gives {
    /// A promise of it, on some path at least.
    pub promise: bool,
    /// A promise of it, on every path.
    pub always_promise: bool,
    /// The value itself; of a promise, what it resolves to.
    pub value: Kinds,
}

/// What calling a function gives, when the summaries of what it calls are known.
pub(super) fn gives(program: &Program, at: FunctionRef) -> Gives {
    let function = program.function(at);
    if function.is_generator {
        return plain(Kinds::OBJECT);
    }
    let returned = returned(program, at);
    let promised = function.return_type.as_ref().and_then(promised);
    let declared = promised.or(function.return_type.as_ref());
    let declared = declared.map(|ty| kinds_of_type(program.file(at.module), ty, DEPTH));
    let certainly = function.is_async || promised.is_some();
    // A function that hands a promise on gives a promise, whatever else it gives.
    Gives {
        promise: certainly || declared.is_none() && returned.promise,
        always_promise: certainly || declared.is_none() && returned.always_promise,
        value: declared.filter(|kinds| !kinds.meets(Kinds::UNKNOWN)).unwrap_or(returned.value),
    }
}

/// The `T` of `Promise<T>`.
pub(super) fn promised(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Named { name, arguments } if name == "Promise" || name == "PromiseLike" => arguments.first(),
        _ => None,
    }
}

/// Everything a function returns, taken together.
fn returned(program: &Program, at: FunctionRef) -> Gives {
    let mut all: Option<Gives> = None;
    for block in program.function(at).cfg.graph.node_weights() {
        let one = match &block.end {
            End::Return { value: Some(value), .. } => value_of(program, at, value),
            End::Return { value: None, .. } | End::FallsOff { .. } => plain(Kinds::NOTHING),
            _ => continue,
        };
        all = Some(all.map_or(one, |all| all.or(one)));
    }
    all.unwrap_or_default()
}

impl Gives {
    /// What gives either.
    fn or(self, other: Gives) -> Gives {
        Gives {
            promise: self.promise | other.promise,
            always_promise: self.always_promise & other.always_promise,
            value: self.value | other.value,
        }
    }
}

/// What a value of a function is; of a promise, what it resolves to.
pub(super) fn kinds_of_value(program: &Program, at: FunctionRef, value: &Expr) -> Kinds {
    value_of(program, at, value).value
}

/// Whether everything a function returns is an object, whatever its type says.
pub(crate) fn returns_objects(program: &Program, at: FunctionRef) -> bool {
    returned(program, at).value.always_object()
}

/// What an expression of a function gives.
fn value_of(program: &Program, at: FunctionRef, expr: &Expr) -> Gives {
    value_within(program, at, expr, DEPTH)
}

fn plain(value: Kinds) -> Gives {
    Gives { promise: false, always_promise: false, value }
}

fn promise_of(value: Kinds) -> Gives {
    Gives { promise: true, always_promise: true, value }
}

fn value_within(program: &Program, at: FunctionRef, expr: &Expr, depth: u32) -> Gives {
    let Some(depth) = depth.checked_sub(1) else { return plain(Kinds::UNKNOWN) };
    match &expr.kind {
        ExprKind::Const(value) => plain(kinds_of_const(value)),
        ExprKind::New { callee, .. } if is_global(callee, "Promise") => promise_of(Kinds::UNKNOWN),
        ExprKind::Object(_) | ExprKind::Array(_) | ExprKind::New { .. } | ExprKind::Regex { .. } => {
            plain(Kinds::OBJECT)
        }
        ExprKind::Function(_) => plain(Kinds::FUNCTION),
        ExprKind::Not(_) => plain(Kinds::BOOLEAN),
        ExprKind::Binary { op: BinaryOp::Add | BinaryOp::Other(_), .. } => plain(Kinds::OTHER),
        ExprKind::Binary { .. } => plain(Kinds::BOOLEAN),
        ExprKind::TypeOf(_) | ExprKind::Template { .. } => plain(Kinds::OTHER),
        ExprKind::Await(inner) => plain(value_within(program, at, inner, depth).value),
        ExprKind::Call { callee, .. } => match program.callee(at.module, expr) {
            Some(callee) => program.summary(callee).gives,
            None => of_promise(program, at, callee, depth),
        },
        ExprKind::Binding(binding) => variable(program, at, *binding, depth),
        _ => plain(Kinds::UNKNOWN),
    }
}

fn is_global(expr: &Expr, name: &str) -> bool {
    matches!(&expr.kind, ExprKind::Global(global) if global == name)
}

/// What a method of promises gives: `Promise.all(…)`, `load().then(…)`.
fn of_promise(program: &Program, at: FunctionRef, callee: &Expr, depth: u32) -> Gives {
    match &callee.kind {
        ExprKind::Member { object, .. } if is_global(object, "Promise") => promise_of(Kinds::UNKNOWN),
        ExprKind::Member { object, property } if ["then", "catch", "finally"].contains(&property.as_str()) => {
            Gives { value: Kinds::UNKNOWN, ..value_within(program, at, object, depth) }
        }
        _ => plain(Kinds::UNKNOWN),
    }
}

fn variable(program: &Program, at: FunctionRef, binding: BindingId, depth: u32) -> Gives {
    let file = program.file(at.module);
    if let Some(value) = file.definition(binding) {
        return value_within(program, at, value, depth);
    }
    match &file.module.bindings[binding.0 as usize].declared_type {
        Some(ty) => match promised(ty) {
            Some(promised) => promise_of(kinds_of_type(file, promised, depth)),
            None => plain(kinds_of_type(file, ty, depth)),
        },
        None => plain(of_operands(program, at, binding, depth)),
    }
}

/// What a constant, or a temporary, of an expression with several operands may be: `const found = cached ?? {}`.
fn of_operands(program: &Program, at: FunctionRef, variable: BindingId, depth: u32) -> Kinds {
    let data = &program.file(at.module).module.bindings[variable.0 as usize];
    let is_constant = matches!(data.kind, BindingKind::Local { .. }) && data.reassigned == 0;
    if !is_constant && !matches!(data.kind, BindingKind::Temporary) {
        return Kinds::UNKNOWN;
    }
    let steps = program.function(at).cfg.graph.node_weights().flat_map(|block| &block.steps);
    let values = steps.filter_map(|step| match step {
        Step::Assign { target: Place::Binding(target), value, .. } if *target == variable => Some(value),
        _ => None,
    });
    let kinds = values.map(|value| value_within(program, at, value, depth).value);
    kinds.reduce(BitOr::bitor).unwrap_or(Kinds::UNKNOWN)
}

fn kinds_of_const(value: &Const) -> Kinds {
    match value {
        Const::Bool(true) => Kinds::TRUE,
        Const::Bool(false) => Kinds::FALSE,
        value if value.is_nullish() => Kinds::NOTHING,
        _ => Kinds::OTHER,
    }
}

/// The kinds of values that a type of a file has.
pub(super) fn kinds_of_type(file: &File, ty: &Type, depth: u32) -> Kinds {
    let Some(depth) = depth.checked_sub(1) else { return Kinds::UNKNOWN };
    match ty {
        Type::Boolean | Type::Predicate => Kinds::BOOLEAN,
        Type::String | Type::Number => Kinds::OTHER,
        Type::Void | Type::Asserts => Kinds::NOTHING,
        Type::Never => Kinds::default(),
        Type::Literal(value) => kinds_of_const(value),
        Type::Union(parts) => parts.iter().fold(Kinds::default(), |all, part| all | kinds_of_type(file, part, depth)),
        Type::Object(members) if members.is_empty() => Kinds::UNKNOWN,
        Type::Object(_) | Type::Array(_) => Kinds::OBJECT,
        Type::Function { .. } => Kinds::FUNCTION,
        Type::Named { name, .. } => match file.module.types.get(name) {
            Some(TypeDeclaration::Alias(alias)) => kinds_of_type(file, alias, depth),
            Some(TypeDeclaration::Interface { .. } | TypeDeclaration::Class { .. }) => Kinds::OBJECT,
            Some(TypeDeclaration::Enum(_)) => Kinds::OTHER,
            None if OBJECTS.contains(&name.as_str()) => Kinds::OBJECT,
            None => Kinds::UNKNOWN,
        },
        Type::Any | Type::Unknown | Type::Intersection(_) | Type::TypeOf(_) => Kinds::UNKNOWN,
    }
}

/// Types of the language whose values are objects.
const OBJECTS: &[&str] = &["Map", "Set", "Date", "Error", "Response", "Request", "Headers", "URL", "Record", "RegExp"];
