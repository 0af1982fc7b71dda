#![doc = include_str!("fail_open_error.md")]

use portcullis_analyzer::{
    Analysis, Check, Confidence, Instead, OpenedByError, Overruled, Overruling, Polarity, SwallowedError,
};

use crate::finding::{Finding, Label, Severity};
use crate::repair::refuse_at;
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "fail-open-error",
    summary: "an error inside a check lets through",
    page: include_str!("fail_open_error.md"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    cwe: &[636, 755],
    security_severity: 7.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in analysis.checks.iter().filter(|check| !check.open_by_name) {
        let caught = || check.overruled.iter().filter(|overruled| overruled.how == Overruling::Thrown);
        findings.extend(caught().map(|overruled| by_own_denial(check, overruled)));
        // A denial that is caught says more about an exit than that errors lead there.
        let opened = check.opened_by_errors.iter().filter(|opened| caught().all(|caught| caught.exit != opened.exit));
        findings.extend(opened.map(|opened| by_error(analysis, check, opened)));
    }
    findings.extend(analysis.swallowed_errors.iter().filter_map(|swallowed| by_swallowing(analysis, swallowed)));
}

/// An error that one function swallows, and a check takes for leave.
fn by_swallowing(analysis: &Analysis<'_>, swallowed: &SwallowedError) -> Option<Finding> {
    let function = analysis.module().functions.get(swallowed.function.0 as usize)?;
    let check = analysis.program.function(swallowed.check);
    let (name, cause, asks) = (&function.name, &swallowed.cause, &check.name);
    let is_check = swallowed.check.module == analysis.id && swallowed.check.function == swallowed.function;
    let message = match swallowed.instead {
        Instead::UnresolvedPath if is_check => format!("`{name}` tests the path as it came when {cause}"),
        Instead::UnresolvedPath => format!("`{name}` gives the path as it came when {cause}, and `{asks}` tests that"),
        Instead::EmptyList => format!("`{name}` gives an empty list when {cause}, and `{asks}` then allows"),
        Instead::EmptyObject => format!("`{name}` gives an empty object when {cause}, and `{asks}` then allows"),
        Instead::Nothing => format!("`{name}` gives nothing when {cause}, and `{asks}` then allows"),
    };
    let is_path = swallowed.instead == Instead::UnresolvedPath;
    let help = match is_path {
        true => "refuse, or resolve the nearest folder that exists and test that",
        false => "let the error out, or give something that the check takes for a denial",
    };
    let mut finding = Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: match is_intended(&swallowed.remark) {
            true => Confidence::Low,
            false => Confidence::Medium.min(swallowed.confidence),
        },
        message,
        span: swallowed.exit,
        label: if is_path { "not resolved" } else { "stands for the error" }.to_owned(),
        witness: Vec::new(),
        related: vec![Label { span: swallowed.tried, text: "fails here".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: is_path.then(|| "a file that is not there yet, behind a link that leads outside".to_owned()),
        help: help.to_owned(),
        fix: None,
        function: name.clone(),
        condition: cause.clone(),
        exits: vec![swallowed.exit],
    };
    if !is_check {
        finding.see(analysis, swallowed.check.module, check.name_span, "asks, and allows".to_owned());
    }
    Some(finding)
}

/// What the check does, in the words of its polarity.
fn lets_through(check: &Check) -> &'static str {
    if check.polarity == Polarity::Inverted { "lets through" } else { "allows" }
}

/// Words of a comment that says the author wants it so. That it allows is what the code says already.
const INTENDED: &[&str] = &[
    "fail open", "fail-open", "fails open", "by design", "intentional", "on purpose", "deliberate", "best effort",
    "best-effort", "backward",
];

/// Whether the comment in a handler says so; the rule's own id, in a comment for this tool, says nothing about the code.
fn is_intended(remark: &str) -> bool {
    let remark = remark.to_lowercase().replace(RULE.id, "");
    INTENDED.iter().any(|words| remark.contains(words))
}

fn by_error(analysis: &Analysis<'_>, check: &Check, opened: &OpenedByError) -> Finding {
    let intended = is_intended(&opened.remark);
    let mut related = vec![Label { span: opened.tried, text: "fails here".to_owned() }];
    if intended {
        let said = opened.remark.lines().collect::<Vec<_>>().join(" ");
        related.push(Label { span: opened.exit, text: format!("the comment says: {said}") });
    }
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: if intended { Confidence::Low } else { RULE.confidence.min(check.confidence) },
        message: format!("`{}` {} when {}", check.name, lets_through(check), opened.cause),
        span: opened.exit,
        label: lets_through(check).to_owned(),
        witness: labels(&opened.witness),
        related,
        elsewhere: Vec::new(),
        gets_in: Some(opened.witness.gets_in.clone()),
        help: "deny in the handler, or let the error out of the check".to_owned(),
        fix: refuse_at(analysis, check, opened.exit).filter(|_| check.allows_elsewhere(opened.exit)),
        function: check.name.clone(),
        condition: opened.witness.condition.clone(),
        exits: vec![opened.exit],
    }
}

fn by_own_denial(check: &Check, overruled: &Overruled) -> Finding {
    let witness = overruled.witness.as_ref();
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("`{}` catches its own denial and {}", check.name, lets_through(check)),
        span: overruled.denial,
        label: "refuses here".to_owned(),
        witness: witness.map(labels).unwrap_or_default(),
        related: vec![Label { span: overruled.exit, text: format!("and {} here", lets_through(check)) }],
        elsewhere: Vec::new(),
        gets_in: witness.map(|witness| witness.gets_in.clone()),
        help: "throw the denial outside of the `try`, or throw it again in the handler".to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: witness.map(|witness| witness.condition.clone()).unwrap_or_default(),
        exits: vec![overruled.exit],
    }
}
