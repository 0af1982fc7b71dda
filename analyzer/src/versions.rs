//! Which writes may have happened before a member is read.
//!
//! A forward data-flow analysis over one graph (reaching definitions, with calls, awaits and member assignments as
//! the definitions). Two reads of one path have the same version exactly when the same writes reach both, so a subject
//! assigned, or reachable from something mutated, between two tests is a new subject. Path-insensitive: the version depends on the place alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use petgraph::Direction;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use crate::cfg::{Argument, BlockId, Cfg, End, Expr, ExprKind, Field, LoopKind, Place, Step};
use crate::module::{BindingId, BindingKind, Module};
use crate::term::Version;
use crate::words::is_query;

/// What a write may change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Region {
    /// Everything outside the function: `this`, module variables, globals.
    World,
    /// Everything reachable from a variable.
    Reachable(BindingId),
    /// A property of this name, on any object.
    Property(String),
}

type Event = u32;

/// The writes that may have happened last, by region.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot(BTreeMap<Region, BTreeSet<Event>>);

impl Snapshot {
    /// The same once something at a place of the source was awaited.
    pub(crate) fn after_await(&self, at: u32) -> Snapshot {
        let mut after = self.clone();
        after.0.insert(Region::World, BTreeSet::from([Event::MAX - at]));
        after
    }
}

/// The versions of one function.
#[derive(Debug)]
pub struct Versions {
    /// Before each step of each block, and before its end.
    snapshots: FxHashMap<BlockId, Vec<Rc<Snapshot>>>,
    /// For each variable assigned once from a path, the variable the path starts at.
    origins: FxHashMap<BindingId, BindingId>,
}

impl Versions {
    /// Analyses one graph.
    pub fn of(module: &Module, cfg: &Cfg) -> Self {
        let origins = origins(module, cfg);
        let mut analysis = Analysis { module, cfg, origins: &origins, entries: FxHashMap::default() };
        analysis.solve();
        let snapshots = cfg.graph.node_indices().map(|block| (block, analysis.snapshots(block))).collect();
        Versions { snapshots, origins }
    }

    /// What has been written before a step; the number of steps stands for the block's end.
    pub fn before(&self, block: BlockId, step: usize) -> Rc<Snapshot> {
        self.snapshots.get(&block).and_then(|steps| steps.get(step)).cloned().unwrap_or_default()
    }

    /// Where the path of an expression starts.
    pub fn root(&self, expr: &Expr) -> Root {
        root(&self.origins, expr)
    }
}

/// Where a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    Binding(BindingId),
    /// `this`, a global, or a value no variable holds.
    World,
    Fresh,
}

/// Numbers sets of writes, in order of first use.
#[derive(Debug, Default)]
pub struct VersionNumbers(FxHashMap<Vec<Event>, Version>);

impl VersionNumbers {
    /// The version of `object.property` where the path starts at `root`; `outside` when others can change the root's value.
    pub fn member(&mut self, snapshot: &Snapshot, root: Root, outside: bool, property: Option<&str>) -> Version {
        let mut events = BTreeSet::new();
        let mut add = |region: &Region| {
            if let Some(found) = snapshot.0.get(region) {
                events.extend(found.iter().copied());
            }
        };
        if outside {
            add(&Region::World);
        }
        if let Root::Binding(binding) = root {
            add(&Region::Reachable(binding));
        }
        if let Some(property) = property {
            add(&Region::Property(property.to_owned()));
        }
        self.number(events)
    }

    /// The version of everything outside the function.
    pub fn world(&mut self, snapshot: &Snapshot) -> Version {
        self.number(snapshot.0.get(&Region::World).cloned().unwrap_or_default())
    }

    fn number(&mut self, events: BTreeSet<Event>) -> Version {
        if events.is_empty() {
            return 0;
        }
        let next = self.0.len() as Version + 1;
        *self.0.entry(events.into_iter().collect()).or_insert(next)
    }
}

/// Methods of lists, sets and maps: they change what they are called on, and nothing else.
pub const CHANGES_RECEIVER: &[&str] =
    &["push", "unshift", "add", "set", "delete", "clear", "splice", "pop", "shift", "sort", "reverse"];

struct Analysis<'a> {
    module: &'a Module,
    cfg: &'a Cfg,
    origins: &'a FxHashMap<BindingId, BindingId>,
    entries: FxHashMap<BlockId, Snapshot>,
}

