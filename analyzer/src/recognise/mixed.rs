//! Encodings that join a decision with something else: details or `false`, a text or `null`, a response or nothing, `true` or a filter,
//! an option, the part of a list that may be seen.

use crate::cfg::{End, Expr, ExprKind};
use crate::channels::mentions_refusal;
use crate::constant::Const;
use crate::contract::{Cases, Contract, Reading};
use crate::decide::{Decision, Encoding};
use crate::module::{Type, TypeDeclaration};
use crate::versions::callee_name;
use crate::words::{CHECK_VERBS, CONFIRMATION, PERMISSION, REFUSAL_ERRORS, has_any, is_in};

use super::Signals;
use super::refusal::says_refusal;
use super::shape::Shape;

/// Types of an answer to a request.
const RESPONSES: &[&str] = &["Response", "NextResponse", "CallToolResult", "ToolResult", "Reply", "HttpResponse"];

/// What makes an option or a result, and what it means.
const MAKERS: &[(&str, Decision)] = &[
    ("some", Decision::Allow),
    ("none", Decision::Deny),
    ("right", Decision::Allow),
    ("left", Decision::Deny),
    ("ok", Decision::Allow),
    ("Ok", Decision::Allow),
    ("okAsync", Decision::Allow),
    ("err", Decision::Deny),
    ("Err", Decision::Deny),
    ("errAsync", Decision::Deny),
];

/// Types of an option or a result.
const OPTIONS: &[&str] = &["Option", "Either", "Result", "ResultAsync", "TaskEither", "TaskOption"];

/// A declared type taken apart.
#[derive(Default)]
struct Parts {
    text: bool,
    nothing: bool,
    flag: bool,
    only_false: bool,
    /// Names of the other parts; an object without a name has an empty one.
    others: Vec<String>,
}

