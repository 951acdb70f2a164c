//! Flag, else variable, else file, else default.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::table::{Kind, SETTINGS, Setting, setting};

/// Every setting's text with its source, before it is understood.
#[derive(Debug)]
pub struct Resolved {
    values: BTreeMap<&'static str, Value>,
    /// The files of key sets that the TOML file gives to issuers: `[oidc."https://issuer"] jwks = PATH`.
    pub key_sets: BTreeMap<String, PathBuf>,
    /// What an account may hold: AWS's quotas, but for those of the TOML file: `[quotas] RolesPerAccount = 5000`.
    pub quotas: iam::Quotas,
    /// What the operator should know although nothing is wrong.
    pub notices: Vec<String>,
}

/// The text of one setting and where it comes from. `Debug` and `shown` never print a secret.
#[derive(Clone)]
pub struct Value {
    secret: bool,
    text: String,
    /// Who said so.
    pub source: Source,
}

/// Who decided a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The command line.
    Flag,
    /// This environment variable.
    Environment(String),
    /// This TOML file.
    File(PathBuf),
    /// Nobody: the default holds.
    Default,
}

/// All that is wrong with the settings, each problem a line.
#[derive(Debug, PartialEq, Eq)]
pub struct SettingsError(pub Vec<String>);

/// Gives every setting its value: from `flags` (name and text), else from the `environment`, else from the TOML file that
/// `--config` or `PORTCULLIS_CONFIG` names (read with `read`), else its default.
///
/// Every unknown flag, `PORTCULLIS_*` variable and TOML key is an error. Variables beginning with `PORTCULLIS_SERVICE_` or
/// `PORTCULLIS_PORT` are what container platforms inject for a service called *portcullis*: ignored with a notice.
pub fn resolve(
    flags: &[(&str, String)],
    environment: &[(String, String)],
    read: &dyn Fn(&Path) -> std::io::Result<String>,
) -> Result<Resolved, SettingsError> {
    let mut problems = Vec::new();
    let mut notices = Vec::new();
    let mut values: BTreeMap<&'static str, Value> = SETTINGS
        .iter()
        .map(|setting| {
            (
                setting.name,
                Value::of(setting, setting.default.to_owned(), Source::Default),
            )
        })
        .collect();

    let variables = variables(environment, &mut problems, &mut notices);
    for (name, _) in flags {
        if !setting(name).is_some_and(Setting::has_flag) {
            problems.push(format!("unknown flag `--{name}`"));
        }
    }
    let given = |name: &str| {
        let flag = flags.iter().rev().find(|(flag, _)| *flag == name);
        flag.map(|(_, text)| (text.clone(), Source::Flag))
            .or_else(|| variables.get(name).cloned())
    };

    let mut tables = Tables::default();
    if let Some((path, source)) = given("config") {
        let path = PathBuf::from(path);
        match read(&path) {
            Ok(text) => file_values(&path, &text, &mut values, &mut tables, &mut problems),
            Err(error) => problems.push(format!("cannot read `{}`: {error}", path.display())),
        }
        values.insert(
            "config",
            Value {
                secret: false,
                text: path.display().to_string(),
                source,
            },
        );
    }
    for setting in SETTINGS.iter().filter(|setting| setting.kind != Kind::File) {
        if let Some((text, source)) = given(setting.name) {
            values.insert(setting.name, Value::of(setting, text, source));
        }
    }
    for (name, value) in &values {
        if value.source != Source::Default && value.text.is_empty() {
            problems.push(format!("`{name}` ({}) is empty", value.source));
        }
    }
    if problems.is_empty() {
        Ok(Resolved {
            values,
            key_sets: tables.key_sets,
            quotas: tables.quotas,
            notices,
        })
    } else {
        Err(SettingsError(problems))
    }
}

