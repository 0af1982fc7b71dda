//! Tokens whose text is not code: strings, templates, regular expressions.

use super::{Before, Inside, Kind, Scanner, Token, is_word};

impl Scanner<'_> {
    pub(super) fn string(&mut self, quote: u8, starts_line: bool) -> Option<Token> {
        let mut at = self.at + 1;
        loop {
            match self.byte(at) {
                b'\\' => at += if self.bytes[at..].starts_with(b"\\\r\n") { 3 } else { 2 },
                byte if byte == quote => break at += 1,
                b'\n' | b'\r' => {
                    self.doubt = true;
                    break;
                }
                _ if at >= self.bytes.len() => break,
                _ => at += 1,
            }
        }
        self.before = Before::Operand;
        self.token(Kind::Literal, at - self.at, starts_line)
    }

    /// The text of a template from a backtick or from the brace that ends a hole, up to the next hole or the end.
    pub(super) fn template(&mut self, reopen: bool, starts_line: bool) -> Option<Token> {
        let start = self.at;
        let mut at = start + 1;
        let cut = self.cut.filter(|&cut| cut == start);
        loop {
            match self.byte(at) {
                b'\\' => at += 2,
                b'`' => {
                    at += 1;
                    break;
                }
                b'$' if self.byte(at + 1) == b'{' => {
                    self.inside.push(Inside::Hole);
                    self.before = Before::Operator;
                    let kind = if reopen { Kind::Reopen } else { Kind::Open };
                    return self.token(kind, at + 2 - start, starts_line);
                }
                b'\n' | b'\r' if cut.is_some() => break,
                _ if at >= self.bytes.len() => {
                    self.endless.get_or_insert(start);
                    self.doubt = true;
                    break;
                }
                _ => at += 1,
            }
        }
        self.before = Before::Operand;
        self.token(if reopen { Kind::Close } else { Kind::Literal }, at - start, starts_line)
    }

    /// The length of a regular expression that starts here, if its line holds the end of one.
    fn regex_len(&self) -> Option<usize> {
        let mut at = self.at + 1;
        let mut in_class = false;
        loop {
            match *self.bytes.get(at)? {
                b'\n' | b'\r' => return None,
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                _ => {}
            }
            at += 1;
        }
        at += 1;
        let flags = self.bytes.get(at..)?;
        Some(at - self.at + flags.iter().position(|&byte| !is_word(byte)).unwrap_or(flags.len()))
    }

    pub(super) fn slash(&mut self, starts_line: bool) -> Option<Token> {
        let regex = if self.before == Before::Operand { None } else { self.regex_len() };
        if let Some(len) = regex {
            let body = &self.bytes[self.at..self.at + len];
            if self.before == Before::Operator {
                self.before = Before::Operand;
                return self.token(Kind::Literal, len, starts_line);
            }
            self.doubt |= body.iter().any(|byte| b"()[]{}'\"`<".contains(byte));
        }
        self.before = Before::Operator;
        self.token(Kind::Punct, 1, starts_line)
    }
}
