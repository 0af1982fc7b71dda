//! What one way out means, by the check's encoding and polarity.

use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::decide::{Decision, Encoding, Polarity};
use crate::evaluate::{Evaluator, Exit, ExitKind};
use crate::module::TypeDeclaration;
use crate::recognise::Candidate;
use crate::term::{Term, TermId};
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use crate::words::{PERMISSION, REFUSAL_ERRORS, has_any};

/// One exit under judgement.
pub(super) struct Judging<'e, 'a> {
    pub(super) facts: &'e mut Evaluator<'a>,
    pub(super) candidate: &'e Candidate,
    /// It gives one operand of a returned `&&` or `||`.
    pub(super) operand: bool,
}

impl Judging<'_, '_> {
    /// The decisions of an exit, each with its condition.
    pub(super) fn exit(&mut self, exit: &Exit) -> Vec<(Decision, Condition)> {
        if self.candidate.encoding == Encoding::Callback {
            return self.answered(exit);
        }
        let reach = exit.value.0.iter().fold(Condition::FALSE, |all, &(guard, _)| self.facts.conditions.or(all, guard));
        match exit.kind {
            ExitKind::Throw => exit.value.0.iter().map(|&(guard, thrown)| (self.thrown(thrown), guard)).collect(),
            ExitKind::Propagates => exit.value.0.iter().map(|&(guard, call)| (self.propagated(call), guard)).collect(),
            ExitKind::FallsOff | ExitKind::BareReturn if self.candidate.encoding == Encoding::Assertion => {
                vec![(Decision::Allow, reach)]
            }
            ExitKind::FallsOff | ExitKind::BareReturn => vec![(Decision::Missing, reach)],
            ExitKind::Return => {
                let cases = exit.value.0.clone();
                cases.into_iter().flat_map(|(guard, value)| self.returned(guard, value, exit)).collect()
            }
        }
    }

    /// What an exit that no run takes would mean.
    pub(super) fn meant(&mut self, exit: &Exit) -> Decision {
        match exit.kind {
            ExitKind::Throw | ExitKind::Propagates => Decision::Deny,
            ExitKind::FallsOff | ExitKind::BareReturn if self.candidate.encoding == Encoding::Assertion => {
                Decision::Allow
            }
            ExitKind::FallsOff | ExitKind::BareReturn => Decision::Missing,
            ExitKind::Return => Decision::Indeterminate,
        }
    }

    fn answered(&mut self, exit: &Exit) -> Vec<(Decision, Condition)> {
        if matches!(exit.kind, ExitKind::Throw | ExitKind::Propagates) {
            return exit.value.0.iter().map(|&(guard, _)| (Decision::Deny, guard)).collect();
        }
        let answers = exit.answered.0.iter().map(|&(guard, answer)| {
            let decision = match self.facts.terms.as_const(answer) {
                Some(Const::Bool(true)) => Decision::Allow,
                Some(Const::Bool(false)) => Decision::Deny,
                _ => self.without_answer(exit),
            };
            (decision, guard)
        });
        answers.collect()
    }

    /// A way out on which nothing was granted: an explicit `false` or refusal object still denies.
    fn without_answer(&self, exit: &Exit) -> Decision {
        let value = exit.value.only();
        match value.map(|value| self.facts.terms.get(value)) {
            Some(Term::Const(Const::Bool(false))) if exit.kind == ExitKind::Return => Decision::Deny,
            Some(Term::Const(Const::Bool(true))) if exit.kind == ExitKind::Return => Decision::Allow,
            _ => Decision::Missing,
        }
    }

    fn thrown(&self, thrown: TermId) -> Decision {
        let guard = self.candidate.encoding == Encoding::Assertion;
        if guard || self.refuses(thrown) { Decision::Deny } else { Decision::Indeterminate }
    }

    fn refuses(&self, thrown: TermId) -> bool {
        let name = self.facts.terms.last_name(thrown).unwrap_or_default();
        let class = match self.facts.terms.get(thrown) {
            Term::New { callee, .. } | Term::Call { callee, .. } => match self.facts.terms.get(*callee) {
                Term::Variable { binding, .. } => self.facts.module.bindings[binding.0 as usize].name.as_str(),
                _ => name,
            },
            _ => name,
        };
        let text = self.facts.source_text(thrown).unwrap_or_default().to_lowercase();
        let says = ["denied", "forbidden", "not allowed", "unauthorized", "not permitted", "permission", "403", "401"];
        has_any(class, REFUSAL_ERRORS) || says.iter().any(|phrase| text.contains(phrase))
    }

    fn propagated(&self, call: TermId) -> Decision {
        let name = match self.facts.terms.get(call) {
            Term::Await(inner) => self.callee_name(*inner),
            _ => self.callee_name(call),
        };
        let asserts = [
            "assert", "ensure", "require", "verify", "validate", "check", "enforce", "authorize", "deny", "reject",
            "throw",
        ];
        let first = crate::words::words(&name).into_iter().next().unwrap_or_default();
        let guard = self.candidate.encoding == Encoding::Assertion;
        if guard || has_any(&name, PERMISSION) || asserts.contains(&first.as_str()) {
            Decision::Deny
        } else {
            Decision::Indeterminate
        }
    }

    fn callee_name(&self, call: TermId) -> String {
        match self.facts.terms.get(call) {
            Term::Call { callee, .. } => match self.facts.terms.get(*callee) {
                Term::Function(id) => self.facts.module.functions[id.0 as usize].name.clone(),
                Term::Variable { binding, .. } => self.facts.module.bindings[binding.0 as usize].name.clone(),
                _ => self.facts.terms.last_name(*callee).unwrap_or_default().to_owned(),
            },
            _ => String::new(),
        }
    }

