//! What a function really gave, as decisions. The one place that knows encodings; a new one is one line in [`decisions`], or in [`sent::decision`] where
//! it answers through what it is handed.

use portcullis_analyzer::module::TypeDeclaration;
use portcullis_analyzer::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use portcullis_analyzer::{Check, Decision, Encoding, Module, Polarity};
use serde_json::Value;

use super::frameworks;
use super::sent::{self, is_truthy};

/// Whether what a check gives can be read here.
pub fn is_read(check: &Check, module: &Module) -> Result<(), &'static str> {
    if let Some(reason) = frameworks::is_left_out(check) {
        return Err(reason);
    }
    match check.encoding {
        Encoding::Builder => Err("declares rules, and decides nothing"),
        Encoding::Continuation if !sent::has_own_channel(check, module) => {
            Err("answers through what the function around it was handed")
        }
        _ => Ok(()),
    }
}

/// Names from elsewhere whose answers are told apart by what made them.
pub fn makers(check: &Check) -> &'static [&'static str] {
    match check.encoding {
        Encoding::Option => OPTIONS,
        Encoding::Response | Encoding::ResponseOrNone => RESPONSES,
        _ => frameworks::makers(check),
    }
}

const OPTIONS: &[&str] = &["some", "none", "right", "left", "ok", "Ok", "okAsync", "err", "Err", "errAsync"];

const RESPONSES: &[&str] = &["next", "rewrite", "redirect", "json", "NextResponse", "Response"];

/// The decisions that an answer can stand for: more than one where the difference is in how the source says it, not in the answer. Nothing where
/// the function waits for ever and has said nothing before.
pub fn decisions(check: &Check, module: &Module, given: &Value) -> Option<Vec<Decision>> {
    if let Some(decision) = sent::decision(check, module, given) {
        return Some(vec![decision, Decision::Delegated]);
    }
    if given["hangs"] == true {
        return None;
    }
    if let Some(decision) = frameworks::decision(check, module, given) {
        return Some(vec![decision, Decision::Delegated]);
    }
    if !given["throws"].is_null() {
        return Some(thrown(check.encoding));
    }
    let value = &given["returns"];
    let decision = match check.encoding {
        Encoding::Boolean | Encoding::DetailsOrFalse | Encoding::TextOrNull | Encoding::ResponseOrNone => {
            boolean(check, value)
        }
        Encoding::BooleanOrFilter => boolean(check, value),
        Encoding::Literal | Encoding::Enum => word(module, value),
        Encoding::Object => object(module, value),
        // What it hands back may be anything, `false` too; as written, that refuses.
        Encoding::ValueOrThrow => return Some(vec![Decision::Allow, returned(value)]),
        Encoding::Assertion => returned(value),
        Encoding::Option => option(value),
        Encoding::List => list(value),
        Encoding::Response => response(value),
        Encoding::Callback => untold(value),
        #[allow(unreachable_patterns, reason = "an encoding that comes to be fails here until it has its line")]
        unknown => panic!("unknown encoding: {unknown:?}"),
    };
    // Another's answer is that other's decision; and nothing is no opinion where it was written, and missing where the function just ends.
    let unspoken = [Encoding::Boolean, Encoding::Literal, Encoding::Enum, Encoding::Object, Encoding::Callback];
    let nothing = is_nothing(value) || decision == Decision::Missing;
    Some(match nothing && unspoken.contains(&check.encoding) {
        true => vec![decision, Decision::Delegated, Decision::NotApplicable, Decision::Missing],
        false => vec![decision, Decision::Delegated],
    })
}

fn thrown(encoding: Encoding) -> Vec<Decision> {
    match encoding {
        Encoding::Boolean | Encoding::Literal | Encoding::Enum | Encoding::Object => {
            vec![Decision::Deny, Decision::Indeterminate]
        }
        _ => vec![Decision::Deny],
    }
}

/// What a function gives back that should have told somebody.
fn untold(value: &Value) -> Decision {
    match value.as_bool() {
        Some(true) => Decision::Allow,
        Some(false) => Decision::Deny,
        None => Decision::Missing,
    }
}

