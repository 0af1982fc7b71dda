//! The request nobody foresaw: which answer each test gives when no rule, list, grant or guard names what is asked about.
//!
//! The valuation behind [`crate::decide::DefaultDecision`]; `judge/default.rs` has its definition.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cfg::{BinaryOp, Cfg, End, Expr, ExprKind, Step};
use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::evidence::COUNTS;
use crate::module::Type;
use crate::term::{Term, TermId};
use crate::versions::for_each_part;
use crate::words::{EXCLUSION, GUARD_VERBS, PERMISSION, PRINCIPAL, REFUSES, RIGHT, has_any, words};

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

/// Words of what went wrong: nothing did.
const FAILURES: &[&str] = &["error", "err", "failure", "failed"];

/// First words of a question answered with yes or no.
const ASKING: &[&str] = &["is", "has", "have", "can", "may", "should", "was", "are", "does", "must", "skip", "bypass"];

/// Methods that give another form of a text or list that is there.
const FORMS: &[&str] = &[
    "trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toString", "normalize", "replace", "replaceAll",
    "slice", "substring", "split", "join", "map", "filter", "keys", "values", "entries",
];

/// Methods that look for something in a text or list.
const LOOKS: &[&str] = &["includes", "has", "startsWith", "endsWith", "test", "match", "some", "matches"];

/// The value of each subject asked about so far.
pub(crate) type Answers = FxHashMap<Variable, ValueSet>;

/// A request that no rule names, as answers to tests.
pub(crate) struct Unmatched {
    /// Being signed in is what the check is about: nobody is.
    sign_in: bool,
    /// Its truthy answer denies or asks: what its tests look for is what it refuses.
    inverted: bool,
    /// Switches are on; off only where the check asks nothing but switches, and they are its rule.
    switches_on: bool,
    /// Whatever may fail does.
    pub(crate) fails: bool,
    /// A subject of which the answer is known.
    pub(crate) fixed: Option<(Variable, Const)>,
    /// When any exit is reached: outside, something that is not there is read.
    covered: Condition,
    /// What is looked up and there.
    there: FxHashSet<TermId>,
    /// Terms the function uses otherwise than to ask whether they are there.
    used: FxHashSet<TermId>,
}

impl Unmatched {
    /// The request no rule names, for a function with these conditions.
    pub(crate) fn of(
        facts: &mut Evaluator<'_>,
        conditions: &[Condition],
        there: FxHashSet<TermId>,
        sign_in: bool,
        inverted: bool,
    ) -> Self {
        let mut used = FxHashSet::default();
        for id in facts.terms.ids() {
            let parts = facts.terms.parts(id);
            match facts.terms.get(id) {
                Term::Await(_) | Term::TypeOf(_) | Term::Throws(_) => {}
                Term::Call { .. } | Term::New { .. } => used.extend(parts.into_iter().skip(1)),
                _ => used.extend(parts),
            }
        }
        let asked: Vec<TermId> = conditions
            .iter()
            .flat_map(|condition| facts.conditions.support(*condition))
            .map(|variable| facts.subject(variable))
            .filter(|subject| !matches!(facts.terms.get(*subject), Term::Throws(_) | Term::Error(_)))
            .collect();
        let person = |subject: &TermId| facts.is_person_by_name(*subject);
        let idle = |subject: &TermId| facts.is_object_like(*subject) || there.contains(subject) || person(subject);
        let asks_else = asked.iter().any(|subject| !facts.is_switch(*subject) && !idle(subject));
        let sign_in = sign_in
            || asked.iter().any(person)
                && asked.iter().all(|subject| person(subject) || facts.is_object_like(*subject));
        let covered = conditions.iter().fold(Condition::FALSE, |all, condition| facts.conditions.or(all, *condition));
        Unmatched { sign_in, inverted, switches_on: asks_else, fails: false, fixed: None, covered, there, used }
    }

