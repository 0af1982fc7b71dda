//! Sources and what they are lowered to. The graphs are in `graphs.md`.

use crate::cfg::{End, Outcome, verify};
use crate::module::{BindingKind, Function, FunctionForm, Module, Position, Type, TypeDeclaration};
use crate::source::{SourceFile, Span};
use crate::{Limits, read};

const GRAPHS: &str = include_str!("graphs.md");

/// Lowers a file; every graph must be well formed.
fn module(text: &str) -> Module {
    let module = read(&SourceFile::new("a.tsx", text), &Limits::default());
    for function in &module.functions {
        if let Err(wrong) = verify(&function.cfg) {
            panic!("{}: {wrong}\n{}", function.name, function.cfg.readable(&module.bindings));
        }
    }
    verify(&module.top_level).unwrap();
    module
}

fn function<'m>(module: &'m Module, name: &str) -> &'m Function {
    module.functions.iter().find(|function| function.name == name).unwrap()
}

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

fn graphs(text: &str) -> String {
    let module = module(text);
    assert!(module.problems.is_empty(), "{text}: {:?}", module.problems);
    let one = |function: &Function| format!("{}\n{}", function.name, function.cfg.readable(&module.bindings));
    module.functions.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn graphs_are_as_written() {
    let mut sections = GRAPHS.split("\n## ");
    let mut actual = sections.next().unwrap().to_owned();
    for section in sections {
        let (head, rest) = section.split_once("```tsx\n").unwrap();
        let source = rest.split("\n```").next().unwrap();
        actual += &format!("\n## {head}```tsx\n{source}\n```\n\n```text\n{}```\n", graphs(source));
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lower/graphs.md"), actual).unwrap();
    } else {
        assert_eq!(actual, GRAPHS, "run with UPDATE_EXPECT=1 and read the difference");
    }
}

/// What a file itself runs: constants whose values are known are not there a second time.
#[test]
fn code_of_the_file_itself() {
    let text = "const app = express(); let router; function own() {}\n\
                app.use(guard);\n\
                if (isDev) { app.get('/x', (req, res) => own()); }\n\
                router = own();\n\
                export const { GET, POST } = handlers(router);\n\
                export default flag ? app : null;";
    let module = module(text);
    let readable = module.top_level.readable(&module.bindings).to_string();
    let expected = "0: router = undefined; $10 = app.use(guard) -> 1, throws 2\n1: if (isDev) 4 else 5\n2: propagates\n\
                    3: $12 = own() -> 8, throws 9\n4: $11 = app.get('/x', fn1) -> 6, throws 7\n5: goto 3\n6: goto 3\n\
                    7: propagates\n8: router = $12; $13 = handlers(router); GET = $13.GET; POST = $13.POST; if (flag) 11 else 12\n\
                    9: propagates\n10: $7 = $14; falls off\n11: $14 = app; goto 10\n12: $14 = null; goto 10\n";
    assert_eq!(readable, expected);
}

#[test]
fn decorators_are_calls_and_paths() {
    let text = "@Controller('pins') @Public class Pins {\n\
                constructor(@Inject(TOKEN) private store: Store) {}\n\
                @Delete(':id') @Roles(isDev ? 'a' : 'b', Role.Admin) remove(@Param('id') id: string, @User user) {}\n\
                @Field(() => Pin) plain() {} }\nfunction Roles(...names) {}";
    let module = module(text);
    let show = |list: &[crate::cfg::Expr]| list.iter().map(|one| slice(text, one.span)).collect::<Vec<_>>().join(" ");
    let remove = function(&module, "Pins.remove");
    assert_eq!(show(&remove.decorators), "Delete(':id') Roles(isDev ? 'a' : 'b', Role.Admin)");
    assert_eq!(show(&remove.class.as_ref().unwrap().decorators), "Controller('pins') Public");
    assert_eq!(remove.params.iter().map(|param| show(&param.decorators)).collect::<Vec<_>>(), ["Param('id')", "User"]);
    let constructor = function(&module, "Pins.constructor");
    assert_eq!(show(&constructor.params[0].decorators), "Inject(TOKEN)");
    let crate::cfg::ExprKind::Call { callee, args } = &remove.decorators[1].kind else { panic!() };
    assert!(matches!(callee.kind, crate::cfg::ExprKind::Binding(_)));
    assert!(matches!(args[0].value.kind, crate::cfg::ExprKind::Opaque(_)));
    assert!(matches!(args[1].value.kind, crate::cfg::ExprKind::Member { .. }));
    let returned = function(&module, "Field");
    let crate::cfg::ExprKind::Call { args, .. } = &function(&module, "Pins.plain").decorators[0].kind else { panic!() };
    assert!(
        matches!(args[0].value.kind, crate::cfg::ExprKind::Function(id) if module.functions[id.0 as usize].name == returned.name)
    );
}

#[test]
fn names_positions_and_comments() {
    let text = "/** Who may read. */\nexport const canRead: Guard = async (u) => { function inner() {} };\n\
                export default function () {}\n\
                export async function GET() {}\n\
                class Service { @Get() /* x */ async check() {} static #own() {} }\n\
                const routes = { rename: (a => a) satisfies Rule };\n\
                policy.allow(User, 'x', Doc, (u, d) => u);\n\
                function need(role) { return (req) => role }\n\
                (() => 1)();\n\
                exports.update = function () {};";
    let module = module(text);
    let names: Vec<&str> = module.functions.iter().map(|function| &*function.name).collect();
    let expected = [
        "canRead", "canRead.inner", "default", "GET", "Service.check", "Service.#own", "routes.rename",
        "policy.allow('x')", "need", "need", "anonymous", "update",
    ];
    assert_eq!(names, expected);
    let can_read = function(&module, "canRead");
    assert_eq!(can_read.doc, "Who may read.");
    assert_eq!(can_read.contextual_type, Some(Type::Named { name: "Guard".into(), arguments: vec![] }));
    assert_eq!(can_read.position, Position::Exported { name: "canRead".into() });
    assert_eq!(slice(text, can_read.name_span), "canRead");
    assert_eq!(function(&module, "canRead.inner").parent.map(|id| id.0), Some(0));
    assert_eq!(slice(text, function(&module, "GET").span), "async function GET() {}");
    assert_eq!(slice(text, function(&module, "Service.check").span), "async check() {}");
    let rename = function(&module, "routes.rename");
    assert_eq!(rename.contextual_type, Some(Type::Named { name: "Rule".into(), arguments: vec![] }));
    assert_eq!(rename.position, Position::Property { name: "rename".into() });
    let callback = Position::Argument { callee: "policy.allow".into(), index: 3, count: 4 };
    assert_eq!(function(&module, "policy.allow('x')").position, callback);
    assert_eq!(module.functions[9].position, Position::Returned);
    assert_eq!(module.functions[10].position, Position::Invoked);
    assert_eq!(module.functions[4].form, FunctionForm::Method);
    assert!(module.functions[5].class.as_ref().is_some_and(|class| class.is_static));
}

#[test]
fn bindings() {
    let module = module(
        "import a, { b as c } from 'm'; const d = require('n'); const e = new Set(['x']); let f = 1; \
         function g(p, { q }) { f = 2; p++; } const h = () => 1; class K {} \
         function o(): void; function o(): number; function o() { return 1; } var v = 1; var v = 2;",
    );
    let kind = |name: &str| {
        let binding = module.bindings.iter().find(|binding| binding.name == name).unwrap();
        (format!("{:?}", binding.kind), binding.reassigned, binding.assigned_in_closure)
    };
    assert_eq!(kind("a").0, r#"Import { module: "m", name: "default" }"#);
    assert_eq!(kind("c").0, r#"Import { module: "m", name: "b" }"#);
    assert_eq!(kind("d").0, r#"Import { module: "n", name: "*" }"#);
    assert!(kind("e").0.starts_with("Local { initial: Some(Expr { kind: New"));
    assert_eq!((kind("f").1, kind("f").2), (1, true));
    assert_eq!(kind("g").0, "Function(FunctionId(0))");
    assert_eq!(kind("h").0, "Function(FunctionId(1))");
    assert_eq!(kind("p"), ("Param { function: FunctionId(0), position: 0 }".into(), 1, false));
    assert_eq!(kind("K").0, "Class");
    assert_eq!(kind("o"), ("Function(FunctionId(2))".into(), 0, false));
    assert_eq!(kind("v").1, 1);
    let hidden = module.functions[0].params[1].binding;
    assert!(matches!(module.bindings[hidden.0 as usize].kind, BindingKind::Param { position: 1, .. }));
}

#[test]
fn types() {
    let module = module(
        "type A = 'x' | ('y' | undefined); interface I extends J { a?: string[]; m(): boolean } interface I { b: K.L } \
         enum E { P, Q = 5, R, S = 'z', T = f() } class C extends B { constructor(private r: R, x: X) {} p: number }",
    );
    let alias = format!("{:?}", module.types.get("A").unwrap());
    assert_eq!(alias, "Alias(Union([Literal(String(\"x\")), Literal(String(\"y\")), Literal(Undefined)]))");
    let TypeDeclaration::Interface { members, extends } = module.types.get("I").unwrap() else { panic!() };
    assert_eq!((members.len(), extends.as_slice()), (3, &["J".to_owned()][..]));
    let TypeDeclaration::Enum(values) = module.types.get("E").unwrap() else { panic!() };
    let values: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{name}={}", value.as_ref().map_or("?".into(), ToString::to_string)))
        .collect();
    assert_eq!(values, ["P=0", "Q=5", "R=6", "S='z'", "T=?"]);
    let TypeDeclaration::Class { members, extends } = module.types.get("C").unwrap() else { panic!() };
    assert_eq!(members.iter().map(|member| &*member.name).collect::<Vec<_>>(), ["r", "p"]);
    assert_eq!(extends.as_deref(), Some("B"));
}

#[test]
fn conditions_as_written() {
    let text = "function f(a, b) { if (a && (b || !a)) return 1; return a.x || b.y }";
    let module = module(text);
    let cfg = &module.functions[0].cfg;
    let spans: Vec<&str> = cfg.conditions.iter().map(|condition| slice(text, condition.span)).collect();
    assert_eq!(spans, ["a && (b || !a)", "a.x || b.y"]);
    let Outcome::Returned(exits) = &cfg.conditions[1].outcome else { panic!() };
    let exits: Vec<&str> = exits
        .iter()
        .map(|exit| match &cfg.graph[*exit].end {
            End::Return { span, .. } => slice(text, *span),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(exits, ["a.x", "b.y"]);
}

#[test]
fn what_loops_and_tries_assign() {
    let text = "async function f(xs) { let ok = true, n; for (const x of xs) { const y = x; ok = ok && y; xs.map(() => n = 1) } \
                try { n = await g(); await h(n) } catch { return n } try { await g() } catch {} }";
    let module = module(text);
    let cfg = &module.functions[0].cfg;
    let assigned: Vec<&str> =
        cfg.loops[0].assigned.iter().map(|binding| &*module.bindings[binding.0 as usize].name).collect();
    assert_eq!(assigned, ["ok", "n"]);
    assert_eq!(slice(text, cfg.loops[0].span), "for (const x of xs)");
    assert_eq!(cfg.tries.iter().map(|it| it.separate_errors).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn long_and_deep_sources() {
    let count = 5000;
    for text in [
        format!("function f(a) {{ return {} }}", vec!["a"; count].join(" && ")),
        format!("function f(a) {{ if ({}) x() }}", vec!["a.b(1)"; count].join(" || ")),
        format!("function f(a) {{ return {} }}", vec!["a"; count].join(" + ")),
        format!("function f(a) {{ return a{} }}", ".b(x => x)".repeat(count)),
        format!("function f(a) {{ {} {{}} }}", "if (a) { x() } else ".repeat(count)),
        format!("function f(a) {{ return {} 1 }}", "a ? 2 : ".repeat(count)),
        format!("function f(a) {{ {} x() {} }}", "for (const b of a) {".repeat(200), "}".repeat(200)),
        format!("function f(a) {{ {} x() {} }}", "try {".repeat(40), "} finally { y() }".repeat(40)),
    ] {
        assert!(module(&text).problems.is_empty());
    }
}

#[test]
fn nested_finally_blocks_do_not_explode() {
    let module =
        module(&format!("function f() {{ {} return x() {} }}", "try { z() } finally {".repeat(40), "}".repeat(40)));
    assert!(module.functions[0].cfg.graph.node_count() < 20_000);
    assert_eq!(module.problems[0].message, "too many ways lead through nested finally blocks");
}

#[test]
fn functions_in_odd_places() {
    let module = module(
        "class A { [k(() => 1)]() {} [m(() => 1)] = () => 2; accessor x = () => 3; static { n(() => 4) } \
         constructor(@Inject(() => B) private b: B, c = () => 5); constructor(@Inject(() => C) d, e = () => 6) {} } \
         const { [p(() => 1)]: q = () => 2 } = r; for (const s of [() => 1]) {} enum E { F = g(() => 1) } \
         const t = <X on:click={() => 1} {...(() => 2)} />; label: try { u() } catch ({ v = () => 1 }) {} \
         namespace N { export const w = () => 1; } export = () => 1;",
    );
    assert!(module.functions.len() > 15, "{}", module.functions.len());
}
