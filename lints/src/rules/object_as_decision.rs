#![doc = include_str!("object_as_decision.md")]

use portcullis_analyzer::{Analysis, Confidence, Misread, Mistake};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, exits_of, name_of};

pub(super) const RULE: Rule = Rule {
    id: "object-as-decision",
    summary: "something that is always there is tested for being there, and taken for a decision",
    page: include_str!("object_as_decision.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[697],
    security_severity: 8.1,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let others = analysis.misread.iter().filter(|misread| !misread.mistake.is_of_promise());
    findings.extend(others.map(|misread| finding(analysis, misread)));
}

fn finding(analysis: &Analysis<'_>, misread: &Misread) -> Finding {
    let function = name_of(analysis, misread.function);
    let (message, label) = said(misread, &function);
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(misread.confidence),
        message,
        span: misread.span,
        label,
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: misread.refusal.map(|_| format!("everybody: `{}` is never tested for what it says", misread.name)),
        help: help(misread),
        fix: None,
        function,
        condition: misread.name.clone(),
        exits: exits_of(analysis, misread.function),
    };
    if let Some(taken) = misread.taken {
        finding.related.push(Label { span: taken, text: "tested here".to_owned() });
    }
    if let Some(refusal) = misread.refusal {
        finding.related.push(Label { span: refusal, text: "no run gets here".to_owned() });
    }
    if let Some(callee) = misread.callee {
        let declared = analysis.program.function(callee);
        let text = match &misread.mistake {
            Mistake::FunctionTested => format!("`{}` is a function", declared.name),
            _ => format!("`{}` always gives an object", declared.name),
        };
        finding.see(analysis, callee.module, declared.name_span, text);
    }
    finding
}

/// What is wrong, and what stands at the place.
fn said(misread: &Misread, function: &str) -> (String, String) {
    let name = &misread.name;
    match &misread.mistake {
        Mistake::FunctionTested => (
            format!("`{function}` tests the function `{name}`, not what it answers"),
            "always true: it is not called".to_owned(),
        ),
        Mistake::PositionTested => (
            format!("`{function}` tests a position that `{name}` gives: none is -1, which is true, and the first is 0"),
            "a position, not an answer".to_owned(),
        ),
        Mistake::ListTested => (
            format!("`{function}` tests the list that `{name}` gives, which is true when it is empty"),
            "a list, not an answer".to_owned(),
        ),
        Mistake::ObjectCompared { .. } => (
            format!("`{function}` compares the object that `{name}` gives, which is never equal"),
            "an object, not an answer".to_owned(),
        ),
        _ => (
            format!("`{function}` tests whether `{name}` gives an object, which it always does"),
            "always an object".to_owned(),
        ),
    }
}

fn help(misread: &Misread) -> String {
    match &misread.mistake {
        Mistake::FunctionTested => format!("call it: `{}(…)`", misread.name),
        Mistake::PositionTested => "ask with `includes`, or with `some`".to_owned(),
        Mistake::ListTested => "ask with `some`, or test the `length`".to_owned(),
        Mistake::ObjectTested { field: Some(field) } | Mistake::ObjectCompared { field: Some(field) } => {
            format!("test its `{field}`")
        }
        _ => "test what the object says, not whether it is there".to_owned(),
    }
}
