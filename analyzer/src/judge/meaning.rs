//! What one way out means, by the check's contract.

use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::contract::{Cases, Field, Reading};
use crate::decide::{Decision, Encoding};
use crate::evaluate::{Evaluator, Exit, ExitKind};
use crate::module::{BindingKind, TypeDeclaration};
use crate::recognise::Candidate;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use crate::words::{ASSERTS, GUARD_VERBS, PERMISSION, REFUSAL_ERRORS, REFUSAL_PHRASES, has_any, is_in};

/// Objects and lists that a field is looked for in, one inside the other.
const FIELD_DEPTH: u32 = 4;

/// One exit under judgement.
pub(super) struct Judging<'e, 'a> {
    pub(super) facts: &'e mut Evaluator<'a>,
    pub(super) candidate: &'e Candidate,
    /// It gives one operand of a returned `&&` or `||`.
    pub(super) operand: bool,
}

/// A decision an exit stands for.
pub(super) struct Meant {
    pub(super) decision: Decision,
    pub(super) condition: Condition,
    /// Where it was answered, if not by the exit itself.
    pub(super) answered: Option<Span>,
}

type Decided = Vec<(Decision, Condition)>;

impl Judging<'_, '_> {
    /// The decisions of an exit, each with its condition.
    pub(super) fn exit(&mut self, exit: &Exit) -> Vec<Meant> {
        let mut all = Vec::new();
        for (guard, answer) in self.answers(exit) {
            match *self.facts.terms.get(answer) {
                Term::Answer { decision, site, .. } => {
                    all.push(Meant { decision, condition: guard, answered: Some(site) });
                }
                _ => {
                    for (decision, condition) in self.unanswered(exit, guard) {
                        all.push(Meant { decision, condition, answered: None });
                    }
                }
            }
        }
        all
    }

    /// What was answered before the exit, if that counts.
    fn answers(&mut self, exit: &Exit) -> Vec<(Condition, TermId)> {
        if self.candidate.contract.answers() {
            return exit.answered.0.clone();
        }
        let nothing = self.facts.terms.constant(Const::Undefined);
        vec![(Condition::TRUE, nothing)]
    }

    /// What an exit means by itself, under a condition.
    fn unanswered(&mut self, exit: &Exit, under: Condition) -> Decided {
        let contract = &self.candidate.contract;
        let (error, nothing) = (contract.error, contract.nothing);
        // The promise is the answer, and there is one before anything is known.
        if !contract.awaited && self.facts.function().is_async {
            return vec![(contract.truth().0, under)];
        }
        let mut decided = Vec::new();
        for &(guard, value) in &exit.value.0 {
            let guard = self.facts.conditions.and(guard, under);
            match exit.kind {
                ExitKind::Throw => decided.push((self.thrown(value, error), guard)),
                ExitKind::Propagates => decided.push((self.propagated(value, error), guard)),
                ExitKind::FallsOff | ExitKind::BareReturn => decided.push((nothing, guard)),
                ExitKind::Return => decided.extend(self.returned(guard, value, exit)),
            }
        }
        decided
    }

    /// What an exit that no run takes would mean.
    pub(super) fn meant(&mut self, exit: &Exit) -> Decision {
        match exit.kind {
            ExitKind::Throw | ExitKind::Propagates => Decision::Deny,
            ExitKind::FallsOff | ExitKind::BareReturn => self.candidate.contract.nothing,
            ExitKind::Return => Decision::Indeterminate,
        }
    }

    fn thrown(&self, thrown: TermId, error: Decision) -> Decision {
        if error == Decision::Deny || self.refuses(thrown) { Decision::Deny } else { error }
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
        let says = |phrase: &&str| text.contains(*phrase);
        has_any(class, REFUSAL_ERRORS) || REFUSAL_PHRASES.iter().chain(&["403", "401"]).any(says)
    }

    fn propagated(&self, call: TermId, error: Decision) -> Decision {
        let name = self.facts.called_name(call);
        let first = crate::words::words(&name).into_iter().next().unwrap_or_default();
        let refuses = has_any(&name, PERMISSION) || ASSERTS.contains(&first.as_str());
        if refuses { Decision::Deny } else { error }
    }

