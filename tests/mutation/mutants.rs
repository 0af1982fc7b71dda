//! From a file without faults to texts with one fault each, by edits at places of the syntax tree.

use std::collections::BTreeSet;

use portcullis_analyzer::{Analysis, Asked, Check, Confidence, Decision, Encoding, Span};
use portcullis_lints::Finding;
use swc_common::{BytePos, Spanned};
use swc_ecma_ast as ast;
use swc_ecma_parser::{Parser, StringInput, Syntax, TsSyntax};
use swc_ecma_visit::{Visit, VisitWith};

use super::operator::Operator;

/// A text with a fault in it.
#[derive(Debug, Clone)]
pub struct Mutant {
    pub operator: Operator,
    /// The name of the function it is in, and where that starts.
    pub function: String,
    pub start: u32,
    /// Whether that was taken for a check, so that tables can be compared.
    pub is_check: bool,
    /// What was changed.
    pub at: Span,
    pub text: String,
}

/// Every fault that can be put into the sound functions of a file.
pub fn mutants(analysis: &Analysis<'_>, findings: &[Finding]) -> Vec<Mutant> {
    let source = analysis.source();
    let Some(module) = parse(&source.text, source.path.ends_with('x')) else { return Vec::new() };
    let faulty: BTreeSet<&str> = findings.iter().map(|finding| finding.function.as_str()).collect();
    let mut walk =
        Walk { analysis, faulty, places: Places::of(analysis), returned: BTreeSet::new(), found: Vec::new() };
    module.visit_with(&mut walk);
    walk.found
}

fn parse(text: &str, tsx: bool) -> Option<ast::Module> {
    let input = StringInput::new(text, BytePos(1), BytePos(1 + text.len() as u32));
    let syntax = Syntax::Typescript(TsSyntax { decorators: true, tsx, ..TsSyntax::default() });
    Parser::new(syntax, input, None).parse_module().ok()
}

/// Where a node stands.
pub fn span_of(node: &impl Spanned) -> Span {
    let span = node.span();
    Span::new(span.lo.0.saturating_sub(1), span.hi.0.saturating_sub(1))
}

/// What the analysis knows of places.
struct Places {
    denials: BTreeSet<Span>,
    allows: BTreeSet<Span>,
    /// Calls of checks of the project, and names of checks that are handed on.
    asked: BTreeSet<Span>,
    handed: BTreeSet<Span>,
    /// Functions that are entries beside at least three others.
    siblings: BTreeSet<Span>,
}

impl Places {
    fn of(analysis: &Analysis<'_>) -> Self {
        let exits = |decision| {
            let exits = analysis.checks.iter().flat_map(move |check| check.reaching(decision));
            exits.map(|exit| exit.span).collect::<BTreeSet<_>>()
        };
        let known = analysis.calls.iter().filter(|site| site.callee.is_ok());
        let (called, handed): (Vec<_>, Vec<_>) = known.partition(|site| matches!(site.asked, Asked::Called(_)));
        let entries = analysis.program.entries();
        let own = entries.iter().filter(|entry| entry.handler.module == analysis.id);
        let has_siblings = own.filter(|entry| entries.iter().filter(|other| other.group == entry.group).count() > 3);
        Places {
            denials: exits(Decision::Deny),
            allows: exits(Decision::Allow),
            asked: called.iter().map(|site| site.span).collect(),
            handed: handed.iter().map(|site| site.span).collect(),
            siblings: has_siblings.map(|entry| analysis.program.function(entry.handler).span).collect(),
        }
    }
}

struct Walk<'w, 'p> {
    analysis: &'w Analysis<'p>,
    faulty: BTreeSet<&'w str>,
    places: Places,
    /// Values that functions return.
    returned: BTreeSet<Span>,
    found: Vec<Mutant>,
}

