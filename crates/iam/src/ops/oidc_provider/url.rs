//! The URLs of providers: which are accepted.

use crate::Error;

/// The provider's URL without its scheme, as ARNs and condition keys name it: host, port if any, path.
///
/// `plain` is the development server's leave to take issuers on this machine without TLS.
///
/// # Errors
/// `ValidationError` in AWS's words.
pub(super) fn accept(url: &str, plain: bool) -> Result<&str, Error> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| local(url).filter(|_| plain));
    let Some(rest) = rest.filter(|rest| is_host_and_path(rest)) else {
        return Err(Error::validation_error(
            "Invalid Open ID Connect Provider URL",
        ));
    };
    Ok(rest)
}

/// What follows the scheme of a plain URL on the loopback address.
fn local(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("http://")?;
    let after = rest.strip_prefix("127.0.0.1")?;
    (after.is_empty() || after.starts_with([':', '/'])).then_some(rest)
}

/// A host name with at most a port, then a path of letters that need no escape: no user, query, fragment or wildcard.
fn is_host_and_path(rest: &str) -> bool {
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = authority
        .split_once(':')
        .map_or((authority, None), |(host, port)| (host, Some(port)));
    let in_host = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    let in_path = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '~' | '/' | '%' | '+')
    };
    let label = |label: &str| {
        !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    let port_is_fine = port.is_none_or(|port| {
        port.parse::<u16>().is_ok_and(|port| port > 0) && !port.starts_with('+')
    });
    host.chars().all(in_host)
        && host.split('.').all(label)
        && port_is_fine
        && path.chars().all(in_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_and_a_path_over_tls_are_accepted() {
        for (url, rest) in [
            ("https://id.example.com", "id.example.com"),
            ("https://id.example.com/", "id.example.com/"),
            (
                "https://id.example.com/realms/main",
                "id.example.com/realms/main",
            ),
            ("https://id.example.com:8443/a_b", "id.example.com:8443/a_b"),
            ("https://localhost", "localhost"),
        ] {
            assert_eq!(accept(url, false).unwrap(), rest);
        }
    }

    #[test]
    fn what_is_no_such_url_is_refused() {
        for url in [
            "",
            "https://",
            "id.example.com",
            "http://id.example.com",
            "HTTPS://id.example.com",
            "https:///a",
            "https://a b",
            "https://a?x=1",
            "https://a#x",
            "https://u@a",
            "https://u:p@a",
            "https://a:0",
            "https://a:x",
            "https://a:+1",
            "https://a:65536",
            "https://a:1:2",
            "https://*.example.com",
            "https://-a",
            "https://a..b",
            "https://a/ü",
            "https://[::1]/",
            "ftp://a",
            "http://127.0.0.1",
        ] {
            assert_eq!(
                accept(url, false).unwrap_err().message,
                "Invalid Open ID Connect Provider URL",
                "{url}"
            );
        }
    }

    #[test]
    fn without_tls_only_this_machine_is_accepted_and_only_with_leave() {
        assert_eq!(
            accept("http://127.0.0.1:4000/a", true).unwrap(),
            "127.0.0.1:4000/a"
        );
        assert_eq!(accept("http://127.0.0.1", true).unwrap(), "127.0.0.1");
        for url in [
            "http://127.0.0.1.example.com",
            "http://127.0.0.10",
            "http://localhost:4000",
            "http://127.0.0.1@a",
            "http://10.0.0.1",
        ] {
            assert!(accept(url, true).is_err(), "{url}");
        }
        assert!(accept("http://127.0.0.1:4000", false).is_err());
    }
}
