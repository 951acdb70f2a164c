//! Whatever arrives, nothing panics, and what was written is read back.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use wire::model::{iam, sts};
use wire::{Params, query, validate, xml};

use crate::form::escaped;
use crate::operations::all;
use crate::typed::Reader;

/// Segments that mean something to the reader, and some that nearly do.
fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["member", "entry", "key", "value", "Key", "Value", "Tags", "PolicyArns", "arn"]),
        3 => prop::sample::select(vec!["1", "2", "10", "0", "01", "2000000000", "2147483648", "-1", ""]),
        3 => prop::sample::select(vec!["UserName", "RoleArn", "DurationSeconds", "ReplacementValues", "Values"]),
    ]
    .prop_map(str::to_owned)
}

fn pairs() -> impl Strategy<Value = BTreeMap<String, String>> {
    let name = prop::collection::vec(segment(), 1..6).prop_map(|segments| segments.join("."));
    let value = prop_oneof![Just(String::new()), any::<String>(), "[0-9]{1,11}"];
    prop::collection::btree_map(
        name.prop_filter("a name", |name| !name.is_empty()),
        value,
        0..12,
    )
}

fn form(pairs: &BTreeMap<String, String>) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    pairs.join("&")
}

#[derive(Debug, Default, PartialEq, Clone, Serialize, Deserialize)]
struct Tree {
    text: Option<String>,
    number: Option<i64>,
    #[serde(default)]
    children: Vec<Tree>,
    #[serde(default)]
    named: BTreeMap<String, Tree>,
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = (any::<Option<String>>(), any::<Option<i64>>()).prop_map(|(text, number)| Tree {
        text,
        number,
        ..Tree::default()
    });
    leaf.prop_recursive(3, 24, 4, |inner| {
        let children = prop::collection::vec(inner.clone(), 0..4);
        let named = prop::collection::btree_map(any::<String>(), inner, 0..3);
        (any::<Option<String>>(), children, named).prop_map(|(text, children, named)| Tree {
            text,
            number: None,
            children,
            named,
        })
    })
}

impl Tree {
    fn pairs(&self, name: &str, out: &mut BTreeMap<String, String>) {
        let below = |step: &str| {
            if name.is_empty() {
                step.to_owned()
            } else {
                format!("{name}.{step}")
            }
        };
        let before = out.len();
        out.extend(self.text.iter().map(|text| (below("text"), text.clone())));
        out.extend(
            self.number
                .iter()
                .map(|number| (below("number"), number.to_string())),
        );
        for (index, child) in self.children.iter().enumerate() {
            child.pairs(&below(&format!("children.member.{}", 3 * index + 1)), out);
        }
        for (index, (key, child)) in self.named.iter().enumerate() {
            out.insert(
                below(&format!("named.entry.{}.key", index + 1)),
                key.clone(),
            );
            child.pairs(&below(&format!("named.entry.{}.value", index + 1)), out);
        }
        if out.len() == before && !name.is_empty() {
            out.insert(name.to_owned(), String::new());
        }
    }
}

/// The text of an element's content, by XML's rules.
fn unescaped(content: &str) -> String {
    let mut out = String::new();
    let mut rest = content;
    while let Some((plain, entity)) = rest.split_once('&') {
        out.push_str(plain);
        let (entity, after) = entity.split_once(';').unwrap();
        out.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            hex => {
                char::from_u32(u32::from_str_radix(hex.strip_prefix("#x").unwrap(), 16).unwrap())
                    .unwrap()
            }
        });
        rest = after;
    }
    out + rest
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(query in any::<String>(), body in any::<Vec<u8>>()) {
        if let Ok(params) = Params::parse(&query, &body, 50) {
            for (name, value) in params.iter() {
                prop_assert_eq!(params.get(name), Some(value));
            }
            let _ = query::from_params::<Tree>(&params);
            let _ = validate(iam().operation("TagUser").unwrap(), &params);
        }
    }

    #[test]
    fn forms_come_back(pairs in prop::collection::btree_map("\\PC{1,9}", "([a-zA-Z0-9]{0,40}\\PC{0,4}){0,4}", 0..20)) {
        let params = Params::parse("", form(&pairs).as_bytes(), 20).unwrap();
        let read: BTreeMap<_, _> = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(read, pairs);
    }

    #[test]
    fn odd_names_never_panic_in_any_operation(pairs in pairs()) {
        let params = Params::parse("", form(&pairs).as_bytes(), 20).unwrap();
        for (_, operation) in all() {
            let valid = validate(operation, &params);
            let Some(input) = &operation.input else { continue };
            let read = query::from_params_seed(Reader(input), &params);
            prop_assert!(valid.is_err() || read.is_ok(), "{} is valid and not read: {:?}", operation.name, read);
        }
    }

    #[test]
    fn trees_come_back(tree in tree()) {
        let mut pairs = BTreeMap::new();
        tree.pairs("", &mut pairs);
        let params = Params::parse("", form(&pairs).as_bytes(), 10_000).unwrap();
        prop_assert_eq!(query::from_params::<Tree>(&params), Ok(tree));
    }

    #[test]
    fn every_text_survives_xml(text in any::<String>()) {
        let body = String::from_utf8(xml::response("X", sts().namespace(), &text, "r")).unwrap();
        let content = body.split_once("<XResult>").and_then(|(_, rest)| rest.split_once("</XResult>"));
        let Some((content, _)) = content else {
            prop_assert!(text.is_empty() && body.contains("<XResult/>"), "{}", body);
            return Ok(());
        };
        prop_assert!(!content.contains(['<', '>', '"', '\r', '\0']));
        prop_assert_eq!(unescaped(content), text);
    }
}
