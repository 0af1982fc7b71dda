//! From TypeScript text to decision tables.
//!
//! [`analyze`] is the whole of it: a file is parsed and lowered to a [`module::Module`] (the syntax tree is gone after that), its
//! functions are summarised, those that are permission checks are recognised, evaluated and judged. Nothing here knows rules, findings,
//! a terminal or a disk; nothing here fails: what can't be analysed is told in [`module::Module::problems`] and [`decide::DecisionTable::open`].

pub mod account;
pub mod cfg;
pub mod channels;
pub mod condition;
pub mod constant;
pub mod contract;
pub mod decide;
pub mod evaluate;
mod evidence;
mod fail_open;
pub mod frameworks;
mod idle;
pub mod interpret;
pub mod judge;
mod lower;
pub mod module;
mod parse;
mod phrase;
pub mod project;
pub mod recognise;
pub mod settings;
mod show;
pub mod source;
pub mod summary;
pub mod term;
mod unmatched;
mod versions;
pub mod vocabulary;
pub mod words;

pub use account::{Account, Verdict, account, place_on_line};
pub use constant::{Const, Number};
pub use decide::{
    Check, CheckKind, Confidence, ConstantCondition, DecidedExit, Decision, DecisionTable, DefaultDecision, Encoding,
    Fallthrough, IdleTest, OpenedByError, Overruled, Overruling, Polarity, Reach, Row, Witness, WitnessStep,
};
pub use evaluate::{ExitKind, Open};
pub use lower::read;
pub use module::{FunctionId, Module, Problem};
pub use parse::Limits;
pub use settings::{OwnGuard, Settings};
pub use source::{DecodeError, Position, SourceFile, Span};

/// What analysing one file gives.
#[derive(Debug, Clone)]
pub struct Analysis {
    pub module: Module,
    /// Every recognised check, in source order.
    pub checks: Vec<Check>,
}

/// Analyses one file.
pub fn analyze(source: &SourceFile, limits: &Limits, settings: &Settings) -> Analysis {
    let mut module = read(source, limits);
    let summaries = summary::Summaries::of(&mut module);
    let ids = (0..module.functions.len() as u32).map(FunctionId);
    let checks = ids
        .filter_map(|id| {
            let candidate = recognise::recognise(&source.path, &module, settings, id).ok()?;
            judge::judge(evaluate::evaluate(source, &module, &summaries, id), id, candidate)
        })
        .collect();
    Analysis { module, checks }
}
