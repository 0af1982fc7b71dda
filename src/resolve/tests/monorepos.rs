//! Many packages: workspaces, what they export, what a build would have written; where a project starts.

use super::*;

#[test]
fn workspaces_of_every_kind() {
    let package = |name: &str| format!(r#"{{"name": "{name}"}}"#);
    let (a, b, c) = (package("@org/a"), package("b"), package("react"));
    let declared: [&[(&str, &str)]; 7] = [
        &[("package.json", r#"{"workspaces": ["packages/*", "!packages/fixture"]}"#)],
        &[("package.json", r#"{"workspaces": {"packages": ["./packages/a/", "packages/b"]}}"#)],
        &[(
            "pnpm-workspace.yaml",
            "packages:\n  # all\n  - 'packages/**' # deep\n  - \"!**/fixture\"\ncatalog:\n  - x\n",
        )],
        &[("pnpm-workspace.yaml", "packages: [packages/a, 'packages/b']\n")],
        &[("lerna.json", r#"{"packages": ["packages/{a,b}"]}"#)],
        &[("rush.json", r#"{"projects": [{"projectFolder": "packages/a"}, {"projectFolder": "packages/b"}]}"#)],
        &[
            ("package.json", r#"{"workspaces": ["packages/a"]}"#),
            ("packages/a/other.json", "{}"),
            ("lerna.json", r#"{"packages": ["packages/b"]}"#),
        ],
    ];
    for files in declared {
        let mut files = files.to_vec();
        files.extend([
            ("packages/a/package.json", &*a),
            ("packages/b/package.json", &*b),
            ("packages/fixture/package.json", &*c),
        ]);
        let tree = Tree::new(&files, &["packages/a/src/index.ts", "packages/b/index.ts", "packages/fixture/index.ts"]);
        tree.leads(&[
            ("packages/b/index.ts", "@org/a", "packages/a/src/index.ts"),
            ("packages/a/src/index.ts", "b", "packages/b/index.ts"),
            ("packages/a/src/index.ts", "@org/none", "package @org/none"),
            ("packages/a/src/index.ts", "react", "package react"),
        ]);
    }
}

#[test]
fn packages_that_nobody_declares_are_known_by_their_names() {
    let tree = Tree::new(
        &[
            (".gitignore", "ignored\n"),
            ("server/package.json", r#"{"name": "server"}"#),
            ("shared/package.json", r#"{"name": "shared"}"#),
            ("ignored/package.json", r#"{"name": "ignored"}"#),
            ("node_modules/installed/package.json", r#"{"name": "installed"}"#),
        ],
        &["server/a.ts", "shared/index.ts", "shared/deep/x.ts", "ignored/index.ts", "node_modules/installed/index.ts"],
    );
    tree.leads(&[
        ("server/a.ts", "shared", "shared/index.ts"),
        ("server/a.ts", "shared/deep/x", "shared/deep/x.ts"),
        ("server/a.ts", "shared/deep/none", "missing"),
        ("server/a.ts", "ignored", "package ignored"),
        ("server/a.ts", "installed", "package installed"),
    ]);
}

#[test]
fn a_workspace_in_a_folder_without_a_package() {
    let tree = Tree::new(
        &[
            ("package.json", r#"{"workspaces": ["apps/*"]}"#),
            ("inner/rush.json", r#"{"projects": [{"projectFolder": "a"}]}"#),
            ("inner/a/package.json", r#"{"name": "a"}"#),
        ],
        &["inner/a/index.ts", "inner/b/x.ts", "apps/web/x.ts"],
    );
    tree.leads(&[("inner/b/x.ts", "a", "inner/a/index.ts"), ("apps/web/x.ts", "a", "package a")]);
}

#[test]
fn a_package_of_that_name_in_a_registry() {
    let tree = Tree::new(
        &[
            ("package.json", r#"{"workspaces": ["apps/*"]}"#),
            ("apps/storybook/package.json", r#"{"name": "storybook", "version": "0.0.0"}"#),
            ("apps/web/package.json", r#"{"name": "web", "dependencies": {"storybook": "^9.0.0"}}"#),
            (
                "apps/docs/package.json",
                r#"{"name": "docs", "dependencies": {"storybook": "workspace:*", "linked": "file:../../linked"}}"#,
            ),
            ("linked/package.json", r#"{"name": "linked"}"#),
        ],
        &["apps/storybook/index.ts", "apps/web/a.ts", "apps/docs/a.ts", "linked/index.ts"],
    );
    tree.leads(&[
        ("apps/web/a.ts", "storybook", "package storybook"),
        ("apps/web/a.ts", "storybook/test", "package storybook"),
        ("apps/docs/a.ts", "storybook", "apps/storybook/index.ts"),
        ("apps/docs/a.ts", "linked", "linked/index.ts"),
        ("apps/web/a.ts", "linked", "package linked"),
    ]);
}

/// What a package's `package.json` says, its files with code, and where imports of it lead.
type Case = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const PACKAGES: &[Case] = &[
    (r#""main": "dist/index.js", "types": "dist/index.d.ts""#, &["src/index.ts"], &[("p", "src/index.ts")]),
    (r#""main": "./lib/cjs/main", "module": "./lib/esm/main.mjs""#, &["src/main.tsx"], &[("p", "src/main.tsx")]),
    (r#""types": "build/types/api.d.ts""#, &["api.ts"], &[("p", "api.ts")]),
    (
        r#""main": "dist""#,
        &["src/index.ts"],
        &[("p", "src/index.ts"), ("p/dist", "src/index.ts"), ("p/dist/x", "missing")],
    ),
    (r#""main": "dist/p.cjs.js""#, &["src/index.ts"], &[("p", "src/index.ts")]),
    (r#""source": "code/start.ts", "main": "dist/bundle.js""#, &["code/start.ts"], &[("p", "code/start.ts")]),
    (
        r#""private": true"#,
        &["src/index.ts", "src/a/b.ts"],
        &[("p", "src/index.ts"), ("p/src/a/b", "src/a/b.ts"), ("p/a/b", "src/a/b.ts")],
    ),
    (
        r#""private": true"#,
        &["index.js", "lib/x.js"],
        &[("p", "index.js"), ("p/lib/x.js", "lib/x.js"), ("p/none", "missing"), ("p/a.css", "no code")],
    ),
    (
        r#""main": "dist/index.js""#,
        &["dist/index.js", "dist/x.js", "src/index.ts"],
        &[("p", "src/index.ts"), ("p/dist/x", "dist/x.js")],
    ),
    (r#""main": "lib/index.js""#, &["lib/index.js", "src/index.js"], &[("p", "lib/index.js")]),
    (
        r#""exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs"}, "./*": "./dist/*.js", "./features/*": null}"#,
        &["src/index.ts", "src/user/index.ts", "src/role.ts"],
        &[("p", "src/index.ts"), ("p/user", "src/user/index.ts"), ("p/role", "src/role.ts"), ("p/none", "missing")],
    ),
    (
        r#""exports": {"./server": {"@p/source": "./src/server.ts", "default": "./dist/server.js"}, "./client": {"development": "./src/c.ts", "default": "./x.js"}}"#,
        &["src/server.ts", "src/c.ts"],
        &[("p/server", "src/server.ts"), ("p/client", "src/c.ts")],
    ),
    (
        r#""exports": {".": {"types": "./types.d.ts", "require": "./dist/index.cjs"}}"#,
        &["types.d.ts", "src/index.ts"],
        &[("p", "src/index.ts")],
    ),
    (r#""exports": {".": {"types": "./types.d.ts"}}"#, &["types.d.ts"], &[("p", "no code")]),
    (
        r#""exports": {"./*": ["./src/*.ts", "./src/*.tsx"]}"#,
        &["src/a.ts", "src/b.tsx"],
        &[("p/a", "src/a.ts"), ("p/b", "src/b.tsx")],
    ),
    (
        r#""exports": "./dist/index.js""#,
        &["src/index.ts", "src/deep/x.ts"],
        &[("p", "src/index.ts"), ("p/dist/deep/x", "src/deep/x.ts")],
    ),
    (
        r#""exports": {".": "./dist/entry.mjs", "./a": "./dist/a/index.mjs", "./b": {"browser": "./b.js"}}"#,
        &["src/main.ts", "src/a.ts", "src/b.ts"],
        &[("p", "src/main.ts"), ("p/a", "src/a.ts"), ("p/b", "src/b.ts"), ("p/a?fresh", "src/a.ts")],
    ),
    (r#""exports": {".": "./dist/types/index.js"}"#, &["src/index.ts"], &[("p", "src/index.ts")]),
];

#[test]
fn what_packages_offer() {
    for (says, code, leads) in PACKAGES {
        let package = format!(r#"{{"name": "p", {says}}}"#);
        let root = ("package.json", r#"{"workspaces": ["packages/*"]}"#);
        let code: Vec<String> = code.iter().map(|path| format!("packages/p/{path}")).collect();
        let code: Vec<&str> = code.iter().map(String::as_str).chain(["app/a.ts"]).collect();
        let tree = Tree::new(&[root, ("packages/p/package.json", &package)], &code);
        for (specifier, expected) in *leads {
            let file = format!("packages/p/{expected}");
            let expected = if expected.contains('.') { &*file } else { expected };
            tree.leads(&[("app/a.ts", specifier, expected)]);
        }
    }
}

#[test]
fn folders_of_builds_that_a_configuration_names() {
    let tree = Tree::new(
        &[
            ("package.json", r#"{"workspaces": ["p"]}"#),
            ("p/package.json", r#"{"name": "p", "main": "./compiled/api/start.js"}"#),
            ("p/tsconfig.build.json", r#"{"compilerOptions": {"outDir": "./compiled/api", "rootDir": "code"}}"#),
        ],
        &["p/code/start.ts", "p/code/index.ts", "p/bin.js", "a.ts"],
    );
    tree.leads(&[
        ("a.ts", "p", "p/code/start.ts"),
        ("p/bin.js", "./compiled/api/start.js", "p/code/start.ts"),
        ("p/bin.js", "./compiled/api", "p/code/index.ts"),
    ]);
}

#[test]
fn an_installation_changes_nothing() {
    let files = [
        ("package.json", r#"{"workspaces": ["packages/*"]}"#),
        ("packages/a/package.json", r#"{"name": "@org/a", "main": "dist/index.js"}"#),
    ];
    let expected =
        [("packages/b/x.ts", "@org/a", "packages/a/src/index.ts"), ("packages/b/x.ts", "zod", "package zod")];
    let code = ["packages/a/src/index.ts", "packages/b/x.ts"];
    Tree::new(&files, &code).leads(&expected);
    let installed = [
        "packages/a/dist/index.js",
        "packages/a/dist/index.d.ts",
        "node_modules/zod/index.js",
        "node_modules/@org/a/index.js",
    ];
    Tree::new(&files, &[&code[..], &installed[..]].concat()).leads(&expected);
}

#[test]
fn a_project_that_is_itself_installed() {
    let tree = Tree::new(
        &[
            ("node_modules/own/package.json", r#"{"name": "own", "main": "./dist/a.js"}"#),
            ("node_modules/own/node_modules/zod/package.json", r#"{"name": "zod"}"#),
        ],
        &["node_modules/own/src/a.ts", "node_modules/own/b.ts", "node_modules/own/node_modules/zod/index.js"],
    );
    let root = tree.root().join("node_modules/own");
    let resolver = Resolver::new(Some(&root));
    let leads = |specifier: &str| said(&root, &resolver.resolve(&root.join("b.ts"), specifier));
    assert_eq!([leads("own"), leads("./src/a"), leads("zod")], ["src/a.ts", "src/a.ts", "package zod"]);
}

#[cfg(unix)]
#[test]
fn links_lead_to_the_real_file() {
    let tree = Tree::new(&[("package.json", "{}")], &["real/a.ts", "real/b.ts", "x.ts"]);
    std::os::unix::fs::symlink(tree.root().join("real"), tree.root().join("linked")).unwrap();
    std::os::unix::fs::symlink("b.ts", tree.root().join("real/c.ts")).unwrap();
    tree.leads(&[
        ("x.ts", "./linked/a", "real/a.ts"),
        ("linked/a.ts", "./b", "real/b.ts"),
        ("linked/a.ts", "../x", "x.ts"),
        ("x.ts", "./real/c", "real/b.ts"),
    ]);
}

#[test]
fn where_a_project_starts() {
    let tree = Tree::new(
        &[
            ("above/package.json", r#"{"workspaces": ["**"]}"#),
            ("above/repo/.git/HEAD", ""),
            ("above/repo/pnpm-workspace.yaml", "packages:\n  - apps/*\n"),
            ("above/repo/apps/web/package.json", "{}"),
            ("above/single/.git/HEAD", ""),
            ("above/single/app/package.json", "{}"),
        ],
        &["above/repo/apps/web/src/a.ts", "above/single/app/src/a.ts", "above/single/other/b.ts"],
    );
    fs::create_dir_all(tree.root().join("above/bare/.git")).unwrap();
    let root = |paths: &[&str]| {
        let paths: Vec<PathBuf> = paths.iter().map(|path| tree.root().join("above").join(path)).collect();
        project_root(&paths).unwrap().strip_prefix(tree.root().join("above")).unwrap().to_str().unwrap().to_owned()
    };
    assert_eq!(root(&["repo/apps/web/src/a.ts"]), "repo");
    assert_eq!(root(&["repo/apps/web"]), "repo");
    assert_eq!(root(&["single/app/src/not-there.ts"]), "single/app");
    assert_eq!(root(&["bare/not-there.ts"]), "bare");
    assert_eq!(root(&["single/app/src/a.ts", "single/app/src"]), "single/app");
    assert_eq!(root(&["single/app/src", "single/other/b.ts"]), "single");
    let loose = Tree::new(&[], &["a/b.ts", "c.ts"]);
    assert_eq!(project_root(&[loose.root().join("a/b.ts"), loose.root().join("c.ts")]), None);
    assert_eq!(project_root(&[loose.root().join("a/b.ts"), loose.root()]), Some(loose.root()));
}
