//! Equalities that hold because both sides are missing.
//!
//! In comes a file, out come comparisons that let through where neither side is there: a text with a secret of the environment in it that is not set
//! (`Bearer undefined`), a header that was not sent and a secret that is not set, a token that was not given and one that is not stored. Decided on conditions: with
//! both sides missing the function still has to let through, and it must not do so without the comparison.

mod environment;

use crate::cfg::{BinaryOp, Expr, ExprKind};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::decide::{Confidence, Decision};
use crate::evaluate::{Evaluation, ExitKind, evaluate};
use crate::judge::{parts, possible};
use crate::module::{FunctionId, Type};
use crate::project::{FunctionRef, ModuleId, Program};
use crate::skippable::ways_past_denials;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::values::{Root, Value, Values};
use crate::versions::for_each_part;
use crate::words::{RIGHT, has_any};

use environment::is_validated;

/// An equality that holds where both sides are missing.
#[derive(Debug, Clone)]
pub struct UndefinedMatch {
    /// The function in which it stands.
    pub function: FunctionId,
    /// The comparison.
    pub test: Span,
    /// Where the function lets through.
    pub passes: Span,
    /// The sides, as expressions; what is missing on the side of the server is the second.
    pub sides: (String, String),
    pub how: Absent,
    pub confidence: Confidence,
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absent {
    /// A variable of the environment that is part of a text: the text says `undefined`.
    InText { variable: String },
    /// A variable of the environment, and what is compared with it.
    Unset { variable: String },
    /// A part of the request, and what is compared with it.
    OfRequest,
    /// Anything else.
    Other,
}

/// Every equality of a file that holds where both sides are missing, in source order.
pub(crate) fn undefined_matches(program: &Program, module: ModuleId) -> Vec<UndefinedMatch> {
    let suspects = program.functions_of(module).filter(|at| has_suspect(program, *at));
    let mut found: Vec<UndefinedMatch> =
        suspects.filter_map(|at| Some(Reader::of(program, at)?.found())).flatten().collect();
    found.sort_by_key(|one| (one.test, one.passes));
    found.dedup_by_key(|one| one.test);
    found
}

/// Whether a function compares something that may be missing with something that is no constant.
fn has_suspect(program: &Program, at: FunctionRef) -> bool {
    fn walk(expr: &Expr, suspect: &mut impl FnMut(&Expr, &Expr)) {
        if let ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } = &expr.kind {
            suspect(left, right);
        }
        for_each_part(expr, &mut |part| walk(part, suspect));
    }
    let function = program.function(at);
    let reads_if_there = program.file(at.module).source.slice(function.span).contains("?.");
    let values = Values::of(program, at).raw();
    let of_environment = |side: &Expr| values.ingredients(side).iter().any(|value| value.root == Root::Environment);
    let mut found = false;
    let is_constant = |side: &Expr| matches!(side.kind, ExprKind::Const(_));
    let mut suspect = |left: &Expr, right: &Expr| {
        let asks = !is_constant(left) && !is_constant(right);
        found = found || asks && (reads_if_there || of_environment(left) || of_environment(right));
    };
    let cfg = &function.cfg;
    cfg.tests.iter().for_each(|test| walk(test, &mut suspect));
    cfg.graph.node_weights().for_each(|block| block.evaluated().for_each(|expr| walk(expr, &mut suspect)));
    found
}

/// Looks at one function.
struct Reader<'p> {
    program: &'p Program,
    at: FunctionRef,
    evaluation: Evaluation<'p>,
    /// When the function lets through, and where.
    passes: Vec<(Condition, Span)>,
    /// When a function that is no check by any other sign gives a yes: comparing with a secret makes it one.
    answers: Vec<(Condition, Span)>,
    possible: Condition,
    confidence: Confidence,
}

