//! TypeScript as node runs it: types stripped by swc, and the code made to tell what its variables held.
//!
//! In: a file's text, and the text of conditions. Out: JavaScript. Knows nothing of checks.

use std::collections::{BTreeMap, BTreeSet};

use swc_common::{BytePos, DUMMY_SP, GLOBALS, Globals, Mark, Spanned, SyntaxContext};
use swc_ecma_ast::{
    ArrowExpr, BlockStmt, CallExpr, Callee, CatchClause, ClassDecl, Decl, DefaultDecl, Expr, ExprOrSpread, ExprStmt, FnDecl,
    Function, Ident, ImportSpecifier, Lit, MemberProp, Module, ModuleDecl, ModuleItem, ObjectPatProp, Pat, Program, Stmt,
    VarDeclarator,
};
use swc_ecma_codegen::to_code;
use swc_ecma_parser::{Parser, StringInput, Syntax, TsSyntax};
use swc_ecma_transforms_base::{fixer::fixer, resolver};
use swc_ecma_transforms_typescript::strip;
use swc_ecma_visit::{Visit, VisitMut, VisitMutWith, VisitWith};

/// A file as JavaScript.
#[derive(Default)]
pub struct Script {
    pub code: String,
    /// Names the file takes from elsewhere, with the type it declares for them.
    pub ambient: BTreeMap<String, Option<String>>,
    /// Classes at the top level.
    pub classes: Vec<String>,
    /// By where they end; where two end together, the outer one comes first.
    functions: Vec<(u32, u32, FunctionText)>,
}

/// What a condition about a function needs of it.
#[derive(Clone, Default)]
pub struct FunctionText {
    /// Its parameters as written.
    pub params: String,
    /// Variables inside, with the expression each starts as.
    pub locals: BTreeMap<String, String>,
    pub constants: Constants,
}

/// Constants that stand somewhere.
#[derive(Clone, Default)]
pub struct Constants {
    pub strings: BTreeSet<String>,
    pub numbers: BTreeSet<i64>,
}

/// A condition as JavaScript.
pub struct ConditionScript {
    pub code: String,
    pub names: BTreeSet<String>,
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
            module.visit_with(&mut script);
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

