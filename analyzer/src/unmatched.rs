//! The request nobody foresaw: which answer each test gives when no rule, list, grant or guard names what is asked about.
//!
//! The valuation behind [`crate::decide::DefaultDecision`]; `judge/default.rs` has its definition.

mod subjects;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::decide::{Decision, Polarity};
use crate::evaluate::Evaluator;
use crate::recognise::Candidate;
use crate::term::{Term, TermId};
use crate::words::{ASKING, EXCLUSION, RIGHT, has_any, words};

/// Methods that give another form of a text or list that is there.
const FORMS: &[&str] = &[
    "trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toString", "normalize", "replace", "replaceAll",
    "slice", "substring", "split", "join", "map", "filter", "keys", "values", "entries",
];

/// Forms a text may have: one that is asked about has the form it should.
const WELL_FORMED: &[&str] =
    &["uuid", "guid", "ulid", "cuid", "email", "url", "uri", "slug", "hex", "base64", "iso", "format", "syntax"];

/// Words of what went wrong: nothing did.
const FAILURES: &[&str] = &["error", "err", "failure", "failed"];

/// The value of each subject asked about so far.
pub(crate) type Answers = FxHashMap<Variable, ValueSet>;

/// A request that no rule names, as answers to tests.
pub(crate) struct Unmatched {
    /// Being signed in is what the check is about: nobody is.
    sign_in: bool,
    /// Its truthy answer denies or asks: what its tests look for is what it refuses.
    inverted: bool,
    /// What it gives that another made, where an answer is a refusal.
    handed_on: FxHashSet<TermId>,
    /// Switches that let through who is not let through otherwise: they are off.
    bypasses: FxHashSet<TermId>,
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
    /// The request no rule names, for a function that comes to these decisions.
    pub(crate) fn of(
        facts: &mut Evaluator<'_>,
        ends: &[(Condition, Decision)],
        there: FxHashSet<TermId>,
        handed_on: FxHashSet<TermId>,
        candidate: &Candidate,
    ) -> Self {
        let asked = asked_by(facts, ends);
        let idle = |subject: TermId| {
            facts.is_object_like(subject) || there.contains(&subject) || facts.is_person_by_name(subject)
        };
        let asks_else = asked.iter().any(|(_, subject)| !facts.is_switch(*subject) && !idle(*subject));
        let persons: Vec<Variable> = asked
            .iter()
            .filter(|(_, subject)| facts.is_person_by_name(*subject))
            .map(|(variable, _)| *variable)
            .collect();
        let switches: Vec<(Variable, TermId)> =
            asked.iter().filter(|(_, subject)| facts.is_switch(*subject)).copied().collect();
        let bypasses = switches.into_iter().filter(|(variable, _)| opens(facts, ends, *variable));
        Unmatched {
            bypasses: bypasses.map(|(_, subject)| subject).collect(),
            sign_in: candidate.sign_in || asks_for_persons_alone(facts, ends, &persons),
            inverted: candidate.contract.polarity() == Polarity::Inverted,
            handed_on,
            switches_on: asks_else,
            fails: false,
            fixed: None,
            covered: ends.iter().fold(Condition::FALSE, |all, (condition, _)| facts.conditions.or(all, *condition)),
            there,
            used: used_terms(facts),
        }
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
            _ if self.bypasses.contains(&subject) => no(),
            _ if facts.is_switch(subject) && self.switches_on => {
                within(ValueSet::of(&Const::Bool(true))).or_else(given)
            }
            _ if facts.is_negated_right(subject) => within(ValueSet::of(&Const::Bool(true))).or_else(given),
            _ if self.is_nobody(facts, subject) => missing().or_else(no),
            _ if self.there.contains(&subject) => object().or_else(given),
            _ if facts.is_refusal_of_another(subject, self.handed_on.contains(&subject)) => object().or_else(given),
            _ if has_any(&facts.own_name(subject), FAILURES) => match self.is_verdict_of_a_call(facts, subject) {
                true => object().or_else(given),
                false => missing().or_else(no),
            },
            _ if asks_for_form(&facts.called_name(subject)) => given(),
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
            // "None that does not": whoever is not named satisfies no such question. Nor do the things at hand where another check is asked of each.
            Term::Some { list, body } => {
                let ordinary = facts.is_demanded(list)
                    || facts.asked_of_every.contains(&list)
                    || facts.is_at_hand(list) && facts.asks_a_check(body);
                Some(ordinary && self.meets_within(facts, body))
            }
            Term::Earlier { .. } => Some(false),
            Term::Relation { op, left, right } => Some(facts.falls_short(op, left, right)),
            Term::Call { .. } if facts.is_escape(subject) => Some(!self.inverted),
            _ => None,
        }
    }

    /// Whether an ordinary element satisfies a condition. Where nothing but its truth is asked it is a verdict, and says no.
    fn meets_within(&self, facts: &mut Evaluator<'_>, body: Condition) -> bool {
        let mut answers = Answers::default();
        if let [only] = facts.conditions.support(body)[..]
            && matches!(facts.terms.get(facts.subject(only)), Term::Bound(_))
        {
            answers.insert(only, ValueSet::of(&Const::Bool(false)));
        }
        self.meets(facts, body, &mut answers)
    }

    /// What a call that verifies somebody hands to its callback: an error, and nobody.
    fn is_verdict_of_a_call(&self, facts: &Evaluator<'_>, subject: TermId) -> bool {
        matches!(facts.terms.get(subject), Term::Param(_)) && facts.is_called_with_verdict()
    }

    fn is_nobody(&self, facts: &Evaluator<'_>, subject: TermId) -> bool {
        if self.is_verdict_of_a_call(facts, subject) && facts.is_person_by_name(subject) {
            return true;
        }
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

/// Where a value leads from the first question of a condition.
fn child(facts: &Evaluator<'_>, at: Condition, value: &ValueSet) -> Option<Condition> {
    let (_, arcs) = facts.conditions.arcs(at)?;
    arcs.iter().find(|(set, _)| value.is_subset_of(set)).map(|(_, child)| *child)
}

/// What decides: every subject but those of which something is read, and which are only asked for being there.
fn asked_by(facts: &Evaluator<'_>, ends: &[(Condition, Decision)]) -> Vec<(Variable, TermId)> {
    let mut asked: Vec<(Variable, TermId)> = Vec::new();
    for variable in ends.iter().flat_map(|(condition, _)| facts.conditions.support(*condition)) {
        let subject = facts.subject(variable);
        let fails = matches!(facts.terms.get(subject), Term::Throws(_) | Term::Error(_));
        let only_read = ends.iter().all(|(condition, _)| {
            facts.conditions.values(*condition, variable).complement().is_subset_of(&ValueSet::nullish())
        });
        if !fails && !only_read && !asked.contains(&(variable, subject)) {
            asked.push((variable, subject));
        }
    }
    asked
}

/// Terms the function uses otherwise than to ask whether they are there.
fn used_terms(facts: &Evaluator<'_>) -> FxHashSet<TermId> {
    let mut used = FxHashSet::default();
    for id in facts.terms.ids() {
        let parts = facts.terms.parts(id);
        match facts.terms.get(id) {
            Term::Await(_) | Term::TypeOf(_) | Term::Throws(_) => {}
            Term::Call { .. } | Term::New { .. } => used.extend(parts.into_iter().skip(1)),
            _ => used.extend(parts),
        }
    }
    used
}

fn refuses(decision: Decision) -> bool {
    matches!(decision, Decision::Deny | Decision::Indeterminate)
}

/// Whether nobody is refused as long as the persons it looks at are there.
fn asks_for_persons_alone(facts: &mut Evaluator<'_>, ends: &[(Condition, Decision)], persons: &[Variable]) -> bool {
    let mut there = Condition::TRUE;
    for person in persons {
        let given = facts.conditions.test(*person, &ValueSet::truthy());
        there = facts.conditions.and(there, given);
    }
    let mut may_refuse = false;
    for (condition, _) in ends.iter().filter(|(_, decision)| refuses(*decision)) {
        if facts.conditions.and(there, *condition) != Condition::FALSE {
            return false;
        }
        may_refuse = true;
    }
    may_refuse && !persons.is_empty()
}

/// Whether a switch lets through who is not let through otherwise: while it is on nobody is refused, or only then somebody is let through here; and
/// there is a way in while it is off.
fn opens(facts: &mut Evaluator<'_>, ends: &[(Condition, Decision)], switch: Variable) -> bool {
    let mut reaches = |on: bool, wanted: &dyn Fn(Decision) -> bool| {
        let set = ValueSet::of(&Const::Bool(on));
        ends.iter()
            .filter(|(_, decision)| wanted(*decision))
            .any(|(condition, _)| facts.conditions.restrict(*condition, switch, &set) != Condition::FALSE)
    };
    let allows = |decision: Decision| decision == Decision::Allow;
    let way_in = reaches(false, &|decision| !refuses(decision));
    let bypasses = reaches(true, &allows) && !reaches(true, &refuses) && reaches(false, &refuses);
    let grants = reaches(true, &allows) && !reaches(false, &allows);
    way_in && (bypasses || grants)
}

/// `isValidUuid`, `isEmail`.
fn asks_for_form(name: &str) -> bool {
    let name = words(name);
    name.first().is_some_and(|first| first == "is" || first == "validate" || first == "valid")
        && name.last().is_some_and(|last| WELL_FORMED.contains(&last.as_str()))
}
