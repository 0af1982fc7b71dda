#![doc = include_str!("missing_denial.md")]

use portcullis_analyzer::{
    Analysis, Check, Confidence, DecidedExit, Decision, Encoding, ExitKind, Fallthrough, FunctionRef, IdleTest,
    Polarity, Span,
};

use crate::finding::{Finding, Fix, Label, Severity};
use crate::repair::{behind, refusing_word, replace};
use crate::rule::{Rule, labels};

pub(super) const RULE: Rule = Rule {
    id: "missing-denial",
    summary: "a path ends without a decision where others decide",
    page: include_str!("missing_denial.md"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    cwe: &[636, 393],
    security_severity: 6.5,
    pedantic: false,
    run,
};

fn run(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        findings.extend(check.fallthroughs.iter().filter(|_| allows_somewhere(check)).map(|case| runs_on(check, case)));
        findings.extend(check.idle_tests.iter().filter(|_| check.exact).map(|test| changes_nothing(check, test)));
        findings.extend(
            check
                .reaching(Decision::Missing)
                .find(|exit| exit.witness.is_some() && decides(check) && !does_otherwise(analysis, check))
                .map(|exit| just_ends(analysis, check, exit)),
        );
    }
}

fn allows_somewhere(check: &Check) -> bool {
    check.can(Decision::Allow)
}

fn decides(check: &Check) -> bool {
    let yes = check.can(Decision::Allow);
    let no = check.can(Decision::Deny) || check.can(Decision::Ask);
    // A check that never says no may abstain, where its type says so; one that only says no abstains by design.
    let abstains = check.may_return_nothing && !no && check.encoding != Encoding::Callback;
    // Where every path must return and some say no, the end is one the compiler rules out: a `switch` over a type declared elsewhere.
    let ruled_out = check.must_return && no && check.encoding != Encoding::Callback;
    yes && !abstains && !ruled_out && check.exact
}

/// A handler that grants on one way and refuses on another does something else on the third.
fn does_otherwise(analysis: &Analysis<'_>, check: &Check) -> bool {
    let at = FunctionRef { module: analysis.id, function: check.function };
    check.encoding == Encoding::Callback && !is_open(check) && analysis.program.entry(at).is_some()
}

/// A missing answer is a yes where a truthy one is a no, where nobody is ever told no, and where a caller takes it for one.
fn is_open(check: &Check) -> bool {
    let no = check.can(Decision::Deny) || check.can(Decision::Ask);
    check.polarity == Polarity::Inverted || !no || check.missing_allows.is_some()
}

fn just_ends(analysis: &Analysis<'_>, check: &Check, exit: &DecidedExit) -> Finding {
    let open = is_open(check);
    let witness = exit.witness.clone();
    let condition = witness.as_ref().map(|witness| witness.condition.clone()).unwrap_or_default();
    let span = match check.encoding {
        // A function that acts ends at its brace whatever it does: the last test is where the refusal belongs.
        Encoding::Callback => last_test(check, exit).unwrap_or(exit.span),
        _ => exit.span,
    };
    let caller = check.missing_allows.map(|(caller, test)| (caller, test, analysis.program.function(caller)));
    let message = match check.encoding {
        Encoding::Callback => format!("`{}` neither grants nor refuses when `{condition}`", check.name),
        _ => match caller {
            Some((.., asks)) => {
                format!("`{}` ends without an answer when `{condition}`, and `{}` goes on", check.name, asks.name)
            }
            None => format!("`{}` ends without an answer when `{condition}`", check.name),
        },
    };
    let mut finding = Finding {
        rule: &RULE,
        severity: if open { RULE.severity } else { Severity::Note },
        confidence: RULE.confidence.min(check.confidence),
        message,
        span,
        label: "no decision".to_owned(),
        witness: witness.as_ref().map(labels).unwrap_or_default(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: witness.map(|witness| witness.gets_in).filter(|_| open),
        help: "deny explicitly on every path that grants nothing".to_owned(),
        fix: fix(analysis, check, exit, open),
        function: check.name.clone(),
        condition,
        exits: vec![exit.span],
    };
    if let Some((caller, test, asks)) = caller {
        finding.see(analysis, caller.module, test, format!("`{}` takes no answer for a yes", asks.name));
    }
    finding
}

/// The last test the path passes.
fn last_test(check: &Check, exit: &DecidedExit) -> Option<Span> {
    let witness = exit.witness.as_ref()?;
    let step = witness.steps.last()?;
    check
        .conditions
        .iter()
        .copied()
        .rfind(|condition| condition.start <= step.span.start && step.span.end <= condition.end)
}

fn changes_nothing(check: &Check, test: &IdleTest) -> Finding {
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!(
            "`{}` goes on when `{}`: the failed test neither throws nor returns",
            check.name, test.fails_when
        ),
        span: test.span,
        label: "tested, and nothing follows from it".to_owned(),
        witness: Vec::new(),
        related: Vec::new(),
        elsewhere: Vec::new(),
        gets_in: Some(format!("whoever fails the test: `{}`", test.fails_when)),
        help: "throw or return in the branch of the failed test".to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: test.fails_when.clone(),
        exits: check.exits.iter().map(|exit| exit.span).collect(),
    }
}

fn runs_on(check: &Check, case: &Fallthrough) -> Finding {
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        confidence: RULE.confidence.min(check.confidence),
        message: format!("a case of `{}` runs into the next one, which allows", check.name),
        span: case.span,
        label: "neither breaks, returns nor throws".to_owned(),
        witness: Vec::new(),
        related: vec![Label { span: case.into, text: "goes on here".to_owned() }],
        elsewhere: Vec::new(),
        gets_in: None,
        help: "end the case with its own `return`, `throw` or `break`".to_owned(),
        fix: None,
        function: check.name.clone(),
        condition: String::new(),
        exits: check.reaching(Decision::Allow).map(|exit| exit.span).collect(),
    }
}

/// A denial at the end. Where callers take nothing for a no already, that is what they get; where they take it for a yes, the author has to look.
fn fix(analysis: &Analysis<'_>, check: &Check, exit: &DecidedExit, open: bool) -> Option<Fix> {
    let word = refusing_word(check)?;
    let function = analysis.module().functions.get(check.function.0 as usize)?;
    if function.return_type.as_ref().is_some_and(|declared| !declared.admits_booleans()) {
        return None;
    }
    let denial = format!("return {word};");
    let edit = match exit.kind {
        ExitKind::FallsOff => {
            behind(analysis.source(), analysis.module().places.body_ending_at(exit.span)?.last?, &denial)
        }
        ExitKind::BareReturn => replace(exit.span, denial),
        _ => return None,
    };
    let build = if open { Fix::to_confirm } else { Fix::safe };
    Some(build(format!("end with `return {word}`"), vec![edit]))
}
