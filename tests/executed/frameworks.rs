//! What frameworks make of what their guards give, where the encoding does not say it: written a second time, from their manuals and not from the tables.

use portcullis_analyzer::module::{Binding, BindingKind};
use portcullis_analyzer::{Check, Decision, Module};
use serde_json::Value;

use super::sent::is_truthy;

/// The form of guard it was taken for: `a rule of graphql-shield`.
fn form(check: &Check) -> &str {
    check.reasons.iter().find_map(|reason| reason.strip_prefix("is ")).unwrap_or_default()
}

/// Why what it gives can't be read here.
pub fn is_left_out(check: &Check) -> Option<&'static str> {
    match form(check) {
        "an authorizer of AWS Lambda" => Some("its decision stands in a list"),
        "an answer to a strategy of NestJS" => Some("its class extends what a call gives"),
        _ => None,
    }
}

/// Names from elsewhere that never return.
pub fn never_return(module: &Module) -> Vec<&str> {
    let ends = |binding: &Binding| match &binding.kind {
        BindingKind::Import { module, name } => match module.as_str() {
            "@sveltejs/kit" => ["error", "redirect"].contains(&name.as_str()),
            "next/navigation" => ["redirect", "notFound", "forbidden", "unauthorized"].contains(&name.as_str()),
            _ => false,
        },
        _ => false,
    };
    module.bindings.iter().filter(|binding| ends(binding)).map(|binding| binding.name.as_str()).collect()
}

/// Names from elsewhere whose answers are told apart by what made them.
pub fn makers(check: &Check) -> &'static [&'static str] {
    if form(check).ends_with("of Angular") { REDIRECTS } else { &[] }
}

const REDIRECTS: &[&str] = &["createUrlTree", "parseUrl", "UrlTree", "RedirectCommand"];

/// What a parameter of a form is for.
pub fn role(check: &Check, at: usize, is_last: bool) -> Option<&'static str> {
    match (form(check), at) {
        ("a permission handler of Electron", 2) => Some("callback"),
        ("a choice of what may be captured of Electron", 1) => Some("verdict"),
        ("a handshake check with a callback of ws", 1) => Some("verdict"),
        ("a handshake check of Socket.IO", 1) => Some("outcome"),
        ("the handle hook of SvelteKit", 0) => Some("resolving"),
        ("a verify callback of Passport", _) if is_last => Some("outcome"),
        ("a navigation guard with `next` of Vue Router", 2) => Some("navigation"),
        _ => None,
    }
}

/// What a run decided, where its framework reads it in a way of its own.
pub fn decision(check: &Check, module: &Module, given: &Value) -> Option<Decision> {
    let value = &given["returns"];
    let form = form(check);
    if !given["throws"].is_null() {
        return form.ends_with("of Mastra").then_some(Decision::Ask);
    }
    let is = |constant: bool| *value == Value::Bool(constant);
    let nothing = value.is_null() || value["kind"] == "undefined";
    let field = |name: &str| &value["fields"][name];
    let made = || value["made"].as_str().and_then(|path| path.rsplit('.').next()).unwrap_or_default();
    let allows = match form {
        "a router guard of Angular" => !is(false) && !REDIRECTS.contains(&made()),
        "a rule of graphql-shield" | "an access function of Keystone" => is(true),
        // It goes on by what `resolve` gives, and that was recorded.
        "the handle hook of SvelteKit" => false,
        "a policy of Strapi" => is(true) || value["kind"] == "undefined",
        "a `signIn` callback of Auth.js" => is_truthy(value) && !value.is_string(),
        // Any other value is a place to go to.
        "a navigation guard of Vue Router" => nothing || is(true) || *value == 0 || *value == "",
        "a handshake check of ws" => {
            // The promise is there at once.
            let is_async = module.functions[check.function.0 as usize].is_async;
            is_async || is_truthy(value)
        }
        "an approval callback of OpenAI Agents" => is_truthy(field("approve")),
        "a guardrail of OpenAI Agents" => !is_truthy(field("tripwireTriggered")),
        "a preparation of a tool call of VS Code" => {
            return Some(if is_truthy(field("confirmationMessages")) { Decision::Ask } else { Decision::Allow });
        }
        "an approval policy of AI SDK" => {
            return Some(match value.as_str().or(field("type").as_str()) {
                Some("denied") => Decision::Deny,
                Some("user-approval") => Decision::Ask,
                _ => Decision::Allow,
            });
        }
        _ => return None,
    };
    Some(if allows { Decision::Allow } else { Decision::Deny })
}
