//! Denials that stand exactly where a check allows.
//!
//! In come the call sites of a file, out come those whose yes is refused and whose no goes on. Decided on conditions: wherever the denial is reached
//! the check has allowed, wherever the check has allowed somebody is refused, and where it has not some run goes on.

mod refusals;

use crate::calls::{Asked, CallSite, Uses, call_sites};
use crate::condition::Condition;
use crate::contract::Reading;
use crate::decide::{Confidence, Decision};
use crate::evaluate::{Evaluator, evaluate_asking};
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::recognise::Candidate;
use crate::source::Span;
use crate::words::words;

pub(crate) use refusals::{Refusals, refusals};

/// A denial where a check allows.
#[derive(Debug, Clone)]
pub struct Inverted {
    /// The function in which it stands.
    pub caller: FunctionId,
    /// The denial.
    pub denial: Span,
    /// The call that allows.
    pub call: Span,
    /// What is called, as written.
    pub name: String,
    pub check: FunctionRef,
    /// Whether a truthy answer allows.
    pub truthy_allows: bool,
    /// Other calls of the check that are answered the other way round: the file, and the call.
    pub others: Vec<(ModuleId, Span)>,
    pub confidence: Confidence,
}

/// Calls that are answered the other way round and prove, with what is asked alike, that one is wrong.
const SIBLINGS: usize = 3;

/// Every denial of a file that stands where a check allows, in source order.
pub(crate) fn inverted(program: &Program, module: ModuleId, calls: &[CallSite]) -> Vec<Inverted> {
    let sites = answered_sites(program, module, calls, None);
    let backwards = sites.iter().filter(|site| site.refused_where == Decision::Allow);
    backwards.filter_map(|site| proven(program, module, site)).collect()
}

/// A call of a check whose answer decides on a denial.
#[derive(Debug)]
struct Site {
    caller: FunctionId,
    call: Span,
    name: String,
    check: FunctionRef,
    denial: Span,
    /// What the check says where the denial stands.
    refused_where: Decision,
}

/// The calls of a file (of one check, or of all) whose answers decide on a denial.
fn answered_sites(program: &Program, module: ModuleId, calls: &[CallSite], of: Option<FunctionRef>) -> Vec<Site> {
    let mut found = Vec::new();
    let mut callers: Vec<FunctionId> = Vec::new();
    let matters = |site: &&CallSite| {
        matches!(site.asked, Asked::Called(_))
            && site.callee.as_ref().is_ok_and(|callee| {
                of.is_none_or(|of| of == *callee)
                    && program.candidate(*callee).is_some_and(|check| allows_by_truth(check).is_some())
            })
    };
    let calls: Vec<&CallSite> = calls.iter().filter(matters).collect();
    callers.extend(calls.iter().map(|site| site.caller));
    callers.dedup();
    for caller in callers {
        let at = FunctionRef { module, function: caller };
        let refusals = refusals(program, at);
        if refusals.refusing.is_empty() {
            continue;
        }
        let mut evaluation = evaluate_asking(program, at);
        if evaluation.gave_up {
            continue;
        }
        let facts = &mut evaluation.facts;
        let own = calls.iter().filter(|site| site.caller == caller);
        found.extend(own.filter_map(|site| answered(program, facts, &refusals, site)));
    }
    found
}

/// Whether a truthy answer of a check allows; nothing, where its answers are not read by their truth, or ask a person.
fn allows_by_truth(check: &Candidate) -> Option<bool> {
    match check.contract.reading {
        Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, .. } => Some(true),
        Reading::Truth { truthy: Decision::Deny, falsy: Decision::Allow, .. } => Some(false),
        _ => None,
    }
}

/// What a check says where a denial stands, if the denial follows from its answer alone.
fn answered(program: &Program, facts: &mut Evaluator<'_>, refusals: &Refusals, site: &CallSite) -> Option<Site> {
    let check = site.callee.clone().ok()?;
    let truthy_allows = allows_by_truth(program.candidate(check)?)?;
    let (asked, truthy, awaited) = facts.answer_of(site.span)?;
    if program.summary(check).gives.promise != awaited {
        return None;
    }
    let yes = facts.conditions.and(asked, truthy);
    let not_truthy = facts.conditions.not(truthy);
    let no = facts.conditions.and(asked, not_truthy);
    let (allowed, denied) = if truthy_allows { (yes, no) } else { (no, yes) };
    let stops = refusals.stopping.iter().fold(Condition::FALSE, |all, block| {
        let reach = facts.reach_of(*block);
        facts.conditions.or(all, reach)
    });
    let goes_on = facts.conditions.not(stops);
    let within = |facts: &mut Evaluator<'_>, answer: Condition, other: Condition| {
        if answer == Condition::FALSE || other == Condition::FALSE {
            return None;
        }
        let passed = facts.conditions.and(answer, goes_on);
        let open = facts.conditions.and(other, goes_on);
        if passed != Condition::FALSE || open == Condition::FALSE {
            return None;
        }
        let not_answer = facts.conditions.not(answer);
        refusals.refusing.iter().copied().find(|(block, _)| {
            let reach = facts.reach_of(*block);
            reach != Condition::FALSE && facts.conditions.and(reach, not_answer) == Condition::FALSE
        })
    };
    let (refused_where, (_, denial)) = match within(facts, allowed, denied) {
        Some(refusal) => (Decision::Allow, refusal),
        None => (Decision::Deny, within(facts, denied, allowed)?),
    };
    Some(Site { caller: site.caller, call: site.span, name: site.name.clone(), check, denial, refused_where })
}

