//! The table of a framework, as it is written: one JSON file for each that is built in, and the same under `frameworks` in `portcullis.json`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::acts::Acts;
use crate::channels::Role;
use crate::constant::Const;
use crate::contract::{Cases, Contract, Field, Reading};
use crate::decide::{Decision, Encoding};

mod entry;

pub use entry::{
    ClassEntries, DecoratedEntry, Decorators, EntryAct, EntryKind, FileEntries, ObjectEntries, Registers, Routers, Tree,
};

/// What is known of one framework.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framework {
    /// `Express`.
    pub name: String,
    /// The modules it is imported from; what lies below them counts too. `passport-*` stands for all that begin so.
    #[serde(default)]
    pub packages: Vec<String>,
    /// The forms of guard it knows, first the one that wins where two are proven.
    #[serde(default)]
    pub forms: Vec<Form>,
    /// How handlers are registered, and guards in front of them.
    #[serde(default)]
    pub registrations: Vec<Registration>,
    /// How routers are put together.
    #[serde(default)]
    pub routers: Routers,
    /// What decorators make of classes, methods and parameters.
    #[serde(default)]
    pub decorators: Decorators,
    /// Exports that are entries where their file lies.
    #[serde(default)]
    pub files: Vec<FileEntries>,
    /// Members of object literals that are entries.
    #[serde(default)]
    pub objects: Vec<ObjectEntries>,
    /// Trees of rules that stand in front of resolvers.
    #[serde(default)]
    pub trees: Vec<Tree>,
    /// Methods of classes that are entries.
    #[serde(default)]
    pub classes: Vec<ClassEntries>,
    /// What a parameter of a type is for: `NextFunction`.
    #[serde(default)]
    pub types: BTreeMap<String, Role>,
    /// Methods that end a response.
    #[serde(default)]
    pub ends: Vec<String>,
    /// Properties of a context that answer when something is assigned to them.
    #[serde(default)]
    pub assigned: BTreeMap<String, Assigned>,
    /// Functions it exports that never return: they end the request by throwing.
    #[serde(default)]
    pub never_return: Vec<String>,
    /// Functions and methods that throw unless something is allowed: `throwUnlessCan`.
    #[serde(default)]
    pub asserting: Vec<String>,
    /// Methods that throw where others give nothing: `findUniqueOrThrow`.
    #[serde(default)]
    pub throwing: Vec<String>,
    /// Functions and methods whose answer may be nothing: `findUnique`, `getServerSession`.
    #[serde(default)]
    pub nullable: Vec<String>,
    /// What the one who asks can choose, from a parameter on: `request.body`, `context.req.query`. The first part is a [`Role`].
    #[serde(default)]
    pub request: Vec<String>,
    /// Who asks, in the same way: `request.user`; or a function that gives it: `getServerSession()`.
    #[serde(default)]
    pub principal: Vec<String>,
    /// Functions it exports that give the one spelling of a path.
    #[serde(default)]
    pub canonical: Vec<String>,
    /// Functions it exports that build an error or an answer, which somebody has to throw or return: `createError`.
    #[serde(default)]
    pub builds: BTreeMap<String, Built>,
    /// What its calls do to stored things.
    #[serde(default)]
    pub acts: Acts,
}

/// What is built and does nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Built {
    /// An error, to be thrown.
    Error,
    /// An answer, to be returned.
    Answer,
}

/// One form of guard that a framework knows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Form {
    /// What it is called there, with its article: `a guard`, `a permission callback`.
    pub called: String,
    /// What is surprising about it, as a clause.
    pub note: Option<String>,
    /// What proves it; any of them.
    pub when: Vec<Proof>,
    /// What each way out means.
    pub contract: Means,
    /// A function of this form is about permission whatever it looks at. Others (a middleware may log) need words of permission as well.
    #[serde(default)]
    pub decides: bool,
    /// What its parameters are for, by their number from 0, or `last`: `"2": "continuation"`; or a field of one that is taken apart: `"0.next"`.
    #[serde(default)]
    pub parameters: BTreeMap<String, Role>,
    /// The fewest and the most parameters it has, where their number decides between forms.
    #[serde(default)]
    pub at_least: Option<usize>,
    #[serde(default)]
    pub at_most: Option<usize>,
}

