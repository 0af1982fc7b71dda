//! Whether somebody makes sure that a variable of the environment is set: a schema, a list of what is required, a test when the program starts.

use crate::cfg::{Cfg, End, Expr, ExprKind, Field};
use crate::constant::Const;
use crate::module::BindingKind;
use crate::project::{File, FunctionRef, Program};
use crate::versions::{callee_name, for_each_part};
use crate::words::{ASSERTS, words};

/// Whether some file of the project, outside of a function, makes sure that a variable of the environment is set.
pub(super) fn is_validated(program: &Program, at: FunctionRef, name: &str) -> bool {
    program.ids().into_iter().map(|id| (id, program.file(id))).any(|(id, file)| {
        file.source.text.contains(name) && {
            let within = program.functions_of(id).filter(|other| *other != at && program.candidate(*other).is_none());
            let graphs = within.map(|other| &program.function(other).cfg).chain([&file.module.top_level]);
            let constants = file.module.bindings.iter().filter_map(|binding| match &binding.kind {
                BindingKind::Local { initial: Some(initial) } => Some(&**initial),
                _ => None,
            });
            graphs.into_iter().any(|cfg| is_required_in(file, cfg, name))
                || constants.into_iter().any(|value| requires(file, value, name))
        }
    })
}

fn is_required_in(file: &File, cfg: &Cfg, name: &str) -> bool {
    let ends = cfg.graph.node_weights().any(|block| matches!(block.end, End::Throw { .. }));
    let tested = ends && cfg.tests.iter().any(|test| is_variable(test, name));
    let evaluated = || cfg.graph.node_weights().flat_map(|block| block.evaluated()).chain(&cfg.tests);
    tested || evaluated().any(|expr| requires(file, expr, name))
}

/// Whether an expression tests nothing but a variable of the environment.
fn is_variable(test: &Expr, name: &str) -> bool {
    match &test.kind {
        ExprKind::Not(inner) => is_variable(inner, name),
        ExprKind::Binary { left, right, .. } => is_variable(left, name) || is_variable(right, name),
        ExprKind::Member { property, .. } => property == name,
        _ => false,
    }
}

/// Whether a variable is described by a schema, required by name, or part of a list of names.
fn requires(file: &File, expr: &Expr, name: &str) -> bool {
    let is_name = |expr: &Expr| matches!(&expr.kind, ExprKind::Const(Const::String(text)) if **text == *name);
    let here = match &expr.kind {
        ExprKind::Object(fields) => fields.iter().any(|field| match field {
            Field::Named { name: field, value } => field == name && is_schema(file, value),
            _ => false,
        }),
        ExprKind::Array(items) => items.iter().any(|item| is_name(&item.value)),
        ExprKind::Call { callee, args } => {
            let called = words(callee_name(&file.module, callee));
            let asserts = called.iter().any(|word| ASSERTS.contains(&word.as_str()) || word == "required");
            let throws = called.ends_with(&["or".to_owned(), "throw".to_owned()]);
            (asserts || throws) && args.iter().any(|arg| is_name(&arg.value))
        }
        _ => false,
    };
    let mut found = here;
    for_each_part(expr, &mut |part| found = found || requires(file, part, name));
    found
}

/// A value that a library of schemas makes, and that may not be left out.
fn is_schema(file: &File, value: &Expr) -> bool {
    const LEFT_OUT: &[&str] = &["optional", "nullish", "nullable", "allow"];
    let made = matches!(value.kind, ExprKind::Call { .. });
    made && !LEFT_OUT.iter().any(|word| file.source.slice(value.span).contains(word))
}
