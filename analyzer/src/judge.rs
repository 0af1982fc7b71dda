//! From exits to decisions: what each way out of a recognised check means, and its decision table.

use crate::condition::{Condition, Cube, ValueSet};
use crate::constant::Const;
use crate::decide::{
    Check, DecidedExit, Decision, DecisionTable, DefaultDecision, Encoding, Polarity, Reach, Row, Witness, WitnessStep,
};
use crate::evaluate::{Evaluation, Evaluator, Exit, ExitKind};
use crate::module::{FunctionId, Type, TypeDeclaration};
use crate::recognise::Candidate;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use crate::words::{REFUSAL_ERRORS, PERMISSION, has_any};

/// One exit, one decision, and when.
struct Part {
    exit: usize,
    decision: Decision,
    condition: Condition,
}

/// Judges a recognised function. `None` when its exits are no decisions after all.
pub fn judge(mut evaluation: Evaluation<'_>, id: FunctionId, candidate: Candidate) -> Option<Check> {
    let parts = parts(&mut evaluation, &candidate);
    if !decides(&parts, &candidate) {
        return None;
    }
    let complete = evaluation.open.is_empty();
    let function = evaluation.function;
    let exits = decided_exits(&mut evaluation, &parts, &candidate);
    let refuses_constants_only = refuses_constants_only(&mut evaluation, &parts);
    let may_return_nothing = may_return_nothing(evaluation.facts.module, function.return_type.as_ref());
    let default = default_decision(&mut evaluation, &parts);
    let table = table(&mut evaluation, &parts, complete);
    let constant_conditions = crate::idle::constant_conditions(&mut evaluation);
    let allows = exits.iter().filter(|exit| exit.decision == Decision::Allow).map(|exit| exit.span).collect();
    let fallthroughs = crate::idle::fallthroughs(&evaluation, &allows);
    let allowed = condition_of(&mut evaluation, &parts, Decision::Allow);
    let idle_tests = crate::idle::idle_tests(&mut evaluation, allowed, candidate.sign_in);
    Some(Check {
        function: id,
        name: function.name.clone(),
        span: function.span,
        name_span: function.name_span,
        kind: candidate.kind,
        encoding: candidate.encoding,
        polarity: candidate.polarity,
        asks: candidate.asks,
        confidence: candidate.confidence,
        reasons: candidate.reasons,
        table,
        default,
        exits,
        constant_conditions,
        idle_tests,
        fallthroughs,
        deny_list: candidate.deny_list,
        open_by_name: candidate.open_by_name,
        refuses_by_name: candidate.refuses_by_name,
        refuses_constants_only,
        conditions: function.cfg.conditions.iter().map(|condition| condition.span).collect(),
        may_return_nothing,
        must_return: function.return_type.is_some() && !may_return_nothing,
    })
}

/// A check decides something: an exit that lets through, or one that holds back.
fn decides(parts: &[Part], candidate: &Candidate) -> bool {
    let has = |decision: Decision| parts.iter().any(|part| part.decision == decision);
    match candidate.encoding {
        Encoding::Assertion => has(Decision::Allow) || has(Decision::Deny),
        Encoding::Callback => has(Decision::Allow) || has(Decision::Deny),
        _ => has(Decision::Allow) || has(Decision::Deny) || has(Decision::Ask) || has(Decision::Delegated),
    }
}

fn parts(evaluation: &mut Evaluation<'_>, candidate: &Candidate) -> Vec<Part> {
    let mut all = Vec::new();
    for index in 0..evaluation.exits.len() {
        let exit = evaluation.exits[index].clone();
        let operand = is_operand(evaluation, exit.span);
        let mut judged = Judging { facts: &mut evaluation.facts, candidate, operand }.exit(&exit);
        judged.retain(|(_, condition)| *condition != Condition::FALSE);
        let mut merged: Vec<(Decision, Condition)> = Vec::new();
        for (decision, condition) in judged {
            match merged.iter_mut().find(|(known, _)| *known == decision) {
                Some((_, known)) => *known = evaluation.facts.conditions.or(*known, condition),
                None => merged.push((decision, condition)),
            }
        }
        if merged.is_empty() {
            // No run gets here; what it would mean is still worth knowing.
            let meant = Judging { facts: &mut evaluation.facts, candidate, operand }.meant(&exit);
            merged.push((meant, Condition::FALSE));
        }
        all.extend(merged.into_iter().map(|(decision, condition)| Part { exit: index, decision, condition }));
    }
    all
}

