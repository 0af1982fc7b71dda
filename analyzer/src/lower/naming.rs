//! What a function is called and where it stands, from what is around it in the tree.

use swc_common::{BytePos, Span as SwcSpan, Spanned};
use swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith};

use super::builder::span_of;
use super::functions::{Context, Node, Place, Walker, join};
use super::{text, top_level, types};
use crate::module::{BindingId, BindingKind, FunctionForm, Handed, Position, Type};
use crate::source::Span;

impl Walker<'_, '_> {
    /// Walks something in a changed context.
    pub(super) fn within(&mut self, context: Context, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.context, context);
        walk(self);
        self.context = outer;
    }

    /// Walks a value that has a name.
    fn named(&mut self, owner: String, place: Place, value: &ast::Expr) {
        let context = Context { owner: Some(owner), place, ..self.context.clone() };
        self.within(context, |this| value.visit_with(this));
    }

    /// How a declared name stands: exported, at the top level, or not.
    fn declared(&self, name: &ast::Ident, contextual_type: Option<Type>) -> Place {
        let exported = if self.parent.is_none() { self.exports.get(name.sym.as_str()) } else { None };
        let position = match exported {
            Some(name) => Position::Exported { name: name.clone() },
            None => Position::Named,
        };
        Place { position, contextual_type, name_span: Some(span_of(name)) }
    }

    fn arguments(&mut self, callee: Option<String>, arguments: &[ast::ExprOrSpread]) {
        let callee = callee.unwrap_or_default();
        let first_string = arguments.iter().find_map(|argument| match &*argument.expr {
            ast::Expr::Lit(ast::Lit::Str(string)) => Some(text::string(string)),
            _ => None,
        });
        let owner = match first_string {
            Some(string) => format!("{callee}('{string}')"),
            None => callee.clone(),
        };
        for (index, argument) in arguments.iter().enumerate() {
            let position = Position::Argument { callee: callee.clone(), index, count: arguments.len() };
            self.named(owner.clone(), Place { position, ..Place::default() }, &argument.expr);
        }
    }

    /// A member of an object literal or class.
    pub(super) fn property(&mut self, key: &str, at: SwcSpan, start: BytePos, walk: impl FnOnce(&mut Self)) {
        let owner = join(self.context.owner.as_deref().unwrap_or(&self.context.prefix), key);
        let place = Place {
            position: Position::Property { name: key.to_owned() },
            contextual_type: None,
            name_span: crate::parse::span(at),
        };
        let context = Context { owner: Some(owner), place, doc_at: Some(start), ..self.context.clone() };
        self.within(context, walk);
    }

    pub(super) fn method(&mut self, function: &ast::Function, form: FunctionForm, span: Span) {
        if let Some(node) = Node::of(function, form, span) {
            self.function(&node);
        }
    }

    /// The value of a top-level `const`, when it is an expression without control flow.
    fn initial(&mut self, declarator: &ast::VarDeclarator) {
        if let (ast::Pat::Ident(name), Some(init)) = (&declarator.name, &declarator.init)
            && let Some(binding) = self.shared.names.binding(&name.id)
        {
            self.initial_value(binding, init);
        }
    }

    fn exported_value(&mut self, value: &ast::Expr) {
        if let Some(binding) = self.shared.names.exported_value {
            self.initial_value(binding, value);
        }
        let position = Position::Exported { name: "default".to_owned() };
        self.named("default".to_owned(), Place { position, ..Place::default() }, value);
    }

    fn initial_value(&mut self, binding: BindingId, init: &ast::Expr) {
        let is_local = |kind: &BindingKind| matches!(kind, BindingKind::Local { .. });
        if !self.shared.bindings.get(binding.0 as usize).is_some_and(|binding| is_local(&binding.kind)) {
            return;
        }
        let value = top_level::plain(&mut self.shared, init);
        if let (Some(value), Some(binding)) = (value, self.shared.bindings.get_mut(binding.0 as usize)) {
            binding.kind = BindingKind::Local { initial: Some(Box::new(value)) };
        }
    }

    fn assigned(&mut self, assign: &ast::AssignExpr) {
        assign.left.visit_with(self);
        let (name, at) = match &assign.left {
            ast::AssignTarget::Simple(ast::SimpleAssignTarget::Ident(name)) => {
                (Some(join(&self.context.prefix, &name.id.sym)), name.id.span)
            }
            ast::AssignTarget::Simple(ast::SimpleAssignTarget::Member(member)) => {
                (text::member_path(member), member.prop.span())
            }
            other => (None, other.span()),
        };
        let Some(name) = name else {
            assign.right.visit_with(self);
            return;
        };
        let exported = match name.as_str() {
            "module.exports" => Some("default"),
            path => path.strip_prefix("module.exports.").or_else(|| path.strip_prefix("exports.")),
        };
        let position = match (exported, name.rsplit_once('.')) {
            (Some(name), _) => Position::Exported { name: name.to_owned() },
            (None, Some((_, property))) if matches!(&assign.left, ast::AssignTarget::Simple(target) if target.is_member()) => {
                Position::Property { name: property.to_owned() }
            }
            _ => Position::Named,
        };
        let owner = exported.unwrap_or(&name).to_owned();
        let place = Place { position, contextual_type: None, name_span: crate::parse::span(at) };
        self.named(owner, place, &assign.right);
    }
}

