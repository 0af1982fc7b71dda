//! Rows that are bound to who asks where somebody does, and to nobody where nobody does.
//!
//! `user ? find(id, user.team) : find(id)` gives whoever is not signed in more than those who are. Both are reads of one entity, selected by what the
//! request names; what tells them apart is whether who asks is there. Quiet where the way behind the bare read establishes anything else, a row that
//! is public, say.

use crate::condition::{Condition, ValueSet, Variable};
use crate::constant::Const;
use crate::effects::{Act, Effect, Key};
use crate::evaluate::{Evaluation, Evaluator, evaluate};
use crate::project::{FunctionRef, Program};
use crate::scoping::{is_identifier, may_say_who};
use crate::source::Span;
use crate::term::Term;
use crate::values::Value;

use super::points::Points;
use super::source::Suppliers;
use super::{Skippable, Skipped, condition_around};

/// The rows of a function that only somebody who is known is kept from.
pub(super) fn unbound(program: &Program, at: FunctionRef) -> Vec<Skippable> {
    let reads = program.effects(at).iter().filter(|effect| is_asked_for(at, effect));
    let (bound, bare): (Vec<&Effect>, Vec<&Effect>) = reads.partition(|effect| binds(effect));
    let bare: Vec<&Effect> = bare
        .into_iter()
        .filter(|effect| !effect.selected_by().any(|value| !value.is_request() && may_say_who(program, value)))
        .collect();
    let pairs: Vec<(&Effect, &Effect)> = bare
        .iter()
        .flat_map(|bare| bound.iter().map(move |bound| (*bound, *bare)))
        .filter(|(bound, bare)| bound.entity() == bare.entity() && bound.call != bare.call && is_wider(bare, bound))
        .collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut evaluation = evaluate(program, at);
    if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
        return Vec::new();
    }
    let Some(points) = Points::of(program, at, &mut evaluation) else { return Vec::new() };
    let mut found: Vec<Skippable> = Vec::new();
    for (bound, bare) in pairs {
        let one = Reads { program, at, points: &points, bound, bare }.told_apart(&mut evaluation);
        found.extend(one.filter(|one| !found.iter().any(|known| known.passes == one.passes)));
    }
    found
}

/// A row that the function reads itself and goes on with, selected by what the request names.
fn is_asked_for(at: FunctionRef, effect: &Effect) -> bool {
    let named = |key: &Key| is_identifier(key.column()) && key.values.iter().any(|it| it.is_request());
    effect.act == Act::Read
        && effect.is_given
        && effect.keys_known
        && effect.function == at.function
        && effect.keys.iter().any(named)
}

fn binds(effect: &Effect) -> bool {
    effect.selected_by().any(Value::is_principal)
}

/// Whether nothing selects one read that does not select the other.
fn is_wider(bare: &Effect, bound: &Effect) -> bool {
    let selects = |key: &Key| bound.keys.iter().any(|other| other.name == key.name);
    bare.keys.iter().filter(|key| !key.values.is_empty()).all(selects)
}

/// Two reads of one entity.
struct Reads<'a> {
    program: &'a Program,
    at: FunctionRef,
    points: &'a Points,
    bound: &'a Effect,
    bare: &'a Effect,
}

impl Reads<'_> {
    /// Whether one is for who is known, and the other for anybody, with nothing asked behind it.
    fn told_apart(&self, evaluation: &mut Evaluation<'_>) -> Option<Skippable> {
        let facts = &mut evaluation.facts;
        let (known, unknown) = (facts.reach_of(self.bound.block), facts.reach_of(self.bare.block));
        let who = self.asked_who(facts, known, unknown)?;
        let behind = |span: Span| span.start > self.bare.call.end;
        let ways = self.points.ways.iter().filter(|way| way.in_loop.is_none() && behind(way.span));
        let ways: Vec<Condition> = ways.map(|way| way.when).collect();
        let goes_on = ways.into_iter().any(|way| {
            let passing = facts.conditions.and(way, unknown);
            let bare = facts.without(passing, &mut |facts, variable, set| self.is_evidence(facts, variable, set));
            bare != Condition::FALSE && !facts.conditions.exceeded()
        });
        let subject = facts.subject(who);
        goes_on.then(|| Skippable {
            function: self.at.function,
            test: condition_around(facts, subject, self.bare.call),
            denial: self.bound.call,
            passes: self.bare.call,
            value: facts.show_term(subject).text,
            how: Skipped::NobodyAsks,
            confidence: self.points.confidence,
        })
    }

    /// What is asked of who asks, if it is no more than whether they are there and tells the two reads apart by itself.
    fn asked_who(&self, facts: &mut Evaluator<'_>, known: Condition, unknown: Condition) -> Option<Variable> {
        let (who, others): (Vec<Variable>, Vec<Variable>) =
            facts.conditions.support(known).into_iter().partition(|variable| self.says_who(facts, *variable));
        let asks_presence = |variable: &Variable| {
            let set = facts.conditions.values(known, *variable);
            let domain = facts.conditions.domain(*variable);
            !set.contains(&Const::Undefined) && ValueSet::truthy().intersection(domain).is_subset_of(&set)
        };
        if !who.iter().all(asks_presence) {
            return None;
        }
        let is_known = others.into_iter().fold(known, |all, other| facts.conditions.exists(all, other));
        (facts.conditions.and(is_known, unknown) == Condition::FALSE).then(|| who.last().copied()).flatten()
    }

    /// Whether an answer says that somebody may: not which row it is, nor what the request or a text in the row says.
    fn is_evidence(&self, facts: &mut Evaluator<'_>, variable: Variable, set: &ValueSet) -> bool {
        let evidence = facts.evidence(variable, set, false);
        let subject = facts.subject(variable);
        let says_nothing = match facts.terms.get(subject) {
            Term::Member { property, .. } => is_identifier(property),
            Term::Call { callee, .. } => facts.is_pure_on_values(*callee),
            _ => false,
        };
        let suppliers = Suppliers { facts, program: self.program, at: self.at };
        evidence.counts() && !says_nothing && !suppliers.says_of_request(subject)
    }

    /// Whether what is asked is who asks, or a part of them.
    fn says_who(&self, facts: &Evaluator<'_>, variable: Variable) -> bool {
        let suppliers = Suppliers { facts, program: self.program, at: self.at };
        let mut term = facts.subject(variable);
        loop {
            if suppliers.sources(term).iter().any(Value::is_principal) {
                return true;
            }
            let Term::Member { object, .. } = facts.terms.get(term) else { return false };
            term = *object;
        }
    }
}
