//! Whether somebody makes sure that a variable of the environment is set: a schema, a list of what is required, a test when the program starts.

use crate::cfg::{Block, Cfg, End, Expr, ExprKind, Field};
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
    // What is tested and then not gone on with: an error, or an end of the program.
    let ends = cfg.graph.node_weights().any(|block| matches!(block.end, End::Throw { .. }) || stops(file, block));
    let tested = ends && cfg.tests.iter().any(|test| asks_for(file, test, name));
    let evaluated = || cfg.graph.node_weights().flat_map(Block::evaluated).chain(&cfg.tests);
    tested || evaluated().any(|expr| requires(file, expr, name))
}

fn stops(file: &File, block: &Block) -> bool {
    block
        .evaluated()
        .any(|expr| matches!(&expr.kind, ExprKind::Call { callee, .. } if callee_name(&file.module, callee) == "exit"))
}

/// Whether a test asks what a variable of the environment holds, or whether it holds anything; `other === SECRET` does not.
fn asks_for(file: &File, test: &Expr, name: &str) -> bool {
    match &test.kind {
        ExprKind::Not(inner) | ExprKind::TypeOf(inner) => asks_for(file, inner, name),
        ExprKind::Binary { left, right, .. } => {
            let constant = |side: &Expr| matches!(side.kind, ExprKind::Const(_));
            let one_sided = constant(left) || constant(right);
            one_sided && (asks_for(file, left, name) || asks_for(file, right, name))
        }
        ExprKind::Member { object, property } if property == "length" => asks_for(file, object, name),
        _ => is_variable(file, test, name),
    }
}

/// Whether an expression is a variable of the environment, or one of the file that holds it.
fn is_variable(file: &File, expr: &Expr, name: &str) -> bool {
    match &expr.kind {
        ExprKind::Member { property, .. } => property == name,
        ExprKind::Binding(binding) => match file.module.bindings.get(binding.0 as usize).map(|data| &data.kind) {
            Some(BindingKind::Local { initial: Some(initial) }) => is_variable(file, initial, name),
            _ => false,
        },
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
            let is_it = |arg: &Expr| is_name(arg) || is_variable(file, arg, name);
            (asserts || throws) && args.iter().any(|arg| is_it(&arg.value))
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
