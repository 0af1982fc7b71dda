//! Values that come out of others: elements of lists and maps, parameters of callbacks, and types that are made of other types.

use super::Unresolved;
use super::meaning::{Meaning, Reader, awaited};
use super::types::declared_at;
use crate::cfg::{Expr, ExprKind, LoopId, LoopKind};
use crate::module::{BindingId, FunctionId, Type, TypeDeclaration};

/// Methods of a list that hand its elements to a callback, as its first argument.
const ITERATORS: &[&str] =
    &["map", "filter", "find", "findLast", "findIndex", "some", "every", "forEach", "flatMap", "findLastIndex"];

/// Methods of a list that give one of its elements.
const PICKERS: &[&str] = &["find", "findLast", "at", "pop", "shift"];

/// Methods of a list that give a list of its elements.
const SIFTERS: &[&str] = &["filter", "slice", "sort", "reverse", "toSorted", "toReversed"];

/// Types of the language that have the members of their first argument.
const LIKE_THEIR_ARGUMENT: &[&str] = &["Partial", "Required", "Readonly", "Pick", "Omit", "NonNullable"];

impl<'p> Reader<'p> {
    /// What a list, or an object or map that is indexed, holds.
    pub(super) fn element(self, list: &'p Expr, depth: u32) -> Meaning<'p> {
        match self.meaning(list, depth) {
            Meaning::Instance(module, ty) => {
                self.within(module).element_of_type(&ty, depth).unwrap_or(Meaning::Unknown(Unresolved::UnknownType))
            }
            Meaning::Unknown(Unresolved::Parameter) => Meaning::Unknown(Unresolved::UnknownType),
            Meaning::Unknown(why) => Meaning::Unknown(why),
            _ => Meaning::Unknown(Unresolved::Computed),
        }
    }

    fn element_of_type(self, ty: &Type, depth: u32) -> Option<Meaning<'p>> {
        let depth = depth.checked_sub(1)?;
        match ty {
            Type::Array(element) => Some(self.of_type(element, depth)),
            Type::Named { name, arguments } => match (name.as_str(), arguments.as_slice()) {
                ("Set" | "ReadonlySet" | "Iterable", [element]) | ("Record", [_, element]) => {
                    Some(self.of_type(element, depth))
                }
                _ => {
                    let key = self.program.file(self.module).type_keys.get(name).map_or(name.as_str(), String::as_str);
                    let (module, own_name) = declared_at(key)?;
                    match self.program.file(module).module.types.get(own_name)? {
                        TypeDeclaration::Alias(alias) => self.within(module).element_of_type(alias, depth),
                        _ => None,
                    }
                }
            },
            Type::Union(parts) => {
                let mut present =
                    parts.iter().filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish()));
                match (present.next(), present.next()) {
                    (Some(one), None) => self.element_of_type(one, depth),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The current element of a loop.
    pub(super) fn element_of_loop(self, id: LoopId, depth: u32) -> Meaning<'p> {
        let cfg = self.program.file(self.module).module.cfg(self.function);
        match cfg.loops.get(id.0 as usize).map(|found| &found.kind) {
            Some(LoopKind::Of { list }) => self.element(list, depth),
            _ => Meaning::Unknown(Unresolved::Computed),
        }
    }

    /// What a parameter of a callback is, where a list hands its elements to it.
    pub(super) fn element_handed_to(self, function: FunctionId, position: u32, depth: u32) -> Option<Meaning<'p>> {
        if position != 0 {
            return None;
        }
        let file = self.program.file(self.module);
        let callee = file.definitions.handed_to(&file.module, function)?;
        let ExprKind::Member { object, property } = &callee.kind else { return None };
        let outer = Reader { function: file.module.functions[function.0 as usize].parent, ..self };
        ITERATORS.contains(&property.as_str()).then(|| outer.element(object, depth))
    }

    /// What a method of a list or map gives.
    pub(super) fn given_by_container(self, object: &'p Expr, property: &str, depth: u32) -> Option<Meaning<'p>> {
        let is_known = property == "get" || PICKERS.contains(&property) || SIFTERS.contains(&property);
        if !is_known {
            return None;
        }
        let Meaning::Instance(module, ty) = self.meaning(object, depth) else { return None };
        let reader = self.within(module);
        match &ty {
            Type::Array(_) if SIFTERS.contains(&property) => Some(Meaning::Instance(module, ty)),
            Type::Array(element) if PICKERS.contains(&property) => Some(reader.of_type(element, depth)),
            Type::Named { name, arguments } if property == "get" => match (name.as_str(), arguments.as_slice()) {
                ("Map" | "ReadonlyMap" | "WeakMap", [_, value]) => Some(reader.of_type(value, depth)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What something of a type stands for.
    pub(super) fn of_type(self, ty: &Type, depth: u32) -> Meaning<'p> {
        self.derived_type(ty, depth).unwrap_or_else(|| Meaning::Instance(self.module, ty.clone()))
    }

    /// The same for types that are made of others: `typeof service`, `ReturnType<typeof create>`, `Pick<Service, 'canEdit'>`.
    pub(super) fn derived_type(self, ty: &Type, depth: u32) -> Option<Meaning<'p>> {
        let depth = depth.checked_sub(1)?;
        let (name, argument) = match ty {
            Type::TypeOf(name) => {
                let bindings = self.program.file(self.module).module.bindings.iter();
                let at = bindings.into_iter().position(|data| data.function.is_none() && data.name == *name)?;
                return Some(Reader { function: None, ..self }.variable(BindingId(at as u32), depth));
            }
            Type::Named { name, arguments } => (name.as_str(), arguments.first()?),
            _ => return None,
        };
        if self.program.file(self.module).type_keys.contains_key(name) {
            return None;
        }
        let unknown = Meaning::Unknown(Unresolved::UnknownType);
        match name {
            "Awaited" => Some(awaited(self.of_type(argument, depth))),
            "ReturnType" => Some(match self.of_type(argument, depth) {
                Meaning::Function(function) => self.given_by(function, &[], depth),
                Meaning::Instance(module, Type::Function { returns }) => Meaning::Instance(module, *returns),
                Meaning::Unknown(Unresolved::Outside(outside)) => Meaning::Unknown(Unresolved::Outside(outside)),
                _ => unknown,
            }),
            "InstanceType" => Some(match self.of_type(argument, depth) {
                Meaning::Class { module, name } => {
                    Meaning::Instance(module, Type::Named { name, arguments: Vec::new() })
                }
                _ => unknown,
            }),
            _ if LIKE_THEIR_ARGUMENT.contains(&name) => Some(self.of_type(argument, depth)),
            _ => None,
        }
    }
}
