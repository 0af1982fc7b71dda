//! What survives a syntax error, and what hostile files cost.

use swc_ecma_ast::{ClassMethod, FnDecl, Ident, MethodProp, PropName};
use swc_ecma_visit::{Visit, VisitWith};

use super::*;

#[derive(Default)]
struct Names(Vec<String>);

impl Visit for Names {
    fn visit_fn_decl(&mut self, function: &FnDecl) {
        self.0.push(function.ident.sym.to_string());
        function.visit_children_with(self);
    }

    fn visit_class_method(&mut self, method: &ClassMethod) {
        if let PropName::Ident(name) = &method.key {
            self.0.push(name.sym.to_string());
        }
        method.visit_children_with(self);
    }

    fn visit_method_prop(&mut self, method: &MethodProp) {
        if let PropName::Ident(name) = &method.key {
            self.0.push(name.sym.to_string());
        }
        method.visit_children_with(self);
    }
}

/// The names of declared functions and methods, and what is missing: its text and why.
fn read_as(path: &str, text: &str) -> (Vec<String>, Vec<(String, String)>) {
    let source = SourceFile::new(path, text);
    with_parsed(&source, &Limits::default(), |parsed| {
        let mut names = Names::default();
        parsed.items.visit_with(&mut names);
        for problem in &parsed.problems {
            assert!(problem.span.start <= problem.at.start && problem.at.end <= problem.span.end, "{problem:?}");
            assert!(problem.span.end as usize <= source.text.len());
            assert!(!problem.message.is_empty() && !problem.message.ends_with('.'));
        }
        let problems =
            parsed.problems.iter().map(|problem| (source.slice(problem.span).to_owned(), problem.message.clone()));
        (names.0, problems.collect())
    })
}

fn survivors(text: &str) -> String {
    read_as("a.ts", text).0.join(" ")
}

fn missing(text: &str) -> Vec<(String, String)> {
    read_as("a.ts", text).1
}

fn only(text: &str, why: &str) -> Vec<(String, String)> {
    vec![(text.to_owned(), why.to_owned())]
}

#[test]
fn spans_count_from_zero() {
    assert_eq!(span(swc_common::DUMMY_SP), None);
    let source = SourceFile::new("a.ts", "\u{feff}#!/usr/bin/env node\nfoo");
    let found = with_parsed(&source, &Limits::default(), |parsed| {
        struct First(Option<Span>);
        impl Visit for First {
            fn visit_ident(&mut self, ident: &Ident) {
                self.0 = super::span(ident.span);
            }
        }
        let mut first = First(None);
        parsed.items.visit_with(&mut first);
        first.0
    });
    assert_eq!(found.map(|span| source.slice(span)), Some("foo"));
}

#[test]
fn dialects() {
    assert_eq!(
        missing("const a = <any>b; const f = <T>(x: T) => x; @d class A { constructor(@p private x: X) {} }"),
        []
    );
    assert_eq!(read_as("a.tsx", "const a = <p>it's <b>{x}</b></p>; const f = <T,>(x: T) => x;").1, []);
    assert_eq!(read_as("a.mjs", "import x from 'y' with { type: 'json' }; const a = <p/>; @d class A {}").1, []);
    assert_eq!(read_as("a.cjs", "return; module.exports = 1").1, []);
    assert_eq!(missing("return 1;"), [], "an early error, not ours");
    assert_eq!(missing("import.meta.url; export const a = 1;"), []);
}

#[test]
fn a_statement_between_functions() {
    let text = "function a() {}\nconst x = ;\nfunction b() {}\n";
    assert_eq!(survivors(text), "a b");
    assert_eq!(missing(text), only("const x = ;", "an expression is missing"));
}

#[test]
fn a_statement_inside_a_function() {
    let text = "function a() {\n  one();\n  if (x ===) return;\n  two();\n}\nfunction b() {}\n";
    assert_eq!(survivors(text), "a b");
    assert_eq!(missing(text)[0].0, "if (x ===) return;");
    let crlf = text.replace('\n', "\r\n");
    assert_eq!(survivors(&crlf), "a b");
    assert_eq!(missing(&crlf)[0].0, "if (x ===) return;");
    let emoji = text.replace("one", "\"😀é\"; one");
    assert_eq!(missing(&emoji)[0].0, "if (x ===) return;");
}

#[test]
fn a_method_among_methods() {
    let text = "class A {\n  one() { return 1 }\n  two(x: ) { return 2 }\n  three() { return 3 }\n}\nfunction b() {}";
    assert_eq!(survivors(text), "one three b");
    assert_eq!(missing(text), only("two(x: ) { return 2 }", "did not expect `)`"));
}

#[test]
fn a_member_of_an_object() {
    let text =
        "export const handlers = {\n  one() { return 1 },\n  two: ,\n  three() { return 3 },\n};\nfunction b() {}";
    assert_eq!(survivors(text), "one three b");
}

#[test]
fn half_typed() {
    let text = "function a() {}\nfunction b(user) {\n  if (user.\n}\nfunction c() {}\n";
    assert_eq!(survivors(text), "a b c");
    let text = "function a() {}\nfunction b(user) {\n  const x = user.\n  return x\n}\nfunction c() {}\n";
    assert!(survivors(text).ends_with('c'));
}

