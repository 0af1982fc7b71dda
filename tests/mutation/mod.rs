//! Faults that are put into sound code, one at a time, to see which of them the rules find.
//!
//! `mutants` makes them from the syntax, `project` analyses them, `verdict` says what each came to, `tally` counts. Used by the test of the corpus and by
//! `examples/mutate.rs` on real code.

pub mod mutants;
pub mod operator;
pub mod project;
pub mod tally;
pub mod verdict;
