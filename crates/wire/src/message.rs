//! What came over the wire and what goes back, before and after any protocol.

use std::fmt;
use std::net::IpAddr;

use bytes::Bytes;
use http::header::{ACCEPT, AsHeaderName, CONTENT_TYPE};
use http::{HeaderMap, request};
use smol_str::SmolStr;

/// One HTTP request with its whole body, and what the listener knows about it.
pub struct Request {
    /// Method, target and headers as received.
    pub parts: request::Parts,
    /// The whole body; its size was limited by the listener.
    pub body: Bytes,
    /// The caller's address (`aws:SourceIp`).
    pub peer: IpAddr,
    /// Whether it came over TLS (`aws:SecureTransport`).
    pub secure: bool,
    /// The request id that the answer and the audit record carry.
    pub id: SmolStr,
}

impl Request {
    /// The raw path.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The raw query without its question mark; empty if there is none.
    pub fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or("")
    }

    /// The value of a header that occurs once and is visible ASCII. Of two headers of one name none is
    /// returned, so that no two readers of a request can choose differently.
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        let mut values = self.parts.headers.get_all(name).iter();
        let value = values.next()?;
        if values.next().is_some() {
            return None;
        }
        value.to_str().ok()
    }

    /// The `X-Amz-Target` of a JSON 1.1 call.
    pub fn target(&self) -> Option<&str> {
        self.header("x-amz-target")
    }

    /// Whether the body is a form: the Query protocol's `application/x-www-form-urlencoded`.
    pub fn is_form(&self) -> bool {
        self.has_content_type("application/x-www-form-urlencoded")
    }

    /// Whether the body is JSON 1.1: `application/x-amz-json-1.1`.
    pub fn is_json(&self) -> bool {
        self.has_content_type("application/x-amz-json-1.1")
    }

    /// Whether the caller wants JSON where XML is usual.
    pub fn accepts_json(&self) -> bool {
        accepts_json(&self.parts.headers)
    }

    /// Whether the media type is this one, whatever its parameters (`; charset=utf-8`) and case.
    pub fn has_content_type(&self, media_type: &str) -> bool {
        let Some(value) = self.header(CONTENT_TYPE) else {
            return false;
        };
        let media = value.split_once(';').map_or(value, |(media, _)| media);
        media.trim().eq_ignore_ascii_case(media_type)
    }
}

/// Whether a caller with these headers wants JSON where XML is usual: `application/json` stands in `Accept`, and no XML before it.
pub fn accepts_json(headers: &HeaderMap) -> bool {
    let mut accept = headers.get_all(ACCEPT).iter();
    let (Some(ranges), None) = (accept.next(), accept.next()) else {
        return false;
    };
    let mut media = ranges
        .to_str()
        .unwrap_or_default()
        .split(',')
        .map(|range| range.split(';').next().unwrap_or(range).trim());
    let first = media.find(|media| {
        ["application/json", "application/xml", "text/xml"]
            .iter()
            .any(|name| media.eq_ignore_ascii_case(name))
    });
    first.is_some_and(|media| media.eq_ignore_ascii_case("application/json"))
}

impl fmt::Debug for Request {
    /// Shows no header, query or body: they hold signatures and secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("id", &self.id)
            .field("method", &self.parts.method)
            .field("path", &self.path())
            .field("peer", &self.peer)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// One HTTP response, ready to be sent.
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// Headers beside `Content-Type` and those of the listener.
    pub headers: Vec<(&'static str, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Response {
    /// An XML answer of the Query protocol with its request id header.
    pub fn xml(status: u16, body: Vec<u8>, request_id: &str) -> Response {
        Response::new(status, "text/xml", body, request_id)
    }

    /// A JSON 1.1 answer with its request id header.
    pub fn json(status: u16, body: Vec<u8>, request_id: &str) -> Response {
        Response::new(status, "application/x-amz-json-1.1", body, request_id)
    }

    fn new(status: u16, content_type: &'static str, body: Vec<u8>, request_id: &str) -> Response {
        Response {
            status,
            content_type,
            headers: vec![("x-amzn-requestid", request_id.to_owned())],
            body,
        }
    }
}

impl fmt::Debug for Response {
    /// Shows no body: it may hold credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request {
        let mut builder = http::Request::builder().method("POST").uri("/a%20b?x=1&y");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let (parts, ()) = builder.body(()).unwrap().into_parts();
        let peer = IpAddr::from([203, 0, 113, 7]);
        Request {
            parts,
            body: Bytes::from_static(b"Password=hunter2"),
            peer,
            secure: true,
            id: "r-1".into(),
        }
    }

    #[test]
    fn path_and_query_are_raw() {
        let request = request(&[]);
        assert_eq!((request.path(), request.query()), ("/a%20b", "x=1&y"));
    }

    #[test]
    fn content_type_ignores_case_and_parameters() {
        assert!(
            request(&[(
                "content-type",
                "application/X-WWW-form-urlencoded; charset=utf-8"
            )])
            .is_form()
        );
        assert!(request(&[("content-type", "application/x-amz-json-1.1")]).is_json());
        assert!(!request(&[("content-type", "application/x-amz-json-1.0")]).is_json());
        assert!(!request(&[]).is_form());
    }

    #[test]
    fn json_is_wanted_where_it_is_accepted_before_xml() {
        for (accept, wanted) in [
            ("application/json", true),
            ("application/json, text/plain, */*", true),
            ("text/plain;q=0.5 , Application/JSON;q=0.9", true),
            ("text/xml, application/json", false),
            ("application/json, application/xml", true),
            ("*/*", false),
            ("application/jsonp", false),
            ("application/x-amz-json-1.1", false),
            ("", false),
        ] {
            assert_eq!(
                request(&[("accept", accept)]).accepts_json(),
                wanted,
                "{accept}"
            );
        }
        assert!(!request(&[]).accepts_json());
    }

    #[test]
    fn a_repeated_header_has_no_value() {
        let twice = [("x-amz-target", "A.B"), ("x-amz-target", "C.D")];
        assert_eq!(request(&twice).target(), None);
        assert_eq!(request(&twice[..1]).target(), Some("A.B"));
        assert_eq!(request(&[]).header("not a header name"), None);
    }

    #[test]
    fn debug_shows_no_body() {
        assert!(!format!("{:?}", request(&[])).contains("hunter2"));
        let response = Response::xml(200, b"<SecretAccessKey>hunter2".to_vec(), "r-1");
        assert!(!format!("{response:?}").contains("hunter2"));
    }
}
