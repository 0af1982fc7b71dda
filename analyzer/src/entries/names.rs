//! What entries are called.

use crate::frameworks::EntryKind;

/// Two paths, one behind the other.
pub(super) fn join_path(before: &str, path: &str) -> String {
    let before = before.trim_end_matches('/');
    match path.trim_start_matches('/') {
        "" if before.is_empty() => "/".to_owned(),
        "" => before.to_owned(),
        _ if before.is_empty() => path.to_owned(),
        rest => format!("{before}/{rest}"),
    }
}

/// The verb of a route, as it is written in a request.
pub(super) fn verb(method: &str) -> String {
    match method {
        "del" => "DELETE".to_owned(),
        other => other.to_ascii_uppercase(),
    }
}

/// `GET /pins`, `tool read_file`.
pub(super) fn entry(kind: EntryKind, word: &str, path: &str) -> String {
    match kind {
        EntryKind::Route => format!("{} /{}", verb(word), path.trim_start_matches('/')),
        _ => format!("{word} {path}"),
    }
}

/// Whether a guard at a path stands in front of another path. Both are seen from the same router.
pub(super) fn covers(guarded: &str, is_exact: bool, path: &str) -> bool {
    let guarded = guarded.trim_end_matches('*').trim_matches('/');
    let path = path.trim_start_matches('/');
    if is_exact {
        return guarded == path.trim_end_matches('/');
    }
    guarded.is_empty() || path.strip_prefix(guarded).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The path that a file stands for: brackets and `$` mark what is filled in, parentheses and `_` what does not count.
pub(super) fn of_file(path: &str, nameless: bool) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let mut parts: Vec<&str> = stem.split('/').collect();
    if nameless {
        parts.pop();
    }
    let parts =
        parts.into_iter().flat_map(|part| if part.contains('[') { vec![part] } else { part.split('.').collect() });
    let written = parts.filter_map(|part| match part {
        "index" | "_index" | "" | "route" => None,
        part if part.starts_with('(') || part.starts_with('@') => None,
        part if part.starts_with('[') => {
            let name = part.trim_matches(['[', ']']);
            Some(match name.strip_prefix("...") {
                Some(rest) => format!("*{rest}"),
                None => format!(":{name}"),
            })
        }
        "$" => Some("*".to_owned()),
        part => Some(match part.strip_prefix('$') {
            Some(name) => format!(":{name}"),
            None => part.trim_matches('_').to_owned(),
        }),
    });
    let written: Vec<String> = written.collect();
    format!("/{}", written.join("/"))
}

/// `pins.remove`
pub(super) fn join_fields(before: &str, name: &str) -> String {
    if before.is_empty() { name.to_owned() } else { format!("{before}.{name}") }
}

/// `mutation` of `Mutation`.
pub(super) fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
