use super::source::Code;
use super::tree::Tree;

const FOLDER: &str = "crates/iam/src/ops/";

/// Operation files whose name, documentation, example or row is missing.
pub(crate) fn incomplete(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs") {
        if !path.starts_with(FOLDER) {
            continue;
        }
        let code = Code::of(text);
        let operations = code.words_after("impl Operation for");
        for (_, name) in &operations {
            let mut missing = |what: &str| findings.push(format!("{path}: {name} has no {what}"));
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
            if operations.len() > 1
                || file.replace('_', "") != format!("{}.rs", name.to_lowercase())
            {
                missing("file of its own name");
            }
            if !is_documented(text, name) {
                missing("documentation");
            }
            if !has_example(text) {
                missing("example that calls it");
            }
            let table = tree.text(&format!("{folder}/table.rs")).unwrap_or_default();
            if !table.contains(&format!("row::<{name}>()")) {
                missing("row in its table");
            }
        }
    }
    findings
}

/// Whether a doc comment stands before the struct and its attributes.
fn is_documented(text: &str, name: &str) -> bool {
    let structs = [format!("struct {name} "), format!("struct {name};")];
    let lines: Vec<&str> = text.lines().collect();
    let declared = lines
        .iter()
        .position(|line| structs.iter().any(|it| line.contains(it)));
    let before = declared.and_then(|at| {
        lines[..at]
            .iter()
            .rev()
            .find(|line| !line.trim_start().starts_with("#["))
    });
    before.is_some_and(|line| line.trim_start().starts_with("///"))
}

/// Whether a line of `EXAMPLE` is a call of this operation with its reply.
fn has_example(text: &str) -> bool {
    let (Some(called), Some(example)) = (constant(text, "NAME"), constant(text, "EXAMPLE")) else {
        return false;
    };
    let called = format!(" {called} ");
    example
        .lines()
        .any(|line| line.contains(&called) && line.contains("->"))
}

/// The text of a string constant. AWS's name may be spelled otherwise than the type's.
fn constant<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = text.split_once(&format!("const {name}: &'static str = "))?;
    let (value, close) = match value.strip_prefix("r#\"") {
        Some(raw) => (raw, "\"#;"),
        None => (value.strip_prefix('"')?, "\";"),
    };
    value.split(close).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "/// Gives a user tags.\n#[derive(Debug)]\npub(crate) struct TagUser {\n}\n\
        impl Operation for TagUser {\n    const NAME: &'static str = \"TagUser\";\n    const EXAMPLE: &'static str = \"\n        root TagUser UserName=a -> 200\n    \";\n}\n";

    fn check(path: &str, text: &str, table: &str) -> Vec<String> {
        let path = format!("{FOLDER}user/{path}");
        let table_path = format!("{FOLDER}user/table.rs");
        incomplete(&Tree::of(&[(&path, text), (&table_path, table)]))
    }

    #[test]
    fn a_complete_operation_is_fine() {
        assert!(check("tag_user.rs", GOOD, "row::<TagUser>(),").is_empty());
        let raw = GOOD
            .replace("= \"\n", "= r#\"\n")
            .replace("    \";", "    \"#;");
        assert_ne!(raw, GOOD);
        assert!(check("tag_user.rs", &raw, "row::<TagUser>(),").is_empty());
        assert!(check("names.rs", "fn name() {}", "").is_empty());
    }

    #[test]
    fn each_missing_part_is_found() {
        let undocumented = GOOD.replace("/// Gives a user tags.\n", "");
        let no_example = GOOD.replace("TagUser UserName=a", "GetUser UserName=a");
        for (path, text, table, part) in [
            ("other.rs", GOOD, "row::<TagUser>()", "file of its own name"),
            (
                "tag_user.rs",
                &undocumented,
                "row::<TagUser>()",
                "documentation",
            ),
            ("tag_user.rs", &no_example, "row::<TagUser>()", "example"),
            ("tag_user.rs", GOOD, "", "row in its table"),
        ] {
            let findings = check(path, text, table);
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert!(findings[0].contains(part), "{findings:?}");
        }
    }
}
