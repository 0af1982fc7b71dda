//! The ways out of a function, and what was not understood of it.

use super::Guarded;
use crate::source::Span;

/// One way out of a function.
#[derive(Debug, Clone)]
pub struct Exit {
    pub kind: ExitKind,
    /// The `return`ed operand, the `throw`, the call that throws, or the closing brace.
    pub span: Span,
    /// What it gives, and when. The conditions exclude each other; together they are the exit's path condition.
    pub value: Guarded,
    /// What had been answered by a call before: a [`Term::Answer`], or `undefined` where nothing was.
    pub answered: Guarded,
    /// The last refusal before, sent or thrown and caught, that no later end of the function takes back: a [`Term::Answer`], or `undefined`.
    pub refused: Guarded,
}

/// How a function is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExitKind {
    /// `return value`.
    Return,
    /// `return;`
    BareReturn,
    /// Control reaches the closing brace.
    FallsOff,
    /// `throw`; the value is what is thrown.
    Throw,
    /// An error of a call leaves the function; the value is the call.
    Propagates,
}

/// Something that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    pub span: Span,
    /// A lower-case clause.
    pub reason: String,
}
