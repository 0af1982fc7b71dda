//! Reads a value of the configuration as a type that knows how it is written, and tells a fault with its place.

use jsonc_parser::ast::{ObjectProp, Value};
use portcullis_analyzer::Span;
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::fault::{Fault, one_of, proposal};
use super::read::span;

/// Reads a value.
pub fn read<T: de::DeserializeOwned>(value: &Value<'_>) -> Result<T, Fault> {
    T::deserialize(Node(value)).map_err(|error| error.at(value))
}

/// A fault whose place may not be known yet: the innermost value that knows one gives it.
#[derive(Debug)]
struct Unplaced {
    place: Option<Span>,
    message: String,
    hint: String,
}

impl Unplaced {
    fn new(message: String, hint: String) -> Self {
        Unplaced { place: None, message, hint }
    }

    fn placed(self, place: Span) -> Self {
        Unplaced { place: self.place.or(Some(place)), ..self }
    }

    fn at(self, value: &Value<'_>) -> Fault {
        Fault { span: self.place.unwrap_or_else(|| span(value)), message: self.message, hint: self.hint }
    }
}

impl std::fmt::Display for Unplaced {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Unplaced {}

impl de::Error for Unplaced {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        let (message, hint) = text.split_once(": ").unwrap_or((&text, "here"));
        Unplaced::new(message.to_owned(), hint.to_owned())
    }

    fn invalid_type(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Unplaced::new(format!("this is {}", plain(unexpected)), expected.to_string())
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Unplaced::new(format!("unknown key `{field}`"), proposal(field, expected.iter().copied()))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Unplaced::new(format!("`{variant}` is not known here"), proposal(variant, expected.iter().copied()))
    }

    fn missing_field(field: &'static str) -> Self {
        Unplaced::new(format!("`{field}` is missing"), format!("it needs `{field}`"))
    }
}

/// What was found where something else was expected.
fn plain(unexpected: de::Unexpected<'_>) -> &'static str {
    match unexpected {
        de::Unexpected::Bool(_) => "`true` or `false`",
        de::Unexpected::Str(_) => "a text",
        de::Unexpected::Seq => "a list",
        de::Unexpected::Map => "an object",
        de::Unexpected::Unit => "`null`",
        _ => "a number",
    }
}

/// A value as serde asks for it.
#[derive(Clone, Copy)]
struct Node<'v, 'a>(&'v Value<'a>);

impl<'de> Deserializer<'de> for Node<'_, '_> {
    type Error = Unplaced;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unplaced> {
        let read = match self.0 {
            Value::StringLit(text) => visitor.visit_str(&text.value),
            Value::BooleanLit(flag) => visitor.visit_bool(flag.value),
            Value::NullKeyword(_) => visitor.visit_unit(),
            Value::NumberLit(number) => match number.value.parse::<u64>() {
                Ok(whole) => visitor.visit_u64(whole),
                Err(_) => visitor.visit_f64(number.value.parse().unwrap_or(f64::NAN)),
            },
            Value::Array(list) => visitor.visit_seq(Elements(list.elements.iter())),
            Value::Object(object) => {
                visitor.visit_map(Properties { rest: object.properties.iter(), seen: Vec::new(), current: None })
            }
        };
        read.map_err(|error| error.placed(span(self.0)))
    }

    /// What may be left out is written, if it is there; `null` stands for nothing.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unplaced> {
        visitor.visit_some(self)
    }

    /// A word, or an object with one property: the name of the case, and what belongs to it.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unplaced> {
        let read = match self.0 {
            Value::StringLit(text) => visitor.visit_enum((&*text.value).into_deserializer()),
            Value::Object(object) => match &object.properties[..] {
                [only] => visitor.visit_enum(Case(only)),
                _ => Err(Unplaced::new("this says not one thing".to_owned(), one_of(variants.iter().copied()))),
            },
            _ => Err(Unplaced::new("this is no word".to_owned(), one_of(variants.iter().copied()))),
        };
        read.map_err(|error| error.placed(span(self.0)))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Elements<'v, 'a>(std::slice::Iter<'v, Value<'a>>);

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Unplaced;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unplaced> {
        self.0.next().map(|value| seed.deserialize(Node(value))).transpose()
    }
}

struct Properties<'v, 'a> {
    rest: std::slice::Iter<'v, ObjectProp<'a>>,
    seen: Vec<&'v str>,
    current: Option<&'v ObjectProp<'a>>,
}

impl<'de> MapAccess<'de> for Properties<'_, '_> {
    type Error = Unplaced;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unplaced> {
        self.current = self.rest.next();
        let Some(property) = self.current else { return Ok(None) };
        let (name, place) = (property.name.as_str(), span(&property.name));
        if self.seen.contains(&name) {
            let twice = Unplaced::new(format!("`{name}` is there twice"), "the second time".to_owned());
            return Err(twice.placed(place));
        }
        self.seen.push(name);
        seed.deserialize(name.into_deserializer()).map(Some).map_err(|error: Unplaced| error.placed(place))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unplaced> {
        match self.current {
            Some(property) => {
                seed.deserialize(Node(&property.value)).map_err(|error| error.placed(span(&property.value)))
            }
            None => Err(de::Error::custom("a value without its name: here")),
        }
    }
}

struct Case<'v, 'a>(&'v ObjectProp<'a>);

impl<'v, 'a, 'de> EnumAccess<'de> for Case<'v, 'a> {
    type Error = Unplaced;
    type Variant = Content<'v, 'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'v, 'a>), Unplaced> {
        let read = seed.deserialize(self.0.name.as_str().into_deserializer());
        let variant = read.map_err(|error: Unplaced| error.placed(span(&self.0.name)))?;
        Ok((variant, Content(&self.0.value)))
    }
}

struct Content<'v, 'a>(&'v Value<'a>);

impl<'de> de::VariantAccess<'de> for Content<'_, '_> {
    type Error = Unplaced;

    fn unit_variant(self) -> Result<(), Unplaced> {
        Err(Unplaced::new("this takes nothing".to_owned(), "the word alone".to_owned()).placed(span(self.0)))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unplaced> {
        seed.deserialize(Node(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unplaced> {
        Node(self.0).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unplaced> {
        Node(self.0).deserialize_any(visitor)
    }
}
