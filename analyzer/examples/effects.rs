//! Prints what the functions of a file do, and where the values they give back come from: `cargo run -p portcullis-analyzer --example effects -- FILE`.
#![allow(clippy::print_stdout, reason = "what it is for")]

use portcullis_analyzer::{Limits, Program, Settings, SourceFile};

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let program = Program::of_one(SourceFile::new(path, text), &Limits::default(), &Settings::default());
        for at in program.functions_of(Program::ONLY) {
            println!("{}", program.function(at).name);
            program.effects(at).iter().for_each(|effect| println!("  {}", effect.text(&program)));
        }
    }
}