    fn returned(&mut self, guard: Condition, value: TermId, exit: &Exit) -> Decided {
        if let Some(decision) = self.made(value) {
            return vec![(decision, guard)];
        }
        match self.candidate.contract.reading.clone() {
            Reading::Any => match self.facts.terms.as_const(value) {
                Some(Const::Bool(false)) => vec![(Decision::Deny, guard)],
                _ => vec![(Decision::Allow, guard)],
            },
            Reading::Truth { truthy, .. } if self.candidate.contract.encoding == Encoding::Callback => {
                let silent = if truthy == Decision::Missing { self.without_answer(value) } else { truthy };
                vec![(silent, guard)]
            }
            Reading::Truth { nullish, .. } if self.is_written_nothing(value, exit) => vec![(nullish, guard)],
            // A filter decides about each thing by itself.
            Reading::Truth { .. }
                if self.candidate.contract.encoding == Encoding::BooleanOrFilter
                    && matches!(self.facts.terms.get(value), Term::Object { .. }) =>
            {
                vec![(Decision::Delegated, guard)]
            }
            // A response is made by a call; another guard is one that is called like a guard.
            Reading::Truth { truthy, .. } if self.makes_response(value) => vec![(truthy, guard)],
            Reading::Truth { truthy, falsy, .. } => {
                if !self.operand && exit.value.0.len() == 1 && truthy != falsy && self.is_delegated(value) {
                    return vec![(Decision::Delegated, guard)];
                }
                self.by_truth(guard, value, truthy, falsy)
            }
            Reading::Cases(cases) => self.by_case(guard, value, &cases),
            Reading::Word => self.by_word(guard, value),
            Reading::Field(field) => self.by_field(guard, value, &field),
            Reading::Kept => vec![(self.kept(value), guard)],
            Reading::Rules => vec![(Decision::Delegated, guard)],
        }
    }

    /// A value given where nothing was granted: an explicit `false` still denies.
    fn without_answer(&self, value: TermId) -> Decision {
        match self.facts.terms.as_const(value) {
            Some(Const::Bool(false)) => Decision::Deny,
            Some(Const::Bool(true)) => Decision::Allow,
            _ => Decision::Missing,
        }
    }

