//! Who treats one answer of a check and takes all others for a yes.
//!
//! In: a file, with the places where it asks checks. Out: functions that can't tell a question, or no opinion, from an Allow, although they
//! tell a Denial from it. What a function does for an answer is which of its blocks it comes to, and what it gives.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::calls::{Asked, CallSite};
use crate::cfg::{BinaryOp, Block, BlockId, Cfg, End, Expr, ExprKind, Step, WrittenCondition};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::contract::Reading;
use crate::decide::{Confidence, Decision, Polarity};
use crate::evaluate::{Evaluation, evaluate_asking};
use crate::judge::allowed;
use crate::module::{FunctionId, Module, Type, TypeDeclaration, plain_name};
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::versions::{callee_name, for_each_part};
use crate::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use crate::words::{EXCLUSION, REFUSES, has_any, words};

/// A function that takes for an Allow what a check did not allow.
#[derive(Debug, Clone)]
pub struct PartialDecision {
    pub function: FunctionId,
    /// The test that knows only one of the other answers, or the exit it decides.
    pub test: Span,
    /// What is tested, as written: `decide(tool)`, `result.behavior`.
    pub answer: String,
    /// The answers that are taken for an Allow, as written, and what they mean.
    pub taken: Vec<(String, Decision)>,
    /// The check that is asked; nothing, if it is a value of a declared type.
    pub asked: Option<FunctionRef>,
    pub confidence: Confidence,
    /// Where the function ends for the answers that are taken for an Allow.
    pub exits: Vec<Span>,
}

/// An answer that a check may give.
#[derive(Debug, Clone)]
struct Answer {
    values: ValueSet,
    /// As it is written.
    text: String,
    decision: Decision,
}

impl Answer {
    fn of(value: &Const, decision: Decision) -> Self {
        Answer { values: ValueSet::of(value), text: value.to_string(), decision }
    }
}

/// First words of calls that only tell what happened.
const TELLS: &[&str] =
    &["log", "info", "warn", "error", "debug", "trace", "track", "audit", "record", "emit", "capture", "json"];

/// First words of a question that one answer settles.
const QUESTIONS: &[&str] = &["is", "has", "was", "are", "should", "must", "any", "some"];

/// Every function of a file that treats an answer in part.
pub(crate) fn partial_decisions(program: &Program, id: ModuleId, calls: &[CallSite]) -> Vec<PartialDecision> {
    let asks: FxHashSet<FunctionId> = calls
        .iter()
        .filter(|site| matches!(&site.asked, Asked::Called(_)))
        .filter(|site| site.callee.as_ref().is_ok_and(|callee| program.candidate(*callee).is_some()))
        .map(|site| site.caller)
        .collect();
    let mut found: Vec<PartialDecision> = Vec::new();
    for at in program.functions_of(id) {
        let tells_decisions = tells_decisions_apart(program, at);
        if tells_decisions && (asks.contains(&at.function) || program.candidate(at).is_some()) {
            found.extend(Caller::of(program, at).and_then(|mut caller| caller.partial_decision()));
        }
    }
    found
}

/// Callers of one check that are looked at.
const CALLERS: usize = 32;

/// The first caller of a check that does for no answer at all what it does for an Allow, with its test.
pub(crate) fn taken_for_allow_when_missing(program: &Program, check: FunctionRef) -> Option<(FunctionRef, Span)> {
    let contract = &program.candidate(check)?.contract;
    let yes_and_no = match contract.reading {
        Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, .. } => {
            [(true, Decision::Allow), (false, Decision::Deny)]
                .map(|(flag, decision)| Answer::of(&Const::Bool(flag), decision))
                .to_vec()
        }
        Reading::Word => Vec::new(),
        _ => return None,
    };
    program.callers(check).take(CALLERS).find_map(|at| {
        let mut caller = Caller::of(program, at)?;
        let facts = &caller.evaluation.facts;
        let subject = facts.subjects().iter().copied().find(|subject| facts.target_of(*subject) == Some(check))?;
        let mut answers = match yes_and_no.is_empty() {
            true => caller.answers(subject, Some(check)),
            false => yes_and_no.clone(),
        };
        answers.retain(|answer| answer.decision != Decision::NotApplicable);
        answers.push(Answer::of(&Const::Undefined, Decision::NotApplicable));
        if caller.is_handed_on(subject) {
            return None;
        }
        let (taken, test) = caller.taken_for_allow(subject, &answers)?;
        taken.iter().any(|answer| answer.decision == Decision::NotApplicable).then_some((at, test))
    })
}

