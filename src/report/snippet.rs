//! Code with labels under it. miette draws the lines; what it is given is an excerpt, so that long files, long lines and control
//! characters cost neither time nor the layout.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use portcullis_analyzer::{SourceFile, Span};
use portcullis_lints::Severity;

use crate::place::{Place, place};
use crate::terminal::{Look, is_unsafe};

/// A stretch of code with a remark.
#[derive(Debug, Clone)]
pub struct Mark {
    pub span: Span,
    pub text: String,
    /// The place the finding is reported at.
    pub primary: bool,
}

/// A remark on more lines than this is drawn at the first one only.
const MOST_LINES: u32 = 6;
/// Lines this close together are drawn without a break.
const CLOSE: u32 = 2;
/// A line longer than this is cut.
const WIDEST: usize = 160;
/// What stays of a cut line to either side of a remark, in characters.
const AROUND: usize = 40;

/// Draws the marked lines, framed, headed by the path and the place of the primary mark.
pub fn draw(file: &SourceFile, marks: &[Mark], severity: Severity, look: Look) -> String {
    let mut located: Vec<Located> = marks.iter().map(|mark| Located::new(file, mark)).collect();
    located.sort_by_key(|mark| (mark.place.start.offset, mark.place.end.offset));
    let groups = group(located);
    let characters = if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let width = groups.last().map_or(1, |group| group.last.to_string().len());
    let margin = " ".repeat(width + 2);

    let primary = marks.iter().find(|mark| mark.primary).or(marks.first());
    let start = place(file, primary.map_or(Span::default(), |mark| mark.span)).start;
    let path = crate::terminal::printable(&file.path);
    let (corner, line) = (characters.ltop, characters.hbar);
    let mut drawing = format!("{margin}{corner}{line}[{path}:{}:{}]\n", start.line, start.column);
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            drawing.push_str(&format!("{margin}{}\n", if look.unicode { "…" } else { "..." }));
        }
        let padding = " ".repeat(width - group.last.to_string().len());
        for line in group.draw(file, severity, look, &characters).lines() {
            drawing.push_str(format!("{padding}{line}").trim_end());
            drawing.push('\n');
        }
    }
    drawing.push_str(&format!("{margin}{}{}\n", characters.lbot, characters.hbar.to_string().repeat(4)));
    drawing
}

/// A mark on the lines it will be drawn on.
#[derive(Debug)]
struct Located {
    place: Place,
    text: String,
    primary: bool,
}

impl Located {
    fn new(file: &SourceFile, mark: &Mark) -> Self {
        let mut place = place(file, mark.span);
        let lines = place.end.line - place.start.line;
        // A mark that ends with a line break, or is too long, ends with the text of a line.
        let last = if lines > MOST_LINES {
            place.start.line
        } else {
            place.end.line - u32::from(lines > 0 && place.end.column == 1)
        };
        if last != place.end.line {
            let text = file.line_text(last - 1);
            let units = text.encode_utf16().count() as u32;
            place.end.line = last;
            place.end.column = units + 1;
            place.end.offset = file.offset_at(last - 1, units);
        }
        Located { place, text: mark.text.clone(), primary: mark.primary }
    }
}

/// Marks that are drawn together, on consecutive lines.
#[derive(Debug)]
struct Group {
    first: u32,
    last: u32,
    marks: Vec<Located>,
}

fn group(marks: Vec<Located>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for mark in marks {
        let (first, last) = (mark.place.start.line, mark.place.end.line);
        match groups.last_mut() {
            Some(group) if first <= group.last + CLOSE => {
                group.last = group.last.max(last);
                group.add(mark);
            }
            _ => groups.push(Group { first, last, marks: vec![mark] }),
        }
    }
    groups
}

impl Group {
    /// Adds a mark so that no two on one line overlap, which could not be drawn: equal ones are joined, and of one that lies inside
    /// another the outer one is cut back.
    fn add(&mut self, mut mark: Located) {
        if let Some(last) = self.marks.last_mut() {
            let (start, end) = (last.place.start, last.place.end);
            let one_line = start.line == mark.place.end.line && end.line == start.line;
            if one_line && start == mark.place.start && end == mark.place.end {
                last.text = format!("{}; {}", last.text, mark.text);
                last.primary |= mark.primary;
                return;
            }
            if one_line && start == mark.place.start {
                mark.place.start = end;
            } else if one_line && end > mark.place.start {
                last.place.end = mark.place.start;
            }
        }
        self.marks.push(mark);
    }

