//! Values as text: `request.params.id`, `principal.id`, `pin.ownerId` for a row of pins that was read.

use std::collections::BTreeSet;

use super::{Root, Value};
use crate::cfg::{Expr, ExprKind};
use crate::project::{ModuleId, Program};
use crate::source::Span;
use crate::versions::callee_name;

impl Value {
    /// How a reader would call it; nothing but a question mark for what is not known.
    pub fn text(&self, program: &Program) -> String {
        let root = match &self.root {
            Root::Request => "request".to_owned(),
            Root::Principal => "principal".to_owned(),
            Root::Environment => "env".to_owned(),
            Root::Constant(value) => value.to_string(),
            Root::Param { module, function, position } => {
                let file = program.file(*module);
                let param =
                    file.module.functions.get(function.0 as usize).and_then(|it| it.params.get(*position as usize));
                let name = param.and_then(|param| file.module.bindings.get(param.binding.0 as usize));
                name.map(|data| data.name.clone())
                    .filter(|name| !name.is_empty())
                    .unwrap_or_else(|| format!("arguments[{position}]"))
            }
            Root::This => "this".to_owned(),
            Root::Variable(module, binding) => {
                let data = program.file(*module).module.bindings.get(binding.0 as usize);
                data.map_or(String::new(), |data| data.name.clone())
            }
            Root::Call(module, span) => called(program, *module, *span),
            Root::Unknown(..) => "?".to_owned(),
        };
        self.path.iter().fold(root, |text, segment| match segment.as_str() {
            Value::ELEMENT => format!("{text}[]"),
            _ => format!("{text}.{segment}"),
        })
    }
}

/// Several values, in order.
pub fn texts(program: &Program, values: &BTreeSet<Value>) -> String {
    let mut all: Vec<String> = values.iter().map(|value| value.text(program)).collect();
    all.dedup();
    all.join(" | ")
}

fn called(program: &Program, module: ModuleId, span: Span) -> String {
    if let Some(entity) = program.effect_at(module, span).and_then(super::super::effects::Effect::entity) {
        return entity;
    }
    let file = program.file(module);
    let mut found = None;
    for function in file.module.functions.iter().filter(|function| function.span.contains(span.start)) {
        crate::project::for_each_call(&function.cfg, &mut |_, call: &Expr, callee: &Expr| {
            if call.span == span {
                found = Some(format!("{}()", name_of(file, callee)));
            }
        });
    }
    found.unwrap_or_else(|| "?".to_owned())
}

fn name_of<'e>(file: &'e crate::project::File, callee: &'e Expr) -> &'e str {
    match &callee.kind {
        ExprKind::Await(inner) => name_of(file, inner),
        _ => callee_name(&file.module, callee),
    }
}
