//! How much of a file the analyzer is willing to take on, measured on its bytes before it is parsed.
//!
//! In: text and [`Limits`]. Out: the stack that parsing, walking and dropping its tree may need, or the [`Problem`] that
//! the file is beyond a limit. swc recurses wherever the grammar does, and a stack overflow ends the process, so the
//! measure must never be too small; it may well be too large, because stacks are virtual memory and cost what they touch.

use super::scan::{Kind, Scanner, Token};
use crate::module::Problem;
use crate::source::SourceFile;

/// Bounds on one file. Beyond one of them the file is not analysed, and a [`Problem`] says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Brackets, template holes, JSX elements, type arguments, arrows and unbraced `if`/loop bodies inside each other. 1,000: the
    /// deepest hand-written code has about 60, minified bundles about 200; swc's resolver takes quadratic time beyond.
    pub nesting: u32,
    /// Operators, member accesses, calls and `else` in one statement, which swc turns into a tree as deep as the chain is
    /// long: `a && b && …`, `.b().b()`, `else if`. 250,000, because generated code has thousands.
    pub chain: u32,
    /// Bytes of text. 64 MiB.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { nesting: 1_000, chain: 250_000, bytes: 64 << 20 }
    }
}

/// Type assertions and conditional arrows inside each other, for each of which swc parses what is inside twice: 2^16 times
/// the innermost text is a second. No `Limits` field: nobody has a reason to raise it.
const BACKTRACKING: u32 = 16;

/// Stack for one level of [`Limits::nesting`]. Measured: 6.2 KiB for a class expression with a method, 5.6 KiB for an arrow with a default
/// object, 1.5 to 5 KiB for everything else; unoptimised 54, 34, and 6 to 31 KiB. The rest is for our own walks.
const LEVEL: usize = if cfg!(debug_assertions) { 96 << 10 } else { 12 << 10 };

/// Stack for one link of [`Limits::chain`]. Measured: 0.1 to 0.7 KiB; unoptimised 0.6 to 2.8 KiB.
const LINK: usize = if cfg!(debug_assertions) { 6 << 10 } else { 2 << 10 };

/// Stack that shallow code needs.
const BASE: usize = if cfg!(debug_assertions) { 512 << 10 } else { 128 << 10 };

/// Half of what threads have by default; the other half is the caller's.
const ANY_THREAD: usize = 1 << 20;

/// Address space that every 64-bit system gives to one thread.
const LARGEST: usize = 1 << 30;

/// A stack that is large enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stack(usize);

impl Stack {
    /// Whether the current thread will do, whichever it is.
    pub(super) fn fits_anywhere(self) -> bool {
        self.0 <= ANY_THREAD
    }

    /// The stack to take: leaving parts of a text out may make what is left a little deeper.
    pub(super) fn with_headroom(self) -> Self {
        if self.fits_anywhere() { Stack(ANY_THREAD) } else { Stack(self.0.saturating_mul(2).max(8 * ANY_THREAD)) }
    }

    /// Whether it is no larger than `other`.
    pub(super) fn fits(self, other: Stack) -> bool {
        self.0 <= other.0
    }

    /// Its size.
    pub(super) fn bytes(self) -> usize {
        self.0
    }
}

/// Whether files of this name are read as JSX.
pub(super) fn may_hold_jsx(path: &str) -> bool {
    !matches!(path.rsplit('.').next(), Some("ts" | "mts" | "cts"))
}

/// The stack for a file, or why it is not analysed.
pub(super) fn demand(source: &SourceFile, limits: &Limits) -> Result<Stack, Problem> {
    demand_of(source, &source.text, limits)
}

