//! What builds a refusal that somebody has to throw or return: an error, an answer with 401 or 403.

use crate::cfg::{Argument, End, Expr, ExprKind};
use crate::channels::{Channels, mentions_refusal};
use crate::frameworks::Built;
use crate::module::BindingKind;
use crate::project::{FunctionRef, Program};
use crate::recognise::refuses;
use crate::versions::callee_name;
use crate::words::{REFUSAL_ERRORS, has_any, words};

use super::Doing;

/// Functions whose answers are followed, one inside the other.
const DEPTH: u32 = 4;

/// Objects whose methods build an answer and send nothing.
const ANSWERS: &[&str] = &["Response", "NextResponse", "HttpResponse"];

/// Namespaces of packages whose functions build errors.
const ERRORS: &[&str] = &["Boom", "boom", "httpErrors", "createError", "createHttpError"];

/// Looks for refusals in one function.
pub(crate) struct Denials<'p> {
    program: &'p Program,
    at: FunctionRef,
    channels: Channels,
}

impl<'p> Denials<'p> {
    pub(crate) fn of(program: &'p Program, at: FunctionRef) -> Self {
        Denials { program, at, channels: Channels::of(&program.file(at.module).module, at.function) }
    }

    /// The refusal that an expression builds, which then has to be thrown or returned.
    pub(crate) fn built(&self, expr: &Expr) -> Option<Built> {
        self.built_within(expr, DEPTH)
    }

    fn built_within(&self, expr: &Expr, depth: u32) -> Option<Built> {
        let depth = depth.checked_sub(1)?;
        let module = &self.program.file(self.at.module).module;
        match &expr.kind {
            ExprKind::Await(inner) => self.built_within(inner, depth),
            ExprKind::New { callee, args } => match callee_name(module, callee) {
                name if ANSWERS.contains(&name) => mentions_refusal(expr).then_some(Built::Answer),
                name if is_error_class(name) && refuses(module, expr) && !self.hands_on(args) => Some(Built::Error),
                _ => None,
            },
            ExprKind::Call { args, .. } if self.hands_on(args) => None,
            ExprKind::Call { callee, .. } => match self.program.callee(self.at.module, expr) {
                Some(callee) => built_by(self.program, callee, depth),
                None if mentions_refusal(expr) || refuses(module, expr) => self.builder(callee),
                None => None,
            },
            _ => None,
        }
    }

    /// Whether what answers a request is handed on: who gets it may answer.
    fn hands_on(&self, args: &[Argument]) -> bool {
        args.iter().any(|arg| {
            matches!(arg.value.kind, ExprKind::This | ExprKind::Function(_)) || self.channels.has_role(&arg.value)
        })
    }

    /// What a function of a package builds: `NextResponse.json`, `createError`, `Boom.forbidden`.
    fn builder(&self, callee: &Expr) -> Option<Built> {
        let module = &self.program.file(self.at.module).module;
        let import = |expr: &Expr| match expr.kind {
            ExprKind::Binding(binding) => match &module.bindings[binding.0 as usize].kind {
                BindingKind::Import { module, name } => Some((module.as_str(), name.as_str())),
                _ => None,
            },
            _ => None,
        };
        match &callee.kind {
            ExprKind::Member { object, .. } => {
                let outside = import(object).is_some() || matches!(object.kind, ExprKind::Global(_));
                let name = callee_name(module, object);
                let answer = ANSWERS.contains(&name).then_some(Built::Answer);
                answer.or_else(|| ERRORS.contains(&name).then_some(Built::Error)).filter(|_| outside)
            }
            _ => {
                let (package, name) = import(callee)?;
                module.standing.builds(package, name)
            }
        }
    }
}

/// A class of errors, by its name: `ForbiddenError`, `HttpException`, `Unauthorized`.
fn is_error_class(name: &str) -> bool {
    let last = words(name).into_iter().next_back().unwrap_or_default();
    name.starts_with(char::is_uppercase)
        && (["error", "exception", "err", "rejection"].contains(&last.as_str())
            || has_any(&last, REFUSAL_ERRORS) && words(name).len() == 1)
}

/// The refusal that a function builds and gives back, if it does nothing else.
fn built_by(program: &Program, at: FunctionRef, depth: u32) -> Option<Built> {
    let function = program.function(at);
    if function.is_generator || program.summary(at).may_throw {
        return None;
    }
    let inside = Denials::of(program, at);
    let mut built = None;
    for block in function.cfg.graph.node_weights() {
        match &block.end {
            End::Return { value: Some(value), .. } => {
                built = Some(inside.built_within(program.file(at.module).defined(value), depth)?);
            }
            End::Return { value: None, .. } | End::FallsOff { .. } => return None,
            _ => {}
        }
    }
    built.filter(|_| !Doing::of(program, at).acts)
}