impl<'p> Reader<'p> {
    fn of(program: &'p Program, at: FunctionRef) -> Option<Self> {
        let mut evaluation = evaluate(program, at);
        if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
            return None;
        }
        let (passes, answers, possible, confidence) = match program.candidate(at) {
            Some(check) if check.open_by_name => return None,
            Some(check) => {
                let parts = parts(&mut evaluation, check);
                let allows = parts.iter().filter(|part| part.decision == Decision::Allow);
                let passes = allows.map(|part| (part.condition, part.span)).collect();
                (passes, Vec::new(), possible(&mut evaluation.facts, &parts), check.confidence)
            }
            None => {
                let theory = evaluation.facts.theory();
                let mut passes = verdicts(&mut evaluation);
                passes.extend(ways_past_denials(program, at, &mut evaluation));
                (passes, answers(&mut evaluation), theory, Confidence::Medium)
            }
        };
        Some(Reader { program, at, evaluation, passes, answers, possible, confidence })
    }

    fn found(mut self) -> Vec<UndefinedMatch> {
        let facts = &self.evaluation.facts;
        let shown = facts.source.path.ends_with(".tsx") || facts.source.path.ends_with(".jsx");
        let mut found = Vec::new();
        for subject in facts.subjects().to_vec() {
            let facts = &self.evaluation.facts;
            let Term::Relation { op: op @ (BinaryOp::StrictEquals | BinaryOp::LooseEquals), left, right } =
                *facts.terms.get(subject)
            else {
                continue;
            };
            let Some(test) = facts.written_at(subject) else { continue };
            let pairs = [(left, right), (right, left)];
            let hit = pairs.into_iter().find_map(|(given, kept)| self.lets_through(subject, op, given, kept));
            let Some((passes, how, (given, kept))) = hit else { continue };
            let facts = &mut self.evaluation.facts;
            let sides = (facts.show_term(given).text, facts.show_term(kept).text);
            let unsure = shown || how == Absent::Other;
            let confidence = if unsure { Confidence::Low } else { self.confidence.min(Confidence::Medium) };
            found.push(UndefinedMatch { function: self.at.function, test, passes, sides, how, confidence });
        }
        found
    }

    /// Where the function lets through although what is `given` and what is `kept` are both missing.
    fn lets_through(
        &mut self,
        subject: TermId,
        op: BinaryOp,
        given: TermId,
        kept: TermId,
    ) -> Option<(Span, Absent, (TermId, TermId))> {
        let variable = self.evaluation.facts.variable(subject);
        let answers = if self.is_secret(kept) { self.answers.clone() } else { Vec::new() };
        for (passes, span) in self.passes.clone().into_iter().chain(answers) {
            if let Some(secret) = self.secret_in(kept) {
                let open = self.needs(passes, variable);
                let unset = self.missing(secret);
                if self.is_possible(&[open, unset])
                    && let Some(variable) = self.unset_variable(secret)
                {
                    return Some((span, Absent::InText { variable }, (given, kept)));
                }
                continue;
            }
            let Some(how) = self.how(op, given, kept) else { continue };
            let open = self.needs(passes, variable);
            let (no_given, no_kept) = (self.missing(given), self.missing(kept));
            let compared =
                self.may_miss(given, op) && self.may_miss(kept, op) && self.is_possible(&[open, no_given, no_kept]);
            if compared || self.both_missing(passes, variable, given, kept) {
                return Some((span, how, (given, kept)));
            }
        }
        None
    }

    /// When the function lets through because a comparison holds.
    fn needs(&mut self, passes: Condition, variable: Variable) -> Condition {
        let conditions = &mut self.evaluation.facts.conditions;
        let holds = conditions.restrict(passes, variable, &ValueSet::of(&Const::Bool(true)));
        let fails = conditions.restrict(passes, variable, &ValueSet::of(&Const::Bool(false)));
        let not_else = conditions.not(fails);
        conditions.and(holds, not_else)
    }

    fn is_possible(&mut self, all: &[Condition]) -> bool {
        let conditions = &mut self.evaluation.facts.conditions;
        let whole = all.iter().fold(self.possible, |whole, one| conditions.and(whole, *one));
        whole != Condition::FALSE && !conditions.exceeded()
    }

    /// When a value is `undefined`, as far as the function asks about it.
    fn missing(&mut self, value: TermId) -> Condition {
        let facts = &mut self.evaluation.facts;
        if !facts.subjects().contains(&value) {
            return Condition::TRUE;
        }
        let variable = facts.variable(value);
        facts.conditions.test(variable, &ValueSet::of(&Const::Undefined))
    }

    /// When a value is `undefined` because what it is read from is not there.
    fn unread(&mut self, value: TermId) -> Condition {
        let facts = &mut self.evaluation.facts;
        let own = match facts.subjects().contains(&value) {
            true => {
                let variable = facts.variable(value);
                facts.conditions.test(variable, &ValueSet::nullish())
            }
            false => Condition::FALSE,
        };
        let inner = match *facts.terms.get(value) {
            Term::Member { object, .. } | Term::Index { object, .. } => self.unread(object),
            Term::Call { callee, .. } => match *facts.terms.get(callee) {
                Term::Member { object, .. } => self.unread(object),
                _ => Condition::FALSE,
            },
            Term::Find { list, body, .. } => {
                let found = facts.terms.find(&Term::Some { list, body }).filter(|some| facts.subjects().contains(some));
                let found = found.map(|some| facts.truthy(some));
                found.map_or(Condition::FALSE, |found| facts.conditions.not(found))
            }
            _ => Condition::FALSE,
        };
        self.evaluation.facts.conditions.or(own, inner)
    }

    /// Whether the function lets through where neither side could be read, and not where only one could.
    fn both_missing(&mut self, passes: Condition, variable: Variable, given: TermId, kept: TermId) -> bool {
        let (no_given, no_kept) = (self.unread(given), self.unread(kept));
        let conditions = &mut self.evaluation.facts.conditions;
        let unequal = conditions.restrict(passes, variable, &ValueSet::of(&Const::Bool(false)));
        let (is_given, is_kept) = (conditions.not(no_given), conditions.not(no_kept));
        self.is_possible(&[unequal, no_given, no_kept])
            && !self.is_possible(&[unequal, no_given, is_kept])
            && !self.is_possible(&[unequal, is_given, no_kept])
    }

    /// What is missing where both sides are; nothing where one of them is there.
    fn how(&self, op: BinaryOp, given: TermId, kept: TermId) -> Option<Absent> {
        let facts = &self.evaluation.facts;
        let of_request = self.is_read_from_request(given) || facts.is_handed_request(given);
        if let Some(variable) = self.unset_variable(kept) {
            let given = of_request || self.is_optional(given, op);
            return (given && is_secret(&variable)).then_some(Absent::Unset { variable });
        }
        if facts.sources_of(given).iter().chain(&facts.sources_of(kept)).any(|value| value.root == Root::Environment) {
            return None;
        }
        Some(if of_request && !facts.is_of_request(kept) { Absent::OfRequest } else { Absent::Other })
    }

    /// Whether a value is read from a part of the request: `req.headers.authorization?.split(' ')[1]`.
    fn is_read_from_request(&self, value: TermId) -> bool {
        let facts = &self.evaluation.facts;
        let object = match *facts.terms.get(value) {
            _ if facts.is_of_request(value) => return true,
            Term::Member { object, .. } | Term::Index { object, .. } => object,
            Term::Call { callee, .. } => callee,
            _ => return false,
        };
        self.is_read_from_request(object)
    }

    /// Whether a value may be `undefined`: a part of a request that was not sent, what a declared type leaves out, a variable of the environment.
    fn may_miss(&self, value: TermId, op: BinaryOp) -> bool {
        let facts = &self.evaluation.facts;
        // What a method makes of a text that is there is a text: `header.slice(7)`.
        let accessor = match facts.terms.get(value) {
            Term::Call { callee, .. } => Some(format!("{}()", facts.function_name(*callee))),
            _ => None,
        };
        let reads = |value: &Value| accessor.as_ref().is_none_or(|called| value.path.contains(called));
        let left_out = |value: &Value| may_be_left_out(value, op) && reads(value);
        self.unset_variable(value).is_some()
            || self.is_optional(value, op)
            || (facts.is_of_request(value) && facts.sources_of(value).iter().all(left_out))
    }

    fn is_optional(&self, value: TermId, op: BinaryOp) -> bool {
        let nothing = |declared: &Type| match declared {
            Type::Literal(value) => *value == Const::Undefined || op == BinaryOp::LooseEquals && value.is_nullish(),
            _ => false,
        };
        match self.evaluation.facts.type_of(value, 0) {
            Some(Type::Union(parts)) => parts.iter().any(nothing),
            Some(declared) => nothing(&declared),
            None => false,
        }
    }

    /// The variable of the environment that a value is, if nobody makes sure that it is set.
    fn unset_variable(&self, value: TermId) -> Option<String> {
        let name = self.environment_variable(value)?;
        (!is_validated(self.program, self.at, &name)).then_some(name)
    }

    fn environment_variable(&self, value: TermId) -> Option<String> {
        match self.evaluation.facts.sources_of(value).as_slice() {
            [Value { root: Root::Environment, path }] => path.first().cloned(),
            _ => None,
        }
    }

    /// Whether a value is a secret of the environment, or a text with one in it.
    fn is_secret(&self, value: TermId) -> bool {
        let variable = self.environment_variable(self.secret_in(value).unwrap_or(value));
        variable.is_some_and(|name| is_secret(&name))
    }

    /// A variable of the environment that is put into a text.
    fn secret_in(&self, text: TermId) -> Option<TermId> {
        let parts = match self.evaluation.facts.terms.get(text) {
            Term::Template { values, .. } => values.clone(),
            Term::Arithmetic { op: BinaryOp::Add, left, right } => vec![*left, *right],
            _ => return None,
        };
        parts.into_iter().find(|part| self.environment_variable(*part).is_some_and(|name| is_secret(&name)))
    }
}

