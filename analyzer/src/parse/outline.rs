//! Where statements and members start and end, by brackets and line breaks alone.
//!
//! In: text that swc could not parse. Out: its [`Unit`]s (statements, class and object members), and the brackets that
//! are never closed or never opened. With brackets out of balance, indentation says where the author thinks they close.

use super::limits::{opens_head, starts_statement};
use super::scan::{Kind, Scanner, Token};

/// A statement, a member of a class, interface, enum or object literal, or an import or export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Something that is opened and never closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// The innermost unit that holds it, up to where something else starts.
    pub(super) unit: Unit,
    /// What closes the brackets around that unit that are not closed either.
    pub(super) closers: String,
    /// Nothing is wrong but that the closers are missing: they go behind the unit, which can stay. Where the next token is.
    pub(super) gap: Option<usize>,
}

/// The outline of one text.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// In order of their ends.
    pub(super) units: Vec<Unit>,
    pub(super) unclosed: Vec<Unclosed>,
    /// Closing brackets that close nothing.
    pub(super) stray: Vec<Unit>,
}

/// The text's outline. `jsx` as for [`Scanner::new`].
pub(super) fn outline(text: &str, jsx: bool) -> Outline {
    let mut plain = Outliner::new(text, jsx);
    plain.run();
    let balanced =
        plain.outline.unclosed.is_empty() && plain.outline.stray.is_empty() && plain.scanner.endless.is_none();
    if balanced {
        return plain.outline;
    }
    let mut careful = Outliner::new(text, jsx);
    careful.by_indentation = true;
    careful.scanner.cut = plain.scanner.endless;
    careful.run();
    careful.outline
}

/// An open bracket, or the file itself.
#[derive(Debug, Clone, Copy)]
struct Frame {
    /// Its closing counterpart; 0 for the file and for templates and JSX.
    closer: u8,
    /// The column of its line's first token.
    indent: usize,
    /// Holds statements or members, not operands.
    holds_units: bool,
    /// Members are separated by commas.
    is_list: bool,
    /// The parentheses of an `if` or loop.
    is_head: bool,
    /// Where the current unit starts.
    unit: Option<usize>,
    /// Only decorators in it so far.
    decorating: bool,
    /// Where it goes on behind a block that may have been its end.
    tail: Option<usize>,
}

struct Outliner<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    by_indentation: bool,
    frames: Vec<Frame>,
    outline: Outline,
    before: Option<Token>,
    closed_head: bool,
    /// The column of the current line's first token.
    indent: usize,
}

impl<'a> Outliner<'a> {
    fn new(text: &'a str, jsx: bool) -> Self {
        let file = Frame {
            closer: 0,
            indent: 0,
            holds_units: true,
            is_list: false,
            is_head: false,
            unit: None,
            decorating: false,
            tail: None,
        };
        Outliner {
            text,
            scanner: Scanner::new(text, jsx),
            by_indentation: false,
            frames: vec![file],
            outline: Outline::default(),
            before: None,
            closed_head: false,
            indent: 0,
        }
    }

    fn run(&mut self) {
        loop {
            if self.by_indentation {
                self.close_by_indentation();
            }
            let Some(token) = self.scanner.next() else { break };
            self.step(token);
            self.before = Some(token);
        }
        self.abandon(1, self.text.len());
        self.end_unit(self.end_before());
    }

    /// The end of the token before the current one.
    fn end_before(&self) -> usize {
        self.before.map_or(0, |before| before.end)
    }

    /// Closes what cannot be meant to go on behind the line that starts here.
    fn close_by_indentation(&mut self) {
        let Some(at) = self.scanner.ahead() else { return };
        let Some(rest) = self.text.get(at..) else { return };
        let column = indent(self.text, at);
        let depth = if rest.starts_with('}') {
            // Brackets between this brace and the one it is aligned with.
            let innermost = self.frames.iter().rposition(|frame| frame.closer == b'}');
            let aligned = self.frames.iter().rposition(|frame| frame.closer == b'}' && frame.indent == column);
            match (innermost, aligned) {
                (Some(innermost), Some(aligned)) if self.frames.get(innermost).is_some_and(|f| f.indent > column) => {
                    aligned + 1
                }
                _ => return,
            }
        } else if starts_declaration(rest) {
            // A declaration is never to the left of, or level with, the line that opens what it is in.
            match self.frames.iter().skip(1).position(|frame| frame.indent >= column) {
                Some(outermost) => outermost + 1,
                None => return,
            }
        } else {
            return;
        };
        if depth < self.frames.len() {
            self.abandon(depth, at);
            self.scanner.leave(depth - 1);
        }
    }

