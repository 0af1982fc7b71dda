//! What the terminal can show: colour, line drawing, width; and text that can do it no harm.

use std::fmt::Write;
use std::io::IsTerminal;

use crate::args::ColourWhen;

/// How to draw on one output.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub colour: bool,
    pub unicode: bool,
}

/// The colours in use.
#[derive(Debug, Clone, Copy)]
pub enum Ink {
    Bold,
    Red,
    Yellow,
    Blue,
    Cyan,
    Green,
    Dim,
}

impl Look {
    /// For standard output.
    pub fn of_stdout(when: ColourWhen) -> Self {
        let unicode = draws_lines(supports_unicode::Stream::Stdout);
        Look { colour: wants_colour(when, std::io::stdout().is_terminal()), unicode }
    }

    /// For standard error.
    pub fn of_stderr(when: ColourWhen) -> Self {
        let unicode = draws_lines(supports_unicode::Stream::Stderr);
        Look { colour: wants_colour(when, std::io::stderr().is_terminal()), unicode }
    }

    /// For a file: colour only if it was asked for by name.
    pub fn of_file(when: ColourWhen) -> Self {
        Look { colour: when == ColourWhen::Always, ..Look::of_stdout(when) }
    }

    /// The text in a colour.
    pub fn paint(self, ink: Ink, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Bold => "1",
            Ink::Red => "1;31",
            Ink::Yellow => "1;33",
            Ink::Blue => "1;34",
            Ink::Cyan => "36",
            Ink::Green => "32",
            Ink::Dim => "2",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// The flag decides; without it NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then whether a terminal listens.
fn wants_colour(when: ColourWhen, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| set(name) && std::env::var_os(name).is_some_and(|value| value != "0" && value != "false");
    match when {
        ColourWhen::Always => true,
        ColourWhen::Never => false,
        ColourWhen::Auto if set("NO_COLOR") => false,
        ColourWhen::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        ColourWhen::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Whether line drawing is shown as such: neither the terminal nor a locale that was set says otherwise.
fn draws_lines(stream: supports_unicode::Stream) -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(std::env::var_os).find(|value| !value.is_empty());
    let is_utf8 = |locale: std::ffi::OsString| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    };
    supports_unicode::on(stream) && (cfg!(windows) || locale.is_none_or(is_utf8))
}

/// The text with control characters written out: source code must not be able to move the reader's cursor or recolour the report.
pub fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => clean.push(character),
            other if is_unsafe(other) => {
                let _ = write!(clean, "\\u{{{:x}}}", u32::from(other));
            }
            other => clean.push(other),
        }
    }
    clean
}

/// Control characters, and the marks that reorder text on screen ("trojan source").
pub fn is_unsafe(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `1 file`, `2 files`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
