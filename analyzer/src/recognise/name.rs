//! What a function's name and comment say: polarity, exceptions, and matters that are no permission.

use crate::cfg::{End, Expr, ExprKind};
use crate::constant::Const;
use crate::contract::{Contract, Reading};
use crate::decide::{Decision, Encoding};
use crate::module::{BindingId, Position, Type};
use crate::versions::for_each_part;
use crate::words::{
    ACTS, ASKS, CHECK_VERBS, CONFIRMATION, DENIES, DISPLAY, GRANTS, KINDS, LOW_STANDING, MAKES, OTHER_MATTERS,
    PAYMENTS, PERMISSION, PRINCIPAL, REFUSES, STATES, VERDICTS, has_any, is_in, words,
};

use super::Signals;
use super::shape::Shape;

impl Signals<'_> {
    pub(super) fn name_asks(&self) -> bool {
        self.name.first().is_some_and(|first| is_in(first, ASKS))
            && self.name.iter().skip(1).any(|word| is_in(word, CONFIRMATION))
    }

    /// A limit on how often or how much is about availability, not about rights.
    fn is_limit(&self) -> bool {
        let has = |word: &str| self.name.iter().any(|own| own == word);
        has("rate") && (has("limit") || has("limited"))
            || has("throttle")
            || has("throttled")
            || has("quota")
            || has("max")
            || has("usage")
    }

    /// A helper that is a decision (`deny(reason): never`, `allow = () => ({ status: 'allow' })`) checks nothing.
    pub(super) fn is_decision(&self) -> bool {
        self.is_denial() || self.makes_decision()
    }

    /// Puts together the decision its name says: it tests nothing and leaves nothing that it is handed unread.
    fn makes_decision(&self) -> bool {
        let named = self
            .name
            .first()
            .is_some_and(|first| REFUSES.contains(&first.as_str()) || GRANTS.contains(&first.as_str()));
        let untested = named && self.function.cfg.tests.is_empty();
        let [answer] = self.returns[..] else {
            // It grants or refuses what it is told to.
            return untested && self.returns.is_empty() && self.throws.is_empty() && (self.grants || self.refuses);
        };
        let params = &self.function.params;
        let object = matches!(answer.kind, ExprKind::Object(_));
        let reads_all = params.iter().all(|param| mentions(answer, param.binding));
        untested && (object && reads_all || self.channels.is_refusal(answer))
    }

    fn is_denial(&self) -> bool {
        let returns = self
            .function
            .cfg
            .graph
            .node_weights()
            .any(|block| matches!(block.end, End::Return { .. } | End::FallsOff { .. }));
        let named = self
            .name
            .first()
            .is_some_and(|first| is_in(first, REFUSES) || ["throw", "fail", "handle"].contains(&first.as_str()));
        !returns && !self.throws.is_empty() && named
    }

    /// Display, retries, parsing and the like: not a permission, whatever the name starts with.
    pub(super) fn speaks_of_something_else(&self, shape: &Shape, points: u32) -> Option<&'static str> {
        let denies =
            has_any(&self.own_name, &["blocked", "dangerous", "banned", "unsafe", "restricted", "forbidden", "denied"]);
        let permission = self.name_tells() || denies;
        let display = has_any(&self.own_name, DISPLAY);
        let other = has_any(&self.own_name, OTHER_MATTERS);
        let shape_of_text = self.name.last().is_some_and(|last| {
            ["name", "id", "email", "slug", "format", "label", "title", "description", "consent"]
                .contains(&last.as_str())
        });
        let throws_refusal = self.is_refusing();
        let difference =
            self.name.iter().any(|word| ["changed", "changes", "diff", "differs", "differ"].contains(&word.as_str()));
        let nameless = self.own_name.is_empty() && !shape.telling && !self.sends_refusal;
        // `success` says how an act went, unless the name asks.
        let asks = self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS) || first == "authenticate");
        let report = shape.contract.encoding == Encoding::Object && !shape.telling && !(permission && asks);
        let acts = self.name.first().is_some_and(|first| ACTS.contains(&first.as_str()))
            && !self.names_a_verdict()
            && !(shape.contract.encoding == Encoding::Assertion && self.name_tells() && self.tests_a_verdict());
        let tells = shape.telling || self.sends_refusal;
        match () {
            _ if shape.decides => None,
            _ if matches!(self.return_type(), Some(Type::Predicate)) => Some("it is a type guard"),
            _ if self.is_predicate_of_collection() => Some("it belongs to the list operation it is handed to"),
            _ if display && !throws_refusal && !self.sends_refusal => Some("its name speaks of what is shown"),
            _ if difference || other && !permission && !tells => Some("its name speaks of something else"),
            _ if self.is_limit() => Some("it limits how often or how much, not who"),
            _ if self.puts_together(shape) => Some("it puts something together, and decides nothing"),
            _ if self.asks_whether_there(shape) => Some("it asks whether something is there"),
            _ if self.asks_for_a_state(shape) => Some("it asks in what state a thing is, and nobody is looked at"),
            _ if self.is_about_payment() && !tells => Some("it is about a payment"),
            _ if self.only_prepares(shape) => Some("it calls on whatever it finds"),
            _ if acts && !tells => Some("its name says that it does something"),
            _ if report => Some("its answer says how something went"),
            _ if self.asks_for_a_kind() || self.tells_to_act() => {
                Some("its name asks what something is, or tells to act")
            }
            _ if shape_of_text && self.name.first().is_some_and(|first| first == "validate" || first == "is") => {
                Some("it looks at the form of a text")
            }
            _ if nameless && points < 5 => Some("it has no name, and too little else speaks of permission"),
            _ if self.in_component_file && points < 5 => Some("what a component decides is what it shows"),
            _ if shape.contract.encoding == Encoding::Boolean && !permission && points < 4 => {
                Some("too little around it speaks of permission")
            }
            _ => None,
        }
    }

    /// `isPermissionError`, `isGuestRole`: what something is, not what somebody may.
    fn asks_for_a_kind(&self) -> bool {
        let asks = self.name.first().is_some_and(|first| ["is", "are", "has", "have"].contains(&first.as_str()));
        let kind = self.name.last().is_some_and(|last| is_in(last, KINDS));
        let low = self.name.get(1).is_some_and(|second| LOW_STANDING.contains(&second.as_str()));
        let sensitive_case = self.name.windows(2).any(|pair| pair == ["case", "sensitive"]);
        let verdict = self.name.iter().any(|word| VERDICTS.contains(&word.as_str()) || HARM.contains(&word.as_str()));
        asks && (kind || low) && !verdict || sensitive_case || self.asks_what_a_right_is()
    }

    /// `isInternalRole(role)`, `isProjectPermission(permission)`: the right itself is handed in, and nobody who has it.
    fn asks_what_a_right_is(&self) -> bool {
        const RIGHTS: &[&str] = &["role", "permission", "policy", "scope", "grant", "approval"];
        const TELLING: &[&str] = &["admin", "owner", "superuser", "superadmin", "staff"];
        let first = self.name.first().is_some_and(|first| first == "is" || first == "are");
        let Some(last) = self.name.last().filter(|last| is_in(last, RIGHTS)) else { return false };
        let [param] = &self.function.params[..] else { return false };
        let given = words(&self.module.bindings[param.binding.0 as usize].name);
        let about = given.contains(last) || given.iter().any(|word| is_in(word, &[last.as_str()]));
        let told = self.name.iter().any(|word| TELLING.contains(&word.as_str()) || VERDICTS.contains(&word.as_str()));
        first && self.name.len() > 2 && about && !told
    }

    /// `setIsTrusted`: what follows the verb asks.
    fn names_a_verdict(&self) -> bool {
        self.return_type() == Some(Type::Boolean)
            && self.name.get(1).is_some_and(|second| ["is", "can", "has"].contains(&second.as_str()))
            && self.name.iter().any(|word| VERDICTS.contains(&word.as_str()))
    }

    /// `buildToolOptions`, `mergeApprovals`, `itemToApproval`: an object that holds a decision, put together from others.
    fn puts_together(&self, shape: &Shape) -> bool {
        let inner = self.name.len() > 2 && self.name[1..self.name.len() - 1].iter().any(|word| word == "to");
        let makes = inner || self.name.first().is_some_and(|first| MAKES.contains(&first.as_str()));
        let word = matches!(&shape.contract.reading, Reading::Field(field)
            if ["decision", "behavior", "verdict", "permissionDecision"].contains(&field.as_str()));
        match shape.contract.encoding {
            Encoding::Object => makes && (!word || self.function.cfg.tests.is_empty()),
            Encoding::Callback => makes && !self.sends_decision,
            Encoding::ResponseOrNone => self.function.cfg.tests.is_empty(),
            _ => false,
        }
    }

    /// `hasPermissions = Object.keys(permissions).length > 0`.
    fn asks_whether_there(&self, shape: &Shape) -> bool {
        let presence = |value: &&Expr| match &value.kind {
            ExprKind::Binary { left, right, .. } => [left, right].iter().any(|side| match &side.kind {
                ExprKind::Const(Const::Number(number)) => number.get() == 0.0,
                ExprKind::Const(value) => value.is_nullish(),
                _ => false,
            }),
            _ => false,
        };
        shape.contract.encoding == Encoding::Boolean
            && !self.function.params.is_empty()
            && self.principal().is_none()
            && !self.returns.is_empty()
            && self.returns.iter().all(presence)
    }

    /// `authorizePayment`.
    fn is_about_payment(&self) -> bool {
        self.name.first().is_some_and(|first| GRANTS.contains(&first.as_str())) && has_any(&self.own_name, PAYMENTS)
    }

    /// `isSuspended()` of a workflow.
    fn asks_for_a_state(&self, shape: &Shape) -> bool {
        let state = self.name.last().is_some_and(|last| STATES.contains(&last.as_str()));
        let class = self.function.class.as_ref().is_some_and(|class| has_any(&class.name, PRINCIPAL));
        let other = self.name.iter().rev().skip(1).any(|word| is_in(word, PERMISSION) || is_in(word, PRINCIPAL));
        shape.contract.encoding == Encoding::Boolean && state && !other && !class && self.principal().is_none()
    }

    /// A middleware that never refuses and is not called after a right: it logs, or loads something.
    fn only_prepares(&self, shape: &Shape) -> bool {
        let refuses = self.sends_refusal || self.refuses || !self.throws.is_empty() || self.asserts_by_calls();
        shape.contract.encoding == Encoding::Continuation && !shape.decides && !refuses && !self.name_tells()
    }

    /// `shouldLogDenial`, `checkAndSanitizeRoles`: the permission is what the act is about.
    fn tells_to_act(&self) -> bool {
        let acts = |word: &String| ACTS.contains(&word.as_str());
        let should = self.name.first().is_some_and(|first| first == "should") && self.name.get(1).is_some_and(acts);
        should || self.name.windows(2).any(|pair| pair[0] == "and" && acts(&pair[1]))
    }

    /// A callback of `filter`, `map` and the like belongs to the function around it.
    fn is_predicate_of_collection(&self) -> bool {
        matches!(&self.function.position, Position::Argument { callee, .. } if {
            let last = callee.rsplit('.').next().unwrap_or(callee);
            ["some", "every", "filter", "find", "findIndex", "map", "forEach", "reduce", "sort", "then", "catch", "flatMap", "findLast"].contains(&last)
        })
    }

    /// What a boolean of this name means.
    pub(super) fn boolean(&self) -> Contract {
        let negated = self.name.iter().any(|word| word == "not" || word == "non" || word == "no" || word == "un");
        if self.refuses_by_name() {
            return Contract::BOOLEAN;
        }
        if self.name_asks() {
            return Contract::inverted(Decision::Ask);
        }
        let denies = self.name.iter().any(|word| DENIES.contains(&word.as_str()))
            && !self.name.iter().any(|word| ["can", "may", "allowed", "allow", "permitted"].contains(&word.as_str()));
        match denies != negated {
            true if denies || self.name.iter().any(|word| is_in(word, PERMISSION)) => {
                Contract::inverted(Decision::Deny)
            }
            _ => Contract::BOOLEAN,
        }
    }

    pub(super) fn asks_for_sign_in(&self) -> bool {
        let sign_in = [
            "authenticated", "authentication", "login", "session", "auth", "signed", "logged", "user", "identity",
            "anonymous",
        ];
        self.name.iter().any(|word| sign_in.contains(&word.as_str()))
            && !self.name.iter().any(|word| is_in(word, &["permission", "role", "access", "admin", "owner", "can"]))
    }

    pub(super) fn says_deny_list(&self) -> bool {
        let text = format!("{} {}", self.own_name, self.function.doc).to_lowercase().replace(['-', '_'], " ");
        [
            "deny list", "denylist", "block list", "blocklist", "black list", "blacklist", "blocked", "by default",
            "default allow", "allowed unless", "everyone but",
        ]
        .iter()
        .any(|phrase| text.contains(phrase))
    }

    pub(super) fn refuses_by_name(&self) -> bool {
        let class = self.function.class.as_ref().map(|class| words(&class.name)).unwrap_or_default();
        let none = ["nobody", "noone", "never", "none"];
        let names = [&self.name, &class];
        names.into_iter().any(|words| {
            words.iter().any(|word| none.contains(&word.as_str()))
                || words.windows(2).any(|pair| pair == ["deny", "all"] || pair == ["no", "one"])
        })
    }

    pub(super) fn is_open_by_name(&self) -> bool {
        let open = ["public", "anyone", "everyone", "anybody", "everybody", "permissive", "unrestricted", "open"];
        let idle = ["null", "noop", "no", "fake", "mock", "stub", "dummy", "default", "base", "abstract"];
        let all = self.name.windows(2).any(|pair| pair == ["allow", "all"] || pair == ["always", "allow"]);
        let class = self.function.class.as_ref().map(|class| words(&class.name)).unwrap_or_default();
        all || self.name.iter().any(|word| open.contains(&word.as_str()))
            || class.iter().any(|word| idle.contains(&word.as_str()) || open.contains(&word.as_str()))
            || class.windows(2).any(|pair| pair == ["allow", "all"] || pair == ["always", "allow"])
    }
}

/// Words of harm: what has them is kept out, whatever kind of thing it is.
const HARM: &[&str] =
    &["dangerous", "unsafe", "safe", "sensitive", "protected", "critical", "risky", "malicious", "destructive"];

/// Whether an expression reads a variable.
pub(super) fn mentions(expr: &Expr, binding: BindingId) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Binding(own) if own == binding);
    for_each_part(expr, &mut |part| found |= mentions(part, binding));
    found
}
