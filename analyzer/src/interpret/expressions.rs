//! Expressions to values.

use super::{Env, Interpreter, Running, Stop};
use crate::cfg::{Argument, BinaryOp, Expr, ExprKind, Field, LoopKind};
use crate::constant::Const;
use crate::evaluate::Place;
use crate::term::{Term, TermId};
use crate::versions::Root;

type Value = Result<TermId, Stop>;

impl Interpreter<'_, '_> {
    pub(super) fn value(&mut self, place: &Place, env: &mut Env, running: &Running, expr: &Expr) -> Value {
        let term = match &expr.kind {
            ExprKind::Const(value) => return Ok(self.facts.terms.constant(value.clone())),
            ExprKind::Binding(binding) => return Ok(self.lookup(place, env, *binding)),
            ExprKind::Global(name) => global(name),
            ExprKind::This => Term::This,
            ExprKind::Member { object, property } => return self.member_expr(place, env, running, object, property),
            ExprKind::Index { object, index } => return self.index_expr(place, env, running, object, index),
            ExprKind::Call { callee, args } => return self.call(place, env, running, expr, callee, args),
            ExprKind::New { callee, args } => return self.construct(place, env, running, expr, callee, args),
            ExprKind::Await(inner) => {
                let promise = self.value(place, env, running, inner)?;
                return self.awaited(promise);
            }
            ExprKind::Not(inner) => {
                let value = self.value(place, env, running, inner)?;
                Term::Const(Const::Bool(!self.is_truthy(value)))
            }
            ExprKind::TypeOf(inner) => {
                let value = self.value(place, env, running, inner)?;
                return Ok(self.type_of_value(value));
            }
            ExprKind::Binary { op, left, right } => {
                let left = self.value(place, env, running, left)?;
                let right = self.value(place, env, running, right)?;
                match op {
                    BinaryOp::Add | BinaryOp::Other(_) => return Ok(self.arithmetic(*op, left, right)),
                    _ => Term::Const(Const::Bool(self.compare(*op, left, right))),
                }
            }
            ExprKind::Object(fields) => return self.object(place, env, running, fields),
            ExprKind::Array(items) => return self.array(place, env, running, items),
            ExprKind::Template { parts, values } => return self.template(place, env, running, parts, values),
            ExprKind::Regex { pattern, flags } => Term::Regex { pattern: pattern.clone(), flags: flags.clone() },
            ExprKind::Function(id) => Term::Function(*id),
            ExprKind::Element(id) => {
                let turn = running.get(id).and_then(|(elements, turns)| elements.get(turns.checked_sub(1)?));
                return turn.copied().ok_or(Stop::Endless);
            }
            ExprKind::Caught(id) => Term::Caught(self.cfg(place).tries[id.0 as usize].span.start),
            ExprKind::Opaque(parts) => {
                for part in parts {
                    self.value(place, env, running, part)?;
                }
                Term::Unknown { site: expr.span.start }
            }
        };
        Ok(self.facts.terms.intern(term))
    }

    fn type_of_value(&mut self, value: TermId) -> TermId {
        let name = match self.facts.terms.get(value) {
            Term::Const(value) => value.type_of(),
            Term::Function(_) => "function",
            Term::Object { .. } | Term::List { .. } | Term::New { .. } => "object",
            _ => return self.facts.terms.intern(Term::TypeOf(value)),
        };
        self.facts.terms.constant(Const::string(name))
    }

    fn member_expr(&mut self, place: &Place, env: &mut Env, running: &Running, object: &Expr, property: &str) -> Value {
        let root = place.versions.root(object);
        let value = self.value(place, env, running, object)?;
        self.present(place, value, object.span)?;
        Ok(self.member(place, value, root, property))
    }

    fn member(&mut self, place: &Place, object: TermId, root: Root, property: &str) -> TermId {
        let constant = match self.facts.terms.get(object) {
            Term::Object { fields, open } => match fields.iter().rev().find(|(name, _)| name == property) {
                Some((_, value)) => return *value,
                None => (!open).then_some(Const::Undefined),
            },
            Term::Variable { binding, .. } => self.facts.enum_member(*binding, property),
            Term::List { items, open: false } if property == "length" || property == "size" => {
                Some(Const::number(items.len() as f64))
            }
            Term::List { items, open: false } if property.parse::<usize>().is_ok() => {
                match property.parse::<usize>().ok().and_then(|index| items.get(index)) {
                    Some(item) => return *item,
                    None => Some(Const::Undefined),
                }
            }
            Term::Const(Const::String(text)) if property == "length" => {
                Some(Const::number(text.encode_utf16().count() as f64))
            }
            _ => None,
        };
        if let Some(constant) = constant {
            return self.facts.terms.constant(constant);
        }
        let outside = self.facts.is_outside(object);
        let version = self.facts.numbers.member(&place.snapshot, root, outside, Some(property));
        self.facts.terms.intern(Term::Member { object, property: property.to_owned(), version })
    }

