//! Policy documents as listings carry them: as objects, or URL-encoded.

use super::place::{Place, Problems};
use serde_json::value::RawValue;

/// The text of a document: of a URL-encoded string byte for byte, of an object as it stands there without the white space around its
/// parts, which the AWS CLI chose.
pub(super) fn text(raw: &RawValue, place: &Place, problems: &mut Problems) -> String {
    let raw = raw.get();
    if raw.starts_with('{') {
        return compact(raw);
    }
    let Ok(string) = serde_json::from_str::<String>(raw) else {
        problems.add(place, "is neither an object nor a string");
        return String::new();
    };
    if string.trim_start().starts_with('{') {
        return string;
    }
    match percent_encoding::percent_decode_str(&string).decode_utf8() {
        Ok(text) => text.into_owned(),
        Err(_) => {
            problems.add(place, "is not URL-encoded UTF-8");
            String::new()
        }
    }
}

/// JSON without the white space between its tokens.
fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for letter in json.chars() {
        if quoted {
            out.push(letter);
            (quoted, escaped) = (escaped || letter != '"', !escaped && letter == '\\');
        } else if !letter.is_ascii_whitespace() {
            out.push(letter);
            quoted = letter == '"';
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<String, String> {
        let mut problems = Problems::default();
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        let text = text(raw, &Place::File("f"), &mut problems);
        problems.malformed().map_err(|error| error.message)?;
        Ok(text)
    }

    #[test]
    fn an_object_loses_its_white_space_and_nothing_else() {
        let json = "{ \"a\\\" b\" : [ 1.0 , \"\\\\\" ],\n \"A\":{} }";
        assert_eq!(read(json).unwrap(), "{\"a\\\" b\":[1.0,\"\\\\\"],\"A\":{}}");
    }

    #[test]
    fn a_string_is_kept_byte_for_byte() {
        assert_eq!(
            read("\"%7B%20%22a%22%3A%20%2B+%0A%7D\"").unwrap(),
            "{ \"a\": ++\n}"
        );
        assert_eq!(read("\" { 100% }\"").unwrap(), " { 100% }");
        assert!(
            read("\"%FF\"")
                .unwrap_err()
                .contains("is not URL-encoded UTF-8")
        );
        assert!(
            read("7")
                .unwrap_err()
                .contains("is neither an object nor a string")
        );
    }
}
