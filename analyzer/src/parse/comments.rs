//! The comments of a file, in source order, and the ones that stand directly before a place.

use swc_common::comments::SingleThreadedComments;

use crate::source::Span;

/// Every comment of a file by its span (markers included), in source order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Comments {
    spans: Vec<Span>,
}

impl Comments {
    /// What swc collected. It reads some places twice, and keeps the comments there twice.
    pub(super) fn from_swc(comments: &SingleThreadedComments) -> Self {
        let (leading, trailing) = comments.borrow_all();
        let all = leading.values().chain(trailing.values()).flatten();
        let mut spans: Vec<Span> = all.filter_map(|comment| super::span(comment.span)).collect();
        spans.sort_unstable();
        spans.dedup();
        Comments { spans }
    }

    /// The comments that end directly before `position`: a block comment, or line comments on lines that follow each
    /// other. Only white space may lie between them and `position`.
    pub(crate) fn before(&self, text: &str, position: u32) -> &[Span] {
        let end = self.spans.partition_point(|span| span.end <= position);
        let mut first = end;
        let mut next_start = position;
        while let Some(&span) = first.checked_sub(1).and_then(|previous| self.spans.get(previous)) {
            let Some(gap) = text.get(span.end as usize..next_start as usize) else { break };
            let is_line = text.get(span.start as usize..).is_some_and(|text| text.starts_with("//"));
            let joins = first == end || (is_line && gap.bytes().filter(|&byte| byte == b'\n').count() <= 1);
            let belongs_to_code_before = gap.contains(['\n', '\r']) && !starts_its_line(text, span);
            if !joins || belongs_to_code_before || !gap.trim().is_empty() {
                break;
            }
            first -= 1;
            next_start = span.start;
            if !is_line {
                break;
            }
        }
        self.spans.get(first..end).unwrap_or(&[])
    }

    /// The text of [`Comments::before`] without comment markers, lines joined by line feeds; empty when there is none.
    pub(crate) fn text_before(&self, text: &str, position: u32) -> String {
        plain(text, self.before(text, position))
    }

    /// The text of every comment inside a span, as [`Comments::text_before`] gives it.
    pub(crate) fn text_within(&self, text: &str, span: Span) -> String {
        let first = self.spans.partition_point(|comment| comment.start < span.start);
        let behind = self.spans.partition_point(|comment| comment.end <= span.end);
        plain(text, self.spans.get(first..behind).unwrap_or(&[]))
    }
}

/// Comments without their markers, lines joined by line feeds.
fn plain(text: &str, comments: &[Span]) -> String {
    let texts = comments.iter().filter_map(|span| text.get(span.start as usize..span.end as usize));
    let lines = texts.flat_map(|comment| {
        let inner = comment.strip_prefix("//").unwrap_or_else(|| {
            let open = comment.strip_prefix("/*").unwrap_or(comment);
            open.strip_suffix("*/").unwrap_or(open)
        });
        inner.lines().map(|line| line.trim().trim_start_matches('*').trim_start())
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Whether only white space stands before it on its line.
fn starts_its_line(text: &str, comment: Span) -> bool {
    let before = text.get(..comment.start as usize).unwrap_or("");
    before.rsplit(['\n', '\r']).next().is_none_or(|line| line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::parse::{Limits, with_parsed};
    use crate::source::SourceFile;

    fn before(text: &str, what: &str) -> String {
        let source = SourceFile::new("a.ts", text);
        let position = text.find(what).unwrap() as u32;
        with_parsed(&source, &Limits::default(), |parsed| parsed.comments.text_before(&source.text, position))
    }

    #[test]
    fn directly_before() {
        assert_eq!(
            before("/** Whether it may.\n *  @param a b */\nfunction f() {}", "function"),
            "Whether it may.\n@param a b"
        );
        assert_eq!(before("// old\n\n// one\n// two\nfunction f() {}", "function"), "one\ntwo");
        assert_eq!(before("const a = 1; // one\nfunction f() {}", "function"), "");
        assert_eq!(before("// one\nconst a = 1;\nfunction f() {}", "function"), "");
        assert_eq!(before("// one\r\n// two\r\nfunction f() {}", "function"), "one\ntwo");
        assert_eq!(before("use(/* one */ function f() {})", "function"), "one");
        assert_eq!(before("function f() {}", "function"), "");
    }
}
