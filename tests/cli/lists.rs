//! `checks`, `table`, `rules`, `explain`.

use serde_json::Value;

use crate::bench::{Bench, SAMPLE, SOUND};

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn checks_are_listed() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let ran = bench.run(&["checks", "--format", "json"]);
    assert_eq!(ran.code, 0);
    let list = read(&ran.out);
    let check = &list[0];
    assert_eq!(check["path"], "a.ts");
    assert_eq!(check["function"], "canDelete");
    assert_eq!((&check["start_line"], &check["end_line"]), (&1.into(), &4.into()));
    assert_eq!(check["kind"], "decision");
    assert_eq!(check["encoding"], "boolean");
    assert_eq!(check["polarity"], "normal");
    assert_eq!(check["default"], "allow");
    assert_eq!(check["complete"], true);
    assert!(check["reasons"].is_array() && check["confidence"].is_string());
    let decisions = check["decisions"].as_array().unwrap();
    let words: Vec<&str> = decisions.iter().map(|row| row["decision"].as_str().unwrap()).collect();
    assert_eq!(words, ["deny", "allow"]);
    assert_eq!(decisions[1]["condition"], "otherwise");

    let human = bench.run(&["checks"]).out;
    assert!(human.starts_with("a.ts:1 canDelete — decision, boolean, default allow, "), "{human}");
}

#[test]
fn no_checks_are_an_empty_list() {
    let bench = Bench::with(&[("a.ts", "export const access = 1;\n")]);
    let ran = bench.run(&["checks", "--format", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "[]\n"));
}

#[test]
fn tables_are_aligned() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    let ran = bench.run(&["table", "a.ts"]);
    assert_eq!(ran.code, 0);
    let expected = "canDelete (a.ts:1)
  deny  when user.role === 'guest'  line 2  false
  allow otherwise                   line 3  true
";
    assert_eq!(ran.out, expected);
    let list = read(&bench.run(&["table", "a.ts", "--format", "json"]).out);
    assert_eq!(list[0]["function"], "canDelete");
    assert_eq!(list[0]["rows"][1]["condition"], "otherwise");
    assert_eq!(list[0]["rows"][1]["line"], 3);
}

