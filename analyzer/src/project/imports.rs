//! What imported names stand for: exports are followed through barrels, renamings and cycles to the declaration.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FunctionRef, ModuleId, Outside, Program};
use crate::cfg::{Argument, Expr, ExprKind, Field};
use crate::constant::Const;
use crate::module::{BindingId, BindingKind, Export, Exports, TypeDeclaration};
use crate::source::Span;

/// What an imported name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Imported {
    /// A function without a variable of its own.
    Function(FunctionRef),
    /// A declaration of another file: its variable, unless it is but a type, and the name of its type.
    Declared { module: ModuleId, binding: Option<BindingId>, name: String },
    /// Everything a file gives.
    Namespace(ModuleId),
    /// Nothing of the project.
    Outside(Outside),
}

/// Constants a constant is put together from, one inside the other.
const CONSTANT_DEPTH: u32 = 8;

/// What each imported variable of a file stands for.
pub(super) fn imported(program: &Program, id: ModuleId) -> FxHashMap<BindingId, Imported> {
    let bindings = program.file(id).module.bindings.iter().enumerate();
    let found = bindings.filter_map(|(index, binding)| match &binding.kind {
        BindingKind::Import { module, name } => {
            Some((BindingId(index as u32), named(program, id, module, name, &mut FxHashSet::default())))
        }
        _ => None,
    });
    found.collect()
}

/// What `import { name } from 'specifier'` gives.
fn named(program: &Program, from: ModuleId, specifier: &str, name: &str, seen: &mut Seen) -> Imported {
    match program.file(from).imports.get(specifier) {
        Some(Ok(module)) => given(program, *module, name, seen).unwrap_or(Imported::Outside(Outside::Missing)),
        Some(Err(outside)) => Imported::Outside(outside.clone()),
        None => Imported::Outside(Outside::Missing),
    }
}

/// The names that were asked for on the way; modules may give each other's on in circles.
type Seen = FxHashSet<(ModuleId, String)>;

/// What a file gives under a name.
pub(crate) fn exported(program: &Program, module: ModuleId, name: &str) -> Option<Imported> {
    given(program, module, name, &mut FxHashSet::default())
}

fn given(program: &Program, module: ModuleId, name: &str, seen: &mut Seen) -> Option<Imported> {
    let exports = &program.file(module).module.exports;
    // What is exported as a whole is also what a default or namespace import gives.
    let whole = || exports.names.get(Exports::WHOLE);
    if name == Exports::ALL {
        return match whole() {
            Some(export) => follow(program, module, export, seen),
            None => Some(Imported::Namespace(module)),
        };
    }
    if !seen.insert((module, name.to_owned())) {
        return None;
    }
    let own = exports.names.get(name).or_else(|| whole().filter(|_| name == Exports::DEFAULT));
    if let Some(export) = own {
        return follow(program, module, export, seen);
    }
    // `export *` does not give the default on.
    let stars = exports.stars.iter().filter(|_| name != Exports::DEFAULT);
    let mut outside = None;
    for star in stars {
        match program.file(module).imports.get(star) {
            Some(Ok(next)) => {
                let found = given(program, *next, name, seen);
                match found {
                    Some(Imported::Outside(reason)) => outside = outside.or(Some(reason)),
                    Some(found) => return Some(found),
                    None => {}
                }
            }
            Some(Err(reason)) => outside = outside.or(Some(reason.clone())),
            None => outside = outside.or(Some(Outside::Missing)),
        }
    }
    outside.map(Imported::Outside)
}

fn follow(program: &Program, module: ModuleId, export: &Export, seen: &mut Seen) -> Option<Imported> {
    match export {
        Export::Function(function) => Some(Imported::Function(FunctionRef { module, function: *function })),
        Export::From { module: specifier, name } => Some(named(program, module, specifier, name, seen)),
        Export::Own { binding, name } => {
            let data = binding.map(|binding| &program.file(module).module.bindings[binding.0 as usize].kind);
            match data {
                // `import { a } from './a'; export { a }`.
                Some(BindingKind::Import { module: specifier, name }) => {
                    Some(named(program, module, specifier, name, seen))
                }
                Some(BindingKind::Function(function)) => {
                    Some(Imported::Function(FunctionRef { module, function: *function }))
                }
                _ => Some(Imported::Declared { module, binding: *binding, name: name.clone() }),
            }
        }
    }
}

