//! What declared types say about subjects: the kinds of value they have, and the values a closed type leaves.

use crate::condition::{ValueSet, Variable};
use crate::constant::Const;
use crate::module::{Type, TypeDeclaration};
use crate::term::{Term, TermId};

use super::Evaluator;

/// Members of members, and aliases of aliases, a type is followed through.
const TYPE_DEPTH: u32 = 8;

impl Evaluator<'_> {
    /// The kinds of value a type names; nothing is always possible, for types promise more than programs keep.
    pub(super) fn kind_of(&self, term: TermId, declared: Option<&Type>) -> ValueSet {
        if let Term::Member { property, .. } = self.terms.get(term)
            && property == "length"
        {
            return ValueSet::above(0.0, true).intersection(&ValueSet::numbers());
        }
        if let Term::Template { parts, .. } = self.terms.get(term) {
            let says_something = parts.iter().any(|part| !part.is_empty());
            let empty = ValueSet::of(&Const::string(""));
            return if says_something { ValueSet::strings().difference(&empty) } else { ValueSet::strings() };
        }
        let kinds = match declared.map(|declared| self.resolved_type(declared, 0)) {
            Some(Type::Boolean) => ValueSet::booleans(),
            Some(Type::String) => ValueSet::strings(),
            Some(Type::Number) => ValueSet::numbers(),
            _ => return ValueSet::universe(),
        };
        kinds.union(&ValueSet::nullish())
    }

    /// The values a declared type leaves: those of a closed type; of any other that names one kind of nothing, not the other kind. A type that names
    /// none promises more than programs keep.
    pub(super) fn allowed_values(&self, declared: &Type) -> Option<ValueSet> {
        self.closed_values(declared, 0).or_else(|| {
            let names = |value: &Const| self.names_nothing(declared, value, 0);
            match (names(&Const::Undefined), names(&Const::Null)) {
                (true, false) => Some(ValueSet::of(&Const::Null).complement()),
                (false, true) => Some(ValueSet::of(&Const::Undefined).complement()),
                _ => None,
            }
        })
    }

    fn names_nothing(&self, declared: &Type, value: &Const, depth: u32) -> bool {
        match declared {
            Type::Literal(literal) => literal == value,
            Type::Union(parts) => parts.iter().any(|part| self.names_nothing(part, value, depth)),
            Type::Named { name, .. } if depth < TYPE_DEPTH => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => self.names_nothing(alias, value, depth + 1),
                _ => false,
            },
            _ => false,
        }
    }

    /// The values a closed type allows: a union of literals, an enum, a boolean.
    pub(crate) fn closed_values(&self, declared: &Type, depth: u32) -> Option<ValueSet> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match declared {
            Type::Boolean => Some(ValueSet::booleans()),
            Type::Literal(value) => Some(ValueSet::of(value)),
            Type::Union(parts) => {
                let parts: Option<Vec<ValueSet>> =
                    parts.iter().map(|part| self.closed_values(part, depth + 1)).collect();
                Some(parts?.iter().fold(ValueSet::empty(), |all, part| all.union(part)))
            }
            Type::Named { name, .. } => match self.module.types.get(name)? {
                TypeDeclaration::Alias(alias) => self.closed_values(alias, depth + 1),
                TypeDeclaration::Enum(members) => {
                    let values: Option<Vec<Const>> = members.iter().map(|(_, value)| value.clone()).collect();
                    Some(ValueSet::from_constants(values?.iter()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The values the declared type of a subject allows, if it is closed.
    pub fn closed_domain(&self, variable: Variable) -> Option<&ValueSet> {
        self.closed.get(&variable)
    }

    /// Follows an alias.
    pub fn resolved_type(&self, declared: &Type, depth: u32) -> Type {
        match declared {
            Type::Named { name, .. } if depth < TYPE_DEPTH => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => self.resolved_type(alias, depth + 1),
                _ => declared.clone(),
            },
            // `string | undefined` is a string, or nothing.
            Type::Union(parts) => {
                let mut present =
                    parts.iter().filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish()));
                match (present.next(), present.next()) {
                    (Some(one), None) => self.resolved_type(one, depth + 1),
                    _ => declared.clone(),
                }
            }
            _ => declared.clone(),
        }
    }

    /// The declared type of a term.
    pub fn type_of(&self, term: TermId, depth: u32) -> Option<Type> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match self.terms.get(term) {
            Term::Param(position) => {
                let param = self.function().params.get(*position as usize)?;
                let declared = self.module.bindings[param.binding.0 as usize].declared_type.clone()?;
                Some(if param.optional { optional(declared) } else { declared })
            }
            Term::Variable { binding, .. } => self.module.bindings[binding.0 as usize].declared_type.clone(),
            Term::Member { object, property, .. } => {
                let object = match self.terms.get(*object) {
                    Term::This => {
                        Type::Named { name: self.function().class.as_ref()?.name.clone(), arguments: Vec::new() }
                    }
                    _ => self.type_of(*object, depth + 1)?,
                };
                self.member_type(&object, property, 0)
            }
            Term::Index { object, .. } => self.element_type(&self.type_of(*object, depth + 1)?),
            Term::Element(of) => self.element_type(&self.type_of(*self.lists.get(of)?, depth + 1)?),
            Term::Find { list, .. } => self.element_type(&self.type_of(*list, depth + 1)?),
            Term::Await(inner) => match self.type_of(*inner, depth + 1)? {
                Type::Named { name, arguments } if name == "Promise" => arguments.into_iter().next(),
                other => Some(other),
            },
            Term::Call { callee, .. } => match self.terms.get(*callee) {
                Term::Function(id) => self.data(*id).return_type.clone(),
                _ => match self.resolved_type(&self.type_of(*callee, depth + 1)?, 0) {
                    Type::Function { returns } => Some(*returns),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    fn element_type(&self, list: &Type) -> Option<Type> {
        match self.resolved_type(list, 0) {
            Type::Array(element) => Some(*element),
            Type::Named { name, arguments } if name == "Set" || name == "ReadonlySet" => arguments.into_iter().next(),
            _ => None,
        }
    }

    /// The type of a member of an object type.
    pub fn member_type(&self, object: &Type, property: &str, depth: u32) -> Option<Type> {
        if depth > TYPE_DEPTH {
            return None;
        }
        match self.resolved_type(object, 0) {
            Type::Object(members) => {
                let member = members.iter().find(|member| member.name == property)?;
                Some(if member.optional { optional(member.ty.clone()) } else { member.ty.clone() })
            }
            Type::Named { name, .. } => {
                let (members, bases) = match self.module.types.get(&name)? {
                    TypeDeclaration::Interface { members, extends } => (members, extends.clone()),
                    TypeDeclaration::Class { members, extends } => (members, extends.iter().cloned().collect()),
                    _ => return None,
                };
                let own = self.member_type(&Type::Object(members.clone()), property, depth + 1);
                own.or_else(|| {
                    bases.into_iter().find_map(|name| {
                        self.member_type(&Type::Named { name, arguments: Vec::new() }, property, depth + 1)
                    })
                })
            }
            Type::Union(parts) => {
                let types: Option<Vec<Type>> = parts
                    .iter()
                    .filter(|part| !matches!(part, Type::Literal(value) if value.is_nullish()))
                    .map(|part| self.member_type(part, property, depth + 1))
                    .collect();
                Some(Type::Union(types?))
            }
            _ => None,
        }
    }

    pub(crate) fn may_be_text(&self, term: TermId) -> bool {
        let declared = self.type_of(term, 0);
        declared.is_some_and(|declared| matches!(self.resolved_type(&declared, 0), Type::String))
    }
}

pub(super) fn may_be_scalar(declared: &Type) -> bool {
    match declared {
        Type::Boolean | Type::String | Type::Number => true,
        Type::Literal(value) => !value.is_nullish(),
        Type::Union(parts) => parts.iter().any(may_be_scalar),
        _ => false,
    }
}

fn optional(declared: Type) -> Type {
    Type::Union(vec![declared, Type::Literal(Const::Undefined)])
}
