//! Symbolic evaluation of one function: from its graph to its exits, each with the exact condition under which it is
//! taken and the value it gives.
//!
//! One forward pass over the acyclic part of the graph in reverse postorder. A state is a *path condition* and, for
//! each variable, a *guarded value*: a set of (condition, term). States are merged where paths join, so the number
//! of paths does not matter. Loops are no fixpoints: [`loops`] turns what a body does into quantified terms. What can't be known becomes a term
//! of its own and is named in [`Evaluation::open`].
//!
//! Sound in this sense: for every run of the function, the condition of the exit it takes holds under the answers of that run, and no other
//! exit's does. Not modelled: errors of expressions outside any `try` (they end the function without a decision), and writes
//! through aliases of different parameters.

mod alone;
mod answers;
mod asked;
mod assign;
mod callbacks;
mod calls;
mod compare;
mod escape;
mod exits;
mod expressions;
mod flags;
mod flow;
mod guarded;
mod literals;
mod loops;
mod promises;
mod quantify;
mod subjects;
pub mod text;
mod theory;
mod types;
mod writes;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use calls::{CLOSURE_BLOCKS, UNROLLED_ITEMS};
pub(crate) use escape::changed_elsewhere;
pub use exits::{Exit, ExitKind, Open};
pub(crate) use flow::handling_try;
pub use guarded::Guarded;
pub(crate) use promises::{is_promise_class, settlers, settles_directly};
pub use subjects::Shape;
pub use writes::{Turn, Write};

use crate::cfg::{BlockId, Expr, TryId};
use crate::channels::Channels;
use crate::condition::{Condition, Conditions, ValueSet, Variable};
use crate::constant::Const;
use crate::module::{BindingId, Function, FunctionId, Module};
use crate::project::{File, FunctionRef, Program};
use crate::source::{SourceFile, Span};
use crate::term::{ElementOf, Term, TermId, Terms};
use crate::versions::{Snapshot, VersionNumbers, Versions};

/// Diagram nodes one check may create; ten times what the largest one measured needs.
const NODE_BUDGET: usize = 100_000;

/// Diagram nodes a function may create that is only looked at for what it asks: of these there are many, and some of them are very large.
const ASKING_BUDGET: usize = 10_000;

/// Tests one function may hold; the largest check measured has 61.
const MAX_TESTS: usize = 1_000;

/// Calls into functions of the file that are looked through.
pub(crate) const INLINE_DEPTH: u32 = 4;

/// What evaluating a function gives.
#[derive(Debug)]
pub struct Evaluation<'a> {
    pub function: &'a Function,
    /// In source order.
    pub exits: Vec<Exit>,
    /// What could not be understood and matters to an exit, in source order.
    pub open: Vec<Open>,
    /// The function is too large: its exits mean nothing, and `open` says so.
    pub gave_up: bool,
    /// Names, terms and conditions the exits refer to.
    pub facts: Evaluator<'a>,
}

/// What a path knows: its condition, and the value of each variable.
#[derive(Debug, Clone)]
pub struct State {
    pub reach: Condition,
    /// Variables assigned so far; one that is missing has the value it came with.
    env: Rc<BTreeMap<BindingId, Guarded>>,
}

/// The pseudo-variable that remembers what was answered.
pub(crate) const ANSWERED: BindingId = BindingId(u32::MAX);

/// The pseudo-variable that remembers the last refusal.
pub(crate) const REFUSED: BindingId = BindingId(u32::MAX - 1);

impl State {
    fn new() -> Self {
        State { reach: Condition::TRUE, env: Rc::new(BTreeMap::new()) }
    }

    fn set(&mut self, binding: BindingId, value: Guarded) {
        Rc::make_mut(&mut self.env).insert(binding, value);
    }
}

/// Where evaluation stands: in which function, after which writes.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) function: FunctionId,
    pub(crate) versions: Rc<Versions>,
    pub(crate) snapshot: Rc<Snapshot>,
    /// A callback or helper looked through: it sees the writes before its call.
    pub(crate) inlined: bool,
    pub(crate) depth: u32,
    /// Whether reading a member proves its object present. Off inside quantifiers, whose conditions stay shorter.
    pub(crate) derefs_prove: bool,
}

