//! Decisions of somebody else that are replaced before anyone looks whether they deny.
//!
//! In: a function, whether it is a check or not. Out: assignments of something weaker to a variable that may hold a denial there, as the function itself
//! says by testing it for one later.

use rustc_hash::FxHashMap;

use crate::cfg::{ExprKind, Place, Step};
use crate::condition::{ValueSet, Variable};
use crate::constant::Const;
use crate::decide::{Decision, Witness};
use crate::evaluate::{Evaluation, Evaluator, Write, evaluate_asking};
use crate::judge::witness;
use crate::module::{BindingId, Function, FunctionId, Module};
use crate::project::{ModuleId, Program};
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::vocabulary::decision_of_word;

/// A decision that came from somebody else, and is replaced while it may be a denial.
#[derive(Debug, Clone)]
pub struct ReplacedDecision {
    pub function: FunctionId,
    /// The variable that holds it.
    pub variable: String,
    /// Where the decision comes from.
    pub origin: Span,
    /// The assignment that replaces it.
    pub replaced: Span,
    pub witness: Witness,
}

/// Every decision of a file that is replaced before it is tested, in source order.
pub(crate) fn replaced_decisions(program: &Program, id: ModuleId) -> Vec<ReplacedDecision> {
    let module = &program.file(id).module;
    let suspects = program.functions_of(id).filter(|at| may_replace(module, program.function(*at)));
    suspects.flat_map(|at| replaced_in(evaluate_asking(program, at), at.function)).collect()
}

/// Whether a variable gets a word of a decision behind another value, as far as can be told without evaluating the function.
fn may_replace(module: &Module, function: &Function) -> bool {
    let mut written: FxHashMap<BindingId, (bool, bool)> = FxHashMap::default();
    for step in function.cfg.graph.node_weights().flat_map(|block| &block.steps) {
        let Step::Assign { target: Place::Binding(binding), value, .. } = step else { continue };
        let word = match &value.kind {
            ExprKind::Const(Const::String(text)) => decision_of_word(text).is_some(),
            ExprKind::Member { property, .. } => decision_of_word(property).is_some(),
            _ => false,
        };
        let (weaker, other) = written.entry(*binding).or_default();
        *weaker |= word;
        *other |= !word;
    }
    written.iter().any(|(binding, both)| *both == (true, true) && !module.bindings[binding.0 as usize].name.is_empty())
}

fn replaced_in(mut evaluation: Evaluation<'_>, function: FunctionId) -> Vec<ReplacedDecision> {
    if evaluation.gave_up || evaluation.facts.conditions.exceeded() {
        return Vec::new();
    }
    let writes = std::mem::take(&mut evaluation.facts.writes);
    let facts = &mut evaluation.facts;
    writes.iter().filter(|write| !write.declares).filter_map(|write| replaced_by(facts, write, function)).collect()
}

fn replaced_by(facts: &mut Evaluator<'_>, write: &Write, function: FunctionId) -> Option<ReplacedDecision> {
    let weakens =
        write.value.iter().all(|&(_, value)| facts.terms.as_const(value).and_then(word) == Some(Decision::Ask));
    if !weakens || write.value.is_empty() {
        return None;
    }
    let theory = facts.theory();
    let tested = facts.conditions.support(write.reach);
    write.before.iter().find_map(|&(holds, decision)| {
        let (variable, denial) = denial_of(facts, decision)?;
        // Who has looked at it and makes it weaker means to.
        if tested.contains(&variable) {
            return None;
        }
        let denied = facts.conditions.test(variable, &ValueSet::of(&denial));
        let here = [holds, denied, theory].into_iter().fold(write.reach, |all, one| facts.conditions.and(all, one));
        let name = facts.module.bindings.get(write.binding.0 as usize)?.name.clone();
        Some(ReplacedDecision {
            function,
            variable: name,
            origin: facts.written_at(decision)?,
            replaced: write.span,
            witness: witness(facts, here, theory)?,
        })
    })
}

/// The denial that the function tests a value of somebody else for.
fn denial_of(facts: &mut Evaluator<'_>, decision: TermId) -> Option<(Variable, Const)> {
    if matches!(facts.terms.get(decision), Term::Const(_)) {
        return None;
    }
    let variable = facts.variable(decision);
    let denial = facts.compared_with(variable).into_iter().find(|value| word(value) == Some(Decision::Deny))?;
    Some((variable, denial))
}

fn word(value: &Const) -> Option<Decision> {
    match value {
        Const::String(text) => decision_of_word(text),
        _ => None,
    }
}
