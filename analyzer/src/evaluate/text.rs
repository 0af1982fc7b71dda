//! Conditions read from text: `user.role === 'admin' && !doc.locked`, in the names of a function.
//!
//! The text is parsed and lowered like code and evaluated in the arenas of the function it is about, so that it can be compared with what the
//! function does. It has no place in the code: a path in it means the one version of that path the function asked about.

use std::collections::BTreeMap;

use crate::cfg::{Argument, Expr, ExprKind};
use crate::condition::{Condition, ValueSet};
use crate::constant::Const;
use crate::module::{FunctionId, Module};
use crate::parse::Limits;
use crate::source::SourceFile;
use crate::term::{Term, TermId};

use super::{Evaluator, Guarded, Place, State};

/// Functions of a text are numbered from here, apart from those of the module.
pub(super) const FIRST_FUNCTION: u32 = 1 << 24;

/// The names a text may use.
pub(super) type Scope = BTreeMap<String, Guarded>;

impl<'a> Evaluator<'a> {
    /// Reads a condition: a TypeScript expression over the function's parameters, variables and the module's constants.
    ///
    /// # Errors
    /// What is wrong with the text, lower-case and plain.
    pub fn read_condition(&mut self, text: &'a ConditionText) -> Result<Condition, String> {
        if let Some(problem) = text.module.problems.first() {
            return Err(format!("`{}` is no expression: {}", text.source, problem.message));
        }
        let scope = self.names_in_scope();
        self.text = Some(&text.module);
        self.scope = Some(scope);
        let place = self.place(FunctionId(FIRST_FUNCTION));
        let exits = self.run(&place, State::new());
        let mut holds = Condition::FALSE;
        for exit in exits {
            let truth = self.truth(&exit.value);
            holds = self.conditions.or(holds, truth);
        }
        self.scope = None;
        self.text = None;
        self.versions.retain(|function, _| function.0 < FIRST_FUNCTION);
        Ok(holds)
    }

    fn names_in_scope(&mut self) -> Scope {
        let place = self.place(self.function);
        let mut scope = Scope::new();
        for (index, data) in self.module.bindings.iter().enumerate() {
            if data.function.is_none() && !data.name.is_empty() {
                let binding = crate::module::BindingId(index as u32);
                let value = Guarded::single(self.initial(&place, binding));
                scope.insert(data.name.clone(), value);
            }
        }
        for (index, data) in self.module.functions.iter().enumerate() {
            if data.parent == Some(self.function) {
                let name = data.name.rsplit('.').next().unwrap_or(&data.name).to_owned();
                let term = self.terms.intern(Term::Function(FunctionId(index as u32)));
                scope.insert(name, Guarded::single(term));
            }
        }
        for (position, param) in self.function().params.iter().enumerate() {
            let term = self.terms.intern(Term::Param(position as u32));
            scope.insert(self.module.bindings[param.binding.0 as usize].name.clone(), Guarded::single(term));
        }
        for (&binding, value) in &self.values {
            scope.insert(self.module.bindings[binding.0 as usize].name.clone(), value.clone());
        }
        for (&term, name) in &self.names {
            scope.entry(name.clone()).or_insert_with(|| Guarded::single(term));
        }
        scope
    }

    /// The variable that a destructured parameter's part is read into, with the constant it holds where that part is `undefined`:
    /// `({ role = 'viewer' })`.
    pub(crate) fn with_default(&mut self, part: TermId) -> Option<(String, Const)> {
        let Term::Param(position) = *self.terms.get(self.terms.root(part)) else { return None };
        let parameter = self.function().params.get(position as usize)?.binding;
        if !self.module.bindings[parameter.0 as usize].name.is_empty() {
            return None;
        }
        let missing = self.belongs(part, &ValueSet::of(&Const::Undefined));
        for (binding, value) in &self.values {
            let data = &self.module.bindings[binding.0 as usize];
            let [mut given, mut default] = value.0[..] else { continue };
            if default.1 == part {
                std::mem::swap(&mut given, &mut default);
            }
            // Under what holds wherever the parameter is taken apart at all.
            let reached = self.conditions.or(given.0, default.0);
            let is_default = default.0 == self.conditions.and(reached, missing);
            if given.1 == part && is_default && data.reassigned == 0 && !data.name.is_empty() {
                return Some((data.name.clone(), self.terms.as_const(default.1)?.clone()));
            }
        }
        None
    }

