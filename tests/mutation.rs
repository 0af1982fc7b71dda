//! Faults that are put into the sound functions of the corpus, one at a time: the rules have to find nearly all of them.
//!
//! `MUTATION_ALL=1 cargo test --release --test mutation -- --nocapture` takes every one and prints those that are missed. `examples/mutate.rs` does the
//! same to real code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail, and prints what it measured"
)]

#[path = "mutation/mod.rs"]
mod mutation;
mod support;

use std::path::{Path, PathBuf};

use mutation::tally::Tally;

/// Mutants of one file in an ordinary run.
const SAMPLE: usize = 8;

#[test]
fn faults_in_sound_checks_are_found() {
    let all = std::env::var("MUTATION_ALL").is_ok();
    let folders = ["corpus/rules", "corpus/decisions", "corpus/frameworks", "corpus/demo"];
    let paths = folders.iter().flat_map(|folder| support::typescript_files(Path::new(folder)));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<(PathBuf, String)> = paths.map(|path| (root.join(&path), path.display().to_string())).collect();
    let tally = Tally::of(&files, if all { usize::MAX } else { SAMPLE });
    println!("{}", tally.table());
    if all {
        println!("{}", tally.list());
    }
    let total = tally.total();
    assert!(total.found * 100 >= (total.found + total.missed) * 50, "{}", tally.table());
}
