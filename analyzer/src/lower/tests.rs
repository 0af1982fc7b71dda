//! Each construct as a small source and the graph it becomes.

use crate::cfg::verify;
use crate::module::Module;
use crate::source::SourceFile;
use crate::{Limits, read};

fn module(text: &str) -> Module {
    let module = read(&SourceFile::new("a.tsx", text), &Limits::default());
    for function in &module.functions {
        if let Err(wrong) = verify(&function.cfg) {
            panic!("{}: {wrong}\n{}", function.name, function.cfg.readable(&module.bindings));
        }
    }
    module
}

#[test]
fn show() {
    for text in SHOW {
        let module = module(text);
        println!("----- {text}\n{:?}", module.problems);
        for function in &module.functions {
            println!("{} {:?} {:?}", function.name, function.form, function.position);
            println!("{}", function.cfg.readable(&module.bindings));
        }
    }
}

const SHOW: &[&str] = &[
    "function f(a, b) { return a && b.c === 'x' }",
    "function f(a, b) { if (!a || b?.c?.d) { return 1 } else if (b.e?.(1)) throw new E(); }",
    "const f = (a) => a.b ?? 'guest'",
    "const f = (a, b) => !(a && b)",
    "function g(){} function f(a) { const x = a && g(); let y = a?.b; y ||= 3; return x ? y : 2 }",
    "async function f(u) { try { await check(u); console.log(u) } catch (e) { return false } return true }",
    "async function f(u) { try { if (!u) throw new X(); return await g(u) } catch (e) { log(e) } finally { done() } }",
    "function f(xs, n) { outer: for (const {a, b = 2} of xs) { for (let i = 0; i < n.length; i++) { if (a) continue outer; if (b) break } while (a) { n = 1; } do { x() } while (n) } }",
    "function f(r) { switch (r.kind) { default: x = 1; case 'a': return 1; case 'b': case 'c': y(); break; } return 2 }",
    "function f(r) { switch (true) { case r.a && r.b: return 1; case r > 2: return 3 } }",
    "function f({ a, b: { c } = {}, ...rest }: T, [d, , e] = [1], x = 5) { a.b += 1; x++; delete a.c; return x++ }",
    "class S extends B { constructor(private readonly r: R) { super(); } check(u) { return this.can(u) } can = (u) => u.ok; static async make() {} get x() { return 1 } }",
    "router.delete('/pins/:id', async (req, res) => { const ok = roles.some(r => r === 'a'); res.send(await h(ok)) }); export const access = { update: ({ req }) => req.user, read() { return true } }; export default () => 1; const x = new Set(['a']);",
    "function f(a) { if (a = 'admin') return 1; return (a, b(), a.c) }",
];

#[test]
fn disk() {
    let Ok(list) = std::env::var("LOWER_FILES") else { return };
    let (mut files, mut functions, mut blocks, mut worst) = (0, 0, 0, (0, String::new()));
    for path in std::fs::read_to_string(list).unwrap().lines() {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let start = std::time::Instant::now();
        let source = SourceFile::new(path, text);
        let module = read(&source, &Limits::default());
        let took = start.elapsed().as_millis();
        if took > worst.0 { worst = (took, path.to_owned()); }
        files += 1;
        for function in &module.functions {
            functions += 1;
            blocks += function.cfg.graph.node_count();
            if let Err(wrong) = verify(&function.cfg) {
                println!("{path}: {}: {wrong}\n{}", function.name, function.cfg.readable(&module.bindings));
            }
        }
    }
    println!("{files} files {functions} functions {blocks} blocks, slowest {worst:?}");
}

#[test]
fn chains() {
    for (text, what) in [
        (format!("function f(a) {{ return {} }}", vec!["a"; 20000].join(" && ")), "and"),
        (format!("function f(a) {{ if ({}) x() }}", vec!["a.b(1)"; 20000].join(" || ")), "or"),
        (format!("function f(a) {{ return {} }}", vec!["a"; 20000].join(" + ")), "plus"),
        (format!("function f(a) {{ return a{} }}", ".b(x => x)".repeat(20000)), "calls"),
        (format!("function f(a) {{ {} {{}} }}", "if (a) { x() } else ".repeat(20000)), "else if"),
        (format!("function f(a) {{ return {} 1 }}", "a ? 2 : ".repeat(20000)), "cond"),
        (format!("function f(a) {{ {} x() {} }}", "for (const b of a) {".repeat(200), "}".repeat(200)), "loops"),
        (format!("function f(a) {{ {} x() {} }}", "try {".repeat(40), "} finally { y() }".repeat(40)), "finally"),
        (format!("function f(a) {{ {} return x() {} }}", "try { z() } finally {".repeat(40), "}".repeat(40)), "in finally"),
    ] {
        let start = std::time::Instant::now();
        let module = module(&text);
        println!("{what}: {:?} {} functions, {} blocks {:?}", start.elapsed(), module.functions.len(),
            module.functions.iter().map(|f| f.cfg.graph.node_count()).sum::<usize>(), module.problems.first());
    }
}

#[test]
fn only_parse() {
    let text = format!("function f(a) {{ return {} }}", vec!["a"; 20000].join(" && "));
    let n = crate::parse::with_parsed(&SourceFile::new("a.ts", text), &Limits::default(), |p| p.items.len());
    println!("parsed {n}");
}