impl<'w, 'p> Walk<'w, 'p> {
    fn text(&self, span: Span) -> &'p str {
        self.analysis.source().slice(span)
    }

    /// The innermost check around a place, if it is sound and fully understood.
    fn check(&self, at: Span) -> Option<&'w Check> {
        let around =
            self.analysis.checks.iter().filter(|check| check.span.start <= at.start && at.end <= check.span.end);
        let check = around.min_by_key(|check| check.span.len())?;
        let can = |decision| check.can(decision);
        let decides = can(Decision::Allow) && (can(Decision::Deny) || can(Decision::Ask));
        let sound = check.exact && check.confidence >= Confidence::Medium && !self.faulty.contains(check.name.as_str());
        (sound && decides).then_some(check)
    }

    /// Adds a fault in a check.
    fn spoil(&mut self, operator: Operator, check: &Check, edits: &[(Span, &str)]) {
        self.add(operator, (&check.name, check.span.start, true), edits);
    }

    /// Adds a fault in whatever function is around it.
    fn spoil_caller(&mut self, operator: Operator, at: Span, edits: &[(Span, &str)]) {
        let module = self.analysis.module();
        let around: Vec<_> = module.functions.iter().filter(|function| function.span.contains(at.start)).collect();
        let Some(function) = around.iter().min_by_key(|function| function.span.len()) else { return };
        if around.iter().all(|function| !self.faulty.contains(function.name.as_str())) {
            let is_check = self.analysis.checks.iter().any(|check| check.span == function.span && check.exact);
            self.add(operator, (&function.name, function.span.start, is_check), edits);
        }
    }

    fn add(&mut self, operator: Operator, (function, start, is_check): (&str, u32, bool), edits: &[(Span, &str)]) {
        let mut text = self.analysis.source().text.to_string();
        let mut edits = edits.to_vec();
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
        for (span, replacement) in &edits {
            text.replace_range(span.start as usize..span.end as usize, replacement);
        }
        let at = edits.last().map(|(span, _)| *span).unwrap_or_default();
        self.found.push(Mutant { operator, function: function.to_owned(), start, is_check, at, text });
    }

    /// A constant answer with which a check allows.
    fn yes(&self, check: &Check) -> Option<String> {
        match (check.encoding, check.polarity) {
            (Encoding::Boolean, portcullis_analyzer::Polarity::Normal) => return Some("true".to_owned()),
            (Encoding::Boolean, portcullis_analyzer::Polarity::Inverted) => return Some("false".to_owned()),
            _ => {}
        }
        let constant = |text: &&str| text.starts_with(['\'', '"', '{']) || text.contains('.') && !text.contains('(');
        check.reaching(Decision::Allow).map(|exit| self.text(exit.span)).find(constant).map(str::to_owned)
    }

    /// The whole statement that denies, if one does.
    fn denies(&self, statement: &ast::Stmt) -> bool {
        match statement {
            ast::Stmt::Return(exit) => {
                // What may allow as well is a test, and no denial.
                let denies = |at| self.places.denials.contains(&at) && !self.places.allows.contains(&at);
                exit.arg.as_ref().is_some_and(|value| denies(unwrapped(value)))
            }
            ast::Stmt::Throw(exit) => self.places.denials.contains(&span_of(exit)),
            ast::Stmt::Block(block) => block.stmts.last().is_some_and(|last| self.denies(last)),
            _ => false,
        }
    }

    fn allows(&self, statement: &ast::Stmt) -> bool {
        match statement {
            ast::Stmt::Return(exit) => {
                exit.arg.as_ref().is_some_and(|value| self.places.allows.contains(&unwrapped(value)))
            }
            ast::Stmt::Block(block) => block.stmts.last().is_some_and(|last| self.allows(last)),
            _ => false,
        }
    }

    /// Takes the denial out of a branch, and leaves the rest of it.
    fn drop_denial(&mut self, branch: &ast::Stmt) {
        let Some(check) = self.check(span_of(branch)).filter(|_| self.denies(branch)) else { return };
        match branch {
            ast::Stmt::Block(block) => {
                if let Some(last) = block.stmts.last() {
                    self.spoil(Operator::DropDenial, check, &[(span_of(last), "")]);
                }
            }
            bare => self.spoil(Operator::DropDenial, check, &[(span_of(bare), "{}")]),
        }
    }

    /// Something of the request that need not be there.
    fn left_out(&self, function: Span) -> Option<&'static str> {
        let head = self.text(Span::new(function.start, function.end.min(function.start + 200)));
        let named = |name: &str| {
            ["(", " ", ", "]
                .iter()
                .any(|before| [",", ":", ")"].iter().any(|after| head.contains(&format!("{before}{name}{after}"))))
        };
        match () {
            () if named("req") => Some("req.query.strict"),
            () if named("request") => Some("request.query.strict"),
            () if named("ctx") => Some("ctx.query.strict"),
            () => None,
        }
    }

    fn statements(&mut self, statements: &[ast::Stmt]) {
        for pair in statements.windows(2) {
            let [first, second] = pair else { continue };
            self.swapped(first, second);
            self.without_return(first, second);
        }
    }

    /// Two rules in a row, in the other order.
    fn swapped(&mut self, first: &ast::Stmt, second: &ast::Stmt) {
        let (ast::Stmt::If(a), ast::Stmt::If(b)) = (first, second) else { return };
        let decides_otherwise =
            self.denies(&a.cons) && self.allows(&b.cons) || self.allows(&a.cons) && self.denies(&b.cons);
        let (a_span, b_span) = (span_of(a), span_of(b));
        let Some(check) = self.check(a_span).filter(|_| decides_otherwise && a.alt.is_none() && b.alt.is_none()) else {
            return;
        };
        let (a_text, b_text) = (self.text(a_span), self.text(b_span));
        self.spoil(Operator::SwapOrder, check, &[(a_span, b_text), (b_span, a_text)]);
    }

    /// `res.status(403).end(); return;` without its second half.
    fn without_return(&mut self, sent: &ast::Stmt, second: &ast::Stmt) {
        let ast::Stmt::Return(exit) = second else { return };
        let ast::Stmt::Expr(sent) = sent else { return };
        let denies = exit.arg.is_none() && self.places.denials.contains(&unwrapped(&sent.expr));
        if let Some(check) = self.check(span_of(exit)).filter(|_| denies) {
            self.spoil(Operator::RemoveReturn, check, &[(span_of(exit), "")]);
        }
    }

    /// The last statement of a body, or of a `default:`.
    fn default(&mut self, last: Option<&ast::Stmt>) {
        let Some(last) = last.filter(|last| self.denies(last)) else { return };
        let Some(check) = self.check(span_of(last)) else { return };
        match last {
            ast::Stmt::Return(exit) => {
                if let (Some(value), Some(yes)) = (&exit.arg, self.yes(check)) {
                    self.spoil(Operator::FlipDefault, check, &[(span_of(&**value), &yes)]);
                }
            }
            ast::Stmt::Throw(exit) => self.spoil(Operator::FlipDefault, check, &[(span_of(exit), "return;")]),
            _ => {}
        }
    }

    /// The whole body of a check.
    fn stub(&mut self, body: Span, function: Span, is_block: bool) {
        let Some(check) =
            self.check(body).filter(|check| check.span.end == function.end && check.span.start <= body.start)
        else {
            return;
        };
        let answer = match check.encoding {
            Encoding::Assertion => Some("{}".to_owned()),
            Encoding::Continuation => self.text(body).contains("next()").then(|| "{ return next(); }".to_owned()),
            _ => self.yes(check).map(|yes| match is_block {
                true => format!("{{ return {yes}; }}"),
                false => format!("({yes})"),
            }),
        };
        if let Some(answer) = answer {
            self.spoil(Operator::Stub, check, &[(body, &answer)]);
        }
    }

    /// A statement that asks a guard, or refuses by a check, in one of several handlers.
    fn drop_guard(&mut self, statement: Span, guards: bool) {
        let within = |handler: &&Span| handler.start <= statement.start && statement.end <= handler.end;
        if guards && self.places.siblings.iter().any(|handler| within(&handler)) {
            self.spoil_caller(Operator::DropGuard, statement, &[(statement, "")]);
        }
    }

    fn asks(&self, expr: &ast::Expr) -> bool {
        let whole = span_of(expr);
        self.places.asked.range(Span::new(whole.start, 0)..Span::new(whole.end, 0)).next().is_some()
    }
}

