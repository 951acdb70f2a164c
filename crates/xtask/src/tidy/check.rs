use super::tree::Tree;
use super::{console, crates, files, functions, leftovers, mistakes, modules, operations};
use crate::report::Verdict;
use crate::workspace::Workspace;

type Rule = fn(&Tree) -> Vec<String>;

/// Every rule, by the name that its findings are printed under.
const RULES: &[(&str, Rule)] = &[
    ("console-blocks", console::unknown_commands),
    ("crate-edges", crates::forbidden_edges),
    ("crate-homes", crates::strays),
    ("crate-lints", crates::missing_lints),
    ("dead-files", modules::dead_files),
    ("entry-files", modules::crowded_entries),
    ("long-files", files::too_long),
    ("long-functions", functions::too_long),
    ("leftovers", leftovers::marks),
    ("mistakes", mistakes::missing_tests),
    ("machine-paths", leftovers::machine_paths),
    ("operations", operations::incomplete),
    ("pure-crates", crates::impure),
];

/// Checks the tree on disk against every rule and prints what breaks one.
pub(crate) fn step(workspace: &Workspace) -> Result<Verdict, String> {
    let tree = Tree::load(&workspace.root)?;
    let findings = findings(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("{} rules, nothing found", RULES.len());
        return Ok(Verdict::default());
    }
    Err(format!("{} findings", findings.len()))
}

fn findings(tree: &Tree) -> Vec<String> {
    RULES
        .iter()
        .flat_map(|(name, rule)| {
            rule(tree)
                .into_iter()
                .map(move |finding| format!("{name}: {finding}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let workspace = Workspace::find().unwrap();
        let tree = Tree::load(&workspace.root).unwrap();
        let findings = findings(&tree);
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    #[test]
    fn the_tree_on_disk_is_found() {
        let workspace = Workspace::find().unwrap();
        let tree = Tree::load(&workspace.root).unwrap();
        assert!(tree.text("crates/xtask/src/tidy/check.rs").is_some());
        assert!(tree.text("Cargo.toml").is_some());
        assert!(tree.paths().all(|path| !path.starts_with("target/")));
    }

    #[test]
    fn rule_names_are_unique() {
        let mut names: Vec<_> = RULES.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}
