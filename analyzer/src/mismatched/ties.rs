//! What ties two parts of a request to each other.

use std::collections::BTreeSet;

use petgraph::unionfind::UnionFind;

use crate::asks::is_harmless;
use crate::calls::name_of;
use crate::cfg::{BinaryOp, End, Expr, ExprKind, Place, Step};
use crate::project::{FunctionRef, Program};
use crate::values::{Value, Values};
use crate::versions::for_each_part;

/// The parts of a request that a function holds together somewhere: in a call, in a comparison.
#[derive(Debug, Default)]
pub(super) struct Ties {
    /// Each set of values that stand together.
    together: Vec<BTreeSet<Value>>,
    /// What is compared with something.
    compared: BTreeSet<Value>,
}

impl Ties {
    pub(super) fn of(program: &Program, at: FunctionRef) -> Self {
        let mut ties = Ties::default();
        let module = &program.file(at.module).module;
        for function in module.body(at.function) {
            let mut reader = Reader { program, root: at, at: FunctionRef { function, ..at }, ties: &mut ties };
            let cfg = &module.functions[function.0 as usize].cfg;
            for block in cfg.graph.node_weights() {
                block.evaluated().for_each(|value| reader.value(value));
                for step in &block.steps {
                    if let Step::Assign { target: Place::Index { object, index }, .. } = step {
                        reader.value(object);
                        reader.value(index);
                    }
                }
                if let End::Throw { value, .. } = &block.end {
                    reader.value(value);
                }
            }
            cfg.tests.iter().for_each(|test| reader.value(test));
        }
        ties
    }

    /// Whether two parts of the request are held together, over any number of others.
    pub(super) fn tie(&self, first: &Value, second: &Value) -> bool {
        if first.overlaps(second) {
            return true;
        }
        let mut sets = UnionFind::<usize>::new(self.together.len());
        for (index, one) in self.together.iter().enumerate() {
            for (before, other) in self.together[..index].iter().enumerate() {
                if one.iter().any(|value| other.iter().any(|known| known.overlaps(value))) {
                    sets.union(index, before);
                }
            }
        }
        let holding = |value: &Value| -> BTreeSet<usize> {
            let holds = |set: &BTreeSet<Value>| set.iter().any(|known| known.overlaps(value));
            let indices = self.together.iter().enumerate().filter(|(_, set)| holds(set)).map(|(index, _)| index);
            indices.map(|index| sets.find(index)).collect()
        };
        !holding(first).is_disjoint(&holding(second))
    }

    /// Whether a part of the request, or what was got by it, is compared with something.
    pub(super) fn is_compared(&self, value: &Value) -> bool {
        self.compared.iter().any(|known| known.overlaps(value))
    }
}

struct Reader<'t, 'p> {
    program: &'p Program,
    /// The function that was asked about.
    root: FunctionRef,
    at: FunctionRef,
    ties: &'t mut Ties,
}

impl Reader<'_, '_> {
    fn made_from(&self, value: &Expr) -> BTreeSet<Value> {
        let values = Values::of(self.program, self.at).ingredients(value);
        values.into_iter().map(|value| self.program.seen_from_outside(self.root, value)).collect()
    }

    fn value(&mut self, value: &Expr) {
        match &value.kind {
            ExprKind::Call { callee, .. } | ExprKind::New { callee, .. }
                if !is_harmless(&name_of(self.program, self.at.module, callee)) =>
            {
                self.hold(self.made_from(value));
            }
            ExprKind::Binary { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals | BinaryOp::In, left, right } => {
                let sides = [self.made_from(left), self.made_from(right)];
                if sides.iter().all(|side| side.iter().any(|value| !super::is_constant(value))) {
                    let both: BTreeSet<Value> = sides.into_iter().flatten().collect();
                    self.ties.compared.extend(both.iter().filter(|value| value.is_request()).cloned());
                    self.hold(both);
                }
            }
            _ => {}
        }
        for_each_part(value, &mut |part| self.value(part));
    }

    fn hold(&mut self, values: BTreeSet<Value>) {
        let parts: BTreeSet<Value> = values.into_iter().filter(|value| value.is_request()).collect();
        if parts.len() > 1 || parts.iter().any(|value| value.path.is_empty()) {
            self.ties.together.push(parts);
        }
    }
}
