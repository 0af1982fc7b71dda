//! Puts faults into the sound checks of real code and says how many the rules find:
//! `cargo run --release --example mutate -- [--json FILE] [--most N] [--missed] PATH…`.
#![allow(clippy::print_stdout, reason = "what it is for")]

#[path = "../tests/mutation/mod.rs"]
mod mutation;

use std::path::PathBuf;

use anyhow::{Context, Result};
use mutation::tally::Tally;

/// Mutants of one file, unless told otherwise.
const MOST: usize = 40;

fn main() -> Result<()> {
    let (mut paths, mut json, mut most, mut shows_missed) = (Vec::new(), None, MOST, false);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--json" => json = Some(args.next().context("--json FILE")?),
            "--most" => most = args.next().context("--most N")?.parse().context("--most N")?,
            "--missed" => shows_missed = true,
            _ => paths.push(PathBuf::from(arg)),
        }
    }
    let mut files = Vec::new();
    for path in &paths {
        for entry in ignore::WalkBuilder::new(path).build().flatten() {
            let name = entry.path().display().to_string();
            let is_source = [".ts", ".tsx"].iter().any(|end| name.ends_with(end)) && !name.ends_with(".d.ts");
            let is_test = [".test.", ".spec.", "__tests__", "/test/", "/tests/", "/node_modules/"]
                .iter()
                .any(|part| name.contains(part));
            if is_source && !is_test {
                files.push((entry.into_path(), name));
            }
        }
    }
    files.sort();
    // Real code is nested deeply at times.
    rayon::ThreadPoolBuilder::new().stack_size(64 << 20).build_global()?;
    let tally = Tally::of(&files, most);
    println!("{} files\n\n{}", tally.files, tally.table());
    if shows_missed {
        println!("{}", tally.list());
    }
    if let Some(path) = json {
        std::fs::write(path, serde_json::to_string_pretty(&tally)?)?;
    }
    Ok(())
}
