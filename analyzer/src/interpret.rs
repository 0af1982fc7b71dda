//! The plain meaning of a function: one walk through its graph, with an answer for every question on the way.
//!
//! **In:** an evaluated function, for the names of its subjects, and [`Answers`]. **Out:** the way it [`Ended`]. Nothing of the evaluation's
//! conditions, guards, joins, quantifiers or treatment of loops is used here: this is the slow truth the fast code is tested against.
//!
//! A value is a term, always one. Where a test needs to know more of it, the term is a question. Loops and callbacks run once for each
//! element the answers give a list. Outside of loops and callbacks a member read from nothing stops the run, as it does in a program; inside them,
//! like the evaluation, it does not.
//!
//! Lists and objects are values here, not places: a write through a second name or a computed key is not seen, and a set counts equal items twice.
//! The evaluation gives such a list or object up; this walk must not be asked about it.

mod calls;
mod comparisons;
mod expressions;
mod javascript;
mod promises;

use std::collections::BTreeMap;
use std::rc::Rc;

use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

pub use javascript::truthy;

use crate::cfg::{BlockId, Cfg, Edge, End, Expr, ExprKind, LoopId, LoopKind, Place as Target, Step};
use crate::channels::{Sent, Use};
use crate::condition::Example;
use crate::constant::Const;
use crate::decide::Decision;
use crate::evaluate::{ANSWERED, Evaluator, ExitKind, Place, handling_try};
use crate::module::BindingId;
use crate::source::Span;
use crate::term::{Term, TermId};

/// Blocks a run may pass, those of callbacks included.
const BLOCKS: usize = 2_000;

/// Turns of a loop that has a test of its own.
const TURNS: usize = 2;

/// What a run asks.
pub trait Answers {
    /// Whether the value of a subject has a property.
    fn holds(&mut self, facts: &mut Evaluator<'_>, subject: TermId, property: &dyn Fn(&Example) -> bool) -> bool;

    /// The elements of a list, as terms; `None` when it is known to be nothing.
    fn elements(&mut self, facts: &mut Evaluator<'_>, list: TermId) -> Option<Vec<TermId>>;

    /// Whether a call throws; with the one question of the `try` around it, where its errors are not told apart.
    fn throws(&mut self, facts: &mut Evaluator<'_>, call: TermId, any: Option<TermId>) -> bool;
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    pub kind: ExitKind,
    pub span: Span,
    /// What it gave: returned, or thrown; the call that threw.
    pub value: TermId,
    /// What had been answered before: a [`Term::Answer`], or `undefined`.
    pub answered: TermId,
}

/// Why a run did not end in an exit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A member of nothing was read, or nothing was iterated.
    ReadOfNothing(Span),
    /// A loop with a test of its own went on, or callbacks nested too deep.
    Endless,
    /// Something the evaluation does not look at, and says so: an element that was found and is falsy.
    OutOfModel,
    /// A call that never returns was made.
    NeverReturned,
    /// An error nobody looks at ended the run: that of a promise outside of all handlers.
    Raised { error: TermId, site: u32 },
    /// A promise that never settles was awaited, or an executor has settled its promise.
    Waits,
}

/// Runs an evaluated function.
///
/// # Errors
/// Why it did not end in an exit.
pub fn run(facts: &mut Evaluator<'_>, answers: &mut dyn Answers) -> Result<Ended, Stop> {
    let place = facts.place(facts.function);
    let mut interpreter = Interpreter::new(facts, answers);
    let ended = interpreter.walk(&place, &mut Env::new())?;
    interpreter.returned(ended)
}

/// The values of variables.
type Env = BTreeMap<BindingId, TermId>;

/// The elements of the loops that are running, and how many were looked at.
type Running = FxHashMap<LoopId, (Vec<TermId>, usize)>;

struct Interpreter<'r, 'a> {
    facts: &'r mut Evaluator<'a>,
    answers: &'r mut dyn Answers,
    blocks: usize,
    promises: promises::Promises,
}

/// Where a walk stands.
struct Position<'p> {
    place: &'p Place,
    block: BlockId,
    /// How it got there.
    via: Edge,
}

impl<'r, 'a> Interpreter<'r, 'a> {
    fn new(facts: &'r mut Evaluator<'a>, answers: &'r mut dyn Answers) -> Self {
        Interpreter { facts, answers, blocks: 0, promises: promises::Promises::default() }
    }

