//! Statements, apart from loops, `switch` and `try`.

use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Value, span_of};
use super::calls::Usage;
use super::conditions::is_conditional;
use super::frames::Frame;
use super::text;
use crate::cfg::{DeadExit, Expr, ExprKind, Place};
use crate::constant::Const;
use crate::module::BindingKind;

impl<'s> Builder<'s, '_> {
    /// Statements in order; of what stands behind a `return`, `throw` or `break` only the ways out are noted.
    pub(super) fn statements(&mut self, statements: &'s [ast::Stmt]) {
        for statement in statements {
            match self.current {
                Some(_) => self.statement(statement),
                None => self.note_dead_exits(statement),
            }
        }
    }

    /// Remembers the ways out of a statement control never comes to.
    fn note_dead_exits(&mut self, statement: &'s ast::Stmt) {
        match statement {
            ast::Stmt::Block(block) => block.stmts.iter().for_each(|inner| self.note_dead_exits(inner)),
            ast::Stmt::If(choice) => {
                self.note_dead_exits(&choice.cons);
                if let Some(otherwise) = &choice.alt {
                    self.note_dead_exits(otherwise);
                }
            }
            ast::Stmt::Return(exit) => {
                let value = exit.arg.as_ref().map(|value| self.detached(value));
                let span = value.as_ref().map_or(span_of(exit), |value| value.span);
                self.cfg.dead_exits.push(DeadExit { span, value, throws: false });
            }
            ast::Stmt::Throw(exit) => {
                let value = Some(self.detached(&exit.arg));
                self.cfg.dead_exits.push(DeadExit { span: span_of(exit), value, throws: true });
            }
            _ => {}
        }
    }

    /// The value of an expression that is never evaluated; its blocks are dropped with everything else nothing leads to.
    fn detached(&mut self, expr: &'s ast::Expr) -> Expr {
        self.current = Some(self.block());
        let value = self.value(expr);
        self.current = None;
        value.expr
    }

    pub(super) fn statement(&mut self, statement: &'s ast::Stmt) {
        if self.current.is_none() {
            return;
        }
        self.statement = statement.span_lo();
        if !matches!(statement, ast::Stmt::Labeled(_)) && !is_loop(statement) {
            self.labels.clear();
        }
        match statement {
            ast::Stmt::Block(block) => self.statements(&block.stmts),
            ast::Stmt::Empty(_) | ast::Stmt::Debugger(_) => {}
            ast::Stmt::With(with) => {
                self.effect(&with.obj);
                self.statement(&with.body);
            }
            ast::Stmt::Return(exit) => match &exit.arg {
                Some(value) => self.return_expr(value, span_of(exit)),
                None => {
                    self.leave_with(None, span_of(exit));
                }
            },
            ast::Stmt::Labeled(labelled) => self.labelled(labelled),
            ast::Stmt::Break(exit) => self.break_out(exit.label.as_ref().map(|label| label.sym.as_str())),
            ast::Stmt::Continue(exit) => self.continue_loop(exit.label.as_ref().map(|label| label.sym.as_str())),
            ast::Stmt::If(choice) => self.if_statement(choice),
            ast::Stmt::Switch(switch) => self.switch(switch),
            ast::Stmt::Throw(throw) => {
                // Making the error is part of throwing it, not a call that may throw something else.
                let value = match text::unwrapped(&throw.arg) {
                    ast::Expr::New(new) => self.new_object(new, Usage::default(), true),
                    other => self.value(other),
                };
                self.throw(value, span_of(throw));
            }
            ast::Stmt::Try(statement) => self.try_statement(statement),
            ast::Stmt::While(statement) => self.while_loop(statement),
            ast::Stmt::DoWhile(statement) => self.do_while_loop(statement),
            ast::Stmt::For(statement) => self.for_loop(statement),
            ast::Stmt::ForIn(statement) => self.for_in(statement),
            ast::Stmt::ForOf(statement) => self.for_of(statement),
            ast::Stmt::Decl(declaration) => self.declaration(declaration),
            ast::Stmt::Expr(statement) => self.effect(&statement.expr),
        }
    }

    fn if_statement(&mut self, first: &'s ast::IfStmt) {
        let behind = self.block();
        let mut choice = first;
        // A chain of `else if` is walked, not recursed into.
        loop {
            let (then, otherwise) = (self.block(), self.block());
            self.condition(&choice.test, then, otherwise);
            self.enter(then);
            self.statement(&choice.cons);
            self.goto(behind);
            self.enter(otherwise);
            match choice.alt.as_deref() {
                Some(ast::Stmt::If(next)) => choice = next,
                Some(last) => {
                    self.statement(last);
                    break;
                }
                None => break,
            }
        }
        self.goto(behind);
        self.enter(behind);
    }

    fn labelled(&mut self, labelled: &'s ast::LabeledStmt) {
        self.labels.push(&labelled.label.sym);
        if matches!(&*labelled.body, ast::Stmt::Labeled(_)) || is_loop(&labelled.body) {
            self.statement(&labelled.body);
            return;
        }
        let labels = std::mem::take(&mut self.labels);
        let behind = self.block();
        self.frames.push(Frame::Breakable { labels, break_to: behind, continue_to: None, unlabelled: false });
        self.statement(&labelled.body);
        self.frames.pop();
        self.goto(behind);
        self.enter(behind);
    }

    pub(super) fn declaration(&mut self, declaration: &'s ast::Decl) {
        match declaration {
            ast::Decl::Var(variables) => self.variables(variables),
            ast::Decl::Using(using) => {
                for declarator in &using.decls {
                    self.declarator(declarator, false);
                }
            }
            ast::Decl::Class(class) => self.class_values(&class.class),
            ast::Decl::Fn(_)
            | ast::Decl::TsInterface(_)
            | ast::Decl::TsTypeAlias(_)
            | ast::Decl::TsEnum(_)
            | ast::Decl::TsModule(_) => {}
        }
    }

    /// `const`, `let` and `var`, also in the head of a `for`.
    pub(super) fn variables(&mut self, variables: &'s ast::VarDecl) {
        if variables.declare {
            return;
        }
        for declarator in &variables.decls {
            self.declarator(declarator, variables.kind == ast::VarDeclKind::Let);
        }
    }

    fn declarator(&mut self, declarator: &'s ast::VarDeclarator, starts_undefined: bool) {
        let span = span_of(declarator);
        let binding = match &declarator.name {
            ast::Pat::Ident(name) => self.shared.names.binding(&name.id),
            _ => None,
        };
        match (&declarator.init, binding) {
            (Some(init), _) if super::names::required(init).is_some() => {}
            (Some(_), Some(binding)) if self.is_known(binding) => {}
            (Some(init), Some(binding)) if is_conditional(init) => self.conditional_into(init, binding),
            (Some(init), _) => {
                let value = self.value(init);
                self.assign_pattern(&declarator.name, value, span);
            }
            (None, Some(binding)) if starts_undefined => {
                let undefined = Value::constant(Const::Undefined, span);
                self.assign(Place::Binding(binding), undefined, span);
            }
            (None, _) => {}
        }
    }

    /// A parameter property: `this.name = name`, before anything else the constructor does.
    pub(super) fn store_parameter(&mut self, name: &ast::Ident) {
        let span = span_of(name);
        let Some(binding) = self.shared.names.binding(name) else { return };
        let is_param = self
            .shared
            .bindings
            .get(binding.0 as usize)
            .is_some_and(|binding| matches!(binding.kind, BindingKind::Param { .. }));
        if is_param {
            let this = Value::new(ExprKind::This, span, Effect::Stable, 0);
            let place = Place::Member { object: this.expr, property: name.sym.to_string() };
            let value = self.read(binding, span);
            self.assign(place, value, span);
        }
    }

    /// Literal `true`, as the discriminant of `switch (true)`.
    pub(super) fn is_true(expr: &ast::Expr) -> bool {
        text::constant(text::unwrapped(expr)) == Some(Const::Bool(true))
    }
}

fn is_loop(statement: &ast::Stmt) -> bool {
    matches!(
        statement,
        ast::Stmt::While(_) | ast::Stmt::DoWhile(_) | ast::Stmt::For(_) | ast::Stmt::ForIn(_) | ast::Stmt::ForOf(_)
    )
}
