//! The forward pass: blocks in reverse postorder, states merged at joins, loops as units.

use std::collections::BTreeMap;
use std::rc::Rc;

use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, Cfg, Edge, End, Expr, ExprKind, LoopId, Outcome, Place as Target, Step, TryId, WrittenCondition};
use crate::condition::Condition;
use crate::constant::Const;
use crate::module::{BindingId, BindingKind};
use crate::source::Span;
use crate::term::Term;

use super::{ANSWERED, Evaluator, Exit, ExitKind, Guarded, Place, State};

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

    /// When a written condition holds and when it fails, judged by itself: whatever led to it. `None` where evaluation never came to it.
    pub fn alone(&mut self, written: &WrittenCondition) -> Option<(Condition, Condition)> {
        let mut place = self.place(self.function);
        place.derefs_prove = false;
        let cfg = self.cfg(&place);
        let entry = self.entries.get(&written.entry)?;
        let state = State { reach: Condition::TRUE, env: entry.env.clone() };
        let stops = crate::idle::stops(written);
        let mut incoming: FxHashMap<BlockId, Vec<State>> = FxHashMap::default();
        incoming.insert(written.entry, vec![state]);
        let (mut holds, mut fails) = (Condition::FALSE, Condition::FALSE);
        for block in reverse_postorder(cfg) {
            let Some(states) = incoming.remove(&block) else { continue };
            let state = self.joined(&place, states);
            let tested = match &written.outcome {
                Outcome::Tested { then, .. } if block == *then => Some((state.reach, Condition::FALSE)),
                Outcome::Tested { otherwise, .. } if block == *otherwise => Some((Condition::FALSE, state.reach)),
                Outcome::Returned(_) if stops.contains(&block) => Some(self.returned_truth(&place, block, state.clone())),
                _ => None,
            };
            if let Some((yes, no)) = tested {
                holds = self.conditions.or(holds, yes);
                fails = self.conditions.or(fails, no);
                continue;
            }
            for (_, target, state) in self.run_block(&place, block, state, &mut Vec::new()) {
                incoming.entry(target).or_default().push(state);
            }
        }
        (!self.conditions.exceeded()).then_some((holds, fails))
    }

    fn returned_truth(&mut self, place: &Place, block: BlockId, state: State) -> (Condition, Condition) {
        let mut exits = Vec::new();
        let reach = state.reach;
        self.run_block(place, block, state, &mut exits);
        let mut holds = Condition::FALSE;
        for exit in exits {
            let truth = self.truth(&exit.value);
            holds = self.conditions.or(holds, truth);
        }
        let not = self.conditions.not(holds);
        (holds, self.conditions.and(reach, not))
    }

    /// The state where several meet.
    fn joined(&mut self, place: &Place, mut states: Vec<State>) -> State {
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

    /// Runs one block; gives the states on the edges that leave it.
    fn run_block(
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
                    Some(expr) => (ExitKind::Return, self.value(place, &mut state, expr), expr.span),
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

    fn leave(
        &mut self,
        state: &State,
        kind: ExitKind,
        value: Guarded,
        span: Span,
        exits: &mut Vec<Exit>,
    ) -> Vec<(Edge, BlockId, State)> {
        let value = self.under(state.reach, &value);
        let answered = match state.env.get(&ANSWERED) {
            Some(answer) => answer.clone(),
            None => self.undefined(),
        };
        let answered = self.under(state.reach, &answered);
        exits.push(Exit { kind, span, value, answered });
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
        let value = self.value(place, &mut state, call);
        self.remember_answer(place, &mut state, call);
        let throws = match self.call_may_throw(place, block, call) {
            true => self.error_condition(place, block, call, &value),
            false => Condition::FALSE,
        };
        let completes = self.conditions.not(throws);
        let failed = self.narrowed(&state, throws);
        let mut done = self.narrowed(&state, completes);
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
                self.remember_answer(place, state, expr);
            }
            Step::Assign { target, value, .. } => {
                let value = self.value(place, state, value);
                self.assign(place, state, target, value);
            }
        }
    }

    pub(super) fn assign(&mut self, place: &Place, state: &mut State, target: &Target, value: Guarded) {
        match target {
            Target::Binding(binding) => {
                let value = self.kept(*binding, value);
                self.name_value(*binding, &value);
                state.set(*binding, value);
            }
            Target::Member { object, property } => {
                if let ExprKind::Binding(binding) = object.kind {
                    self.assign_field(place, state, binding, property, &value);
                }
            }
            Target::Index { .. } => {}
        }
    }

    /// A list or object that others change is no literal.
    fn kept(&mut self, binding: BindingId, value: Guarded) -> Guarded {
        if self.scope.is_some() || !self.changed_elsewhere.contains(&binding) {
            return value;
        }
        self.lift(&value, |evaluator, term| {
            let literal = matches!(evaluator.terms.get(term), Term::List { .. } | Term::Object { .. });
            let opaque = Term::Variable { binding, version: 0 };
            Guarded::single(if literal { evaluator.terms.intern(opaque) } else { term })
        })
    }

    /// A field of an object literal that a local variable holds is exact; any other member is a new subject by its version.
    fn assign_field(&mut self, place: &Place, state: &mut State, binding: BindingId, property: &str, value: &Guarded) {
        let object = self.lookup(place, state, binding);
        let literal = |evaluator: &Self, term| matches!(evaluator.terms.get(term), Term::Object { .. });
        if !object.0.iter().all(|&(_, term)| literal(self, term)) {
            return;
        }
        let value = value.clone();
        let updated = self.lift(&object, |evaluator, term| {
            evaluator.lift(&value.clone(), |evaluator, value| {
                let Term::Object { mut fields, open } = evaluator.terms.get(term).clone() else {
                    return Guarded::single(term);
                };
                fields.retain(|(name, _)| name != property);
                fields.push((property.to_owned(), value));
                Guarded::single(evaluator.terms.intern(Term::Object { fields, open }))
            })
        });
        state.set(binding, updated);
    }

    /// Remembers the name of a variable for the term it holds, if it always holds that one.
    fn name_value(&mut self, binding: BindingId, value: &Guarded) {
        if self.scope.is_some() {
            return;
        }
        let data = &self.module.bindings[binding.0 as usize];
        if data.name.is_empty() || matches!(data.kind, BindingKind::Param { .. }) {
            return;
        }
        let before = self.values.insert(binding, value.clone());
        if data.reassigned > 0 {
            return;
        }
        if let Some(before) = before.filter(|before| before != value) {
            // One side of a `?:` each: the name stands for neither value alone.
            for (_, term) in before.0 {
                if self.names.get(&term) == Some(&data.name) {
                    self.names.remove(&term);
                }
            }
            return;
        }
        let object_like = self.object_like.contains(&(binding, Vec::new()));
        for &(_, term) in &value.0 {
            if object_like {
                self.object_terms.insert(term);
            }
        }
        if let Some(term) = value.only()
            && !matches!(self.terms.get(term), Term::Const(_) | Term::Param(_) | Term::Function(_) | Term::Object { .. })
            && matches!(data.kind, BindingKind::Local { .. })
        {
            self.names.entry(term).or_insert_with(|| data.name.clone());
        }
    }

    /// A bare call that grants or refuses by its name is an answer; the last one counts.
    fn remember_answer(&mut self, place: &Place, state: &mut State, expr: &Expr) {
        if let Some(granted) = super::calls::answer_of(self.module_of(place.function), expr) {
            let value = self.terms.constant(Const::Bool(granted));
            state.set(ANSWERED, Guarded::single(value));
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
        stack.extend(edges.map(|edge| edge.target()).filter(|target| !seen[target.index()]).map(|target| (target, false)));
    }
    order.reverse();
    order
}
