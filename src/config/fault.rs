//! What is wrong with a configuration, shown in the file.

use std::fmt;

use portcullis_analyzer::{SourceFile, Span};
use portcullis_lints::{Severity, closest};

use crate::output::{Ending, fail, say};
use crate::place::place;
use crate::report::snippet::{Mark, draw};
use crate::terminal::Look;

/// One fault.
#[derive(Debug)]
pub struct Fault {
    pub span: Span,
    /// What is wrong; lower-case, no final dot.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

/// Every fault of a file.
#[derive(Debug)]
pub struct Faults {
    pub file: SourceFile,
    pub faults: Vec<Fault>,
}

impl Faults {
    /// Says on standard error what is wrong, and where.
    pub fn say(&self, messages: Look) -> Ending {
        for fault in &self.faults {
            fail(&fault.message, messages);
            let mark = Mark { span: fault.span, text: fault.hint.clone(), primary: true };
            say(draw(&self.file, &[mark], Severity::Error, messages).trim_end());
        }
        Ending::Failed
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let start = place(&self.file, fault.span).start;
            let separator = if index == 0 { "" } else { "\n" };
            let Fault { message, hint, .. } = fault;
            write!(formatter, "{separator}{}:{}:{}: {message}; {hint}", self.file.path, start.line, start.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// What was most likely meant, or all that can be meant.
pub fn proposal<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    closest(word, known.clone()).map_or_else(|| one_of(known), |known| format!("did you mean `{known}`?"))
}

/// `one of `a`, `b`, `c``.
pub fn one_of<'a>(known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
    format!("one of {}", known.join(", "))
}
