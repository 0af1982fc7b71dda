//! What a function really gave, as decisions. The one place that knows encodings; a new one is one line in [`decisions`].

use portcullis_analyzer::module::TypeDeclaration;
use portcullis_analyzer::vocabulary::{FieldMeaning, decision_of_word, field_meaning};
use portcullis_analyzer::{Check, Decision, Encoding, Module, Polarity};
use serde_json::Value;

/// Whether what a check gives can be read here.
pub fn is_read(encoding: Encoding) -> Result<(), &'static str> {
    match encoding {
        Encoding::Continuation | Encoding::Response => Err("answers through what it is handed"),
        Encoding::Option | Encoding::List | Encoding::Builder => Err("what it gives is made by what is imported"),
        _ => Ok(()),
    }
}

/// The decisions that an answer can stand for: more than one where the difference is in how the source says it, not in the answer.
pub fn decisions(check: &Check, module: &Module, given: &Value) -> Vec<Decision> {
    if !given["throws"].is_null() {
        return thrown(check.encoding);
    }
    let value = &given["returns"];
    let decision = match check.encoding {
        Encoding::Boolean | Encoding::DetailsOrFalse | Encoding::TextOrNull | Encoding::ResponseOrNone => {
            boolean(check, value)
        }
        Encoding::BooleanOrFilter => boolean(check, value),
        Encoding::Literal | Encoding::Enum => word(module, value),
        Encoding::Object => object(module, value),
        Encoding::Assertion | Encoding::ValueOrThrow => returned(value),
        Encoding::Callback => called(given),
        #[allow(unreachable_patterns, reason = "an encoding that comes to be fails here until it has its line")]
        unknown => panic!("unknown encoding: {unknown:?}"),
    };
    // Another's answer is that other's decision; and nothing is no opinion where it was written, and missing where the function just ends.
    match is_nothing(value)
        && matches!(check.encoding, Encoding::Boolean | Encoding::Literal | Encoding::Enum | Encoding::Object)
    {
        true => vec![decision, Decision::Delegated, Decision::NotApplicable, Decision::Missing],
        false => vec![decision, Decision::Delegated],
    }
}

fn thrown(encoding: Encoding) -> Vec<Decision> {
    match encoding {
        Encoding::Boolean | Encoding::Literal | Encoding::Enum | Encoding::Object => {
            vec![Decision::Deny, Decision::Indeterminate]
        }
        _ => vec![Decision::Deny],
    }
}

/// The last call that grants or refuses by its name.
fn called(given: &Value) -> Decision {
    let calls = given["calls"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut answers = calls.filter_map(|name| match name {
        _ if ["grant", "approve", "allow", "permit"].iter().any(|word| name.starts_with(word)) => Some(Decision::Allow),
        _ if ["deny", "refuse", "reject", "forbid"].iter().any(|word| name.starts_with(word)) => Some(Decision::Deny),
        _ => None,
    });
    answers.next_back().unwrap_or(match given["returns"].as_bool() {
        Some(true) => Decision::Allow,
        Some(false) => Decision::Deny,
        None => Decision::Missing,
    })
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
    let member = module.types.values().find_map(|declaration| {
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
    let by_value = value.as_str().and_then(decision_of_word);
    by_value.or(member).unwrap_or(if is_nothing(value) { Decision::NotApplicable } else { Decision::Indeterminate })
}

/// The first field that says something; `ok` and its like only where no other does.
fn object(module: &Module, value: &Value) -> Decision {
    let fields = value["fields"].as_object().into_iter().flatten();
    let mut said: Vec<(FieldMeaning, &Value)> =
        fields.filter_map(|(name, value)| Some((field_meaning(name)?, value))).collect();
    said.sort_by_key(|(meaning, _)| *meaning == FieldMeaning::Succeeds);
    let Some(&(meaning, value)) = said.first() else { return Decision::NotApplicable };
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

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) => true,
        Value::Object(fields) => fields["truthy"] == true,
    }
}
