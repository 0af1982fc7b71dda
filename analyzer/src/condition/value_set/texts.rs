//! Finite and cofinite sets of texts: strings, or the digits of bigints.

use std::collections::BTreeSet;
use std::sync::Arc;

/// A set of texts that lists either its members or everything else. The list is shared, so that a complement is cheap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Texts {
    /// Exactly these.
    Only(Arc<BTreeSet<Arc<str>>>),
    /// All but these.
    AllBut(Arc<BTreeSet<Arc<str>>>),
}

use Texts::{AllBut, Only};

impl Texts {
    /// No text.
    pub(super) fn none() -> Self {
        Only(Arc::default())
    }

    /// Every text.
    pub(super) fn all() -> Self {
        AllBut(Arc::default())
    }

    /// One text.
    pub(super) fn of(text: Arc<str>) -> Self {
        Only(Arc::new(BTreeSet::from([text])))
    }

    pub(super) fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Only(a), Only(b)) if a == b => self.clone(),
            (Only(a), Only(b)) => Only(Arc::new(a.intersection(b).cloned().collect())),
            (Only(members), AllBut(excluded)) | (AllBut(excluded), Only(members)) => {
                if members.is_disjoint(excluded) {
                    return Only(members.clone());
                }
                Only(Arc::new(members.difference(excluded).cloned().collect()))
            }
            (AllBut(a), AllBut(b)) if b.is_subset(a) => AllBut(a.clone()),
            (AllBut(a), AllBut(b)) if a.is_subset(b) => AllBut(b.clone()),
            (AllBut(a), AllBut(b)) => AllBut(Arc::new(a.union(b).cloned().collect())),
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
