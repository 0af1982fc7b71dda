use swc_common::{BytePos, GLOBALS, Globals, Mark, comments::SingleThreadedComments, input::StringInput};
use swc_ecma_ast::*;
use swc_ecma_parser::{lexer::Lexer, *};
use swc_ecma_visit::{Visit, VisitMutWith, VisitWith};
fn rss(addr: usize) -> usize {
    let s = std::fs::read_to_string("/proc/self/smaps").unwrap();
    let mut inside = false;
    for l in s.lines() {
        if let Some((a, b)) = l.split_once(' ').and_then(|(r, _)| r.split_once('-')) {
            if let (Ok(a), Ok(b)) = (usize::from_str_radix(a, 16), usize::from_str_radix(b, 16)) {
                inside = a <= addr && addr < b;
                continue;
            }
        }
        if inside && l.starts_with("Rss:") {
            return l.split_whitespace().nth(1).unwrap().parse().unwrap();
        }
    }
    0
}
struct V(usize);
impl Visit for V {
    fn visit_ident(&mut self, _: &Ident) {
        self.0 += 1;
    }
}
fn make(kind: &str, n: usize) -> String {
    let r = |a: &str| a.repeat(n);
    match kind {
        "parens" => format!("x = {}1{};", r("("), r(")")),
        "arrays" => format!("x = {}1{};", r("["), r("]")),
        "objects" => format!("x = {}1{};", r("{a:"), r("}")),
        "blocks" => format!("{}{}", r("{"), r("}")),
        "blockfns" => format!("{}{}", r("function f(){"), r("}")),
        "methods" => format!("{}{}", r("x = class { m(){"), r("}}")),
        "fnexprs" => format!("x={}1{}", r("function(){ return "), r("}")),
        "arrows" => format!("x = {}1;", r("a=>")),
        "parrows" => format!("x = {}1;", r("(a)=>")),
        "parrowblocks" => format!("x = {}1{};", r("(a)=>{ return "), r("}")),
        "typedarrows" => format!("x = {}1{};", r("(a: string): void =>{ return "), r("}")),
        "callarrows" => format!("{}1{};", r("f((a)=>"), r(")")),
        "asyncarrows" => format!("{}1{};", r("f(async (a)=>"), r(")")),
        "calls" => format!("{}1{};", r("f("), r(")")),
        "generics" => format!("type X = {}1{};", r("A<"), r(">")),
        "exprgenerics" => format!("x = f{}1{}();", r("<A"), r(">")),
        "cgenerics" => format!("x = {}1{};", r("f<A>("), r(")")),
        "tuples" => format!("type X = {}1{};", r("["), r("]")),
        "tobjects" => format!("type X = {}1{};", r("{a:"), r("}")),
        "tparens" => format!("type X = {}1{};", r("("), r(")")),
        "tfns" => format!("type X = {}1;", r("(a: string)=>")),
        "tcond" => format!("type X = {}1;", r("A extends B ? C : ")),
        "tarrays" => format!("type X = A{};", r("[]")),
        "tkeyof" => format!("type X = {}A;", r("keyof ")),
        "tdots" => format!("type X = A{};", r(".a")),
        "asserts" => format!("x = {}1;", r("<A>")),
        "templates" => format!("x = {}1{};", r("`${"), r("}`")),
        "ternary" => format!("x = {}1;", r("a?b:")),
        "ternary2" => format!("x = {}1{};", r("a?"), r(":b")),
        "unary" => format!("x = {}1;", r("!")),
        "typeof" => format!("x = {}1;", r("typeof ")),
        "new" => format!("x = {}A;", r("new ")),
        "await" => format!("async function f(){{ {}1; }}", r("await ")),
        "assign" => format!("{}1;", r("a=")),
        "pow" => format!("x = {}1;", r("a**")),
        "if" => format!("{};", r("if(a)")),
        "elseif" => format!("{};", r("if(a) b(); else ")),
        "elseifb" => format!("{};", r("if(a) {b();} else ")),
        "for" => format!("{};", r("for(;;)")),
        "label" => format!("{};", (0..n).map(|i| format!("a{i}:")).collect::<String>()),
        "and" => format!("x = a{};", r(" && a")),
        "plus" => format!("x = a{};", r("+a")),
        "nullish" => format!("x = a{};", r(" ?? a")),
        "chain" => format!("x{};", r(".b()")),
        "dots" => format!("x{};", r(".b")),
        "optchain" => format!("x{};", r("?.b()")),
        "bang" => format!("x{};", r("!")),
        "index" => format!("x{};", r("[0]")),
        "tagged" => format!("x{};", r("``")),
        "as" => format!("x = a{};", r(" as A")),
        "comma" => format!("a{};", r(",a")),
        "union" => format!("type X = A{};", r("|A")),
        "jsx" => format!("x = {}{};", r("<a>"), r("</a>")),
        "jsxexpr" => format!("x = {}1{};", r("<a>{"), r("}</a>")),
        "jsxattr" => format!("x = {}1{};", r("<a b={"), r("}/>")),
        "destruct" => format!("let {}a{} = 1;", r("{a:"), r("}")),
        "paramdestruct" => format!("function f({}a{}) {{}}", r("{a:"), r("}")),
        "arrowdefault" => format!("x = {}1{};", r("(a="), r(")=>1")),
        "parendefault" => format!("x = {}1{};", r("({a="), r("})")),
        "objarr" => format!("x = {}1{};", r("{a:["), r("]}")),
        "unclosedparen" => format!("x = {}", r("(")),
        "unclosedarr" => format!("x = {}", r("[")),
        "unclosedblock" => format!("{}", r("{")),
        "unclosedlt" => format!("x = {}", r("a<")),
        "unclosedangle" => format!("x = {}", r("<a>(")),
        "unclosedjsx" => format!("x = {}", r("<a>")),
        "unclosedtpl" => format!("x = {}", r("`${")),
        "decor" => format!("{} class A {{}}", r("@a ")),
        "namespace" => format!("{}{}", r("namespace A {"), r("}")),
        "nsdots" => format!("namespace A{} {{}}", r(".a")),
        "switch" => format!("{}{}", r("switch(a){case 1:"), r("}")),
        "try" => format!("{}{}", r("try{"), r("}finally{}")),
        "trycatch" => format!("{}{}", r("try{}catch{"), r("}")),
        "q1" => format!("x = {}1{};", r("<a>("), r(")")),
        "q2" => format!("x = {}c;", r("a?(b):")),
        "q3" => format!("x = {}1{};", r("a?("), r("):c")),
        "q4" => format!("x = {}1{};", r("a?(b):c=>("), r(")")),
        "q5" => format!("x = {}1{};", r("async("), r(")")),
        "q6" => format!("x = {}1{};", r("f<a>("), r(")")),
        "q7" => format!("x = {}1{};", r("a<b("), r(")")),
        "q8" => format!("x = {}1{};", r("a?(b)=>("), r("):c")),
        "q9" => format!("x = {}1{};", r("(a=("), r("))=>1")),
        "q10" => format!("x = {}1{};", r("async<a>("), r(")")),
        "q11" => format!("x = {}1{};", r("<a,>("), r(")=>1")),
        "q12" => format!("x = {}1;", r("<a>(b)=>")),
        "q13" => format!("x = {}1{};", r("a?(b,c):async("), r(")")),
        "q14" => format!("x = {}1{};", r("(a:{b:"), r("})=>1")),
        "q15" => format!("type x = {}1{};", r("(a:("), r(")=>1)=>1")),
        "q16" => format!("type x = {}1{};", r("A extends (infer U extends "), r(") ? 1 : 2")),
        "q17" => format!("type x = {}1{};", r("A extends infer U extends "), r("? 1 : 2")),
        "q18" => format!("x = {}1{};", r("a ? (b = "), r(") : c => d")),
        "q19" => format!("x = {}1{};", r("a ? (b) : d => e ? "), r(" : f")),
        "q20" => format!("x = {}1{};", r("a < (b < "), r(")")),
        "q21" => format!("x = {}1{};", r("new A<b>("), r(")")),
        "q22" => format!("x = {}1{};", r("a<{b:typeof c<"), r(">}>")),
        "q23" => format!("x = {}1{};", r("{ async *[("), r(")](){} }")),
        "q24" => format!("x = {}1{};", r("a ? (b: ("), r(") => c) => d : e")),
        "q25" => format!("class A {{ a = {}1{}; }}", r("<T>() => <T>("), r(")")),
        "q26" => format!("x = {}1{};", r("(a) : ("), r(")")),
        "q27" => format!("x = {}1{};", r("a ? async (b) : ("), r(")")),
        "q28" => format!("{}1{};", r("for (async of ("), r(")) ;")),
        "q29" => format!("{}1{};", r("for (let a of <T>("), r(")) ;")),
        "q30" => format!("x = {}1{};", r("<T extends ("), r(") => 1>() => 1")),
        "q31" => format!("x = {}1", r("<a>(")),
        "q32" => format!("x = {}", r("a?(")),
        "q33" => format!("x = {}", r("(a,")),
        "q34" => format!("x = {}", r("f<a<")),
        "q35" => format!("x = {}", r("f<(")),
        "q36" => format!("x = {}", r("f<{a:")),
        "q37" => format!("x = {}", r("async<a>(")),
        "q38" => format!("x = {}", r("a?(b)=>{return ")),
        "q39" => format!("type x = {}", r("(a:(")),
        "q40" => format!("x = {}", r("(a:b=")),
        "q41" => format!("x = {}1{};", r("<a>{b:"), r("}")),
        "q42" => format!("x = {}1{};", r("<a>["), r("]")),
        "q43" => format!("x = {}1{};", r("<a>(b,"), r(")")),
        "q44" => format!("x = {}1{};", r("`${<a>("), r(")}`")),
        "q45" => format!("x = {}", r("a<b,")),
        "q46" => format!("abstract class {} {{}}", r("A<T extends ")),
        "q47" => format!("{}", r("declare module a {")),
        "q48" => format!("x = {}1{};", r("a ? (b) => {"), r("} : c")),
        "q49" => format!("x = {}1{};", r("a ? (b) => c ? "), r(" : d : e")),
        "q50" => format!("x = {}1{};", r("a ? (function() { return "), r("}) : e")),
        "q51" => format!("x = {}1{};", r("a ? b((c) => "), r(") : e")),
        "q52" => format!("x = {}1{};", r("a ? (b) : b((c) => "), r(") ")),
        "statements" => r("a.b(c);\n"),
        _ => panic!(),
    }
}
fn args_q() -> bool {
    std::env::var("Q").is_ok()
}
fn main() {
    let qs = (1..=52).map(|i| format!("q{i}")).collect::<Vec<_>>().join(" ");
    let kinds = if args_q() {
        qs.as_str()
    } else {
        "parens arrays objects blocks blockfns methods fnexprs arrows parrows parrowblocks typedarrows callarrows asyncarrows calls generics exprgenerics cgenerics tuples tobjects tparens tfns tcond tarrays tkeyof tdots asserts templates ternary ternary2 unary typeof new await assign pow if elseif elseifb for label and plus nullish chain dots optchain bang index tagged as comma union jsx jsxexpr jsxattr destruct paramdestruct arrowdefault parendefault objarr unclosedparen unclosedarr unclosedblock unclosedlt unclosedangle unclosedjsx unclosedtpl decor namespace nsdots switch try trycatch statements"
    };
    let args: Vec<String> = std::env::args().collect();
    let n: usize = args[1].parse().unwrap();
    if args.len() < 3 {
        for kind in kinds.split(' ') {
            for ext in ["ts", "tsx", "js"] {
                if ext != "tsx" && kind.contains("jsx") {
                    continue;
                }
                let me = std::env::current_exe().unwrap();
                let out = std::process::Command::new("timeout")
                    .arg("10")
                    .arg(me)
                    .arg(&args[1])
                    .arg(kind)
                    .arg(ext)
                    .output()
                    .unwrap();
                let o = String::from_utf8_lossy(&out.stdout);
                if o.trim().is_empty() {
                    println!("{kind} {ext} {:?}", out.status)
                } else {
                    print!("{o}");
                }
            }
        }
        return;
    }
    let (kind, ext) = (args[2].clone(), args[3].clone());
    std::thread::Builder::new().stack_size(8 << 30).spawn(move || {
        let text = make(&kind, n);
        let syntax = if ext == "js" { Syntax::Es(EsSyntax { jsx: true, decorators: true, ..Default::default() }) } else { Syntax::Typescript(TsSyntax { tsx: ext == "tsx", decorators: true, ..Default::default() }) };
        let here = 0u8; let addr = &here as *const u8 as usize;
        let base = rss(addr);
        let t = std::time::Instant::now();
        GLOBALS.set(&Globals::new(), || {
            let c = SingleThreadedComments::default();
            let input = StringInput::new(&text, BytePos(1), BytePos(1 + text.len() as u32));
            let mut p = Parser::new_from(Lexer::new(syntax, EsVersion::EsNext, input, Some(&c)));
            let r = p.parse_program();
            let tp = t.elapsed(); let a = rss(addr) - base;
            let (mut b, mut d) = (0, 0);
            let ok = r.is_ok();
            if let Ok(mut prog) = r {
                prog.visit_mut_with(&mut swc_ecma_transforms_base::resolver(Mark::new(), Mark::new(), true));
                b = rss(addr) - base;
                let mut v = V(0); prog.visit_with(&mut v);
                drop(prog);
                d = rss(addr) - base;
            }
            println!("{kind:14} {ext:4} ok={ok:5} parse B/lvl {:6} +resolve {:6} +visit,drop {:6}  parse {:6} ms all {:6} ms", a * 1024 / n, b * 1024 / n, d * 1024 / n, tp.as_millis(), t.elapsed().as_millis());
        });
    }).unwrap().join().unwrap();
}
