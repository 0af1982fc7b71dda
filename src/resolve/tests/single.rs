//! One package: relative imports, configurations of TypeScript, `imports`.

use super::*;

#[test]
fn relative_imports() {
    let tree = Tree::new(
        &[("logo.svg", ""), ("data.json", "{}")],
        &[
            "src/a.ts", "src/b.tsx", "src/c.js", "src/m.mts", "src/k.cts", "src/jsx.jsx", "src/folder/index.ts",
            "src/view.tsx", "src/user.service.ts", "src/both.ts", "src/both.js", "src/declared.d.ts",
            "src/beside.d.ts", "src/beside.js", "src/theme.css.ts",
        ],
    );
    tree.leads(&[
        ("src/a.ts", "./b", "src/b.tsx"),
        ("src/a.ts", "./b.js", "src/b.tsx"),
        ("src/a.ts", "./view.jsx", "src/view.tsx"),
        ("src/a.ts", "./b.tsx", "src/b.tsx"),
        ("src/a.ts", "./c", "src/c.js"),
        ("src/a.ts", "./c.js", "src/c.js"),
        ("src/a.ts", "./m.mjs", "src/m.mts"),
        ("src/a.ts", "./k.cjs", "src/k.cts"),
        ("src/a.ts", "./m", "src/m.mts"),
        ("src/a.ts", "./jsx", "src/jsx.jsx"),
        ("src/a.ts", "./folder", "src/folder/index.ts"),
        ("src/a.ts", "./folder/index.js", "src/folder/index.ts"),
        ("src/folder/index.ts", "..", "missing"),
        ("src/folder/index.ts", "../a", "src/a.ts"),
        ("src/folder/index.ts", ".", "src/folder/index.ts"),
        ("src/a.ts", "./user.service", "src/user.service.ts"),
        ("src/a.ts", "./both.js", "src/both.ts"),
        ("src/a.ts", "./beside.d.ts", "src/beside.js"),
        ("src/a.ts", "./declared", "no code"),
        ("src/a.ts", "./theme.css", "src/theme.css.ts"),
        ("src/a.ts", "./styles.css", "no code"),
        ("src/a.ts", "../logo.svg", "no code"),
        ("src/a.ts", "../logo", "missing"),
        ("src/a.ts", "../data", "no code"),
        ("src/a.ts", "./a?raw", "no code"),
        ("src/a.ts", "./a?fresh", "src/a.ts"),
        ("src/a.ts", "./Page.vue", "no code"),
        ("src/a.ts", "./nothing", "missing"),
        ("src/a.ts", "", "missing"),
    ]);
}

