//! Members of what expressions stand for: of namespaces, object literals, classes with what they inherit, and declared types.

use super::imports::{Imported, exported};
use super::meaning::{Meaning, Reader};
use super::types::declared_at;
use super::{FunctionRef, ModuleId, Outside, Unresolved};
use crate::cfg::{Expr, Field};
use crate::module::{FunctionForm, Type, TypeDeclaration};

impl<'p> Reader<'p> {
    pub(super) fn member(self, object: &'p Expr, property: &str, depth: u32) -> Meaning<'p> {
        self.member_of(self.meaning(object, depth), property, depth)
    }

    /// A member of what something stands for.
    pub(super) fn member_of(self, meaning: Meaning<'p>, property: &str, depth: u32) -> Meaning<'p> {
        match meaning {
            Meaning::Namespace(module) => match exported(self.program, module, property) {
                Some(imported) => self.imported(&imported, depth),
                None => Meaning::Unknown(Unresolved::Outside(Outside::Missing)),
            },
            Meaning::Object(reader, fields) => {
                reader.field(fields, property, depth).unwrap_or(Meaning::Unknown(Unresolved::Computed))
            }
            Meaning::Class { module, name } => match self.method(module, &name, property) {
                Some(function) => self.method_or_got(function, depth),
                None => Meaning::Unknown(Unresolved::Computed),
            },
            Meaning::Instance(module, ty) => self.within(module).member_of_type(&ty, property, depth),
            // A property of a function: `check.bind`, `check.cache`.
            Meaning::Function(_) => Meaning::Unknown(Unresolved::Computed),
            Meaning::Unknown(Unresolved::Parameter) => Meaning::Unknown(Unresolved::UnknownType),
            Meaning::Unknown(why) => Meaning::Unknown(why),
        }
    }

    /// A field of an object literal; of those of one name the last counts, and a spread may bring it in. `None` where there is none.
    fn field(self, fields: &'p [Field], property: &str, depth: u32) -> Option<Meaning<'p>> {
        let Some(depth) = depth.checked_sub(1) else { return Some(Meaning::Unknown(Unresolved::Computed)) };
        fields.iter().rev().find_map(|field| match field {
            Field::Named { name, value } if name == property => Some(self.meaning(value, depth)),
            Field::Named { .. } => None,
            Field::Computed { .. } => Some(Meaning::Unknown(Unresolved::Computed)),
            Field::Spread(value) => match self.meaning(value, depth) {
                Meaning::Object(reader, fields) => reader.field(fields, property, depth),
                Meaning::Namespace(module) => {
                    exported(self.program, module, property).map(|found| self.imported(&found, depth))
                }
                _ => Some(Meaning::Unknown(Unresolved::Computed)),
            },
        })
    }

    /// A method, or what a getter gives.
    fn method_or_got(self, function: FunctionRef, depth: u32) -> Meaning<'p> {
        match self.program.function(function).form {
            FunctionForm::Getter => self.given_by(function, &[], depth),
            _ => Meaning::Function(function),
        }
    }

    /// The method of a class, unless a class that extends it has another one.
    fn unless_overridden(self, key: &str, property: &str, function: FunctionRef, depth: u32) -> Meaning<'p> {
        match self.program.classes.implementations(key, property).len() {
            0 => self.method_or_got(function, depth),
            others => Meaning::Unknown(Unresolved::Implementations(others + 1)),
        }
    }

    fn method(self, module: ModuleId, class: &str, name: &str) -> Option<FunctionRef> {
        self.program.classes.method(self.program, module, class, name)
    }

    pub(super) fn member_of_type(self, ty: &Type, property: &str, depth: u32) -> Meaning<'p> {
        let Some(depth) = depth.checked_sub(1) else { return Meaning::Unknown(Unresolved::Computed) };
        let file = self.program.file(self.module);
        match ty {
            Type::Named { .. } | Type::TypeOf(_) if let Some(derived) = self.derived_type(ty, depth) => {
                self.member_of(derived, property, depth)
            }
            // `guards['edit']`, or `guards.edit` of a `Record<string, Guard>`.
            Type::Named { name, arguments } if name == "Record" && arguments.len() == 2 => {
                self.of_type(&arguments[1], depth)
            }
            Type::Named { name, .. } => {
                let key = file.type_keys.get(name).map_or(name.as_str(), String::as_str);
                let Some((module, own_name)) = declared_at(key) else { return self.foreign_type(name) };
                let declared = self.within(module);
                match self.program.file(module).module.types.get(own_name) {
                    Some(TypeDeclaration::Alias(alias)) => declared.member_of_type(alias, property, depth),
                    Some(TypeDeclaration::Class { members, extends }) => {
                        match self.method(module, own_name, property) {
                            Some(function) => self.unless_overridden(key, property, function, depth),
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
            Type::Intersection(parts) => {
                let found = parts.iter().map(|part| self.member_of_type(part, property, depth));
                let found = found.into_iter().find(|found| !matches!(found, Meaning::Unknown(Unresolved::UnknownType)));
                found.unwrap_or(Meaning::Unknown(Unresolved::UnknownType))
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
        if let [Some(only)] = implementations.as_slice() {
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
    pub(super) fn foreign_type(self, name: &str) -> Meaning<'p> {
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
}

/// Types of the language and its runtimes whose members are no functions of the project.
const BUILT_IN: &[&str] = &[
    "Map", "Set", "ReadonlyMap", "ReadonlySet", "WeakMap", "WeakSet", "Promise", "Date", "RegExp", "Error", "Array",
    "ReadonlyArray", "Record", "URL", "URLSearchParams", "Headers", "Request", "Response", "FormData", "Buffer",
    "AbortSignal", "AbortController", "Function", "Object", "String", "Uint8Array",
];