/// The arenas of one function's evaluation, and the steps that fill them.
#[derive(Debug)]
pub struct Evaluator<'a> {
    pub source: &'a SourceFile,
    pub module: &'a Module,
    pub(crate) program: &'a Program,
    pub(crate) file: &'a File,
    pub(crate) at: FunctionRef,
    pub(crate) function: FunctionId,
    /// The ways in which the function can answer.
    pub(crate) channels: Channels,
    pub terms: Terms,
    pub conditions: Conditions,
    variables: FxHashMap<TermId, Variable>,
    subjects: Vec<TermId>,
    /// Constants each subject was compared with, for examples and for evaluating predicates on them.
    constants: FxHashMap<Variable, BTreeSet<Const>>,
    /// What the types say: each subject lies in the values its declared type allows.
    closed: FxHashMap<Variable, ValueSet>,
    versions: FxHashMap<FunctionId, Rc<Versions>>,
    pub(crate) numbers: VersionNumbers,
    /// Paths whose members are read: objects, or nothing.
    object_like: FxHashSet<(BindingId, Vec<String>)>,
    object_terms: FxHashSet<TermId>,
    /// The list each element comes from.
    pub(crate) lists: FxHashMap<ElementOf, TermId>,
    /// Lists the source asks with `every`.
    pub(crate) asked_of_every: FxHashSet<TermId>,
    /// The name a variable gives to a term.
    names: FxHashMap<TermId, String>,
    /// The last value of each variable, to read conditions by name.
    values: BTreeMap<BindingId, Guarded>,
    open: BTreeMap<TermId, Open>,
    /// The state each block was entered with.
    entries: FxHashMap<BlockId, State>,
    errors: Vec<(TryId, TermId)>,
    /// Where each term was first written, for labels.
    places: FxHashMap<TermId, Span>,
    /// Names that stand for values while a condition is read from text.
    scope: Option<text::Scope>,
    /// The text's own lowering.
    text: Option<&'a Module>,
    module_constants: FxHashMap<BindingId, Option<TermId>>,
    /// The calls each `try` taken as one question protects.
    protected: FxHashMap<TermId, Vec<TermId>>,
    /// Subjects that are asked about, and not only read from.
    asked: FxHashSet<Variable>,
    /// The function of the project that a call goes to.
    targets: FxHashMap<TermId, FunctionRef>,
    /// The calls whose error a handler of the function receives.
    caught: FxHashSet<TermId>,
    /// Assignments to the function's own variables, in order; those in loops are left to [`Self::turns`].
    pub(crate) writes: Vec<Write>,
    /// What one turn of each loop leaves in the variables it assigns.
    pub(crate) turns: Vec<Turn>,
    /// An answer to what the handler behind the continuation did: its errors, what it left in the context.
    pub(crate) answers_afterwards: bool,
    promises: promises::Promises,
    /// What the calls of the function gave, by their place.
    given: FxHashMap<Span, asked::Given>,
}

/// Evaluates a function.
pub fn evaluate(program: &Program, at: FunctionRef) -> Evaluation<'_> {
    evaluate_within(program, at, NODE_BUDGET)
}

/// Evaluates a function for what it asks others. A very large one is given up.
pub(crate) fn evaluate_asking(program: &Program, at: FunctionRef) -> Evaluation<'_> {
    evaluate_within(program, at, ASKING_BUDGET)
}

fn evaluate_within(program: &Program, at: FunctionRef, budget: usize) -> Evaluation<'_> {
    let mut evaluator = Evaluator::new(program, at, budget);
    let data = program.function(at);
    if data.cfg.tests.len() > MAX_TESTS {
        let open = vec![Open { span: data.name_span, reason: format!("it asks more than {MAX_TESTS} questions") }];
        return Evaluation { function: data, exits: Vec::new(), open, gave_up: true, facts: evaluator };
    }
    let place = evaluator.place(at.function);
    let outcome = evaluator.run(&place, State::new());
    let mut exits = evaluator.join_exits(outcome);
    exits.sort_by_key(|exit| (exit.span.start, exit.span.end, exit.kind));
    let open = evaluator.open_in(&exits);
    let gave_up = evaluator.conditions.exceeded();
    Evaluation { function: data, exits, open, gave_up, facts: evaluator }
}

