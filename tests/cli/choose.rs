//! Which rules, severities and confidences are reported.

use crate::bench::{Bench, SAMPLE};

fn findings(arguments: &[&str]) -> usize {
    let report = Bench::with(&[("a.ts", SAMPLE)]).json(arguments);
    report["findings"].as_array().unwrap().len()
}

#[test]
fn only_and_skip_choose_rules() {
    assert_eq!(findings(&["--only", "default-allow"]), 1);
    assert_eq!(findings(&["--only=always-allow"]), 0);
    assert_eq!(findings(&["--only", "always-allow,default-allow"]), 1);
    assert_eq!(findings(&["--only", "always-allow", "--only", "default-allow"]), 1);
    assert_eq!(findings(&["--skip", "default-allow"]), 0);
    assert_eq!(findings(&["--only", "default-allow", "--skip", "default-allow"]), 0);
}

#[test]
fn severity_and_confidence_have_a_floor() {
    assert_eq!(findings(&["--min-severity", "warning"]), 1);
    assert_eq!(findings(&["--min-severity", "error"]), 0);
    assert_eq!(findings(&["--min-confidence", "medium"]), 1);
    assert_eq!(findings(&["--min-confidence", "high"]), 0);
    assert_eq!(findings(&["--pedantic", "--min-confidence", "low"]), 1);
}

#[test]
fn what_was_not_chosen_is_counted() {
    let ran = Bench::with(&[("a.ts", SAMPLE)]).run(&["--skip", "default-allow"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("0 findings, 1 more not chosen"), "{}", ran.err);
}

#[test]
fn an_unknown_rule_is_an_error_with_a_proposal() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    for arguments in [&["--only", "defualt-allow"][..], &["--skip", "default-alow"], &["explain", "default_allow"]] {
        let ran = bench.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains("did you mean `default-allow`?"), "{}", ran.err);
    }
    assert!(bench.run(&["--only", "zzz"]).err.contains("`portcullis rules`"));
}
