//! The comments of a file, in source order, and the ones that stand directly before a place.

use swc_common::comments::SingleThreadedComments;

use crate::module::Directive;
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

    /// The comments that tell Portcullis something. Takes time in proportion to the text, however they are arranged.
    pub(crate) fn directives(&self, text: &str) -> Vec<Directive> {
        let spans: Vec<Span> = self.spans.iter().copied().filter(|span| is_directive(text, *span)).collect();
        if spans.is_empty() {
            return Vec::new();
        }
        let lines = Lines::of(text);
        let behind = self.code_behind(text);
        // Comments on one line share the line below.
        let mut known: (u32, Option<Span>) = (u32::MAX, None);
        let directive = |span| {
            let line = lines.around(span);
            if known.0 != line.end {
                known =
                    (line.end, self.code_from(text, line.end, &behind).map(|code| lines.around(Span::new(code, code))));
            }
            Directive { span, text: inner(text, span).to_owned(), line, next_line: known.1 }
        };
        spans.into_iter().map(directive).collect()
    }

    /// For each comment where the first code behind it starts.
    fn code_behind(&self, text: &str) -> Vec<Option<u32>> {
        // From the last one: what follows a comment that follows is known then.
        let mut behind = vec![None; self.spans.len()];
        for (index, span) in self.spans.iter().enumerate().rev() {
            let code = self.code_from(text, span.end, &behind);
            if let Some(slot) = behind.get_mut(index) {
                *slot = code;
            }
        }
        behind
    }

    /// The first place from `position` on with neither white space nor a comment.
    fn code_from(&self, text: &str, position: u32, behind: &[Option<u32>]) -> Option<u32> {
        let rest = text.get(position as usize..)?.trim_start();
        let start = (text.len() - rest.len()) as u32;
        match self.spans.binary_search_by_key(&start, |span| span.start) {
            Ok(comment) => behind.get(comment).copied().flatten(),
            Err(_) => (!rest.is_empty()).then_some(start),
        }
    }
}

/// Whether a comment tells Portcullis something.
fn is_directive(text: &str, span: Span) -> bool {
    inner(text, span).trim_start_matches(|c: char| c.is_whitespace() || c == '*').starts_with("portcullis-")
}

/// A comment without its markers.
fn inner(text: &str, span: Span) -> &str {
    let comment = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let inner = comment.get(Directive::MARKER as usize..).unwrap_or("");
    if comment.starts_with("/*") { inner.strip_suffix("*/").unwrap_or(inner) } else { inner }
}

/// Where the line breaks are.
struct Lines(Vec<u32>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'\n' | b'\r'));
        let mut breaks: Vec<u32> = breaks.map(|(index, _)| index as u32).collect();
        breaks.push(text.len() as u32);
        Lines(breaks)
    }

    /// The lines a span lies on, from the start of the first to the end of the last, the last line break excluded.
    fn around(&self, span: Span) -> Span {
        let Lines(breaks) = self;
        let before = breaks.partition_point(|&line_break| line_break < span.start).checked_sub(1);
        let start = before.and_then(|index| breaks.get(index)).map_or(0, |line_break| line_break + 1);
        let end = breaks.get(breaks.partition_point(|&line_break| line_break < span.end));
        Span::new(start, end.copied().unwrap_or(span.end))
    }
}

/// Comments without their markers, lines joined by line feeds. What is told to Portcullis says nothing about the code.
fn plain(text: &str, comments: &[Span]) -> String {
    let lines = comments.iter().filter(|span| !is_directive(text, **span)).flat_map(|span| inner(text, *span).lines());
    let lines = lines.map(|line| line.trim().trim_start_matches('*').trim_start());
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
        assert_eq!(
            before("// one\n// portcullis-disable-file a -- b\n// two\nfunction f() {}", "function"),
            "one\ntwo"
        );
    }
    #[test]
    fn directives_know_their_lines() {
        let text = "é(); // portcullis-a 😀\r\n\r\n/* more\n */ // and more\r\n  go('// portcullis-no');\r\n/** portcullis-b\n */";
        let source = SourceFile::new("a.ts", text);
        with_parsed(&source, &Limits::default(), |parsed| {
            let directives = parsed.comments.directives(&source.text);
            let [first, second] = &directives[..] else { panic!("{directives:?}") };
            assert_eq!(first.text, " portcullis-a 😀");
            assert_eq!(source.slice(first.line), "é(); // portcullis-a 😀");
            assert_eq!(first.next_line.map(|line| source.slice(line)), Some("  go('// portcullis-no');"));
            assert_eq!((second.text.as_str(), second.next_line), ("* portcullis-b\n ", None));
            assert_eq!(source.slice(second.line), "/** portcullis-b\n */");
        });
    }

    #[test]
    fn directives_in_markup() {
        let text = "const a = <p>{/* portcullis-a */}\n  // portcullis-no\n  {x /* portcullis-b */}</p>;\n";
        let source = SourceFile::new("a.tsx", text);
        with_parsed(&source, &Limits::default(), |parsed| {
            let texts = parsed.comments.directives(&source.text).into_iter().map(|directive| directive.text);
            assert_eq!(texts.collect::<Vec<_>>(), [" portcullis-a ", " portcullis-b "]);
        });
    }
}