    fn cfg(&self, place: &Place) -> &'a Cfg {
        &self.facts.module.functions[place.function.0 as usize].cfg
    }

    /// Walks from the entry to an exit. An error that the code itself threw in an awaited promise is one, too.
    fn walk(&mut self, place: &Place, env: &mut Env) -> Result<Ended, Stop> {
        match self.walk_blocks(place, env) {
            Err(stop) => self.exit_by(stop, env),
            ended => ended,
        }
    }

    fn walk_blocks(&mut self, place: &Place, env: &mut Env) -> Result<Ended, Stop> {
        let cfg = self.cfg(place);
        let mut running = Running::default();
        let mut at = Position { place, block: cfg.entry, via: Edge::Always };
        loop {
            self.blocks += 1;
            if self.blocks > BLOCKS {
                return Err(Stop::Endless);
            }
            let data = &cfg.graph[at.block];
            for (index, step) in data.steps.iter().enumerate() {
                self.step(&self.at(&at, index), env, &running, step)?;
            }
            let here = self.at(&at, data.steps.len());
            if let Some(ended) = self.leave(&here, env, &running, &data.end)? {
                return Ok(ended);
            }
            let edge = self.edge(&here, &at, env, &mut running, &data.end)?;
            let next = cfg.graph.edges(at.block).find(|candidate| agree(*candidate.weight(), edge));
            let Some(next) = next else { return Err(Stop::NeverReturned) };
            at = Position { place, block: next.target(), via: *next.weight() };
        }
    }

    /// The writes before a step, and whether reads prove something there.
    fn at(&self, at: &Position<'_>, step: usize) -> Place {
        let mut place = at.place.clone();
        let data = &self.cfg(at.place).graph[at.block];
        let loops = &self.cfg(at.place).loops;
        // The list of an outermost loop is evaluated in front of it.
        place.derefs_prove &= match (data.in_loop, &data.end) {
            (None, _) => true,
            (Some(_), End::LoopHeader(id)) => loops[id.0 as usize].parent.is_none(),
            _ => false,
        };
        if !place.inlined {
            place.snapshot = place.versions.before(at.block, step);
        }
        place
    }

    fn step(&mut self, place: &Place, env: &mut Env, running: &Running, step: &Step) -> Result<(), Stop> {
        match step {
            Step::Evaluate(expr) => {
                self.value(place, env, running, expr)?;
                self.remember_answer(place, env, running, expr, Use::Dropped)?;
            }
            Step::Assign { target, value: expr, span } => {
                let value = self.value(place, env, running, expr)?;
                self.remember_answer(place, env, running, expr, Use::Kept)?;
                if self.facts.channels.stored(self.facts.module, target, expr).is_some() && !place.inlined {
                    self.answer(env, Decision::Deny, false, *span);
                }
                self.assign(place, env, target, value);
            }
        }
        Ok(())
    }

    fn assign(&mut self, place: &Place, env: &mut Env, target: &Target, value: TermId) {
        match target {
            Target::Binding(binding) => {
                env.insert(*binding, value);
            }
            Target::Member { object, property } => {
                let ExprKind::Binding(binding) = object.kind else { return };
                let object = self.lookup(place, env, binding);
                let Term::Object { mut fields, open } = self.facts.terms.get(object).clone() else { return };
                fields.retain(|(name, _)| name != property);
                fields.push((property.clone(), value));
                env.insert(binding, self.facts.terms.intern(Term::Object { fields, open }));
            }
            Target::Index { .. } => {}
        }
    }

