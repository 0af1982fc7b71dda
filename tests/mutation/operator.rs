//! The faults there are, and the rules that are meant to find them.

/// A way to spoil sound code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    DropDenial,
    FlipDefault,
    RemoveAwait,
    RemoveReturn,
    AndToOr,
    NegateTest,
    SwapOrder,
    SwallowInCatch,
    AllowInCatch,
    Stub,
    DropGuard,
    DropBoundary,
    OtherId,
    Conditional,
}

impl Operator {
    pub const ALL: [Operator; 14] = [
        Operator::DropDenial,
        Operator::FlipDefault,
        Operator::RemoveAwait,
        Operator::RemoveReturn,
        Operator::AndToOr,
        Operator::NegateTest,
        Operator::SwapOrder,
        Operator::SwallowInCatch,
        Operator::AllowInCatch,
        Operator::Stub,
        Operator::DropGuard,
        Operator::DropBoundary,
        Operator::OtherId,
        Operator::Conditional,
    ];

    /// As it is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Operator::DropDenial => "drop a denial",
            Operator::FlipDefault => "flip the default",
            Operator::RemoveAwait => "remove `await`",
            Operator::RemoveReturn => "remove `return` at a denial",
            Operator::AndToOr => "`&&` to `||`",
            Operator::NegateTest => "negate a test",
            Operator::SwapOrder => "swap two rules",
            Operator::SwallowInCatch => "swallow in `catch`",
            Operator::AllowInCatch => "allow in `catch`",
            Operator::Stub => "stub the body",
            Operator::DropGuard => "drop one sibling's guard",
            Operator::DropBoundary => "drop a separator or anchor",
            Operator::OtherId => "check another id",
            Operator::Conditional => "make the check conditional",
        }
    }

    /// Whether it can turn one policy into another one that is whole by itself, so that only who knows what was meant can tell.
    pub fn changes_policy(self) -> bool {
        matches!(
            self,
            Operator::DropDenial
                | Operator::FlipDefault
                | Operator::AndToOr
                | Operator::NegateTest
                | Operator::SwapOrder
                | Operator::SwallowInCatch
        )
    }

    /// The rules that are meant to find it.
    pub fn intended(self) -> &'static [&'static str] {
        match self {
            Operator::DropDenial => &["missing-denial", "default-allow", "always-allow"],
            Operator::FlipDefault => &["default-allow", "always-allow"],
            Operator::RemoveAwait => &["unawaited-check", "object-as-decision"],
            Operator::RemoveReturn => &["deny-without-return", "unenforced-check", "missing-denial"],
            Operator::AndToOr => &["default-allow", "constant-condition", "unknown-value", "undefined-match"],
            Operator::NegateTest => &["default-allow", "inverted-check", "always-allow", "unreachable-deny"],
            Operator::SwapOrder => &["unreachable-deny", "default-allow"],
            Operator::SwallowInCatch | Operator::AllowInCatch => &["fail-open-error"],
            Operator::Stub => &["always-allow"],
            Operator::DropGuard => {
                &["unguarded-sibling", "unguarded-entry", "unscoped-sibling", "unused-principal", "weaker-sibling"]
            }
            Operator::DropBoundary => &["loose-match"],
            Operator::OtherId => &["mismatched-check", "request-controlled"],
            Operator::Conditional => &["skippable-check", "default-allow"],
        }
    }
}
