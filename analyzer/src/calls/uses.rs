//! What becomes of values: each place where a call's answer, a variable or a function is used, and as what.

use rustc_hash::FxHashMap;

use super::{Asked, CallSite, Use, UseKind};
use crate::cfg::{Argument, BinaryOp, BlockId, End, Expr, ExprKind, Field, LoopKind, Place, Step};
use crate::module::{BindingId, BindingKind, FunctionId};
use crate::project::{FunctionRef, ModuleId, Program};
use crate::source::Span;
use crate::versions::for_each_part;

/// Variables that an answer is handed through.
const DEPTH: u32 = 6;

/// Every use of every value of a file.
pub(crate) struct Uses<'p> {
    program: &'p Program,
    module: ModuleId,
    of_calls: FxHashMap<(FunctionId, BlockId, Span), Raw>,
    of_variables: FxHashMap<BindingId, Vec<Raw>>,
    /// Functions written in place.
    of_functions: Vec<(FunctionId, Raw)>,
}

/// One use, as it is written.
#[derive(Debug, Clone)]
struct Raw {
    what: What,
    awaited: bool,
    /// The value itself.
    span: Span,
    /// What uses it.
    by: Span,
    function: FunctionId,
    block: BlockId,
}

#[derive(Debug, Clone)]
enum What {
    /// Kept in a variable.
    Kept(BindingId),
    Used(UseKind),
}

impl<'p> Uses<'p> {
    pub(crate) fn of(program: &'p Program, module: ModuleId) -> Self {
        let mut uses = Uses {
            program,
            module,
            of_calls: FxHashMap::default(),
            of_variables: FxHashMap::default(),
            of_functions: Vec::new(),
        };
        for at in program.functions_of(module) {
            let cfg = &program.function(at).cfg;
            for block in cfg.graph.node_indices() {
                Walk { uses: &mut uses, function: at.function, block }.block();
            }
        }
        uses
    }

    /// What becomes of the answer of a call.
    pub(super) fn of_call(&self, block: BlockId, function: FunctionId, call: &Expr) -> Vec<Use> {
        let Some(raw) = self.of_calls.get(&(function, block, call.span)) else { return Vec::new() };
        let mut found = Vec::new();
        self.follow(raw, raw.awaited, DEPTH, &mut found);
        if found.is_empty() {
            let before = self.program.file(self.module).source.text.get(..call.span.start as usize);
            let on_purpose = before.is_some_and(|before| before.trim_end().ends_with("void"));
            found.push(Use { kind: UseKind::Dropped { on_purpose }, awaited: raw.awaited, span: call.span });
        }
        found.sort_by_key(|one| one.span);
        found
    }

    /// Whether nobody looks at what a call or `new` gives, without saying that this is meant.
    pub(crate) fn is_dropped(&self, block: BlockId, function: FunctionId, made: &Expr) -> bool {
        let uses = self.of_call(block, function, made);
        !uses.is_empty() && uses.iter().all(|one| one.kind == UseKind::Dropped { on_purpose: false })
    }

    fn follow(&self, raw: &Raw, awaited: bool, depth: u32, found: &mut Vec<Use>) {
        let use_as = |kind| Use { kind, awaited, span: raw.by };
        match &raw.what {
            What::Used(UseKind::Dropped { .. }) => {}
            What::Used(kind) => found.push(use_as(kind.clone())),
            What::Kept(variable) => {
                if depth == 0 || !self.holds_one_value(*variable) {
                    found.push(use_as(UseKind::Stored));
                    return;
                }
                for next in self.of_variables.get(variable).into_iter().flatten() {
                    self.follow(next, awaited || next.awaited, depth - 1, found);
                }
            }
        }
    }

    /// Whether a variable holds nothing but what is assigned at one place, or is a temporary of an expression.
    fn holds_one_value(&self, variable: BindingId) -> bool {
        let file = self.program.file(self.module);
        matches!(file.module.bindings[variable.0 as usize].kind, BindingKind::Temporary)
            || file.definition(variable).is_some()
    }

    /// Functions that are handed on or tested, and not called there.
    pub(super) fn functions_as_values(&self) -> impl Iterator<Item = CallSite> {
        let in_place = self.of_functions.iter().map(|(function, raw)| {
            let callee = FunctionRef { module: self.module, function: *function };
            (callee, self.program.function(callee).name.clone(), raw)
        });
        let named = self.of_variables.iter().flat_map(|(variable, uses)| {
            let data = &self.program.file(self.module).module.bindings[variable.0 as usize];
            let callee = self.program.function_of_variable(self.module, *variable);
            callee.into_iter().flat_map(move |callee| uses.iter().map(move |raw| (callee, data.name.clone(), raw)))
        });
        in_place.chain(named).filter_map(|(callee, name, raw)| {
            let asked = match &raw.what {
                What::Used(UseKind::Passed { to, index }) => Asked::Handed { to: to.clone(), index: *index },
                What::Used(UseKind::Tested { negated }) => Asked::Tested { negated: *negated },
                _ => return None,
            };
            Some(CallSite { caller: raw.function, callee: Ok(callee), name, span: raw.span, block: raw.block, asked })
        })
    }
}

