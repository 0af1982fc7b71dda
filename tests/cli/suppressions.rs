//! Comments that silence findings.

use serde_json::Value;

use crate::bench::{Bench, SAMPLE};

/// The rule and line of each finding.
fn found(report: &Value) -> Vec<(String, u64)> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| (finding["rule"].as_str().unwrap().to_owned(), finding["start"]["line"].as_u64().unwrap()))
        .collect()
}

fn check(text: &str) -> Vec<(String, u64)> {
    found(&Bench::with(&[("a.ts", text)]).json(&[]))
}

fn is(rules: &[(&str, u64)]) -> Vec<(String, u64)> {
    rules.iter().map(|(rule, line)| ((*rule).to_owned(), *line)).collect()
}

/// The sample with a comment above, at the end of, or in front of the line that is reported.
fn sample(above: &str, behind: &str) -> String {
    SAMPLE.replace("  return true;", &format!("{above}  return true;{behind}"))
}

#[test]
fn every_form_silences() {
    assert_eq!(check(SAMPLE), is(&[("default-allow", 3)]));
    for text in [
        sample("  // portcullis-disable-next-line default-allow -- public\n", ""),
        sample("  /* portcullis-disable-next-line default-allow -- public */\n", ""),
        sample("  /** portcullis-disable-next-line default-allow --public */\n", ""),
        sample("  /*\n   * portcullis-disable-next-line\n   *   default-allow\n   * -- public\n   */\n", ""),
        sample("  // portcullis-disable-next-line default-allow -- public\n\n  // more\n  /* and\n more */\n", ""),
        sample("  //portcullis-disable-next-line   default-allow   --   public -- or not\n", ""),
        sample("", " // portcullis-disable-line default-allow -- public"),
        sample("", " /* portcullis-disable-line default-allow -- public */ // more"),
        sample("  /* portcullis-disable-line default-allow -- public */", ""),
        format!("// portcullis-disable-file default-allow -- public\n{SAMPLE}"),
        format!("{SAMPLE}// portcullis-disable-file default-allow -- public"),
        sample("  // portcullis-disable-next-line default-allow -- 公開\n", ""),
    ] {
        for text in [text.clone(), text.replace('\n', "\r\n"), text.replace('\n', "\r"), format!("\u{feff}{text}")] {
            assert_eq!(check(&text), [], "{text:?}");
        }
    }
}

#[test]
fn columns_behind_wide_characters_are_right() {
    let emoji = "const mark = '😀é'; /* 😀 */ ";
    let text = sample(&format!("  {emoji}// portcullis-disable-next-line default-allow -- 😀 é\n"), "");
    assert_eq!(check(&text), []);
    let text = sample(&format!("  {emoji}/* portcullis-disable-line default-allow -- 😀 é */"), "");
    assert_eq!(check(&text), []);
    let text = sample(&format!("  {emoji}// portcullis-disable-next-line always-allow -- 😀 é\n"), "");
    let report = Bench::with(&[("a.ts", &text)]).json(&[]);
    let unused = &report["findings"][0];
    let (start, end) =
        (unused["start"]["offset"].as_u64().unwrap() as usize, unused["end"]["offset"].as_u64().unwrap() as usize);
    assert_eq!(&text[start..end], "always-allow");
}

#[test]
fn in_markup() {
    let route = |name: &str| {
        let check = "{ if (user.role === 'guest') return false; return true; }";
        format!("    <Route guard={{function {name}(user: User): boolean {check}}} />")
    };
    let routes = [
        "export const routes = (".to_owned(),
        "  <Routes>".to_owned(),
        "    {/* portcullis-disable-next-line default-allow -- public */}".to_owned(),
        route("canEdit"),
        route("canLift"),
        route("canShare") + " {/* portcullis-disable-line default-allow -- public */}",
        "    // portcullis-disable-next-line default-allow -- this is text".to_owned(),
        route("canMove"),
        "    {/* portcullis-disable-next-line default-allow -- nothing there */}".to_owned(),
        "  </Routes>".to_owned(),
        ");".to_owned(),
    ];
    for line_break in ["\n", "\r\n"] {
        let bench = Bench::with(&[("a.tsx", &routes.join(line_break))]);
        let report = bench.json(&["--min-confidence", "low"]);
        assert_eq!(found(&report), is(&[("default-allow", 5), ("default-allow", 8), ("unused-suppression", 9)]));
        assert_eq!(report["summary"]["silenced"], 2);
    }
}

