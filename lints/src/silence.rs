//! Comments that silence findings: `portcullis-disable-next-line RULE, RULE -- reason`.
//!
//! In: the directives of a file, and its findings. Out: the findings that stay, those that were silenced, and what is wrong with the
//! comments themselves. Where comments and lines are is known by the analyzer.

use portcullis_analyzer::module::Directive;
use portcullis_analyzer::{Analysis, Span};

use crate::finding::Finding;
use crate::rule::Rule;
use crate::rules::{RULES, unused_suppression};

/// What suppressions begin with. Anything else that begins like this is a misspelled one.
const FAMILY: &str = "portcullis-disable";

/// The suppressions there are.
pub(crate) const WORDS: [&str; 3] =
    ["portcullis-disable-next-line", "portcullis-disable-line", "portcullis-disable-file"];

/// A comment that silences findings, or tries to.
#[derive(Debug)]
pub(crate) struct Suppression<'a> {
    /// The whole comment.
    pub(crate) span: Span,
    /// `portcullis-disable-next-line`, or something that looks like it.
    pub(crate) word: &'a str,
    /// The rules it names, each with its place.
    pub(crate) rules: Vec<(&'a str, Span)>,
    /// Whether it says why.
    pub(crate) has_reason: bool,
    /// Findings that start here are meant; `None` when no line is left, or the word is misspelled.
    target: Option<Span>,
}

impl<'a> Suppression<'a> {
    /// Reads a directive; `None` for one that is about something else.
    fn read(directive: &'a Directive) -> Option<Self> {
        let text = directive.text.as_str();
        let body = text.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
        if !body.starts_with(FAMILY) {
            return None;
        }
        let (word, rest) = body.split_at(body.find(char::is_whitespace).unwrap_or(body.len()));
        let (ids, reason) = rest.split_once("--").unwrap_or((rest, ""));
        let start = directive.span.start + Directive::MARKER + (text.len() - rest.len()) as u32;
        let target = match word {
            "portcullis-disable-next-line" => directive.next_line,
            "portcullis-disable-line" => Some(directive.line),
            "portcullis-disable-file" => Some(Span::new(0, u32::MAX)),
            _ => None,
        };
        let rules = words(ids).map(|(id, at)| (id, Span::new(start + at, start + at + id.len() as u32))).collect();
        Some(Suppression {
            span: directive.span,
            word,
            rules,
            has_reason: reason.contains(char::is_alphanumeric),
            target,
        })
    }

    /// Every suppression of a file.
    pub(crate) fn all(analysis: &'a Analysis<'_>) -> impl Iterator<Item = Self> {
        analysis.module().directives.iter().filter_map(Suppression::read)
    }

    /// Whether it could silence anything, if it said why.
    pub(crate) fn is_readable(&self) -> bool {
        WORDS.contains(&self.word) && !self.rules.is_empty()
    }

    /// The findings that start where it points, of some that are sorted by their places.
    fn meant<'f>(&self, findings: &'f mut [(Finding, bool)]) -> &'f mut [(Finding, bool)] {
        let target = self.target.unwrap_or(Span::new(u32::MAX, u32::MAX));
        let first = findings.partition_point(|(finding, _)| finding.span.start < target.start);
        let end = findings.partition_point(|(finding, _)| finding.span.start <= target.end);
        findings.get_mut(first..end).unwrap_or_default()
    }

    /// Whether a part of what it is about was not analysed, so that nobody knows if it is of use.
    fn is_about_unread_code(&self, analysis: &Analysis<'_>) -> bool {
        let overlaps = |target: Span, part: Span| target.start < part.end && part.start < target.end;
        let mut parts = analysis.module().problems.iter();
        self.target.is_some_and(|target| parts.any(|problem| overlaps(target, problem.span)))
    }
}

/// The words of a list with commas or spaces, each with its offset. In a block comment, a line may start with `*`.
fn words(list: &str) -> impl Iterator<Item = (&str, u32)> {
    let words = list.split(|c: char| c == ',' || c.is_whitespace());
    let words = words.map(|word| (word, (word.as_ptr() as usize - list.as_ptr() as usize) as u32));
    words.filter(|(word, _)| !word.is_empty() && *word != "*")
}

/// Findings, once the comments have been heard.
#[derive(Debug)]
pub struct Silenced {
    /// What stays, with the suppressions that are of no use, in source order.
    pub findings: Vec<Finding>,
    /// What was silenced.
    pub silenced: Vec<Finding>,
}

/// Takes out the findings that comments silence, and adds the comments that silence nothing. A comment about a rule that did not run
/// may be of use in another run, and is left alone.
pub fn silence(analysis: &Analysis<'_>, findings: Vec<Finding>, runs: impl Fn(&Rule) -> bool) -> Silenced {
    let mut heard: Vec<(Finding, bool)> = findings.into_iter().map(|finding| (finding, false)).collect();
    heard.sort_by_key(|(finding, _)| finding.span);
    let mut unused = Vec::new();
    for suppression in Suppression::all(analysis) {
        if !suppression.is_readable() {
            unused.push(unused_suppression::unreadable(analysis, &suppression));
        } else if suppression.has_reason {
            let mut useless = apply(&suppression, &mut heard);
            if suppression.is_about_unread_code(analysis) {
                useless.retain(|(rule, ..)| rule.is_none());
            }
            useless.retain(|(rule, ..)| rule.is_none_or(&runs));
            let unused_rule = |(_, id, place)| unused_suppression::unused(analysis, &suppression, id, place, RULES);
            unused.extend(useless.into_iter().map(unused_rule));
        }
    }
    let (silenced, stays): (Vec<_>, Vec<_>) = heard.into_iter().partition(|(_, is_silenced)| *is_silenced);
    let without_mark = |findings: Vec<(Finding, bool)>| findings.into_iter().map(|(finding, _)| finding);
    let mut findings: Vec<Finding> = without_mark(stays).chain(unused).collect();
    findings.sort_by_key(|finding| (finding.span, finding.rule.id));
    Silenced { findings, silenced: without_mark(silenced).collect() }
}

/// Marks what a suppression silences; gives the rules that it names for nothing, with their places. Of those that do not exist the first
/// stands for all: a long list of them is one mistake.
fn apply<'a>(
    suppression: &Suppression<'a>,
    findings: &mut [(Finding, bool)],
) -> Vec<(Option<&'static Rule>, &'a str, Span)> {
    let meant = suppression.meant(findings);
    let mut seen: Vec<Option<&Rule>> = Vec::new();
    let mut useless = Vec::new();
    for &(id, place) in &suppression.rules {
        let rule = RULES.iter().find(|rule| rule.id == id).copied();
        if seen.contains(&rule) {
            continue;
        }
        seen.push(rule);
        let mut is_used = false;
        for (_, is_silenced) in meant.iter_mut().filter(|(finding, _)| finding.rule.id == id) {
            (is_used, *is_silenced) = (true, true);
        }
        if !is_used {
            useless.push((rule, id, place));
        }
    }
    useless
}

/// The name of the innermost function around a comment, or nothing.
pub(crate) fn function_around(analysis: &Analysis<'_>, comment: Span) -> String {
    let functions = &analysis.module().functions;
    // In source order: the last one that starts before the comment is around it, or one of its parents is.
    let last = functions.partition_point(|function| function.span.start <= comment.start).checked_sub(1);
    let mut candidate = last.and_then(|index| functions.get(index));
    while let Some(function) = candidate {
        if function.span.contains(comment.start) {
            return function.name.clone();
        }
        candidate = function.parent.and_then(|parent| functions.get(parent.0 as usize));
    }
    String::new()
}
