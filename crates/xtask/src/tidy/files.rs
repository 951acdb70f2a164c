use super::tree::Tree;

const LINES_MAX: usize = 700;

/// Source files with more lines than one idea needs.
pub(crate) fn too_long(tree: &Tree) -> Vec<String> {
    let sources = tree.ending(".rs").chain(tree.ending(".py"));
    sources
        .filter_map(|(path, text)| {
            let lines = text.lines().count();
            (lines > LINES_MAX).then(|| format!("{path}: {lines} lines, {LINES_MAX} are the most"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_too_many_is_found() {
        let full = "x\n".repeat(LINES_MAX);
        let over = "x\n".repeat(LINES_MAX + 1);
        assert!(too_long(&Tree::of(&[("a.rs", &full), ("a.json", &over)])).is_empty());
        assert_eq!(too_long(&Tree::of(&[("a.rs", &over)])).len(), 1);
        assert_eq!(too_long(&Tree::of(&[("a.py", &over)])).len(), 1);
    }
}
