//! The effects of the corpus: what functions do to stored things, and where values come from, as it is written above them.
//!
//! `// effect: …` lines above a function are all it does, in the order of the source; `// value: name = …` lines say what its variables hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod support;

use std::path::Path;

use portcullis_analyzer::cfg::{Expr, ExprKind};
use portcullis_analyzer::module::BindingId;
use portcullis_analyzer::values::{Values, texts};
use portcullis_analyzer::{FunctionRef, Limits, Program, Settings, SourceFile};
use support::typescript_files;

/// The comments of one kind directly above a line, in order.
fn labels(lines: &[&str], line: usize, kind: &str) -> Vec<String> {
    let above = lines[..line]
        .iter()
        .rev()
        .take_while(|text| text.trim_start().starts_with("//") || text.trim_start().starts_with('@'));
    let mut found: Vec<String> =
        above.filter_map(|text| text.trim_start().strip_prefix(&format!("// {kind}: ")).map(str::to_owned)).collect();
    found.reverse();
    found
}

#[test]
fn functions_do_what_is_written_above_them() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in typescript_files(Path::new("corpus/effects")) {
        let text = std::fs::read_to_string(&path).expect("a corpus file");
        let lines: Vec<&str> = text.lines().collect();
        let source = SourceFile::new(path.display().to_string(), text.clone());
        let program = Program::of_one(source, &Limits::default(), &Settings::default());
        for at in program.functions_of(Program::ONLY) {
            let function = program.function(at);
            let line = program.file(at.module).source.position(function.span.start).line as usize;
            let effects = labels(&lines, line, "effect");
            let values = labels(&lines, line, "value");
            let place = format!("{}:{}: {}", path.display(), line + 1, function.name);
            let mut found: Vec<String> = program.effects(at).iter().map(|effect| effect.text(&program)).collect();
            let mut wanted: Vec<String> = effects.into_iter().filter(|text| text != "nothing").collect();
            let is_labelled = !wanted.is_empty() || labels(&lines, line, "effect").contains(&"nothing".to_owned());
            found.sort();
            wanted.sort();
            seen += wanted.len() + values.len();
            if (is_labelled || function.parent.is_none() && values.is_empty()) && found != wanted {
                wrong.push(format!("{place}\n  wanted {wanted:#?}\n  found {found:#?}"));
            }
            wrong.extend(
                values.iter().filter_map(|label| differing(&program, at, label)).map(|text| format!("{place}: {text}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 100, "only {seen} labels");
}

/// What is wrong with `name = value`.
fn differing(program: &Program, at: FunctionRef, label: &str) -> Option<String> {
    let (name, wanted) = label.split_once(" = ").expect("`name = value`");
    let module = &program.file(at.module).module;
    let is_it = |(_, data): &(usize, &portcullis_analyzer::module::Binding)| {
        data.name == name && data.function == Some(at.function)
    };
    let Some((index, _)) = module.bindings.iter().enumerate().find(is_it) else {
        return Some(format!("no variable `{name}`"));
    };
    let expr = Expr { kind: ExprKind::Binding(BindingId(index as u32)), span: program.function(at).span };
    let found = texts(program, &Values::of(program, at).sources(&expr));
    (found != wanted).then(|| format!("`{name}` is `{found}`, not `{wanted}`"))
}
