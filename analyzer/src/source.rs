//! Source text and places in it.
//!
//! In: the bytes of a file. Out: a [`SourceFile`] (UTF-8 text without a byte order mark), [`Span`]s into it, and the
//! lines and columns that reports and editors show. Everything else in the analyzer speaks of bytes and spans only.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A byte range of [`SourceFile::text`], counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

impl Span {
    /// The range from `start` up to, but without, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// How many bytes it covers.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers no byte at all.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether the byte at `offset` belongs to it.
    pub const fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The smallest span around both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A place as people and editors name it; every number counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// Bytes from the start of the line.
    pub column_utf8: u32,
    /// UTF-16 code units from the start of the line, as LSP and SARIF count.
    pub column_utf16: u32,
}

/// Why bytes are no source text. [`fmt::Display`] says what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeError {
    /// UTF-16, by its byte order mark or by its zero bytes.
    Utf16,
    /// A zero byte: no text file.
    Binary {
        /// Where the zero byte is, from 0.
        offset: usize,
    },
    /// A byte that no UTF-8 text has at that place. Both numbers count from 1.
    InvalidUtf8 {
        /// The line of the byte.
        line: usize,
        /// The byte's number in its line.
        byte: usize,
    },
    /// 4 GiB or more; spans are 32 bits wide.
    TooLarge,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::Utf16 => out.write_str("utf-16 text; save it as utf-8"),
            DecodeError::Binary { offset } => {
                write!(out, "binary content (a zero byte at offset {offset}); exclude the file if it is no source text")
            }
            DecodeError::InvalidUtf8 { line, byte } => {
                write!(out, "not valid utf-8 at line {line}, byte {byte}; save it as utf-8")
            }
            DecodeError::TooLarge => out.write_str("4 GiB or larger; exclude the file"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// One file of source text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path as shown to users.
    pub path: String,
    /// The text, without its byte order mark.
    pub text: Arc<str>,
    /// Whether the file starts with a byte order mark. It is no part of `text` and of no column.
    pub has_bom: bool,
    /// Filled when the first position is asked for: most files are never reported on.
    lines: OnceLock<LineTable>,
}

impl SourceFile {
    /// Text that is decoded already: an editor's buffer, standard input, a test. A leading byte order mark is taken off.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let (text, has_bom) = match text.strip_prefix('\u{feff}') {
            Some(rest) => (Arc::from(rest), true),
            None => (text, false),
        };
        SourceFile { path: path.into(), text, has_bom, lines: OnceLock::new() }
    }

    /// The text of a file's bytes.
    pub fn decode(path: impl Into<String>, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(DecodeError::TooLarge);
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(DecodeError::Utf16);
        }
        if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
            return Err(if looks_like_utf16(&bytes) { DecodeError::Utf16 } else { DecodeError::Binary { offset } });
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(SourceFile::new(path, text)),
            Err(error) => Err(invalid_utf8(error.as_bytes(), error.utf8_error().valid_up_to())),
        }
    }

    /// The line and columns of a byte. An offset inside a character counts as the character's first byte, one behind the
    /// end of the text as its end.
    pub fn position(&self, offset: u32) -> Position {
        let table = self.lines();
        let offset = floor_char(&self.text, offset as usize);
        let line = table.starts.partition_point(|&start| start as usize <= offset).saturating_sub(1);
        let start = table.starts.get(line).map_or(0, |&start| start as usize);
        Position {
            line: line as u32,
            column_utf8: (offset - start) as u32,
            column_utf16: table.utf16_before(&self.text, offset) - table.utf16_before(&self.text, start),
        }
    }

    /// The byte at a line and UTF-16 column, both from 0. A column behind the end of the line is its end (before the line
    /// break), a line behind the last one the end of the text, half a surrogate pair the start of its character.
    pub fn offset_at(&self, line: u32, column_utf16: u32) -> u32 {
        let Some(&start) = self.lines().starts.get(line as usize) else { return self.text.len() as u32 };
        let mut rest = column_utf16;
        let mut offset = start;
        for character in self.line_text(line).chars() {
            let width = character.len_utf16() as u32;
            if width > rest {
                break;
            }
            rest -= width;
            offset += character.len_utf8() as u32;
        }
        offset
    }

    /// A line without its line break; empty behind the last one.
    pub fn line_text(&self, line: u32) -> &str {
        let starts = &self.lines().starts;
        let Some(&start) = starts.get(line as usize) else { return "" };
        let end = starts.get(line as usize + 1).map_or(self.text.len(), |&next| next as usize);
        let text = self.text.get(start as usize..end).unwrap_or("");
        let text = text.strip_suffix('\n').unwrap_or(text);
        text.strip_suffix('\r').unwrap_or(text)
    }

    /// How many lines there are; a text that ends with a line break has an empty last one.
    pub fn line_count(&self) -> u32 {
        self.lines().starts.len() as u32
    }

    /// The text of a span, clamped to the file and to whole characters.
    pub fn slice(&self, span: Span) -> &str {
        let start = floor_char(&self.text, span.start as usize);
        let end = floor_char(&self.text, span.end as usize);
        self.text.get(start..end).unwrap_or("")
    }

    fn lines(&self) -> &LineTable {
        self.lines.get_or_init(|| LineTable::new(&self.text))
    }
}

