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

use mutation::operator::Operator;
use mutation::tally::{Row, Tally};

/// Mutants of one file in an ordinary run.
const SAMPLE: usize = 5;

/// Of the faults of a kind, how many of a hundred have to be found; of all others, what `LEAST` says.
const FLOORS: &[(Operator, usize)] =
    &[(Operator::FlipDefault, 90), (Operator::RemoveAwait, 75), (Operator::AllowInCatch, 75), (Operator::OtherId, 75)];
const LEAST: usize = 55;

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
    let enough = |row: &Row, least: usize| row.found * 100 >= (row.found + row.missed) * least;
    assert!(enough(&tally.total(), LEAST) && tally.total().mutants > 300, "{}", tally.table());
    for (operator, least) in FLOORS {
        let row = tally.rows.get(operator.name()).expect("a fault of every kind");
        assert!(
            enough(row, *least),
            "{}: {least} of 100 are wanted\n{}{}",
            operator.name(),
            tally.table(),
            tally.list()
        );
    }
}
