//! Which function of the project a call goes to.
//!
//! Through imports, namespaces, object literals, classes with what they inherit, constructor-injected properties, parameters and variables with
//! a declared type, functions that functions hand back, `bind`, and wrappers that hand back what they are given. What can't be told is said.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::imports::{Imported, exported};
use super::types::declared_at;
use super::{FunctionRef, ModuleId, Outside, Program};
use crate::cfg::{Argument, BlockId, End, Expr, ExprKind, Field};
use crate::module::{BindingId, BindingKind, Function, FunctionForm, FunctionId, Type, TypeDeclaration};
use crate::source::Span;
use crate::versions::for_each_part;

/// Why it is not known which function a call goes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unresolved {
    /// It leads out of the project.
    Outside(Outside),
    /// A parameter is called: whoever calls decides.
    Parameter,
    /// A member of a value whose type is not known.
    UnknownType,
    /// A member of a type that several classes implement, or none.
    Implementations(usize),
    /// What is called is computed.
    Computed,
}

/// What an expression stands for, as far as calls need it.
#[derive(Debug, Clone)]
enum Meaning<'p> {
    Function(FunctionRef),
    Class {
        module: ModuleId,
        name: String,
    },
    Namespace(ModuleId),
    /// An object literal of a file.
    Object(ModuleId, &'p [Field]),
    /// Something of a type, whose names are those of the file.
    Instance(ModuleId, Type),
    Unknown(Unresolved),
}

/// Expressions that are looked through, one inside the other.
const DEPTH: u32 = 12;

/// Wrappers that hand back a function that does what the first argument does.
const TRANSPARENT: &[&str] =
    &["cache", "memoize", "memoizeOne", "memo", "once", "useCallback", "unstable_cache", "bind"];

/// The function that each call of a file goes to, by the place of the call.
pub(super) fn callees(program: &Program, id: ModuleId) -> FxHashMap<Span, FunctionRef> {
    let mut found = FxHashMap::default();
    for at in program.functions_of(id) {
        for_each_call(program.function(at), &mut |_, call, callee| {
            let reader = Reader { program, module: id, function: Some(at.function) };
            if let Ok(function) = reader.callee(callee) {
                found.insert(call.span, function);
            }
        });
    }
    found
}

/// The functions of a file that call each function.
pub(super) fn callers(program: &Program, id: ModuleId) -> BTreeMap<FunctionRef, Vec<FunctionId>> {
    let mut found: BTreeMap<FunctionRef, Vec<FunctionId>> = BTreeMap::new();
    for at in program.functions_of(id) {
        for_each_call(program.function(at), &mut |_, call, _| {
            if let Some(callee) = program.callee(id, call) {
                let callers = found.entry(callee).or_default();
                if callers.last() != Some(&at.function) {
                    callers.push(at.function);
                }
            }
        });
    }
    found
}

/// Every call of a function: its block, itself, and what is called.
pub(crate) fn for_each_call<'f>(function: &'f Function, visit: &mut dyn FnMut(BlockId, &'f Expr, &'f Expr)) {
    fn walk<'f>(block: BlockId, expr: &'f Expr, visit: &mut dyn FnMut(BlockId, &'f Expr, &'f Expr)) {
        if let ExprKind::Call { callee, .. } = &expr.kind {
            visit(block, expr, callee);
        }
        for_each_part(expr, &mut |part| walk(block, part, visit));
    }
    let cfg = &function.cfg;
    for block in cfg.graph.node_indices() {
        let data = &cfg.graph[block];
        data.evaluated().for_each(|expr| walk(block, expr, visit));
        match &data.end {
            End::Throw { value, .. } => walk(block, value, visit),
            End::Branch(test) => walk(block, &cfg.tests[test.0 as usize], visit),
            _ => {}
        }
    }
}

