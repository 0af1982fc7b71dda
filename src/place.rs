//! Places as people and other tools count them: lines and columns from 1, columns in UTF-16 units.

use portcullis_analyzer::{Position, SourceFile, Span};
use portcullis_lints::Elsewhere;

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
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 units.
    pub column: u32,
    /// In bytes of the text, from 0; a byte order mark is not part of the text.
    pub offset: u32,
}

/// Where a span lies.
pub fn place(file: &SourceFile, span: Span) -> Place {
    Place { start: point(file, span.start), end: point(file, span.end.max(span.start)) }
}

/// Where a place in another file lies.
pub fn place_elsewhere(there: &Elsewhere) -> Place {
    Place { start: counted(there.start, there.span.start), end: counted(there.end, there.span.end) }
}

fn point(file: &SourceFile, offset: u32) -> Point {
    counted(file.position(offset), file.text.floor_char_boundary(offset as usize) as u32)
}

fn counted(position: Position, offset: u32) -> Point {
    Point { line: position.line + 1, column: position.column_utf16 + 1, offset }
}
