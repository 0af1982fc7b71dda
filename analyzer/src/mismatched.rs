//! Effects on something else than what was checked.
//!
//! In come the checks that a function asks and the effects it has, each with where its values come from; out comes an effect whose target the one
//! who asks chooses freely, while every check before it is about other parts of the request. Whatever may tie the two makes it silent: a call, a
//! comparison or an object that holds both, one that is derived from the other, a callee that asks for itself.

mod rederived;
mod ties;

use std::collections::BTreeSet;

use crate::asks::{Ask, AskKind, Asks, Site};
use crate::decide::Confidence;
use crate::effects::{Act, Effect, Store};
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;
use crate::values::Value;
use crate::words::words;

use ties::Ties;

/// A check about one thing, and a use of another.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// The function in which the check stands.
    pub function: FunctionId,
    /// The check: what is called, as written, and where.
    pub check: String,
    pub checked_at: Span,
    /// What it is about.
    pub checked: Vec<String>,
    /// Where the other thing is used.
    pub used_at: Span,
    pub used: UsedInstead,
    pub confidence: Confidence,
}

/// What is used in the place of what was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsedInstead {
    /// Another part of the request selects the target of an effect.
    OtherPart {
        /// As written in the request: `surveyId`.
        part: String,
        act: Act,
        store: Store,
        /// The library's call.
        act_at: (ModuleId, Span),
    },
    /// Another spelling of what was checked, computed afterwards by this function.
    OtherSpelling { by: String },
}

/// Every mismatch of a file, in source order.
pub(crate) fn mismatches(program: &Program, module: ModuleId) -> Vec<Mismatch> {
    let mut found = Vec::new();
    for at in program.functions_of(module) {
        // What stands inside of another function is looked at with that.
        if program.function(at).parent.is_some() || !calls_check(program, at) {
            continue;
        }
        let asks = Asks::of(program, at);
        found.extend(other_parts(program, at, &asks));
        found.extend(rederived::rederived(program, at, &asks));
    }
    found.sort_by_key(|one| (one.used_at, one.checked_at));
    found.dedup_by(|later, earlier| later.used_at == earlier.used_at);
    found
}

/// Whether a function, or one inside of it, calls a check of the project.
fn calls_check(program: &Program, at: FunctionRef) -> bool {
    let module = &program.file(at.module).module;
    module.body(at.function).into_iter().any(|function| {
        let mut found = false;
        for_each_call(&module.functions[function.0 as usize].cfg, &mut |_, call, _| {
            let candidate = program.callee(at.module, call).and_then(|callee| program.candidate(callee));
            found |= candidate.is_some_and(|candidate| candidate.confidence > Confidence::Low);
        });
        found
    })
}

/// Effects that another part of the request selects than those that were checked.
fn other_parts(program: &Program, at: FunctionRef, asks: &Asks) -> Vec<Mismatch> {
    // Within one function all checks together say what was checked.
    let checks: Vec<&Ask> = asks.own_checks().filter(|ask| is_sure(ask)).collect();
    let about: BTreeSet<&Value> = checks.iter().flat_map(|ask| &ask.about).collect();
    let takes_all = about.iter().any(|value| value.is_request() && value.path.is_empty());
    let checked: BTreeSet<&Value> = about.into_iter().filter(|value| is_chosen_identifier(value)).collect();
    let Some(check) = checks.iter().find(|ask| ask.about.iter().any(is_chosen_identifier)) else { return Vec::new() };
    if takes_all || asks.is_cut {
        return Vec::new();
    }
    let ties = Ties::of(program, at);
    let mut found = Vec::new();
    for effect in program.effects(at) {
        let Some(part) = chosen_target(program, at, effect) else { continue };
        let part = &part;
        let is_after = checks.iter().all(|check| check.through.span.start < effect.call.start);
        let is_asked_for = asks.all.iter().any(|ask| may_be_about(ask, effect, part));
        let is_tied = checked.iter().any(|checked| ties.tie(checked, part)) || ties.is_compared(part);
        if !is_after || is_asked_for || is_tied {
            continue;
        }
        found.push(Mismatch {
            function: check.through.function,
            check: check.name.clone(),
            checked_at: check.through.span,
            checked: checked.iter().map(|value| part_name(value)).collect(),
            used_at: effect.call,
            used: UsedInstead::OtherPart {
                part: part_name(part),
                act: effect.act,
                store: effect.store.clone(),
                act_at: effect.act_at,
            },
            confidence: Confidence::Medium,
        });
    }
    found
}

fn is_sure(ask: &Ask) -> bool {
    matches!(ask.kind, AskKind::Check(_, confidence) if confidence > Confidence::Low)
}

/// The part of the request that alone selects the target of a write, or of a read whose result is given back.
fn chosen_target(program: &Program, at: FunctionRef, effect: &Effect) -> Option<Value> {
    if !effect.keys_known || !matches!(effect.store, Store::Table(_)) || effect.act == Act::Read && !effect.is_returned
    {
        return None;
    }
    let keys: Vec<Vec<Value>> = effect
        .keys
        .iter()
        .map(|key| key.values.iter().map(|value| program.seen_from_outside(at, value.clone())).collect())
        .collect();
    // A key of any other origin may be what ties the target to who asks.
    let all_chosen = keys.iter().all(|values| {
        !values.is_empty() && values.iter().all(|value| is_chosen_identifier(value) || is_constant(value))
    });
    keys.into_iter().flatten().find(is_chosen_identifier).filter(|_| all_chosen)
}

fn is_constant(value: &Value) -> bool {
    matches!(value.root, crate::values::Root::Constant(_))
}

/// Whether a value is a part of the request that names one thing: `surveyId`, `body.id`, `params.slug`.
fn is_chosen_identifier(value: &Value) -> bool {
    const IDENTIFIERS: &[&str] = &["id", "ids", "uuid", "slug", "key", "handle", "uid"];
    let last = value.last_name().unwrap_or_default();
    value.is_request() && words(last).last().is_some_and(|word| IDENTIFIERS.contains(&word.as_str()))
}

/// Whether something that is asked may be about the target of an effect, or about who may have it.
fn may_be_about(ask: &Ask, effect: &Effect, part: &Value) -> bool {
    let in_callee = !ask.is_own && ask.through.span == effect.call;
    match ask.kind {
        // What the callee asks, it asks of what it is handed.
        _ if in_callee => true,
        AskKind::Check(..) | AskKind::Named | AskKind::GetsPrincipal | AskKind::GetsRequest | AskKind::Secret => {
            ask.is_own && ask.through.span != effect.call && ask.about.iter().any(|value| value.overlaps(part))
        }
        AskKind::Principal | AskKind::Compares | AskKind::Denial => false,
    }
}

/// A part of the request as people write it: without the part that every request has.
fn part_name(value: &Value) -> String {
    let names: Vec<&str> = value.path.iter().map(String::as_str).filter(|name| *name != Value::ELEMENT).collect();
    names.join(".")
}

/// Whether one place comes before another in the text of one function.
fn is_before(first: Site, second: Span) -> bool {
    first.span.start < second.start
}
