//! What is printed, where to, and in which colours.

use crate::bench::{Bench, Ran, SAMPLE, SOUND, finish};

#[test]
fn human_report() {
    let bench = Bench::with(&[("src/a.ts", SAMPLE)]);
    let ran = bench.run(&[]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("warning[default-allow]: `canDelete` "), "{}", ran.out);
    assert!(lines[1].contains("╭─[src/a.ts:3:"), "{}", ran.out);
    assert!(lines.iter().any(|line| line.starts_with(" 3 │   return true;")), "{}", ran.out);
    assert!(lines.iter().any(|line| line.starts_with("  help: ")), "{}", ran.out);
    assert_eq!(lines.last(), Some(&"  more: portcullis explain default-allow"));
    assert_eq!(ran.err, "1 file analysed, 1 check, 1 finding (1 warning), 0 parts not analysed\n");
}

#[test]
fn the_witness_is_numbered_and_the_finding_is_its_last_step() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let steps = bench.json(&[])["findings"][0]["witness"].as_array().unwrap().len();
    let out = bench.run(&[]).out;
    let places: Vec<usize> = (1..=steps + 1).map(|step| out.find(&format!("── {step}. ")).expect(&out)).collect();
    assert!(places.is_sorted(), "{out}");
}

#[test]
fn ascii_where_the_locale_is() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let ran = finish(bench.command(&[]).env("LC_ALL", "C"), b"");
    assert!(ran.out.is_ascii(), "{}", ran.out);
    assert!(ran.out.contains("[a.ts:3:"), "{}", ran.out);
}

#[test]
fn concise_report() {
    let bench = Bench::with(&[("a.ts", SAMPLE), ("b/c.ts", SAMPLE)]);
    let ran = bench.run(&["--format", "concise"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("a.ts:3:"), "{}", ran.out);
    assert!(lines[0].contains(": warning[default-allow] `canDelete` "), "{}", ran.out);
    assert!(lines[1].starts_with("b/c.ts:3:"), "{}", ran.out);
}

#[test]
fn json_report() {
    let report = Bench::with(&[("a.ts", SAMPLE)]).json(&[]);
    assert_eq!(report["version"], 1);
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "default-allow");
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["confidence"], "medium");
    assert_eq!(finding["function"], "canDelete");
    assert_eq!(finding["path"], "a.ts");
    assert_eq!(finding["start"]["line"], 3);
    let (start, end) = (&finding["start"]["offset"], &finding["end"]["offset"]);
    let text = &SAMPLE[start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize];
    assert!("  return true;".contains(text), "{text}");
    for field in ["cwe", "message", "help", "gets_in", "witness", "related", "elsewhere", "condition", "fingerprint"] {
        assert!(finding.get(field).is_some(), "{field}");
    }
    for field in ["files", "checks", "findings", "warnings"] {
        assert_eq!(report["summary"][field], 1, "{field}");
    }
}

#[test]
fn fingerprints_survive_moved_lines() {
    let moved = format!("\n\n// moved\n{SAMPLE}");
    let report = Bench::with(&[("a.ts", SAMPLE), ("b.ts", &moved)]).json(&[]);
    assert_eq!(report["findings"][0]["fingerprint"], report["findings"][1]["fingerprint"]);
}

#[test]
fn files_take_reports() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let ran = bench.run(&["--format", "concise", "--format", "sarif=out.sarif", "--format=json=out.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("a.ts:3:"), "{}", ran.out);
    assert!(bench.read("out.sarif").contains("\"2.1.0\""));
    assert!(bench.read("out.json").contains("\"version\": 1"));
    let ran = bench.run(&["-o", "out.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(bench.read("out.txt").starts_with("warning[default-allow]"));
}

/// Whether a run printed colour to standard output and to standard error.
fn coloured(arguments: &[&str], variables: &[(&str, &str)]) -> (bool, bool) {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let mut command = bench.command(arguments);
    command.arg("a.ts").arg("missing.ts").envs(variables.iter().copied());
    let Ran { out, err, .. } = finish(&mut command, b"");
    (out.contains("\u{1b}["), err.contains("\u{1b}["))
}

#[test]
fn colour_follows_the_flag_then_the_variables_then_the_terminal() {
    let (yes, no) = ((true, true), (false, false));
    assert_eq!(coloured(&[], &[]), no);
    assert_eq!(coloured(&["--color", "always"], &[]), yes);
    assert_eq!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), yes);
    assert_eq!(coloured(&["--color", "never"], &[("FORCE_COLOR", "1")]), no);
    assert_eq!(coloured(&[], &[("FORCE_COLOR", "1")]), yes);
    assert_eq!(coloured(&[], &[("CLICOLOR_FORCE", "1")]), yes);
    assert_eq!(coloured(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]), no);
    assert_eq!(coloured(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "")]), yes);
    assert_eq!(coloured(&[], &[("FORCE_COLOR", "0")]), no);
}

#[test]
fn the_same_whatever_the_thread_count() {
    let files: Vec<(String, String)> = (0..60)
        .map(|number| {
            (format!("{}/{number}.ts", number % 7), format!("{}{SAMPLE}", "// role\n".repeat(number * 37 % 60)))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let bench = Bench::with(&files);
    for arguments in [
        &["--format", "human"][..],
        &["--format", "json"],
        &["--format", "sarif"],
        &["checks"],
        &["table", "--all", "."],
    ] {
        let with = |threads: &str| {
            let ran = bench.run(&[arguments, &["--threads", threads]].concat());
            (ran.code, ran.out, ran.err)
        };
        let one = with("1");
        assert!(one == with("2") && one == with("8"), "{arguments:?}");
    }
}

#[test]
fn a_clean_run_prints_nothing_but_the_summary() {
    let ran = Bench::with(&[("a.ts", SOUND)]).run(&[]);
    assert_eq!(ran.out, "");
    assert_eq!(ran.err.lines().count(), 1);
}

#[test]
fn statistics_tell_what_could_be_followed() {
    let caller = "import { canDelete } from './access';
import { verifyAccess } from 'tokens';
export function remove(user: User, canEdit: (user: User) => boolean) {
  verifyAccess(user);
  return canDelete(user) || canEdit(user);
}
";
    let bench = Bench::with(&[("package.json", "{}"), ("access.ts", SAMPLE), ("remove.ts", caller)]);
    let ran = bench.run(&["--statistics", "--exit-zero", "remove.ts"]);
    let expected = "1 file read, 2 files of the project in all
0 checks, 3 guard calls
  1 of 2 that may stay in the project go to a known function of it (50.0 %)
    1 unknown: parameter
  1 lead out of it
    1 to `tokens`
";
    assert!(ran.err.ends_with(expected), "{}", ran.err);
    let statistics = &bench.json(&["--statistics", "remove.ts"])["summary"]["statistics"];
    assert_eq!(statistics["guard_calls"], 3);
    assert_eq!((&statistics["resolved"], &statistics["outside"]), (&1.into(), &1.into()));
    assert_eq!((&statistics["packages"]["tokens"], &statistics["unresolved"]["parameter"]), (&1.into(), &1.into()));
    assert_eq!(bench.json(&["remove.ts"])["summary"].get("statistics"), None);
}