    /// `return undefined` and `return null` as written, not an operand that happens to be nothing.
    fn is_written_nothing(&self, value: TermId, exit: &Exit) -> bool {
        let text = self.facts.source.slice(exit.span);
        matches!(self.facts.terms.as_const(value), Some(value) if value.is_nullish())
            && (text == "undefined" || text == "null")
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

    fn makes_response(&self, value: TermId) -> bool {
        match self.facts.terms.get(value) {
            Term::Await(inner) => self.makes_response(*inner),
            Term::Call { .. } | Term::New { .. } if self.candidate.contract.encoding == Encoding::ResponseOrNone => {
                let first = crate::words::words(&self.facts.called_name(value)).into_iter().next().unwrap_or_default();
                !is_in(&first, GUARD_VERBS)
            }
            _ => false,
        }
    }

    fn by_truth(&mut self, guard: Condition, value: TermId, yes: Decision, no: Decision) -> Decided {
        if yes == no {
            return vec![(yes, guard)];
        }
        let truthy = if self.is_text(value) { Condition::TRUE } else { self.facts.truthy(value) };
        let holds = self.facts.conditions.and(guard, truthy);
        let falsy = self.facts.conditions.not(truthy);
        let fails = self.facts.conditions.and(guard, falsy);
        vec![(yes, holds), (no, fails)]
    }

    /// A template that says something whatever is filled in.
    fn is_text(&self, value: TermId) -> bool {
        matches!(self.facts.terms.get(value), Term::Template { parts, .. } if parts.iter().any(|part| !part.is_empty()))
    }

    /// What a value means by the function, class or member that gives it.
    fn made(&self, value: TermId) -> Option<Decision> {
        let contract = &self.candidate.contract;
        if contract.made.is_empty() {
            return None;
        }
        let maker = self.maker(value);
        let known = |name: &str| maker.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let (_, decision) = contract.made.iter().find(|(name, _)| known(name))?;
        let holds_answer = contract.encoding == Encoding::Option && *decision == Decision::Allow;
        Some(if holds_answer { self.held(value) } else { *decision })
    }

    fn by_case(&mut self, guard: Condition, value: TermId, cases: &Cases) -> Decided {
        if let Some(constant) = self.facts.terms.as_const(value) {
            return vec![(cases.of(constant), guard)];
        }
        // What somebody else made is an answer.
        if self.candidate.contract.encoding == Encoding::Response {
            return vec![(cases.truthy, guard)];
        }
        let is_written = self.is_text(value) || matches!(self.facts.terms.get(value), Term::Object { .. });
        if let Some(written) = cases.written.filter(|_| is_written) {
            return vec![(written, guard)];
        }
        let mut all = Vec::new();
        let mut rest = guard;
        for (constant, decision) in &cases.values {
            let is = self.facts.belongs(value, &ValueSet::of(constant));
            all.push((*decision, self.facts.conditions.and(rest, is)));
            let is_not = self.facts.conditions.not(is);
            rest = self.facts.conditions.and(rest, is_not);
        }
        all.extend(self.by_truth(rest, value, cases.truthy, cases.falsy));
        all
    }

    /// What an option that is there says: its own content may be the answer.
    fn held(&self, value: TermId) -> Decision {
        match self.facts.terms.get(value) {
            Term::Await(inner) => self.held(*inner),
            Term::Call { args, .. } => match args.first().map(|arg| self.facts.terms.get(*arg)) {
                Some(Term::Const(Const::Bool(false))) => Decision::Deny,
                Some(Term::Object { .. }) => Decision::Delegated,
                _ => Decision::Allow,
            },
            _ => Decision::Allow,
        }
    }

    /// The dotted name of the function, class or member a value comes from.
    fn maker(&self, value: TermId) -> String {
        let dotted = |term: TermId| match self.facts.terms.get(term) {
            Term::Member { object, property, .. } => {
                let object = match self.facts.terms.get(*object) {
                    Term::Variable { binding, .. } => self.facts.module.bindings[binding.0 as usize].name.clone(),
                    Term::Global(name) => name.clone(),
                    _ => String::new(),
                };
                format!("{object}.{property}")
            }
            Term::Variable { binding, .. } => self.facts.module.bindings[binding.0 as usize].name.clone(),
            Term::Global(name) => name.clone(),
            _ => String::new(),
        };
        match self.facts.terms.get(value) {
            Term::Await(inner) => self.maker(*inner),
            Term::Call { callee, .. } | Term::New { callee, .. } => dotted(*callee),
            _ => dotted(value),
        }
    }

    /// What is left of a list: all of what was handed in, nothing, or a part.
    fn kept(&self, value: TermId) -> Decision {
        match self.facts.terms.get(value) {
            Term::Param(_) => Decision::Allow,
            Term::List { items, open: false } if items.is_empty() => Decision::Deny,
            Term::Filter { .. } => Decision::Deny,
            _ => Decision::Delegated,
        }
    }

    fn by_word(&mut self, guard: Condition, value: TermId) -> Decided {
        if let Some(constant) = self.facts.terms.as_const(value).cloned() {
            return vec![(self.word(&constant), guard)];
        }
        if let Some(decision) = self.imported_member(value) {
            return vec![(decision, guard)];
        }
        // Data of a closed type: one part for each word it can hold.
        let variable = self.facts.variable(value);
        let words = self.facts.closed_domain(variable).and_then(ValueSet::constants);
        let Some(words) = words else { return vec![(Decision::Delegated, guard)] };
        let mut all = Vec::new();
        let mut rest = guard;
        for word in words {
            let decision = self.word(&word);
            let is = self.facts.belongs(value, &ValueSet::of(&word));
            all.push((decision, self.facts.conditions.and(guard, is)));
            let is_not = self.facts.conditions.not(is);
            rest = self.facts.conditions.and(rest, is_not);
        }
        // A word that its type does not know.
        all.push((Decision::Indeterminate, rest));
        all
    }

    fn word(&self, constant: &Const) -> Decision {
        let own = match constant {
            Const::String(text) => self.candidate.own_words.get(&**text).copied(),
            _ => None,
        };
        let by_member = own.or_else(|| self.enum_member_of(constant)).or_else(|| match constant {
            Const::String(text) => decision_of_word(text),
            _ => None,
        });
        match (by_member, constant) {
            (Some(decision), _) => decision,
            (None, Const::Undefined | Const::Null) => Decision::NotApplicable,
            _ => Decision::Indeterminate,
        }
    }

    /// The decision a member of an enum from elsewhere names: `PolicyDecision.DENY`.
    fn imported_member(&self, value: TermId) -> Option<Decision> {
        let Term::Member { object, property, .. } = self.facts.terms.get(value) else { return None };
        let Term::Variable { binding, .. } = self.facts.terms.get(*object) else { return None };
        let data = &self.facts.module.bindings[binding.0 as usize];
        let is_type = data.name.starts_with(char::is_uppercase) && matches!(data.kind, BindingKind::Import { .. });
        decision_of_word(property).filter(|_| is_type)
    }

    /// The decision a member of the function's own enum names.
    fn enum_member_of(&self, constant: &Const) -> Option<Decision> {
        if matches!(constant, Const::String(text) if decision_of_word(text).is_some()) {
            return None;
        }
        self.facts.module.types.iter().find_map(|(_, declaration)| {
            let TypeDeclaration::Enum(members) = declaration else { return None };
            let decisions = members.iter().filter(|(name, _)| decision_of_word(name).is_some()).count();
            if decisions < 2 {
                return None;
            }
            let (name, _) = members.iter().find(|(_, value)| value.as_ref() == Some(constant))?;
            decision_of_word(name)
        })
    }

    fn by_field(&mut self, guard: Condition, value: TermId, field: &Field) -> Decided {
        let (fields, open) = match self.facts.terms.get(value).clone() {
            Term::Object { fields, open } => (fields, open),
            Term::Const(value) if value.is_nullish() => return vec![(field.absent, guard)],
            // The word alone.
            Term::Const(Const::String(_)) => return self.by_word(guard, value),
            _ => return vec![(Decision::Delegated, guard)],
        };
        let own = fields.iter().find(|(name, _)| *name == field.name).or_else(|| {
            fields.iter().find(|(name, _)| field_meaning(name).is_some_and(|meaning| meaning != FieldMeaning::Succeeds))
        });
        let own = own.cloned().or_else(|| self.inner_field(value, &field.name, FIELD_DEPTH));
        let Some((name, value)) = own else {
            return vec![(if open { Decision::Delegated } else { field.absent }, guard)];
        };
        if let Some((truthy, falsy)) = field.truth.filter(|_| name == field.name) {
            return self.by_truth(guard, value, truthy, falsy);
        }
        match field_meaning(&name) {
            Some(FieldMeaning::Denies) => self.by_truth(guard, value, Decision::Deny, Decision::Allow),
            Some(FieldMeaning::Asks) => self.by_truth(guard, value, Decision::Ask, Decision::Allow),
            Some(FieldMeaning::Word) => self.by_word(guard, value),
            _ if self.is_delegated(value) => vec![(Decision::Delegated, guard)],
            _ => match self.facts.terms.as_const(value) {
                Some(Const::String(_)) => self.by_word(guard, value),
                None if self.imported_member(value).is_some() => self.by_word(guard, value),
                _ => self.by_truth(guard, value, Decision::Allow, Decision::Deny),
            },
        }
    }

    /// The field that decides, where it stands further in: in an object, or in the one element of a list.
    fn inner_field(&self, value: TermId, wanted: &str, depth: u32) -> Option<(String, TermId)> {
        let parts = match self.facts.terms.get(value) {
            Term::Object { fields, .. } => fields.clone(),
            Term::List { items, open: false } if items.len() == 1 => {
                items.iter().map(|item| (String::new(), *item)).collect()
            }
            _ => return None,
        };
        let here = parts.iter().find(|(name, _)| name == wanted).cloned();
        here.or_else(|| {
            let depth = depth.checked_sub(1)?;
            parts.iter().find_map(|(_, part)| self.inner_field(*part, wanted, depth))
        })
    }
}