    /// The term of this form the function itself asked about, whatever had been written before; the term itself when there is none or more than one.
    pub(super) fn known_like(&mut self, term: Term) -> TermId {
        let plain = self.terms.intern(term);
        if self.variables.contains_key(&plain) {
            return plain;
        }
        let mut like = self.subjects.iter().copied().filter(|subject| self.alike(*subject, plain));
        match (like.next(), like.next()) {
            (Some(one), None) => one,
            _ => plain,
        }
    }

    fn alike(&self, a: TermId, b: TermId) -> bool {
        if a == b {
            return true;
        }
        let all_alike =
            |a: &[TermId], b: &[TermId]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.alike(*a, *b));
        match (self.terms.get(a), self.terms.get(b)) {
            (Term::Member { object: a, property: p, .. }, Term::Member { object: b, property: q, .. }) => {
                p == q && self.alike(*a, *b)
            }
            (Term::Index { object: a, index: i, .. }, Term::Index { object: b, index: j, .. }) => {
                self.alike(*a, *b) && self.alike(*i, *j)
            }
            (Term::Call { callee: a, args: x, .. }, Term::Call { callee: b, args: y, .. }) => {
                self.alike(*a, *b) && all_alike(x, y)
            }
            (Term::Await(a), Term::Await(b)) => self.alike(*a, *b),
            (Term::Variable { binding: a, .. }, Term::Variable { binding: b, .. }) => a == b,
            _ => false,
        }
    }

    /// `throws(call)`, `throws()` and `passes(call)` in a text: whether the call throws, or something in the only `try` does.
    pub(super) fn pseudo_call(
        &mut self,
        place: &Place,
        state: &mut State,
        callee: &Expr,
        args: &[Argument],
    ) -> Option<Guarded> {
        self.scope.as_ref()?;
        let ExprKind::Global(name) = &callee.kind else { return None };
        let negated = match name.as_str() {
            "throws" => false,
            "passes" => true,
            _ => return None,
        };
        let question = match args {
            [] => self.errors.first()?.1,
            [call, ..] => {
                let call = self.value(place, state, &call.value).only()?;
                let call = match self.terms.get(call) {
                    Term::Await(inner) => *inner,
                    _ => call,
                };
                self.throws_like(call)
            }
        };
        let throws = self.truthy(question);
        let holds = if negated { self.conditions.not(throws) } else { throws };
        Some(self.boolean(holds))
    }

    fn throws_like(&mut self, call: TermId) -> TermId {
        let protects = |error: TermId| self.protected_calls(error).iter().any(|known| self.alike(*known, call));
        if let Some(&(_, error)) = self.errors.iter().find(|(_, error)| protects(*error)) {
            return error;
        }
        let known = self.subjects.iter().copied().find(|subject| match self.terms.get(*subject) {
            Term::Throws(about) => self.alike(*about, call),
            _ => false,
        });
        known.unwrap_or_else(|| self.terms.intern(Term::Throws(call)))
    }
}

/// A condition's text, parsed and lowered.
#[derive(Debug)]
pub struct ConditionText {
    source: String,
    module: Module,
}

impl ConditionText {
    /// Parses a condition. Whether it is one shows when it is read.
    pub fn parse(text: &str) -> Self {
        let file = SourceFile::new("condition.ts", format!("function condition() {{ return ({text}\n) }}"));
        ConditionText { source: text.to_owned(), module: crate::read(&file, &Limits::default()) }
    }
}
