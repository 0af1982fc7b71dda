//! How a regular expression is bounded.
//!
//! In comes the text of a pattern, out come its two ends, for each alternative of the top level: `^a|b$` has no end on the left and no beginning on the
//! right. This is the only place that knows the parser of regular expressions.

use oxc_allocator::Allocator;
use oxc_regular_expression::ast::{
    Alternative, BoundaryAssertionKind, CharacterClass, CharacterClassContents, CharacterClassEscapeKind, Disjunction,
    LookAroundAssertionKind, Term,
};
use oxc_regular_expression::{LiteralParser, Options};

/// How one end of a match is held, from the tightest to the loosest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// The text ends there.
    Anchored,
    /// What stands there ends a part of a path, a host, a line: `/`, `.`, a space.
    Bounded,
    /// A word ends there, but `-` and `.` may follow.
    Word,
    /// Anything may follow.
    Open,
}

/// What is asked of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) start: Edge,
    pub(super) end: Edge,
    /// An alternative that is open on a side on which another one is anchored: `^a|b$`.
    pub(super) is_mixed: bool,
    /// A dot between letters stands for any character: `example.com`.
    pub(super) has_bare_dot: bool,
    /// It names something: two letters or digits in a row.
    pub(super) names: bool,
    /// It asks for characters that join or redirect the commands of a shell.
    pub(super) asks_operators: bool,
}

/// What stands in front of a part of a path, a host or an address.
const BEFORE: &[char] = &['/', '\\', '.', '@', ':', ' ', '=', '_', '-', ','];

/// What stands behind one.
const BEHIND: &[char] = &['/', '\\', '.', '@', ':', ' ', '?', '#', '=', '_', '-', ','];

/// Characters that join or redirect the commands of a shell.
const OPERATORS: &[char] = &[';', '&', '|', '<', '>', '`', '$'];

/// Whether a character in front of a match ends what comes before it.
pub(super) fn bounds_before(character: char) -> bool {
    BEFORE.contains(&character)
}

/// Whether a character at the end of a match ends it.
pub(super) fn bounds_behind(character: char) -> bool {
    BEHIND.contains(&character)
}

/// Patterns that are longer, or nest deeper, are not read.
const LONGEST: usize = 4096;
const DEEPEST: usize = 64;