    fn returned(&mut self, guard: Condition, value: TermId, exit: &Exit) -> Vec<(Decision, Condition)> {
        match self.candidate.encoding {
            Encoding::Assertion => match self.facts.terms.as_const(value) {
                Some(Const::Bool(false)) => vec![(Decision::Deny, guard)],
                _ => vec![(Decision::Allow, guard)],
            },
            Encoding::Boolean => {
                if self.is_written_nothing(value, exit) {
                    return vec![(Decision::NotApplicable, guard)];
                }
                if !self.operand && exit.value.0.len() == 1 && self.is_delegated(value) {
                    return vec![(Decision::Delegated, guard)];
                }
                let (yes, no) = self.meaning_of_truth();
                self.by_truth(guard, value, yes, no)
            }
            Encoding::Literal | Encoding::Enum => self.by_word(guard, value),
            Encoding::Object => self.by_field(guard, value),
            Encoding::Callback => Vec::new(),
        }
    }

    /// `return undefined` and `return null` as written, not an operand that happens to be nothing.
    fn is_written_nothing(&self, value: TermId, exit: &Exit) -> bool {
        let text = self.facts.source.slice(exit.span);
        matches!(self.facts.terms.as_const(value), Some(value) if value.is_nullish())
            && (text == "undefined" || text == "null")
    }

    fn meaning_of_truth(&self) -> (Decision, Decision) {
        match (self.candidate.polarity, self.candidate.asks) {
            (Polarity::Inverted, true) => (Decision::Ask, Decision::Allow),
            (Polarity::Inverted, false) => (Decision::Deny, Decision::Allow),
            _ => (Decision::Allow, Decision::Deny),
        }
    }

    /// Whether the value is another function's answer.
    fn is_delegated(&self, value: TermId) -> bool {
        match self.facts.terms.get(value) {
            Term::Await(inner) => self.is_delegated(*inner),
            Term::Call { callee, .. } => {
                let name = self.facts.terms.last_name(*callee).unwrap_or_default();
                !["includes", "has", "startsWith", "endsWith", "test", "some", "every", "isArray", "match"]
                    .contains(&name)
            }
            _ => false,
        }
    }

    fn by_truth(&mut self, guard: Condition, value: TermId, yes: Decision, no: Decision) -> Vec<(Decision, Condition)> {
        let truthy = self.facts.truthy(value);
        let holds = self.facts.conditions.and(guard, truthy);
        let falsy = self.facts.conditions.not(truthy);
        let fails = self.facts.conditions.and(guard, falsy);
        vec![(yes, holds), (no, fails)]
    }

    fn by_word(&mut self, guard: Condition, value: TermId) -> Vec<(Decision, Condition)> {
        if let Some(constant) = self.facts.terms.as_const(value).cloned() {
            return vec![(self.word(&constant), guard)];
        }
        // Data of a closed type: one part for each word it can hold.
        let variable = self.facts.variable(value);
        let words = self.facts.closed_domain(variable).and_then(ValueSet::constants);
        let Some(words) = words else { return vec![(Decision::Delegated, guard)] };
        let mut all = Vec::new();
        for word in words {
            let decision = self.word(&word);
            let is = self.facts.belongs(value, &ValueSet::of(&word));
            all.push((decision, self.facts.conditions.and(guard, is)));
        }
        all
    }

    fn word(&self, constant: &Const) -> Decision {
        let by_member = self.enum_member_of(constant).or_else(|| match constant {
            Const::String(text) => decision_of_word(text),
            _ => None,
        });
        match (by_member, constant) {
            (Some(decision), _) => decision,
            (None, Const::Undefined | Const::Null) => Decision::NotApplicable,
            _ => Decision::Indeterminate,
        }
    }

    /// The decision a member of the function's own enum names.
    fn enum_member_of(&self, constant: &Const) -> Option<Decision> {
        if matches!(constant, Const::String(text) if decision_of_word(text).is_some()) {
            return None;
        }
        self.facts.module.types.values().find_map(|declaration| {
            let TypeDeclaration::Enum(members) = declaration else { return None };
            let decisions = members.iter().filter(|(name, _)| decision_of_word(name).is_some()).count();
            if decisions < 2 {
                return None;
            }
            let (name, _) = members.iter().find(|(_, value)| value.as_ref() == Some(constant))?;
            decision_of_word(name)
        })
    }

    fn by_field(&mut self, guard: Condition, value: TermId) -> Vec<(Decision, Condition)> {
        let field = self.candidate.field.clone().unwrap_or_default();
        let (fields, open) = match self.facts.terms.get(value).clone() {
            Term::Object { fields, open } => (fields, open),
            Term::Const(value) if value.is_nullish() => return vec![(Decision::NotApplicable, guard)],
            _ => return vec![(Decision::Delegated, guard)],
        };
        let own = fields.iter().find(|(name, _)| *name == field).or_else(|| {
            fields.iter().find(|(name, _)| field_meaning(name).is_some_and(|meaning| meaning != FieldMeaning::Succeeds))
        });
        let Some((name, value)) = own.cloned() else {
            return vec![(if open { Decision::Delegated } else { Decision::NotApplicable }, guard)];
        };
        match field_meaning(&name) {
            Some(FieldMeaning::Denies) => self.by_truth(guard, value, Decision::Deny, Decision::Allow),
            Some(FieldMeaning::Asks) => self.by_truth(guard, value, Decision::Ask, Decision::Allow),
            Some(FieldMeaning::Word) => self.by_word(guard, value),
            _ if self.is_delegated(value) => vec![(Decision::Delegated, guard)],
            _ => match self.facts.terms.as_const(value) {
                Some(Const::String(_)) => self.by_word(guard, value),
                _ => self.by_truth(guard, value, Decision::Allow, Decision::Deny),
            },
        }
    }
}
