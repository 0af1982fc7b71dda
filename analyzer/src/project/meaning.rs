//! What an expression stands for: a function, a class, a namespace, an object, something of a type.

use super::imports::Imported;
use super::{FunctionRef, ModuleId, Outside, Program, Unresolved};
use crate::cfg::{Argument, End, Expr, ExprKind, Field};
use crate::module::{BindingId, BindingKind, ClassContext, FunctionForm, FunctionId, Type};

/// What an expression stands for, as far as calls need it.
#[derive(Debug, Clone)]
pub(crate) enum Meaning<'p> {
    Function(FunctionRef),
    Class {
        module: ModuleId,
        name: String,
    },
    Namespace(ModuleId),
    /// An object literal, and who reads its fields: one of the function it stands in.
    Object(Reader<'p>, &'p [Field]),
    /// Something of a type, whose names are those of the file.
    Instance(ModuleId, Type),
    Unknown(Unresolved),
}

/// Expressions that are looked through, one inside the other.
pub(super) const DEPTH: u32 = 12;

/// Wrappers that hand back a function that does what the first argument does.
const TRANSPARENT: &[&str] =
    &["cache", "memoize", "memoizeOne", "memo", "once", "useCallback", "unstable_cache", "bind"];

/// Reads expressions of one function, or of the top level of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'p> {
    pub(crate) program: &'p Program,
    pub(crate) module: ModuleId,
    pub(crate) function: Option<FunctionId>,
}

impl<'p> Reader<'p> {
    /// Reads what stands in a file; in another one, at its top level.
    pub(super) fn within(self, module: ModuleId) -> Self {
        Reader { module, function: self.function.filter(|_| module == self.module), ..self }
    }

    pub(super) fn callee(self, callee: &'p Expr) -> Result<FunctionRef, Unresolved> {
        match self.meaning(callee, DEPTH) {
            Meaning::Function(function) => Ok(function),
            // Whoever calls decides, even where the type of the function is declared.
            _ if self.is_parameter(callee) => Err(Unresolved::Parameter),
            Meaning::Unknown(why) => Err(why),
            Meaning::Instance(_, Type::Function { .. }) => Err(Unresolved::Computed),
            _ => Err(Unresolved::UnknownType),
        }
    }

    fn is_parameter(self, expr: &Expr) -> bool {
        let bindings = &self.program.file(self.module).module.bindings;
        matches!(expr.kind, ExprKind::Binding(binding)
            if matches!(bindings.get(binding.0 as usize).map(|data| &data.kind), Some(BindingKind::Param { .. })))
    }

    pub(super) fn meaning(self, expr: &'p Expr, depth: u32) -> Meaning<'p> {
        let Some(depth) = depth.checked_sub(1) else { return Meaning::Unknown(Unresolved::Computed) };
        match &expr.kind {
            ExprKind::Binding(binding) => self.variable(*binding, depth),
            ExprKind::Function(function) => Meaning::Function(self.own(*function)),
            ExprKind::Object(fields) => Meaning::Object(self, fields),
            ExprKind::Member { object, property } => self.member(object, property, depth),
            ExprKind::This => self.this(),
            ExprKind::Element(id) => self.element_of_loop(*id, depth),
            ExprKind::Index { object, .. } => self.element(object, depth),
            ExprKind::Opaque(parts) if parts.is_empty() => self.inherited(expr),
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

    pub(super) fn variable(self, binding: BindingId, depth: u32) -> Meaning<'p> {
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
            BindingKind::Param { function, position } => declared()
                .or_else(|| self.element_handed_to(*function, *position, depth))
                .unwrap_or(Meaning::Unknown(Unresolved::Parameter)),
            BindingKind::Local { initial: Some(initial) } => {
                let top = Reader { function: None, ..self };
                known_or(top.meaning(initial, depth), declared)
            }
            BindingKind::Local { .. } | BindingKind::Temporary => match file.definitions.value(&file.module, binding) {
                Some(value) => {
                    let inside = Reader { function: file.definitions.function(binding), ..self };
                    known_or(inside.meaning(value, depth), declared)
                }
                None => declared().unwrap_or(Meaning::Unknown(Unresolved::Computed)),
            },
            BindingKind::Enum => Meaning::Unknown(Unresolved::Computed),
        }
    }

    pub(super) fn imported(self, imported: &Imported, depth: u32) -> Meaning<'p> {
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
        match self.class_around() {
            Some(class) if class.is_static => Meaning::Class { module: self.module, name: class.name.clone() },
            Some(class) => {
                Meaning::Instance(self.module, Type::Named { name: class.name.clone(), arguments: Vec::new() })
            }
            None => Meaning::Unknown(Unresolved::UnknownType),
        }
    }

    fn class_around(self) -> Option<&'p ClassContext> {
        let mut at = self.function;
        while let Some(id) = at {
            let function = &self.program.file(self.module).module.functions[id.0 as usize];
            if let Some(class) = &function.class {
                return Some(class);
            }
            at = function.parent.filter(|_| function.form == FunctionForm::Arrow);
        }
        None
    }

    /// `super.method`: of the nearest class above that has it.
    fn inherited(self, expr: &Expr) -> Meaning<'p> {
        let computed = Meaning::Unknown(Unresolved::Computed);
        let text = self.program.file(self.module).source.slice(expr.span);
        let (Some(property), Some(class)) = (text.strip_prefix("super."), self.class_around()) else { return computed };
        match self.program.classes.inherited_method(self.program, self.module, &class.name, property) {
            Some(function) => Meaning::Function(function),
            // What a mixin of a package makes: `class JwtGuard extends AuthGuard('jwt')`.
            None => class.extends.as_deref().map_or(computed, |base| self.foreign_type(base.trim_end_matches("()"))),
        }
    }

    /// What a call gives.
    pub(super) fn answer(self, callee: &'p Expr, args: &'p [Argument], depth: u32) -> Meaning<'p> {
        let name = match &callee.kind {
            ExprKind::Member { object, property } if property == "bind" => return self.meaning(object, depth),
            ExprKind::Member { property, .. } => property.as_str(),
            ExprKind::Binding(binding) => {
                let data = &self.program.file(self.module).module.bindings[binding.0 as usize];
                match &data.kind {
                    // By the name it has where it comes from: `import { cache as reactCache }`.
                    BindingKind::Import { name, .. } if TRANSPARENT.contains(&name.as_str()) => name,
                    _ => &data.name,
                }
            }
            _ => "",
        };
        if let ExprKind::Member { object, property } = &callee.kind
            && let Some(given) = self.given_by_container(object, property, depth)
        {
            return given;
        }
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
    pub(super) fn given_by(self, at: FunctionRef, args: &'p [Argument], depth: u32) -> Meaning<'p> {
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
            // What gives back what it is given.
            if let ExprKind::Binding(binding) = only.kind
                && let Some(position) = function.params.iter().position(|param| param.binding == binding)
                && let Some(argument) = args.get(position)
            {
                return self.meaning(&argument.value, depth);
            }
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
pub(super) fn awaited(meaning: Meaning<'_>) -> Meaning<'_> {
    match meaning {
        Meaning::Instance(module, Type::Named { name, mut arguments }) if name == "Promise" && arguments.len() == 1 => {
            Meaning::Instance(module, arguments.pop().unwrap_or(Type::Unknown))
        }
        other => other,
    }
}
