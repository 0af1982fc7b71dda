//! What a walk leaves out unless asked: tests, generated code, other people's code, declarations.

use std::path::Path;

/// Why a file was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Test,
    Generated,
    Vendored,
    Declaration,
    /// No permission word in it.
    NoWord,
}

impl Reason {
    /// As the summary says it, behind a number.
    pub fn describe(self, number: usize) -> &'static str {
        match (self, number) {
            (Reason::Test, 1) => "test",
            (Reason::Test, _) => "tests",
            (Reason::Generated, _) => "generated",
            (Reason::Vendored, _) => "vendored",
            (Reason::Declaration, 1) => "declaration file",
            (Reason::Declaration, _) => "declaration files",
            (Reason::NoWord, _) => "without a permission word",
        }
    }
}

/// Whether a walk takes the file for TypeScript or JavaScript.
pub fn is_source(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    matches!(extension, "ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs")
}

/// Why a folder of this name is not entered. `build` is no such name: real code lives in folders called so, and what a build writes is
/// mostly ignored by git or marked as generated.
pub fn by_folder(name: &str) -> Option<Reason> {
    match name {
        "test" | "tests" | "__tests__" | "__test__" | "__mocks__" | "__fixtures__" | "__snapshots__" | "e2e"
        | "fixtures" => Some(Reason::Test),
        "generated" | "__generated__" => Some(Reason::Generated),
        "node_modules" | "bower_components" | "vendor" | "vendored" | "third_party" | "third-party" | "dist" => {
            Some(Reason::Vendored)
        }
        _ => None,
    }
}

/// Why a file of this name is left out.
pub fn by_name(name: &str) -> Option<Reason> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut words = stem.split('.').skip(1);
    // `auth.test.ts`, `auth.test.node.ts`, `auth_test.ts` (Deno)
    if words.clone().any(|word| matches!(word, "test" | "tests" | "spec" | "e2e" | "e2e-spec" | "cy"))
        || stem.ends_with("_test")
    {
        return Some(Reason::Test);
    }
    if words.clone().any(|word| matches!(word, "gen" | "generated")) {
        return Some(Reason::Generated);
    }
    if words.any(|word| word == "min") {
        return Some(Reason::Vendored);
    }
    // `a.d.ts`, `a.d.mts`, and `a.d.json.ts` for imported JSON
    let declares = stem.ends_with(".d") || stem.rsplit_once('.').is_some_and(|(rest, _)| rest.ends_with(".d"));
    declares.then_some(Reason::Declaration)
}

/// Whether a file says of itself, near its beginning, that a program wrote it.
pub fn is_marked_generated(bytes: &[u8]) -> bool {
    let marker: &[u8] = b"@generated";
    bytes[..bytes.len().min(1024)].windows(marker.len()).any(|window| window == marker)
}

#[cfg(test)]
mod tests {
    use super::{Reason, by_name};

    #[test]
    fn names_tell() {
        for (name, reason) in [
            ("auth.test.ts", Some(Reason::Test)),
            ("auth.spec.tsx", Some(Reason::Test)),
            ("routes.gen.ts", Some(Reason::Generated)),
            ("api.generated.ts", Some(Reason::Generated)),
            ("jquery.min.js", Some(Reason::Vendored)),
            ("index.d.ts", Some(Reason::Declaration)),
            ("index.d.mts", Some(Reason::Declaration)),
            ("auth.ts", None),
            ("test.ts", None),
            ("latest.ts", None),
            ("min.ts", None),
            ("auth.guard.ts", None),
        ] {
            assert_eq!(by_name(name), reason, "{name}");
        }
    }
}
