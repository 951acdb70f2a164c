//! Bodies of the JSON 1.1 protocol.

use serde::Serialize;

/// The error body `{"__type":CODE,"message":TEXT}` that JSON 1.1 clients read.
///
/// ```
/// assert_eq!(wire::json::error("AccessDeniedException", "no"), br#"{"__type":"AccessDeniedException","message":"no"}"#);
/// ```
pub fn error(code: &str, message: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'a> {
        __type: &'a str,
        message: &'a str,
    }
    serde_json::to_vec(&Body {
        __type: code,
        message,
    })
    .expect("two strings always serialize")
}
