//! Answers that are taken for something they are not: promises and objects whose truth is tested, functions that are tested instead of called.
//!
//! In: the uses of a file's values, the callees they come from and what those give. Out: a fact for each call, or each function that is named, whose
//! answer is misread where it matters to permission. Only where the callee is resolved and what it gives is known.

mod functions;
mod lists;
mod objects;
mod promises;
mod refusals;

use crate::calls::{Use, UseKind, Uses, is_guard_name, name_of};
use crate::cfg::{BlockId, Expr};
use crate::decide::Confidence;
use crate::module::{FunctionId, PrefixKind};
use crate::project::{File, FunctionRef, ModuleId, Program, for_each_call};
use crate::source::Span;

/// An answer, or a function, that is taken for something it is not.
#[derive(Debug, Clone)]
pub struct Misread {
    /// The function of the file that takes it so.
    pub function: FunctionId,
    /// What is called or named, as written.
    pub name: String,
    /// The function behind it, where it is one of the project.
    pub callee: Option<FunctionRef>,
    /// The call, without `await`; of a function that is not called, its name.
    pub span: Span,
    pub mistake: Mistake,
    /// Where it is taken so, if elsewhere.
    pub taken: Option<Span>,
    /// A refusal that no run reaches for this reason.
    pub refusal: Option<Span>,
    pub confidence: Confidence,
    /// Of a promise: the call, if it can be awaited where it stands.
    pub awaitable: Option<Awaitable>,
    /// The expression whose truth is tested: a call with its `await`, or a variable.
    pub tested: Option<Span>,
}

/// A call that can be awaited where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaitable {
    /// Whether what stands before or behind it would otherwise be meant for the promise.
    pub in_parentheses: bool,
}

/// What is taken for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// The truth of a promise is tested.
    PromiseTested,
    /// A promise is compared with an answer.
    PromiseCompared,
    /// A member of the answer is looked for in its promise.
    PromiseMember { property: String },
    /// A guard that refuses by an error is called, and nobody waits for the error.
    GuardDropped,
    /// A list is asked with a function that gives promises.
    PromiseAsked { by: String },
    /// Something that is always an object is tested for being there; what it says is in a member.
    ObjectTested { field: Option<String> },
    /// An object is compared with an answer that is one of its members.
    ObjectCompared { field: Option<String> },
    /// A list is tested for being there, empty or not.
    ListTested,
    /// A position is tested; -1, for none, is true, and 0 is false.
    PositionTested,
    /// A function is tested instead of its answer.
    FunctionTested,
}

impl Misread {
    fn taken_by(self, one: &Use) -> Self {
        let taken = (!one.span.contains(self.span.start)).then_some(one.span);
        Misread { taken, ..self }
    }
}

impl Awaitable {
    /// Of a call in a function, by what stands around the call.
    fn of(program: &Program, at: FunctionRef, call: Span) -> Option<Self> {
        let File { source, module, .. } = program.file(at.module);
        if !program.function(at).is_async || !module.places.is_in_body(call) {
            return None;
        }
        let behind = source.text.get(call.end as usize..).unwrap_or_default().trim_start();
        let behind = behind.strip_prefix('!').filter(|rest| !rest.starts_with('=')).unwrap_or(behind);
        let goes_on = ["?.", ".", "[", "(", "`"].iter().any(|next| behind.starts_with(next));
        let in_parentheses = goes_on || module.places.prefix_of(PrefixKind::Not, call).is_some();
        Some(Awaitable { in_parentheses })
    }
}

impl Mistake {
    /// Whether it is a promise that is misread.
    pub fn is_of_promise(&self) -> bool {
        matches!(
            self,
            Mistake::PromiseTested
                | Mistake::PromiseCompared
                | Mistake::PromiseMember { .. }
                | Mistake::GuardDropped
                | Mistake::PromiseAsked { .. }
        )
    }
}

