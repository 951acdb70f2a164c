//! What stands around every answer and every error.

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;

use super::write::{Element, escape};

/// Whose fault an error is, as its `Type` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The caller's: statuses below 500.
    Sender,
    /// Ours: statuses from 500.
    Receiver,
}

impl Fault {
    /// The fault that goes with a status.
    pub fn of_status(status: u16) -> Fault {
        if status < 500 {
            Fault::Sender
        } else {
            Fault::Receiver
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Fault::Sender => "Sender",
            Fault::Receiver => "Receiver",
        }
    }
}

/// The body of a successful call.
///
/// `()` has no result element; `None` is left out; a list is `<member>` elements, a map `<entry>` elements with
/// `<key>` and `<value>`; bytes are base64.
///
/// ```
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct ListGroups { groups: Vec<String>, is_truncated: bool, marker: Option<String> }
///
/// let output = ListGroups { groups: vec!["R&D".into()], is_truncated: false, marker: None };
/// let body = wire::xml::response("ListGroups", "https://iam.amazonaws.com/doc/2010-05-08/", &output, "r-1");
/// assert_eq!(String::from_utf8(body)?, concat!(
///     r#"<ListGroupsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListGroupsResult>"#,
///     "<Groups><member>R&amp;D</member></Groups><IsTruncated>false</IsTruncated></ListGroupsResult>",
///     "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></ListGroupsResponse>",
/// ));
/// # Ok::<(), std::string::FromUtf8Error>(())
/// ```
///
/// # Panics
/// When the output is nothing that has a wire form: a map with composite keys, or a `Serialize` that fails by itself.
pub fn response<T: Serialize>(
    operation: &str,
    namespace: &str,
    output: &T,
    request_id: &str,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    open(&mut out, operation, "Response", namespace);
    let result = format!("{operation}Result");
    output
        .serialize(Element::new(&mut out, &result))
        .expect("outputs are structures, lists, maps and scalars");
    out.extend_from_slice(b"<ResponseMetadata><RequestId>");
    escape(&mut out, request_id);
    out.extend_from_slice(b"</RequestId></ResponseMetadata></");
    out.extend_from_slice(operation.as_bytes());
    out.extend_from_slice(b"Response>");
    out
}

/// The body of a refused or failed call (spec 7.10). What XML cannot hold, which only the caller's own words have, stands in it as
/// U+FFFD: no client could read the refusal otherwise.
pub fn error(
    namespace: &str,
    code: &str,
    message: &str,
    fault: Fault,
    request_id: &str,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    open(&mut out, "Error", "Response", namespace);
    out.extend_from_slice(b"<Error><Type>");
    out.extend_from_slice(fault.name().as_bytes());
    out.extend_from_slice(b"</Type><Code>");
    escape(&mut out, code);
    out.extend_from_slice(b"</Code><Message>");
    escape(&mut out, &readable(message));
    out.extend_from_slice(b"</Message></Error><RequestId>");
    escape(&mut out, request_id);
    out.extend_from_slice(b"</RequestId></ErrorResponse>");
    out
}

fn readable(message: &str) -> Cow<'_, str> {
    let forbidden = |letter: char| matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if message.contains(forbidden) {
        return message.replace(forbidden, "\u{fffd}").into();
    }
    message.into()
}

fn open(out: &mut Vec<u8>, name: &str, suffix: &str, namespace: &str) {
    write!(out, "<{name}{suffix} xmlns=\"").expect("writing to a vector never fails");
    escape(out, namespace);
    out.extend_from_slice(b"\">");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_output_has_no_result_element() {
        let body = response("DeleteUser", "urn:x", &(), "r<1");
        let expected = "<DeleteUserResponse xmlns=\"urn:x\"><ResponseMetadata><RequestId>r&lt;1</RequestId>\
                        </ResponseMetadata></DeleteUserResponse>";
        assert_eq!(String::from_utf8(body).unwrap(), expected);
    }

    #[test]
    fn an_empty_output_has_an_empty_result_element() {
        #[derive(Serialize)]
        struct Empty {}
        let body = String::from_utf8(response("X", "urn:x", &Empty {}, "r")).unwrap();
        assert!(body.contains("\"><XResult/><ResponseMetadata>"), "{body}");
    }

    #[test]
    fn errors_are_escaped() {
        let body = error(
            "urn:x",
            "ValidationError",
            "Value '<\u{1}\r>' & \"co\"",
            Fault::Sender,
            "r-1",
        );
        let expected = "<ErrorResponse xmlns=\"urn:x\"><Error><Type>Sender</Type><Code>ValidationError</Code>\
                        <Message>Value '&lt;\u{fffd}&#xD;&gt;' &amp; &quot;co&quot;</Message></Error>\
                        <RequestId>r-1</RequestId></ErrorResponse>";
        assert_eq!(String::from_utf8(body).unwrap(), expected);
    }

    #[test]
    fn the_fault_follows_from_the_status() {
        assert_eq!(
            (Fault::of_status(404), Fault::of_status(500)),
            (Fault::Sender, Fault::Receiver)
        );
    }
}
