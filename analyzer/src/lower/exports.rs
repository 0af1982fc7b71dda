//! What a file gives to others: `export` in all its forms, and `module.exports`.

use swc_ecma_ast as ast;

use super::names::{Names, function_body_start};
use super::text;
use crate::module::{Export, Exports};

/// The exports of a file's statements.
pub(super) fn exports(items: &[ast::ModuleItem], names: &Names) -> Exports {
    let mut reader = Reader { names, exports: Exports::default() };
    for item in items {
        match item {
            ast::ModuleItem::ModuleDecl(declaration) => reader.declaration(declaration),
            ast::ModuleItem::Stmt(ast::Stmt::Expr(statement)) => reader.assignment(&statement.expr),
            ast::ModuleItem::Stmt(_) => {}
        }
    }
    reader.exports
}

struct Reader<'n> {
    names: &'n Names,
    exports: Exports,
}

impl Reader<'_> {
    fn declaration(&mut self, declaration: &ast::ModuleDecl) {
        match declaration {
            ast::ModuleDecl::ExportDecl(export) => self.declared(&export.decl),
            ast::ModuleDecl::ExportNamed(export) => {
                for specifier in &export.specifiers {
                    self.specifier(specifier, export.src.as_deref());
                }
            }
            ast::ModuleDecl::ExportAll(export) => {
                self.exports.stars.push(text::string(&export.src).into_owned());
            }
            ast::ModuleDecl::ExportDefaultDecl(export) => self.default(&export.decl),
            ast::ModuleDecl::ExportDefaultExpr(export) => self.value(Exports::DEFAULT, &export.expr),
            ast::ModuleDecl::TsExportAssignment(export) => self.value(Exports::WHOLE, &export.expr),
            ast::ModuleDecl::Import(_) | ast::ModuleDecl::TsImportEquals(_) | ast::ModuleDecl::TsNamespaceExport(_) => {
            }
        }
    }

    fn declared(&mut self, declaration: &ast::Decl) {
        match declaration {
            ast::Decl::Class(class) => self.own(&class.ident, None),
            ast::Decl::Fn(function) => self.own(&function.ident, None),
            ast::Decl::TsEnum(declaration) => self.own(&declaration.id, None),
            ast::Decl::TsInterface(interface) => self.own(&interface.id, None),
            ast::Decl::TsTypeAlias(alias) => self.own(&alias.id, None),
            ast::Decl::Var(variables) => variables.decls.iter().for_each(|declarator| self.pattern(&declarator.name)),
            ast::Decl::Using(_) | ast::Decl::TsModule(_) => {}
        }
    }

    fn pattern(&mut self, pattern: &ast::Pat) {
        match pattern {
            ast::Pat::Ident(name) => self.own(&name.id, None),
            ast::Pat::Array(array) => array.elems.iter().flatten().for_each(|element| self.pattern(element)),
            ast::Pat::Object(object) => {
                for property in &object.props {
                    match property {
                        ast::ObjectPatProp::KeyValue(property) => self.pattern(&property.value),
                        ast::ObjectPatProp::Assign(property) => self.own(&property.key.id, None),
                        ast::ObjectPatProp::Rest(rest) => self.pattern(&rest.arg),
                    }
                }
            }
            ast::Pat::Assign(assign) => self.pattern(&assign.left),
            ast::Pat::Rest(rest) => self.pattern(&rest.arg),
            ast::Pat::Invalid(_) | ast::Pat::Expr(_) => {}
        }
    }

    fn specifier(&mut self, specifier: &ast::ExportSpecifier, from: Option<&ast::Str>) {
        let module = from.map(|module| text::string(module).into_owned());
        let exported = |name: &ast::ModuleExportName| name.atom().to_string();
        match (specifier, module) {
            (ast::ExportSpecifier::Namespace(all), Some(module)) => {
                self.from(exported(&all.name), module, Exports::ALL);
            }
            (ast::ExportSpecifier::Default(default), Some(module)) => {
                self.from(default.exported.sym.to_string(), module, Exports::DEFAULT);
            }
            (ast::ExportSpecifier::Named(named), Some(module)) => {
                let name = exported(&named.orig);
                self.from(named.exported.as_ref().map_or_else(|| name.clone(), exported), module, &name);
            }
            (ast::ExportSpecifier::Named(named), None) => {
                if let ast::ModuleExportName::Ident(name) = &named.orig {
                    self.own(name, named.exported.as_ref().map(exported));
                }
            }
            (ast::ExportSpecifier::Namespace(_) | ast::ExportSpecifier::Default(_), None) => {}
        }
    }

    fn default(&mut self, declaration: &ast::DefaultDecl) {
        match declaration {
            ast::DefaultDecl::Fn(function) => {
                let body = function.function.body.as_ref().map(|body| body.span.lo);
                if let Some(id) = body.and_then(|body| self.names.function(body)) {
                    self.insert(Exports::DEFAULT, Export::Function(id));
                }
            }
            ast::DefaultDecl::Class(class) => {
                let binding = class.ident.as_ref().and_then(|name| self.names.binding(name));
                let name = class.ident.as_ref().map_or(Exports::DEFAULT, |name| &name.sym).to_owned();
                self.insert(Exports::DEFAULT, Export::Own { binding, name });
            }
            ast::DefaultDecl::TsInterfaceDecl(interface) => {
                self.own(&interface.id, Some(Exports::DEFAULT.to_owned()));
            }
        }
    }

    /// An expression that is exported: a name, a function, or any other value.
    fn value(&mut self, exported: &str, value: &ast::Expr) {
        let function = function_body_start(value).and_then(|body| self.names.function(body));
        match (text::unwrapped(value), function) {
            (ast::Expr::Ident(name), _) => self.own(name, Some(exported.to_owned())),
            (_, Some(id)) => self.insert(exported, Export::Function(id)),
            _ => {
                let binding = self.names.exported_value;
                self.insert(exported, Export::Own { binding, name: String::new() });
            }
        }
    }

    /// `module.exports = …`, `module.exports.name = …`, `exports.name = …`.
    fn assignment(&mut self, expr: &ast::Expr) {
        let ast::Expr::Assign(assign) = text::unwrapped(expr) else { return };
        let ast::AssignTarget::Simple(ast::SimpleAssignTarget::Member(target)) = &assign.left else { return };
        let Some(path) = text::member_path(target) else { return };
        if path == "module.exports" {
            match text::unwrapped(&assign.right) {
                ast::Expr::Object(object) => object.props.iter().for_each(|property| self.property(property)),
                value => self.value(Exports::WHOLE, value),
            }
        } else if let Some(name) = path.strip_prefix("module.exports.").or_else(|| path.strip_prefix("exports.")) {
            self.value_if_known(name, &assign.right);
        }
    }

    fn property(&mut self, property: &ast::PropOrSpread) {
        let ast::PropOrSpread::Prop(property) = property else { return };
        match &**property {
            ast::Prop::Shorthand(name) => self.own(name, None),
            ast::Prop::KeyValue(property) => {
                if let Some(name) = text::property_name(&property.key) {
                    self.value_if_known(&name, &property.value);
                }
            }
            ast::Prop::Method(method) => {
                let body = method.function.body.as_ref().map(|body| body.span.lo);
                let id = body.and_then(|body| self.names.function(body));
                if let (Some(name), Some(id)) = (text::property_name(&method.key), id) {
                    self.insert(&name, Export::Function(id));
                }
            }
            ast::Prop::Assign(_) | ast::Prop::Getter(_) | ast::Prop::Setter(_) => {}
        }
    }

    fn value_if_known(&mut self, exported: &str, value: &ast::Expr) {
        if matches!(text::unwrapped(value), ast::Expr::Ident(_)) || function_body_start(value).is_some() {
            self.value(exported, value);
        }
    }

    fn own(&mut self, name: &ast::Ident, exported: Option<String>) {
        let export = Export::Own { binding: self.names.binding(name), name: name.sym.to_string() };
        self.insert(&exported.unwrap_or_else(|| name.sym.to_string()), export);
    }

    fn from(&mut self, exported: String, module: String, name: &str) {
        self.exports.names.entry(exported).or_insert(Export::From { module, name: name.to_owned() });
    }

    /// The first declaration of a name counts: a function's overloads, and a type beside a value, share a name.
    fn insert(&mut self, exported: &str, export: Export) {
        self.exports.names.entry(exported.to_owned()).or_insert(export);
    }
}
