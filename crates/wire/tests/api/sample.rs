//! Values that satisfy the model, made from the model.

use serde_json::{Map, Value, json};
use wire::model::{Bounds, Kind, Shape};

/// Texts for patterns that no repeated character matches.
const SPECIMENS: &[(&str, &str)] = &[
    (r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "my-alias"),
    (r"\d{12}", "123456789012"),
    (r"^o-[a-z0-9]{10,32}$", "o-exampleorg1"),
    (
        r"^o-[0-9a-z]{10,32}\/r-[0-9a-z]{4,32}[0-9a-z-\/]*",
        "o-exampleorg1/r-ab12/ou-ab12-11111111/",
    ),
    (r"^p-[0-9a-zA-Z_]{8,128}$", "p-examplepol"),
    (r"^\d{12}$", "123456789012"),
    (r"^h-[0-9a-z]{8,32}$", "h-12345678"),
    (r"^car-[a-z0-9]{8,32}$", "car-12345678"),
    (r"^r-[0-9a-z]{4,32}$", "r-ab12"),
    (r"^rt-[0-9a-z]{8,32}$", "rt-12345678"),
    (r"^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$", "ou-ab12-11111111"),
    (
        r"^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
        "r-ab12",
    ),
    (
        r"^(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
        "ou-ab12-11111111",
    ),
    (
        r"^(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
        "123456789012",
    ),
    (
        r"^(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$",
        "rp-1234",
    ),
    (r"[^\s@]+@[^\s@]+\.[^\s@]+", "someone@example.com"),
    (r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?", "v12"),
    (
        r"^http(s?)://[a-zA-Z0-9._/-]*(\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$",
        "https://example.com/a?b=c",
    ),
    (
        r"/[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*/",
        "/team/",
    ),
    (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/team/"),
    (r"((/[A-Za-z0-9\.,\+@=_-]+)*)/", "/team/"),
    (r"\u002F[\u0021-\u007F]*", "/team"),
];

/// A value with every member given, lists and maps of `size` elements as far as their limits allow.
pub(crate) fn full(shape: &Shape, size: usize) -> Value {
    match &shape.kind {
        Kind::Structure(members) => {
            let members = members
                .iter()
                .map(|member| (member.name.clone(), full(&member.shape, size)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Kind::List { member, length } => {
            let count = within(*length, size);
            Value::Array((0..count).map(|_| full(member, size)).collect())
        }
        Kind::Map { key, value, length } => {
            let keys = (0..within(*length, size)).map(|index| match &key.kind {
                Kind::String { values, .. } if !values.is_empty() => {
                    values[index % values.len()].clone()
                }
                _ => format!("key{index}"),
            });
            Value::Object(
                keys.map(|key| (key, full(value, size)))
                    .collect::<Map<_, _>>(),
            )
        }
        Kind::String { .. } => Value::String(text(shape)),
        Kind::Integer(bounds) | Kind::Long(bounds) => json!(bounds.max.or(bounds.min).unwrap_or(7)),
        Kind::Boolean => json!(true),
        Kind::Timestamp => json!("2026-11-21T12:34:56Z"),
        Kind::Blob(_) => json!("AP8="),
    }
}

/// A text that satisfies a string shape.
fn text(shape: &Shape) -> String {
    let Kind::String {
        length,
        pattern,
        values,
    } = &shape.kind
    else {
        panic!("{} is no string", shape.name)
    };
    if let Some(first) = values.first() {
        return first.clone();
    }
    let fits = |text: &String| pattern.as_ref().is_none_or(|pattern| pattern.matches(text));
    let specimen = pattern.as_ref().and_then(|pattern| {
        SPECIMENS
            .iter()
            .find(|(known, _)| *known == pattern.as_str())
            .map(|(_, text)| (*text).to_owned())
    });
    let count = usize::try_from(length.min.unwrap_or(1)).unwrap().max(1);
    let repeated = || {
        ["é", "a", "7"]
            .iter()
            .map(|char| char.repeat(count))
            .find(fits)
    };
    specimen
        .filter(fits)
        .or_else(repeated)
        .unwrap_or_else(|| panic!("no text is known for {pattern:?}; add one to SPECIMENS"))
}

fn within(length: Bounds, size: usize) -> usize {
    let bound = |limit: Option<i64>, free: usize| {
        limit.map_or(free, |limit| usize::try_from(limit).unwrap())
    };
    size.clamp(bound(length.min, 0), bound(length.max, usize::MAX))
}
