use std::collections::BTreeSet;

use super::source::Code;
use super::tree::Tree;

/// Source files that no `mod` line reaches: the compiler never sees them.
pub(crate) fn dead_files(tree: &Tree) -> Vec<String> {
    let mut reached = BTreeSet::new();
    for package in packages(tree) {
        let mut open = roots(tree, package);
        while let Some(path) = open.pop() {
            if tree.text(&path).is_some() && reached.insert(path.clone()) {
                open.extend(children(tree, &path));
            }
        }
    }
    tree.ending(".rs")
        .filter(|(path, _)| !reached.contains(*path))
        .map(|(path, _)| format!("{path}: no `mod` line reaches it"))
        .collect()
}

/// Folders with a manifest, the one of the root left aside: it is virtual.
fn packages(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.paths()
        .filter_map(|path| path.strip_suffix("/Cargo.toml"))
}

/// The files of a package that cargo compiles by itself.
fn roots(tree: &Tree, package: &str) -> Vec<String> {
    let mut found = Vec::new();
    for path in tree.paths() {
        let Some(inner) = path
            .strip_prefix(package)
            .and_then(|rest| rest.strip_prefix('/'))
        else {
            continue;
        };
        let parts: Vec<&str> = inner.split('/').collect();
        let is_root = match parts[..] {
            ["build.rs"] | ["src", "lib.rs" | "main.rs"] => true,
            ["tests" | "benches" | "examples", file] => file.ends_with(".rs"),
            ["tests" | "benches" | "examples", _, "main.rs"] => true,
            ["src", "bin", file] => file.ends_with(".rs"),
            ["src", "bin", _, "main.rs"] => true,
            _ => false,
        };
        if is_root {
            found.push(path.to_owned());
        }
    }
    let manifest = tree.manifest(&format!("{package}/Cargo.toml"));
    for key in ["lib", "bin", "test", "bench", "example"] {
        let listed = manifest.as_ref().and_then(|it| it.get(key));
        let targets = match listed {
            Some(toml::Value::Array(targets)) => targets.iter().collect(),
            Some(target) => vec![target],
            None => Vec::new(),
        };
        let paths = targets.iter().filter_map(|it| it.get("path")?.as_str());
        found.extend(paths.map(|path| format!("{package}/{path}")));
    }
    found
}

/// The files that this one's `mod` lines and includes name, whether they exist or not.
fn children(tree: &Tree, path: &str) -> Vec<String> {
    let text = tree.text(path).unwrap_or_default();
    let code = Code::of(text);
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let inner = match file {
        "lib.rs" | "main.rs" | "mod.rs" | "build.rs" => folder.to_owned(),
        _ => format!("{folder}/{}", file.trim_end_matches(".rs")),
    };
    let mut found = Vec::new();
    for (at, name) in code.words_after("mod") {
        for folder in [&inner, folder] {
            found.push(format!("{folder}/{name}.rs"));
            found.push(format!("{folder}/{name}/mod.rs"));
        }
        if let Some(named) = named_path(&text[..at]) {
            found.push(join(folder, named));
        }
    }
    for (at, _) in code.text().match_indices("include!(\"") {
        let rest = &text[at + "include!(\"".len()..];
        let named = rest.split('"').next().unwrap_or_default();
        found.push(join(folder, named));
    }
    found
}

/// The file that a `#[path = "…"]` right before a `mod` line names.
fn named_path(before: &str) -> Option<&str> {
    let attribute = before.trim_end().strip_suffix("\"]")?;
    let (start, named) = attribute.rsplit_once('"')?;
    start.ends_with("#[path = ").then_some(named)
}

fn join(folder: &str, named: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in named.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// `lib.rs` and `mod.rs` files that hold more than `mod` lines and exports.
pub(crate) fn crowded_entries(tree: &Tree) -> Vec<String> {
    let entries = tree
        .ending("/lib.rs")
        .chain(tree.ending("/mod.rs"))
        .filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/"));
    let mut findings = Vec::new();
    for (path, text) in entries {
        let code = Code::of(text);
        for keyword in ["fn", "struct", "enum", "impl", "trait", "const", "static"] {
            if let Some((at, name)) = code.words_after(keyword).first() {
                let line = code.line(*at);
                findings.push(format!(
                    "{path}:{line}: `{name}` belongs in a file of its own"
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: (&str, &str) = ("crates/a/Cargo.toml", "");

    #[test]
    fn a_file_without_a_mod_line_is_found() {
        let tree = Tree::of(&[
            MANIFEST,
            ("crates/a/src/lib.rs", "mod b;\n// mod dead;\n"),
            ("crates/a/src/b.rs", "mod c;\n#[path = \"x.rs\"]\nmod d;\n"),
            ("crates/a/src/b/c.rs", "include!(\"../y.rs\");"),
            ("crates/a/src/x.rs", ""),
            ("crates/a/src/y.rs", ""),
            ("crates/a/src/dead.rs", ""),
            ("crates/a/tests/it.rs", "mod help;"),
            ("crates/a/tests/help/mod.rs", ""),
        ]);
        assert_eq!(
            dead_files(&tree),
            ["crates/a/src/dead.rs: no `mod` line reaches it"]
        );
    }

    #[test]
    fn files_that_the_manifest_names_are_alive() {
        let manifest = "[[bin]]\nname = \"b\"\npath = \"targets/b.rs\"";
        let tree = Tree::of(&[("fuzz/Cargo.toml", manifest), ("fuzz/targets/b.rs", "")]);
        assert!(dead_files(&tree).is_empty());
    }

    #[test]
    fn an_entry_file_holds_only_modules_and_exports() {
        let check = |text| crowded_entries(&Tree::of(&[("crates/a/src/lib.rs", text)])).len();
        assert_eq!(check("//! What fn it is.\nmod b;\npub use b::{C, D};\n"), 0);
        assert_eq!(check("mod b;\nfn c() {}\n"), 1);
    }
}
