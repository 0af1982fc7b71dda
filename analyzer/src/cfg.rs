//! The control-flow graph of one function, and the small expression language its blocks hold.
//!
//! Short-circuit operators, optional chains, conditional expressions and default values are gone: lowering expands
//! them into blocks and edges, so an expression here is evaluated as a whole, and an edge stands for one answer of
//! one test. Nothing in this module knows the parser's tree.

use petgraph::graph::{DiGraph, NodeIndex};

use crate::constant::Const;
use crate::module::{BindingId, FunctionId};
use crate::source::Span;

mod dot;
mod verify;

pub use verify::verify;

/// A block of a [`Cfg`].
pub type BlockId = NodeIndex<u32>;

/// The control-flow graph of one function.
#[derive(Debug, Clone)]
pub struct Cfg {
    /// Blocks and the edges between them. Parallel edges occur (both answers of a test may lead to one block).
    pub graph: DiGraph<Block, Edge>,
    /// Where the function starts. Has no predecessor.
    pub entry: BlockId,
    /// Every loop, outer ones before the loops inside them.
    pub loops: Vec<Loop>,
    /// Every `try` with a handler.
    pub tries: Vec<Try>,
    /// Every test an edge can refer to.
    pub tests: Vec<Expr>,
    /// The conditions as written: the whole test of an `if`, loop, `?:` or returned `&&`/`||`, with where it ends up.
    pub conditions: Vec<WrittenCondition>,
    /// Ways out that stand where control never comes: behind a `return`, a `throw`, an endless loop.
    pub dead_exits: Vec<DeadExit>,
    /// Cases of a `switch` that do something and then run into the next case.
    pub fallthroughs: Vec<Fallthrough>,
}

impl Default for Cfg {
    /// One empty block.
    fn default() -> Self {
        let mut graph = DiGraph::new();
        let entry = graph.add_node(Block::default());
        Cfg {
            graph,
            entry,
            loops: vec![],
            tries: vec![],
            tests: vec![],
            conditions: vec![],
            dead_exits: vec![],
            fallthroughs: vec![],
        }
    }
}

/// A way out where control never comes.
#[derive(Debug, Clone)]
pub struct DeadExit {
    /// The returned operand, or the `throw`.
    pub span: Span,
    /// What it would give; for a `throw`, what it would throw.
    pub value: Option<Expr>,
    /// A `throw`, not a `return`.
    pub throws: bool,
}

/// A case of a `switch` that runs into the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fallthrough {
    /// The `case` with its test.
    pub span: Span,
    /// The `case` or `default` it runs into, with its test.
    pub into: Span,
    /// Where the body it runs into starts.
    pub target: BlockId,
}

/// Steps that run one after the other, and how the block ends.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// What happens here, in order.
    pub steps: Vec<Step>,
    /// How the block ends. The edges that leave it agree with this.
    pub end: End,
    /// The innermost loop the block belongs to (a loop's header belongs to that loop).
    pub in_loop: Option<LoopId>,
}

impl Block {
    /// The expressions the block evaluates for their effects or their values; its test excepted.
    pub fn evaluated(&self) -> impl Iterator<Item = &Expr> {
        let steps = self.steps.iter().map(|step| match step {
            Step::Assign { value, .. } | Step::Evaluate(value) => value,
        });
        let end = match &self.end {
            End::Call { call, .. } => Some(call),
            End::Return { value, .. } => value.as_ref(),
            _ => None,
        };
        steps.chain(end)
    }
}

/// One step of a block.
#[derive(Debug, Clone)]
pub enum Step {
    /// `target = value`. Compound assignments are expanded: `x += 1` is `x = x + 1`.
    Assign { target: Place, value: Expr, span: Span },
    /// An expression evaluated for its effects, its value dropped.
    Evaluate(Expr),
}

/// What an assignment writes to.
#[derive(Debug, Clone)]
pub enum Place {
    /// A local variable, parameter or module variable.
    Binding(BindingId),
    /// `object.property`.
    Member { object: Expr, property: String },
    /// `object[index]`, the index no constant.
    Index { object: Expr, index: Expr },
}

