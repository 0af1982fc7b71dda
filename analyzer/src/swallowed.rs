//! Errors that one function swallows and another takes for leave.
//!
//! In: the functions of a file that handle errors, and the checks of the project that call them. Out: those that give nothing, or a path nobody
//! resolved, where something throws, and a check that then allows: to it, an empty list means "no restriction", and any path has been resolved.

use crate::calls::is_guard_name;
use crate::cfg::{Block, Expr, ExprKind};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::decide::{Confidence, Polarity};
use crate::evaluate::{Evaluation, Evaluator, ExitKind, evaluate_asking};
use crate::judge::allowed;
use crate::module::{Function, FunctionId};
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;
use crate::term::{Term, TermId, Terms};
use crate::versions::{callee_name, for_each_part};
use crate::words::words;

/// An error that a function swallows, and that lets through.
#[derive(Debug, Clone)]
pub struct SwallowedError {
    pub function: FunctionId,
    /// Where the function gives what stands for the error; of a check that asks itself, the test.
    pub exit: Span,
    /// What fails.
    pub tried: Span,
    /// The error in words: `` `readFile(path)` throws ``.
    pub cause: String,
    /// What is given instead.
    pub instead: Instead,
    /// The check that takes it for leave.
    pub check: FunctionRef,
    /// What the author wrote inside the handler, or nothing.
    pub remark: String,
    pub confidence: Confidence,
}

/// What is given where something throws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// `[]`
    EmptyList,
    /// `{}`
    EmptyObject,
    /// `null`, `undefined`
    Nothing,
    /// The path that could not be resolved, as it came.
    UnresolvedPath,
}

/// Calls longer than this are left to the label.
const LONGEST_CALL: usize = 60;

/// Callers of one function that are looked at.
const CALLERS: usize = 32;

/// Every error of a file that is swallowed and lets through somewhere.
pub(crate) fn swallowed_errors(program: &Program, id: ModuleId) -> Vec<SwallowedError> {
    let mut found = Vec::new();
    for at in program.functions_of(id).filter(|at| handles_errors(program.function(*at))) {
        let is_check = program.candidate(at).is_some();
        if !is_check && program.callers(at).next().is_none() && !resolves_paths(program, at) {
            continue;
        }
        let mut evaluation = evaluate_asking(program, at);
        if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
            continue;
        }
        let swallowing = Swallowing { program, at, evaluation: &mut evaluation };
        found.extend(swallowing.error());
    }
    found
}

/// Whether a function has a `catch` or calls one.
fn handles_errors(function: &Function) -> bool {
    fn catches(expr: &Expr) -> bool {
        let mut found = matches!(&expr.kind, ExprKind::Member { property, .. } if property == "catch");
        for_each_part(expr, &mut |part| found = found || catches(part));
        found
    }
    !function.cfg.tries.is_empty() || function.cfg.graph.node_weights().flat_map(Block::evaluated).any(catches)
}

/// Whether a function resolves paths itself.
fn resolves_paths(program: &Program, at: FunctionRef) -> bool {
    let module = &program.file(at.module).module;
    let mut found = false;
    for_each_call(&program.function(at).cfg, &mut |_, _, callee| {
        found = found || names_canonicaliser(callee_name(module, callee));
    });
    found
}

/// The functions that resolve a path and fail where there is none: `realpath`, `fs.realpathSync`.
fn names_canonicaliser(name: &str) -> bool {
    name.to_lowercase().starts_with("realpath")
}

/// A function that handles errors.
struct Swallowing<'e, 'p> {
    program: &'p Program,
    at: FunctionRef,
    evaluation: &'e mut Evaluation<'p>,
}

impl Swallowing<'_, '_> {
    fn error(mut self) -> Option<SwallowedError> {
        if let Some((error, test)) = self.asked_about_both() {
            return self.told(error, test, Instead::UnresolvedPath, self.at);
        }
        let exits = self.evaluation.exits.clone();
        exits.iter().flat_map(|exit| exit.value.0.iter().map(|case| (exit.span, *case))).find_map(|(exit, case)| {
            let (condition, value) = case;
            let error = self.errors(condition).into_iter().find(|error| self.is_only_on(condition, *error))?;
            let instead = self.instead(error, value)?;
            let mut callers = self.program.callers(self.at).take(CALLERS);
            let check = callers.find(|caller| opens(self.program, *caller, self.at, instead))?;
            self.told(error, exit, instead, check)
        })
    }