    fn draw(&self, file: &SourceFile, severity: Severity, look: Look, characters: &ThemeCharacters) -> String {
        let excerpt = Excerpt::cut(file, self, look);
        let base = if look.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let loud = match severity {
            Severity::Error => base.error,
            Severity::Warning => base.warning,
            Severity::Note => base.help,
        };
        let quiet = base.highlights.first().copied().unwrap_or(base.link);
        let styles = self.marks.iter().map(|mark| if mark.primary { loud } else { quiet }).collect();
        let theme =
            GraphicalTheme { characters: characters.clone(), styles: ThemeStyles { highlights: styles, ..base } };
        let handler = GraphicalReportHandler::new_themed(theme).with_context_lines(0).without_syntax_highlighting();
        let mut drawing = String::new();
        if handler.render_report(&mut drawing, &excerpt).is_err() {
            return String::new();
        }
        // Around the code stand an empty message and the frame, which is drawn once for all groups.
        let lines: Vec<&str> = drawing.lines().collect();
        lines.get(2..lines.len().saturating_sub(1)).unwrap_or_default().join("\n")
    }
}

/// The lines of a group as they are drawn.
#[derive(Debug)]
struct Excerpt {
    text: String,
    first_line: usize,
    labels: Vec<LabeledSpan>,
}

impl Excerpt {
    fn cut(file: &SourceFile, group: &Group, look: Look) -> Self {
        let mut cutter =
            Cutter { text: String::new(), kept: Vec::new(), gap: if look.unicode { "…" } else { "..." } };
        for line in group.first..=group.last {
            let start = file.offset_at(line - 1, 0) as usize;
            let ends = group.marks.iter().flat_map(|mark| [mark.place.start, mark.place.end]);
            let points = ends.filter(|point| point.line == line).map(|point| point.offset as usize - start).collect();
            cutter.line(file.line_text(line - 1), start, points);
        }
        let labels = group.marks.iter().map(|mark| {
            let start = cutter.offset(mark.place.start.offset as usize);
            let end = cutter.offset(mark.place.end.offset as usize).max(start);
            LabeledSpan::new(Some(crate::terminal::printable(&mark.text)), start, end - start)
        });
        let labels = labels.collect();
        Excerpt { text: cutter.text, first_line: group.first as usize - 1, labels }
    }
}

/// Copies lines into an excerpt and remembers where each character went.
struct Cutter {
    text: String,
    /// The offset of each kept character in the file, and in the excerpt.
    kept: Vec<(usize, usize)>,
    gap: &'static str,
}

impl Cutter {
    /// Copies a line; of a long one what lies around the given points.
    fn line(&mut self, line: &str, start: usize, mut points: Vec<usize>) {
        if points.is_empty() {
            points.push(0);
        }
        // Counting stops early: the line may be megabytes long.
        let whole = line.chars().nth(WIDEST).is_none();
        let near = |point: usize| {
            if whole {
                return 0..line.len();
            }
            let point = line.floor_char_boundary(point);
            let back = line[..point].char_indices().rev().nth(AROUND - 1).map_or(0, |(index, _)| index);
            let on = line[point..].char_indices().nth(AROUND).map_or(line.len(), |(index, _)| point + index);
            back..on
        };
        points.sort_unstable();
        let mut reached = 0;
        for piece in points.into_iter().map(near) {
            if piece.start > reached {
                self.text.push_str(self.gap);
            }
            let from = piece.start.max(reached);
            for (index, character) in line.get(from..piece.end).unwrap_or_default().char_indices() {
                self.kept.push((start + from + index, self.text.len()));
                self.text.push(if is_unsafe(character) && character != '\t' { '\u{fffd}' } else { character });
            }
            reached = piece.end.max(reached);
        }
        self.kept.push((start + reached, self.text.len()));
        if reached < line.len() {
            self.text.push_str(self.gap);
        }
        self.text.push('\n');
    }

    /// Where a character of the file is in the excerpt; for one that was cut, the next one kept.
    fn offset(&self, offset: usize) -> usize {
        let index = self.kept.partition_point(|(original, _)| *original < offset);
        self.kept.get(index).or(self.kept.last()).map_or(0, |(_, copy)| *copy)
    }
}

impl SourceCode for Excerpt {
    /// Always the whole excerpt: it is what shall be seen.
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let span = (0, self.text.len()).into();
        let lines = self.text.matches('\n').count();
        Ok(Box::new(MietteSpanContents::new(self.text.as_bytes(), span, self.first_line, 0, lines)))
    }
}

