//! What a class evaluates when it is declared, and what its methods know of it.

use rustc_hash::FxHashSet;
use swc_ecma_ast as ast;

use super::text;
use crate::module::ClassContext;

/// The expressions that declaring the class evaluates, apart from decorators and the values of instance properties.
pub(super) fn evaluated(class: &ast::Class) -> impl Iterator<Item = &ast::Expr> {
    let statics = class.body.iter().filter_map(|member| match member {
        ast::ClassMember::ClassProp(property) if property.is_static => property.value.as_deref(),
        ast::ClassMember::PrivateProp(property) if property.is_static => property.value.as_deref(),
        _ => None,
    });
    class.super_class.as_deref().into_iter().chain(statics)
}

/// The fields of its instances: their names, where they stand, and their values.
pub(super) fn fields(class: &ast::Class) -> impl Iterator<Item = (String, swc_common::Span, Option<&ast::Expr>)> {
    class.body.iter().filter_map(|member| match member {
        ast::ClassMember::ClassProp(field) if !field.is_static && !field.declare => {
            Some((text::property_name(&field.key)?, field.span, field.value.as_deref()))
        }
        ast::ClassMember::PrivateProp(field) if !field.is_static => {
            Some((format!("#{}", field.key.name), field.span, field.value.as_deref()))
        }
        _ => None,
    })
}

/// Whether some function knows the class as the one it is a member of.
pub(super) fn has_functions(class: &ast::Class) -> bool {
    class.body.iter().any(|member| match member {
        ast::ClassMember::Constructor(constructor) => constructor.body.is_some(),
        ast::ClassMember::Method(method) => method.function.body.is_some(),
        ast::ClassMember::PrivateMethod(method) => method.function.body.is_some(),
        ast::ClassMember::ClassProp(property) => {
            property.value.as_deref().and_then(super::names::function_body_start).is_some()
        }
        _ => false,
    })
}

/// The names of the methods that have a body.
pub(super) fn methods(class: &ast::Class) -> FxHashSet<String> {
    let name = |member: &ast::ClassMember| match member {
        ast::ClassMember::Method(method) if method.kind == ast::MethodKind::Method => {
            method.function.body.as_ref().and_then(|_| text::property_name(&method.key))
        }
        ast::ClassMember::PrivateMethod(method) if method.kind == ast::MethodKind::Method => {
            Some(format!("#{}", method.key.name))
        }
        ast::ClassMember::ClassProp(property) => {
            property.value.as_deref().and_then(super::names::function_body_start)?;
            text::property_name(&property.key)
        }
        _ => None,
    };
    class.body.iter().filter_map(name).collect()
}

/// The class as its members see it; `is_static` is set for each of them.
pub(super) fn context(name: &str, class: &ast::Class) -> ClassContext {
    ClassContext {
        name: name.to_owned(),
        extends: class.super_class.as_deref().and_then(text::path),
        implements: class.implements.iter().filter_map(|it| text::path(&it.expr)).collect(),
        is_static: false,
        decorators: [].into(),
        fields: [].into(),
    }
}
