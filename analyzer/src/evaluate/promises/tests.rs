//! What handlers of errors answer, and where.

use crate::evaluate::evaluate;
use crate::{Limits, Program, Settings, SourceFile};

/// The answers of the handlers of a function `f`: the text of the answer, and when it is given.
fn handled(text: &str) -> Vec<(String, String)> {
    let program = Program::of_one(SourceFile::new("a.ts", text), &Limits::default(), &Settings::default());
    let at = program.functions_of(Program::ONLY).find(|at| program.function(*at).name == "f").unwrap();
    let mut facts = evaluate(&program, at).facts;
    let mut found = Vec::new();
    for (span, value) in facts.handled_errors().clone() {
        let when = value.0[0].0;
        let cubes = facts.conditions.cover(when, when).cubes;
        found.push((program.file(at.module).source.slice(span).to_owned(), facts.show_cover(&cubes).text));
    }
    found
}

#[test]
fn the_answer_to_an_error_is_found() {
    let one = |answer: &str, when: &str| vec![(answer.to_owned(), when.to_owned())];
    let found = handled("const f = (t: string) => verify(t).catch(() => true);");
    assert_eq!(found, one("true", "throws(verify(t))"));
    let found = handled(
        "async function f(t: string) { return !!(await verify(t).then((r) => r.ok, (e) => { return 'yes'; })); }",
    );
    assert_eq!(found, one("'yes'", "throws(verify(t))"));
    let found =
        handled("const f = (t: string) => verify(t).then((r) => { if (r.bad) throw new Error('no'); }).catch(orElse);");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "orElse");
    let found = handled(
        "const f = (t: string) => new Promise((resolve, reject) => t ? resolve(t) : reject(t)).catch(() => 'any');",
    );
    assert_eq!(found, one("'any'", "!t"));
}

#[test]
fn a_handler_that_throws_answers_nothing() {
    assert_eq!(handled("const f = (t: string) => verify(t).catch((e) => { throw e; });"), vec![]);
    assert_eq!(handled("const f = (t: string) => verify(t).then((r) => r.ok);"), vec![]);
}
