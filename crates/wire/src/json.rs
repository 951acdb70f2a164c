//! Bodies of the JSON 1.1 protocol, and Query's answers as JSON.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::model::{Kind, Operation, Shape};
use crate::params::{Params, ParamsError};
use crate::xml::Fault;

/// The members of a JSON object in the order of the text, repeated ones too, each value as it is written.
///
/// ```
/// let members: wire::json::Members = serde_json::from_str(r#"{"b": 1.0, "a": [], "b": 2}"#)?;
/// let told: Vec<_> = members.0.iter().map(|(name, value)| (name.as_str(), value.get())).collect();
/// assert_eq!(told, [("b", "1.0"), ("a", "[]"), ("b", "2")]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Members<'t>(pub Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

/// Why a body is no input of an operation. All are 400 `SerializationException`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not one JSON object in which no name stands twice: readers could choose differently.
    #[error(transparent)]
    Body(#[from] ::json::Unreadable),
    /// A member of another JSON type than the model says.
    #[error("`{0}` has an unexpected type")]
    Type(String),
    /// More values than the limit.
    #[error("{0}")]
    Params(#[from] ParamsError),
}

/// The input of an operation as the parameters that the Query protocol would have sent, so that both protocols go through one
/// validation. Members that the model does not know are ignored, `null` is absent.
///
/// ```
/// let operation = wire::model::organizations().operation("TagResource").unwrap();
/// let body = br#"{"ResourceId":"r-abcd","Tags":[{"Key":"a","Value":"b"}],"Other":{}}"#;
/// let params = wire::json::params(operation, body, 10)?;
/// assert_eq!(params.get("Tags.member.1.Key"), Some("a"));
/// assert_eq!(params.len(), 3);
/// # Ok::<(), wire::json::Unreadable>(())
/// ```
///
/// # Errors
/// Says what is not as the model has it.
pub fn params(operation: &Operation, body: &[u8], limit: usize) -> Result<Params, Unreadable> {
    let mut pairs = Vec::new();
    if !body.is_empty() {
        let members = ::json::object(body)?;
        if let Some(input) = &operation.input {
            structure(input, members, "", &mut pairs)?;
        }
    }
    Ok(Params::of_pairs(pairs, limit)?)
}

/// A reply: what is `None` is left out, as in XML.
///
/// ```
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Roots { roots: Vec<String>, next_token: Option<String> }
///
/// let body = wire::json::response(&Roots { roots: vec![], next_token: None });
/// assert_eq!(body, br#"{"Roots":[]}"#);
/// assert_eq!(wire::json::response(&()), b"{}");
/// ```
///
/// # Panics
/// When the output is nothing that has a wire form: a map with composite keys, or a `Serialize` that fails by itself.
pub fn response<T: Serialize>(output: &T) -> Vec<u8> {
    let mut value =
        serde_json::to_value(output).expect("outputs are structures, lists and scalars");
    without_nulls(&mut value);
    if value.is_null() {
        value = Value::Object(Map::new());
    }
    serde_json::to_vec(&value).expect("a JSON value always serializes")
}

/// The error body `{"__type":CODE,"Message":TEXT}` that JSON 1.1 clients read, with AWS's reason where there is one.
///
/// ```
/// assert_eq!(wire::json::error("AccessDeniedException", "no", None), br#"{"__type":"AccessDeniedException","Message":"no"}"#);
/// ```
pub fn error(code: &str, message: &str, reason: Option<&str>) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'a> {
        __type: &'a str,
        #[serde(rename = "Message")]
        message: &'a str,
        #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
    }
    serde_json::to_vec(&Body {
        __type: code,
        message,
        reason,
    })
    .expect("strings always serialize")
}

