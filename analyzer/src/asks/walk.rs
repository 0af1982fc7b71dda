//! The walk over a function, the functions inside of it, and those it calls.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::calls::{compares_secret, is_harmless, is_named, is_of_value, may_be_own, speaks_of_access};
use super::constants::demands;
use super::{Ask, AskKind, Asks, Site};
use crate::calls::{is_guard_name, name_of};
use crate::cfg::{Argument, BinaryOp, BlockId, End, Expr, ExprKind, Place, Step};
use crate::channels::mentions_refusal;
use crate::constant::Const;
use crate::decide::Confidence;
use crate::project::{FunctionRef, ModuleId, Program};
use crate::recognise::{refuses, sends_to_sign_in};
use crate::source::Span;
use crate::values::{Root, Value, Values, names_who_asks};
use crate::versions::for_each_part;
use crate::words::{has_any, words};

/// Callees that are looked into, one inside the other.
const DEPTH: u32 = 6;

/// Functions that are looked into at most for one that is asked about.
const MOST: usize = 400;

pub(super) fn asks(program: &Program, at: FunctionRef) -> Asks {
    let mut walk = Walk {
        program,
        root: at,
        seen: FxHashSet::default(),
        asks: Asks::default(),
        acts: FxHashSet::default(),
        later: Vec::new(),
    };
    walk.function(at, None, DEPTH);
    while let Some((callee, through, depth)) = walk.later.pop() {
        walk.function(callee, Some(through), depth);
    }
    walk.asks.all.sort_by_key(|ask| (!ask.is_own, ask.through, ask.place, ask.kind));
    walk.asks.all.dedup_by(|later, earlier| (later.kind, later.place) == (earlier.kind, earlier.place));
    walk.asks
}

struct Walk<'p> {
    program: &'p Program,
    /// The function that was asked about.
    root: FunctionRef,
    seen: FxHashSet<FunctionRef>,
    asks: Asks,
    /// Where calls to libraries start that read, write or send something: the links of their chains start there, too.
    acts: FxHashSet<(ModuleId, u32)>,
    /// Callees that are to be looked into: through which call of the function asked about, and how deep they may lead.
    later: Vec<(FunctionRef, Site, u32)>,
}

/// A place that is looked at.
#[derive(Clone, Copy)]
struct Here {
    at: FunctionRef,
    block: BlockId,
    /// The call of the function asked about through which the place is come to; none in the function itself.
    through: Option<Site>,
    depth: u32,
}

impl<'p> Walk<'p> {
    fn function(&mut self, at: FunctionRef, through: Option<Site>, depth: u32) {
        if self.seen.len() >= MOST {
            self.asks.is_cut = true;
            return;
        }
        if !self.seen.insert(at) {
            return;
        }
        let acts = self.program.effects(at).iter().filter(|effect| effect.act_at.0 == at.module);
        self.acts.extend(acts.map(|effect| (at.module, effect.act_at.1.start)));
        let cfg = &self.program.function(at).cfg;
        for block in cfg.graph.node_indices() {
            let here = Here { at, block, through, depth };
            let data = &cfg.graph[block];
            for step in &data.steps {
                match step {
                    Step::Evaluate(value) => self.statement(here, value),
                    Step::Assign { target, value, .. } => {
                        if let Place::Member { object, .. } | Place::Index { object, .. } = target {
                            self.value(here, object);
                        }
                        self.value(here, value);
                    }
                }
            }
            match &data.end {
                End::Call { call, .. } => self.statement(here, call),
                End::Return { value: Some(value), .. } => self.statement(here, value),
                End::Throw { value, .. } => {
                    if refuses(self.module_of(at), value) {
                        self.add(here, AskKind::Denial, String::new(), value.span, &[]);
                    }
                    self.value(here, value);
                }
                End::Branch(test) => self.value(here, &cfg.tests[test.0 as usize]),
                _ => {}
            }
        }
    }

