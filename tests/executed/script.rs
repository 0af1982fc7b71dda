//! TypeScript as node runs it: types stripped by swc, and the code made to tell what its variables held.
//!
//! In: a file's text, and the text of conditions. Out: JavaScript. Knows nothing of checks.

use std::collections::{BTreeMap, BTreeSet};

use swc_common::{BytePos, DUMMY_SP, GLOBALS, Globals, Mark, Spanned};
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, AwaitExpr, CallExpr, Callee, CatchClause, ClassDecl, Decl, DefaultDecl, Expr,
    ExprOrSpread, FnDecl, Function, Ident, ImportSpecifier, Lit, MemberExpr, MemberProp, Module, ModuleDecl,
    ModuleItem, ObjectLit, Pat, Program, Stmt, UnaryExpr, UnaryOp, VarDeclarator,
};
use swc_ecma_codegen::to_code;
use swc_ecma_parser::{Parser, StringInput, Syntax, TsSyntax};
use swc_ecma_transforms_base::{fixer::fixer, resolver};
use swc_ecma_transforms_typescript::strip;
use swc_ecma_visit::{Visit, VisitMut, VisitMutWith, VisitWith};

use super::telling::{Telling, bound_names, member, names_of, tool};

/// An expression that has no value.
const NEVER_SET: &str = "undefined.unset";

/// A file as JavaScript.
#[derive(Default)]
pub struct Script {
    pub code: String,
    /// Names the file takes from elsewhere, with the type it declares for them.
    pub ambient: BTreeMap<String, Option<String>>,
    /// Classes at the top level.
    pub classes: Vec<String>,
    /// What stands in the variables of the top level.
    variables: BTreeMap<String, Constants>,
    /// By where they end; where two end together, the outer one comes first.
    functions: Vec<(u32, u32, FunctionText)>,
}

/// What a condition about a function needs of it.
#[derive(Clone, Default)]
pub struct FunctionText {
    /// Its parameters as written.
    pub params: String,
    /// From where to where it stands.
    pub span: (u32, u32),
    /// Names of its parameters.
    own: BTreeSet<String>,
    /// Variables, with the expression each starts as.
    pub locals: BTreeMap<String, String>,
    pub constants: Constants,
}

/// Constants that stand somewhere.
#[derive(Clone, Default)]
pub struct Constants {
    pub strings: BTreeSet<String>,
    pub numbers: BTreeSet<i64>,
}

impl Constants {
    pub fn add(&mut self, others: Constants) {
        self.strings.extend(others.strings);
        self.numbers.extend(others.numbers);
    }
}

/// A condition as JavaScript.
pub struct ConditionScript {
    pub code: String,
    /// Variables of the function that it names.
    pub needs: BTreeSet<String>,
    pub constants: Constants,
}

impl Script {
    pub fn of(text: &str) -> Result<Script, String> {
        GLOBALS.set(&Globals::new(), || {
            let mut module = parse(text)?;
            let mut script = Script::default();
            script.unwrap_modules(&mut module, text);
            module.visit_mut_with(&mut Telling);
            let module = stripped(module);
            script.read_variables(&module);
            module.visit_with(&mut script);
            script.share_names(&module);
            script.code = to_code(&module);
            Ok(script)
        })
    }

    /// The function that ends here, the innermost one that starts behind `start`.
    pub fn function(&self, start: u32, end: u32) -> Option<&FunctionText> {
        let here = self.functions.iter().filter(|(from, to, _)| *to == end && *from >= start);
        here.min_by_key(|(from, ..)| *from).map(|(.., text)| text)
    }

