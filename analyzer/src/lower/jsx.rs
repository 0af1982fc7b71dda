//! The expressions that a JSX element evaluates, in order.

use swc_ecma_ast as ast;

/// Attributes, then children.
pub(super) fn element<'s>(element: &'s ast::JSXElement, found: &mut Vec<&'s ast::Expr>) {
    for attribute in &element.opening.attrs {
        match attribute {
            ast::JSXAttrOrSpread::SpreadElement(spread) => found.push(&spread.expr),
            ast::JSXAttrOrSpread::JSXAttr(attribute) => match &attribute.value {
                Some(ast::JSXAttrValue::JSXExprContainer(container)) => contained(container, found),
                Some(ast::JSXAttrValue::JSXElement(inner)) => self::element(inner, found),
                Some(ast::JSXAttrValue::JSXFragment(inner)) => children(&inner.children, found),
                Some(ast::JSXAttrValue::Str(_)) | None => {}
            },
        }
    }
    children(&element.children, found);
}

pub(super) fn children<'s>(children: &'s [ast::JSXElementChild], found: &mut Vec<&'s ast::Expr>) {
    for child in children {
        match child {
            ast::JSXElementChild::JSXText(_) => {}
            ast::JSXElementChild::JSXExprContainer(container) => contained(container, found),
            ast::JSXElementChild::JSXSpreadChild(spread) => found.push(&spread.expr),
            ast::JSXElementChild::JSXElement(inner) => element(inner, found),
            ast::JSXElementChild::JSXFragment(inner) => self::children(&inner.children, found),
        }
    }
}

fn contained<'s>(container: &'s ast::JSXExprContainer, found: &mut Vec<&'s ast::Expr>) {
    if let ast::JSXExpr::Expr(expr) = &container.expr {
        found.push(expr);
    }
}
