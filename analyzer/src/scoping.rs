//! Whether what is read and written is bound to the one who asks: parameters that say who asks and bind nothing, and accesses
//! that are the only ones of their kind without such a binding.
//!
//! All of it claims that something is missing: whatever may be a check (`crate::asks`) keeps it quiet.

mod absent;
mod doubt;
mod siblings;
mod unused;

pub(crate) use doubt::{is_identifier, may_say_who};
pub(crate) use siblings::Scoping;
pub use siblings::UnscopedAccess;
pub use unused::UnusedPrincipal;
pub(crate) use unused::unused_principals;
