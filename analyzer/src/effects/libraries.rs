//! Which call of a chain does something, by the tables of libraries: its form, and what proves that it is the library's.

use super::chain::{Chain, own_name};
use super::place::{Place, written};
use super::substitute::At;
use crate::cfg::{Expr, ExprKind};
use crate::channels::Role;
use crate::frameworks::{ActForm, Framework, StoreKind, imports_any, known_calls};
use crate::module::{BindingKind, Type, plain_name};
use crate::project::{FunctionRef, Program};

/// A call that does something.
pub(super) struct Known<'p> {
    pub(super) library: &'p Framework,
    pub(super) form: &'p ActForm,
    /// Which link of the chain.
    pub(super) link: usize,
}

/// A function, and how its chains are read.
#[derive(Clone, Copy)]
pub(super) struct Libraries<'p> {
    pub(super) program: &'p Program,
    pub(super) at: FunctionRef,
    /// Functions of the project that are looked into for what they give, one behind the other.
    hops: u8,
}

/// How many functions of the project are looked into for what they give.
const HOPS: u8 = 2;

impl<'p> Libraries<'p> {
    /// Reads the chains of a function.
    pub(super) fn of(program: &'p Program, at: FunctionRef) -> Self {
        Libraries { program, at, hops: HOPS }
    }

    /// The function of the project that a call goes to, and how both are read from there; nothing where that leads too far.
    pub(super) fn into_callee(self, call: &'p Expr) -> Option<(Self, At<'p>)> {
        let callee = self.program.callee(self.at.module, call).filter(|callee| *callee != self.at)?;
        let hops = self.hops.checked_sub(1)?;
        let outside = Libraries { hops, ..self };
        Some((Libraries { at: callee, ..outside }, At { at: outside, callee, call }))
    }

    /// The first form, in the order of the tables, that a chain has.
    pub(super) fn known(self, chain: &Chain<'p>) -> Option<Known<'p>> {
        let standing = &self.program.file(self.at.module).module.standing;
        let calls = known_calls();
        if !standing.has_own() && !chain.links.iter().any(|link| calls.contains(self.called(chain, link.name()))) {
            return None;
        }
        standing.acting().find_map(|library| {
            library.acts.calls.iter().find_map(|form| {
                let link = (0..chain.links.len()).rev().find(|link| self.fits(chain, *link, library, form))?;
                Some(Known { library, form, link })
            })
        })
    }

    /// What is called; an imported function by the name it is exported under.
    fn called(self, chain: &Chain<'p>, name: &'p str) -> &'p str {
        match (&chain.root.kind, chain.links.first()) {
            (ExprKind::Binding(binding), Some(first)) if first.path.len() == 1 && first.name() == name => {
                match &self.program.file(self.at.module).module.bindings[binding.0 as usize].kind {
                    BindingKind::Import { name: exported, .. } if exported != "default" => exported,
                    _ => name,
                }
            }
            _ => name,
        }
    }

    fn fits(self, chain: &Chain<'p>, index: usize, library: &Framework, form: &ActForm) -> bool {
        let link = &chain.links[index];
        let name = if index == 0 { self.called(chain, link.name()) } else { link.name() };
        if !form.by.iter().any(|known| known == name)
            || link.args.len() < form.at_least
            || form.at_most.is_some_and(|most| link.args.len() > most)
            || !form.with.is_empty() && !form.with.iter().any(|other| chain.has(other))
            || form.without.iter().any(|other| chain.has(other))
        {
            return false;
        }
        let file = self.program.file(self.at.module);
        if form.imported && !imports_any(&file.module, &library.packages) {
            return false;
        }
        if form.exported {
            return index == 0 && self.is_exported(chain, library);
        }
        let before = |name: &str| link.path.iter().rev().skip(1).any(|member| *member == name);
        if form.below.as_ref().is_some_and(|below| !before(below)) {
            return false;
        }
        if form.sql {
            return link
                .args
                .first()
                .is_some_and(|first| super::sql::is_statement(self.program, self.at, &first.value));
        }
        // A function of the project is looked into, and does what it does.
        let is_ours = self.program.callee(self.at.module, link.call).is_some();
        let is_named = self.is_named(chain, index, form);
        let has_shape = form
            .shape
            .iter()
            .any(|place| matches!(written(self, link.args, place), Place::Value(_) | Place::Values(_)));
        !is_ours && (form.distinct || is_named || has_shape || !form.strict && self.is_client(chain, index, library))
    }

    /// Whether the receiver is called as such receivers are.
    fn is_named(self, chain: &Chain<'p>, index: usize, form: &ActForm) -> bool {
        let Some(receiver) = self.receiver_name(chain, index) else { return false };
        if form.store == StoreKind::Response {
            let is_param = index == 0 && chain.links[0].path.len() == 2 || index > 0;
            return is_param && form.named.iter().any(|pattern| looks_like(receiver, pattern)) && self.is_answer(chain);
        }
        form.named.iter().any(|pattern| looks_like(receiver, pattern))
    }

