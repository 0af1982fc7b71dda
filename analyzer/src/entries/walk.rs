//! Every expression of a file with what is around it: in which variable its value ends up, and under which fields of object literals.

use crate::cfg::{End, Expr, ExprKind, Field, Place, Step};
use crate::module::{BindingId, BindingKind, FunctionId};
use crate::project::{ModuleId, Program, Reader};
use crate::versions::for_each_part;

/// Where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct Around<'p> {
    /// Reads it.
    pub(super) reader: Reader<'p>,
    /// The variable that its value, or what it is a part of, is put into.
    pub(super) variable: Option<BindingId>,
    /// The fields of object literals on the way to it, outermost first, and the literals.
    pub(super) fields: Vec<(&'p str, &'p Expr)>,
}

/// Visits every expression of a file, outer ones first: those of the file itself, then function by function.
pub(super) fn for_each<'p>(program: &'p Program, id: ModuleId, visit: &mut dyn FnMut(&Around<'p>, &'p Expr)) {
    let module = &program.file(id).module;
    let top = Reader { program, module: id, function: None };
    for (index, binding) in module.bindings.iter().enumerate() {
        if let BindingKind::Local { initial: Some(initial) } = &binding.kind {
            let variable = Some(BindingId(index as u32));
            walk(&mut Around { reader: top, variable, fields: Vec::new() }, initial, visit);
        }
    }
    of_graph(top, visit);
    let mut class: *const [Expr] = &[];
    for function in &module.functions {
        if let Some(own) = &function.class
            && !std::ptr::eq(class, &*own.decorators)
        {
            class = &*own.decorators;
            let mut around = Around { reader: top, variable: None, fields: Vec::new() };
            own.decorators.iter().for_each(|decorator| walk(&mut around, decorator, visit));
        }
    }
    for function in 0..module.functions.len() as u32 {
        of_graph(Reader { function: Some(FunctionId(function)), ..top }, visit);
    }
}

fn of_graph<'p>(reader: Reader<'p>, visit: &mut dyn FnMut(&Around<'p>, &'p Expr)) {
    let cfg = reader.program.file(reader.module).module.cfg(reader.function);
    let mut one = |variable, expr| walk(&mut Around { reader, variable, fields: Vec::new() }, expr, visit);
    for block in cfg.graph.node_weights() {
        for step in &block.steps {
            match step {
                Step::Assign { target: Place::Binding(binding), value, .. } => one(Some(*binding), value),
                Step::Assign { value, .. } | Step::Evaluate(value) => one(None, value),
            }
        }
        match &block.end {
            End::Call { call, .. } => one(None, call),
            End::Return { value: Some(value), .. } => one(None, value),
            End::Branch(test) => cfg.tests.get(test.0 as usize).into_iter().for_each(|test| one(None, test)),
            _ => {}
        }
    }
}

fn walk<'p>(around: &mut Around<'p>, expr: &'p Expr, visit: &mut dyn FnMut(&Around<'p>, &'p Expr)) {
    visit(around, expr);
    if let ExprKind::Object(fields) = &expr.kind {
        for field in fields {
            match field {
                Field::Named { name, value } => {
                    around.fields.push((name, expr));
                    walk(around, value, visit);
                    around.fields.pop();
                }
                Field::Spread(value) | Field::Computed { value, .. } => walk(around, value, visit),
            }
        }
        return;
    }
    for_each_part(expr, &mut |part| walk(around, part, visit));
}
