//! Types, as far as decisions need them, and the declarations a file can name.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::constant::Const;

/// The types a file can name: those it declares and, once the project is linked, those it imports.
#[derive(Debug, Clone, Default)]
pub struct Types {
    named: BTreeMap<String, Arc<TypeDeclaration>>,
    /// Every declaration of the project by its key, a name followed by `@` and the number of its file. Declarations refer to each other by keys.
    project: Arc<FxHashMap<String, Arc<TypeDeclaration>>>,
}

impl Types {
    /// The declaration of a name of the file, or of a key of the project.
    pub fn get(&self, name: &str) -> Option<&TypeDeclaration> {
        self.named.get(name).or_else(|| self.project.get(name)).map(Arc::as_ref)
    }

    /// The names of the file, with their declarations.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &TypeDeclaration)> {
        self.named.iter().map(|(name, declaration)| (name.as_str(), declaration.as_ref()))
    }

    /// The declaration of a name of the file, to be added to.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut TypeDeclaration> {
        self.named.get_mut(name).map(Arc::make_mut)
    }

    /// Declares a name; an earlier declaration gives way.
    pub(crate) fn insert(&mut self, name: String, declaration: TypeDeclaration) {
        self.named.insert(name, Arc::new(declaration));
    }

    /// Makes a declaration of the project known under a name.
    pub(crate) fn import(&mut self, name: String, declaration: Arc<TypeDeclaration>) {
        self.named.entry(name).or_insert(declaration);
    }

    /// Takes the declarations of the file.
    pub(crate) fn take(&mut self) -> BTreeMap<String, Arc<TypeDeclaration>> {
        std::mem::take(&mut self.named)
    }

    /// Makes the declarations of the project known by their keys.
    pub(crate) fn link(&mut self, project: Arc<FxHashMap<String, Arc<TypeDeclaration>>>) {
        self.project = project;
    }
}

/// The name of a type as its author wrote it, without what makes it a key of the project.
pub fn plain_name(name: &str) -> &str {
    name.split_once('@').map_or(name, |(plain, _)| plain)
}

/// A type, as far as decisions need it. Everything else is [`Type::Unknown`].
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `any`, `unknown`: every value.
    Any,
    /// Type parameters, conditional and mapped types …
    Unknown,
    Boolean,
    String,
    Number,
    /// A literal type, `undefined` and `null` included.
    Literal(Const),
    Void,
    Never,
    /// `a | b`, flattened.
    Union(Vec<Type>),
    /// `{ … }`, an interface's own shape, or the members of an intersection taken together.
    Object(Vec<Member>),
    /// `A & B`, where a part has a name.
    Intersection(Vec<Type>),
    /// `typeof value`.
    TypeOf(String),
    /// `T[]`, `Array<T>`, `ReadonlyArray<T>`, tuples (element types in a union).
    Array(Box<Type>),
    /// Anything with a name: an alias, interface, class, enum or type parameter; dotted as written (`E.Member`).
    Named {
        name: String,
        arguments: Vec<Type>,
    },
    /// A function type.
    Function {
        returns: Box<Type>,
    },
    /// `x is T`.
    Predicate,
    /// `asserts x`, `asserts x is T`.
    Asserts,
}

impl Type {
    /// Whether a function of this type may end without a value.
    pub fn admits_nothing(&self) -> bool {
        match self {
            Type::Void | Type::Literal(Const::Undefined) => true,
            Type::Union(parts) => parts.iter().any(Type::admits_nothing),
            Type::Named { name, arguments } => name == "Promise" && arguments.iter().any(Type::admits_nothing),
            _ => false,
        }
    }

    /// Whether `true` and `false` are of this type, or what a promise of it gives.
    pub fn admits_booleans(&self) -> bool {
        match self {
            Type::Boolean => true,
            Type::Union(parts) => parts.iter().any(Type::admits_booleans),
            Type::Named { name, arguments } => name == "Promise" && arguments.iter().any(Type::admits_booleans),
            _ => false,
        }
    }
}

/// A member of an object type.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub name: String,
    pub ty: Type,
    /// Declared with `?`.
    pub optional: bool,
}

/// A declared type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeDeclaration {
    /// `type T = …`
    Alias(Type),
    /// `interface T { … }`: its own members (declarations of one name merged), and the names it extends.
    Interface { members: Vec<Member>, extends: Vec<String> },
    /// `enum E { … }`: members with their values; `None` for a computed one.
    Enum(Vec<(String, Option<Const>)>),
    /// `class C`: the declared types of its properties (constructor parameter properties included).
    Class { members: Vec<Member>, extends: Option<String> },
}
