#![doc = include_str!("object_as_decision.md")]

use portcullis_analyzer::vocabulary::{FieldMeaning, field_meaning};
use portcullis_analyzer::{Analysis, Confidence, FunctionRef, Misread, Mistake, Span};

use crate::finding::{Finding, Fix, Label, Severity};
use crate::repair::{around, insert, replace};
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
        fix: fix(analysis, misread),
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

fn fix(analysis: &Analysis<'_>, misread: &Misread) -> Option<Fix> {
    match &misread.mistake {
        Mistake::ObjectTested { field: Some(field) } => read_field(analysis, misread.tested?, field),
        Mistake::FunctionTested => call(analysis, misread),
        Mistake::PositionTested => ask_with(analysis, misread, "includes"),
        Mistake::ListTested => ask_with(analysis, misread, "some"),
        _ => None,
    }
}

/// The field that decides, behind what is tested; one that says no would turn the test round.
fn read_field(analysis: &Analysis<'_>, tested: Span, field: &str) -> Option<Fix> {
    if !matches!(field_meaning(field)?, FieldMeaning::Allows | FieldMeaning::Succeeds) {
        return None;
    }
    let edits = match analysis.source().slice(tested).starts_with("await") {
        true => around(tested, "(", &format!(").{field}")),
        false => vec![insert(tested.end, format!(".{field}"))],
    };
    Some(Fix::to_confirm(format!("test its `{field}`"), edits))
}

/// A call of the function that is tested, where it takes no arguments.
fn call(analysis: &Analysis<'_>, misread: &Misread) -> Option<Fix> {
    let callee = misread.callee?;
    if !analysis.program.function(callee).params.is_empty() {
        return None;
    }
    let caller = analysis.program.function(FunctionRef { module: analysis.id, function: misread.function });
    let edits = match analysis.program.summary(callee).gives.promise {
        false => vec![insert(misread.span.end, "()")],
        true if caller.is_async => around(misread.span, "(await ", "())"),
        true => return None,
    };
    Some(Fix::to_confirm(format!("call `{}`", misread.name), edits))
}

/// Another method of the list than the one that gives a position, or a list.
fn ask_with(analysis: &Analysis<'_>, misread: &Misread, method: &str) -> Option<Fix> {
    let rest = analysis.source().slice(misread.span).strip_prefix(misread.name.as_str())?;
    let own = misread.name.rsplit('.').next()?;
    // Who is sought by a function is not what a list includes.
    let method = if own.starts_with("find") { "some" } else { method };
    let end = misread.span.start + misread.name.len() as u32;
    let edit = replace(Span::new(end - own.len() as u32, end), method);
    rest.starts_with('(').then(|| Fix::to_confirm(format!("ask with `{method}`"), vec![edit]))
}
