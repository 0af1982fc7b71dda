//! Repairs: what is written, what is printed, and how the run ends.

use crate::bench::{Bench, SAMPLE};

/// One finding, with a repair that only the author can confirm.
const OPEN: &str = "export function canDelete(user: User): boolean {
  if (user.role === 'admin') return true;
  if (user.role === 'guest') return false;
  return true;
}
";

/// Two findings with a safe repair, in one function each.
const FAULTY: &str = "import type { NextFunction, Request, Response } from 'express';

export function requireAdmin(req: Request, res: Response, next: NextFunction): void {
  if (!req.user?.isAdmin) {
    res.status(403).json({ error: 'admins only' }); // so be it
  }
  next();
}

export function requireUser(req: Request, res: Response, next: NextFunction): void {
  if (!req.user) res.status(401).end();
  next();
}
";

const REPAIRED: &str = "import type { NextFunction, Request, Response } from 'express';

export function requireAdmin(req: Request, res: Response, next: NextFunction): void {
  if (!req.user?.isAdmin) {
    res.status(403).json({ error: 'admins only' }); // so be it
    return;
  }
  next();
}

export function requireUser(req: Request, res: Response, next: NextFunction): void {
  if (!req.user) { res.status(401).end(); return; }
  next();
}
";

#[test]
fn fix_writes_what_is_safe_and_leaves_the_rest() {
    let bench = Bench::with(&[("a.ts", FAULTY), ("b/c.ts", OPEN)]);
    let ran = bench.run(&["--fix"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!((bench.read("a.ts").as_str(), bench.read("b/c.ts").as_str()), (REPAIRED, OPEN));
    assert!(ran.out.contains("fixed[deny-without-return]: a.ts:5:"), "{}", ran.out);
    assert!(ran.out.contains("warning[default-allow]"), "{}", ran.out);
    assert!(ran.err.ends_with("2 fixed, 1 fixable with `--fix --unsafe-fixes`\n"), "{}", ran.err);
    // Again, there is nothing left to do.
    let again = bench.run(&["--fix"]);
    assert_eq!((again.code, bench.read("a.ts").as_str()), (1, REPAIRED));
    assert!(again.err.ends_with("\n1 fixable with `--fix --unsafe-fixes`\n"), "{}", again.err);
}

#[test]
fn what_was_repaired_does_not_count() {
    let bench = Bench::with(&[("a.ts", FAULTY)]);
    let report = bench.json(&[]);
    assert_eq!((&report["summary"]["fixed"], &report["summary"]["fixable"]), (&0.into(), &2.into()));
    assert_eq!(report["findings"][0]["fix"]["applicability"], "safe");
    assert_eq!(report["findings"][0]["fix"]["edits"][0]["replacement"], "\n    return;");
    let report = bench.json(&["--fix"]);
    assert_eq!((&report["summary"]["fixed"], &report["summary"]["findings"]), (&2.into(), &0.into()));
    assert_eq!(report["fixed"][0]["rule"], "deny-without-return");
    assert_eq!(bench.run(&["--fix"]).code, 0);
}

#[test]
fn unsafe_repairs_are_made_when_they_are_asked_for() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let ran = bench.run(&["--fix", "--unsafe-fixes"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert_eq!(bench.read("a.ts"), SAMPLE, "nobody would be left whom it allows");
    bench.write("a.ts", OPEN.as_bytes());
    assert_eq!(bench.run(&["--fix"]).code, 1);
    assert_eq!(bench.read("a.ts"), OPEN);
    let ran = bench.run(&["--fix", "--unsafe-fixes"]);
    assert_eq!(bench.read("a.ts"), OPEN.replace("  return true;", "  return false;"), "{}", ran.out);
}

#[test]
fn diff_prints_and_writes_nothing() {
    let bench = Bench::with(&[("src/a.ts", FAULTY), ("b.ts", SAMPLE)]);
    let ran = bench.run(&["--diff"]);
    assert_eq!(ran.code, 1);
    assert_eq!(bench.read("src/a.ts"), FAULTY);
    assert!(ran.out.starts_with("--- a/src/a.ts\n+++ b/src/a.ts\n@@ "), "{}", ran.out);
    assert!(ran.out.contains("+    return;\n") && !ran.out.contains("b/b.ts"), "{}", ran.out);
    assert_eq!(ran.err, "2 findings to repair\n");
    assert_eq!(bench.run(&["--diff", "--exit-zero"]).code, 0);
    bench.write("src/a.ts", REPAIRED.as_bytes());
    let ran = bench.run(&["--diff"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(bench.run(&["--diff", "--fix"]).code, 2);
    assert_eq!(bench.run(&["--diff", "--format", "json"]).code, 2);
}

#[test]
fn line_breaks_and_byte_order_marks_stay() {
    let windows = format!("\u{feff}{}", FAULTY.replace('\n', "\r\n"));
    let bench = Bench::with(&[("a.ts", &windows)]);
    let difference = bench.run(&["--diff"]).out;
    assert!(difference.contains("+    return;\r\n"), "{difference}");
    assert_eq!(bench.run(&["--fix"]).code, 0);
    assert_eq!(bench.read("a.ts"), format!("\u{feff}{}", REPAIRED.replace('\n', "\r\n")));
}

#[test]
fn what_was_silenced_or_not_chosen_is_not_repaired() {
    let silenced = FAULTY.replace(
        "    res.status(403)",
        "    // portcullis-disable-next-line deny-without-return -- known\n    res.status(403)",
    );
    let bench = Bench::with(&[("a.ts", &silenced)]);
    assert!(bench.run(&["--fix"]).err.ends_with("1 fixed\n"));
    assert!(!bench.read("a.ts").contains("    return;"), "{}", bench.read("a.ts"));
    bench.write("a.ts", FAULTY.as_bytes());
    bench.run(&["--fix", "--skip", "deny-without-return"]);
    assert_eq!(bench.read("a.ts"), FAULTY);
    bench.write("portcullis.json", br#"{ "rules": { "deny-without-return": "off" } }"#);
    bench.run(&["--fix"]);
    assert_eq!(bench.read("a.ts"), FAULTY);
}

#[test]
fn standard_input_comes_out_repaired() {
    let bench = Bench::with(&[]);
    let ran = bench.run_with_input(&["--fix", "-", "--stdin-filename", "src/a.ts"], FAULTY.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (0, REPAIRED), "{}", ran.err);
    assert!(ran.err.contains("fixed[deny-without-return]: src/a.ts:5:"), "{}", ran.err);
    // What has no repair comes out as it is, with its report beside it.
    let ran = bench.run_with_input(&["--fix", "-"], SAMPLE.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (1, SAMPLE));
    assert!(ran.err.contains("warning[default-allow]"), "{}", ran.err);
    let ran = bench.run_with_input(&["--diff", "-"], FAULTY.as_bytes());
    assert!(ran.code == 1 && ran.out.starts_with("--- a/stdin.ts\n"), "{}", ran.out);
    let ran = bench.run_with_input(&["--fix", "-"], b"c\0a\0n\0");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
}

#[test]
fn a_file_that_cannot_be_written_is_2() {
    let bench = Bench::with(&[("a.ts", FAULTY), ("b.ts", FAULTY)]);
    let mut rights = std::fs::metadata(bench.path().join("a.ts")).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(bench.path().join("a.ts"), rights).unwrap();
    let ran = bench.run(&["--fix"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("error: cannot write `a.ts`: it is read-only"), "{}", ran.err);
    assert_eq!((bench.read("a.ts").as_str(), bench.read("b.ts").as_str()), (FAULTY, REPAIRED));
    assert!(ran.err.ends_with("2 fixed\n"), "{}", ran.err);
}

#[test]
fn repairs_are_in_sarif() {
    let bench = Bench::with(&[("a.ts", FAULTY)]);
    let report: serde_json::Value = serde_json::from_str(&bench.run(&["--format", "sarif"]).out).unwrap();
    let fix = &report["runs"][0]["results"][0]["fixes"][0];
    assert_eq!(fix["description"]["text"], "Return behind the denial.");
    let replacement = &fix["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["deletedRegion"]["startLine"], 5);
    assert_eq!(replacement["insertedContent"]["text"], "\n    return;");
}
