//! A finding: plain data, rendered by whoever shows it.

use portcullis_analyzer::{Analysis, Confidence, ModuleId, Position, Span};

use crate::rule::Rule;

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Lets through what nobody granted.
    Warning,
    /// The code can't mean what it says.
    Error,
}

/// One fault, with its proof.
#[derive(Debug, Clone)]
pub struct Finding {
    pub rule: &'static Rule,
    pub severity: Severity,
    pub confidence: Confidence,
    /// One sentence that stands alone: what is wrong in which function. Lower-case start, no final dot, names in back-ticks.
    pub message: String,
    /// The one place it is reported at: short, the deciding condition or exit.
    pub span: Span,
    /// What stands at `span` in the witness: `allows`, `denies, but no path gets here`.
    pub label: String,
    /// The witness: each test the path passes with the value it must have, in order, before `span`.
    pub witness: Vec<Label>,
    /// Other places that matter: siblings, the declaration that rules a constant out.
    pub related: Vec<Label>,
    /// Places in other files that matter: the declaration of what is called.
    pub elsewhere: Vec<Elsewhere>,
    /// What gets in, with an example: `any user.role except 'guest', for example 'banned'`.
    pub gets_in: Option<String>,
    /// What to write instead.
    pub help: String,
    /// How to repair it by an edit of the file.
    pub fix: Option<Fix>,
    /// The name of the function the finding is about, as in the list of checks; empty outside of every function.
    pub function: String,
    /// The condition of the wrong exit, as a TypeScript expression; of a comment, what it says. For fingerprints that survive moved lines.
    pub condition: String,
    /// Every exit that is wrong for this reason; another rule says nothing about them.
    pub exits: Vec<Span>,
}

impl Finding {
    /// Whether a later finding is about an exit this one already explains.
    pub(crate) fn explains(&self, later: &Finding) -> bool {
        later.exits.iter().any(|exit| self.exits.contains(exit))
    }

    /// Points to a place of any file of the program, with a remark.
    pub fn see(&mut self, analysis: &Analysis<'_>, module: ModuleId, span: Span, text: String) {
        if module == analysis.id {
            self.related.push(Label { span, text });
            return;
        }
        let file = &analysis.program.file(module).source;
        let (start, end) = (file.position(span.start), file.position(span.end));
        self.elsewhere.push(Elsewhere { path: file.path.clone(), span, start, end, text });
    }
}

/// A repair: edits of the finding's own file that are made together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: ``write `await` before `canEdit` ``. Lower-case, no final dot.
    pub title: String,
    pub applicability: Applicability,
    /// In source order; no two overlap.
    pub edits: Vec<Edit>,
}

/// Whether a repair can be made without looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// The code does what it plainly says afterwards.
    Safe,
    /// It changes what is decided in a way that only the author can confirm.
    Unsafe,
}

/// One replacement; at an empty span, an insertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// A place with a remark: lower-case, no final dot.
#[derive(Debug, Clone)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// A place in another file with a remark: lower-case, no final dot.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The file, as its own findings name it.
    pub path: String,
    pub span: Span,
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
    pub text: String,
}