/// The value of each imported variable of a file that is built from constants alone.
pub(super) fn constants(program: &Program, id: ModuleId) -> FxHashMap<BindingId, Expr> {
    let found = program.file(id).imported.iter().filter_map(|(binding, imported)| match imported {
        Imported::Declared { module, binding: Some(declared), .. } => {
            let reader = ConstantReader { program, module: *module };
            Some((*binding, reader.variable(*declared, CONSTANT_DEPTH)?))
        }
        _ => None,
    });
    found.collect()
}

/// Reads values of a file that are built from constants alone, the places in the other file left out.
struct ConstantReader<'p> {
    program: &'p Program,
    module: ModuleId,
}

impl ConstantReader<'_> {
    fn variable(&self, binding: BindingId, depth: u32) -> Option<Expr> {
        let depth = depth.checked_sub(1)?;
        let file = self.program.file(self.module);
        let data = &file.module.bindings[binding.0 as usize];
        match &data.kind {
            BindingKind::Local { initial: Some(initial) } if data.reassigned == 0 => {
                let value = self.value(initial, depth)?;
                // What some function fills or changes is no constant.
                let is_container = !matches!(value.kind, ExprKind::Const(_));
                (!(is_container && file.changed_elsewhere.contains(&binding))).then_some(value)
            }
            BindingKind::Import { .. } => match file.imported.get(&binding)? {
                Imported::Declared { module, binding: Some(declared), .. } => {
                    ConstantReader { program: self.program, module: *module }.variable(*declared, depth)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn value(&self, expr: &Expr, depth: u32) -> Option<Expr> {
        let depth = depth.checked_sub(1)?;
        let kind = match &expr.kind {
            ExprKind::Const(value) => ExprKind::Const(value.clone()),
            ExprKind::Regex { pattern, flags } => ExprKind::Regex { pattern: pattern.clone(), flags: flags.clone() },
            ExprKind::Binding(binding) => return self.variable(*binding, depth),
            ExprKind::Array(items) => ExprKind::Array(self.items(items, depth)?),
            ExprKind::Object(fields) => ExprKind::Object(self.fields(fields, depth)?),
            ExprKind::Member { object, property } => return self.member(object, property, depth),
            // `new Set(['admin'])`
            ExprKind::New { callee, args } if matches!(&callee.kind, ExprKind::Global(name) if name == "Set") => {
                ExprKind::New { callee: callee.clone(), args: self.items(args, depth)? }
            }
            // `Object.freeze([…])`
            ExprKind::Call { callee, args } => match (&callee.kind, args.as_slice()) {
                (ExprKind::Member { object, property }, [frozen])
                    if property == "freeze" && matches!(&object.kind, ExprKind::Global(name) if name == "Object") =>
                {
                    return self.value(&frozen.value, depth);
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(Expr { kind, span: Span::default() })
    }

    fn items(&self, items: &[Argument], depth: u32) -> Option<Vec<Argument>> {
        let mut values = Vec::new();
        for item in items {
            let value = self.value(&item.value, depth)?;
            match (item.spread, value.kind) {
                (true, ExprKind::Array(spread)) => values.extend(spread),
                (true, _) => return None,
                (false, kind) => values.push(Argument { value: Expr { kind, span: Span::default() }, spread: false }),
            }
        }
        Some(values)
    }

    fn fields(&self, fields: &[Field], depth: u32) -> Option<Vec<Field>> {
        let field = |field: &Field| match field {
            Field::Named { name, value } => Some(Field::Named { name: name.clone(), value: self.value(value, depth)? }),
            Field::Computed { .. } | Field::Spread(_) => None,
        };
        fields.iter().map(field).collect()
    }

    fn member(&self, object: &Expr, property: &str, depth: u32) -> Option<Expr> {
        if let ExprKind::Binding(binding) = object.kind
            && let Some(value) = enum_member(self.program, self.module, binding, property)
        {
            return Some(Expr { kind: ExprKind::Const(value), span: Span::default() });
        }
        let object = self.value(object, depth)?;
        let ExprKind::Object(fields) = object.kind else { return None };
        fields.into_iter().rev().find_map(|field| match field {
            Field::Named { name, value } if name == property => Some(value),
            _ => None,
        })
    }
}

/// The value of `E.Member`, for an enum of the file or an imported one.
pub(crate) fn enum_member(program: &Program, module: ModuleId, binding: BindingId, member: &str) -> Option<Const> {
    let module = &program.file(module).module;
    let data = module.bindings.get(binding.0 as usize)?;
    if !matches!(data.kind, BindingKind::Enum | BindingKind::Import { .. }) {
        return None;
    }
    let TypeDeclaration::Enum(members) = module.types.get(&data.name)? else { return None };
    members.iter().find(|(name, _)| name == member)?.1.clone()
}
