use super::tree::Tree;

const FOLDER: &str = "crates/iam/src/ops/";

/// Operation files without a doc comment or without an example.
pub(crate) fn incomplete(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs") {
        let Some(inner) = path.strip_prefix(FOLDER) else {
            continue;
        };
        let parts: Vec<&str> = inner.split('/').collect();
        let [_, file] = parts[..] else { continue };
        if matches!(file, "mod.rs" | "table.rs" | "tests.rs")
            || !text.contains("impl Operation for")
        {
            continue;
        }
        if !text.contains("///") && !text.contains("//!") {
            findings.push(format!("{path}: no documentation"));
        }
        if !text.contains("example") && !text.contains("Example") {
            findings.push(format!("{path}: no example"));
        }
    }
    findings
}