/// The place of an expression without parentheses, casts and `await`.
fn unwrapped(expr: &ast::Expr) -> Span {
    match expr {
        ast::Expr::Paren(inner) => unwrapped(&inner.expr),
        ast::Expr::Await(inner) => unwrapped(&inner.arg),
        ast::Expr::TsAs(inner) => unwrapped(&inner.expr),
        ast::Expr::TsConstAssertion(inner) => unwrapped(&inner.expr),
        ast::Expr::TsSatisfies(inner) => unwrapped(&inner.expr),
        other => span_of(other),
    }
}

fn leaves(statement: &ast::Stmt) -> bool {
    match statement {
        ast::Stmt::Return(_) | ast::Stmt::Throw(_) => true,
        ast::Stmt::Block(block) => block.stmts.last().is_some_and(leaves),
        _ => false,
    }
}

impl Visit for Walk<'_, '_> {
    fn visit_function_body(&mut self, body: &ast::FunctionBody) {
        self.statements(&body.stmts);
        self.default(body.stmts.last());
        body.visit_children_with(self);
    }

    fn visit_block_stmt(&mut self, block: &ast::BlockStmt) {
        self.statements(&block.stmts);
        block.visit_children_with(self);
    }

    fn visit_switch_case(&mut self, case: &ast::SwitchCase) {
        self.statements(&case.cons);
        if case.test.is_none() {
            self.default(case.cons.last());
        }
        case.visit_children_with(self);
    }

