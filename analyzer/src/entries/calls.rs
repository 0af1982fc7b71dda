//! Registrations by calls: what each file registers on what, in front of what, and how its routers are put together.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::arguments::{Arguments, Call, joined, kept_as, name_in, options, word};
use super::follow::{text, without_temporaries};
use super::receivers::{Made, Receiver};
use super::walk::{Around, for_each};
use super::{Entry, EntryAct, Found, Front, Group, What, chains, front, handler};
use crate::cfg::{Expr, ExprKind};
use crate::frameworks::{EntryKind, Framework, Registration, Scope};
use crate::module::FunctionId;
use crate::project::{FunctionRef, ModuleId, Program, Reader};

/// What one file does to routers, in the order in which it is done.
#[derive(Debug, Default)]
pub(super) struct Scan<'p> {
    pub(super) events: Vec<Event>,
    pub(super) chains: Vec<chains::Chained<'p>>,
    pub(super) placed: Vec<chains::Placed>,
    /// What answers by itself.
    pub(super) roots: BTreeSet<Group>,
}

/// Something that is done to a router.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) on: Group,
    pub(super) at: At,
    /// The path it is done for, seen from the router; `None` for all of them, or one that is not known.
    pub(super) path: Option<String>,
    pub(super) does: Does,
}

/// When something is done: behind everything else that the same code did before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) module: ModuleId,
    /// The function; `None` for the code of the file itself.
    pub(super) function: Option<FunctionId>,
    pub(super) position: u32,
}

/// What is done to a router.
#[derive(Debug)]
pub(super) enum Does {
    Guards {
        front: Vec<Front>,
        is_open: bool,
        is_exact: bool,
        covers: Scope,
    },
    /// Another router answers below it.
    Mounts(Group),
    Registers(Box<Found>),
}

/// The registrations of all tables by the last name of what is called.
#[derive(Debug)]
pub(super) struct Index<'p> {
    names: FxHashMap<&'p str, Vec<(&'p Framework, &'p Registration)>>,
    /// The framework whose routers most files of the program import.
    usual: Option<&'p Framework>,
}

impl<'p> Index<'p> {
    pub(super) fn of(program: &'p Program) -> Self {
        let ids = program.ids();
        let standings = || ids.iter().map(|id| &program.file(*id).module.standing);
        let frameworks = standings().next().into_iter().flat_map(|standing| standing.tables());
        let mut index: FxHashMap<&str, Vec<_>> = FxHashMap::default();
        for framework in frameworks {
            for registration in &framework.registrations {
                for by in &registration.by {
                    let name = by.rsplit('.').next().unwrap_or(by);
                    let known = index.entry(name).or_default();
                    known.push((framework, registration));
                }
            }
            let routers = &framework.routers;
            for name in routers.mounts.iter().chain(&routers.objects) {
                index.entry(name.trim_start_matches('*')).or_default();
            }
        }
        let mut imports: BTreeMap<&str, (usize, &Framework)> = BTreeMap::new();
        for framework in standings().flat_map(|standing| standing.imported()).filter(|one| one.has_routers()) {
            imports.entry(&framework.name).or_insert((0, framework)).0 += 1;
        }
        let usual = imports.into_values().max_by_key(|(count, _)| *count).map(|(_, framework)| framework);
        Index { names: index, usual }
    }
}

/// Reads one file.
pub(super) fn scan<'p>(program: &'p Program, index: &Index<'p>, id: ModuleId) -> Scan<'p> {
    let mut scan = Scan::default();
    let mut seen = BTreeSet::new();
    for_each(program, id, &mut |around, expr| {
        let (ExprKind::Call { callee, args } | ExprKind::New { callee, args }) = &expr.kind else { return };
        let name = last_name(around.reader, callee);
        let call = Call { reader: around.reader, expr, callee, args, name };
        if index.names.contains_key(name) && seen.insert((expr.span, around.reader.function)) {
            scan.call(index, around, call);
        }
        if matches!(expr.kind, ExprKind::Call { .. }) {
            scan.placed.extend(chains::placed(call));
        }
        scan.hands_on(call);
    });
    scan.events.sort_by_key(|event| event.at.position);
    scan
}

