//! Declared types as data: what `run.mjs` makes values of.

use std::collections::BTreeMap;

use portcullis_analyzer::Module;
use portcullis_analyzer::module::{Member, Type, TypeDeclaration, plain_name};
use serde_json::{Value, json};

/// The shapes of one file's types.
pub struct Shapes<'m>(pub &'m Module);

impl Shapes<'_> {
    /// Every type the file declares, by name.
    pub fn declared(&self) -> Value {
        self.0.types.iter().map(|(name, declaration)| (name.to_owned(), self.declaration(name, declaration))).collect()
    }

    fn declaration(&self, name: &str, declaration: &TypeDeclaration) -> Value {
        match declaration {
            TypeDeclaration::Alias(ty) => self.of(ty),
            TypeDeclaration::Interface { members, extends } => {
                json!({ "kind": "object", "members": self.members(members, extends) })
            }
            TypeDeclaration::Enum(values) => {
                let values = values.iter().filter_map(|(_, value)| value.as_ref());
                json!({ "kind": "union", "of": values.map(|value| literal(&value.to_string())).collect::<Vec<_>>() })
            }
            TypeDeclaration::Class { members, extends } => {
                let extends: Vec<String> = extends.iter().cloned().collect();
                json!({ "kind": "class", "name": name, "members": self.members(members, &extends) })
            }
        }
    }

    fn members(&self, own: &[Member], extends: &[String]) -> BTreeMap<String, Value> {
        let mut all = BTreeMap::new();
        for name in extends {
            match self.0.types.get(name) {
                Some(TypeDeclaration::Interface { members, extends }) => all.extend(self.members(members, extends)),
                Some(TypeDeclaration::Class { members, extends }) => {
                    all.extend(self.members(members, &extends.iter().cloned().collect::<Vec<_>>()));
                }
                _ => {}
            }
        }
        all.extend(own.iter().map(|member| (member.name.clone(), self.optional(&member.ty, member.optional))));
        all
    }

    pub fn optional(&self, ty: &Type, optional: bool) -> Value {
        let shape = self.of(ty);
        if optional { json!({ "kind": "union", "of": [{ "kind": "nothing" }, shape] }) } else { shape }
    }

    pub fn of(&self, ty: &Type) -> Value {
        match ty {
            // A value that has all the shapes at once, or the type of a variable, is made by nobody here.
            Type::Any | Type::Unknown | Type::Intersection(_) | Type::TypeOf(_) => json!({ "kind": "unknown" }),
            Type::Boolean | Type::Predicate => json!({ "kind": "boolean" }),
            Type::String => json!({ "kind": "string" }),
            Type::Number => json!({ "kind": "number" }),
            Type::Literal(value) => literal(&value.to_string()),
            Type::Void | Type::Asserts => json!({ "kind": "nothing" }),
            Type::Never => json!({ "kind": "never" }),
            Type::Union(types) => json!({ "kind": "union", "of": self.all(types) }),
            Type::Object(members) => json!({ "kind": "object", "members": self.members(members, &[]) }),
            Type::Array(of) => json!({ "kind": "array", "of": self.of(of) }),
            Type::Function { returns } => json!({ "kind": "function", "returns": self.of(returns) }),
            Type::Named { name, arguments } => self.named(name, &self.all(arguments)),
        }
    }

    fn all(&self, types: &[Type]) -> Vec<Value> {
        types.iter().map(|ty| self.of(ty)).collect()
    }

    fn named(&self, name: &str, arguments: &[Value]) -> Value {
        let unknown = json!({ "kind": "unknown" });
        let argument = |at: usize| arguments.get(at).unwrap_or(&unknown);
        match name {
            _ if self.0.types.get(name).is_some() => json!({ "kind": "named", "name": plain_name(name) }),
            "Set" | "ReadonlySet" => json!({ "kind": "set", "of": argument(0) }),
            "Map" | "ReadonlyMap" => json!({ "kind": "map", "key": argument(0), "of": argument(1) }),
            "Promise" | "PromiseLike" => json!({ "kind": "promise", "of": argument(0) }),
            "Record" => json!({ "kind": "record", "of": argument(1) }),
            "Readonly" | "Required" | "NonNullable" => argument(0).clone(),
            "Date" => json!({ "kind": "date" }),
            "RegExp" => json!({ "kind": "regexp" }),
            "Error" => json!({ "kind": "error" }),
            _ => self.enum_member(name).unwrap_or(unknown),
        }
    }

    /// `Role.Admin`
    fn enum_member(&self, name: &str) -> Option<Value> {
        let (of, member) = name.split_once('.')?;
        let Some(TypeDeclaration::Enum(values)) = self.0.types.get(of) else { return None };
        let (_, value) = values.iter().find(|(name, _)| name == member)?;
        Some(literal(&value.as_ref()?.to_string()))
    }
}

fn literal(text: &str) -> Value {
    json!({ "kind": "literal", "text": text })
}