    fn told(&self, error: Variable, exit: Span, instead: Instead, check: FunctionRef) -> Option<SwallowedError> {
        let facts = &self.evaluation.facts;
        let subject = facts.subject(error);
        let tried = facts.written_at(subject)?;
        let cfg = &self.evaluation.function.cfg;
        let around = cfg.tries.iter().filter(|data| data.span.start <= tried.start && tried.end <= data.span.end);
        let innermost = around.min_by_key(|data| data.span.end - data.span.start);
        let call = match (facts.terms.get(subject), facts.protected_calls(subject)) {
            (Term::Throws(call), _) => Some(*call),
            (_, [only]) => Some(*only),
            _ => None,
        };
        let text = call.and_then(|call| facts.source_text(call)).filter(|text| text.len() <= LONGEST_CALL);
        let cause = match text {
            Some(text) => format!("`{}` throws", text.trim_start_matches("await ")),
            None => "something in the `try` throws".to_owned(),
        };
        Some(SwallowedError {
            function: self.at.function,
            exit,
            tried,
            cause,
            instead,
            check,
            remark: innermost.map(|data| data.remark.clone()).unwrap_or_default(),
            confidence: self.program.candidate(check).map_or(Confidence::Medium, |candidate| candidate.confidence),
        })
    }

    /// The errors that a handler of the function receives and a condition asks about.
    fn errors(&self, condition: Condition) -> Vec<Variable> {
        let facts = &self.evaluation.facts;
        let mut asked = facts.conditions.support(condition);
        asked.retain(|variable| match facts.terms.get(facts.subject(*variable)) {
            Term::Error(_) => true,
            Term::Throws(call) => facts.is_in_try(*call),
            _ => false,
        });
        asked
    }

    /// Whether a condition holds with an error alone.
    fn is_only_on(&mut self, condition: Condition, error: Variable) -> bool {
        let conditions = &mut self.evaluation.facts.conditions;
        let [with, without] =
            [true, false].map(|threw| conditions.restrict(condition, error, &ValueSet::of(&Const::Bool(threw))));
        with != Condition::FALSE && without == Condition::FALSE
    }

    fn instead(&self, error: Variable, value: TermId) -> Option<Instead> {
        let terms = &self.evaluation.facts.terms;
        match terms.get(value) {
            Term::List { items, open: false } if items.is_empty() => Some(Instead::EmptyList),
            Term::Object { fields, open: false } if fields.is_empty() => Some(Instead::EmptyObject),
            Term::Const(constant) if constant.is_nullish() => Some(Instead::Nothing),
            _ => self.unresolved(error).into_iter().any(|(_, path)| path == value).then_some(Instead::UnresolvedPath),
        }
    }

    /// The calls that may have failed and resolve a path, each with that path.
    fn unresolved(&self, error: Variable) -> Vec<(TermId, TermId)> {
        let facts = &self.evaluation.facts;
        let subject = facts.subject(error);
        let calls = match facts.terms.get(subject) {
            Term::Throws(call) => std::slice::from_ref(call),
            _ => facts.protected_calls(subject),
        };
        let resolves = calls.iter().filter_map(|call| {
            let call = match facts.terms.get(*call) {
                Term::Await(inner) => *inner,
                _ => *call,
            };
            match facts.terms.get(call) {
                Term::Call { callee, args, .. } if self.canonicalises(*callee) => Some((call, *args.first()?)),
                _ => None,
            }
        });
        resolves.collect()
    }

    /// Whether a function resolves a path and fails where there is none: `realpath`, `fs.realpathSync.native`.
    fn canonicalises(&self, callee: TermId) -> bool {
        let facts = &self.evaluation.facts;
        let named = |term: TermId| names_canonicaliser(&facts.function_name(term));
        named(callee) || matches!(facts.terms.get(callee), Term::Member { object, .. } if named(*object))
    }

