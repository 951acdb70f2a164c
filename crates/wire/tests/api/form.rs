//! Values as forms: the inverse of `query::from_params`, by the model.

use serde_json::Value;
use wire::Params;
use wire::model::{Kind, Shape};

/// The form of an operation's input.
pub(crate) fn form(shape: &Shape, value: &Value) -> String {
    let mut pairs = Vec::new();
    write(shape, value, "", &mut pairs);
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    pairs.join("&")
}

pub(crate) fn params(body: &str) -> Params {
    Params::parse("", body.as_bytes(), 100_000).unwrap()
}

/// Percent-encoding of everything that is not a letter or digit.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn write(shape: &Shape, value: &Value, name: &str, pairs: &mut Vec<(String, String)>) {
    let below = |step: &str| {
        if name.is_empty() {
            step.to_owned()
        } else {
            format!("{name}.{step}")
        }
    };
    match &shape.kind {
        Kind::Structure(members) => {
            let given = value.as_object().unwrap();
            if given.is_empty() && !name.is_empty() {
                pairs.push((name.to_owned(), String::new()));
            }
            for (key, value) in given {
                let member = members.iter().find(|member| member.name == *key).unwrap();
                write(&member.shape, value, &below(key), pairs);
            }
        }
        Kind::List { member, .. } => {
            let items = value.as_array().unwrap();
            if items.is_empty() {
                pairs.push((name.to_owned(), String::new()));
            }
            for (index, item) in items.iter().enumerate() {
                write(
                    member,
                    item,
                    &below(&format!("member.{}", index + 1)),
                    pairs,
                );
            }
        }
        Kind::Map { value: inner, .. } => {
            let entries = value.as_object().unwrap();
            if entries.is_empty() {
                pairs.push((name.to_owned(), String::new()));
            }
            for (index, (key, value)) in entries.iter().enumerate() {
                pairs.push((below(&format!("entry.{}.key", index + 1)), key.clone()));
                write(
                    inner,
                    value,
                    &below(&format!("entry.{}.value", index + 1)),
                    pairs,
                );
            }
        }
        _ => pairs.push((
            name.to_owned(),
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        )),
    }
}

/// The body of a JSON call, in which times are seconds since 1970.
pub(crate) fn json_body(value: &Value) -> Vec<u8> {
    value
        .to_string()
        .replace("\"2026-11-21T12:34:56Z\"", "1795264496")
        .into_bytes()
}
