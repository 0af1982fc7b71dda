//! The members of classes: methods, accessors, constructors, and properties that hold functions.

use std::rc::Rc;

use swc_common::{Span as SwcSpan, Spanned};
use swc_ecma_ast as ast;
use swc_ecma_visit::VisitWith;

use super::builder::span_of;
use super::functions::{Body, Context, Node, Parameter, Walker};
use super::{classes, text, types};
use crate::module::{FunctionForm, Type};
use crate::source::Span;

impl Walker<'_, '_> {
    pub(super) fn class(&mut self, name: &str, class: &ast::Class) {
        class.decorators.visit_with(self);
        class.super_class.visit_with(self);
        let mut context = classes::context(name, class);
        context.decorators = self.decorators(&class.decorators).into();
        context.fields = self.fields(class).into();
        let inside = Context {
            owner: Some(name.to_owned()),
            class: Some(context),
            methods: Rc::new(classes::methods(class)),
            ..self.context.clone()
        };
        self.within(inside, |this| class.body.iter().for_each(|member| this.member(member)));
    }

    fn member(&mut self, member: &ast::ClassMember) {
        if let ast::ClassMember::Method(ast::ClassMethod { key: ast::PropName::Computed(key), .. })
        | ast::ClassMember::ClassProp(ast::ClassProp { key: ast::PropName::Computed(key), .. }) = member
        {
            key.expr.visit_with(self);
        }
        match member {
            ast::ClassMember::Constructor(constructor) => self.constructor(constructor),
            ast::ClassMember::Method(method) => {
                let key = text::property_name(&method.key).unwrap_or_else(|| "[]".to_owned());
                self.class_method(
                    &key,
                    method.key.span(),
                    method.span,
                    &method.function,
                    method.kind,
                    method.is_static,
                );
            }
            ast::ClassMember::PrivateMethod(method) => {
                let key = format!("#{}", method.key.name);
                let at = method.key.span;
                self.class_method(&key, at, method.span, &method.function, method.kind, method.is_static);
            }
            ast::ClassMember::ClassProp(property) => {
                property.decorators.visit_with(self);
                let key = text::property_name(&property.key).unwrap_or_else(|| "[]".to_owned());
                let ty = types::annotation(property.type_ann.as_deref());
                self.class_value(
                    &key,
                    property.key.span(),
                    property.span,
                    property.value.as_deref(),
                    ty,
                    property.is_static,
                );
            }
            ast::ClassMember::PrivateProp(property) => {
                property.decorators.visit_with(self);
                let key = format!("#{}", property.key.name);
                let ty = types::annotation(property.type_ann.as_deref());
                self.class_value(
                    &key,
                    property.key.span,
                    property.span,
                    property.value.as_deref(),
                    ty,
                    property.is_static,
                );
            }
            other => other.visit_children_with(self),
        }
    }

    fn class_method(
        &mut self,
        key: &str,
        at: SwcSpan,
        whole: SwcSpan,
        function: &ast::Function,
        kind: ast::MethodKind,
        is_static: bool,
    ) {
        function.decorators.visit_with(self);
        function.params.iter().for_each(|param| param.decorators.visit_with(self));
        let form = method_form(kind);
        let first = function.decorators.first().map_or(whole.lo, |decorator| decorator.span.lo.min(whole.lo));
        let span = self.behind_decorators(&function.decorators, whole);
        self.property(key, at, first, |this| {
            this.set_static(is_static);
            this.method(function, form, span);
        });
    }

    fn class_value(
        &mut self,
        key: &str,
        at: SwcSpan,
        whole: SwcSpan,
        value: Option<&ast::Expr>,
        ty: Option<Type>,
        is_static: bool,
    ) {
        let Some(value) = value else { return };
        self.property(key, at, whole.lo, |this| {
            this.set_static(is_static);
            this.context.place.contextual_type = ty;
            value.visit_with(this);
        });
    }

    fn set_static(&mut self, is_static: bool) {
        if let Some(class) = &mut self.context.class {
            class.is_static = is_static;
        }
    }

    fn constructor(&mut self, constructor: &ast::Constructor) {
        let mut params = Vec::with_capacity(constructor.params.len());
        let mut param_decorators = Vec::with_capacity(constructor.params.len());
        for param in &constructor.params {
            match param {
                ast::ParamOrTsParamProp::Param(param) => {
                    param.decorators.visit_with(self);
                    params.push(Parameter::Plain(&param.pat));
                    param_decorators.push(param.decorators.as_slice());
                }
                ast::ParamOrTsParamProp::TsParamProp(property) => {
                    property.decorators.visit_with(self);
                    params.push(Parameter::Property(&property.param));
                    param_decorators.push(property.decorators.as_slice());
                }
            }
        }
        let Some(body) = &constructor.body else { return };
        let node = Node {
            form: FunctionForm::Constructor,
            span: span_of(constructor),
            own_name: None,
            params,
            body: Body::Block(body),
            is_async: false,
            is_generator: false,
            return_type: None,
            decorators: &[],
            param_decorators,
        };
        let at = constructor.key.span();
        self.property("constructor", at, constructor.span.lo, |this| this.function(&node));
    }

    /// The span of a class member without its decorators.
    fn behind_decorators(&self, decorators: &[ast::Decorator], whole: SwcSpan) -> Span {
        let span = crate::parse::span(whole).unwrap_or_default();
        let last = decorators.iter().map(|decorator| span_of(decorator).end).max().unwrap_or(0);
        if last <= span.start {
            return span;
        }
        let mut start = last as usize;
        // Comments between the decorators and the member belong to neither.
        while let Some(rest) = self.shared.text.get(start..) {
            let blank = rest.len() - rest.trim_start().len();
            let comment = match rest.trim_start() {
                rest if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                rest if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
                _ => 0,
            };
            start += blank + comment;
            if comment == 0 {
                break;
            }
        }
        Span::new(start as u32, span.end)
    }
}

fn method_form(kind: ast::MethodKind) -> FunctionForm {
    match kind {
        ast::MethodKind::Method => FunctionForm::Method,
        ast::MethodKind::Getter => FunctionForm::Getter,
        ast::MethodKind::Setter => FunctionForm::Setter,
    }
}
