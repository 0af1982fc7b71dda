//! Which function of the project a call goes to.
//!
//! Through imports, namespaces, object literals, classes with what they inherit, constructor-injected properties, parameters and variables with
//! a declared type, functions that functions hand back, `bind`, and wrappers that hand back what they are given. What can't be told is said.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::meaning::{DEPTH, Meaning, Reader};
use super::{FunctionRef, ModuleId, Outside, Program};
use crate::cfg::{BlockId, Cfg, End, Expr, ExprKind};
use crate::module::{BindingId, BindingKind, FunctionId, Type};
use crate::source::Span;
use crate::versions::for_each_part;

/// Why it is not known which function a call goes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unresolved {
    /// It leads out of the project.
    Outside(Outside),
    /// A parameter is called: whoever calls decides.
    Parameter,
    /// A member of a value whose type is not known.
    UnknownType,
    /// A member of a type that several classes implement, or none.
    Implementations(usize),
    /// What is called is computed.
    Computed,
}

/// The function that each call of a file goes to, by the place of the call.
pub(super) fn callees(program: &Program, id: ModuleId) -> FxHashMap<Span, FunctionRef> {
    let mut found = FxHashMap::default();
    let functions = program.functions_of(id).map(|at| Some(at.function));
    for function in std::iter::once(None).chain(functions) {
        let reader = Reader { program, module: id, function };
        for_each_call(program.file(id).module.cfg(function), &mut |_, call, callee| {
            if let Ok(function) = reader.callee(callee) {
                found.insert(call.span, function);
            }
        });
    }
    found
}

/// The functions of a file that call each function.
pub(super) fn callers(program: &Program, id: ModuleId) -> BTreeMap<FunctionRef, Vec<FunctionId>> {
    let mut found: BTreeMap<FunctionRef, Vec<FunctionId>> = BTreeMap::new();
    for at in program.functions_of(id) {
        for_each_call(&program.function(at).cfg, &mut |_, call, _| {
            if let Some(callee) = program.callee(id, call) {
                let callers = found.entry(callee).or_default();
                if callers.last() != Some(&at.function) {
                    callers.push(at.function);
                }
            }
        });
    }
    found
}

/// Every call of a graph: its block, itself, and what is called.
pub(crate) fn for_each_call<'f>(cfg: &'f Cfg, visit: &mut dyn FnMut(BlockId, &'f Expr, &'f Expr)) {
    fn walk<'f>(block: BlockId, expr: &'f Expr, visit: &mut dyn FnMut(BlockId, &'f Expr, &'f Expr)) {
        if let ExprKind::Call { callee, .. } = &expr.kind {
            visit(block, expr, callee);
        }
        for_each_part(expr, &mut |part| walk(block, part, visit));
    }
    for block in cfg.graph.node_indices() {
        let data = &cfg.graph[block];
        data.evaluated().for_each(|expr| walk(block, expr, visit));
        match &data.end {
            End::Throw { value, .. } => walk(block, value, visit),
            End::Branch(test) => walk(block, &cfg.tests[test.0 as usize], visit),
            _ => {}
        }
    }
}

impl Program {
    /// The function of the project that an expression stands for, seen from a function.
    ///
    /// # Errors
    /// Why that is not known.
    pub fn function_behind(&self, at: FunctionRef, callee: &Expr) -> Result<FunctionRef, Unresolved> {
        Reader { program: self, module: at.module, function: Some(at.function) }.callee(callee)
    }
}

impl Program {
    /// The declared type of what an expression stands for, seen from a function.
    pub(crate) fn declared_type(&self, at: FunctionRef, expr: &Expr) -> Option<Type> {
        match (Reader { program: self, module: at.module, function: Some(at.function) }).meaning(expr, DEPTH) {
            Meaning::Instance(_, ty) => Some(ty),
            _ => None,
        }
    }

    /// The function that a variable of a file stands for: one of the file, or an imported one.
    pub(crate) fn function_of_variable(&self, module: ModuleId, variable: BindingId) -> Option<FunctionRef> {
        match self.file(module).module.bindings[variable.0 as usize].kind {
            BindingKind::Function(_) | BindingKind::Import { .. } => {}
            _ => return None,
        }
        match (Reader { program: self, module, function: None }).variable(variable, DEPTH) {
            Meaning::Function(function) => Some(function),
            _ => None,
        }
    }
}