/// Whether an exit gives the value of one operand of a returned `&&` or `||`.
fn is_operand(evaluation: &Evaluation<'_>, span: Span) -> bool {
    evaluation.function.cfg.conditions.iter().any(|condition| {
        condition.span != span && condition.span.start <= span.start && span.end <= condition.span.end
    })
}

struct Judging<'e, 'a> {
    facts: &'e mut Evaluator<'a>,
    candidate: &'e Candidate,
    operand: bool,
}

impl Judging<'_, '_> {
    /// The decisions of an exit, each with its condition.
    fn exit(&mut self, exit: &Exit) -> Vec<(Decision, Condition)> {
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
    fn meant(&mut self, exit: &Exit) -> Decision {
        match exit.kind {
            ExitKind::Throw | ExitKind::Propagates => Decision::Deny,
            ExitKind::FallsOff | ExitKind::BareReturn if self.candidate.encoding == Encoding::Assertion => Decision::Allow,
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
        let asserts = ["assert", "ensure", "require", "verify", "validate", "check", "enforce", "authorize", "deny", "reject", "throw"];
        let first = crate::words::words(&name).into_iter().next().unwrap_or_default();
        let guard = self.candidate.encoding == Encoding::Assertion;
        if guard || has_any(&name, PERMISSION) || asserts.contains(&first.as_str()) { Decision::Deny } else { Decision::Indeterminate }
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
        matches!(self.facts.terms.as_const(value), Some(value) if value.is_nullish()) && (text == "undefined" || text == "null")
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
                !["includes", "has", "startsWith", "endsWith", "test", "some", "every", "isArray", "match"].contains(&name)
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

fn decided_exits(evaluation: &mut Evaluation<'_>, parts: &[Part], candidate: &Candidate) -> Vec<DecidedExit> {
    let theory = evaluation.facts.theory();
    let possible = possible(&mut evaluation.facts, parts);
    let mut exits = Vec::new();
    for part in parts {
        let exit = &evaluation.exits[part.exit];
        let (kind, span) = (exit.kind, exit.span);
        let facts = &mut evaluation.facts;
        let here = facts.conditions.and(part.condition, theory);
        let reach = match () {
            _ if part.condition == Condition::FALSE => Reach::Contradicted,
            _ if here == Condition::FALSE => Reach::ExcludedByTypes,
            _ => Reach::Feasible,
        };
        let unproven = match part.decision {
            Decision::Allow if reach == Reach::Feasible => {
                let bare = facts.unproven(part.condition, candidate.sign_in);
                let bare = facts.conditions.and(bare, theory);
                witness(facts, bare, possible)
            }
            _ => None,
        };
        let witness = match part.decision {
            // A call that may have refused stands before this end: nothing is known to be missing.
            Decision::Missing => {
                let unguarded = facts.before_unknown_guards(here);
                witness(facts, unguarded, possible)
            }
            _ if reach == Reach::Feasible => witness(facts, here, possible),
            _ => None,
        };
        let is_whole_exit = parts.iter().filter(|other| other.exit == part.exit).count() == 1;
        let asks_for_foreign_value = reach == Reach::ExcludedByTypes && asks_for_foreign_value(facts, part.condition);
        exits.push(DecidedExit {
            decision: part.decision,
            kind,
            span,
            reach,
            witness,
            unproven,
            blocked_by: Vec::new(),
            is_whole_exit,
            asks_for_foreign_value,
        });
    }
    let contradicted = crate::idle::unreached_exits(evaluation).into_iter().map(|exit| (exit, Reach::Contradicted));
    let dead = evaluation.function.cfg.dead_exits.iter().cloned().map(|exit| (exit, Reach::Dead));
    for (unreached, reach) in contradicted.chain(dead) {
        exits.push(DecidedExit {
            decision: crate::idle::decision_of_dead(evaluation, &unreached, candidate),
            kind: if unreached.throws { ExitKind::Throw } else { ExitKind::Return },
            span: unreached.span,
            reach,
            witness: None,
            unproven: None,
            blocked_by: crate::idle::blocking_tests(evaluation, unreached.span),
            is_whole_exit: true,
            asks_for_foreign_value: false,
        });
    }
    exits.sort_by_key(|exit| exit.span);
    exits
}

/// Whether every way to an exit the types rule out compares a subject with a constant that its type does not have, and lists nothing else: a
/// misspelt value, not a precaution for all the rest.
fn asks_for_foreign_value(facts: &mut Evaluator<'_>, condition: Condition) -> bool {
    let cubes = facts.conditions.cover(condition, condition).cubes;
    !cubes.is_empty()
        && cubes.iter().all(|cube| {
            cube.literals.iter().any(|(variable, set)| {
                let named = set.constants().is_some_and(|values| values.iter().all(Const::is_truthy));
                named && facts.closed_domain(*variable).is_some_and(|closed| closed.is_disjoint_from(set))
            })
        })
}

/// When any exit gives a decision.
fn condition_of(evaluation: &mut Evaluation<'_>, parts: &[Part], decision: Decision) -> Condition {
    let conditions = &mut evaluation.facts.conditions;
    let with = parts.iter().filter(|part| part.decision == decision);
    with.fold(Condition::FALSE, |all, part| conditions.or(all, part.condition))
}

/// Whether every denial is the answer to a comparison of one subject with listed constants.
fn refuses_constants_only(evaluation: &mut Evaluation<'_>, parts: &[Part]) -> bool {
    let denied = condition_of(evaluation, parts, Decision::Deny);
    let facts = &mut evaluation.facts;
    let possible = possible(facts, parts);
    let denied = facts.conditions.simplify(denied, possible);
    match facts.conditions.support(denied)[..] {
        [variable] => {
            let set = facts.conditions.values(denied, variable);
            set.constants().is_some_and(|values| !values.is_empty() && values.iter().all(|value| matches!(value, Const::String(_))))
        }
        _ => false,
    }
}

/// What some run can do: the types allow it, and nothing on the way reads a member of nothing.
fn possible(facts: &mut Evaluator<'_>, parts: &[Part]) -> Condition {
    let theory = facts.theory();
    let covered = parts.iter().fold(Condition::FALSE, |all, part| facts.conditions.or(all, part.condition));
    facts.conditions.and(covered, theory)
}

/// The shortest path of a condition, in words.
fn witness(facts: &mut Evaluator<'_>, condition: Condition, possible: Condition) -> Option<Witness> {
    if facts.conditions.exceeded() || condition == Condition::FALSE {
        return None;
    }
    let impossible = facts.conditions.not(possible);
    let may_be = facts.conditions.or(condition, impossible);
    let cube = facts.conditions.shortest_cube(condition, may_be)?;
    let mut steps: Vec<WitnessStep> = Vec::new();
    for (variable, set) in &cube.literals {
        let subject = facts.subject(*variable);
        let span = facts.written_at(subject).unwrap_or(facts.function().name_span);
        let text = facts.literal_in_words(*variable, set);
        steps.push(WitnessStep { span, text });
    }
    steps.sort_by_key(|step| step.span);
    let condition = facts.show_cover(std::slice::from_ref(&cube)).text;
    let gets_in = facts.gets_in(&cube);
    let absence_only = facts.is_absence(&cube);
    Some(Witness { steps, condition, gets_in, absence_only })
}

/// Rows by exit in source order, each minimised against the theory and the rows above.
fn table(evaluation: &mut Evaluation<'_>, parts: &[Part], complete: bool) -> DecisionTable {
    let facts = &mut evaluation.facts;
    let mut care = possible(facts, parts);
    let mut rows: Vec<Row> = Vec::new();
    let mut truncated = false;
    for part in parts {
        let on = facts.conditions.and(part.condition, care);
        if on == Condition::FALSE {
            continue;
        }
        let not_care = facts.conditions.not(care);
        let may_be = facts.conditions.or(on, not_care);
        let last = may_be == Condition::TRUE;
        let condition = if last {
            "otherwise".to_owned()
        } else {
            let cover = facts.conditions.cover(on, may_be);
            truncated |= cover.truncated;
            facts.show_cover(&cover.cubes).text
        };
        let exit = &evaluation.exits[part.exit];
        let gives = match exit.kind {
            ExitKind::FallsOff | ExitKind::BareReturn => String::new(),
            _ => one_line(facts.source.slice(exit.span)),
        };
        rows.push(Row { decision: part.decision, condition, exit: exit.span, gives });
        let not = facts.conditions.not(part.condition);
        care = facts.conditions.and(care, not);
        if last {
            break;
        }
    }
    DecisionTable { rows, complete: complete && !truncated, open: evaluation.open.clone() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The decision when nothing matches: no constant, no list, no flag; the persons and things asked about are there.
fn default_decision(evaluation: &mut Evaluation<'_>, parts: &[Part]) -> DefaultDecision {
    let mut chosen: Option<Decision> = None;
    for part in parts {
        if evaluation.facts.nothing_matches(part.condition) {
            chosen = Some(part.decision);
            break;
        }
    }
    match chosen.or_else(|| parts.last().map(|part| part.decision)) {
        Some(Decision::Allow) => DefaultDecision::Allow,
        Some(Decision::Deny | Decision::Indeterminate) => DefaultDecision::Deny,
        Some(Decision::Ask) => DefaultDecision::Ask,
        Some(Decision::NotApplicable | Decision::Missing) => DefaultDecision::Abstain,
        Some(Decision::Delegated) | None => DefaultDecision::Unknown,
    }
}

fn may_return_nothing(module: &crate::module::Module, declared: Option<&Type>) -> bool {
    fn admits(module: &crate::module::Module, declared: &Type, depth: u32) -> bool {
        match declared {
            Type::Void | Type::Literal(Const::Undefined | Const::Null) => true,
            Type::Union(parts) => parts.iter().any(|part| admits(module, part, depth)),
            Type::Named { name, arguments } if name == "Promise" => arguments.iter().any(|inner| admits(module, inner, depth)),
            Type::Named { name, .. } if depth < 4 => match module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) => admits(module, alias, depth + 1),
                _ => false,
            },
            _ => false,
        }
    }
    declared.is_some_and(|declared| admits(module, declared, 0))
}

/// Every condition of each decision, for tests that compare tables with what is written beside a function.
pub fn decisions(evaluation: &mut Evaluation<'_>, candidate: &Candidate) -> Vec<(Decision, Condition)> {
    let mut all: Vec<(Decision, Condition)> = Vec::new();
    for part in parts(evaluation, candidate) {
        match all.iter_mut().find(|(known, _)| *known == part.decision) {
            Some((_, known)) => *known = evaluation.facts.conditions.or(*known, part.condition),
            None => all.push((part.decision, part.condition)),
        }
    }
    all.retain(|(_, condition)| *condition != Condition::FALSE);
    all
}

/// The cubes of a condition within what is possible.
pub fn cubes(evaluation: &mut Evaluation<'_>, condition: Condition) -> Vec<Cube> {
    let theory = evaluation.facts.theory();
    let on = evaluation.facts.conditions.and(condition, theory);
    let not_theory = evaluation.facts.conditions.not(theory);
    let may_be = evaluation.facts.conditions.or(condition, not_theory);
    evaluation.facts.conditions.cover(on, may_be).cubes
}
