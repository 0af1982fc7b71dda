//! Random formulas, and what they evaluate to under every assignment.

use portcullis_analyzer::condition::{Condition, Conditions, Example, ValueSet, Variable};
use proptest::prelude::*;

use super::values::{any_set, is_member, pool, small_domain};

/// A formula over the variables of a [`Problem`].
#[derive(Debug, Clone)]
pub enum Formula {
    Test(usize, ValueSet),
    Not(Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Or(Box<Formula>, Box<Formula>),
    Ite(Box<Formula>, Box<Formula>, Box<Formula>),
}

use Formula::{And, Ite, Not, Or, Test};

/// How many variables a formula is over.
pub const VARIABLES: usize = 3;

pub fn formula() -> impl Strategy<Value = Formula> {
    let test = (0..VARIABLES, any_set()).prop_map(|(variable, set)| Test(variable, set));
    test.prop_recursive(4, 16, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            boxed().prop_map(Not),
            (boxed(), boxed()).prop_map(|(a, b)| And(a, b)),
            (boxed(), boxed()).prop_map(|(a, b)| Or(a, b)),
            (boxed(), boxed(), boxed()).prop_map(|(a, b, c)| Ite(a, b, c)),
        ]
    })
}

/// Domains of the variables: anything for one of them, closed for the others.
pub fn domains() -> impl Strategy<Value = Vec<ValueSet>> {
    let open = prop_oneof![Just(ValueSet::universe()), small_domain()];
    (open, prop::collection::vec(small_domain(), VARIABLES - 1)).prop_map(|(open, mut closed)| {
        closed.insert(1, open);
        closed
    })
}

impl Formula {
    pub fn evaluate(&self, values: &[Example]) -> bool {
        match self {
            Test(variable, set) => is_member(&values[*variable], set),
            Not(a) => !a.evaluate(values),
            And(a, b) => a.evaluate(values) && b.evaluate(values),
            Or(a, b) => a.evaluate(values) || b.evaluate(values),
            Ite(a, b, c) => {
                if a.evaluate(values) {
                    b.evaluate(values)
                } else {
                    c.evaluate(values)
                }
            }
        }
    }

    pub fn build(&self, conditions: &mut Conditions, variables: &[Variable]) -> Condition {
        let mut build = |formula: &Formula| formula.build(conditions, variables);
        match self {
            Test(variable, set) => conditions.test(variables[*variable], set),
            Not(a) => {
                let a = build(a);
                conditions.not(a)
            }
            And(a, b) => {
                let (a, b) = (build(a), build(b));
                conditions.and(a, b)
            }
            Or(a, b) => {
                let (a, b) = (build(a), build(b));
                conditions.or(a, b)
            }
            Ite(a, b, c) => {
                let (a, b, c) = (build(a), build(b), build(c));
                conditions.ite(a, b, c)
            }
        }
    }
}

/// An arena with variables, and every assignment of pool values to them.
pub struct Problem {
    pub conditions: Conditions,
    pub variables: Vec<Variable>,
    pub assignments: Vec<Vec<Example>>,
}

impl Problem {
    pub fn new(domains: &[ValueSet]) -> Self {
        let mut conditions = Conditions::new(100_000);
        let variables = domains.iter().map(|domain| conditions.variable(domain.clone())).collect();
        let mut assignments = vec![Vec::new()];
        for domain in domains {
            let values: Vec<_> = pool().into_iter().filter(|value| is_member(value, domain)).collect();
            let extend = |assignment: &Vec<Example>| {
                let assignment = assignment.clone();
                values.iter().map(move |value| [assignment.clone(), vec![value.clone()]].concat()).collect::<Vec<_>>()
            };
            assignments = assignments.iter().flat_map(extend).collect();
        }
        Problem { conditions, variables, assignments }
    }

    pub fn build(&mut self, formula: &Formula) -> Condition {
        formula.build(&mut self.conditions, &self.variables)
    }

    /// The truth of the formula under each assignment.
    pub fn truth(&self, formula: &Formula) -> Vec<bool> {
        self.assignments.iter().map(|values| formula.evaluate(values)).collect()
    }

    /// The truth of the condition under each assignment.
    pub fn table(&self, condition: Condition) -> Vec<bool> {
        self.assignments.iter().map(|values| self.holds(condition, values)).collect()
    }

    pub fn holds(&self, condition: Condition, values: &[Example]) -> bool {
        self.conditions.evaluate(condition, |variable, set| is_member(&values[variable.index()], set))
    }
}

/// Whether the first table is nowhere true where the second is false.
pub fn implies(left: &[bool], right: &[bool]) -> bool {
    left.iter().zip(right).all(|(left, right)| !left || *right)
}
