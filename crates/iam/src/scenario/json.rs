//! Calls and replies of JSON services. Parameters are written as for Query: text for text, JSON for everything else.

use crate::operation::Service;
use crate::ops;
use serde_json::{Map, Value};
use wire::model::Kind;

/// The body of a call: `Name=text` and `Tags=[{"Key":"a","Value":"b"}]`.
pub(super) fn body(service: Service, action: &str, params: &[(String, String)]) -> String {
    let input = ops::model(service)
        .and_then(|model| model.operation(action))
        .and_then(|operation| operation.input.as_ref());
    let mut members = Map::new();
    for (name, text) in params {
        let member = input.and_then(|input| input.member(name));
        let is_text = member.is_none_or(|member| matches!(member.shape.kind, Kind::String { .. }));
        let value = if is_text {
            Value::from(text.as_str())
        } else {
            serde_json::from_str(text).unwrap_or_else(|_| panic!("`{text}` is no JSON for {name}"))
        };
        members.insert(name.clone(), value);
    }
    Value::Object(members).to_string()
}

/// The value at a dotted path; elements of lists are counted from 1. `Error.Code` and `Error.Message` are those of refusals.
pub(super) fn find(body: &str, path: &str) -> Option<String> {
    let document: Value = serde_json::from_str(body).expect("a JSON reply");
    let path = match path {
        "Error.Code" => "__type",
        "Error.Message" => "Message",
        "Error.Reason" => "Reason",
        path => path,
    };
    let mut value = &document;
    for part in path.split('.') {
        value = match (value, part.parse::<usize>()) {
            (Value::Array(items), Ok(index)) => items.get(index - 1)?,
            (Value::Object(members), _) => members.get(part)?,
            _ => return None,
        };
    }
    Some(match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}