/// What proves that a function has a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Proof {
    /// A method of a class that implements an interface, or extends a class or what a call of a factory gives.
    Method(Method),
    /// Its declared type, or that of the function that hands it back, has one of these names.
    Typed(Names),
    /// Its parameters have types of these names, in order.
    Takes(Takes),
    /// A property of an object literal or class, or one of the functions in a list there.
    Property(Property),
    /// An argument of a call to a function or method.
    Argument(Call),
    /// Its body makes an object of one of these classes.
    Makes(Names),
    /// Exported, or one of the functions in an exported list.
    Exported(Export),
    /// It stands where a registration of the framework takes guards.
    Registered(Registered),
}

/// A method of a class.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Interfaces, classes and factories.
    pub of: Vec<String>,
    /// Names of the method.
    pub named: Vec<String>,
    /// Whether the file has to import the framework.
    #[serde(default)]
    pub imported: bool,
}

/// Names, which count if the framework is imported, or anyway.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub named: Vec<String>,
    /// Whether the file has to import the framework.
    #[serde(default)]
    pub imported: bool,
}

/// Types of parameters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Takes {
    pub types: Vec<String>,
    /// Names of the function; any without.
    #[serde(default)]
    pub named: Vec<String>,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// `*` for any.
    pub named: Vec<String>,
    /// The names around it, innermost last, `*` for any: `access`, `interruptOn.*`.
    #[serde(default)]
    pub within: String,
    /// Whether the file has to import the framework.
    #[serde(default)]
    pub imported: bool,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Functions, methods and classes, as they are called: `addHook`, `rule()`, `*Strategy`.
    pub to: Vec<String>,
    /// Which argument.
    #[serde(default)]
    pub at: Argument,
    /// Whether the file has to import the framework.
    #[serde(default)]
    pub imported: bool,
}

/// An export.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    pub named: Vec<String>,
    /// Names of files without what follows their first dot; any without.
    #[serde(default)]
    pub files: Vec<String>,
    /// A folder on the way to the file; any without.
    #[serde(default)]
    pub folders: Vec<String>,
    /// Names of its first parameter; any without.
    #[serde(default)]
    pub given: Vec<String>,
    /// Whether the file has to import the framework.
    #[serde(default)]
    pub imported: bool,
}

/// Guards of a registration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// By which methods; any of the framework's without.
    #[serde(default)]
    pub by: Vec<String>,
}

/// How handlers are registered, and guards in front of them. It counts in files that import the framework.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Registration {
    /// Functions and methods.
    pub by: Vec<String>,
    /// What makes the objects that have these methods, where it is in sight: `express`, `Router`.
    #[serde(default)]
    pub on: Vec<String>,
    /// Which argument is the path.
    #[serde(default)]
    pub path: Option<Argument>,
    /// Which argument is the handler.
    #[serde(default)]
    pub handler: Option<Argument>,
    /// Which arguments are guards.
    #[serde(default)]
    pub guards: Option<Argument>,
    /// Properties of an argument that hold guards: `preHandler`.
    #[serde(default)]
    pub options: Vec<String>,
    /// What the parameters of the handler are for, as in a form.
    #[serde(default)]
    pub parameters: BTreeMap<String, Role>,
    /// What the guards stand in front of.
    #[serde(default)]
    pub covers: Scope,
    /// What the handler is an entry as, if it is one.
    #[serde(default)]
    pub entry: Option<Registers>,
    /// Parameters of the handler that functions are registered on in turn, and what they are: `"0": "Socket"`.
    #[serde(default)]
    pub gives: BTreeMap<String, String>,
}

/// Arguments of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    /// Any, lists of them too.
    #[default]
    All,
    First,
    Second,
    Last,
    /// Any but the last.
    BeforeLast,
}