/// The answer to a Query call of a caller who accepts JSON: what XML has as elements, with times as seconds since 1970.
///
/// ```
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Token { credentials: Credentials }
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Credentials { access_key_id: &'static str, expiration: &'static str }
///
/// let operation = wire::model::sts().operation("GetSessionToken").expect("it is in the model");
/// let credentials = Credentials { access_key_id: "ASIA", expiration: "2026-11-21T12:00:00Z" };
/// let body = wire::json::query_response(operation, &Token { credentials }, "r-1");
/// assert_eq!(String::from_utf8(body)?, concat!(
///     r#"{"GetSessionTokenResponse":{"GetSessionTokenResult":{"Credentials":{"AccessKeyId":"ASIA","Expiration":1795262400}},"#,
///     r#""ResponseMetadata":{"RequestId":"r-1"}}}"#,
/// ));
/// # Ok::<(), std::string::FromUtf8Error>(())
/// ```
///
/// # Panics
/// As [`response`].
pub fn query_response<T: Serialize>(
    operation: &Operation,
    output: &T,
    request_id: &str,
) -> Vec<u8> {
    let mut result =
        serde_json::to_value(output).expect("outputs are structures, lists and scalars");
    without_nulls(&mut result);
    if let Some(shape) = &operation.output {
        as_modelled(shape, &mut result);
    }
    let name = &operation.name;
    let mut answer = Map::new();
    if !result.is_null() {
        answer.insert(format!("{name}Result"), result);
    }
    answer.insert(
        "ResponseMetadata".to_owned(),
        json!({ "RequestId": request_id }),
    );
    serde_json::to_vec(&json!({ format!("{name}Response"): answer }))
        .expect("a JSON value always serializes")
}

/// The refusal of a Query call of a caller who accepts JSON.
///
/// ```
/// let body = wire::json::query_error("AccessDenied", "no", wire::xml::Fault::Sender, "r-1");
/// assert_eq!(body, br#"{"Error":{"Code":"AccessDenied","Message":"no","Type":"Sender"},"RequestId":"r-1"}"#);
/// ```
pub fn query_error(code: &str, message: &str, fault: Fault, request_id: &str) -> Vec<u8> {
    let error = json!({ "Code": code, "Message": message, "Type": fault.name() });
    serde_json::to_vec(&json!({ "Error": error, "RequestId": request_id }))
        .expect("a JSON value always serializes")
}