    /// Its answers on the way through what some run can do.
    pub(crate) fn answers(&self, facts: &mut Evaluator<'_>) -> Answers {
        let mut answers = Answers::default();
        let mut at = self.covered;
        while let Some((variable, arcs)) = facts.conditions.arcs(at) {
            let possible = arcs.iter().filter(|(_, child)| *child != Condition::FALSE);
            let possible = possible.fold(ValueSet::empty(), |all, (set, _)| all.union(set));
            let value = self.value(facts, variable, &possible);
            at = child(facts, at, &value).unwrap_or(Condition::TRUE);
            answers.insert(variable, value);
        }
        answers
    }

    /// Whether a condition holds for it; answers that are not known yet are added.
    pub(crate) fn meets(&self, facts: &mut Evaluator<'_>, condition: Condition, answers: &mut Answers) -> bool {
        let mut at = condition;
        while let Some((variable, _)) = facts.conditions.arcs(at) {
            let answer = answers.entry(variable).or_insert_with(|| self.value(facts, variable, &ValueSet::universe()));
            let Some(next) = child(facts, at, answer) else { return false };
            at = next;
        }
        at == Condition::TRUE
    }

    /// The one value a subject has.
    fn value(&self, facts: &mut Evaluator<'_>, variable: Variable, possible: &ValueSet) -> ValueSet {
        if let Some((fixed, constant)) = &self.fixed
            && *fixed == variable
        {
            return ValueSet::of(constant);
        }
        let subject = facts.subject(variable);
        if let Some(answer) = self.answer(facts, subject) {
            return ValueSet::of(&Const::Bool(answer));
        }
        let declared = facts.printed_domain(variable).intersection(possible);
        // An exhaustive type leaves nothing unforeseen: what the code says of values outside it is its default.
        let whole = facts.conditions.domain(variable).intersection(possible);
        let compared = facts.compared_with(variable);
        let of_kind = |test: fn(&Const) -> bool| compared.iter().any(test);
        let words = of_kind(|constant| matches!(constant, Const::String(text) if !text.is_empty()));
        let numbers = of_kind(|constant| matches!(constant, Const::Number(_)));
        let texts = ValueSet::strings().intersection(&declared);
        let exhausted = words && texts.difference(&ValueSet::from_constants(compared.iter())).is_empty();
        let domain = if exhausted { whole } else { declared };
        if exhausted
            && ValueSet::strings()
                .intersection(&domain)
                .difference(&ValueSet::from_constants(compared.iter()))
                .is_empty()
        {
            // One of the known answers, nobody knows which.
            return domain;
        }
        let fresh = domain.difference(&ValueSet::from_constants(compared.iter()));
        let one = |set: ValueSet| set.example(&[]).map(|example| example.value_set());
        let within = |kind: ValueSet| one(kind.intersection(&fresh));
        let no = || within(ValueSet::of(&Const::Bool(false)));
        let missing = || within(ValueSet::of(&Const::Undefined)).or_else(|| within(ValueSet::nullish()));
        let object = || within(ValueSet::objects());
        let given = || within(ValueSet::truthy());
        let few = || {
            let zero = Const::number(0.0);
            if fresh.contains(&zero) { Some(ValueSet::of(&zero)) } else { within(ValueSet::numbers()) }
        };
        let choice = match () {
            _ if words => within(ValueSet::strings()),
            _ if facts.is_length(subject) => match self.is_empty_list(facts, subject) {
                true => Some(ValueSet::of(&Const::number(0.0))),
                false => within(ValueSet::above(0.0, false).intersection(&ValueSet::numbers())),
            },
            _ if facts.is_position(subject) => Some(ValueSet::of(&Const::number(-1.0))),
            _ if numbers => few(),
            _ if facts.is_rule_list(subject) => missing().or_else(object),
            _ if facts.is_switch(subject) && self.switches_on => {
                within(ValueSet::of(&Const::Bool(true))).or_else(given)
            }
            _ if self.is_nobody(facts, subject) => missing().or_else(no),
            _ if self.there.contains(&subject) => object().or_else(given),
            _ if has_any(&facts.own_name(subject), FAILURES) => missing().or_else(no),
            _ if facts.is_found(subject) => missing().or_else(no),
            _ if facts.is_object_like(subject) => object(),
            _ if self.is_there(facts, subject) => given(),
            _ => None,
        };
        let plain = || no().or_else(missing).or_else(few).or_else(|| one(fresh.clone()));
        choice.or_else(plain).or_else(|| one(domain.clone())).unwrap_or(domain)
    }

