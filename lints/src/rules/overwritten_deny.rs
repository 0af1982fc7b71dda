#![doc = include_str!("overwritten_deny.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, Overruled, Overruling, ReplacedDecision};

use crate::finding::{Finding, Label, Severity};
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "overwritten-deny",
    summary: "a decided denial is replaced before anyone tests it",
    page: include_str!("overwritten_deny.md"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    cwe: &[670, 863],
    security_severity: 7.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        for overruled in &check.overruled {
            match overruled.how {
                Overruling::Replaced => findings.push(replaced(check, overruled)),
                Overruling::LastWins => findings.push(last_wins(check, overruled)),
                Overruling::Sent | Overruling::Thrown => {}
            }
        }
    }
    findings.extend(analysis.replaced_decisions.iter().filter_map(|replaced| before_tested(analysis, replaced)));
}

/// A decision that somebody else made, replaced before it is tested for the denial it may be.
fn before_tested(analysis: &Analysis<'_>, replaced: &ReplacedDecision) -> Option<Finding> {
    let function = analysis.module().functions.get(replaced.function.0 as usize)?;
    let (name, variable) = (&function.name, &replaced.variable);
    Some(Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: Confidence::Medium,
        message: format!("`{name}` replaces `{variable}` before it tests whether that denies"),
        span: replaced.replaced,
        label: "replaces what may be a denial".to_owned(),
        witness: labels(&replaced.witness),
        related: vec![Label { span: replaced.origin, text: "decided here".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: Some(replaced.witness.gets_in.clone()),
        help: "test for the denial first, or replace the decision only where it does not deny".to_owned(),
        function: name.clone(),
        condition: replaced.witness.condition.clone(),
        exits: Vec::new(),
        fix: None,
    })
}

fn replaced(check: &Check, overruled: &Overruled) -> Finding {
    let witness = overruled.witness.as_ref();
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("`{}` denies and then replaces the denial before anyone tests it", check.name),
        span: overruled.exit,
        label: "replaces the denial".to_owned(),
        witness: witness.map(labels).unwrap_or_default(),
        related: vec![Label { span: overruled.denial, text: "denies here".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: witness.map(|witness| witness.gets_in.clone()),
        help: "return the denial where it is decided, or test for it before the decision is raised again".to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: witness.map(|witness| witness.condition.clone()).unwrap_or_default(),
        exits: Vec::new(),
    }
}

fn last_wins(check: &Check, overruled: &Overruled) -> Finding {
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: Confidence::Medium.min(check.confidence),
        message: format!("`{}` forgets a denial when a later element of the loop allows", check.name),
        span: overruled.denial,
        label: "the last element decides".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some("whoever one element denies and a later one allows".to_owned()),
        help: "leave the loop at the first denial; if the last match is meant to win, say so in the comment of the function"
            .to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: String::new(),
        exits: Vec::new(),
    }
}
