//! The first walk over the tree: every variable, every function's number, every place where a variable is written.
//!
//! In: the file's statements. Out: [`Names`], with which the second walk resolves identifiers without looking ahead.

use swc_common::BytePos;
use swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith};

use super::names::{Names, body_start, function_body_start, pattern_annotation, required};
use super::{text, types};
use crate::module::{Binding, BindingId, BindingKind, FunctionId, Module, Type};

/// Walks the statements, fills the module's bindings and types.
pub(super) fn collect(items: &[ast::ModuleItem], module: &mut Module) -> Names {
    let mut collector = Collector { module, names: Names::default(), functions: Vec::new(), pending: Vec::new() };
    for item in items {
        item.visit_with(&mut collector);
    }
    collector.finish()
}

struct Collector<'m> {
    module: &'m mut Module,
    names: Names,
    /// The functions around the current place.
    functions: Vec<FunctionId>,
    /// Writes, not resolved yet: a function may write a variable that is declared below it.
    pending: Vec<(BytePos, ast::Id, Option<FunctionId>)>,
}

impl Collector<'_> {
    fn finish(mut self) -> Names {
        for (at, id, function) in std::mem::take(&mut self.pending) {
            let Some(&binding) = self.names.by_id.get(&id) else { continue };
            self.names.writes.push((at, binding));
            if let Some(facts) = self.module.bindings.get_mut(binding.0 as usize) {
                facts.reassigned = facts.reassigned.saturating_add(1);
                facts.assigned_in_closure |= facts.function != function;
            }
        }
        self.names.writes.sort_unstable();
        self.names
    }

    fn declare(&mut self, name: &ast::Ident, kind: BindingKind, declared_type: Option<Type>) -> BindingId {
        if let Some(&known) = self.names.by_id.get(&name.to_id()) {
            // A second `var` writes; overload signatures, namespaces and the like give way to the function or class.
            if let Some(binding) = self.module.bindings.get_mut(known.0 as usize)
                && !matches!(kind, BindingKind::Local { .. })
            {
                binding.kind = kind;
            } else {
                self.write(name);
            }
            return known;
        }
        let binding = self.push(name.sym.to_string(), kind, declared_type, name.span.lo);
        self.names.by_id.insert(name.to_id(), binding);
        binding
    }

    fn push(&mut self, name: String, kind: BindingKind, declared_type: Option<Type>, at: BytePos) -> BindingId {
        let binding = BindingId(self.module.bindings.len() as u32);
        self.names.declared_at.push(at);
        self.module.bindings.push(Binding {
            name,
            kind,
            declared_type,
            function: self.functions.last().copied(),
            reassigned: 0,
            assigned_in_closure: false,
        });
        binding
    }

    fn write(&mut self, name: &ast::Ident) {
        self.pending.push((name.span.lo, name.to_id(), self.functions.last().copied()));
    }

    /// Declares every name of a pattern as a local variable and walks its default values.
    fn declare_pattern(&mut self, pattern: &ast::Pat) {
        match pattern {
            ast::Pat::Ident(name) => {
                let declared_type = types::annotation(name.type_ann.as_deref());
                self.declare(&name.id, BindingKind::Local { initial: None }, declared_type);
            }
            ast::Pat::Array(array) => array.elems.iter().flatten().for_each(|element| self.declare_pattern(element)),
            ast::Pat::Rest(rest) => self.declare_pattern(&rest.arg),
            ast::Pat::Object(object) => object.props.iter().for_each(|property| self.declare_property(property)),
            ast::Pat::Assign(assign) => {
                self.declare_pattern(&assign.left);
                assign.right.visit_with(self);
            }
            ast::Pat::Invalid(_) => {}
            ast::Pat::Expr(expr) => expr.visit_with(self),
        }
    }

    fn declare_property(&mut self, property: &ast::ObjectPatProp) {
        match property {
            ast::ObjectPatProp::KeyValue(property) => {
                property.key.visit_with(self);
                self.declare_pattern(&property.value);
            }
            ast::ObjectPatProp::Assign(property) => {
                self.declare(&property.key.id, BindingKind::Local { initial: None }, None);
                property.value.visit_with(self);
            }
            ast::ObjectPatProp::Rest(rest) => self.declare_pattern(&rest.arg),
        }
    }

    /// Every name of a pattern that is assigned to, not declared.
    fn write_pattern(&mut self, pattern: &ast::Pat) {
        match pattern {
            ast::Pat::Ident(name) => self.write(&name.id),
            ast::Pat::Array(array) => array.elems.iter().flatten().for_each(|element| self.write_pattern(element)),
            ast::Pat::Rest(rest) => self.write_pattern(&rest.arg),
            ast::Pat::Object(object) => object.props.iter().for_each(|property| self.write_property(property)),
            ast::Pat::Assign(assign) => {
                self.write_pattern(&assign.left);
                assign.right.visit_with(self);
            }
            ast::Pat::Invalid(_) => {}
            ast::Pat::Expr(expr) => {
                self.write_expr(expr);
                expr.visit_with(self);
            }
        }
    }

    fn write_property(&mut self, property: &ast::ObjectPatProp) {
        match property {
            ast::ObjectPatProp::KeyValue(property) => {
                property.key.visit_with(self);
                self.write_pattern(&property.value);
            }
            ast::ObjectPatProp::Assign(property) => {
                self.write(&property.key.id);
                property.value.visit_with(self);
            }
            ast::ObjectPatProp::Rest(rest) => self.write_pattern(&rest.arg),
        }
    }

    fn write_expr(&mut self, expr: &ast::Expr) {
        if let ast::Expr::Ident(name) = text::unwrapped(expr) {
            self.write(name);
        }
    }

    /// Numbers a function and walks what is inside it.
    fn function(&mut self, body_start: BytePos, inside: impl FnOnce(&mut Self, FunctionId)) {
        let id = FunctionId(self.names.function_count);
        self.names.function_count += 1;
        self.names.by_body.insert(body_start, id);
        self.functions.push(id);
        inside(self, id);
        self.functions.pop();
    }

    fn declare_params<'p>(&mut self, function: FunctionId, params: impl Iterator<Item = &'p ast::Pat>) {
        for (position, pattern) in params.enumerate() {
            self.declare_param(function, position as u32, pattern);
        }
    }

    fn declare_param(&mut self, function: FunctionId, position: u32, pattern: &ast::Pat) {
        let kind = BindingKind::Param { function, position };
        let (inner, default) = match pattern {
            ast::Pat::Assign(assign) => (&*assign.left, Some(&assign.right)),
            ast::Pat::Rest(rest) => (&*rest.arg, None),
            other => (other, None),
        };
        let annotation = match pattern {
            ast::Pat::Rest(rest) => rest.type_ann.as_deref(),
            _ => pattern_annotation(inner),
        };
        match inner {
            ast::Pat::Ident(name) => {
                self.declare(&name.id, kind, types::annotation(annotation));
            }
            other => self.declare_pattern(other),
        }
        default.into_iter().for_each(|default| default.visit_with(self));
    }

    fn exported_value(&mut self, value: &ast::Expr, at: BytePos) {
        if function_body_start(value).is_none() && !matches!(text::unwrapped(value), ast::Expr::Ident(_)) {
            let kind = BindingKind::Local { initial: None };
            self.names.exported_value = Some(self.push(String::new(), kind, None, at));
        }
        value.visit_with(self);
    }

    fn declare_import(&mut self, local: &ast::Ident, module: &ast::Str, name: &str) {
        let module = text::string(module).into_owned();
        self.declare(local, BindingKind::Import { module, name: name.to_owned() }, None);
    }

    /// `const x = require('y')` and `const { a, b: c } = require('y')` are imports.
    fn declare_required(&mut self, pattern: &ast::Pat, module: &ast::Str) {
        match pattern {
            ast::Pat::Ident(name) => self.declare_import(&name.id, module, "*"),
            ast::Pat::Object(object) => {
                for property in &object.props {
                    match property {
                        ast::ObjectPatProp::Assign(property) if property.value.is_none() => {
                            self.declare_import(&property.key.id, module, &property.key.id.sym);
                        }
                        ast::ObjectPatProp::KeyValue(property) => {
                            match (text::property_name(&property.key), &*property.value) {
                                (Some(name), ast::Pat::Ident(local)) => self.declare_import(&local.id, module, &name),
                                (_, other) => self.declare_pattern(other),
                            }
                        }
                        other => self.declare_property(other),
                    }
                }
            }
            other => self.declare_pattern(other),
        }
    }
}