    /// Exports become plain declarations, what is imported or only declared becomes a name.
    fn unwrap_modules(&mut self, module: &mut Module, text: &str) {
        let mut items = Vec::new();
        for item in std::mem::take(&mut module.body) {
            let statement = match item {
                ModuleItem::Stmt(statement) => statement,
                ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => Stmt::Decl(export.decl),
                ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultDecl(export)) => match export.decl {
                    DefaultDecl::Fn(function) if function.ident.is_some() => Stmt::Decl(Decl::Fn(FnDecl {
                        ident: function.ident.unwrap_or_default(),
                        declare: false,
                        function: function.function,
                    })),
                    _ => continue,
                },
                ModuleItem::ModuleDecl(ModuleDecl::Import(import)) if !import.type_only => {
                    let value = |specifier: &ImportSpecifier| !matches!(specifier, ImportSpecifier::Named(named) if named.is_type_only);
                    let names = import.specifiers.iter().filter(|specifier| value(specifier));
                    self.ambient.extend(names.map(|specifier| (specifier.local().sym.to_string(), None)));
                    continue;
                }
                ModuleItem::ModuleDecl(_) => continue,
            };
            match &statement {
                Stmt::Decl(Decl::Fn(function)) if function.declare => {
                    let params = function.function.params.iter().map(|param| slice(text, param)).collect::<Vec<_>>();
                    let returns = function.function.return_type.as_ref().map(|ty| slice(text, &*ty.type_ann));
                    let shape = returns.map(|returns| format!("({}) => {returns}", params.join(", ")));
                    self.ambient.insert(function.ident.sym.to_string(), shape);
                }
                Stmt::Decl(Decl::Var(variables)) if variables.declare => {
                    for variable in &variables.decls {
                        if let Pat::Ident(name) = &variable.name {
                            let shape = name.type_ann.as_ref().map(|ty| slice(text, &*ty.type_ann).to_owned());
                            self.ambient.insert(name.sym.to_string(), shape);
                        }
                    }
                }
                _ => {}
            }
            items.push(ModuleItem::Stmt(statement));
        }
        module.body = items;
    }

    /// A row may name what a function has that the check calls; a run tells what that held.
    fn share_names(&mut self, module: &Module) {
        let mut top_level = Inside::default();
        module.body.iter().filter_map(|item| item.as_stmt()?.as_decl()).for_each(|declared| match declared {
            Decl::Var(variables) => {
                let names = names_of(variables.decls.iter().map(|variable| &variable.name));
                top_level.names.extend(names.iter().map(|name| name.sym.to_string()));
            }
            Decl::Fn(function) => top_level.names.extend([function.ident.sym.to_string()]),
            Decl::Class(class) => top_level.names.extend([class.ident.sym.to_string()]),
            _ => {}
        });
        let mut all: BTreeSet<String> = BTreeSet::from(["error".to_owned()]);
        for (.., text) in &self.functions {
            all.extend(text.locals.keys().chain(&text.own).cloned());
        }
        all.retain(|name| !top_level.names.contains(name) && !self.ambient.contains_key(name));
        for (.., text) in &mut self.functions {
            for name in all.iter().filter(|name| !text.own.contains(*name)) {
                text.locals.entry(name.clone()).or_insert_with(|| NEVER_SET.to_owned());
            }
        }
    }

    fn read_variables(&mut self, module: &Module) {
        let declarations = module.body.iter().filter_map(|item| item.as_stmt()?.as_decl()?.as_var());
        for variable in declarations.flat_map(|declaration| &declaration.decls) {
            let mut inside = Inside::default();
            variable.init.visit_with(&mut inside);
            let name = variable.name.as_ident().map(|name| name.sym.to_string());
            self.variables.extend(name.map(|name| (name, inside.constants)));
        }
    }

    fn found(&mut self, span: swc_common::Span, params: &[&Pat], body: &impl VisitWith<Inside>) {
        // The functions that enums become stand nowhere.
        if span.is_dummy() {
            return;
        }
        let mut inside = Inside::default();
        body.visit_children_with(&mut inside);
        for named in inside.names.iter().filter_map(|name| self.variables.get(name)) {
            inside.constants.add(named.clone());
        }
        let own: BTreeSet<String> = names_of(params.iter().copied()).iter().map(|name| name.sym.to_string()).collect();
        let params: Vec<String> = params.iter().map(|param| to_code(*param)).collect();
        let (params, locals, constants) = (params.join(", "), inside.locals, inside.constants);
        let span = (offset(span.lo), offset(span.hi));
        let text = FunctionText { span, params, own, locals, constants };
        self.functions.push((span.0, span.1, text));
    }
}

