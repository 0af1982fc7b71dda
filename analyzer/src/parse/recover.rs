//! Parsing around syntax errors.
//!
//! In: a file. Out: the statements swc can read, and a [`Problem`] for each part that had to be left out. swc gives up a
//! whole file at its first error, so the part at fault is overwritten with spaces, line breaks kept: every offset stays
//! what it was, and the rest is parsed again. What is overwritten is as small as will do: a member, a statement, then the
//! ones around it.

use std::borrow::Cow;

use swc_common::comments::SingleThreadedComments;
use swc_common::{Mark, Spanned};
use swc_ecma_ast::ModuleItem;
use swc_ecma_parser::error::{Error, SyntaxError};

use super::limits::{Limits, Stack, demand_of, may_hold_jsx};
use super::outline::{Unit, outline, top_level};
use super::scan::Scanner;
use super::{Comments, Parsed, message, run_swc, span, syntax, whole_file};
use crate::module::Problem;
use crate::source::{SourceFile, Span};

/// Parts left out before the file is given up.
const ROUNDS: usize = 20;

/// Bytes parsed, as a multiple of the file's length.
const WORK: usize = 8;

/// Bytes parsed whatever the file's length.
const SMALL_WORK: usize = 256 << 10;

/// Parses `source`, leaving out what has syntax errors. The stack at hand has at least the size of `stack`.
pub(super) fn parse_around_errors(source: &SourceFile, limits: &Limits, stack: Stack) -> Parsed {
    let mut recovery = Recovery {
        source,
        limits,
        stack,
        text: source.text.to_string(),
        problems: Vec::new(),
        work: SMALL_WORK + WORK * source.text.len(),
    };
    match attempt(source, &source.text) {
        Ok(tree) => tree.parsed(source, Vec::new()),
        Err(error) => match recovery.run(Failure::new(&error, source)) {
            Ok(tree) => tree.parsed(source, recovery.problems),
            Err(failure) => recovery.give_up(failure),
        },
    }
}

/// Classes of one file that are tried without `abstract`.
const ABSTRACT_CLASSES: usize = 4;

/// What swc made of a text.
struct Tree {
    items: Vec<ModuleItem>,
    comments: SingleThreadedComments,
    /// Where it put a placeholder into the tree.
    gaps: Vec<Failure>,
}

impl Tree {
    fn parsed(self, source: &SourceFile, mut problems: Vec<Problem>) -> Parsed {
        if !self.gaps.is_empty() {
            let units = outline(&source.text, may_hold_jsx(&source.path)).units;
            for gap in self.gaps {
                problems.push(gap.in_smallest_unit(&units));
            }
        }
        problems.sort_by_key(|problem| problem.span);
        Parsed { items: self.items, comments: Comments::from_swc(&self.comments), unresolved: Mark::new(), problems }
    }
}

/// Parses, and finds the true place of an error inside `export abstract class`: swc reads those on trial, and tells every
/// error in them as one at the word `abstract`.
fn attempt(source: &SourceFile, text: &str) -> Result<Tree, Error> {
    const WORD: &str = "abstract";
    let mut plain = Cow::Borrowed(text);
    let mut outcome = attempt_once(source, text);
    for _ in 0..ABSTRACT_CLASSES {
        let Err(error) = &outcome else { break };
        let start = Failure::new(error, source).at.start as usize;
        if !plain.get(start..).is_some_and(|rest| rest.starts_with(WORD)) {
            break;
        }
        plain.to_mut().replace_range(start..start + WORD.len(), &" ".repeat(WORD.len()));
        outcome = attempt_once(source, &plain);
    }
    outcome
}

fn attempt_once(source: &SourceFile, text: &str) -> Result<Tree, Error> {
    let comments = SingleThreadedComments::default();
    let (items, mut recovered) = run_swc(text, syntax(&source.path), &comments)?;
    if let Some(conflict) = recovered.iter().position(|error| *error.kind() == SyntaxError::TS1185) {
        // swc skips the markers and reads both versions, one after the other.
        return Err(recovered.swap_remove(conflict));
    }
    recovered.retain(|error| message::leaves_a_gap(error.kind()));
    let gaps = recovered.iter().map(|error| Failure::new(error, source)).collect();
    Ok(Tree { items, comments, gaps })
}

/// Where and why swc gave up.
#[derive(Debug, Clone)]
struct Failure {
    at: Span,
    message: String,
}

impl Failure {
    fn new(error: &Error, source: &SourceFile) -> Self {
        let end = source.text.len() as u32;
        let at = span(error.span()).unwrap_or(Span::new(end, end));
        let at = Span::new(at.start.min(end), at.end.min(end));
        Failure { at, message: message::plain(error.kind()) }
    }