fn last_name<'p>(reader: Reader<'p>, callee: &'p Expr) -> &'p str {
    match &callee.kind {
        ExprKind::Member { property, .. } => property,
        ExprKind::Binding(binding) => {
            let module = &reader.program.file(reader.module).module;
            match module.bindings.get(binding.0 as usize).map(|data| (&data.kind, &data.name)) {
                Some((crate::module::BindingKind::Import { name, .. }, local)) if name == "default" || name == "*" => {
                    local
                }
                Some((crate::module::BindingKind::Import { name, .. }, _)) => name,
                Some((_, local)) => local,
                None => "",
            }
        }
        _ => "",
    }
}

impl<'p> Scan<'p> {
    fn call(&mut self, index: &Index<'p>, around: &Around<'p>, call: Call<'p>) {
        let object = match &call.callee.kind {
            ExprKind::Member { object, .. } => Some(&**object),
            _ => None,
        };
        let receiver = object.map(|object| Receiver::of(call.reader, object));
        let Some(receiver) = receiver.unwrap_or_else(|| Receiver::of(call.reader, call.callee)) else { return };
        if receiver.is_root() {
            self.roots.insert(receiver.group.clone());
        }
        let candidates = || index.names.get(call.name).into_iter().flatten().copied();
        let matched = |is_exact: bool| {
            candidates().find(|(framework, registration)| {
                is_called_by(call, &receiver, registration, is_exact)
                    && may_register(index, call, &receiver, framework, registration)
            })
        };
        let matched = matched(true).or_else(|| matched(false));
        if let Some((framework, registration)) = matched {
            if registration.covers == Scope::Chain {
                self.chains.extend(chains::chained(around, call, &receiver, framework, registration));
                return;
            }
            self.registers(around, call, &receiver, framework, registration);
        }
        if object.is_some()
            && let Some(framework) = mounting(call, &receiver, matched.map(|(framework, _)| framework))
        {
            self.mounts(call, &receiver, framework);
        }
    }

    fn registers(
        &mut self,
        around: &Around<'p>,
        call: Call<'p>,
        receiver: &Receiver<'p>,
        framework: &'p Framework,
        registration: &'p Registration,
    ) {
        let (at, on) = (At::of(call), receiver.group.clone());
        let arguments = Arguments::of(call, registration);
        let path = joined(receiver.path(framework), arguments.path.clone());
        let (mut front, is_open) = guards(call, registration, &arguments);
        let is_everything = call.name == "all" && path.as_ref().is_some_and(|path| path.ends_with('*'));
        let handled = registration.handler.zip(registration.entry.as_ref()).filter(|_| !is_everything);
        let Some((position, registers)) = handled else {
            if is_everything && let Some(last) = arguments.others.last() {
                front.extend(front::of(call.reader, &last.value));
            }
            if !front.is_empty() || is_open {
                let is_exact = registration.covers == Scope::Own && !is_everything;
                let does = Does::Guards { front, is_open, is_exact, covers: registration.covers };
                self.events.push(Event { on, at, path, does });
            }
            return;
        };
        let Some(handed) = position.pick(arguments.others, arguments.skipped) else { return };
        let name = name_in(call, registers).or(path).unwrap_or_else(|| kept_as(around));
        if !registers.only.is_empty() && !registers.only.contains(&name) {
            return;
        }
        let inner = handler::handler(call.reader, &handed.value, &registers.member);
        let Some(function) = inner.function else { return };
        front.extend(inner.front);
        if !framework.has_routers() {
            self.roots.insert(on.clone());
        }
        self.gives(call, registration, &on, function);
        let word = word(call, registers, registration);
        let entry = Entry {
            handler: function,
            kind: registers.kind,
            act: registers.act.unwrap_or_else(|| EntryAct::of_verb(&word)),
            name: word,
            framework: framework.name.clone(),
            registered: (call.reader.module, call.expr.span),
            group: on.clone(),
            front,
            is_open: is_open || inner.is_open,
        };
        let found = Found { entry, parameters: registration.parameters.clone() };
        self.events.push(Event { on, at, path: Some(name), does: Does::Registers(Box::new(found)) });
    }