impl Visit for Script {
    fn visit_function(&mut self, function: &Function) {
        let params: Vec<&Pat> = function.params.iter().map(|param| &param.pat).collect();
        self.found(function.span, &params, function);
        function.visit_children_with(self);
    }

    fn visit_arrow_expr(&mut self, arrow: &ArrowExpr) {
        let params: Vec<&Pat> = arrow.params.iter().collect();
        self.found(arrow.span, &params, arrow);
        arrow.visit_children_with(self);
    }

    fn visit_class_decl(&mut self, class: &ClassDecl) {
        self.classes.push(class.ident.sym.to_string());
        class.visit_children_with(self);
    }
}

impl ConditionScript {
    /// Reads a condition about a function. `throws(f(x))` gets the call, not its value; a variable is read when it is asked for.
    pub fn of(text: &str, function: &FunctionText) -> Result<ConditionScript, String> {
        GLOBALS.set(&Globals::new(), || {
            let unread = |error| format!("`{text}` is no expression: {error}");
            let mut module = parse(&format!("({text}\n);")).map_err(unread)?;
            let mut asking = Asking { function, bound: Vec::new(), needs: BTreeSet::new(), throws_inside: false };
            module.visit_mut_with(&mut asking);
            if asking.throws_inside {
                return Err("a condition says of elements whether something throws".to_owned());
            }
            let module = stripped(module);
            let [ModuleItem::Stmt(Stmt::Expr(statement))] = &module.body[..] else {
                return Err(unread("more than one".to_owned()));
            };
            let mut inside = Inside::default();
            statement.expr.visit_with(&mut inside);
            Ok(ConditionScript { code: to_code(&statement.expr), needs: asking.needs, constants: inside.constants })
        })
    }
}

fn parse(text: &str) -> Result<Module, String> {
    let input = StringInput::new(text, BytePos(1), BytePos(1 + text.len() as u32));
    let mut parser = Parser::new(Syntax::Typescript(TsSyntax { decorators: true, ..TsSyntax::default() }), input, None);
    let module = parser.parse_module().map_err(|error| error.kind().msg().to_string())?;
    match parser.take_errors().first() {
        Some(error) => Err(error.kind().msg().to_string()),
        None => Ok(module),
    }
}

fn stripped(module: Module) -> Module {
    let (unresolved, top_level) = (Mark::new(), Mark::new());
    let mut program = Program::Module(module);
    program.mutate(resolver(unresolved, top_level, true));
    program.mutate(strip(unresolved, top_level));
    program.mutate(fixer(None));
    program.expect_module()
}

pub fn offset(position: BytePos) -> u32 {
    position.0 - 1
}

fn slice<'t>(text: &'t str, node: &impl Spanned) -> &'t str {
    let span = node.span();
    &text[offset(span.lo) as usize..offset(span.hi) as usize]
}

/// `throws(f(x))` becomes `await $tools.throws(async () => f(x))`, and a variable of the function a member of `$locals`.
struct Asking<'f> {
    function: &'f FunctionText,
    /// Elements that quantifiers around have named.
    bound: Vec<Ident>,
    needs: BTreeSet<String>,
    /// Something inside a quantifier throws, or not: the run can't be asked about one element.
    throws_inside: bool,
}

