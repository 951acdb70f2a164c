//! JSON objects in which no name stands twice, at any depth: two readers of one text could otherwise read two texts.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Why a text is no such object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not one JSON object, or nested more than 128 deep.
    #[error("the text is not a JSON object")]
    NotAnObject,
    /// The name that an object has twice.
    #[error("`{0}` is given more than once")]
    Repeated(String),
}

/// Reads the one object that `text` is.
///
/// # Errors
/// Anything else, and names that stand twice, escaped or not.
///
/// ```
/// let read = json::object(br#"{"a": [1]}"#)?;
/// assert_eq!(read["a"][0], 1);
/// let twice = json::object(br#"{"a": {"b": 1, "\u0062": 2}}"#);
/// assert_eq!(twice, Err(json::Unreadable::Repeated("b".to_owned())));
/// # Ok::<(), json::Unreadable>(())
/// ```
pub fn object(text: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    let repeated = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let read = Distinct(&repeated).deserialize(&mut deserializer);
    let whole = read.and_then(|value| deserializer.end().map(|()| value));
    match (whole, repeated.take()) {
        (_, Some(name)) => Err(Unreadable::Repeated(name)),
        (Ok(Value::Object(members)), None) => Ok(members),
        (_, None) => Err(Unreadable::NotAnObject),
    }
}

/// Reads JSON, and notes the first name that an object has twice.
#[derive(Clone, Copy)]
struct Distinct<'r>(&'r Cell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Distinct<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Distinct<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                self.0.set(Some(name));
                return Err(A::Error::custom("a name stands twice"));
            }
            object.insert(name, members.next_value_seed(self)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_reads_as_it_stands() {
        let text = r#"{"a":[1,-2,1.5,true,null,"x"],"b":{"c":"d"}}"#;
        let read = Value::Object(object(text.as_bytes()).unwrap());
        assert_eq!(read, serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"b":{"a":1,"a":2}}"#,
            r#"{"b":[{"a":1,"a":2}]}"#,
        ] {
            let repeated = Unreadable::Repeated("a".to_owned());
            assert_eq!(object(text.as_bytes()), Err(repeated), "{text}");
        }
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(500), "]".repeat(500));
        for text in [
            r#"{"a":1} {"a":2}"#,
            r#"{"a":1}x"#,
            "[]",
            "1",
            "",
            "{",
            "{\"a\":\"\u{1}\"}",
            &deep,
        ] {
            assert_eq!(
                object(text.as_bytes()),
                Err(Unreadable::NotAnObject),
                "{text}"
            );
        }
        assert!(object(b"{\"a\":\"\xff\"}").is_err());
    }
}