/// Bytes between two [`LineTable::utf16`] counts.
const STRIDE: usize = 1024;

/// Where lines start, and how far UTF-16 columns are from byte columns.
///
/// Line breaks are LF, CRLF and CR: what LSP and SARIF readers take for one. ECMAScript also ends a line at U+2028 and
/// U+2029, but no editor shows one there, so a report that counted them would point at the wrong line.
#[derive(Debug, Clone)]
struct LineTable {
    /// The first byte of every line.
    starts: Vec<u32>,
    /// UTF-16 code units before every [`STRIDE`]th byte, so that a column in a line of megabytes costs no walk over the
    /// line. Empty for ASCII text.
    utf16: Vec<u32>,
}

impl LineTable {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            let ends_line = byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends_line {
                starts.push((at + 1) as u32);
            }
        }
        let mut utf16 = Vec::new();
        if !text.is_ascii() {
            let mut units = 0;
            for chunk in bytes.chunks(STRIDE) {
                utf16.push(units);
                units += utf16_units(chunk);
            }
        }
        LineTable { starts, utf16 }
    }

    /// UTF-16 code units before the byte at `offset`.
    fn utf16_before(&self, text: &str, offset: usize) -> u32 {
        let chunk = offset / STRIDE;
        match self.utf16.get(chunk) {
            Some(&units) => units + text.as_bytes().get(chunk * STRIDE..offset).map_or(0, utf16_units),
            // ASCII text, or the end of a text whose length is a multiple of the stride.
            None => match self.utf16.last() {
                None => offset as u32,
                Some(&units) => {
                    let from = (self.utf16.len() - 1) * STRIDE;
                    units + text.as_bytes().get(from..offset).map_or(0, utf16_units)
                }
            },
        }
    }
}

/// UTF-16 code units of a piece of UTF-8: one per first byte, two for first bytes of four-byte characters. Pieces may cut
/// characters: each is counted where its first byte is.
fn utf16_units(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0)).sum()
}

/// The start of the character that `offset` is in; the end of the text for anything behind it.
fn floor_char(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// UTF-16 without a byte order mark: of Latin text every other byte is zero.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // A third of one side and next to nothing on the other: text with some non-Latin characters, and no padding.
    (odd * 6 >= head.len() && even * 8 <= odd) || (even * 6 >= head.len() && odd * 8 <= even)
}

