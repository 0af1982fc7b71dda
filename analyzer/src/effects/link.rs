//! What all functions of a program do: each itself, then with what it calls, callees first.

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use rustc_hash::{FxHashMap, FxHashSet};

use super::libraries::Libraries;
use super::own::own;
use super::substitute::At;
use super::{Effect, Effects, Store};
use crate::cfg::{End, Expr};
use crate::frameworks::Act;
use crate::module::{FunctionId, Position};
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;
use crate::values::{Root, Values};

/// Effects of one function that are told apart.
const MOST: usize = 32;

/// Functions of the project between a function and what it does through them.
const DISTANCE: u32 = 8;

/// What the functions of a program do, by function; those that do nothing are left out.
pub(crate) fn effects(program: &Program) -> FxHashMap<FunctionRef, Effects> {
    let own = own_effects(program);
    let mut linking = Linking { program, all: own };
    for at in linking.order() {
        let done = linking.with_callees(at);
        linking.all.insert(at, done);
    }
    linking.all.retain(|_, effects| !effects.list.is_empty());
    linking.all
}

/// What each function does itself.
fn own_effects(program: &Program) -> FxHashMap<FunctionRef, Effects> {
    use rayon::prelude::*;
    let of_file = |id: ModuleId| -> Vec<(FunctionRef, Effects)> {
        let functions = program.functions_of(id).filter_map(|at| {
            let list = own(Libraries::of(program, at));
            (!list.is_empty()).then_some((at, Effects { list, cut: false }))
        });
        functions.collect()
    };
    program.ids().into_par_iter().flat_map_iter(of_file).collect()
}

struct Linking<'p> {
    program: &'p Program,
    all: FxHashMap<FunctionRef, Effects>,
}

impl<'p> Linking<'p> {
    /// The functions that do something, themselves or through others, callees first.
    fn order(&self) -> Vec<FunctionRef> {
        let mut callers: FxHashMap<FunctionRef, Vec<FunctionRef>> = FxHashMap::default();
        for id in self.program.ids() {
            for (callee, calling) in self.program.calls_of(id) {
                let of = callers.entry(*callee).or_default();
                of.extend(calling.iter().map(|function| FunctionRef { module: id, function: *function }));
            }
        }
        let mut waiting: Vec<FunctionRef> = self.all.keys().copied().collect();
        waiting.sort_unstable();
        let mut reached: FxHashSet<FunctionRef> = waiting.iter().copied().collect();
        let mut graph = DiGraph::new();
        let mut nodes: FxHashMap<FunctionRef, _> = waiting.iter().map(|at| (*at, graph.add_node(*at))).collect();
        while let Some(callee) = waiting.pop() {
            let around = around(self.program, callee);
            for caller in callers.get(&callee).into_iter().flatten().copied().chain(around) {
                let from = *nodes.entry(caller).or_insert_with(|| graph.add_node(caller));
                graph.add_edge(from, nodes[&callee], ());
                if reached.insert(caller) {
                    waiting.push(caller);
                }
            }
        }
        tarjan_scc(&graph).into_iter().flatten().map(|node| graph[node]).collect()
    }

    /// What a function does with what it calls and what stands in it.
    fn with_callees(&self, at: FunctionRef) -> Effects {
        let own = self.all.get(&at);
        let mut done = own.cloned().unwrap_or_default();
        let libraries = Libraries::of(self.program, at);
        for_each_call(&self.program.function(at).cfg, &mut |block, call, _| {
            let Some(callee) = self.program.callee(at.module, call).filter(|callee| *callee != at) else { return };
            let Some(effects) = self.all.get(&callee) else { return };
            let place = At { at: libraries, callee, call };
            for effect in effects.list.iter().filter(|effect| effect.distance < DISTANCE) {
                if done.list.len() >= MOST {
                    break;
                }
                // The answer of a callee is no answer of this one, unless it is handed on to it.
                let mut here = place.effect(effect);
                (here.block, here.function) = (block, at.function);
                add(&mut done.list, here);
            }
            done.cut |= effects.cut || done.list.len() >= MOST && !effects.list.is_empty();
        });
        for inner in self.program.functions_of(at.module) {
            if around(self.program, inner) == Some(at)
                && let Some(effects) = self.all.get(&inner)
            {
                let room = MOST.saturating_sub(done.list.len());
                done.cut |= effects.cut || effects.list.len() > room;
                effects.list.iter().take(room).for_each(|effect| add(&mut done.list, effect.clone()));
            }
        }
        done.list.sort_by_key(|effect| effect.call.start);
        self.note_given(at, &mut done.list);
        done
    }

    /// Marks what is read and given back, or sent.
    fn note_given(&self, at: FunctionRef, list: &mut [Effect]) {
        if !list.iter().any(|effect| effect.act == Act::Read) {
            return;
        }
        let values = Values::of(self.program, at);
        let inside = |places: &[Span], effect: &Effect| {
            places.iter().any(|place| effect.given_at.contains(place))
                || effect.function != at.function && places.iter().any(|place| place.contains(effect.call.start))
        };
        let cfg = &self.program.function(at).cfg;
        let returned = cfg.graph.node_weights().filter_map(|block| match &block.end {
            End::Return { value: Some(value), .. } => Some(value),
            _ => None,
        });
        let returned: Vec<Span> = returned.flat_map(|value| given_by(values, value)).collect();
        let is_answer = |effect: &&Effect| effect.store == Store::Response && effect.act == Act::Send;
        let data = list.iter().filter(is_answer).flat_map(|effect| &effect.data).flat_map(|datum| &datum.values);
        let sent: Vec<Span> = data.filter_map(|value| place_of(&value.root, at.module)).collect();
        for effect in list.iter_mut().filter(|effect| effect.act == Act::Read) {
            // What a function that stands in this one gives has to be given by it first.
            let gives = effect.is_given && (effect.function == at.function || effect.is_returned);
            effect.is_sent |= effect.is_given && inside(&sent, effect);
            effect.is_returned = effect.is_sent || gives && inside(&returned, effect);
        }
    }
}

/// The function that one stands in and is part of: handed to something there, or called on the spot. Handlers of requests are their own.
fn around(program: &Program, inner: FunctionRef) -> Option<FunctionRef> {
    let function = program.function(inner);
    let parent = function.parent?;
    let module = &program.file(inner.module).module;
    let is_part = match &function.position {
        Position::Argument { callee, index, count } => !module.standing.takes_handler(callee, *index, *count),
        Position::Invoked => true,
        _ => false,
    };
    is_part.then_some(FunctionRef { module: inner.module, function: FunctionId(parent.0) })
}

/// One effect through several calls at one place is one.
fn add(list: &mut Vec<Effect>, effect: Effect) {
    let is_known = list
        .iter()
        .any(|known| known.act_at == effect.act_at && known.call == effect.call && known.function == effect.function);
    if !is_known {
        list.push(effect);
    }
}

/// The calls whose values are part of an expression.
fn given_by(values: Values<'_>, expr: &Expr) -> Vec<Span> {
    let module = values.module();
    let mut found: Vec<Span> = values.carried(expr).iter().filter_map(|value| place_of(&value.root, module)).collect();
    found.push(expr.span);
    found
}

fn place_of(root: &Root, module: ModuleId) -> Option<Span> {
    match root {
        Root::Call(of, span) | Root::Unknown(of, span) if *of == module => Some(*span),
        _ => None,
    }
}
