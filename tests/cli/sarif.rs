//! SARIF: what schemas and validators do not see.

use serde_json::Value;

use crate::bench::{Bench, SAMPLE};

fn run(bench: &Bench) -> Value {
    let log: Value = serde_json::from_str(&bench.run(&["--format", "sarif", "--no-prefilter"]).out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    log["runs"][0].clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The text of a region, counted in UTF-16 units as the report promises.
fn cut(source: &str, region: &Value) -> String {
    let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let lines: Vec<Vec<u16>> = source.split('\n').map(|line| line.encode_utf16().collect()).collect();
    assert_eq!(number("startLine"), number("endLine"), "not a short region");
    let line = &lines[number("startLine") - 1];
    String::from_utf16(&line[number("startColumn") - 1..number("endColumn") - 1]).unwrap()
}

#[test]
fn rules_are_complete_and_results_name_them() {
    let run = run(&Bench::with(&[("a.ts", SAMPLE)]));
    let rules = list(&run["tool"]["driver"]["rules"]);
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            let words = text(&rule[field]["text"]);
            assert!(!words.is_empty() && (field == "help" || words.len() <= 1024), "{rule}");
        }
        assert!(!text(&rule["help"]["markdown"]).is_empty());
        assert!(text(&rule["helpUri"]).starts_with("https://"));
        let tags = list(&rule["properties"]["tags"]);
        assert!(tags.contains(&"security".into()) && tags.len() <= 10, "{rule}");
        assert!(tags.iter().any(|tag| text(tag).starts_with("external/cwe/cwe-")), "{rule}");
        assert!(["low", "medium", "high"].contains(&text(&rule["properties"]["precision"])));
        let score: f32 = text(&rule["properties"]["security-severity"]).parse().unwrap();
        assert!(score > 0.0 && score <= 10.0);
        assert!(["note", "warning", "error"].contains(&text(&rule["defaultConfiguration"]["level"])));
    }
    for result in list(&run["results"]) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]["id"]);
    }
}

#[test]
fn a_result_says_what_where_and_how() {
    let run = run(&Bench::with(&[("a.ts", SAMPLE)]));
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"default-allow".into(), &"warning".into()));
    assert!(text(&result["message"]["text"]).ends_with('.'));
    let locations = list(&result["locations"]);
    assert_eq!(locations.len(), 1);
    assert_eq!(locations[0]["logicalLocations"][0]["fullyQualifiedName"], "canDelete");
    let steps = list(&result["codeFlows"][0]["threadFlows"][0]["locations"]);
    assert_eq!(steps.last().unwrap()["location"]["physicalLocation"], locations[0]["physicalLocation"]);
    assert!(steps.iter().all(|step| text(&step["location"]["message"]["text"]).ends_with('.')));
    let prints = &result["partialFingerprints"];
    assert!(text(&prints["primaryLocationLineHash"]).ends_with(":1"));
    assert_eq!(text(&prints["portcullis/v1"]).len(), 16);
    for related in result.get("relatedLocations").map(list).unwrap_or_default() {
        assert!(text(&result["message"]["text"]).contains(&format!("]({})", related["id"])), "{result}");
    }
}

#[test]
fn places_in_other_files_are_related() {
    let access =
        "export async function canEdit(id: string): Promise<boolean> {\n  return (await find(id)) === 'editor';\n}\n";
    let asks = "import { canEdit } from './my access';\n\nexport function edit(id: string) {\n  if (!canEdit(id)) throw new Error('not allowed');\n}\n";
    let run = run(&Bench::with(&[("package.json", "{}"), ("my access.ts", access), ("edit.ts", asks)]));
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "unawaited-check");
    let there = list(&result["relatedLocations"])
        .iter()
        .find(|related| related["physicalLocation"]["artifactLocation"]["uri"] == "my%20access.ts");
    let there = there.unwrap_or_else(|| panic!("{result}"));
    assert_eq!(cut(access, &there["physicalLocation"]["region"]), "canEdit");
    assert!(text(&result["message"]["text"]).contains(&format!("]({})", there["id"])), "{result}");
}

#[test]
fn columns_are_utf16_whatever_stands_before() {
    let wide = SAMPLE.replace("\n  return", "\n\t/* é😀\t漢 */ return");
    for (prefix, end) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n"), ("\u{feff}// é\n\n", "\r\n")] {
        let source = format!("{prefix}{}", wide.replace('\n', end));
        let run = run(&Bench::with(&[("a.ts", &source)]));
        let location = &run["results"][0]["locations"][0]["physicalLocation"];
        let found = cut(&source, &location["region"]);
        assert!(found.starts_with("return true") || found == "true", "{found}: {source:?}");
    }
}

#[test]
fn paths_are_relative_uris() {
    let bench = Bench::with(&[("sub dir/é[id]#%.ts", SAMPLE)]);
    let uri = &run(&bench)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "sub%20dir/%C3%A9%5Bid%5D%23%25.ts");
}

#[test]
fn gaps_are_notifications() {
    let bench = Bench::with(&[("a.ts", SAMPLE)]);
    bench.write("utf16.ts", b"\xff\xfea\0");
    let whole = run(&bench);
    let invocation = &whole["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    let notification = &invocation["toolExecutionNotifications"][0];
    assert_eq!(notification["level"], "warning");
    assert_eq!(notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "utf16.ts");
    let ran = bench.run(&["--format", "sarif", "missing.ts"]);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn equal_lines_have_different_hashes() {
    let twice = SAMPLE.repeat(2);
    let run = run(&Bench::with(&[("a.ts", &twice)]));
    let hash = |index: usize| text(&run["results"][index]["partialFingerprints"]["primaryLocationLineHash"]).to_owned();
    assert_ne!(hash(0), hash(1));
}
