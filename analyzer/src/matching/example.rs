//! What gets in by a loose match, as an example.

use super::loose::{Loose, Looseness};
use super::role::TextRole;

/// A text that matches and was not meant; nothing where what is named is not known and no example says more than the finding does.
pub(super) fn example(loose: &Loose) -> Option<String> {
    let Some(text) = &loose.text else {
        let example = match (loose.how, loose.role) {
            (Looseness::Prefix, TextRole::Path) => "/data-of-others, where /data is meant",
            (Looseness::Prefix, TextRole::Host | TextRole::Origin | TextRole::Url) => {
                "https://example.com.evil.example, where https://example.com is meant"
            }
            (Looseness::Prefix, TextRole::Command) => "gitleaks, where git is meant",
            (Looseness::Suffix, role) if role.names_host() => "evilexample.com, where example.com is meant",
            (Looseness::Line, _) => "ls; rm -rf ~",
            (Looseness::Unescaped, role) if role.names_host() => "exampleXcom, where example.com is meant",
            (Looseness::Unescaped, TextRole::Path) => "/api/v1x2, where /api/v1.2 is meant",
            _ => return None,
        };
        return Some(example.to_owned());
    };
    let named = text.trim_end();
    Some(match (loose.how, loose.role) {
        (Looseness::Prefix, role) if role.names_host() && !named.starts_with('/') => format!("{named}.evil.example"),
        (Looseness::Prefix, _) => format!("{named}-other"),
        (Looseness::Suffix, TextRole::Command) => format!("rm -rf ~; {named}"),
        (Looseness::Suffix, TextRole::Email) => format!("me@evil{named}"),
        (Looseness::Suffix, _) => format!("evil{named}"),
        (Looseness::Part, TextRole::Url) => format!("https://evil.example/?{named}"),
        (Looseness::Part, TextRole::Host | TextRole::Origin) => format!("{named}.evil.example"),
        (Looseness::Part, TextRole::Command) => format!("rm -rf ~; {named}"),
        (Looseness::Part, TextRole::Path) => format!("/private/not-{named}"),
        (Looseness::Part, _) => format!("not-{named}"),
        (Looseness::Line, _) => format!("{named}; rm -rf ~"),
        _ => return None,
    })
}
