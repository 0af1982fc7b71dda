#![doc = include_str!("unknown_value.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, Passes, Unforeseen};

use crate::finding::{Finding, Severity};
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "unknown-value",
    summary: "a value that the check does not know gets through",
    page: include_str!("unknown_value.md"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    cwe: &[636, 697],
    security_severity: 7.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        findings.extend(check.unforeseen.iter().map(|one| finding(check, one)));
    }
}

fn finding(check: &Check, one: &Unforeseen) -> Finding {
    let (name, value) = (&check.name, &one.value);
    let (message, gets_in, help) = match &one.how {
        Passes::NoKey { test } => (
            format!("`{name}` allows when `{test}` is `undefined`: no comparison with it holds"),
            format!("any `{value}` that the table does not hold"),
            "deny what the table does not hold before comparing, or write the test so that it has to hold to allow",
        ),
        Passes::Inherited { test } => (
            format!("`{name}` allows `constructor` and whatever else every object has: `{test}`"),
            format!("`{value}` as `'constructor'` or `'toString'`"),
            "ask with `Object.hasOwn`, or keep the table in a `Map` or `Set`",
        ),
        Passes::Nobody => (
            format!("`{name}` allows when there is no `{value}`, who has nothing that could be refused"),
            format!("whoever comes without a `{value}`"),
            "deny where nobody is there, and name who may",
        ),
        Passes::OtherAnswer { refused } => (
            format!("`{name}` takes every `{value}` but {refused} for a yes"),
            format!("any other `{value}`, a misspelt or a new one"),
            "name the answer that allows, and deny all others",
        ),
        Passes::Privileged { fallback } => (
            format!("`{name}` takes a missing `{value}` for {fallback}"),
            format!("whoever has no `{value}`"),
            "fall back to what may least, or deny",
        ),
    };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: one.confidence,
        message,
        span: one.exit,
        label: "allows".to_owned(),
        witness: labels(&one.witness),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(gets_in),
        help: help.to_owned(),
        function: name.clone(),
        condition: one.witness.condition.clone(),
        exits: vec![one.exit],
        fix: None,
    }
}