/// The same for a text of the same length as the file's.
pub(super) fn demand_of(source: &SourceFile, text: &str, limits: &Limits) -> Result<Stack, Problem> {
    if text.len() > limits.bytes {
        let message = format!("{} bytes; the limit is {}", thousands(text.len()), thousands(limits.bytes));
        return Err(super::whole_file(source, 0, message));
    }
    let mut measure = Measure::new(Scanner::new(text, may_hold_jsx(&source.path)));
    measure.run();
    let exceeded = [
        (measure.nesting, limits.nesting, "levels of nesting"),
        (measure.chain, limits.chain, "operators and calls in one statement"),
        (measure.backtracking, BACKTRACKING, "conditional arrows or type assertions inside each other"),
    ];
    for (peak, limit, what) in exceeded {
        if peak.value > limit {
            let line = source.position(peak.at as u32).line + 1;
            let (value, limit) = (thousands(peak.value as usize), thousands(limit as usize));
            let message = format!("{value} {what} at line {line}; the limit is {limit}");
            return Err(super::whole_file(source, peak.at as u32, message));
        }
    }
    Ok(measure.stack())
}

/// The largest value of a count, and where it was reached.
#[derive(Debug, Clone, Copy, Default)]
struct Peak {
    value: u32,
    at: usize,
}

impl Peak {
    fn see(&mut self, value: u32, at: usize) {
        if value > self.value {
            *self = Peak { value, at };
        }
    }
}

/// What one statement, or one element of a list, has added so far.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// Added to the nesting by arrows, `if`, loops, labels and `<`.
    heavy: u32,
    /// Of those, `<` without their `>`: perhaps type arguments, whose commas end nothing.
    angles: u32,
    /// Added to the chain.
    links: u32,
    /// Added to the backtracking.
    backtracking: u32,
    /// A `? (` occurred: what follows may be an arrow's parameters or an operand, and swc tries both.
    conditional: bool,
    /// A `<` where an operand is due: an assertion or a generic arrow.
    assertion: bool,
    /// Only labels so far.
    labels_only: bool,
    /// The parentheses behind `if`, `for`, `while`, `with`.
    head: bool,
}

impl Level {
    fn fresh() -> Self {
        Level { labels_only: true, ..Level::default() }
    }
}

/// Follows the path from the outermost to the innermost construct.
struct Measure<'a> {
    scanner: Scanner<'a>,
    levels: Vec<Level>,
    /// Sums over `levels`, brackets included.
    now: [u32; 3],
    nesting: Peak,
    chain: Peak,
    backtracking: Peak,
    /// The parenthesis closed last belongs to an `if` or loop: its body follows.
    closed_head: bool,
}

impl<'a> Measure<'a> {
    fn new(scanner: Scanner<'a>) -> Self {
        let (nesting, chain, backtracking) = Default::default();
        Measure { scanner, levels: vec![Level::fresh()], now: [0; 3], nesting, chain, backtracking, closed_head: false }
    }

    fn run(&mut self) {
        let mut before: Option<Token> = None;
        while let Some(token) = self.scanner.next() {
            self.step(before, token);
            self.nesting.see(self.now[0], token.start);
            self.chain.see(self.now[1], token.start);
            self.backtracking.see(self.now[2], token.start);
            before = Some(token);
        }
    }

    fn stack(&self) -> Stack {
        let sure = BASE + self.nesting.value as usize * LEVEL + self.chain.value as usize * LINK;
        // A wrong guess may have hidden brackets, but no more than there are.
        let doubtful =
            if self.scanner.doubt { BASE.saturating_add(self.scanner.openers().saturating_mul(LEVEL)) } else { 0 };
        Stack(sure.max(doubtful.min(LARGEST)))
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::fresh());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Adds to the current level and to the sums.
    fn add(&mut self, heavy: u32, links: u32, backtracking: u32) {
        let level = self.level();
        level.heavy += heavy;
        level.links += links;
        level.backtracking += backtracking;
        self.now = [self.now[0] + heavy, self.now[1] + links, self.now[2] + backtracking];
    }

