//! What must hold whatever a function asks: closed types, lists without elements, elements that were found, and predicates on constants.
//!
//! Added to a condition where it is judged, never built into the diagrams: the diagrams say what the code asks, the theory what is possible.

use rustc_hash::FxHashMap;

use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::term::{Term, TermId};

use super::Evaluator;

impl Evaluator<'_> {
    /// What types and quantifiers say beyond the diagram's own domains: closed types, and that an empty list has no element.
    pub fn theory(&mut self) -> Condition {
        let mut closed: Vec<(Variable, ValueSet)> = self.closed.iter().map(|(&v, set)| (v, set.clone())).collect();
        closed.sort_unstable_by_key(|(variable, _)| variable.index());
        let mut theory = Condition::TRUE;
        for (variable, set) in closed {
            let inside = self.conditions.test(variable, &set);
            theory = self.conditions.and(theory, inside);
        }
        for implication in self.implications() {
            theory = self.conditions.and(theory, implication);
        }
        theory
    }

    fn implications(&mut self) -> Vec<Condition> {
        let mut lengths: FxHashMap<TermId, Vec<TermId>> = FxHashMap::default();
        for &subject in &self.subjects {
            if let Term::Member { object, property, .. } = self.terms.get(subject)
                && property == "length"
            {
                lengths.entry(*object).or_default().push(subject);
            }
        }
        let mut all = self.found_elements();
        let positive = ValueSet::above(0.0, false).intersection(&ValueSet::numbers());
        for subject in self.subjects.clone() {
            let list = match self.terms.get(subject) {
                Term::Some { list, .. } => *list,
                _ => continue,
            };
            for length in lengths.get(&list).cloned().unwrap_or_default() {
                let some = self.truthy(subject);
                let filled = self.belongs(length, &positive);
                let none = self.conditions.not(some);
                all.push(self.conditions.or(none, filled));
            }
        }
        all.extend(self.known_predicates());
        all
    }

    /// The element that was found satisfies what was searched for.
    fn found_elements(&mut self) -> Vec<Condition> {
        let mut found: Vec<(TermId, TermId, Condition)> = Vec::new();
        for subject in self.subjects.clone() {
            let root = self.terms.root(subject);
            if let Term::Find { list, body, .. } = *self.terms.get(root)
                && root != subject
                && !found.iter().any(|(known, _, _)| *known == root)
            {
                found.push((root, list, body));
            }
        }
        found
            .into_iter()
            .map(|(element, list, body)| {
                let some = self.some(list, body);
                let holds = self.instantiated(body, element);
                let none = self.conditions.not(some);
                self.conditions.or(none, holds)
            })
            .collect()
    }

    /// `path.startsWith('/a')` where `path` is compared with constants: on each of them the answer is known.
    fn known_predicates(&mut self) -> Vec<Condition> {
        let mut all = Vec::new();
        for subject in self.subjects.clone() {
            let Term::Call { callee, args, .. } = self.terms.get(subject) else { continue };
            let Term::Member { object, property, .. } = self.terms.get(*callee) else { continue };
            let [arg] = args[..] else { continue };
            let (object, property) = (*object, property.clone());
            let (Some(Const::String(arg)), Some(&variable)) =
                (self.terms.as_const(arg).cloned(), self.variables.get(&object))
            else {
                continue;
            };
            let texts = self.constants.get(&variable).cloned().unwrap_or_default();
            for text in texts {
                let Const::String(value) = &text else { continue };
                let holds = match property.as_str() {
                    "startsWith" => value.starts_with(&*arg),
                    "endsWith" => value.ends_with(&*arg),
                    "includes" => value.contains(&*arg),
                    _ => continue,
                };
                let is = self.belongs(object, &ValueSet::of(&text));
                let asked = self.truthy(subject);
                let agrees = if holds { asked } else { self.conditions.not(asked) };
                let differs = self.conditions.not(is);
                all.push(self.conditions.or(differs, agrees));
            }
        }
        all
    }
}
