//! What functions answer, as types that every file of the project can read.

use super::imports::enum_member;
use super::types::rename;
use super::{FunctionRef, Program};
use crate::cfg::{End, Expr, ExprKind, Field, Place, Step};
use crate::constant::Const;
use crate::module::{BindingId, BindingKind, Member, Type};

/// Calls and variables that are followed to an answer.
const DEPTH: u32 = 6;

impl Program {
    /// What calling a function gives, of a promise what it resolves to: what it declares, or else what it is seen to return.
    pub(crate) fn answer_type(&self, at: FunctionRef) -> Type {
        self.answer_within(at, DEPTH)
    }

    fn answer_within(&self, at: FunctionRef, depth: u32) -> Type {
        let Some(depth) = depth.checked_sub(1) else { return Type::Unknown };
        match self.function(at).return_type.as_ref().map(promised) {
            Some(Type::Any | Type::Unknown) | None => self.returned_type(at, depth),
            Some(declared) => {
                let mut declared = declared.clone();
                rename(&mut declared, &self.file(at.module).type_keys);
                declared
            }
        }
    }

    fn returned_type(&self, at: FunctionRef, depth: u32) -> Type {
        let mut parts = Vec::new();
        for block in self.function(at).cfg.graph.node_weights() {
            let part = match &block.end {
                End::Return { value: Some(value), .. } => self.type_of_answer(at, value, depth),
                End::Return { value: None, .. } | End::FallsOff { .. } => Type::Literal(Const::Undefined),
                _ => continue,
            };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        Type::Union(parts)
    }

    fn type_of_answer(&self, at: FunctionRef, expr: &Expr, depth: u32) -> Type {
        let Some(depth) = depth.checked_sub(1) else { return Type::Unknown };
        match &expr.kind {
            ExprKind::Const(value) => Type::Literal(value.clone()),
            ExprKind::Not(_) => Type::Boolean,
            ExprKind::Await(inner) => self.type_of_answer(at, inner, depth),
            ExprKind::Call { .. } => match self.callee(at.module, expr) {
                Some(callee) => self.answer_within(callee, depth),
                None => Type::Unknown,
            },
            ExprKind::Member { object, property } => match object.kind {
                ExprKind::Binding(binding) => {
                    enum_member(self, at.module, binding, property).map_or(Type::Unknown, Type::Literal)
                }
                _ => Type::Unknown,
            },
            ExprKind::Object(fields) => {
                Type::Object(fields.iter().filter_map(|field| self.member(at, field, depth)).collect())
            }
            ExprKind::Binding(binding) => self.type_of_variable(at, *binding, depth),
            _ => Type::Unknown,
        }
    }

    fn member(&self, at: FunctionRef, field: &Field, depth: u32) -> Option<Member> {
        match field {
            Field::Named { name, value } => {
                let ty = self.type_of_answer(at, value, depth);
                Some(Member { name: name.clone(), optional: false, ty })
            }
            Field::Computed { .. } | Field::Spread(_) => None,
        }
    }

    /// Everything that is assigned to a temporary of an expression, or the one thing a variable holds.
    fn type_of_variable(&self, at: FunctionRef, binding: BindingId, depth: u32) -> Type {
        let file = self.file(at.module);
        let data = &file.module.bindings[binding.0 as usize];
        if !matches!(data.kind, BindingKind::Temporary) {
            return match (&data.declared_type, file.definition(binding)) {
                (Some(declared), _) => {
                    let mut declared = promised(declared).clone();
                    rename(&mut declared, &file.type_keys);
                    declared
                }
                (None, Some(value)) => self.type_of_answer(at, value, depth),
                (None, None) => Type::Unknown,
            };
        }
        let blocks = self.function(at).cfg.graph.node_weights();
        let assigned = blocks.flat_map(|block| {
            let steps = block.steps.iter().filter_map(|step| match step {
                Step::Assign { target: Place::Binding(target), value, .. } if *target == binding => Some(value),
                _ => None,
            });
            let called = match &block.end {
                End::Call { call, result } if *result == binding => Some(call),
                _ => None,
            };
            steps.chain(called)
        });
        Type::Union(assigned.map(|value| self.type_of_answer(at, value, depth)).collect())
    }
}

/// The `T` of `Promise<T>`.
fn promised(ty: &Type) -> &Type {
    match ty {
        Type::Named { name, arguments } if name == "Promise" || name == "PromiseLike" => {
            arguments.first().unwrap_or(ty)
        }
        _ => ty,
    }
}
