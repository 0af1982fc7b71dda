//! What calling a function does beside answering, as far as its caller could want it.

use rustc_hash::FxHashSet;

use crate::calls::is_guard_name;
use crate::cfg::{BlockId, End, Expr, ExprKind, Place, Step};
use crate::module::{BindingId, BindingKind, FunctionId};
use crate::project::{FunctionRef, Program};
use crate::versions::{callee_name, for_each_part, mentions};
use crate::words::{ASSERTS, is_in, words};

/// What calling a function does beside answering.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doing {
    /// It changes something that outlives the call, or may.
    pub(super) acts: bool,
    /// It calls what is not known and may refuse by throwing.
    pub(super) may_refuse: bool,
}

impl Doing {
    pub(super) fn of(program: &Program, at: FunctionRef) -> Doing {
        let mut walk = Walk { program, seen: FxHashSet::default(), doing: Doing::default() };
        walk.function(at);
        walk.doing
    }
}

/// Verbs of functions that change something, whatever becomes of what they give.
const CHANGES: &[&str] = &[
    "set", "create", "update", "delete", "remove", "insert", "upsert", "save", "write", "add", "push", "append",
    "store", "persist", "send", "emit", "publish", "redirect", "increment", "incr", "decrement", "decr", "consume",
    "mark", "register", "enqueue", "dispatch", "clear", "reset", "revoke", "grant", "put", "post", "patch", "cache",
    "remember", "memoize", "prefetch", "preload", "refresh", "sync", "init", "initialize", "start", "open", "sign",
    "login", "logout", "throw", "notify", "prompt", "confirm", "request", "ask", "record", "ensure", "connect",
];

/// Words of calls that refuse in their own way: `findUniqueOrThrow`, `getOrFail`, `assertUser`.
const THROWING: &[&str] = &["throw", "throws", "fail", "redirect", "forbidden", "unauthorized"];

/// What only tells what happens.
const TELLING: &[&str] = &["log", "logger", "console", "debug", "trace"];

struct Walk<'p> {
    program: &'p Program,
    seen: FxHashSet<FunctionRef>,
    doing: Doing,
}

impl<'p> Walk<'p> {
    fn function(&mut self, at: FunctionRef) {
        if self.doing.acts || !self.seen.insert(at) {
            return;
        }
        let cfg = &self.program.function(at).cfg;
        for block in cfg.graph.node_weights() {
            for step in &block.steps {
                match step {
                    Step::Evaluate(value) => self.statement(at, value),
                    Step::Assign { target, value, .. } => {
                        self.doing.acts |= !self.is_own(at, target);
                        self.value(at, value);
                    }
                }
            }
            match &block.end {
                End::Call { call, result } if !self.is_read(at, *result) => self.statement(at, call),
                End::Call { call: value, .. } | End::Return { value: Some(value), .. } => self.value(at, value),
                _ => {}
            }
        }
        cfg.tests.iter().for_each(|test| self.value(at, test));
    }

    /// Whether what is assigned ends with the call.
    fn is_own(&self, at: FunctionRef, target: &Place) -> bool {
        match target {
            Place::Binding(binding) => self.declares(at, *binding),
            Place::Member { object, .. } | Place::Index { object, .. } => self.is_fresh(at, object),
        }
    }

    fn declares(&self, at: FunctionRef, binding: BindingId) -> bool {
        let data = &self.program.file(at.module).module.bindings[binding.0 as usize];
        matches!(data.kind, BindingKind::Temporary) || data.function.is_some_and(|owner| self.encloses(at, owner))
    }

    /// Whether a function is the one, or one around it that is looked at too.
    fn encloses(&self, at: FunctionRef, owner: FunctionId) -> bool {
        owner == at.function || self.seen.contains(&FunctionRef { function: owner, ..at })
    }

    /// A list or object that the function itself made.
    fn is_fresh(&self, at: FunctionRef, object: &Expr) -> bool {
        let ExprKind::Binding(binding) = object.kind else { return false };
        let made =
            self.program.file(at.module).definition(binding).is_some_and(|value| {
                matches!(value.kind, ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::New { .. })
            });
        made && self.declares(at, binding)
    }

    fn is_read(&self, at: FunctionRef, variable: BindingId) -> bool {
        let cfg = &self.program.function(at).cfg;
        let in_block = |block: BlockId| {
            let data = &cfg.graph[block];
            let thrown = match &data.end {
                End::Throw { value, .. } => Some(value),
                _ => None,
            };
            data.evaluated().chain(thrown).any(|value| mentions(value, variable))
        };
        cfg.graph.node_indices().any(in_block) || cfg.tests.iter().any(|test| mentions(test, variable))
    }

    /// A value nobody looks at was computed for what that does.
    fn statement(&mut self, at: FunctionRef, value: &'p Expr) {
        match &value.kind {
            ExprKind::Await(inner) => self.statement(at, inner),
            ExprKind::Call { callee, .. } => {
                self.value(at, value);
                let known = self.program.callee(at.module, value).is_some();
                let own = matches!(&callee.kind, ExprKind::Member { object, .. } if self.is_fresh(at, object));
                let tells = words(self.program.file(at.module).source.slice(callee.span))
                    .iter()
                    .any(|word| is_in(word, TELLING));
                let each = matches!(&callee.kind, ExprKind::Member { property, .. } if property == "forEach");
                self.doing.acts |= !known && !own && !tells && !each;
            }
            _ => self.value(at, value),
        }
    }

    fn value(&mut self, at: FunctionRef, value: &'p Expr) {
        match &value.kind {
            ExprKind::Function(function) => self.function(FunctionRef { function: *function, ..at }),
            ExprKind::Call { callee, .. } => match self.program.callee(at.module, value) {
                Some(callee) => self.function(callee),
                None => self.unknown_call(at, callee),
            },
            _ => {}
        }
        for_each_part(value, &mut |part| self.value(at, part));
    }

    fn unknown_call(&mut self, at: FunctionRef, callee: &Expr) {
        let module = &self.program.file(at.module).module;
        let name = words(callee_name(module, callee));
        let own = matches!(&callee.kind, ExprKind::Member { object, .. } if self.is_fresh(at, object));
        let first = name.first().map_or("", String::as_str);
        // What a base class outside of the project does is not known at all.
        let inherited = self.program.file(at.module).source.slice(callee.span).starts_with("super.");
        self.doing.acts |= CHANGES.contains(&first) && !own || inherited;
        self.doing.may_refuse |= ASSERTS.contains(&first)
            || is_guard_name(callee_name(module, callee))
            || name.iter().any(|word| THROWING.contains(&word.as_str()));
    }
}
