use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{draft, insert};
use crate::report::Verdict;
use crate::runner;
use crate::workspace::Workspace;

const OPERATIONS: &str = "crates/iam/src/ops";

/// What `cargo xtask op` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// AWS's name of the operation.
    name: String,
    /// The folder, where the name does not tell.
    resource: Option<String>,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        let (name, resource) = match arguments {
            [name] => (name, None),
            [name, flag, resource] if flag == "--resource" => (name, Some(resource.clone())),
            _ => return Err("usage: cargo xtask op NAME [--resource FOLDER]".to_owned()),
        };
        let name = name.clone();
        Ok(Options { name, resource })
    }
}

/// Writes the operation's file and adds its lines to the folder's `mod.rs` and `table.rs`.
pub(crate) fn step(workspace: &Workspace, options: &Options) -> Result<Verdict, String> {
    let (service, model) = model(&workspace.root, &options.name)?;
    let operations = workspace.root.join(OPERATIONS);
    let folders = folders(&operations)?;
    let folder = match (&options.resource, service) {
        (Some(resource), _) => resource.clone(),
        (None, "sts") => "sts".to_owned(),
        (None, _) => resource(&options.name, &folders)
            .ok_or_else(|| format!("which resource? --resource {}", folders.join("|")))?,
    };
    if !folders.contains(&folder) {
        return Err(format!(
            "{OPERATIONS}/{folder} has no table: make its mod.rs and table.rs as the other folders have them, \
             name it in {OPERATIONS}/mod.rs and table.rs, and come again"
        ));
    }
    let module = draft::snake(&options.name);
    let path = operations.join(&folder).join(format!("{module}.rs"));
    if path.exists() {
        return Err(format!("{} exists", path.display()));
    }
    let known = shapes(&workspace.root)?;
    let text = draft::file(&options.name, service, &model, &|shape| {
        known.contains(shape)
    });
    let entry = path.with_file_name("mod.rs");
    let table = path.with_file_name("table.rs");
    write(&entry, &insert::module(&read(&entry)?, &module))?;
    write(
        &table,
        &insert::row(&read(&table)?, &module, &options.name)?,
    )?;
    write(&path, &text)?;
    let formatted = runner::run(
        Command::new("rustfmt")
            .args(["--edition", "2024"])
            .args([&table, &path])
            .current_dir(&workspace.root),
    )?;
    println!(
        "wrote {}: the compiler says what is still to be said in it",
        path.display()
    );
    Ok(formatted)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The service and the model that know this operation.
fn model(root: &Path, name: &str) -> Result<(&'static str, Value), String> {
    for service in ["iam", "sts"] {
        let text = read(&root.join(format!("crates/wire/src/model/{service}.json")))?;
        let model: Value =
            serde_json::from_str(&text).map_err(|error| format!("{service}.json: {error}"))?;
        if model["operations"].get(name).is_some() {
            return Ok((service, model));
        }
    }
    Err(format!("neither IAM nor STS has an operation `{name}`"))
}

/// The folders that hold a table of operations.
fn folders(operations: &Path) -> Result<Vec<String>, String> {
    let fault = |error: std::io::Error| format!("{}: {error}", operations.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(operations).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        if entry.path().join("table.rs").is_file() {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    found.sort();
    Ok(found)
}

/// The folder whose name comes first in the operation's, the longer one where two do.
fn resource(name: &str, folders: &[String]) -> Option<String> {
    let words = draft::snake(name);
    let position = |folder: &String| {
        let plural = match folder.strip_suffix('y') {
            Some(stem) if !stem.ends_with('e') => format!("{stem}ies"),
            _ => format!("{folder}s"),
        };
        [folder.clone(), plural]
            .iter()
            .filter_map(|noun| format!("{words}_").find(&format!("_{noun}_")))
            .min()
    };
    folders
        .iter()
        .filter_map(|folder| Some((position(folder)?, std::cmp::Reverse(folder.len()), folder)))
        .min()
        .map(|(_, _, folder)| folder.clone())
}

/// The text of the shapes that replies share.
fn shapes(root: &Path) -> Result<String, String> {
    let folder = root.join("crates/iam/src/shapes");
    let fault = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut all = String::new();
    for entry in std::fs::read_dir(&folder).map_err(fault)? {
        all.push_str(&read(&entry.map_err(fault)?.path())?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_belongs_to_the_first_resource_in_its_name() {
        let folders =
            ["access_key", "account", "group", "policy", "role", "user"].map(str::to_owned);
        for (name, folder) in [
            ("CreateUser", Some("user")),
            ("ListUsers", Some("user")),
            ("ListGroupsForUser", Some("group")),
            ("AttachRolePolicy", Some("role")),
            ("ListPolicies", Some("policy")),
            ("ListAccessKeys", Some("access_key")),
            ("GetAccountSummary", Some("account")),
            ("CreateInstanceProfile", None),
        ] {
            assert_eq!(resource(name, &folders).as_deref(), folder, "{name}");
        }
    }

    #[test]
    fn a_name_comes_first_and_only_then_a_resource() {
        let parse = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Options::parse(&words)
        };
        assert_eq!(parse(&["TagUser"]).unwrap().resource, None);
        let named = parse(&["AddUserToGroup", "--resource", "group"]).unwrap();
        assert_eq!(named.resource.as_deref(), Some("group"));
        assert!(parse(&[]).is_err());
        assert!(parse(&["--resource", "group"]).is_err());
    }

    #[test]
    fn the_committed_models_know_their_operations() {
        let root = Workspace::find().unwrap().root;
        assert_eq!(model(&root, "TagUser").unwrap().0, "iam");
        assert_eq!(model(&root, "AssumeRole").unwrap().0, "sts");
        assert!(model(&root, "MakeCoffee").is_err());
    }
}
