//! Settings that cannot be wrong any more.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use zeroize::Zeroizing;

use super::resolve::{Resolved, SettingsError, Value};

/// Everything `serve` needs to know, checked.
#[derive(Debug)]
pub struct Settings {
    /// Where AWS clients connect.
    pub listen: SocketAddr,
    /// Where records are kept.
    pub store: Store,
    /// The first account's id, if given.
    pub account_id: Option<iam::AccountId>,
    /// The first account's root key, if given.
    pub root_key: Option<RootKey>,
    /// What happens to what policies deny.
    pub enforcement: Enforcement,
    /// Whether the decisive clause of a denial is logged.
    pub explain_denials: bool,
    /// Whether a SAML assertion is good for one session only.
    pub single_use_assertions: bool,
    /// Certificate and key, if HTTPS is served.
    pub tls: Option<Tls>,
    /// Where health and metrics are served, if anywhere.
    pub admin_listen: Option<SocketAddr>,
    /// Where requests are recorded.
    pub audit: Audit,
    /// How the log looks.
    pub log_format: LogFormat,
    /// The least level that is logged.
    pub log_level: tracing::Level,
    /// How many connections are open at once.
    pub connections_max: usize,
    /// For a request's header, or the TLS handshake.
    pub header_timeout: Duration,
    /// For a request's body.
    pub read_timeout: Duration,
    /// Between requests.
    pub idle_timeout: Duration,
    /// Failed authentications for each address, `None` for no limit.
    pub authentication_failures_per_minute: Option<u32>,
    /// Where others reach this server, without a slash at its end.
    pub public_url: String,
    /// Authorities that vouch for issuers' servers, besides those of the web.
    pub federation_ca: Option<PathBuf>,
    /// The key sets of issuers that are not asked, by their URL.
    pub key_sets: BTreeMap<String, PathBuf>,
    /// What an account may hold.
    pub quotas: iam::Quotas,
    /// Records between checkpoints.
    pub checkpoint_records: u64,
}

/// Where records are kept.
#[derive(Debug, PartialEq, Eq)]
pub enum Store {
    /// In memory, gone with the process (`--dev`).
    Memory,
    /// In this folder, with the key ring in this file.
    Folder {
        /// The data folder.
        data: PathBuf,
        /// The key ring's file.
        key_file: PathBuf,
    },
}

/// What happens to what policies deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforcement {
    /// It is refused.
    Enforce,
    /// It is logged and allowed.
    Log,
}

/// A root key chosen by the operator.
pub struct RootKey {
    /// Its access key id.
    pub access_key_id: String,
    /// Its secret.
    pub secret: Zeroizing<String>,
}

/// Certificate chain and key, as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// PEM, the leaf first.
    pub cert: PathBuf,
    /// PEM.
    pub key: PathBuf,
}

/// Where requests are recorded.
#[derive(Debug, PartialEq, Eq)]
pub enum Audit {
    /// Nowhere (`--dev` unless asked for).
    Nowhere,
    /// On standard output.
    Stdout,
    /// At the end of this file.
    File(PathBuf),
}

/// How the server's log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

const DEV_ACCOUNT: &str = "123456789012";
const DEV_ACCESS_KEY_ID: &str = "AKIARZPUZDIKPORTCULL";
const DEV_SECRET: &str = "portcullis-dev-secret";

impl Enforcement {
    /// The word used in settings, banner, health and log.
    pub fn as_str(self) -> &'static str {
        match self {
            Enforcement::Enforce => "enforce",
            Enforcement::Log => "log",
        }
    }
}

impl std::fmt::Debug for RootKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RootKey({}, …)", self.access_key_id)
    }
}

