//! Answers that are sent: which parameters record how they are used, and what the record means.
//!
//! In: a check, and the record of a run. Out: its decision, where the record has one. What a framework makes of a call is written here a second time, from
//! its manual and not from the analyzer.

use portcullis_analyzer::module::{Function, Type};
use portcullis_analyzer::vocabulary::{FieldMeaning, field_meaning};
use portcullis_analyzer::{Check, Decision, Encoding, Module};
use serde_json::Value;

use super::frameworks;

/// Whether a check answers by what it calls.
pub fn answers(check: &Check) -> bool {
    matches!(check.encoding, Encoding::Continuation | Encoding::Response | Encoding::Callback)
}

/// The role of a parameter, by its name and type beside its neighbours'.
pub fn role(check: &Check, module: &Module, function: &Function, at: usize) -> Option<&'static str> {
    if !answers(check) {
        return None;
    }
    let binding = |at: usize| module.bindings.get(function.params.get(at)?.binding.0 as usize);
    let name = binding(at)?.name.trim_start_matches('_');
    let ty = match &binding(at)?.declared_type {
        Some(Type::Named { name, .. }) => name.rsplit('.').next().unwrap_or(name),
        _ => "",
    };
    let is_last = at + 1 == function.params.len();
    if let Some(role) = frameworks::role(check, at, is_last) {
        return Some(role);
    }
    match (name, ty) {
        (_, "NextFunction" | "Next" | "HookHandlerDoneFunction") => Some("continuation"),
        ("next", _) if at > 0 => Some("continuation"),
        ("done", _) if at == 2 => Some("continuation"),
        (_, "Response" | "ServerResponse" | "FastifyReply") if at > 0 => Some("response"),
        ("res" | "response" | "reply", _) if at > 0 => Some("response"),
        (_, "Context" | "ParameterizedContext") => Some("context"),
        ("c" | "ctx" | "context", _) if at == 0 && !is_last => Some("context"),
        ("callback" | "cb" | "done", _) if at > 0 && is_last => Some("callback"),
        ("", _) if at == 0 && check.encoding == Encoding::Continuation => Some("bag"),
        _ => None,
    }
}

/// Whether what it answers through is a parameter of its own, or the end itself.
pub fn has_own_channel(check: &Check, module: &Module) -> bool {
    let function = &module.functions[check.function.0 as usize];
    let own = (0..function.params.len())
        .any(|at| matches!(role(check, module, function, at), Some("continuation" | "navigation" | "bag")));
    own || goes_on_by_ending(check, module)
}

/// What a run sent: the first answer that can't be taken back, or else the last one. A guard that ends without one has answered, too, where it
/// is to go on by a call.
pub fn decision(check: &Check, module: &Module, given: &Value) -> Option<Decision> {
    if !answers(check) {
        return None;
    }
    let record = given["sent"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some(decision) = record.iter().find_map(final_answer) {
        return Some(decision);
    }
    let throws = !given["throws"].is_null();
    let last = record.iter().rev().find_map(answer).filter(|_| !throws || check.encoding != Encoding::Callback);
    if last.is_some() || check.encoding != Encoding::Continuation {
        return last;
    }
    // Who waits for ever has not refused.
    if given["hangs"] == true {
        return None;
    }
    Some(if !throws && goes_on_by_ending(check, module) { Decision::Allow } else { Decision::Deny })
}

/// A Fastify hook without a callback just ends; every other guard calls `next`.
fn goes_on_by_ending(check: &Check, module: &Module) -> bool {
    let function = &module.functions[check.function.0 as usize];
    let calls_on = (0..function.params.len()).any(|at| role(check, module, function, at) == Some("continuation"));
    !calls_on && check.reasons.iter().any(|reason| reason.ends_with("of Fastify"))
}

/// `next()`, `callback(null, true)`: what is called has run.
fn final_answer(event: &Value) -> Option<Decision> {
    let allows = match (event["by"].as_str()?, args(event)) {
        ("continuation", args) if goes_on(args) => true,
        ("callback", []) => return None,
        ("callback", [only]) => *only == true,
        ("resumption", _) => true,
        ("verdict", args) => args.first().is_some_and(is_truthy),
        ("navigation", args) => args.first().is_none_or(|to| *to == true || to["kind"] == "undefined"),
        ("outcome", [_]) => false,
        ("callback" | "outcome", [error, value, ..]) => !is_truthy(error) && is_truthy(value),
        _ => return None,
    };
    Some(if allows { Decision::Allow } else { Decision::Deny })
}

/// An answer that a later one replaces: an error that is handed on, a response that is ended, a status that is stored, a right that is granted by a call of this name.
fn answer(event: &Value) -> Option<Decision> {
    match event["by"].as_str()? {
        "continuation" if !goes_on(args(event)) => Some(Decision::Deny),
        "another" => Some(Decision::Delegated),
        "response" | "context" if event["ends"].is_string() => Some(Decision::Deny),
        "context" if event["stores"] == "res" => Some(Decision::Deny),
        "context" if event["stores"] == "status" && event["value"].as_u64() >= Some(400) => Some(Decision::Deny),
        "call" => {
            let name = event["name"].as_str()?.rsplit('.').next()?;
            by_name(name).or_else(|| by_data(name, args(event)))
        }
        _ => None,
    }
}

/// `bus.publish({ confirmed: true })`, `sendApproval(true)`.
fn by_data(name: &str, args: &[Value]) -> Option<Decision> {
    let sends = ["send", "publish", "emit", "post", "notify", "respond", "reply", "dispatch"];
    if !sends.iter().any(|word| name.starts_with(word)) {
        return None;
    }
    let fields = args.iter().filter_map(|arg| arg["fields"].as_object()).flatten();
    let said = fields.filter_map(|(name, value)| match field_meaning(name)? {
        FieldMeaning::Allows => Some(is_truthy(value)),
        FieldMeaning::Denies => Some(!is_truthy(value)),
        _ => None,
    });
    let allows = said.chain(args.iter().filter_map(Value::as_bool)).next()?;
    Some(if allows { Decision::Allow } else { Decision::Deny })
}

fn args(event: &Value) -> &[Value] {
    event["args"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A bag of options goes on with the call; the router's own words skip what is left of its guards.
fn goes_on(args: &[Value]) -> bool {
    let Some(first) = args.first() else { return true };
    !is_truthy(first) || first["fields"].is_object() || *first == "route" || *first == "router"
}

fn by_name(name: &str) -> Option<Decision> {
    let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    match () {
        () if starts(&["grant", "approve", "allow", "permit"]) => Some(Decision::Allow),
        () if starts(&["deny", "refuse", "reject", "forbid"]) => Some(Decision::Deny),
        () => None,
    }
}

/// Whether JavaScript takes a value that was recorded for true.
pub fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) => true,
        Value::Object(fields) => fields["truthy"] == true,
    }
}
