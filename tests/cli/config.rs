//! `portcullis.json`: where it is found, what it changes, and what is wrong with it.

use serde_json::Value;

use crate::bench::{Bench, SAMPLE, SOUND};

const OFF: &str = r#"{ "rules": { "default-allow": "off" } }"#;
const BROKEN: &str = "{";

fn paths(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["path"].as_str().unwrap()).collect()
}

#[test]
fn a_rule_is_switched_off_or_given_a_severity() {
    let bench = Bench::with(&[("a.ts", SAMPLE), ("portcullis.json", OFF)]);
    let ran = bench.run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    bench.write("portcullis.json", br#"{ "rules": { "default-allow": "error" } }"#);
    let report = bench.json(&["--fail-on", "error", "--min-severity", "error"]);
    assert_eq!(report["findings"][0]["severity"], "error");
    assert_eq!(bench.run(&["--fail-on", "error"]).code, 1);
    bench.write("portcullis.json", br#"{ "rules": { "default-allow": "note" } }"#);
    assert_eq!(bench.json(&[])["findings"][0]["severity"], "note");
    assert_eq!(bench.run(&[]).code, 0);
}

#[test]
fn the_command_line_wins() {
    let bench = Bench::with(&[("a.ts", SAMPLE), ("portcullis.json", OFF)]);
    assert_eq!(paths(&bench.json(&["--only", "default-allow"])), ["a.ts"]);
    bench.write("portcullis.json", br#"{ "rules": { "default-allow": "error" } }"#);
    assert_eq!(bench.run(&["--skip", "default-allow"]).code, 0);
}

#[test]
fn a_pedantic_rule_that_is_given_a_severity_runs() {
    let closed =
        "export function canRead(user: User): boolean {\n  if (user.role === 'a') return false;\n  return false;\n}\n";
    let bench = Bench::with(&[("a.ts", closed)]);
    assert_eq!(paths(&bench.json(&[])).len(), 0);
    bench.write("portcullis.json", br#"{ "rules": { "unreachable-allow": "warning" } }"#);
    let report = bench.json(&[]);
    assert_eq!(report["findings"][0]["rule"], "unreachable-allow");
    assert_eq!(report["findings"][0]["severity"], "warning");
}

#[test]
fn the_nearest_file_upwards_counts() {
    let files = [
        ("portcullis.json", BROKEN),
        ("repo/.git/HEAD", "ref: refs/heads/main\n"),
        ("repo/a/b/c.ts", SAMPLE),
        ("repo/a/d.ts", SAMPLE),
        ("repo/other/e.ts", SAMPLE),
        ("repo/a/portcullis.json", OFF),
    ];
    let bench = Bench::with(&files);
    // From the first path: a folder, a file, and one that is called from elsewhere.
    for path in ["repo/a", "repo/a/b", "repo/a/b/c.ts", "repo/a/../a/b"] {
        assert_eq!(bench.run(&[path]).code, 0, "{path}");
    }
    assert_eq!(bench.run(&["repo/a/d.ts", "repo/other"]).code, 0);
    // What lies above the repository is not asked.
    assert_eq!(bench.run(&["repo/other"]).code, 1);
    assert_eq!(bench.run(&["repo"]).code, 1);
    // Without a path, from the working directory or the root; for standard input, from where it is said to lie.
    assert_eq!(bench.run(&[]).code, 2);
    assert_eq!(bench.run(&["--root", "repo/a"]).code, 0);
    let ran = bench.run_with_input(&["-", "--stdin-filename", "repo/a/x.ts"], SAMPLE.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = bench.run_with_input(&["-", "--stdin-filename", "repo/x.ts"], SAMPLE.as_bytes());
    assert_eq!(ran.code, 1, "{}", ran.err);
}

#[test]
fn a_file_can_be_named_and_none_be_read() {
    let bench = Bench::with(&[("a.ts", SAMPLE), ("portcullis.json", BROKEN), ("conf/own.json", OFF)]);
    assert_eq!(bench.run(&["--config", "conf/own.json"]).code, 0);
    assert_eq!(bench.run(&["--no-config"]).code, 1);
    let ran = bench.run(&["--no-config", "--config", "conf/own.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let ran = bench.run(&["--config", "missing.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err, "error: cannot read `missing.json`: no such file or directory\n");
    bench.write("utf16.json", b"\xff\xfe{\0}\0");
    assert_eq!(bench.run(&["--config", "utf16.json"]).code, 2);
}

#[test]
fn every_command_that_reads_files_reads_it() {
    let bench = Bench::with(&[("a.ts", SOUND), ("portcullis.json", BROKEN)]);
    for arguments in [&["check"][..], &["--show-files"], &["checks"], &["table", "a.ts"], &["explain", "a.ts:1"]] {
        let ran = bench.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains("[portcullis.json:1:1]"), "{arguments:?}: {}", ran.err);
        assert_eq!(bench.run(&[arguments, &["--no-config"]].concat()).code, 0, "{arguments:?}");
    }
    assert_eq!(bench.run(&["rules"]).code, 0);
    assert_eq!(bench.run(&["explain", "default-allow"]).code, 0);
}

/// The error, and everything of the report that stands behind `error: `.
fn error(text: &str) -> String {
    let bench = Bench::with(&[("a.ts", SOUND), ("portcullis.json", text)]);
    let ran = bench.run(&["a.ts"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{text}: {}", ran.err);
    ran.err.strip_prefix("error: ").expect(&ran.err).to_owned()
}

#[test]
fn a_fault_is_shown_in_its_place() {
    let expected = "unknown key `exlude`
   ╭─[portcullis.json:3:12]
 3 │   /* 😀 */ \"exlude\": [],
   ·            ────┬───
   ·                ╰── did you mean `exclude`?
   ╰────
";
    assert_eq!(error("// é\r\n{\r\n  /* 😀 */ \"exlude\": [],\r\n}\r\n"), expected);
}

#[test]
fn every_fault_has_a_place_and_a_proposal() {
    for (text, place, message, hint) in [
        ("{", "1:1", "unterminated object", "here"),
        ("", "1:1", "the configuration is empty", "an object"),
        ("{} {}", "1:4", "text cannot contain more than one JSON value", "here"),
        ("[]", "1:1", "the configuration is no object", "an object"),
        (r#"{ "invariants": {} }"#, "1:3", "unknown key `invariants`", "one of `$schema`, `include`"),
        (r#"{ "guard": {} }"#, "1:3", "unknown key `guard`", "did you mean `guards`?"),
        (r#"{ "rules": {}, "rules": {} }"#, "1:16", "`rules` is there twice", "the second time"),
        (r#"{ "rules": [] }"#, "1:12", "`rules` is no object", "an object"),
        (
            r#"{ "rules": { "default-alow": "off" } }"#,
            "1:14",
            "unknown rule `default-alow`",
            "did you mean `default-allow`?",
        ),
        (r#"{ "rules": { "zzz": "off" } }"#, "1:14", "unknown rule `zzz`", "`portcullis rules`"),
        (r#"{ "rules": { "default-allow": "warn" } }"#, "1:31", "`warn` is no severity", "did you mean `warning`?"),
        (r#"{ "rules": { "default-allow": 1 } }"#, "1:31", "this is no severity", "one of `off`, `note`"),
        (r#"{ "include": "src" }"#, "1:14", "`include` is no list", "a list of patterns"),
        (r#"{ "include": [1] }"#, "1:15", "what `include` lists is no text", "a text"),
        (r#"{ "exclude": ["a/{"] }"#, "1:15", "`a/{` is no pattern", "`.gitignore`"),
        (r#"{ "exclude": ["../a"] }"#, "1:15", "`../a` leads out of the folder", "relative to this file"),
        (
            r#"{ "guards": { "a": "bolean" } }"#,
            "1:20",
            "`bolean` is no encoding and no polarity",
            "did you mean `boolean`?",
        ),
        (r#"{ "guards": { "a": "boolean invrted" } }"#, "1:20", "`invrted` is no encoding", "did you mean `inverted`?"),
        (r#"{ "guards": { "a": "inverted boolean" } }"#, "1:20", "`inverted boolean` says no", "`boolean inverted`"),
        (
            r#"{ "guards": { "a": { "encodng": "boolean" } } }"#,
            "1:22",
            "unknown key `encodng`",
            "did you mean `encoding`?",
        ),
        (r#"{ "guards": { "a": { "polarity": "boolean" } } }"#, "1:34", "`boolean` is no polarity", "one of `normal`"),
        (r#"{ "guards": { "src/a#": "boolean" } }"#, "1:15", "`src/a#` names no function", "`module#name`"),
        (r#"{ "decisions": { "V": { "x": "alow" } } }"#, "1:30", "`alow` is no decision", "did you mean `allow`?"),
        (r#"{ "decisions": { "V": "allow" } }"#, "1:23", "`V` is no object", "an object"),
        (r#"{ "frameworks": {} }"#, "1:17", "`frameworks` is no list", "a list of tables"),
        (r#"{ "frameworks": [{}] }"#, "1:18", "`name` is missing", "it needs `name`"),
        (r#"{ "frameworks": [{ "name": "G", "form": [] }] }"#, "1:33", "unknown key `form`", "did you mean `forms`?"),
        (r#"{ "frameworks": [{ "name": 1 }] }"#, "1:28", "this is a number", "a string"),
        (
            r#"{ "frameworks": [{ "name": "G", "types": { "N": "continuaton" } }] }"#,
            "1:49",
            "`continuaton` is not known here",
            "did you mean `continuation`?",
        ),
        (
            r#"{ "frameworks": [{ "name": "G", "forms": [{ "called": "a k", "when": [{ "typd": {} }], "contract": { "encoding": "boolean" } }] }] }"#,
            "1:73",
            "`typd` is not known here",
            "did you mean `typed`?",
        ),
        (
            r#"{ "frameworks": [{ "name": "G", "forms": [{ "called": "a k", "when": [], "contract": { "encoding": "boolean", "values": { "yes": "allow" } } }] }] }"#,
            "1:121",
            "`yes` is no constant",
            "`true`, `undefined`",
        ),
        (r#"{ "frameworks": [{ "name": "G", "name": "H" }] }"#, "1:33", "`name` is there twice", "the second time"),
    ] {
        let told = error(text);
        let (first, drawing) = told.split_once('\n').unwrap();
        assert!(first.starts_with(message), "{text}: {told}");
        assert!(drawing.contains(&format!("[portcullis.json:{place}]")), "{text}: {told}");
        assert!(drawing.contains(hint), "{text}: {told}");
    }
}

#[test]
fn all_faults_are_told() {
    let told = error(r#"{ "guards": { "a": "x" }, "rules": { "zzz": 1, "default-allow": "x" }, "b": 1 }"#);
    assert_eq!(told.matches("error: ").count() + 1, 4, "{told}");
    assert!(told.starts_with("`x` is no encoding"), "in their order: {told}");
}

#[test]
fn comments_trailing_commas_and_a_byte_order_mark_are_fine() {
    let text = format!("\u{feff}// a\n{{ /* b */ {},\n}}\n", &OFF[2..OFF.len() - 2]);
    assert_eq!(Bench::with(&[("a.ts", SAMPLE), ("portcullis.json", &text)]).run(&[]).code, 0);
}

/// The files that a walk takes under a configuration.
fn shown(config: &str, arguments: &[&str]) -> Vec<String> {
    let names = ["a.ts", "src/b.ts", "src/legacy/c.ts", "src/legacy/deep/d.ts", "src/e.old.ts", "lib/src/f.ts"];
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| (*name, SOUND)).chain([("portcullis.json", config)]).collect();
    let ran = Bench::with(&files).run(&[&["--show-files"], arguments].concat());
    assert!(ran.code == 0 || ran.out.is_empty(), "{}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn include_and_exclude_choose_files() {
    assert_eq!(shown(r#"{ "include": ["/src"] }"#, &[]).len(), 4);
    assert_eq!(shown(r#"{ "include": ["./src"] }"#, &[]).len(), 4);
    assert_eq!(shown(r#"{ "include": ["src"] }"#, &[]).len(), 5);
    assert_eq!(shown(r#"{ "include": ["*.old.ts", "lib/**"] }"#, &[]), ["lib/src/f.ts", "src/e.old.ts"]);
    assert_eq!(shown(r#"{ "exclude": ["src"] }"#, &[]), ["a.ts"]);
    assert_eq!(shown(r#"{ "exclude": ["legacy/", "*.old.ts"] }"#, &[]), ["a.ts", "lib/src/f.ts", "src/b.ts"]);
    let both = r#"{ "include": ["/src"], "exclude": ["/src/legacy/*", "!/src/legacy/c.ts"] }"#;
    assert_eq!(shown(both, &[]), ["src/b.ts", "src/e.old.ts", "src/legacy/c.ts"]);
}

#[test]
fn patterns_hold_below_named_folders_and_not_for_named_files() {
    let config = r#"{ "exclude": ["/src/legacy"] }"#;
    assert_eq!(shown(config, &["src"]), ["src/b.ts", "src/e.old.ts"]);
    assert_eq!(shown(config, &["./lib/../src"]), ["src/b.ts", "src/e.old.ts"]);
    assert_eq!(shown(config, &["src/legacy"]), [] as [&str; 0]);
    assert_eq!(shown(config, &["src/legacy/c.ts"]), ["src/legacy/c.ts"]);
    assert_eq!(shown(config, &["--no-config", "src/legacy"]), ["src/legacy/c.ts", "src/legacy/deep/d.ts"]);
}

#[cfg(unix)]
#[test]
fn patterns_hold_behind_links() {
    let bench = Bench::with(&[
        ("real/a.ts", SOUND),
        ("real/old/b.ts", SOUND),
        ("real/portcullis.json", r#"{ "exclude": ["/old"] }"#),
    ]);
    std::os::unix::fs::symlink("real", bench.path().join("link")).unwrap();
    assert_eq!(bench.run(&["--show-files", "link/"]).out, "link/a.ts\n");
}

#[test]
fn a_configuration_that_leaves_nothing_says_so() {
    let bench = Bench::with(&[("a.ts", SOUND), ("portcullis.json", r#"{ "include": ["src"] }"#)]);
    let ran = bench.run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`include`") && ran.err.contains("--no-config"), "{}", ran.err);
}

/// The checks of a file without any permission word.
fn checks(config: &str) -> Vec<String> {
    let plain = "type Lamp = 'GREEN' | 'RED';
export function isWet(pond: Pond): boolean {
  if (pond.depth > 3) return true;
  return false;
}
export function lampOf(pond: Pond): Lamp {
  if (pond.depth > 3) return 'RED';
  return 'GREEN';
}
";
    let bench = Bench::with(&[("src/pond.ts", plain), ("portcullis.json", config)]);
    let list: Value = serde_json::from_str(&bench.run(&["checks", "--format", "json"]).out).unwrap();
    let describe = |check: &Value| {
        let rows = check["decisions"].as_array().unwrap().iter().map(|row| row["decision"].as_str().unwrap());
        format!("{} {}: {}", check["function"], check["polarity"], rows.collect::<Vec<_>>().join(" ")).replace('"', "")
    };
    list.as_array().unwrap().iter().map(describe).collect()
}

#[test]
fn own_guards_are_checks_even_where_no_permission_word_stands() {
    assert_eq!(checks("{}"), [] as [&str; 0]);
    assert_eq!(checks(r#"{ "guards": { "isWet": "boolean" } }"#), ["isWet normal: allow deny"]);
    assert_eq!(checks(r#"{ "guards": { "pond#isWet": "boolean inverted" } }"#), ["isWet inverted: deny allow"]);
    assert_eq!(checks(r#"{ "guards": { "src/pond.ts#isWet": {} } }"#), ["isWet normal: allow deny"]);
    assert_eq!(checks(r#"{ "guards": { "lake#isWet": "boolean" } }"#), [] as [&str; 0]);
}

#[test]
fn own_words_decide() {
    let words =
        r#"{ "decisions": { "Lamp": { "GREEN": "allow", "RED": "deny" } }, "guards": { "lampOf": "literal" } }"#;
    assert_eq!(checks(words), ["lampOf none: deny allow"]);
}

/// A framework of one's own: whatever is no `true` of its keepers refuses, nothing too.
const OWN_FRAMEWORK: &str = r#"{ "frameworks": [{
  "name": "Drawbridge", "packages": ["drawbridge"],
  "forms": [{
    "called": "a keeper", "note": "nothing refuses", "decides": true,
    "when": [{ "registered": {} }, { "method": { "of": ["Keeper"], "named": ["lowers"] } }],
    "contract": { "encoding": "boolean", "values": { "true": "allow" }, "truthy": "deny", "falsy": "deny", "nothing": "deny" }
  }],
  "registrations": [{ "by": ["keep"], "guards": "before-last" }]
}] }"#;

#[test]
fn a_framework_of_ones_own_makes_its_guards_checks() {
    let plain = "import { bridge } from 'drawbridge';
function byMoat(cart) {
  if (cart.wheels === 4) return true;
}
bridge.keep('/moat', byMoat, cart => cart.cross());
export class Tower implements Keeper {
  lowers(cart: Cart) {
    return cart.wheels === 2;
  }
}
";
    let bench = Bench::with(&[("a.ts", plain), ("portcullis.json", "{}")]);
    let checks = |bench: &Bench| -> Vec<Value> {
        serde_json::from_str(&bench.run(&["checks", "--format", "json"]).out).unwrap()
    };
    assert_eq!(checks(&bench).len(), 0);
    bench.write("portcullis.json", OWN_FRAMEWORK.as_bytes());
    let found = checks(&bench);
    let told: Vec<String> =
        found.iter().map(|check| format!("{} {}", check["function"], check["default"]).replace('"', "")).collect();
    assert_eq!(told, ["byMoat deny", "Tower.lowers deny"]);
    let explained = bench.run(&["explain", "a.ts:2"]).out;
    for reason in ["is a keeper of Drawbridge", "is handed to `bridge.keep`", "to Drawbridge, nothing refuses"] {
        assert!(explained.contains(reason), "{explained}");
    }
}

#[test]
fn the_documented_configuration_is_one() {
    let mut read = 0;
    for page in ["README.md", "docs/configuration.md"] {
        let text = std::fs::read_to_string(format!("{}/{page}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        for block in text.split("```json\n").skip(1) {
            let config = block.split("```").next().unwrap();
            let ran = Bench::with(&[("src/a.ts", SOUND), ("portcullis.json", config)]).run(&[]);
            assert_eq!(ran.code, 0, "{page}: {}", ran.err);
            read += 1;
        }
    }
    assert_eq!(read, 3);
}
