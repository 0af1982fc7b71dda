//! Which functions are worth evaluating: those that refuse, and test something that somebody may leave out or choose the form of.

use crate::cfg::{BinaryOp, Cfg, Expr, ExprKind};
use crate::module::{BindingKind, Module};
use crate::project::{FunctionRef, Program, for_each_call};
use crate::values::{Root, Value, Values};
use crate::versions::callee_name;

use super::source::{names_asked, names_place};
use super::tests::{OF_TEXT, ON_TEXT};

/// Whether a test of a function could be what a denial is left out by.
pub(super) fn has_suspect(program: &Program, at: FunctionRef) -> bool {
    let module = &program.file(at.module).module;
    let cfg = &program.function(at).cfg;
    let reader = Reader { module, cfg, values: Values::of(program, at) };
    cfg.tests.iter().any(|test| reader.is_suspect(test))
}

struct Reader<'p> {
    module: &'p Module,
    cfg: &'p Cfg,
    values: Values<'p>,
}

impl Reader<'_> {
    fn is_suspect(&self, test: &Expr) -> bool {
        match &test.kind {
            ExprKind::Not(inner) | ExprKind::TypeOf(inner) => self.is_suspect(inner),
            ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
                self.is_suspect(left) || self.is_suspect(right)
            }
            ExprKind::Call { callee, args } => {
                let name = callee_name(self.module, callee);
                let text = match &callee.kind {
                    ExprKind::Member { object, .. } if OF_TEXT.contains(&name) => Some(&**object),
                    _ if ON_TEXT.contains(&name) => args.first().map(|first| &first.value),
                    _ => None,
                };
                text.is_some_and(|text| self.is_chosen(text)) || self.is_left_out(test)
            }
            ExprKind::Binding(_) | ExprKind::Member { .. } | ExprKind::Await(_) => {
                self.is_called(test) || self.is_left_out(test)
            }
            _ => false,
        }
    }

    fn is_chosen(&self, text: &Expr) -> bool {
        let is_chosen = |value: &Value| value.is_request() || self.param_name(value).is_some_and(names_place);
        self.values.ingredients(text).iter().any(is_chosen)
    }

    fn is_left_out(&self, value: &Expr) -> bool {
        let asked = |value: &Value| self.param_name(value).is_some_and(names_asked);
        self.values.sources(value).iter().any(|value| value.is_request() || asked(value))
    }

    fn param_name(&self, value: &Value) -> Option<&str> {
        let Root::Param { function, position, .. } = value.root else { return None };
        let param = self.module.functions.get(function.0 as usize)?.params.get(position as usize)?;
        Some(&self.module.bindings.get(param.binding.0 as usize)?.name)
    }

    /// Whether what is tested is a parameter, or a member of one, and called elsewhere in the function.
    fn is_called(&self, test: &Expr) -> bool {
        fn same(one: &Expr, other: &Expr) -> bool {
            match (&one.kind, &other.kind) {
                (ExprKind::Binding(one), ExprKind::Binding(other)) => one == other,
                (ExprKind::Member { object, property }, ExprKind::Member { object: of, property: other }) => {
                    property == other && same(object, of)
                }
                _ => false,
            }
        }
        let mut root = test;
        while let ExprKind::Member { object, .. } = &root.kind {
            root = object;
        }
        let ExprKind::Binding(binding) = root.kind else { return false };
        if !matches!(self.module.bindings[binding.0 as usize].kind, BindingKind::Param { .. }) {
            return false;
        }
        let mut found = false;
        for_each_call(self.cfg, &mut |_, _, callee| found = found || same(callee, test));
        found
    }
}
