//! Switches of the program: the environment, features, experiments, debugging. They say nothing of who asks.

use crate::condition::{Condition, ValueSet, Variable};
use crate::evaluate::Evaluator;
use crate::term::{Term, TermId};
use crate::words::{has_any, words};

/// Words of what is switched.
const SWITCHES: &[&str] = &["debug", "experiment", "experimental", "experiments"];

/// Pairs of words of what is switched.
const SWITCH_PAIRS: &[[&str; 2]] = &[
    ["feature", "flag"],
    ["feature", "flags"],
    ["feature", "enabled"],
    ["dev", "mode"],
    ["development", "mode"],
    ["test", "mode"],
    ["is", "dev"],
    ["is", "development"],
    ["protocol", "version"],
    ["client", "version"],
    ["api", "version"],
    ["skip", "auth"],
    ["disable", "auth"],
    ["bypass", "auth"],
];

/// Words of switches that turn something off, or are there for whoever makes the program.
const TURNS_OFF: &[&str] = &[
    "skip", "disable", "disabled", "bypass", "no", "without", "insecure", "unsafe", "debug", "open", "ignore", "off",
    "suppress", "mock", "fake", "noauth",
];

impl Evaluator<'_> {
    /// The part of a condition whose runs have no evidence but a switch, and that switch; runs without any are left to whoever asks for those.
    pub(crate) fn granted_by_switch(&mut self, condition: Condition, sign_in: bool) -> (Option<TermId>, Condition) {
        let asked = self.conditions.support(condition);
        if !asked.iter().any(|variable| self.is_program_switch(*variable)) {
            return (None, Condition::FALSE);
        }
        let bare = self.without(condition, &mut |facts, variable, set| {
            !facts.is_program_switch(variable) && facts.evidence(variable, set, sign_in).counts()
        });
        let unswitched = self.without(bare, &mut |facts, variable, set| {
            facts.is_program_switch(variable) && facts.requires(variable, set)
        });
        let unswitched = self.conditions.not(unswitched);
        let runs = self.conditions.and(bare, unswitched);
        let switch = self.conditions.support(runs).into_iter().find(|variable| {
            let set = self.conditions.values(runs, *variable);
            self.is_program_switch(*variable) && self.requires(*variable, &set)
        });
        (switch.map(|variable| self.subject(variable)), runs)
    }

    /// Whether the name of a switch says that it turns something off.
    pub(crate) fn turns_off(&self, switch: TermId) -> bool {
        has_any(&self.own_name(switch), TURNS_OFF)
    }

    /// Whether an answer asks something of a value, beside that it is there to be read from.
    fn requires(&self, variable: Variable, set: &ValueSet) -> bool {
        let present = self.conditions.domain(variable).difference(&ValueSet::nullish());
        *set != present && *set != *self.conditions.domain(variable)
    }

    /// Whether a variable asks about a switch of the program.
    pub(crate) fn is_program_switch(&self, variable: Variable) -> bool {
        let subject = self.subject(variable);
        match self.terms.get(subject) {
            Term::Member { .. } => {
                self.is_of_environment(subject) || self.is_kept(subject) && names_switch(&self.own_name(subject))
            }
            Term::Variable { .. } | Term::Global(_) => names_switch(&self.own_name(subject)),
            Term::Call { callee, args, .. } => {
                let constant = |arg: &TermId| matches!(self.terms.get(*arg), Term::Const(_));
                let name = self.function_name(*callee);
                args.iter().all(constant) && (names_switch(&name) || names_switch(&self.own_name(*callee)))
            }
            _ => false,
        }
    }

    /// Whether a term is a variable of the environment: `process.env.NAME`, `env.NAME`.
    fn is_of_environment(&self, term: TermId) -> bool {
        let Term::Member { object, .. } = self.terms.get(term) else { return false };
        let is_kept = !matches!(self.terms.get(self.terms.root(term)), Term::Param(_) | Term::This);
        is_kept && self.own_name(*object).eq_ignore_ascii_case("env")
    }

    /// Whether a term belongs to the program: a caller hands over what others have.
    fn is_kept(&self, term: TermId) -> bool {
        matches!(self.terms.get(self.terms.root(term)), Term::This | Term::Variable { .. } | Term::Global(_))
    }
}

fn names_switch(name: &str) -> bool {
    let words = words(name);
    words.iter().any(|word| SWITCHES.contains(&word.as_str()))
        || words.windows(2).any(|pair| SWITCH_PAIRS.iter().any(|known| known[0] == pair[0] && known[1] == pair[1]))
}