impl Program {
    /// The function of the project that an expression stands for, seen from a function.
    ///
    /// # Errors
    /// Why that is not known.
    pub fn function_behind(&self, at: FunctionRef, callee: &Expr) -> Result<FunctionRef, Unresolved> {
        Reader { program: self, module: at.module, function: Some(at.function) }.callee(callee)
    }
}

impl Program {
    /// The function that a variable of a file stands for: one of the file, or an imported one.
    pub(crate) fn function_of_variable(&self, module: ModuleId, variable: BindingId) -> Option<FunctionRef> {
        match self.file(module).module.bindings[variable.0 as usize].kind {
            BindingKind::Function(_) | BindingKind::Import { .. } => {}
            _ => return None,
        }
        match (Reader { program: self, module, function: None }).variable(variable, DEPTH) {
            Meaning::Function(function) => Some(function),
            _ => None,
        }
    }
}

/// Reads expressions of one function, or of the top level of a file.
#[derive(Clone, Copy)]
struct Reader<'p> {
    program: &'p Program,
    module: ModuleId,
    function: Option<FunctionId>,
}

impl<'p> Reader<'p> {
    fn callee(self, callee: &'p Expr) -> Result<FunctionRef, Unresolved> {
        match self.meaning(callee, DEPTH) {
            Meaning::Function(function) => Ok(function),
            Meaning::Unknown(why) => Err(why),
            Meaning::Instance(_, Type::Function { .. }) => Err(Unresolved::Computed),
            _ => Err(Unresolved::UnknownType),
        }
    }

    fn meaning(self, expr: &'p Expr, depth: u32) -> Meaning<'p> {
        let Some(depth) = depth.checked_sub(1) else { return Meaning::Unknown(Unresolved::Computed) };
        match &expr.kind {
            ExprKind::Binding(binding) => self.variable(*binding, depth),
            ExprKind::Function(function) => Meaning::Function(self.own(*function)),
            ExprKind::Object(fields) => Meaning::Object(self.module, fields),
            ExprKind::Member { object, property } => self.member(object, property, depth),
            ExprKind::This => self.this(),
            ExprKind::New { callee, .. } => match self.meaning(callee, depth) {
                Meaning::Class { module, name } => {
                    Meaning::Instance(module, Type::Named { name, arguments: Vec::new() })
                }
                other => other,
            },
            ExprKind::Await(inner) => awaited(self.meaning(inner, depth)),
            ExprKind::Call { callee, args } => self.answer(callee, args, depth),
            ExprKind::Global(_) => Meaning::Unknown(Unresolved::Outside(Outside::Builtin)),
            ExprKind::Const(_) | ExprKind::Array(_) | ExprKind::Template { .. } | ExprKind::Regex { .. } => {
                Meaning::Unknown(Unresolved::Outside(Outside::Builtin))
            }
            _ => Meaning::Unknown(Unresolved::Computed),
        }
    }

    fn own(self, function: FunctionId) -> FunctionRef {
        FunctionRef { module: self.module, function }
    }

    fn variable(self, binding: BindingId, depth: u32) -> Meaning<'p> {
        let file = self.program.file(self.module);
        let Some(data) = file.module.bindings.get(binding.0 as usize) else {
            return Meaning::Unknown(Unresolved::Computed);
        };
        let declared = || data.declared_type.clone().map(|ty| Meaning::Instance(self.module, ty));
        match &data.kind {
            BindingKind::Function(function) => Meaning::Function(self.own(*function)),
            BindingKind::Class => Meaning::Class { module: self.module, name: data.name.clone() },
            BindingKind::Import { .. } => match file.imported.get(&binding) {
                Some(imported) => self.imported(imported, depth),
                None => Meaning::Unknown(Unresolved::Outside(Outside::Missing)),
            },
            BindingKind::Param { .. } => declared().unwrap_or(Meaning::Unknown(Unresolved::Parameter)),
            BindingKind::Local { initial: Some(initial) } => {
                let top = Reader { function: None, ..self };
                known_or(top.meaning(initial, depth), declared)
            }
            BindingKind::Local { .. } | BindingKind::Temporary => match file.definitions.value(&file.module, binding) {
                Some(value) => known_or(self.meaning(value, depth), declared),
                None => declared().unwrap_or(Meaning::Unknown(Unresolved::Computed)),
            },
            BindingKind::Enum => Meaning::Unknown(Unresolved::Computed),
        }
    }