    /// Remembers what an expression sends.
    fn remember_answer(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        expr: &Expr,
        value: Use,
    ) -> Result<(), Stop> {
        let answer = self.facts.channels.answer(self.facts.module, expr, value);
        let Some(answer) = answer.filter(|_| !place.inlined) else { return Ok(()) };
        let decision = match answer.sent {
            Sent::Decision(decision) => decision,
            Sent::RefusesIf(about) | Sent::AllowsIf(about) => {
                let value = self.value(place, env, running, about)?;
                let allows_if = matches!(answer.sent, Sent::AllowsIf(_));
                let truthy = matches!(self.facts.terms.get(value), Term::Caught(_)) || self.is_truthy(value);
                if truthy == allows_if { Decision::Allow } else { Decision::Deny }
            }
        };
        let is_final = answer.is_final && !matches!(answer.sent, Sent::RefusesIf(_) if decision == Decision::Deny);
        self.answer(env, decision, is_final, expr.span);
        Ok(())
    }

    fn answer(&mut self, env: &mut Env, decision: Decision, is_final: bool, site: Span) {
        let known = env.get(&ANSWERED).map(|known| self.facts.terms.get(*known));
        if !matches!(known, Some(Term::Answer { is_final: true, .. })) {
            env.insert(ANSWERED, self.facts.terms.intern(Term::Answer { decision, is_final, site }));
        }
    }

    fn lookup(&mut self, place: &Place, env: &Env, binding: BindingId) -> TermId {
        match env.get(&binding) {
            Some(value) => *value,
            None => self.facts.initial(place, binding),
        }
    }

    /// The exit a block is.
    fn leave(&mut self, place: &Place, env: &mut Env, running: &Running, end: &End) -> Result<Option<Ended>, Stop> {
        let undefined = self.facts.terms.constant(Const::Undefined);
        let (kind, span, value) = match end {
            End::Return { value: Some(value), .. } => {
                let given = self.value(place, env, running, value)?;
                self.remember_answer(place, env, running, value, Use::Returned)?;
                (ExitKind::Return, value.span, given)
            }
            End::Return { value: None, span } => (ExitKind::BareReturn, *span, undefined),
            End::Throw { value, span } => (ExitKind::Throw, *span, self.value(place, env, running, value)?),
            End::Propagates { call: Some(call), span } => {
                (ExitKind::Propagates, *span, self.value(place, &mut env.clone(), running, call)?)
            }
            End::Propagates { call: None, span } => (ExitKind::Propagates, *span, undefined),
            End::FallsOff { span } => (ExitKind::FallsOff, *span, undefined),
            _ => return Ok(None),
        };
        let answered = self.answered(env);
        Ok(Some(Ended { kind, span, value, answered }))
    }

    /// What was answered so far.
    fn answered(&mut self, env: &Env) -> TermId {
        env.get(&ANSWERED).copied().unwrap_or_else(|| self.facts.terms.constant(Const::Undefined))
    }

    /// The edge a block is left by.
    fn edge(
        &mut self,
        place: &Place,
        at: &Position<'_>,
        env: &mut Env,
        running: &mut Running,
        end: &End,
    ) -> Result<Edge, Stop> {
        let cfg = self.cfg(place);
        match end {
            End::Branch(test) => {
                let value = self.value(place, env, running, &cfg.tests[test.0 as usize])?;
                Ok(Edge::When { test: *test, answer: self.is_truthy(value) })
            }
            End::Call { call, result } => {
                let (value, settles) = self.value_at_end(place, at.block, env, running, call)?;
                self.remember_answer(place, env, running, call, Use::Dropped)?;
                if let Some(fails) = settles {
                    if fails {
                        return Ok(Edge::Throws);
                    }
                } else if self.facts.call_may_throw(place, at.block, call) && self.throws(place, at.block, call, value)
                {
                    return Ok(Edge::Throws);
                }
                env.insert(*result, value);
                Ok(Edge::Completes)
            }
            End::LoopHeader(id) => self.turn(place, at, env, running, *id),
            End::Unreachable => Err(Stop::NeverReturned),
            _ => Ok(Edge::Always),
        }
    }