    /// Whether a chain starts at a parameter, as a response does.
    fn is_answer(self, chain: &Chain<'p>) -> bool {
        let module = &self.program.file(self.at.module).module;
        match &chain.root.kind {
            ExprKind::Binding(binding) => match &module.bindings[binding.0 as usize].kind {
                BindingKind::Param { .. } => true,
                _ => module.standing.role(*binding) == Some(Role::Response),
            },
            ExprKind::Global(_) => true,
            _ => false,
        }
    }

    /// The last member before the method; where that is a call's, the name of what the chain starts at.
    fn receiver_name(self, chain: &Chain<'p>, index: usize) -> Option<&'p str> {
        let own = chain.links[index].receiver_name();
        own.or_else(|| chain.links.first().and_then(|first| first.path.first().copied()).filter(|_| index > 0))
    }

    /// Whether what the chain starts at is an export of the library: of the named one, its default or its namespace.
    fn is_exported(self, chain: &Chain<'p>, library: &Framework) -> bool {
        let module = &self.program.file(self.at.module).module;
        match &chain.root.kind {
            ExprKind::Binding(binding) => match &module.bindings[binding.0 as usize].kind {
                BindingKind::Import { module: from, .. } => library.exports(from),
                _ => false,
            },
            // `require('fs').promises`, and globals.
            ExprKind::Global(name) => library.acts.clients.named.iter().any(|known| known == name),
            _ => false,
        }
    }

    /// Whether the chain starts at an object of the library: by its type, what made it, where it is imported from, its name.
    fn is_client(self, chain: &Chain<'p>, index: usize, library: &Framework) -> bool {
        let clients = &library.acts.clients;
        let before = &chain.links[..index];
        if before.iter().any(|link| clients.made.iter().any(|made| made == link.name())) {
            return true;
        }
        let own: Vec<&str> = chain.links.first().map_or(Vec::new(), |first| {
            let end = if index == 0 { first.path.len().saturating_sub(1) } else { first.path.len() };
            first.path[..end].to_vec()
        });
        if own.iter().any(|member| clients.named.iter().any(|pattern| looks_like(member, pattern))) {
            return true;
        }
        if self.is_exported(chain, library) {
            return true;
        }
        self.client_type(chain, index, library).is_some()
    }

    /// The declared type of what a method is called on, or of what the chain starts at, where that is one of the library's.
    pub(super) fn client_type(self, chain: &Chain<'p>, index: usize, library: &Framework) -> Option<Type> {
        let receivers = [chain.links[index].receiver, Some(chain.root), self.before_first(chain)];
        let types = receivers.into_iter().flatten().filter_map(|expr| self.program.declared_type(self.at, expr));
        types.into_iter().find(|ty| match ty {
            Type::Named { name, .. } => {
                let own = plain_name(name).rsplit('.').next().unwrap_or(name);
                library.acts.clients.types.iter().any(|known| known == own)
            }
            _ => false,
        })
    }

    /// What the first method of a chain is called on.
    fn before_first(self, chain: &Chain<'p>) -> Option<&'p Expr> {
        chain.links.first()?.receiver
    }

    /// The name of the entity that an expression stands for: a class, a table, its name in quotes.
    pub(super) fn entity_of(self, expr: &'p Expr) -> String {
        let file = self.program.file(self.at.module);
        match &expr.kind {
            ExprKind::Member { property, object } if property == "name" => self.entity_of(object),
            ExprKind::Member { property, .. } => property.clone(),
            ExprKind::Const(crate::constant::Const::String(text)) => {
                // `pins as p`, `public.pins`
                let first = text.split_whitespace().next().unwrap_or("");
                first.rsplit('.').next().unwrap_or(first).trim_matches(['"', '`']).to_owned()
            }
            ExprKind::Object(fields) => fields
                .iter()
                .find_map(|field| match field {
                    crate::cfg::Field::Named { value, .. } => Some(self.entity_of(value)),
                    _ => None,
                })
                .unwrap_or_default(),
            _ => own_name(file, expr).unwrap_or("").to_owned(),
        }
    }
}

/// Whether a name has a form: `*Model` ends so, `cookie*` starts so, `A*` starts with a capital.
pub(super) fn looks_like(name: &str, pattern: &str) -> bool {
    if pattern == "A*" {
        return name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().any(|c| c.is_ascii_lowercase());
    }
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => name.ends_with(end) || name.to_lowercase() == end.to_lowercase(),
        (None, Some(start)) => name.starts_with(start),
        _ => name == pattern,
    }
}
