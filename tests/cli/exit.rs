//! Exit codes: 0 clean, 1 findings, 2 could not do what was asked.

use crate::bench::{Bench, SAMPLE, SOUND};

#[test]
fn clean_is_0() {
    let bench = Bench::with(&[("a.ts", SOUND)]);
    let ran = bench.run(&["a.ts"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn findings_are_1_in_every_format() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    for format in ["human", "concise", "json", "sarif"] {
        assert_eq!(bench.run(&["--format", format]).code, 1, "{format}");
        assert_eq!(bench.run(&["--format", format, "--exit-zero"]).code, 0, "{format}");
    }
}

#[test]
fn check_is_the_default_command() {
    let bench = Bench::with(&[("a.ts", SAMPLE), ("check/b.ts", SOUND)]);
    let plain = bench.run(&["a.ts"]);
    for arguments in [&["check", "a.ts"][..], &["--strict", "check", "a.ts"], &["--color", "never", "a.ts"]] {
        let ran = bench.run(arguments);
        assert_eq!((ran.code, ran.out), (plain.code, plain.out.clone()), "{arguments:?}");
    }
    let ran = bench.run(&["./check"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("1 file analysed"), "{}", ran.err);
}

#[test]
fn fail_on_moves_the_line() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    assert_eq!(bench.run(&["--fail-on", "error"]).code, 0);
    assert_eq!(bench.run(&["--fail-on", "warning"]).code, 1);
    assert_eq!(bench.run(&["--fail-on", "note"]).code, 1);
}

#[test]
fn a_missing_path_is_2_and_the_rest_is_analysed() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let ran = bench.run(&["missing.ts", "a.ts", "--format", "concise", "--exit-zero"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("error: cannot read `missing.ts`: no such file"), "{}", ran.err);
    assert!(ran.out.starts_with("a.ts:3:"), "{}", ran.out);
    let report = bench.json(&["missing.ts", "a.ts"]);
    assert_eq!(report["not_analysed"][0]["path"], "missing.ts");
    assert_eq!(report["summary"]["not_analysed"], 1);
}

#[cfg(unix)]
#[test]
fn a_named_file_that_cannot_be_read_is_2() {
    // A link to nowhere stands for a file without permission: tests often run as root, who may read everything.
    let bench = Bench::with(&[("a.ts", SOUND)]);
    std::os::unix::fs::symlink("nowhere", bench.path().join("link.ts")).unwrap();
    let ran = bench.run(&["link.ts", "a.ts"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot read `link.ts`"), "{}", ran.err);
    assert!(ran.err.contains("1 file analysed"), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_named_file_that_fails_while_reading_is_2() {
    // The process's own memory can be opened, but its first page not read: a disk that fails, or a file without permission.
    let bench = Bench::with(&[("a.ts", SOUND)]);
    std::os::unix::fs::symlink("/proc/self/mem", bench.path().join("mem.ts")).unwrap();
    let ran = bench.run(&["mem.ts", "a.ts"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot read `mem.ts`"), "{}", ran.err);
}

#[test]
fn nothing_to_check_is_2() {
    let bench = Bench::with(&[("readme.md", "text"), ("a.test.ts", SAMPLE)]);
    for command in ["check", "checks"] {
        let ran = bench.run(&[command]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("nothing to check"), "{}", ran.err);
    }
    assert!(bench.run(&[]).err.contains("--no-ignore"));
}

#[test]
fn mistakes_of_use_are_2() {
    let bench = Bench::with(&[("a.ts", SOUND)]);
    for arguments in [
        &["--no-such-flag"][..],
        &["--format", "yaml"],
        &["--format", "sarif="],
        &["--format", "json", "--format", "human"],
        &["--format", "json=a", "--format", "sarif=a"],
        &["--format", "json=a", "-o", "b"],
        &["--root", "missing"],
        &["--threads", "0"],
        &["--max-file-size", "5 parsecs"],
        &["table"],
        &["explain"],
    ] {
        let ran = bench.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn strict_makes_a_gap_2() {
    let bench = Bench::with(&[("a.ts", SOUND)]);
    bench.write("utf16.ts", b"\xff\xfea\0");
    assert_eq!(bench.run(&[]).code, 0);
    let ran = bench.run(&["--strict"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--strict"), "{}", ran.err);
}

#[test]
fn output_that_cannot_be_written_is_2() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    for arguments in [&["-o", "no/such/folder"][..], &["--format", "sarif=no/such/folder"]] {
        let ran = bench.run(arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("cannot write `no/such/folder`"), "{}", ran.err);
    }
}

#[test]
fn help_and_version_are_0() {
    let bench = Bench::with(&[]);
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["--version"],
        &["check", "--version"],
        &["help"],
        &["help", "check"],
        &["check", "--help"],
        &["checks", "--help"],
        &["table", "--help"],
    ] {
        let ran = bench.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!ran.out.is_empty());
    }
}