    fn imported(self, imported: &Imported, depth: u32) -> Meaning<'p> {
        match imported {
            Imported::Function(function) => Meaning::Function(*function),
            Imported::Namespace(module) => Meaning::Namespace(*module),
            Imported::Outside(outside) => Meaning::Unknown(Unresolved::Outside(outside.clone())),
            Imported::Declared { module, binding: Some(binding), .. } => {
                Reader { module: *module, function: None, ..self }.variable(*binding, depth)
            }
            // A class without a name, given as the default.
            Imported::Declared { module, binding: None, name } => {
                Meaning::Class { module: *module, name: name.clone() }
            }
        }
    }

    /// `this`: an instance of the class around; functions inside of a method that are no arrows have another one, or none.
    fn this(self) -> Meaning<'p> {
        let mut at = self.function;
        while let Some(id) = at {
            let function = &self.program.file(self.module).module.functions[id.0 as usize];
            if let Some(class) = &function.class {
                let name = class.name.clone();
                return Meaning::Instance(self.module, Type::Named { name, arguments: Vec::new() });
            }
            at = function.parent.filter(|_| function.form == FunctionForm::Arrow);
        }
        Meaning::Unknown(Unresolved::UnknownType)
    }

    fn member(self, object: &'p Expr, property: &str, depth: u32) -> Meaning<'p> {
        match self.meaning(object, depth) {
            Meaning::Namespace(module) => match exported(self.program, module, property) {
                Some(imported) => self.imported(&imported, depth),
                None => Meaning::Unknown(Unresolved::Outside(Outside::Missing)),
            },
            Meaning::Object(module, fields) => {
                // What a spread brings in may have the name, too, where it stands behind.
                let named = fields.iter().rev().map_while(|field| match field {
                    Field::Named { name, value } => Some((name, value)),
                    Field::Computed { .. } | Field::Spread(_) => None,
                });
                let value = named.into_iter().find(|(name, _)| *name == property).map(|(_, value)| value);
                let reader = Reader { module, ..self };
                value.map_or(Meaning::Unknown(Unresolved::Computed), |value| reader.meaning(value, depth))
            }
            Meaning::Class { module, name } => match self.method(module, &name, property) {
                Some(function) => Meaning::Function(function),
                None => Meaning::Unknown(Unresolved::Computed),
            },
            Meaning::Instance(module, ty) => Reader { module, ..self }.member_of_type(&ty, property, depth),
            // A property of a function: `check.bind`, `check.cache`.
            Meaning::Function(_) => Meaning::Unknown(Unresolved::Computed),
            Meaning::Unknown(Unresolved::Parameter) => Meaning::Unknown(Unresolved::UnknownType),
            Meaning::Unknown(why) => Meaning::Unknown(why),
        }
    }

    fn method(self, module: ModuleId, class: &str, name: &str) -> Option<FunctionRef> {
        self.program.classes.method(self.program, module, class, name)
    }

    fn member_of_type(self, ty: &Type, property: &str, depth: u32) -> Meaning<'p> {
        let Some(depth) = depth.checked_sub(1) else { return Meaning::Unknown(Unresolved::Computed) };
        let file = self.program.file(self.module);
        match ty {
            Type::Named { name, .. } => {
                let key = file.type_keys.get(name).map_or(name.as_str(), String::as_str);
                let Some((module, own_name)) = declared_at(key) else { return self.foreign_type(name) };
                let declared = Reader { module, ..self };
                match self.program.file(module).module.types.get(own_name) {
                    Some(TypeDeclaration::Alias(alias)) => declared.member_of_type(alias, property, depth),
                    Some(TypeDeclaration::Class { members, extends }) => {
                        match self.method(module, own_name, property) {
                            Some(function) => Meaning::Function(function),
                            None => declared.declared_member(key, members, extends.iter(), property, depth),
                        }
                    }
                    Some(TypeDeclaration::Interface { members, extends }) => {
                        declared.declared_member(key, members, extends.iter(), property, depth)
                    }
                    Some(TypeDeclaration::Enum(_)) | None => Meaning::Unknown(Unresolved::UnknownType),
                }
            }
            Type::Object(members) => match members.iter().find(|member| member.name == property) {
                Some(member) => Meaning::Instance(self.module, member.ty.clone()),
                None => Meaning::Unknown(Unresolved::UnknownType),
            },
            Type::Union(parts) => {
                let mut present =
                    parts.iter().filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish()));
                match (present.next(), present.next()) {
                    (Some(one), None) => self.member_of_type(one, property, depth),
                    _ => Meaning::Unknown(Unresolved::UnknownType),
                }
            }
            Type::Array(_) | Type::String | Type::Number | Type::Boolean => {
                Meaning::Unknown(Unresolved::Outside(Outside::Builtin))
            }
            _ => Meaning::Unknown(Unresolved::UnknownType),
        }
    }

    /// A member that a class or interface declares: a property, or a method without a body, which one class of the project may have.
    fn declared_member<'t>(
        self,
        key: &str,
        members: &[crate::module::Member],
        mut bases: impl Iterator<Item = &'t String>,
        property: &str,
        depth: u32,
    ) -> Meaning<'p> {
        let implementations = self.program.classes.implementations(key, property);
        if let [only] = implementations.as_slice() {
            return Meaning::Function(*only);
        }
        if let Some(member) = members.iter().find(|member| member.name == property) {
            return match &member.ty {
                Type::Function { .. } => Meaning::Unknown(Unresolved::Implementations(implementations.len())),
                ty => Meaning::Instance(self.module, ty.clone()),
            };
        }
        let inherited = bases.find_map(|base| {
            let base = Type::Named { name: base.clone(), arguments: Vec::new() };
            match self.member_of_type(&base, property, depth) {
                Meaning::Unknown(Unresolved::UnknownType) => None,
                found => Some(found),
            }
        });
        inherited.unwrap_or(Meaning::Unknown(Unresolved::UnknownType))
    }

    /// A type that the project does not declare: of a package, or of the language.
    fn foreign_type(self, name: &str) -> Meaning<'p> {
        let file = self.program.file(self.module);
        let first = name.split('.').next().unwrap_or(name);
        let outside = file.imported.iter().find_map(|(binding, imported)| match imported {
            Imported::Outside(outside) if file.module.bindings[binding.0 as usize].name == first => Some(outside),
            _ => None,
        });
        match outside {
            Some(outside) => Meaning::Unknown(Unresolved::Outside(outside.clone())),
            None if BUILT_IN.contains(&name) => Meaning::Unknown(Unresolved::Outside(Outside::Builtin)),
            None => Meaning::Unknown(Unresolved::UnknownType),
        }
    }

    /// What a call gives.
    fn answer(self, callee: &'p Expr, args: &'p [Argument], depth: u32) -> Meaning<'p> {
        let name = match &callee.kind {
            ExprKind::Member { object, property } if property == "bind" => return self.meaning(object, depth),
            ExprKind::Member { property, .. } => property.as_str(),
            ExprKind::Binding(binding) => &self.program.file(self.module).module.bindings[binding.0 as usize].name,
            _ => "",
        };
        match self.meaning(callee, depth) {
            Meaning::Function(function) => self.given_by(function, args, depth),
            Meaning::Unknown(why) => match args.first() {
                Some(first) if TRANSPARENT.contains(&name) => self.meaning(&first.value, depth),
                _ => Meaning::Unknown(why),
            },
            Meaning::Instance(module, Type::Function { returns }) => Meaning::Instance(module, *returns),
            _ => Meaning::Unknown(Unresolved::Computed),
        }
    }

    /// What a function of the project gives: what it declares, or the one thing it returns.
    fn given_by(self, at: FunctionRef, args: &'p [Argument], depth: u32) -> Meaning<'p> {
        let Some(depth) = depth.checked_sub(1) else { return Meaning::Unknown(Unresolved::Computed) };
        let function = self.program.function(at);
        let inside = Reader { module: at.module, function: Some(at.function), ..self };
        let mut returned = function.cfg.graph.node_weights().filter_map(|block| match &block.end {
            End::Return { value: Some(value), .. } => Some(value),
            _ => None,
        });
        let only = match (returned.next(), returned.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        if let Some(only) = only {
            if let ExprKind::Function(inner) = only.kind
                && let Some(handed) = self.handed_through(at, inner, args)
            {
                return self.meaning(handed, depth);
            }
            let meaning = inside.meaning(only, depth);
            if !matches!(meaning, Meaning::Unknown(_)) {
                return meaning;
            }
        }
        match &function.return_type {
            Some(ty) => Meaning::Instance(at.module, ty.clone()),
            None => Meaning::Unknown(Unresolved::UnknownType),
        }
    }

    /// The argument that a wrapper's own function calls and answers with: `const logged = (fn) => (...args) => fn(...args)`.
    fn handed_through(self, wrapper: FunctionRef, inner: FunctionId, args: &'p [Argument]) -> Option<&'p Expr> {
        let file = self.program.file(wrapper.module);
        let inner = &file.module.functions[inner.0 as usize];
        let mut returned = inner.cfg.graph.node_weights().filter_map(|block| match &block.end {
            End::Return { value: Some(value), .. } => Some(value),
            _ => None,
        });
        let (Some(value), None) = (returned.next(), returned.next()) else { return None };
        let position = calls_param(
            value,
            &self.program.function(wrapper).params.iter().map(|param| param.binding).collect::<Vec<_>>(),
        )?;
        args.get(position).map(|arg| &arg.value)
    }
}

/// Which of the parameters an expression calls.
fn calls_param(expr: &Expr, params: &[BindingId]) -> Option<usize> {
    match &expr.kind {
        ExprKind::Await(inner) => calls_param(inner, params),
        ExprKind::Call { callee, .. } => match callee.kind {
            ExprKind::Binding(binding) => params.iter().position(|param| *param == binding),
            _ => None,
        },
        _ => None,
    }
}

/// What is known, or else what is declared.
fn known_or<'p>(known: Meaning<'p>, declared: impl FnOnce() -> Option<Meaning<'p>>) -> Meaning<'p> {
    match known {
        Meaning::Unknown(why) => declared().unwrap_or(Meaning::Unknown(why)),
        known => known,
    }
}

/// What `await` makes of it.
fn awaited(meaning: Meaning<'_>) -> Meaning<'_> {
    match meaning {
        Meaning::Instance(module, Type::Named { name, mut arguments }) if name == "Promise" && arguments.len() == 1 => {
            Meaning::Instance(module, arguments.pop().unwrap_or(Type::Unknown))
        }
        other => other,
    }
}

/// Types of the language and its runtimes whose members are no functions of the project.
const BUILT_IN: &[&str] = &[
    "Map", "Set", "ReadonlyMap", "ReadonlySet", "WeakMap", "WeakSet", "Promise", "Date", "RegExp", "Error", "Array",
    "ReadonlyArray", "Record", "URL", "URLSearchParams", "Headers", "Request", "Response", "FormData", "Buffer",
    "AbortSignal", "AbortController", "Function", "Object", "String", "Uint8Array",
];