/// How a block ends.
#[derive(Debug, Clone, Default)]
pub enum End {
    /// One edge [`Edge::Always`] or [`Edge::Back`] to the next block.
    #[default]
    Goto,
    /// Two edges [`Edge::When`] with the same test: answer true and answer false.
    Branch(TestId),
    /// A call whose completion decides where control goes. The call's value is assigned to `result` on completion.
    /// Edges: [`Edge::Completes`] (absent when the callee never returns) and [`Edge::Throws`] to the handler of the enclosing
    /// `try`, or to a block that ends in [`End::Propagates`] where there is none.
    Call { call: Expr, result: BindingId },
    /// The header of a `for…of`, `for…in` or counting loop over a list, or of a general loop.
    /// Edges: [`Edge::Enters`] into the body, and [`Edge::Exhausted`] behind the loop. A general loop
    /// (`while`, `do`, other `for`) has only [`Edge::Enters`]: its test is an ordinary branch inside.
    LoopHeader(LoopId),
    /// `return value`; no edge. `None` for a bare `return`.
    Return { value: Option<Expr>, span: Span },
    /// `throw value` that leaves the function; no edge. (A throw inside a `try` with a handler assigns the error and goes there.)
    Throw { value: Expr, span: Span },
    /// An error of the named call, or of a `try` without handler, leaves the function; no edge.
    Propagates { call: Option<Expr>, span: Span },
    /// Control reaches the end of the body: returns `undefined`; no edge. The span is the closing brace.
    FallsOff { span: Span },
    /// Behind a call that never returns; no edge.
    Unreachable,
}

/// Why control goes along an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// ```ts
    /// a(); b();
    /// ```
    Always,
    /// The answer of a test: its value is truthy (`true`) or falsy (`false`).
    /// ```ts
    /// if (user.isAdmin) { … }   // When { test, answer: true } into the block
    /// ```
    When { test: TestId, answer: bool },
    /// The call at the end of the block returned.
    Completes,
    /// Something in the block threw.
    /// ```ts
    /// try { await verify(token) } catch { … }   // from the call to the handler
    /// ```
    Throws,
    /// The loop has another element (or, for a general loop, goes round once more).
    Enters,
    /// The loop has no further element.
    Exhausted,
    /// From the end of a loop's body to its header. Cutting these edges leaves the graph acyclic.
    Back,
}

/// An index into [`Cfg::tests`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TestId(pub u32);

/// An index into [`Cfg::loops`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LoopId(pub u32);

/// An index into [`Cfg::tries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TryId(pub u32);

/// A loop.
#[derive(Debug, Clone)]
pub struct Loop {
    /// The block that ends in [`End::LoopHeader`].
    pub header: BlockId,
    /// The loop around this one.
    pub parent: Option<LoopId>,
    /// What it goes over.
    pub kind: LoopKind,
    /// Every binding declared outside the loop and assigned inside it (its callbacks included).
    pub assigned: Vec<BindingId>,
    /// The keyword and head, `for (const rule of rules)`.
    pub span: Span,
}

/// What a loop goes over.
#[derive(Debug, Clone)]
pub enum LoopKind {
    /// `for (const element of list)`, also `for await`.
    /// The body's first block starts by assigning `Expr::Element(loop)` to whatever the head declares.
    Of { list: Expr },
    /// `for (const key in object)`; the element is the key.
    In { object: Expr },
    /// `for (let i = 0; i < list.length; i++)` with `i` not assigned in the body: `list[i]` is the element.
    Counted { list: Expr, index: BindingId },
    /// `while`, `do … while`, any other `for`.
    General,
}

/// A `try` with a `catch` (or with a `finally` that errors run through).
#[derive(Debug, Clone)]
pub struct Try {
    /// Where control goes when something inside throws.
    pub handler: BlockId,
    /// The temporary that a `throw` inside assigns before it goes to the handler; where it is unassigned, a call threw.
    /// `None` when there is no such `throw`, or no `catch`.
    pub thrown: Option<BindingId>,
    /// Whether the protected block assigns a variable that is read in the handler or behind it, between two calls that may throw.
    /// If so each call's error is a question of its own; otherwise "something threw" is one question for the whole `try`.
    pub separate_errors: bool,
    /// The comments inside the handler, markers stripped; nothing for errors that only run through a `finally`.
    pub remark: String,
    /// The `try` keyword with its block.
    pub span: Span,
}

/// A condition as its author wrote it, before it was expanded into blocks.
#[derive(Debug, Clone)]
pub struct WrittenCondition {
    /// The whole expression.
    pub span: Span,
    /// The block where its evaluation starts (its first operand is evaluated there, after the block's own steps).
    pub entry: BlockId,
    /// Where it leads.
    pub outcome: Outcome,
}

