//! The deserializer.

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::member_path;
use crate::params::Params;

use super::node::{Children, Node};
use super::scalar::{self, Malformed};

/// The typed input of an operation.
///
/// Lists are `X.member.N` in the order of N, maps `X.entry.N.key` and `.value`; `X=` is an empty list, map or
/// structure; parameters that the type does not name are ignored, as AWS does. A `Vec` or map that may be absent
/// wants `#[serde(default)]` or `Option`. `#[serde(flatten)]` is not supported.
///
/// ```
/// #[derive(serde::Deserialize, Debug, PartialEq)]
/// #[serde(rename_all = "PascalCase")]
/// struct CreateUser { user_name: String, path: Option<String>, #[serde(default)] tags: Vec<Tag> }
/// #[derive(serde::Deserialize, Debug, PartialEq)]
/// #[serde(rename_all = "PascalCase")]
/// struct Tag { key: String, value: String }
///
/// let form = b"Action=CreateUser&UserName=ann&Tags.member.1.Key=team&Tags.member.1.Value=blue";
/// let input: CreateUser = wire::query::from_params(&wire::Params::parse("", form, 100)?)?;
/// let tags = vec![Tag { key: "team".into(), value: "blue".into() }];
/// assert_eq!(input, CreateUser { user_name: "ann".into(), path: None, tags });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_params<'p, T: Deserialize<'p>>(params: &'p Params) -> Result<T, Error> {
    T::deserialize(Value(Node::root(params)))
}

/// What the seed makes of the parameters, for callers whose type is only known when running.
pub fn from_params_seed<'p, S: DeserializeSeed<'p>>(
    seed: S,
    params: &'p Params,
) -> Result<S::Value, Error> {
    seed.deserialize(Value(Node::root(params)))
}

/// Why parameters are no such input. After [`validate`](crate::validate()) only the operation's own types refuse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    code: &'static str,
    message: String,
}

impl Error {
    /// `MalformedInput` (S-12) or `ValidationError` (S-11).
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The text for the caller.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The HTTP status: 400.
    pub fn status(&self) -> u16 {
        400
    }
}

impl From<Malformed> for Error {
    fn from(malformed: Malformed) -> Error {
        Error {
            code: "MalformedInput",
            message: malformed.to_string(),
        }
    }
}

impl de::Error for Error {
    fn custom<T: std::fmt::Display>(message: T) -> Error {
        Error {
            code: "ValidationError",
            message: message.to_string(),
        }
    }

    fn missing_field(field: &'static str) -> Error {
        let path = member_path(field);
        Error::custom(format_args!(
            "1 validation error detected: Value null at '{path}' failed to satisfy constraint: Member must not be null"
        ))
    }

    /// Without serde's echo of the value, which may be a secret.
    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Error {
        Error::custom(format_args!("expected {expected}"))
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Error {
        Error::custom(format_args!("expected {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Error {
        Error::custom(format_args!(
            "Member must satisfy enum value set: [{}]",
            expected.join(", ")
        ))
    }
}

struct Value<'p>(Node<'p>);

macro_rules! parsed {
    ($($method:ident => $visit:ident by $parse:expr;)*) => {$(
        fn $method<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit($parse(self.0.scalar()?)?)
        }
    )*};
}

impl<'p> Deserializer<'p> for Value<'p> {
    type Error = Error;

    parsed! {
        deserialize_bool => visit_bool by scalar::boolean;
        deserialize_i8 => visit_i8 by scalar::integer;
        deserialize_i16 => visit_i16 by scalar::integer;
        deserialize_i32 => visit_i32 by scalar::integer;
        deserialize_i64 => visit_i64 by scalar::integer;
        deserialize_u8 => visit_u8 by scalar::integer;
        deserialize_u16 => visit_u16 by scalar::integer;
        deserialize_u32 => visit_u32 by scalar::integer;
        deserialize_u64 => visit_u64 by scalar::integer;
        deserialize_f32 => visit_f32 by number;
        deserialize_f64 => visit_f64 by number;
        deserialize_bytes => visit_byte_buf by scalar::blob;
        deserialize_byte_buf => visit_byte_buf by scalar::blob;
        deserialize_char => visit_borrowed_str by Ok::<&str, Malformed>;
        deserialize_str => visit_borrowed_str by Ok::<&str, Malformed>;
        deserialize_string => visit_borrowed_str by Ok::<&str, Malformed>;
        deserialize_identifier => visit_borrowed_str by Ok::<&str, Malformed>;
    }

    /// A text, or a map of whatever stands below.
    fn deserialize_any<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.scalar() {
            Ok(text) => visitor.visit_borrowed_str(text),
            Err(_) => visitor.visit_map(Members {
                rest: self.0.members()?,
                value: None,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'p>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'p>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Elements(self.0.elements()?))
    }

    fn deserialize_tuple<V: Visitor<'p>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'p>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Entries {
            rest: self.0.entries()?.into_iter(),
            value: None,
        })
    }

    fn deserialize_struct<V: Visitor<'p>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(Members {
            rest: self.0.members()?,
            value: None,
        })
    }

    fn deserialize_enum<V: Visitor<'p>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(text(self.0.scalar()?))
    }

    fn deserialize_ignored_any<V: Visitor<'p>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, Malformed> {
    text.parse().map_err(|_| Malformed::BadNumber)
}

fn text(text: &str) -> StrDeserializer<'_, Error> {
    text.into_deserializer()
}

struct Members<'p> {
    rest: Children<'p>,
    value: Option<Node<'p>>,
}

impl<'p> de::MapAccess<'p> for Members<'p> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'p>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((segment, node)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(node);
        seed.deserialize(text(segment)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'p>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Value(
            self.value
                .take()
                .expect("serde asks for a key before its value"),
        ))
    }
}

struct Entries<'p> {
    rest: std::vec::IntoIter<(&'p str, Node<'p>)>,
    value: Option<Node<'p>>,
}

impl<'p> de::MapAccess<'p> for Entries<'p> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'p>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, node)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(node);
        seed.deserialize(text(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'p>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Value(
            self.value
                .take()
                .expect("serde asks for a key before its value"),
        ))
    }
}

struct Elements<'p>(Children<'p>);

impl<'p> de::SeqAccess<'p> for Elements<'p> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'p>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some((_, node)) = self.0.next() else {
            return Ok(None);
        };
        seed.deserialize(Value(node)).map(Some)
    }
}
