//! Loops without fixpoints.
//!
//! The body is run once for "an element". What leaves the loop leaves it at the first element that does, so inside such a
//! path the element is `list.find(…)`, and behind the loop the question "does some element leave" has the answer no.
//! A variable that is only ever set to one constant is that constant if some element sets it. Everything else that one turn
//! hands to the next is unknown, and said so.

use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, Edge, End, Expr, ExprKind, Loop, LoopId, LoopKind, Place as Target, Step};
use crate::condition::Condition;
use crate::module::BindingId;
use crate::term::{ElementOf, Term, TermId};

use super::flags::Flag;
use super::flow::Region;
use super::{Evaluator, Exit, Guarded, Place, State};

type After = Vec<(Edge, BlockId, State)>;

impl Evaluator<'_> {
    /// Runs a loop as a unit: the states on the edges that leave it.
    pub(super) fn run_loop(
        &mut self,
        place: &Place,
        order: &[BlockId],
        id: LoopId,
        mut state: State,
        exits: &mut Vec<Exit>,
    ) -> After {
        let cfg = self.cfg(place);
        let data = &cfg.loops[id.0 as usize];
        let of = ElementOf(data.span.start);
        let header_place = self.header_place(place, data);
        let (list, filled) = match self.list_of(&header_place, &mut state, data) {
            Some((list, filled)) => (Some(list), filled),
            None => (None, Condition::TRUE),
        };
        self.lists.insert(of, list.unwrap_or_else(|| self.terms.intern(Term::Unknown { site: data.span.start })));
        let assigned = self.assigned_in(place, id, data);
        let inside = self.entry_of_body(&state, data, of, &assigned);
        let body_place = Place { derefs_prove: false, ..place.clone() };
        let start = target(cfg, data.header, Edge::Enters);
        let region = match start {
            Some(start) => self.run_region(&body_place, order, Some(id), start, inside),
            None => Region::default(),
        };
        let exhausted = target(cfg, data.header, Edge::Exhausted);
        let flags = self.flags(place, &assigned, of, &state, &region.turns);
        let looks_at = list.unwrap_or_else(|| self.terms.intern(Term::Unknown { site: data.span.start }));
        let closing = Closing { place, data, assigned, of, list: looks_at, filled, before: &state, flags };
        match list {
            Some(_) => self.close_each(&closing, region, exhausted, exits),
            None => self.close_general(&closing, region, exits),
        }
    }

    fn header_place(&mut self, place: &Place, data: &Loop) -> Place {
        if place.inlined {
            return place.clone();
        }
        let steps = self.cfg(place).graph[data.header].steps.len();
        Place { snapshot: place.versions.before(data.header, steps), ..place.clone() }
    }

    /// The list a loop goes over, and when it does (`rules ?? []`: not on the empty side); `None` for a general loop.
    fn list_of(&mut self, place: &Place, state: &mut State, data: &Loop) -> Option<(TermId, Condition)> {
        let list = match &data.kind {
            LoopKind::Of { list } | LoopKind::Counted { list, .. } => list,
            LoopKind::In { object } => {
                let keys = match self.value(place, state, object).only() {
                    Some(object) => self.keys_of(object),
                    None => self.terms.intern(Term::Unknown { site: object.span.start }),
                };
                return Some((keys, Condition::TRUE));
            }
            LoopKind::General => return None,
        };
        let value = self.value(place, state, list);
        self.prove_present(place, state, &value);
        let is_empty = |term| matches!(self.terms.get(term), Term::List { items, open: false } if items.is_empty());
        let filled: Vec<(Condition, TermId)> = value.0.iter().copied().filter(|&(_, term)| !is_empty(term)).collect();
        Some(match (&filled[..], value.only()) {
            (_, Some(only)) => (only, Condition::TRUE),
            (&[(guard, one)], None) => (one, guard),
            _ => (self.unknown(list.span, "which list a loop goes over"), Condition::TRUE),
        })
    }

    pub(crate) fn keys_of(&mut self, object: TermId) -> TermId {
        let keys = self.terms.intern(Term::Global("Object".to_owned()));
        let callee = self.terms.intern(Term::Member { object: keys, property: "keys".to_owned(), version: 0 });
        self.terms.intern(Term::Call { callee, args: vec![object], version: 0, site: 0 })
    }

    /// Variables a turn may change.
    fn assigned_in(&self, place: &Place, id: LoopId, data: &Loop) -> Vec<BindingId> {
        let cfg = self.cfg(place);
        let mut assigned = data.assigned.clone();
        for block in cfg.graph.node_indices().filter(|block| super::flow::in_region(cfg, *block, Some(id))) {
            let data = &cfg.graph[block];
            let called = match &data.end {
                End::Call { call, .. } => Some(call),
                _ => None,
            };
            for step in &data.steps {
                match step {
                    Step::Assign { target: Target::Member { object, .. }, .. } => assigned.extend(variable(object)),
                    Step::Evaluate(expr) => assigned.extend(receiver(expr)),
                    Step::Assign { value, .. } => assigned.extend(receiver(value)),
                }
            }
            assigned.extend(called.and_then(receiver));
        }
        assigned.sort_unstable();
        assigned.dedup();
        assigned
    }

    /// The state at the start of a turn: what other turns may have written is not known.
    fn entry_of_body(&mut self, state: &State, data: &Loop, of: ElementOf, assigned: &[BindingId]) -> State {
        let mut inside = State { reach: Condition::TRUE, env: state.env.clone() };
        for &binding in assigned {
            let carried = self.terms.intern(Term::Carried { binding, of });
            let name = self.module.bindings[binding.0 as usize].name.clone();
            if !name.is_empty() {
                self.names.entry(carried).or_insert_with(|| name.clone());
            }
            let reason = format!("`{name}` is carried from one turn of a loop to the next");
            self.open.entry(carried).or_insert(super::Open { span: data.span, reason });
            inside.set(binding, Guarded::single(carried));
        }
        if let LoopKind::Counted { index, .. } = data.kind {
            let carried = self.terms.intern(Term::Carried { binding: index, of });
            inside.set(index, Guarded::single(carried));
        }
        inside
    }

    /// A loop over a list.
    fn close_each(
        &mut self,
        loop_: &Closing,
        region: Region,
        exhausted: Option<BlockId>,
        exits: &mut Vec<Exit>,
    ) -> After {
        let (of, list) = (loop_.of, loop_.list);
        let leaves = self.leaves(&region);
        let body = self.bound(leaves, of);
        let some = self.some(list, body);
        let some = self.conditions.and(some, loop_.filled);
        let leaver = self.terms.intern(Term::Find { list, body, last: false });
        self.object_terms.insert(leaver);
        let gate = self.conditions.and(loop_.before.reach, some);
        for exit in region.exits {
            let mut exit = self.resolved_exit(loop_, exit);
            for value in [&mut exit.value, &mut exit.answered, &mut exit.refused] {
                *value = self.given(value, leaves);
                *value = self.value_about(value, of, leaver);
                *value = self.under(gate, value);
            }
            exits.push(exit);
        }
        let mut after = Vec::new();
        for (edge, block, state) in region.leaving {
            let state = self.resolved_state(loop_, state);
            let reach = self.conditions.simplify(state.reach, leaves);
            let mut moved = State { reach: self.about(reach, of, leaver), env: state.env.clone() };
            moved.reach = self.conditions.and(gate, moved.reach);
            for (&binding, value) in state.env.iter() {
                let value = self.given(value, leaves);
                let value = self.value_about(&value, of, leaver);
                moved.set(binding, value);
            }
            after.push((edge, block, moved));
        }
        if let Some(block) = exhausted {
            let none = self.conditions.not(some);
            let mut state = self.narrowed(loop_.before, none);
            for &binding in &loop_.assigned {
                let value = self.after_all(loop_, binding);
                state.set(binding, value);
            }
            after.push((Edge::Exhausted, block, state));
        }
        after
    }

    /// A loop with a test of its own: the paths that leave it are those of its last turn.
    fn close_general(&mut self, loop_: &Closing, region: Region, exits: &mut Vec<Exit>) -> After {
        let reach = loop_.before.reach;
        for exit in region.exits {
            let mut exit = self.resolved_exit(loop_, exit);
            exit.value = self.under(reach, &exit.value);
            exit.answered = self.under(reach, &exit.answered);
            exit.refused = self.under(reach, &exit.refused);
            exits.push(exit);
        }
        let mut after = Vec::new();
        for (edge, block, state) in region.leaving {
            let state = self.resolved_state(loop_, state);
            after.push((edge, block, self.narrowed(&state, reach)));
        }
        after
    }

    /// When a turn leaves the loop.
    fn leaves(&mut self, region: &Region) -> Condition {
        let mut leaves = Condition::FALSE;
        for exit in &region.exits {
            for &(condition, _) in &exit.value.0 {
                leaves = self.conditions.or(leaves, condition);
            }
        }
        for (_, _, state) in &region.leaving {
            leaves = self.conditions.or(leaves, state.reach);
        }
        leaves
    }

    /// A value as seen by an element that is known to leave: what that says already is not asked again.
    pub(super) fn given(&mut self, value: &Guarded, leaves: Condition) -> Guarded {
        Guarded(value.0.iter().map(|&(guard, term)| (self.conditions.simplify(guard, leaves), term)).collect())
    }

    pub(super) fn set_or(&mut self, set: Condition, term: TermId, entry: &Guarded) -> Guarded {
        let unset = self.conditions.not(set);
        let mut cases = vec![(set, term)];
        cases.extend(self.under(unset, entry).0);
        self.merged(Guarded(cases))
    }

    pub(super) fn left_behind(&mut self, data: &Loop, of: ElementOf, binding: BindingId) -> TermId {
        let term = self.terms.intern(Term::AfterLoop { binding, of });
        let name = &self.module.bindings[binding.0 as usize].name;
        let reason = format!("the value the loop leaves in `{name}`");
        self.open.entry(term).or_insert(super::Open { span: data.span, reason });
        self.names.entry(term).or_insert_with(|| name.clone());
        term
    }

    /// What earlier turns left in a variable, seen from a turn that leaves the loop.
    fn resolved(&mut self, loop_: &Closing, value: &Guarded) -> Guarded {
        self.lift(value, |evaluator, term| {
            let Term::Carried { binding, of } = *evaluator.terms.get(term) else { return Guarded::single(term) };
            if of != loop_.of || !loop_.assigned.contains(&binding) {
                return Guarded::single(term);
            }
            match loop_.flags.get(&binding) {
                None | Some(Flag::Unchanged) => evaluator.lookup(loop_.place, loop_.before, binding),
                Some(&Flag::Set { condition, term }) => evaluator.set_earlier(loop_, binding, condition, term),
                Some(Flag::Last(_) | Flag::Unknown) => Guarded::single(term),
            }
        })
    }

    fn set_earlier(&mut self, loop_: &Closing, binding: BindingId, condition: Condition, term: TermId) -> Guarded {
        let body = self.bound(condition, loop_.of);
        let earlier = self.terms.intern(Term::Earlier { list: loop_.list, body, of: loop_.of });
        let reason = "what an element before the one that ends the loop did".to_owned();
        self.open.entry(earlier).or_insert(super::Open { span: loop_.data.span, reason });
        let set = self.truthy(earlier);
        let entry = self.lookup(loop_.place, loop_.before, binding);
        self.set_or(set, term, &entry)
    }

    fn resolved_exit(&mut self, loop_: &Closing, mut exit: Exit) -> Exit {
        exit.value = self.resolved(loop_, &exit.value);
        exit.answered = self.resolved(loop_, &exit.answered);
        exit.refused = self.resolved(loop_, &exit.refused);
        exit
    }

    fn resolved_state(&mut self, loop_: &Closing, state: State) -> State {
        let mut resolved = state.clone();
        for (&binding, value) in state.env.iter() {
            let value = self.resolved(loop_, value);
            resolved.set(binding, value);
        }
        resolved
    }
}

