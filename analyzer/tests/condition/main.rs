//! Conditions against brute force over a pool of concrete values.

mod bdd;
mod cover;
mod diagram;
mod formula;
mod print;
mod typescript;
mod value_set;
mod values;
