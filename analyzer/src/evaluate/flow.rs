//! The forward pass: blocks in reverse postorder, states merged at joins, loops as units.

use std::collections::BTreeMap;
use std::rc::Rc;

use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, Cfg, Edge, End, Expr, LoopId, Step, TryId};
use crate::channels::Use;
use crate::condition::Condition;
use crate::constant::Const;
use crate::module::BindingId;
use crate::source::Span;
use crate::term::Term;

use super::{ANSWERED, Evaluator, Exit, ExitKind, Guarded, Place, REFUSED, State};

/// What running a part of a graph gives.
#[derive(Default)]
pub(super) struct Region {
    pub exits: Vec<Exit>,
    /// States on edges that leave the part, with the block they lead to.
    pub leaving: Vec<(Edge, BlockId, State)>,
    /// States at the end of a loop's body.
    pub turns: Vec<State>,
}

impl<'a> Evaluator<'a> {
    /// Runs a whole function from a state.
    pub(super) fn run(&mut self, place: &Place, state: State) -> Vec<Exit> {
        let cfg = self.cfg(place);
        let order = reverse_postorder(cfg);
        self.run_region(place, &order, None, cfg.entry, state).exits
    }

    pub(super) fn cfg(&self, place: &Place) -> &'a Cfg {
        &self.data(place.function).cfg
    }

    /// Runs the blocks that belong to a loop (or, with `None`, to none), inner loops as units.
    pub(super) fn run_region(
        &mut self,
        place: &Place,
        order: &[BlockId],
        region: Option<LoopId>,
        start: BlockId,
        state: State,
    ) -> Region {
        let cfg = self.cfg(place);
        let mut result = Region::default();
        let mut incoming: FxHashMap<BlockId, Vec<State>> = FxHashMap::default();
        incoming.insert(start, vec![state]);
        for &block in order {
            let Some(states) = incoming.remove(&block) else { continue };
            let state = self.joined(place, states);
            if !place.inlined {
                self.entries.insert(block, state.clone());
            }
            if state.reach == Condition::FALSE {
                continue;
            }
            let inner = inner_loop(cfg, block, region);
            let after = match inner {
                Some(inner) => self.run_loop(place, order, inner, state, &mut result.exits),
                None => self.run_block(place, block, state, &mut result.exits),
            };
            for (edge, target, state) in after {
                if edge == Edge::Back && region.is_some_and(|of| cfg.loops[of.0 as usize].header == target) {
                    result.turns.push(state);
                } else if in_region(cfg, target, region) {
                    incoming.entry(target).or_default().push(state);
                } else {
                    result.leaving.push((edge, target, state));
                }
            }
        }
        result
    }

    /// The state where several meet.
    pub(super) fn joined(&mut self, place: &Place, mut states: Vec<State>) -> State {
        states.retain(|state| state.reach != Condition::FALSE);
        let Some(first) = states.first().cloned() else {
            return State { reach: Condition::FALSE, env: Rc::default() };
        };
        if states.len() == 1 {
            return first;
        }
        let reach = states.iter().fold(Condition::FALSE, |all, state| self.conditions.or(all, state.reach));
        let mut bindings: Vec<BindingId> = states.iter().flat_map(|state| state.env.keys().copied()).collect();
        bindings.sort_unstable();
        bindings.dedup();
        let mut env = BTreeMap::new();
        for binding in bindings {
            // A variable one side never set has, on that side, the value it came with: never "absent".
            let values: Vec<Guarded> = states.iter().map(|state| self.lookup(place, state, binding)).collect();
            let same = values.iter().all(|value| *value == values[0]);
            let value = if same { values[0].clone() } else { self.choice(&states, values) };
            env.insert(binding, value);
        }
        State { reach, env: Rc::new(env) }
    }

    fn choice(&mut self, states: &[State], values: Vec<Guarded>) -> Guarded {
        let mut cases = Vec::new();
        for (state, value) in states.iter().zip(values) {
            cases.extend(self.under(state.reach, &value).0);
        }
        let merged = self.merged(Guarded(cases));
        if merged.0.len() > super::guarded::CASES {
            let span = self.function().name_span;
            return Guarded::single(self.unknown(span, "a variable has too many possible values"));
        }
        merged
    }

    /// The value of a variable.
    pub(super) fn lookup(&mut self, place: &Place, state: &State, binding: BindingId) -> Guarded {
        match state.env.get(&binding) {
            Some(value) => value.clone(),
            None => Guarded::single(self.initial(place, binding)),
        }
    }

    /// Runs one block; gives the states on the edges that leave it. What its awaited promises throw leaves the function.
    pub(super) fn run_block(
        &mut self,
        place: &Place,
        block: BlockId,
        state: State,
        exits: &mut Vec<Exit>,
    ) -> Vec<(Edge, BlockId, State)> {
        let around = self.swap_raised(Vec::new());
        let after = self.run_steps(place, block, state, exits);
        exits.extend(self.swap_raised(around));
        after
    }

    fn run_steps(
        &mut self,
        place: &Place,
        block: BlockId,
        mut state: State,
        exits: &mut Vec<Exit>,
    ) -> Vec<(Edge, BlockId, State)> {
        let cfg = self.cfg(place);
        let data = &cfg.graph[block];
        for (index, step) in data.steps.iter().enumerate() {
            let place = self.at(place, block, index);
            self.step(&place, &mut state, step);
        }
        let place = &self.at(place, block, data.steps.len());
        match &data.end {
            End::Goto | End::LoopHeader(_) => follow(cfg, block, |_| Some(state.clone())),
            End::Branch(test) => {
                let test = &cfg.tests[test.0 as usize];
                let value = self.value(place, &mut state, test);
                let (holds, fails) = self.truth_and_falsity(&value);
                let yes = self.narrowed(&state, holds);
                let no = self.narrowed(&state, fails);
                follow(cfg, block, |edge| match edge {
                    Edge::When { answer: true, .. } => Some(yes.clone()),
                    Edge::When { answer: false, .. } => Some(no.clone()),
                    _ => None,
                })
            }
            End::Call { call, result } => self.run_call(place, block, state, call, *result),
            End::Return { value, span } => {
                let (kind, value, span) = match value {
                    Some(expr) => {
                        let value = self.returned_value(place, &mut state, expr);
                        self.remember_answer(place, &mut state, expr, Use::Returned);
                        (ExitKind::Return, value, expr.span)
                    }
                    None => (ExitKind::BareReturn, self.undefined(), *span),
                };
                self.leave(&state, kind, value, span, exits)
            }
            End::Throw { value, span } => {
                let value = self.value(place, &mut state, value);
                self.leave(&state, ExitKind::Throw, value, *span, exits)
            }
            End::Propagates { call, span } => {
                let value = match call {
                    Some(call) => self.value(place, &mut state.clone(), call),
                    None => self.undefined(),
                };
                self.leave(&state, ExitKind::Propagates, value, *span, exits)
            }
            End::FallsOff { span } => {
                let value = self.undefined();
                self.leave(&state, ExitKind::FallsOff, value, *span, exits)
            }
            End::Unreachable => Vec::new(),
        }
    }

    pub(super) fn leave(
        &mut self,
        state: &State,
        kind: ExitKind,
        value: Guarded,
        span: Span,
        exits: &mut Vec<Exit>,
    ) -> Vec<(Edge, BlockId, State)> {
        let value = self.under(state.reach, &value);
        let [answered, refused] = [ANSWERED, REFUSED].map(|memory| match state.env.get(&memory) {
            Some(answer) => self.under(state.reach, answer),
            None => Guarded(vec![(state.reach, self.terms.constant(Const::Undefined))]),
        });
        exits.push(Exit { kind, span, value, answered, refused });
        Vec::new()
    }

    /// A call that decides where control goes: it completes or throws.
    fn run_call(
        &mut self,
        place: &Place,
        block: BlockId,
        mut state: State,
        call: &Expr,
        result: BindingId,
    ) -> Vec<(Edge, BlockId, State)> {
        let cfg = self.cfg(place);
        let (value, settles) = self.value_at_end(place, block, &mut state, call);
        self.remember_answer(place, &mut state, call, Use::Dropped);
        let (throws, completes) = match settles {
            Some(known) => known,
            None => {
                let asked = self.call_may_throw(place, block, call);
                let throws = if asked { self.error_condition(place, block, call, &value) } else { Condition::FALSE };
                (throws, self.conditions.not(throws))
            }
        };
        let failed = self.narrowed(&state, throws);
        let mut done = self.narrowed(&state, completes);
        self.note_answer(place, done.reach, call, &value);
        done.set(result, value);
        follow(cfg, block, |edge| match edge {
            Edge::Completes => Some(done.clone()),
            Edge::Throws => Some(failed.clone()),
            _ => None,
        })
    }

    /// Under which condition a call throws: a question about the call, or about the whole `try`.
    fn error_condition(&mut self, place: &Place, block: BlockId, call: &Expr, value: &Guarded) -> Condition {
        let cfg = self.cfg(place);
        if let Some(id) = handling_try(cfg, block)
            && !cfg.tries[id.0 as usize].separate_errors
        {
            let span = cfg.tries[id.0 as usize].span;
            let term = self.terms.intern(Term::Error(span.start));
            self.places.entry(term).or_insert(span);
            if !self.errors.contains(&(id, term)) {
                self.errors.push((id, term));
            }
            let calls = value.0.iter().map(|&(_, call)| call);
            self.protected.entry(term).or_default().extend(calls);
            return self.truthy(term);
        }
        let mut throws = Condition::FALSE;
        for &(guard, term) in &value.0 {
            let about = match self.terms.get(term) {
                Term::Await(inner) => *inner,
                _ => term,
            };
            let question = match self.terms.get(about) {
                Term::Call { .. } | Term::New { .. } => about,
                _ => self.terms.intern(Term::Unknown { site: call.span.start }),
            };
            if handling_try(cfg, block).is_some() {
                self.caught.insert(question);
            }
            let question = self.terms.intern(Term::Throws(question));
            self.note_place(question, call);
            let asked = self.truthy(question);
            let case = self.conditions.and(guard, asked);
            throws = self.conditions.or(throws, case);
        }
        throws
    }

    /// A state under one more condition.
    pub(super) fn narrowed(&mut self, state: &State, condition: Condition) -> State {
        State { reach: self.conditions.and(state.reach, condition), env: state.env.clone() }
    }

    fn at(&mut self, place: &Place, block: BlockId, step: usize) -> Place {
        if place.inlined {
            return place.clone();
        }
        Place { snapshot: place.versions.before(block, step), ..place.clone() }
    }

    fn step(&mut self, place: &Place, state: &mut State, step: &Step) {
        match step {
            Step::Evaluate(expr) => {
                self.value(place, state, expr);
                self.remember_answer(place, state, expr, Use::Dropped);
            }
            Step::Assign { target, value: expr, span } => {
                let value = self.value(place, state, expr);
                self.remember_answer(place, state, expr, Use::Kept);
                self.remember_stored(place, state, target, expr, *span);
                self.note_write(place, state, target, &value, *span);
                self.assign(place, state, target, value);
            }
        }
    }

    pub(super) fn undefined(&mut self) -> Guarded {
        Guarded::single(self.terms.constant(Const::Undefined))
    }
}