#[test]
fn an_unclosed_brace() {
    let text = "function a() {}\nfunction b() {\n  if (x) {\n    y();\n}\nfunction c() {}\nexport function d() {}\n";
    assert_eq!(survivors(text), "a b c d");
    let text = "class A {\n  one() {\n    if (x) {\n      y();\n  }\n  two() {}\n}\nfunction c() {}\n";
    assert_eq!(survivors(text), "one two c");
    let text = "function a() {}\nexport function b() {\n  y();\n\nexport function c() {}\n";
    assert_eq!(survivors(text), "a b c");
}

#[test]
fn a_stray_brace() {
    let text = "function a() {}\n}\nfunction b() {}\n";
    assert_eq!(survivors(text), "a b");
    assert_eq!(missing(text), only("}", "this closing bracket has no counterpart"));
}

#[test]
fn endless_literals() {
    assert_eq!(survivors("function a() {}\nconst x = 'abc;\nfunction b() {}\n"), "a b");
    assert_eq!(survivors("function a() {}\nconst x = `abc;\nfunction b() {}\n"), "a b");
    assert_eq!(survivors("function a() {}\nfunction b() {\n  return `abc;\n}\nfunction c() {}\n"), "a b c");
    assert!(survivors("function a() {}\n/* x\nfunction b() {}\n").starts_with('a'));
    assert_eq!(survivors("function a() {}\nconst x = /abc;\nfunction b() {}\n"), "a b");
}

#[test]
fn merge_conflicts() {
    let text =
        "function a() {\n<<<<<<< HEAD\n  one();\n=======\n  two();\n>>>>>>> theirs\n  three();\n}\nfunction b() {}\n";
    assert_eq!(survivors(text), "a b");
    assert_eq!(missing(text)[0].1, "an unresolved merge conflict");
}

#[test]
fn several_errors() {
    let text = "function a() { const x = ; }\nfunction b() { y(; }\nlet = = 3;\nfunction c() {}\n";
    assert!(survivors(text).ends_with('c'), "{}", survivors(text));
    assert!(missing(text).len() >= 2);
}

const SAMPLE: &str = include_str!("sample.ts");

/// The functions of the sample whose text ends before `damage`.
fn intact(damage: usize) -> Vec<&'static str> {
    let marker = |name: &str| SAMPLE.find(&format!("// end of {name}\n"));
    ["first", "second", "third", "fourth", "fifth"]
        .into_iter()
        .filter(|name| marker(name).is_some_and(|end| end < damage))
        .collect()
}

#[test]
fn every_prefix_keeps_what_is_complete() {
    assert_eq!(missing(SAMPLE), []);
    for (end, _) in SAMPLE.char_indices() {
        let names = read_as("a.ts", &SAMPLE[..end]).0;
        for name in intact(end) {
            assert!(
                names.iter().any(|found| found == name),
                "{name} is lost when cut at {end}: {:?}",
                missing(&SAMPLE[..end])
            );
        }
    }
}

#[test]
fn every_missing_token_keeps_what_is_before() {
    let tokens: Vec<scan::Token> = scan::Scanner::new(SAMPLE, false).collect();
    for token in tokens {
        let text = format!("{}{}", &SAMPLE[..token.start], &SAMPLE[token.end..]);
        let names = read_as("a.ts", &text).0;
        for name in intact(token.start) {
            let gone = &SAMPLE[token.start..token.end];
            assert!(
                names.iter().any(|found| found == name),
                "{name} is lost without `{gone}` at {}: {:?}",
                token.start,
                missing(&text)
            );
        }
    }
}

#[test]
fn a_panic_of_the_visitor_is_passed_on() {
    let source = SourceFile::new("a.ts", "a");
    let outcome =
        catch_unwind(|| with_parsed(&source, &Limits::default(), |_| -> () { std::panic::resume_unwind(Box::new(1)) }));
    assert!(outcome.is_err());
}

/// Parses hostile text in a thread of its own with the stack that rayon's workers and main threads have at least.
fn survives(name: &str, path: &str, text: String) -> Vec<(String, String)> {
    let path = path.to_owned();
    let start = std::time::Instant::now();
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let source = SourceFile::new(path, text);
        with_parsed(&source, &Limits::default(), |parsed| {
            let mut names = Names::default();
            parsed.items.visit_with(&mut names);
            parsed.problems.into_iter().map(|problem| (String::new(), problem.message)).collect::<Vec<_>>()
        })
    });
    let problems = thread.unwrap().join().unwrap();
    println!("{name:24} {:5} ms {problems:?}", start.elapsed().as_millis());
    assert!(start.elapsed().as_secs() < if cfg!(debug_assertions) { 60 } else { 10 }, "{name}");
    problems
}

