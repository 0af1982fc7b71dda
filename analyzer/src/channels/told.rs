//! What the call of a continuation or a callback says, by its arguments.

use super::{Answer, Sent};
use crate::cfg::{Argument, Expr, ExprKind};
use crate::constant::Const;
use crate::decide::Decision;

/// `next()` lets through; what `next(error)` does depends on whether there is one.
pub(super) fn continued(args: &[Argument]) -> Answer<'_> {
    let sent = match args.first().map(|arg| &arg.value) {
        None => Sent::Decision(Decision::Allow),
        // A bag of options goes on with the call: `next({ ctx })`.
        Some(Expr { kind: ExprKind::Object(_), .. }) => Sent::Decision(Decision::Allow),
        // The router's own words hand the request to another route, which decides.
        Some(Expr { kind: ExprKind::Const(Const::String(word)), .. }) if &**word == "route" || &**word == "router" => {
            Sent::Decision(Decision::Delegated)
        }
        Some(error) => Sent::RefusesIf(error),
    };
    Answer { sent, is_final: true }
}

/// `next()`, `next(false)`, `next('/sign-in')`.
pub(super) fn navigated(args: &[Argument]) -> Answer<'_> {
    let decision = match args.first().map(|arg| &arg.value.kind) {
        None | Some(ExprKind::Function(_)) => Decision::Allow,
        Some(ExprKind::Const(value)) if value.is_nullish() || *value == Const::Bool(true) => Decision::Allow,
        Some(ExprKind::Const(_) | ExprKind::Object(_) | ExprKind::Template { .. } | ExprKind::New { .. }) => {
            Decision::Deny
        }
        Some(_) => Decision::Delegated,
    };
    Answer { sent: Sent::Decision(decision), is_final: true }
}

/// `callback(true)`, `callback(null, user)`, `callback(new Error('…'))`.
pub(super) fn told(args: &[Argument]) -> Option<Answer<'_>> {
    let sent = match args {
        [only] => match only.value.kind {
            ExprKind::Const(Const::Bool(true)) => Sent::Decision(Decision::Allow),
            ExprKind::Const(_) | ExprKind::New { .. } => Sent::Decision(Decision::Deny),
            ExprKind::Binary { .. } | ExprKind::Not(_) => Sent::AllowsIf(&only.value),
            _ => Sent::Decision(Decision::Delegated),
        },
        [error, value, ..] => match error.value.kind {
            ExprKind::Const(ref error) if error.is_nullish() => Sent::AllowsIf(&value.value),
            _ => Sent::Decision(Decision::Deny),
        },
        [] => return None,
    };
    Some(Answer { sent, is_final: true })
}