impl Diagnostic for Excerpt {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Excerpt {}

#[cfg(test)]
mod tests {
    use portcullis_analyzer::{SourceFile, Span};
    use portcullis_lints::Severity;

    use super::{Mark, draw};
    use crate::terminal::Look;

    const PLAIN: Look = Look { colour: false, unicode: true };

    /// Draws a text whose marked stretches stand between `«` and `»`, the last of them the primary one.
    fn drawn(marked: &str) -> String {
        let (mut text, mut open, mut marks) = (String::new(), Vec::new(), Vec::new());
        for character in marked.chars() {
            let at = text.len() as u32;
            match character {
                '«' => open.push(at),
                '»' => {
                    let span = Span { start: open.pop().unwrap_or_default(), end: at };
                    marks.push(Mark { span, text: format!("mark {}", marks.len() + 1), primary: false });
                }
                other => text.push(other),
            }
        }
        if let Some(last) = marks.last_mut() {
            last.primary = true;
        }
        draw(&SourceFile::new("a.ts", text), &marks, Severity::Warning, PLAIN)
    }

    #[test]
    fn draws_several_marks_of_one_line_and_far_lines() {
        let expected = "
    ╭─[a.ts:12:1]
  1 │ if (a && b) x();
    ·     ┬    ┬
    ·     │    ╰── mark 2
    ·     ╰── mark 1
    …
 12 │ return
    · ───┬──
    ·    ╰── mark 3
    ╰────
";
        assert_eq!(drawn(&format!("if («a» && «b») x();{}«return»\n", "\n".repeat(11))), expected[1..]);
    }

    #[test]
    fn counts_tabs_and_wide_characters_as_the_terminal_does() {
        let expected = "
   ╭─[a.ts:1:7]
 1 │     é 漢字 x = 1
   ·            ┬
   ·            ╰── mark 1
   ╰────
";
        assert_eq!(drawn("\té 漢字 «x» = 1\r\n"), expected[1..]);
    }

    #[test]
    fn draws_marks_of_several_lines_and_marks_inside_marks() {
        let expected = "
   ╭─[a.ts:1:2]
 1 │ ╭─▶ f(
 2 │ │     a && b
   · │     ──┬──┬
   · │       │  ╰── mark 1
   · │       ╰── mark 2
 3 │ ├─▶ )
   · ╰──── mark 3
   ╰────
";
        assert_eq!(drawn("f«(\n  «a && «b»»\n)»"), expected[1..]);
    }

    #[test]
    fn survives_odd_places() {
        for text in
            ["«»", "", "a«»", "«\n»", "«\n\n»", "\n\n«»\n", "«\r\n»x", "«a\n\n\n\n\n\n\n\n\nb»", "«é\u{1b}[31m»"]
        {
            let drawing = drawn(text);
            assert!(drawing.contains("[a.ts:"), "{text:?}: {drawing}");
            assert!(!drawing.contains('\u{1b}'), "{text:?}: {drawing}");
        }
    }

    #[test]
    fn survives_any_text_and_any_marks() {
        let pieces =
            ["a", "é", "😀", "\t", "\n", "\r", "\r\n", " ", "\u{200d}", "\u{301}", "漢", "\u{feff}", "\u{2028}"];
        // A linear congruential generator: the same texts on every run.
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for _ in 0..3_000 {
            let text: String = (0..next(60)).map(|_| pieces[next(pieces.len())]).collect();
            let marks: Vec<Mark> = (0..=next(5))
                .map(|number| {
                    let (start, end) = (next(text.len() + 3) as u32, next(text.len() + 3) as u32);
                    Mark {
                        span: Span { start: start.min(end), end: start.max(end) },
                        text: "mark".into(),
                        primary: number == 0,
                    }
                })
                .collect();
            let drawing = draw(&SourceFile::new("a.ts", text.as_str()), &marks, Severity::Error, PLAIN);
            assert!(drawing.contains("mark"), "{text:?} {marks:?} {drawing}");
        }
    }

    #[test]
    fn cuts_long_lines_around_the_marks() {
        let long = "x".repeat(100_000);
        let drawing = drawn(&format!("{long}«é»{long}«b»{long}"));
        assert!(drawing.lines().all(|line| line.chars().count() < 250), "{drawing}");
        let x = "x".repeat(40);
        assert!(drawing.contains(&format!("│ …{x}é{x}…{x}b{x}…\n")), "{drawing}");
    }
}
