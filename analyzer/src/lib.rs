//! From TypeScript text to decision tables.
//!
//! A file is parsed and lowered to a [`module::Module`] by [`read`] (the syntax tree is gone after that); the files of a project become a [`Program`],
//! in which imports are followed and functions summarised; [`analyze`] recognises, evaluates and judges the permission checks of one file. Nothing here knows rules, findings,
//! a terminal or a disk; nothing here fails: what can't be analysed is told in [`module::Module::problems`] and [`decide::DecisionTable::open`].

mod absent;
pub mod account;
mod answered;
pub mod asks;
pub mod calls;
pub mod cfg;
pub mod channels;
mod claims;
pub mod condition;
pub mod constant;
pub mod contract;
pub mod decide;
pub mod effects;
mod enforced;
pub mod entries;
pub mod evaluate;
mod evidence;
mod fail_open;
pub mod frameworks;
mod idle;
pub mod interpret;
mod inverted;
pub mod judge;
mod late_check;
mod lower;
mod mass_assignment;
mod matching;
mod mismatched;
pub mod misread;
pub mod module;
mod origins;
mod parse;
mod partial;
mod phrase;
pub mod project;
pub mod protection;
pub mod recognise;
mod replaced;
mod scoping;
pub mod settings;
mod show;
mod skippable;
pub mod source;
pub mod summary;
mod swallowed;
pub mod term;
mod unaudited;
mod unforeseen;
mod unguarded;
mod unmatched;
mod unready;
mod vacuous;
pub mod values;
mod versions;
pub mod vocabulary;
mod weaker;
pub mod words;

pub use absent::{Absent, UndefinedMatch};
pub use account::{Account, Verdict, account, place_on_line};
pub use answered::RefusedAndDone;
pub use calls::{Asked, CallSite, Use, UseKind};
pub use claims::{Claim, Claimed};
pub use constant::{Const, Number};
pub use decide::{
    Check, CheckKind, Confidence, ConstantCondition, DecidedExit, Decision, DecisionTable, DefaultDecision, Encoding,
    Fallthrough, IdleTest, OpenedByError, Overruled, Overruling, Polarity, Reach, Row, Switched, Witness, WitnessStep,
};
pub use effects::{Act, Datum, Effect, Key, Store, entity_key};
pub use enforced::{Unenforced, UnenforcedKind};
pub use entries::{Entry, EntryAct, EntryKind, Front, Group, What};
pub use evaluate::{ExitKind, Open};
pub use frameworks::Built;
pub use inverted::Inverted;
pub use late_check::LateCheck;
pub use lower::read;
pub use mass_assignment::MassAssignment;
pub use matching::{LooseMatch, Looseness, TextRole};
pub use mismatched::{Mismatch, UsedInstead};
pub use misread::{Awaitable, Misread, Mistake};
pub use module::{FunctionId, Module, Problem};
pub use parse::Limits;
pub use partial::PartialDecision;
pub use project::{FunctionRef, ModuleId, Program, Unresolved};
pub use protection::{Mark, Protection};
pub use replaced::ReplacedDecision;
pub use scoping::{UnscopedAccess, UnusedPrincipal};
pub use settings::{OwnGuard, Settings};
pub use skippable::{Skippable, Skipped};
pub use source::{DecodeError, Position, SourceFile, Span};
pub use swallowed::{Instead, SwallowedError};
pub use unaudited::Unaudited;
pub use unforeseen::{Passes, Unforeseen};
pub use unguarded::{UnguardedEntry, UnguardedSibling};
pub use unready::UnreadyGuard;
pub use vacuous::Vacuous;
pub use weaker::WeakerSibling;