    /// A question that the check asks about the resolved path, and about the one as it came where resolving it fails.
    fn asked_about_both(&mut self) -> Option<(Variable, Span)> {
        let is_check = self.program.candidate(self.at).is_some_and(|candidate| candidate.confidence > Confidence::Low);
        let stopping = self.questions_that_stop();
        if !is_check && stopping.is_empty() {
            return None;
        }
        let all = self.evaluation.exits.iter().flat_map(|exit| &exit.value.0).map(|&(condition, _)| condition);
        let all: Vec<Condition> = all.collect();
        let errors: Vec<Variable> = all.iter().flat_map(|condition| self.errors(*condition)).collect();
        errors.into_iter().find_map(|error| {
            let pairs = self.unresolved(error);
            let pairs = pairs.into_iter().filter(|(_, path)| !self.resolves_part_of(*path)).collect::<Vec<_>>();
            let facts = &mut self.evaluation.facts;
            let subjects = facts.subjects().to_vec();
            pairs.into_iter().find_map(|(call, path)| {
                let awaited = facts.terms.find(&Term::Await(call)).unwrap_or(call);
                let test = subjects.iter().copied().find(|subject| {
                    let asks = contains(&facts.terms, *subject, path) && !contains(&facts.terms, *subject, call);
                    let is_question = matches!(facts.terms.get(*subject), Term::Call { .. } | Term::Await(_));
                    asks && is_question
                        && (is_check || stopping.contains(subject))
                        && subjects.iter().any(|other| {
                            let same = facts.terms.last_name(*other) == facts.terms.last_name(*subject)
                                && facts.called_name(*other) == facts.called_name(*subject);
                            same && contains(&facts.terms, *other, awaited)
                        })
                });
                Some((error, place_of(facts, test?)?))
            })
        })
    }

    /// Whether the function goes on to resolve a part of a path: the folder it lies in.
    fn resolves_part_of(&self, path: TermId) -> bool {
        let facts = &self.evaluation.facts;
        let mut calls = facts.terms.ids().filter_map(|term| match facts.terms.get(term) {
            Term::Call { callee, args, .. } if self.canonicalises(*callee) => args.first().copied(),
            _ => None,
        });
        calls.any(|resolved| resolved != path && contains(&facts.terms, resolved, path))
    }

    /// The answers of checks on which the function throws.
    fn questions_that_stop(&self) -> Vec<TermId> {
        let facts = &self.evaluation.facts;
        let mut asked = asked_before_throwing(self.evaluation);
        asked.retain(|question| {
            let target = facts.target_of(*question).and_then(|target| self.program.candidate(target));
            let known = target.is_some_and(|candidate| candidate.confidence > Confidence::Low);
            known || is_guard_name(&facts.called_name(*question))
        });
        asked
    }
}

/// What a function asks on its way to an error that it throws.
fn asked_before_throwing(evaluation: &Evaluation<'_>) -> Vec<TermId> {
    let facts = &evaluation.facts;
    let thrown = evaluation.exits.iter().filter(|exit| exit.kind == ExitKind::Throw);
    let conditions = thrown.flat_map(|exit| exit.value.0.iter().map(|&(condition, _)| condition));
    let asked = conditions.flat_map(|condition| facts.conditions.support(condition));
    asked.map(|variable| facts.subject(variable)).collect()
}

/// The condition in which a question is asked, of those behind the first handler.
fn place_of(facts: &mut Evaluator<'_>, question: TermId) -> Option<Span> {
    let called = match *facts.terms.get(question) {
        Term::Call { callee, .. } => facts.show_term(callee).text,
        _ => facts.called_name(question),
    };
    let cfg = &facts.function().cfg;
    let first = cfg.tries.iter().map(|data| data.span.end).min().unwrap_or_default();
    let mut conditions = cfg.conditions.iter().map(|written| written.span).filter(|span| span.start >= first);
    conditions.find(|span| facts.source.slice(*span).contains(&called)).or_else(|| facts.written_at(question))
}

/// Whether one term is inside another.
fn contains(terms: &Terms, term: TermId, part: TermId) -> bool {
    term == part || terms.parts(term).into_iter().any(|inner| contains(terms, inner, part))
}

/// Whether a check that calls a function allows for what that gives instead.
fn opens(program: &Program, at: FunctionRef, callee: FunctionRef, instead: Instead) -> bool {
    let candidate = program.candidate(at).filter(|candidate| candidate.confidence > Confidence::Low);
    // Who throws where a path lies elsewhere is a check of that path, whatever else it does.
    if candidate.is_none() && instead != Instead::UnresolvedPath
        || candidate.is_some_and(|candidate| candidate.open_by_name || candidate.deny_list)
    {
        return false;
    }
    let mut evaluation = evaluate_asking(program, at);
    if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
        return false;
    }
    let facts = &evaluation.facts;
    let answers: Vec<TermId> = facts.terms.ids().filter(|term| facts.target_of(*term) == Some(callee)).collect();
    if instead == Instead::UnresolvedPath {
        let tests = tests_for_a_root(&evaluation, &answers);
        let stopping = asked_before_throwing(&evaluation);
        let stops = |test: &TermId| stopping.iter().any(|asked| contains(&facts.terms, *asked, *test));
        return !tests.is_empty() && (candidate.is_some() || tests.iter().any(stops));
    }
    let Some(candidate) = candidate else { return false };
    if candidate.contract.polarity() == Polarity::Inverted {
        return false;
    }
    let allowed = allowed(&mut evaluation, candidate);
    allows_for_nothing(&mut evaluation.facts, allowed, &answers, instead, candidate.sign_in)
}

