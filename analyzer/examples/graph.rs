//! Prints the control-flow graph of every function of a file: `cargo run -p portcullis-analyzer --example graph -- FILE`.
#![allow(clippy::print_stdout, reason = "what it is for")]

use portcullis_analyzer::{Limits, SourceFile, read};

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let module = read(&SourceFile::new(path, text), &Limits::default());
        for function in &module.functions {
            println!("{}\n{}", function.name, function.cfg.readable(&module.bindings));
        }
    }
}