    fn visit_function(&mut self, function: &ast::Function) {
        if let Some(body) = &function.body {
            self.stub(span_of(body), span_of(function), true);
        }
        function.visit_children_with(self);
    }

    fn visit_arrow_expr(&mut self, arrow: &ast::ArrowExpr) {
        let is_block = matches!(&*arrow.body, ast::ArrowFunctionBody::FunctionBody(_));
        self.stub(span_of(&*arrow.body), span_of(arrow), is_block);
        self.returned.extend((!is_block).then(|| span_of(&*arrow.body)));
        arrow.visit_children_with(self);
    }

    fn visit_if_stmt(&mut self, choice: &ast::IfStmt) {
        let (whole, test) = (span_of(choice), span_of(&*choice.test));
        self.drop_denial(&choice.cons);
        if let Some(otherwise) = &choice.alt {
            self.drop_denial(otherwise);
        }
        let negated = format!("!({})", self.text(test));
        let check = self.check(test);
        if let Some(check) = check {
            self.spoil(Operator::NegateTest, check, &[(test, &negated)]);
        } else if self.asks(&choice.test) && leaves(&choice.cons) {
            self.spoil_caller(Operator::NegateTest, test, &[(test, &negated)]);
        }
        if let Some((check, value)) =
            check.filter(|_| self.denies(&choice.cons)).and_then(|check| Some((check, self.left_out(check.span)?)))
        {
            let conditional = format!("{value} && ({})", self.text(test));
            self.spoil(Operator::Conditional, check, &[(test, &conditional)]);
        }
        self.drop_guard(whole, choice.alt.is_none() && self.asks(&choice.test) && leaves(&choice.cons));
        choice.visit_children_with(self);
    }

    fn visit_expr_stmt(&mut self, statement: &ast::ExprStmt) {
        let (whole, inner) = (span_of(statement), unwrapped(&statement.expr));
        if self.places.asked.contains(&inner) {
            self.drop_guard(whole, true);
            let around = self.analysis.module().functions.iter().filter(|function| function.span.contains(whole.start));
            let function = around.min_by_key(|function| function.span.len()).map(|function| function.span);
            if let Some(value) = function.and_then(|function| self.left_out(function)) {
                let conditional = format!("if ({value}) {{ {} }}", self.text(whole));
                self.spoil_caller(Operator::Conditional, whole, &[(whole, &conditional)]);
            }
        }
        statement.visit_children_with(self);
    }

    fn visit_return_stmt(&mut self, exit: &ast::ReturnStmt) {
        if let Some(value) = &exit.arg
            && let Some(check) = self.check(span_of(exit))
            && matches!(check.encoding, Encoding::Continuation | Encoding::Response | Encoding::ResponseOrNone)
            && self.places.denials.contains(&unwrapped(value))
        {
            let word = Span::new(span_of(exit).start, span_of(&**value).start);
            // A text or an object that stands alone is no statement.
            let is_call = matches!(&**value, ast::Expr::Call(_) | ast::Expr::New(_) | ast::Expr::Await(_));
            if !is_call {
                return exit.visit_children_with(self);
            }
            self.spoil(Operator::RemoveReturn, check, &[(word, "")]);
        }
        self.returned.extend(exit.arg.as_ref().map(|value| span_of(&**value)));
        exit.visit_children_with(self);
    }

