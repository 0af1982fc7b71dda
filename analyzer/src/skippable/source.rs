//! Who supplies a value, and so may leave it out or choose its form.
//!
//! In comes a value of a function under evaluation, out comes who supplies it, as far as the tables of frameworks and the declarations say so.

use crate::cfg::{Block, Cfg, End, Expr, ExprKind};
use crate::evaluate::Evaluator;
use crate::module::Type;
use crate::project::{FunctionRef, Program};
use crate::source::Span;
use crate::term::{Term, TermId};
use crate::values::{Root, Value, Values};
use crate::versions::for_each_part;
use crate::words::{PLACES, words};

use super::tests::is_called;

/// Who supplies a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Supplier {
    /// Whoever sends the request.
    Request,
    /// Whoever asks the check: the arguments of a tool.
    Asked,
    /// Whoever calls the function; a path, a host or a command.
    Place,
    /// Whoever calls the function, and hands it its check.
    Caller,
}

/// Words of what somebody asks for, in the names of parameters.
const ASKED: &[&str] = &[
    "params", "parameters", "args", "arguments", "input", "inputs", "request", "req", "body", "query", "payload",
    "headers", "cookies",
];

/// Texts that somebody asks for, in the names of parameters.
const TEXTS: &[&str] = &["url", "uri", "file", "filename", "filepath", "pathname"];

/// Parts of a request that are always there, or that the route fixes.
const FIXED: &[&str] = &["method", "params", "param", "ip", "url", "path", "originalUrl"];

/// Whether a parameter holds what somebody asks for, by its name.
pub(super) fn names_asked(name: &str) -> bool {
    words(name).iter().any(|word| ASKED.contains(&word.as_str()))
}

/// Whether a parameter says where something lies, or what is run, by its name.
pub(super) fn names_place(name: &str) -> bool {
    words(name).iter().any(|word| PLACES.contains(&word.as_str()) || TEXTS.contains(&word.as_str()))
}

/// Where values come from, for one function.
pub(super) struct Suppliers<'e, 'p> {
    pub(super) facts: &'e Evaluator<'p>,
    pub(super) program: &'p Program,
    pub(super) at: FunctionRef,
}

impl Suppliers<'_, '_> {
    /// Who supplies a value, if somebody does who may leave it out. `decides` where the function is a check that answers.
    pub(super) fn may_leave_out(&self, value: TermId, decides: bool) -> Option<Supplier> {
        let facts = self.facts;
        match facts.terms.get(value) {
            _ if is_called(facts, value) => Some(Supplier::Caller),
            _ if self.is_part_of_request(value) => Some(Supplier::Request),
            Term::Member { .. }
                if decides && self.is_param(facts.terms.root(value), names_asked) && !is_required(facts, value) =>
            {
                Some(Supplier::Asked)
            }
            _ => None,
        }
    }

    /// Who chooses a text, if somebody does.
    pub(super) fn chooses(&self, value: TermId) -> Option<Supplier> {
        match () {
            _ if self.is_made_from_request(value) => Some(Supplier::Request),
            _ if self.is_param(value, names_place) => Some(Supplier::Place),
            _ => None,
        }
    }

    /// Whether a test looks at nothing but what a request says of itself, and constants: whoever asks chooses the answer.
    pub(super) fn says_of_request(&self, subject: TermId) -> bool {
        let facts = self.facts;
        let of_request = |term: TermId| {
            let sources = self.sources(term);
            !sources.is_empty() && sources.iter().all(Value::is_request)
        };
        match facts.terms.get(subject) {
            Term::Call { callee, args, .. } if facts.is_pure_on_values(*callee) => {
                let receiver = match facts.terms.get(*callee) {
                    Term::Member { object, .. } => Some(*object),
                    _ => None,
                };
                let plain = |term: TermId| matches!(facts.terms.get(term), Term::Const(_) | Term::Regex { .. });
                let parts = receiver.into_iter().chain(args.iter().copied());
                let parts: Vec<TermId> = parts.filter(|term| !plain(*term)).collect();
                !parts.is_empty() && parts.into_iter().all(of_request)
            }
            Term::Member { property, .. } if property == "method" => {
                self.is_made_from_request(subject) || self.is_request(subject)
            }
            _ => of_request(subject),
        }
    }