    /// Takes what a level added off the sums.
    fn forget(&mut self, level: Level) {
        self.now[0] = self.now[0].saturating_sub(level.heavy);
        self.now[1] = self.now[1].saturating_sub(level.links);
        self.now[2] = self.now[2].saturating_sub(level.backtracking);
    }

    /// A statement or list element ends: what follows is no deeper for it.
    fn restart(&mut self) {
        let fresh = Level { head: self.level().head, ..Level::fresh() };
        let old = std::mem::replace(self.level(), fresh);
        self.forget(old);
    }

    fn step(&mut self, before: Option<Token>, token: Token) {
        let last = before.map_or(&b""[..], |before| self.scanner.text(before));
        let text = self.scanner.text(token);
        if let Some(before) = before
            && starts_statement(before, last, token, text, self.closed_head)
        {
            self.restart();
        }
        match token.kind {
            Kind::Open => self.open(before, last, text),
            Kind::Close => self.close(),
            Kind::Reopen => self.restart(),
            Kind::Literal => {}
            Kind::Word => self.word(last, text),
            Kind::Punct => self.punct(before, text),
        }
        let level = self.level();
        level.labels_only &= matches!(token.kind, Kind::Word) || text == b":" || text == b";";
    }

    fn open(&mut self, before: Option<Token>, last: &[u8], text: &[u8]) {
        let is_call = before.is_some_and(|before| ends_operand(before, last));
        self.add(0, u32::from(is_call), 0);
        let level = self.level();
        level.conditional |= text == b"(" && last == b"?";
        let backtracking = u32::from(level.assertion);
        self.levels.push(Level { head: text == b"(" && opens_head(last), ..Level::fresh() });
        self.add(0, 0, backtracking);
        self.now[0] += 1;
    }

    fn close(&mut self) {
        if self.levels.len() > 1
            && let Some(level) = self.levels.pop()
        {
            self.forget(level);
            self.closed_head = level.head;
            self.now[0] = self.now[0].saturating_sub(1);
        }
    }

    fn word(&mut self, last: &[u8], text: &[u8]) {
        match text {
            // swc reads `else if` in a loop; its tree is as deep as the chain all the same.
            b"if" if last == b"else" => self.add(0, 1, 0),
            b"if" | b"for" | b"while" | b"do" | b"with" if last != b"." => self.add(1, 0, 0),
            b"typeof" | b"void" | b"delete" | b"await" | b"yield" | b"new" | b"keyof" | b"infer" | b"unique"
            | b"readonly" | b"else" | b"as" | b"satisfies" | b"in" | b"instanceof" | b"extends" | b"asserts"
            | b"is" | b"abstract" | b"async" | b"function" | b"class" | b"import" => self.add(0, 1, 0),
            _ => {}
        }
    }

    fn punct(&mut self, before: Option<Token>, text: &[u8]) {
        match text {
            b";" => {}
            b"," if self.level().angles == 0 => self.restart(),
            b"," => {}
            b"=>" => {
                let backtracking = u32::from(self.level().conditional);
                self.add(1, 0, backtracking);
            }
            b"<" => {
                // Behind a `>` it may be the next assertion of several.
                let after_operand = before.is_some_and(|before| {
                    let last = self.scanner.text(before);
                    last != b">" && ends_operand(before, last)
                });
                // An assertion nests what follows; type arguments only what is in them.
                self.add(if after_operand { 1 } else { 2 }, 1, 0);
                let level = self.level();
                level.angles += 1;
                level.assertion |= !after_operand;
            }
            b">" if self.level().angles > 0 => {
                self.now[0] = self.now[0].saturating_sub(1);
                let level = self.level();
                level.angles -= 1;
                level.heavy = level.heavy.saturating_sub(1);
            }
            b"&&" | b"||" | b"==" | b"===" | b"!=" | b"!==" => self.no_type_arguments(),
            b":" if self.level().labels_only => self.add(1, 0, 0),
            _ => self.add(0, 1, 0),
        }
    }