/// Writes times, which outputs have as text, as JSON has them: in seconds.
fn as_modelled(shape: &Shape, value: &mut Value) {
    match (&shape.kind, &mut *value) {
        (Kind::Structure(members), Value::Object(told)) => {
            for member in members {
                if let Some(value) = told.get_mut(&member.name) {
                    as_modelled(&member.shape, value);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(elements)) => {
            elements
                .iter_mut()
                .for_each(|element| as_modelled(member, element));
        }
        (Kind::Map { value: shape, .. }, Value::Object(entries)) => {
            entries
                .values_mut()
                .for_each(|value| as_modelled(shape, value));
        }
        (Kind::Timestamp, Value::String(text)) => {
            if let Ok(moment) = text.parse::<Timestamp>() {
                *value = moment.as_second().into();
            }
        }
        _ => {}
    }
}

type Pairs = Vec<(String, String)>;

fn structure(
    shape: &Shape,
    mut members: Map<String, Value>,
    prefix: &str,
    pairs: &mut Pairs,
) -> Result<(), Unreadable> {
    let mut given = false;
    for member in shape.members() {
        let value = members.remove(&member.name).unwrap_or(Value::Null);
        given |= !value.is_null();
        put(&member.shape, value, below(prefix, &member.name), pairs)?;
    }
    // `X=` says that X is there and empty.
    if !given && !prefix.is_empty() {
        pairs.push((prefix.to_owned(), String::new()));
    }
    Ok(())
}

fn put(shape: &Shape, value: Value, name: String, pairs: &mut Pairs) -> Result<(), Unreadable> {
    match (&shape.kind, value) {
        (_, Value::Null) => {}
        (Kind::Structure(_), Value::Object(members)) => structure(shape, members, &name, pairs)?,
        (Kind::List { member, .. }, Value::Array(elements)) => {
            if elements.is_empty() {
                pairs.push((name, String::new()));
                return Ok(());
            }
            for (index, element) in elements.into_iter().enumerate() {
                if element.is_null() {
                    return Err(Unreadable::Type(name));
                }
                put(
                    member,
                    element,
                    format!("{name}.member.{}", index + 1),
                    pairs,
                )?;
            }
        }
        (Kind::String { .. } | Kind::Blob(_), Value::String(text)) => pairs.push((name, text)),
        (Kind::Integer(_) | Kind::Long(_), Value::Number(number)) if !number.is_f64() => {
            pairs.push((name, number.to_string()));
        }
        (Kind::Timestamp, Value::Number(number)) => match moment(&number) {
            Some(moment) => pairs.push((name, moment.to_string())),
            None => return Err(Unreadable::Type(name)),
        },
        (Kind::Boolean, Value::Bool(value)) => pairs.push((name, value.to_string())),
        _ => return Err(Unreadable::Type(name)),
    }
    Ok(())
}

/// Seconds since 1970, whole or with a fraction.
fn moment(seconds: &serde_json::Number) -> Option<Timestamp> {
    match seconds.as_i64() {
        Some(seconds) => Timestamp::from_second(seconds).ok(),
        None => {
            let since = SignedDuration::try_from_secs_f64(seconds.as_f64()?).ok()?;
            Timestamp::from_duration(since).ok()
        }
    }
}

fn below(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}.{name}")
    }
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::organizations;

    fn check(operation: &str, body: &str, expected: Result<&[(&str, &str)], &str>) {
        let operation = organizations().operation(operation).unwrap();
        let read = params(operation, body.as_bytes(), 4).map_err(|error| error.to_string());
        let read = read
            .as_ref()
            .map(|params| params.iter().collect::<Vec<_>>());
        assert_eq!(
            read.as_ref()
                .map(Vec::as_slice)
                .map_err(|error| error.as_str()),
            expected,
            "{body}"
        );
    }

    #[test]
    fn members_become_parameters() {
        check("ListRoots", "", Ok(&[]));
        check("ListRoots", "{}", Ok(&[]));
        check("DescribeOrganization", r#"{"X":1}"#, Ok(&[]));
        check(
            "ListRoots",
            r#"{"MaxResults":5,"NextToken":null}"#,
            Ok(&[("MaxResults", "5")]),
        );
        check("TagResource", r#"{"Tags":[]}"#, Ok(&[("Tags", "")]));
        check(
            "TagResource",
            r#"{"Tags":[{}]}"#,
            Ok(&[("Tags.member.1", "")]),
        );
        check(
            "TerminateResponsibilityTransfer",
            r#"{"EndTimestamp":86400.5}"#,
            Ok(&[("EndTimestamp", "1970-01-02T00:00:00.5Z")]),
        );
        check(
            "UntagResource",
            r#"{"TagKeys":["a","b"]}"#,
            Ok(&[("TagKeys.member.1", "a"), ("TagKeys.member.2", "b")]),
        );
    }

    #[test]
    fn other_types_than_the_models_are_refused() {
        check("ListRoots", "[]", Err("the text is not a JSON object"));
        check("ListRoots", "{", Err("the text is not a JSON object"));
        check(
            "ListRoots",
            r#"{"MaxResults":"5"}"#,
            Err("`MaxResults` has an unexpected type"),
        );
        check(
            "ListRoots",
            r#"{"MaxResults":5.5}"#,
            Err("`MaxResults` has an unexpected type"),
        );
        check(
            "TagResource",
            r#"{"Tags":{}}"#,
            Err("`Tags` has an unexpected type"),
        );
        check(
            "TagResource",
            r#"{"Tags":[null]}"#,
            Err("`Tags` has an unexpected type"),
        );
        check(
            "AttachPolicy",
            r#"{"PolicyId":7}"#,
            Err("`PolicyId` has an unexpected type"),
        );
        check(
            "UntagResource",
            r#"{"TagKeys":["a","b","c","d","e"]}"#,
            Err("there are more than 4 parameters"),
        );
    }

    #[test]
    fn no_name_is_given_twice() {
        let twice = Err("`MaxResults` is given more than once");
        check("ListRoots", r#"{"MaxResults":1,"MaxResults":2}"#, twice);
        check(
            "ListRoots",
            r#"{"MaxResults":1,"Max\u0052esults":1}"#,
            twice,
        );
        check(
            "ListRoots",
            r#"{"X":[{"MaxResults":1,"MaxResults":1}]}"#,
            twice,
        );
        check(
            "ListRoots",
            r#"{"MaxResults":1,"X":{"MaxResults":2}}"#,
            Ok(&[("MaxResults", "1")]),
        );
        check(
            "ListRoots",
            r#"{"MaxResults":1} {}"#,
            Err("the text is not a JSON object"),
        );
    }

    #[test]
    fn what_a_handshake_holds_is_known_two_deep() {
        let output = organizations()
            .operation("DescribeHandshake")
            .unwrap()
            .output
            .as_ref()
            .unwrap();
        let handshake = &output.member("Handshake").unwrap().shape;
        let Kind::List { member, .. } = &handshake.member("Resources").unwrap().shape.kind else {
            panic!("a list")
        };
        let Kind::List { member, .. } = &member.member("Resources").unwrap().shape.kind else {
            panic!("a list")
        };
        assert!(member.member("Value").is_some());
    }
}
