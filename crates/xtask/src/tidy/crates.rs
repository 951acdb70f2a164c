use std::collections::BTreeSet;

use super::tree::Tree;

/// Crates that decide and do no I/O.
pub(crate) const PURE: &[&str] = &["json", "policy", "sigv4", "wire", "federation", "iam"];

/// What each crate may depend on among ours.
const EDGES: &[(&str, &[&str])] = &[
    ("json", &[]),
    ("policy", &[]),
    ("sigv4", &[]),
    ("wire", &["json"]),
    ("federation", &["json"]),
    ("journal", &[]),
    ("journal-faults", &["journal"]),
    ("iam", &["policy", "sigv4", "wire", "federation"]),
    (
        "server",
        &["iam", "journal", "federation", "policy", "sigv4", "wire"],
    ),
    (
        "cli",
        &[
            "server",
            "iam",
            "journal",
            "federation",
            "policy",
            "sigv4",
            "wire",
        ],
    ),
    ("xtask", &[]),
    ("load", &["sigv4"]),
    ("bench", &["load"]),
];

/// What only some crates may know.
const HOMES: &[(&str, &[&str])] = &[
    ("axum", &["server"]),
    ("hyper", &["server"]),
    ("hyper-util", &["server"]),
    ("getrandom", &["server", "cli"]),
    ("libsqlite3-sys", &["journal", "journal-faults"]),
    ("rusqlite", &["journal", "journal-faults"]),
    ("tokio", &["server", "cli", "load"]),
    ("tokio-rustls", &["server"]),
];

/// Crates whose own `[lints]` differ, each with its reason in the manifest.
const OWN_LINTS: &[&str] = &["journal-faults"];

/// Dependencies between our crates that the table does not allow, and crates it does not know.
pub(crate) fn forbidden_edges(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for name in tree.crates() {
        let Some((_, allowed)) = EDGES.iter().find(|(from, _)| *from == name) else {
            findings.push(format!(
                "crates/{name}: give it a row in the table of edges"
            ));
            continue;
        };
        for dependency in dependencies(tree, name) {
            let known = EDGES.iter().any(|(other, _)| *other == dependency);
            if known && !allowed.contains(&dependency.as_str()) {
                findings.push(format!("crates/{name} may not depend on {dependency}"));
            }
        }
    }
    findings
}

/// Libraries for I/O outside the crates that they belong to.
pub(crate) fn strays(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for name in tree.crates() {
        for dependency in dependencies(tree, name) {
            let home = HOMES.iter().find(|(library, _)| *library == dependency);
            if home.is_some_and(|(_, homes)| !homes.contains(&name)) {
                findings.push(format!("crates/{name} may not know {dependency}"));
            }
        }
    }
    findings
}

/// Crates without the workspace's lints.
pub(crate) fn missing_lints(tree: &Tree) -> Vec<String> {
    let inherits = |name: &&str| {
        let manifest = tree.manifest(&format!("crates/{name}/Cargo.toml"));
        let lints = manifest
            .as_ref()
            .and_then(|it| it.get("lints")?.get("workspace"));
        lints.and_then(toml::Value::as_bool) == Some(true)
    };
    tree.crates()
        .filter(|name| !OWN_LINTS.contains(name) && !inherits(name))
        .map(|name| format!("crates/{name}/Cargo.toml: no `[lints] workspace = true`"))
        .collect()
}

/// Pure crates whose `clippy.toml` is missing or bans less than its neighbours'.
pub(crate) fn impure(tree: &Tree) -> Vec<String> {
    let banned: Vec<(&str, BTreeSet<String>)> = PURE
        .iter()
        .filter(|name| tree.crates().any(|present| present == **name))
        .map(|name| (*name, bans(tree, name)))
        .collect();
    let all: BTreeSet<&String> = banned.iter().flat_map(|(_, paths)| paths).collect();
    let mut findings = Vec::new();
    for (name, paths) in &banned {
        if paths.is_empty() {
            findings.push(format!("crates/{name}/clippy.toml bans nothing"));
            continue;
        }
        for path in all.iter().filter(|path| !paths.contains(**path)) {
            findings.push(format!("crates/{name}/clippy.toml does not ban {path}"));
        }
    }
    findings
}

fn bans(tree: &Tree, name: &str) -> BTreeSet<String> {
    let Some(settings) = tree.manifest(&format!("crates/{name}/clippy.toml")) else {
        return BTreeSet::new();
    };
    let listed = settings
        .get("disallowed-methods")
        .and_then(|it| it.as_array());
    listed
        .into_iter()
        .flatten()
        .filter_map(|method| method.get("path").unwrap_or(method).as_str())
        .map(str::to_owned)
        .collect()
}

/// What a crate is built with, tests left aside; ours by their folder's name.
fn dependencies(tree: &Tree, name: &str) -> BTreeSet<String> {
    let Some(manifest) = tree.manifest(&format!("crates/{name}/Cargo.toml")) else {
        return BTreeSet::new();
    };
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let platforms = targets.into_iter().flat_map(|it| it.values());
    let tables = [toml::Value::Table(manifest.clone())];
    let mut found = BTreeSet::new();
    for table in tables.iter().chain(platforms) {
        for key in ["dependencies", "build-dependencies"] {
            let listed = table.get(key).and_then(toml::Value::as_table);
            let names = listed.into_iter().flat_map(|it| it.keys());
            found.extend(
                names.map(|name| name.strip_prefix("portcullis-").unwrap_or(name).to_owned()),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const IAM: &str = "crates/iam/Cargo.toml";

    #[test]
    fn an_edge_that_the_table_lacks_is_found() {
        let check = |text| forbidden_edges(&Tree::of(&[(IAM, text)]));
        assert!(check("[dependencies]\nwire = {}\nserde = {}").is_empty());
        assert_eq!(
            check("[dependencies]\njournal = { workspace = true }"),
            ["crates/iam may not depend on journal"]
        );
        assert_eq!(
            check("[target.'cfg(unix)'.dependencies]\nserver = {}").len(),
            1
        );
        assert!(check("[dev-dependencies]\nserver = {}").is_empty());
    }

    #[test]
    fn a_crate_without_a_row_is_found() {
        let tree = Tree::of(&[("crates/misc/Cargo.toml", "")]);
        assert_eq!(forbidden_edges(&tree).len(), 1);
    }

    #[test]
    fn a_database_in_the_service_is_found() {
        let tree = Tree::of(&[(IAM, "[dependencies]\nrusqlite = {}")]);
        assert_eq!(strays(&tree), ["crates/iam may not know rusqlite"]);
    }

    #[test]
    fn missing_lints_are_found() {
        let check = |text| missing_lints(&Tree::of(&[(IAM, text)])).len();
        assert_eq!(check("[lints]\nworkspace = true"), 0);
        assert_eq!(check("[lints.rust]\nunsafe_code = \"allow\""), 1);
        assert_eq!(check(""), 1);
    }

    #[test]
    fn a_pure_crate_bans_what_the_others_ban() {
        let wire = "disallowed-methods = [\"std::fs::read\", { path = \"std::env::var\" }]";
        let check = |iam| {
            let files = [
                (IAM, ""),
                ("crates/wire/Cargo.toml", ""),
                ("crates/wire/clippy.toml", wire),
                ("crates/iam/clippy.toml", iam),
            ];
            impure(&Tree::of(&files)).len()
        };
        assert_eq!(check(wire), 0);
        assert_eq!(check("disallowed-methods = [\"std::fs::read\"]"), 1);
        assert_eq!(check(""), 1);
    }
}
