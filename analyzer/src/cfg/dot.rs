//! Graphs as text, for tests and for looking at them.

use std::fmt::{self, Display, Formatter, Write as _};

use petgraph::visit::EdgeRef;

use super::{Argument, BlockId, Cfg, Edge, End, Expr, ExprKind, Field, LoopKind, Place, Step};
use crate::module::{Binding, BindingId};

/// Writes a graph with the names of its variables.
#[derive(Debug, Clone, Copy)]
pub struct Readable<'a> {
    cfg: &'a Cfg,
    bindings: &'a [Binding],
}

impl Cfg {
    /// The graph as lines of text: `0: a = 1; if (b) 1 else 2`, with the steps of a block and where it leads.
    pub fn readable<'a>(&'a self, bindings: &'a [Binding]) -> Readable<'a> {
        Readable { cfg: self, bindings }
    }

    /// The graph in Graphviz' language.
    pub fn to_dot(&self, bindings: &[Binding]) -> String {
        let readable = self.readable(bindings);
        let mut dot = "digraph {\n  node [shape=box];\n".to_owned();
        for block in self.graph.node_indices() {
            let label = readable.block(block).replace('\\', "\\\\").replace('"', "\\\"").replace("; ", "\\l");
            let _ = writeln!(dot, "  {} [label=\"{label}\\l\"];", block.index());
        }
        for edge in self.graph.edge_references() {
            let (from, to) = (edge.source().index(), edge.target().index());
            let label = match edge.weight() {
                Edge::Always => "",
                Edge::When { answer: true, .. } => "yes",
                Edge::When { answer: false, .. } => "no",
                Edge::Completes => "completes",
                Edge::Throws => "throws",
                Edge::Enters => "enters",
                Edge::Exhausted => "exhausted",
                Edge::Back => "back",
            };
            let _ = writeln!(dot, "  {from} -> {to} [label=\"{label}\"];");
        }
        dot.push_str("}\n");
        dot
    }
}

impl Display for Readable<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for block in self.cfg.graph.node_indices() {
            writeln!(f, "{}: {}", block.index(), self.block(block))?;
        }
        Ok(())
    }
}

