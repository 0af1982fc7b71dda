//! From TypeScript text to decision tables.

pub mod cfg;
pub mod constant;
pub mod decide;
mod lower;
pub mod module;
mod parse;
pub mod source;

pub use lower::read;
pub use parse::Limits;