/// Whether an empty answer allows, where another one may not and nothing else grants anything.
fn allows_for_nothing(
    facts: &mut Evaluator<'_>,
    allowed: Condition,
    answers: &[TermId],
    instead: Instead,
    sign_in: bool,
) -> bool {
    let (mut with_nothing, mut whatever) = (allowed, allowed);
    for variable in facts.conditions.support(allowed) {
        if let Some(nothing) = value_of_nothing(&facts.terms, facts.subject(variable), answers, instead) {
            with_nothing = facts.conditions.restrict(with_nothing, variable, &nothing);
            let something = nothing.complement().intersection(&ValueSet::truthy()).example(&[]);
            let compared = facts.compared_with(variable).into_iter().map(|value| ValueSet::of(&value));
            let values = compared.chain(something.map(|example| example.value_set())).chain([nothing]);
            whatever = values.fold(Condition::TRUE, |all, value| {
                let here = facts.conditions.restrict(whatever, variable, &value);
                facts.conditions.and(all, here)
            });
        }
    }
    let not_always = facts.conditions.not(whatever);
    let opened = facts.conditions.and(with_nothing, not_always);
    let unproven = facts.unproven(opened, sign_in);
    facts.feasible(unproven)
}

/// What a question about an answer gives where the answer is empty.
fn value_of_nothing(terms: &Terms, subject: TermId, answers: &[TermId], instead: Instead) -> Option<ValueSet> {
    let is_answer = |term: TermId| answers.contains(&term);
    let undefined = || Some(ValueSet::of(&Const::Undefined));
    match terms.get(subject) {
        _ if is_answer(subject) => (instead == Instead::Nothing).then(ValueSet::nullish),
        Term::Member { object, property, .. } if is_answer(*object) => match (instead, property.as_str()) {
            (Instead::EmptyList, "length") => Some(ValueSet::of(&Const::number(0.0))),
            _ => undefined(),
        },
        Term::Some { list, .. } if is_answer(*list) => Some(ValueSet::of(&Const::Bool(false))),
        Term::Find { list, .. } | Term::Index { object: list, .. } if is_answer(*list) => undefined(),
        Term::Member { object, .. } if value_of_nothing(terms, *object, answers, instead).is_some() => undefined(),
        _ => None,
    }
}

/// Words of a test whether a path lies below another.
const CONTAINMENT: &[&str] = &["subpath", "within", "inside", "contained", "under", "outside", "descendant", "escapes"];

/// Words of the path that others have to lie below.
const ROOTS: &[&str] = &["root", "base", "dir", "directory", "cwd", "workspace", "home", "folder", "allowed"];

/// The tests whether a path among the answers lies below another.
fn tests_for_a_root(evaluation: &Evaluation<'_>, answers: &[TermId]) -> Vec<TermId> {
    let facts = &evaluation.facts;
    let is_root = |term: TermId| {
        facts.name_of(term).is_some_and(|name| words(&name).iter().any(|word| ROOTS.contains(&word.as_str())))
    };
    let paths: Vec<TermId> = answers.iter().copied().filter(|answer| !is_root(*answer)).collect();
    let holds_path = |term: TermId| paths.iter().any(|path| contains(&facts.terms, term, *path));
    let is_test = |term: &TermId| {
        let Term::Call { callee, args, .. } = facts.terms.get(*term) else { return false };
        let name = facts.function_name(*callee);
        let receiver = match facts.terms.get(*callee) {
            Term::Member { object, .. } => Some(*object),
            _ => None,
        };
        match name.as_str() {
            "startsWith" => receiver.is_some_and(holds_path),
            "relative" => args.get(1).is_some_and(|path| holds_path(*path)),
            _ => {
                words(&name).iter().any(|word| CONTAINMENT.contains(&word.as_str()))
                    && args.iter().any(|arg| holds_path(*arg))
            }
        }
    };
    facts.terms.ids().filter(is_test).collect()
}
