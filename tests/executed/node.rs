//! One node process for all jobs.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The oldest node that runs the script.
const OLDEST: u32 = 20;

const WANTED: &str = "tests/executed.rs: install Node.js 20 or newer";

/// What each job gave, in order.
pub fn run(jobs: &[Value]) -> Vec<Value> {
    require_node();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/executed/run.mjs");
    let mut command = Command::new("node");
    let child = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{WANTED}: {error}"));
    let lines: String = jobs.iter().map(|job| format!("{job}\n")).collect();
    let mut input = child.stdin.take().expect("a pipe");
    // Both pipes are finite: one thread writes while this one reads.
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("node ends");
    let written = writer.join().expect("the writer ends");
    assert!(output.status.success() && written.is_ok(), "node ended with {}: {written:?}", output.status);
    let text = String::from_utf8(output.stdout).expect("text");
    let ended: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(ended.len(), jobs.len(), "an answer for each job");
    ended
}

/// Fails, and says what to install, where node is missing or too old.
fn require_node() {
    let output = Command::new("node").arg("--version").stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{WANTED}; `node` is missing: {error}"));
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    assert!(major.is_some_and(|major| major >= OLDEST), "{WANTED}; `node --version` says `{version}`");
}
