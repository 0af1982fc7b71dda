//! How a text ends, and how it begins: with what separates a part of a path or host from the next, or not.
//!
//! In comes what a value is compared with, out comes what is known of its end. A value of another function is not known.

use crate::cfg::{BinaryOp, End, Expr, ExprKind};
use crate::constant::Const;
use crate::module::{BindingId, BindingKind, Function};
use crate::term::{Term, TermId};
use crate::versions::callee_name;
use crate::words::words;

use super::pattern::{bounds_before, bounds_behind};
use super::role::Texts;

/// What is known of an end of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tip {
    /// A separator.
    Bounded,
    Unknown,
    /// No separator.
    Open,
}

/// Which end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    End,
}

impl Side {
    /// What is known of a constant text.
    pub(super) fn of_text(self, text: &str) -> Tip {
        let bounded = match self {
            Side::Start => text.chars().next().is_some_and(bounds_before),
            Side::End => text.chars().next_back().is_some_and(bounds_behind),
        };
        if bounded { Tip::Bounded } else { Tip::Open }
    }
}

/// Functions that give a path without a separator at its end.
const BARE: &[&str] = &["resolve", "cwd", "homedir", "tmpdir", "dirname", "realpath", "realpathSync", "basename"];

/// Members that are no more than a host.
const HOSTS: &[&str] = &["origin", "hostname", "host"];

/// How deep a value is looked into.
const DEPTH: u32 = 6;

/// Values of a variable that are looked at.
const MOST_DEFINED: usize = 3;

impl Texts<'_, '_> {
    /// What is known of an end of a term.
    pub(super) fn tip(&self, term: TermId, side: Side) -> Tip {
        self.tip_within(term, side, DEPTH)
    }

    fn tip_within(&self, term: TermId, side: Side, depth: u32) -> Tip {
        let facts = self.facts;
        let Some(depth) = depth.checked_sub(1) else { return Tip::Unknown };
        if self.list_of(term).is_some() {
            return self.tip_of_element(term, side);
        }
        match facts.terms.get(term) {
            Term::Const(Const::String(text)) => side.of_text(text),
            Term::Template { parts, values } => {
                let (text, value) = match side {
                    Side::Start => (parts.first(), values.first()),
                    Side::End => (parts.last(), values.last()),
                };
                match (text, value) {
                    (Some(text), _) if !text.is_empty() => side.of_text(text),
                    (_, Some(value)) => self.tip_within(*value, side, depth),
                    _ => Tip::Unknown,
                }
            }
            Term::Arithmetic { op: BinaryOp::Add, left, right } => {
                self.tip_within(if side == Side::Start { *left } else { *right }, side, depth)
            }
            Term::Await(inner) => self.tip_within(*inner, side, depth),
            Term::Call { callee, args, .. } => self.tip_of_call(*callee, args, side, depth),
            Term::Member { property, .. } if HOSTS.contains(&property.as_str()) => Tip::Open,
            Term::Variable { binding, .. } => {
                let by_name = self.tip_by_name(term);
                if by_name == Tip::Unknown { self.tip_of_variable(*binding, side) } else { by_name }
            }
            _ => self.tip_by_name(term),
        }
    }

    /// `sep`, `rootWithSlash`.
    fn tip_by_name(&self, term: TermId) -> Tip {
        let name = self.facts.own_name(term);
        if names_separator(&name) { Tip::Bounded } else { Tip::Unknown }
    }

    fn tip_of_call(&self, callee: TermId, args: &[TermId], side: Side, depth: u32) -> Tip {
        let facts = self.facts;
        let name = facts.function_name(callee);
        let object = match facts.terms.get(callee) {
            Term::Member { object, .. } => Some(*object),
            _ => None,
        };
        let strips = |pattern: &TermId| match facts.terms.get(*pattern) {
            Term::Regex { pattern, .. } => pattern.ends_with('$'),
            _ => false,
        };
        match (name.as_str(), object) {
            ("join", _) if side == Side::End && args.len() > 1 => match args.last() {
                Some(last) => match self.tip_within(*last, side, depth) {
                    Tip::Unknown => Tip::Open,
                    known => known,
                },
                None => Tip::Unknown,
            },
            (name, _) if side == Side::End && BARE.contains(&name) => Tip::Open,
            // `root.replace(/\/+$/, '')`
            ("replace", Some(_)) if side == Side::End && args.first().is_some_and(strips) => match args.get(1) {
                Some(with) => self.tip_within(*with, side, depth),
                None => Tip::Unknown,
            },
            ("toLowerCase" | "toUpperCase" | "trim" | "normalize", Some(object)) => {
                self.tip_within(args.first().copied().unwrap_or(object), side, depth)
            }
            (name, _) if names_separator(name) => Tip::Bounded,
            _ => Tip::Unknown,
        }
    }

    /// The loosest of the elements of a list, or what a list is made of.
    fn tip_of_element(&self, element: TermId, side: Side) -> Tip {
        let Some(list) = self.list_of(element) else { return Tip::Unknown };
        self.tip_of_elements(list, side)
    }

