//! What a function asks about who may, before or while it acts: checks it calls, identities it reads, denials it can end in.
//!
//! In come a function and everything it calls in the project, out comes each thing that decides, or may decide, who gets on. A call that is not
//! resolved and has a permission word, or receives who asks, *may be* a check: whoever claims that something is missing has to be silent then.

mod calls;
mod constants;
mod walk;

use std::collections::BTreeSet;

use crate::cfg::BlockId;
use crate::decide::Confidence;
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::values::Value;

pub(crate) use calls::is_harmless;
pub use constants::Demand;

/// One thing that decides, or may decide, who gets on.
#[derive(Debug, Clone)]
pub struct Ask {
    pub kind: AskKind,
    /// As written: `checkAccess`, `ctx.user`; of a denial, nothing.
    pub name: String,
    /// Where it stands.
    pub place: (ModuleId, Span),
    /// Where the function that was asked about does it: the thing itself, or the call through which.
    pub through: Site,
    /// Whether the function does it itself, or a function inside of it.
    pub is_own: bool,
    /// Of a call in the function itself: what its arguments are made from.
    pub about: BTreeSet<Value>,
    /// Of a check that the function itself calls: the constants it is handed.
    pub demands: Vec<Demand>,
}

/// A place in a function, or in a function inside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    pub function: FunctionId,
    pub block: BlockId,
    pub span: Span,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskKind {
    /// A check of the project.
    Check(FunctionRef, Confidence),
    /// A call that is not resolved, and is named like a guard.
    Named,
    /// A call that is not resolved, and receives who asks.
    GetsPrincipal,
    /// A call into unknown code of the project, which receives a part of the request.
    GetsRequest,
    /// Who asks is read.
    Principal,
    /// Who asks is compared with something.
    Compares,
    /// A secret or a signature is compared.
    Secret,
    /// A refusal that it can end in: a thrown one, or an answer with 401 or 403.
    Denial,
}

/// Everything a function asks.
#[derive(Debug, Clone, Default)]
pub struct Asks {
    /// What the function itself asks before what its callees ask, each in source order.
    pub all: Vec<Ask>,
    /// Whether some callee was too deep to look at.
    pub is_cut: bool,
}

impl Asks {
    /// What a function asks, and those it calls.
    pub fn of(program: &Program, at: FunctionRef) -> Self {
        walk::asks(program, at)
    }

    /// Whether nothing in it decides who gets on, nor may do so.
    pub fn is_nothing(&self) -> bool {
        self.all.is_empty() && !self.is_cut
    }

    /// The checks it calls itself.
    pub fn own_checks(&self) -> impl Iterator<Item = &Ask> {
        self.all.iter().filter(|ask| ask.is_own && matches!(ask.kind, AskKind::Check(..)))
    }
}
