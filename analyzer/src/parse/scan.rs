//! A light scanner: tokens and brackets, without a grammar.
//!
//! In: text. Out: [`Token`]s, each bracket (parenthesis, template hole, JSX element) told as opened or closed. Used before
//! swc runs, to know how deep the file is, and after swc gave up, to find the statement at fault. Where only a grammar
//! could tell (is this `/` a division or a regular expression?) it guesses, and raises [`Scanner::doubt`] if a wrong guess
//! could hide brackets.

mod literals;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier, a keyword, a private name.
    Word,
    /// A number, string, regular expression, or template without holes.
    Literal,
    /// `(`, `[`, `{`, the text of a template up to a `${`, or the `<a` of a JSX tag.
    Open,
    /// The counterpart of an [`Kind::Open`].
    Close,
    /// The `}…${` between two holes of a template: closes one and opens the next.
    Reopen,
    /// An operator or separator, or the `>` that ends a JSX opening tag.
    Punct,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// A line break stands somewhere between the token before it and this one.
    pub(super) starts_line: bool,
}

/// What the scanner is inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Paren,
    Bracket,
    Brace,
    /// `${ … }`
    Hole,
    /// `<a …`
    Tag,
    /// Between `<a>` and `</a>`.
    Children,
}

/// What stands before the current token, as far as it decides what `/` and `<` mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The end of an operand: an operator follows.
    Operand,
    /// An operator: an operand follows.
    Operator,
    /// `)`, `}`, postfix `!`, `++`: either.
    Either,
}

/// The scanner over one text.
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    jsx: bool,
    inside: Vec<Inside>,
    before: Before,
    /// The token before was a `.`, so that a keyword is a property's name.
    after_dot: bool,
    /// Whether brackets may lie in what was taken for text, or do not match.
    pub(super) doubt: bool,
    /// Set when a template literal or block comment has no end: where it starts.
    pub(super) endless: Option<usize>,
    /// Template literals with this first byte end with their line: what the scan is told on a second try.
    pub(super) cut: Option<usize>,
    text_openers: u32,
    /// A line break that [`Scanner::ahead`] skipped.
    line_break: bool,
}

