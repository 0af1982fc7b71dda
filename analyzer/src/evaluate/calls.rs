//! Calls: built-ins that are understood, helpers that are looked through, all others as subjects of their own.

use crate::cfg::{Argument, BlockId, Edge, End, Expr, ExprKind};
use crate::condition::Condition;
use crate::constant::Const;
use crate::module::{BindingKind, FunctionId, Module, Type};
use crate::project::FunctionRef;
use crate::summary::Kinds;
use crate::term::{Term, TermId};
use crate::versions::callee_name;
use crate::words::{GRANTS, PERMISSION, PRINCIPAL, REFUSES, has_any, is_query, words};

use super::text::FIRST_FUNCTION;
use super::{Evaluator, ExitKind, Guarded, INLINE_DEPTH, Place, State};

/// Items of a constant list a callback is run for one by one.
pub(crate) const UNROLLED_ITEMS: usize = 16;

/// Blocks of a closure that is looked through.
pub(crate) const CLOSURE_BLOCKS: usize = 16;

impl Evaluator<'_> {
    pub(super) fn call(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Guarded {
        let value =
            self.noting_calls(state, |evaluator, state| evaluator.value_of_call(place, state, expr, callee, args));
        self.note_answer(place, state.reach, expr, &value);
        if self.scope.is_none() {
            for called in std::iter::once(callee).chain(args.iter().map(|arg| &arg.value)) {
                self.forget_writes(state, called, expr);
            }
        }
        value
    }

    /// What a function of the file that is called here, or handed on, may write to variables around it is not known any more.
    fn forget_writes(&mut self, state: &mut State, called: &Expr, expr: &Expr) {
        let id = match called.kind {
            ExprKind::Function(id) => id,
            ExprKind::Binding(binding) => match self.module.bindings.get(binding.0 as usize).map(|data| &data.kind) {
                Some(BindingKind::Function(id)) => *id,
                _ => return,
            },
            _ => return,
        };
        for binding in super::escape::written_outside(self.module, id) {
            if !state.env.contains_key(&binding) {
                continue;
            }
            let term = self.terms.intern(Term::Variable { binding, version: u32::MAX - expr.span.start });
            let reason = format!(
                "`{}` is assigned by a function that is called here",
                self.module.bindings[binding.0 as usize].name
            );
            self.open.entry(term).or_insert(super::Open { span: expr.span, reason });
            state.set(binding, Guarded::single(term));
        }
    }

    fn value_of_call(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Guarded {
        if let Some(value) = self.pseudo_call(place, state, callee, args) {
            return value;
        }
        if let Some(value) = self.promise_call(place, state, expr, callee, args) {
            return value;
        }
        // A receiver is evaluated once: in a chain of calls it is a chain itself.
        let (callees, receiver) = match &callee.kind {
            ExprKind::Member { object, property } => {
                let receiver = self.value(place, state, object);
                let method = self.member_read(place, state, object, &receiver, property);
                (method, Some((receiver, property.as_str())))
            }
            _ => (self.value(place, state, callee), None),
        };
        let values: Vec<Guarded> = args.iter().map(|arg| self.value(place, state, &arg.value)).collect();
        let spread = args.iter().any(|arg| arg.spread);
        if let Some((receiver, method)) = receiver
            && !spread
            && let Some(value) = self.known_method(place, state, expr, &receiver, method, &values)
        {
            return value;
        }
        if let ExprKind::Global(name) = &callee.kind
            && let Some(value) = self.known_function(name, &values)
        {
            return value;
        }
        let mut all = vec![callees];
        all.extend(values);
        let Some(cases) = self.combinations(&all) else {
            return Guarded::single(self.unknown(expr.span, "a call has too many possible arguments"));
        };
        let name = callee_name(self.module_of(place.function), callee).to_owned();
        let mut results = Vec::new();
        for (guard, mut terms) in cases {
            let callee = terms.remove(0);
            for (inner, value) in self.call_of(place, state, expr, callee, terms, &name).0 {
                results.push((self.conditions.and(guard, inner), value));
            }
        }
        if place.derefs_prove && self.scope.is_none() {
            // A helper that was looked through gives no value where it reads a member of nothing.
            let completes = results.iter().fold(Condition::FALSE, |all, &(guard, _)| self.conditions.or(all, guard));
            state.reach = self.conditions.and(state.reach, completes);
        }
        self.merged(Guarded(results))
    }

    pub(super) fn call_of(
        &mut self,
        place: &Place,
        state: &State,
        expr: &Expr,
        callee: TermId,
        args: Vec<TermId>,
        name: &str,
    ) -> Guarded {
        if let Some(function) = self.function_behind(place, callee)
            && let Some(value) = self.looked_through(place, state, function, &args)
        {
            return value;
        }
        let target = self.program.callee(self.at.module, expr).filter(|_| self.scope.is_none());
        if let Some(constant) = target.and_then(|target| self.constant_of(target)) {
            return constant;
        }
        let query = is_query(name);
        let version = if query && !self.is_pure_on_values(callee) { self.numbers.world(&place.snapshot) } else { 0 };
        let site = if query { 0 } else { expr.span.start + 1 };
        let term = Term::Call { callee, args, version, site };
        let term = if self.scope.is_some() { self.known_like(term) } else { self.terms.intern(term) };
        if self.scope.is_none() {
            self.note_place(term, expr);
        }
        self.targets.extend(target.map(|target| (term, target)));
        Guarded::single(term)
    }

    /// What a function of another file gives whatever it is handed.
    fn constant_of(&mut self, target: FunctionRef) -> Option<Guarded> {
        let constant = self.program.constant_elsewhere(self.at.module, target)?.clone();
        let value = self.terms.constant(constant);
        let promise = self.program.summary(target).gives.promise;
        Some(Guarded::single(if promise { self.terms.intern(Term::Fulfilled(value)) } else { value }))
    }

    /// The function of the project that a call goes to, `await` or not.
    pub(crate) fn target_of(&self, term: TermId) -> Option<FunctionRef> {
        match self.terms.get(term) {
            Term::Await(inner) => self.target_of(*inner),
            _ => self.targets.get(&term).copied(),
        }
    }

    /// Whether the callee is a method of a value that looks at nothing else: `text.startsWith`, `list.includes`.
    pub(crate) fn is_pure_on_values(&self, callee: TermId) -> bool {
        const PURE: &[&str] =
            &["startsWith", "endsWith", "includes", "has", "indexOf", "test", "match", "toLowerCase", "trim"];
        self.terms.last_name(callee).is_some_and(|name| PURE.contains(&name))
    }

    /// The function of this file a callee stands for: a variable that holds one, or a method of the same class.
    pub(crate) fn function_behind(&self, place: &Place, callee: TermId) -> Option<FunctionId> {
        match self.terms.get(callee) {
            Term::Function(id) => Some(*id),
            Term::Member { object, property, .. } if matches!(self.terms.get(*object), Term::This) => {
                let class = self.data(place.function).class.as_ref()?;
                self.program.own_method(self.at.module, &class.name, property)
            }
            _ => None,
        }
    }

    /// The value of a helper without control flow of its own, or of a small closure, its parameters replaced.
    fn looked_through(&mut self, place: &Place, state: &State, id: FunctionId, args: &[TermId]) -> Option<Guarded> {
        let function = self.data(id);
        let straight = function.cfg.graph.edge_references().all(|edge| *edge.weight() == Edge::Always);
        let closure = function.parent == Some(place.function) && function.cfg.loops.is_empty();
        let small = closure && function.cfg.graph.node_count() <= CLOSURE_BLOCKS;
        if place.depth >= INLINE_DEPTH || function.is_async || function.is_generator || !(straight || small) {
            return None;
        }
        let mut value = Guarded::default();
        for exit in self.run_inlined(place, state, id, args, place.derefs_prove) {
            match exit.kind {
                ExitKind::Throw | ExitKind::Propagates => return None,
                ExitKind::FallsOff | ExitKind::BareReturn if straight => return None,
                _ => value.0.extend(exit.value.0),
            }
        }
        Some(self.merged(value))
    }

    /// Runs a function of this file in place of a call.
    pub(super) fn run_inlined(
        &mut self,
        place: &Place,
        outer: &State,
        id: FunctionId,
        args: &[TermId],
        derefs_prove: bool,
    ) -> Vec<super::Exit> {
        let function = self.data(id);
        let inner = Place {
            function: id,
            versions: self.versions_of(id),
            snapshot: place.snapshot.clone(),
            inlined: true,
            depth: place.depth + 1,
            derefs_prove,
        };
        // A closure sees the variables around it; those of a text and of the code have nothing in common.
        let same_code = (id.0 < FIRST_FUNCTION) == (place.function.0 < FIRST_FUNCTION);
        let mut state = if same_code { State { reach: Condition::TRUE, env: outer.env.clone() } } else { State::new() };
        let undefined = self.terms.constant(Const::Undefined);
        for (position, param) in function.params.iter().enumerate() {
            let value = match (param.rest, args.get(position)) {
                (false, Some(term)) => *term,
                (false, None) => undefined,
                (true, _) => {
                    let items = args.get(position..).unwrap_or_default().to_vec();
                    self.terms.intern(Term::List { items, open: false })
                }
            };
            state.set(param.binding, Guarded::single(value));
        }
        self.run(&inner, state)
    }

    pub(super) fn construct(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Guarded {
        if let Some(promise) = self.new_promise(place, state, callee, args) {
            return promise;
        }
        let callee_term = self.value(place, state, callee);
        let values: Vec<Guarded> = args.iter().map(|arg| self.value(place, state, &arg.value)).collect();
        if let ExprKind::Global(name) = &callee.kind
            && name == "Set"
        {
            // A set of a list holds what the list holds; only membership and emptiness are ever asked.
            return match values.into_iter().next() {
                Some(list) => list,
                None => Guarded::single(self.terms.intern(Term::List { items: Vec::new(), open: false })),
            };
        }
        if let ExprKind::Global(name) = &callee.kind
            && name == "Promise"
        {
            // Whoever awaits it gets what its callback resolves to, some time.
            return Guarded::single(self.unknown(expr.span, "what a promise built here resolves to"));
        }
        let args: Vec<TermId> = values
            .iter()
            .map(|value| value.only().unwrap_or_else(|| self.terms.intern(Term::Unknown { site: expr.span.start })))
            .collect();
        let callee = callee_term.only().unwrap_or_else(|| self.terms.intern(Term::Unknown { site: callee.span.start }));
        Guarded::single(self.terms.intern(Term::New { callee, args, site: expr.span.start }))
    }

    fn known_function(&mut self, name: &str, args: &[Guarded]) -> Option<Guarded> {
        match (name, args) {
            ("Boolean", [value]) => {
                let holds = self.truth(value);
                Some(self.boolean(holds))
            }
            _ => None,
        }
    }

    fn known_method(
        &mut self,
        place: &Place,
        state: &mut State,
        expr: &Expr,
        receiver: &Guarded,
        method: &str,
        args: &[Guarded],
    ) -> Option<Guarded> {
        match (method, args) {
            ("includes" | "has", [value]) => self.includes(receiver, value),
            ("some" | "every" | "find" | "findLast" | "filter", [callback, ..]) => {
                self.quantified(place, state, expr, receiver, method, callback)
            }
            ("push" | "unshift" | "add", [_, ..]) => {
                self.collect(place, state, expr);
                None
            }
            _ => None,
        }
    }

    /// Whether a call that ends a block can fail to complete, as far as this analysis looks at errors.
    pub(crate) fn call_may_throw(&mut self, place: &Place, block: BlockId, call: &Expr) -> bool {
        let cfg = self.cfg(place);
        if !cfg.graph.edges(block).any(|edge| *edge.weight() == Edge::Throws) {
            return false;
        }
        if super::flow::handling_try(cfg, block).is_some() {
            let callee = self.program.callee(self.at.module, call);
            return callee.is_none_or(|callee| self.program.summary(callee).may_fail);
        }
        debug_assert!(matches!(cfg.graph[block].end, End::Call { .. }));
        self.callee_may_throw(call)
    }

    fn callee_may_throw(&self, call: &Expr) -> bool {
        match self.program.callee(self.at.module, call) {
            Some(callee) => {
                let summary = self.program.summary(callee);
                // An assertion of the project can hand its question on to one of a package; what answers with yes or no does not throw a no.
                let asserts = summary.may_fail && !summary.gives.value.meets(Kinds::BOOLEAN | Kinds::OBJECT);
                summary.may_throw || asserts && may_deny_by_throwing(self.module, call)
            }
            None => may_deny_by_throwing(self.module, call) || ends_request(self.module, call),
        }
    }

    /// Whether a function of this file may throw.
    pub(crate) fn may_throw(&self, function: FunctionId) -> bool {
        // A function of a text does nothing to the code.
        function.0 < FIRST_FUNCTION && self.program.summary(FunctionRef { function, ..self.at }).may_throw
    }

    /// Whether a call made for its effect alone may change how the function ends: it grants, refuses, or may throw.
    pub(crate) fn may_matter(&self, expr: &Expr) -> bool {
        let call = match &expr.kind {
            ExprKind::Await(inner) => return self.may_matter(inner),
            ExprKind::Call { .. } => expr,
            _ => return false,
        };
        self.callee_may_throw(call) || self.channels.sent(self.module, call).is_some()
    }

    /// Whether the call's value is a promise whatever it resolves to.
    pub(crate) fn is_promise(&self, callee: TermId) -> bool {
        match self.terms.get(callee) {
            Term::Function(id) => {
                let function = self.data(*id);
                function.is_async && !function.is_generator
                    || matches!(&function.return_type, Some(Type::Named { name, .. }) if name == "Promise")
            }
            _ => false,
        }
    }
}

/// Whether a call ends the request by throwing, as a framework's own do: `redirect('/sign-in')`.
fn ends_request(module: &Module, call: &Expr) -> bool {
    let callee = match &call.kind {
        ExprKind::Await(inner) => return ends_request(module, inner),
        ExprKind::Call { callee, .. } => callee,
        _ => return false,
    };
    let ExprKind::Binding(binding) = callee.kind else { return false };
    matches!(&module.bindings[binding.0 as usize].kind, BindingKind::Import { module: from, name }
        if module.standing.never_returns(from, name))
}

/// An unresolved call, made for its effect alone, with a permission word in its name or a principal among its arguments.
fn may_deny_by_throwing(module: &Module, call: &Expr) -> bool {
    let (callee, args) = match &call.kind {
        ExprKind::Call { callee, args } => (callee, args),
        ExprKind::Await(inner) => return may_deny_by_throwing(module, inner),
        _ => return false,
    };
    let name = callee_name(module, callee);
    let first = words(name).first().cloned().unwrap_or_default();
    if ["log", "info", "warn", "error", "debug", "trace", "track", "audit", "record", "emit", "notify", "set"]
        .contains(&first.as_str())
        || words(name).first().is_some_and(|first| GRANTS.contains(&first.as_str()) && !first.starts_with("authori"))
    {
        return false;
    }
    let guards =
        ["assert", "ensure", "require", "verify", "validate", "check", "enforce", "authorize", "throw", "invariant"];
    has_any(name, PERMISSION)
        || REFUSES.contains(&first.as_str())
        || guards.contains(&first.as_str())
        || args.iter().any(|arg| names_principal(module, &arg.value))
}

fn names_principal(module: &Module, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Binding(binding) => has_any(&module.bindings[binding.0 as usize].name, PRINCIPAL),
        ExprKind::Member { property, .. } => has_any(property, PRINCIPAL),
        ExprKind::Await(inner) => names_principal(module, inner),
        _ => false,
    }
}
