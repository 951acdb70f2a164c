use std::collections::BTreeSet;

use super::*;
use crate::model::{Kind, Shape, iam, organizations, sts};

fn check(pattern: &str, accepted: &[&str], refused: &[&str]) {
    let pattern = Pattern::new(pattern);
    for value in accepted {
        assert!(
            pattern.matches(value),
            "{pattern:?} should accept {value:?}"
        );
    }
    for value in refused {
        assert!(
            !pattern.matches(value),
            "{pattern:?} should refuse {value:?}"
        );
    }
}

fn collect(shape: &Shape, patterns: &mut BTreeSet<String>) {
    match &shape.kind {
        Kind::Structure(members) => members
            .iter()
            .for_each(|member| collect(&member.shape, patterns)),
        Kind::List { member, .. } => collect(member, patterns),
        Kind::Map { key, value, .. } => [key, value]
            .iter()
            .for_each(|shape| collect(shape, patterns)),
        Kind::String {
            pattern: Some(pattern),
            ..
        } => {
            patterns.insert(pattern.as_str().to_owned());
        }
        Kind::String { .. }
        | Kind::Integer(_)
        | Kind::Long(_)
        | Kind::Boolean
        | Kind::Timestamp
        | Kind::Blob(_) => {}
    }
}

fn patterns_of_the_models() -> BTreeSet<String> {
    let mut patterns = BTreeSet::new();
    for operation in iam()
        .operations()
        .chain(organizations().operations())
        .chain(sts().operations())
    {
        for shape in operation.input.iter().chain(&operation.output) {
            collect(shape, &mut patterns);
        }
    }
    patterns
}

#[test]
fn every_pattern_of_the_models_is_supported() {
    let patterns = patterns_of_the_models();
    assert!(patterns.len() > 30, "{}", patterns.len());
    for text in &patterns {
        let matcher = Matcher::of(text);
        let looks_ahead = text.contains("(?")
            || text.contains("*+")
            || text.contains("++") && !text.contains('[');
        assert_eq!(
            looks_ahead,
            matches!(matcher, Matcher::AccountAlias),
            "{text}"
        );
    }
    assert!(patterns.contains(ACCOUNT_ALIAS));
    for (pattern, _) in MEANT {
        assert!(
            patterns.contains(*pattern),
            "no shape has the pattern {pattern} any more"
        );
    }
}

/// Classes are looked up in a table: it and the regular expression say the same.
#[test]
fn classes_are_matched_as_their_expressions() {
    let patterns = patterns_of_the_models();
    let letters: Vec<char> = ('\0'..='\u{17f}')
        .chain(['\u{2028}', '\u{ffff}', '😀'])
        .collect();
    let mut classes = 0;
    for text in &patterns {
        let Matcher::Class { repeated, regex } = Matcher::of(text) else {
            continue;
        };
        classes += 1;
        assert_eq!(repeated.matches(""), Some(regex.is_match("")), "{text}");
        for one in &letters {
            for other in ["", "a", " ", "é"] {
                for value in [format!("{one}{other}"), format!("{other}{one}")] {
                    let expected = regex.is_match(&value);
                    let found = repeated.matches(&value).unwrap_or(expected);
                    assert_eq!(found, expected, "{text} {value:?}");
                    assert!(!value.is_ascii() || repeated.matches(&value).is_some());
                }
            }
        }
    }
    assert!(classes > 20, "{classes}");
}

/// Without Unicode's classes, which other programs of a build may bring in.
#[test]
fn white_space_is_javas() {
    let anything = Pattern::new(r"[\s\S]*");
    assert!(anything.matches("a\n \u{a0}é"));
    let address = Pattern::new(r"[^\s@]+@[^\s@]+\.[^\s@]+");
    assert!(address.matches("a\u{a0}b@example.com"));
    assert!(!address.matches("a b@example.com") && !address.matches("a@example"));
    assert_eq!(translate(r"\s\S"), r"[ \t\n\x0B\f\r][^ \t\n\x0B\f\r]");
}

#[test]
fn names_are_ascii_and_matched_as_a_whole() {
    check(
        r"[\w+=,.@-]+",
        &["a", "A-z_0+=,.@"],
        &["", "a b", "é", "a\n", "\na", "a/b"],
    );
    check(r"[\d]+", &["012345"], &["٣", "1a"]);
    check(
        r"\d{12}",
        &["123456789012"],
        &["12345678901", "1234567890123"],
    );
    check(r"[\w]+", &["a_1"], &["a-1", "ß"]);
}

#[test]
fn paths() {
    check(
        r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
        &["/", "/a/", "/a/b/", "//!/"],
        &["", "a", "/a", "a/", "/ /", "/é/"],
    );
    check(
        r"((/[A-Za-z0-9\.,\+@=_-]+)*)/",
        &["/", "/a.b/c/"],
        &["", "//", "/a", "/a b/"],
    );
}

#[test]
fn unicode_classes() {
    let tag_value = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*";
    check(
        tag_value,
        &["", "Größe 3", "日本", "a\u{a0}b", "٣", "-@+"],
        &["a;b", "a\tb", "😀", "a,b"],
    );
    check(r"[\p{L}\p{Z}\p{N}_.:/=+\-@{}]+", &["{a}"], &["", "["]);
}

#[test]
fn latin_documents() {
    check(
        r"[\u0009\u000A\u000D\u0020-\u00FF]+",
        &["{\n\t\"a\": \"ÿ\"}\r\n"],
        &["", "Ā", "\u{b}", "😀"],
    );
    check(
        MEANT[0].0,
        &["😀", "\u{ffff0}", "\u{85}", "\t"],
        &["", "\u{0}", "\u{80}", "\u{fffe}"],
    );
}

#[test]
fn account_aliases() {
    let longest = "a".repeat(63);
    let accepted = ["abc", "a-b", "a-b-c", "0a0", &longest];
    let refused = [
        "",
        "ab",
        "-ab",
        "ab-",
        "a--b",
        "Abc",
        "a_b",
        &"a".repeat(64),
    ];
    check(ACCOUNT_ALIAS, &accepted, &refused);
}

#[test]
fn organization_paths() {
    let path = r"^o-[0-9a-z]{10,32}\/r-[0-9a-z]{4,32}[0-9a-z-\/]*";
    check(
        path,
        &[
            "o-0123456789/r-abcd",
            "o-0123456789/r-abcd/ou-abcd-12345678/",
        ],
        &["o-1/r-abcd", "x o-0123456789/r-abcd"],
    );
}
