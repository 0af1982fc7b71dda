//! Destructuring, default values, and parameters.

use swc_ecma_ast as ast;

use super::assignments::Target;
use super::builder::{Builder, Effect, Value, span_of};
use super::calls::Property;
use super::text;
use crate::cfg::{ExprKind, Place};
use crate::module::BindingId;
use crate::source::Span;

impl<'s> Builder<'s, '_> {
    /// `pattern = value`, whether it declares or assigns.
    pub(super) fn assign_pattern(&mut self, pattern: &'s ast::Pat, value: Value, span: Span) {
        match pattern {
            ast::Pat::Ident(name) => self.assign_name(&name.id, value, span),
            ast::Pat::Expr(expr) => {
                let value = self.hold(value);
                let target = self.target(expr);
                let value = self.settle(value);
                self.store(target, value, span);
            }
            ast::Pat::Object(object) => {
                let value = self.reusable(value);
                object.props.iter().for_each(|property| self.assign_property(property, &value));
            }
            ast::Pat::Array(array) => {
                let value = self.reusable(value);
                self.assign_elements(array, &value);
            }
            ast::Pat::Assign(assign) => {
                let value = self.defaulted(value, &assign.right);
                self.assign_pattern(&assign.left, value, span);
            }
            ast::Pat::Rest(rest) => self.assign_pattern(&rest.arg, value, span),
            ast::Pat::Invalid(_) => self.drop_value(value),
        }
    }

    pub(super) fn assign_target_pattern(&mut self, pattern: &'s ast::AssignTargetPat, value: Value) {
        match pattern {
            ast::AssignTargetPat::Array(array) => self.assign_elements(array, &value),
            ast::AssignTargetPat::Object(object) => {
                object.props.iter().for_each(|property| self.assign_property(property, &value));
            }
            ast::AssignTargetPat::Invalid(_) => {}
        }
    }

    fn assign_name(&mut self, name: &ast::Ident, value: Value, span: Span) {
        match self.shared.names.binding(name) {
            Some(binding) => self.assign(Place::Binding(binding), value, span),
            None => {
                let global = Value::new(ExprKind::Global("globalThis".to_owned()), span, Effect::Stable, 0);
                let object = self.hold(global);
                let property = Property::Name(name.sym.to_string());
                self.store(Target::Property { object, property, span }, value, span);
            }
        }
    }

    fn assign_property(&mut self, property: &'s ast::ObjectPatProp, source: &Value) {
        match property {
            ast::ObjectPatProp::KeyValue(property) => {
                let span = span_of(&*property.value);
                let key = match (text::property_name(&property.key), &property.key) {
                    (Some(name), _) => Ok(name),
                    (None, ast::PropName::Computed(computed)) => Err(self.value(&computed.expr)),
                    (None, _) => Ok(String::new()),
                };
                let value = self.member_of(source.clone(), key, span);
                self.assign_pattern(&property.value, value, span);
            }
            ast::ObjectPatProp::Assign(property) => {
                let span = span_of(&property.key);
                let value = self.member_of(source.clone(), Ok(property.key.id.sym.to_string()), span);
                let value = match &property.value {
                    Some(default) => self.defaulted(value, default),
                    None => value,
                };
                self.assign_name(&property.key.id, value, span);
            }
            ast::ObjectPatProp::Rest(rest) => self.assign_rest(rest, source),
        }
    }

    fn assign_elements(&mut self, array: &'s ast::ArrayPat, source: &Value) {
        for (index, element) in array.elems.iter().enumerate() {
            match element {
                None => {}
                Some(ast::Pat::Rest(rest)) => self.assign_rest(rest, source),
                Some(element) => {
                    let span = span_of(element);
                    let value = self.member_of(source.clone(), Ok(index.to_string()), span);
                    self.assign_pattern(element, value, span);
                }
            }
        }
    }

    /// What is left of a value: something made from it.
    fn assign_rest(&mut self, rest: &'s ast::RestPat, source: &Value) {
        let span = span_of(rest);
        let kind = ExprKind::Opaque(vec![source.expr.clone()]);
        let value = self.compose(kind, span, Effect::Reads, source.depth);
        self.assign_pattern(&rest.arg, value, span);
    }

    /// `value`, or `default` where it is `undefined`.
    fn defaulted(&mut self, value: Value, default: &'s ast::Expr) -> Value {
        let span = value.expr.span;
        let value = self.reusable(value);
        let target = self.temporary();
        let (missing, present, join) = (self.block(), self.block(), self.block());
        self.branch_on_undefined(&value, missing, present);
        self.enter(missing);
        let fallback = self.value(default);
        self.assign(Place::Binding(target), fallback, span_of(default));
        self.goto(join);
        self.enter(present);
        self.assign(Place::Binding(target), value, span);
        self.goto(join);
        self.enter(join);
        Value::fixed(target, span)
    }

    /// The first steps of a function: default values and destructuring of one parameter.
    pub(super) fn open_param(&mut self, pattern: &'s ast::Pat, binding: BindingId) {
        let (inner, default) = match pattern {
            ast::Pat::Assign(assign) => (&*assign.left, Some(&*assign.right)),
            ast::Pat::Rest(rest) => (&*rest.arg, None),
            other => (other, None),
        };
        let span = span_of(inner);
        if let Some(default) = default {
            self.default_param(binding, default, span);
        }
        if !matches!(inner, ast::Pat::Ident(_)) {
            let value = self.read(binding, span);
            self.assign_pattern(inner, value, span);
        }
    }

    /// `param === undefined` puts the default value there.
    pub(super) fn default_param(&mut self, binding: BindingId, default: &'s ast::Expr, span: Span) {
        let (missing, join) = (self.block(), self.block());
        let value = self.read(binding, span);
        self.branch_on_undefined(&value, missing, join);
        self.enter(missing);
        let fallback = self.value(default);
        self.assign(Place::Binding(binding), fallback, span_of(default));
        self.goto(join);
        self.enter(join);
    }
}
