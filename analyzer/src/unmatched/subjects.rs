//! What kind of thing a test asks about, by its name, its type and where it comes from: a list of rules, a switch, a rank, a person, a path
//! outside its root, a call that refuses. Reads terms and declarations; knows no condition and no decision.

use crate::cfg::BinaryOp;
use crate::condition::Condition;
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::evidence::COUNTS;
use crate::module::{Position, Type};
use crate::term::{Term, TermId};
use crate::words::{ASKING, EXCLUSION, GUARD_VERBS, PERMISSION, PRINCIPAL, REFUSES, RIGHT, has_any, is_in, words};

use super::FAILURES;

/// Words of lists somebody fills to say who may, who may not, or what is left alone.
const RULE_LISTS: &[&str] = &[
    "allow", "allowed", "allows", "allowlist", "whitelist", "whitelisted", "permitted", "trusted", "approved", "rule",
    "policy", "policies", "ignore", "restriction", "exemption", "exception", "override",
];

/// Words of what a check demands: it is there, and not met.
const DEMANDED: &[&str] =
    &["required", "require", "requires", "needed", "expected", "demanded", "mandatory", "minimum", "min", "threshold"];

/// Words of a rank, of which one has more or less.
const RANKS: &[&str] = &["level", "rank", "role", "clearance", "tier", "power", "seniority", "hierarchy", "order"];

/// Words of a lookup among rules: it finds none.
const FINDS: &[&str] = &["match", "matches", "matching", "matched", "rule", "grant", "exemption", "override", "ban"];

/// Words of a switch that turns a check, or what it is about, on.
const SWITCHED_ON: &[&str] = &["enabled", "enable", "enables", "enforced"];

/// Methods that look for something in a text or list.
const LOOKS: &[&str] = &["includes", "has", "startsWith", "endsWith", "test", "match", "some", "matches"];