    fn index_expr(&mut self, place: &Place, env: &mut Env, running: &Running, object: &Expr, index: &Expr) -> Value {
        let root = place.versions.root(object);
        let list = self.value(place, env, running, object)?;
        let key = self.value(place, env, running, index)?;
        self.present(place, list, object.span)?;
        if let Some(element) = self.counted_element(place, env, running, list, index) {
            return Ok(element);
        }
        match self.facts.terms.as_const(key).cloned() {
            Some(Const::String(property)) => return Ok(self.member(place, list, root, &property)),
            Some(Const::Number(position)) => {
                if let Term::List { items, open: false } = self.facts.terms.get(list) {
                    let item = items.get(position.get() as usize).copied();
                    return Ok(item.unwrap_or_else(|| self.facts.terms.constant(Const::Undefined)));
                }
            }
            _ => {}
        }
        let outside = self.facts.is_outside(list);
        let version = self.facts.numbers.member(&place.snapshot, root, outside, None);
        Ok(self.facts.terms.intern(Term::Index { object: list, index: key, version }))
    }

    /// `list[i]` in a loop that counts through this very list.
    fn counted_element(
        &mut self,
        place: &Place,
        env: &Env,
        running: &Running,
        list: TermId,
        index: &Expr,
    ) -> Option<TermId> {
        let ExprKind::Binding(binding) = index.kind else { return None };
        for (id, (elements, turns)) in running {
            if let LoopKind::Counted { index, list: over } = &self.cfg(place).loops[id.0 as usize].kind
                && *index == binding
            {
                let ExprKind::Binding(over) = over.kind else { return elements.get(turns.checked_sub(1)?).copied() };
                return if self.lookup(place, env, over) == list {
                    elements.get(turns.checked_sub(1)?).copied()
                } else {
                    None
                };
            }
        }
        None
    }

    fn arithmetic(&mut self, op: BinaryOp, left: TermId, right: TermId) -> TermId {
        let folded = match (op, self.facts.terms.as_const(left), self.facts.terms.as_const(right)) {
            (BinaryOp::Add, Some(Const::Number(a)), Some(Const::Number(b))) => Some(Const::number(a.get() + b.get())),
            (BinaryOp::Add, Some(Const::String(a)), Some(Const::String(b))) => {
                Some(Const::string(&[&**a, &**b].concat()))
            }
            _ => None,
        };
        match folded {
            Some(value) => self.facts.terms.constant(value),
            None => self.facts.terms.intern(Term::Arithmetic { op, left, right }),
        }
    }

    fn object(&mut self, place: &Place, env: &mut Env, running: &Running, written: &[Field]) -> Value {
        let mut fields: Vec<(String, TermId)> = Vec::new();
        let mut open = false;
        for field in written {
            match field {
                Field::Named { name, value } => {
                    let value = self.value(place, env, running, value)?;
                    fields.retain(|(known, _)| known != name);
                    fields.push((name.clone(), value));
                }
                Field::Computed { key, value } => {
                    self.value(place, env, running, key)?;
                    self.value(place, env, running, value)?;
                    open = true;
                }
                Field::Spread(value) => {
                    let value = self.value(place, env, running, value)?;
                    open |= spread_into(&mut fields, self.facts.terms.get(value));
                }
            }
        }
        Ok(self.facts.terms.intern(Term::Object { fields, open }))
    }

    fn array(&mut self, place: &Place, env: &mut Env, running: &Running, written: &[Argument]) -> Value {
        let mut list = Vec::new();
        let mut open = false;
        for item in written {
            let value = self.value(place, env, running, &item.value)?;
            match self.facts.terms.get(value) {
                Term::List { items, open: inner } if item.spread => {
                    list.extend(items.iter().copied());
                    open |= inner;
                }
                _ => {
                    list.push(value);
                    open |= item.spread;
                }
            }
        }
        Ok(self.facts.terms.intern(Term::List { items: list, open }))
    }

    fn template(
        &mut self,
        place: &Place,
        env: &mut Env,
        running: &Running,
        parts: &[String],
        written: &[Expr],
    ) -> Value {
        let mut values = Vec::new();
        for value in written {
            values.push(self.value(place, env, running, value)?);
        }
        let mut text = parts.first().cloned().unwrap_or_default();
        for (value, part) in values.iter().zip(parts.iter().skip(1)) {
            let Some(Const::String(inserted)) = self.facts.terms.as_const(*value) else {
                return Ok(self.facts.terms.intern(Term::Template { parts: parts.to_vec(), values }));
            };
            text = [&text, &**inserted, part].concat();
        }
        Ok(self.facts.terms.constant(Const::string(&text)))
    }
}

fn global(name: &str) -> Term {
    match name {
        "undefined" => Term::Const(Const::Undefined),
        "NaN" => Term::Const(Const::number(f64::NAN)),
        "Infinity" => Term::Const(Const::number(f64::INFINITY)),
        _ => Term::Global(name.to_owned()),
    }
}

/// Adds what `...value` brings; gives whether that is unknown.
fn spread_into(fields: &mut Vec<(String, TermId)>, value: &Term) -> bool {
    match value {
        Term::Const(_) => false,
        Term::Object { fields: brought, open } => {
            if *open {
                fields.clear();
            }
            for (name, value) in brought {
                fields.retain(|(known, _)| known != name);
                fields.push((name.clone(), *value));
            }
            *open
        }
        _ => {
            fields.clear();
            true
        }
    }
}
