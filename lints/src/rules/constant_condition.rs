#![doc = include_str!("constant_condition.md")]

use portcullis_analyzer::module::Slip;
use portcullis_analyzer::{Analysis, Check, Confidence, ConstantCondition};

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::repair::{around, insert, replace};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "constant-condition",
    summary: "a condition of a check that always holds, or never",
    page: include_str!("constant_condition.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[571, 480],
    security_severity: 7.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        findings.extend(check.constant_conditions.iter().map(|condition| finding(analysis, check, condition)));
    }
}

fn finding(analysis: &Analysis<'_>, check: &Check, condition: &ConstantCondition) -> Finding {
    let always = if condition.holds { "always" } else { "never" };
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("a condition that decides in `{}` {always} holds", check.name),
        span: condition.span,
        label: format!("{always} holds"),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: None,
        help: "compare the value with each constant, and join with `&&` what must all hold, with `||` what may"
            .to_owned(),
        fix: fix(analysis, condition),
        function: check.name.clone(),
        condition: always.to_owned(),
        exits: condition.decides.clone(),
    }
}

/// What the condition was probably meant to be, if what is written is a usual slip.
fn fix(analysis: &Analysis<'_>, condition: &ConstantCondition) -> Option<Fix> {
    let within = |slip: &&Slip| condition.span.start <= slip.span().start && slip.span().end <= condition.span.end;
    let slips = analysis.module().places.slips.iter().filter(within);
    let mut edits: Vec<Edit> = slips.flat_map(|slip| correction(analysis, slip)).collect();
    edits.sort_by_key(|edit| edit.span);
    (!edits.is_empty()).then(|| Fix::to_confirm("write the comparison that is meant", edits))
}

fn correction(analysis: &Analysis<'_>, slip: &Slip) -> Vec<Edit> {
    let text = |span| analysis.source().slice(span);
    match *slip {
        Slip::Assigned { operator } => vec![replace(operator, "===")],
        Slip::BareConstant { constant, compared, operator } => {
            vec![insert(constant.start, format!("{} {} ", text(compared), text(operator)))]
        }
        Slip::EitherDiffers { operator } => vec![replace(operator, "&&")],
        Slip::NegatedLeft { question } => around(question, "(", ")"),
        Slip::NegatedSide { negation, operator } => {
            vec![replace(negation, ""), replace(operator, if text(operator) == "==" { "!=" } else { "!==" })]
        }
    }
}
