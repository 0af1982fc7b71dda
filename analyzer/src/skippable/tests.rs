//! What a test of a denial asks: whether something is there, or what form a text has.

use crate::condition::{ValueSet, Variable};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::term::{Term, TermId};

/// A test.
pub(super) enum Tested {
    /// Whether a value is there.
    Present { value: TermId },
    /// Whether a function is there that is called then.
    Called { value: TermId },
    /// Whether a text has a form: `path.isAbsolute(file)`, `/raw/.test(url)`.
    Form { value: TermId, test: TermId },
}

/// Predicates of texts that are methods of the text.
pub(super) const OF_TEXT: &[&str] = &["startsWith", "endsWith", "includes", "match"];

/// Predicates that are handed the text.
pub(super) const ON_TEXT: &[&str] = &["test", "isAbsolute"];

/// What a variable asks, where its value has to be in a set.
pub(super) fn tested(facts: &Evaluator<'_>, variable: Variable, set: &ValueSet) -> Option<Tested> {
    let subject = facts.subject(variable);
    let domain = facts.conditions.domain(variable);
    match facts.terms.get(subject) {
        Term::Call { callee, args, .. } if asks_form(facts, *callee) => {
            let name = facts.function_name(*callee);
            let test = subject;
            match facts.terms.get(*callee) {
                Term::Member { object, .. } if OF_TEXT.contains(&name.as_str()) => {
                    let [pattern] = args.as_slice() else { return None };
                    let fixed = matches!(facts.terms.get(*pattern), Term::Const(_) | Term::Regex { .. });
                    // A list that is asked for a text is no text.
                    let asks_text = fixed && !matches!(facts.terms.get(*object), Term::List { .. } | Term::Const(_));
                    asks_text.then_some(Tested::Form { value: *object, test })
                }
                _ if ON_TEXT.contains(&name.as_str()) => Some(Tested::Form { value: *args.first()?, test }),
                _ => None,
            }
        }
        Term::Relation { .. } | Term::Throws(_) | Term::Error(_) | Term::Some { .. } | Term::Earlier { .. } => None,
        Term::Param(_)
        | Term::Member { .. }
        | Term::Index { .. }
        | Term::Variable { .. }
        | Term::Call { .. }
        | Term::Await(_) => {
            let was_missing = domain.contains(&Const::Undefined) && !set.contains(&Const::Undefined);
            // Everything but nothing, or everything but nothing and the empty text: no comparison.
            let asks_presence = ValueSet::truthy().intersection(domain).is_subset_of(set)
                || ValueSet::strings().difference(&ValueSet::of(&Const::string(""))).is_subset_of(set);
            if !was_missing || !asks_presence || !facts.is_asked_about(variable) {
                return None;
            }
            let value = subject;
            Some(if is_called(facts, subject) { Tested::Called { value } } else { Tested::Present { value } })
        }
        _ => None,
    }
}

fn asks_form(facts: &Evaluator<'_>, callee: TermId) -> bool {
    let name = facts.function_name(callee);
    OF_TEXT.contains(&name.as_str()) || ON_TEXT.contains(&name.as_str())
}

/// Whether the function calls a parameter, or a member of one.
pub(super) fn is_called(facts: &Evaluator<'_>, subject: TermId) -> bool {
    let calls = |term: TermId| matches!(facts.terms.get(term), Term::Call { callee, .. } if *callee == subject);
    matches!(facts.terms.get(subject), Term::Param(_) | Term::Member { .. }) && facts.terms.ids().any(calls)
}

/// Whether two terms are the same expression, whatever was written between their reads.
pub(crate) fn alike(facts: &Evaluator<'_>, one: TermId, other: TermId) -> bool {
    one == other
        || match (facts.terms.get(one), facts.terms.get(other)) {
            (
                Term::Member { object, property, .. },
                Term::Member { object: other_object, property: other_property, .. },
            ) => property == other_property && alike(facts, *object, *other_object),
            (Term::Call { callee, args, .. }, Term::Call { callee: other_callee, args: other_args, .. }) => {
                args.len() == other_args.len()
                    && alike(facts, *callee, *other_callee)
                    && args.iter().zip(other_args).all(|(one, other)| alike(facts, *one, *other))
            }
            _ => false,
        }
}

/// Whether a value is part of a term.
pub(crate) fn mentions(facts: &Evaluator<'_>, term: TermId, value: TermId) -> bool {
    alike(facts, term, value) || facts.terms.parts(term).into_iter().any(|part| mentions(facts, part, value))
}
