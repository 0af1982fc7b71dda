//! Expressions to guarded terms.

use rustc_hash::FxHashSet;

use crate::cfg::{BinaryOp, Expr, ExprKind};
use crate::condition::Condition;
use crate::constant::{Const, Number};
use crate::module::{BindingId, BindingKind, FunctionId};
use crate::project::enum_member;
use crate::term::{ElementOf, Term, TermId};
use crate::versions::Root;

use super::text::FIRST_FUNCTION;
use super::{Evaluator, Guarded, Place, State};

/// Parts a sum or a text may be put together from before it is given up.
const MAX_TERM: usize = 2_000;

impl Evaluator<'_> {
    /// The value of an expression. Reading a member of something proves it present, which narrows the state.
    pub(super) fn value(&mut self, place: &Place, state: &mut State, expr: &Expr) -> Guarded {
        let value = self.value_of(place, state, expr);
        if let Some(term) = value.only() {
            self.note_place(term, expr);
        }
        value
    }

    fn value_of(&mut self, place: &Place, state: &mut State, expr: &Expr) -> Guarded {
        match &expr.kind {
            ExprKind::Const(value) => self.single_const(value.clone()),
            ExprKind::Binding(binding) => self.lookup(place, state, *binding),
            ExprKind::Global(name) => self.global(name),
            ExprKind::This => Guarded::single(self.terms.intern(Term::This)),
            ExprKind::Member { object, property } => self.member_expr(place, state, object, property),
            ExprKind::Index { object, index } => self.index_expr(place, state, object, index),
            ExprKind::Call { callee, args } => self.call(place, state, expr, callee, args),
            ExprKind::New { callee, args } => self.construct(place, state, expr, callee, args),
            ExprKind::Await(inner) => {
                let promise = self.value(place, state, inner);
                let value = self.awaited_value(state, &promise);
                self.note_answer(place, state.reach, expr, &value);
                value
            }
            ExprKind::Not(inner) => {
                let value = self.value(place, state, inner);
                self.negated(&value)
            }
            ExprKind::TypeOf(inner) => {
                let value = self.value(place, state, inner);
                self.lift(&value, |evaluator, term| Guarded::single(evaluator.type_of_value(term)))
            }
            ExprKind::Binary { op, left, right } => {
                let left = self.value(place, state, left);
                let right = self.value(place, state, right);
                self.binary(*op, &left, &right, expr)
            }
            ExprKind::Object(fields) => self.object(place, state, fields, expr),
            ExprKind::Array(items) => self.array(place, state, items, expr),
            ExprKind::Template { parts, values } => self.template(place, state, parts, values, expr),
            ExprKind::Regex { pattern, flags } => {
                let term = Term::Regex { pattern: pattern.clone(), flags: flags.clone() };
                Guarded::single(self.terms.intern(term))
            }
            ExprKind::Function(id) => Guarded::single(self.function_term(place, *id)),
            ExprKind::Element(id) => {
                let of = self.element_of(place, *id);
                Guarded::single(self.terms.intern(Term::Element(of)))
            }
            ExprKind::Caught(id) => {
                let site = self.cfg(place).tries[id.0 as usize].span.start;
                Guarded::single(self.terms.intern(Term::Caught(site)))
            }
            ExprKind::Opaque(parts) => {
                for part in parts {
                    self.value(place, state, part);
                }
                Guarded::single(self.terms.intern(Term::Unknown { site: expr.span.start }))
            }
        }
    }

    pub(super) fn single_const(&mut self, value: Const) -> Guarded {
        Guarded::single(self.terms.constant(value))
    }

    fn global(&mut self, name: &str) -> Guarded {
        if let Some(value) = self.scope.as_ref().and_then(|scope| scope.get(name)) {
            return value.clone();
        }
        match name {
            "undefined" => self.undefined(),
            "NaN" => self.single_const(Const::Number(Number::new(f64::NAN))),
            "Infinity" => self.single_const(Const::Number(Number::new(f64::INFINITY))),
            _ => Guarded::single(self.terms.intern(Term::Global(name.to_owned()))),
        }
    }

    fn function_term(&mut self, place: &Place, id: FunctionId) -> TermId {
        let base = place.function.0 / FIRST_FUNCTION * FIRST_FUNCTION;
        self.terms.intern(Term::Function(FunctionId(base + id.0)))
    }

    /// The value a variable has before anything in this evaluation assigned it.
    pub(crate) fn initial(&mut self, place: &Place, binding: BindingId) -> TermId {
        // The memory of what was granted belongs to no variable of the source: nothing was, so far.
        let Some(data) = self.module_of(place.function).bindings.get(binding.0 as usize) else {
            return self.terms.constant(Const::Undefined);
        };
        match &data.kind {
            BindingKind::Param { function, position } if *function == self.function => {
                self.terms.intern(Term::Param(*position))
            }
            BindingKind::Function(id) => self.function_term(place, *id),
            BindingKind::Local { initial: Some(initial) } if data.reassigned == 0 => {
                self.module_constant(place, binding, initial)
            }
            BindingKind::Import { .. }
                if place.function.0 < FIRST_FUNCTION && self.file.constant(binding).is_some() =>
            {
                match self.file.constant(binding) {
                    Some(value) => self.module_constant(place, binding, value),
                    None => self.terms.constant(Const::Undefined),
                }
            }
            BindingKind::Local { .. } | BindingKind::Temporary
                if data.function.is_some_and(|function| function.0 == place.function.0 % FIRST_FUNCTION)
                    && !data.assigned_in_closure =>
            {
                self.terms.constant(Const::Undefined)
            }
            _ => {
                let changes = data.reassigned > 0 || data.assigned_in_closure;
                let version = if changes { self.numbers.world(&place.snapshot) } else { 0 };
                let term = self.terms.intern(Term::Variable { binding, version });
                if data.assigned_in_closure && data.function.is_some() {
                    let reason = format!("`{}` is assigned by a function inside", data.name);
                    let span = self.function().name_span;
                    self.open.entry(term).or_insert(super::Open { span, reason });
                }
                term
            }
        }
    }

    /// A `const` of the module with a known initial value. A variable that refers to itself is left alone.
    fn module_constant(&mut self, place: &Place, binding: BindingId, initial: &Expr) -> TermId {
        if let Some(known) = self.module_constants.get(&binding) {
            return known.unwrap_or_else(|| self.terms.intern(Term::Variable { binding, version: 0 }));
        }
        self.module_constants.insert(binding, None);
        let mut state = State::new();
        let value = self.value(place, &mut state, initial);
        let opaque = self.terms.intern(Term::Variable { binding, version: 0 });
        let value = match value.only() {
            Some(term) if self.is_literal(term) && !self.may_be_filled(binding, term) => term,
            _ => opaque,
        };
        self.module_constants.insert(binding, Some(value));
        value
    }

    /// Whether a container of the module is there to be filled: an empty one, or one that some function changes.
    fn may_be_filled(&self, binding: BindingId, term: TermId) -> bool {
        match self.terms.get(term) {
            Term::List { items, .. } => items.is_empty() || self.file.changed_elsewhere().contains(&binding),
            Term::Object { fields, .. } => fields.is_empty() || self.file.changed_elsewhere().contains(&binding),
            _ => false,
        }
    }

    /// Whether a term is built from constants alone, so that it is the same everywhere.
    fn is_literal(&self, term: TermId) -> bool {
        match self.terms.get(term) {
            Term::Const(_) | Term::Function(_) | Term::Regex { .. } => true,
            Term::List { items, open } => !open && items.iter().all(|item| self.is_literal(*item)),
            Term::Object { fields, open } => !open && fields.iter().all(|(_, value)| self.is_literal(*value)),
            _ => false,
        }
    }

    pub(crate) fn awaited(&mut self, term: TermId) -> TermId {
        match self.terms.get(term) {
            Term::Call { .. } | Term::Variable { .. } | Term::Param(_) | Term::Member { .. } | Term::Unknown { .. } => {
                self.terms.intern(Term::Await(term))
            }
            _ => term,
        }
    }

    fn type_of_value(&mut self, term: TermId) -> TermId {
        match self.terms.get(term) {
            Term::Const(value) => {
                let name = value.type_of();
                self.terms.constant(Const::string(name))
            }
            Term::Function(_) => self.terms.constant(Const::string("function")),
            Term::Object { .. } | Term::List { .. } | Term::New { .. } => self.terms.constant(Const::string("object")),
            _ => self.terms.intern(Term::TypeOf(term)),
        }
    }

    fn member_expr(&mut self, place: &Place, state: &mut State, object: &Expr, property: &str) -> Guarded {
        let value = self.value(place, state, object);
        self.member_read(place, state, object, &value, property)
    }

    /// `object.property` where the object's value is known already.
    pub(super) fn member_read(
        &mut self,
        place: &Place,
        state: &mut State,
        object: &Expr,
        value: &Guarded,
        property: &str,
    ) -> Guarded {
        let root = place.versions.root(object);
        self.prove_present(place, state, value);
        let deeper = self.is_object_path(object, property);
        self.lift(value, |evaluator, term| {
            let value = evaluator.member(place, term, root, property);
            if deeper && let Some(term) = value.only() {
                evaluator.object_terms.insert(term);
            }
            value
        })
    }

    pub(crate) fn enum_member(&self, binding: BindingId, member: &str) -> Option<Const> {
        enum_member(self.program, self.at.module, binding, member)
    }

    /// `object.property` of a term.
    pub(super) fn member(&mut self, place: &Place, object: TermId, root: Root, property: &str) -> Guarded {
        match self.terms.get(object) {
            Term::Object { fields, open } => {
                if let Some((_, value)) = fields.iter().rev().find(|(name, _)| name == property) {
                    return Guarded::single(*value);
                }
                if !open {
                    return self.undefined();
                }
            }
            Term::Variable { binding, .. } => {
                if let Some(value) = self.enum_member(*binding, property) {
                    return self.single_const(value);
                }
            }
            // A set holds equal items once: how many there are is known where they are constants, or at most one.
            Term::List { items, open: false }
                if property == "length" || property == "size" && self.are_different(items) =>
            {
                let length = items.len() as f64;
                return self.single_const(Const::number(length));
            }
            // `x[0]` is lowered like a member of that name.
            Term::List { items, open: false } if property.parse::<usize>().is_ok() => {
                let item = property.parse::<usize>().ok().and_then(|index| items.get(index).copied());
                return item.map_or_else(|| self.undefined(), Guarded::single);
            }
            Term::Const(Const::String(text)) if property == "length" => {
                let length = text.encode_utf16().count() as f64;
                return self.single_const(Const::number(length));
            }
            _ => {}
        }
        let outside = self.is_outside(object);
        let version = self.numbers.member(&place.snapshot, root, outside, Some(property));
        let term = Term::Member { object, property: property.to_owned(), version };
        Guarded::single(self.intern_read(term))
    }

    fn are_different(&self, items: &[TermId]) -> bool {
        let constants = items.iter().all(|item| self.terms.as_const(*item).is_some());
        items.len() < 2 || constants && items.iter().collect::<FxHashSet<_>>().len() == items.len()
    }

    /// Interns a read. While a condition is read from text there is no place in the code, so the only version the code itself read is meant.
    fn intern_read(&mut self, term: Term) -> TermId {
        if self.scope.is_some() {
            return self.known_like(term);
        }
        self.terms.intern(term)
    }

    /// Whether code outside the function can reach the object.
    pub(crate) fn is_outside(&self, object: TermId) -> bool {
        matches!(self.terms.get(self.terms.root(object)), Term::This | Term::Variable { .. } | Term::Global(_))
    }

    /// After `x.p` was read, `x` was neither `null` nor `undefined`.
    pub(super) fn prove_present(&mut self, place: &Place, state: &mut State, value: &Guarded) {
        if !place.derefs_prove || self.scope.is_some() {
            return;
        }
        let mut present = Condition::FALSE;
        for &(guard, term) in &value.0 {
            let never_absent = matches!(self.terms.get(term), Term::This | Term::Global(_) | Term::Variable { .. });
            let here = if never_absent { Condition::TRUE } else { self.is_read_from(term) };
            let case = self.conditions.and(guard, here);
            present = self.conditions.or(present, case);
        }
        state.reach = self.conditions.and(state.reach, present);
    }

    fn index_expr(&mut self, place: &Place, state: &mut State, object: &Expr, index: &Expr) -> Guarded {
        let root = place.versions.root(object);
        let object = self.value(place, state, object);
        let index = self.value(place, state, index);
        self.prove_present(place, state, &object);
        self.lift(&object, |evaluator, object| {
            evaluator.lift(&index.clone(), |evaluator, index| evaluator.index(place, object, root, index))
        })
    }

    fn index(&mut self, place: &Place, object: TermId, root: Root, index: TermId) -> Guarded {
        if let Term::Carried { of, .. } = self.terms.get(index)
            && self.lists.get(of) == Some(&object)
        {
            let of = *of;
            return Guarded::single(self.terms.intern(Term::Element(of)));
        }
        match self.terms.as_const(index) {
            Some(Const::String(property)) => {
                let property = property.clone();
                return self.member(place, object, root, &property);
            }
            Some(Const::Number(number)) => {
                if let Term::List { items, open: false } = self.terms.get(object) {
                    let item = items.get(number.get() as usize).copied();
                    return item.map_or_else(|| self.undefined(), Guarded::single);
                }
            }
            _ => {}
        }
        let outside = self.is_outside(object);
        let version = self.numbers.member(&place.snapshot, root, outside, None);
        Guarded::single(self.intern_read(Term::Index { object, index, version }))
    }

    fn binary(&mut self, op: BinaryOp, left: &Guarded, right: &Guarded, expr: &Expr) -> Guarded {
        let Some(pairs) = self.combinations(&[left.clone(), right.clone()]) else {
            return Guarded::single(self.unknown(expr.span, "an operand has too many possible values"));
        };
        if matches!(op, BinaryOp::Add | BinaryOp::Other(_)) {
            let cases = pairs.into_iter().map(|(guard, terms)| (guard, self.arithmetic(op, terms[0], terms[1])));
            let cases = cases.collect();
            return self.merged(Guarded(cases));
        }
        let mut holds = Condition::FALSE;
        for (guard, terms) in pairs {
            let asked = self.compare(op, terms[0], terms[1], expr);
            let case = self.conditions.and(guard, asked);
            holds = self.conditions.or(holds, case);
        }
        self.boolean(holds)
    }

    fn arithmetic(&mut self, op: BinaryOp, left: TermId, right: TermId) -> TermId {
        if self.terms.size(left) + self.terms.size(right) > MAX_TERM {
            let span = self.function().name_span;
            return self.unknown(span, "a value is put together from too many parts");
        }
        if op == BinaryOp::Add {
            match (self.terms.as_const(left), self.terms.as_const(right)) {
                (Some(Const::Number(a)), Some(Const::Number(b))) => {
                    let sum = a.get() + b.get();
                    return self.terms.constant(Const::number(sum));
                }
                (Some(Const::String(a)), Some(Const::String(b))) => {
                    let text = format!("{a}{b}");
                    return self.terms.constant(Const::string(&text));
                }
                _ => {}
            }
        }
        self.terms.intern(Term::Arithmetic { op, left, right })
    }

    pub(super) fn element_of(&self, place: &Place, id: crate::cfg::LoopId) -> ElementOf {
        ElementOf(self.cfg(place).loops[id.0 as usize].span.start)
    }
}
