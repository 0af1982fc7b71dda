//! Call sites: which checks a function asks, and what it makes of their answers.
//!
//! A fact for each call that goes to a check of the project or is named like one: the function behind it or why that is not known, whether the
//! answer is awaited, and every use of it, through the variables it is kept in. A check that is handed on or tested without being called is one, too.

mod reaching;
mod uses;

use std::collections::BTreeMap;

use crate::Analysis;
use crate::cfg::{BlockId, Expr};
use crate::condition::Condition;
use crate::constant::Const;
use crate::decide::Confidence;
use crate::evaluate::{Evaluation, evaluate};
use crate::judge;
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program, Unresolved, for_each_call};
use crate::recognise::Candidate;
use crate::source::Span;
use crate::versions::callee_name;
use crate::words::{PERMISSION, has_any, words};

pub(crate) use uses::Uses;

/// A place where a check is called, handed on or tested.
#[derive(Debug, Clone)]
pub struct CallSite {
    /// The function of the file that asks.
    pub caller: FunctionId,
    /// The function that is asked.
    pub callee: Result<FunctionRef, Unresolved>,
    /// What is called, as written: `permissions.canEdit`.
    pub name: String,
    /// The call, without `await`; of a function that is not called, its name.
    pub span: Span,
    /// What it stands in: the call itself; of a function that is handed on, the call that gets it; of one that is tested, the test.
    pub by: Span,
    /// The block of the caller in which it stands.
    pub block: BlockId,
    pub asked: Asked,
}

/// How a check is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// It is called; what becomes of the answer, by place. Never empty: an answer nobody looks at is [`UseKind::Dropped`].
    Called(Vec<Use>),
    /// It is handed on: which argument of what.
    Handed { to: String, index: usize },
    /// The function itself is tested, which is always there.
    Tested { negated: bool },
}

/// What becomes of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    pub kind: UseKind,
    /// Whether a promise would have been awaited before.
    pub awaited: bool,
    /// Whether nothing else gets there through the variables it is kept in.
    pub alone: bool,
    /// The expression around it that uses it.
    pub span: Span,
    /// Where that stands.
    pub function: FunctionId,
    pub block: BlockId,
}

/// The ways to use an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum UseKind {
    /// Its truth decides where control goes, or what a value is.
    Tested {
        negated: bool,
    },
    /// Compared with a constant, or with something else.
    Compared {
        with: Option<Const>,
    },
    /// A member of it is read.
    Member {
        property: String,
    },
    Returned,
    /// Kept in an object or list, in a variable that others write, or thrown.
    Stored,
    /// An argument of a call.
    Passed {
        to: String,
        index: usize,
    },
    /// Nobody looks at it; with `void` before it, on purpose.
    Dropped {
        on_purpose: bool,
    },
    /// Called, spread, part of a text, or anything else.
    Other,
}

/// The call sites of a file that matter to permission, in source order.
pub(crate) fn call_sites(program: &Program, module: ModuleId, uses: &Uses<'_>) -> Vec<CallSite> {
    let mut found: Vec<CallSite> = uses.functions_as_values().filter(|site| is_check(program, &site.callee)).collect();
    for at in program.functions_of(module) {
        let function = program.function(at);
        for_each_call(&function.cfg, &mut |block, call, callee| {
            let name = name_of(program, module, callee);
            let target = program.function_behind(at, callee);
            if is_check(program, &target) || is_guard_name(&name) {
                let asked = Asked::Called(uses.of_call(block, at.function, call).into_iter().map(sure).collect());
                let (caller, span) = (at.function, call.span);
                found.push(CallSite { caller, callee: target, name, span, by: span, block, asked });
            }
        });
    }
    found.sort_by_key(|site| (site.span, site.caller));
    // A `finally` body is lowered once for each way out.
    found.dedup_by(|later, earlier| later.span == earlier.span && later.caller == earlier.caller);
    found
}

/// Under which condition each call of a file is come to, in the order of [`Analysis::calls`]: a TypeScript expression, `true` for always; `None` where
/// the function around it is too large to tell. Every function that calls is evaluated again, so this is for those who ask.
pub fn conditions(analysis: &Analysis<'_>) -> Vec<Option<String>> {
    let mut callers: BTreeMap<FunctionId, Evaluation<'_>> = BTreeMap::new();
    let sites = analysis.calls.iter().map(|site| {
        let caller = FunctionRef { module: analysis.id, function: site.caller };
        let evaluation = callers.entry(site.caller).or_insert_with(|| evaluate(analysis.program, caller));
        if evaluation.gave_up {
            return None;
        }
        let reach = evaluation.facts.reach(site.block).unwrap_or(Condition::FALSE);
        let cubes = judge::cubes(evaluation, reach);
        Some(evaluation.facts.show_cover(&cubes).text)
    });
    sites.collect()
}

/// A test of what may be another value is no test of the answer.
fn sure(one: Use) -> Use {
    let is_test = matches!(one.kind, UseKind::Tested { .. } | UseKind::Compared { .. });
    if is_test && !one.alone { Use { kind: UseKind::Stored, ..one } } else { one }
}

/// Whether a call goes to a check that is sure enough to speak about its callers.
fn is_check(program: &Program, callee: &Result<FunctionRef, Unresolved>) -> bool {
    callee.as_ref().is_ok_and(|callee| {
        program.candidate(*callee).is_some_and(|candidate: &Candidate| candidate.confidence > Confidence::Low)
    })
}

/// Whether something is named as what guards: a permission word behind a verb that asks or enforces.
pub(crate) fn is_guard_name(name: &str) -> bool {
    const VERBS: &[&str] = &[
        "is", "has", "can", "may", "check", "checks", "assert", "ensure", "require", "requires", "verify", "validate",
        "enforce", "authorize", "authorise", "authenticate", "permit", "allow", "allows", "deny", "forbid", "guard",
        "should", "needs",
    ];
    let own = name.rsplit('.').next().unwrap_or(name);
    let first = words(own).into_iter().next().unwrap_or_default();
    VERBS.contains(&first.as_str())
        && (has_any(own, PERMISSION) || ["can", "may", "authorize"].contains(&first.as_str()))
}

/// A callee as written, as far as it is a path.
pub(crate) fn name_of(program: &Program, module: ModuleId, callee: &Expr) -> String {
    let file = program.file(module);
    let text = file.source.slice(callee.span);
    let is_path = text.chars().all(|char| char.is_alphanumeric() || "._$?#".contains(char));
    if is_path { text.replace('?', "") } else { callee_name(&file.module, callee).to_owned() }
}
