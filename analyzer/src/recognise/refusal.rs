//! What is a refusal: by the class of an error, its message, its status.

use crate::cfg::{End, Expr, ExprKind, Field};
use crate::constant::Const;
use crate::module::{Module, Position};
use crate::versions::{callee_name, for_each_part};
use crate::words::{DANGER_PHRASES, REFUSAL_ERRORS, REFUSAL_PHRASES, has_any, words};

use super::Signals;

impl Signals<'_> {
    /// Whether something it throws is a refusal.
    pub(super) fn is_refusing(&self) -> bool {
        self.throws.iter().any(|thrown| match is_malformed(thrown) {
            true => is_refusal(self.module, thrown, false),
            false => refuses(self.module, thrown),
        })
    }

    /// Whether something it throws speaks of danger: `path traversal detected`.
    pub(super) fn refuses_danger(&self) -> bool {
        self.throws.iter().any(|thrown| speaks_of_danger(thrown))
    }

    /// Whether a function written inside it, and no callback of somebody else, refuses.
    pub(super) fn refuses_within(&self) -> bool {
        self.module.functions.iter().any(|inner| {
            inner.parent == Some(self.id)
                && inner.position == Position::Named
                && inner.cfg.graph.node_weights().any(|block| match &block.end {
                    End::Throw { value, .. } => refuses(self.module, value),
                    _ => false,
                })
        })
    }

    /// Whether all its refusals are errors of any kind with a message like "not allowed", which validators write too.
    pub(super) fn refuses_in_words_only(&self) -> bool {
        let mut refusals = self.throws.iter().filter(|thrown| refuses(self.module, thrown)).peekable();
        refusals.peek().is_some() && refusals.all(|thrown| !is_refusal(self.module, thrown, false))
    }
}

/// Whether a thrown value is a refusal: by its class, its message, or a status 401 or 403.
pub(crate) fn refuses(module: &Module, thrown: &Expr) -> bool {
    is_refusal(module, thrown, true)
}

/// Whether an error says that what it was handed is malformed, whatever its words: `{ code: 'bad_request' }`, `{ statusCode: 400 }`.
pub(crate) fn is_malformed(thrown: &Expr) -> bool {
    const CODES: &[&str] = &["bad request", "unprocessable entity", "invalid argument"];
    let mut found = match &thrown.kind {
        ExprKind::Object(fields) => fields.iter().any(|field| match field {
            Field::Named { name, value } => match &value.kind {
                ExprKind::Const(Const::Number(number)) => {
                    ["status", "statusCode"].contains(&name.as_str()) && [400.0, 422.0].contains(&number.get())
                }
                ExprKind::Const(Const::String(text)) => {
                    name == "code" && CODES.contains(&words(text).join(" ").as_str())
                }
                _ => false,
            },
            _ => false,
        }),
        _ => false,
    };
    for_each_part(thrown, &mut |part| found |= is_malformed(part));
    found
}

/// Whether a text says no.
pub(super) fn says_refusal(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Binary { left, right, .. } => says_refusal(left) || says_refusal(right),
        _ => says_any(value, REFUSAL_PHRASES),
    }
}

/// Whether a thrown value speaks of what would do harm.
pub(crate) fn speaks_of_danger(thrown: &Expr) -> bool {
    speaks_of(thrown, DANGER_PHRASES)
}

/// `res.redirect('/login')`.
pub(crate) fn sends_to_sign_in(module: &Module, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Await(inner) => sends_to_sign_in(module, inner),
        ExprKind::Call { callee, args } => {
            callee_name(module, callee) == "redirect" && args.iter().any(|arg| leads_to_sign_in(&arg.value))
        }
        _ => false,
    }
}

/// `'/login'`, `{ name: 'sign-in' }`.
pub(super) fn leads_to_sign_in(value: &Expr) -> bool {
    let fields = match &value.kind {
        ExprKind::Object(fields) => &fields[..],
        _ => &[],
    };
    let in_field = fields.iter().any(|field| matches!(field, Field::Named { value, .. } if leads_to_sign_in(value)));
    in_field || speaks_of(value, &["login", "signin", "sign-in"])
}

fn speaks_of(expr: &Expr, phrases: &[&str]) -> bool {
    let mut found = says_any(expr, phrases);
    for_each_part(expr, &mut |part| found |= speaks_of(part, phrases));
    found
}

fn says_any(value: &Expr, phrases: &[&str]) -> bool {
    let text = match &value.kind {
        ExprKind::Const(Const::String(text)) => text.to_lowercase(),
        ExprKind::Template { parts, .. } => parts.join(" ").to_lowercase(),
        _ => return false,
    };
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// Whether a thrown value is a refusal by its class or status, or, where they count, by the words of its message.
fn is_refusal(module: &Module, thrown: &Expr, words_count: bool) -> bool {
    let mut found = match &thrown.kind {
        ExprKind::New { callee, .. } | ExprKind::Call { callee, .. } => {
            has_any(callee_name(module, callee), REFUSAL_ERRORS)
        }
        ExprKind::Member { property, .. } => {
            ["FORBIDDEN", "UNAUTHORIZED", "Forbidden", "Unauthorized"].contains(&property.as_str())
        }
        ExprKind::Const(Const::Number(number)) => number.get() == 401.0 || number.get() == 403.0,
        _ => words_count && says_any(thrown, REFUSAL_PHRASES),
    };
    for_each_part(thrown, &mut |part| found |= is_refusal(module, part, words_count));
    found
}
