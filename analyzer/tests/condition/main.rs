//! Conditions against brute force over a pool of concrete values.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod bdd;
mod cover;
mod diagram;
mod formula;
mod print;
mod typescript;
mod value_set;
mod values;
