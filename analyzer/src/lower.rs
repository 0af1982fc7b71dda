//! From the syntax tree to functions with graphs.
//!
//! In: a parsed file. Out: a [`Module`]; the tree is not needed any more. Two walks: the first collects variables,
//! types and function numbers ([`collect`]), the second names each function ([`naming`], [`functions`]) and lowers its
//! body ([`builder`] and one file per family of statements or expressions).

mod assignments;
mod builder;
mod calls;
mod chains;
mod classes;
mod collect;
mod conditions;
mod exports;
mod expressions;
mod frames;
mod functions;
mod jsx;
mod loops;
mod members;
mod names;
mod naming;
mod patterns;
mod places;
mod statements;
mod switch;
mod text;
mod top_level;
mod try_catch;
mod types;

#[cfg(test)]
mod tests;

pub(crate) use calls::never_throws;

use std::sync::Arc;

use swc_ecma_visit::VisitWith;

use crate::frameworks::Standing;
use crate::module::Module;
use crate::parse::{Limits, Parsed, with_parsed};
use crate::source::SourceFile;

/// Parses and lowers a file. What could not be read is told in [`Module::problems`].
pub fn read(source: &SourceFile, limits: &Limits) -> Module {
    with_parsed(source, limits, |parsed| lower(source, parsed))
}

/// Lowers every function of a file.
pub(crate) fn lower(source: &SourceFile, parsed: Parsed) -> Module {
    let Parsed { items, comments, problems, .. } = parsed;
    let mut module = Module { problems, directives: comments.directives(&source.text), ..Module::default() };
    let names = collect::collect(&items, &mut module);
    module.exports = exports::exports(&items, &names);
    let mut walker = functions::Walker {
        shared: builder::Shared {
            text: &source.text,
            comments: &comments,
            names: &names,
            bindings: &mut module.bindings,
            problems: &mut module.problems,
        },
        comments: &comments,
        exports: module.exports.by_local_name(),
        context: functions::Context::default(),
        parent: None,
        functions: (0..names.function_count).map(|_| None).collect(),
        handed: Vec::new(),
    };
    items.visit_with(&mut walker);
    let top_level = top_level::lower(&mut walker.shared, &items);
    let functions = std::mem::take(&mut walker.functions);
    let handed = std::mem::take(&mut walker.handed);
    // Both walks meet the same functions, so none is missing; if one were, the numbers must still be indices.
    debug_assert!(functions.iter().all(Option::is_some), "a function was numbered but not lowered");
    module.functions = functions.into_iter().map(|function| function.unwrap_or_else(functions::unread)).collect();
    module.handed = handed;
    module.prologue = top_level::prologue(items.iter().map_while(|item| item.as_stmt()));
    module.top_level = top_level;
    module.places = places::places(&items, &source.text);
    module.problems.sort_by_key(|problem| (problem.span, problem.at));
    module.standing = Standing::of(&source.path, &module, &Arc::default());
    module
}
