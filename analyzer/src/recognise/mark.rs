//! Functions that are checks because somebody says so: the project's settings, or a `@permission-check` tag.

use crate::contract::Contract;
use crate::decide::{Decision, Encoding, Polarity};
use crate::module::Function;
use crate::settings::Settings;

use super::shape::Shape;

/// The tag of a comment.
const TAG: &str = "@permission-check";

/// What somebody says a function is.
pub(super) struct Mark {
    by_tag: bool,
    encoding: Option<Encoding>,
    polarity: Option<Polarity>,
}

/// The mark on a function: a tag in its comment, or its name in the settings.
pub(super) fn mark_of(path: &str, function: &Function, settings: &Settings) -> Option<Mark> {
    if let Some((_, words)) = function.doc.split_once(TAG) {
        let line = words.lines().next().unwrap_or_default();
        let inverted = line.split_whitespace().any(|word| word == "inverted");
        return Some(Mark { by_tag: true, encoding: None, polarity: inverted.then_some(Polarity::Inverted) });
    }
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let named = |name: &str| function.name == name || function.name.ends_with(&format!(".{name}"));
    let placed = |module: &str| stem == module || stem.ends_with(&format!("/{module}"));
    let guard =
        settings.guards.iter().find(|guard| named(&guard.name) && guard.module.as_deref().is_none_or(placed))?;
    Some(Mark { by_tag: false, encoding: guard.encoding, polarity: guard.polarity })
}

impl Mark {
    pub(super) fn reason(&self) -> String {
        if self.by_tag { format!("its comment says `{TAG}`") } else { "the configuration says so".to_owned() }
    }

    /// The shape as the mark has it, where the function's own signs do not say.
    pub(super) fn applied_to(&self, own: Option<Shape>) -> Shape {
        let own = own.filter(|own| self.encoding.is_none_or(|encoding| encoding == own.contract.encoding));
        let mut shape = own.unwrap_or_else(|| {
            let contract = Contract::of(self.encoding.unwrap_or(Encoding::Boolean));
            Shape::new(contract, "as it is marked", true)
        });
        if shape.contract.encoding == Encoding::Boolean {
            match self.polarity {
                Some(Polarity::Inverted) => shape.contract = Contract::inverted(Decision::Deny),
                Some(_) => shape.contract = Contract::BOOLEAN,
                None => {}
            }
        }
        shape
    }
}
