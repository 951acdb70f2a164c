//! Each constraint of each operation, violated one by one, gives exactly AWS's message.

use serde_json::{Map, Value, json};
use wire::model::{Bounds, Kind, Shape, organizations};
use wire::validate;

use crate::form::{form, json_body, params};
use crate::operations::all;
use crate::sample::full;

/// A broken value, and what has to be said about it: value, path below this shape, constraint.
type Broken = (Value, Vec<(String, String, String)>);

#[test]
fn every_constraint_of_every_operation() {
    let (mut count, mut sentences) = (0, 0);
    let queried = all().map(|(_, operation)| (operation, false));
    let in_json = organizations()
        .operations()
        .map(|operation| (operation, true));
    for (operation, in_json) in queried.chain(in_json) {
        let Some(input) = &operation.input else {
            continue;
        };
        for (value, findings) in broken(input, &full(input, 1)) {
            let params = if in_json {
                wire::json::params(operation, &json_body(&value), 100_000).unwrap()
            } else {
                params(&form(input, &value))
            };
            let refusal = validate(operation, &params).unwrap_err();
            let texts: Vec<_> = findings
                .iter()
                .map(|(value, path, constraint)| {
                    format!("Value {value} at '{path}' failed to satisfy constraint: {constraint}")
                })
                .collect();
            let plural = if texts.len() == 1 { "" } else { "s" };
            let mut expected = format!(
                "{} validation error{plural} detected: {}",
                texts.len(),
                texts.join("; ")
            );
            // IAM has a sentence for some patterns that are broken alone; its words are tested beside it.
            if let [(_, path, constraint)] = &findings[..]
                && operation.sentences
                && constraint.contains("Member must satisfy regular expression")
                && refusal.message.starts_with("The specified value for ")
            {
                let member = path.rsplit('.').next().unwrap();
                let start = format!("The specified value for {member} is invalid. It must ");
                assert!(refusal.message.starts_with(&start), "{}", refusal.message);
                sentences += 1;
                expected = refusal.message.clone();
            }
            assert_eq!(
                (refusal.code, refusal.message),
                ("ValidationError", expected),
                "{}",
                operation.name
            );
            count += 1;
        }
    }
    assert!(count > 1_100, "{count}");
    assert!(sentences > 100, "{sentences}");
}

/// Every way to violate one constraint of a valid value.
fn broken(shape: &Shape, value: &Value) -> Vec<Broken> {
    match &shape.kind {
        Kind::Structure(_) => in_members(shape, value.as_object().unwrap()),
        Kind::List { member, length } => in_list(shape, member, *length, value.as_array().unwrap()),
        Kind::Map {
            value: inner,
            length,
            ..
        } => in_map(shape, inner, *length, value.as_object().unwrap()),
        Kind::String {
            length,
            pattern,
            values,
        } => {
            let pattern = pattern.as_deref();
            let mut texts: Vec<String> = Vec::new();
            // SAML metadata may have ten million characters: those are written in one byte each.
            let long = length.max.is_some_and(|max| max > 100_000);
            let char = if long {
                'a'
            } else {
                value.as_str().unwrap().chars().next().unwrap()
            };
            texts.extend(
                length
                    .max
                    .map(|max| String::from(char).repeat(usize::try_from(max).unwrap() + 1)),
            );
            texts.extend(
                length
                    .min
                    .filter(|min| *min > 0)
                    .map(|min| String::from(char).repeat(usize::try_from(min).unwrap() - 1)),
            );
            texts.extend((!values.is_empty()).then(|| "NoSuchValue".to_owned()));
            // Some patterns match every text.
            texts.extend(
                ["\u{7}\u{1F600} ;"]
                    .iter()
                    .map(|text| text.repeat(6))
                    .filter(|text| pattern.is_some_and(|pattern| !pattern.matches(text))),
            );
            texts
                .into_iter()
                .map(|text| (json!(text), scalar_findings(shape, &text)))
                .collect()
        }
        Kind::Integer(bounds) | Kind::Long(bounds) => {
            let above = bounds.max.map(|max| {
                (
                    max + 1,
                    format!("Member must have value less than or equal to {max}"),
                )
            });
            let below = bounds.min.map(|min| {
                (
                    min - 1,
                    format!("Member must have value greater than or equal to {min}"),
                )
            });
            let one = |(number, words): (i64, String)| {
                (
                    json!(number),
                    vec![(format!("'{number}'"), String::new(), words)],
                )
            };
            above.into_iter().chain(below).map(one).collect()
        }
        Kind::Boolean | Kind::Timestamp | Kind::Blob(_) => Vec::new(),
    }
}

fn scalar_findings(shape: &Shape, text: &str) -> Vec<(String, String, String)> {
    let Kind::String {
        length,
        pattern,
        values,
    } = &shape.kind
    else {
        panic!("{} is no string", shape.name)
    };
    let mut words = Vec::new();
    if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
        words.push(format!(
            "Member must satisfy regular expression pattern: {}",
            pattern.as_str()
        ));
    }
    words.extend(length_words(*length, text.chars().count()));
    if !values.is_empty() && !values.iter().any(|value| value == text) {
        words.push(format!(
            "Member must satisfy enum value set: [{}]",
            values.join(", ")
        ));
    }
    assert!(
        !words.is_empty(),
        "{text:?} violates nothing of {}",
        shape.name
    );
    let value = quoted(shape, &json!(text));
    words
        .into_iter()
        .map(|words| (value.clone(), String::new(), words))
        .collect()
}