impl Readable<'_> {
    fn block(&self, id: BlockId) -> String {
        let Some(block) = self.cfg.graph.node_weight(id) else { return String::new() };
        let mut parts: Vec<String> = block.steps.iter().map(|step| self.step(step)).collect();
        let to = |wanted: fn(&Edge) -> bool| {
            let mut edges = self.cfg.graph.edges(id).filter(|edge| wanted(edge.weight()));
            edges.next().map_or_else(|| "nowhere".to_owned(), |edge| edge.target().index().to_string())
        };
        parts.push(match &block.end {
            End::Goto => match self.cfg.graph.edges(id).next().map(|edge| *edge.weight()) {
                Some(Edge::Back) => format!("back {}", to(|_| true)),
                _ => format!("goto {}", to(|_| true)),
            },
            End::Branch(test) => {
                let test = self.cfg.tests.get(test.0 as usize).map(|test| self.expr(test)).unwrap_or_default();
                let yes = to(|edge| matches!(edge, Edge::When { answer: true, .. }));
                let no = to(|edge| matches!(edge, Edge::When { answer: false, .. }));
                format!("if ({test}) {yes} else {no}")
            }
            End::Call { call, result } => {
                let (completes, throws) = (to(|edge| *edge == Edge::Completes), to(|edge| *edge == Edge::Throws));
                format!("{} = {} -> {completes}, throws {throws}", self.binding(*result), self.expr(call))
            }
            End::LoopHeader(id) => {
                let kind = self.cfg.loops.get(id.0 as usize).map(|it| self.kind(&it.kind)).unwrap_or_default();
                let (enters, out) = (to(|edge| *edge == Edge::Enters), to(|edge| *edge == Edge::Exhausted));
                format!("loop{} {kind} {enters}, then {out}", id.0)
            }
            End::Return { value: None, .. } => "return".to_owned(),
            End::Return { value: Some(value), .. } => format!("return {}", self.expr(value)),
            End::Throw { value, .. } => format!("throw {}", self.expr(value)),
            End::Propagates { .. } => "propagates".to_owned(),
            End::FallsOff { .. } => "falls off".to_owned(),
            End::Unreachable => "unreachable".to_owned(),
        });
        parts.join("; ")
    }

    fn kind(&self, kind: &LoopKind) -> String {
        match kind {
            LoopKind::Of { list } => format!("of {}", self.expr(list)),
            LoopKind::In { object } => format!("in {}", self.expr(object)),
            LoopKind::Counted { list, index } => format!("counted {} by {}", self.expr(list), self.binding(*index)),
            LoopKind::General => "general".to_owned(),
        }
    }

    fn step(&self, step: &Step) -> String {
        match step {
            Step::Evaluate(expr) => self.expr(expr),
            Step::Assign { target, value, .. } => {
                let target = match target {
                    Place::Binding(binding) => self.binding(*binding),
                    Place::Member { object, property } => format!("{}.{property}", self.expr(object)),
                    Place::Index { object, index } => format!("{}[{}]", self.expr(object), self.expr(index)),
                };
                format!("{target} = {}", self.expr(value))
            }
        }
    }

    fn binding(&self, id: BindingId) -> String {
        match self.bindings.get(id.0 as usize) {
            Some(binding) if !binding.name.is_empty() => binding.name.clone(),
            _ => format!("${}", id.0),
        }
    }

    fn list(&self, arguments: &[Argument]) -> String {
        let one = |it: &Argument| format!("{}{}", if it.spread { "..." } else { "" }, self.expr(&it.value));
        arguments.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn exprs(&self, exprs: &[Expr]) -> String {
        exprs.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().join(", ")
    }

    fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Const(value) => value.to_string(),
            ExprKind::Binding(binding) => self.binding(*binding),
            ExprKind::Global(name) => name.clone(),
            ExprKind::This => "this".to_owned(),
            ExprKind::Member { object, property } => format!("{}.{property}", self.expr(object)),
            ExprKind::Index { object, index } => format!("{}[{}]", self.expr(object), self.expr(index)),
            ExprKind::Call { callee, args } => format!("{}({})", self.expr(callee), self.list(args)),
            ExprKind::New { callee, args } => format!("new {}({})", self.expr(callee), self.list(args)),
            ExprKind::Await(value) => format!("await {}", self.expr(value)),
            ExprKind::Not(value) => format!("!{}", self.operand(value)),
            ExprKind::TypeOf(value) => format!("typeof {}", self.operand(value)),
            ExprKind::Binary { op, left, right } => {
                format!("{} {} {}", self.operand(left), op.symbol(), self.operand(right))
            }
            ExprKind::Object(fields) => {
                let fields: Vec<String> = fields.iter().map(|field| self.field(field)).collect();
                format!("{{{}}}", fields.join(", "))
            }
            ExprKind::Array(elements) => format!("[{}]", self.list(elements)),
            ExprKind::Template { parts, values } => {
                let mut text = "`".to_owned();
                for (index, part) in parts.iter().enumerate() {
                    text.push_str(part);
                    if let Some(value) = values.get(index) {
                        let _ = write!(text, "${{{}}}", self.expr(value));
                    }
                }
                text + "`"
            }
            ExprKind::Regex { pattern, flags } => format!("/{pattern}/{flags}"),
            ExprKind::Function(id) => format!("fn{}", id.0),
            ExprKind::Element(id) => format!("element{}", id.0),
            ExprKind::Caught(id) => format!("caught{}", id.0),
            ExprKind::Opaque(inside) => format!("?({})", self.exprs(inside)),
        }
    }

    fn operand(&self, expr: &Expr) -> String {
        match expr.kind {
            ExprKind::Binary { .. } => format!("({})", self.expr(expr)),
            _ => self.expr(expr),
        }
    }

    fn field(&self, field: &Field) -> String {
        match field {
            Field::Named { name, value } => format!("{name}: {}", self.expr(value)),
            Field::Computed { key, value } => format!("[{}]: {}", self.expr(key), self.expr(value)),
            Field::Spread(value) => format!("...{}", self.expr(value)),
        }
    }
}