    /// `req.method`, of a request that is one by its role.
    fn is_request(&self, member: TermId) -> bool {
        let Term::Member { object, .. } = self.facts.terms.get(member) else { return false };
        self.sources(*object).iter().any(|value| value.is_request() || matches!(value.root, Root::Param { .. }))
    }

    /// Whether a value is a part of a request that whoever sends it may leave out.
    fn is_part_of_request(&self, value: TermId) -> bool {
        let sources = self.sources(value);
        let optional = |value: &Value| {
            let fixed = value.path.iter().take(2).any(|part| FIXED.contains(&part.trim_end_matches("()")));
            value.is_request() && !value.path.is_empty() && !fixed
        };
        let constant = |value: &Value| matches!(value.root, Root::Constant(_));
        sources.iter().any(optional) && sources.iter().all(|value| optional(value) || constant(value))
    }

    fn is_made_from_request(&self, value: TermId) -> bool {
        let values = Values::of(self.program, self.at);
        self.with_expr(value, |expr| values.ingredients(expr).iter().any(Value::is_request)).unwrap_or_default()
    }

    pub(super) fn sources(&self, value: TermId) -> Vec<Value> {
        let values = Values::of(self.program, self.at);
        self.with_expr(value, |expr| values.sources(expr).into_iter().collect()).unwrap_or_default()
    }

    /// Reads the expression a value was first written as.
    fn with_expr<R>(&self, value: TermId, read: impl Fn(&Expr) -> R) -> Option<R> {
        let function = self.facts.function();
        match self.facts.terms.get(value) {
            Term::Param(position) => {
                let param = function.params.get(*position as usize)?;
                Some(read(&Expr { kind: ExprKind::Binding(param.binding), span: function.name_span }))
            }
            Term::Variable { binding, .. } => {
                Some(read(&Expr { kind: ExprKind::Binding(*binding), span: function.name_span }))
            }
            _ => Some(read(expr_at(&function.cfg, self.facts.written_at(value)?)?)),
        }
    }

    /// Whether a term is a parameter with such a name.
    fn is_param(&self, term: TermId, named: fn(&str) -> bool) -> bool {
        matches!(self.facts.terms.get(term), Term::Param(_))
            && self.facts.name_of(term).is_some_and(|name| named(&name))
    }
}

/// The expression at a place of a graph.
pub(crate) fn expr_at(cfg: &Cfg, span: Span) -> Option<&Expr> {
    fn within(expr: &Expr, span: Span) -> Option<&Expr> {
        if expr.span == span {
            return Some(expr);
        }
        let mut found = None;
        for_each_part(expr, &mut |part| {
            if found.is_none() && part.span.start <= span.start && span.end <= part.span.end {
                found = within(part, span);
            }
        });
        found
    }
    let thrown = cfg.graph.node_weights().filter_map(|block| match &block.end {
        End::Throw { value, .. } => Some(value),
        _ => None,
    });
    let mut all = cfg.graph.node_weights().flat_map(Block::evaluated).chain(&cfg.tests).chain(thrown);
    all.find_map(|expr| within(expr, span))
}

/// Whether a declared type says that a value is always there.
fn is_required(facts: &Evaluator<'_>, value: TermId) -> bool {
    fn may_be_nothing(declared: &Type) -> bool {
        match declared {
            Type::Union(parts) => parts.iter().any(may_be_nothing),
            Type::Literal(value) => value.is_nullish(),
            Type::Boolean | Type::String | Type::Number | Type::Array(_) | Type::Object(_) => false,
            _ => true,
        }
    }
    facts.type_of(value, 0).is_some_and(|declared| !may_be_nothing(&facts.resolved_type(&declared, 0)))
}