fn length_words(length: Bounds, count: usize) -> Option<String> {
    let count = i64::try_from(count).unwrap();
    let above = length
        .max
        .filter(|max| count > *max)
        .map(|max| format!("Member must have length less than or equal to {max}"));
    let below = || length.min.filter(|min| count < *min);
    above.or_else(|| {
        below().map(|min| format!("Member must have length greater than or equal to {min}"))
    })
}

fn in_members(shape: &Shape, object: &Map<String, Value>) -> Vec<Broken> {
    let mut all = Vec::new();
    for member in shape.members() {
        let mut first = member.name.chars();
        let path: String = first
            .next()
            .into_iter()
            .flat_map(char::to_lowercase)
            .chain(first)
            .collect();
        for (value, findings) in broken(&member.shape, &object[&member.name]) {
            let mut object = object.clone();
            object.insert(member.name.clone(), value);
            all.push((Value::Object(object), prefixed(&path, findings)));
        }
        if member.required {
            let mut object = object.clone();
            object.remove(&member.name);
            all.push((
                Value::Object(object),
                vec![(
                    "null".to_owned(),
                    path,
                    "Member must not be null".to_owned(),
                )],
            ));
        }
    }
    all
}

fn in_list(shape: &Shape, member: &Shape, length: Bounds, items: &[Value]) -> Vec<Broken> {
    let mut all = Vec::new();
    let item = full(member, 1);
    let above = length.max.map(|max| usize::try_from(max).unwrap() + 1);
    let below = length
        .min
        .filter(|min| *min > 0)
        .map(|min| usize::try_from(min).unwrap() - 1);
    for count in above.into_iter().chain(below) {
        let list = Value::Array(vec![item.clone(); count]);
        let words = length_words(length, count).unwrap();
        all.push((
            list.clone(),
            vec![(quoted(shape, &list), String::new(), words)],
        ));
    }
    for (value, findings) in broken(member, &item) {
        let mut items = items.to_vec();
        items.push(value);
        let position = items.len();
        let list = Value::Array(items);
        let findings = if matches!(member.kind, Kind::Structure(_)) {
            prefixed(&format!("{position}.member"), findings)
        } else {
            let words = format!("Member must satisfy constraint: {}", listed(member));
            vec![(quoted(shape, &list), String::new(), words)]
        };
        all.push((list, findings));
    }
    all
}

fn in_map(
    shape: &Shape,
    inner: &Shape,
    length: Bounds,
    entries: &Map<String, Value>,
) -> Vec<Broken> {
    let mut all = Vec::new();
    if let Some(max) = length.max {
        let count = usize::try_from(max).unwrap() + 1;
        let entries = (0..count).map(|index| (format!("key{index:02}"), full(inner, 1)));
        let map = Value::Object(entries.collect());
        let words = format!("Member must have length less than or equal to {max}");
        all.push((
            map.clone(),
            vec![(quoted(shape, &map), String::new(), words)],
        ));
    }
    for (value, findings) in broken(inner, &full(inner, 1)) {
        let mut entries = entries.clone();
        entries.insert("zz".to_owned(), value);
        let map = Value::Object(entries);
        let findings = if matches!(inner.kind, Kind::Structure(_)) {
            prefixed("zz.member", findings)
        } else {
            let words = format!("Map value must satisfy constraint: {}", listed(inner));
            vec![(quoted(shape, &map), String::new(), words)]
        };
        all.push((map, findings));
    }
    all
}

/// Every constraint of a list's elements, as AWS lists them.
fn listed(shape: &Shape) -> String {
    let Kind::String {
        length,
        pattern,
        values,
    } = &shape.kind
    else {
        panic!("{} is no string", shape.name)
    };
    let mut words = Vec::new();
    words.extend(
        length
            .max
            .map(|max| format!("Member must have length less than or equal to {max}")),
    );
    words.extend(
        length
            .min
            .map(|min| format!("Member must have length greater than or equal to {min}")),
    );
    words.extend(pattern.as_ref().map(|p| {
        format!(
            "Member must satisfy regular expression pattern: {}",
            p.as_str()
        )
    }));
    words.extend((!values.is_empty()).then(|| {
        format!(
            "Member must satisfy enum value set: [{}]",
            values.join(", ")
        )
    }));
    format!("[{}]", words.join(", "))
}

fn prefixed(step: &str, findings: Vec<(String, String, String)>) -> Vec<(String, String, String)> {
    let below = |path: String| {
        if path.is_empty() {
            step.to_owned()
        } else {
            format!("{step}.{path}")
        }
    };
    findings
        .into_iter()
        .map(|(value, path, words)| (value, below(path), words))
        .collect()
}

/// A value as messages show it: in quotes, secrets as stars, cut at 16,384 characters.
fn quoted(shape: &Shape, value: &Value) -> String {
    let text = shown(shape, value);
    let cut: String = text.chars().take(16_384).collect();
    let dots = if cut.len() < text.len() { "…" } else { "" };
    format!("'{cut}{dots}'")
}

fn shown(shape: &Shape, value: &Value) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match &shape.kind {
        _ if shape.sensitive => "***".to_owned(),
        Kind::Structure(members) => {
            let given = members
                .iter()
                .filter_map(|member| Some((member, value.get(&member.name)?)));
            let parts = given
                .map(|(member, value)| format!("{}={}", member.path, shown(&member.shape, value)));
            format!("{{{}}}", joined(parts.collect()))
        }
        Kind::List { member, .. } => {
            format!(
                "[{}]",
                joined(
                    value
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|item| shown(member, item))
                        .collect()
                )
            )
        }
        Kind::Map { value: inner, .. } => {
            let entries = value.as_object().unwrap().iter();
            format!(
                "{{{}}}",
                joined(
                    entries
                        .map(|(key, value)| format!("{key}={}", shown(inner, value)))
                        .collect()
                )
            )
        }
        _ => value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned),
    }
}