    /// The problem of a place that swc got over by itself.
    fn in_smallest_unit(self, units: &[Unit]) -> Problem {
        let holds = |unit: &&Unit| unit.start as u32 <= self.at.start && self.at.end <= unit.end as u32;
        let smallest = units.iter().filter(holds).min_by_key(|unit| unit.end - unit.start);
        let span = smallest.map_or(self.at, |unit| Span::new(unit.start as u32, unit.end as u32));
        Problem { span, at: self.at, message: self.message, whole_file: false }
    }
}

struct Recovery<'a> {
    source: &'a SourceFile,
    limits: &'a Limits,
    stack: Stack,
    /// The source with the parts left out so far overwritten.
    text: String,
    problems: Vec<Problem>,
    /// Bytes that may still be parsed.
    work: usize,
}

/// A part to leave out, and what to write at its end.
struct Cut {
    unit: Unit,
    closers: String,
    /// Leave nothing out: the closers go between the unit and this place, where there are white space and comments.
    gap: Option<usize>,
    /// Overrides swc's message.
    message: Option<&'static str>,
}

impl Recovery<'_> {
    fn run(&mut self, mut failure: Failure) -> Result<Tree, Failure> {
        for _ in 0..ROUNDS {
            match self.round(&failure)? {
                Ok(tree) => return Ok(tree),
                Err(next) => failure = next,
            }
        }
        Err(failure)
    }

    /// What stands before the statement that cannot be read, when nothing else helped.
    fn give_up(mut self, failure: Failure) -> Parsed {
        let lost = |failure: Failure| {
            let problem = Problem { at: failure.at, ..whole_file(self.source, 0, failure.message) };
            Parsed::nothing(problem)
        };
        let units = outline(&self.text, may_hold_jsx(&self.source.path)).units;
        let start = top_level(&self.text, &units, failure.at.start as usize).start;
        let cut = Cut { unit: Unit { start, end: self.text.len() }, closers: String::new(), gap: None, message: None };
        match attempt(self.source, &overwrite(&self.text, std::slice::from_ref(&cut))) {
            Ok(tree) if start > 0 => {
                self.report(&cut, &failure);
                tree.parsed(self.source, self.problems)
            }
            _ => lost(failure),
        }
    }

    /// Leaves one part out, or several that obviously are at fault. `Err` outside: no way on.
    fn round(&mut self, failure: &Failure) -> Result<Result<Tree, Failure>, Failure> {
        let obvious = self.obvious();
        if !obvious.is_empty() {
            self.text = overwrite(&self.text, &obvious);
            for cut in &obvious {
                self.report(cut, failure);
            }
            return self.parse(&self.text.clone(), failure);
        }
        let units = outline(&self.text, may_hold_jsx(&self.source.path)).units;
        for cut in self.candidates(&units, failure) {
            let text = overwrite(&self.text, std::slice::from_ref(&cut));
            let outcome = self.parse(&text, failure)?;
            let gets_on = match &outcome {
                Ok(_) => true,
                Err(next) => {
                    next.at.start > failure.at.start && next.at.start as usize > next_code(&text, cut.unit.end)
                }
            };
            if gets_on {
                self.text = text;
                self.report(&cut, failure);
                return Ok(outcome);
            }
        }
        self.last_resort(&units, failure)
    }

    /// No part helps: leaves out everything from the statement at fault to the next declaration.
    fn last_resort(&mut self, units: &[Unit], failure: &Failure) -> Result<Result<Tree, Failure>, Failure> {
        let unit = top_level(&self.text, units, failure.at.start as usize);
        if self.is_blank(unit) {
            return Err(failure.clone());
        }
        let cut = Cut { unit, closers: String::new(), gap: None, message: None };
        self.text = overwrite(&self.text, std::slice::from_ref(&cut));
        self.report(&cut, failure);
        self.parse(&self.text.clone(), failure)
    }

    /// Parses a text, if there is work and stack left for it.
    fn parse(&mut self, text: &str, failure: &Failure) -> Result<Result<Tree, Failure>, Failure> {
        // What was a template's text may be code now, and deep.
        let fits = demand_of(self.source, text, self.limits).is_ok_and(|stack| stack.fits(self.stack));
        if !fits || self.work == 0 {
            return Err(failure.clone());
        }
        match attempt(self.source, text) {
            Ok(tree) => Ok(Ok(tree)),
            Err(error) => {
                let next = Failure::new(&error, self.source);
                self.work = self.work.saturating_sub(next.at.start as usize + 1);
                Ok(Err(next))
            }
        }
    }

    /// Parts that are at fault whatever swc says: merge conflicts, and brackets without a counterpart.
    fn obvious(&self) -> Vec<Cut> {
        let conflicts = conflicts(&self.text);
        if !conflicts.is_empty() {
            return conflicts;
        }
        let outline = outline(&self.text, may_hold_jsx(&self.source.path));
        let unclosed = outline.unclosed.into_iter().map(|unclosed| Cut {
            unit: unclosed.unit,
            closers: unclosed.closers,
            gap: unclosed.gap,
            message: Some("a bracket that is opened here is never closed"),
        });
        let stray = outline.stray.into_iter().map(|unit| Cut {
            unit,
            closers: String::new(),
            gap: None,
            message: Some("this closing bracket has no counterpart"),
        });
        unclosed.chain(stray).filter(|cut| !self.is_blank(cut.unit)).collect()
    }

    fn is_blank(&self, unit: Unit) -> bool {
        self.text.get(unit.start..unit.end).is_none_or(|text| text.trim().is_empty())
    }

    /// Parts that may be at fault for `failure`, smallest first.
    fn candidates(&self, units: &[Unit], failure: &Failure) -> Vec<Cut> {
        let at = failure.at.start as usize;
        let mut around: Vec<Unit> = units.iter().copied().filter(|unit| unit.start <= at && at <= unit.end).collect();
        // What is missing at the end of a statement is missed at the start of the next.
        let mut start = at;
        for _ in 0..3 {
            let Some(&previous) =
                units.iter().filter(|unit| unit.end <= start).max_by_key(|unit| (unit.end, unit.start))
            else {
                break;
            };
            let next = around.iter().filter(|unit| unit.end > previous.end).min_by_key(|unit| unit.end).copied();
            if next.is_none() {
                around.push(Unit { start: previous.start, end: at.max(previous.end) });
            }
            around.extend(next.map(|next| Unit { start: previous.start, end: next.end }));
            start = previous.start;
        }
        around.sort_by_key(|unit| (unit.end - unit.start, unit.start));
        around.dedup();
        around.retain(|unit| !self.is_blank(*unit));
        around.into_iter().map(|unit| Cut { unit, closers: String::new(), gap: None, message: None }).collect()
    }

    /// Adds a problem; those inside it are told by it.
    fn report(&mut self, cut: &Cut, failure: &Failure) {
        let span = Span::new(cut.unit.start as u32, cut.unit.end as u32);
        self.problems.retain(|problem| !(span.start <= problem.span.start && problem.span.end <= span.end));
        let near = span.start <= failure.at.start && failure.at.start <= span.end;
        let at = if near && cut.message.is_none() { failure.at.start.min(span.end) } else { span.start };
        let at = Span::new(at, failure.at.end.clamp(at, span.end.max(at)).min(at + 64));
        let message = cut.message.map_or_else(|| failure.message.clone(), str::to_owned);
        self.problems.push(Problem { span, at, message, whole_file: false });
    }
}