/// The states on the edges that leave a block.
fn follow(cfg: &Cfg, block: BlockId, mut state: impl FnMut(Edge) -> Option<State>) -> Vec<(Edge, BlockId, State)> {
    let edges = cfg.graph.edges(block);
    edges.filter_map(|edge| Some((*edge.weight(), edge.target(), state(*edge.weight())?))).collect()
}

/// The `try` whose handler an error of this block goes to.
pub(crate) fn handling_try(cfg: &Cfg, block: BlockId) -> Option<TryId> {
    let handler = cfg.graph.edges(block).find(|edge| *edge.weight() == Edge::Throws)?.target();
    let position = cfg.tries.iter().position(|data| data.handler == handler)?;
    Some(TryId(position as u32))
}

/// The loop a block is the header of, if that loop is directly inside the region.
fn inner_loop(cfg: &Cfg, block: BlockId, region: Option<LoopId>) -> Option<LoopId> {
    match cfg.graph[block].end {
        End::LoopHeader(id) if Some(id) != region && cfg.loops[id.0 as usize].parent == region => Some(id),
        _ => None,
    }
}

/// Whether a block belongs to a region, directly or through an inner loop's header.
pub(super) fn in_region(cfg: &Cfg, block: BlockId, region: Option<LoopId>) -> bool {
    let mut at = cfg.graph[block].in_loop;
    loop {
        if at == region {
            return true;
        }
        match at {
            Some(id) => at = cfg.loops[id.0 as usize].parent,
            None => return false,
        }
    }
}

/// Every block after all its predecessors, back edges cut.
pub(crate) fn reverse_postorder(cfg: &Cfg) -> Vec<BlockId> {
    let mut order = Vec::with_capacity(cfg.graph.node_count());
    let mut seen = vec![false; cfg.graph.node_count()];
    let mut stack = vec![(cfg.entry, false)];
    while let Some((block, done)) = stack.pop() {
        if done {
            order.push(block);
            continue;
        }
        if std::mem::replace(&mut seen[block.index()], true) {
            continue;
        }
        stack.push((block, true));
        let edges = cfg.graph.edges(block).filter(|edge| *edge.weight() != Edge::Back);
        stack.extend(
            edges.map(|edge| edge.target()).filter(|target| !seen[target.index()]).map(|target| (target, false)),
        );
    }
    order.reverse();
    order
}
