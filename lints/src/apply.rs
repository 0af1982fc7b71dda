//! Making repairs: text and fixes in, text out.

use crate::finding::{Edit, Fix};

/// A text in which repairs were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub text: String,
    /// For each fix, in their order, whether it was made. One that meets an earlier one has to wait until the text was looked at again.
    pub made: Vec<bool>,
}

/// Makes each fix, the first by position first, that meets no other one.
pub fn apply(text: &str, fixes: &[&Fix]) -> Applied {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|&index| fixes.get(index).map(|fix| extent(fix)));
    let mut made = vec![false; fixes.len()];
    let mut edits: Vec<&Edit> = Vec::new();
    let mut end = None;
    for index in order {
        let (Some(fix), Some(made)) = (fixes.get(index), made.get_mut(index)) else { continue };
        let (first, last) = extent(fix);
        if !fix.edits.is_empty() && end.is_none_or(|end| end < first) && last as usize <= text.len() {
            edits.extend(&fix.edits);
            (end, *made) = (Some(last), true);
        }
    }
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        changed.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        changed.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    Applied { text: changed, made }
}

/// From the first to the last byte that a fix touches.
fn extent(fix: &Fix) -> (u32, u32) {
    let start = fix.edits.iter().map(|edit| edit.span.start).min().unwrap_or_default();
    (start, fix.edits.iter().map(|edit| edit.span.end).max().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use portcullis_analyzer::Span;

    use super::apply;
    use crate::finding::{Edit, Fix};

    fn fix(edits: &[(u32, u32, &str)]) -> Fix {
        let edit = |(start, end, text): &(u32, u32, &str)| Edit {
            span: Span::new(*start, *end),
            replacement: (*text).to_owned(),
        };
        Fix::safe("", edits.iter().map(edit).collect())
    }

    #[test]
    fn the_first_by_position_wins() {
        let (around, inside, behind) = (fix(&[(0, 0, "("), (3, 3, ")")]), fix(&[(1, 2, "")]), fix(&[(4, 5, "Ü")]));
        let applied = apply("abc d!", &[&behind, &inside, &around]);
        assert_eq!((applied.text.as_str(), applied.made), ("(abc) Ü!", vec![true, false, true]));
        assert_eq!(apply("abc", &[&fix(&[(2, 9, "")])]).text, "abc", "an edit behind the end is none");
    }
}