    fn visit_await_expr(&mut self, awaiting: &ast::AwaitExpr) {
        // What is returned need not be awaited.
        let returned = self.returned.contains(&span_of(awaiting));
        if !returned && self.places.asked.contains(&unwrapped(&awaiting.arg)) {
            let word = Span::new(span_of(awaiting).start, span_of(&*awaiting.arg).start);
            self.spoil_caller(Operator::RemoveAwait, word, &[(word, "")]);
        }
        awaiting.visit_children_with(self);
    }

    fn visit_bin_expr(&mut self, binary: &ast::BinExpr) {
        let between = Span::new(span_of(&*binary.left).end, span_of(&*binary.right).start);
        if binary.op == ast::BinaryOp::LogicalAnd
            && let Some(check) = self.check(between)
        {
            self.spoil(Operator::AndToOr, check, &[(between, " || ")]);
        }
        binary.visit_children_with(self);
    }

    fn visit_catch_clause(&mut self, clause: &ast::CatchClause) {
        let body = span_of(&clause.body);
        if let Some(check) = self.check(body).filter(|_| clause.body.stmts.last().is_some_and(leaves)) {
            self.spoil(Operator::SwallowInCatch, check, &[(body, "{}")]);
            if let Some(yes) = self.yes(check) {
                self.spoil(Operator::AllowInCatch, check, &[(body, &format!("{{ return {yes}; }}"))]);
            }
        }
        clause.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, call: &ast::CallExpr) {
        let args: Vec<Span> = call.args.iter().map(|arg| span_of(&*arg.expr)).collect();
        for pair in args.windows(2) {
            // `router.post('/notes', requireAdmin, handler)`
            if let [guard, next] = pair
                && self.places.handed.contains(guard)
            {
                self.drop_middleware(*guard, *next);
            }
        }
        if self.places.asked.contains(&span_of(call)) {
            for arg in &args {
                let text = self.text(*arg);
                if text.contains(".params.") {
                    let other = text.replacen(".params.", ".body.", 1);
                    self.spoil_caller(Operator::OtherId, *arg, &[(*arg, &other)]);
                }
            }
        }
        self.boundary(call, &args);
        call.visit_children_with(self);
    }

    fn visit_regex(&mut self, regex: &ast::Regex) {
        let span = span_of(regex);
        let Some(check) = self.check(span) else { return };
        let text = self.text(span);
        if text.starts_with("/^") {
            self.spoil(Operator::DropBoundary, check, &[(Span::new(span.start + 1, span.start + 2), "")]);
        }
        if let Some(at) = text.rfind("$/") {
            let at = span.start + at as u32;
            self.spoil(Operator::DropBoundary, check, &[(Span::new(at, at + 1), "")]);
        }
    }
}

impl Walk<'_, '_> {
    /// A registration without its middleware.
    fn drop_middleware(&mut self, guard: Span, next: Span) {
        let entries = self.analysis.program.entries();
        let registers = |at: Span| {
            let own =
                entries.iter().find(|entry| entry.registered.1.start <= at.start && at.end <= entry.registered.1.end);
            own.filter(|own| entries.iter().filter(|other| other.group == own.group).count() > 3)
        };
        if let Some(entry) = registers(guard) {
            let name = entry.name.clone();
            self.add(Operator::DropGuard, (&name, 0, false), &[(Span::new(guard.start, next.start), "")]);
        }
    }

    /// `path.startsWith('/public/')` without the last character, `host.endsWith('.example.com')` without the first.
    fn boundary(&mut self, call: &ast::CallExpr, args: &[Span]) {
        let ast::Callee::Expr(callee) = &call.callee else { return };
        let (callee, [arg, ..]) = (self.text(span_of(&**callee)), args) else { return };
        let Some(check) = self.check(*arg) else { return };
        let text = self.text(*arg);
        if !text.starts_with(['\'', '"']) || text.len() < 5 {
            return;
        }
        let (start, end) = (arg.start + 1, arg.end - 1);
        let inner = self.text(Span::new(start, end));
        if callee.ends_with(".startsWith") && inner.ends_with(['/', ':', '.', ' ']) {
            self.spoil(Operator::DropBoundary, check, &[(Span::new(end - 1, end), "")]);
        }
        if callee.ends_with(".endsWith") && inner.starts_with(['.', '/', '@']) {
            self.spoil(Operator::DropBoundary, check, &[(Span::new(start, start + 1), "")]);
        }
    }
}
