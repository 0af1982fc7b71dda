//! Assignments: what a variable holds afterwards, and which name it gives to what it holds.

use crate::cfg::{ExprKind, Place as Target};
use crate::module::{BindingId, BindingKind, Type};
use crate::term::Term;

use super::{Evaluator, Guarded, Place, State};

impl Evaluator<'_> {
    pub(super) fn assign(&mut self, place: &Place, state: &mut State, target: &Target, value: Guarded) {
        match target {
            Target::Binding(binding) => {
                // What a function inside assigns may change at any call: its value is asked for anew each time.
                if self.is_written_by_closures(*binding) {
                    return;
                }
                let value = self.kept(*binding, value);
                self.name_value(*binding, &value);
                state.set(*binding, value);
            }
            Target::Member { object, property } => {
                if let ExprKind::Binding(binding) = object.kind {
                    self.assign_field(place, state, binding, property, &value);
                }
            }
            Target::Index { .. } => {}
        }
    }

    fn is_written_by_closures(&self, binding: BindingId) -> bool {
        let written = self.module.bindings.get(binding.0 as usize).is_some_and(|data| data.assigned_in_closure);
        self.scope.is_none() && written
    }

    /// A list or object that others change is no literal. What has no name is read once, where it is handed on.
    fn kept(&mut self, binding: BindingId, value: Guarded) -> Guarded {
        let has_name = self.module.bindings.get(binding.0 as usize).is_some_and(|data| !data.name.is_empty());
        if self.scope.is_some() || !has_name || !self.file.changed_elsewhere().contains(&binding) {
            return value;
        }
        self.lift(&value, |evaluator, term| {
            let literal = matches!(evaluator.terms.get(term), Term::List { .. } | Term::Object { .. });
            let opaque = Term::Variable { binding, version: 0 };
            Guarded::single(if literal { evaluator.terms.intern(opaque) } else { term })
        })
    }

    /// A field of an object literal that a local variable holds is exact; any other member is a new subject by its version.
    fn assign_field(&mut self, place: &Place, state: &mut State, binding: BindingId, property: &str, value: &Guarded) {
        let object = self.lookup(place, state, binding);
        let literal = |evaluator: &Self, term| matches!(evaluator.terms.get(term), Term::Object { .. });
        if !object.0.iter().all(|&(_, term)| literal(self, term)) {
            return;
        }
        let value = value.clone();
        let updated = self.lift(&object, |evaluator, term| {
            evaluator.lift(&value.clone(), |evaluator, value| {
                let Term::Object { mut fields, open } = evaluator.terms.get(term).clone() else {
                    return Guarded::single(term);
                };
                fields.retain(|(name, _)| name != property);
                fields.push((property.to_owned(), value));
                Guarded::single(evaluator.terms.intern(Term::Object { fields, open }))
            })
        });
        state.set(binding, updated);
    }

    /// Remembers the name of a variable for the term it holds, if it always holds that one.
    fn name_value(&mut self, binding: BindingId, value: &Guarded) {
        if self.scope.is_some() {
            return;
        }
        let data = &self.module.bindings[binding.0 as usize];
        // `const never: never = role` names nothing: it says that nothing is left.
        let is_left_over = data.declared_type == Some(Type::Never);
        if data.name.is_empty() || is_left_over || matches!(data.kind, BindingKind::Param { .. }) {
            return;
        }
        let before = self.values.insert(binding, value.clone());
        if data.reassigned > 0 {
            return;
        }
        if let Some(before) = before.filter(|before| before != value) {
            // One side of a `?:` each: the name stands for neither value alone.
            for (_, term) in before.0 {
                if self.names.get(&term) == Some(&data.name) {
                    self.names.remove(&term);
                }
            }
            return;
        }
        let object_like = self.object_like.contains(&(binding, Vec::new()));
        for &(_, term) in &value.0 {
            if object_like {
                self.object_terms.insert(term);
            }
        }
        if let Some(term) = value.only()
            && !matches!(
                self.terms.get(term),
                Term::Const(_) | Term::Param(_) | Term::Function(_) | Term::Object { .. }
            )
            && matches!(data.kind, BindingKind::Local { .. })
        {
            self.names.entry(term).or_insert_with(|| data.name.clone());
        }
    }
}
