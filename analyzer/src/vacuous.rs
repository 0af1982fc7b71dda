//! Allows that ask something of every element of a list, and hold where the list is empty.
//!
//! In come the ways a check allows, out come those whose only evidence is that no element of a list fails, where the list is made from what is asked for and may
//! be empty: a command in which no part was found, a request that names nothing, somebody without any role. What the Allow lets in is more than the list then. Decided
//! on the condition of the Allow: it needs that no element fails, and leaves room for no element at all.

use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::decide::{Confidence, Decision, Encoding, Witness};
use crate::evaluate::{Evaluation, Evaluator};
use crate::evidence::Evidence;
use crate::judge::{Part, possible, witness};
use crate::recognise::Candidate;
use crate::skippable::{alike, mentions};
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::words::{EXCLUSION, PRINCIPAL, has_any};

/// An Allow that holds where a list is empty.
#[derive(Debug, Clone)]
pub struct Vacuous {
    pub exit: Span,
    /// The list, as an expression.
    pub list: String,
    /// What is let in as a whole.
    pub whole: String,
    pub confidence: Confidence,
    pub witness: Witness,
}

/// Words of lists that are what is asked for, or what is asked: to have everything of nothing is enough, and no rule forbids nothing.
const ASKED_FOR: &[&str] = &[
    "required", "requirement", "needed", "expected", "permission", "scope", "role", "right", "privilege", "capability",
    "claim", "rule", "condition", "policy", "policies", "guard", "check", "validator", "filter", "predicate",
    "constraint", "matcher", "criteria", "criterion", "voter", "acl", "include", "includes", "select", "sort", "field",
];

/// Words of what a server is configured with.
const CONFIGURED: &[&str] = &["config", "configuration", "option", "opts", "setting", "context", "ctx"];

/// Methods that give a list with an element for each of another, or for some.
const ONE_FOR_EACH: &[&str] = &["map", "filter", "flatMap", "slice", "sort", "reverse", "flat", "concat"];

/// Every Allow of a check that holds where a list is empty: one for each exit.
pub(crate) fn vacuous(evaluation: &mut Evaluation<'_>, parts: &[Part], candidate: &Candidate) -> Vec<Vacuous> {
    if candidate.open_by_name || candidate.deny_list {
        return Vec::new();
    }
    let possible = possible(&mut evaluation.facts, parts);
    let mut found = Vec::new();
    for part in parts.iter().filter(|part| part.decision == Decision::Allow) {
        let facts = &mut evaluation.facts;
        let asked = facts.conditions.support(part.condition);
        let empty = asked
            .into_iter()
            .find_map(|variable| Reader { facts, candidate, possible }.empty(part.condition, variable));
        let Some((list, whole, when)) = empty else { continue };
        let Some(witness) = witness(facts, when, possible) else { continue };
        let answers = matches!(candidate.contract.encoding, Encoding::Continuation | Encoding::Response);
        let confidence = if answers { Confidence::Low } else { candidate.confidence.min(Confidence::Medium) };
        let (list, whole) = (facts.show_term(list).text, facts.show_term(whole).text);
        found.push(Vacuous { exit: part.span, list, whole, confidence, witness });
    }
    found
}

/// Looks at one Allow.
struct Reader<'e, 'p> {
    facts: &'e mut Evaluator<'p>,
    candidate: &'e Candidate,
    possible: Condition,
}