/// A loop whose body has been run.
pub(super) struct Closing<'p> {
    pub(super) place: &'p Place,
    pub(super) data: &'p Loop,
    /// Variables a turn may change: by assignment, by a field of the object or an item of the list they hold.
    assigned: Vec<BindingId>,
    pub(super) of: ElementOf,
    pub(super) list: TermId,
    /// When the list is that one, not an empty one.
    pub(super) filled: Condition,
    /// The state in front of the loop.
    pub(super) before: &'p State,
    pub(super) flags: FxHashMap<BindingId, Flag>,
}

fn target(cfg: &crate::cfg::Cfg, block: BlockId, kind: Edge) -> Option<BlockId> {
    use petgraph::visit::EdgeRef;
    cfg.graph.edges(block).find(|edge| *edge.weight() == kind).map(|edge| edge.target())
}

/// The variable whose list a `push` or `add` fills.
fn receiver(expr: &Expr) -> Option<BindingId> {
    match &expr.kind {
        ExprKind::Call { callee, .. } => match &callee.kind {
            ExprKind::Member { object, property } if ["push", "unshift", "add"].contains(&property.as_str()) => {
                variable(object)
            }
            _ => None,
        },
        _ => None,
    }
}

fn variable(expr: &Expr) -> Option<BindingId> {
    match expr.kind {
        ExprKind::Binding(binding) => Some(binding),
        _ => None,
    }
}
