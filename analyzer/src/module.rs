//! What one file comes down to once its syntax tree is gone: functions with their graphs, the variables and types they
//! mention, and what could not be read.

mod bodies;
mod places;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cfg::{Cfg, Expr};
use crate::frameworks::Standing;
use crate::source::Span;

pub use places::{Body, Places, Prefix, PrefixKind, Slip, Statement};
pub use types::{Member, Type, TypeDeclaration, Types, plain_name};

/// One file, lowered.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// Every function of the file, in source order of their first token; a [`FunctionId`] is an index.
    pub functions: Vec<Function>,
    /// Every variable; a [`BindingId`] is an index.
    pub bindings: Vec<Binding>,
    /// What loading the file runs, except for the values of constants that are known as [`BindingKind::Local`].
    pub top_level: Cfg,
    /// Aliases, interfaces, enums and classes declared in the file, by name.
    pub types: Types,
    /// What the file gives to others.
    pub exports: Exports,
    /// Calls to functions that refuse through a response before they ask anything; known once the project is linked.
    pub refusing_calls: FxHashSet<Span>,
    /// What was not analysed, in source order.
    pub problems: Vec<Problem>,
    /// Comments that tell Portcullis something, in source order.
    pub directives: Vec<Directive>,
    /// Functions of the file and imports that are handed to something by their name, in source order.
    pub handed: Vec<Handed>,
    /// The directives at its start: `use server`.
    pub prologue: Vec<String>,
    /// What frameworks take its functions and parameters for.
    pub standing: Standing,
    /// Where repairs can be made.
    pub places: Places,
}

/// A function, or an import that may be one, handed to something by its name: `app.use(requireUser)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub binding: BindingId,
    /// Where its name stands.
    pub position: Position,
    /// The dotted path of that place, as for [`Function::name`].
    pub name: String,
}

impl Module {
    /// The graph of a function, or of the code of the file itself.
    pub fn cfg(&self, function: Option<FunctionId>) -> &Cfg {
        let own = function.and_then(|function| self.functions.get(function.0 as usize));
        own.map_or(&self.top_level, |function| &function.cfg)
    }

    /// The modules it names, as written, each once; with `imported`, also those it imports from, else only those whose names it gives on.
    pub fn specifiers(&self, imported: bool) -> impl Iterator<Item = &str> {
        let own = self.exports.names.values().filter_map(|export| match export {
            Export::Own { binding, .. } => *binding,
            Export::From { .. } | Export::Function(_) => None,
        });
        let own: BTreeSet<BindingId> = own.collect();
        let imports = self.bindings.iter().enumerate().filter_map(|(index, binding)| match &binding.kind {
            BindingKind::Import { module, .. } if imported || own.contains(&BindingId(index as u32)) => {
                Some(module.as_str())
            }
            _ => None,
        });
        let given = self.exports.names.values().filter_map(|export| match export {
            Export::From { module, .. } => Some(module.as_str()),
            Export::Own { .. } | Export::Function(_) => None,
        });
        let all: BTreeSet<&str> = imports.chain(given).chain(self.exports.stars.iter().map(String::as_str)).collect();
        all.into_iter()
    }
}

/// A comment that tells Portcullis something: its text begins with `portcullis-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Markers included.
    pub span: Span,
    /// What stands between the markers, verbatim; it starts [`Directive::MARKER`] bytes behind the start of `span`.
    pub text: String,
    /// The line it stands on, or its lines, from the start of the first to the end of the last.
    pub line: Span,
    /// The next line that holds more than white space and comments.
    pub next_line: Option<Span>,
}

impl Directive {
    /// The length of `//` and of `/*`.
    pub const MARKER: u32 = 2;
}

/// An index into [`Module::functions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u32);

/// An index into [`Module::bindings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BindingId(pub u32);

/// A part of the file that was not analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The part that is missing from the analysis: a statement, a class member, or the whole file.
    pub span: Span,
    /// Where the parser gave up, inside `span`.
    pub at: Span,
    /// Why, lower-case and plain, without a final dot.
    pub message: String,
    /// Whether nothing of the file was analysed.
    pub whole_file: bool,
}

/// What a file gives to others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exports {
    /// By the name others import.
    pub names: BTreeMap<String, Export>,
    /// Modules whose names are all given on: `export * from './roles'`.
    pub stars: Vec<String>,
}

/// Something a file gives to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Export {
    /// A declaration of the file: its variable, unless it is but a type, and the name its type goes by.
    Own { binding: Option<BindingId>, name: String },
    /// A function without a variable of its own.
    Function(FunctionId),
    /// What another module gives under `name`, or [`Exports::ALL`] of it.
    From { module: String, name: String },
}

impl Exports {
    /// The name of `export default`.
    pub const DEFAULT: &str = "default";
    /// The name of everything a module gives: `import * as roles`.
    pub const ALL: &str = "*";
    /// The name of what a module is as a whole: `export = check`, `module.exports = check`.
    pub const WHOLE: &str = "export=";

