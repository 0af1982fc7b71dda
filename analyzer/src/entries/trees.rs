//! Rules in front of resolvers, in a tree by type and field: `shield({ Mutation: { deletePin: isOwner } })`.

use std::collections::BTreeSet;

use super::follow::{Followed, follow, without_temporaries};
use super::walk::for_each;
use super::{Found, Front, front};
use crate::cfg::{Expr, ExprKind, Field};
use crate::frameworks::{EntryKind, Tree};
use crate::module::BindingKind;
use crate::project::{ModuleId, Program, Reader};
use crate::source::Span;

/// The rules of one place of a tree; `*` for every field or type.
struct Rules {
    of: String,
    field: String,
    front: Vec<Front>,
}

/// Puts the rules of all trees in front of the resolvers of their fields.
pub(super) fn add(program: &Program, found: &mut [Found]) {
    let is_resolver = |found: &Found| matches!(found.entry.kind, EntryKind::Resolver | EntryKind::Field);
    if !found.iter().any(is_resolver) {
        return;
    }
    let rules: Vec<Rules> = program.of_each_file(|id| rules(program, id)).into_iter().flatten().collect();
    for one in found.iter_mut().filter(|found| is_resolver(found)) {
        let Some((of, field)) = place(&one.entry.name) else { continue };
        // The rule of the field, else that of the type.
        let named =
            |field: &str| rules.iter().filter(|rules| rules.of == of && rules.field == field).collect::<Vec<_>>();
        let mine = Some(named(&field)).filter(|rules| !rules.is_empty()).unwrap_or_else(|| named("*"));
        let outer = mine.into_iter().flat_map(|rules| rules.front.iter().cloned());
        let inner = std::mem::take(&mut one.entry.front);
        one.entry.front = outer.chain(inner).collect();
    }
}

/// The type and field of an entry: `mutation deletePin`, `field Pin.author`.
fn place(name: &str) -> Option<(String, String)> {
    let (word, rest) = name.split_once(' ')?;
    if let Some((of, field)) = rest.split_once('.') {
        return Some((of.to_owned(), field.to_owned()));
    }
    let mut letters = word.chars();
    let first = letters.next()?;
    Some((first.to_uppercase().chain(letters).collect(), rest.to_owned()))
}

fn rules(program: &Program, id: ModuleId) -> Vec<Rules> {
    let mut found = Vec::new();
    for_each_tree(program, id, &mut |tree, root| {
        for (of, reader, value) in fields(root.reader, root.expr) {
            let inner = follow(reader, value);
            let of_type = match &inner.expr.kind {
                ExprKind::Object(_) => fields(inner.reader, inner.expr),
                _ => vec![("*", reader, value)],
            };
            found.extend(of_type.into_iter().map(|(field, reader, rule)| Rules {
                of: of.to_owned(),
                field: field.to_owned(),
                front: of_rule(reader, rule, tree),
            }));
        }
    });
    found
}

/// Where the trees of a file are written; they look like maps of resolvers.
pub(super) fn written(program: &Program, id: ModuleId) -> BTreeSet<(ModuleId, Span)> {
    let mut found = BTreeSet::new();
    for_each_tree(program, id, &mut |_, root| {
        found.insert((root.reader.module, root.expr.span));
    });
    found
}

fn for_each_tree<'p>(program: &'p Program, id: ModuleId, visit: &mut dyn FnMut(&'p Tree, Followed<'p>)) {
    let standing = &program.file(id).module.standing;
    let trees: Vec<&Tree> = standing.imported().flat_map(|framework| &framework.trees).collect();
    if trees.is_empty() {
        return;
    }
    for_each(program, id, &mut |around, expr| {
        let ExprKind::Call { callee, args } = &expr.kind else { return };
        let name = front::name_of(around.reader, callee);
        let tree = trees.iter().find(|tree| tree.to.contains(&name));
        if let (Some(tree), Some(root)) = (tree, args.first()) {
            visit(tree, follow(around.reader, &root.value));
        }
    });
}

fn fields<'p>(reader: Reader<'p>, object: &'p Expr) -> Vec<(&'p str, Reader<'p>, &'p Expr)> {
    let ExprKind::Object(fields) = &object.kind else { return Vec::new() };
    let named = fields.iter().filter_map(|field| match field {
        Field::Named { name, value } => Some((name.as_str(), reader, value)),
        _ => None,
    });
    named.collect()
}

/// A rule; one that is made of several, all of which have to hold, is these.
fn of_rule(reader: Reader<'_>, rule: &Expr, tree: &Tree) -> Vec<Front> {
    let (reader, rule) = without_temporaries(reader, rule);
    if let ExprKind::Call { callee, args } = &rule.kind
        && is_outside(reader, callee)
    {
        let name = front::name_of(reader, callee);
        if tree.all.contains(&name) {
            return args.iter().flat_map(|argument| of_rule(reader, &argument.value, tree)).collect();
        }
        // One of several: their names are what it is given.
        let names = args.iter().map(|argument| front::name_of(reader, &argument.value)).collect();
        return vec![Front { args: names, ..front::of_call(reader, rule) }];
    }
    let mut fronts = front::of(reader, rule);
    for one in fronts.iter_mut().filter(|one| is_outside(reader, rule) && tree.public.contains(&one.name)) {
        one.marks_public = true;
    }
    fronts
}

fn is_outside(reader: Reader<'_>, expr: &Expr) -> bool {
    let bindings = &reader.program.file(reader.module).module.bindings;
    matches!(expr.kind, ExprKind::Binding(binding) if matches!(bindings[binding.0 as usize].kind, BindingKind::Import { .. }))
}
