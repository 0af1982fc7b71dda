//! How much around a shape speaks of permission.

use crate::cfg::{Expr, ExprKind};
use crate::constant::Const;
use crate::decide::Encoding;
use crate::frameworks::Origin;
use crate::module::Type;
use crate::versions::{callee_name, for_each_part};
use crate::words::{ATTRIBUTES, CHECK_VERBS, CONFIRMATION, DENIES, PERMISSION, PRINCIPAL, has_any, is_in, words};

use super::Signals;
use super::shape::Shape;

/// Who is somebody, and no thing.
const PERSONS: &[&str] = &["user", "actor", "principal", "caller", "viewer", "requester", "member"];

impl Signals<'_> {
    /// Points for words of permission around the shape, with the reasons.
    pub(super) fn weigh(&self, shape: &Shape) -> (u32, Vec<String>) {
        let encoding = shape.contract.encoding;
        let mut points = 0;
        let mut reasons = Vec::new();
        let mut add = |holds: bool, value: u32, reason: String| {
            if holds {
                points += value;
                reasons.push(reason);
            }
        };
        let name = &self.own_name;
        let verb = self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS));
        let telling = self.name_tells();
        add(telling && verb, 3, format!("the name `{name}` asks for a permission"));
        add(telling && !verb, 2, format!("the name `{name}` speaks of permission"));
        add(self.asks_who_may() && !telling, 2, format!("the name `{name}` asks who may"));
        let guard = !telling && self.name.last().is_some_and(|last| last == "guard");
        add(guard, 2, format!("the name `{name}` is that of a guard"));
        add(self.asks_whose() && !telling, 3, format!("the name `{name}` asks whom something belongs to"));
        let telling = encoding != Encoding::Boolean && !self.refuses_in_words_only() && shape.telling;
        add(telling, 3, "its answers are decisions".to_owned());
        // The type holds what to confirm, and the name says so too.
        let confirms = encoding == Encoding::DetailsOrFalse && has_any(&self.own_name, CONFIRMATION);
        add(confirms, 2, format!("the name `{name}` asks what to confirm"));
        add(shape.decides, 4, "the framework asks it who may".to_owned());
        add(shape.stands && !shape.decides, 1, "the framework asks it before it goes on".to_owned());
        add(
            self.place.is_some(),
            2,
            self.place.as_ref().map(|at| format!("looks a place up in `{at}`")).unwrap_or_default(),
        );
        add(self.sends_refusal, 3, "answers with 401 or 403, or sends to the sign-in".to_owned());
        let rights: Vec<&String> = self.tested.iter().filter(|name| speaks_of_rights(name)).collect();
        add(!rights.is_empty(), 2, rights.first().map(|name| format!("tests `{name}`")).unwrap_or_default());
        let principal = self.principal().or_else(|| self.principal_by_origin());
        add(
            principal.is_some(),
            1,
            principal.map(|name| format!("looks at `{name}`, the one who asks")).unwrap_or_default(),
        );
        // A session or an account may be a thing that can do something; a person may.
        let person = principal.is_some_and(|name| has_any(name, PERSONS));
        let stub = self.asks_who_may() && !self.name_tells() && person && self.answers_all_alike();
        add(stub, 1, "answers everybody alike".to_owned());
        let refusing = self.is_refusing();
        add(refusing, 3, "throws a refusal".to_owned());
        add(!refusing && self.refuses_danger(), 3, "throws words of danger".to_owned());
        let within = !refusing && encoding == Encoding::ValueOrThrow && self.refuses_within();
        add(within, 3, "a function inside it throws a refusal".to_owned());
        let owner = self.function.class.as_ref().is_some_and(|class| {
            has_any(&class.name, PERMISSION) || class.implements.iter().any(|name| has_any(name, PERMISSION))
        });
        add(owner || self.in_permission_file, 1, "stands among permission code".to_owned());
        (points, reasons)
    }

    /// Whether the name speaks of permission. A participle in its middle says of which part it speaks, no more.
    pub(super) fn name_tells(&self) -> bool {
        let last = self.name.len().saturating_sub(1);
        let relation = |word: &String| ["by", "for", "in", "on", "to", "from", "with", "at"].contains(&word.as_str());
        // `hasOwnedServer`: what is had has an attribute.
        let has = self.name.first().is_some_and(|first| first == "has" || first == "have");
        let tells = self.name.iter().enumerate().any(|(index, word)| {
            let attribute = index >= if has { 1 } else { 2 }
                && index < last
                && is_in(word, ATTRIBUTES)
                && !self.name.get(index + 1).is_some_and(relation);
            let attribute = attribute || self.is_block_of_something(index) || self.names_a_field_at(index);
            !attribute && (is_in(word, PERMISSION) || is_in(word, DENIES))
        });
        tells
            || self.name_asks()
            || self.leaves_unasked()
            || self.asks_for_containment()
            || self.asks_for_proof()
            || self.enforces_policies()
    }

    /// Whether a word is the thing `block`: `validateCodeBlock` is about one, `shouldBlockRequest` blocks.
    pub(super) fn is_block_of_something(&self, index: usize) -> bool {
        const ASKING: &[&str] = &["should", "must", "can", "may", "will", "to", "needs"];
        let is_block = |word: &String| word == "block" || word == "blocks";
        self.name.get(index).is_some_and(is_block)
            && index > 0
            && !self.name.get(index - 1).is_some_and(|before| ASKING.contains(&before.as_str()))
    }

    /// `ownerEmail`, `roleName`: a word of permission in front of a word for a text belongs to that.
    fn names_a_field_at(&self, index: usize) -> bool {
        const TEXTS: &[&str] = &["email", "name", "label", "title", "description", "icon", "color", "avatar", "count"];
        self.name.get(index + 1).is_some_and(|next| TEXTS.contains(&next.as_str()))
    }

    /// `verifyWebhookSignature`, `verifyClient`: whether a request comes from whom it says.
    pub(super) fn asks_for_proof(&self) -> bool {
        const PROOFS: &[&str] = &["signature", "hmac", "csrf", "webhook", "client", "caller"];
        self.name.first().is_some_and(|first| first == "verify")
            && self.name.last().is_some_and(|last| PROOFS.contains(&last.as_str()))
    }

    /// `enforce`, among code of policies.
    fn enforces_policies(&self) -> bool {
        let class = self.function.class.as_ref().is_some_and(|class| has_any(&class.name, &["enforcer"]));
        class && self.name.first().is_some_and(|first| first == "enforce")
    }

    /// `canEdit`, `mayPublish`.
    pub(super) fn asks_who_may(&self) -> bool {
        self.name.first().is_some_and(|first| first == "can" || first == "may") && self.name.len() > 1
    }

    /// A stub: it tests nothing, and gives `true` or `false`.
    fn answers_all_alike(&self) -> bool {
        let is_constant = |value: &&Expr| matches!(value.kind, ExprKind::Const(Const::Bool(_)));
        self.function.cfg.tests.is_empty() && !self.returns.is_empty() && self.returns.iter().all(is_constant)
    }

    /// A member or call in a test or answer of which a framework says that it tells who asks.
    fn principal_by_origin(&self) -> Option<&str> {
        let module = self.module;
        let asked = self.function.cfg.tests.iter().chain(self.returns.iter().copied());
        asked
            .into_iter()
            .find_map(|expr| find_part(expr, &|part| module.standing.origin(module, part) == Some(Origin::Principal)))
            .map(|part| callee_name(module, part))
            .filter(|name| !name.is_empty())
    }

    pub(super) fn principal(&self) -> Option<&str> {
        let by_param = self.function.params.iter().find_map(|param| {
            let data = &self.module.bindings[param.binding.0 as usize];
            let by_type = match &data.declared_type {
                Some(Type::Named { name, .. }) => has_any(name, PRINCIPAL) && !is_service(name),
                _ => false,
            };
            (is_principal(&data.name) || by_type).then_some(data.name.as_str())
        });
        by_param.or_else(|| self.tested.iter().map(String::as_str).find(|name| is_principal(name)))
    }
}