    /// What the handler is given is registered on in turn: `io.on('connection', socket => socket.on(…))`.
    fn gives(&mut self, call: Call<'p>, registration: &Registration, on: &Group, handler: FunctionRef) {
        let params = &call.reader.program.function(handler).params;
        let numbers = registration.gives.keys().filter_map(|number| number.parse().ok());
        for param in numbers.filter_map(|number: usize| params.get(number)) {
            let child = Group { module: handler.module, what: What::Variable(param.binding) };
            self.events.push(Event { on: on.clone(), at: At::of(call), path: None, does: Does::Mounts(child) });
        }
    }

    /// `app.use('/pins', pinRoutes)`, `app.register(routes, { prefix: '/pins' })`
    fn mounts(&mut self, call: Call<'p>, receiver: &Receiver<'p>, framework: &'p Framework) {
        let own = call.args.first().and_then(|first| text(call.reader, &first.value));
        let prefix = super::receivers::prefix(call.reader, framework, call.args);
        let path = joined(receiver.path(framework), joined(own, prefix));
        for argument in call.args {
            if let Some(child) = mounted(call.reader, &argument.value) {
                let at = At::of(call);
                self.events.push(Event {
                    on: receiver.group.clone(),
                    at,
                    path: path.clone(),
                    does: Does::Mounts(child),
                });
            }
        }
    }

    /// `registerPins(app)`: what the function does with its parameter is done here.
    fn hands_on(&mut self, call: Call<'p>) {
        let program = call.reader.program;
        if !program.file(call.reader.module).module.standing.has_routers() {
            return;
        }
        let target = match &call.expr.kind {
            ExprKind::New { .. } => call.reader.constructor_of(call.callee),
            _ => program.callee(call.reader.module, call.expr),
        };
        let Some(target) = target else { return };
        for (argument, param) in call.args.iter().zip(&program.function(target).params) {
            if !matches!(argument.value.kind, ExprKind::Binding(_) | ExprKind::Member { .. }) {
                continue;
            }
            let Some(receiver) = Receiver::of(call.reader, &argument.value) else { continue };
            if matches!(&receiver.made, Made::By(framework, _) if framework.has_routers()) {
                let child = Group { module: target.module, what: What::Variable(param.binding) };
                let does = Does::Mounts(child);
                self.events.push(Event { on: receiver.group, at: At::of(call), path: None, does });
            }
        }
    }
}

impl At {
    fn of(call: Call<'_>) -> Self {
        At { module: call.reader.module, function: call.reader.function, position: call.expr.span.end }
    }

    /// Whether something is done before something else; for what different functions do this is not known, and taken to be so.
    pub(super) fn may_be_before(self, other: At) -> bool {
        (self.module, self.function) != (other.module, other.function) || self.position <= other.position
    }
}

/// The guards among the arguments and options of a registration, and whether some could not be seen.
fn guards(call: Call<'_>, registration: &Registration, arguments: &Arguments<'_>) -> (Vec<Front>, bool) {
    let count = arguments.others.len() + arguments.skipped;
    let (mut front, mut is_open) = (Vec::new(), arguments.is_open);
    for (index, argument) in arguments.others.iter().enumerate() {
        let is_guard = registration.guards.is_some_and(|guards| guards.covers(index + arguments.skipped, count));
        let is_router = registration.handler.is_none() && mounted(call.reader, &argument.value).is_some();
        if is_guard && !is_router {
            let (own, own_open) = front::of_arguments(call.reader, std::slice::from_ref(argument));
            front.extend(own);
            is_open |= own_open;
        }
    }
    front.extend(options(call, &registration.options));
    (front, is_open)
}

