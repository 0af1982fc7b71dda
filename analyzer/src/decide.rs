//! What one way out of a check means, and the decision table of a check.

use serde::Deserialize;

use crate::evaluate::{ExitKind, Open};
use crate::module::FunctionId;
use crate::project::FunctionRef;
use crate::source::Span;
use crate::unforeseen::Unforeseen;
use crate::vacuous::Vacuous;

/// What one way out of a check means (XACML's decisions, with Ask for a person who must confirm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The act may be done.
    Allow,
    /// It may not.
    Deny,
    /// A person must confirm.
    Ask,
    /// A deliberate "no opinion".
    NotApplicable,
    /// The function just ends, and that means nothing.
    Missing,
    /// It throws something that is no denial.
    Indeterminate,
    /// Another check's answer.
    Delegated,
}

/// How a check spells its decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// `true` / `false`, and whatever is truthy or falsy.
    Boolean,
    /// `'allow' | 'deny' | 'ask'`.
    Literal,
    /// `Decision.Allow`.
    Enum,
    /// `{ allowed: true }`, `{ behavior: 'deny', message }`.
    Object,
    /// What a person must confirm, or `false`: nothing to confirm.
    DetailsOrFalse,
    /// Why not, or `null`: nothing against it.
    TextOrNull,
    /// An answer that refuses, or nothing.
    ResponseOrNone,
    /// `true`, or a filter that limits what may be seen.
    BooleanOrFilter,
    /// The part of a list that may be seen.
    List,
    /// `O.some(…)` / `O.none`, `ok(…)` / `err(…)`.
    Option,
    /// Returning allows, throwing denies.
    Assertion,
    /// As an assertion that hands back what it looked at.
    ValueOrThrow,
    /// `next()` allows; answering, `next(error)` and throwing deny.
    Continuation,
    /// What it sends or returns is the answer to a request.
    Response,
    /// Granting or refusing is a call it makes: `grantAccess(user)`, `callback(true)`.
    Callback,
    /// Rules are declared: `can('read', 'Post')`.
    Builder,
}

/// Whether a truthy answer allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Polarity {
    /// A truthy answer allows.
    Normal,
    /// A truthy answer denies or asks (`isBlocked`, `needsApproval`).
    Inverted,
    /// No truthy answer decides.
    None,
}

/// Whether a check decides or enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckKind {
    /// Returns the decision (XACML's decision point).
    Decision,
    /// Acts on it: throws, answers, or calls on (XACML's enforcement point).
    Guard,
}

/// How sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// The decision when no rule or guard matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DefaultDecision {
    Allow,
    Deny,
    Ask,
    /// No opinion, or nothing at all.
    Abstain,
    /// A value of the configuration.
    Config,
    /// Not known.
    Unknown,
}

/// A recognised check.
#[derive(Debug, Clone)]
pub struct Check {
    pub function: FunctionId,
    /// The function's name.
    pub name: String,
    /// The function's span.
    pub span: Span,
    /// The place of its name.
    pub name_span: Span,
    pub kind: CheckKind,
    pub encoding: Encoding,
    pub polarity: Polarity,
    /// A truthy answer asks a person, rather than denies.
    pub asks: bool,
    /// How sure that this is a check with this meaning.
    pub confidence: Confidence,
    /// Why it was taken for a check, strongest first; lower-case clauses.
    pub reasons: Vec<String>,
    /// Whether every exit's condition and meaning is exact. Rules that claim an absence stay silent where it is not.
    pub exact: bool,
    pub table: DecisionTable,
    pub default: DefaultDecision,
    /// Each way out with each decision it can give, in source order. What rules ask.
    pub exits: Vec<DecidedExit>,
    /// Conditions of its body that hold always, or never, by themselves.
    pub constant_conditions: Vec<ConstantCondition>,
    /// Tests of a right whose failure changes nothing.
    pub idle_tests: Vec<IdleTest>,
    /// Cases of a `switch` that do something and then run into the next case.
    pub fallthroughs: Vec<Fallthrough>,
    /// Allows that an error leads to.
    pub opened_by_errors: Vec<OpenedByError>,
    /// Denials that were made and then overruled.
    pub overruled: Vec<Overruled>,
    /// Allows that are open to a value nobody foresaw.
    pub unforeseen: Vec<Unforeseen>,
    /// Allows that hold where a list is empty.
    pub vacuous: Vec<Vacuous>,
    /// A caller that does for no answer what it does for an Allow, with its test.
    pub missing_allows: Option<(FunctionRef, Span)>,
    /// Its name or comment says that it is a deny list.
    pub deny_list: bool,
    /// Its name says that everybody may, or its class that it stands for nothing.
    pub open_by_name: bool,
    /// Its name says that nobody may.
    pub refuses_by_name: bool,
    /// Its name says when it refuses, not who may: `throwIfBanned`.
    pub names_denial: bool,
    /// The declared return type admits no answer at all (`void`, `undefined`).
    pub may_return_nothing: bool,
    /// The declared return type is an answer on every path: a strict compiler lets no path just end.
    pub must_return: bool,
    /// Every denial is the answer to a comparison of one subject with listed constants.
    pub refuses_constants_only: bool,
    /// The conditions of its body as written, in source order.
    pub conditions: Vec<Span>,
}

impl Check {
    /// The feasible exits with a decision.
    pub fn reaching(&self, decision: Decision) -> impl Iterator<Item = &DecidedExit> {
        self.exits.iter().filter(move |exit| exit.decision == decision && exit.reach == Reach::Feasible)
    }