#[test]
fn text_that_is_no_comment_silences_nothing() {
    for text in [
        sample("  const a = '// portcullis-disable-next-line default-allow -- x';\n", ""),
        sample("  const a = `\n// portcullis-disable-next-line default-allow -- x\n`;\n", ""),
        sample("  // see portcullis-disable-next-line default-allow -- x\n", ""),
        sample("  // eslint-disable-next-line default-allow -- x\n", ""),
    ] {
        let rules: Vec<String> = check(&text).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, ["default-allow"], "{text}");
    }
}

#[test]
fn without_a_reason_nothing_is_silenced() {
    for comment in [
        "// portcullis-disable-next-line default-allow",
        "// portcullis-disable-next-line default-allow --",
        "// portcullis-disable-next-line default-allow -- .",
        "/* portcullis-disable-next-line default-allow - public */",
    ] {
        let text = sample(&format!("  {comment}\n"), "");
        let found = check(&text);
        assert!(found.contains(&("suppression-without-reason".to_owned(), 3)), "{comment}: {found:?}");
        assert!(found.contains(&("default-allow".to_owned(), 4)), "{comment}: {found:?}");
        assert_eq!(found.len(), 2, "{comment}: {found:?}");
    }
    let bench = Bench::with(&[("a.ts", &sample("", " // portcullis-disable-line default-allow"))]);
    assert_eq!(bench.run(&["--fail-on", "error"]).code, 1);
    let finding = &bench.json(&["--only", "suppression-without-reason"])["findings"][0];
    assert_eq!((&finding["severity"], &finding["function"]), (&"error".into(), &"canDelete".into()));
    assert!(
        finding["help"].as_str().unwrap().contains("`portcullis-disable-line default-allow -- reason`"),
        "{finding}"
    );
}

#[test]
fn what_silences_nothing_is_reported() {
    for (comment, help) in [
        ("portcullis-disable-next-line always-allow -- x", "remove it"),
        ("portcullis-disable-line default-allow -- x", "remove it"),
        ("portcullis-disable-next-line default-alow -- x", "did you mean `default-allow`?"),
        ("portcullis-disable-next-line zzz -- x", "`portcullis rules`"),
        ("portcullis-disable-nextline default-allow -- x", "did you mean `portcullis-disable-next-line`?"),
        ("portcullis-disable default-allow -- x", "did you mean `portcullis-disable-"),
        ("portcullis-disable-next-line -- x", "name the rule"),
        ("portcullis-disable-next-line", "name the rule"),
    ] {
        let report = Bench::with(&[("a.ts", &sample(&format!("  // {comment}\n"), ""))]).json(&[]);
        assert_eq!(found(&report), is(&[("unused-suppression", 3), ("default-allow", 4)]), "{comment}");
        let finding = &report["findings"][0];
        assert_eq!(finding["severity"], "warning");
        assert!(finding["help"].as_str().unwrap().contains(help), "{comment}: {finding}");
    }
    let last = format!("{}// portcullis-disable-next-line default-allow -- x", SAMPLE.replace("guest", "a"));
    assert_eq!(check(&last), is(&[("default-allow", 3), ("unused-suppression", 5)]));
}

#[test]
fn of_several_rules_each_counts() {
    let text = sample("  // portcullis-disable-next-line always-allow, default-allow missing-denial -- public\n", "");
    let report = Bench::with(&[("a.ts", &text)]).json(&[]);
    assert_eq!(found(&report), is(&[("unused-suppression", 3), ("unused-suppression", 3)]));
    assert_eq!(report["summary"]["silenced"], 1);
}