#[test]
fn tables_are_chosen_by_name() {
    let two = format!("{SAMPLE}{}", SAMPLE.replace("canDelete", "canEdit"));
    let bench = Bench::with(&[("a.ts", &two), ("b.ts", SAMPLE)]);
    let ran = bench.run(&["table", "a.ts:canEdit"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("canEdit (a.ts:5)\n"), "{}", ran.out);
    assert!(!ran.out.contains("canDelete"), "{}", ran.out);
    let ran = bench.run(&["table", "a.ts:canEdti"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean `canEdit`?"), "{}", ran.err);
    assert_eq!(bench.run(&["table", "c.ts:canEdit"]).code, 2);
    let all = bench.run(&["table", "--all"]).out;
    assert_eq!(all.matches("canDelete").count(), 2, "{all}");
}

#[test]
fn rules_are_listed() {
    let bench = Bench::with(&[("a.ts", SOUND)]);
    let ran = bench.run(&["rules"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.lines().any(|line| line.starts_with("default-allow ")), "{}", ran.out);
    let list = read(&bench.run(&["rules", "--format", "json"]).out);
    let rules = list.as_array().unwrap();
    assert_eq!(rules.len() + 1, ran.out.lines().count());
    let rule = rules.iter().find(|rule| rule["id"] == "default-allow").unwrap();
    assert_eq!(rule["severity"], "warning");
    assert!(rule["summary"].is_string() && rule["url"].as_str().unwrap().starts_with("https://"));
}

#[test]
fn every_rule_can_be_explained() {
    let bench = Bench::with(&[]);
    let list = read(&bench.run(&["rules", "--format", "json"]).out);
    for rule in list.as_array().unwrap() {
        let ran = bench.run(&["explain", rule["id"].as_str().unwrap()]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.lines().count() > 3, "{}", ran.out);
        assert!(!ran.out.contains("```") && !ran.out.contains('\u{1b}'), "{}", ran.out);
    }
    assert!(bench.run(&["explain", "default-allow", "--color", "always"]).out.contains("\u{1b}[1m"));
}

#[test]
fn calls_are_listed_across_files() {
    let caller = "import { canDelete } from './access';
import { verifyAccess } from 'tokens';

export async function remove(user: User, page: Page) {
  if (!page.archived) return;
  const token = await verifyAccess(user.token);
  if (!canDelete(user)) throw new Error('forbidden');
  return token;
}
";
    let bench = Bench::with(&[("package.json", "{}"), ("src/access.ts", SOUND), ("src/remove.ts", caller)]);
    let ran = bench.run(&["calls", "src/remove.ts", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let list = read(&ran.out);
    let (outside, inside) = (&list[0], &list[1]);
    assert_eq!((&outside["callee"], &outside["unresolved"]), (&"verifyAccess".into(), &"outside".into()));
    assert_eq!((&outside["package"], &outside["target"]), (&"tokens".into(), &Value::Null));
    assert_eq!((&outside["uses"][0]["use"], &outside["uses"][0]["awaited"]), (&"returned".into(), &true.into()));
    assert_eq!((&inside["path"], &inside["line"], &inside["column"]), (&"src/remove.ts".into(), &7.into(), &8.into()));
    assert_eq!((&inside["caller"], &inside["callee"]), (&"remove".into(), &"canDelete".into()));
    assert_eq!(inside["target"], serde_json::json!({ "path": "src/access.ts", "function": "canDelete", "line": 1 }));
    assert_eq!((&inside["asked"], &inside["uses"][0]["use"]), (&"called".into(), &"tested".into()));
    assert_eq!(inside["condition"], "page && page.archived");

    let human = bench.run(&["calls", "src/remove.ts"]).out;
    assert!(
        human.contains(
            "src/remove.ts:7 remove: canDelete (src/access.ts:1 canDelete), tested\n    when page && page.archived\n"
        ),
        "{human}"
    );
}

#[test]
fn entries_are_listed_with_what_runs_in_front_of_them() {
    let app = "import express from 'express';
import { pins } from './pins';
const app = express();
app.use('/pins', requireUser, pins);
function requireUser(req, res, next) { next(); }
";
    let pins = "import { Router } from 'express';
import { remove } from './remove';
export const pins = Router();
pins.delete('/:id', allow('pins:write'), remove);
";
    let remove = "export const remove = async (req, res) => res.json({});\n";
    let bench = Bench::with(&[
        ("package.json", "{}"),
        ("src/app.ts", app),
        ("src/pins.ts", pins),
        ("src/remove.ts", remove),
        ("app/api/tags/route.ts", "export const GET = () => new Response();\n"),
    ]);
    let ran = bench.run(&["entries", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let list = read(&ran.out);
    assert_eq!((&list[0]["name"], &list[0]["group"]), (&"GET /api/tags".into(), &"app/api/".into()));
    let route = &list[1];
    assert_eq!((&route["path"], &route["line"]), (&"src/pins.ts".into(), &4.into()));
    assert_eq!((&route["name"], &route["act"]), (&"DELETE /pins/:id".into(), &"write".into()));
    assert_eq!(route["handler"], serde_json::json!({ "path": "src/remove.ts", "function": "remove", "line": 1 }));
    assert_eq!(
        (&route["front"][0]["name"], &route["front"][1]["args"][0]),
        (&"requireUser".into(), &"'pins:write'".into())
    );
    let human = bench.run(&["entries", "src"]).out;
    let line = "src/pins.ts:4 DELETE /pins/:id: remove (src/remove.ts:1), behind requireUser, allow('pins:write')\n";
    assert!(human.starts_with(line), "{human}");
}

#[test]
fn what_an_import_gives_on_is_read_without_a_permission_word_in_it() {
    let bench = Bench::with(&[
        ("package.json", "{}"),
        ("src/access.ts", SOUND),
        ("src/index.ts", "export * from './access';\n"),
        (
            "src/remove.ts",
            "import { canDelete } from './index';\nexport const remove = (user: User) => { if (!canDelete(user)) throw 403; };\n",
        ),
    ]);
    let list = read(&bench.run(&["calls", "--format", "json"]).out);
    assert_eq!(list[0]["target"]["path"], "src/access.ts", "{list}");
}
