//! Rights that whoever asks gives to himself.
//!
//! In comes a file, out come tests that let through for what a request says of itself: a role in its body, two of its parts that agree, an address in a header that
//! anybody can send. A part of a request that is compared with something stored, a list or who asks is no claim.

mod address;

use crate::cfg::{BinaryOp, Expr};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::decide::{Confidence, Decision};
use crate::evaluate::{Evaluation, Evaluator, evaluate};
use crate::judge::{parts, possible};
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::recognise::Candidate;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::values::{Value, Values, names_principal};
use crate::versions::for_each_part;
use crate::words::{has_any, words};

/// A right that whoever asks gives to himself.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The function in which it stands.
    pub function: FunctionId,
    /// What whoever asks chooses, or the comparison of two such things.
    pub test: Span,
    /// Where that lets through.
    pub passes: Span,
    /// What is chosen, as an expression.
    pub value: String,
    pub what: Claimed,
    pub confidence: Confidence,
}

/// What somebody says of himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claimed {
    /// A role, a right.
    Right,
    /// Two parts of a request are the same.
    Same,
    /// Where the request comes from.
    Address,
}

/// Words of a right in the name of a part of a request.
const RIGHTS: &[&str] = &[
    "role", "admin", "administrator", "superuser", "superadmin", "permission", "privilege", "privileged", "scope",
    "trusted", "authorized", "authorised", "authenticated", "verified", "staff", "moderator", "approved", "internal",
];

/// Every claim of a file that lets through, in source order.
pub(crate) fn claims(program: &Program, module: ModuleId) -> Vec<Claim> {
    let mut found = Vec::new();
    for at in program.functions_of(module) {
        if let Some(check) =
            program.candidate(at).filter(|check| check.confidence > Confidence::Low && !check.open_by_name)
            && asks_request(program, at)
        {
            found.extend(claims_of(program, at, check));
        }
        found.extend(address::claims(program, at));
    }
    found.sort_by_key(|one| (one.test, one.passes));
    found.dedup_by_key(|one| one.test);
    found
}

/// Whether a test of a function looks at a part of a request.
fn asks_request(program: &Program, at: FunctionRef) -> bool {
    fn any(expr: &Expr, is: &impl Fn(&Expr) -> bool) -> bool {
        let mut found = is(expr);
        for_each_part(expr, &mut |part| found = found || any(part, is));
        found
    }
    let values = Values::of(program, at).raw();
    let cfg = &program.function(at).cfg;
    let of_request = |expr: &Expr| values.sources(expr).iter().any(is_chosen);
    let evaluated = cfg.graph.node_weights().flat_map(|block| block.evaluated());
    cfg.tests.iter().chain(evaluated).any(|expr| any(expr, &of_request))
}

/// A part of a request that is more than where it goes.
fn is_chosen(value: &Value) -> bool {
    const OF_ROUTE: &[&str] = &["method", "url", "path", "originalUrl", "pathname", "ip", "session"];
    value.is_request() && value.path.first().is_some_and(|first| !OF_ROUTE.contains(&first.as_str()))
}

fn claims_of(program: &Program, at: FunctionRef, check: &Candidate) -> Vec<Claim> {
    let mut evaluation = evaluate(program, at);
    if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
        return Vec::new();
    }
    let parts = parts(&mut evaluation, check);
    let possible = possible(&mut evaluation.facts, &parts);
    let mut found = Vec::new();
    for part in parts.iter().filter(|part| part.decision == Decision::Allow) {
        for variable in evaluation.facts.conditions.support(part.condition) {
            let Some(what) = claimed(&evaluation, variable) else { continue };
            let facts = &mut evaluation.facts;
            let Some(test) = facts.written_at(facts.subject(variable)) else { continue };
            if !lets_through(facts, part.condition, possible, variable, check.sign_in) {
                continue;
            }
            let value = facts.show_term(facts.subject(variable)).text;
            let confidence = check.confidence.min(Confidence::Medium);
            found.push(Claim { function: at.function, test, passes: part.span, value, what, confidence });
        }
    }
    found
}

/// What somebody says of himself, as far as a variable asks that.
fn claimed(evaluation: &Evaluation<'_>, variable: Variable) -> Option<Claimed> {
    let facts = &evaluation.facts;
    let subject = facts.subject(variable);
    let chosen = |term: TermId| {
        let sources = facts.sources_of(term);
        !sources.is_empty() && sources.iter().all(is_chosen)
    };
    match *facts.terms.get(subject) {
        Term::Relation { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
            let of_somebody = |term: TermId| {
                let name = facts.own_name(term);
                names_principal(&name)
                    || words(&name).first().is_some_and(|first| ["owner", "role"].contains(&first.as_str()))
            };
            let same = chosen(left) && chosen(right) && (of_somebody(left) || of_somebody(right));
            same.then_some(Claimed::Same)
        }
        Term::Member { .. } | Term::Call { .. } | Term::Index { .. } | Term::Variable { .. } | Term::Param(_) => {
            let names_right = || {
                let sources = facts.sources_of(subject);
                sources.iter().all(|value| value.last_name().is_some_and(|name| has_any(name, RIGHTS)))
            };
            (chosen(subject) && names_right() && !validates(facts)).then_some(Claimed::Right)
        }
        _ => None,
    }
}

/// Whether what a variable says lets through, with no other evidence beside it.
fn lets_through(
    facts: &mut Evaluator<'_>,
    allowed: Condition,
    possible: Condition,
    variable: Variable,
    sign_in: bool,
) -> bool {
    let lets_in = facts.conditions.values(allowed, variable);
    let named = lets_in.constants().is_some_and(|values| !values.is_empty() && values.iter().all(Const::is_truthy));
    if !named && lets_in != ValueSet::truthy().intersection(facts.conditions.domain(variable)) {
        return false;
    }
    let others = lets_in.complement();
    let holds = facts.conditions.restrict(allowed, variable, &lets_in);
    let fails = facts.conditions.restrict(allowed, variable, &others);
    let not_else = facts.conditions.not(fails);
    let needs = facts.conditions.and(holds, not_else);
    let bare = facts.unproven(needs, sign_in);
    facts.conditions.and(bare, possible) != Condition::FALSE && !facts.conditions.exceeded()
}

/// Whether a function looks at what is sent and not at who sends it, by its name.
fn validates(facts: &Evaluator<'_>) -> bool {
    let own = facts.function().name.rsplit('.').next().unwrap_or_default();
    has_any(own, &["validate", "validates", "valid", "parse", "body", "field", "fields", "query", "params"])
}
