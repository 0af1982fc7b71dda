//! Calls: methods of lists and helpers of the file run, all others are named.

use petgraph::visit::{EdgeRef, VisitMap, Visitable};

use super::{Ended, Env, Interpreter, Running, Stop};
use crate::cfg::{Argument, Edge, End, Expr, ExprKind};
use crate::constant::Const;
use crate::evaluate::{CLOSURE_BLOCKS, INLINE_DEPTH, Place, UNROLLED_ITEMS};
use crate::module::FunctionId;
use crate::term::{Term, TermId};
use crate::versions::callee_name;
use crate::words::is_query;

type Value = Result<TermId, Stop>;

impl Interpreter<'_, '_> {
    pub(super) fn call(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Value {
        let value = match self.promise_call(place, env, running, expr, callee, args)? {
            Some(value) => value,
            None => self.plain_call(place, env, running, expr, callee, args)?,
        };
        self.note_call(value);
        Ok(value)
    }

    fn plain_call(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Value {
        let function = self.value(place, env, running, callee)?;
        let receiver = match &callee.kind {
            ExprKind::Member { object, property } => {
                Some((self.value(place, env, running, object)?, property.as_str()))
            }
            _ => None,
        };
        let mut values = Vec::new();
        for arg in args {
            values.push(self.value(place, env, running, &arg.value)?);
        }
        let spread = args.iter().any(|arg| arg.spread);
        if let (Some((receiver, method)), false) = (receiver, spread)
            && let Some(value) = self.method(place, env, expr, receiver, method, &values)?
        {
            return Ok(value);
        }
        if let (ExprKind::Global(name), [value]) = (&callee.kind, &values[..])
            && name == "Boolean"
        {
            let truthy = self.is_truthy(*value);
            return Ok(self.facts.terms.constant(Const::Bool(truthy)));
        }
        if let Some(id) = self.facts.function_behind(place, function)
            && self.is_looked_through(place, id)
        {
            return self.invoke(place, env, id, &values, place.derefs_prove);
        }
        Ok(self.unresolved(place, expr, callee, function, values))
    }

    /// A call that is named, not looked through.
    pub(super) fn unresolved(
        &mut self,
        place: &Place,
        expr: &Expr,
        callee: &Expr,
        function: TermId,
        values: Vec<TermId>,
    ) -> TermId {
        let query = is_query(callee_name(self.facts.module, callee));
        let version = match query && !self.facts.is_pure_on_values(function) {
            true => self.facts.numbers.world(&place.snapshot),
            false => 0,
        };
        let site = if query { 0 } else { expr.span.start + 1 };
        self.facts.terms.intern(Term::Call { callee: function, args: values, version, site })
    }

    pub(super) fn construct(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        expr: &Expr,
        callee: &Expr,
        args: &[Argument],
    ) -> Value {
        if let Some(promise) = self.new_promise(place, env, running, expr, callee, args)? {
            return Ok(promise);
        }
        let class = self.value(place, env, running, callee)?;
        let mut values = Vec::new();
        for arg in args {
            values.push(self.value(place, env, running, &arg.value)?);
        }
        if matches!(&callee.kind, ExprKind::Global(name) if name == "Set") {
            let empty = Term::List { items: Vec::new(), open: false };
            return Ok(values.first().copied().unwrap_or_else(|| self.facts.terms.intern(empty)));
        }
        Ok(self.facts.terms.intern(Term::New { callee: class, args: values, site: expr.span.start }))
    }

    /// Methods that are understood.
    fn method(
        &mut self,
        place: &Place,
        env: &mut Env,
        expr: &Expr,
        receiver: TermId,
        method: &str,
        args: &[TermId],
    ) -> Result<Option<TermId>, Stop> {
        match (method, args) {
            ("includes" | "has", [value]) => {
                let Term::List { items, open: false } = self.facts.terms.get(receiver).clone() else { return Ok(None) };
                let found = items.into_iter().any(|item| self.same(item, *value));
                Ok(Some(self.facts.terms.constant(Const::Bool(found))))
            }
            ("some" | "every" | "find" | "findLast" | "filter" | "forEach", [callback, ..]) => {
                let Term::Function(callback) = *self.facts.terms.get(*callback) else { return Ok(None) };
                let data = &self.facts.module.functions[callback.0 as usize];
                let opaque = data.is_async || data.is_generator || place.depth >= INLINE_DEPTH;
                if opaque || self.may_end_in_error(place, callback) {
                    return Ok(None);
                }
                let noted = self.promises.calls.take();
                let result = self.over_elements(place, env, expr, receiver, method, callback);
                self.promises.calls = noted;
                result.map(Some)
            }
            ("push" | "unshift" | "add", [_, ..]) => {
                self.collect(place, env, expr);
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Runs a callback for one element after the other.
    fn over_elements(
        &mut self,
        place: &Place,
        env: &mut Env,
        expr: &Expr,
        list: TermId,
        method: &str,
        callback: FunctionId,
    ) -> Value {
        let mut elements: Vec<(usize, TermId)> =
            self.elements(list).ok_or(Stop::ReadOfNothing(expr.span))?.into_iter().enumerate().collect();
        if method == "findLast" {
            elements.reverse();
        }
        let mut kept = Vec::new();
        for (position, element) in elements {
            let position = self.facts.terms.constant(Const::number(position as f64));
            let answer = self.invoke(place, env, callback, &[element, position, list], false)?;
            if method == "forEach" {
                continue;
            }
            match (method, self.is_truthy(answer)) {
                ("some", true) => return Ok(self.facts.terms.constant(Const::Bool(true))),
                ("every", false) => return Ok(self.facts.terms.constant(Const::Bool(false))),
                // A falsy element is taken for none at all.
                ("find" | "findLast", true) if !self.is_truthy(element) => return Err(Stop::OutOfModel),
                ("find" | "findLast", true) => return Ok(element),
                ("filter", true) => kept.push(element),
                _ => {}
            }
        }
        let result = match method {
            "some" => Term::Const(Const::Bool(false)),
            "every" => Term::Const(Const::Bool(true)),
            "filter" => Term::List { items: kept, open: false },
            _ => Term::Const(Const::Undefined),
        };
        Ok(self.facts.terms.intern(result))
    }

    /// An item in a list that a variable holds.
    fn collect(&mut self, place: &Place, env: &mut Env, expr: &Expr) {
        let ExprKind::Call { callee, args } = &expr.kind else { return };
        let (ExprKind::Member { object, .. }, Some(arg)) = (&callee.kind, args.first()) else { return };
        let ExprKind::Binding(binding) = object.kind else { return };
        let list = self.lookup(place, env, binding);
        if let Term::List { mut items, open } = self.facts.terms.get(list).clone()
            && items.len() < UNROLLED_ITEMS
        {
            items.push(self.facts.terms.intern(Term::Unknown { site: arg.value.span.start }));
            env.insert(binding, self.facts.terms.intern(Term::List { items, open }));
        }
    }

    /// Runs a function of the file. What it writes to variables around it stays written.
    fn invoke(&mut self, place: &Place, env: &mut Env, id: FunctionId, args: &[TermId], derefs_prove: bool) -> Value {
        Ok(self.invoked(place, env, id, args, derefs_prove)?.value)
    }

    /// The same, with the way it ends.
    pub(super) fn invoked(
        &mut self,
        place: &Place,
        env: &mut Env,
        id: FunctionId,
        args: &[TermId],
        derefs_prove: bool,
    ) -> Result<Ended, Stop> {
        let function = &self.facts.module.functions[id.0 as usize];
        let inner = self.inside(place, id, derefs_prove);
        let mut own = env.clone();
        let undefined = self.facts.terms.constant(Const::Undefined);
        for (position, param) in function.params.iter().enumerate() {
            let value = match param.rest {
                false => args.get(position).copied().unwrap_or(undefined),
                true => {
                    let items = args.get(position..).unwrap_or_default().to_vec();
                    self.facts.terms.intern(Term::List { items, open: false })
                }
            };
            own.insert(param.binding, value);
        }
        let ended = self.walk(&inner, &mut own)?;
        let module = self.facts.module;
        let is_own = |binding: crate::module::BindingId| {
            module.bindings.get(binding.0 as usize).is_none_or(|data| data.function == Some(id))
        };
        env.extend(own.into_iter().filter(|(binding, _)| !is_own(*binding)));
        Ok(ended)
    }

    /// Whether the evaluation sees a helper's value: no control flow of its own, or a small closure; and it never throws.
    fn is_looked_through(&mut self, place: &Place, id: FunctionId) -> bool {
        let function = &self.facts.module.functions[id.0 as usize];
        let straight = function.cfg.graph.edge_weights().all(|edge| *edge == Edge::Always);
        let closure = function.parent == Some(place.function) && function.cfg.loops.is_empty();
        let small = closure && function.cfg.graph.node_count() <= CLOSURE_BLOCKS;
        let gives_nothing = |end: &End| matches!(end, End::FallsOff { .. } | End::Return { value: None, .. });
        let silent = straight && function.cfg.graph.node_weights().any(|block| gives_nothing(&block.end));
        let opaque = place.depth >= INLINE_DEPTH || function.is_async || function.is_generator;
        !opaque && (straight || small) && !silent && !self.may_end_in_error(place, id)
    }

    /// Whether some path of a helper ends in an error.
    fn may_end_in_error(&mut self, place: &Place, id: FunctionId) -> bool {
        let place = self.inside(place, id, false);
        let cfg = self.cfg(&place);
        let mut seen = cfg.graph.visit_map();
        let mut pending = vec![cfg.entry];
        while let Some(block) = pending.pop() {
            if !seen.visit(block) {
                continue;
            }
            let can_throw = match &cfg.graph[block].end {
                End::Throw { .. } | End::Propagates { .. } => return true,
                End::Call { call, .. } => self.facts.call_may_throw(&place, block, call),
                _ => false,
            };
            let edges = cfg.graph.edges(block).filter(|edge| can_throw || *edge.weight() != Edge::Throws);
            pending.extend(edges.map(|edge| edge.target()));
        }
        false
    }
}
