//! Literals as TypeScript.
//!
//! In come the text of a subject, the set a literal allows and the domain it is taken from; out comes the shortest
//! natural expression that is true exactly for the values of the set. What counts as natural is a fixed list of
//! [tests](vocabulary); the search over their combinations works on the *cells* that the set, the domain and the tests
//! can tell apart, so that every expression is right by construction.

mod combination;
mod vocabulary;

use super::value_set::ValueSet;

/// How tightly an expression binds, the tightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precedence {
    /// A name, member access, call, literal or parenthesised expression.
    Atom,
    /// `!x`, `typeof x`, `await x`.
    Unary,
    /// Arithmetic, comparisons and equality.
    Relational,
    /// `a && b`
    And,
    /// `a || b`
    Or,
    /// `a ?? b`, `a ? b : c`, an assignment, an arrow function: parenthesised wherever it is an operand.
    Lowest,
}

/// TypeScript source of an expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Expression {
    /// The source text.
    pub text: String,
    /// How tightly the outermost operator binds.
    pub precedence: Precedence,
}

impl Expression {
    /// An expression with this text.
    pub fn new(text: impl Into<String>, precedence: Precedence) -> Self {
        Expression { text: text.into(), precedence }
    }

    /// The text as an operand of an operator: in parentheses if it binds less tightly than the operator.
    pub fn operand_of(&self, operator: Precedence) -> String {
        if self.precedence > operator { format!("({})", self.text) } else { self.text.clone() }
    }

    /// The conjunction of several expressions; `true` if there is none.
    pub fn all(operands: &[Expression]) -> Self {
        Self::join(operands, " && ", Precedence::And, "true")
    }

    /// The disjunction of several expressions; `false` if there is none.
    pub fn any(operands: &[Expression]) -> Self {
        Self::join(operands, " || ", Precedence::Or, "false")
    }

    fn join(operands: &[Expression], operator: &str, precedence: Precedence, neutral: &str) -> Self {
        match operands {
            [] => Expression::new(neutral, Precedence::Atom),
            [only] => only.clone(),
            _ => {
                let texts: Vec<_> = operands.iter().map(|operand| operand.operand_of(precedence)).collect();
                Expression::new(texts.join(operator), precedence)
            }
        }
    }
}

/// A TypeScript expression over `subject` that is true exactly for the values of `set`, provided the value of the
/// subject is in `domain`: `x`, `x !== 'a'`, `x == null`, `typeof x === 'string' && x !== ''`.
///
/// `true` and `false` if `set` holds all or nothing of the domain. A comparison such as `x < 5` stands for
/// [`ValueSet::below`] and its like.
pub fn literal(subject: &Expression, set: &ValueSet, domain: &ValueSet) -> Expression {
    combination::shortest(subject, set, domain).expression
}

/// How much there is to read in the literal; comparable for sets of one domain.
pub(super) fn complexity(set: &ValueSet, domain: &ValueSet) -> usize {
    combination::shortest(&Expression::new("x", Precedence::Atom), set, domain).cost
}
