//! What the way around a denial has established, and what may have been a check on it.

use crate::calls::is_guard_name;
use crate::cfg::{Cfg, End, Expr, ExprKind, Step};
use crate::condition::{Condition, Variable};
use crate::decide::Confidence;
use crate::evaluate::Evaluator;
use crate::evidence::Evidence;
use crate::project::{FunctionRef, Outside, Program, Unresolved, for_each_call};
use crate::scoping::is_identifier;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::versions::callee_name;
use crate::words::{ASSERTS, PERMISSION, PRINCIPAL, has_any, words};

use super::points::{Points, Stand, is_guard_call};
use super::source::{Supplier, Suppliers};
use super::tests::{Tested, mentions, tested};
use super::{Skip, Skipped};

/// Words of what proves a request genuine, and is compared with what the server knows.
const PROOFS: &[&str] = &["signature", "sig", "hmac", "csrf", "xsrf", "secret", "nonce", "captcha", "otp", "digest"];

/// The way around a denial.
pub(super) struct Passing<'e, 'p> {
    pub(super) facts: &'e mut Evaluator<'p>,
    pub(super) program: &'p Program,
    pub(super) at: FunctionRef,
    pub(super) points: &'e Points,
    pub(super) skip: &'e Skip,
    pub(super) denied: Condition,
}

impl Passing<'_, '_> {
    /// The runs that pass no evidence. What was established on the way to the denial as well did not suffice there, unless it is about who asks.
    pub(super) fn without_evidence(&mut self, passing: Condition) -> Condition {
        let shared = self.facts.conditions.support(self.skip.rest);
        let tests = self.skip.tests.clone();
        let decides = self.points.decides;
        let (program, at) = (self.program, self.at);
        self.facts.without(passing, &mut |facts, variable, set| {
            if tests.contains(&variable) {
                return false;
            }
            let subject = facts.subject(variable);
            let evidence = facts.evidence(variable, set, false);
            // What a loop left in a variable is as good as what the loop asked, and that is looked at apart.
            let read_only = !facts.is_asked_about(variable);
            if evidence == Evidence::Unknown
                && (read_only || is_left_by_loop(facts, subject) || is_path(facts, subject))
            {
                return false;
            }
            // The calls of a `try` are looked at apart.
            let suppliers = Suppliers { facts, program, at };
            if matches!(facts.terms.get(subject), Term::Error(_)) || suppliers.says_of_request(subject) {
                return false;
            }
            match shared.contains(&variable) {
                true if decides => evidence.counts() && is_about_somebody(facts, subject),
                true => evidence == Evidence::Establishes,
                false => evidence.counts(),
            }
        })
    }

    /// Whether the denial is the answer of something that guards, beside the test.
    pub(super) fn guards(&mut self) -> bool {
        let questions = self.questions();
        let (facts, value) = (&*self.facts, self.skip.value);
        let about = |question: &TermId| mentions(facts, *question, value);
        match self.skip.how {
            Skipped::NoCheck => questions.iter().any(about),
            Skipped::OtherForm => questions
                .iter()
                .any(|question| about(question) && is_call(facts, *question) && judges(facts, *question, value)),
            Skipped::LeftOut if self.points.decides => {
                questions.iter().any(|question| relates(facts, *question, value)) && self.asks_for_more()
            }
            Skipped::LeftOut if questions.iter().any(about) => has_any(&facts.own_name(value), PROOFS),
            // Which row it is about may be told in another way, to whoever comes next.
            Skipped::LeftOut if is_identifier(&facts.own_name(value)) => false,
            Skipped::LeftOut => !questions.is_empty() && !self.is_used(),
            // That is no test of a denial: `super::unbound`.
            Skipped::NobodyAsks => false,
        }
    }

