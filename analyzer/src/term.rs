//! Subjects: what a test asks about, in a canonical form.
//!
//! Two tests ask the same question exactly when their terms are equal. Parameters are known by position and property
//! path, never by name, so that a renamed parameter changes nothing; the names of the source are kept beside the terms, for display.

use rustc_hash::FxHashMap;

use crate::cfg::BinaryOp;
use crate::condition::Condition;
use crate::constant::Const;
use crate::decide::Decision;
use crate::module::{BindingId, FunctionId};
use crate::source::Span;

/// A handle to a term of a [`Terms`] arena: equal handles, equal terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(u32);

/// Which list or loop an element comes from: the position of its loop or callback in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementOf(pub u32);

/// What is known to have been written before a member is read: equal numbers, nothing written in between. 0 is the function's start.
pub type Version = u32;

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// A constant.
    Const(Const),
    /// A parameter of the analysed function.
    Param(u32),
    /// A variable whose value is not known: captured, of the module, imported.
    Variable { binding: BindingId, version: Version },
    /// A name declared nowhere in the file.
    Global(String),
    /// `this`.
    This,
    /// `object.property`.
    Member { object: TermId, property: String, version: Version },
    /// `object[index]`.
    Index { object: TermId, index: TermId, version: Version },
    /// A call. `site` tells calls apart whose answer may differ each time; 0 for a query.
    Call { callee: TermId, args: Vec<TermId>, version: Version, site: u32 },
    /// `new callee(args)`, a fresh object for each place.
    New { callee: TermId, args: Vec<TermId>, site: u32 },
    /// `await value`.
    Await(TermId),
    /// A comparison of two terms neither of which is a constant; true or false. Never `>` or `>=`: sides are swapped, and those of
    /// an equality are in order.
    Relation { op: BinaryOp, left: TermId, right: TermId },
    /// Arithmetic.
    Arithmetic { op: BinaryOp, left: TermId, right: TermId },
    /// `typeof value`.
    TypeOf(TermId),
    /// A template literal.
    Template { parts: Vec<String>, values: Vec<TermId> },
    /// An object literal, last field of a name only, in source order; `open` when it spreads something or has computed keys.
    Object { fields: Vec<(String, TermId)>, open: bool },
    /// An array literal, or a `Set` of one; `open` when it spreads something.
    List { items: Vec<TermId>, open: bool },
    /// A regular expression.
    Regex { pattern: String, flags: String },
    /// A function of this file.
    Function(FunctionId),
    /// The element a loop or callback is looking at.
    Element(ElementOf),
    /// The element bound by the n-th enclosing quantifier, counted from the inside.
    Bound(u32),
    /// Whether some element of the list satisfies `body`, a condition over [`Term::Bound`].
    Some { list: TermId, body: Condition },
    /// The first element of the list that satisfies `body`, or the last one; or `undefined`.
    Find { list: TermId, body: Condition, last: bool },
    /// The elements of the list that satisfy `body`.
    Filter { list: TermId, body: Condition },
    /// Whether an element before the one that ended the loop satisfies `body`.
    Earlier { list: TermId, body: Condition, of: ElementOf },
    /// A list that holds something, collected by a loop.
    Collected { binding: BindingId, of: ElementOf },
    /// The value a variable had at the start of the turn of a loop that is being looked at.
    Carried { binding: BindingId, of: ElementOf },
    /// The value a loop left in a variable, where nothing exact can be said.
    AfterLoop { binding: BindingId, of: ElementOf },
    /// Whether the call throws.
    Throws(TermId),
    /// Whether something in the `try` at this position throws.
    Error(u32),
    /// What a handler received.
    Caught(u32),
    /// A decision that was sent before the function ends.
    Answer { decision: Decision, is_final: bool, site: Span },
    /// A refusal that was thrown, on its way to a handler of the same function.
    Refused { site: Span },
    /// A promise that gives the value.
    Fulfilled(TermId),
    /// A promise that fails. `site` tells where the code throws, counted from 1; 0 for the error of a call, which matters to handlers alone.
    Rejected { error: TermId, site: u32 },
    /// A promise that never settles.
    Unsettled,
    /// Anything else, told apart by its place.
    Unknown { site: u32 },
}

/// The arena of terms.
#[derive(Debug, Default)]
pub struct Terms {
    terms: Vec<Term>,
    /// Of each term: itself and its parts, the text of a constant by the character.
    sizes: Vec<usize>,
    index: FxHashMap<Term, TermId>,
}

impl Terms {
    /// The handle of a term.
    pub fn intern(&mut self, mut term: Term) -> TermId {
        // Equality does not tell its sides apart.
        if let Term::Relation { op: BinaryOp::StrictEquals | BinaryOp::LooseEquals, left, right } = &mut term
            && left > right
        {
            std::mem::swap(left, right);
        }
        if let Some(id) = self.index.get(&term) {
            return *id;
        }
        let id = TermId(self.terms.len() as u32);
        self.terms.push(term.clone());
        let own = match &term {
            Term::Const(Const::String(text)) => 1 + text.len() / 16,
            _ => 1,
        };
        let parts: usize = self.parts(id).into_iter().map(|part| self.size(part)).fold(0, usize::saturating_add);
        self.sizes.push(own.saturating_add(parts));
        self.index.insert(term, id);
        id
    }

