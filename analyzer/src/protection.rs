//! What stands between the outside and what an entry does: guards in front of it, checks in its body, queries that are limited to who asks.
//!
//! In come an entry, what it asks and what it does; out come [`Mark`]s, equal where two entries are guarded alike. What may be a guard and is not known
//! makes the protection open: whoever claims that something is missing has to be silent then.

mod fronts;

use std::collections::{BTreeMap, BTreeSet};

use crate::asks::{Ask, AskKind, Asks};
use crate::effects::Effect;
use crate::entries::{Entry, Front};
use crate::module::Param;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::values::{Value, names_principal};
use crate::words::{has_any, words};

use fronts::Standing;
pub(crate) use fronts::{LookedAt, look_at};

/// One way to guard an entry; equal where two entries are guarded alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A guard that runs in front of it, by its name.
    Front(String),
    /// A check of the project that its body calls, or what it calls.
    Check(FunctionRef),
    /// A call that is named like a guard and is not resolved.
    Named(String),
    /// What it reads or writes is limited to who asks, by a column.
    Scope(String),
    /// Who asks is compared with something, and somebody is refused.
    Compares,
    /// A call that gives who asks.
    SignsIn(String),
    /// A secret is compared.
    Secret,
}

impl Mark {
    /// What guards, in a few words: a name as written, `own ownerId`, `compares who asks`.
    pub fn text(&self, program: &Program) -> String {
        match self {
            Mark::Front(name) | Mark::Named(name) | Mark::SignsIn(name) => name.clone(),
            Mark::Check(check) => last_name(&program.function(*check).name),
            Mark::Scope(column) => format!("own {column}"),
            Mark::Compares => "compares who asks".to_owned(),
            Mark::Secret => "compares a secret".to_owned(),
        }
    }
}

/// What guards an entry.
#[derive(Debug, Clone, Default)]
pub struct Protection {
    /// Every way in which it is guarded, with a place that shows it.
    pub marks: BTreeMap<Mark, (ModuleId, Span)>,
    /// Calls that may be a check, as written.
    pub unknown: Vec<String>,
    /// Something in front of it could not be followed.
    pub is_open: bool,
    /// It says that it is for everybody: by its name, or by what stands in front of it.
    pub is_public: bool,
    /// What its handler asks.
    pub asks: Asks,
}

impl Protection {
    /// What guards an entry.
    pub(crate) fn of(program: &Program, looked_at: &LookedAt, entry: &Entry) -> Self {
        let asks = Asks::of(program, entry.handler);
        let mut protection =
            Protection { is_open: entry.is_open, is_public: is_public(entry), ..Protection::default() };
        for front in &entry.front {
            protection.add_front(looked_at, front);
        }
        for ask in &asks.all {
            protection.add_ask(program, ask, &asks);
        }
        for effect in program.effects(entry.handler) {
            protection.add_scope(effect);
        }
        protection.unknown.sort();
        protection.unknown.dedup();
        protection.asks = asks;
        protection
    }

    fn add(&mut self, mark: Mark, place: (ModuleId, Span)) {
        self.marks.entry(mark).or_insert(place);
    }

    fn add_front(&mut self, looked_at: &LookedAt, front: &Front) {
        match fronts::standing(looked_at, front) {
            Standing::Guards => self.add(Mark::Front(front.name.clone()), front.place),
            Standing::Harmless => {}
            Standing::Unknown => self.unknown.push(front.name.clone()),
            Standing::Public => self.is_public = true,
        }
    }

    fn add_ask(&mut self, program: &Program, ask: &Ask, asks: &Asks) {
        let refuses = || asks.all.iter().any(|other| other.kind == AskKind::Denial);
        match ask.kind {
            AskKind::Check(check, _) if is_about_somebody(program, ask, check) => {
                self.add(Mark::Check(check), ask.place);
            }
            AskKind::Named if looks_up(&ask.name) => self.unknown.push(last_name(&ask.name)),
            AskKind::Named => self.add(Mark::Named(last_name(&ask.name)), ask.place),
            AskKind::Check(..) | AskKind::GetsPrincipal | AskKind::GetsRequest => {
                self.unknown.push(last_name(&ask.name));
            }
            AskKind::Compares if refuses() => self.add(Mark::Compares, ask.place),
            AskKind::Principal if ask.name.ends_with(')') => {
                let callee = ask.name.split('(').next().unwrap_or_default();
                self.add(Mark::SignsIn(last_name(callee)), ask.place);
            }
            AskKind::Secret => self.add(Mark::Secret, ask.place),
            AskKind::Compares | AskKind::Principal | AskKind::Denial => {}
        }
    }