fn variables(
    environment: &[(String, String)],
    problems: &mut Vec<String>,
    notices: &mut Vec<String>,
) -> BTreeMap<&'static str, (String, Source)> {
    let mut variables = BTreeMap::new();
    for (variable, text) in environment {
        let Some(rest) = variable.strip_prefix("PORTCULLIS_") else {
            continue;
        };
        if let Some(setting) = SETTINGS.iter().find(|setting| setting.env() == *variable) {
            variables.insert(
                setting.name,
                (text.clone(), Source::Environment(variable.clone())),
            );
        } else if rest.starts_with("SERVICE_") || rest.starts_with("PORT") {
            notices.push(format!(
                "ignored the variable {variable}, which a container platform injects"
            ));
        } else {
            problems.push(format!(
                "unknown variable `{variable}`{}",
                nearest(&rest.to_lowercase().replace('_', "-"))
            ));
        }
    }
    variables
}

/// What stands in tables of the TOML file.
#[derive(Default)]
struct Tables {
    key_sets: BTreeMap<String, PathBuf>,
    quotas: iam::Quotas,
}

fn file_values(
    path: &Path,
    text: &str,
    values: &mut BTreeMap<&'static str, Value>,
    tables: &mut Tables,
    problems: &mut Vec<String>,
) {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => return problems.push(format!("`{}` is not TOML: {error}", path.display())),
    };
    for (key, value) in table {
        if key == "oidc" {
            issuers(path, &value, &mut tables.key_sets, problems);
            continue;
        }
        if key == "quotas" {
            quotas(path, &value, &mut tables.quotas, problems);
            continue;
        }
        let Some(setting) = setting(&key).filter(|setting| setting.has_key()) else {
            problems.push(format!(
                "unknown key `{key}` in `{}`{}",
                path.display(),
                nearest(&key)
            ));
            continue;
        };
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Boolean(on) => on.to_string(),
            toml::Value::Integer(number) => number.to_string(),
            _ => {
                problems.push(format!(
                    "`{key}` in `{}` is neither a string, a number nor a boolean",
                    path.display()
                ));
                continue;
            }
        };
        values.insert(
            setting.name,
            Value::of(setting, text, Source::File(path.to_owned())),
        );
    }
}

/// `[quotas]` with `NAME = LIMIT` in it, under the names that AWS's refusals tell.
fn quotas(path: &Path, value: &toml::Value, quotas: &mut iam::Quotas, problems: &mut Vec<String>) {
    let Some(limits) = value.as_table() else {
        return problems.push(format!("`quotas` in `{}` is no table", path.display()));
    };
    for (name, limit) in limits {
        let limit = limit
            .as_integer()
            .and_then(|limit| usize::try_from(limit).ok());
        let problem = match limit {
            None => "is no whole number from 0",
            Some(limit) if quotas.set(name, limit) => continue,
            Some(_) => "is no quota; docs/configuration.md lists them",
        };
        problems.push(format!("`quotas.{name}` in `{}` {problem}", path.display()));
    }
}

/// `[oidc."https://issuer"]` with `jwks = PATH` in it, any number of times.
fn issuers(
    path: &Path,
    value: &toml::Value,
    key_sets: &mut BTreeMap<String, PathBuf>,
    problems: &mut Vec<String>,
) {
    let Some(issuers) = value.as_table() else {
        return problems.push(format!("`oidc` in `{}` is no table", path.display()));
    };
    for (issuer, settings) in issuers {
        let mut problem = |text: String| {
            problems.push(format!(
                "`oidc.\"{issuer}\"` in `{}` {text}",
                path.display()
            ));
        };
        if !issuer.starts_with("https://") && !issuer.starts_with("http://127.0.0.1") {
            problem("is no issuer: an issuer begins with `https://`".to_owned());
            continue;
        }
        let Some(settings) = settings.as_table() else {
            problem("is no table".to_owned());
            continue;
        };
        match settings.get("jwks").and_then(toml::Value::as_str) {
            Some(file) if !file.is_empty() => {
                key_sets.insert(issuer.clone(), PathBuf::from(file));
            }
            _ => problem("has no `jwks`, the path of a key set".to_owned()),
        }
        for key in settings.keys().filter(|key| *key != "jwks") {
            problem(format!("has an unknown key `{key}`"));
        }
    }
}

