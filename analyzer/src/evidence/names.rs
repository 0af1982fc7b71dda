//! What the name of a test, and the values it leaves, say of its answer.

use crate::condition::ValueSet;
use crate::constant::Const;
use crate::words::{has_any, words};

/// Whether a name says that it turns a check on.
pub(super) fn is_switch(name: &str) -> bool {
    const SWITCHES: &[&str] = &["enabled", "enable", "require", "requires", "needs", "enforce", "enforced", "strict"];
    words(name).iter().any(|word| SWITCHES.contains(&word.as_str()))
}

/// Whether a call of this name gives something that is kept under a key: `getPlugin(name)`, and no part of the configuration.
pub(super) fn looks_up(name: &str) -> bool {
    const LOOKS_UP: &[&str] = &["get", "find", "fetch", "lookup", "load"];
    const CONFIGURATION: &[&str] =
        &["config", "configuration", "setting", "settings", "option", "options", "policy", "policies", "env", "mode"];
    words(name).len() > 1
        && words(name).first().is_some_and(|first| LOOKS_UP.contains(&first.as_str()))
        && !has_any(name, CONFIGURATION)
}

/// One constant or a few, none of them a flag or what stands for nothing.
pub(super) fn is_equality(set: &ValueSet) -> bool {
    let telling = |value: &Const| match value {
        Const::Bool(_) => false,
        Const::Number(_) => true,
        other => other.is_truthy(),
    };
    set.constants().is_some_and(|values| !values.is_empty() && values.iter().all(telling))
}
