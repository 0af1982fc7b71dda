//! From source text to a syntax tree: the only module, with lowering, that names swc.
//!
//! In: a [`SourceFile`] and [`Limits`]. Out: a [`Parsed`], handed to a function that reduces it to owned facts; the tree
//! is dropped before [`with_parsed`] returns. A statement with a syntax error costs that statement, a file nested beyond
//! any sense costs that file, and both are told as [`Problem`]s; neither ends the process.

mod comments;
mod limits;
mod message;
mod outline;
mod recover;
mod scan;

pub use limits::Limits;

pub(crate) use comments::Comments;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use swc_common::comments::SingleThreadedComments;
use swc_common::input::StringInput;
use swc_common::{BytePos, GLOBALS, Globals, Mark};
use swc_ecma_ast::{EsVersion, ModuleItem, Program};
use swc_ecma_parser::error::Error;
use swc_ecma_parser::lexer::Lexer;
use swc_ecma_parser::{EsSyntax, Parser, Syntax, TsSyntax};
use swc_ecma_transforms_base::resolver;
use swc_ecma_visit::VisitMutWith;

use crate::module::Problem;
use crate::source::{SourceFile, Span};

/// A file's syntax tree, after swc's resolver pass: `Ident::to_id()` identifies a variable.
///
/// Lives only inside the function given to [`with_parsed`], where `GLOBALS` is set.
pub(crate) struct Parsed {
    /// The statements at the top level; those of a script are wrapped in [`ModuleItem::Stmt`].
    pub(crate) items: Vec<ModuleItem>,
    /// Every comment.
    pub(crate) comments: Comments,
    /// The mark of names that the file does not declare.
    pub(crate) unresolved: Mark,
    /// What is missing from `items`, in source order.
    pub(crate) problems: Vec<Problem>,
}

/// Parses `source` and gives the tree to `use_tree`, on a stack that is deep enough for parsing, walking and dropping it.
///
/// A panic of `use_tree` is passed on; a panic of the parser is a [`Problem`] of the file.
pub(crate) fn with_parsed<T: Send>(
    source: &SourceFile,
    limits: &Limits,
    use_tree: impl FnOnce(Parsed) -> T + Send,
) -> T {
    let demand = limits::demand(source, limits);
    let stack = match demand {
        Ok(stack) => stack.with_headroom(),
        Err(problem) => return GLOBALS.set(&Globals::new(), || use_tree(Parsed::nothing(problem))),
    };
    if stack.fits_anywhere() {
        return GLOBALS.set(&Globals::new(), || use_tree(parse(source, limits, stack)));
    }
    // Taken out by the thread; still here if no thread could be started.
    let mut pending = Some(use_tree);
    let work =
        || pending.take().map(|use_tree| GLOBALS.set(&Globals::new(), || use_tree(parse(source, limits, stack))));
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(stack.bytes()).spawn_scoped(scope, work).ok()?;
        thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    });
    match (done, pending) {
        (Some(done), _) => done,
        (None, Some(use_tree)) => {
            let problem =
                whole_file(source, 0, format!("no memory for a stack of {} bytes to parse it on", stack.bytes()));
            GLOBALS.set(&Globals::new(), || use_tree(Parsed::nothing(problem)))
        }
        // The closure either ran to its end, panicked (passed on above), or was never called.
        (None, None) => unreachable!("the parsing thread neither finished nor panicked"),
    }
}

impl Parsed {
    /// A file of which nothing was analysed. Needs `GLOBALS`.
    fn nothing(problem: Problem) -> Self {
        Parsed { items: Vec::new(), comments: Comments::default(), unresolved: Mark::new(), problems: vec![problem] }
    }
}

/// A span of swc's as one of ours; `None` for swc's dummy span, which compiler-made nodes have.
///
/// swc counts bytes from 1 and keeps 0 for "nowhere".
pub(crate) fn span(span: swc_common::Span) -> Option<Span> {
    let start = span.lo.0.checked_sub(1)?;
    let end = span.hi.0.checked_sub(1)?;
    Some(Span::new(start, end.max(start)))
}

/// Parses and resolves; whatever goes wrong is told in [`Parsed::problems`]. Needs `GLOBALS` and enough stack.
fn parse(source: &SourceFile, limits: &Limits, stack: limits::Stack) -> Parsed {
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let mut parsed = recover::parse_around_errors(source, limits, stack);
        resolve(&mut parsed);
        parsed
    }));
    attempt.unwrap_or_else(|panic| {
        let reason = panic.downcast_ref::<String>().map(String::as_str);
        let reason = reason.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
        Parsed::nothing(whole_file(source, 0, format!("the parser stopped: {reason}")))
    })
}

/// Gives every identifier the mark of the scope that declares it.
fn resolve(parsed: &mut Parsed) {
    let top_level = Mark::new();
    let body = std::mem::take(&mut parsed.items);
    let mut module = swc_ecma_ast::Module { span: swc_common::DUMMY_SP, body, shebang: None };
    module.visit_mut_with(&mut resolver(parsed.unresolved, top_level, true));
    parsed.items = module.body;
}

/// A problem that costs the whole file.
fn whole_file(source: &SourceFile, at: u32, message: String) -> Problem {
    let end = source.text.len() as u32;
    Problem { span: Span::new(0, end), at: Span::new(at.min(end), at.min(end)), message, whole_file: true }
}

/// One run of swc over a text: the statements with the errors it got over, or the error it gave up at.
fn run_swc(
    text: &str,
    syntax: Syntax,
    comments: &SingleThreadedComments,
) -> Result<(Vec<ModuleItem>, Vec<Error>), Error> {
    let input = StringInput::new(text, BytePos(1), BytePos(1 + text.len() as u32));
    let mut parser = Parser::new_from(Lexer::new(syntax, EsVersion::EsNext, input, Some(comments)));
    // Decides between module and script by itself, and reports no module syntax as an error.
    let items = match parser.parse_program()? {
        Program::Module(module) => module.body,
        Program::Script(script) => script.body.into_iter().map(ModuleItem::Stmt).collect(),
    };
    Ok((items, parser.take_errors()))
}

/// The dialect that a file's name promises.
fn syntax(path: &str) -> Syntax {
    match path.rsplit('.').next() {
        Some("js" | "mjs" | "cjs" | "jsx") => Syntax::Es(EsSyntax {
            jsx: true,
            decorators: true,
            decorators_before_export: true,
            import_attributes: true,
            allow_return_outside_function: true,
            auto_accessors: true,
            explicit_resource_management: true,
            ..EsSyntax::default()
        }),
        extension => {
            Syntax::Typescript(TsSyntax { tsx: extension == Some("tsx"), decorators: true, ..TsSyntax::default() })
        }
    }
}

#[cfg(test)]
mod tests;