impl Visit for Walker<'_, '_> {
    fn visit_ts_type(&mut self, _: &ast::TsType) {}
    fn visit_ts_type_ann(&mut self, _: &ast::TsTypeAnn) {}
    fn visit_ts_type_param_decl(&mut self, _: &ast::TsTypeParamDecl) {}
    fn visit_ts_type_param_instantiation(&mut self, _: &ast::TsTypeParamInstantiation) {}
    fn visit_ts_interface_decl(&mut self, _: &ast::TsInterfaceDecl) {}

    fn visit_module_item(&mut self, item: &ast::ModuleItem) {
        self.context.doc_at = Some(item.span_lo());
        item.visit_children_with(self);
    }

    fn visit_stmt(&mut self, statement: &ast::Stmt) {
        let context =
            Context { owner: None, place: Place::default(), doc_at: Some(statement.span_lo()), ..self.context.clone() };
        self.within(context, |this| statement.visit_children_with(this));
    }

    fn visit_ts_module_decl(&mut self, namespace: &ast::TsModuleDecl) {
        let name = match &namespace.id {
            ast::TsModuleName::Ident(name) => name.sym.to_string(),
            ast::TsModuleName::Str(_) => String::new(),
        };
        let context = Context { prefix: join(&self.context.prefix, &name), ..self.context.clone() };
        self.within(context, |this| namespace.body.visit_with(this));
    }

    fn visit_export_default_expr(&mut self, export: &ast::ExportDefaultExpr) {
        self.exported_value(&export.expr);
    }

    fn visit_ts_export_assignment(&mut self, export: &ast::TsExportAssignment) {
        self.exported_value(&export.expr);
    }

    fn visit_export_default_decl(&mut self, export: &ast::ExportDefaultDecl) {
        match &export.decl {
            ast::DefaultDecl::Fn(function) => {
                let Some(mut node) =
                    Node::of(&function.function, FunctionForm::Declaration, span_of(&*function.function))
                else {
                    return;
                };
                node.own_name = function.ident.as_ref();
                let name = function.ident.as_ref().map_or("default", |name| &name.sym);
                self.context.owner = Some(name.to_owned());
                self.context.place.position = Position::Exported { name: "default".to_owned() };
                self.function(&node);
                self.context.owner = None;
            }
            ast::DefaultDecl::Class(class) => {
                self.class(class.ident.as_ref().map_or("default", |name| &name.sym), &class.class);
            }
            ast::DefaultDecl::TsInterfaceDecl(_) => {}
        }
    }