#[test]
fn hostile_nesting_and_chains() {
    let depths: &[usize] =
        if cfg!(debug_assertions) { &[5, 40, 400, 20_000] } else { &[40, 70, 400, 990, 20_000, 50_000] };
    // 5 and 70 are about the deepest that run on the thread at hand.
    for &depth in depths {
        let wrap = |open: &str, close: &str| format!("x = {}1{};", open.repeat(depth), close.repeat(depth));
        let cases = [
            ("parentheses", wrap("(", ")")),
            ("arrays", wrap("[", "]")),
            ("objects", wrap("{a:", "}")),
            ("blocks", wrap(";{", "}")),
            ("functions", wrap("function(){ return ", "}")),
            ("methods", wrap("class { m(){ return ", "}}")),
            ("arrows", wrap("a=>", "")),
            ("arrows with blocks", wrap("(a)=>{ return ", "}")),
            ("callbacks", wrap("f(async (a)=>", ")")),
            ("defaults", wrap("({a=", "})")),
            ("calls", wrap("f(", ")")),
            (
                "generics",
                wrap("1; type X = ", "").replace("1;;", "") + &format!("{}1{};", "A<".repeat(depth), ">".repeat(depth)),
            ),
            ("template literals", wrap("`${", "}`")),
            ("conditionals", wrap("a?b:", "")),
            ("conditionals, left", wrap("a?", ":b")),
            ("not", wrap("!", "")),
            ("new", wrap("new ", "")),
            ("if", wrap("1;if(a)", "")),
            ("for", wrap("1;for(;;)", "")),
            ("else if", wrap("1;if(a) b(); else ", "")),
            ("labels", (0..depth).map(|at| format!("a{at}:")).collect::<String>() + ";"),
            ("and", wrap("a && ", "")),
            ("plus", wrap("a+", "")),
            ("chain", format!("x = a{};", ".b()".repeat(depth))),
            ("optional chain", format!("x = a{};", "?.b()".repeat(depth))),
            ("chain of a number", wrap("", ".b()")),
            ("index", wrap("", "[0]")),
            ("assertions", wrap("<A>", "")),
            ("assertions, brackets", wrap("<A>(", ")")),
            ("conditional arrows", wrap("a?(b):c=>(", ")")),
            ("unclosed", wrap("(", "")),
            ("unclosed braces", wrap("{", "")),
            ("unclosed less", wrap("a<", "")),
            ("closers", wrap("", "}")),
            ("regex in parentheses", wrap("(/)/.a,", ")")),
            ("regex behind head", wrap("1;if(a)/)/.b((", "))")),
            ("jsx", wrap("<a>", "</a>")),
            ("jsx text", wrap("<a>b' (", "</a>")),
            ("jsx holes", wrap("<a>'{", "}</a>")),
            ("jsx attributes", wrap("<a b={", "}/>")),
        ];
        for (name, text) in cases {
            for path in ["a.ts", "a.tsx", "a.js"] {
                let problems = survives(&format!("{name} {depth} {path}"), path, text.clone());
                let refused = problems.iter().any(|problem| problem.1.contains("the limit is"));
                assert!(!refused || depth > 16, "{name}: {problems:?}");
            }
        }
    }
}

#[test]
fn long_chains_are_analysed() {
    let chain = |link: &str| format!("x = a{};", link.repeat(50_000));
    // swc takes quadratic time for these: 3 s for 50,000 in a release build.
    let else_ifs = if cfg!(debug_assertions) { 10_000 } else { 50_000 };
    for link in [" && a", "+a", ".b()", " ?? a", "?b:c"] {
        assert_eq!(survives(link, "a.ts", chain(link)), [], "{link}");
    }
    assert_eq!(survives("else if", "a.ts", format!("{};", "if(a) b(); else ".repeat(else_ifs))), []);
}

#[test]
fn large_and_sane_files_pass() {
    let numbers = format!("x = [{}];", "1,".repeat(5_000_000));
    assert_eq!(survives("numbers", "a.js", numbers), []);
    let json = format!("export default [{}];", "{ \"a\": [1, 2, { \"b\": null }] }, ".repeat(100_000));
    assert_eq!(survives("json", "a.ts", json), []);
    let statements = "const x = f(a < b, c => c.d?.e ?? `${g}`);if(i<n){j()}".repeat(20_000);
    assert_eq!(survives("minified", "a.js", statements), []);
    assert_eq!(survives("no semicolons", "a.ts", "foo.bar(a < b)\nbaz = qux\n".repeat(50_000)), []);
    let cases = format!("switch (a) {{ {} }}", "case 1:\ncase 'b':\n".repeat(5_000));
    assert_eq!(survives("cases", "a.ts", cases), []);
    let broken = format!(
        "{}\nconst a = ;\n{}",
        "function f() { return 1 }\n".repeat(50_000),
        "function g() { return 1 }\n".repeat(50_000)
    );
    assert_eq!(survives("broken", "a.ts", broken).len(), 1);
    let many = "function f() { const x = ; }\n".repeat(20_000);
    survives("broken everywhere", "a.ts", many);
}

#[test]
fn inside_an_abstract_class() {
    let text = "export abstract class A {\n  one() {\n    y = ;\n  }\n  abstract two(): void;\n  three() {}\n}\n";
    assert_eq!(survivors(&text.repeat(2)), "one two three one two three");
    assert_eq!(missing(text), only("y = ;", "an expression is missing"));
}
