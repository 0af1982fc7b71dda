//! The second walk over the tree: finds every function, gives it its name and place, and has its body lowered.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use swc_common::{BytePos, Spanned};
use swc_ecma_ast as ast;
use swc_ecma_visit::VisitWith;

use super::builder::{Builder, Shared, span_of};
use super::{names, top_level, types};
use crate::cfg::End;
use crate::module::{
    BindingId, BindingKind, ClassContext, Function, FunctionForm, FunctionId, Handed, Param, Position, Type,
};
use crate::parse::Comments;
use crate::source::Span;

/// What the second walk knows about the place it is at.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// The path that declared names here are appended to: the function or namespace around.
    pub(super) prefix: String,
    /// What a function here would be called, if something here has a name.
    pub(super) owner: Option<String>,
    /// How a function here stands, seen through parentheses and casts.
    pub(super) place: Place,
    /// The class, directly inside of its body.
    pub(super) class: Option<ClassContext>,
    /// The methods of `this`.
    pub(super) methods: Rc<FxHashSet<String>>,
    /// Where the statement or member around starts: a comment before it is about the function.
    pub(super) doc_at: Option<BytePos>,
}

/// How a function stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) position: Position,
    pub(super) contextual_type: Option<Type>,
    pub(super) name_span: Option<Span>,
}

impl Default for Place {
    fn default() -> Self {
        Place { position: Position::Other, contextual_type: None, name_span: None }
    }
}

/// The walk.
pub(super) struct Walker<'w, 'a> {
    pub(super) shared: Shared<'a>,
    pub(super) comments: &'w Comments,
    /// Local names that are exported under a name, by `export { local as name }`.
    pub(super) exports: FxHashMap<String, String>,
    pub(super) context: Context,
    /// The function around the current place.
    pub(super) parent: Option<FunctionId>,
    /// By number, as they come.
    pub(super) functions: Vec<Option<Function>>,
    /// Names that are handed to something.
    pub(super) handed: Vec<Handed>,
}

/// A function of any form.
pub(super) struct Node<'n> {
    pub(super) form: FunctionForm,
    pub(super) span: Span,
    /// Its own name, if it is written with one.
    pub(super) own_name: Option<&'n ast::Ident>,
    pub(super) params: Vec<Parameter<'n>>,
    pub(super) body: Body<'n>,
    pub(super) is_async: bool,
    pub(super) is_generator: bool,
    pub(super) return_type: Option<&'n ast::TsTypeAnn>,
    pub(super) decorators: &'n [ast::Decorator],
    /// Of each parameter; none for what can have none.
    pub(super) param_decorators: Vec<&'n [ast::Decorator]>,
}

