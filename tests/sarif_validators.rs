//! SARIF as others read it: the schema, and the rules of Microsoft's validator with those that GitHub asks for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// Where the validators are, fetched once.
static TOOLS: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = run(Command::new("bash").arg("tests/setup").current_dir(root));
    assert!(ran.status.success(), "{}", told(&ran));
    root.join("target/test-tools")
});

fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What the schema says of a report.
fn by_schema(report: &Path) -> Result<(), String> {
    let schema = TOOLS.join("node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json");
    let mut command = Command::new(TOOLS.join("python/bin/check-jsonschema"));
    let ran = run(command.arg("--schemafile").arg(schema).arg(report));
    if ran.status.success() { Ok(()) } else { Err(told(&ran)) }
}

/// What the validator's rules say of a report. Its exit code is 0 whatever it found; what it found is a report, too.
fn by_rules(report: &Path) -> Vec<Value> {
    let verdict = report.with_extension("verdict");
    let mut command = Command::new(TOOLS.join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"));
    command.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").arg("validate").arg(report).arg("-o").arg(&verdict);
    let ran = run(command.args(["--rule-kind", "Sarif;Gh", "--level", "Error;Warning", "--log", "ForceOverwrite"]));
    let verdict = std::fs::read_to_string(&verdict).unwrap_or_else(|error| panic!("{error}: {}", told(&ran)));
    let verdict: Value = serde_json::from_str(verdict.trim_start_matches('\u{feff}')).unwrap();
    verdict["runs"][0]["results"].as_array().expect("a list of faults").clone()
}

/// Runs the binary in a folder, then both validators on its report; the number of results.
fn validated(folder: &Path, paths: &[&str], code: i32) -> usize {
    let scratch = tempfile::tempdir().unwrap();
    let report = scratch.path().join("out.sarif");
    let mut portcullis = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    portcullis.current_dir(folder).args(["--format", "sarif", "--no-prefilter", "-o"]).arg(&report).args(paths);
    let ran = run(&mut portcullis);
    assert_eq!(ran.status.code(), Some(code), "{}", told(&ran));
    assert_eq!(by_schema(&report), Ok(()));
    assert_eq!(by_rules(&report), [] as [Value; 0]);
    let report: Value = serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
    report["runs"][0]["results"].as_array().unwrap().len()
}

fn folder_with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn the_demo_is_valid() {
    assert!(validated(Path::new(env!("CARGO_MANIFEST_DIR")), &["corpus/demo"], 1) > 0);
}

#[test]
fn no_result_is_valid() {
    let sound = "export function canDelete(user: User): boolean {\n  return user.role === 'admin';\n}\n";
    assert_eq!(validated(folder_with(&[("sound.ts", sound)]).path(), &[], 0), 0);
}

#[test]
fn a_broken_file_is_valid() {
    let faulty = "export function canDelete(user: User): boolean {\n  if (user.role === 'guest') return false;\n  return true;\n}\n";
    let files = [
        ("broken file.ts", "export function canRead(user: User { return user.role === 'admin' }\n"),
        ("faulty.ts", faulty),
    ];
    let folder = folder_with(&files);
    std::fs::write(folder.path().join("é.ts"), b"\xff\xfea\0").unwrap();
    assert_eq!(validated(folder.path(), &[], 1), 1);
}

#[test]
fn a_place_in_another_file_is_valid() {
    let files = [
        ("package.json", "{}"),
        (
            "access.ts",
            "export async function canEdit(id: string): Promise<boolean> {\n  return (await find(id)) === 'editor';\n}\n",
        ),
        (
            "edit.ts",
            "import { canEdit } from './access';\n\nexport function edit(id: string) {\n  if (!canEdit(id)) throw new Error('not allowed');\n}\n",
        ),
    ];
    assert_eq!(validated(folder_with(&files).path(), &[], 1), 1);
}

#[test]
fn the_validators_see_faults() {
    let level = r#"{ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "x" } }, "results": [{ "message": { "text": "x" }, "level": "bad" }] }] }"#;
    let index = level.replace(r#""level": "bad""#, r#""ruleId": "a", "ruleIndex": 7"#);
    let folder = folder_with(&[("level.sarif", level), ("index.sarif", &index)]);
    assert!(by_schema(&folder.path().join("level.sarif")).is_err());
    assert_ne!(by_rules(&folder.path().join("index.sarif")), [] as [Value; 0]);
}
