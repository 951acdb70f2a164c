//! `/_portcullis/reset` and `/_portcullis/clock`, on `--dev` servers only.

use http::Response;
use http::header::{CONTENT_TYPE, HOST};
use http::request::Parts;
use serde::Deserialize;
use serde_json::json;

use super::body::ReplyBody;
use super::reply;
use crate::node::Node;

/// Where these endpoints live.
pub(super) const PREFIX: &str = "/_portcullis/";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

/// Answers a request below the prefix. The content type and a loopback `Host` are demanded because a web page in the
/// tester's browser could send neither: it may neither reset a server nor move its clock.
pub(super) async fn answer(node: &Node, parts: &Parts, body: &[u8]) -> Response<ReplyBody> {
    if !loopback_host(parts) {
        return refusal(403, "the Host header must name a loopback address");
    }
    let known = matches!(
        parts.uri.path(),
        "/_portcullis/reset" | "/_portcullis/clock"
    );
    if !known {
        return refusal(
            404,
            "there is only /_portcullis/reset and /_portcullis/clock",
        );
    }
    if parts.method != http::Method::POST {
        return refusal(405, "the method must be POST");
    }
    let media = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if media
        .split(';')
        .next()
        .is_none_or(|media| !media.trim().eq_ignore_ascii_case("application/json"))
    {
        return refusal(415, "the content type must be application/json");
    }
    if parts.uri.path() == "/_portcullis/reset" {
        return match node.reset().await {
            Ok(()) => reply::json(200, &json!({ "now": node.clock().now().0.to_string() })),
            Err(fault) => refusal(500, &fault.to_string()),
        };
    }
    match serde_json::from_slice(body) {
        Ok(Advance { advance_seconds }) => match node.clock().advance(advance_seconds) {
            Some(now) => reply::json(200, &json!({ "now": now.to_string() })),
            None => refusal(400, "the clock cannot be moved that far"),
        },
        Err(_) => refusal(
            400,
            r#"the body must be {"advanceSeconds": n} with a whole number n of at least 0"#,
        ),
    }
}

fn refusal(status: u16, message: &str) -> Response<ReplyBody> {
    reply::json(status, &json!({ "message": message }))
}

fn loopback_host(parts: &Parts) -> bool {
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let Some(host) = host.or_else(|| parts.uri.authority().map(http::uri::Authority::as_str))
    else {
        return false;
    };
    let Ok(authority) = host.parse::<http::uri::Authority>() else {
        return false;
    };
    let name = authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_loopback_host_is_local() {
        let local = |host: &str| {
            loopback_host(
                &http::Request::builder()
                    .header("host", host)
                    .body(())
                    .unwrap()
                    .into_parts()
                    .0,
            )
        };
        for host in [
            "localhost",
            "LocalHost:4747",
            "127.0.0.1:1",
            "[::1]:4747",
            "127.9.9.9",
        ] {
            assert!(local(host), "{host}");
        }
        for host in [
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com:4747",
            "10.0.0.1",
            "a b",
        ] {
            assert!(!local(host), "{host}");
        }
        assert!(!loopback_host(&http::Request::new(()).into_parts().0));
    }
}
