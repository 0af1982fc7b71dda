//! From a file without faults to texts with one fault each, by edits at places of the syntax tree.

mod visit;

use std::collections::BTreeSet;

use portcullis_analyzer::{Analysis, Asked, Check, Confidence, Decision, Encoding, Span};
use portcullis_lints::Finding;
use swc_common::{BytePos, Spanned};
use swc_ecma_ast as ast;
use swc_ecma_parser::{Parser, StringInput, Syntax, TsSyntax};
use swc_ecma_visit::VisitWith;

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