/// What a file misreads, in source order.
pub(crate) fn misread(program: &Program, module: ModuleId, uses: &Uses<'_>) -> Vec<Misread> {
    let reader = Misreader { program, module, uses };
    let mut found = reader.functions();
    for at in program.functions_of(module) {
        for_each_call(&program.function(at).cfg, &mut |block, call, callee| {
            let call = Call { caller: at.function, block, expr: call, callee };
            found.extend(reader.call(&call));
        });
    }
    found.sort_by_key(|misread| (misread.span, misread.function));
    // A `finally` body is lowered once for each way out.
    found.dedup_by(|later, earlier| later.span == earlier.span);
    found
}

/// A call of a file.
struct Call<'p> {
    caller: FunctionId,
    block: BlockId,
    expr: &'p Expr,
    callee: &'p Expr,
}

struct Misreader<'u, 'p> {
    program: &'p Program,
    module: ModuleId,
    uses: &'u Uses<'p>,
}

impl<'p> Misreader<'_, 'p> {
    fn call(&self, call: &Call<'p>) -> Option<Misread> {
        let Some(callee) = self.program.callee(self.module, call.expr) else { return self.list(call) };
        let gives = self.program.summary(callee).gives;
        if !gives.always_promise && !gives.value.always_object() {
            return None;
        }
        let uses = self.uses.of_call(call.block, call.caller, call.expr);
        if gives.always_promise {
            self.promise(call, callee, &uses).or_else(|| self.object(call, callee, &uses))
        } else {
            self.object(call, callee, &uses)
        }
    }

    fn found(&self, call: &Call<'p>, callee: Option<FunctionRef>, mistake: Mistake) -> Misread {
        Misread {
            function: call.caller,
            name: name_of(self.program, self.module, call.callee),
            callee,
            span: call.expr.span,
            mistake,
            taken: None,
            refusal: None,
            confidence: Confidence::Medium,
            awaitable: None,
            tested: None,
        }
    }

    /// The expression that a use tests, if it is the call itself or a variable.
    fn tested(&self, call: Span, one: &Use) -> Option<Span> {
        let File { source, module, .. } = self.program.file(self.module);
        if !matches!(one.kind, UseKind::Tested { .. }) {
            return None;
        }
        if one.span.contains(call.start) {
            return Some(module.places.prefix_of(PrefixKind::Await, call).unwrap_or(call));
        }
        let name = source.slice(one.span).trim_start_matches('!');
        let is_name = name.chars().all(|char| char.is_alphanumeric() || "_$".contains(char));
        is_name.then(|| Span::new(one.span.end - name.len() as u32, one.span.end))
    }

    /// Whether a function was taken for a check, and not for lack of anything better.
    fn is_check(&self, at: FunctionRef) -> bool {
        self.program.candidate(at).is_some_and(|candidate| candidate.confidence > Confidence::Low)
    }

    /// How sure it is that what a function answers is about permission: by what it was taken for, then by its name.
    fn concern(&self, callee: FunctionRef, name: &str) -> Option<Confidence> {
        match () {
            () if self.is_check(callee) => Some(Confidence::High),
            () if is_guard_name(name) => Some(Confidence::Medium),
            () => None,
        }
    }

    /// Whether the function around decides, so that what it tests matters.
    fn decides(&self, function: FunctionId) -> bool {
        self.is_check(FunctionRef { module: self.module, function })
    }
}

/// The truth of an answer is asked, and nothing else can be there.
fn tests_truth(one: &Use) -> bool {
    let by_truth = match &one.kind {
        UseKind::Tested { .. } => true,
        UseKind::Passed { to, index } => to == "Boolean" && *index == 0,
        _ => false,
    };
    by_truth && one.alone
}

/// An answer is compared with a constant that could be one.
fn compares_answer(one: &Use) -> bool {
    matches!(&one.kind, UseKind::Compared { with: Some(value) } if !value.is_nullish()) && one.alone
}

/// An answer is tested for being `null` or `undefined`.
fn tests_presence(one: &Use) -> bool {
    matches!(&one.kind, UseKind::Compared { with: Some(value) } if value.is_nullish()) && one.alone
}
