#![doc = include_str!("unused_suppression.md")]

use portcullis_analyzer::{Analysis, Confidence, SourceFile, Span};

use crate::closest::closest;
use crate::finding::{Finding, Fix, Severity};
use crate::repair::replace;
use crate::rule::Rule;
use crate::silence::{Suppression, WORDS, function_around};

pub(super) const RULE: Rule = Rule {
    id: "unused-suppression",
    summary: "a comment silences a rule that has nothing to say there",
    page: include_str!("unused_suppression.md"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    cwe: &[1116],
    security_severity: 1.0,
    pedantic: false,
    // Known only after all rules have run: `silence` calls the functions below.
    run: |_, _| {},
};

/// A comment of which one rule silences nothing; `rules` are those there are.
pub(crate) fn unused(
    analysis: &Analysis<'_>,
    suppression: &Suppression,
    id: &str,
    place: Span,
    rules: &[&'static Rule],
) -> Finding {
    let comment = format!("{} {id}", suppression.word);
    if rules.iter().any(|rule| rule.id == id) {
        let message = format!("`{comment}` silences nothing");
        let fix = Some(Fix::safe("remove it", vec![replace(superfluous(analysis, suppression, place), "")]));
        return Finding { fix, ..finding(analysis, place, comment, message, "remove it".to_owned()) };
    }
    let help = match closest(id, rules.iter().map(|rule| rule.id)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`portcullis rules` lists the rules".to_owned(),
    };
    let message = format!("`{comment}` silences nothing: there is no such rule");
    finding(analysis, place, comment, message, help)
}

/// A comment that cannot silence anything: it names no rule, or is no word that is known.
pub(crate) fn unreadable(analysis: &Analysis<'_>, suppression: &Suppression) -> Finding {
    let word = suppression.word;
    let (message, help) = if WORDS.contains(&word) {
        (format!("`{word}` silences nothing: it names no rule"), format!("name the rule: `{word} RULE -- reason`"))
    } else {
        let known = closest(word, WORDS).unwrap_or(WORDS[0]);
        (format!("`{word}` silences nothing: there is no such comment"), format!("did you mean `{known}`?"))
    };
    finding(analysis, suppression.span, word.to_owned(), message, help)
}

fn finding(analysis: &Analysis<'_>, span: Span, comment: String, message: String, help: String) -> Finding {
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence,
        message,
        span,
        label: "silences nothing".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: None,
        help,
        fix: None,
        function: function_around(analysis, span),
        condition: comment,
        exits: Vec::new(),
    }
}

/// What goes with a rule that is named for nothing: the whole comment, with its line if nothing else stands there, unless it names others.
fn superfluous(analysis: &Analysis<'_>, suppression: &Suppression, place: Span) -> Span {
    let own = suppression.rules.iter().position(|(_, named)| *named == place).unwrap_or_default();
    let before = own.checked_sub(1).and_then(|index| suppression.rules.get(index));
    match (before, suppression.rules.get(own + 1)) {
        (_, Some((_, next))) => Span::new(place.start, next.start),
        (Some((_, before)), None) => Span::new(before.end, place.end),
        (None, None) => with_space(analysis.source(), suppression.span),
    }
}

/// A comment with the space before it, or with its whole line. Looks no further than space goes: lines can be long, and hold many.
fn with_space(source: &SourceFile, comment: Span) -> Span {
    const SPACE: [char; 2] = [' ', '\t'];
    let before = source.text.get(..comment.start as usize).unwrap_or_default().trim_end_matches(SPACE);
    let rest = source.text.get(comment.end as usize..).unwrap_or_default();
    let behind = rest.trim_start_matches(SPACE);
    let line_break = ["\r\n", "\n"].into_iter().find(|line_break| behind.starts_with(line_break));
    let alone = before.is_empty() || before.ends_with('\n');
    let end = comment.end + (rest.len() - behind.len()) as u32;
    match line_break {
        Some(line_break) if alone => Span::new(before.len() as u32, end + line_break.len() as u32),
        _ if alone => Span::new(comment.start, end),
        _ => Span::new(before.len() as u32, comment.end),
    }
}
