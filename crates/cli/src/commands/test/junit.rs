//! Results as JUnit XML: a suite for each file.

use std::fmt::Write as _;

use super::case::{Case, Outcome};

/// The whole report. It holds no times: nothing here reads a clock.
pub(crate) fn report(cases: &[Case]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    open(&mut xml, "testsuites", "portcullis test", cases);
    for suite in cases.chunk_by(|one, next| one.file == next.file) {
        open(&mut xml, "testsuite", &suite[0].file, suite);
        for case in suite {
            test_case(&mut xml, case);
        }
        xml.push_str("</testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn open(xml: &mut String, element: &str, name: &str, cases: &[Case]) {
    let count =
        |wanted: fn(&Outcome) -> bool| cases.iter().filter(|case| wanted(&case.outcome)).count();
    let failures = count(|outcome| matches!(outcome, Outcome::Missed(_)));
    let errors = count(|outcome| matches!(outcome, Outcome::Malformed(_)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Unchecked));
    put(
        xml,
        format_args!(
            "<{element} name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n",
            escaped(name),
            cases.len(),
        ),
    );
}

fn test_case(xml: &mut String, case: &Case) {
    let (name, file) = (escaped(&case.name()), escaped(&case.file));
    put(
        xml,
        format_args!(
            "<testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{}\"",
            case.line
        ),
    );
    let complaints = case.complaints();
    let first = escaped(complaints.first().map_or("", String::as_str));
    let all = escaped(&complaints.join("\n"));
    match &case.outcome {
        Outcome::Met => xml.push_str("/>\n"),
        Outcome::Unchecked => {
            xml.push_str("><skipped message=\"the record has no expect\"/></testcase>\n");
        }
        Outcome::Missed(_) => put(
            xml,
            format_args!(
                "><failure type=\"missed\" message=\"{first}\">{all}</failure></testcase>\n"
            ),
        ),
        Outcome::Malformed(_) => put(
            xml,
            format_args!(
                "><error type=\"malformed\" message=\"{first}\">{all}</error></testcase>\n"
            ),
        ),
    }
}

fn put(xml: &mut String, text: std::fmt::Arguments) {
    xml.write_fmt(text).expect("strings take all text");
}

/// For attributes and text. What XML 1.0 cannot hold at all becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push_str(&format!("&#{};", u32::from(letter))),
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Broken;

    #[test]
    fn any_text_makes_well_formed_xml() {
        let nasty = "a<b>&\"'\n\u{1b}[0m\u{FFFF}]]>é";
        let case = Case {
            file: nasty.to_owned(),
            id: Some(nasty.to_owned()),
            line: 3,
            outcome: Outcome::Malformed(Broken {
                id: None,
                line: 3,
                message: nasty.to_owned(),
            }),
        };
        let xml = report(&[case]);
        let parsed = roxmltree::Document::parse(&xml).unwrap();
        let name = parsed
            .descendants()
            .find(|node| node.has_tag_name("testcase"))
            .and_then(|node| node.attribute("name"));
        assert_eq!(name, Some("a<b>&\"'\n\u{FFFD}[0m\u{FFFD}]]>é"));
    }
}
