//! Patterns that the empty text does not match.
//!
//! In come the questions a function asks, out comes what is known of their answers: `/^form/.test('')` is false.

use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::term::Term;

/// What is known of the answers of every run: the types, and patterns that ask for more than an empty text.
pub(super) fn known(facts: &mut Evaluator<'_>) -> Condition {
    let mut known = facts.theory();
    for subject in facts.subjects().to_vec() {
        let Term::Call { callee, args, .. } = facts.terms.get(subject) else { continue };
        let Term::Member { object, property, .. } = facts.terms.get(*callee) else { continue };
        let Term::Regex { pattern, .. } = facts.terms.get(*object) else { continue };
        let is_empty = |term| matches!(facts.terms.as_const(term), Some(Const::String(text)) if text.is_empty());
        if property == "test" && args.first().is_some_and(|text| is_empty(*text)) && asks_for_something(pattern) {
            let never = facts.belongs(subject, &ValueSet::falsy());
            known = facts.conditions.and(known, never);
        }
    }
    known
}

/// Whether a pattern matches no empty text, as far as that is seen.
fn asks_for_something(pattern: &str) -> bool {
    let mut rest: Vec<char> = pattern.chars().rev().collect();
    let (takes, closed) = alternatives(&mut rest);
    rest.is_empty() && takes && !closed
}

/// Whether each alternative, up to the end of the group, takes at least one character; and whether a bracket ended it.
fn alternatives(rest: &mut Vec<char>) -> (bool, bool) {
    let (mut all, mut takes, mut closed) = (true, false, false);
    while let Some(next) = rest.pop() {
        let one = match next {
            '|' => {
                all &= takes;
                takes = false;
                continue;
            }
            ')' => {
                closed = true;
                break;
            }
            '(' => group(rest),
            '[' => class(rest),
            '\\' => !matches!(rest.pop(), Some('B') | None),
            '^' | '$' => false,
            _ => true,
        };
        takes |= one && !may_be_left_out(rest);
    }
    (all && takes, closed)
}

/// Behind an opening bracket: what looks ahead or behind takes nothing.
fn group(rest: &mut Vec<char>) -> bool {
    let looks = match (rest.pop(), rest.last()) {
        (Some('?'), Some('=' | '!' | '<')) => true,
        (Some('?'), _) => {
            rest.pop();
            false
        }
        (Some(other), _) => {
            rest.push(other);
            false
        }
        (None, _) => return false,
    };
    let (takes, closed) = alternatives(rest);
    takes && closed && !looks
}

fn class(rest: &mut Vec<char>) -> bool {
    while let Some(next) = rest.pop() {
        match next {
            ']' => return true,
            '\\' => drop(rest.pop()),
            _ => {}
        }
    }
    false
}

/// Whether what was just read may stand there no time at all.
fn may_be_left_out(rest: &mut Vec<char>) -> bool {
    match rest.last() {
        Some('?' | '*') => {
            rest.pop();
            true
        }
        Some('+') => {
            rest.pop();
            false
        }
        Some('{') => {
            rest.pop();
            let least = rest.last().copied();
            while rest.pop().is_some_and(|next| next != '}') {}
            least == Some('0')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::asks_for_something;

    #[test]
    fn what_takes_a_character_does_not_match_nothing() {
        for pattern in ["^a", "\\b(form|multipart\\/x)\\b", "[a-z]+", "(?:a|b)c?", "a|b", "x{2,}", "\\bx?"] {
            assert!(asks_for_something(pattern), "{pattern}");
        }
        for pattern in ["", "a*", "^(a|b?)$", "a|", "(?=a)", "x{0,3}", "[a]?", "(a"] {
            assert!(!asks_for_something(pattern), "{pattern}");
        }
    }
}
