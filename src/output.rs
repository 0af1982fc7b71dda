//! Where reports go, and how a run ends.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::files::plain;
use crate::run::NotAnalysed;
use crate::terminal::{Ink, Look, printable};

/// How a run ends. The larger one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    Clean = 0,
    /// Findings that count.
    Findings = 1,
    /// The run could not do what it was asked.
    Failed = 2,
}

/// Writes to a file, or to standard output.
pub fn write(text: &str, file: Option<&Path>, messages: Look) -> Ending {
    let written = match file {
        Some(path) => std::fs::write(path, text),
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        }
    };
    match written {
        Ok(()) => Ending::Clean,
        // Who reads has seen enough and needs no message.
        Err(error) if file.is_none() && error.kind() == ErrorKind::BrokenPipe => Ending::Failed,
        Err(error) => {
            let target = file.map_or_else(|| "standard output".to_owned(), |path| format!("`{}`", path.display()));
            fail(format_args!("cannot write {target}: {}", plain(&error)), messages)
        }
    }
}

/// Writes a report to standard error, as standard output holds something else.
pub fn write_aside(text: &str) -> Ending {
    let mut out = std::io::stderr().lock();
    // If nobody listens there, nobody can be told.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    Ending::Clean
}

/// Says on standard error what went wrong.
pub fn fail(message: impl Display, messages: Look) -> Ending {
    say(format_args!("{}: {}", messages.paint(Ink::Red, "error"), printable(&message.to_string())));
    Ending::Failed
}

/// A line on standard error. If nobody listens there, nobody can be told.
pub fn say(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Names what was not analysed, each part on a line.
pub fn say_not_analysed(parts: &[NotAnalysed], messages: Look) {
    for part in parts {
        let path = printable(&part.path);
        if part.is_error {
            fail(format_args!("cannot read `{path}`: {}", part.reason), messages);
            continue;
        }
        let place = part.at.map(|at| format!(":{}:{}", at.start.line, at.start.column)).unwrap_or_default();
        let what = if part.whole_file && part.at.is_some() { "file not analysed" } else { "not analysed" };
        say(format_args!(
            "{}: {what}: {}",
            messages.paint(Ink::Bold, &format!("{path}{place}")),
            printable(&part.reason)
        ));
    }
}