/// `O.some(x)`, `ok(x)`; what somebody else made is their answer.
fn option(value: &Value) -> Decision {
    match maker(value) {
        "some" | "right" | "ok" | "Ok" | "okAsync" => Decision::Allow,
        "none" | "left" | "err" | "Err" | "errAsync" => Decision::Deny,
        _ if is_nothing(value) => Decision::Deny,
        _ => Decision::Delegated,
    }
}

/// `NextResponse.next()` goes on; any other response answers.
fn response(value: &Value) -> Decision {
    match maker(value) {
        "next" | "rewrite" => Decision::Allow,
        _ if is_nothing(value) => Decision::Allow,
        _ => Decision::Deny,
    }
}

/// The last name of what made a value.
fn maker(value: &Value) -> &str {
    last_name(value["made"].as_str().unwrap_or_default())
}

fn last_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// All that was handed in, or a part of it.
fn list(value: &Value) -> Decision {
    let whole = value["path"].as_str().is_some_and(|path| path.starts_with("arguments[") && path.ends_with(']'));
    if whole { Decision::Allow } else { Decision::Deny }
}

fn boolean(check: &Check, value: &Value) -> Decision {
    match (check.polarity, check.asks, is_truthy(value)) {
        (Polarity::Inverted, true, true) => Decision::Ask,
        (Polarity::Inverted, false, true) => Decision::Deny,
        (Polarity::Inverted, _, false) => Decision::Allow,
        (_, _, true) => Decision::Allow,
        (_, _, false) => Decision::Deny,
    }
}

fn word(module: &Module, value: &Value) -> Decision {
    let member = module.types.iter().find_map(|(_, declaration)| {
        let TypeDeclaration::Enum(members) = declaration else { return None };
        let is = |constant: &portcullis_analyzer::Const| match value {
            Value::String(text) => *constant == portcullis_analyzer::Const::string(text),
            Value::Number(number) => {
                number.as_f64().is_some_and(|number| *constant == portcullis_analyzer::Const::number(number))
            }
            _ => false,
        };
        let (name, _) = members.iter().find(|(_, value)| value.as_ref().is_some_and(is))?;
        decision_of_word(name)
    });
    let by_value = value.as_str().and_then(|text| decision_of_word(last_name(text)));
    by_value.or(member).unwrap_or(if is_nothing(value) { Decision::NotApplicable } else { Decision::Indeterminate })
}

/// The first field that says something, of the object itself or of one inside it; `ok` and its like only where no other does.
fn object(module: &Module, value: &Value) -> Decision {
    let fields = || value["fields"].as_object().into_iter().flatten();
    let mut said: Vec<(FieldMeaning, &Value)> =
        fields().filter_map(|(name, value)| Some((field_meaning(name)?, value))).collect();
    said.sort_by_key(|(meaning, _)| *meaning == FieldMeaning::Succeeds);
    let Some(&(meaning, value)) = said.first() else {
        let mut inside = fields().map(|(_, value)| object(module, value));
        return inside.find(|decision| *decision != Decision::NotApplicable).unwrap_or(Decision::NotApplicable);
    };
    match (meaning, is_truthy(value)) {
        _ if value.is_string() => word(module, value),
        (FieldMeaning::Word, _) => word(module, value),
        (FieldMeaning::Denies, true) => Decision::Deny,
        (FieldMeaning::Asks, true) => Decision::Ask,
        (FieldMeaning::Denies | FieldMeaning::Asks, false) => Decision::Allow,
        (FieldMeaning::Allows | FieldMeaning::Succeeds, true) => Decision::Allow,
        (FieldMeaning::Allows | FieldMeaning::Succeeds, false) => Decision::Deny,
    }
}

/// A guard that comes back lets through, unless it says `false`.
fn returned(value: &Value) -> Decision {
    if *value == Value::Bool(false) { Decision::Deny } else { Decision::Allow }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value["kind"] == "undefined"
}
