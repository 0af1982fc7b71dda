//! From TypeScript text to decision tables.

pub mod cfg;
pub mod condition;
pub mod constant;
pub mod decide;
pub mod evaluate;
mod evidence;
pub mod recognise;
mod show;
mod lower;
pub mod module;
mod parse;
pub mod source;
pub mod summary;
pub mod term;
mod versions;
pub mod vocabulary;
pub mod words;

pub use constant::{Const, Number};

pub use lower::read;
pub use parse::Limits;