    fn module_of(&self, at: FunctionRef) -> &'p crate::module::Module {
        &self.program.file(at.module).module
    }

    fn add(&mut self, here: Here, kind: AskKind, name: String, span: Span, args: &[Argument]) {
        let is_own = here.through.is_none();
        let own = Site { function: here.at.function, block: here.block, span };
        let is_check = is_own && matches!(kind, AskKind::Check(..) | AskKind::Named);
        let values = Values::of(self.program, here.at);
        let about: BTreeSet<Value> = if is_own {
            let made_from = args.iter().flat_map(|arg| values.ingredients(&arg.value));
            made_from.map(|value| self.program.seen_from_outside(self.root, value)).collect()
        } else {
            BTreeSet::new()
        };
        let demands = if is_check { demands(self.program, here.at.module, args) } else { Vec::new() };
        let place = (here.at.module, span);
        self.asks.all.push(Ask { kind, name, place, through: here.through.unwrap_or(own), is_own, about, demands });
    }

    /// An expression that stands alone: it may answer the request.
    fn statement(&mut self, here: Here, value: &'p Expr) {
        let module = self.module_of(here.at);
        if mentions_refusal(value)
            || sends_to_sign_in(module, value)
            || matches!(value.kind, ExprKind::Object(_)) && refuses(module, value)
        {
            self.add(here, AskKind::Denial, String::new(), value.span, &[]);
        }
        self.value(here, value);
    }

    fn value(&mut self, here: Here, value: &'p Expr) {
        match &value.kind {
            // A function inside: what it asks is asked where it is handed on.
            ExprKind::Function(function) => {
                self.function(FunctionRef { function: *function, ..here.at }, here.through, here.depth)
            }
            ExprKind::Call { callee, args } => self.call(here, value, callee, args),
            ExprKind::Member { property, .. } if names_who_asks(property) => self.principal(here, value),
            ExprKind::Binding(_) => self.principal_variable(here, value),
            ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals | BinaryOp::In, left, right } => {
                self.comparison(here, value, left, right);
            }
            _ => {}
        }
        for_each_part(value, &mut |part| self.value(here, part));
    }

    fn call(&mut self, here: Here, call: &'p Expr, callee: &'p Expr, args: &'p [Argument]) {
        let name = name_of(self.program, here.at.module, callee);
        if compares_secret(&name) {
            self.add(here, AskKind::Secret, name.clone(), call.span, args);
        }
        if let Some(target) = self.program.callee(here.at.module, call) {
            return self.resolved(here, call, target, name, args);
        }
        self.principal(here, call);
        let handed = args.iter().filter_map(|arg| self.handed(here.at.module, &arg.value));
        let handed: Vec<FunctionRef> = handed.collect();
        for callback in handed {
            self.enter(here, callback, call.span);
        }
        if is_of_value(&name) || self.acts.contains(&(here.at.module, call.span.start)) {
            return;
        }
        // A service of events or reports may have guards of its own: `reports.assertAccess(id)`.
        if is_named(&name) {
            return self.add(here, AskKind::Named, name, call.span, args);
        }
        if is_harmless(&name) {
            return;
        }
        let Err(why) = self.program.function_behind(here.at, callee) else { return };
        let values = Values::of(self.program, here.at);
        let given: BTreeSet<Value> = args.iter().flat_map(|arg| values.ingredients(&arg.value)).collect();
        if given.iter().any(Value::is_principal) {
            self.add(here, AskKind::GetsPrincipal, name, call.span, args);
        } else if may_be_own(&why)
            && given.iter().any(|value| value.is_request() || matches!(value.root, Root::Param { .. }))
        {
            self.add(here, AskKind::GetsRequest, name, call.span, args);
        }
    }

    /// A function of the project that is handed on by its name.
    fn handed(&self, module: ModuleId, value: &Expr) -> Option<FunctionRef> {
        match value.kind {
            ExprKind::Binding(binding) => self.program.function_of_variable(module, binding),
            _ => None,
        }
    }

    fn resolved(&mut self, here: Here, call: &'p Expr, target: FunctionRef, name: String, args: &'p [Argument]) {
        // What hardly looks like a check says what it is by what it asks itself.
        match self.program.candidate(target).filter(|candidate| candidate.confidence > Confidence::Low) {
            Some(candidate) => self.add(here, AskKind::Check(target, candidate.confidence), name, call.span, args),
            None => {
                if is_guard_name(&name) && speaks_of_access(&name) {
                    self.add(here, AskKind::Named, name, call.span, args);
                }
                self.principal(here, call);
                self.enter(here, target, call.span);
            }
        }
    }

    /// What a callee asks counts as asked by the call.
    fn enter(&mut self, here: Here, callee: FunctionRef, call: Span) {
        let module = self.module_of(self.root);
        if callee.module == self.root.module && module.is_within(callee.function, self.root.function) {
            return self.function(callee, here.through, here.depth);
        }
        let Some(depth) = here.depth.checked_sub(1) else {
            self.asks.is_cut = true;
            return;
        };
        let through = here.through.unwrap_or(Site { function: here.at.function, block: here.block, span: call });
        self.later.push((callee, through, depth));
    }

    fn principal(&mut self, here: Here, value: &'p Expr) {
        if Values::of(self.program, here.at).sources(value).iter().any(Value::is_principal) {
            let name = self.program.file(here.at.module).source.slice(value.span).to_owned();
            self.add(here, AskKind::Principal, name, value.span, &[]);
        }
    }

    /// A parameter that is who asks: `@CurrentUser() user`.
    fn principal_variable(&mut self, here: Here, value: &'p Expr) {
        let ExprKind::Binding(binding) = value.kind else { return };
        let module = self.module_of(here.at);
        if module.standing.role_in(module, binding) == Some(crate::channels::Role::Principal) {
            let name = module.bindings[binding.0 as usize].name.clone();
            self.add(here, AskKind::Principal, name, value.span, &[]);
        }
    }

    fn comparison(&mut self, here: Here, whole: &'p Expr, left: &'p Expr, right: &'p Expr) {
        let values = Values::of(self.program, here.at);
        let is_nothing = |side: &Expr| matches!(&side.kind, ExprKind::Const(value) if value.is_nullish() || matches!(value, Const::Bool(_)));
        if is_nothing(left) || is_nothing(right) {
            return;
        }
        let sides = [values.sources(left), values.sources(right)];
        let any = |test: &dyn Fn(&Value) -> bool| sides.iter().flatten().any(test);
        let file = self.program.file(here.at.module);
        let text = file.source.slice(whole.span);
        let speaks_of_secret = has_any(text, &["secret", "signature", "token", "password", "apikey"])
            || words(text).windows(2).any(|pair| pair[0] == "api" && pair[1] == "key");
        // `NODE_ENV === 'production'` asks nobody.
        let against_constant =
            sides.iter().any(|side| side.iter().all(|value| matches!(value.root, Root::Constant(_))));
        if any(&Value::is_principal) {
            self.add(here, AskKind::Compares, text.to_owned(), whole.span, &[]);
        } else if any(&|value| value.root == Root::Environment) && !against_constant
            || speaks_of_secret && any(&Value::is_request)
        {
            self.add(here, AskKind::Secret, text.to_owned(), whole.span, &[]);
        }
    }
}