impl Settings {
    /// Understands what was resolved, or tells everything that is wrong with it.
    pub fn parse(resolved: &Resolved) -> Result<Settings, SettingsError> {
        let mut reader = Reader {
            resolved,
            problems: Vec::new(),
        };
        let dev = reader.switch("dev");
        let listen = reader.address("listen");
        let tls = reader.tls();
        if dev && !listen.ip().is_loopback() {
            reader.problem("--dev listens on loopback only");
        } else if !listen.ip().is_loopback() && tls.is_none() && !reader.switch("insecure-http") {
            reader.problem(&format!(
                "plain HTTP on {listen} would show credentials to the network: give --tls-cert and --tls-key, or --insecure-http if TLS ends in front of it"
            ));
        }
        if dev {
            for name in ["data", "key-file"] {
                if resolved.value(name).given().is_some() {
                    reader.problem(&format!(
                        "--dev keeps everything in memory: `{name}` cannot be given with it"
                    ));
                }
            }
        }
        let data = PathBuf::from(resolved.value("data").text());
        let store = if dev {
            Store::Memory
        } else {
            let key_file = resolved
                .value("key-file")
                .given()
                .map_or_else(|| data.join("keys"), PathBuf::from);
            Store::Folder {
                data: data.clone(),
                key_file,
            }
        };
        let public_url = reader.public_url(listen, tls.is_some());
        let settings = Settings {
            listen,
            store,
            account_id: reader.account_id(dev),
            root_key: reader.root_key(dev),
            enforcement: reader.one_of(
                "enforcement",
                &[("enforce", Enforcement::Enforce), ("log", Enforcement::Log)],
            ),
            explain_denials: match resolved.value("explain-denials").given() {
                Some(_) => reader.switch("explain-denials"),
                None => dev,
            },
            single_use_assertions: reader.switch("single-use-assertions"),
            tls,
            admin_listen: (resolved.value("admin-listen").text() != "off")
                .then(|| reader.address("admin-listen")),
            audit: audit(resolved.value("audit"), dev, &data),
            log_format: reader.one_of(
                "log-format",
                &[("text", LogFormat::Text), ("json", LogFormat::Json)],
            ),
            log_level: reader.one_of(
                "log-level",
                &[
                    ("error", tracing::Level::ERROR),
                    ("warn", tracing::Level::WARN),
                    ("info", tracing::Level::INFO),
                    ("debug", tracing::Level::DEBUG),
                    ("trace", tracing::Level::TRACE),
                ],
            ),
            connections_max: reader.number("connections-max", 1, 1_000_000) as usize,
            header_timeout: Duration::from_secs(reader.number("header-timeout-seconds", 1, 3600)),
            read_timeout: Duration::from_secs(reader.number("read-timeout-seconds", 1, 3600)),
            idle_timeout: Duration::from_secs(reader.number("idle-timeout-seconds", 1, 86_400)),
            authentication_failures_per_minute: match reader.number(
                "authentication-failures-per-minute",
                0,
                1_000_000,
            ) {
                0 => None,
                limit => Some(limit as u32),
            },
            public_url,
            federation_ca: resolved.value("federation-ca").given().map(PathBuf::from),
            key_sets: resolved.key_sets.clone(),
            quotas: resolved.quotas.clone(),
            checkpoint_records: reader.number("checkpoint-records", 1, u64::MAX),
        };
        if reader.problems.is_empty() {
            Ok(settings)
        } else {
            Err(SettingsError(reader.problems))
        }
    }

    /// Whether this is `--dev`.
    pub fn is_dev(&self) -> bool {
        self.store == Store::Memory
    }
}

fn audit(value: &Value, dev: bool, data: &Path) -> Audit {
    match value.given() {
        Some("-") => Audit::Stdout,
        Some(path) => Audit::File(PathBuf::from(path)),
        None if dev => Audit::Nowhere,
        None => Audit::File(data.join("audit.jsonl")),
    }
}

