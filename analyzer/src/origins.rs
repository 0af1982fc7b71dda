//! Where the terms of an evaluation come from.

use crate::cfg::{Expr, ExprKind};
use crate::evaluate::Evaluator;
use crate::project::FunctionRef;
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::values::{Value, Values};

impl Evaluator<'_> {
    /// What a term can be, by the expression it was first written as; nothing where that is not known. What a parser gives is no longer what it was handed.
    pub(crate) fn sources_of(&self, term: TermId) -> Vec<Value> {
        let values = Values::of(self.program, self.at).raw();
        let written = |binding| {
            let expr = Expr { kind: ExprKind::Binding(binding), span: self.function().name_span };
            values.sources(&expr).into_iter().collect()
        };
        match self.terms.get(term) {
            Term::Param(position) => {
                let param = self.function().params.get(*position as usize);
                param.map(|param| written(param.binding)).unwrap_or_default()
            }
            Term::Variable { binding, .. } => written(*binding),
            _ => {
                let expr = self.written_at(term).and_then(|span| self.expr_written_at(span));
                expr.map(|expr| values.sources(expr).into_iter().collect()).unwrap_or_default()
            }
        }
    }

    fn expr_written_at(&self, span: Span) -> Option<&Expr> {
        crate::skippable::expr_at(&self.function().cfg, span)
    }

    /// Whether whoever sends the request chooses a value.
    pub(crate) fn is_of_request(&self, term: TermId) -> bool {
        let sources = self.sources_of(term);
        !sources.is_empty() && sources.iter().all(Value::is_request)
    }

    /// Whether every caller in the project hands a part of a request over as a parameter.
    pub(crate) fn is_handed_request(&self, term: TermId) -> bool {
        let Term::Param(position) = *self.terms.get(term) else { return false };
        let mut handed = Vec::new();
        for caller in self.program.callers(self.at) {
            crate::project::for_each_call(&self.program.function(caller).cfg, &mut |_, call, _| {
                if self.program.callee(caller.module, call) == Some(self.at) {
                    handed.push(self.hands_request(caller, call, position));
                }
            });
        }
        !handed.is_empty() && handed.into_iter().all(|of_request| of_request)
    }

    fn hands_request(&self, caller: FunctionRef, call: &Expr, position: u32) -> bool {
        let ExprKind::Call { args, .. } = &call.kind else { return false };
        let Some(arg) = args.get(position as usize) else { return false };
        let sources = Values::of(self.program, caller).raw().sources(&arg.value);
        !sources.is_empty() && sources.iter().all(Value::is_request)
    }
}