    /// The answer of a test that is a question by itself.
    fn answer(&self, facts: &mut Evaluator<'_>, subject: TermId) -> Option<bool> {
        match *facts.terms.get(subject) {
            Term::Throws(call) => Some(self.fails || facts.refuses_unless_granted(call)),
            Term::Error(_) => {
                let guards = facts.protected_calls(subject).iter().any(|call| facts.refuses_unless_granted(*call));
                Some(self.fails || guards)
            }
            // "None that does not": whoever is not named satisfies no such question.
            Term::Some { list, body } if facts.is_demanded(list) || facts.is_asked_of_every(list) => {
                Some(self.meets(facts, body, &mut Answers::default()))
            }
            Term::Some { .. } | Term::Earlier { .. } => Some(false),
            Term::Relation { op, left, right } => Some(facts.falls_short(op, left, right)),
            Term::Call { .. } if facts.is_escape(subject) => Some(!self.inverted),
            _ => None,
        }
    }

    fn is_nobody(&self, facts: &Evaluator<'_>, subject: TermId) -> bool {
        let param = matches!(facts.terms.get(subject), Term::Param(_)) && facts.is_object_like(subject);
        self.sign_in && !param && facts.is_person_by_name(subject)
    }

    fn is_empty_list(&self, facts: &Evaluator<'_>, length: TermId) -> bool {
        matches!(facts.terms.get(length), Term::Member { object, .. } if facts.names_rule_list(*object))
    }

    /// What is asked about, and what is needed to ask, is there; rights and other flags are not.
    fn is_there(&self, facts: &Evaluator<'_>, subject: TermId) -> bool {
        let name = facts.own_name(subject);
        let asking = words(&name).first().is_some_and(|first| ASKING.contains(&first.as_str()));
        match facts.terms.get(subject) {
            Term::Param(_) | Term::Element(_) | Term::Bound(_) => !asking && !facts.is_declared_flag(subject),
            Term::Call { callee, .. } => {
                let method = facts.terms.last_name(*callee).unwrap_or_default();
                matches!(facts.terms.get(*callee), Term::Member { .. }) && FORMS.contains(&method)
            }
            Term::Member { .. } | Term::Index { .. } => {
                let root = facts.terms.root(subject);
                let asked =
                    matches!(facts.terms.get(root), Term::Param(_) | Term::Element(_) | Term::Bound(_) | Term::This);
                let flag = asking || has_any(&name, RIGHT) || has_any(&name, EXCLUSION);
                let person = !self.sign_in && facts.is_person_by_name(subject);
                asked && !flag && !facts.is_declared_flag(subject) && (person || self.used.contains(&subject))
            }
            _ => false,
        }
    }
}