/// Whether a part of a request that was not sent is `undefined`: what `headers.get` gives is `null`.
fn may_be_left_out(value: &Value, op: BinaryOp) -> bool {
    const FIXED: &[&str] = &["method", "params", "param()", "ip", "url", "path", "originalUrl"];
    const GIVES_NULL: &[&str] = &["headers", "headers()", "searchParams", "formData()"];
    let path: Vec<&str> = value.path.iter().map(String::as_str).collect();
    let fixed = path.iter().take(2).any(|part| FIXED.contains(part) && !path.contains(&"searchParams"));
    let null = path.windows(2).any(|pair| GIVES_NULL.contains(&pair[0]) && pair[1] == "get()");
    !path.is_empty() && !fixed && (!null || op == BinaryOp::LooseEquals)
}

/// Whether a variable of the environment holds what proves somebody.
fn is_secret(name: &str) -> bool {
    const SECRETS: &[&str] = &[
        "secret", "token", "key", "password", "passwd", "pass", "apikey", "credential", "auth", "signature", "pin",
        "bearer",
    ];
    has_any(name, SECRETS)
}

/// When a function gives something that is a yes, and where.
fn answers(evaluation: &mut Evaluation<'_>) -> Vec<(Condition, Span)> {
    let facts = &mut evaluation.facts;
    let returned = evaluation.exits.iter().filter(|exit| exit.kind == ExitKind::Return);
    returned.map(|exit| (facts.truth(&exit.value), exit.span)).collect()
}

/// What a function that is no check says in variables that are named for a right: when they hold, and where they are first given a value.
fn verdicts(evaluation: &mut Evaluation<'_>) -> Vec<(Condition, Span)> {
    let facts = &mut evaluation.facts;
    let mut found = Vec::new();
    for (name, span, value) in facts.named_values() {
        if !has_any(&name, RIGHT) {
            continue;
        }
        found.push((facts.truth(&value), span));
    }
    found
}