/// Opening brackets in JSX text that are still taken for prose.
const PROSE_OPENERS: u32 = 64;

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, jsx: bool) -> Self {
        let bytes = text.as_bytes();
        let at = if bytes.starts_with(b"#!") { line_end(bytes, 0) } else { 0 };
        Scanner {
            bytes,
            at,
            jsx,
            inside: Vec::new(),
            before: Before::Operator,
            after_dot: false,
            doubt: false,
            endless: None,
            cut: None,
            text_openers: 0,
            line_break: false,
        }
    }

    /// The text of a token.
    pub(super) fn text(&self, token: Token) -> &'a [u8] {
        self.bytes.get(token.start..token.end).unwrap_or(&[])
    }

    /// How many brackets are open.
    pub(super) fn depth(&self) -> usize {
        self.inside.len()
    }

    /// Takes all but the outer `depth` brackets for closed.
    pub(super) fn leave(&mut self, depth: usize) {
        if depth < self.inside.len() {
            self.inside.truncate(depth);
            self.before = Before::Operator;
        }
    }

    /// Where the next token starts, if it is code and the first on its line.
    pub(super) fn ahead(&mut self) -> Option<usize> {
        if self.inside.last() == Some(&Inside::Children) {
            return None;
        }
        self.line_break |= self.skip_trivia();
        (self.line_break && self.at < self.bytes.len()).then_some(self.at)
    }

    /// Bytes that could open something, whatever they are part of.
    pub(super) fn openers(&self) -> usize {
        self.bytes.iter().filter(|&&byte| matches!(byte, b'(' | b'[' | b'{' | b'<')).count()
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Skips white space and comments; whether a line break was among them.
    fn skip_trivia(&mut self) -> bool {
        let mut line_break = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' | b'\r' => line_break = true,
                b' ' | b'\t' | 0x0b | 0x0c => {}
                b'/' if self.byte(self.at + 1) == b'/' => {
                    self.at = line_end(self.bytes, self.at);
                    continue;
                }
                b'/' if self.byte(self.at + 1) == b'*' => {
                    let start = self.at;
                    self.at += 2;
                    while self.at < self.bytes.len() && !self.bytes[self.at..].starts_with(b"*/") {
                        line_break |= self.bytes[self.at] == b'\n';
                        self.at += 1;
                    }
                    if self.at >= self.bytes.len() {
                        self.endless = Some(start);
                    }
                    self.at += 2;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        self.at = self.at.min(self.bytes.len());
        line_break
    }

    /// Skips the prose between JSX tags.
    fn skip_jsx_text(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'<' | b'{' => return,
                b'(' | b'[' => self.text_openers += 1,
                _ => {}
            }
            self.at += 1;
        }
        self.doubt |= self.text_openers > PROSE_OPENERS;
    }

    fn token(&mut self, kind: Kind, len: usize, starts_line: bool) -> Option<Token> {
        let start = self.at;
        self.at = (start + len).min(self.bytes.len());
        Some(Token { kind, start, end: self.at, starts_line })
    }

    fn open(&mut self, inside: Inside, len: usize, starts_line: bool) -> Option<Token> {
        self.inside.push(inside);
        self.before = Before::Operator;
        self.token(Kind::Open, len, starts_line)
    }

    /// A closing bracket. One that closes something further out closes all in between, except that a parenthesis never
    /// closes a brace: a brace is the stronger sign of where the author is. `None` if there is nothing to close.
    fn close(&mut self, matches: impl Fn(Inside) -> bool, through_braces: bool) -> bool {
        let stop = |inside: Inside| !through_braces && matches!(inside, Inside::Brace | Inside::Hole);
        let mut found = None;
        for (depth, &inside) in self.inside.iter().enumerate().rev() {
            if matches(inside) {
                found = Some(depth);
                break;
            }
            if stop(inside) {
                break;
            }
        }
        self.doubt |= found.is_none_or(|depth| depth + 1 != self.inside.len());
        found.map(|depth| self.inside.truncate(depth)).is_some()
    }

    fn in_jsx_children(&mut self) -> Option<Token> {
        self.skip_jsx_text();
        match (self.byte(self.at), self.byte(self.at + 1)) {
            (0, _) if self.at >= self.bytes.len() => None,
            (b'<', b'/') => {
                self.inside.pop();
                self.before = Before::Operand;
                let rest = &self.bytes[self.at..];
                let len = rest.iter().position(|&byte| byte == b'>').map_or(rest.len(), |at| at + 1);
                self.token(Kind::Close, len, false)
            }
            (b'<', _) => self.open(Inside::Tag, 1, false),
            _ => self.open(Inside::Brace, 1, false),
        }
    }

    fn in_jsx_tag(&mut self, starts_line: bool) -> Option<Token> {
        match self.byte(self.at) {
            b'>' => {
                self.inside.pop();
                self.inside.push(Inside::Children);
                self.token(Kind::Punct, 1, starts_line)
            }
            b'/' if self.byte(self.at + 1) == b'>' => {
                self.inside.pop();
                self.before = Before::Operand;
                self.token(Kind::Close, 2, starts_line)
            }
            b'{' => self.open(Inside::Brace, 1, starts_line),
            quote @ (b'"' | b'\'') => {
                let rest = &self.bytes[self.at + 1..];
                let len = rest.iter().position(|&byte| byte == quote).map_or(rest.len(), |at| at + 1);
                self.token(Kind::Literal, len + 1, starts_line)
            }
            byte if is_word(byte) => {
                let len = self.word_len();
                self.token(Kind::Word, len, starts_line)
            }
            _ => self.token(Kind::Punct, 1, starts_line),
        }
    }

    fn word_len(&self) -> usize {
        let rest = &self.bytes[self.at..];
        rest.iter().position(|&byte| !is_word(byte)).unwrap_or(rest.len())
    }

    /// Whether the `<` here starts a JSX element rather than a comparison or type parameters.
    fn starts_element(&mut self) -> bool {
        let next = self.byte(self.at + 1);
        if !self.jsx || !(next == b'>' || next.is_ascii_alphabetic() || next == b'_' || next == b'$' || next >= 0x80) {
            return false;
        }
        match self.before {
            Before::Operand => false,
            Before::Either => {
                self.doubt = true;
                false
            }
            Before::Operator => {
                let name = &self.bytes[self.at + 1..];
                let name = &name[name.iter().position(|&byte| !is_word(byte)).unwrap_or(name.len())..];
                let rest = name.trim_ascii_start();
                // `<T,>(x: T) => …` and `<T extends object>(x: T) => …`
                !(rest.starts_with(b",") || rest.starts_with(b"extends ") || rest.starts_with(b"extends\n"))
            }
        }
    }

    fn punct(&mut self, starts_line: bool) -> Option<Token> {
        let (byte, next) = (self.byte(self.at), self.byte(self.at + 1));
        let len = match (byte, next) {
            (b'=', b'>') => 2,
            (b'=' | b'!' | b'<' | b'>', b'=') => {
                1 + self.bytes[self.at + 1..].iter().take_while(|&&b| b == b'=').count()
            }
            (b'&', b'&') | (b'|', b'|') | (b'?', b'?') | (b'*', b'*') | (b'+', b'+') | (b'-', b'-') => 2,
            // `a?.5:b` is a conditional.
            (b'?', b'.') if !self.byte(self.at + 2).is_ascii_digit() => 2,
            _ => 1,
        };
        self.after_dot = byte == b'.' || (byte == b'?' && next == b'.' && len == 2);
        let may_end_operand = matches!((byte, len), (b'+' | b'-', 2) | (b'!', 1)) && self.before != Before::Operator;
        self.before = if may_end_operand { Before::Either } else { Before::Operator };
        self.token(Kind::Punct, len, starts_line)
    }

    fn in_code(&mut self, starts_line: bool) -> Option<Token> {
        let byte = self.byte(self.at);
        if is_word(byte) {
            let len = self.number_or_word_len();
            let token = self.token(if byte.is_ascii_digit() { Kind::Literal } else { Kind::Word }, len, starts_line)?;
            let operator = !self.after_dot && expects_operand(self.text(token));
            self.before = if operator { Before::Operator } else { Before::Operand };
            self.after_dot = false;
            return Some(token);
        }
        match byte {
            b'(' => self.open(Inside::Paren, 1, starts_line),
            b'[' => self.open(Inside::Bracket, 1, starts_line),
            b'{' => self.open(Inside::Brace, 1, starts_line),
            b')' => self.closed(|inside| inside == Inside::Paren, false, starts_line),
            b']' => self.closed(|inside| inside == Inside::Bracket, false, starts_line),
            b'}' if self.closes_hole() => self.template(true, starts_line),
            b'}' => self.closed(|inside| inside == Inside::Brace, true, starts_line),
            b'"' | b'\'' => self.string(byte, starts_line),
            b'`' => self.template(false, starts_line),
            b'/' => self.slash(starts_line),
            b'<' if self.starts_element() => self.open(Inside::Tag, 1, starts_line),
            _ => self.punct(starts_line),
        }
    }

    /// Whether a `}` here ends the hole of a template; then that hole is left.
    fn closes_hole(&mut self) -> bool {
        let innermost = self.inside.iter().rposition(|inside| matches!(inside, Inside::Brace | Inside::Hole));
        let Some(depth) = innermost.filter(|&depth| self.inside.get(depth) == Some(&Inside::Hole)) else {
            return false;
        };
        self.doubt |= depth + 1 != self.inside.len();
        self.inside.truncate(depth);
        true
    }

    fn closed(&mut self, matches: impl Fn(Inside) -> bool, through: bool, starts_line: bool) -> Option<Token> {
        self.close(matches, through);
        let either = self.byte(self.at) != b']';
        self.before = if either { Before::Either } else { Before::Operand };
        self.token(Kind::Close, 1, starts_line)
    }

    fn number_or_word_len(&self) -> usize {
        if !self.byte(self.at).is_ascii_digit() {
            return self.word_len();
        }
        let rest = &self.bytes[self.at..];
        let mut len = 0;
        while rest.get(len).is_some_and(|&byte| is_word(byte) || byte == b'.') {
            // `1..toString()`, `[0...a]`: two dots never belong to one number.
            if rest[len] == b'.'
                && (rest.get(len + 1) == Some(&b'.') || !rest.get(len + 1).is_some_and(u8::is_ascii_digit))
            {
                break;
            }
            len += 1;
        }
        len
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.inside.last() == Some(&Inside::Children) {
            return self.in_jsx_children();
        }
        let starts_line = self.skip_trivia() | std::mem::take(&mut self.line_break);
        if self.at >= self.bytes.len() {
            self.doubt |= !self.inside.is_empty() || self.endless.is_some();
            return None;
        }
        if self.inside.last() == Some(&Inside::Tag) { self.in_jsx_tag(starts_line) } else { self.in_code(starts_line) }
    }
}

/// Bytes of identifiers, keywords and numbers. Every non-ASCII byte counts: letters and, harmlessly, exotic spaces.
fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}

const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        table[at] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\') || byte >= 0x80;
        at += 1;
    }
    table
};

/// Words after which an operand follows, so that `/` starts a regular expression and `<` an element.
fn expects_operand(word: &[u8]) -> bool {
    // No longer one, and none with capitals: most words end here.
    if word.len() > 10 || !word.first().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    matches!(
        word,
        b"return"
            | b"typeof"
            | b"case"
            | b"in"
            | b"of"
            | b"instanceof"
            | b"void"
            | b"delete"
            | b"throw"
            | b"new"
            | b"do"
            | b"else"
            | b"yield"
            | b"await"
            | b"default"
            | b"extends"
            | b"as"
            | b"satisfies"
    )
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|&byte| byte == b'\n' || byte == b'\r').map_or(bytes.len(), |len| from + len)
}
