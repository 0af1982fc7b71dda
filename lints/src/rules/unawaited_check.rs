#![doc = include_str!("unawaited_check.md")]

use portcullis_analyzer::{Analysis, Confidence, Misread, Mistake};

use crate::finding::{Finding, Fix, Label, Severity};
use crate::repair::{around, insert};
use crate::rule::{Rule, exits_of, name_of};

pub(super) const RULE: Rule = Rule {
    id: "unawaited-check",
    summary: "a promise of a decision is used as the decision",
    page: include_str!("unawaited_check.md"),
    severity: Severity::Error,
    confidence: Confidence::High,
    cwe: &[252, 863],
    security_severity: 8.1,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let promises = analysis.misread.iter().filter(|misread| misread.mistake.is_of_promise());
    findings.extend(promises.map(|misread| finding(analysis, misread)));
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
        gets_in: gets_in(misread),
        help: help(misread),
        fix: fix(misread),
        function,
        condition: misread.name.clone(),
        exits: exits_of(analysis, misread.function),
    };
    if let Some(taken) = misread.taken {
        finding.related.push(Label { span: taken, text: "the promise is used here".to_owned() });
    }
    if let Some(refusal) = misread.refusal {
        finding.related.push(Label { span: refusal, text: "no run gets here".to_owned() });
    }
    if let Some(callee) = misread.callee {
        let declared = analysis.program.function(callee);
        let text = match &misread.mistake {
            Mistake::PromiseAsked { .. } => "gives a promise".to_owned(),
            _ => format!("`{}` gives a promise", declared.name),
        };
        finding.see(analysis, callee.module, declared.name_span, text);
    }
    finding
}

/// What is wrong, and what stands at the place.
fn said(misread: &Misread, function: &str) -> (String, String) {
    let name = &misread.name;
    match &misread.mistake {
        Mistake::GuardDropped => {
            (format!("`{function}` goes on before `{name}` has refused"), "nobody waits for its refusal".to_owned())
        }
        Mistake::PromiseAsked { by } => {
            let what = if name.contains([' ', '(']) { "an async function".to_owned() } else { format!("`{name}`") };
            (
                format!("`{by}` in `{function}` asks {what}, whose promise is always true"),
                "gives a promise for each element".to_owned(),
            )
        }
        Mistake::PromiseMember { property } => (
            format!("`{function}` reads `{property}` of the promise that `{name}` gives, which has none"),
            "a promise: nobody awaits it".to_owned(),
        ),
        Mistake::PromiseCompared => (
            format!("`{function}` compares the promise that `{name}` gives, which is never equal"),
            "a promise: nobody awaits it".to_owned(),
        ),
        _ => (
            format!("`{function}` tests the promise that `{name}` gives, which is always true"),
            "a promise: nobody awaits it".to_owned(),
        ),
    }
}

fn gets_in(misread: &Misread) -> Option<String> {
    match &misread.mistake {
        Mistake::PromiseTested if misread.refusal.is_some() => {
            Some(format!("everybody: what `{}` answers is never looked at", misread.name))
        }
        Mistake::GuardDropped => Some(format!("whoever `{}` refuses, as the refusal comes too late", misread.name)),
        _ => None,
    }
}

fn help(misread: &Misread) -> String {
    match &misread.mistake {
        Mistake::PromiseAsked { .. } => {
            "await all answers first: `const allowed = await Promise.all(list.map(check))`, then keep what is allowed"
                .to_owned()
        }
        _ => format!("write `await` before `{}`", misread.name),
    }
}

/// `await` before the call, where the function around it is async.
fn fix(misread: &Misread) -> Option<Fix> {
    let edits = match misread.awaitable?.in_parentheses {
        true => around(misread.span, "(await ", ")"),
        false => vec![insert(misread.span.start, "await ")],
    };
    Some(Fix::safe(format!("write `await` before `{}`", misread.name), edits))
}
