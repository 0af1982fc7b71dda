//! What a function is about where its words of permission belong to a report, to a stored rule, or to a thing: a status, a suggestion, a prompt.

use crate::cfg::{Expr, ExprKind, Field};
use crate::contract::Reading;
use crate::decide::Encoding;
use crate::module::{Module, Position, Type};
use crate::vocabulary::{FieldMeaning, field_meaning};
use crate::words::{CHECK_VERBS, VERDICTS, has_any, is_in, words};

use super::Signals;
use super::refusal::{is_malformed, refuses};
use super::shape::Shape;

/// Last words of what says how things stand.
const STANDING: &[&str] = &["status", "state", "info", "overview", "summary", "snapshot", "progress"];

/// Last words of what somebody else may take up.
const OFFERS: &[&str] = &["suggestion", "proposal", "hint", "preview"];

/// Verbs that change what is stored, behind an adverb: `silentlyRemovePolicy`.
const CHANGES: &[&str] =
    &["add", "remove", "delete", "update", "set", "create", "save", "revoke", "insert", "upsert", "clear", "reset"];

/// Who speaks in a conversation with a model.
const SPEAKERS: &[&str] = &["user", "assistant", "system", "tool", "model", "developer"];

/// What a site asks its visitors' consent to.
const COOKIES: &[&str] = &["cookie", "tracking", "marketing", "advertising", "ad", "gdpr", "banner", "newsletter"];