impl Evaluator<'_> {
    /// The name that says what a term is: its own, or that of the variable that holds it.
    pub(crate) fn own_name(&self, term: TermId) -> String {
        let own = match self.terms.get(term) {
            Term::Variable { binding, .. } => Some(self.module.bindings[binding.0 as usize].name.clone()),
            _ => self.terms.last_name(term).map(str::to_owned),
        };
        own.or_else(|| self.name_of(term)).unwrap_or_default()
    }

    /// The name of a function, method or variable that is called.
    pub(crate) fn function_name(&self, callee: TermId) -> String {
        match self.terms.get(callee) {
            Term::Function(id) => self.data(*id).name.clone(),
            Term::Variable { binding, .. } => self.module.bindings[binding.0 as usize].name.clone(),
            _ => self.terms.last_name(callee).unwrap_or_default().to_owned(),
        }
    }

    /// The name of what is called.
    pub(crate) fn called_name(&self, call: TermId) -> String {
        match self.terms.get(call) {
            Term::Await(inner) => self.called_name(*inner),
            Term::Call { callee, .. } | Term::New { callee, .. } => self.function_name(*callee),
            _ => self.terms.last_name(call).unwrap_or_default().to_owned(),
        }
    }

    /// Whether a call that fails says that something was not granted: a refusal by its name, or a guard outside any `try`.
    pub(super) fn refuses_unless_granted(&self, call: TermId) -> bool {
        let name = self.called_name(call);
        let first = words(&name).into_iter().next().unwrap_or_default();
        let asks_who_may = matches!(&words(&name)[..], [verb, second, ..] if verb == "validate" && (second == "can" || second == "may"));
        let guards = asks_who_may
            || GUARD_VERBS.contains(&first.as_str()) && (has_any(&name, RIGHT) || has_any(&name, PERMISSION));
        first == "throw"
            || REFUSES.contains(&first.as_str())
            || guards && !self.is_in_try(call)
            || self.is_scoped_lookup(call)
    }

    /// `findFirstOrThrow({ where: { id, teamId } })`: a lookup by several keys that throws where they do not belong together.
    fn is_scoped_lookup(&self, call: TermId) -> bool {
        let inner = match self.terms.get(call) {
            Term::Await(inner) => *inner,
            _ => call,
        };
        let Term::Call { args, .. } = self.terms.get(inner) else { return false };
        let name = words(&self.called_name(inner));
        let throws = name.windows(2).any(|pair| pair[0] == "or" && ["throw", "fail"].contains(&pair[1].as_str()));
        let fields = |term: TermId| match self.terms.get(term) {
            Term::Object { fields, .. } => fields.clone(),
            _ => Vec::new(),
        };
        let keys = args.first().map(|selector| fields(*selector)).unwrap_or_default();
        let within = keys.iter().find(|(name, _)| name == "where").map(|(_, keys)| fields(*keys));
        throws && within.unwrap_or(keys).len() > 1
    }

    /// Whether a comparison of two values holds for somebody who has little: nothing equals, and ranks do not reach what is demanded.
    pub(super) fn falls_short(&self, op: BinaryOp, left: TermId, right: TermId) -> bool {
        let named = |term: TermId, list: &[&str]| {
            self.terms.any(term, &mut |part| match part {
                Term::Member { property, .. } => has_any(property, list),
                Term::Variable { binding, .. } => has_any(&self.module.bindings[binding.0 as usize].name, list),
                _ => false,
            }) || has_any(&self.own_name(term), list)
        };
        if matches!(op, BinaryOp::StrictEquals | BinaryOp::LooseEquals) {
            // Two flags both say no.
            return self.is_declared_flag(left) && self.is_declared_flag(right);
        }
        let ordered = matches!(op, BinaryOp::Less | BinaryOp::LessOrEqual);
        let ranked = (named(left, RANKS) || named(right, RANKS)) && !named(left, COUNTS) && !named(right, COUNTS);
        ordered && ranked && named(right, DEMANDED) && !named(left, DEMANDED)
    }

    /// `relative(root, path).startsWith('..')`: that the path is outside, which is what a path that nothing names is.
    pub(super) fn is_escape(&self, call: TermId) -> bool {
        let Term::Call { callee, args, .. } = self.terms.get(call) else { return false };
        let Term::Member { object, property, .. } = self.terms.get(*callee) else { return false };
        let up = |term: TermId| match self.terms.get(term) {
            Term::Const(Const::String(text)) => text.starts_with(".."),
            Term::Arithmetic { left, .. } => {
                matches!(self.terms.get(*left), Term::Const(Const::String(text)) if text.starts_with(".."))
            }
            Term::Template { parts, .. } => parts.first().is_some_and(|part| part.starts_with("..")),
            _ => false,
        };
        matches!(property.as_str(), "startsWith" | "includes")
            && args.first().is_some_and(|arg| up(*arg))
            && self.comes_from_relative(*object)
    }

    pub(super) fn comes_from_relative(&self, term: TermId) -> bool {
        match self.terms.get(term) {
            Term::Call { callee, .. } => {
                self.called_name(term) == "relative"
                    || matches!(self.terms.get(*callee), Term::Member { object, .. } if self.comes_from_relative(*object))
            }
            _ => false,
        }
    }

    /// Whether a flag turns the check on: `config.enabled`, `isFeatureEnabled(name)`.
    pub(super) fn is_switch(&self, subject: TermId) -> bool {
        let name = match self.terms.get(subject) {
            Term::Member { property, .. } => property.clone(),
            Term::Call { .. } | Term::Await(_) => self.called_name(subject),
            Term::Param(_) | Term::Variable { .. } => self.own_name(subject),
            _ => return false,
        };
        has_any(&name, SWITCHED_ON) && !has_any(&name, EXCLUSION) && !self.is_list(subject)
    }

    /// The place of something in a list or text.
    pub(super) fn is_position(&self, subject: TermId) -> bool {
        matches!(self.terms.get(subject), Term::Call { .. })
            && ["indexOf", "lastIndexOf", "findIndex", "search"].contains(&self.called_name(subject).as_str())
    }

    pub(super) fn is_length(&self, subject: TermId) -> bool {
        matches!(self.terms.get(subject), Term::Member { property, .. } if property == "length" || property == "size")
    }

    /// Whether a list is one that rules come from, by its name.
    pub(super) fn names_rule_list(&self, list: TermId) -> bool {
        let own = self.own_name(list);
        let given = self.name_of(list).unwrap_or_default();
        [own, given]
            .iter()
            .any(|name| (has_any(name, RULE_LISTS) || has_any(name, EXCLUSION)) && !has_any(name, DEMANDED))
    }

    /// Whether a subject is a list that rules come from.
    pub(super) fn is_rule_list(&self, subject: TermId) -> bool {
        let name = self.own_name(subject);
        let last = words(&name).into_iter().next_back().unwrap_or_default();
        let plural = last.ends_with('s') || last.ends_with("list") || last == "set";
        let declared =
            || self.type_of(subject, 0).is_some_and(|ty| matches!(self.resolved_type(&ty, 0), Type::Array(_)));
        let called = LOOKS.contains(&self.called_name(subject).as_str());
        let policy =
            matches!(last.as_str(), "policy" | "ruleset") && !matches!(self.terms.get(subject), Term::Param(_));
        !called && self.names_rule_list(subject) && (plural || policy || self.is_list(subject) || declared())
    }

    /// Whether the subject is what a search among rules has found.
    pub(crate) fn is_found(&self, subject: TermId) -> bool {
        let by_name = || {
            let names = [self.called_name(subject), self.name_of(subject).unwrap_or_default()];
            [FINDS, EXCLUSION, RIGHT].iter().any(|list| names.iter().any(|name| has_any(name, list)))
        };
        match self.terms.get(subject) {
            Term::Find { .. } => true,
            Term::Call { .. } | Term::Await(_) => by_name(),
            _ => false,
        }
    }

    pub(crate) fn is_person_by_name(&self, subject: TermId) -> bool {
        let fetched = matches!(self.terms.get(self.terms.root(subject)), Term::Call { .. } | Term::Find { .. });
        // `authType` and `userId` are no persons.
        let last = words(&self.own_name(subject)).into_iter().next_back().unwrap_or_default();
        !fetched && PRINCIPAL.contains(&last.as_str())
    }

    /// `ability.cannot('read', page)`, `isNotMember`: a right by its absence.
    pub(super) fn is_negated_right(&self, subject: TermId) -> bool {
        let name = words(&self.called_name(subject));
        let negated = || {
            let not = name.iter().position(|word| word == "not");
            not.is_some_and(|at| {
                let right = |word: &String| is_in(word, PERMISSION) || is_in(word, RIGHT) || is_in(word, PRINCIPAL);
                name.iter().take(at).any(|word| ASKING.contains(&word.as_str())) && name.iter().skip(at).any(right)
            })
        };
        let call = matches!(self.terms.get(subject), Term::Call { .. } | Term::Await(_) | Term::Member { .. });
        call && (name.first().is_some_and(|first| ["cannot", "lacks"].contains(&first.as_str())) || negated())
    }

    /// `const failure = await checkScope(request)`: what another check gives is its refusal, by the name it is given here, or since this one hands
    /// refusals on.
    pub(super) fn is_refusal_of_another(&self, subject: TermId, hands_on: bool) -> bool {
        if !matches!(self.terms.get(subject), Term::Call { .. } | Term::Await(_)) {
            return false;
        }
        let called = self.called_name(subject);
        let held = self.name_of(subject).unwrap_or_default();
        let guards = words(&called).first().is_some_and(|first| is_in(first, GUARD_VERBS));
        let checks = guards || has_any(&called, PERMISSION);
        let failure = has_any(&held, FAILURES) || has_any(&held, REFUSES) || has_any(&held, EXCLUSION);
        guards && hands_on || checks && failure && !ASKING.contains(&words(&called).first().map_or("", String::as_str))
    }

    /// `jwt.verify(token, key, (error, claims) => …)`: whether the function is handed what came out of that.
    pub(super) fn is_called_with_verdict(&self) -> bool {
        let Position::Argument { callee, .. } = &self.function().position else { return false };
        let verb = words(callee.rsplit('.').next().unwrap_or(callee)).into_iter().next();
        verb.is_some_and(|verb| ["verify", "authenticate"].contains(&verb.as_str()))
    }

    pub(super) fn is_declared_flag(&self, subject: TermId) -> bool {
        self.type_of(subject, 0)
            .is_some_and(|ty| matches!(self.resolved_type(&ty, 0), Type::Boolean | Type::Literal(Const::Bool(_))))
    }

    /// Whether a list holds what is demanded: by its name, or since it is all of `permissions` or `roles` that the check is handed.
    pub(super) fn is_demanded(&self, list: TermId) -> bool {
        let given = self.name_of(list).unwrap_or_default();
        let rights = matches!(self.terms.get(list), Term::Param(_))
            && matches!(&words(&given)[..], [only] if is_in(only, PERMISSION) || is_in(only, RIGHT));
        rights || has_any(&self.own_name(list), DEMANDED) || has_any(&given, DEMANDED)
    }

    /// Whether a list is handed in, and holds no rules.
    pub(super) fn is_at_hand(&self, list: TermId) -> bool {
        matches!(self.terms.get(self.terms.root(list)), Term::Param(_)) && !self.names_rule_list(list)
    }

    /// Whether another check is asked, by its name.
    pub(super) fn asks_a_check(&self, body: Condition) -> bool {
        self.conditions.support(body).into_iter().any(|variable| {
            let name = self.called_name(self.subject(variable));
            let first = words(&name).into_iter().next().unwrap_or_default();
            ASKING.contains(&first.as_str()) || has_any(&name, PERMISSION) || has_any(&name, RIGHT)
        })
    }
}