    /// All brackets but the outer `depth` frames are never closed.
    /// `next` is where the next token starts.
    fn abandon(&mut self, depth: usize, next: usize) {
        let depth = depth.max(1);
        if self.frames.len() <= depth {
            return;
        }
        let cut = self.end_before();
        let innermost = self.frames.len() - 1;
        let plain = self.frames.iter().skip(depth).all(|frame| frame.closer != 0);
        if plain && cut + self.frames.len() - depth <= next && self.is_complete(innermost) {
            let closers = self.frames.iter().skip(depth).rev().map(|frame| frame.closer as char).collect::<String>();
            let start = self.before.map_or(cut, |before| before.start);
            self.outline.unclosed.push(Unclosed { unit: Unit { start, end: cut }, closers, gap: Some(next) });
            return self.drop_frames(depth, cut);
        }
        // What closes a template or an element is not known here: all of it is left out.
        let (unit, holder) = self.incomplete(if plain { self.frames.len() } else { depth }, depth, cut);
        let closers = self.frames.iter().take(holder + 1).skip(depth).rev().map(|frame| frame.closer as char).collect();
        self.outline.unclosed.push(Unclosed { unit, closers, gap: None });
        self.drop_frames(depth, cut);
    }

    /// The innermost unfinished unit among the outer `frames` frames, and the frame that holds it. It has room for what
    /// closes the frames behind the outer `depth`.
    fn incomplete(&self, frames: usize, depth: usize, cut: usize) -> (Unit, usize) {
        for (at, frame) in self.frames.iter().enumerate().take(frames).rev() {
            let start = frame.tail.or(frame.unit);
            let fits = |start: &usize| frame.holds_units && start + (at + 1).saturating_sub(depth) <= cut;
            if let Some(start) = start.filter(fits) {
                return (Unit { start, end: cut }, at);
            }
        }
        (Unit { start: cut, end: cut }, 0)
    }

    /// Whether only closing braces are missing: the last statement has its end.
    fn is_complete(&self, innermost: usize) -> bool {
        let ended = self.before.is_some_and(|before| matches!(self.scanner.text(before), b";" | b"}"));
        ended && self.frames.get(innermost).is_some_and(|frame| frame.holds_units && frame.tail.is_none())
    }

    fn drop_frames(&mut self, depth: usize, cut: usize) {
        while self.frames.len() > depth {
            self.end_unit(cut);
            self.frames.pop();
        }
    }

    /// Ends the current unit of the innermost frame.
    fn end_unit(&mut self, end: usize) {
        if let Some(frame) = self.frames.last_mut()
            && frame.holds_units
            && let Some(start) = frame.unit.take()
            && start < end
        {
            self.outline.units.push(Unit { start, end });
            if let Some(tail) = frame.tail.take().filter(|&tail| tail < end) {
                self.outline.units.push(Unit { start: tail, end });
            }
        }
    }

    fn step(&mut self, token: Token) {
        let last = self.before.map_or(&b""[..], |before| self.scanner.text(before));
        let text = self.scanner.text(token);
        if token.starts_line {
            self.indent = indent(self.text, token.start);
        }
        if token.kind == Kind::Close {
            self.close(token);
            return;
        }
        // A hole of a template that ends takes everything that is open in it along.
        self.abandon(self.scanner.depth() + usize::from(token.kind != Kind::Open), token.start);
        if self.starts_unit(last, token, text) {
            self.end_unit(self.end_before());
        }
        if let Some(frame) = self.frames.last_mut() {
            if frame.unit.is_none() {
                (frame.unit, frame.decorating) = (Some(token.start), text == b"@");
            } else if token.kind == Kind::Word && token.starts_line {
                frame.decorating = false;
            }
            if last == b"}" && frame.holds_units && frame.unit != Some(token.start) {
                frame.tail = Some(token.start);
            }
        }
        if token.kind == Kind::Open {
            self.frames.push(Frame {
                closer: closer(text),
                indent: self.indent,
                holds_units: text == b"{",
                is_list: text == b"{" && (is_list_opener(last) || self.in_enum()),
                is_head: text == b"(" && opens_head(last),
                unit: None,
                decorating: false,
                tail: None,
            });
        }
    }

