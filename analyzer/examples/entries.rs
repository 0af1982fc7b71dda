//! Prints the entries of a file, what guards them, and what they do: `cargo run -p portcullis-analyzer --example entries -- FILE`.
#![allow(clippy::print_stdout, reason = "what it is for")]

use portcullis_analyzer::{Limits, Program, Settings, SourceFile};

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let program = Program::of_one(SourceFile::new(path, text), &Limits::default(), &Settings::default());
        for (number, entry) in program.entries().iter().enumerate() {
            let protection = program.protection(number);
            println!("{} ({:?}, {:?}, open: {})", entry.name, entry.kind, entry.act, protection.is_open);
            protection.marks.keys().for_each(|mark| println!("  guarded: {mark:?}"));
            protection.unknown.iter().for_each(|name| println!("  unknown: {name}"));
            protection.asks.all.iter().for_each(|ask| println!("  asks: {:?} {} {:?}", ask.kind, ask.name, ask.about));
            program.effects(entry.handler).iter().for_each(|effect| println!("  {}", effect.text(&program)));
        }
    }
}