struct Reader<'a> {
    resolved: &'a Resolved,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn problem(&mut self, text: &str) {
        self.problems.push(text.to_owned());
    }

    fn refuse(&mut self, name: &str, expected: &str) {
        let value = self.resolved.value(name);
        self.problems.push(format!(
            "`{name}` ({}) is `{}`, not {expected}",
            value.source,
            value.shown()
        ));
    }

    fn switch(&mut self, name: &str) -> bool {
        self.one_of(name, &[("false", false), ("true", true)])
    }

    /// The choice whose word was given. What is wrong is told, and the first choice stands in until all is refused.
    fn one_of<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.resolved.value(name).text();
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == text) {
            return *choice;
        }
        let words: Vec<_> = choices
            .iter()
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        self.refuse(name, &format!("one of {}", words.join(", ")));
        choices[0].1
    }

    fn number(&mut self, name: &str, min: u64, max: u64) -> u64 {
        match self.resolved.value(name).text().parse() {
            Ok(number) if (min..=max).contains(&number) => number,
            _ => {
                self.refuse(name, &format!("a whole number from {min} to {max}"));
                min
            }
        }
    }

    fn address(&mut self, name: &str) -> SocketAddr {
        let text = self.resolved.value(name).text();
        let numeric = text
            .strip_prefix("localhost:")
            .map(|port| format!("127.0.0.1:{port}"));
        match numeric.as_deref().unwrap_or(text).parse() {
            Ok(address) => address,
            Err(_) => {
                self.refuse(name, "an address such as `127.0.0.1:4747` or `[::1]:4747`");
                SocketAddr::from(([127, 0, 0, 1], 0))
            }
        }
    }

    fn public_url(&mut self, listen: SocketAddr, tls: bool) -> String {
        let Some(url) = self.resolved.value("public-url").given() else {
            return format!("{}://{listen}", if tls { "https" } else { "http" });
        };
        let url = url.trim_end_matches('/').to_owned();
        let rest = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        let fine =
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['?', '#', '@', ' ', '*']));
        if !fine {
            self.refuse("public-url", "a URL such as `https://iam.example.com`");
        }
        url
    }

    fn tls(&mut self) -> Option<Tls> {
        let file = |name: &str| self.resolved.value(name).given().map(PathBuf::from);
        match (file("tls-cert"), file("tls-key")) {
            (Some(cert), Some(key)) => Some(Tls { cert, key }),
            (None, None) => None,
            _ => {
                self.problem("`tls-cert` and `tls-key` go together: only one of them is given");
                None
            }
        }
    }

    fn account_id(&mut self, dev: bool) -> Option<iam::AccountId> {
        let text = self
            .resolved
            .value("account-id")
            .given()
            .or(dev.then_some(DEV_ACCOUNT))?;
        let account = text.parse::<iam::AccountId>().ok();
        if account.is_none() {
            self.refuse("account-id", "twelve digits");
        }
        account
    }

    fn root_key(&mut self, dev: bool) -> Option<RootKey> {
        let id = self.resolved.value("root-access-key-id").given();
        let secret = self.resolved.value("root-secret-access-key").given();
        match (id, secret) {
            (Some(id), Some(secret)) => {
                let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                if !(16..=128).contains(&id.len()) || !id.chars().all(word) {
                    self.refuse(
                        "root-access-key-id",
                        "16 to 128 letters, digits and underscores",
                    );
                }
                Some(RootKey {
                    access_key_id: id.to_owned(),
                    secret: Zeroizing::new(secret.to_owned()),
                })
            }
            (None, None) if dev => Some(RootKey {
                access_key_id: DEV_ACCESS_KEY_ID.to_owned(),
                secret: Zeroizing::new(DEV_SECRET.to_owned()),
            }),
            (None, None) => None,
            _ => {
                self.problem(
                    "PORTCULLIS_ROOT_ACCESS_KEY_ID and PORTCULLIS_ROOT_SECRET_ACCESS_KEY go together: only one of them is given",
                );
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::resolve;

    fn check(flags: &[(&str, &str)], environment: &[(&str, &str)]) -> Result<Settings, String> {
        let flags: Vec<_> = flags
            .iter()
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect();
        let environment: Vec<_> = environment
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        let resolved = resolve(&flags, &environment, &|_| Ok(String::new()))
            .map_err(|error| error.to_string())?;
        Settings::parse(&resolved).map_err(|error| error.to_string())
    }

    #[test]
    fn defaults_are_as_the_interfaces_say() {
        let settings = check(&[], &[]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:4747");
        assert_eq!(settings.admin_listen.unwrap().to_string(), "127.0.0.1:4748");
        assert_eq!(
            settings.audit,
            Audit::File("./portcullis-data/audit.jsonl".into())
        );
        assert_eq!(settings.enforcement, Enforcement::Enforce);
        assert!(!settings.explain_denials && !settings.is_dev() && settings.root_key.is_none());
    }

    #[test]
    fn dev_is_in_memory_with_a_fixed_root_key() {
        let settings = check(&[("dev", "true")], &[]).unwrap();
        assert!(settings.is_dev() && settings.explain_denials);
        assert_eq!(settings.account_id.unwrap().to_string(), "123456789012");
        assert_eq!(
            settings.root_key.unwrap().access_key_id,
            "AKIARZPUZDIKPORTCULL"
        );
        assert_eq!(settings.audit, Audit::Nowhere);
    }

    #[test]
    fn dev_neither_leaves_loopback_nor_takes_a_folder() {
        let refused = check(
            &[
                ("dev", "true"),
                ("listen", "0.0.0.0:1"),
                ("insecure-http", "true"),
            ],
            &[],
        )
        .unwrap_err();
        assert!(refused.contains("loopback only"), "{refused}");
        assert!(
            check(&[("dev", "true"), ("data", "x")], &[])
                .unwrap_err()
                .contains("in memory")
        );
    }

    #[test]
    fn plain_http_off_loopback_must_be_asked_for() {
        assert!(
            check(&[("listen", "0.0.0.0:1")], &[])
                .unwrap_err()
                .contains("--insecure-http")
        );
        assert!(check(&[("listen", "0.0.0.0:1"), ("insecure-http", "true")], &[]).is_ok());
        assert!(
            check(
                &[("listen", "0.0.0.0:1"), ("tls-cert", "c"), ("tls-key", "k")],
                &[]
            )
            .is_ok()
        );
        assert!(check(&[("listen", "[::1]:1")], &[]).is_ok());
    }

    #[test]
    fn half_a_pair_is_an_error() {
        assert!(
            check(&[("tls-cert", "c")], &[])
                .unwrap_err()
                .contains("go together")
        );
        let half = check(
            &[],
            &[("PORTCULLIS_ROOT_ACCESS_KEY_ID", "AKIAAAAAAAAAAAAAAAAA")],
        )
        .unwrap_err();
        assert!(half.contains("go together"), "{half}");
        let half = check(
            &[("dev", "true")],
            &[("PORTCULLIS_ROOT_SECRET_ACCESS_KEY", "hunter2")],
        )
        .unwrap_err();
        assert!(
            half.contains("go together") && !half.contains("hunter2"),
            "{half}"
        );
    }

    #[test]
    fn values_out_of_range_are_all_told() {
        let refused = check(
            &[
                ("enforcement", "off"),
                ("connections-max", "0"),
                ("account-id", "12"),
                ("listen", "here"),
            ],
            &[
                ("PORTCULLIS_ROOT_ACCESS_KEY_ID", "short"),
                ("PORTCULLIS_ROOT_SECRET_ACCESS_KEY", "hunter2"),
            ],
        )
        .unwrap_err();
        assert_eq!(refused.lines().count(), 5, "{refused}");
    }
}
