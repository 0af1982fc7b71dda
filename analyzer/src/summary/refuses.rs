//! Functions that refuse through a response before they ask anything, and who calls them.

use petgraph::visit::EdgeRef;

use crate::cfg::{Edge, End, Step};
use crate::channels::{Answer, Channels, Sent};
use crate::decide::Decision;
use crate::module::{FunctionId, Module};
use crate::project::{ModuleId, Program, for_each_call};

/// Tells a file which of its calls go to a function that refuses first of all.
pub(super) fn note_refusing_calls(program: &mut Program, id: ModuleId) {
    let mut found = Vec::new();
    for at in program.functions_of(id) {
        for_each_call(&program.function(at).cfg, &mut |_, call, _| {
            if program.callee(id, call).is_some_and(|callee| program.summary(callee).refuses_first) {
                found.push(call.span);
            }
        });
    }
    program.module_mut(id).refusing_calls.extend(found);
}

/// Whether a function refuses through a response before it asks anything.
pub(super) fn refuses_first(module: &Module, id: FunctionId) -> bool {
    let channels = Channels::of(module, id);
    let denies =
        |answer: Option<Answer<'_>>| matches!(answer, Some(Answer { sent: Sent::Decision(Decision::Deny), .. }));
    let cfg = &module.functions[id.0 as usize].cfg;
    let mut at = cfg.entry;
    // No longer than the function: a straight line has no loops.
    for _ in 0..cfg.graph.node_count() {
        let block = &cfg.graph[at];
        let in_steps = block.steps.iter().any(|step| match step {
            Step::Evaluate(expr) => denies(channels.sent_by_itself(module, expr)),
            Step::Assign { target, value, .. } => {
                !channels.makes_answer(value) && denies(channels.sent_in_passing(module, value))
                    || channels.stored(module, target, value).is_some()
            }
        });
        let at_end = match &block.end {
            End::Call { call, .. } => denies(channels.sent_by_itself(module, call)),
            End::Return { value: Some(value), .. } => {
                !channels.makes_answer(value) && denies(channels.sent_in_passing(module, value))
            }
            _ => false,
        };
        if in_steps || at_end {
            return true;
        }
        let mut onward = cfg.graph.edges(at).filter(|edge| !matches!(edge.weight(), Edge::Throws | Edge::Back));
        match (onward.next(), onward.next()) {
            (Some(only), None) => at = only.target(),
            _ => return false,
        }
    }
    false
}
