//! swc's error kinds in plain words.

use swc_ecma_parser::error::SyntaxError;

/// What is wrong, lower-case, without a final dot.
pub(super) fn plain(error: &SyntaxError) -> String {
    match error {
        SyntaxError::Eof => "the file ends in the middle of this".to_owned(),
        SyntaxError::TS1109 => "an expression is missing".to_owned(),
        SyntaxError::TS1003 | SyntaxError::ExpectedIdent => "a name is missing".to_owned(),
        SyntaxError::TS1005 | SyntaxError::ExpectedSemi | SyntaxError::ExpectedSemiForExprStmt { .. } => {
            "the statement should end here".to_owned()
        }
        SyntaxError::TS1110 => "a type is missing".to_owned(),
        SyntaxError::TS1185 => "a merge conflict marker".to_owned(),
        SyntaxError::UnterminatedStrLit => "this string has no end".to_owned(),
        SyntaxError::UnterminatedTpl => "this template literal has no end".to_owned(),
        SyntaxError::UnterminatedRegExp => "this regular expression has no end".to_owned(),
        SyntaxError::UnterminatedBlockComment => "this comment has no end".to_owned(),
        SyntaxError::UnterminatedJSXContents => "this jsx element has no end".to_owned(),
        SyntaxError::Expected(token, got) => format!("expected `{}`, found {}", token.trim_matches('\''), found(got)),
        SyntaxError::Unexpected { got, .. } => format!("did not expect {}", found(got)),
        SyntaxError::UnexpectedChar { c } => format!("did not expect the character {c:?}"),
        SyntaxError::WithLabel { inner, .. } => plain(inner.kind()),
        other => lower_first(other.msg().trim_end_matches('.')),
    }
}

/// Whether swc, having got over the error, has a placeholder in the tree. All others are rules about code that it could
/// read: a `return` at the top level, a duplicate label.
pub(super) fn leaves_a_gap(error: &SyntaxError) -> bool {
    matches!(
        error,
        SyntaxError::Eof
            | SyntaxError::TS1003
            | SyntaxError::TS1005
            | SyntaxError::TS1109
            | SyntaxError::TS1110
            | SyntaxError::Expected(..)
            | SyntaxError::Unexpected { .. }
            | SyntaxError::ExpectedIdent
            | SyntaxError::ExpectedSemi
            | SyntaxError::UnexpectedChar { .. }
            | SyntaxError::UnterminatedStrLit
            | SyntaxError::UnterminatedTpl
            | SyntaxError::UnterminatedRegExp
            | SyntaxError::UnterminatedBlockComment
            | SyntaxError::UnterminatedJSXContents
    )
}

/// A token as swc names it.
fn found(token: &str) -> String {
    match token {
        "<eof>" | "eof" => "the end of the file".to_owned(),
        token => format!("`{}`", token.trim_matches('\'')),
    }
}

fn lower_first(text: &str) -> String {
    let line = text.lines().next().unwrap_or(text);
    let mut characters = line.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