impl Analysis<'_> {
    fn solve(&mut self) {
        let mut queue: VecDeque<BlockId> = self.cfg.graph.node_indices().collect();
        while let Some(block) = queue.pop_front() {
            let mut entry = Snapshot::default();
            for edge in self.cfg.graph.edges_directed(block, Direction::Incoming) {
                for (region, events) in self.exit(edge.source()).0 {
                    entry.0.entry(region).or_default().extend(events);
                }
            }
            if self.entries.get(&block) != Some(&entry) {
                self.entries.insert(block, entry);
                queue.extend(self.cfg.graph.neighbors(block).filter(|next| *next != block));
            }
        }
    }

    fn exit(&self, block: BlockId) -> Snapshot {
        let mut snapshot = self.entries.get(&block).cloned().unwrap_or_default();
        for place in 0..=self.cfg.graph[block].steps.len() {
            self.apply(block, place, &mut snapshot);
        }
        snapshot
    }

    fn snapshots(&self, block: BlockId) -> Vec<Rc<Snapshot>> {
        let mut snapshot = self.entries.get(&block).cloned().unwrap_or_default();
        let mut all = vec![Rc::new(snapshot.clone())];
        for place in 0..self.cfg.graph[block].steps.len() {
            self.apply(block, place, &mut snapshot);
            all.push(Rc::new(snapshot.clone()));
        }
        all
    }

    /// The writes of one step, or of the block's end.
    fn apply(&self, block: BlockId, place: usize, snapshot: &mut Snapshot) {
        let event = (block.index() as Event) << 12 | (place as Event & 0xfff);
        let block = &self.cfg.graph[block];
        let mut regions = Vec::new();
        match block.steps.get(place) {
            Some(Step::Evaluate(expr)) => self.writes(expr, &mut regions),
            Some(Step::Assign { target, value, .. }) => {
                self.writes(value, &mut regions);
                match target {
                    Place::Binding(_) => {}
                    Place::Member { property, .. } => regions.push(Region::Property(property.clone())),
                    Place::Index { object, .. } => regions.push(self.reachable(object)),
                }
            }
            None => self.end_writes(&block.end, &mut regions),
        }
        for region in regions {
            snapshot.0.insert(region, BTreeSet::from([event]));
        }
    }

    fn end_writes(&self, end: &End, regions: &mut Vec<Region>) {
        match end {
            End::Call { call, .. } => self.writes(call, regions),
            End::Branch(test) => self.writes(&self.cfg.tests[test.0 as usize], regions),
            End::LoopHeader(id) => {
                if let LoopKind::Of { list } = &self.cfg.loops[id.0 as usize].kind {
                    self.writes(list, regions);
                }
            }
            _ => {}
        }
    }

    fn writes(&self, expr: &Expr, regions: &mut Vec<Region>) {
        match &expr.kind {
            ExprKind::Await(_) => regions.push(Region::World),
            ExprKind::Call { callee, .. } if CHANGES_RECEIVER.contains(&callee_name(self.module, callee)) => {
                if let ExprKind::Member { object, .. } = &callee.kind {
                    regions.push(self.reachable(object));
                }
            }
            ExprKind::Call { callee, args } if !is_query(callee_name(self.module, callee)) => {
                regions.push(Region::World);
                if let ExprKind::Member { object, .. } = &callee.kind {
                    regions.push(self.reachable(object));
                }
                regions
                    .extend(args.iter().filter(|arg| may_be_mutated(&arg.value)).map(|arg| self.reachable(&arg.value)));
            }
            ExprKind::New { args, .. } => {
                regions
                    .extend(args.iter().filter(|arg| may_be_mutated(&arg.value)).map(|arg| self.reachable(&arg.value)));
            }
            _ => {}
        }
        for_each_part(expr, &mut |part| self.writes(part, regions));
    }

    fn reachable(&self, object: &Expr) -> Region {
        match root(self.origins, object) {
            Root::Binding(binding) => Region::Reachable(binding),
            Root::World | Root::Fresh => Region::World,
        }
    }
}