/// The first part of an expression that is like this, from the outside in.
fn find_part<'e>(expr: &'e Expr, is: &impl Fn(&Expr) -> bool) -> Option<&'e Expr> {
    if is(expr) {
        return Some(expr);
    }
    let mut found = None;
    for_each_part(expr, &mut |part| {
        if found.is_none() {
            found = find_part(part, is);
        }
    });
    found
}

fn speaks_of_rights(name: &str) -> bool {
    const TELLING: &[&str] = &[
        "admin", "administrator", "owner", "member", "membership", "role", "permission", "privilege", "scope",
        "banned", "blocked", "revoked", "suspended", "trusted", "allowed", "denied", "authorized", "approved",
        "forbidden", "access", "grant", "allowlist", "denylist", "whitelist", "blacklist", "blocklist", "moderator",
        "tenant", "policy", "acl", "consent", "approval", "entitlement", "dangerous", "safe", "verified",
        "authenticated", "superuser", "staff",
    ];
    const TRIES: &[&[&str]] = &[&["safe", "parse"], &["try", "safe"], &["timing", "safe"], &["safe", "integer"]];
    let all = words(name);
    let tries = TRIES.iter().any(|pair| all.windows(2).any(|two| two == *pair));
    !tries && all.iter().any(|word| is_in(word, TELLING))
}

/// `AccountDB`, `UserService`: what keeps or serves persons is nobody.
fn is_service(name: &str) -> bool {
    const SERVICES: &[&str] =
        &["db", "database", "service", "repository", "repo", "store", "client", "manager", "model"];
    words(name).last().is_some_and(|last| SERVICES.contains(&last.as_str()))
}

/// Who asks; a user agent is a program.
fn is_principal(name: &str) -> bool {
    has_any(name, PRINCIPAL) && !is_service(name) && !words(name).windows(2).any(|pair| pair == ["user", "agent"])
}
