//! What a function is about where it is no permission: display, kinds, states, data put together, acts.

use crate::cfg::{End, Expr, ExprKind, Place, Step};
use crate::constant::Const;
use crate::contract::Reading;
use crate::decide::Encoding;
use crate::module::{Position, Type};
use crate::words::{
    ACTS, CHECK_VERBS, DISPLAY, GRANTS, GUARD_VERBS, HELD, KINDS, LOW_STANDING, MAKES, OTHER_MATTERS, PAYMENTS,
    PERMISSION, PRINCIPAL, STATES, VERDICTS, has_any, is_in, words,
};

use super::Signals;
use super::shape::Shape;

impl Signals<'_> {
    /// Display, retries, parsing and the like: not a permission, whatever the name starts with.
    pub(super) fn speaks_of_something_else(&self, shape: &Shape, points: u32) -> Option<&'static str> {
        let denies =
            has_any(&self.own_name, &["blocked", "dangerous", "banned", "unsafe", "restricted", "forbidden", "denied"]);
        let permission = self.name_tells() || denies;
        let presents = self.name.first().is_some_and(|first| first == "present" || first == "describe");
        let display = presents || has_any(&self.own_name, DISPLAY);
        let other = has_any(&self.own_name, OTHER_MATTERS) && self.place.is_none() && !self.asks_who_may_change(points);
        let shape_of_text = self.name.last().is_some_and(|last| {
            ["name", "id", "email", "slug", "format", "label", "title", "description", "consent"]
                .contains(&last.as_str())
        });
        let throws_refusal = self.is_refusing();
        let difference = self.name.iter().any(|word| {
            ["changed", "changes", "diff", "differs", "differ", "unique", "duplicate", "sole"].contains(&word.as_str())
        });
        let refuses = self.sends_refusal || shape.stands && throws_refusal;
        let nameless = self.own_name.is_empty() && !shape.telling && !refuses;
        // `success` says how an act went, unless the name asks.
        let asks = self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS) || first == "authenticate");
        let report = shape.contract.encoding == Encoding::Object && !shape.telling && !(permission && asks);
        let acts = self.name.first().is_some_and(|first| ACTS.contains(&first.as_str()))
            && !self.names_a_verdict()
            && !self.gates_sign_in(shape);
        // A guard inside an act is a part of the act.
        let enforces = matches!(shape.contract.encoding, Encoding::Assertion | Encoding::ValueOrThrow);
        let tells = shape.telling || self.sends_refusal;
        let report_only = self.only_reports(shape);
        match () {
            _ if shape.decides => None,
            _ if matches!(self.return_type(), Some(Type::Predicate)) => Some("it is a type guard"),
            _ if self.is_predicate_of_collection() => Some("it belongs to the list operation it is handed to"),
            _ if display && !throws_refusal && !self.sends_refusal => Some("its name speaks of what is shown"),
            _ if difference || other && !permission && !tells => Some("its name speaks of something else"),
            _ if self.is_limit() => Some("it limits how often or how much, not who"),
            _ if report_only.is_some() => report_only,
            _ if self.puts_together(shape) => Some("it puts something together, and decides nothing"),
            _ if self.asks_whether_there(shape) => Some("it asks whether something is there"),
            _ if self.asks_for_a_state(shape) => Some("it asks in what state a thing is, and nobody is looked at"),
            _ if self.is_about_payment() && !self.sends_refusal => Some("it is about a payment"),
            _ if self.only_prepares(shape) => Some("it calls on whatever it finds"),
            _ if self.handles_errors(shape) => Some("it answers errors, after the guards"),
            _ if self.is_a_handler(shape) => Some("it handles a request, and a guard is part of it"),
            _ if acts && (!tells || enforces) => Some("its name says that it does something"),
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

    /// `(err, req, res, next)`: frameworks call it when something went wrong.
    fn handles_errors(&self, shape: &Shape) -> bool {
        // `error => error instanceof NotAllowed ? answer(403) : null`
        let maps = shape.contract.encoding == Encoding::ResponseOrNone;
        let first = self.function.params.first();
        let named = first.map(|param| self.module.bindings[param.binding.0 as usize].name.trim_start_matches('_'));
        let calls_on = self.function.params.len() == 4 && self.channels.continues();
        (calls_on || maps) && named.is_some_and(|name| ["err", "error", "e", "ex"].contains(&name))
    }

    /// `canChangeEmail`: the other matter is what somebody may change, where enough else speaks of permission.
    fn asks_who_may_change(&self, points: u32) -> bool {
        // Where somebody is looked at, and much is asked about rights, it is they who may.
        if self.asks_who_may() && points > 4 && self.principal().is_some() {
            return true;
        }
        self.asks_who_may()
            && points > 3
            && self.name.len() > 2
            && !self.name[1..self.name.len() - 1].iter().any(|word| is_in(word, OTHER_MATTERS))
    }

    /// `isPermissionError`, `isGuestRole`: what something is, not what somebody may.
    fn asks_for_a_kind(&self) -> bool {
        let first = self.name.first().map_or("", String::as_str);
        let asks = ["is", "are", "has", "have", "get", "resolve", "find", "list", "collect"].contains(&first);
        let kind = self.name.last().is_some_and(|last| is_in(last, KINDS));
        let low = self.name.get(1).is_some_and(|second| LOW_STANDING.contains(&second.as_str()));
        let sensitive_case = self.name.windows(2).any(|pair| pair == ["case", "sensitive"]);
        let verdict = self.name.iter().any(|word| VERDICTS.contains(&word.as_str()) || HARM.contains(&word.as_str()));
        let file = self.name.windows(2).any(|pair| pair == ["mime", "type"] || pair == ["file", "extension"]);
        let error = self.name.last().is_some_and(|last| last == "error" || last == "exception");
        let kind = kind || self.asks_for_a_request();
        let named = self.asks_for_a_sensitive_name() || self.asks_who_speaks();
        asks && (kind || low) && (error || !verdict)
            || asks && named
            || file
            || sensitive_case
            || self.asks_what_a_right_is()
    }

    /// `isApprovalRequest`; not `isAdminRequest`.
    fn asks_for_a_request(&self) -> bool {
        const WHOSE: &[&str] = &["admin", "owner", "superuser", "superadmin", "staff", "authenticated", "access"];
        self.name.last().is_some_and(|last| is_in(last, &["request"]))
            && !self.name.iter().any(|word| is_in(word, WHOSE))
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
        // Who has the role of an admin may; a scope for admins is one of many.
        let tells = |word: &String| last == "role" && TELLING.contains(&word.as_str());
        let told = self.name.iter().any(|word| tells(word) || VERDICTS.contains(&word.as_str()));
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
            if ["decision", "behavior", "verdict", "permissionDecision"].contains(&field.name.as_str()));
        match shape.contract.encoding {
            Encoding::Object => makes && (!word || self.function.cfg.tests.is_empty()),
            Encoding::Callback => makes && !self.sends_decision,
            Encoding::ResponseOrNone => self.function.cfg.tests.is_empty(),
            _ => false,
        }
    }

    /// A function without a name that is handed to a router and refuses among what else it does.
    fn is_a_handler(&self, shape: &Shape) -> bool {
        const GUARDING: &[&str] = &["use", "all", "before", "guard", "hook", "rule", "policy", "authorize", "check"];
        const VERBS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options"];
        let hands_on = self.function.params.len() > 2 || self.continues || shape.stands;
        // `MemberController.activate`: what it does is what its name says.
        let class = self.function.class.as_ref().and_then(|class| words(&class.name).pop()).unwrap_or_default();
        let checks = self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS) || is_in(first, GUARD_VERBS));
        let enforces = matches!(shape.contract.encoding, Encoding::Assertion | Encoding::ValueOrThrow);
        if enforces && !checks && !shape.decides && ["controller", "resolver"].contains(&class.as_str()) {
            return true;
        }
        let Position::Argument { callee, index, .. } = &self.function.position else {
            // A request and a reply are what hooks and handlers of routes take alike: the name tells.
            let hook = matches!(self.function.position, Position::Property { .. });
            let guards = self.name_tells() || self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS));
            let answers = shape.contract.encoding == Encoding::Continuation;
            return answers && !hook && !hands_on && !guards && self.function.contextual_type.is_none();
        };
        let last = callee.rsplit('.').next().unwrap_or(callee);
        match shape.contract.encoding {
            _ if shape.decides || shape.stands => false,
            Encoding::Assertion => !has_any(last, GUARDING),
            Encoding::Continuation => VERBS.contains(&last) && (*index > 1 || self.writes_body()),
            _ => false,
        }
    }

    /// `ctx.body = …`
    fn writes_body(&self) -> bool {
        let body = |step: &Step| matches!(step, Step::Assign { target: Place::Member { property, .. }, .. } if property == "body");
        self.function.cfg.graph.node_weights().any(|block| block.steps.iter().any(body))
    }

    /// `hasPermissions = Object.keys(permissions).length > 0`.
    fn asks_whether_there(&self, shape: &Shape) -> bool {
        shape.contract.encoding == Encoding::Boolean
            && !self.function.params.is_empty()
            && self.principal().is_none()
            && !self.returns.is_empty()
            && self.returns.iter().all(|value| is_presence(value))
    }

    /// `signupPolicyHandler`: what it is about, and not what it does.
    fn gates_sign_in(&self, shape: &Shape) -> bool {
        let about = self.name.first().is_some_and(|first| ["signup", "signin", "login"].contains(&first.as_str()));
        about && shape.contract.encoding == Encoding::Assertion && self.name_tells() && self.tests_a_verdict()
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
        let handles_errors = self.name.windows(2).any(|pair| pair == ["error", "handler"]);
        let silent = !refuses && !self.name_tells();
        let promises = self.name.first().is_some_and(|first| is_in(first, GUARD_VERBS));
        match shape.contract.encoding {
            _ if shape.decides => false,
            Encoding::Continuation => silent || handles_errors,
            Encoding::Callback => self.continues && !refuses && !promises && self.lets_everyone_on(),
            _ => false,
        }
    }

    /// Whether every way through the function calls on.
    fn lets_everyone_on(&self) -> bool {
        let cfg = &self.function.cfg;
        let mut seen = vec![false; cfg.graph.node_count()];
        let mut pending = vec![cfg.entry];
        while let Some(block) = pending.pop() {
            let new = seen.get_mut(block.index()).is_some_and(|seen| !std::mem::replace(seen, true));
            let Some(data) = cfg.graph.node_weight(block).filter(|_| new) else { continue };
            if data.evaluated().any(|expr| self.channels.continues_by(expr)) {
                continue;
            }
            if matches!(data.end, End::Return { .. } | End::FallsOff { .. }) {
                return false;
            }
            pending.extend(cfg.graph.neighbors(block));
        }
        true
    }

    /// A name that holds a word of permission, and does not ask for one: what is capped at low confidence.
    pub(super) fn asks_vaguely(&self, shape: &Shape) -> bool {
        let verdict = self.name.last().is_some_and(|last| VERDICTS.contains(&last.as_str()))
            || self.name.iter().any(|word| word == "can" || word == "may");
        let first = self.name.first().map_or("", String::as_str);
        match shape.contract.encoding {
            _ if shape.decides || self.own_name.is_empty() || verdict || self.name_asks() => false,
            Encoding::Boolean if first == "has" || first == "have" => !self.asks_what_is_held(),
            Encoding::Boolean if first == "validate" => self.principal().is_none() && self.place.is_none(),
            Encoding::Boolean => !CHECK_VERBS.contains(&first),
            Encoding::Assertion if self.is_refusing() || self.refuses_danger() => false,
            Encoding::Assertion => {
                const STRONG: &[&str] = &["access", "permission", "admin", "owner", "role", "authorization", "trusted"];
                let strong = self.name.iter().any(|word| is_in(word, STRONG) || VERDICTS.contains(&word.as_str()));
                let form = self.name.last().is_some_and(|last| is_in(last, KINDS));
                let policy = self.name.last().is_some_and(|last| last == "policy");
                form || policy || !strong && self.principal().is_none() && self.place.is_none()
            }
            _ => false,
        }
    }

    /// `hasAccessTo`, `hasProjectRole`; not `hasRoleMenu`.
    fn asks_what_is_held(&self) -> bool {
        let relation = |word: &String| ["to", "for", "in", "on", "of", "at", "over"].contains(&word.as_str());
        self.name
            .iter()
            .enumerate()
            .any(|(index, word)| is_in(word, HELD) && self.name.get(index + 1).is_none_or(relation))
    }

    /// `shouldLogDenial`, `checkAndSanitizeRoles`: the permission is what the act is about.
    fn tells_to_act(&self) -> bool {
        let acts = |word: &String| ACTS.contains(&word.as_str());
        let skips = |word: &String| word == "skip" && !self.leaves_unasked();
        let should = self.name.first().is_some_and(|first| first == "should")
            && self.name.get(1).is_some_and(|second| acts(second) || skips(second));
        should || self.name.windows(2).any(|pair| pair[0] == "and" && acts(&pair[1]))
    }

    /// A callback of `filter`, `map` and the like belongs to the function around it.
    fn is_predicate_of_collection(&self) -> bool {
        matches!(&self.function.position, Position::Argument { callee, .. } if {
            let last = callee.rsplit('.').next().unwrap_or(callee);
            ["some", "every", "filter", "find", "findIndex", "map", "forEach", "reduce", "sort", "then", "catch", "flatMap", "findLast", "useCallback", "useMemo", "useEffect"].contains(&last)
        })
    }
}

/// A comparison with nothing or with 0.
fn is_presence(value: &Expr) -> bool {
    let nothing = |side: &Expr| match &side.kind {
        ExprKind::Const(Const::Number(number)) => number.get() == 0.0,
        ExprKind::Const(value) => value.is_nullish(),
        _ => false,
    };
    match &value.kind {
        ExprKind::Not(inner) => is_presence(inner),
        ExprKind::Binary { left, right, .. } => {
            (nothing(left) || nothing(right)) && !is_position(left) && !is_position(right)
        }
        _ => false,
    }
}

/// `path.indexOf(root)`: at 0 it begins so.
fn is_position(value: &Expr) -> bool {
    matches!(&value.kind, ExprKind::Call { callee, .. } if matches!(&callee.kind, ExprKind::Member { property, .. } if property == "indexOf" || property == "search"))
}

/// Words of harm: what has them is kept out, whatever kind of thing it is.
const HARM: &[&str] =
    &["dangerous", "unsafe", "safe", "sensitive", "protected", "critical", "risky", "malicious", "destructive"];