impl Signals<'_> {
    /// The shape of a declared type that is no plain decision.
    pub(super) fn shape_of_mixed(&self, declared: &Type) -> Option<Shape> {
        if let Type::Array(_) = declared {
            return self.shape_of_list();
        }
        let mut parts = Parts::default();
        self.take_apart(declared, &mut parts, 0)?;
        let Parts { text, nothing, flag, only_false, others } = parts;
        let asks = has_any(&self.own_name, CONFIRMATION) || others.iter().any(|name| has_any(name, CONFIRMATION));
        let named = |list: &[&str]| others.iter().any(|name| list.contains(&name.rsplit('.').next().unwrap_or(name)));
        match () {
            _ if only_false && !others.is_empty() && !text && asks => {
                Some(Shape::new(Contract::DETAILS_OR_FALSE, "returns what to confirm, or `false`", true))
            }
            _ if text && nothing && !flag && !only_false && others.is_empty() => self.shape_of_text(),
            _ if nothing && !flag && !text && self.answers_requests(&others) => Some(Shape::new(
                Contract::RESPONSE_OR_NONE,
                "returns an answer that refuses, or nothing",
                self.makes_refusal(),
            )),
            _ if flag && !text && !others.is_empty() && self.filters(&others) => {
                Some(Shape::new(Contract::BOOLEAN_OR_FILTER, "returns a boolean, or a filter", true))
            }
            _ if named(OPTIONS) => Some(option()),
            _ if named(&["AccessResult"]) => {
                Some(Shape::new(Contract::BOOLEAN_OR_FILTER, "returns a boolean, or a filter", true))
            }
            _ => None,
        }
    }

    /// Without a type: by what makes the answers.
    pub(super) fn shape_of_made(&self) -> Option<Shape> {
        let made = |expr: &Expr| self.makes_option(expr);
        if !self.returns.is_empty() && self.returns.iter().all(|value| made(value)) {
            return Some(option());
        }
        let nothing = |expr: &&Expr| matches!(&expr.kind, ExprKind::Const(value) if value.is_nullish());
        let refusals = self.returns.iter().filter(|value| mentions_refusal(self.resolved(value))).count();
        let nothings = self.returns.iter().filter(|value| nothing(value)).count();
        let ends = self.function.cfg.graph.node_weights().any(|block| matches!(block.end, End::FallsOff { .. }));
        (refusals > 0 && refusals + nothings == self.returns.len() && (nothings > 0 || ends))
            .then(|| Shape::new(Contract::RESPONSE_OR_NONE, "returns an answer that refuses, or nothing", true))
    }

    fn take_apart(&self, declared: &Type, parts: &mut Parts, depth: u32) -> Option<()> {
        match declared {
            Type::String | Type::Literal(Const::String(_)) => parts.text = true,
            Type::Void => parts.nothing = true,
            Type::Literal(value) if value.is_nullish() => parts.nothing = true,
            Type::Literal(Const::Bool(false)) => parts.only_false = true,
            Type::Boolean | Type::Literal(Const::Bool(true)) => parts.flag = true,
            Type::Object(_) => parts.others.push(String::new()),
            Type::Union(all) => {
                for part in all {
                    self.take_apart(part, parts, depth + 1)?;
                }
            }
            Type::Named { name, .. } => match self.module.types.get(name) {
                Some(TypeDeclaration::Alias(alias)) if depth < 4 && matches!(alias, Type::Union(_)) => {
                    self.take_apart(alias, parts, depth + 1)?;
                }
                _ => parts.others.push(name.clone()),
            },
            _ => return None,
        }
        Some(())
    }

    /// `string | null`: why not, where the name asks for a permission or the texts refuse.
    fn shape_of_text(&self) -> Option<Shape> {
        let refuses = self.returns.iter().any(|value| says_refusal(value));
        let verb = self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS));
        (refuses && verb).then(|| Shape::new(Contract::TEXT_OR_NULL, "returns why not, or nothing", refuses))
    }

    fn answers_requests(&self, types: &[String]) -> bool {
        let answer = types.iter().all(|name| RESPONSES.iter().any(|response| name.ends_with(response)));
        !types.is_empty() && (answer || self.makes_refusal() && types.len() == 1)
    }

    /// Whether an answer is a refusal by its status, or by what makes it.
    fn makes_refusal(&self) -> bool {
        let made = |value: &Expr| {
            matches!(self.resolved(value).kind, ExprKind::Call { .. } | ExprKind::New { .. } | ExprKind::Await(_))
        };
        self.returns
            .iter()
            .any(|value| mentions_refusal(self.resolved(value)) || made(value) && names_refusal(self.made_by(value)))
    }

    /// `O.some(…)`, `E.left(…)`, `ok(…)`; `list.some(…)` asks a list.
    fn makes_option(&self, expr: &Expr) -> bool {
        let maker = |callee: &Expr| match &callee.kind {
            ExprKind::Member { object, property } => {
                let from = callee_name(self.module, object);
                from.starts_with(char::is_uppercase) && MAKERS.iter().any(|(name, _)| name == property)
            }
            _ => {
                let name = callee_name(self.module, callee);
                name != "some" && MAKERS.iter().any(|(maker, _)| *maker == name)
            }
        };
        match &self.resolved(expr).kind {
            ExprKind::Await(inner) => self.makes_option(inner),
            ExprKind::Call { callee, .. } => maker(callee),
            ExprKind::Member { .. } => maker(self.resolved(expr)),
            _ => false,
        }
    }

    fn made_by<'e>(&'e self, expr: &'e Expr) -> &'e str {
        match &self.resolved(expr).kind {
            ExprKind::Await(inner) => self.made_by(inner),
            ExprKind::Call { callee, .. } | ExprKind::New { callee, .. } => callee_name(self.module, callee),
            ExprKind::Member { property, .. } => property,
            _ => "",
        }
    }

    fn filters(&self, types: &[String]) -> bool {
        types.iter().any(|name| has_any(name, &["where", "filter", "query", "condition", "constraint"]))
    }

    /// `filterAllowed(items): T[]`.
    fn shape_of_list(&self) -> Option<Shape> {
        let filters = self.name.first().is_some_and(|first| first == "filter");
        (filters && has_any(&self.own_name, PERMISSION))
            .then(|| Shape::new(Contract::LIST, "returns the part of a list that may be seen", false))
    }
}

/// `forbidden()`, `authErrorResponse()`; not `permissionOf()`, which looks one up.
fn names_refusal(maker: &str) -> bool {
    const REFUSED: &[&str] =
        &["forbidden", "unauthorized", "unauthorised", "unauthenticated", "denied", "deny", "forbid"];
    const ANSWER: &[&str] = &["error", "response", "failure", "exception", "refusal"];
    has_any(maker, REFUSED) || has_any(maker, REFUSAL_ERRORS) && has_any(maker, ANSWER)
}

fn option() -> Shape {
    let cases = Cases {
        values: vec![(Const::Undefined, Decision::Deny), (Const::Null, Decision::Deny)],
        written: None,
        truthy: Decision::Delegated,
        falsy: Decision::Delegated,
    };
    let made = MAKERS.iter().map(|(name, decision)| ((*name).to_owned(), *decision)).collect();
    let reading = Reading::Cases(cases);
    let contract = Contract { encoding: Encoding::Option, reading, made, ..Contract::BOOLEAN };
    Shape::new(contract, "returns an option or a result", false)
}
