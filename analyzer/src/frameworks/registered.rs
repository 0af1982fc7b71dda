//! Where handlers and guards are registered: `app.use(guard)`, `router.get(path, guard, handler)`, `{ preHandler: [guard] }`.

use super::proof::is_call_of;
use super::table::{Framework, Registration};
use crate::cfg::ExprKind;
use crate::module::{Binding, BindingKind, Module, Position, Type};
use crate::versions::callee_name;

/// The registration that takes what stands at a place for a guard: by one of these methods, or any.
pub(super) fn guarded_by<'f>(
    module: &Module,
    framework: &'f Framework,
    position: &Position,
    by: &[String],
) -> Option<&'f Registration> {
    let wanted = |name: &String| by.is_empty() || by.contains(name);
    framework.registrations.iter().find(|registration| match position {
        Position::Argument { callee, index, count } => {
            let called = registration.by.iter().any(|name| wanted(name) && is_call_of(callee, name));
            let is_path = registration.path.is_some_and(|path| path.covers(*index, *count));
            let is_guard = registration.guards.is_some_and(|guards| guards.covers(*index, *count));
            called && is_guard && !is_path && may_be_called_on(module, callee, &registration.on)
        }
        Position::Property { name } => registration.options.contains(name) && registration.by.iter().any(wanted),
        _ => false,
    })
}

/// The registration that takes what stands at a place for the handler.
pub(super) fn handled_by<'f>(
    module: &Module,
    framework: &'f Framework,
    position: &Position,
) -> Option<&'f Registration> {
    let Position::Argument { callee, index, count } = position else { return None };
    framework.registrations.iter().find(|registration| {
        registration.handler.is_some_and(|handler| handler.covers(*index, *count))
            && registration.by.iter().any(|name| is_call_of(callee, name))
            && may_be_called_on(module, callee, &registration.on)
    })
}

/// Whether the object of a method call may be one of the framework's: it is not in sight that something else made it.
fn may_be_called_on(module: &Module, callee: &str, makers: &[String]) -> bool {
    let Some((root, _)) = callee.split_once('.') else { return true };
    let is_other = |binding: &Binding| {
        let made_by_other = match &binding.kind {
            BindingKind::Local { initial: Some(initial) } => match &initial.kind {
                ExprKind::New { callee, .. } => !makers.iter().any(|maker| maker == callee_name(module, callee)),
                ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Const(_) => true,
                _ => false,
            },
            _ => false,
        };
        made_by_other || matches!(binding.declared_type, Some(Type::Array(_) | Type::String | Type::Object(_)))
    };
    makers.is_empty() || !module.bindings.iter().any(|binding| binding.name == root && is_other(binding))
}