    fn tip_of_elements(&self, list: TermId, side: Side) -> Tip {
        let facts = self.facts;
        match facts.terms.get(list) {
            Term::List { items, open: false } => {
                items.iter().map(|item| self.tip_within(*item, side, DEPTH)).max().unwrap_or(Tip::Unknown)
            }
            Term::Filter { list, .. } => self.tip_of_elements(*list, side),
            // `roots.map(root => path.resolve(root) + path.sep)`
            Term::Call { callee, args, .. } if facts.function_name(*callee) == "map" => match args.first() {
                Some(callback) => match facts.terms.get(*callback) {
                    Term::Function(id) => self.tip_of_returned(facts.data(*id), side),
                    _ => Tip::Unknown,
                },
                None => Tip::Unknown,
            },
            Term::Variable { binding, .. } => {
                self.defined(*binding).map(|value| self.tip_of_list(value, side)).max().unwrap_or(Tip::Unknown)
            }
            _ => Tip::Unknown,
        }
    }

    fn tip_of_list(&self, list: &Expr, side: Side) -> Tip {
        match &list.kind {
            ExprKind::Array(items) if !items.is_empty() && items.iter().all(|item| !item.spread) => {
                items.iter().map(|item| self.tip_of_expr(&item.value, side, DEPTH)).max().unwrap_or(Tip::Unknown)
            }
            ExprKind::Call { callee, args } if callee_name(self.facts.module, callee) == "map" => {
                match args.first().map(|arg| &arg.value.kind) {
                    Some(ExprKind::Function(id)) => self.tip_of_returned(self.facts.data(*id), side),
                    _ => Tip::Unknown,
                }
            }
            _ => Tip::Unknown,
        }
    }

    fn tip_of_returned(&self, function: &Function, side: Side) -> Tip {
        let returned = function.cfg.graph.node_weights().filter_map(|block| match &block.end {
            End::Return { value: Some(value), .. } => Some(self.tip_of_expr(value, side, DEPTH)),
            _ => None,
        });
        returned.max().unwrap_or(Tip::Unknown)
    }

    fn tip_of_variable(&self, binding: BindingId, side: Side) -> Tip {
        self.defined(binding).map(|value| self.tip_of_expr(value, side, DEPTH)).max().unwrap_or(Tip::Unknown)
    }

    /// What a variable is given, as far as that is few.
    fn defined(&self, binding: BindingId) -> impl Iterator<Item = &Expr> {
        let initial = match self.facts.module.bindings.get(binding.0 as usize).map(|data| &data.kind) {
            Some(BindingKind::Local { initial: Some(initial) }) => Some(&**initial),
            _ => None,
        };
        initial.into_iter().chain(self.facts.file.definitions(binding)).take(MOST_DEFINED)
    }

    fn tip_of_expr(&self, expr: &Expr, side: Side, depth: u32) -> Tip {
        let Some(depth) = depth.checked_sub(1) else { return Tip::Unknown };
        match &expr.kind {
            ExprKind::Const(Const::String(text)) => side.of_text(text),
            ExprKind::Template { parts, values } => {
                let (text, value) = match side {
                    Side::Start => (parts.first(), values.first()),
                    Side::End => (parts.last(), values.last()),
                };
                match (text, value) {
                    (Some(text), _) if !text.is_empty() => side.of_text(text),
                    (_, Some(value)) => self.tip_of_expr(value, side, depth),
                    _ => Tip::Unknown,
                }
            }
            ExprKind::Binary { op: BinaryOp::Add, left, right } => {
                self.tip_of_expr(if side == Side::Start { left } else { right }, side, depth)
            }
            ExprKind::Await(inner) => self.tip_of_expr(inner, side, depth),
            ExprKind::Member { property, .. } if names_separator(property) => Tip::Bounded,
            ExprKind::Binding(binding) => {
                let name = self.facts.module.bindings.get(binding.0 as usize).map_or("", |data| data.name.as_str());
                match names_separator(name) {
                    true => Tip::Bounded,
                    false => {
                        let tips = self.defined(*binding).map(|value| self.tip_of_expr(value, side, depth));
                        tips.max().unwrap_or(Tip::Unknown)
                    }
                }
            }
            ExprKind::Call { callee, args } => match callee_name(self.facts.module, callee) {
                "join" if side == Side::End && args.len() > 1 => match args.last() {
                    Some(last) if self.tip_of_expr(&last.value, side, depth) == Tip::Bounded => Tip::Bounded,
                    _ => Tip::Open,
                },
                name if side == Side::End && BARE.contains(&name) => Tip::Open,
                name if names_separator(name) => Tip::Bounded,
                _ => Tip::Unknown,
            },
            _ => Tip::Unknown,
        }
    }
}

/// Whether a name speaks of a separator at an end.
fn names_separator(name: &str) -> bool {
    const SEPARATORS: &[&str] = &["sep", "separator", "slash", "delimiter", "trailing"];
    words(name).iter().any(|word| SEPARATORS.contains(&word.as_str()))
}
