//! Listings of accounts: files as they are sent, and text as the AWS CLI prints it.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use clap::ValueEnum;
use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;
use server::Bundle;
use wire::json::Members;

use crate::output::Failure;

/// So large may one file be.
const FILE_BYTES_MAX: u64 = 256 << 20;
/// Members that hold policy documents, URL-encoded on the wire.
const DOCUMENTS: [&str; 3] = ["AssumeRolePolicyDocument", "Document", "PolicyDocument"];

/// How policy documents are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Documents {
    /// As JSON, as the AWS CLI prints them.
    #[default]
    Objects,
    /// As URL-encoded strings, as AWS's API sends them: byte for byte.
    UrlEncoded,
}

/// One file, or - for standard input, under its own name.
pub(super) fn file(path: &Path) -> Result<Bundle, Failure> {
    let mut text = String::new();
    let fault =
        |error: io::Error| Failure::new(format!("cannot read `{}`: {error}", path.display()));
    let read = if path == Path::new("-") {
        io::stdin()
            .lock()
            .take(FILE_BYTES_MAX + 1)
            .read_to_string(&mut text)
    } else {
        let file = fs::File::open(path).map_err(fault)?;
        file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text)
    };
    if read.map_err(fault)? as u64 > FILE_BYTES_MAX {
        return Err(Failure::new(format!(
            "`{}` has more than {FILE_BYTES_MAX} bytes",
            path.display()
        )));
    }
    let mut bundle = Bundle::default();
    bundle.files.insert(path.display().to_string(), text);
    Ok(bundle)
}

/// The JSON files of a folder and of the folders in it, by their names within it. Others are left alone.
pub(super) fn folder(path: &Path) -> Result<Bundle, Failure> {
    let mut bundle = Bundle::default();
    gather(path, "", &mut bundle)?;
    Ok(bundle)
}

fn gather(path: &Path, within: &str, bundle: &mut Bundle) -> Result<(), Failure> {
    let fault =
        |error: io::Error| Failure::new(format!("cannot read `{}`: {error}", path.display()));
    for entry in fs::read_dir(path).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let inner = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if inner.is_dir() && within.is_empty() && !name.starts_with('.') {
            gather(&inner, &format!("{name}/"), bundle)?;
        } else if inner.is_file() && name.ends_with(".json") && !name.starts_with('.') {
            for text in file(&inner)?.files.into_values() {
                bundle.files.insert(format!("{within}{name}"), text);
            }
        }
    }
    Ok(())
}

/// A listing with line breaks and four spaces for each level; absent members are left out.
pub(super) fn printed(listing: &str, documents: Documents) -> Result<String, Failure> {
    let raw: &RawValue = serde_json::from_str(listing)
        .map_err(|error| Failure::new(format!("the reply is no listing: {error}")))?;
    let mut out = String::new();
    let printer = Printer { documents };
    printer.value(raw, &mut out, 0);
    out.push('\n');
    Ok(out)
}

struct Printer {
    documents: Documents,
}

impl Printer {
    fn value(&self, raw: &RawValue, out: &mut String, depth: usize) {
        let text = raw.get();
        if let Ok(Members(members)) = serde_json::from_str(text) {
            let told = members.iter().filter(|(_, value)| value.get() != "null");
            brackets(out, depth, "{}", told, |(name, value), out| {
                out.push_str(&quoted(name));
                out.push_str(": ");
                self.member(name, value, out, depth + 1);
            });
        } else if let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(text) {
            brackets(out, depth, "[]", elements.iter(), |element, out| {
                self.value(element, out, depth + 1);
            });
        } else {
            out.push_str(text);
        }
    }

    fn member(&self, name: &str, value: &RawValue, out: &mut String, depth: usize) {
        let text = serde_json::from_str::<String>(value.get());
        if let (Ok(text), true) = (&text, name.ends_with("Date"))
            && let Some(moment) = text.strip_suffix('Z')
        {
            return out.push_str(&quoted(&format!("{moment}+00:00")));
        }
        let is_document = DOCUMENTS.contains(&name) && self.documents == Documents::Objects;
        if let (Ok(text), true) = (&text, is_document)
            && let Ok(document) = percent_decode_str(text).decode_utf8()
            && let Ok(raw) = serde_json::from_str::<&RawValue>(&document)
        {
            return verbatim(raw, out, depth);
        }
        self.value(value, out, depth);
    }
}

/// JSON with every member as it stands there.
fn verbatim(raw: &RawValue, out: &mut String, depth: usize) {
    let text = raw.get();
    if let Ok(Members(members)) = serde_json::from_str(text) {
        brackets(out, depth, "{}", members.iter(), |(name, value), out| {
            out.push_str(&quoted(name));
            out.push_str(": ");
            verbatim(value, out, depth + 1);
        });
    } else if let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(text) {
        brackets(out, depth, "[]", elements.iter(), |element, out| {
            verbatim(element, out, depth + 1);
        });
    } else {
        out.push_str(text);
    }
}

fn brackets<T>(
    out: &mut String,
    depth: usize,
    pair: &str,
    items: impl Iterator<Item = T>,
    mut write: impl FnMut(T, &mut String),
) {
    let (open, close) = pair.split_at(1);
    out.push_str(open);
    let mut any = false;
    for item in items {
        out.push_str(if any { ",\n" } else { "\n" });
        any = true;
        out.push_str(&"    ".repeat(depth + 1));
        write(item, out);
    }
    if any {
        out.push('\n');
        out.push_str(&"    ".repeat(depth));
    }
    out.push_str(close);
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTING: &str = r#"{"A":[],"CreateDate":"2020-01-02T03:04:05Z","Gone":null,"RolePolicyList":[{"PolicyDocument":"%7B%22a%22%3A%5B1.0%2Cnull%5D%2C%22n%22%3Anull%7D"}]}"#;

    #[test]
    fn a_listing_is_printed_as_the_aws_cli_prints_it() {
        let expected = "{\n    \"A\": [],\n    \"CreateDate\": \"2020-01-02T03:04:05+00:00\",\n    \"RolePolicyList\": [\n        {\n            \"PolicyDocument\": {\n                \"a\": [\n                    1.0,\n                    null\n                ],\n                \"n\": null\n            }\n        }\n    ]\n}\n";
        assert_eq!(printed(LISTING, Documents::Objects).unwrap(), expected);
    }

    #[test]
    fn documents_stay_encoded_where_that_is_asked_for() {
        let text = printed(LISTING, Documents::UrlEncoded).unwrap();
        assert!(
            text.contains("\"PolicyDocument\": \"%7B%22a%22%3A%5B1.0%2Cnull%5D"),
            "{text}"
        );
    }
}
