//! What the README shows is what happens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};

const README: &str = include_str!("../README.md");

/// The binary in the project's folder, with nothing of the surroundings that changes its output.
fn portcullis(arguments: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments.split_whitespace()).stdin(Stdio::null());
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(name);
    }
    let output = command.env("LC_ALL", "C.UTF-8").env("TERM", "xterm-256color").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn examples_are_what_the_binary_prints() {
    let mut shown = 0;
    for (kind, block, line) in support::fenced_blocks(README) {
        if kind != "console" {
            continue;
        }
        let (command, expected) = block.split_once('\n').unwrap();
        let arguments = command.strip_prefix("$ portcullis ").expect("a command");
        assert_eq!(portcullis(arguments).trim_end(), expected.trim_end(), "README.md:{line}");
        shown += 1;
    }
    assert_eq!(shown, 2, "a finding and a table");
}

#[test]
fn every_command_is_run_by_the_gate() {
    let gate = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run")).unwrap();
    let blocks = support::fenced_blocks(README);
    let (_, commands, _) = blocks.iter().find(|(kind, ..)| kind == "sh").expect("the commands to start with");
    for line in commands.lines() {
        let command = line.split('#').next().unwrap().trim();
        assert!(gate.lines().any(|line| line.starts_with("stage ") && line.ends_with(command)), "{command}");
    }
}