    /// Whether some run ends with a decision.
    pub fn can(&self, decision: Decision) -> bool {
        self.reaching(decision).next().is_some()
    }

    /// Whether some run is allowed by another exit than this one.
    pub fn allows_elsewhere(&self, exit: Span) -> bool {
        self.reaching(Decision::Allow).any(|other| other.span != exit)
    }
}

/// One way out with one of the decisions it can give.
#[derive(Debug, Clone)]
pub struct DecidedExit {
    pub decision: Decision,
    pub kind: ExitKind,
    pub span: Span,
    pub reach: Reach,
    /// For the first end without a decision: how a run gets here, having passed no call that may have refused.
    pub witness: Option<Witness>,
    /// For the first Allow that a run can reach without having passed any evidence: how it gets there.
    pub unproven: Option<Witness>,
    /// For the first Allow whose only evidence is a switch of the program: how a run gets there.
    pub switched: Option<Switched>,
    /// For an exit no run takes: the tests in front of it that never have the answer it needs.
    pub blocked_by: Vec<WitnessStep>,
    /// The exit can give no other decision.
    pub is_whole_exit: bool,
    /// Another exit throws the very same refusal: this one is a precaution.
    pub is_repeated: bool,
    /// Only a value its declared type does not have would lead here.
    pub asks_for_foreign_value: bool,
}

/// An Allow that nothing but a switch of the program grants.
#[derive(Debug, Clone)]
pub struct Switched {
    /// The switch, as an expression: `process.env.SKIP_AUTH`.
    pub switch: String,
    /// Its name says that it turns something off, or is there for whoever makes the program.
    pub turns_off: bool,
    pub witness: Witness,
}

/// Whether a run can take an exit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Feasible,
    /// The tests on the way contradict each other.
    Contradicted,
    /// Only the declared types rule it out: a defensive exit, or a constant they do not know.
    ExcludedByTypes,
    /// Nothing leads there: it stands behind another exit.
    Dead,
}

/// A path to an exit: the tests it passes with the answers they must have.
#[derive(Debug, Clone)]
pub struct Witness {
    /// In source order.
    pub steps: Vec<WitnessStep>,
    /// The whole condition, as a TypeScript expression.
    pub condition: String,
    /// What gets in, in words, with an example: `any user.role except 'guest', for example 'banned'`.
    pub gets_in: String,
    /// It is open because both sides of a comparison are not there.
    pub compares_nothing: bool,
    /// The path is open because a list is empty, or something optional is not there.
    pub absence_only: bool,
    /// The path is open because something that was looked up is not there.
    pub not_found: bool,
}

/// One test of a witness.
#[derive(Debug, Clone)]
pub struct WitnessStep {
    pub span: Span,
    /// What must hold: `` `user.role` is not `'guest'` ``.
    pub text: String,
}

/// A condition that is no question.
#[derive(Debug, Clone)]
pub struct ConstantCondition {
    /// The whole condition as written.
    pub span: Span,
    /// Whether it always holds, or never.
    pub holds: bool,
    /// Exits that are open or dead only because of it.
    pub decides: Vec<Span>,
}

/// A test of a right behind which both answers come to the same end.
#[derive(Debug, Clone)]
pub struct IdleTest {
    /// The `if` with its condition.
    pub span: Span,
    /// When the test fails, as a TypeScript expression.
    pub fails_when: String,
}

/// An Allow that an error leads to.
#[derive(Debug, Clone)]
pub struct OpenedByError {
    pub exit: Span,
    /// What fails: the call, or the `try` with its block.
    pub tried: Span,
    /// The error in words: `` `verify(token)` throws ``.
    pub cause: String,
    /// What the author wrote inside the handler, or nothing.
    pub remark: String,
    pub witness: Witness,
}

/// A denial that was made and then overruled.
#[derive(Debug, Clone)]
pub struct Overruled {
    pub denial: Span,
    /// What overrules it: the exit or answer that allows, or the assignment that replaces it.
    pub exit: Span,
    pub how: Overruling,
    pub witness: Option<Witness>,
}

/// How a denial was made that is overruled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overruling {
    /// It was sent: `res.status(403).end()`.
    Sent,
    /// It was thrown, and a handler of the same function received it.
    Thrown,
    /// It stood in a variable.
    Replaced,
    /// It stood in a variable, and each turn of a loop writes anew.
    LastWins,
}

/// A case that does something and runs into the next one, where that one allows.
#[derive(Debug, Clone)]
pub struct Fallthrough {
    /// The `case` with its test.
    pub span: Span,
    /// The case it runs into.
    pub into: Span,
}

/// Each decision with the condition under which it is reached: an ordered list in source order. A row holds when its condition does and no
/// row above it does; the last row is `otherwise`.
#[derive(Debug, Clone)]
pub struct DecisionTable {
    pub rows: Vec<Row>,
    /// Whether the rows are exact, and all there. If not, `open` says why.
    pub complete: bool,
    /// What could not be understood, in source order.
    pub open: Vec<Open>,
}

/// One row of a [`DecisionTable`].
#[derive(Debug, Clone)]
pub struct Row {
    pub decision: Decision,
    /// A TypeScript expression, or `otherwise`.
    pub condition: String,
    /// The exit: a `return`, `throw`, operand, or closing brace.
    pub exit: Span,
    /// What the exit gives, as written: `true`, `{ allowed: false }`, `new ForbiddenError()`; empty for falling off the end.
    pub gives: String,
}