    /// What the denial asks beside the test: questions that somebody else answers.
    fn questions(&mut self) -> Vec<TermId> {
        let asked = self.facts.conditions.support(self.denied);
        let tests = &self.skip.tests;
        let asks_form = |facts: &Evaluator<'_>, variable: Variable| {
            matches!(tested(facts, variable, facts.conditions.domain(variable)), Some(Tested::Form { .. }))
        };
        let others =
            asked.into_iter().filter(|variable| !tests.contains(variable) && !asks_form(self.facts, *variable));
        let others: Vec<Variable> = others.collect();
        let decides = |variable: &Variable| {
            let set = self.facts.conditions.values(self.denied, *variable);
            set != *self.facts.conditions.domain(*variable)
        };
        let subjects = others.into_iter().filter(decides).map(|variable| self.facts.subject(variable));
        subjects.filter(|subject| is_question(self.facts, *subject)).collect()
    }

    /// Whether the denial asks for another part of what is asked for: without the one that is left out there is still something to do.
    fn asks_for_more(&self) -> bool {
        let facts = &*self.facts;
        let (value, root) = (self.skip.value, facts.terms.root(self.skip.value));
        let asked = facts.conditions.support(self.denied).into_iter().map(|variable| facts.subject(variable));
        let is_part =
            |term: &TermId| matches!(facts.terms.get(*term), Term::Member { .. }) && facts.terms.root(*term) == root;
        asked.into_iter().filter(is_part).any(|part| !mentions(facts, part, value) && !mentions(facts, value, part))
    }

    /// Whether the function does something with the value beside asking about it.
    fn is_used(&self) -> bool {
        let facts = &*self.facts;
        let uses = |term: TermId| mentions(facts, term, self.skip.value);
        facts.terms.ids().any(|term| match facts.terms.get(term) {
            Term::Call { callee, args, .. } => !facts.is_pure_on_values(*callee) && args.iter().any(|arg| uses(*arg)),
            Term::New { args, .. } => args.iter().any(|arg| uses(*arg)),
            Term::Object { fields, .. } => fields.iter().any(|(_, field)| uses(*field)),
            _ => false,
        })
    }

    /// Whether something on the way may be a check of its own.
    pub(super) fn asks_elsewhere(&mut self, bare: Condition, way: &Stand) -> bool {
        let function = self.program.function(self.at);
        let cfg = &function.cfg;
        let mut blocks = Vec::new();
        for block in cfg.graph.node_indices() {
            // The blocks of a loop tell of one turn; whether a run comes to it is told by its head.
            let (mut outer, mut around) = (block, cfg.graph[block].in_loop);
            while let Some(id) = around.filter(|_| around != way.in_loop) {
                let data = &cfg.loops[id.0 as usize];
                (outer, around) = (data.header, data.parent);
            }
            let reach = self.facts.reach_of(outer);
            let on_way = self.facts.conditions.and(reach, bare) != Condition::FALSE;
            let before = self.facts.conditions.and(reach, self.denied) != Condition::FALSE;
            if on_way {
                blocks.push((block, before));
            }
        }
        let asked: Vec<String> = self.questions().iter().filter_map(|question| self.asked_name(*question)).collect();
        let module = &self.program.file(self.at.module).module;
        let mut found = false;
        for_each_call(cfg, &mut |block, call, callee| {
            let Some((_, before)) = blocks.iter().find(|(known, _)| *known == block) else { return };
            if self.skip.how == Skipped::NoCheck && call.span.start > way.span.start {
                return;
            }
            let again = !before && asked.iter().any(|name| name == callee_name(module, callee));
            found = found || again || self.may_check(cfg, call, callee, *before);
        });
        found
    }

    /// The name of the function that a question asks.
    fn asked_name(&self, question: TermId) -> Option<String> {
        let call = match *self.facts.terms.get(question) {
            Term::Await(inner) | Term::Throws(inner) => inner,
            _ => question,
        };
        match self.facts.terms.get(call) {
            Term::Call { callee, .. } if !self.facts.is_pure_on_values(*callee) => {
                Some(self.facts.function_name(*callee))
            }
            _ => None,
        }
    }

    fn may_check(&self, cfg: &Cfg, call: &Expr, callee: &Expr, before: bool) -> bool {
        let module = &self.program.file(self.at.module).module;
        let name = callee_name(module, callee);
        let target = self.program.function_behind(self.at, callee);
        if matches!(target, Err(Unresolved::Outside(Outside::Builtin))) {
            return name == "timingSafeEqual" || name == "verify";
        }
        // What a check asked before it came to the denial did not suffice there, unless it is about who asks.
        if before && self.points.decides && !has_any(name, PRINCIPAL) {
            return false;
        }
        let first = words(name).into_iter().next().unwrap_or_default();
        let by_name = is_guard_name(name) || has_any(name, PERMISSION) || ASSERTS.contains(&first.as_str());
        let hands_on_person = || {
            let text = self.facts.source.slice(call.span);
            target.is_err() && is_bare(cfg, call.span) && has_any(text, PRINCIPAL)
        };
        is_guard_call(self.program, self.at, call) || by_name || hands_on_person()
    }
}