/// The walk over one block.
struct Walk<'u, 'p> {
    uses: &'u mut Uses<'p>,
    function: FunctionId,
    block: BlockId,
}

impl Walk<'_, '_> {
    fn block(mut self) {
        let at = FunctionRef { module: self.uses.module, function: self.function };
        let program = self.uses.program;
        let cfg = &program.function(at).cfg;
        let block = &cfg.graph[self.block];
        for step in &block.steps {
            match step {
                // An error on its way to a handler of the function.
                Step::Assign { target: Place::Binding(variable), value, span }
                    if cfg.tries.iter().any(|data| data.thrown == Some(*variable)) =>
                {
                    self.used(value, UseKind::Stored, *span);
                }
                Step::Assign { target: Place::Binding(variable), value, span } => {
                    self.value(value, What::Kept(*variable), false, *span);
                }
                Step::Assign { target, value, span } => {
                    if let Place::Member { object, .. } | Place::Index { object, .. } = target {
                        self.used(object, UseKind::Other, *span);
                    }
                    self.used(value, UseKind::Stored, *span);
                }
                Step::Evaluate(value) => self.used(value, UseKind::Dropped { on_purpose: false }, value.span),
            }
        }
        match &block.end {
            End::Call { call, result } => self.value(call, What::Kept(*result), false, call.span),
            End::Return { value: Some(value), span } => self.used(value, UseKind::Returned, *span),
            End::Throw { value, span } => self.used(value, UseKind::Stored, *span),
            End::Branch(test) => {
                let test = &cfg.tests[test.0 as usize];
                self.used(test, UseKind::Tested { negated: false }, test.span);
            }
            End::LoopHeader(id) => match &cfg.loops[id.0 as usize].kind {
                LoopKind::Of { list: looped }
                | LoopKind::In { object: looped }
                | LoopKind::Counted { list: looped, .. } => {
                    self.used(looped, UseKind::Other, looped.span);
                }
                LoopKind::General => {}
            },
            _ => {}
        }
    }

    fn used(&mut self, expr: &Expr, kind: UseKind, by: Span) {
        self.value(expr, What::Used(kind), false, by);
    }

    fn value(&mut self, expr: &Expr, what: What, awaited: bool, by: Span) {
        let raw = |what| Raw { what, awaited, span: expr.span, by, function: self.function, block: self.block };
        match &expr.kind {
            ExprKind::Await(inner) => self.value(inner, what, true, by),
            ExprKind::Not(inner) => {
                let negated = !matches!(what, What::Used(UseKind::Tested { negated: true }));
                self.value(inner, What::Used(UseKind::Tested { negated }), awaited, expr.span);
            }
            ExprKind::Call { callee, args } => {
                self.uses.of_calls.insert((self.function, self.block, expr.span), raw(what));
                self.call(callee, args, expr.span);
            }
            ExprKind::New { callee, args } => {
                self.uses.of_calls.insert((self.function, self.block, expr.span), raw(what));
                self.call(callee, args, expr.span);
            }
            ExprKind::Binding(variable) => {
                let raw = raw(what);
                self.uses.of_variables.entry(*variable).or_default().push(raw);
            }
            ExprKind::Function(function) => {
                let raw = raw(what);
                self.uses.of_functions.push((*function, raw));
            }
            ExprKind::Member { object, property } => {
                self.used(object, UseKind::Member { property: property.clone() }, expr.span);
            }
            ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } => {
                self.compared(left, right, expr.span);
                self.compared(right, left, expr.span);
            }
            ExprKind::Object(fields) => fields.iter().for_each(|field| match field {
                Field::Named { value, .. } | Field::Spread(value) => self.used(value, UseKind::Stored, expr.span),
                Field::Computed { key, value } => {
                    self.used(key, UseKind::Other, expr.span);
                    self.used(value, UseKind::Stored, expr.span);
                }
            }),
            ExprKind::Array(items) => items.iter().for_each(|item| self.used(&item.value, UseKind::Stored, expr.span)),
            _ => for_each_part(expr, &mut |part| self.used(part, UseKind::Other, expr.span)),
        }
    }

    fn compared(&mut self, side: &Expr, other: &Expr, by: Span) {
        let with = match &other.kind {
            ExprKind::Const(value) => Some(value.clone()),
            ExprKind::Member { object, property } => match object.kind {
                ExprKind::Binding(binding) => {
                    crate::project::enum_member(self.uses.program, self.uses.module, binding, property)
                }
                _ => None,
            },
            _ => None,
        };
        self.used(side, UseKind::Compared { with }, by);
    }

    fn call(&mut self, callee: &Expr, args: &[Argument], by: Span) {
        // What is called is no use of a function as a value.
        if !matches!(callee.kind, ExprKind::Binding(_) | ExprKind::Function(_)) {
            self.used(callee, UseKind::Other, by);
        }
        let to = super::name_of(self.uses.program, self.uses.module, callee);
        for (index, arg) in args.iter().enumerate() {
            self.used(&arg.value, UseKind::Passed { to: to.clone(), index }, by);
        }
    }
}
