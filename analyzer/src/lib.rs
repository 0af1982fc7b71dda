//! Stand-in for the analysis: reads functions by their text, knows two kinds of exit.

pub mod cfg;
pub mod constant;
pub mod decide;
pub mod module;
pub mod source;

pub use decide::{Check, CheckKind, Confidence, Decision, DecisionTable, DefaultDecision, Encoding, Polarity, Row};
pub use module::{FunctionId, Module, Problem};
pub use source::{DecodeError, SourceFile, Span};

/// How much work one file may cost.
#[derive(Debug, Clone, Default)]
pub struct Limits {}

/// One analysed file.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    pub module: Module,
    pub checks: Vec<Check>,
}

fn span(start: usize, end: usize) -> Span {
    Span { start: start as u32, end: end as u32 }
}

/// Stand-in: every `function NAME` whose body ends at the next line that starts with `}`.
pub fn analyze(file: &SourceFile, _limits: &Limits) -> Analysis {
    let text = &file.text;
    let mut analysis = Analysis::default();
    if text.contains("PANIC_FOR_A_TEST") {
        panic!("asked to");
    }
    if let Some(at) = text.find("]]]") {
        analysis.module.problems.push(Problem {
            span: span(at, at + 3),
            at: span(at, at + 1),
            message: "unexpected `]`".into(),
            whole_file: false,
        });
    }
    for depth in ["(", "&&"] {
        if text.matches(depth).count() > 15_000 {
            let message = "nested too deeply".into();
            analysis.module.problems.push(Problem {
                span: span(0, text.len()),
                at: span(0, 1),
                message,
                whole_file: true,
            });
            return analysis;
        }
    }
    for (at, _) in text.match_indices("function ") {
        let end = text[at..].find("\n}").map_or(text.len(), |length| at + length + 2);
        let name = text[at + 9..].split('(').next().unwrap_or_default().to_owned();
        let mut rows = Vec::new();
        for (give, decision) in [("return false;", Decision::Deny), ("return true;", Decision::Allow)] {
            let Some(exit) = text[at..end].find(give).map(|exit| at + exit) else { continue };
            let condition =
                text[..exit].rfind("if (").filter(|test| *test > at && text[*test..exit].matches('\n').count() == 0);
            let condition = condition.map_or("otherwise", |test| text[test + 4..exit].trim().trim_end_matches(')'));
            rows.push(Row {
                decision,
                condition: condition.into(),
                exit: span(exit, exit + give.len()),
                gives: give[7..give.len() - 1].into(),
            });
        }
        if rows.len() < 2 {
            continue;
        }
        analysis.checks.push(Check {
            function: FunctionId(0),
            name,
            span: span(at, end),
            kind: CheckKind::Decision,
            encoding: Encoding::Boolean,
            polarity: Polarity::Normal,
            confidence: Confidence::Medium,
            reasons: vec!["returns `true` and `false`".into(), "its name says so".into()],
            table: DecisionTable { rows, complete: true, open: vec![] },
            default: DefaultDecision::Allow,
        });
    }
    analysis
}
