use super::tree::Tree;

const PAGE: &str = "docs/mistakes.md";

/// Tests that the page of mistakes names and that no longer exist.
pub(crate) fn missing_tests(tree: &Tree) -> Vec<String> {
    let page = tree.text(PAGE).unwrap_or_default();
    let mut findings = Vec::new();
    for (at, line) in page.lines().enumerate() {
        for name in line.split('`').skip(1).step_by(2).filter(|it| is_test(it)) {
            if !exists(tree, name) {
                findings.push(format!("{PAGE}:{}: no test `{name}`", at + 1));
            }
        }
    }
    findings
}

/// Test names are sentences: they have more words than anything else in backticks.
fn is_test(name: &str) -> bool {
    let words = name.split('_').count();
    let letters = name
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    letters && words > 2
}

fn exists(tree: &Tree, name: &str) -> bool {
    let (rust, python) = (format!("fn {name}("), format!("def {name}("));
    tree.ending(".rs").any(|(_, text)| text.contains(&rust))
        || tree.ending(".py").any(|(_, text)| text.contains(&python))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_was_renamed_is_found() {
        let page = "kept out by `a_real_test`, `test_in_python` and `a_gone_test`; see `sigv4::claim`, `policy_text`";
        let tree = Tree::of(&[
            (PAGE, page),
            ("a.rs", "fn a_real_test() {}"),
            ("a.py", "def test_in_python(dev):"),
        ]);
        assert_eq!(
            missing_tests(&tree),
            ["docs/mistakes.md:1: no test `a_gone_test`"]
        );
    }
}