    fn visit_var_decl(&mut self, declaration: &ast::VarDecl) {
        for declarator in &declaration.decls {
            declarator.name.visit_with(self);
            if let Some(init) = &declarator.init {
                match &declarator.name {
                    ast::Pat::Ident(name) => {
                        let ty = types::annotation(name.type_ann.as_deref());
                        let place = self.declared(&name.id, ty);
                        self.named(join(&self.context.prefix, &name.id.sym), place, init);
                    }
                    _ => init.visit_with(self),
                }
            }
            if self.parent.is_none() && declaration.kind == ast::VarDeclKind::Const {
                self.initial(declarator);
            }
        }
    }

    fn visit_fn_decl(&mut self, declaration: &ast::FnDecl) {
        let span = span_of(&*declaration.function);
        let Some(mut node) = Node::of(&declaration.function, FunctionForm::Declaration, span) else { return };
        node.own_name = Some(&declaration.ident);
        self.context.place = self.declared(&declaration.ident, None);
        self.context.owner = None;
        self.function(&node);
    }

    fn visit_class_decl(&mut self, declaration: &ast::ClassDecl) {
        self.class(&join(&self.context.prefix, &declaration.ident.sym), &declaration.class);
    }

    fn visit_class_expr(&mut self, expr: &ast::ClassExpr) {
        let name = match &expr.ident {
            Some(name) => join(&self.context.prefix, &name.sym),
            None => self.context.owner.clone().unwrap_or_default(),
        };
        self.class(&name, &expr.class);
    }

    fn visit_prop(&mut self, property: &ast::Prop) {
        let (key, start) = match property {
            ast::Prop::Shorthand(name) => {
                return self.property(&name.sym, name.span, name.span.lo, |this| this.handed(name));
            }
            ast::Prop::Assign(_) => return property.visit_children_with(self),
            ast::Prop::KeyValue(it) => (&it.key, it.key.span_lo()),
            ast::Prop::Getter(it) => (&it.key, it.span.lo),
            ast::Prop::Setter(it) => (&it.key, it.span.lo),
            ast::Prop::Method(it) => (&it.key, it.key.span_lo().min(it.function.span.lo)),
        };
        if let ast::PropName::Computed(computed) = key {
            computed.expr.visit_with(self);
        }
        let name = text::property_name(key).unwrap_or_else(|| "[]".to_owned());
        let whole = crate::parse::span(property.span().with_lo(start)).unwrap_or_default();
        self.property(&name, key.span(), start, |this| match property {
            ast::Prop::KeyValue(it) => it.value.visit_with(this),
            ast::Prop::Getter(it) => this.method(&it.function, FunctionForm::Getter, whole),
            ast::Prop::Setter(it) => this.method(&it.function, FunctionForm::Setter, whole),
            ast::Prop::Method(it) => this.method(&it.function, FunctionForm::Method, whole),
            ast::Prop::Shorthand(_) | ast::Prop::Assign(_) => {}
        });
    }

    fn visit_return_stmt(&mut self, exit: &ast::ReturnStmt) {
        let Some(value) = &exit.arg else { return };
        let place = Place { position: Position::Returned, ..Place::default() };
        self.named(self.context.prefix.clone(), place, value);
    }

    fn visit_jsx_attr(&mut self, attribute: &ast::JSXAttr) {
        let ast::JSXAttrName::Ident(name) = &attribute.name else {
            return attribute.value.visit_with(self);
        };
        let context = Context { owner: None, prefix: String::new(), ..self.context.clone() };
        let prefix = std::mem::replace(&mut self.context, context);
        self.property(&name.sym, name.span, attribute.span.lo, |this| {
            this.context.prefix.clone_from(&prefix.prefix);
            attribute.value.visit_with(this);
        });
        self.context = prefix;
    }

    fn visit_jsx_expr_container(&mut self, container: &ast::JSXExprContainer) {
        container.visit_children_with(self);
    }

