//! What a state holds before anybody has written it, and what that answers.

use crate::cfg::{Expr, ExprKind, Place, Step};
use crate::condition::{ValueSet, Variable};
use crate::constant::Const;
use crate::evaluate::Evaluator;
use crate::module::Module;
use crate::term::{Term, TermId};

use super::{State, asked, is_state};

/// What a state holds at first.
pub(super) struct Initial {
    value: Held,
    /// As TypeScript.
    pub(super) text: String,
}

enum Held {
    Constant(Const),
    /// A list, or a set, of constants.
    List(Vec<Const>),
}

impl Initial {
    /// What a state holds at first; `None` where that is not known.
    pub(super) fn of(module: &Module, state: &State) -> Option<Self> {
        let value = match state {
            State::Variable(binding) => {
                let steps = module.top_level.graph.node_weights().flat_map(|block| &block.steps);
                let mut assigned = steps.filter_map(|step| match step {
                    Step::Assign { target: Place::Binding(target), value, .. } if target == binding => Some(value),
                    _ => None,
                });
                match (assigned.next(), assigned.next()) {
                    (None, _) => Held::Constant(Const::Undefined),
                    (Some(value), None) => Held::of(value)?,
                    (Some(_), Some(_)) => return None,
                }
            }
            State::Field { class, name } => {
                let classes = module.functions.iter().filter_map(|function| function.class.as_ref());
                let own = classes.into_iter().find(|own| own.name == *class)?;
                let (_, value) = own.fields.iter().find(|(field, _)| field == name)?;
                Held::of(value)?
            }
        };
        let text = match &value {
            Held::Constant(value) => value.to_string(),
            Held::List(items) => {
                format!("[{}]", items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
        };
        Some(Initial { value, text })
    }

    /// The answer of a question about a state that holds this; `None` where that is not known.
    pub(super) fn answer(&self, facts: &Evaluator<'_>, variable: Variable, state: &State) -> Option<ValueSet> {
        let is_it = |term: TermId| is_state(facts, term, state);
        match (asked(facts, variable), &self.value) {
            (_, Held::Constant(value)) if is_it(facts.subject(variable)) => Some(ValueSet::of(value)),
            (_, Held::List(_)) if is_it(facts.subject(variable)) => Some(ValueSet::objects()),
            (Term::Member { object, property, .. }, Held::List(items))
                if is_it(*object) && ["length", "size"].contains(&property.as_str()) =>
            {
                Some(ValueSet::of(&Const::number(items.len() as f64)))
            }
            (Term::Some { list, .. }, Held::List(items)) if is_it(*list) && items.is_empty() => {
                Some(ValueSet::of(&Const::Bool(false)))
            }
            (Term::Call { callee, args, .. }, Held::List(items)) => {
                let Term::Member { object, property, .. } = facts.terms.get(*callee) else { return None };
                let holds = match (args.as_slice(), property.as_str()) {
                    _ if !is_it(*object) => return None,
                    (_, "includes" | "has" | "some") if items.is_empty() => false,
                    ([only], "includes" | "has") => match facts.terms.get(*only) {
                        Term::Const(sought) => items.contains(sought),
                        _ => return None,
                    },
                    _ => return None,
                };
                Some(ValueSet::of(&Const::Bool(holds)))
            }
            _ => None,
        }
    }
}

impl Held {
    fn of(value: &Expr) -> Option<Self> {
        match &value.kind {
            ExprKind::Const(value) => Some(Held::Constant(value.clone())),
            ExprKind::Array(items) => {
                let items = items.iter().map(|item| match &item.value.kind {
                    ExprKind::Const(value) if !item.spread => Some(value.clone()),
                    _ => None,
                });
                items.collect::<Option<Vec<_>>>().map(Held::List)
            }
            ExprKind::New { callee, args } if matches!(&callee.kind, ExprKind::Global(name) if name == "Set" || name == "Map") => {
                match args.as_slice() {
                    [] => Some(Held::List(Vec::new())),
                    [only] => Held::of(&only.value).filter(|held| matches!(held, Held::List(_))),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