impl<'a> Evaluator<'a> {
    fn new(program: &'a Program, at: FunctionRef, budget: usize) -> Self {
        let file = program.file(at.module);
        let (module, function) = (&file.module, at.function);
        let mut evaluator = Evaluator {
            source: &file.source,
            module,
            program,
            file,
            at,
            function,
            channels: Channels::of(module, function),
            terms: Terms::default(),
            conditions: Conditions::new(budget),
            variables: FxHashMap::default(),
            subjects: Vec::new(),
            constants: FxHashMap::default(),
            closed: FxHashMap::default(),
            versions: FxHashMap::default(),
            numbers: VersionNumbers::default(),
            object_like: subjects::dereferenced(module, function),
            object_terms: FxHashSet::default(),
            lists: FxHashMap::default(),
            asked_of_every: FxHashSet::default(),
            names: FxHashMap::default(),
            values: BTreeMap::new(),
            open: BTreeMap::new(),
            entries: FxHashMap::default(),
            errors: Vec::new(),
            places: FxHashMap::default(),
            scope: None,
            text: None,
            module_constants: FxHashMap::default(),
            protected: FxHashMap::default(),
            asked: FxHashSet::default(),
            targets: FxHashMap::default(),
            caught: FxHashSet::default(),
            writes: Vec::new(),
            turns: Vec::new(),
            answers_afterwards: false,
            promises: promises::Promises::default(),
            given: FxHashMap::default(),
        };
        for (position, param) in module.functions[function.0 as usize].params.iter().enumerate() {
            let term = evaluator.terms.intern(Term::Param(position as u32));
            let name = &module.bindings[param.binding.0 as usize].name;
            if !name.is_empty() {
                evaluator.names.insert(term, name.clone());
            }
            if evaluator.object_like.contains(&(param.binding, Vec::new())) {
                evaluator.object_terms.insert(term);
            }
        }
        evaluator
    }

