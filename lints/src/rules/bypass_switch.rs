#![doc = include_str!("bypass_switch.md")]

use portcullis_analyzer::{Analysis, Check, Confidence, DecidedExit, Decision, Switched};

use crate::finding::{Finding, Severity};
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "bypass-switch",
    summary: "a switch of the program allows what nobody granted",
    page: include_str!("bypass_switch.md"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    cwe: &[489, 1188],
    security_severity: 5.0,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let holds_back = |check: &&Check| check.can(Decision::Deny) || check.can(Decision::Ask);
    for check in analysis.checks.iter().filter(holds_back).filter(|check| check.exact && !check.open_by_name) {
        let switched = check.reaching(Decision::Allow).find_map(|exit| Some((exit, exit.switched.as_ref()?)));
        findings.extend(switched.map(|(exit, switched)| finding(check, exit, switched)));
    }
}

fn finding(check: &Check, exit: &DecidedExit, switched: &Switched) -> Finding {
    let Switched { switch, turns_off, witness } = switched;
    Finding {
        rule: &RULE,
        severity: if *turns_off { Severity::Warning } else { RULE.severity },
        confidence: RULE.confidence.min(check.confidence),
        message: format!("`{}` allows when `{}`, whoever asks", check.name, witness.condition),
        span: exit.span,
        label: "allows".to_owned(),
        witness: labels(witness),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("everybody, where `{switch}` is set so")),
        help: format!(
            "ask who may on this path too; where `{switch}` is for development alone, refuse to start with it in production"
        ),
        fix: None,
        function: check.name.clone(),
        condition: witness.condition.clone(),
        exits: vec![exit.span],
    }
}