#[test]
fn a_rule_that_did_not_run_leaves_its_comment_alone() {
    let text = sample("  // portcullis-disable-next-line always-allow, default-allow -- public\n", "");
    let bench = Bench::with(&[("a.ts", &text)]);
    let unused = |arguments: &[&str]| found(&bench.json(arguments)).len();
    assert_eq!(unused(&[]), 1);
    assert_eq!(unused(&["--skip", "always-allow"]), 0);
    assert_eq!(unused(&["--only", "unused-suppression"]), 0);
    assert_eq!(unused(&["--only", "unused-suppression,always-allow"]), 1);
    bench.write("portcullis.json", br#"{ "rules": { "always-allow": "off" } }"#);
    assert_eq!(unused(&[]), 0);
    bench.write("portcullis.json", br#"{ "rules": { "unused-suppression": "off" } }"#);
    assert_eq!(unused(&[]), 0);
}

#[test]
fn a_finding_that_is_not_shown_uses_its_comment() {
    let text = sample("  // portcullis-disable-next-line default-allow -- public\n", "");
    let bench = Bench::with(&[("a.ts", &text)]);
    for arguments in [&["--min-confidence", "high"][..], &["--min-severity", "error"]] {
        let report = bench.json(arguments);
        assert_eq!(found(&report), []);
        assert_eq!(report["summary"]["silenced"], 0);
    }
}

#[test]
fn code_that_could_not_be_read_leaves_its_comment_alone() {
    let broken =
        "// portcullis-disable-next-line default-allow -- public\nexport function canRead(user: User { return true }\n";
    let report = Bench::with(&[("a.ts", &format!("{broken}{SAMPLE}"))]).json(&[]);
    assert_eq!(report["not_analysed"].as_array().unwrap().len(), 1);
    assert_eq!(found(&report), is(&[("default-allow", 5)]));
}

#[test]
fn silenced_findings_are_in_no_format_and_counted() {
    let bench = Bench::with(&[("a.ts", &sample("", " // portcullis-disable-line default-allow -- public"))]);
    for format in ["human", "concise", "json", "sarif"] {
        let ran = bench.run(&["--format", format]);
        assert_eq!(ran.code, 0, "{format}");
        assert!(!ran.out.contains("`canDelete`"), "{format}: {}", ran.out);
        assert_eq!(ran.err, "1 file analysed, 1 check, 0 findings, 1 silenced, 0 parts not analysed\n");
    }
    assert_eq!(bench.json(&[])["summary"]["silenced"], 1);
}

#[test]
fn findings_about_comments_are_in_every_format() {
    let text =
        format!("// portcullis-disable-file always-allow -- x\n// portcullis-disable-file default-allow\n{SAMPLE}");
    let bench = Bench::with(&[("a.ts", &text)]);
    let sarif: Value = serde_json::from_str(&bench.run(&["--format", "sarif"]).out).unwrap();
    let run = &sarif["runs"][0];
    let ids: Vec<&str> =
        run["results"].as_array().unwrap().iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(ids, ["unused-suppression", "suppression-without-reason", "default-allow"]);
    assert_eq!(run["results"][0]["locations"][0].get("logicalLocations"), None, "outside of every function");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let listed = bench.run(&["rules"]).out;
    for id in &ids {
        assert!(rules.iter().any(|rule| rule["id"] == *id), "{id}");
        assert!(listed.lines().any(|line| line.starts_with(&format!("{id} "))), "{listed}");
        assert_eq!(bench.run(&["explain", id]).code, 0, "{id}");
    }
    let out = bench.run(&[]).out;
    assert!(
        out.contains("error[suppression-without-reason]: ") && out.contains("warning[unused-suppression]: "),
        "{out}"
    );
}
