#![doc = include_str!("deny_without_return.md")]

use portcullis_analyzer::module::Type;
use portcullis_analyzer::{
    Analysis, Check, Confidence, Encoding, FunctionId, Overruled, Overruling, RefusedAndDone, Span, Store,
};

use crate::finding::{Finding, Fix, Label, Severity};
use crate::repair::{behind_with_braces, own_statement};
use crate::rule::{Rule, labels};
use crate::wording::act_on;

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
    findings.extend(analysis.refused_and_done.iter().filter_map(|one| done_all_the_same(analysis, one)));
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

/// A handler that refuses, and does it.
fn done_all_the_same(analysis: &Analysis<'_>, one: &RefusedAndDone) -> Option<Finding> {
    let function = analysis.module().functions.get(one.function.0 as usize)?;
    let act = act_on(one.act, &Store::Table(one.entity.clone()));
    let may_return = function.return_type.as_ref().is_none_or(Type::admits_nothing);
    Some(Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(one.confidence),
        message: format!("`{}` sends a denial and {act} all the same", function.name),
        span: one.denial,
        label: "refuses, and the path goes on".to_owned(),
        witness: Vec::new(),
        related: vec![Label { span: one.done, text: "done all the same".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: Some("whoever is refused: he is told so, and it is done".to_owned()),
        help: "return behind the denial: `return` the answer, or add `return;` after it".to_owned(),
        fix: return_behind(analysis, one.function, one.denial, one.done).filter(|_| may_return),
        function: function.name.clone(),
        condition: act,
        exits: vec![one.done],
    })
}

/// A `return` at the end of the branch that denies, where the function may end without a value and the branch holds nothing that allows.
fn fix(analysis: &Analysis<'_>, check: &Check, overruled: &Overruled) -> Option<Fix> {
    // What answers a request ends by it; elsewhere returning is a yes.
    let answers = matches!(check.encoding, Encoding::Continuation | Encoding::Response);
    return_behind(analysis, check.function, overruled.denial, overruled.exit).filter(|_| answers && !check.must_return)
}

fn return_behind(analysis: &Analysis<'_>, function: FunctionId, denial: Span, goes_on_to: Span) -> Option<Fix> {
    let statement = own_statement(analysis, function, denial).filter(|statement| !statement.of_function)?;
    let list = statement.list;
    let within = list.start < goes_on_to.end && goes_on_to.start < list.end;
    (!within)
        .then(|| Fix::safe("return behind the denial", behind_with_braces(analysis.source(), statement, "return;")))
}
