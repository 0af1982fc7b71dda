#![doc = include_str!("loose_match.md")]

use portcullis_analyzer::{Analysis, Confidence, LooseMatch, Looseness, TextRole};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, name_of};

pub(super) const RULE: Rule = Rule {
    id: "loose-match",
    summary: "a match lets through more than it names",
    page: include_str!("loose_match.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[625, 187, 185],
    security_severity: 7.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.loose_matches.iter().map(|one| finding(analysis, one)));
}

fn finding(analysis: &Analysis<'_>, one: &LooseMatch) -> Finding {
    let function = name_of(analysis, one.function);
    let value = &one.value;
    let role = one.role.name();
    let article = if role.starts_with(['a', 'o']) { "an" } else { "a" };
    let (what, label) = match one.how {
        Looseness::Prefix => ("only begins like one it names", "what it begins with may go on"),
        Looseness::Suffix => ("only ends like one it names", "anything may stand in front"),
        Looseness::Part => ("holds what it names anywhere", "it may stand anywhere"),
        Looseness::PartOf => ("is any part of the text of those it names", "any part of the text is found in it"),
        Looseness::Unanchored => ("matches its pattern in part", "the pattern is not held at both ends"),
        Looseness::AnyCharacter => ("differs in a character", "`.` matches any character"),
        Looseness::Unescaped => {
            ("matches a text that is taken for a pattern", "its special characters are not escaped")
        }
        Looseness::Line => ("only begins with a word it names", "the rest of the line is not looked at"),
    };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{function}` lets through {article} {role} that {what}: `{value}`"),
        span: one.test,
        label: label.to_owned(),
        witness: vec![Label { span: one.passes, text: "lets through for no other reason".to_owned() }],
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: one.example.as_ref().map(|example| format!("for example `{example}`")),
        help: help(one).to_owned(),
        function,
        condition: format!("{value} {label}"),
        exits: vec![one.passes],
        fix: None,
    }
}

fn help(one: &LooseMatch) -> &'static str {
    match (one.how, one.role) {
        (Looseness::Prefix, TextRole::Path) => {
            "compare with the separator behind it: `file === root || file.startsWith(root + path.sep)`"
        }
        (Looseness::Prefix, TextRole::Command) => "compare whole words, and refuse what a shell would join to them",
        (Looseness::Suffix, TextRole::Host) => {
            "compare with the dot in front of it: `host === domain || host.endsWith('.' + domain)`"
        }
        (
            Looseness::Prefix | Looseness::Suffix | Looseness::Part,
            TextRole::Url | TextRole::Origin | TextRole::Host,
        ) => "compare `new URL(…).origin` or `.hostname` as a whole",
        (Looseness::Suffix, TextRole::Email) => "compare with the `@` in front of it",
        (Looseness::PartOf, _) => "split the list, and ask for membership: `list.split(',').includes(value)`",
        (Looseness::Unanchored, _) => "hold the pattern between `^` and `$`, all alternatives in one group",
        (Looseness::AnyCharacter, _) => "escape the dot: `\\.`",
        (Looseness::Unescaped, _) => "escape what is put into the pattern, or compare without one",
        (Looseness::Line, _) => {
            "refuse lines with `;`, `&`, `|`, `<`, `>`, `$` and backticks first, or run the program without a shell"
        }
        _ => "compare the whole, or what stands between separators",
    }
}
