//! The command line from outside: spawns the binary on small projects and looks at what it prints and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

#[path = "cli/bench.rs"]
mod bench;
#[path = "cli/choose.rs"]
mod choose;
#[path = "cli/config.rs"]
mod config;
#[path = "cli/exit.rs"]
mod exit;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/lists.rs"]
mod lists;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/sarif.rs"]
mod sarif;
#[path = "cli/suppressions.rs"]
mod suppressions;