    /// The function under evaluation.
    pub fn function(&self) -> &'a Function {
        &self.module.functions[self.function.0 as usize]
    }

    /// A function's data; functions of a text that is being read are numbered from [`text::FIRST_FUNCTION`].
    pub(crate) fn data(&self, id: FunctionId) -> &'a Function {
        let module = self.module_of(id);
        &module.functions[(id.0 % text::FIRST_FUNCTION) as usize]
    }

    /// The module a function is part of: the one under analysis, or that of a text.
    fn module_of(&self, id: FunctionId) -> &'a Module {
        match &self.text {
            Some(text) if id.0 >= text::FIRST_FUNCTION => text,
            _ => self.module,
        }
    }

    pub(crate) fn place(&mut self, function: FunctionId) -> Place {
        let versions = self.versions_of(function);
        Place { function, versions, snapshot: Rc::default(), inlined: false, depth: 0, derefs_prove: true }
    }

    pub(crate) fn versions_of(&mut self, function: FunctionId) -> Rc<Versions> {
        let (module, data) = (self.module_of(function), self.data(function));
        self.versions.entry(function).or_insert_with(|| Rc::new(Versions::of(module, &data.cfg))).clone()
    }

    /// Exits of one place and kind (a `finally` body is lowered once for each way out) are one exit.
    fn join_exits(&mut self, exits: Vec<Exit>) -> Vec<Exit> {
        let mut joined: Vec<Exit> = Vec::new();
        for exit in exits {
            match joined.iter_mut().find(|other| other.span == exit.span && other.kind == exit.kind) {
                None => joined.push(exit),
                Some(same) => {
                    same.value.0.extend(exit.value.0);
                    same.answered.0.extend(exit.answered.0);
                    same.refused.0.extend(exit.refused.0);
                }
            }
        }
        for exit in &mut joined {
            exit.value = self.merged(std::mem::take(&mut exit.value));
            exit.answered = self.merged(std::mem::take(&mut exit.answered));
            exit.refused = self.merged(std::mem::take(&mut exit.refused));
        }
        joined
    }

    /// What was not understood, as far as the exits depend on it.
    fn open_in(&mut self, exits: &[Exit]) -> Vec<Open> {
        let mut found = BTreeSet::new();
        let mut seen = FxHashSet::default();
        for exit in exits {
            for &(condition, value) in &exit.value.0 {
                if condition != Condition::FALSE {
                    self.open_in_term(value, &mut found, &mut seen);
                    self.open_in_condition(condition, &mut found, &mut seen);
                }
            }
        }
        if self.conditions.exceeded() {
            let reason = format!("its conditions need more than {NODE_BUDGET} diagram nodes");
            found.insert(Open { span: self.function().name_span, reason });
        }
        found.into_iter().collect()
    }

    fn open_in_condition(&self, condition: Condition, found: &mut BTreeSet<Open>, seen: &mut FxHashSet<TermId>) {
        for variable in self.conditions.support(condition) {
            self.open_in_term(self.subject(variable), found, seen);
        }
    }

    fn open_in_term(&self, term: TermId, found: &mut BTreeSet<Open>, seen: &mut FxHashSet<TermId>) {
        if !seen.insert(term) {
            return;
        }
        found.extend(self.open.get(&term).cloned());
        if let Term::Some { body, .. }
        | Term::Find { body, .. }
        | Term::Filter { body, .. }
        | Term::Earlier { body, .. } = self.terms.get(term)
        {
            self.open_in_condition(*body, found, seen);
        }
        for part in self.terms.parts(term) {
            self.open_in_term(part, found, seen);
        }
    }

    /// A term nothing is known about, with the reason.
    fn unknown(&mut self, span: Span, reason: impl Into<String>) -> TermId {
        let term = self.terms.intern(Term::Unknown { site: span.start });
        self.open.entry(term).or_insert_with(|| Open { span, reason: reason.into() });
        term
    }

    /// When a run comes to a block; inside a loop, from the start of a turn.
    pub(crate) fn reach(&self, block: BlockId) -> Option<Condition> {
        self.entries.get(&block).map(|state| state.reach)
    }

    /// Whether some run comes to a block.
    pub(crate) fn is_entered(&self, block: BlockId) -> bool {
        self.reach(block).is_some_and(|reach| reach != Condition::FALSE)
    }

    /// Tells which list an element comes from that no loop of the function looks at.
    pub fn declare_element(&mut self, of: ElementOf, list: TermId) {
        self.lists.insert(of, list);
    }

    /// What all variables ask about, in their order.
    pub fn subjects(&self) -> &[TermId] {
        &self.subjects
    }

    /// What a variable asks about.
    pub fn subject(&self, variable: Variable) -> TermId {
        self.subjects[variable.index()]
    }

    /// Whether a call's error is caught in the function.
    pub fn is_in_try(&self, call: TermId) -> bool {
        self.caught.contains(&call)
    }

    /// The calls whose error is the one question of a `try`.
    pub fn protected_calls(&self, error: TermId) -> &[TermId] {
        self.protected.get(&error).map_or(&[], Vec::as_slice)
    }

    /// Whether everything the types and the quantifiers say leaves room for a condition.
    pub fn feasible(&mut self, condition: Condition) -> bool {
        let theory = self.theory();
        self.conditions.and(condition, theory) != Condition::FALSE
    }

    /// Where a term was first written.
    pub fn written_at(&self, term: TermId) -> Option<Span> {
        self.places.get(&term).copied()
    }

    /// The name a variable of the source gives to a term.
    pub fn name_of(&self, term: TermId) -> Option<String> {
        self.names.get(&term).cloned()
    }

    /// The last value of each variable of the source, with its name and where it is first given one.
    pub(crate) fn named_values(&self) -> Vec<(String, Span, Guarded)> {
        let named = self.values.iter().filter_map(|(binding, value)| {
            let data = self.module.bindings.get(binding.0 as usize).filter(|data| !data.name.is_empty())?;
            Some((data.name.clone(), self.file.definition(*binding)?.span, value.clone()))
        });
        named.collect()
    }

    /// The source of a term that has no form of its own, on one line.
    pub fn source_text(&self, term: TermId) -> Option<String> {
        let text = self.source.slice(self.written_at(term)?);
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn note_place(&mut self, term: TermId, expr: &Expr) {
        self.places.entry(term).or_insert(expr.span);
    }
}
