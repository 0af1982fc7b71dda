//! Places as people and other tools count them: lines and columns from 1, columns in UTF-16 units.

use portcullis_analyzer::{SourceFile, Span};

/// A stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub start: Point,
    /// Behind the last character.
    pub end: Point,
}

/// A point in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// In bytes, from 0, a byte order mark not counted.
    pub offset: usize,
    /// From 1.
    pub line: usize,
    /// From 1, in UTF-16 units.
    pub column: usize,
}

/// Where each line of a text starts.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a file; they end at LF, CR or CRLF.
    pub fn of(file: &'a SourceFile) -> Self {
        let bytes = file.text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|&(index, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(index + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(index, _)| index + 1)).collect();
        Lines { text: &file.text, starts }
    }

    /// Where a span lies.
    pub fn place(&self, span: Span) -> Place {
        let start = self.point(span.start as usize);
        Place { start, end: self.point((span.end as usize).max(start.offset)) }
    }

    /// The text of a line (from 1), without its end, and the offset it starts at.
    pub fn line(&self, number: usize) -> (usize, &'a str) {
        let start = self.starts.get(number - 1).copied().unwrap_or(self.text.len());
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        (start, self.text[start..end].trim_end_matches(['\n', '\r']))
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    fn point(&self, offset: usize) -> Point {
        // A span that points outside the text or into a character is a mistake elsewhere; it must not cost the report.
        let offset = floor_boundary(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let column = self.text[self.starts[line - 1]..offset].encode_utf16().count() + 1;
        Point { offset, line, column }
    }
}

/// The last character boundary at or before `offset`.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