/// A denial where a check allows, if its name or the other calls of the check prove it wrong.
fn proven(program: &Program, module: ModuleId, site: &Site) -> Option<Inverted> {
    let candidate = program.candidate(site.check)?;
    let truthy_allows = allows_by_truth(candidate)?;
    let function = program.function(FunctionRef { module, function: site.caller });
    let text = |span: Span| program.file(module).source.slice(span);
    let sign_in = candidate.sign_in && truthy_allows;
    if sign_in || refuses_on_purpose(&function.name) || speaks_of_more(text(site.denial)) {
        return None;
    }
    let (alike, others) = siblings(program, module, site);
    if alike > 0 && alike >= others.len() {
        return None;
    }
    let by_name = names_a_verdict(&program.function(site.check).name, truthy_allows);
    let same_question = || {
        let asked = |module: ModuleId, call: Span| arguments(program.file(module).source.slice(call)).to_owned();
        let own = asked(module, site.call);
        others.iter().any(|(module, call)| asked(*module, *call) == own)
    };
    let by_others = others.len() >= SIBLINGS && others.len() >= SIBLINGS * alike && same_question();
    let confidence = match () {
        () if by_name => candidate.confidence,
        () if by_others => candidate.confidence.min(Confidence::Medium),
        () => return None,
    };
    Some(Inverted {
        caller: site.caller,
        denial: site.denial,
        call: site.call,
        name: site.name.clone(),
        check: site.check,
        truthy_allows,
        others,
        confidence,
    })
}

/// How many other calls of a check are refused where it allows, and those that are refused where it denies.
fn siblings(program: &Program, module: ModuleId, own: &Site) -> (usize, Vec<(ModuleId, Span)>) {
    let (mut alike, mut others) = (0, Vec::new());
    for id in program.ids().into_iter().filter(|id| program.calls_into(*id, own.check)) {
        let calls = call_sites(program, id, &Uses::of(program, id));
        for site in answered_sites(program, id, &calls, Some(own.check)) {
            match site.refused_where {
                Decision::Deny => others.push((id, site.call)),
                _ if (id, site.call) == (module, own.call) => {}
                _ => alike += 1,
            }
        }
    }
    (alike, others)
}

/// Whether the name of a check says who may, or who may not, and not merely who somebody is: `canEdit`, `hasPermission`, `isBanned`; not `isAdmin`,
/// which one asks too in order to protect administrators.
fn names_a_verdict(name: &str, truthy_allows: bool) -> bool {
    const MAY: &[&str] = &[
        "permission", "permissions", "permitted", "access", "allowed", "authorized", "authorised", "authorize",
        "authorise", "entitled", "privilege", "privileges",
    ];
    const MAY_NOT: &[&str] = &["blocked", "banned", "denied", "forbidden", "suspended", "disallowed", "prohibited"];
    let words = words(name.rsplit('.').next().unwrap_or(name));
    let first = words.first().map_or("", String::as_str);
    match truthy_allows {
        true => ["can", "may"].contains(&first) || words.iter().any(|word| MAY.contains(&word.as_str())),
        false => words.iter().any(|word| MAY_NOT.contains(&word.as_str())),
    }
}

/// Whether the name of a function says that it keeps out who may: `assertCannotEdit`, `guestOnly`, `unblock`.
fn refuses_on_purpose(name: &str) -> bool {
    const NEGATIONS: &[&str] = &[
        "not", "cannot", "cant", "no", "non", "without", "un", "prevent", "disallow", "forbid", "guest", "guests",
        "anonymous", "except", "unblock", "unban", "unsuspend", "restore", "reactivate", "request", "join", "accept",
        "only", "lacks", "missing", "denied", "apply", "invite", "grant",
    ];
    words(name).iter().any(|word| NEGATIONS.contains(&word.as_str()))
}

/// Whether a refusal is about something else than a right: what is asked for is there already.
fn speaks_of_more(text: &str) -> bool {
    const MORE: &[&str] = &["already", "exist", "twice", "yourself", "self", "not blocked", "not banned", "last"];
    let text = text.to_lowercase();
    MORE.iter().any(|word| text.contains(word))
}

/// What stands between the outer parentheses of a call.
fn arguments(call: &str) -> &str {
    call.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'))
}