/// Reads a pattern; nothing where it is none.
pub(super) fn shape(pattern: &str, flags: &str) -> Option<Shape> {
    let brackets = pattern.bytes().filter(|byte| matches!(byte, b'(' | b'[')).count();
    if pattern.len() > LONGEST || brackets > DEEPEST {
        return None;
    }
    let allocator = Allocator::default();
    let parsed = LiteralParser::new(&allocator, pattern, Some(flags), Options::default()).parse().ok()?;
    let sides = |side: Side| -> Vec<Edge> { parsed.body.body.iter().map(|one| side.edge(one)).collect() };
    let (starts, ends) = (sides(Side::Start), sides(Side::End));
    let loosest = |edges: &[Edge]| edges.iter().copied().max().unwrap_or(Edge::Open);
    let mixed = |edges: &[Edge]| edges.contains(&Edge::Anchored) && loosest(edges) == Edge::Open;
    let mut contents = Contents::default();
    contents.disjunction(&parsed.body);
    Some(Shape {
        start: loosest(&starts),
        end: loosest(&ends),
        is_mixed: mixed(&starts) || mixed(&ends),
        has_bare_dot: contents.has_bare_dot,
        names: contents.names,
        asks_operators: contents.asks_operators,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

impl Side {
    fn edge(self, alternative: &Alternative<'_>) -> Edge {
        let terms: Vec<&Term<'_>> = match self {
            Side::Start => alternative.body.iter().collect(),
            Side::End => alternative.body.iter().rev().collect(),
        };
        self.edge_of(&terms)
    }

    /// The edge of terms, the outermost first.
    fn edge_of(self, terms: &[&Term<'_>]) -> Edge {
        let Some((first, rest)) = terms.split_first() else { return Edge::Open };
        match first {
            Term::Quantifier(repeated) if is_anything(&repeated.body) => self.edge_of(rest),
            Term::Quantifier(repeated) if repeated.min == 0 => self.edge_of(&[&repeated.body]).max(self.edge_of(rest)),
            Term::Quantifier(repeated) => self.edge_of(&[&repeated.body]),
            Term::CapturingGroup(group) => self.edge_of_group(&group.body, rest),
            Term::IgnoreGroup(group) => self.edge_of_group(&group.body, rest),
            other => self.edge_of_one(other),
        }
    }

    /// The loosest alternative of a group; one that takes nothing is as loose as what stands before the group.
    fn edge_of_group(self, body: &Disjunction<'_>, rest: &[&Term<'_>]) -> Edge {
        let edges = body.body.iter().map(|one| if one.body.is_empty() { self.edge_of(rest) } else { self.edge(one) });
        edges.max().unwrap_or(Edge::Open)
    }

    fn edge_of_one(self, term: &Term<'_>) -> Edge {
        match term {
            Term::BoundaryAssertion(assertion) => match (self, assertion.kind) {
                (Side::Start, BoundaryAssertionKind::Start) | (Side::End, BoundaryAssertionKind::End) => Edge::Anchored,
                (_, BoundaryAssertionKind::Boundary) => Edge::Word,
                _ => Edge::Open,
            },
            Term::LookAroundAssertion(assertion) => match assertion.kind {
                LookAroundAssertionKind::Lookahead if self == Side::End => {
                    assertion.body.body.iter().map(|one| self.first_of(one)).max().unwrap_or(Edge::Open)
                }
                LookAroundAssertionKind::NegativeLookahead if self == Side::End => Edge::Bounded,
                LookAroundAssertionKind::Lookbehind | LookAroundAssertionKind::NegativeLookbehind
                    if self == Side::Start =>
                {
                    Edge::Bounded
                }
                _ => Edge::Open,
            },
            Term::Character(character) => self.edge_of_character(character.value),
            Term::CharacterClassEscape(escape) => match escape.kind {
                CharacterClassEscapeKind::S | CharacterClassEscapeKind::NegativeW => Edge::Bounded,
                _ => Edge::Open,
            },
            Term::CharacterClass(class) if !class.negative => self.edge_of_class(class),
            _ => Edge::Open,
        }
    }

    /// What a look ahead asks for first.
    fn first_of(self, alternative: &Alternative<'_>) -> Edge {
        alternative.body.first().map_or(Edge::Open, |first| self.edge_of_one(first))
    }

    fn edge_of_character(self, value: u32) -> Edge {
        let bounds = match self {
            Side::Start => bounds_before,
            Side::End => bounds_behind,
        };
        if char::from_u32(value).is_some_and(bounds) { Edge::Bounded } else { Edge::Open }
    }

    fn edge_of_class(self, class: &CharacterClass<'_>) -> Edge {
        let edges = class.body.iter().map(|one| match one {
            CharacterClassContents::Character(character)
                if matches!(char::from_u32(character.value), Some('"' | '\'')) =>
            {
                Edge::Bounded
            }
            CharacterClassContents::Character(character) => self.edge_of_character(character.value),
            CharacterClassContents::CharacterClassEscape(escape)
                if matches!(escape.kind, CharacterClassEscapeKind::S | CharacterClassEscapeKind::NegativeW) =>
            {
                Edge::Bounded
            }
            _ => Edge::Open,
        });
        edges.max().unwrap_or(Edge::Open)
    }
}

/// `.`, and classes of whatever: repeated at an end, they leave it as it is.
fn is_anything(term: &Term<'_>) -> bool {
    match term {
        Term::Dot(_) => true,
        Term::CharacterClass(class) => {
            let escapes =
                class.body.iter().filter(|one| matches!(one, CharacterClassContents::CharacterClassEscape(_)));
            !class.negative && class.body.len() == 2 && escapes.count() == 2
        }
        _ => false,
    }
}

/// What stands in a pattern, wherever.
#[derive(Default)]
struct Contents {
    has_bare_dot: bool,
    names: bool,
    asks_operators: bool,
}

impl Contents {
    fn disjunction(&mut self, body: &Disjunction<'_>) {
        for alternative in &body.body {
            let letter = |term: Option<&Term<'_>>| match term {
                Some(Term::Character(one)) => char::from_u32(one.value).is_some_and(char::is_alphanumeric),
                _ => false,
            };
            for (at, term) in alternative.body.iter().enumerate() {
                let next = letter(alternative.body.get(at + 1));
                let previous = at.checked_sub(1).is_some_and(|before| letter(alternative.body.get(before)));
                self.names |= letter(Some(term)) && next;
                self.has_bare_dot |= matches!(term, Term::Dot(_)) && previous && next;
                self.term(term);
            }
        }
    }

    fn term(&mut self, term: &Term<'_>) {
        match term {
            Term::Quantifier(repeated) => self.term(&repeated.body),
            Term::CapturingGroup(group) => self.disjunction(&group.body),
            Term::IgnoreGroup(group) => self.disjunction(&group.body),
            Term::Character(character) => self.operator(character.value),
            Term::CharacterClass(class) if !class.negative => {
                for one in &class.body {
                    if let CharacterClassContents::Character(character) = one {
                        self.operator(character.value);
                    }
                }
            }
            _ => {}
        }
    }

    fn operator(&mut self, value: u32) {
        self.asks_operators |= char::from_u32(value).is_some_and(|one| OPERATORS.contains(&one));
    }
}

#[cfg(test)]
mod tests {
    use super::{Edge, shape};

    fn edges(pattern: &str) -> (Edge, Edge) {
        let shape = shape(pattern, "").unwrap();
        (shape.start, shape.end)
    }

    #[test]
    fn anchors_hold_each_alternative() {
        assert_eq!(edges("^a$"), (Edge::Anchored, Edge::Anchored));
        assert_eq!(edges("^(a|b)$"), (Edge::Anchored, Edge::Anchored));
        assert_eq!(edges("^a|b$"), (Edge::Open, Edge::Open));
        assert_eq!(edges("(^a|^b)$"), (Edge::Anchored, Edge::Anchored));
        assert_eq!(edges("https://a"), (Edge::Open, Edge::Open));
        assert!(shape("^a|b$", "").unwrap().is_mixed);
        assert!(!shape("a|b", "").unwrap().is_mixed);
    }

    #[test]
    fn separators_bound() {
        assert_eq!(edges("^/public/"), (Edge::Anchored, Edge::Bounded));
        assert_eq!(edges("^/public/.*"), (Edge::Anchored, Edge::Bounded));
        assert_eq!(edges("^/public(/|$)"), (Edge::Anchored, Edge::Bounded));
        assert_eq!(edges("^/public(?:/.*)?"), (Edge::Anchored, Edge::Open));
        assert_eq!(edges("^/public(?=/|$)"), (Edge::Anchored, Edge::Bounded));
        assert_eq!(edges("^/public/?"), (Edge::Anchored, Edge::Open));
        assert_eq!(edges("^git\\b"), (Edge::Anchored, Edge::Word));
        assert_eq!(edges("^git(?:[\\s\"]|$)"), (Edge::Anchored, Edge::Bounded));
        assert_eq!(edges("\\.example\\.com$"), (Edge::Bounded, Edge::Anchored));
        assert_eq!(edges("(^|\\.)example\\.com$"), (Edge::Bounded, Edge::Anchored));
    }

    #[test]
    fn a_dot_between_letters_is_any_character() {
        assert!(shape("^www.example.com$", "").unwrap().has_bare_dot);
        assert!(!shape("^www\\.example\\.com$", "").unwrap().has_bare_dot);
        assert!(!shape("^a.*b$", "").unwrap().has_bare_dot);
    }

    #[test]
    fn what_is_no_pattern_says_nothing() {
        assert_eq!(shape("(", ""), None);
        assert_eq!(shape("a", "?"), None);
    }
}
