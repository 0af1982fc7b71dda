//! What a method is called on: a router, server or builder of a framework, and the calls that lead to it.

use super::follow::{field, follow, source, text};
use super::names::join_path;
use super::{Group, What};
use crate::cfg::{Argument, Expr, ExprKind, Place, Step};
use crate::frameworks::Framework;
use crate::module::{BindingId, BindingKind, FunctionId, Module, Type, TypeDeclaration, plain_name};
use crate::project::{FunctionRef, Imported, Meaning, ModuleId, Reader};
use crate::source::Span;

/// Calls and variables that are followed from a method to what it is called on.
const DEPTH: u32 = 24;

/// Types that stand for others, one after the other.
const TYPES: u32 = 8;

/// What something is called on.
#[derive(Debug, Clone)]
pub(super) struct Receiver<'p> {
    pub(super) group: Group,
    pub(super) made: Made<'p>,
    /// The calls on the way, the first one first.
    pub(super) links: Vec<Link<'p>>,
    /// What it was made with.
    options: Option<(Reader<'p>, &'p [Argument])>,
}

/// Who made it.
#[derive(Debug, Clone)]
pub(super) enum Made<'p> {
    /// A framework; the functions and members it came by, or its type.
    By(&'p Framework, Vec<String>),
    /// Something else.
    Other,
    /// Not known.
    Unknown,
}

/// A member on the way, which is mostly called.
#[derive(Debug, Clone)]
pub(super) struct Link<'p> {
    pub(super) name: &'p str,
    /// `None` for a member that is not called.
    pub(super) args: Option<&'p [Argument]>,
    span: Span,
    pub(super) reader: Reader<'p>,
    /// The variable that holds what it gives.
    pub(super) variable: Option<(ModuleId, BindingId)>,
}

impl<'p> Receiver<'p> {
    /// What an expression is, if it may be an object that functions are registered on.
    pub(super) fn of(reader: Reader<'p>, expr: &'p Expr) -> Option<Self> {
        let mut links: Vec<Link<'p>> = Vec::new();
        let (mut reader, mut expr, mut holder) = (reader, expr, None);
        for _ in 0..DEPTH {
            let found = follow(reader, expr);
            holder = found.variable.or(holder);
            (reader, expr) = (found.reader, found.expr);
            let link = |name, args, variable| Link { name, args, span: expr.span, reader, variable };
            match &expr.kind {
                ExprKind::Call { callee, args } => match &callee.kind {
                    ExprKind::Member { object, property } => {
                        if let Some(own) = returned(reader, callee) {
                            (reader, expr) = own;
                            continue;
                        }
                        links.push(link(property, Some(args), found.variable));
                        expr = object;
                    }
                    _ => match returned(reader, callee) {
                        Some(own) => (reader, expr) = own,
                        None => return Some(root(reader, expr, callee, holder, links)),
                    },
                },
                ExprKind::New { callee, .. } => return Some(root(reader, expr, callee, holder, links)),
                ExprKind::Member { object, property } => {
                    if let Some((group, made)) = property_of(reader, object, property) {
                        return Some(finished(group, made, links));
                    }
                    links.push(link(property, None, found.variable));
                    expr = object;
                }
                ExprKind::Binding(binding) => return Some(variable(reader, *binding, holder, links)),
                // What a list or another computed value holds.
                _ => {
                    let (module, binding) = taken_apart(&links).or(holder)?;
                    return Some(finished(Group { module, what: What::Variable(binding) }, Made::Unknown, links));
                }
            }
        }
        None
    }

    /// The path that its options and the calls on the way put in front.
    pub(super) fn path(&self, framework: &Framework) -> Option<String> {
        let called = self.links.iter().filter(|link| framework.routers.paths.iter().any(|name| name == link.name));
        let paths = called.filter_map(|link| text(link.reader, &link.args?.first()?.value));
        let prefix = self.options.and_then(|(reader, args)| prefix(reader, framework, args));
        prefix.into_iter().chain(paths).reduce(|before, path| join_path(&before, &path))
    }

    /// Whether a parameter may be an object of a framework, by its type or by what hands it over.
    pub(super) fn of_param(reader: Reader<'p>, function: FunctionRef, param: BindingId) -> bool {
        let inside = Reader { module: function.module, function: Some(function.function), ..reader };
        let data = &reader.program.file(function.module).module.bindings[param.0 as usize];
        let made = match &data.declared_type {
            Some(ty) => of_type(inside, ty),
            None => handed(inside, &data.kind),
        };
        matches!(made, Made::By(framework, names) if framework.is_router(&names))
    }

