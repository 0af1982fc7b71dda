//! Parameters that say who asks, and have no say in what is read or written.

use std::collections::BTreeSet;

use super::absent::needs_own;
use super::doubt::{has_plain_front, is_identifier, is_read, may_decide, may_say_who};
use crate::cfg::{Expr, ExprKind};
use crate::channels::Role;
use crate::decide::Confidence;
use crate::effects::{Act, Effect, Store};
use crate::module::{BindingId, FunctionForm, FunctionId, Position};
use crate::project::{FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;
use crate::values::{Root, Value, Values, names_principal, texts};

/// A function that is told who asks, and does not look.
#[derive(Debug, Clone)]
pub struct UnusedPrincipal {
    pub function: FunctionId,
    /// The parameter.
    pub parameter: String,
    /// What is done, without its keys: `delete userHistory`.
    pub act: Act,
    pub entity: String,
    /// What selects instead: `id`.
    pub selected_by: String,
    pub span: Span,
    /// What is looked up by the parameter, and need not be there.
    pub looked_up: Option<Span>,
    /// Who hands over who asks, and where.
    pub caller: Option<(FunctionRef, Span)>,
    pub confidence: Confidence,
}

/// The functions of a file that are told who asks, and do not look.
pub(crate) fn unused_principals(program: &Program, module: ModuleId) -> Vec<UnusedPrincipal> {
    program.functions_of(module).filter_map(|at| unused(program, at)).collect()
}

fn unused(program: &Program, at: FunctionRef) -> Option<UnusedPrincipal> {
    let effects = program.effects(at);
    if effects.is_empty() || !chooses_its_parameters(program, at) {
        return None;
    }
    let by_other: Vec<&Effect> = effects.iter().filter(|effect| is_by_other(at, effect)).collect();
    let effect = by_other.iter().find(|effect| effect.changes_rows()).or(by_other.first())?;
    let same = |other: &&Effect| other.entity() == effect.entity() || other.changes_rows();
    let mut bound = effects.iter().filter(same).filter(|it| it.selected_by().any(|value| may_say_who(program, value)));
    let looked_up = bound.next();
    let (position, name) = match looked_up {
        None => principal(program, at).filter(|(_, binding, _)| !is_read(program, at, *binding)),
        // A row of theirs that is looked up, and need not be there.
        Some(first) => principal(program, at).filter(|_| {
            let reads = |it: &Effect| it.act == Act::Read && it.function == effect.function;
            effect.changes_rows() && effect.distance == 0 && reads(first) && bound.all(reads)
        }),
    }
    .map(|(position, _, name)| (position, name))?;
    if may_decide(program, at, None) || looked_up.is_some() && needs_own(program, at, effect) {
        return None;
    }
    let caller = supplier(program, at, position, effect)?;
    let selecting: BTreeSet<Value> = effect.selected_by().filter(|value| is_chosen(at, value)).cloned().collect();
    let Store::Table(entity) = &effect.store else { return None };
    Some(UnusedPrincipal {
        function: at.function,
        parameter: name,
        act: effect.act,
        entity: entity.clone(),
        selected_by: texts(program, &selecting),
        span: effect.call,
        looked_up: looked_up.map(|read| read.call),
        caller,
        confidence: Confidence::Medium,
    })
}

/// Whether a function is written for its own sake: others have the parameters that somebody else asks for.
fn chooses_its_parameters(program: &Program, at: FunctionRef) -> bool {
    let function = program.function(at);
    let is_free = match &function.class {
        Some(class) => class.implements.is_empty() && class.extends.is_none(),
        None => true,
    };
    let is_handed = matches!(function.position, Position::Argument { .. } | Position::Returned | Position::Invoked);
    is_free
        && !matches!(function.form, FunctionForm::Constructor | FunctionForm::Setter | FunctionForm::Getter)
        && (!is_handed || program.entry(at).is_some())
}

/// Rows that somebody selects by what they choose, and nothing else.
fn is_by_other(at: FunctionRef, effect: &Effect) -> bool {
    let matters = effect.changes_rows() || effect.act == Act::Read && effect.is_returned;
    matters
        && matches!(effect.store, Store::Table(_))
        && effect.keys_known
        && effect
            .keys
            .iter()
            .any(|key| is_identifier(key.column()) && key.values.iter().any(|value| is_chosen(at, value)))
}

fn is_chosen(at: FunctionRef, value: &Value) -> bool {
    match &value.root {
        Root::Request => true,
        Root::Param { module, function, .. } => *module == at.module && *function == at.function,
        _ => false,
    }
}

/// The parameter that says who asks.
fn principal(program: &Program, at: FunctionRef) -> Option<(usize, BindingId, String)> {
    let module = &program.file(at.module).module;
    let params = program.function(at).params.iter().enumerate();
    params.map(|(position, param)| (position, param.binding)).find_map(|(position, binding)| {
        let data = module.bindings.get(binding.0 as usize)?;
        let says_who = module.standing.role(binding) == Some(Role::Principal)
            || names_principal(&data.name) && data.name != "session";
        (says_who && !data.name.starts_with('_')).then(|| (position, binding, data.name.clone()))
    })
}

/// Who hands over who asks: the entry itself, or a caller where nothing else decides. `None` where somebody may have asked before, where the row
/// is no choice of who asks, or nobody is known.
#[expect(clippy::option_option, reason = "the outer one is the answer, the inner one a place to show")]
fn supplier(
    program: &Program,
    at: FunctionRef,
    principal: usize,
    effect: &Effect,
) -> Option<Option<(FunctionRef, Span)>> {
    if let Some(entry) = program.entry(at) {
        return (has_plain_front(entry) && !entry.is_open).then_some(None);
    }
    let selecting: BTreeSet<usize> = effect.selected_by().filter_map(|value| param_of(at, value)).collect();
    let mut found = None;
    for caller in program.callers(at) {
        for call in calls_to(program, caller, at) {
            let ExprKind::Call { args, .. } = &call.kind else { continue };
            let values = Values::of(program, caller);
            let given = |position: usize| args.get(position).map(|arg| values.sources(&arg.value)).unwrap_or_default();
            let says_who =
                given(principal).iter().any(|value| value.is_principal() || is_principal_of(program, caller, value));
            let is_chosen =
                selecting.iter().any(|position| given(*position).iter().any(|value| is_chosen(caller, value)));
            if !says_who || !is_chosen {
                continue;
            }
            let is_guarded = may_decide(program, caller, Some(call.span))
                || program.entries_at(caller).any(|entry| !has_plain_front(entry));
            if is_guarded {
                return None;
            }
            found = found.or(Some((caller, call.span)));
        }
    }
    found.map(Some)
}

/// The parameter of a function that a value is, or is a part of.
fn param_of(at: FunctionRef, value: &Value) -> Option<usize> {
    match &value.root {
        Root::Param { module, function, position } if *module == at.module && *function == at.function => {
            Some(*position as usize)
        }
        _ => None,
    }
}

/// Whether a value is a parameter that says who asks, handed on.
fn is_principal_of(program: &Program, at: FunctionRef, value: &Value) -> bool {
    let module = &program.file(at.module).module;
    let param = param_of(at, value).and_then(|position| program.function(at).params.get(position));
    let name = param.and_then(|param| module.bindings.get(param.binding.0 as usize)).map(|data| data.name.as_str());
    name.is_some_and(|name| names_principal(value.last_name().unwrap_or(name)) || names_principal(name))
}

fn calls_to(program: &Program, caller: FunctionRef, callee: FunctionRef) -> Vec<&Expr> {
    let mut found = Vec::new();
    for_each_call(&program.function(caller).cfg, &mut |_, call, _| {
        if program.callee(caller.module, call) == Some(callee) {
            found.push(call);
        }
    });
    found
}
