//! What was answered on the way: sent through a channel, granted by a call, or refused by a `throw` that a handler of the function receives.

use crate::cfg::{Expr, Place as Target};
use crate::channels::{Answer, Sent, Use};
use crate::condition::Condition;
use crate::decide::Decision;
use crate::recognise::refuses;
use crate::source::Span;
use crate::term::{Term, TermId};

use super::{ANSWERED, Evaluator, Guarded, Place, REFUSED, State};

impl Evaluator<'_> {
    /// Remembers what an expression sends.
    pub(super) fn remember_answer(&mut self, place: &Place, state: &mut State, expr: &Expr, value: Use) {
        if let Some(answer) = self.channels.answer(self.module, expr, value).filter(|_| !place.inlined) {
            self.remember(place, state, answer, expr.span);
        }
    }

    /// Remembers what an assignment sends, or refuses: an error on its way to a handler of this function.
    pub(super) fn remember_stored(
        &mut self,
        place: &Place,
        state: &mut State,
        target: &Target,
        value: &Expr,
        span: Span,
    ) {
        if place.inlined {
            return;
        }
        if let Some(answer) = self.channels.stored(self.module, target, value) {
            self.answers_afterwards |= self.has_continued(state);
            let before = state.env.get(&REFUSED).cloned();
            self.remember(place, state, answer, span);
            // What a response starts with is no denial, whatever is asked later.
            if state.reach == Condition::TRUE {
                let before = before.unwrap_or_else(|| self.undefined());
                state.set(REFUSED, before);
            }
        }
        if self.channels.takes_back(self.module, target, value) {
            let nothing = self.undefined();
            state.set(REFUSED, nothing);
        }
        let is_thrown = match target {
            Target::Binding(binding) => self.cfg(place).tries.iter().any(|data| data.thrown == Some(*binding)),
            _ => false,
        };
        if is_thrown && refuses(self.module, value) {
            let refusal = self.terms.intern(Term::Refused { site: span });
            state.set(REFUSED, Guarded::single(refusal));
        }
    }

    fn remember(&mut self, place: &Place, state: &mut State, answer: Answer<'_>, span: Span) {
        let new = self.decided(place, state, answer, span);
        let before = match state.env.get(&ANSWERED) {
            Some(before) => before.clone(),
            None => self.undefined(),
        };
        let mut answered = Vec::new();
        let mut refused = Vec::new();
        let refused_before = match state.env.get(&REFUSED) {
            Some(before) => before.clone(),
            None => self.undefined(),
        };
        for (guard, known) in before.0 {
            if matches!(self.terms.get(known), Term::Answer { is_final: true, .. }) {
                self.answers_afterwards |= self.depends_on_errors(state.reach);
                answered.push((guard, known));
                refused.extend(self.under(guard, &refused_before).0);
                continue;
            }
            for &(inner, term) in &new.0 {
                let here = self.conditions.and(guard, inner);
                answered.push((here, term));
                if matches!(self.terms.get(term), Term::Answer { decision: Decision::Deny, .. }) {
                    refused.push((here, term));
                } else {
                    refused.extend(self.under(here, &refused_before).0);
                }
            }
        }
        let answered = self.merged(Guarded(answered));
        let refused = self.merged(Guarded(refused));
        state.set(ANSWERED, answered);
        state.set(REFUSED, refused);
    }

    /// Whether the handler behind has run on every way here.
    fn has_continued(&self, state: &State) -> bool {
        let is_final = |term: TermId| matches!(self.terms.get(term), Term::Answer { is_final: true, .. });
        state.env.get(&ANSWERED).is_some_and(|answered| answered.0.iter().all(|&(_, term)| is_final(term)))
    }

    fn depends_on_errors(&self, reach: Condition) -> bool {
        let asked = self.conditions.support(reach);
        asked
            .into_iter()
            .any(|variable| matches!(self.terms.get(self.subject(variable)), Term::Error(_) | Term::Throws(_)))
    }

    /// The decisions an answer stands for, each with its condition.
    fn decided(&mut self, place: &Place, state: &mut State, answer: Answer<'_>, span: Span) -> Guarded {
        let (about, yes, no) = match answer.sent {
            Sent::Decision(decision) => return Guarded::single(self.answer_term(decision, answer.is_final, span)),
            Sent::RefusesIf(expr) => (expr, Decision::Deny, Decision::Allow),
            Sent::AllowsIf(expr) => (expr, Decision::Allow, Decision::Deny),
        };
        let value = self.value(place, state, about);
        let (holds, fails) = match value.only().map(|term| self.terms.get(term)) {
            // Nobody throws nothing.
            Some(Term::Caught(_)) => (Condition::TRUE, Condition::FALSE),
            _ => self.truth_and_falsity(&value),
        };
        let mut cases = Vec::new();
        for (condition, decision) in [(holds, yes), (fails, no)] {
            if condition != Condition::FALSE {
                // A continuation that got an error has run nothing yet.
                let is_final =
                    answer.is_final && !matches!(answer.sent, Sent::RefusesIf(_) if decision == Decision::Deny);
                cases.push((condition, self.answer_term(decision, is_final, span)));
            }
        }
        Guarded(cases)
    }

    fn answer_term(&mut self, decision: Decision, is_final: bool, site: Span) -> TermId {
        self.terms.intern(Term::Answer { decision, is_final, site })
    }
}
