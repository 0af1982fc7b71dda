//! Parsing around syntax errors.

use swc_common::Mark;
use swc_common::Spanned;
use swc_common::comments::SingleThreadedComments;

use super::{Comments, Parsed, message, run_swc, span, syntax};
use crate::module::Problem;
use crate::source::{SourceFile, Span};

pub(super) fn parse_around_errors(source: &SourceFile) -> Parsed {
    let comments = SingleThreadedComments::default();
    match run_swc(&source.text, syntax(&source.path), &comments) {
        Ok(items) => {
            Parsed { items, comments: Comments::from_swc(comments), unresolved: Mark::new(), problems: Vec::new() }
        }
        Err(error) => {
            let end = source.text.len() as u32;
            let at = span(error.span()).unwrap_or(Span::new(0, 0));
            Parsed::nothing(Problem {
                span: Span::new(0, end),
                at,
                message: message::plain(error.kind()),
                whole_file: true,
            })
        }
    }
}
