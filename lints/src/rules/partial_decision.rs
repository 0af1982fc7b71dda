#![doc = include_str!("partial_decision.md")]

use portcullis_analyzer::{Analysis, Confidence, Decision, PartialDecision};

use crate::finding::{Finding, Severity};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    id: "partial-decision",
    summary: "a caller of a check takes an answer it does not know for a yes",
    page: include_str!("partial_decision.md"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[478, 393],
    security_severity: 6.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    findings.extend(analysis.partial_decisions.iter().filter_map(|partial| finding(analysis, partial)));
}

/// What an answer means, in words.
fn meaning(decision: Decision) -> &'static str {
    match decision {
        Decision::Ask => "a person must confirm",
        Decision::NotApplicable => "no opinion",
        _ => "no",
    }
}

fn finding(analysis: &Analysis<'_>, partial: &PartialDecision) -> Option<Finding> {
    let function = analysis.module().functions.get(partial.function.0 as usize)?;
    let written: Vec<String> = partial.taken.iter().map(|(value, _)| format!("`{value}`")).collect();
    let (values, (_, decision)) = (written.join(" and "), partial.taken.first()?);
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(partial.confidence),
        message: format!("`{}` goes on as if allowed when `{}` is {values}", function.name, partial.answer),
        span: partial.test,
        label: format!("{values} passes here as an allow"),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("what was answered with {values}: {}", meaning(*decision))),
        help: "go on for the allowing answer alone, and treat every other one as a denial".to_owned(),
        fix: None,
        function: function.name.clone(),
        condition: format!("{} is {values}", partial.answer),
        exits: partial.exits.clone(),
    };
    if let Some(asked) = partial.asked {
        let answers = analysis.program.function(asked).name_span;
        finding.see(analysis, asked.module, answers, "answers here".to_owned());
    }
    Some(finding)
}