/// The first byte behind `from` that is neither white space nor comment. An error there is the old one, one token on.
fn next_code(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| Scanner::new(rest, false).next()).map_or(text.len(), |token| from + token.start)
}

/// Both halves of every merge conflict; the code outside stays.
fn conflicts(text: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut start = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let end = offset + line.trim_end_matches(['\n', '\r']).len();
        if line.starts_with("<<<<<<< ") {
            start = start.or(Some(offset));
        } else if line.starts_with(">>>>>>> ")
            && let Some(start) = start.take()
        {
            cuts.push(Cut {
                unit: Unit { start, end },
                closers: String::new(),
                gap: None,
                message: Some("an unresolved merge conflict"),
            });
        }
        offset += line.len();
    }
    cuts
}

/// `text` with the cuts overwritten by spaces, byte for byte; line breaks stay, closers go to the end.
fn overwrite(text: &str, cuts: &[Cut]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for cut in cuts {
        let range = cut.gap.map_or(cut.unit.start..cut.unit.end, |next| cut.unit.end..next);
        let Some(region) = bytes.get_mut(range) else { continue };
        let white = region.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if cut.gap.is_some() && white >= cut.closers.len() {
            region.iter_mut().zip(cut.closers.bytes()).for_each(|(byte, closer)| *byte = closer);
            continue;
        }
        for byte in region.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
            *byte = b' ';
        }
        let spaces = region.iter_mut().rev().filter(|byte| **byte == b' ');
        for (byte, closer) in spaces.zip(cut.closers.bytes().rev()) {
            *byte = closer;
        }
    }
    // Units start and end between tokens, hence between characters.
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
