//! Which files can hold a permission check or an entry at all: a scan of the bytes, before parsing.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use portcullis_analyzer::Settings;
use portcullis_analyzer::frameworks::{entry_marks, marks};

/// Words, or beginnings of words, one of which stands in every file with a check that can be recognised. A check is recognised by its
/// name, its types, what it tests, and what it returns or throws; so each of those words must be found by one of these, in any
/// spelling of upper and lower case. Too many entries cost time, a missing one costs findings.
const ANYWHERE: &[&str] = &[
    // what is decided
    "allow permi authoriz authoris forbid deny denied denies denial unauth reject grant approv consent confirm refus decision",
    "behavior eligib entitle capabilit privilege confidential",
    // who or what decides
    "access guard policy policies rbac abac gatekeep middleware canactivate protect enforce firewall whitelist blacklist denylist",
    "blocklist safelist sandbox ratelimit throttle",
    // who asks
    "role admin owner member moderator superuser principal tenant session credential anonymous loggedin signedin authenticat",
    "currentuser req.user ctx.user isauth requireauth impersonat",
    // in which state
    "trust block banned isban restrict suspend revoke scope verify verified verifies secure issafe unsafe locked expired",
    "ispublic is_public .public isprivate is_private .private isreadonly",
    // how it is answered
    "401 403 next( assert 'ask' \"ask\"",
];

/// How a route is registered; what else makes an entry is a mark of its framework.
const ROUTES: &[&str] = &[
    ".get('/", ".post('/", ".put('/", ".patch('/", ".delete('/", ".all('/", ".get(\"/", ".post(\"/", ".put(\"/",
    ".patch(\"/", ".delete(\"/", ".all(\"/",
];

/// Beginnings of names that ask a question, when a capital letter or `_` follows and no letter stands before: `canEdit`, `may_read`.
/// `is` and `has` alone would let in nearly every file; what makes their names permission words stands in [`ANYWHERE`].
const PREFIXES: &[&str] = &["can", "may", "must", "require", "ensure"];

/// Short words that other words contain (`oracle`, `urban`): only when they stand alone inside a name.
const WHOLE: &[&str] = &["acl", "ban", "sudo"];

/// The automaton that finds the words, and what its patterns are.
struct Scanner {
    words: AhoCorasick,
    /// Patterns below this number count anywhere.
    anywhere: usize,
    /// And from there those below this number as a prefix.
    prefixes: usize,
}

/// Built once.
static SCANNER: LazyLock<Option<Scanner>> = LazyLock::new(|| {
    let marks: Vec<String> = marks().into_iter().chain(entry_marks()).collect();
    let mut words: Vec<&str> = ANYWHERE.iter().flat_map(|line| line.split(' ')).collect();
    words.extend(marks.iter().map(String::as_str));
    words.extend(ROUTES);
    let anywhere = words.len();
    words.extend(PREFIXES);
    let prefixes = words.len();
    words.extend(WHOLE);
    let builder = AhoCorasickBuilder::new().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words);
    builder.ok().map(|words| Scanner { words, anywhere, prefixes })
});

/// The words that make a file worth reading in one project: its own guards, the types of its own decisions, and the marks of its frameworks.
#[derive(Debug, Default)]
pub struct OwnWords(Option<AhoCorasick>);

impl OwnWords {
    /// The words of a configuration.
    pub fn of(settings: &Settings) -> Self {
        let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
        let guards = settings.guards.iter().map(|guard| last(&guard.name));
        let types = settings.decisions.keys().map(|name| last(name));
        let frameworks = settings.frameworks.iter();
        let frameworks = frameworks.flat_map(|framework| framework.marks().into_iter().chain(framework.entry_marks()));
        let words: Vec<String> = guards.chain(types).chain(frameworks).filter(|word| !word.is_empty()).collect();
        OwnWords(if words.is_empty() { None } else { AhoCorasick::new(words).ok() })
    }

    /// Whether one of them is there.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        self.0.as_ref().is_some_and(|words| words.is_match(bytes))
    }
}

/// Whether the bytes hold a permission word. Says yes when in doubt.
pub fn holds_permission_word(bytes: &[u8]) -> bool {
    let Some(scanner) = &*SCANNER else { return true };
    scanner.words.find_overlapping_iter(bytes).any(|found| {
        let after = bytes.get(found.end()).copied().unwrap_or(b' ');
        match found.pattern().as_usize() {
            number if number < scanner.anywhere => true,
            number if number < scanner.prefixes => {
                begins_part(bytes, found.start()) && (after.is_ascii_uppercase() || after == b'_')
            }
            _ => begins_part(bytes, found.start()) && !after.is_ascii_lowercase(),
        }
    })
}

/// Whether a word begins here: `canEdit`, `_can_edit`, `userCanEdit`, but not `scan`.
fn begins_part(bytes: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).map(|index| bytes[index]);
    before.is_none_or(|byte| {
        !byte.is_ascii_alphabetic() || (byte.is_ascii_lowercase() && bytes[start].is_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::holds_permission_word;

    #[test]
    fn finds_words_in_any_spelling() {
        for text in [
            "canEdit(",
            "can_edit",
            "userCanEdit",
            "CAN_EDIT",
            "isADMIN",
            "status(403)",
            "PermissionDenied",
            "mayRead",
            "acl.may",
            "user.acl",
            "'use server';",
            "import express from 'express';",
            "router.post('/pins', create)",
            "@Controller('pins')",
            "list.query(async () => [])",
            "import { z } from \"hono/zod\"",
            "class RunTool extends BaseTool<'run'> {",
        ] {
            assert!(holds_permission_word(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn leaves_other_words_alone() {
        for text in [
            "canvas.draw()",
            "cancel()",
            "const x = 1;",
            "",
            "oracle",
            "maybe(1)",
            "scanner",
            "urban",
            "require('a')",
            "seen.get(key)",
            "import Link from 'next/link'",
            "<Tooltip />",
            "cache.delete(id)",
        ] {
            assert!(!holds_permission_word(text.as_bytes()), "{text}");
        }
    }
}