    fn close(&mut self, token: Token) {
        // The file is a frame, but no bracket.
        let depth = self.scanner.depth() + 1;
        if depth == self.frames.len() {
            self.stray(token);
            return;
        }
        self.abandon(depth + 1, token.start);
        self.end_unit(self.end_before());
        if let Some(frame) = self.frames.pop() {
            self.closed_head = frame.is_head;
        }
    }

    /// A closing bracket without a counterpart; several in a row are one.
    fn stray(&mut self, token: Token) {
        if let Some(last) = self.outline.stray.last_mut()
            && self.text.get(last.end..token.start).is_some_and(|gap| gap.trim().is_empty())
        {
            last.end = token.end;
        } else {
            self.outline.stray.push(Unit { start: token.start, end: token.end });
        }
    }

    /// Whether a unit of the innermost frame starts at `token`.
    fn starts_unit(&self, last: &[u8], token: Token, text: &[u8]) -> bool {
        let (Some(before), Some(frame)) = (self.before, self.frames.last()) else { return false };
        if !frame.holds_units || frame.unit.is_none() || frame.decorating {
            return false;
        }
        let after_separator = (last == b"," && frame.is_list) || last == b";";
        if after_separator {
            return text != b"else";
        }
        let decorator = text == b"@" && (token.starts_line || last == b"}");
        decorator || starts_statement(before, last, token, text, self.closed_head)
    }

    /// Whether the current unit is an `enum`.
    fn in_enum(&self) -> bool {
        let unit = self.frames.last().and_then(|frame| frame.unit);
        let head = unit.and_then(|start| self.text.as_bytes().get(start..)).unwrap_or(&[]);
        // `export declare const enum Name {`: nothing long stands before the keyword.
        let head = head.get(..head.len().min(64)).unwrap_or(head);
        let mut words = head.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
        words.by_ref().take(4).take_while(|word| !word.contains(&b'{')).any(|word| word == b"enum")
    }
}

fn closer(opener: &[u8]) -> u8 {
    match opener {
        b"(" => b')',
        b"[" => b']',
        b"{" => b'}',
        _ => 0,
    }
}

/// What stands before the `{` of an object literal or object type.
fn is_list_opener(last: &[u8]) -> bool {
    matches!(
        last,
        b"=" | b"("
            | b","
            | b":"
            | b"["
            | b"return"
            | b"?"
            | b"&&"
            | b"||"
            | b"??"
            | b"import"
            | b"export"
            | b"default"
    )
}

/// The column, in bytes, of the token at `at`, the first on its line. Behind a comment in front of it: the comment's.
fn indent(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |line_break| line_break + 1);
    before.get(start..).unwrap_or("").bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The unit at the top level around `at`, stretched up to the first line behind `at` that starts a declaration in the
/// first column.
pub(super) fn top_level(text: &str, units: &[Unit], at: usize) -> Unit {
    let around =
        units.iter().filter(|unit| unit.start <= at && at <= unit.end).max_by_key(|unit| unit.end - unit.start);
    let start = around.map_or(at, |unit| unit.start);
    let mut end = at;
    for line in text.get(at..).unwrap_or("").split_inclusive('\n') {
        if end > at && starts_declaration(line) {
            break;
        }
        end += line.len();
    }
    Unit { start, end }
}

/// Whether a line starts like a declaration.
fn starts_declaration(line: &str) -> bool {
    let word = line.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let follows = line.get(word.len()..).unwrap_or("");
    let keyword = matches!(
        word,
        "export"
            | "import"
            | "function"
            | "class"
            | "interface"
            | "type"
            | "enum"
            | "namespace"
            | "const"
            | "let"
            | "var"
            | "async"
            | "abstract"
            | "declare"
    );
    keyword && follows.starts_with(' ')
}