    fn visit_expr(&mut self, expr: &ast::Expr) {
        match expr {
            // A cast names the type; the wrappers keep the function where it is.
            ast::Expr::TsAs(cast) => self.cast(&cast.type_ann, &cast.expr),
            ast::Expr::TsSatisfies(cast) => self.cast(&cast.type_ann, &cast.expr),
            ast::Expr::TsTypeAssertion(cast) => self.cast(&cast.type_ann, &cast.expr),
            ast::Expr::Paren(_) | ast::Expr::TsNonNull(_) | ast::Expr::TsConstAssertion(_) => {
                expr.visit_children_with(self);
            }
            ast::Expr::Array(list) => self.list(list),
            ast::Expr::Ident(name) => self.handed(name),
            ast::Expr::Arrow(arrow) => self.function(&Node::arrow(arrow)),
            ast::Expr::Fn(function) => {
                let span = span_of(&*function.function);
                if let Some(mut node) = Node::of(&function.function, FunctionForm::Expression, span) {
                    node.own_name = function.ident.as_ref();
                    self.function(&node);
                }
            }
            other => {
                self.context.place = Place::default();
                let class = self.context.class.take();
                match other {
                    ast::Expr::Assign(assign) if assign.op == ast::AssignOp::Assign => self.assigned(assign),
                    _ => other.visit_children_with(self),
                }
                self.context.class = class;
            }
        }
    }

    fn visit_call_expr(&mut self, call: &ast::CallExpr) {
        let callee = match &call.callee {
            ast::Callee::Expr(callee) => {
                self.invoked(callee);
                text::path(callee)
            }
            ast::Callee::Super(_) => Some("super".to_owned()),
            ast::Callee::Import(_) => Some("import".to_owned()),
        };
        self.arguments(callee, &call.args);
    }

    fn visit_opt_call(&mut self, call: &ast::OptCall) {
        self.invoked(&call.callee);
        self.arguments(text::path(&call.callee), &call.args);
    }

    fn visit_new_expr(&mut self, new: &ast::NewExpr) {
        new.callee.visit_with(self);
        self.arguments(text::path(&new.callee), new.args.as_deref().unwrap_or_default());
    }
}

impl Walker<'_, '_> {
    /// What stands in a list stands where the list does; an exported list exports none of its elements.
    fn list(&mut self, list: &ast::ArrayLit) {
        let position = match &self.context.place.position {
            Position::Exported { name } => Position::Property { name: name.clone() },
            position @ (Position::Argument { .. } | Position::Property { .. }) => position.clone(),
            _ => Position::Other,
        };
        let class = self.context.class.take();
        for element in list.elems.iter().flatten() {
            self.context.place = Place { position: position.clone(), ..Place::default() };
            element.expr.visit_with(self);
        }
        self.context.place = Place::default();
        self.context.class = class;
    }

    /// Takes down a name that is handed to something.
    fn handed(&mut self, name: &ast::Ident) {
        let position = std::mem::replace(&mut self.context.place.position, Position::Other);
        if !matches!(position, Position::Argument { .. } | Position::Property { .. }) {
            return;
        }
        let Some(binding) = self.shared.names.binding(name) else { return };
        let may_be_function = self
            .shared
            .bindings
            .get(binding.0 as usize)
            .is_some_and(|data| matches!(data.kind, BindingKind::Function(_) | BindingKind::Import { .. }));
        if may_be_function {
            let name = self.context.owner.clone().unwrap_or_default();
            self.handed.push(Handed { binding, position, name });
        }
    }

    fn cast(&mut self, ty: &ast::TsType, inner: &ast::Expr) {
        if self.context.place.contextual_type.is_none() {
            self.context.place.contextual_type = Some(types::lower_type(ty));
        }
        inner.visit_with(self);
    }

    fn invoked(&mut self, callee: &ast::Expr) {
        let place = Place { position: Position::Invoked, ..Place::default() };
        let context = Context { place, ..self.context.clone() };
        self.within(context, |this| callee.visit_with(this));
    }
}