/// How sure it is that somebody gets around a denial.
pub(super) fn confidence(facts: &Evaluator<'_>, supplier: Supplier, how: Skipped) -> Option<Confidence> {
    let path = &facts.source.path;
    // What a component asks is about what it shows.
    let shown = path.ends_with(".tsx") || path.ends_with(".jsx");
    match (supplier, how) {
        (Supplier::Caller, Skipped::NoCheck) => Some(Confidence::Low),
        (Supplier::Caller, _) | (_, Skipped::NoCheck) => None,
        _ if shown => Some(Confidence::Low),
        _ => Some(Confidence::Medium),
    }
}

/// Whether a subject is what a loop left in a variable.
fn is_left_by_loop(facts: &Evaluator<'_>, subject: TermId) -> bool {
    let mut left = |term: &Term| matches!(term, Term::AfterLoop { .. } | Term::Carried { .. } | Term::Collected { .. });
    facts.terms.any(subject, &mut left)
}

/// Whether a subject is a path that is put together, which is always there.
fn is_path(facts: &Evaluator<'_>, subject: TermId) -> bool {
    let made = ["resolve", "join", "normalize", "basename", "dirname"];
    matches!(facts.terms.get(subject), Term::Call { callee, .. } if made.contains(&facts.function_name(*callee).as_str()))
}

/// Whether a question is about who asks.
fn is_about_somebody(facts: &Evaluator<'_>, subject: TermId) -> bool {
    has_any(&facts.own_name(subject), PRINCIPAL)
        || facts.terms.parts(subject).into_iter().any(|part| is_about_somebody(facts, part))
}

/// Whether a subject is a question that somebody else answers: a call, a comparison of two values, a right by name.
fn is_question(facts: &Evaluator<'_>, subject: TermId) -> bool {
    match facts.terms.get(subject) {
        Term::Call { .. } | Term::Relation { .. } | Term::Some { .. } | Term::Throws(_) => true,
        Term::Await(inner) => is_question(facts, *inner),
        Term::Member { property, .. } => has_any(property, crate::words::RIGHT),
        _ => false,
    }
}

fn is_call(facts: &Evaluator<'_>, subject: TermId) -> bool {
    match facts.terms.get(subject) {
        Term::Await(inner) => is_call(facts, *inner),
        Term::Call { .. } => true,
        _ => false,
    }
}

/// Whether a call says something of a value that is more than its form: it is named as a guard, or looks at something else as well.
fn judges(facts: &Evaluator<'_>, call: TermId, value: TermId) -> bool {
    is_guard_name(&facts.called_name(call)) || relates(facts, call, value)
}

/// Whether a question relates a value to something else than constants.
fn relates(facts: &Evaluator<'_>, term: TermId, value: TermId) -> bool {
    if super::tests::alike(facts, term, value) {
        return false;
    }
    let parts = |callee: &TermId, args: &[TermId]| {
        let receiver = match facts.terms.get(*callee) {
            Term::Member { object, .. } => Some(*object),
            _ => None,
        };
        receiver.into_iter().chain(args.iter().copied()).any(|part| relates(facts, part, value))
    };
    match facts.terms.get(term) {
        Term::Const(_) | Term::Regex { .. } | Term::Global(_) | Term::Function(_) | Term::Bound(_) => false,
        Term::Call { callee, args, .. } | Term::New { callee, args, .. } => parts(callee, args),
        Term::Param(_) | Term::This | Term::Variable { .. } | Term::Element(_) | Term::Unknown { .. } => true,
        _ => facts.terms.parts(term).into_iter().any(|part| relates(facts, part, value)),
    }
}

/// Whether nobody looks at what a call gives.
fn is_bare(cfg: &Cfg, call: Span) -> bool {
    let is = |value: &Expr| match &value.kind {
        ExprKind::Await(inner) => inner.span == call,
        _ => value.span == call,
    };
    cfg.graph.node_weights().any(|block| {
        let evaluated = block.steps.iter().any(|step| matches!(step, Step::Evaluate(value) if is(value)));
        evaluated || matches!(&block.end, End::Call { call, .. } if is(call))
    })
}