/// Whether a function compares something with a decision word.
fn tells_decisions_apart(program: &Program, at: FunctionRef) -> bool {
    fn tells(expr: &Expr) -> bool {
        let mut found = match &expr.kind {
            ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
                [left, right].into_iter().any(|side| match &side.kind {
                    ExprKind::Const(Const::String(word)) => decision_of_word(word).is_some(),
                    ExprKind::Member { property, .. } => decision_of_word(property).is_some(),
                    _ => false,
                })
            }
            _ => false,
        };
        for_each_part(expr, &mut |part| found = found || tells(part));
        found
    }
    let cfg = &program.function(at).cfg;
    let values = cfg.graph.node_weights().flat_map(Block::evaluated);
    values.chain(&cfg.tests).any(tells)
}

/// A function that asks.
struct Caller<'p> {
    program: &'p Program,
    at: FunctionRef,
    evaluation: Evaluation<'p>,
    /// When it comes to each block.
    reaches: BTreeMap<BlockId, Condition>,
    /// When it allows, if it is a check itself.
    allowed: Option<Condition>,
}

impl<'p> Caller<'p> {
    /// `None` for a function whose yes is a no to others: it is asked about one answer alone.
    fn of(program: &'p Program, at: FunctionRef) -> Option<Self> {
        let candidate = program.candidate(at).filter(|candidate| candidate.confidence > Confidence::Low);
        let own_name = program.function(at).name.rsplit('.').next().unwrap_or_default();
        let first = words(own_name).into_iter().next().unwrap_or_default();
        let asks_for_refusal = QUESTIONS.contains(&first.as_str()) && has_any(own_name, EXCLUSION);
        let refuses = asks_for_refusal || REFUSES.contains(&first.as_str());
        let is_partial_by_intent = refuses
            || candidate.is_some_and(|candidate| {
                candidate.contract.polarity() == Polarity::Inverted || candidate.names_denial || candidate.deny_list
            });
        if is_partial_by_intent {
            return None;
        }
        let mut evaluation = evaluate_asking(program, at);
        if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
            return None;
        }
        let allowed = candidate.map(|candidate| allowed(&mut evaluation, candidate));
        let blocks = program.function(at).cfg.graph.node_indices();
        let reaches = blocks.filter_map(|block| Some((block, evaluation.facts.reach(block)?))).collect();
        Some(Caller { program, at, evaluation, reaches, allowed })
    }

    fn partial_decision(&mut self) -> Option<PartialDecision> {
        let subjects = self.evaluation.facts.subjects().to_vec();
        subjects.into_iter().find_map(|subject| {
            let asked = self.asked(subject);
            let confidence = match asked {
                Some(callee) => self.program.candidate(callee)?.confidence,
                None => Confidence::Medium,
            };
            if confidence == Confidence::Low || self.is_handed_on(subject) || self.has_other_answers(subject) {
                return None;
            }
            let answers = self.answers(subject, asked);
            let (taken, test) = self.taken_for_allow(subject, &answers)?;
            let answer = self.evaluation.facts.show_term(subject).text;
            let exits = self.exits_for(subject, &taken);
            let taken = taken.into_iter().map(|answer| (answer.text, answer.decision)).collect();
            let function = self.at.function;
            Some(PartialDecision { function, test, answer, taken, asked, confidence, exits })
        })
    }

    /// The check whose answer, or a member of it, a subject is.
    fn asked(&self, subject: TermId) -> Option<FunctionRef> {
        let facts = &self.evaluation.facts;
        match facts.terms.get(subject) {
            Term::Member { object, .. } => facts.target_of(*object),
            _ => facts.target_of(subject),
        }
    }

    /// The answers a subject may be, as far as they are decisions. Of a subject that is no answer of a check, the declared type says so.
    fn answers(&mut self, subject: TermId, asked: Option<FunctionRef>) -> Vec<Answer> {
        let facts = &self.evaluation.facts;
        let whole = asked.map(|callee| self.program.answer_type(callee));
        let ty = match (facts.terms.get(subject), whole) {
            (Term::Member { property, .. }, Some(whole)) => facts.member_type(&whole, property, 0),
            (_, Some(whole)) => Some(whole),
            // What is said of a value of a check alone, which decides.
            (Term::Param(_) | Term::Member { .. }, None) if self.allowed.is_some() => facts.type_of(subject, 0),
            _ => None,
        };
        let Some(ty) = ty else { return Vec::new() };
        let Some(values) = facts.closed_values(&ty, 0).and_then(|values| values.constants()) else { return Vec::new() };
        let own_words = asked.and_then(|callee| self.program.candidate(callee)).map(|candidate| &candidate.own_words);
        let decision = |value: &Const| match value {
            Const::String(word) => {
                own_words.and_then(|own| own.get(&**word).copied()).or_else(|| decision_of_word(word))
            }
            Const::Undefined | Const::Null => Some(Decision::NotApplicable),
            _ => None,
        };
        // Nothing at all is an answer only where the type says so.
        let declares = asked.is_none_or(|callee| self.program.function(callee).return_type.is_some());
        let answer = |value: &Const| match (self.member_of_enum(&ty, value), decision(value)) {
            (Some((text, by_name)), by_word) => {
                Some(Answer { text, ..Answer::of(value, by_word.or(decision_of_word(by_name))?) })
            }
            (None, decision) => Some(Answer::of(value, decision?)),
        };
        values.iter().filter(|value| declares || !value.is_nullish()).filter_map(answer).collect()
    }

    /// The member of an enum that a value is: as written, and its name.
    fn member_of_enum<'t>(&'t self, ty: &'t Type, value: &Const) -> Option<(String, &'t str)> {
        let names = match ty {
            Type::Named { name, .. } => name,
            Type::Union(parts) => return parts.iter().find_map(|part| self.member_of_enum(part, value)),
            _ => return None,
        };
        let declared = self.evaluation.facts.module.types.get(names)?;
        match declared {
            TypeDeclaration::Enum(members) => {
                let (member, _) = members.iter().find(|(_, known)| known.as_ref() == Some(value))?;
                Some((format!("{}.{member}", plain_name(names)), member.as_str()))
            }
            TypeDeclaration::Alias(alias) => self.member_of_enum(alias, value),
            _ => None,
        }
    }

    /// Whether somebody else is handed the answer, who may treat the rest; or it is given back.
    fn is_handed_on(&self, subject: TermId) -> bool {
        let terms = &self.evaluation.facts.terms;
        let whole = match terms.get(subject) {
            Term::Member { object, .. } if self.asked(subject).is_some() => *object,
            _ => subject,
        };
        let holds = |term: TermId| {
            let (whole, subject) = (terms.get(whole), terms.get(subject));
            terms.any(term, &mut |part| part == whole || part == subject)
        };
        let returned = self.evaluation.exits.iter().flat_map(|exit| &exit.value.0).any(|&(_, value)| holds(value));
        returned
            || terms.ids().any(|term| match terms.get(term) {
                Term::Call { callee, args, .. } => {
                    let name = self.evaluation.facts.called_name(term);
                    let tells = words(&name).first().is_some_and(|first| TELLS.contains(&first.as_str()));
                    !tells && args.iter().chain(Some(callee)).any(|part| holds(*part))
                }
                Term::New { args, .. } => args.iter().any(|part| holds(*part)),
                _ => false,
            })
    }

    /// Whether another member of the same answer says more about the decision: `result.needsApproval` beside `result.allowed`.
    fn has_other_answers(&self, subject: TermId) -> bool {
        let facts = &self.evaluation.facts;
        let Term::Member { object, .. } = facts.terms.get(subject) else { return false };
        facts.subjects().iter().any(|other| match facts.terms.get(*other) {
            Term::Member { object: beside, property, .. } => {
                *other != subject
                    && beside == object
                    && field_meaning(property).is_some_and(|meaning| meaning != FieldMeaning::Succeeds)
            }
            _ => false,
        })
    }

    /// The answers that the function takes for an Allow, and the test that tells them from a Denial.
    fn taken_for_allow(&mut self, subject: TermId, answers: &[Answer]) -> Option<(Vec<Answer>, Span)> {
        let variable = self.evaluation.facts.variable(subject);
        let first = |wanted: Decision| answers.iter().find(|answer| answer.decision == wanted);
        let (yes, no) = (first(Decision::Allow)?, first(Decision::Deny)?);
        let [allow, deny] = [yes, no].map(|answer| self.behaviour(variable, &answer.values));
        if allow == deny || !self.acts(variable, &yes.values, &no.values) {
            return None;
        }
        let others = answers.iter().filter(|answer| matches!(answer.decision, Decision::Ask | Decision::NotApplicable));
        let taken: Vec<Answer> =
            others.filter(|answer| self.behaviour(variable, &answer.values) == allow).cloned().collect();
        let test = self.first_difference(variable, &yes.values, &no.values)?;
        (!taken.is_empty()).then_some((taken, test))
    }

    /// What the function does when a subject has a value: when it comes to each block, and when it gives what.
    fn behaviour(&mut self, variable: Variable, value: &ValueSet) -> Vec<(usize, Condition)> {
        let facts = &mut self.evaluation.facts;
        let mut all = Vec::new();
        for (block, reach) in &self.reaches {
            all.push((block.index(), facts.conditions.restrict(*reach, variable, value)));
        }
        for (index, exit) in self.evaluation.exits.iter().enumerate() {
            for &(condition, _) in &exit.value.0 {
                all.push((index, facts.conditions.restrict(condition, variable, value)));
            }
        }
        all
    }

    fn exits_for(&mut self, subject: TermId, taken: &[Answer]) -> Vec<Span> {
        let facts = &mut self.evaluation.facts;
        let variable = facts.variable(subject);
        let taken = taken.iter().fold(ValueSet::empty(), |all, answer| all.union(&answer.values));
        let mut leads_there = |condition| facts.conditions.restrict(condition, variable, &taken) != Condition::FALSE;
        let exits = self.evaluation.exits.iter();
        exits.filter(|exit| exit.value.0.iter().any(|&(when, _)| leads_there(when))).map(|exit| exit.span).collect()
    }

    /// Whether the function does something for an Allow, and not for a Denial: it allows itself, or comes to calls.
    fn acts(&mut self, variable: Variable, allow: &ValueSet, deny: &ValueSet) -> bool {
        let facts = &mut self.evaluation.facts;
        if let Some(allowed) = self.allowed {
            let [with, without] = [allow, deny].map(|value| facts.conditions.restrict(allowed, variable, value));
            return with != Condition::FALSE && with != without;
        }
        let cfg = &facts.function().cfg;
        self.reaches.iter().any(|(block, reach)| {
            let [with, without] = [allow, deny].map(|value| facts.conditions.restrict(*reach, variable, value));
            with != Condition::FALSE && without == Condition::FALSE && calls_something(facts.module, cfg, *block)
        })
    }

    /// The first test that tells two values of a subject apart, with the condition around it; or the first exit.
    fn first_difference(&mut self, variable: Variable, one: &ValueSet, other: &ValueSet) -> Option<Span> {
        let facts = &mut self.evaluation.facts;
        let cfg = &facts.function().cfg;
        let mut differs = |reach: Condition| {
            let [one, other] = [one, other].map(|value| facts.conditions.restrict(reach, variable, value));
            one != other
        };
        let reach = |block| self.reaches.get(&block).copied().unwrap_or(Condition::FALSE);
        for block in cfg.graph.node_indices() {
            let End::Branch(test) = &cfg.graph[block].end else { continue };
            if !differs(reach(block)) && cfg.graph.neighbors(block).any(|next| differs(reach(next))) {
                let span = cfg.tests[test.0 as usize].span;
                let around =
                    |written: &&WrittenCondition| written.span.start <= span.start && span.end <= written.span.end;
                return Some(cfg.conditions.iter().find(around).map_or(span, |written| written.span));
            }
        }
        let exits = self.evaluation.exits.iter();
        let mut exits = exits.filter(|exit| exit.value.0.iter().any(|&(condition, _)| differs(condition)));
        exits.next().map(|exit| exit.span)
    }
}

/// Whether a block calls something that does more than tell what happened.
fn calls_something(module: &Module, cfg: &Cfg, block: BlockId) -> bool {
    fn acts(module: &Module, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(inner) => acts(module, inner),
            ExprKind::Call { callee, .. } => {
                let first = words(callee_name(module, callee)).into_iter().next().unwrap_or_default();
                !TELLS.contains(&first.as_str())
            }
            _ => false,
        }
    }
    let data = &cfg.graph[block];
    let steps = data.steps.iter().any(|step| match step {
        Step::Evaluate(value) | Step::Assign { value, .. } => acts(module, value),
    });
    steps
        || match &data.end {
            End::Call { call, .. } => acts(module, call),
            End::Return { value: Some(value), .. } => acts(module, value),
            _ => false,
        }
}
