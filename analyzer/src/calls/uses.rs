//! What becomes of values: each place where a call's answer, a variable or a function is used, and as what.

use rustc_hash::{FxHashMap, FxHashSet};

use super::reaching::{Arrives, Assignments, Point};
use super::{Asked, CallSite, Use, UseKind};
use crate::cfg::{Argument, BinaryOp, BlockId, End, Expr, ExprKind, Field, LoopKind, Place, Step};
use crate::module::{BindingId, BindingKind, FunctionId};
use crate::project::{FunctionRef, ModuleId, Program, Unresolved};
use crate::source::Span;
use crate::versions::for_each_part;

/// Variables that an answer is handed through.
const DEPTH: u32 = 6;

/// Every use of every value of a file.
pub(crate) struct Uses<'p> {
    program: &'p Program,
    module: ModuleId,
    assignments: Assignments,
    of_calls: FxHashMap<(FunctionId, BlockId, Span), Raw>,
    of_variables: FxHashMap<BindingId, Vec<Raw>>,
    /// Functions written in place.
    of_functions: Vec<(FunctionId, Raw)>,
    /// Members whose truth is tested.
    tested_members: Vec<(&'p Expr, Raw)>,
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
    at: Point,
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
            assignments: Assignments::of(&program.file(module).module),
            of_calls: FxHashMap::default(),
            of_variables: FxHashMap::default(),
            of_functions: Vec::new(),
            tested_members: Vec::new(),
        };
        for at in program.functions_of(module) {
            let cfg = &program.function(at).cfg;
            for block in cfg.graph.node_indices() {
                Walk { uses: &mut uses, at: Point { function: at.function, block, step: 0 } }.block();
            }
        }
        uses
    }

    /// What becomes of the answer of a call.
    pub(crate) fn of_call(&self, block: BlockId, function: FunctionId, call: &Expr) -> Vec<Use> {
        self.at(block, function, call.span)
    }

    /// What becomes of the answer of the call at a place of a function.
    pub(crate) fn at(&self, block: BlockId, function: FunctionId, call: Span) -> Vec<Use> {
        let Some(raw) = self.of_calls.get(&(function, block, call)) else { return Vec::new() };
        let mut found = Vec::new();
        Following { uses: self, seen: FxHashSet::default(), found: &mut found }.follow(raw, raw.awaited, true, DEPTH);
        if found.is_empty() {
            let before = self.program.file(self.module).source.text.get(..call.start as usize);
            let on_purpose = before.is_some_and(|before| before.trim_end().ends_with("void"));
            let kind = UseKind::Dropped { on_purpose };
            found.push(Use { kind, awaited: raw.awaited, alone: true, span: call, function, block });
        }
        found.sort_by_key(|one| one.span);
        found
    }

    /// Members whose truth is tested. What they stand for is for the caller to find out.
    pub(crate) fn tested_members(&self) -> impl Iterator<Item = (&'p Expr, CallSite)> {
        self.tested_members.iter().filter_map(|(member, raw)| {
            let name = super::name_of(self.program, self.module, member);
            Some((*member, raw.as_site(Err(Unresolved::UnknownType), name)?))
        })
    }

    /// Whether nobody looks at what a call or `new` gives, without saying that this is meant.
    pub(crate) fn is_dropped(&self, block: BlockId, function: FunctionId, made: &Expr) -> bool {
        let uses = self.of_call(block, function, made);
        !uses.is_empty() && uses.iter().all(|one| one.kind == UseKind::Dropped { on_purpose: false })
    }

    /// Functions that are handed on or tested, and not called there.
    pub(crate) fn functions_as_values(&self) -> impl Iterator<Item = CallSite> {
        let in_place = self.of_functions.iter().map(|(function, raw)| {
            let callee = FunctionRef { module: self.module, function: *function };
            (callee, self.program.function(callee).name.clone(), raw)
        });
        let named = self.of_variables.iter().flat_map(|(variable, uses)| {
            let data = &self.program.file(self.module).module.bindings[variable.0 as usize];
            let callee = self.program.function_of_variable(self.module, *variable);
            callee.into_iter().flat_map(move |callee| uses.iter().map(move |raw| (callee, data.name.clone(), raw)))
        });
        in_place.chain(named).filter_map(|(callee, name, raw)| raw.as_site(Ok(callee), name))
    }
}

