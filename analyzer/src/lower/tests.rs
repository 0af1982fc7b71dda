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