    fn add_scope(&mut self, effect: &Effect) {
        // What is read on the way, to check something, limits nothing.
        if !effect.changes_rows() && !effect.is_returned {
            return;
        }
        let is_own = |values: &BTreeSet<Value>| values.iter().any(Value::is_principal);
        for key in effect.keys.iter().filter(|key| is_own(&key.values)) {
            self.add(Mark::Scope(key.column().to_owned()), effect.act_at);
        }
        for datum in effect.data.iter().filter(|datum| is_own(&datum.values)) {
            if let Some(field) = &datum.field {
                self.add(Mark::Scope(field.clone()), effect.act_at);
            }
        }
    }

    /// Whether nothing guards it, as far as all of it is known.
    pub fn is_nothing(&self) -> bool {
        self.marks.is_empty() && self.unknown.is_empty() && !self.is_open && self.asks.is_nothing()
    }
}

fn last_name(path: &str) -> String {
    path.rsplit('.').next().unwrap_or(path).to_owned()
}

/// Words of checks that ask about somebody.
const SOMEBODY: &[&str] = &[
    "permission", "permissions", "permitted", "access", "role", "authorize", "authorise", "authorized", "authorised",
    "authorization", "authenticated", "auth", "allowed", "admin", "owner", "ability", "can",
];

/// Whether a function, by its name, only fetches something: `findRolesOfUser`.
fn looks_up(path: &str) -> bool {
    const VERBS: &[&str] = &["find", "get", "list", "load", "fetch", "count", "query"];
    words(&last_name(path)).first().is_some_and(|first| VERBS.contains(&first.as_str()))
}

/// Whether a check asks about somebody, and not about the form of what was sent.
fn is_about_somebody(program: &Program, ask: &Ask, check: FunctionRef) -> bool {
    let function = program.function(check);
    let module = &program.file(check.module).module;
    let name = last_name(&function.name);
    if looks_up(&name) {
        return false;
    }
    let named = |param: &Param| names_principal(&module.bindings[param.binding.0 as usize].name);
    ask.about.iter().any(Value::is_principal) || function.params.iter().any(named) || has_any(&name, SOMEBODY)
}

/// Words of what everybody may call.
const PUBLIC: &[&str] = &[
    "public", "login", "logout", "signin", "signout", "signup", "register", "registration", "health", "healthz",
    "healthcheck", "ping", "callback", "webhook", "hook", "unsubscribe", "oauth", "oauth2", "openid", "sso", "saml",
    "oidc", "status", "version", "metrics", "published", "csrf", "refresh", "captcha", "robots", "sitemap", "favicon",
    "onboarding", "anonymous", "guest", "well", "verify", "verification", "confirm", "confirmation", "forgot",
    "recover", "recovery", "preflight", "readiness", "liveness", "authenticate", "authorize", "session", "otp",
    "magic", "embed", "docs", "openapi", "swagger",
];

/// Pairs of words of what everybody may call.
const PUBLIC_PAIRS: &[[&str; 2]] = &[
    ["sign", "in"],
    ["sign", "up"],
    ["sign", "out"],
    ["log", "in"],
    ["log", "out"],
    ["reset", "password"],
    ["accept", "invite"],
];

/// Whether an entry is for everybody, by its name or a mark.
fn is_public(entry: &Entry) -> bool {
    let by_name = has_any(&entry.name, PUBLIC)
        || words(&entry.name)
            .windows(2)
            .any(|pair| PUBLIC_PAIRS.iter().any(|known| known[0] == pair[0] && known[1] == pair[1]));
    by_name || has_secret_path(entry) || entry.front.iter().any(|front| front.marks_public)
}

/// Whether the path of an entry holds a secret, which only those know who were told: `/hooks/${bot.secret()}`.
fn has_secret_path(entry: &Entry) -> bool {
    let mut parts = entry.name.split("${").skip(1).filter_map(|part| part.split('}').next());
    parts.any(|part| has_any(part, &["secret", "token"]))
}
