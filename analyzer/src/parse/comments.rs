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
        let comments = self.before(text, position).iter();
        let texts = comments.filter_map(|span| text.get(span.start as usize..span.end as usize));
        let lines = texts.flat_map(|comment| {
            let inner = comment.strip_prefix("//").unwrap_or_else(|| {
                let open = comment.strip_prefix("/*").unwrap_or(comment);
                open.strip_suffix("*/").unwrap_or(open)
            });
            inner.lines().map(|line| line.trim().trim_start_matches('*').trim_start())
        });
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    }

    /// The comments that tell Portcullis something.
    pub(crate) fn directives(&self, text: &str) -> Vec<Directive> {
        self.spans.iter().filter_map(|&span| self.directive(text, span)).collect()
    }

    fn directive(&self, text: &str, span: Span) -> Option<Directive> {
        let comment = text.get(span.start as usize..span.end as usize)?;
        let inner = comment.get(Directive::MARKER as usize..)?;
        let inner = if comment.starts_with("/*") { inner.strip_suffix("*/").unwrap_or(inner) } else { inner };
        let begins = inner.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
        begins.starts_with("portcullis-").then(|| Directive {
            span,
            text: inner.to_owned(),
            line: lines_around(text, span),
            next_line: self.next_line_of_code(text, span),
        })
    }

    /// The first line below a comment that holds something other than white space and comments.
    fn next_line_of_code(&self, text: &str, comment: Span) -> Option<Span> {
        let mut position = lines_around(text, comment).end;
        loop {
            let rest = text.get(position as usize..)?;
            position += (rest.len() - rest.trim_start().len()) as u32;
            match self.spans.binary_search_by_key(&position, |span| span.start) {
                Ok(index) => position = self.spans.get(index)?.end,
                Err(_) if position as usize == text.len() => return None,
                Err(_) => return Some(lines_around(text, Span::new(position, position))),
            }
        }
    }
}

/// The lines a span lies on, from the start of the first to the end of the last, the last line break excluded.
fn lines_around(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).unwrap_or("");
    let behind = text.get(span.end as usize..).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |line_break| line_break + 1);
    let end = span.end as usize + behind.find(['\n', '\r']).unwrap_or(behind.len());
    Span::new(start as u32, end as u32)
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