    /// The handle of a term that is already here.
    pub fn find(&self, term: &Term) -> Option<TermId> {
        self.index.get(term).copied()
    }

    /// Every term, in the order of their making.
    pub fn ids(&self) -> impl Iterator<Item = TermId> + use<> {
        (0..self.terms.len() as u32).map(TermId)
    }

    /// The term behind a handle of this arena.
    pub fn get(&self, id: TermId) -> &Term {
        &self.terms[id.0 as usize]
    }

    /// A constant.
    pub fn constant(&mut self, value: Const) -> TermId {
        self.intern(Term::Const(value))
    }

    /// How large a term is when it is written out.
    pub fn size(&self, id: TermId) -> usize {
        self.sizes.get(id.0 as usize).copied().unwrap_or(1)
    }

    /// The constant a term is, if it is one.
    pub fn as_const(&self, id: TermId) -> Option<&Const> {
        match self.get(id) {
            Term::Const(value) => Some(value),
            _ => None,
        }
    }

    /// The terms directly inside.
    pub fn parts(&self, id: TermId) -> Vec<TermId> {
        match self.get(id) {
            Term::Member { object, .. } => vec![*object],
            Term::Index { object, index, .. } => vec![*object, *index],
            Term::Call { callee, args, .. } | Term::New { callee, args, .. } => {
                std::iter::once(*callee).chain(args.iter().copied()).collect()
            }
            Term::Await(inner) | Term::TypeOf(inner) | Term::Throws(inner) | Term::Fulfilled(inner) => vec![*inner],
            Term::Rejected { error, .. } => vec![*error],
            Term::Relation { left, right, .. } | Term::Arithmetic { left, right, .. } => vec![*left, *right],
            Term::Template { values, .. } => values.clone(),
            Term::Object { fields, .. } => fields.iter().map(|(_, value)| *value).collect(),
            Term::List { items, .. } => items.clone(),
            Term::Some { list, .. }
            | Term::Find { list, .. }
            | Term::Filter { list, .. }
            | Term::Earlier { list, .. } => vec![*list],
            _ => Vec::new(),
        }
    }

    /// Whether any term inside (itself included, bodies of quantifiers excluded) satisfies a test.
    pub fn any(&self, id: TermId, test: &mut impl FnMut(&Term) -> bool) -> bool {
        test(self.get(id)) || self.parts(id).into_iter().any(|part| self.any(part, test))
    }

    /// The same term with its parts replaced (bodies of quantifiers are the caller's).
    pub fn with_parts(&mut self, id: TermId, replace: &mut impl FnMut(&mut Terms, TermId) -> TermId) -> TermId {
        let mut term = self.get(id).clone();
        match &mut term {
            Term::Member { object, .. } => *object = replace(self, *object),
            Term::Index { object, index, .. } => {
                *object = replace(self, *object);
                *index = replace(self, *index);
            }
            Term::Call { callee, args, .. } | Term::New { callee, args, .. } => {
                *callee = replace(self, *callee);
                args.iter_mut().for_each(|arg| *arg = replace(self, *arg));
            }
            Term::Await(inner) | Term::TypeOf(inner) | Term::Throws(inner) | Term::Fulfilled(inner) => {
                *inner = replace(self, *inner);
            }
            Term::Rejected { error, .. } => *error = replace(self, *error),
            Term::Relation { left, right, .. } | Term::Arithmetic { left, right, .. } => {
                *left = replace(self, *left);
                *right = replace(self, *right);
            }
            Term::Template { values, .. } => values.iter_mut().for_each(|value| *value = replace(self, *value)),
            Term::Object { fields, .. } => fields.iter_mut().for_each(|(_, value)| *value = replace(self, *value)),
            Term::List { items, .. } => items.iter_mut().for_each(|item| *item = replace(self, *item)),
            Term::Some { list, .. }
            | Term::Find { list, .. }
            | Term::Filter { list, .. }
            | Term::Earlier { list, .. } => {
                *list = replace(self, *list);
            }
            _ => return id,
        }
        self.intern(term)
    }

    /// Where a path of members, indices and awaits starts.
    pub fn root(&self, id: TermId) -> TermId {
        match self.get(id) {
            Term::Member { object, .. } | Term::Index { object, .. } => self.root(*object),
            Term::Await(inner) => self.root(*inner),
            _ => id,
        }
    }

    /// The last name of a path or callee: `isAdmin` of `user.isAdmin`, `can` of `ability.can(…)`.
    pub fn last_name(&self, id: TermId) -> Option<&str> {
        match self.get(id) {
            Term::Member { property, .. } => Some(property),
            Term::Call { callee, .. } | Term::New { callee, .. } => self.last_name(*callee),
            Term::Await(inner) | Term::Throws(inner) => self.last_name(*inner),
            Term::Global(name) => Some(name),
            _ => None,
        }
    }
}