impl Reader<'_, '_> {
    /// The list that may be empty, what it is made from, and when the Allow holds then.
    fn empty(&mut self, allowed: Condition, variable: Variable) -> Option<(TermId, TermId, Condition)> {
        let Term::Some { list, .. } = *self.facts.terms.get(self.facts.subject(variable)) else { return None };
        let (yes, no) = (ValueSet::of(&Const::Bool(true)), ValueSet::of(&Const::Bool(false)));
        let sign_in = self.candidate.sign_in;
        // Where some way to pass an element grants nothing, the list is one of refusals.
        if self.facts.evidence(variable, &no, sign_in) != Evidence::Establishes {
            return None;
        }
        let (list, whole) = self.facts.made_from_whole(list)?;
        let conditions = &mut self.facts.conditions;
        let holds = conditions.restrict(allowed, variable, &no);
        let fails = conditions.restrict(allowed, variable, &yes);
        let not_else = conditions.not(fails);
        let needs = conditions.and(holds, not_else);
        let bare = self.facts.without(needs, &mut |facts, asked, set| {
            let subject = facts.subject(asked);
            let is_there = mentions(facts, list, subject) || facts.is_text_of(subject, whole);
            !is_there && (facts.fills(list, asked, set) || facts.evidence(asked, set, sign_in).counts())
        });
        let none = self.facts.conditions.test(variable, &no);
        let when = self.facts.conditions.and(none, bare);
        let can_be = self.facts.conditions.and(when, self.possible) != Condition::FALSE;
        (can_be && !self.facts.conditions.exceeded()).then_some((list, whole, when))
    }
}

impl Evaluator<'_> {
    /// Whether an answer says that a list holds something.
    fn fills(&mut self, list: TermId, asked: Variable, set: &ValueSet) -> bool {
        let subject = self.subject(asked);
        let is_list = |term: TermId| alike(self, term, list);
        match self.terms.get(subject) {
            Term::Member { object, property, .. } if property == "length" || property == "size" => {
                is_list(*object) && !set.contains(&Const::number(0.0))
            }
            Term::Member { object, .. } | Term::Index { object, .. } => {
                is_list(*object) && !set.contains(&Const::Undefined)
            }
            Term::Some { list: other, .. } => is_list(*other) && !set.contains(&Const::Bool(false)),
            _ => false,
        }
    }

    /// A list that is made from something larger, without what filters it, and what that is; nothing for a list that is asked for as such.
    fn made_from_whole(&self, list: TermId) -> Option<(TermId, TermId)> {
        let named =
            |term: TermId, words| has_any(&self.own_name(term), words) || has_any(&self.called_name(term), words);
        let is_somebody = |term: TermId| named(self.terms.root(term), PRINCIPAL);
        match self.terms.get(list) {
            Term::Filter { list: inner, .. } | Term::Await(inner) => self.made_from_whole(*inner),
            Term::Member { .. } if is_somebody(list) => Some((list, self.terms.root(list))),
            _ if named(list, EXCLUSION) => None,
            _ if named(list, ASKED_FOR) || self.name_of(list).is_some_and(|name| has_any(&name, ASKED_FOR)) => None,
            Term::Member { object, .. } if self.is_handed_in(self.terms.root(list)) => Some((list, *object)),
            Term::Call { callee, args, .. } => {
                let receiver = match self.terms.get(*callee) {
                    Term::Member { object, property, .. } if ONE_FOR_EACH.contains(&property.as_str()) => {
                        return self.made_from_whole(*object).map(|(_, whole)| (list, whole));
                    }
                    // The keys of what is sent are all that is done with it.
                    Term::Member { object, .. } if matches!(self.terms.get(*object), Term::Global(name) if name == "Object") =>
                    {
                        return None;
                    }
                    // A text has at least one part.
                    Term::Member { property, .. } if property == "split" => return None,
                    Term::Member { object, .. } => Some(*object),
                    _ => None,
                };
                let whole = receiver.into_iter().chain(args.iter().copied());
                let mut whole = whole.filter(|part| self.is_handed_in(self.terms.root(*part)));
                whole.next().filter(|whole| !is_somebody(*whole)).map(|whole| (list, whole))
            }
            _ => None,
        }
    }

    /// Whether a term is a text in another form: that there is one says nothing.
    fn is_text_of(&self, term: TermId, text: TermId) -> bool {
        match self.terms.get(term) {
            Term::Call { callee, args, .. } if args.is_empty() && self.is_pure_on_values(*callee) => {
                matches!(self.terms.get(*callee), Term::Member { object, .. } if alike(self, *object, text))
            }
            _ => alike(self, term, text),
        }
    }

    /// Whether a value is one that is asked about: what the server is configured with is not.
    fn is_handed_in(&self, root: TermId) -> bool {
        matches!(self.terms.get(root), Term::Param(_)) && !has_any(&self.own_name(root), CONFIGURED)
    }
}