impl Signals<'_> {
    /// Why it only reports, or is about something of which it says nothing.
    pub(super) fn only_reports(&self, shape: &Shape) -> Option<&'static str> {
        let encoding = shape.contract.encoding;
        match () {
            _ if self.tells_a_standing(shape) => Some("its answer says how things stand"),
            _ if self.foretells() => Some("it says what would be, and decides nothing"),
            _ if self.changes_what_is_stored() => Some("its name says that it does something"),
            _ if self.asks_for_a_stored_rule(shape) => Some("it asks whether a rule is stored"),
            _ if self.is_about_cookies() => Some("it is about the consent to cookies"),
            _ if encoding == Encoding::Continuation && self.serves_preflights() => {
                Some("it says which sites may read, which the browser enforces")
            }
            _ if self.configures_preflights() => Some("it says which sites may read, which the browser enforces"),
            _ if self.hands_on_what_it_is_given(shape) => Some("it hands on what it is given"),
            _ if self.validates_more_than_rights(shape) => Some("a right is the least of what it validates"),
            _ if self.compares_two_things(shape) => Some("it asks whether two things are the same"),
            _ if encoding == Encoding::Callback && self.is_a_click() => {
                Some("what a component does when clicked is no check")
            }
            _ if matches!(encoding, Encoding::Assertion | Encoding::ValueOrThrow)
                && self.refuses_what_is_malformed() =>
            {
                Some("what it refuses is malformed")
            }
            _ => None,
        }
    }

    /// `{ authenticated, account, error }` of a page of settings, `{ tool, isAllowed }` of a suggestion.
    fn tells_a_standing(&self, shape: &Shape) -> bool {
        let Reading::Field(field) = &shape.contract.reading else { return false };
        let ends = |name: &str, list: &[&str]| words(name).last().is_some_and(|last| is_in(last, list));
        let declared = self.return_type().map(|declared| names_of(&declared)).unwrap_or_default();
        let called = |list: &[&str]| ends(&self.own_name, list) || declared.iter().any(|name| ends(name, list));
        let signed_in = has_any(&field.name, &["authenticated"]);
        let flow = has_any(&field.name, &["ok", "success"])
            && self.name.first().is_some_and(|first| first.starts_with("authori"))
            && self.principal().is_none()
            && !self.tests_a_right();
        called(OFFERS) || signed_in && called(STANDING) || flow
    }

    /// `wouldLoseAccess`.
    fn foretells(&self) -> bool {
        self.name.first().is_some_and(|first| first == "would" || first == "will")
            && !self.name.iter().any(|word| VERDICTS.contains(&word.as_str()) || word == "allow" || word == "deny")
    }

    /// `selfAddPolicy`.
    fn changes_what_is_stored(&self) -> bool {
        let [first, second, _, ..] = &self.name[..] else { return false };
        let verdict = self.name.iter().any(|word| VERDICTS.contains(&word.as_str()));
        CHANGES.contains(&second.as_str()) && !CHECK_VERBS.contains(&first.as_str()) && !verdict
    }

    /// `hasNamedPolicy(...rule)`: nobody asks for anything.
    fn asks_for_a_stored_rule(&self, shape: &Shape) -> bool {
        shape.contract.encoding == Encoding::Boolean
            && self.name.first().is_some_and(|first| first == "has" || first == "have")
            && self.name.last().is_some_and(|last| last == "policy" || last == "policies")
            && self.principal().is_none()
    }

    fn is_about_cookies(&self) -> bool {
        self.name.iter().any(|word| is_in(word, &["consent"]))
            && (has_any(&self.own_name, COOKIES) || self.in_cookie_file)
    }

    /// It sets headers of CORS, or answers what asks for them, and refuses nobody.
    fn serves_preflights(&self) -> bool {
        let cors = |text: &&str| *text == "OPTIONS" || text.to_lowercase().starts_with("access-control-");
        !self.sends_refusal && !self.is_refusing() && self.compared.iter().any(cors)
    }

    /// `cors((req, callback) => callback(null, { origin }))`.
    fn configures_preflights(&self) -> bool {
        matches!(&self.function.position, Position::Argument { callee, .. }
            if callee.rsplit('.').next().unwrap_or(callee) == "cors")
    }

    /// `params => ({ authorized: params.authorized })`: the decision is part of what it was handed, and nothing is asked.
    fn hands_on_what_it_is_given(&self, shape: &Shape) -> bool {
        let Reading::Field(field) = &shape.contract.reading else { return false };
        let given = |value: &Expr| {
            matches!(&value.kind, ExprKind::Member { object, property } if property == field.name.as_str()
                && matches!(object.kind, ExprKind::Binding(binding)
                    if self.function.params.iter().any(|param| param.binding == binding)))
        };
        let handed_on = |value: &&Expr| {
            matches!(&value.kind, ExprKind::Object(fields) if fields.iter().any(|own| {
                matches!(own, Field::Named { name, value } if *name == field.name && given(value))
            }))
        };
        self.function.cfg.tests.is_empty() && !self.returns.is_empty() && self.returns.iter().all(handed_on)
    }

    /// `validatePat`: of what it throws the least refuses, and its name speaks of no right.
    fn validates_more_than_rights(&self, shape: &Shape) -> bool {
        let enforces = matches!(shape.contract.encoding, Encoding::Assertion | Encoding::ValueOrThrow);
        let refusals = self.throws.iter().filter(|thrown| refuses(self.module, thrown)).count();
        enforces
            && self.name.first().is_some_and(|first| first == "validate")
            && !self.name_tells()
            && !self.refuses_danger()
            && self.place.is_none()
            && !self.tests_a_verdict()
            && self.throws.len() > 2
            && refusals * 2 < self.throws.len()
    }

    /// `scorePage(): { blocked }`: that something was blocked is all that speaks of permission.
    pub(super) fn reports_a_block(&self, shape: &Shape) -> bool {
        let Reading::Field(field) = &shape.contract.reading else { return false };
        field_meaning(&field.name) == Some(FieldMeaning::Denies)
            && !self.name_tells()
            && !self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS))
            && !self.is_asked_before()
            && self.principal().is_none()
            && self.place.is_none()
            && !shape.decides
    }

    /// `runBeforeCallHooks`: what is blocked in front of an act does not happen.
    fn is_asked_before(&self) -> bool {
        self.name.iter().any(|word| word == "before")
    }

    /// `isSameFolderScope(a, b)`: nobody who may is looked at.
    fn compares_two_things(&self, shape: &Shape) -> bool {
        shape.contract.encoding == Encoding::Boolean
            && self.name.get(1).is_some_and(|second| second == "same")
            && self.principal().is_none()
            && self.place.is_none()
    }

    /// `handleApprove` of a component: it does what was clicked.
    fn is_a_click(&self) -> bool {
        self.in_component_file
            && !self.sends_decision
            && self.name.first().is_some_and(|first| first == "handle" || first == "on")
    }

    /// Every error it throws says that the caller made a mistake.
    fn refuses_what_is_malformed(&self) -> bool {
        !self.throws.is_empty()
            && self.throws.iter().all(|thrown| is_malformed(thrown))
            && !self.is_refusing()
            && !self.refuses_danger()
            && !self.asserts_by_calls()
            && self.principal().is_none()
            && self.place.is_none()
    }

    /// `hasUserRole(message)`: whose turn of a conversation it is.
    pub(super) fn asks_who_speaks(&self) -> bool {
        self.name.last().is_some_and(|last| last == "role")
            && self.principal().is_none()
            && !self.compared.is_empty()
            && self.compared.iter().all(|text| SPEAKERS.contains(text))
    }

    /// `isSensitiveDataKey`: what a name of a field means for what is shown or logged.
    pub(super) fn asks_for_a_sensitive_name(&self) -> bool {
        const FIELDS: &[&str] = &["key", "field", "header", "property", "column", "attribute", "param", "name"];
        self.name.iter().any(|word| word == "sensitive") && self.name.last().is_some_and(|last| is_in(last, FIELDS))
    }
}

/// `resolve(…)` of `new Promise(resolve => …)`: it gives the answer of the function around.
pub(super) fn settles_a_promise(module: &Module, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Await(inner) => settles_a_promise(module, inner),
        ExprKind::Call { callee, .. } => match callee.kind {
            ExprKind::Binding(binding) => module.functions.iter().any(|function| {
                matches!(&function.position, Position::Argument { callee, .. } if callee == "Promise")
                    && function.params.iter().any(|param| param.binding == binding)
            }),
            _ => false,
        },
        _ => false,
    }
}

/// Every name in a type: of its parts, and of what it wraps.
fn names_of(declared: &Type) -> Vec<String> {
    match declared {
        Type::Named { name, arguments } => {
            arguments.iter().flat_map(names_of).chain(std::iter::once(name.clone())).collect()
        }
        Type::Union(parts) => parts.iter().flat_map(names_of).collect(),
        _ => Vec::new(),
    }
}