    /// Whether it answers by itself.
    pub(super) fn is_root(&self) -> bool {
        match &self.made {
            Made::By(framework, names) => names.iter().any(|name| framework.routers.roots.contains(name)),
            _ => false,
        }
    }
}

fn finished<'p>(group: Group, made: Made<'p>, mut links: Vec<Link<'p>>) -> Receiver<'p> {
    links.reverse();
    let apart = match &made {
        Made::By(framework, _) => {
            links.iter().rfind(|link| framework.routers.apart.iter().any(|name| name == link.name))
        }
        _ => None,
    };
    let group = apart.map_or(group, |link| match link.variable {
        Some((module, variable)) => Group { module, what: What::Variable(variable) },
        None => Group { module: link.reader.module, what: What::Made(link.span) },
    });
    Receiver { group, made, links, options: None }
}

/// The variable that a member is put into, where members alone lead to it: `const { router } = options`.
fn taken_apart(links: &[Link<'_>]) -> Option<(ModuleId, BindingId)> {
    links.first()?.variable.filter(|_| links.iter().all(|link| link.args.is_none()))
}

/// What a function of the project gives back, where it is one expression.
fn returned<'p>(reader: Reader<'p>, callee: &'p Expr) -> Option<(Reader<'p>, &'p Expr)> {
    let at = reader.callee_of(callee).ok()?;
    let only = super::handler::only_returned(reader.program, at)?;
    Some((Reader { module: at.module, function: Some(at.function), ..reader }, only))
}

/// What is made by a call or `new` of something.
fn root<'p>(
    reader: Reader<'p>,
    expr: &'p Expr,
    callee: &'p Expr,
    holder: Option<(ModuleId, BindingId)>,
    links: Vec<Link<'p>>,
) -> Receiver<'p> {
    let group = match holder {
        Some((module, binding)) => Group { module, what: What::Variable(binding) },
        None => Group { module: reader.module, what: What::Made(expr.span) },
    };
    let made = match maker(reader, callee) {
        Some((module, names)) => made_by(reader, &module, names, &links),
        None => match reader.meaning_of(callee) {
            // `class SchemaRouter extends Router`
            Meaning::Class { module, name } => declared(Reader { module, function: None, ..reader }, &name, TYPES),
            _ => Made::Other,
        },
    };
    let args = match &expr.kind {
        ExprKind::Call { args, .. } | ExprKind::New { args, .. } => Some((reader, args.as_slice())),
        _ => None,
    };
    Receiver { options: args, ..finished(group, made, links) }
}

/// The package that a function, class or namespace comes from, and the names it is taken by.
fn maker<'p>(reader: Reader<'p>, callee: &'p Expr) -> Option<(String, Vec<String>)> {
    match &callee.kind {
        ExprKind::Binding(binding) => imported_from(reader, *binding),
        ExprKind::Member { object, property } => {
            let (module, mut names) = maker(reader, object)?;
            names.push(property.clone());
            Some((module, names))
        }
        _ => None,
    }
}

/// The package that a name comes from, through the files that give it on.
fn imported_from(reader: Reader<'_>, binding: BindingId) -> Option<(String, Vec<String>)> {
    let file = reader.program.file(reader.module);
    let data = file.module.bindings.get(binding.0 as usize)?;
    let BindingKind::Import { module, name } = &data.kind else { return None };
    match file.imported(binding) {
        Some(Imported::Outside(_)) | None => {}
        Some(_) => return None,
    }
    let mut names = vec![name.clone(), data.name.clone()];
    if is_whole(data) {
        names.extend(main_names(module));
    }
    Some((module.clone(), names))
}

/// What the main thing of a package is called there: `koa-router`, `Koa` of `koa`.
fn main_names(package: &str) -> impl Iterator<Item = String> {
    let last = package.rsplit('/').next().unwrap_or(package);
    let mut letters = last.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    [last.to_owned(), capital].into_iter()
}