impl Visit for Collector<'_> {
    fn visit_ts_type(&mut self, _: &ast::TsType) {}
    fn visit_ts_type_ann(&mut self, _: &ast::TsTypeAnn) {}
    fn visit_ts_type_param_decl(&mut self, _: &ast::TsTypeParamDecl) {}
    fn visit_ts_type_param_instantiation(&mut self, _: &ast::TsTypeParamInstantiation) {}

    fn visit_ts_type_alias_decl(&mut self, alias: &ast::TsTypeAliasDecl) {
        types::declare_alias(&mut self.module.types, alias);
    }

    fn visit_ts_interface_decl(&mut self, interface: &ast::TsInterfaceDecl) {
        types::declare_interface(&mut self.module.types, interface);
    }

    fn visit_ts_enum_decl(&mut self, declaration: &ast::TsEnumDecl) {
        self.declare(&declaration.id, BindingKind::Enum, None);
        types::declare_enum(&mut self.module.types, declaration);
    }

    fn visit_ts_module_decl(&mut self, namespace: &ast::TsModuleDecl) {
        // A namespace may add to a class, function or enum of its name.
        if let ast::TsModuleName::Ident(name) = &namespace.id
            && self.names.binding(name).is_none()
        {
            self.declare(name, BindingKind::Local { initial: None }, None);
        }
        namespace.body.visit_with(self);
    }

    fn visit_export_default_expr(&mut self, export: &ast::ExportDefaultExpr) {
        self.exported_value(&export.expr, export.span.lo);
    }

    fn visit_ts_export_assignment(&mut self, export: &ast::TsExportAssignment) {
        self.exported_value(&export.expr, export.span.lo);
    }

    fn visit_import_decl(&mut self, import: &ast::ImportDecl) {
        for specifier in &import.specifiers {
            match specifier {
                ast::ImportSpecifier::Named(named) => {
                    let name = match &named.imported {
                        Some(ast::ModuleExportName::Ident(name)) => name.sym.to_string(),
                        Some(ast::ModuleExportName::Str(name)) => text::string(name).into_owned(),
                        None => named.local.sym.to_string(),
                    };
                    self.declare_import(&named.local, &import.src, &name);
                }
                ast::ImportSpecifier::Default(default) => self.declare_import(&default.local, &import.src, "default"),
                ast::ImportSpecifier::Namespace(all) => self.declare_import(&all.local, &import.src, "*"),
            }
        }
    }

    fn visit_ts_import_equals_decl(&mut self, import: &ast::TsImportEqualsDecl) {
        if let ast::TsModuleRef::TsExternalModuleRef(module) = &import.module_ref {
            self.declare_import(&import.id, &module.expr, "*");
        } else {
            self.declare(&import.id, BindingKind::Local { initial: None }, None);
        }
    }

    fn visit_var_decl(&mut self, declaration: &ast::VarDecl) {
        for declarator in &declaration.decls {
            match declarator.init.as_deref().and_then(required) {
                Some(module) => self.declare_required(&declarator.name, module),
                None => self.declare_pattern(&declarator.name),
            }
            declarator.init.visit_with(self);
            let function = declarator.init.as_deref().and_then(function_body_start);
            if declaration.kind == ast::VarDeclKind::Const
                && let (ast::Pat::Ident(name), Some(body)) = (&declarator.name, function)
                && let Some(id) = self.names.function(body)
            {
                self.declare(&name.id, BindingKind::Function(id), None);
            }
        }
    }

    fn visit_using_decl(&mut self, declaration: &ast::UsingDecl) {
        for declarator in &declaration.decls {
            self.declare_pattern(&declarator.name);
            declarator.init.visit_with(self);
        }
    }

    fn visit_fn_decl(&mut self, declaration: &ast::FnDecl) {
        // The number it will get: nothing of it has been walked yet, and decorators do not occur here.
        let kind = match declaration.function.body {
            Some(_) => BindingKind::Function(FunctionId(self.names.function_count)),
            None => BindingKind::Local { initial: None },
        };
        // Of overload signatures the first counts, until the function itself comes.
        let returns = types::annotation(declaration.function.return_type.as_deref());
        let declared_type = match declaration.function.body {
            Some(_) => None,
            None => Some(Type::Function { returns: Box::new(returns.unwrap_or(Type::Unknown)) }),
        };
        if declaration.function.body.is_some() || self.names.binding(&declaration.ident).is_none() {
            self.declare(&declaration.ident, kind, declared_type);
        }
        declaration.function.visit_with(self);
    }

    fn visit_fn_expr(&mut self, expr: &ast::FnExpr) {
        if let (Some(name), Some(_)) = (&expr.ident, &expr.function.body) {
            self.declare(name, BindingKind::Function(FunctionId(self.names.function_count)), None);
        }
        expr.function.visit_with(self);
    }

    fn visit_class_decl(&mut self, declaration: &ast::ClassDecl) {
        self.declare(&declaration.ident, BindingKind::Class, None);
        types::declare_class(&mut self.module.types, &declaration.ident.sym, &declaration.class);
        declaration.class.visit_with(self);
    }

    fn visit_class_expr(&mut self, expr: &ast::ClassExpr) {
        if let Some(name) = &expr.ident {
            self.declare(name, BindingKind::Class, None);
            types::declare_class(&mut self.module.types, &name.sym, &expr.class);
        }
        expr.class.visit_with(self);
    }

    fn visit_function(&mut self, function: &ast::Function) {
        function.decorators.visit_with(self);
        function.params.iter().for_each(|param| param.decorators.visit_with(self));
        let Some(body) = &function.body else { return };
        self.function(body.span.lo, |this, id| {
            this.declare_params(id, function.params.iter().map(|param| &param.pat));
            body.visit_children_with(this);
        });
    }

    fn visit_arrow_expr(&mut self, arrow: &ast::ArrowExpr) {
        self.function(body_start(&arrow.body), |this, id| {
            this.declare_params(id, arrow.params.iter());
            arrow.body.visit_children_with(this);
        });
    }

    fn visit_constructor(&mut self, constructor: &ast::Constructor) {
        for param in &constructor.params {
            match param {
                ast::ParamOrTsParamProp::Param(param) => param.decorators.visit_with(self),
                ast::ParamOrTsParamProp::TsParamProp(property) => property.decorators.visit_with(self),
            }
        }
        let Some(body) = &constructor.body else { return };
        self.function(body.span.lo, |this, id| {
            for (position, param) in constructor.params.iter().enumerate() {
                match param {
                    ast::ParamOrTsParamProp::Param(param) => this.declare_param(id, position as u32, &param.pat),
                    ast::ParamOrTsParamProp::TsParamProp(property) => {
                        let kind = BindingKind::Param { function: id, position: position as u32 };
                        let (ident, default) = match &property.param {
                            ast::TsParamPropParam::Ident(ident) => (Some(ident), None),
                            ast::TsParamPropParam::Assign(assign) => (assign.left.as_ident(), Some(&assign.right)),
                        };
                        if let Some(ident) = ident {
                            this.declare(&ident.id, kind, types::annotation(ident.type_ann.as_deref()));
                        }
                        default.into_iter().for_each(|default| default.visit_with(this));
                    }
                }
            }
            body.visit_children_with(this);
        });
    }

    fn visit_catch_clause(&mut self, clause: &ast::CatchClause) {
        clause.param.iter().for_each(|param| self.declare_pattern(param));
        clause.body.visit_with(self);
    }

    fn visit_assign_expr(&mut self, assign: &ast::AssignExpr) {
        match &assign.left {
            ast::AssignTarget::Pat(ast::AssignTargetPat::Array(array)) => {
                array.elems.iter().flatten().for_each(|element| self.write_pattern(element));
            }
            ast::AssignTarget::Pat(ast::AssignTargetPat::Object(object)) => {
                object.props.iter().for_each(|property| self.write_property(property));
            }
            ast::AssignTarget::Pat(ast::AssignTargetPat::Invalid(_)) => {}
            ast::AssignTarget::Simple(target) => {
                match target {
                    ast::SimpleAssignTarget::Ident(name) => self.write(&name.id),
                    ast::SimpleAssignTarget::Paren(inner) => self.write_expr(&inner.expr),
                    ast::SimpleAssignTarget::TsAs(inner) => self.write_expr(&inner.expr),
                    ast::SimpleAssignTarget::TsNonNull(inner) => self.write_expr(&inner.expr),
                    ast::SimpleAssignTarget::TsSatisfies(inner) => self.write_expr(&inner.expr),
                    ast::SimpleAssignTarget::TsTypeAssertion(inner) => self.write_expr(&inner.expr),
                    _ => {}
                }
                target.visit_with(self);
            }
        }
        assign.right.visit_with(self);
    }

    fn visit_update_expr(&mut self, update: &ast::UpdateExpr) {
        self.write_expr(&update.arg);
        update.arg.visit_with(self);
    }

    fn visit_for_head(&mut self, head: &ast::ForHead) {
        match head {
            ast::ForHead::Pat(pattern) => self.write_pattern(pattern),
            other => other.visit_children_with(self),
        }
    }
}