/// The setting whose name shares the longest beginning with what was written, as a hint.
fn nearest(written: &str) -> String {
    let shared = |setting: &Setting| {
        written
            .bytes()
            .zip(setting.name.bytes())
            .take_while(|(left, right)| left == right)
            .count()
    };
    match SETTINGS.iter().max_by_key(|setting| shared(setting)) {
        Some(setting) if shared(setting) >= 3 => format!(" (did you mean `{}`?)", setting.name),
        _ => String::new(),
    }
}

impl Resolved {
    /// The value of a setting of the table.
    pub fn value(&self, name: &str) -> &Value {
        self.values
            .get(name)
            .expect("resolve gives every setting of the table a value")
    }

    /// All settings in the table's order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Setting, &Value)> {
        SETTINGS
            .iter()
            .map(|setting| (setting, self.value(setting.name)))
    }
}

impl Value {
    fn of(setting: &Setting, text: String, source: Source) -> Value {
        Value {
            secret: setting.kind == Kind::Secret,
            text,
            source,
        }
    }

    /// The text itself, a secret's too.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text if anybody gave one.
    pub fn given(&self) -> Option<&str> {
        (self.source != Source::Default).then_some(self.text.as_str())
    }

    /// The text as it may be shown: a secret is `…`.
    pub fn shown(&self) -> &str {
        if self.secret && !self.text.is_empty() {
            "…"
        } else {
            &self.text
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({})", self.shown(), self.source)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Flag => f.write_str("flag"),
            Source::Environment(variable) => write!(f, "variable {variable}"),
            Source::File(path) => write!(f, "file {}", path.display()),
            Source::Default => f.write_str("default"),
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for SettingsError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        flags: &[(&str, &str)],
        environment: &[(&str, &str)],
        file: &str,
    ) -> Result<Resolved, Vec<String>> {
        let flags: Vec<_> = flags
            .iter()
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect();
        let environment: Vec<_> = environment
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        resolve(&flags, &environment, &|_| Ok(file.to_owned())).map_err(|error| error.0)
    }

    #[test]
    fn a_flag_beats_a_variable_beats_the_file_beats_the_default() {
        let file = "listen = \"127.0.0.1:3\"\ndata = \"/file\"\nconnections-max = 7\ndev = false\n";
        let resolved = check(
            &[("config", "p.toml"), ("listen", "127.0.0.1:1")],
            &[
                ("PORTCULLIS_LISTEN", "127.0.0.1:2"),
                ("PORTCULLIS_DATA", "/env"),
            ],
            file,
        )
        .unwrap();
        let seen = |name: &str| {
            (
                resolved.value(name).text().to_owned(),
                resolved.value(name).source.to_string(),
            )
        };
        assert_eq!(seen("listen"), ("127.0.0.1:1".into(), "flag".into()));
        assert_eq!(
            seen("data"),
            ("/env".into(), "variable PORTCULLIS_DATA".into())
        );
        assert_eq!(seen("connections-max"), ("7".into(), "file p.toml".into()));
        assert_eq!(seen("enforcement"), ("enforce".into(), "default".into()));
    }

    #[test]
    fn a_variable_may_name_the_file() {
        let resolved = check(
            &[],
            &[("PORTCULLIS_CONFIG", "p.toml")],
            "enforcement = \"log\"",
        )
        .unwrap();
        assert_eq!(resolved.value("enforcement").text(), "log");
    }

    #[test]
    fn unknown_flags_variables_and_keys_are_all_told() {
        let problems = check(
            &[("config", "p.toml"), ("lissten", "x")],
            &[("PORTCULLIS_ENFORCE", "log")],
            "lisen = 1\nconfig = \"x\"",
        )
        .unwrap_err();
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(
            problems[0].contains("`PORTCULLIS_ENFORCE` (did you mean `enforcement`?)"),
            "{problems:?}"
        );
        assert!(problems[1].contains("`--lissten`"));
        assert!(
            problems
                .iter()
                .any(|problem| problem.contains("`lisen`") && problem.contains("`listen`"))
        );
    }

    #[test]
    fn what_container_platforms_inject_is_a_notice() {
        let injected = [
            ("PORTCULLIS_SERVICE_HOST", "10.0.0.1"),
            ("PORTCULLIS_PORT", "tcp://10.0.0.1:4747"),
            ("PORTCULLIS_PORT_4747_TCP_ADDR", "10.0.0.1"),
        ];
        assert_eq!(check(&[], &injected, "").unwrap().notices.len(), 3);
    }

    #[test]
    fn an_empty_value_is_refused_rather_than_taken_for_none() {
        assert!(
            check(&[], &[("PORTCULLIS_ENFORCEMENT", "")], "").unwrap_err()[0].contains("is empty")
        );
    }

    #[test]
    fn a_secret_is_never_shown() {
        let resolved = check(&[], &[("PORTCULLIS_ROOT_SECRET_ACCESS_KEY", "hunter2")], "").unwrap();
        assert!(!format!("{resolved:?}").contains("hunter2"));
        assert!(
            check(&[("root-secret-access-key", "hunter2")], &[], "").unwrap_err()[0]
                .contains("unknown flag")
        );
    }

    #[test]
    fn issuers_may_have_their_keys_in_files() {
        let file = "[oidc.\"https://id.example.com\"]\njwks = \"/etc/keys.json\"\n[oidc.\"https://b.example.com/x\"]\njwks = \"b\"";
        let resolved = check(&[("config", "p")], &[], file).unwrap();
        assert_eq!(
            resolved.key_sets["https://id.example.com"],
            PathBuf::from("/etc/keys.json")
        );
        assert_eq!(resolved.key_sets.len(), 2);
        for (file, told) in [
            ("oidc = 1", "is no table"),
            ("[oidc]\n\"https://a\" = 1", "is no table"),
            ("[oidc.\"https://a\"]", "has no `jwks`"),
            ("[oidc.\"https://a\"]\njwks = \"\"", "has no `jwks`"),
            (
                "[oidc.\"https://a\"]\njwks = \"k\"\nca = \"x\"",
                "unknown key `ca`",
            ),
            ("[oidc.\"id.example.com\"]\njwks = \"k\"", "is no issuer"),
        ] {
            let problems = check(&[("config", "p")], &[], file).unwrap_err();
            assert!(problems[0].contains(told), "{problems:?}");
        }
    }

    #[test]
    fn quotas_are_changed_by_the_names_that_refusals_tell() {
        let file = "[quotas]\nRolesPerAccount = 5000\nUsersPerAccount = 0";
        let quotas = check(&[("config", "p")], &[], file).unwrap().quotas;
        assert_eq!((quotas.roles.limit, quotas.users.limit), (5000, 0));
        assert_eq!(quotas.groups, iam::Quotas::default().groups);
        for (file, told) in [
            ("quotas = 1", "is no table"),
            ("[quotas]\nRoles = 1", "`quotas.Roles` in `p` is no quota"),
            ("[quotas]\nRolesPerAccount = -1", "is no whole number"),
            ("[quotas]\nRolesPerAccount = \"x\"", "is no whole number"),
        ] {
            let problems = check(&[("config", "p")], &[], file).unwrap_err();
            assert!(problems[0].contains(told), "{problems:?}");
        }
    }

    #[test]
    fn every_quota_is_documented() {
        let text = include_str!("../../../../docs/configuration.md");
        for name in iam::Quotas::NAMES {
            assert!(text.contains(&format!("| `{name}` |")), "{name}");
        }
    }

    #[test]
    fn toml_of_the_wrong_shape_is_refused() {
        assert!(check(&[("config", "p")], &[], "listen = [1]").unwrap_err()[0].contains("neither"));
        assert!(check(&[("config", "p")], &[], "listen = ").unwrap_err()[0].contains("not TOML"));
    }
}
