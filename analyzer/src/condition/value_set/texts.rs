//! Finite and cofinite sets of texts: strings, or the digits of bigints.

use std::collections::BTreeSet;
use std::sync::Arc;

/// A set of texts that lists either its members or everything else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Texts {
    /// Exactly these.
    Only(BTreeSet<Arc<str>>),
    /// All but these.
    AllBut(BTreeSet<Arc<str>>),
}

use Texts::{AllBut, Only};

impl Texts {
    /// No text.
    pub(super) fn none() -> Self {
        Only(BTreeSet::new())
    }

    /// Every text.
    pub(super) fn all() -> Self {
        AllBut(BTreeSet::new())
    }

    /// One text.
    pub(super) fn of(text: Arc<str>) -> Self {
        Only(BTreeSet::from([text]))
    }

    pub(super) fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Only(a), Only(b)) => Only(a.intersection(b).cloned().collect()),
            (Only(members), AllBut(excluded)) | (AllBut(excluded), Only(members)) => {
                Only(members.difference(excluded).cloned().collect())
            }
            (AllBut(a), AllBut(b)) => AllBut(a.union(b).cloned().collect()),
        }
    }

    pub(super) fn complement(&self) -> Self {
        match self {
            Only(texts) => AllBut(texts.clone()),
            AllBut(texts) => Only(texts.clone()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Only(members) if members.is_empty())
    }

    pub(super) fn contains(&self, text: &str) -> bool {
        match self {
            Only(members) => members.contains(text),
            AllBut(excluded) => !excluded.contains(text),
        }
    }

    /// The members one by one, if they are finitely many.
    pub(super) fn members(&self) -> Option<impl Iterator<Item = &Arc<str>>> {
        match self {
            Only(members) => Some(members.iter()),
            AllBut(_) => None,
        }
    }
}