#[test]
fn what_is_outside() {
    let tree = Tree::new(
        &[("package.json", "{}"), ("node_modules/express/package.json", r#"{"main": "index.js"}"#)],
        &["src/a.ts", "node_modules/express/index.js", "node_modules/zod.ts"],
    );
    tree.leads(&[
        ("src/a.ts", "node:fs", "builtin"),
        ("src/a.ts", "fs/promises", "builtin"),
        ("src/a.ts", "bun:test", "builtin"),
        ("src/a.ts", "express", "package express"),
        ("src/a.ts", "express/lib/router", "package express"),
        ("src/a.ts", "@nestjs/common/decorators", "package @nestjs/common"),
        ("src/a.ts", "zod", "package zod"),
        ("src/a.ts", "../node_modules/express/index.js", "missing"),
        ("src/a.ts", "swiper/css/main.css", "no code"),
        ("src/a.ts", "npm:@scope/name@1.2/sub", "package @scope/name"),
        ("src/a.ts", "npm:zod@3", "package zod"),
        ("src/a.ts", "virtual:pages", "package virtual:pages"),
        ("src/a.ts", "~icons/user", "package ~icons"),
        ("src/a.ts", "~/unknown", "missing"),
        ("src/a.ts", "@/unknown", "missing"),
        ("src/a.ts", "#unknown", "missing"),
    ]);
}

#[test]
fn aliases_of_a_configuration() {
    let config = r#"{
        // comments and trailing commas
        "compilerOptions": {"paths": {"@/*": ["./src/*"], "config": ["./src/settings.ts"], "@lib/*": ["./none/*", "./lib/*"]},},
    }"#;
    let tree = Tree::new(
        &[("tsconfig.json", config), ("package.json", r#"{"dependencies": {"@lib/registry": "1.0.0"}}"#)],
        &["src/a.ts", "src/deep/b.ts", "src/settings.ts", "lib/c/index.ts", "scripts/s.mjs"],
    );
    tree.leads(&[
        ("src/a.ts", "@/deep/b", "src/deep/b.ts"),
        ("src/deep/b.ts", "@/a.js", "src/a.ts"),
        ("src/a.ts", "config", "src/settings.ts"),
        ("src/a.ts", "@lib/c", "lib/c/index.ts"),
        ("scripts/s.mjs", "@/a", "src/a.ts"),
        ("src/a.ts", "@/none", "missing"),
        ("src/a.ts", "@lib/none", "missing"),
        ("src/a.ts", "@lib/registry", "package @lib/registry"),
        ("src/a.ts", "@/logo.svg", "no code"),
    ]);
}

#[test]
fn base_folder_and_root_folders() {
    let config = r#"{"compilerOptions": {"baseUrl": "src", "rootDirs": ["src", "generated"]}}"#;
    let tree = Tree::new(&[("tsconfig.json", config)], &["src/a.ts", "src/util/b.ts", "generated/util/types.ts"]);
    tree.leads(&[
        ("src/a.ts", "util/b", "src/util/b.ts"),
        ("src/a.ts", "util/none", "missing"),
        ("src/a.ts", "react", "package react"),
        ("src/util/b.ts", "./types", "generated/util/types.ts"),
    ]);
}

#[test]
fn bases_of_configurations() {
    let tree = Tree::new(
        &[
            ("configs/one.json", r#"{"compilerOptions": {"paths": {"one/*": ["../src/*"]}}}"#),
            ("configs/two.json", r#"{"extends": "./one"}"#),
            ("a/tsconfig.json", r#"{"extends": "../configs/two.json"}"#),
            ("b/tsconfig.json", r#"{"extends": ["@tsconfig/strictest/tsconfig.json", "../configs/one.json"]}"#),
            ("c/tsconfig.json", r#"{"extends": "@tsconfig/node20", "compilerOptions": {"paths": {"~/*": ["./*"]}}}"#),
            (
                "d/tsconfig.json",
                r#"{"extends": "./.generated/tsconfig.json", "compilerOptions": {"paths": {"~/*": ["./*"]}}}"#,
            ),
        ],
        &["src/x.ts", "a/x.ts", "b/x.ts", "c/x.ts", "d/x.ts"],
    );
    let resolver = tree.leads(&[
        ("a/x.ts", "one/x", "src/x.ts"),
        ("b/x.ts", "one/x", "src/x.ts"),
        ("c/x.ts", "~/x", "c/x.ts"),
        ("d/x.ts", "~/x", "d/x.ts"),
    ]);
    let told = ["d/tsconfig.json: extends `./.generated/tsconfig.json`, which is not there"];
    assert_eq!(problems(&tree, &resolver), told);
}

#[test]
fn a_base_in_a_package_of_the_project() {
    let tree = Tree::new(
        &[
            ("package.json", r#"{"workspaces": ["configs", "app"]}"#),
            ("configs/package.json", r#"{"name": "@org/configs"}"#),
            ("configs/next.json", r#"{"extends": "./tsconfig.json"}"#),
            ("configs/tsconfig.json", r#"{"compilerOptions": {"paths": {"~/*": ["${configDir}/src/*"]}}}"#),
            ("app/tsconfig.json", r#"{"extends": "@org/configs/next"}"#),
            ("app/package.json", r#"{"name": "app"}"#),
            ("app/e2e/tsconfig.json", r#"{"extends": "@org/configs"}"#),
        ],
        &["app/src/a.ts", "app/e2e/src/b.ts"],
    );
    let resolver =
        tree.leads(&[("app/src/a.ts", "~/a", "app/src/a.ts"), ("app/e2e/src/b.ts", "~/b", "app/e2e/src/b.ts")]);
    assert_eq!(problems(&tree, &resolver), [""; 0]);
}

#[test]
fn broken_configurations_are_told_and_cost_themselves_alone() {
    let tree = Tree::new(
        &[
            ("broken/tsconfig.json", r#"{"compilerOptions": {"paths": "#),
            ("broken/package.json", "{"),
            ("circle/tsconfig.json", r#"{"extends": "./base.json", "compilerOptions": {"paths": {"~/*": ["./*"]}}}"#),
            ("circle/base.json", r#"{"extends": "./tsconfig.json"}"#),
            (
                "self/tsconfig.json",
                r#"{"extends": "./tsconfig.json", "references": [{"path": "."}, {"path": "./none"}]}"#,
            ),
            ("typed/tsconfig.json", r#"{"compilerOptions": {"paths": {"~/*": 3}}}"#),
            ("list/package.json", "[]"),
            (
                "heir/tsconfig.json",
                r#"{"extends": "../broken/tsconfig.json", "compilerOptions": {"paths": {"~/*": ["./*"]}}}"#,
            ),
        ],
        &["broken/x.ts", "broken/y.ts", "circle/x.ts", "self/x.ts", "typed/x.ts", "list/x.ts", "heir/x.ts"],
    );
    let resolver = tree.leads(&[
        ("broken/x.ts", "./y", "broken/y.ts"),
        ("circle/x.ts", "~/x", "circle/x.ts"),
        ("self/x.ts", "./x", "self/x.ts"),
        ("typed/x.ts", "./x", "typed/x.ts"),
        ("list/x.ts", "./x", "list/x.ts"),
        ("heir/x.ts", "~/x", "heir/x.ts"),
    ]);
    let told = problems(&tree, &resolver);
    let files: Vec<&str> = told.iter().filter_map(|problem| problem.split(':').next()).collect();
    let expected = [
        "broken/package.json", "broken/tsconfig.json", "circle/tsconfig.json", "list/package.json",
        "self/tsconfig.json", "typed/tsconfig.json",
    ];
    assert_eq!(files, expected, "{told:#?}");
}

#[test]
fn references_and_files_that_nobody_lists() {
    let tree = Tree::new(
        &[
            (
                "tsconfig.json",
                r#"{"files": [], "include": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "./tsconfig.node.json"}]}"#,
            ),
            ("tsconfig.app.json", r#"{"include": ["src"], "compilerOptions": {"paths": {"@/*": ["./src/*"]}}}"#),
            ("tsconfig.node.json", r#"{"include": ["server"], "compilerOptions": {"paths": {"@/*": ["./server/*"]}}}"#),
            ("app/tsconfig.json", r#"{"include": ["src"], "compilerOptions": {"paths": {"~/*": ["./src/*"]}}}"#),
            ("nx/tsconfig.base.json", r#"{"compilerOptions": {"paths": {"@org/ui": ["ui/src/index.ts"]}}}"#),
            ("js/jsconfig.json", r#"{"compilerOptions": {"paths": {"~/*": ["./*"]}}}"#),
        ],
        &[
            "src/a.ts", "src/x.ts", "server/a.ts", "server/x.ts", "app/src/x.ts", "app/test/t.ts",
            "nx/ui/src/index.ts", "nx/a.ts", "js/a.js", "scripts/s.ts",
        ],
    );
    tree.leads(&[
        ("src/a.ts", "@/x", "src/x.ts"),
        ("server/a.ts", "@/x", "server/x.ts"),
        ("scripts/s.ts", "@/x", "src/x.ts"),
        ("app/test/t.ts", "~/x", "app/src/x.ts"),
        ("nx/a.ts", "@org/ui", "nx/ui/src/index.ts"),
        ("js/a.js", "~/a", "js/a.js"),
    ]);
}

#[test]
fn private_imports_of_a_package() {
    let package = r##"{"name": "own", "imports": {
        "#db": {"types": "./dist/db.d.ts", "default": "./dist/db.js"}, "#util/*": "./src/util/*.js", "#x": "express"
    }, "exports": {".": "./dist/index.js", "./*": "./dist/*.js"}}"##;
    let tree = Tree::new(&[("package.json", package)], &["src/db.ts", "src/util/a.ts", "src/index.ts"]);
    tree.leads(&[
        ("src/index.ts", "#db", "src/db.ts"),
        ("src/index.ts", "#util/a", "src/util/a.ts"),
        ("src/index.ts", "#util/none", "missing"),
        ("src/db.ts", "own", "src/index.ts"),
        ("src/index.ts", "own/db", "src/db.ts"),
    ]);
}

#[test]
fn each_configuration_is_read_once_and_looked_up_once_for_a_folder() {
    let tree = Tree::new(
        &[
            ("package.json", r#"{"workspaces": ["p"]}"#),
            ("p/package.json", r#"{"name": "p", "main": "dist/index.js"}"#),
            ("p/tsconfig.json", r#"{"extends": "../base.json", "references": [{"path": "../q"}]}"#),
            ("q/tsconfig.json", r#"{"extends": "../base.json"}"#),
            ("base.json", r#"{"compilerOptions": {"paths": {"~/*": ["./*"]}}}"#),
        ],
        &["p/src/index.ts", "q/x.ts"],
    );
    let resolver = tree.resolver();
    let root = tree.root();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (resolver, root) = (&resolver, &root);
            scope.spawn(move || {
                for file in 0..2000 {
                    let importer = root.join(format!("p/src/importer{file}.ts"));
                    assert!(resolver.resolve(&importer, "~/q/x").is_ok());
                    assert!(resolver.resolve(&importer, if thread % 2 == 0 { "p" } else { "./index" }).is_ok());
                }
            });
        }
    });
    assert_eq!(resolver.lookups(), 1);
    let twice: Vec<_> = resolver.reads().into_iter().filter(|(_, reads)| *reads > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(resolver.reads().contains_key(&root.join("base.json")));
}