    fn found(&mut self, span: swc_common::Span, params: &[&Pat], body: &impl VisitWith<Inside>) {
        // The functions that enums become stand nowhere.
        if span.is_dummy() {
            return;
        }
        let mut inside = Inside::default();
        body.visit_with(&mut inside);
        let params: Vec<String> = params.iter().map(|param| to_code(*param)).collect();
        let text = FunctionText { params: params.join(", "), locals: inside.locals, constants: inside.constants };
        self.functions.push((offset(span.lo), offset(span.hi), text));
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
    /// Reads a condition. `throws(f(x))` gets the call, not its value.
    pub fn of(text: &str) -> Result<ConditionScript, String> {
        GLOBALS.set(&Globals::new(), || {
            let mut module = parse(&format!("({text}\n);"))?;
            module.visit_mut_with(&mut Delaying);
            let module = stripped(module);
            let [ModuleItem::Stmt(Stmt::Expr(statement))] = &module.body[..] else {
                return Err("no expression".to_owned());
            };
            let mut inside = Inside::default();
            statement.expr.visit_with(&mut inside);
            Ok(ConditionScript { code: to_code(&statement.expr), names: inside.names, constants: inside.constants })
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

fn offset(position: BytePos) -> u32 {
    position.0 - 1
}

fn slice<'t>(text: &'t str, node: &impl Spanned) -> &'t str {
    let span = node.span();
    &text[offset(span.lo) as usize..offset(span.hi) as usize]
}

/// `$tools.tool(…)`
fn tool(name: &str, args: Vec<Expr>) -> Expr {
    let member = swc_ecma_ast::MemberExpr {
        span: DUMMY_SP,
        obj: Box::new(Expr::Ident(Ident::new_no_ctxt("$tools".into(), DUMMY_SP))),
        prop: MemberProp::Ident(name.into()),
    };
    Expr::Call(CallExpr {
        span: DUMMY_SP,
        ctxt: SyntaxContext::empty(),
        callee: Callee::Expr(Box::new(Expr::Member(member))),
        args: args.into_iter().map(|arg| ExprOrSpread { spread: None, expr: Box::new(arg) }).collect(),
        type_args: None,
    })
}

fn statement(expression: Expr) -> Stmt {
    Stmt::Expr(ExprStmt { span: DUMMY_SP, expr: Box::new(expression) })
}

/// Has functions tell what their variables start as, and that something was caught.
struct Telling;

impl VisitMut for Telling {
    fn visit_mut_stmts(&mut self, statements: &mut Vec<Stmt>) {
        statements.visit_mut_children_with(self);
        for mut one in std::mem::take(statements) {
            let mut names = Vec::new();
            if let Stmt::Decl(Decl::Var(variables)) = &mut one {
                variables.decls.iter().for_each(|variable| bound_names(&variable.name, &mut names));
            }
            statements.push(one);
            statements.extend(names.into_iter().map(|name| {
                let text = Expr::Lit(Lit::Str((&*name.sym).into()));
                statement(tool("seen", vec![text, Expr::Ident(name)]))
            }));
        }
    }

    fn visit_mut_catch_clause(&mut self, clause: &mut CatchClause) {
        clause.visit_mut_children_with(self);
        clause.body.stmts.insert(0, statement(tool("threw", Vec::new())));
    }
}

fn bound_names(pattern: &Pat, names: &mut Vec<Ident>) {
    match pattern {
        Pat::Ident(name) => names.push(name.id.clone()),
        Pat::Array(array) => array.elems.iter().flatten().for_each(|element| bound_names(element, names)),
        Pat::Object(object) => object.props.iter().for_each(|property| match property {
            ObjectPatProp::KeyValue(pair) => bound_names(&pair.value, names),
            ObjectPatProp::Assign(assign) => names.push(assign.key.id.clone()),
            ObjectPatProp::Rest(rest) => bound_names(&rest.arg, names),
        }),
        Pat::Rest(rest) => bound_names(&rest.arg, names),
        Pat::Assign(assign) => bound_names(&assign.left, names),
        Pat::Invalid(_) | Pat::Expr(_) => {}
    }
}

/// `throws(f(x))` becomes `await $tools.throws(async () => f(x))`, and `passes` the opposite.
struct Delaying;

impl VisitMut for Delaying {
    fn visit_mut_expr(&mut self, expression: &mut Expr) {
        expression.visit_mut_children_with(self);
        let Expr::Call(call) = expression else { return };
        let Some(Expr::Ident(name)) = call.callee.as_expr().map(|callee| &**callee) else { return };
        let negated = match &*name.sym {
            "throws" => false,
            "passes" => true,
            _ => return,
        };
        let delayed = call.args.drain(..).map(|arg| {
            let body = Box::new(swc_ecma_ast::ArrowFunctionBody::Expr(arg.expr));
            Expr::Arrow(ArrowExpr { body, is_async: true, ..ArrowExpr::default() })
        });
        let asked = tool("throws", delayed.collect());
        let awaited = Expr::Await(swc_ecma_ast::AwaitExpr { span: DUMMY_SP, arg: Box::new(asked) });
        *expression = match negated {
            false => awaited,
            true => Expr::Unary(swc_ecma_ast::UnaryExpr {
                span: DUMMY_SP,
                op: swc_ecma_ast::UnaryOp::Bang,
                arg: Box::new(awaited),
            }),
        };
    }
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

    fn visit_var_declarator(&mut self, variable: &VarDeclarator) {
        if let (Pat::Ident(name), Some(init)) = (&variable.name, &variable.init) {
            self.locals.insert(name.sym.to_string(), to_code(init));
        } else {
            let mut names = Vec::new();
            bound_names(&variable.name, &mut names);
            self.locals.extend(names.into_iter().map(|name| (name.sym.to_string(), "undefined.unset".to_owned())));
        }
        variable.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, call: &CallExpr) {
        // What the code tells is no part of it.
        let told = matches!(&call.callee, Callee::Expr(callee) if to_code(callee).starts_with("$tools."));
        if !told || call.args.iter().any(|arg| arg.expr.is_arrow()) {
            call.visit_children_with(self);
        }
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

    fn visit_block_stmt(&mut self, block: &BlockStmt) {
        block.visit_children_with(self);
    }
}