fn invalid_utf8(bytes: &[u8], valid_up_to: usize) -> DecodeError {
    let valid: Cow<'_, str> = String::from_utf8_lossy(bytes.get(..valid_up_to).unwrap_or(bytes));
    let table = LineTable::new(&valid);
    let start = table.starts.last().map_or(0, |&start| start as usize);
    DecodeError::InvalidUtf8 { line: table.starts.len(), byte: valid_up_to - start + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: &SourceFile, offset: u32) -> (u32, u32, u32) {
        let position = file.position(offset);
        (position.line, position.column_utf8, position.column_utf16)
    }

    #[test]
    fn spans() {
        let span = Span::new(3, 7);
        assert_eq!((span.len(), span.contains(3), span.contains(7), span.is_empty()), (4, true, false, false));
        assert_eq!(span.cover(Span::new(1, 4)), Span::new(1, 7));
    }

    #[test]
    fn columns_of_accents_emoji_and_tabs() {
        let file = SourceFile::new("a.ts", "\té😀x\nlast");
        assert_eq!(at(&file, 1), (0, 1, 1));
        assert_eq!(at(&file, 3), (0, 3, 2));
        assert_eq!(at(&file, 7), (0, 7, 4));
        assert_eq!(at(&file, 5), (0, 3, 2), "inside the emoji: its first byte");
        assert_eq!(at(&file, 13), (1, 4, 4), "the end of the text");
        assert_eq!(at(&file, 99), (1, 4, 4), "behind the end of the text");
        assert_eq!(file.offset_at(0, 4), 7);
        assert_eq!(file.offset_at(0, 3), 3, "the second half of the surrogate pair");
        assert_eq!(file.offset_at(0, 99), 8);
        assert_eq!(file.offset_at(99, 0), 13);
        assert_eq!(file.line_text(1), "last");
    }

    #[test]
    fn line_breaks() {
        let file = SourceFile::new("a.ts", "a\r\nb\rc\nd\u{2028}e\n");
        assert_eq!(file.line_count(), 5);
        let lines: Vec<&str> = (0..6).map(|line| file.line_text(line)).collect();
        assert_eq!(lines, ["a", "b", "c", "d\u{2028}e", "", ""]);
        assert_eq!(at(&file, 2), (0, 2, 2), "between CR and LF");
        assert_eq!(at(&file, 3), (1, 0, 0));
        assert_eq!(at(&file, file.text.len() as u32), (4, 0, 0));
    }

    #[test]
    fn byte_order_mark_is_no_column() {
        let file = SourceFile::decode("a.ts", b"\xef\xbb\xbf#!/usr/bin/env node\nx".to_vec()).unwrap();
        assert!(file.has_bom);
        assert!(file.text.starts_with("#!"));
        assert_eq!(at(&file, 2), (0, 2, 2));
        assert_eq!(file.slice(Span::new(0, 2)), "#!");
    }

    #[test]
    fn positions_and_offsets_agree_in_long_lines() {
        let text = format!("{}\n{}x", "é😀ab".repeat(1000), "漢字".repeat(1024));
        let file = SourceFile::new("a.ts", text.as_str());
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let position = file.position(offset as u32);
            assert_eq!(file.offset_at(position.line, position.column_utf16), offset as u32);
            let start = offset - position.column_utf8 as usize;
            assert_eq!(position.column_utf16 as usize, text[start..offset].encode_utf16().count());
        }
    }

    #[test]
    fn what_is_no_source_text() {
        let message = |bytes: &[u8]| SourceFile::decode("a.ts", bytes.to_vec()).unwrap_err().to_string();
        assert_eq!(message(b"\xff\xfea\0"), "utf-16 text; save it as utf-8");
        assert_eq!(message(b"\xfe\xff\0a"), "utf-16 text; save it as utf-8");
        assert_eq!(message(b"c\0o\0n\0s\0t\0"), "utf-16 text; save it as utf-8");
        assert_eq!(message(b"\0c\0o\0n\0s\0t"), "utf-16 text; save it as utf-8");
        assert!(message(b"\x7fELF\0\0\0\0\0\0\0").starts_with("binary content (a zero byte at offset 4)"));
        assert!(message(b"a\nb\nabcdefghijklmnop\xe9 x").starts_with("not valid utf-8 at line 3, byte 17"));
        assert!(SourceFile::decode("a.ts", Vec::new()).is_ok());
    }
}
