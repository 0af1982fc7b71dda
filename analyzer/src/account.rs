//! What was made of one function, and why: the answer to somebody who points at a line.
//!
//! In: an analysis and a place. Out: the function that is meant, as the check it is, or with what speaks against its being one.

use crate::Analysis;
use crate::module::{Function, FunctionId, Position};
use crate::project::FunctionRef;
use crate::recognise::{NoCheck, recognise};
use crate::settings::Settings;
use crate::source::{SourceFile, Span};

/// What was made of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub function: FunctionId,
    pub verdict: Verdict,
}

/// Whether a function is a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// An index into [`Analysis::checks`].
    Check { index: usize },
    /// And why not.
    NotACheck(NoCheck),
}

/// The account of the innermost function around an offset; in front of a function, of the one that starts on that line.
pub fn account(analysis: &Analysis<'_>, settings: &Settings, offset: u32) -> Option<Account> {
    let (source, functions) = (analysis.source(), &analysis.module().functions);
    let innermost = analysis.module().innermost(offset).map(|function| function.0 as usize);
    let index =
        innermost.or_else(|| functions.iter().position(|function| starts_in(function, line_of(source, offset))))?;
    let function = FunctionId(index as u32);
    let verdict = match analysis.checks.iter().position(|check| check.function == function) {
        Some(index) => Verdict::Check { index },
        None => Verdict::NotACheck(against(analysis, settings, function)),
    };
    Some(Account { function, verdict })
}

/// What speaks against a function's being a check.
fn against(analysis: &Analysis<'_>, settings: &Settings, function: FunctionId) -> NoCheck {
    match recognise(analysis.program, FunctionRef { module: analysis.id, function }, settings) {
        Err(none) => none,
        Ok(candidate) => {
            NoCheck { reason: "none of its ends lets through or holds back".to_owned(), signs: candidate.reasons }
        }
    }
}

/// The place that somebody means who names a line, counted from 0: a check that starts there, then another function that does and is
/// more than an argument of a call, then what surrounds the line's first character.
pub fn place_on_line(analysis: &Analysis<'_>, line: u32) -> u32 {
    let source = analysis.source();
    let start = source.offset_at(line, 0);
    let text = source.line_text(line);
    let whole = Span::new(start, start + text.len() as u32);
    let functions = &analysis.module().functions;
    let check = analysis.checks.iter().find(|check| starts(check.span, whole)).map(|check| check.span.start);
    let is_own = |function: &&Function| !matches!(function.position, Position::Argument { .. });
    let own = || functions.iter().filter(is_own).find(|function| starts_in(function, whole));
    let indent = (text.len() - text.trim_start().len()) as u32;
    check.or_else(|| own().map(|function| function.span.start)).unwrap_or(start + indent)
}

/// The line an offset lies on.
fn line_of(source: &SourceFile, offset: u32) -> Span {
    let line = source.position(offset).line;
    let start = source.offset_at(line, 0);
    Span::new(start, start + source.line_text(line).len() as u32)
}

fn starts_in(function: &Function, line: Span) -> bool {
    starts(function.span, line)
}

fn starts(span: Span, line: Span) -> bool {
    line.start <= span.start && span.start <= line.end
}

#[cfg(test)]
mod tests {
    use super::{Verdict, account, place_on_line};
    use crate::{Limits, Program, Settings, SourceFile, analyze};

    const TEXT: &str = "import x from 'x';

export function canEdit(user: User): boolean {
  if (user.roles.some((role) => role === 'admin')) return true;
  const label = (text: string) => text.trim();
  return false;
}
";

    /// The function that is meant, and whether it is a check.
    fn at(line: u32, column: Option<u32>) -> Option<(String, bool)> {
        let program = Program::of_one(SourceFile::new("a.ts", TEXT), &Limits::default(), &Settings::default());
        let analysis = analyze(&program, Program::ONLY);
        let offset = column.map_or_else(
            || place_on_line(&analysis, line - 1),
            |column| analysis.source().offset_at(line - 1, column - 1),
        );
        let account = account(&analysis, &Settings::default(), offset)?;
        let name = analysis.module().functions[account.function.0 as usize].name.clone();
        Some((name, matches!(account.verdict, Verdict::Check { .. })))
    }

    #[test]
    fn a_line_means_a_function() {
        let is = |name: &str, check| Some((name.to_owned(), check));
        assert_eq!(at(1, None), None);
        assert_eq!(at(2, None), None);
        assert_eq!(at(3, None), is("canEdit", true));
        assert_eq!(at(3, Some(1)), is("canEdit", true));
        assert_eq!(at(4, None), is("canEdit", true));
        assert_eq!(at(5, None), is("canEdit.label", false));
        assert_eq!(at(5, Some(3)), is("canEdit", true));
        assert_eq!(at(6, None), is("canEdit", true));
        let (name, check) = at(4, Some(35)).unwrap();
        assert!(name != "canEdit" && !check, "{name}");
        assert_eq!(at(8, None), None);
    }
}