/// Whether a registration is by what is called; one that names what it is called on comes before one that does not.
fn is_called_by(call: Call<'_>, receiver: &Receiver<'_>, registration: &Registration, is_exact: bool) -> bool {
    registration.by.iter().any(|by| match by.rsplit_once('.') {
        None => !is_exact && by == call.name,
        Some((before, last)) => {
            let before = before.trim_end_matches("()");
            let made_so = match &receiver.made {
                Made::By(_, names) => names.iter().any(|name| name == before),
                _ => false,
            };
            is_exact && last == call.name && (made_so || receiver.links.iter().any(|link| link.name == before))
        }
    })
}

/// Whether what something is called on may be of the framework.
fn may_register(
    index: &Index<'_>,
    call: Call<'_>,
    receiver: &Receiver<'_>,
    framework: &Framework,
    registration: &Registration,
) -> bool {
    match &receiver.made {
        Made::By(by, names) => {
            std::ptr::eq(*by, framework)
                && (registration.on.is_empty() || names.iter().any(|name| registration.on.contains(name)))
        }
        Made::Other => false,
        Made::Unknown if registration.covers == Scope::Chain => chains::is_named_base(receiver, framework, call),
        Made::Unknown => {
            let standing = &call.reader.program.file(call.reader.module).module.standing;
            // What is called like a router is taken for one of the framework that the program has routers of.
            let is_usual = index.usual.is_some_and(|usual| std::ptr::eq(usual, framework))
                && chains::is_named_base(receiver, framework, call);
            (is_usual || standing.imported().any(|known| std::ptr::eq(known, framework)))
                && is_shaped(call, registration)
        }
    }
}

/// Whether a call looks like a registration, where it is not known what it is called on.
fn is_shaped(call: Call<'_>, registration: &Registration) -> bool {
    let first = call.args.first().and_then(|first| text(call.reader, &first.value));
    let is_path = first.as_ref().is_some_and(|path| path.starts_with(['/', '$']) || path == "*" || path.is_empty());
    match registration.entry.as_ref().map(|entry| entry.kind) {
        Some(EntryKind::Route) => is_path && call.args.len() > 1,
        Some(_) => (first.is_some() || registration.path.is_none()) && !call.args.is_empty(),
        None => true,
    }
}

/// The framework by whose methods a call mounts something, if it does.
fn mounting<'p>(call: Call<'p>, receiver: &Receiver<'p>, matched: Option<&'p Framework>) -> Option<&'p Framework> {
    let mounts = |framework: &&Framework| framework.routers.mounts.iter().any(|name| name == call.name);
    match &receiver.made {
        Made::By(framework, _) => Some(*framework).filter(mounts),
        Made::Other => None,
        Made::Unknown => {
            let standing = &call.reader.program.file(call.reader.module).module.standing;
            matched.filter(mounts).or_else(|| standing.imported().find(mounts))
        }
    }
}

/// The router that is mounted: an object of a framework, or the first parameter of a function that is handed one.
fn mounted(reader: Reader<'_>, expr: &Expr) -> Option<Group> {
    let (reader, expr) = without_temporaries(reader, expr);
    if matches!(expr.kind, ExprKind::Const(_) | ExprKind::Object(_) | ExprKind::Template { .. }) {
        return None;
    }
    if let Ok(function) = reader.callee_of(expr) {
        let param = reader.program.function(function).params.first()?;
        let group = Group { module: function.module, what: What::Variable(param.binding) };
        return Receiver::of_param(reader, function, param.binding).then_some(group);
    }
    let receiver = Receiver::of(reader, expr)?;
    match &receiver.made {
        Made::By(framework, names) => framework.is_router(names).then_some(receiver.group),
        Made::Unknown => matches!(receiver.group.what, What::Property(..)).then_some(receiver.group),
        Made::Other => None,
    }
}
