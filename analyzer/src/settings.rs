//! What a project says about its own code: guards and decision words that no signal could know.

use std::collections::BTreeMap;

use std::sync::Arc;

use crate::decide::{Decision, Encoding, Polarity};
use crate::frameworks::Framework;

/// What a project says about its own code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Functions that are checks because the project says so.
    pub guards: Vec<OwnGuard>,
    /// What words and members mean, by the name of the type that holds them.
    pub decisions: BTreeMap<String, BTreeMap<String, Decision>>,
    /// Frameworks that no built-in table knows, or that mean something else here.
    pub frameworks: Arc<Vec<Arc<Framework>>>,
}

/// A function that is a check because the project says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnGuard {
    /// The name it is called by: `mayPass`, or a dotted path `Gate.mayPass`.
    pub name: String,
    /// The module it is declared in, as a path without extension, or the end of one; `None` for any.
    pub module: Option<String>,
    /// How it spells its decisions, where its own signs do not say so.
    pub encoding: Option<Encoding>,
    /// Whether a truthy answer allows, where its own signs do not say so.
    pub polarity: Option<Polarity>,
}