/// A parameter as written.
#[derive(Clone, Copy)]
pub(super) enum Parameter<'n> {
    Plain(&'n ast::Pat),
    /// `private readonly x: T`.
    Property(&'n ast::TsParamPropParam),
}

/// A function's body.
#[derive(Clone, Copy)]
pub(super) enum Body<'n> {
    Block(&'n ast::FunctionBody),
    Expr(&'n ast::Expr),
}

impl<'n> Node<'n> {
    /// The parts that methods, declarations and function expressions share; `None` without a body.
    pub(super) fn of(function: &'n ast::Function, form: FunctionForm, span: Span) -> Option<Self> {
        Some(Node {
            form,
            span,
            own_name: None,
            params: function.params.iter().map(|param| Parameter::Plain(&param.pat)).collect(),
            body: Body::Block(function.body.as_ref()?),
            is_async: function.is_async,
            is_generator: function.is_generator,
            return_type: function.return_type.as_deref(),
            decorators: &function.decorators,
            param_decorators: function.params.iter().map(|param| param.decorators.as_slice()).collect(),
        })
    }

    pub(super) fn arrow(arrow: &'n ast::ArrowExpr) -> Self {
        Node {
            form: FunctionForm::Arrow,
            span: span_of(arrow),
            own_name: None,
            params: arrow.params.iter().map(Parameter::Plain).collect(),
            body: match &*arrow.body {
                ast::ArrowFunctionBody::FunctionBody(body) => Body::Block(body),
                ast::ArrowFunctionBody::Expr(expr) => Body::Expr(expr),
            },
            is_async: arrow.is_async,
            is_generator: false,
            return_type: arrow.return_type.as_deref(),
            decorators: &[],
            param_decorators: Vec::new(),
        }
    }

    fn body_start(&self) -> BytePos {
        match self.body {
            Body::Block(body) => body.span.lo,
            Body::Expr(expr) => expr.span_lo(),
        }
    }
}

impl Walker<'_, '_> {
    /// Lowers a function and walks what is inside it.
    pub(super) fn function(&mut self, node: &Node<'_>) {
        let Some(id) = self.shared.names.function(node.body_start()) else { return };
        let place = std::mem::take(&mut self.context.place);
        let (name, name_span) = self.name_of(node, &place);
        let params = self.params(node, id);
        // A callback or nested function has the `this` of its surroundings only if it is an arrow.
        let is_member = self.context.class.is_some();
        let methods = match node.form {
            FunctionForm::Declaration | FunctionForm::Expression if !is_member => Rc::default(),
            _ => Rc::clone(&self.context.methods),
        };
        let cfg = lower_body(&mut self.shared, node, id, &params, &methods);
        let function = Function {
            name: name.clone(),
            span: node.span,
            name_span,
            form: node.form,
            is_async: node.is_async,
            is_generator: node.is_generator,
            class: self.context.class.clone(),
            parent: self.parent,
            position: place.position,
            contextual_type: place.contextual_type,
            params,
            return_type: types::annotation(node.return_type),
            doc: self.doc(node.span.start),
            decorators: self.decorators(node.decorators),
            prologue: match node.body {
                Body::Block(body) => top_level::prologue(body.stmts.iter()),
                Body::Expr(_) => Vec::new(),
            },
            cfg,
        };
        if let Some(slot) = self.functions.get_mut(id.0 as usize) {
            *slot = Some(function);
        }
        let inner = Context { prefix: name, methods, ..Context::default() };
        let outer = std::mem::replace(&mut self.context, inner);
        let parent = self.parent.replace(id);
        self.inside(node);
        self.parent = parent;
        self.context = outer;
    }

    fn inside(&mut self, node: &Node<'_>) {
        for param in &node.params {
            match param {
                Parameter::Plain(pattern) => pattern.visit_with(self),
                Parameter::Property(property) => property.visit_with(self),
            }
        }
        match node.body {
            Body::Block(body) => body.visit_children_with(self),
            Body::Expr(expr) => {
                self.context.place.position = Position::Returned;
                self.context.owner = Some(self.context.prefix.clone());
                expr.visit_with(self);
            }
        }
    }

    /// The name and where it is written.
    fn name_of(&self, node: &Node<'_>, place: &Place) -> (String, Span) {
        let head = Span::new(node.span.start, self.head_end(node));
        let owner = self.context.owner.clone().filter(|owner| !owner.is_empty());
        match (node.own_name, owner) {
            (Some(own), None) => (join(&self.context.prefix, &own.sym), span_of(own)),
            (Some(own), Some(owner)) if place.name_span.is_none() => {
                let is_call = matches!(place.position, Position::Argument { .. } | Position::Returned);
                (if is_call { join(&self.context.prefix, &own.sym) } else { owner }, span_of(own))
            }
            (_, Some(owner)) => (owner, place.name_span.unwrap_or(head)),
            (None, None) => ("anonymous".to_owned(), place.name_span.unwrap_or(head)),
        }
    }

    /// Where the body of a function starts, without the space before it.
    fn head_end(&self, node: &Node<'_>) -> u32 {
        let body = node.body_start().0.saturating_sub(1);
        let head = self.shared.text.get(node.span.start as usize..body as usize).unwrap_or_default();
        node.span.start + head.trim_end().len() as u32
    }

    /// The comment directly before the function, or before the statement or member that it is.
    fn doc(&self, start: u32) -> String {
        let own = self.comments.text_before(self.shared.text, start);
        match self.context.doc_at {
            Some(at) if own.is_empty() => self.comments.text_before(self.shared.text, at.0.saturating_sub(1)),
            _ => own,
        }
    }

    fn params(&mut self, node: &Node<'_>, function: FunctionId) -> Vec<Param> {
        let mut params = Vec::with_capacity(node.params.len());
        for (position, parameter) in node.params.iter().enumerate() {
            let named = parameter.ident().and_then(|name| self.shared.names.binding(&name.id));
            let binding = named.unwrap_or_else(|| {
                let declared_type = match parameter {
                    Parameter::Plain(pattern) => types::annotation(names::pattern_annotation(pattern)),
                    Parameter::Property(_) => None,
                };
                let kind = BindingKind::Param { function, position: position as u32 };
                hidden_param(&mut self.shared, kind, declared_type, function)
            });
            params.push(Param {
                binding,
                optional: parameter.is_optional(),
                decorators: self.decorators(node.param_decorators.get(position).copied().unwrap_or_default()),
                rest: matches!(parameter, Parameter::Plain(ast::Pat::Rest(_))),
            });
        }
        params
    }
}

impl<'n> Parameter<'n> {
    /// The parameter's own variable, unless it is destructured.
    fn ident(self) -> Option<&'n ast::BindingIdent> {
        let pattern = match self {
            Parameter::Plain(ast::Pat::Assign(assign)) => &assign.left,
            Parameter::Plain(ast::Pat::Rest(rest)) => &rest.arg,
            Parameter::Plain(ast::Pat::Ident(name)) => return Some(name),
            Parameter::Plain(_) => return None,
            Parameter::Property(ast::TsParamPropParam::Ident(name)) => return Some(name),
            Parameter::Property(ast::TsParamPropParam::Assign(assign)) => &assign.left,
        };
        pattern.as_ident()
    }

    fn is_optional(self) -> bool {
        let has_default = matches!(
            self,
            Parameter::Plain(ast::Pat::Assign(_)) | Parameter::Property(ast::TsParamPropParam::Assign(_))
        );
        let is_marked = match self {
            Parameter::Plain(ast::Pat::Object(object)) => object.optional,
            Parameter::Plain(ast::Pat::Array(array)) => array.optional,
            other => other.ident().is_some_and(|name| name.id.optional),
        };
        has_default || is_marked
    }
}

fn hidden_param(
    shared: &mut Shared<'_>,
    kind: BindingKind,
    declared_type: Option<Type>,
    function: FunctionId,
) -> BindingId {
    let id = BindingId(shared.bindings.len() as u32);
    shared.bindings.push(crate::module::Binding {
        name: String::new(),
        kind,
        declared_type,
        function: Some(function),
        reassigned: 0,
        assigned_in_closure: false,
    });
    id
}

/// The graph of one function.
fn lower_body<'s>(
    shared: &'s mut Shared<'_>,
    node: &Node<'s>,
    id: FunctionId,
    params: &[Param],
    methods: &'s FxHashSet<String>,
) -> crate::cfg::Cfg {
    let mut builder = Builder::new(shared, Some(id), methods);
    for (parameter, param) in node.params.iter().zip(params) {
        match *parameter {
            Parameter::Plain(pattern) => builder.open_param(pattern, param.binding),
            Parameter::Property(ast::TsParamPropParam::Ident(_)) => {}
            Parameter::Property(ast::TsParamPropParam::Assign(assign)) => {
                builder.default_param(param.binding, &assign.right, span_of(&*assign.left));
            }
        }
    }
    for parameter in &node.params {
        if let (Parameter::Property(_), Some(name)) = (parameter, parameter.ident()) {
            builder.store_parameter(&name.id);
        }
    }
    match node.body {
        Body::Expr(expr) => builder.return_expr(expr, span_of(expr)),
        Body::Block(body) => {
            builder.statements(&body.stmts);
            let end = span_of(body).end;
            builder.end(End::FallsOff { span: Span::new(end.saturating_sub(1), end) });
        }
    }
    builder.finish()
}

/// `prefix.name`.
pub(super) fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}

/// What stands in for a function that could not be lowered: nothing is known of it.
pub(super) fn unread() -> Function {
    let mut cfg = crate::cfg::Cfg::default();
    cfg.graph[cfg.entry].end = End::Unreachable;
    Function {
        name: String::new(),
        span: Span::default(),
        name_span: Span::default(),
        form: FunctionForm::Expression,
        is_async: false,
        is_generator: false,
        class: None,
        parent: None,
        position: Position::Other,
        contextual_type: None,
        params: Vec::new(),
        return_type: None,
        doc: String::new(),
        decorators: Vec::new(),
        prologue: Vec::new(),
        cfg,
    }
}