impl VisitMut for Asking<'_> {
    fn visit_mut_arrow_expr(&mut self, arrow: &mut ArrowExpr) {
        let before = self.bound.len();
        arrow.params.iter().for_each(|param| bound_names(param, &mut self.bound));
        arrow.body.visit_mut_with(self);
        self.bound.truncate(before);
    }

    fn visit_mut_expr(&mut self, expression: &mut Expr) {
        expression.visit_mut_children_with(self);
        match expression {
            Expr::Ident(name) => {
                let bound = self.bound.iter().any(|bound| bound.sym == name.sym);
                if !bound && self.function.locals.contains_key(&*name.sym) {
                    self.needs.insert(name.sym.to_string());
                    *expression = member("$locals", &name.sym);
                }
            }
            Expr::Call(call) => {
                let Some(Expr::Ident(name)) = call.callee.as_expr().map(|callee| &**callee) else { return };
                let passes = match &*name.sym {
                    "throws" => false,
                    "passes" => true,
                    _ => return,
                };
                self.throws_inside |= !self.bound.is_empty();
                let asked = whether_throws(std::mem::take(&mut call.args));
                *expression = if passes { not(asked) } else { asked };
            }
            _ => {}
        }
    }
}

/// `await $tools.throws(async () => call)`
fn whether_throws(calls: Vec<ExprOrSpread>) -> Expr {
    let delayed = calls.into_iter().map(|call| {
        let body = Box::new(ArrowFunctionBody::Expr(call.expr));
        Expr::Arrow(ArrowExpr { body, is_async: true, ..ArrowExpr::default() })
    });
    Expr::Await(AwaitExpr { span: DUMMY_SP, arg: Box::new(tool("throws", delayed.collect())) })
}

fn not(expression: Expr) -> Expr {
    Expr::Unary(UnaryExpr { span: DUMMY_SP, op: UnaryOp::Bang, arg: Box::new(expression) })
}

/// What stands in a piece of code.
#[derive(Default)]
struct Inside {
    names: BTreeSet<String>,
    locals: BTreeMap<String, String>,
    constants: Constants,
}

impl Visit for Inside {
    fn visit_ident(&mut self, name: &Ident) {
        self.names.insert(name.sym.to_string());
    }

    /// A condition calls what was caught `error`, whatever the function calls it.
    fn visit_catch_clause(&mut self, clause: &CatchClause) {
        self.locals.entry("error".to_owned()).or_insert_with(|| NEVER_SET.to_owned());
        clause.visit_children_with(self);
    }

    fn visit_var_declarator(&mut self, variable: &VarDeclarator) {
        if let (Pat::Ident(name), Some(init)) = (&variable.name, &variable.init) {
            self.locals.insert(name.sym.to_string(), to_code(init));
        } else {
            let mut names = Vec::new();
            bound_names(&variable.name, &mut names);
            self.locals.extend(names.into_iter().map(|name| (name.sym.to_string(), NEVER_SET.to_owned())));
        }
        variable.visit_children_with(self);
    }

    /// `Ruling.ALLOW`: a constant of an enum from elsewhere is its own name.
    fn visit_member_expr(&mut self, member: &MemberExpr) {
        if let (Expr::Ident(object), MemberProp::Ident(property)) = (&*member.obj, &member.prop)
            && object.sym.starts_with(char::is_uppercase)
            && property.sym.starts_with(char::is_uppercase)
        {
            self.constants.strings.insert(format!("{}.{}", object.sym, property.sym));
        }
        member.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, call: &CallExpr) {
        // What the code tells is no part of it.
        let told = matches!(&call.callee, Callee::Expr(callee) if to_code(callee).starts_with("$tools."));
        if told {
            let functions = call.args.iter().filter(|arg| arg.expr.is_arrow() || arg.expr.is_fn_expr());
            functions.for_each(|function| function.visit_with(self));
        } else {
            call.visit_children_with(self);
        }
    }

    /// What a table is asked for is one of its keys.
    fn visit_object_lit(&mut self, object: &ObjectLit) {
        for name in object.props.iter().filter_map(|property| property.as_prop()?.as_key_value()?.key.as_ident()) {
            self.constants.strings.insert(name.sym.to_string());
        }
        object.visit_children_with(self);
    }

    fn visit_lit(&mut self, literal: &Lit) {
        match literal {
            Lit::Str(text) => {
                self.constants.strings.insert(text.value.to_string_lossy().into_owned());
            }
            Lit::Num(number) if number.value.fract() == 0.0 => {
                self.constants.numbers.insert(number.value as i64);
            }
            _ => {}
        }
    }
}