/// Whether a callee could change the argument it is given: an object, as far as its name tells.
fn may_be_mutated(arg: &Expr) -> bool {
    const SCALARS: &[&str] =
        &["id", "name", "email", "path", "key", "role", "type", "length", "slug", "status", "token"];
    match &arg.kind {
        ExprKind::Binding(_) | ExprKind::This | ExprKind::Index { .. } => true,
        ExprKind::Member { property, .. } => {
            !crate::words::words(property).last().is_some_and(|last| SCALARS.contains(&last.as_str()))
        }
        _ => false,
    }
}

/// The last name of a callee, as written.
pub fn callee_name<'a>(module: &'a Module, callee: &'a Expr) -> &'a str {
    match &callee.kind {
        ExprKind::Member { property, .. } => property,
        ExprKind::Binding(binding) => &module.bindings[binding.0 as usize].name,
        ExprKind::Global(name) => name,
        _ => "",
    }
}

fn root(origins: &FxHashMap<BindingId, BindingId>, expr: &Expr) -> Root {
    match &expr.kind {
        ExprKind::Binding(binding) => Root::Binding(origins.get(binding).copied().unwrap_or(*binding)),
        ExprKind::Member { object, .. } | ExprKind::Index { object, .. } => root(origins, object),
        ExprKind::Await(inner) => root(origins, inner),
        ExprKind::Object(_) | ExprKind::Array(_) | ExprKind::New { .. } | ExprKind::Const(_) => Root::Fresh,
        _ => Root::World,
    }
}

/// For each variable that is assigned once, from a path: where that path starts. A nameless parameter is no origin: its destructured parts
/// are as good as parameters of their own.
fn origins(module: &Module, cfg: &Cfg) -> FxHashMap<BindingId, BindingId> {
    let mut once: FxHashMap<BindingId, Option<&Expr>> = FxHashMap::default();
    for block in cfg.graph.node_weights() {
        for step in &block.steps {
            if let Step::Assign { target: Place::Binding(binding), value, .. } = step {
                once.entry(*binding).and_modify(|seen| *seen = None).or_insert(Some(value));
            }
        }
    }
    let mut origins = FxHashMap::default();
    for (&binding, value) in &once {
        let Some(value) = value else { continue };
        if let Root::Binding(from) = root(&FxHashMap::default(), value) {
            let from_binding = &module.bindings[from.0 as usize];
            let nameless_param = matches!(from_binding.kind, BindingKind::Param { .. }) && from_binding.name.is_empty();
            if from != binding && !nameless_param {
                origins.insert(binding, from);
            }
        }
    }
    shorten(origins)
}

/// Follows chains of origins to their ends.
fn shorten(origins: FxHashMap<BindingId, BindingId>) -> FxHashMap<BindingId, BindingId> {
    let end = |start: BindingId| {
        let mut at = start;
        for _ in 0..16 {
            match origins.get(&at) {
                Some(&next) => at = next,
                None => break,
            }
        }
        at
    };
    origins.keys().map(|&binding| (binding, end(binding))).collect()
}

/// Whether an expression reads a variable.
pub(crate) fn mentions(expr: &Expr, variable: BindingId) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Binding(own) if own == variable);
    for_each_part(expr, &mut |part| found = found || mentions(part, variable));
    found
}

/// Calls `visit` on each expression directly inside.
pub fn for_each_part<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    let arguments =
        |args: &'a [Argument], visit: &mut dyn FnMut(&'a Expr)| args.iter().for_each(|arg| visit(&arg.value));
    match &expr.kind {
        ExprKind::Member { object, .. } => visit(object),
        ExprKind::Index { object, index } => {
            visit(object);
            visit(index);
        }
        ExprKind::Call { callee, args } | ExprKind::New { callee, args } => {
            visit(callee);
            arguments(args, visit);
        }
        ExprKind::Await(inner) | ExprKind::Not(inner) | ExprKind::TypeOf(inner) => visit(inner),
        ExprKind::Binary { left, right, .. } => {
            visit(left);
            visit(right);
        }
        ExprKind::Object(fields) => fields.iter().for_each(|field| match field {
            Field::Named { value, .. } | Field::Spread(value) => visit(value),
            Field::Computed { key, value } => {
                visit(key);
                visit(value);
            }
        }),
        ExprKind::Array(items) => arguments(items, visit),
        ExprKind::Template { values, .. } | ExprKind::Opaque(values) => values.iter().for_each(visit),
        _ => {}
    }
}
