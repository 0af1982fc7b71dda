//! What of the written syntax a repair has to know: plain spans, for whoever proposes an edit. No analysis looks at them.

use crate::source::Span;

/// Places of a file where an edit can be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Statements that are nothing but an expression, in source order.
    pub statements: Vec<Statement>,
    /// The bodies of functions that have braces, in source order of their ends.
    pub bodies: Vec<Body>,
    /// Every `await` and `!` with what it is before, in source order of their ends.
    pub prefixes: Vec<Prefix>,
    /// Operators that are easily mistaken for others, where a condition is written.
    pub slips: Vec<Slip>,
    /// Parameters and decorators: expressions there are evaluated before the body of their function.
    pub heads: Vec<Span>,
}

/// A statement that is nothing but an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// With its semicolon, if it has one.
    pub span: Span,
    /// The expression, without `await`, `void` and parentheses.
    pub expression: Span,
    /// From the first to the last statement of the list it stands in.
    pub list: Span,
    /// The last statement of the list, one that only jumps (`break`) left aside.
    pub last: Span,
    /// It is the body of an `if`, `else` or loop, without braces.
    pub is_bare: bool,
    /// Its list is the body of a function, so that nothing was tested before it that could have left it out.
    pub of_function: bool,
}

/// The body of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// With its braces.
    pub span: Span,
    /// Its last statement.
    pub last: Option<Span>,
}

/// An operator before an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    pub kind: PrefixKind,
    /// With its operand.
    pub span: Span,
    /// The operand, without parentheses, casts and `await`.
    pub operand: Span,
}

/// The operators whose operands repairs ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrefixKind {
    Await,
    Not,
}

/// Something in a condition that is easily written by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// `role = 'admin'`: an assignment that is tested. The operator.
    Assigned { operator: Span },
    /// `role === 'a' || 'b'`: a constant that is an operand of its own, what the operand before it compares, and how.
    BareConstant { constant: Span, compared: Span, operator: Span },
    /// `role !== 'a' || role !== 'b'`: one value that differs from each. The operator between two of them.
    EitherDiffers { operator: Span },
    /// `!key in list`: the negation holds for the left side alone. What stands behind the `!`, up to the end.
    NegatedLeft { question: Span },
    /// `!role === 'admin'`: the negation holds for the left side alone. The `!`, and the operator, which is `==` or `===`.
    NegatedSide { negation: Span, operator: Span },
}

impl Slip {
    /// Where it is.
    pub fn span(&self) -> Span {
        match *self {
            Slip::Assigned { operator } | Slip::EitherDiffers { operator } => operator,
            Slip::BareConstant { constant, .. } => constant,
            Slip::NegatedLeft { question } => question,
            Slip::NegatedSide { negation, .. } => negation,
        }
    }
}

impl Places {
    /// The statement that is this expression and nothing else, `await` and `void` aside.
    pub fn statement_of(&self, expression: Span) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.expression == expression)
    }

    /// The body that a closing brace ends.
    pub fn body_ending_at(&self, brace: Span) -> Option<&Body> {
        self.bodies.iter().find(|body| body.span.end == brace.end)
    }

    /// The operator before an expression, parentheses and casts aside; of several `!`, none is the only one.
    pub fn prefix_of(&self, kind: PrefixKind, operand: Span) -> Option<Span> {
        let mut found = self.prefixes.iter().filter(|prefix| prefix.kind == kind && prefix.operand == operand);
        found.next().map(|prefix| prefix.span).filter(|_| found.next().is_none())
    }

    /// Whether `await` may stand at a place of an async function.
    pub fn is_in_body(&self, place: Span) -> bool {
        self.heads.iter().all(|head| place.start < head.start || head.end < place.end)
    }
}
