//! Files nobody should write, and somebody will.

use crate::bench::{Bench, SAMPLE};

/// Runs on a sound neighbour and one hostile file; gives the reason the file was not analysed.
fn reason(name: &str, bytes: &[u8]) -> String {
    let bench = Bench::with(&[("neighbour.ts", SAMPLE)]);
    bench.write(name, bytes);
    let report = bench.json(&[]);
    assert_eq!(report["findings"][0]["path"], "neighbour.ts");
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    let part = &report["not_analysed"][0];
    assert_eq!(part["path"], name, "{report}");
    assert_eq!(report["summary"]["not_analysed"], 1);
    let ran = bench.run(&[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("1 part not analysed"), "{}", ran.err);
    let named = ran.err.lines().filter(|line| line.starts_with(name)).count();
    assert_eq!(named, 1, "{}", ran.err);
    part["reason"].as_str().unwrap().to_owned()
}

#[test]
fn empty_files_are_clean() {
    let bench = Bench::with(&[("a.ts", ""), ("b.ts", "\u{feff}"), ("c.ts", "\n")]);
    let ran = bench.run(&["--strict", "--no-prefilter"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("3 files analysed"), "{}", ran.err);
}

#[test]
fn utf16_is_named() {
    let text = "function canEdit() { return true }";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(reason("a.ts", &[&[0xff, 0xfe][..], &little].concat()).to_lowercase().contains("utf-16"));
    assert!(reason("b.ts", &little).to_lowercase().contains("utf-16"));
}

#[test]
fn binary_is_named() {
    // MPEG transport streams are called `.ts` too.
    assert!(!reason("film.ts", b"G\x40\x11\x10\x00\x42\xf0\x25\x00\x01\xc1\x00\x00\xff\x01 allow").is_empty());
    assert!(!reason("latin1.ts", b"// caf\xe9, access").is_empty());
}

#[test]
fn a_file_too_large_is_named_with_what_to_do() {
    let line = "x; allow();".repeat(10 << 20).into_bytes();
    let reason = reason("big.ts", &line[..10 << 20]);
    assert_eq!(reason, "larger than 5 MB; raise --max-file-size to analyse it");
}

#[test]
fn a_size_limit_can_be_chosen() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let ran = bench.run(&["--max-file-size", "20", "a.ts"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("a.ts: not analysed: larger than 20 bytes"), "{}", ran.err);
    assert!(bench.run_with_input(&["-", "--max-file-size", "20"], SAMPLE.as_bytes()).err.contains("larger than"));
}

#[test]
fn a_long_line_gives_a_short_report() {
    let bench = Bench::with(&[]);
    let padding = "x=1;".repeat(1 << 16);
    bench.write("a.ts", format!("{padding}\n{}{padding}\n", SAMPLE.replace("\n}\n", " }")).as_bytes());
    let ran = bench.run(&["a.ts"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.len() < 4_000, "{}", ran.out.len());
}

#[test]
fn deep_nesting_costs_one_file() {
    let parentheses = format!("const allow = {}1{};", "(".repeat(20_000), ")".repeat(20_000));
    assert!(!reason("deep.ts", parentheses.as_bytes()).is_empty());
}

#[test]
fn long_chains_cost_one_file_at_most() {
    let bench = Bench::with(&[("neighbour.ts", SAMPLE)]);
    bench.write("chain.ts", format!("const allow = a{};", "&& a".repeat(50_000)).as_bytes());
    let report = bench.json(&[]);
    assert_eq!(report["findings"][0]["path"], "neighbour.ts");
}

#[test]
fn a_syntax_error_is_named_with_its_place() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    bench.write("broken.ts", b"function canEdit() {\n  return true;\n}\nlet = ]]];\n");
    let report = bench.json(&[]);
    let part = &report["not_analysed"][0];
    assert_eq!((&part["path"], &part["start"]["line"]), (&"broken.ts".into(), &4.into()), "{report}");
    let ran = bench.run(&[]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("broken.ts:4:"), "{}", ran.err);
}

#[test]
fn source_cannot_write_to_the_terminal() {
    let bench = Bench::with(&[]);
    let text = SAMPLE.replace("'guest'", "'\u{1b}]0;owned\u{7}\u{202e}'");
    bench.write("a\u{1b}[31m.ts", text.as_bytes());
    for format in ["human", "concise"] {
        let ran = bench.run(&["--format", format]);
        let all = ran.out + &ran.err;
        assert!(!all.contains('\u{1b}') && !all.contains('\u{202e}'), "{all:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let files: Vec<(String, &str)> = (0..400).map(|number| (format!("{number}.ts"), SAMPLE)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let bench = Bench::with(&files);
    for arguments in [&["check"][..], &["checks"], &["table", "--all", "."], &["--format", "sarif"]] {
        let mut command = bench.command(arguments);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(!err.contains("panicked"), "{arguments:?}: {err}");
    }
}

#[test]
fn closed_standard_error_is_no_panic() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let mut command = bench.command(&["a.ts", "missing.ts"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(2));
}

#[test]
fn chains_and_crowds_inside_a_check_end() {
    let chain = format!(
        "export function hasPermission(user: User, a: Api): boolean {{\n  if (a{} === 'x') return user.role === 'admin';\n  return false;\n}}\n",
        ".b()".repeat(2_000)
    );
    let questions: String = (0..1_100).map(|i| format!("  if (user.a{i}) return user.role === 'r{i}';\n")).collect();
    let crowd = format!("export function hasPermission(user: User): boolean {{\n{questions}  return false;\n}}\n");
    let bench = Bench::with(&[("chain.ts", &chain), ("crowd.ts", &crowd)]);
    assert!(bench.run(&["."]).err.contains("2 files analysed, 2 checks"));
    let table = bench.run(&["table", "crowd.ts"]);
    assert!(table.out.contains("not exact: it asks more than 1000 questions"), "{}", table.out);
}

#[test]
fn comments_without_end_are_read() {
    let directive = "portcullis-disable-next-line default-allow -- x";
    let stacked = format!("// {directive}\n").repeat(20_000);
    let abreast = format!("/* {directive} */ ").repeat(20_000);
    let bench = Bench::with(&[("a.ts", &format!("{stacked}{SAMPLE}")), ("b.ts", &format!("{abreast}\n{SAMPLE}"))]);
    assert_eq!(bench.json(&[])["summary"]["findings"], 40_002);
    let ids: String = (0..100_000).map(|number| format!("rule-{number}, ")).collect();
    bench.write("a.ts", format!("// portcullis-disable-file {ids}default-allow -- x\n{SAMPLE}").as_bytes());
    assert_eq!(bench.json(&["a.ts"])["summary"]["findings"], 1, "one for all that do not exist");
}