/// What a guard stands in front of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The handler it is registered with.
    #[default]
    Own,
    /// What is registered later on the same object, and below.
    Later,
    /// Everything registered on the same object, before or after, and below.
    All,
    /// What is built on what the call gives.
    Chain,
    /// Every entry of the framework.
    Program,
}

/// What an assignment answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assigned {
    /// The response itself: the request is answered.
    Response,
    /// A status: one of 400 and more refuses, a lower one takes that back.
    Status,
}

/// What each way out of a form means: an encoding, and where its framework reads it otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Means {
    pub encoding: Encoding,
    /// A truthy value.
    pub truthy: Option<Decision>,
    /// A falsy value.
    pub falsy: Option<Decision>,
    /// `return undefined`, `return null`.
    pub nullish: Option<Decision>,
    /// Ending without a value.
    pub nothing: Option<Decision>,
    /// An error whose own words are no refusal.
    pub error: Option<Decision>,
    /// The field that decides, at whatever depth it stands.
    pub field: Option<String>,
    /// An object without that field.
    pub absent: Option<Decision>,
    /// What decision words mean: `"user-approval": "ask"`.
    #[serde(default)]
    pub words: BTreeMap<String, Decision>,
    /// What exact values mean: `"undefined": "allow"`, `"'ok'": "allow"`.
    #[serde(default)]
    pub values: Values,
    /// What values mean that a function, class or member gives: `"NextResponse.next": "allow"`.
    #[serde(default)]
    pub made: BTreeMap<String, Decision>,
    /// Any other text or object that is written out.
    pub written: Option<Decision>,
    /// Whether a promise is waited for.
    #[serde(default = "yes")]
    pub awaited: bool,
}

fn yes() -> bool {
    true
}

/// What exact values mean.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "BTreeMap<String, Decision>")]
pub struct Values(pub Vec<(Const, Decision)>);

impl TryFrom<BTreeMap<String, Decision>> for Values {
    type Error = String;

    fn try_from(map: BTreeMap<String, Decision>) -> Result<Self, String> {
        let read = |(text, decision): (String, Decision)| match constant(&text) {
            Some(value) => Ok((value, decision)),
            None => Err(format!("`{text}` is no constant: `true`, `undefined`, `0` or `'text'`")),
        };
        map.into_iter().map(read).collect::<Result<_, _>>().map(Values)
    }
}

fn constant(text: &str) -> Option<Const> {
    match text {
        "true" | "false" => Some(Const::Bool(text == "true")),
        "undefined" => Some(Const::Undefined),
        "null" => Some(Const::Null),
        _ => match text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            Some(inner) => Some(Const::string(inner)),
            None => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Const::number),
        },
    }
}

impl Means {
    /// The contract that is written so.
    pub fn contract(&self) -> Contract {
        let plain = Contract::of(self.encoding);
        Contract {
            encoding: self.encoding,
            nothing: self.nothing.unwrap_or(plain.nothing),
            error: self.error.unwrap_or(plain.error),
            awaited: self.awaited,
            made: self.made.iter().map(|(name, decision)| (name.clone(), *decision)).collect(),
            reading: self.reading(plain.reading),
        }
    }

    fn reading(&self, plain: Reading) -> Reading {
        if let Some(name) = &self.field {
            let truth = self.truthy.zip(self.falsy);
            let absent = self.absent.unwrap_or(Decision::NotApplicable);
            return Reading::Field(Field { name: name.clone(), truth, absent });
        }
        let Reading::Truth { truthy, falsy, nullish } = plain else { return plain };
        let truthy = self.truthy.unwrap_or(truthy);
        let falsy = self.falsy.unwrap_or(falsy);
        let has_cases = !self.values.0.is_empty() || self.written.is_some();
        if !has_cases {
            return Reading::Truth { truthy, falsy, nullish: self.nullish.unwrap_or(nullish) };
        }
        let mut values = self.values.0.clone();
        for nothing in [Const::Undefined, Const::Null] {
            if let Some(nullish) = self.nullish.filter(|_| values.iter().all(|(value, _)| *value != nothing)) {
                values.push((nothing, nullish));
            }
        }
        Reading::Cases(Cases { values, written: self.written, truthy, falsy })
    }
}
