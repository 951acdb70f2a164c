//! Every setting of `portcullis serve`, in one table: flags, variables, file keys, help and docs come from here.

/// One setting: its name is the flag (`--name`) and the key in the TOML file; its variable is `PORTCULLIS_NAME`.
#[derive(Debug)]
pub struct Setting {
    /// The flag without its dashes, and the TOML key.
    pub name: &'static str,
    /// What kind of value it takes.
    pub kind: Kind,
    /// How help and documentation show the value.
    pub value: &'static str,
    /// What holds where nobody says anything; empty where that is "nothing".
    pub default: &'static str,
    /// What it does, one sentence or two.
    pub help: &'static str,
}

/// What a setting's text may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text, checked by whoever takes it.
    Text,
    /// `true` or `false`; the bare flag means `true`.
    Switch,
    /// A whole number, at least zero.
    Number,
    /// A secret: by variable only (command lines and files of settings are seen by others), never printed.
    Secret,
    /// Where the file of settings is: a flag or a variable, never a key of that file.
    File,
}

impl Setting {
    /// The environment variable of this setting.
    ///
    /// ```
    /// assert_eq!(server::settings::setting("log-format").unwrap().env(), "PORTCULLIS_LOG_FORMAT");
    /// ```
    pub fn env(&self) -> String {
        format!("PORTCULLIS_{}", self.name.to_uppercase().replace('-', "_"))
    }

    /// Whether it may be given on the command line.
    pub fn has_flag(&self) -> bool {
        self.kind != Kind::Secret
    }

    /// Whether it may stand in the TOML file.
    pub fn has_key(&self) -> bool {
        !matches!(self.kind, Kind::File | Kind::Secret)
    }
}

/// The setting of that name.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

const fn row(
    name: &'static str,
    kind: Kind,
    value: &'static str,
    default: &'static str,
    help: &'static str,
) -> Setting {
    Setting {
        name,
        kind,
        value,
        default,
        help,
    }
}

/// All settings, in the order in which help and documentation show them.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    row("config", Kind::File, "FILE", "", "Read settings from this TOML file. Flags and variables win over it."),
    row("listen", Kind::Text, "ADDRESS", "127.0.0.1:4747", "Where AWS clients connect. Plain HTTP off loopback wants --insecure-http or TLS."),
    row("data", Kind::Text, "DIR", "./portcullis-data", "The data folder: log, checkpoints, key ring, audit. Made with mode 0700 if it is not there."),
    row("key-file", Kind::Text, "FILE", "", "Keep the key ring that seals all secrets in this file (mode 0600) instead of DIR/keys."),
    row("dev", Kind::Switch, "", "false", "Keep everything in memory, on loopback only, with a fixed account and root key, and offer POST /_portcullis/reset and /_portcullis/clock."),
    row("account-id", Kind::Text, "ID", "", "The id of the first account, twelve digits. Taken on the first start, compared on later ones; random if not given."),
    row("root-access-key-id", Kind::Text, "ID", "", "The access key id of the first account's root user, 16 to 128 letters, digits and underscores. Goes with the secret."),
    row("root-secret-access-key", Kind::Secret, "SECRET", "", "The secret of that root key. By variable only."),
    row("enforcement", Kind::Text, "MODE", "enforce", "enforce: what policies deny is refused. log: it is logged and allowed. Signatures are checked in both."),
    row("explain-denials", Kind::Switch, "", "on with --dev", "Add the decisive clause of each denial to the server's log; external ids, secrets and tokens print as an ellipsis."),
    row("single-use-assertions", Kind::Switch, "", "false", "Take each SAML assertion once. On AWS one may be used again until it is over; so it is here without this."),
    row("tls-cert", Kind::Text, "FILE", "", "Serve HTTPS with this certificate chain (PEM). Read again on SIGHUP."),
    row("tls-key", Kind::Text, "FILE", "", "The private key of that certificate (PEM)."),
    row("public-url", Kind::Text, "URL", "where it listens", "Where others reach this server: tokens that accounts issue for systems outside name it as the beginning of their issuer."),
    row("federation-ca", Kind::Text, "FILE", "", "Trust these certificate authorities (PEM) too when the keys of OpenID Connect issuers are fetched."),
    row("insecure-http", Kind::Switch, "", "false", "Allow plain HTTP on addresses other than loopback. Put something that speaks TLS in front."),
    row("admin-listen", Kind::Text, "ADDRESS", "127.0.0.1:4748", "Where /health, /ready and /metrics are served; `off` for nowhere."),
    row("audit", Kind::Text, "FILE", "DIR/audit.jsonl", "Where each request is recorded, one JSON line before its reply; - is standard output. With --dev nowhere unless given."),
    row("log-format", Kind::Text, "FORMAT", "text", "How the server's own log looks on standard error: text or json."),
    row("log-level", Kind::Text, "LEVEL", "info", "The least level that is logged: error, warn, info, debug or trace."),
    row("connections-max", Kind::Number, "N", "4096", "How many connections are open at once; further ones wait."),
    row("header-timeout-seconds", Kind::Number, "N", "15", "How long a client may take to send a request's header, or to finish its TLS handshake."),
    row("read-timeout-seconds", Kind::Number, "N", "60", "How long a client may take to send a request's body."),
    row("idle-timeout-seconds", Kind::Number, "N", "120", "How long a connection may stay open without a request."),
    row("authentication-failures-per-minute", Kind::Number, "N", "600", "How many failed authentications one address may make in a minute before it is answered Throttling; 0 for no limit."),
    row("checkpoint-records", Kind::Number, "N", "10000", "After how many records a checkpoint is written, at the earliest, so that a start need not replay everything."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_speakable_as_variables() {
        for (index, setting) in SETTINGS.iter().enumerate() {
            assert!(
                SETTINGS[index + 1..]
                    .iter()
                    .all(|other| other.name != setting.name),
                "{}",
                setting.name
            );
            assert!(
                setting
                    .name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-'),
                "{}",
                setting.name
            );
            assert!(setting.help.ends_with('.'), "{}", setting.name);
        }
    }

    #[test]
    fn the_manual_lists_every_setting_with_its_default() {
        let manual = include_str!("../../../../docs/configuration.md");
        for setting in SETTINGS {
            let flag = if setting.has_flag() {
                format!("`--{}`", setting.name)
            } else {
                "(no flag)".to_owned()
            };
            let default = if setting.default.is_empty() {
                "—".to_owned()
            } else {
                format!("`{}`", setting.default)
            };
            let row = format!(
                "| {flag} | `{}` | {default} | {} |",
                setting.env(),
                setting.help
            );
            assert!(
                manual.contains(&row),
                "docs/configuration.md lacks this row:\n{row}"
            );
        }
    }
}