    /// An operator that types do not have: every `<` so far was a comparison.
    fn no_type_arguments(&mut self) {
        let angles = std::mem::take(&mut self.level().angles);
        let level = self.level();
        level.heavy = level.heavy.saturating_sub(angles);
        self.now[0] = self.now[0].saturating_sub(angles);
        self.add(0, 1, 0);
    }
}

/// Whether a token can end an operand, so that a bracket behind it calls or indexes.
fn ends_operand(token: Token, text: &[u8]) -> bool {
    match token.kind {
        Kind::Word | Kind::Literal | Kind::Close => true,
        Kind::Punct => matches!(text, b"!" | b"?." | b">" | b"++" | b"--"),
        Kind::Open | Kind::Reopen => false,
    }
}

/// Whether parentheses behind this word hold the head of a statement whose body follows.
pub(super) fn opens_head(word: &[u8]) -> bool {
    matches!(word, b"if" | b"for" | b"while" | b"with" | b"await")
}

/// Whether a statement certainly starts at `token`. Wrongly `true` would make the measure too small.
pub(super) fn starts_statement(before: Token, last: &[u8], token: Token, text: &[u8], closed_head: bool) -> bool {
    if last == b";" {
        return text != b"else";
    }
    if token.kind != Kind::Word {
        return false;
    }
    if last == b":" {
        return matches!(text, b"case" | b"default");
    }
    let after_brace = before.kind == Kind::Close && last == b"}";
    if !after_brace && !token.starts_line {
        return false;
    }
    // `if (a)` and a line break come before a nested statement.
    let after_bracket = before.kind == Kind::Close && !(last == b")" && closed_head);
    let after_operand =
        before.kind == Kind::Literal || after_bracket || (before.kind == Kind::Word && !is_prefix(last));
    let continues = matches!(
        text,
        b"else"
            | b"catch"
            | b"finally"
            | b"while"
            | b"as"
            | b"satisfies"
            | b"in"
            | b"of"
            | b"instanceof"
            | b"extends"
            | b"implements"
            | b"is"
            | b"from"
    );
    (after_brace || after_operand) && !continues
}

/// Words that a line break may follow inside a statement.
fn is_prefix(word: &[u8]) -> bool {
    matches!(
        word,
        b"else"
            | b"do"
            | b"typeof"
            | b"void"
            | b"delete"
            | b"await"
            | b"new"
            | b"keyof"
            | b"infer"
            | b"unique"
            | b"readonly"
            | b"in"
            | b"of"
            | b"instanceof"
            | b"as"
            | b"satisfies"
            | b"extends"
            | b"case"
            | b"yield"
            | b"is"
            | b"asserts"
            | b"abstract"
            | b"async"
            | b"function"
            | b"class"
            | b"import"
            | b"if"
            | b"for"
            | b"while"
            | b"with"
    )
}

/// `20,000`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        demand(&SourceFile::new("a.ts", text), &Limits::default())
            .map_or_else(|problem| problem.message, |_| String::new())
    }

    #[test]
    fn what_is_beyond_a_limit() {
        let parentheses = format!("a;\nb = {}", "(".repeat(20_000));
        assert_eq!(refusal(&parentheses), "20,000 levels of nesting at line 2; the limit is 1,000");
        assert!(
            refusal(&"a.b".repeat(300_000))
                .ends_with("operators and calls in one statement at line 1; the limit is 250,000")
        );
        let limits = Limits { bytes: 3, ..Limits::default() };
        let refused = demand(&SourceFile::new("a.ts", "abcd"), &limits).map_err(|problem| problem.message);
        assert_eq!(refused, Err("4 bytes; the limit is 3".to_owned()));
    }

    #[test]
    fn ordinary_code_needs_no_thread_of_its_own() {
        let source = SourceFile::new("a.ts", include_str!("sample.ts"));
        let stack = demand(&source, &Limits::default()).unwrap();
        assert!(stack.fits_anywhere() || cfg!(debug_assertions), "{stack:?}");
    }
}