    /// The names under which declarations of the file are given, by their own.
    pub(crate) fn by_local_name(&self) -> FxHashMap<String, String> {
        let own = self.names.iter().filter_map(|(exported, export)| match export {
            Export::Own { name, .. } if !name.is_empty() => {
                Some((name.clone(), if exported == Self::WHOLE { Self::DEFAULT.to_owned() } else { exported.clone() }))
            }
            _ => None,
        });
        own.collect()
    }
}

/// One function of any form.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its dotted path (`Service.check`, `routes.rename`); without one, the property, export or call it belongs to:
    /// `default`, `GET`, `router.delete('/pins/:id')`, `access.update`. Unique names are not promised.
    pub name: String,
    /// From its first token (decorators, comments and `export` excluded) to its last.
    pub span: Span,
    /// The name's own token; for a function without one, its first token up to the body.
    pub name_span: Span,
    /// How it is written.
    pub form: FunctionForm,
    /// Declared `async`.
    pub is_async: bool,
    /// A generator.
    pub is_generator: bool,
    /// The class it is a member of.
    pub class: Option<ClassContext>,
    /// The function around it.
    pub parent: Option<FunctionId>,
    /// Where it stands, when it is a value handed to something.
    pub position: Position,
    /// The declared type of the variable, property or cast it is assigned to: `const check: Guard = () => …`.
    pub contextual_type: Option<Type>,
    /// Parameters in order; destructuring is expanded by the first steps of the graph.
    pub params: Vec<Param>,
    /// The declared return type.
    pub return_type: Option<Type>,
    /// The text of the comment directly before it (markers stripped), or empty.
    pub doc: String,
    /// The decorators of a method, in source order: calls and paths. A part that is computed is opaque.
    pub decorators: Vec<Expr>,
    /// The directives at the start of its body: `use server`.
    pub prologue: Vec<String>,
    /// Its body. A function without a body (overload signature, abstract method) is not a [`Function`].
    pub cfg: Cfg,
}

/// How a function is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunctionForm {
    Declaration,
    Expression,
    Arrow,
    Method,
    Getter,
    Setter,
    Constructor,
}

/// The class around a method or a class property that holds a function.
#[derive(Debug, Clone)]
pub struct ClassContext {
    /// Its name, or empty.
    pub name: String,
    /// What it extends, as written.
    pub extends: Option<String>,
    /// What it implements, names only.
    pub implements: Vec<String>,
    /// Declared `static`.
    pub is_static: bool,
    /// The decorators of the class, in source order.
    pub decorators: Arc<[Expr]>,
    /// The fields of its instances with what they hold at first, where that takes no control flow; one without a value holds `undefined`.
    pub fields: Arc<[(String, Expr)]>,
}

/// Where a function value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// Declared, or assigned to a variable.
    Named,
    /// An argument: `callee` as written (`router.delete`), which argument, of how many.
    Argument { callee: String, index: usize, count: usize },
    /// A property of an object literal, or of a class, or an exported list: the property's name. What stands in a list stands where the list does.
    Property { name: String },
    /// What the function around it returns.
    Returned,
    /// Called on the spot.
    Invoked,
    /// Exported under this name (`default` for a default export of a function without a name).
    Exported { name: String },
    /// Anything else.
    Other,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Param {
    /// The variable; a destructured parameter has one without a name in the source.
    pub binding: BindingId,
    /// Declared with `?` or with a default value.
    pub optional: bool,
    /// `...rest`.
    pub rest: bool,
    /// Its decorators, in source order.
    pub decorators: Vec<Expr>,
}

/// A variable.
#[derive(Debug, Clone)]
pub struct Binding {
    /// As written; for lowering's own temporaries empty.
    pub name: String,
    /// What it is.
    pub kind: BindingKind,
    /// Its declared type.
    pub declared_type: Option<Type>,
    /// The function it is declared in; `None` at the top level of the file.
    pub function: Option<FunctionId>,
    /// How often it is assigned after its declaration, in any function. 0 for a `const`.
    pub reassigned: u32,
    /// Assigned inside a function other than the one that declares it.
    pub assigned_in_closure: bool,
}

/// What a variable is.
#[derive(Debug, Clone)]
pub enum BindingKind {
    /// A parameter: of which function, at which position.
    Param { function: FunctionId, position: u32 },
    /// `let`, `const`, `var`, `using`, a catch variable. `initial` is the value of a top-level `const` (any value, as an expression).
    Local { initial: Option<Box<Expr>> },
    /// Lowering's own: the value of a short-circuit, of a call, of a switch's discriminant.
    Temporary,
    /// A function declaration, or a `const` that holds a function and is never assigned again.
    Function(FunctionId),
    /// `import { name as … } from 'module'`; `name` is `default` or `*` for the other forms.
    Import { module: String, name: String },
    /// `class C`.
    Class,
    /// `enum E`.
    Enum,
}
