//! The parser takes what `serde_json` takes, and nothing else.

use std::cell::Cell;

use policy::{Kind, accept};
use proptest::prelude::*;
use serde_json::Value;

use crate::worlds::runner;

/// Whether the parser takes a text. Grammar is asked about through trust policies, which say when it is the JSON.
fn is_json(text: &str) -> bool {
    match accept(text, Kind::Trust) {
        Ok(_) => true,
        Err(refusal) => refusal.message != "This policy contains invalid Json",
    }
}

#[test]
fn mutants_are_taken_as_serde_json_takes_them() {
    const SEEDS: &[&str] = &[
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"arn:aws:s3:::b/*"}]}"#,
        r#"{"a":[1,-2.5e+10,0.5,true,false,null,"\u00e9\ud83d\ude00\n\"\\"],"b":{"c":[]},"d":{}}"#,
        "[ ]",
        "\"é😀\"",
        "-0",
    ];
    const FRAGMENTS: &[&str] = &[
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "0", "00", "-", "+",
        ".", "e", "1e5", "true", "nul", "\t", "\n", "\u{1}", "\u{a0}", "😀", " ", "//", "'", "NaN",
        "\u{feff}",
    ];
    let edit = (
        any::<prop::sample::Index>(),
        0..4_usize,
        prop::sample::select(FRAGMENTS),
    );
    let mutants = (
        prop::sample::select(SEEDS),
        prop::collection::vec(edit, 0..4),
    );
    let (taken, refused) = (Cell::new(0), Cell::new(0));
    let result = runner(20_000).run(&mutants, |(seed, edits)| {
        let mut letters: Vec<char> = seed.chars().collect();
        for (place, removed, inserted) in edits {
            let at = place.index(letters.len() + 1);
            let end = (at + removed).min(letters.len());
            letters.splice(at..end, inserted.chars());
        }
        let text: String = letters.into_iter().collect();
        let standard = serde_json::from_str::<Value>(&text);
        // Numbers keep their source text here, so none is too large.
        let too_large = standard
            .as_ref()
            .is_err_and(|error| error.to_string().contains("out of range"));
        let repeated = standard
            .as_ref()
            .is_ok_and(|value| key_count(value) != written_keys(&text));
        let counter = if standard.is_ok() { &taken } else { &refused };
        counter.set(counter.get() + 1);
        if !repeated && !too_large {
            prop_assert_eq!(is_json(&text), standard.is_ok(), "{}", text);
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    let (taken, refused) = (taken.get(), refused.get());
    assert!(taken > 2_000 && refused > 2_000, "{taken} {refused}");
}

/// Keys that survive in a value: a repeated one survives once.
fn key_count(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.iter().map(key_count).sum(),
        Value::Object(map) => map.len() + map.values().map(key_count).sum::<usize>(),
        _ => 0,
    }
}

/// Keys of a text that is JSON: the colons outside strings.
fn written_keys(text: &str) -> usize {
    let (mut inside, mut escaped, mut keys) = (false, false, 0);
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            ':' if !inside => keys += 1,
            _ => {}
        }
    }
    keys
}

#[test]
fn strings_are_unescaped_as_serde_json_unescapes_them() {
    let result = runner(2_000).run(&any::<String>(), |text| {
        let quoted = serde_json::to_string(&text).unwrap();
        let policy = format!(
            r#"{{"Statement":{{"Effect":"Allow","Principal":{{"AWS":{quoted}}},"Action":"*"}}}}"#
        );
        let document = policy::Document::parse(&policy).unwrap();
        let principals: Vec<_> = document.aws_principals().collect();
        prop_assert_eq!(principals[0].value, text);
        prop_assert_eq!(&policy[principals[0].start..principals[0].end], quoted);
        prop_assert_eq!(principals[0].statement, 0);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// G-11.
#[test]
fn sizes_leave_out_white_space_between_tokens() {
    let size = |text: &str| policy::Document::parse(text).unwrap().size();
    let tight =
        r#"{"Statement":{"Sid":"a \" b\\","Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    assert_eq!(size(tight), tight.chars().count());
    assert_eq!(
        size(&format!(
            "\n\t {} \r\n",
            tight.replace(':', " : ").replace("s3 : *", "s3:*")
        )),
        tight.len()
    );
}