impl Raw {
    /// A function that is handed on or tested.
    fn as_site(&self, callee: Result<FunctionRef, Unresolved>, name: String) -> Option<CallSite> {
        let asked = match &self.what {
            What::Used(UseKind::Passed { to, index }) => Asked::Handed { to: to.clone(), index: *index },
            What::Used(UseKind::Tested { negated }) => Asked::Tested { negated: *negated },
            _ => return None,
        };
        let Point { function: caller, block, .. } = self.at;
        Some(CallSite { caller, callee, name, span: self.span, by: self.by, block, asked })
    }

    fn as_use(&self, kind: UseKind, awaited: bool, alone: bool) -> Use {
        Use { kind, awaited, alone, span: self.by, function: self.at.function, block: self.at.block }
    }
}

/// An answer on its way through variables.
struct Following<'f, 'p> {
    uses: &'f Uses<'p>,
    seen: FxHashSet<(BindingId, Point)>,
    found: &'f mut Vec<Use>,
}

impl Following<'_, '_> {
    fn follow(&mut self, raw: &Raw, awaited: bool, alone: bool, depth: u32) {
        match &raw.what {
            What::Used(UseKind::Dropped { .. }) => {}
            What::Used(kind) => self.found.push(raw.as_use(kind.clone(), awaited, alone)),
            What::Kept(variable) => {
                if depth == 0 || !self.is_local(*variable, raw.at.function) {
                    self.found.push(raw.as_use(UseKind::Stored, awaited, alone));
                    return;
                }
                if !self.seen.insert((*variable, raw.at)) {
                    return;
                }
                let module = &self.uses.program.file(self.uses.module).module;
                for next in self.uses.of_variables.get(variable).into_iter().flatten() {
                    let arrives = self.uses.assignments.arrives(module, *variable, raw.at, next.at);
                    if arrives != Arrives::Never {
                        let alone = alone && arrives == Arrives::Alone;
                        self.follow(next, awaited || next.awaited, alone, depth - 1);
                    }
                }
            }
        }
    }

    /// Whether a variable is the function's own, or holds nothing but what is assigned at one place.
    fn is_local(&self, variable: BindingId, function: FunctionId) -> bool {
        let file = self.uses.program.file(self.uses.module);
        let data = &file.module.bindings[variable.0 as usize];
        matches!(data.kind, BindingKind::Temporary)
            || data.function == Some(function)
            || file.definition(variable).is_some()
    }
}

/// The walk over one block.
struct Walk<'u, 'p> {
    uses: &'u mut Uses<'p>,
    at: Point,
}

impl<'p> Walk<'_, 'p> {
    fn block(mut self) {
        let at = FunctionRef { module: self.uses.module, function: self.at.function };
        let program = self.uses.program;
        let cfg = &program.function(at).cfg;
        let block = &cfg.graph[self.at.block];
        for (number, step) in block.steps.iter().enumerate() {
            self.at.step = number;
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
        self.at.step = block.steps.len();
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

    fn used(&mut self, expr: &'p Expr, kind: UseKind, by: Span) {
        self.value(expr, What::Used(kind), false, by);
    }

    fn value(&mut self, expr: &'p Expr, what: What, awaited: bool, by: Span) {
        let at = self.at;
        let raw = |what| Raw { what, awaited, span: expr.span, by, at };
        match &expr.kind {
            ExprKind::Await(inner) => self.value(inner, what, true, by),
            ExprKind::Not(inner) => {
                let negated = !matches!(what, What::Used(UseKind::Tested { negated: true }));
                self.value(inner, What::Used(UseKind::Tested { negated }), awaited, expr.span);
            }
            ExprKind::Call { callee, args } => {
                self.uses.of_calls.insert((at.function, at.block, expr.span), raw(what));
                self.call(callee, args, expr.span);
            }
            ExprKind::New { callee, args } => {
                self.uses.of_calls.insert((at.function, at.block, expr.span), raw(what));
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
                if matches!(what, What::Used(UseKind::Tested { .. })) {
                    let raw = raw(what);
                    self.uses.tested_members.push((expr, raw));
                }
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

    fn compared(&mut self, side: &'p Expr, other: &'p Expr, by: Span) {
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

    fn call(&mut self, callee: &'p Expr, args: &'p [Argument], by: Span) {
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