fn made_by<'p>(reader: Reader<'p>, module: &str, names: Vec<String>, links: &[Link<'p>]) -> Made<'p> {
    let standing = &reader.program.file(reader.module).module.standing;
    match standing.of_package(module) {
        Some(framework) => {
            let on_the_way = links.iter().map(|link| link.name.to_owned());
            Made::By(framework, names.into_iter().chain(on_the_way).collect())
        }
        None => Made::Other,
    }
}

/// A parameter, an import that leads out of the project, or a variable whose value is not known.
fn variable<'p>(
    reader: Reader<'p>,
    binding: BindingId,
    holder: Option<(ModuleId, BindingId)>,
    links: Vec<Link<'p>>,
) -> Receiver<'p> {
    let module = &reader.program.file(reader.module).module;
    let data = &module.bindings[binding.0 as usize];
    let (module_of, held) = taken_apart(&links).unwrap_or((reader.module, binding));
    let group = Group { module: module_of, what: What::Variable(held) };
    if let Some((package, names)) = imported_from(reader, binding) {
        let (holder_module, holder) = holder.unwrap_or((reader.module, binding));
        // A namespace or the package as a whole is not the object itself.
        let names = if links.is_empty() || !is_whole(data) { names } else { Vec::new() };
        let made = made_by(reader, &package, names, &links);
        return finished(Group { module: holder_module, what: What::Variable(holder) }, made, links);
    }
    let members: Vec<&str> = links.iter().rev().take_while(|link| link.args.is_none()).map(|link| link.name).collect();
    let made = match &data.declared_type {
        Some(ty) => member_type(module, ty, &members).map_or(Made::Unknown, |ty| of_type(reader, ty)),
        None => handed(reader, &data.kind),
    };
    finished(group, made, links)
}

/// The type of a member of a member of something of a type.
fn member_type<'m>(module: &'m Module, ty: &'m Type, members: &[&str]) -> Option<&'m Type> {
    members.iter().try_fold(ty, |ty, name| {
        let own = match ty {
            Type::Object(members) => members,
            Type::Named { name, .. } => match module.types.get(name)? {
                TypeDeclaration::Alias(Type::Object(members))
                | TypeDeclaration::Interface { members, .. }
                | TypeDeclaration::Class { members, .. } => members,
                _ => return None,
            },
            _ => return None,
        };
        own.iter().find(|member| member.name == *name).map(|member| &member.ty)
    })
}

/// Whether a name stands for a whole module, or what that gives by default.
fn is_whole(data: &crate::module::Binding) -> bool {
    matches!(&data.kind, BindingKind::Import { name, .. } if name == "default" || name == "*")
}

/// A parameter of a function that is handed to a method which gives it an object of the framework: `io.on('connection', socket => …)`.
fn handed<'p>(reader: Reader<'p>, kind: &BindingKind) -> Made<'p> {
    let BindingKind::Param { function, position } = *kind else { return Made::Unknown };
    let file = reader.program.file(reader.module);
    let Some(ExprKind::Member { object, property }) = file.handed_to(function).map(|callee| &callee.kind) else {
        return Made::Unknown;
    };
    let parent = file.module.functions[function.0 as usize].parent;
    let Some(receiver) = Receiver::of(Reader { function: parent, ..reader }, object) else { return Made::Unknown };
    let Made::By(framework, _) = receiver.made else { return Made::Unknown };
    let mut registrations = framework.registrations.iter().filter(|one| one.by.iter().any(|by| by == property));
    let given = registrations.find_map(|registration| registration.gives.get(&position.to_string()));
    given.map_or(Made::Unknown, |name| Made::By(framework, vec![name.clone()]))
}

/// Something of a declared type.
fn of_type<'p>(reader: Reader<'p>, ty: &Type) -> Made<'p> {
    of_type_within(reader, ty, TYPES)
}

fn of_type_within<'p>(reader: Reader<'p>, ty: &Type, depth: u32) -> Made<'p> {
    let module = &reader.program.file(reader.module).module;
    match ty {
        Type::Named { name, .. } => {
            let plain = plain_name(name);
            let (first, last) = (plain.split('.').next().unwrap_or(plain), plain.rsplit('.').next().unwrap_or(plain));
            if let Some((package, is_whole)) = imports(module, first) {
                return match module.standing.of_package(package) {
                    Some(framework) => {
                        let mut names = vec![last.to_owned()];
                        names.extend(main_names(package).filter(|_| is_whole && first == last));
                        Made::By(framework, names)
                    }
                    None if package.starts_with(['.', '@', '~', '#']) => declared(reader, name, depth),
                    None => Made::Other,
                };
            }
            declared(reader, name, depth)
        }
        Type::Union(parts) | Type::Intersection(parts) => parts
            .iter()
            .map(|part| of_type_within(reader, part, depth))
            .find(|made| matches!(made, Made::By(..)))
            .unwrap_or(Made::Unknown),
        Type::Any | Type::Unknown | Type::TypeOf(_) => Made::Unknown,
        _ => Made::Other,
    }
}

