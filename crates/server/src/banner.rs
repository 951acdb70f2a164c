//! What a server says when it is ready.

use std::fmt::Write;

use zeroize::Zeroizing;

/// What the banner tells.
#[derive(Debug)]
pub(crate) struct Banner<'a> {
    /// The URL for clients.
    pub endpoint: &'a str,
    /// The first account's id.
    pub account: &'a str,
    /// What keeps the records.
    pub store: &'a str,
    /// `enforce` or `log`.
    pub enforcement: &'a str,
    /// The URL of health and metrics.
    pub admin: Option<&'a str>,
    /// On a first start and with `--dev`: how to reach the root user.
    pub root: Option<RootAccess<'a>>,
}

/// How the operator comes by the root key.
#[derive(Debug)]
pub(crate) enum RootAccess<'a> {
    /// These shell lines carry it.
    Exports(&'a str),
    /// They stand in this file.
    File(&'a str),
}

impl Banner<'_> {
    /// The banner's text.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("Portcullis {}\n\n", env!("CARGO_PKG_VERSION"));
        let mut line = |name: &str, value: &str| {
            writeln!(text, "  {name:<12} {value}").expect("writing to a string");
        };
        line("endpoint", self.endpoint);
        line("account", self.account);
        line("store", self.store);
        match self.enforcement {
            "log" => line(
                "enforcement",
                "log: what policies deny is allowed and logged",
            ),
            other => line("enforcement", other),
        }
        if let Some(admin) = self.admin {
            line("admin", admin);
        }
        match &self.root {
            Some(RootAccess::Exports(exports)) => {
                text.push_str("\nTo use it as the root user:\n\n");
                text.push_str(exports);
            }
            Some(RootAccess::File(path)) => {
                line(
                    "root key",
                    &format!("in {path} (mode 0600); to use it: . {}", quoted(path)),
                );
            }
            None => {}
        }
        text.push('\n');
        text
    }
}

/// Shell lines that make every AWS client in that shell use this server with these credentials.
pub fn exports(access_key_id: &str, secret: &str, endpoint: &str) -> Zeroizing<String> {
    exports_of(access_key_id, &Zeroizing::new(quoted(secret)), endpoint)
}

/// The same, with the secret as a word of the shell: quoted, or the variable that holds it.
pub(crate) fn exports_of(access_key_id: &str, secret: &str, endpoint: &str) -> Zeroizing<String> {
    Zeroizing::new(format!(
        "export AWS_ACCESS_KEY_ID={}\nexport AWS_SECRET_ACCESS_KEY={secret}\nexport AWS_REGION=us-east-1\nexport AWS_DEFAULT_REGION=us-east-1\nexport AWS_ENDPOINT_URL={}\nunset AWS_SESSION_TOKEN AWS_PROFILE\n",
        quoted(access_key_id),
        quoted(endpoint),
    ))
}

/// The text as one word of a POSIX shell.
pub(crate) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:+=@,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_banner_says_where_who_and_how_strict() {
        let exports = exports("AKIA", "it's $ecret", "http://127.0.0.1:4747");
        let banner = Banner {
            endpoint: "http://127.0.0.1:4747",
            account: "123456789012",
            store: "memory",
            enforcement: "enforce",
            admin: None,
            root: Some(RootAccess::Exports(&exports)),
        };
        let expected = format!(
            "Portcullis {}\n\n  endpoint     http://127.0.0.1:4747\n  account      123456789012\n  store        memory\n  enforcement  enforce\n\nTo use it as the root user:\n\nexport AWS_ACCESS_KEY_ID=AKIA\nexport AWS_SECRET_ACCESS_KEY='it'\\''s $ecret'\nexport AWS_REGION=us-east-1\nexport AWS_DEFAULT_REGION=us-east-1\nexport AWS_ENDPOINT_URL=http://127.0.0.1:4747\nunset AWS_SESSION_TOKEN AWS_PROFILE\n\n",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(banner.text(), expected);
    }
}