/// What analysing one file of a program gives.
#[derive(Debug)]
pub struct Analysis<'p> {
    pub program: &'p Program,
    /// The file.
    pub id: ModuleId,
    /// Every recognised check, in source order.
    pub checks: Vec<Check>,
    /// Where checks are asked, in source order.
    pub calls: Vec<CallSite>,
    /// Who treats an answer of a check in part, in source order.
    pub partial_decisions: Vec<PartialDecision>,
    /// Answers that are taken for something they are not, in source order.
    pub misread: Vec<Misread>,
    /// Answers and refusals that nothing follows from, in source order.
    pub unenforced: Vec<Unenforced>,
    /// Refusals that are sent before what they refuse is done, in source order.
    pub refused_and_done: Vec<RefusedAndDone>,
    /// Denials that stand where a check allows, in source order.
    pub inverted: Vec<Inverted>,
    /// Effects on something else than what was checked, in source order.
    pub mismatches: Vec<Mismatch>,
    /// Denials that whoever is denied can leave out, in source order.
    pub skippable: Vec<Skippable>,
    /// Matches that let through more than they name, in source order.
    pub loose_matches: Vec<LooseMatch>,
    /// Equalities that hold where both sides are missing, in source order.
    pub undefined_matches: Vec<UndefinedMatch>,
    /// Rights that whoever asks gives to himself, in source order.
    pub claims: Vec<Claim>,
    /// Entries of the file without the guard of their siblings, in the order of registration.
    pub unguarded_siblings: Vec<UnguardedSibling>,
    /// Entries of the file that nothing guards, in the order of registration.
    pub unguarded_entries: Vec<UnguardedEntry>,
    /// Mutations of the file that ask for less than their siblings, in the order of registration.
    pub weaker_siblings: Vec<WeakerSibling>,
    /// Accesses of the file that bind nothing to the one who asks, where those like them do, in source order.
    pub unscoped_accesses: Vec<UnscopedAccess>,
    /// Changes that come before the refusal, in source order.
    pub late_checks: Vec<LateCheck>,
    /// Bodies that go into rows as they are, in source order.
    pub mass_assignments: Vec<MassAssignment>,
    /// Functions of the file that are told who asks, and do not look, in source order.
    pub unused_principals: Vec<UnusedPrincipal>,
    /// Errors that are swallowed here and let through somewhere, in source order.
    pub swallowed_errors: Vec<SwallowedError>,
    /// Checks of the file that allow until something has been loaded that nobody waits for, in source order.
    pub unready_guards: Vec<UnreadyGuard>,
    /// Decisions of the file without a trace, where the others leave one, in source order.
    pub unaudited: Vec<Unaudited>,
    /// Decisions of somebody else that are replaced before they are tested, in source order.
    pub replaced_decisions: Vec<ReplacedDecision>,
}

impl<'p> Analysis<'p> {
    /// The file's text.
    pub fn source(&self) -> &'p SourceFile {
        &self.program.file(self.id).source
    }

    /// Where an entry of the file is shown: the name of its handler, or the first line of its registration.
    pub fn head_of(&self, entry: &Entry) -> Span {
        let is_declared = matches!(entry.group.what, What::Class(_) | What::File | What::Folder(_));
        if is_declared && entry.handler.module == self.id {
            return self.program.function(entry.handler).name_span;
        }
        let (_, registered) = entry.registered;
        let text = self.source().slice(registered);
        Span::new(registered.start, registered.start + text.lines().next().unwrap_or(text).len() as u32)
    }

    /// The file, lowered.
    pub fn module(&self) -> &'p Module {
        &self.program.file(self.id).module
    }
}

/// Analyses one file of a program.
pub fn analyze(program: &Program, id: ModuleId) -> Analysis<'_> {
    let functions = program.functions_of(id);
    let checks: Vec<Check> = functions
        .filter_map(|at| {
            let candidate = program.candidate(at)?;
            judge::judge(evaluate::evaluate(program, at), at.function, candidate.clone())
        })
        .collect();
    let uses = calls::Uses::of(program, id);
    let calls = calls::call_sites(program, id, &uses);
    let misread = misread::misread(program, id, &uses);
    let unenforced = enforced::unenforced(program, id, &calls, &uses);
    let refused_and_done = answered::refused_and_done(program, id);
    let inverted = inverted::inverted(program, id, &calls);
    let partial_decisions = partial::partial_decisions(program, id, &calls);
    let mismatches = mismatched::mismatches(program, id);
    let skippable = skippable::skippable(program, id);
    let loose_matches = matching::loose_matches(program, id);
    let undefined_matches = absent::undefined_matches(program, id);
    let claims = claims::claims(program, id);
    let mut unguarded_siblings = unguarded::unguarded_siblings(program, id);
    // What has no key is told of where the key is missing.
    unguarded_siblings.retain(|one| program.entries().get(one.entry).is_none_or(|entry| !program.scoping.holds(entry)));
    let unguarded_entries = unguarded::unguarded_entries(program, id);
    let weaker_siblings = weaker::weaker_siblings(program, id);
    let unscoped_accesses = program.scoping.of_file(id);
    let late_checks = late_check::late_checks(program, id);
    let mass_assignments = mass_assignment::mass_assignments(program, id);
    let unused_principals = scoping::unused_principals(program, id);
    let swallowed_errors = swallowed::swallowed_errors(program, id);
    let unaudited = unaudited::unaudited(&program.file(id).module, &checks);
    let unready_guards = unready::unready_guards(program, id);
    let replaced_decisions = replaced::replaced_decisions(program, id);
    Analysis {
        program,
        id,
        checks,
        calls,
        misread,
        unenforced,
        refused_and_done,
        inverted,
        partial_decisions,
        mismatches,
        skippable,
        loose_matches,
        undefined_matches,
        claims,
        unguarded_siblings,
        unguarded_entries,
        weaker_siblings,
        unscoped_accesses,
        late_checks,
        mass_assignments,
        unused_principals,
        swallowed_errors,
        unready_guards,
        unaudited,
        replaced_decisions,
    }
}