/// Something of a type that the project declares: what that stands for, or extends.
fn declared<'p>(reader: Reader<'p>, name: &str, depth: u32) -> Made<'p> {
    let (Some(depth), Some((module, declaration))) =
        (depth.checked_sub(1), reader.program.type_of(reader.module, name))
    else {
        return Made::Unknown;
    };
    let inside = Reader { module, function: None, ..reader };
    let named = |name: &String| Type::Named { name: name.clone(), arguments: Vec::new() };
    let extended: Vec<Type> = match declaration {
        TypeDeclaration::Alias(Type::Any | Type::Unknown | Type::TypeOf(_)) => return Made::Unknown,
        TypeDeclaration::Alias(alias) => vec![alias.clone()],
        TypeDeclaration::Interface { extends, .. } => extends.iter().map(named).collect(),
        TypeDeclaration::Class { extends, .. } => extends.iter().map(named).collect(),
        TypeDeclaration::Enum(_) => Vec::new(),
    };
    let made = extended.iter().map(|ty| of_type_within(inside, ty, depth));
    made.into_iter().find(|made| matches!(made, Made::By(..))).unwrap_or(Made::Other)
}

/// The package that a name is imported from, and whether it stands for the whole of it.
fn imports<'m>(module: &'m Module, name: &str) -> Option<(&'m str, bool)> {
    module.bindings.iter().find_map(|binding| match &binding.kind {
        BindingKind::Import { module, .. } if binding.name == name => Some((module.as_str(), is_whole(binding))),
        _ => None,
    })
}

/// `this.router`, `routes.router` of an instance.
fn property_of<'p>(reader: Reader<'p>, object: &'p Expr, property: &str) -> Option<(Group, Made<'p>)> {
    let (module, class) = match reader.meaning_of(object) {
        Meaning::Instance(module, Type::Named { name, .. }) => reader.program.class_of(module, &name)?,
        Meaning::Class { module, name } => (module, name),
        _ if matches!(object.kind, ExprKind::This) => {
            let group = Group {
                module: reader.module,
                what: What::Written(source(reader, object).to_owned() + "." + property),
            };
            return Some((group, Made::Unknown));
        }
        _ => return None,
    };
    let inside = Reader { module, function: None, ..reader };
    let declared = match inside.program.file(module).module.types.get(&class) {
        Some(TypeDeclaration::Class { members, .. }) => members.iter().find(|member| member.name == property),
        _ => None,
    };
    let made = match declared.map(|member| of_type(inside, &member.ty)) {
        Some(made @ (Made::By(..) | Made::Other)) => made,
        Some(Made::Unknown) | None => assigned(inside, &class, property),
    };
    Some((Group { module, what: What::Property(class, property.to_owned()) }, made))
}

/// What the methods of a class put into a property.
fn assigned<'p>(reader: Reader<'p>, class: &str, property: &str) -> Made<'p> {
    let module = &reader.program.file(reader.module).module;
    let own = module.functions.iter().enumerate();
    let mut methods = own.filter(|(_, function)| function.class.as_ref().is_some_and(|own| own.name == class));
    let value = methods.find_map(|(index, function)| {
        let mut steps = function.cfg.graph.node_weights().flat_map(|block| &block.steps);
        let value = steps.find_map(|step| match step {
            Step::Assign { target: Place::Member { object, property: own }, value, .. }
                if own == property && matches!(object.kind, ExprKind::This) =>
            {
                Some(value)
            }
            _ => None,
        })?;
        Some((Reader { function: Some(FunctionId(index as u32)), ..reader }, value))
    });
    let receiver = value.and_then(|(inside, value)| Receiver::of(inside, value));
    receiver.map_or(Made::Unknown, |receiver| receiver.made)
}

/// The path that the options of what made an object put in front of all that is registered on it: `new Router({ prefix: '/pins' })`.
pub(super) fn prefix<'p>(reader: Reader<'p>, framework: &Framework, args: &'p [Argument]) -> Option<String> {
    args.iter().find_map(|argument| match &follow(reader, &argument.value).expr.kind {
        ExprKind::Object(fields) => {
            let mut names = framework.routers.prefixes.iter();
            names.find_map(|name| text(reader, field(fields, name)?))
        }
        _ => None,
    })
}
