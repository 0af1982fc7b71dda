#![doc = include_str!("deny_without_return.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, Encoding, Overruled, Overruling};

use crate::finding::{Finding, Fix, Label, Severity};
use crate::repair::{behind_with_braces, own_statement};
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "deny-without-return",
    summary: "a denial is sent, and the path goes on to allow",
    page: include_str!("deny_without_return.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[705],
    security_severity: 8.1,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        let sent = check.overruled.iter().filter(|overruled| overruled.how == Overruling::Sent);
        findings.extend(sent.map(|overruled| finding(analysis, check, overruled)));
    }
}

fn finding(analysis: &Analysis<'_>, check: &Check, overruled: &Overruled) -> Finding {
    let witness = overruled.witness.as_ref();
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("`{}` sends a denial and goes on to allow", check.name),
        span: overruled.denial,
        label: "refuses, and the path goes on".to_owned(),
        witness: witness.map(labels).unwrap_or_default(),
        related: vec![Label { span: overruled.exit, text: "allows all the same".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: witness.map(|witness| witness.gets_in.clone()),
        help: "return behind the denial: `return` the answer, or add `return;` after it".to_owned(),
        fix: fix(analysis, check, overruled),
        function: check.name.clone(),
        condition: witness.map(|witness| witness.condition.clone()).unwrap_or_default(),
        exits: vec![overruled.exit],
    }
}

/// A `return` at the end of the branch that denies, where the function may end without a value and the branch holds nothing that allows.
fn fix(analysis: &Analysis<'_>, check: &Check, overruled: &Overruled) -> Option<Fix> {
    let statement = own_statement(analysis, check.function, overruled.denial)?;
    let (list, exit) = (statement.list, overruled.exit);
    let allows_within = list.start < exit.end && exit.start < list.end;
    // What answers a request ends by it; elsewhere returning is a yes.
    let answers = matches!(check.encoding, Encoding::Continuation | Encoding::Response);
    let may_return = answers && !check.must_return && !statement.of_function && !allows_within;
    may_return
        .then(|| Fix::safe("return behind the denial", behind_with_braces(analysis.source(), statement, "return;")))
}
