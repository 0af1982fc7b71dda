//! What the objects hold that a function gives: the members of its declared type, or else of the objects it returns.

use super::gives::{Kinds, kinds_of_type, kinds_of_value, promised};
use crate::cfg::{End, Expr, ExprKind, Field};
use crate::module::{Member, Type, TypeDeclaration};
use crate::project::{File, FunctionRef, Program};

/// Types and variables that are followed.
const DEPTH: u32 = 6;

/// A member of what a function gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenField {
    pub name: String,
    pub value: Kinds,
}

/// The members of the objects a function gives, each once; those of all objects, where it gives several.
pub fn fields_given(program: &Program, at: FunctionRef) -> Vec<GivenField> {
    let mut fields = Fields { program, asked: Vec::new(), found: Vec::new() };
    fields.of_function(at);
    fields.found
}

struct Fields<'p> {
    program: &'p Program,
    asked: Vec<FunctionRef>,
    found: Vec<GivenField>,
}

impl Fields<'_> {
    fn of_function(&mut self, at: FunctionRef) {
        if self.asked.contains(&at) {
            return;
        }
        self.asked.push(at);
        let (function, known) = (self.program.function(at), self.found.len());
        if let Some(ty) = &function.return_type {
            self.of_type(self.program.file(at.module), promised(ty).unwrap_or(ty), DEPTH);
        }
        if self.found.len() > known {
            return;
        }
        for block in function.cfg.graph.node_weights() {
            if let End::Return { value: Some(value), .. } = &block.end {
                self.of_value(at, value, DEPTH);
            }
        }
    }

    fn add(&mut self, name: &str, value: Kinds) {
        match self.found.iter_mut().find(|field| field.name == name) {
            Some(known) => known.value = known.value | value,
            None => self.found.push(GivenField { name: name.to_owned(), value }),
        }
    }

    fn of_type(&mut self, file: &File, ty: &Type, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match ty {
            Type::Object(members) => self.of_members(file, members, depth),
            Type::Union(parts) => parts.iter().for_each(|part| self.of_type(file, part, depth)),
            Type::Named { name, .. } => match file.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => self.of_type(file, alias, depth),
                Some(TypeDeclaration::Interface { members, extends }) => {
                    self.of_members(file, members, depth);
                    for base in extends {
                        let base = Type::Named { name: base.clone(), arguments: Vec::new() };
                        self.of_type(file, &base, depth);
                    }
                }
                Some(TypeDeclaration::Class { members, .. }) => self.of_members(file, members, depth),
                Some(TypeDeclaration::Enum(_)) | None => {}
            },
            _ => {}
        }
    }

    fn of_members(&mut self, file: &File, members: &[Member], depth: u32) {
        for member in members {
            let absent = if member.optional { Kinds::NOTHING } else { Kinds::default() };
            self.add(&member.name, kinds_of_type(file, &member.ty, depth) | absent);
        }
    }

    fn of_value(&mut self, at: FunctionRef, value: &Expr, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match &value.kind {
            ExprKind::Await(inner) => self.of_value(at, inner, depth),
            ExprKind::Object(fields) => fields.iter().for_each(|field| match field {
                Field::Named { name, value } => self.add(name, kinds_of_value(self.program, at, value)),
                Field::Spread(value) => self.of_value(at, value, depth),
                Field::Computed { .. } => {}
            }),
            ExprKind::Binding(variable) => {
                if let Some(value) = self.program.file(at.module).definition(*variable) {
                    self.of_value(at, value, depth);
                }
            }
            ExprKind::Call { .. } => {
                if let Some(callee) = self.program.callee(at.module, value) {
                    self.of_function(callee);
                }
            }
            _ => {}
        }
    }
}