/// Where a [`WrittenCondition`] leads.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The test of an `if`, a loop or a `?:`.
    Tested {
        /// Where control goes when it holds. Only reached through this condition.
        then: BlockId,
        /// Where control goes when it does not hold. Only reached through this condition.
        otherwise: BlockId,
    },
    /// A returned `&&` or `||`: the blocks that return the value of one of its operands, in source order.
    /// Only reached through this condition. It holds where the value that is returned is truthy.
    Returned(Vec<BlockId>),
}

impl WrittenCondition {
    /// Renames every block.
    pub(crate) fn move_blocks(&mut self, new_place: impl Fn(BlockId) -> BlockId) {
        self.entry = new_place(self.entry);
        match &mut self.outcome {
            Outcome::Tested { then, otherwise } => {
                *then = new_place(*then);
                *otherwise = new_place(*otherwise);
            }
            Outcome::Returned(exits) => exits.iter_mut().for_each(|exit| *exit = new_place(*exit)),
        }
    }
}

/// An expression without control flow inside.
#[derive(Debug, Clone)]
pub struct Expr {
    pub kind: ExprKind,
    /// The source it was written as.
    pub span: Span,
}

/// The forms of [`Expr`].
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant of the source.
    Const(Const),
    /// A variable declared in this file (parameters, imports and lowering's own temporaries included).
    Binding(BindingId),
    /// A name declared nowhere in this file: `process`, `console`.
    Global(String),
    /// `this`.
    This,
    /// `object.property`, `object['property']`; private names keep their `#`.
    Member { object: Box<Expr>, property: String },
    /// `object[index]`.
    Index { object: Box<Expr>, index: Box<Expr> },
    /// `callee(args)`.
    Call { callee: Box<Expr>, args: Vec<Argument> },
    /// `new callee(args)`.
    New { callee: Box<Expr>, args: Vec<Argument> },
    /// `await value`.
    Await(Box<Expr>),
    /// `!value`.
    Not(Box<Expr>),
    /// `typeof value`.
    TypeOf(Box<Expr>),
    /// A comparison, or arithmetic.
    Binary { op: BinaryOp, left: Box<Expr>, right: Box<Expr> },
    /// An object literal; later fields win over earlier ones.
    Object(Vec<Field>),
    /// An array literal.
    Array(Vec<Argument>),
    /// A template literal: `parts.len() == values.len() + 1`.
    Template { parts: Vec<String>, values: Vec<Expr> },
    /// `/pattern/flags`.
    Regex { pattern: String, flags: String },
    /// A function or arrow expression, or the class's method by name.
    Function(FunctionId),
    /// The current element of a loop.
    Element(LoopId),
    /// The error a handler received.
    Caught(TryId),
    /// Anything else (JSX, tagged templates, `yield`, dynamic `import()`, class expressions …) with the expressions it evaluates.
    Opaque(Vec<Expr>),
}

/// An argument of a call, or an element of an array literal.
#[derive(Debug, Clone)]
pub struct Argument {
    pub value: Expr,
    /// `...value`.
    pub spread: bool,
}

/// A member of an object literal.
#[derive(Debug, Clone)]
pub enum Field {
    /// `name: value`, `name`, `name() {…}`, `'name': value`.
    Named { name: String, value: Expr },
    /// `[key]: value`.
    Computed { key: Expr, value: Expr },
    /// `...value`.
    Spread(Expr),
}

/// Binary operators. `!==` and `!=` are [`ExprKind::Not`] around the equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BinaryOp {
    /// `===`
    StrictEquals,
    /// `==`
    LooseEquals,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `instanceof`
    InstanceOf,
    /// `+`
    Add,
    /// Any other arithmetic or bit operator, as written.
    Other(&'static str),
}

impl BinaryOp {
    /// The operator as written.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::StrictEquals => "===",
            BinaryOp::LooseEquals => "==",
            BinaryOp::Less => "<",
            BinaryOp::LessOrEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterOrEqual => ">=",
            BinaryOp::In => "in",
            BinaryOp::InstanceOf => "instanceof",
            BinaryOp::Add => "+",
            BinaryOp::Other(symbol) => symbol,
        }
    }
}
