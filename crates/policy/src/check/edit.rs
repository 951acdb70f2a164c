//! Changes of the text of a document.

use super::finding::Edit;
use crate::document::Text;
use crate::json::{Node, Span, Value};

/// The change that puts another string in the place of one.
pub(super) fn replacement(text: &Text, value: &str) -> Edit {
    Edit {
        start: text.span.start as usize,
        end: text.span.end as usize,
        replacement: quoted(value),
    }
}

/// A string as JSON writes it.
pub(super) fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for letter in value.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    out += &format!("\\u{unit:04x}");
                }
            }
            letter => out.push(letter),
        }
    }
    out + "\""
}

/// The change that takes the value or member at `span` out of its list or object, with one comma; `None` if it is not
/// in one, or is the only one in a list.
pub(super) fn removal(text: &str, root: &Node, span: Span) -> Option<Edit> {
    let siblings = siblings(root, span)?;
    let at = siblings
        .spans
        .iter()
        .position(|(inner, _)| *inner == span)?;
    let whole = siblings.spans[at].1;
    if siblings.spans.len() == 1 {
        return siblings.may_be_empty.then(|| cut(whole.start, whole.end));
    }
    let bytes = text.as_bytes();
    if let Some((_, next)) = siblings.spans.get(at + 1) {
        return Some(cut(whole.start, next.start));
    }
    let comma = bytes[..whole.start as usize]
        .iter()
        .rposition(|&byte| byte == b',')?;
    Some(cut(u32::try_from(comma).ok()?, whole.end))
}

fn cut(start: u32, end: u32) -> Edit {
    Edit {
        start: start as usize,
        end: end as usize,
        replacement: String::new(),
    }
}

/// The elements of a list or the members of an object: what each is known by, and all of its text.
struct Siblings {
    spans: Vec<(Span, Span)>,
    may_be_empty: bool,
}

fn siblings(node: &Node, wanted: Span) -> Option<Siblings> {
    match &node.value {
        Value::Array(nodes) if nodes.iter().any(|node| node.span == wanted) => Some(Siblings {
            spans: nodes.iter().map(|node| (node.span, node.span)).collect(),
            may_be_empty: false,
        }),
        Value::Array(nodes) => nodes.iter().find_map(|node| siblings(node, wanted)),
        Value::Object(members) if members.iter().any(|it| it.key_span == wanted) => {
            Some(Siblings {
                spans: members
                    .iter()
                    .map(|it| {
                        let whole = Span {
                            start: it.key_span.start,
                            end: it.node.span.end,
                        };
                        (it.key_span, whole)
                    })
                    .collect(),
                may_be_empty: true,
            })
        }
        Value::Object(members) => members.iter().find_map(|it| siblings(&it.node, wanted)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn removing_takes_one_comma() {
        let check = |text: &str, part: &str| {
            let start = text.find(part).unwrap();
            let span = Span {
                start: u32::try_from(start).unwrap(),
                end: u32::try_from(start + part.len()).unwrap(),
            };
            let edit = removal(text, &json::parse(text).unwrap().root, span)?;
            let mut left = text.to_owned();
            left.replace_range(edit.start..edit.end, &edit.replacement);
            json::parse(&left).unwrap();
            Some(left)
        };
        assert_eq!(check("[1, 2, 3]", "1").as_deref(), Some("[2, 3]"));
        assert_eq!(check("[1, 2 , 3]", "2").as_deref(), Some("[1, 3]"));
        assert_eq!(check("[1, 2 , 3 ]", "3").as_deref(), Some("[1, 2  ]"));
        assert_eq!(check("[1]", "1"), None);
        assert_eq!(check(r#"{"a": 1}"#, r#""a""#).as_deref(), Some("{}"));
        assert_eq!(
            check(r#"{"a":1,"b":[","]}"#, r#""b""#).as_deref(),
            Some(r#"{"a":1}"#)
        );
        assert_eq!(
            check(r#"[{"a":[1,2]}]"#, "2").as_deref(),
            Some(r#"[{"a":[1]}]"#)
        );
        assert_eq!(check("7", "7"), None);
    }

    #[test]
    fn strings_are_quoted_as_json() {
        for text in ["plain", "a\"b\\c", "tab\there", "\u{7f}é😀"] {
            let json = quoted(text);
            let read = json::parse(&json).unwrap();
            assert_eq!(read.root.text().map(|it| it.as_str()), Some(text));
        }
    }
}
