//! What one way out of a check means, and the decision table of a check.

use crate::module::FunctionId;
use crate::source::Span;

/// What one way out of a check means (XACML's decisions, with Ask for a person who must confirm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// The act may be done.
    Allow,
    /// It may not.
    Deny,
    /// A person must confirm.
    Ask,
    /// A deliberate "no opinion".
    NotApplicable,
    /// The function just ends, and that means nothing.
    Missing,
    /// It throws something that is no denial.
    Indeterminate,
    /// Another check's answer.
    Delegated,
}

/// How a check spells its decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// `true` / `false`, and whatever is truthy or falsy.
    Boolean,
    /// `'allow' | 'deny' | 'ask'`.
    Literal,
    /// `Decision.Allow`.
    Enum,
    /// `{ allowed: true }`, `{ behavior: 'deny', message }`.
    Object,
    /// Returning allows, throwing denies.
    Assertion,
}

/// Whether a truthy answer allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Polarity {
    /// A truthy answer allows.
    Normal,
    /// A truthy answer denies or asks (`isBlocked`, `needsApproval`).
    Inverted,
    /// No truthy answer decides.
    None,
}

/// Whether a check decides or enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckKind {
    /// Returns the decision (XACML's decision point).
    Decision,
    /// Acts on it: throws, answers, or calls on (XACML's enforcement point).
    Guard,
}

/// How sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// The decision when no rule or guard matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DefaultDecision {
    Allow,
    Deny,
    Ask,
    /// No opinion, or nothing at all.
    Abstain,
    /// A value of the configuration.
    Config,
    /// Not known.
    Unknown,
}

/// A recognised check, without what only this crate needs to know.
#[derive(Debug, Clone)]
pub struct Check {
    pub function: FunctionId,
    /// The function's name.
    pub name: String,
    /// The function's span.
    pub span: Span,
    pub kind: CheckKind,
    pub encoding: Encoding,
    pub polarity: Polarity,
    /// How sure that this is a check with this meaning.
    pub confidence: Confidence,
    /// Why it was taken for a check, strongest first; lower-case clauses.
    pub reasons: Vec<String>,
    pub table: DecisionTable,
    pub default: DefaultDecision,
}

/// Each decision with the condition under which it is reached: an ordered list in source order. A row holds when its condition does and no
/// row above it does; the last row is `otherwise`.
#[derive(Debug, Clone)]
pub struct DecisionTable {
    pub rows: Vec<Row>,
    /// Whether the rows are exact. If not, `open` says why.
    pub complete: bool,
    /// What could not be understood, in source order, lower-case clauses.
    pub open: Vec<String>,
}

/// One row of a [`DecisionTable`].
#[derive(Debug, Clone)]
pub struct Row {
    pub decision: Decision,
    /// A TypeScript expression, or `otherwise`.
    pub condition: String,
    /// The exit: a `return`, `throw`, operand, or closing brace.
    pub exit: Span,
    /// What the exit gives, as written: `true`, `{ allowed: false }`, `new ForbiddenError()`; empty for falling off the end.
    pub gives: String,
}