    fn throws(&mut self, place: &Place, block: BlockId, call: &Expr, value: TermId) -> bool {
        let cfg = self.cfg(place);
        let about = match self.facts.terms.get(value) {
            Term::Await(inner) => *inner,
            _ => value,
        };
        let about = match self.facts.terms.get(about) {
            Term::Call { .. } | Term::New { .. } => about,
            _ => self.facts.terms.intern(Term::Unknown { site: call.span.start }),
        };
        let question = self.facts.terms.intern(Term::Throws(about));
        let handler = handling_try(cfg, block).map(|id| &cfg.tries[id.0 as usize]);
        let any = handler
            .filter(|data| !data.separate_errors)
            .map(|data| self.facts.terms.intern(Term::Error(data.span.start)));
        self.answers.throws(self.facts, question, any)
    }

    /// One more turn of a loop, or none.
    fn turn(
        &mut self,
        place: &Place,
        at: &Position<'_>,
        env: &mut Env,
        running: &mut Running,
        id: LoopId,
    ) -> Result<Edge, Stop> {
        let data = &self.cfg(place).loops[id.0 as usize];
        if at.via != Edge::Back {
            let elements = self.elements_of_loop(place, env, running, id)?;
            running.insert(id, (elements, 0));
        }
        let Some((elements, turns)) = running.get_mut(&id) else { return Err(Stop::Endless) };
        *turns += 1;
        if matches!(data.kind, LoopKind::General) {
            return if *turns > TURNS { Err(Stop::Endless) } else { Ok(Edge::Enters) };
        }
        let done = *turns > elements.len();
        if let LoopKind::Counted { index, .. } = data.kind {
            let value = Const::number(*turns as f64 - 1.0);
            env.insert(index, self.facts.terms.constant(value));
        }
        Ok(if done { Edge::Exhausted } else { Edge::Enters })
    }

    fn elements_of_loop(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        id: LoopId,
    ) -> Result<Vec<TermId>, Stop> {
        let data = &self.cfg(place).loops[id.0 as usize];
        let list = match &data.kind {
            LoopKind::Of { list } | LoopKind::Counted { list, .. } => self.value(place, env, running, list)?,
            LoopKind::In { object } => {
                let object = self.value(place, env, running, object)?;
                self.facts.keys_of(object)
            }
            LoopKind::General => return Ok(Vec::new()),
        };
        if !matches!(data.kind, LoopKind::In { .. }) {
            self.present(place, list, data.span)?;
        }
        self.elements(list).ok_or(Stop::ReadOfNothing(data.span))
    }

    /// The elements of a list: its items, where it is a literal.
    fn elements(&mut self, list: TermId) -> Option<Vec<TermId>> {
        match self.facts.terms.get(list) {
            Term::List { items, open: false } => Some(items.clone()),
            Term::Const(_) => None,
            _ => self.answers.elements(self.facts, list),
        }
    }

    /// The same place, for what a callback or helper does there.
    fn inside(&mut self, place: &Place, function: crate::module::FunctionId, derefs_prove: bool) -> Place {
        Place {
            function,
            versions: self.facts.versions_of(function),
            snapshot: Rc::clone(&place.snapshot),
            inlined: true,
            depth: place.depth + 1,
            derefs_prove,
        }
    }
}

/// Whether an edge of the graph is the one that is looked for. Going on is going round, too.
fn agree(edge: Edge, wanted: Edge) -> bool {
    edge == wanted || (wanted == Edge::Always && edge == Edge::Back)
}

/// Whether a value that a run ended with is truthy, asked in the same world.
pub fn ends_truthy(facts: &mut Evaluator<'_>, answers: &mut dyn Answers, value: TermId) -> bool {
    Interpreter::new(facts, answers).is_truthy(value)
}

/// Whether a value that a run ended with is a constant, asked in the same world.
pub fn ends_with(facts: &mut Evaluator<'_>, answers: &mut dyn Answers, value: TermId, constant: &Const) -> bool {
    let constant = facts.terms.constant(constant.clone());
    Interpreter::new(facts, answers).equal(value, constant)
}
