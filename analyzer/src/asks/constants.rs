//! Constants that a check is handed: the permission it asks for, the roles it lets in.

use crate::cfg::{Argument, Expr, ExprKind, Field};
use crate::module::{BindingKind, Module};
use crate::project::{ModuleId, Program};

/// A constant that a check is handed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Demand {
    /// Where in the arguments: `0.access.[].minPermission`.
    pub path: String,
    /// The constant, as written: `'read'`, `Role.Admin`.
    pub text: String,
}

/// How deep objects and lists are looked into.
const DEPTH: u32 = 5;

pub(super) fn demands(program: &Program, module: ModuleId, args: &[Argument]) -> Vec<Demand> {
    let mut found = Vec::new();
    for (index, arg) in args.iter().enumerate() {
        Reader { program, module }.read(&arg.value, &index.to_string(), DEPTH, &mut found);
    }
    found.sort();
    found
}

struct Reader<'p> {
    program: &'p Program,
    module: ModuleId,
}

impl Reader<'_> {
    fn read(&self, value: &Expr, path: &str, depth: u32, found: &mut Vec<Demand>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let file = self.program.file(self.module);
        let value = file.defined(value);
        match &value.kind {
            ExprKind::Const(constant) => found.push(Demand { path: path.to_owned(), text: constant.to_string() }),
            ExprKind::Object(fields) => {
                for field in fields {
                    if let Field::Named { name, value } = field {
                        self.read(value, &format!("{path}.{name}"), depth, found);
                    }
                }
            }
            ExprKind::Array(items) => {
                items.iter().for_each(|item| self.read(&item.value, &format!("{path}.[]"), depth, found));
            }
            ExprKind::Member { .. } if is_of_constants(&file.module, value) => {
                found.push(Demand { path: path.to_owned(), text: file.source.slice(value.span).to_owned() });
            }
            _ => {}
        }
    }
}

/// `Role.Admin`, `Permission.pins.write`: a member of an enum, or of something imported that is named like one.
fn is_of_constants(module: &Module, value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Member { object, .. } => is_of_constants(module, object),
        ExprKind::Binding(binding) => {
            let data = &module.bindings[binding.0 as usize];
            let is_type_like = data.name.starts_with(char::is_uppercase);
            matches!(data.kind, BindingKind::Enum)
                || is_type_like
                    && matches!(data.kind, BindingKind::Import { .. } | BindingKind::Local { initial: Some(_) })
        }
        _ => false,
    }
}
