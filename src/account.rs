//! `portcullis explain FILE:LINE`: what the function there decides, and why it was taken for a check, or was not.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use portcullis_analyzer::recognise::NoCheck;
use portcullis_analyzer::{Analysis, Check, SourceFile, Verdict, account, place_on_line};

use crate::args::InputArgs;
use crate::config::Config;
use crate::files::Names;
use crate::output::{Ending, fail, say_not_analysed, write};
use crate::place::place;
use crate::report::confidence_word;
use crate::run;
use crate::table::{head, rows, tabulate};
use crate::terminal::{Ink, Look, printable};
use crate::words;

/// A place in a file, as it is written on the command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    path: PathBuf,
    /// From 1.
    line: u32,
    /// From 1, in UTF-16 units.
    column: Option<u32>,
}

impl Target {
    /// Reads `FILE:LINE` or `FILE:LINE:COLUMN`. A file's name can hold colons.
    pub fn read(text: &str) -> Option<Self> {
        let (rest, last) = split(text)?;
        match split(rest) {
            Some((path, line)) if !Path::new(rest).is_file() => {
                Some(Target { path: path.into(), line, column: Some(last) })
            }
            _ => Some(Target { path: rest.into(), line: last, column: None }),
        }
    }
}

/// What stands before the last colon, and the number behind it.
fn split(text: &str) -> Option<(&str, u32)> {
    let (rest, number) = text.rsplit_once(':')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    (!rest.is_empty()).then_some((rest, number))
}

/// Prints the account of a function.
pub fn explain(target: Target, options: &InputArgs) -> Result<Ending> {
    let names = Names::new(options.root.as_deref())?;
    ensure!(!target.path.is_dir(), "`{}` is a folder; a file is needed", target.path.display());
    let paths = std::slice::from_ref(&target.path);
    let config = Config::of(paths, options, &names)?;
    if options.show_files {
        return crate::inventory::show_files(paths, options, &names, &config);
    }
    let look = Look::of_stdout(options.colour.color);
    let outcome = run::run(paths, options, &names, &config, |analysis| told(analysis, &config, &target, look))?;
    let messages = Look::of_stderr(options.colour.color);
    say_not_analysed(&outcome.not_analysed, messages);
    let ending = run::ending(&outcome, options.strict, &config, messages);
    Ok(match outcome.results.first() {
        Some(Ok(text)) => ending.max(write(text, None, messages)),
        Some(Err(message)) => fail(message, messages),
        // It could not be analysed, which has been said.
        None => Ending::Failed,
    })
}

/// The account of the function at the target, or why there is none.
fn told(analysis: &Analysis<'_>, config: &Config, target: &Target, look: Look) -> Result<String, String> {
    let file = analysis.source();
    let line = target.line - 1;
    if line >= file.line_count() {
        return Err(format!("`{}` has no line {}", file.path, target.line));
    }
    let offset = target.column.map_or_else(|| place_on_line(analysis, line), |column| file.offset_at(line, column - 1));
    let account = account(analysis, &config.settings, offset);
    let found = account.and_then(|account| {
        let function = analysis.module().functions.get(account.function.0 as usize)?;
        Some(match account.verdict {
            Verdict::Check { index } => of_check(file, analysis.checks.get(index)?, look),
            Verdict::NotACheck(why) => {
                let start = place(file, function.span).start.line;
                let name = if function.name.is_empty() { "the function" } else { &function.name };
                not_a_check(&head(name, &file.path, start, look), &why, look)
            }
        })
    });
    found.ok_or_else(|| format!("no function at {}:{}", file.path, target.line))
}

/// What a check is, why it is one, and its ways out.
fn of_check(file: &SourceFile, check: &Check, look: Look) -> String {
    let facts = [
        ("kind", words::kind(check.kind)),
        ("encoding", words::encoding(check.encoding)),
        ("polarity", words::polarity(check.polarity)),
        ("default", words::default(check.default)),
        ("confidence", confidence_word(check.confidence)),
    ];
    let table = tabulate(file, check);
    let mut text = head(&check.name, &file.path, place(file, check.span).start.line, look);
    facts.iter().for_each(|(name, word)| text.push_str(&fact(name, word, look)));
    check.reasons.iter().for_each(|reason| text.push_str(&fact("because", reason, look)));
    for open in &check.table.open {
        let line = place(file, open.span).start.line;
        text.push_str(&fact("not exact", &format!("line {line}: {}", open.reason), look));
    }
    text + &rows(&table, look)
}

fn not_a_check(head: &str, why: &NoCheck, look: Look) -> String {
    let because = fact("because", &why.reason, look);
    let although: String = why.signs.iter().map(|sign| fact("although", sign, look)).collect();
    format!("{head}  is not taken for a check\n{because}{although}")
}

fn fact(name: &str, text: &str, look: Look) -> String {
    let gap = " ".repeat("confidence".len() - name.len());
    format!("  {}{gap}  {}\n", look.paint(Ink::Dim, name), printable(text))
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn places_are_read_from_behind() {
        let target = |path: &str, line, column| Some(Target { path: path.into(), line, column });
        assert_eq!(Target::read("a.ts:3"), target("a.ts", 3, None));
        assert_eq!(Target::read("src/a.ts:3:7"), target("src/a.ts", 3, Some(7)));
        assert_eq!(Target::read("a:b.ts:3"), target("a:b.ts", 3, None));
        assert_eq!(Target::read("C:\\a.ts:3"), target("C:\\a.ts", 3, None));
        for text in ["a.ts", "a.ts:", "a.ts:x", "a.ts:0", ":3", "a.ts:-1"] {
            assert_eq!(Target::read(text), None, "{text}");
        }
    }
}
