//! Answers that nothing follows from: a check whose answer nobody reads, a refusal that is built and stays where it is, a list that a check
//! filters and nobody takes.
//!
//! In come the call sites of a file and the uses of its values, out come facts about its functions. A check counts only where it is known that
//! calling it does nothing but answer.

mod denials;
mod effects;

use crate::calls::{Asked, CallSite, UseKind, Uses, call_sites};
use crate::cfg::{BlockId, End, Expr, ExprKind, Place, Step};
use crate::decide::{Check, Confidence, Decision, Encoding};
use crate::evaluate::evaluate;
use crate::frameworks::Built;
use crate::judge::judge;
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;

pub(crate) use denials::Denials;
use effects::Doing;

/// An answer or a refusal that nothing follows from.
#[derive(Debug, Clone)]
pub struct Unenforced {
    /// The function in which it stands.
    pub caller: FunctionId,
    /// The call, or what is built.
    pub span: Span,
    pub kind: UnenforcedKind,
    pub confidence: Confidence,
}

/// What nothing follows from.
#[derive(Debug, Clone, PartialEq)]
pub enum UnenforcedKind {
    /// The answer of a check.
    Answer { check: FunctionRef, name: String },
    /// A refusal that was built.
    Denial(Built),
    /// What a check leaves of a list.
    List { name: String, list: String },
}

/// Everything of a file that nothing follows from, in source order.
pub(crate) fn unenforced(program: &Program, module: ModuleId, calls: &[CallSite], uses: &Uses<'_>) -> Vec<Unenforced> {
    let mut found: Vec<Unenforced> = calls.iter().filter_map(|site| dropped_answer(program, module, site)).collect();
    for at in program.functions_of(module) {
        let reader = Reader { program, at, calls, uses };
        reader.for_each_value(&mut |block, value| found.extend(reader.unused(block, value)));
    }
    found.sort_by_key(|one| (one.span, one.caller));
    // A `finally` body is lowered once for each way out.
    found.dedup_by(|later, earlier| (later.span, later.caller) == (earlier.span, earlier.caller));
    found
}

/// A check is asked, and nobody reads the answer.
fn dropped_answer(program: &Program, module: ModuleId, site: &CallSite) -> Option<Unenforced> {
    let Ok(callee) = site.callee else { return None };
    if !drops(site) || program.summary(callee).may_throw {
        return None;
    }
    let candidate = program.candidate(callee).filter(|candidate| answers_by_value(candidate.contract.encoding))?;
    let doing = Doing::of(program, callee);
    // What may refuse in a way that is not seen here is a mere question where others read its answer.
    if doing.acts || doing.may_refuse && !is_read_elsewhere(program, callee) {
        return None;
    }
    let check = judge(evaluate(program, callee), callee.function, candidate.clone())?;
    if !can_refuse(&check) {
        return None;
    }
    let kind = UnenforcedKind::Answer { check: callee, name: site.name.clone() };
    let shown = if is_component(program, module) { Confidence::Low } else { Confidence::High };
    Some(Unenforced { caller: site.caller, span: site.span, kind, confidence: candidate.confidence.min(shown) })
}

/// Whether a call asks a check and nobody reads the answer, without saying that this is meant.
fn drops(site: &CallSite) -> bool {
    let dropped = |kind: &UseKind| matches!(kind, UseKind::Dropped { on_purpose: false });
    matches!(&site.asked, Asked::Called(uses) if !uses.is_empty() && uses.iter().all(|one| dropped(&one.kind)))
}

/// Whether a check tells what it decides by what it gives, and in no other way.
fn answers_by_value(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::Boolean
            | Encoding::Literal
            | Encoding::Enum
            | Encoding::Object
            | Encoding::TextOrNull
            | Encoding::BooleanOrFilter
            | Encoding::Option
    )
}

/// Whether some answer holds back.
fn can_refuse(check: &Check) -> bool {
    check.can(Decision::Deny) || check.can(Decision::Ask) || check.can(Decision::Delegated)
}

/// Whether some other call of a function looks at its answer.
fn is_read_elsewhere(program: &Program, callee: FunctionRef) -> bool {
    program.ids().into_iter().any(|id| {
        program.calls_into(id, callee)
            && call_sites(program, id, &Uses::of(program, id))
                .iter()
                .any(|site| site.callee == Ok(callee) && matches!(site.asked, Asked::Called(_)) && !drops(site))
    })
}

/// What a component asks is about what it shows.
fn is_component(program: &Program, module: ModuleId) -> bool {
    let path = &program.file(module).source.path;
    path.ends_with(".tsx") || path.ends_with(".jsx")
}

/// Looks at the values of one function.
struct Reader<'a, 'p> {
    program: &'p Program,
    at: FunctionRef,
    calls: &'a [CallSite],
    uses: &'a Uses<'p>,
}

impl<'p> Reader<'_, 'p> {
    /// Each value that is a statement, or kept in a variable.
    fn for_each_value(&self, visit: &mut dyn FnMut(BlockId, &'p Expr)) {
        let cfg = &self.program.function(self.at).cfg;
        for block in cfg.graph.node_indices() {
            let data = &cfg.graph[block];
            for step in &data.steps {
                if let Step::Evaluate(value) | Step::Assign { target: Place::Binding(_), value, .. } = step {
                    visit(block, value);
                }
            }
            if let End::Call { call, .. } = &data.end {
                visit(block, call);
            }
        }
    }

    /// A refusal or a filtered list that nobody takes.
    fn unused(&self, block: BlockId, value: &'p Expr) -> Option<Unenforced> {
        let value = match &value.kind {
            ExprKind::Await(inner) => inner,
            _ => value,
        };
        let made = matches!(value.kind, ExprKind::New { .. } | ExprKind::Call { .. });
        if !made || !self.uses.is_dropped(block, self.at.function, value) {
            return None;
        }
        let (kind, confidence) = match self.filtered(value) {
            Some(filtered) => filtered,
            None => (UnenforcedKind::Denial(Denials::of(self.program, self.at).built(value)?), Confidence::High),
        };
        Some(Unenforced { caller: self.at.function, span: value.span, kind, confidence })
    }

    /// A list that a check filters: `docs.filter(doc => canRead(user, doc))`.
    fn filtered(&self, value: &Expr) -> Option<(UnenforcedKind, Confidence)> {
        let ExprKind::Call { callee, args } = &value.kind else { return None };
        let ExprKind::Member { object, property } = &callee.kind else { return None };
        let [first, ..] = args.as_slice() else { return None };
        if property != "filter" {
            return None;
        }
        let within = |site: &&CallSite| match first.value.kind {
            ExprKind::Function(predicate) => site.caller == predicate && matches!(site.asked, Asked::Called(_)),
            _ => site.span == first.value.span && matches!(site.asked, Asked::Handed { .. }),
        };
        let asked = self.calls.iter().filter(within).find_map(|site| {
            let candidate = self.program.candidate(site.callee.clone().ok()?)?;
            Some((site, candidate.confidence))
        });
        let (site, confidence) = asked?;
        let predicate = match first.value.kind {
            ExprKind::Function(function) => Some(FunctionRef { function, ..self.at }),
            _ => site.callee.clone().ok(),
        };
        if Doing::of(self.program, predicate?).acts {
            return None;
        }
        let list = self.program.file(self.at.module).source.slice(object.span).to_owned();
        Some((UnenforcedKind::List { name: site.name.clone(), list }, confidence))
    }
}