impl Evaluator<'_> {
    /// The name that says what a term is: its own, or that of the variable that holds it.
    fn own_name(&self, term: TermId) -> String {
        let own = self.terms.last_name(term).map(str::to_owned);
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
    fn refuses_unless_granted(&self, call: TermId) -> bool {
        let name = self.called_name(call);
        let first = words(&name).into_iter().next().unwrap_or_default();
        let guards = GUARD_VERBS.contains(&first.as_str()) && (has_any(&name, RIGHT) || has_any(&name, PERMISSION));
        first == "throw" || REFUSES.contains(&first.as_str()) || guards && !self.is_in_try(call)
    }

    /// Whether a comparison of two values holds for somebody who has little: nothing equals, and ranks do not reach what is demanded.
    fn falls_short(&self, op: BinaryOp, left: TermId, right: TermId) -> bool {
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
    fn is_escape(&self, call: TermId) -> bool {
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

    fn comes_from_relative(&self, term: TermId) -> bool {
        match self.terms.get(term) {
            Term::Call { callee, .. } => {
                self.called_name(term) == "relative"
                    || matches!(self.terms.get(*callee), Term::Member { object, .. } if self.comes_from_relative(*object))
            }
            _ => false,
        }
    }

    /// Whether a flag turns the check on: `config.enabled`, `isFeatureEnabled(name)`.
    fn is_switch(&self, subject: TermId) -> bool {
        let name = match self.terms.get(subject) {
            Term::Member { property, .. } => property.clone(),
            Term::Call { .. } | Term::Await(_) => self.called_name(subject),
            Term::Param(_) | Term::Variable { .. } => self.own_name(subject),
            _ => return false,
        };
        has_any(&name, SWITCHED_ON) && !has_any(&name, EXCLUSION) && !self.is_list(subject)
    }

    /// The place of something in a list or text.
    fn is_position(&self, subject: TermId) -> bool {
        matches!(self.terms.get(subject), Term::Call { .. })
            && ["indexOf", "lastIndexOf", "findIndex", "search"].contains(&self.called_name(subject).as_str())
    }

    fn is_length(&self, subject: TermId) -> bool {
        matches!(self.terms.get(subject), Term::Member { property, .. } if property == "length" || property == "size")
    }

    /// Whether a list is one that rules come from, by its name.
    fn names_rule_list(&self, list: TermId) -> bool {
        let own = self.own_name(list);
        let given = self.name_of(list).unwrap_or_default();
        [own, given]
            .iter()
            .any(|name| (has_any(name, RULE_LISTS) || has_any(name, EXCLUSION)) && !has_any(name, DEMANDED))
    }

    /// Whether a subject is a list that rules come from.
    fn is_rule_list(&self, subject: TermId) -> bool {
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

    fn is_declared_flag(&self, subject: TermId) -> bool {
        self.type_of(subject, 0)
            .is_some_and(|ty| matches!(self.resolved_type(&ty, 0), Type::Boolean | Type::Literal(Const::Bool(_))))
    }

    fn is_demanded(&self, list: TermId) -> bool {
        has_any(&self.own_name(list), DEMANDED) || has_any(&self.name_of(list).unwrap_or_default(), DEMANDED)
    }

    /// Whether the source asks `list.every(…)`.
    fn is_asked_of_every(&self, list: TermId) -> bool {
        let starts: Vec<u32> = self.lists.iter().filter(|(_, known)| **known == list).map(|(of, _)| of.0).collect();
        let functions = self.module.functions.iter();
        functions
            .filter(|function| starts.iter().any(|start| function.span.start <= *start && *start < function.span.end))
            .any(|function| asks_every(&function.cfg, &starts))
    }
}

/// Where a value leads from the first question of a condition.
fn child(facts: &Evaluator<'_>, at: Condition, value: &ValueSet) -> Option<Condition> {
    let (_, arcs) = facts.conditions.arcs(at)?;
    arcs.iter().find(|(set, _)| value.is_subset_of(set)).map(|(_, child)| *child)
}

/// Whether a graph holds a call of `every` that starts at one of the places.
fn asks_every(cfg: &Cfg, starts: &[u32]) -> bool {
    fn within(expr: &Expr, starts: &[u32]) -> bool {
        let here = starts.contains(&expr.span.start)
            && matches!(&expr.kind, ExprKind::Call { callee, .. }
                if matches!(&callee.kind, ExprKind::Member { property, .. } if property == "every"));
        let mut found = here;
        for_each_part(expr, &mut |part| found = found || within(part, starts));
        found
    }
    let in_block = |block: &crate::cfg::Block| {
        let steps = block.steps.iter().any(|step| match step {
            Step::Assign { value, .. } | Step::Evaluate(value) => within(value, starts),
        });
        steps
            || match &block.end {
                End::Call { call, .. } => within(call, starts),
                End::Return { value: Some(value), .. } | End::Throw { value, .. } => within(value, starts),
                _ => false,
            }
    };
    cfg.graph.node_weights().any(in_block) || cfg.tests.iter().any(|test| within(test, starts))
}
