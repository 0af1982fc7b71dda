//! How much of a file the analyzer is willing to take on, measured on its bytes before it is parsed.

use crate::module::Problem;
use crate::source::Span;

/// Bounds on one file. Beyond one of them the file is not analysed, and a [`Problem`] says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Levels of nesting.
    pub nesting: u32,
    /// Links of one chain.
    pub chain: u32,
    /// Bytes of text.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { nesting: 500, chain: 100_000, bytes: 64 << 20 }
    }
}

/// A stack that is large enough.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stack(usize);

impl Stack {
    pub(super) fn fits_anywhere(self) -> bool {
        self.0 <= 1 << 20
    }

    pub(super) fn bytes(self) -> usize {
        self.0
    }
}

pub(super) fn may_hold_jsx(path: &str) -> bool {
    !matches!(path.rsplit('.').next(), Some("ts" | "mts" | "cts"))
}

pub(super) fn demand(text: &str, limits: &Limits, _jsx: bool) -> Result<Stack, Problem> {
    let end = text.len() as u32;
    if text.len() > limits.bytes {
        let message = format!("{} bytes; the limit is {}", text.len(), limits.bytes);
        return Err(Problem { span: Span::new(0, end), at: Span::new(0, 0), message, whole_file: true });
    }
    Ok(Stack(1 << 29))
}
