//! Conditions: when is a point of a function reached, when does a check allow?
//!
//! **In:** subjects (expressions whose value is asked about), each with the [`ValueSet`] it may hold, and tests of the
//! form *subject ∈ set*. **Out:** canonical [`Condition`]s that can be combined, compared, minimised and printed.
//!
//! A condition is a reduced, ordered, hash-consed **multi-valued decision diagram**: one variable per subject, one arc
//! per set of values that lead on alike. What the constants, types and number order of one subject say about each other
//! (`role === 'a'` excludes `role === 'b'`, `x == null` excludes `x`, `n > 5` implies `n > 3`) therefore holds by
//! construction, and two conditions are equivalent exactly if their handles are equal.
//!
//! | module | from | to |
//! | --- | --- | --- |
//! | [`value_set`](ValueSet) | constants, `typeof`, thresholds | a Boolean algebra over all values of the language |
//! | [`diagram`](Conditions) | tests and connectives | canonical conditions |
//! | [`projection`](Conditions::values) | a condition | the values a variable can have |
//! | [`cover`](Cover) | a condition and its don't-cares | an irredundant sum of cubes |
//! | [`print`](literal) | one literal of a cube | TypeScript |
//!
//! Diagrams after A. Srinivasan, T. Kam, S. Malik, R. K. Brayton, *Algorithms for Discrete Function Manipulation*,
//! ICCAD 1990.

mod cover;
mod diagram;
mod print;
mod projection;
mod value_set;

pub use cover::{Cover, Cube, Literal, MAX_CUBES};
pub use diagram::{Condition, Conditions, Variable};
pub use print::{Expression, Precedence, literal};
pub use value_set::{Example, ValueSet};
