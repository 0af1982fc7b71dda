//! `explain FILE:LINE`: what was made of a function.

use crate::bench::{Bench, SAMPLE};

#[test]
fn a_check_is_accounted_for() {
    let bench = Bench::with(&[("src/a.ts", SAMPLE)]);
    let ran = bench.run(&["explain", "src/a.ts:2"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "canDelete (src/a.ts:1)");
    for line in [
        "  kind        decision",
        "  encoding    boolean",
        "  polarity    normal",
        "  default     allow",
        "  confidence  medium",
        "  because     returns `boolean`",
    ] {
        assert!(lines.contains(&line), "{line}: {}", ran.out);
    }
    let rows =
        ["  deny  when user.role === 'guest'  line 2  false", "  allow otherwise                   line 3  true"];
    assert_eq!(lines[lines.len() - 2..], rows, "{}", ran.out);
    for place in ["src/a.ts:1", "src/a.ts:4", "src/a.ts:3:5", "./src/a.ts:1:1", "src/a.ts:2:9999"] {
        assert_eq!(bench.run(&["explain", place]).out, ran.out, "{place}");
    }
}

#[test]
fn what_was_not_understood_has_its_line() {
    let text = "export function canRead(user: User): boolean {
  let level = 0;
  for (let i = 0; i < user.roles.length; i++) level = level * 2 + user.roles[i];
  return level > 3;
}
";
    let ran = Bench::with(&[("a.ts", text)]).run(&["explain", "a.ts:1"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.lines().any(|line| line.starts_with("  not exact   line 3: ")), "{}", ran.out);
}

#[test]
fn a_function_that_is_no_check_is_said_to_be_none() {
    let helper = format!("{SAMPLE}export const total = (a: number) => a + 1;\n");
    let bench = Bench::with(&[("a.ts", &helper)]);
    let ran = bench.run(&["explain", "a.ts:5"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("total (a.ts:5)\n  is not taken for a check\n"), "{}", ran.out);
    assert!(ran.out.contains("neither its type nor its answers have the shape of a decision"), "{}", ran.out);
}

#[test]
fn a_place_without_a_function_is_2() {
    let bench = Bench::with(&[("a.ts", &format!("import x from 'x';\n{SAMPLE}")), ("src/b.ts", SAMPLE)]);
    bench.write("utf16.ts", b"\xff\xfea\0");
    for (target, message) in [
        ("a.ts:1", "no function at a.ts:1"),
        ("a.ts:99", "`a.ts` has no line 99"),
        ("a.ts:0", "`a.ts:0` is no place; write FILE:LINE"),
        ("a.ts:", "`a.ts:` is no place"),
        ("a.ts:x", "`a.ts:x` is no place"),
        ("missing.ts:1", "cannot read `missing.ts`: no such file"),
        ("src:1", "`src` is a folder"),
        ("utf16.ts:1", "utf16.ts: not analysed"),
    ] {
        let ran = bench.run(&["explain", target]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{target}");
        assert!(ran.err.contains(message), "{target}: {}", ran.err);
    }
}

#[test]
fn standard_input_can_be_explained() {
    let arguments = ["explain", "--stdin-filename", "src/x.ts", "--", "-:3"];
    let ran = Bench::with(&[]).run_with_input(&arguments, SAMPLE.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("canDelete (src/x.ts:1)\n"), "{}", ran.out);
}
