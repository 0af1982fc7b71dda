//! Portcullis's analysis of permission logic.

pub mod condition;
mod constant;

pub use constant::{Const, Number};
