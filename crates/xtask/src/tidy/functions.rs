use std::collections::BTreeMap;

use super::crates::PURE;
use super::source::Code;
use super::tree::Tree;

const LINES_MAX: usize = 70;

/// One exception a line: path, function, most lines. The list may only shrink.
const EXCEPTIONS: &str = "crates/xtask/long-functions.txt";

/// Functions of the pure crates that do not fit on a screen, tests left aside.
pub(crate) fn too_long(tree: &Tree) -> Vec<String> {
    let (mut excepted, mut findings) = exceptions(tree);
    for (path, text) in tree.ending(".rs") {
        if !measured(path) {
            continue;
        }
        let code = Code::of(text);
        let tests = code.test_modules();
        for (at, function) in code.functions() {
            if tests.iter().any(|range| range.contains(&at)) {
                continue;
            }
            let lines_max = match excepted.remove(&(path.to_owned(), function.name.clone())) {
                Some(_) if function.lines <= LINES_MAX => {
                    let name = &function.name;
                    findings.push(format!(
                        "{EXCEPTIONS}: {path} {name} is short now: remove it"
                    ));
                    LINES_MAX
                }
                Some(lines_max) => lines_max,
                None => LINES_MAX,
            };
            if function.lines > lines_max {
                findings.push(format!(
                    "{path}:{}: `{}` has {} lines, {lines_max} are the most",
                    function.first_line, function.name, function.lines
                ));
            }
        }
    }
    for (path, name) in excepted.into_keys() {
        findings.push(format!(
            "{EXCEPTIONS}: no function {path} {name}: remove it"
        ));
    }
    findings
}

fn measured(path: &str) -> bool {
    let pure = PURE
        .iter()
        .any(|name| path.starts_with(&format!("crates/{name}/src/")));
    pure && !path.ends_with("/tests.rs") && !path.contains("/tests/")
}

fn exceptions(tree: &Tree) -> (BTreeMap<(String, String), usize>, Vec<String>) {
    let mut excepted = BTreeMap::new();
    let mut findings = Vec::new();
    for line in tree.text(EXCEPTIONS).unwrap_or_default().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [] => {}
            [path, name, lines] if lines.parse::<usize>().is_ok() => {
                let lines = lines.parse().expect("parsed in the guard");
                excepted.insert((path.to_owned(), name.to_owned()), lines);
            }
            _ => findings.push(format!(
                "{EXCEPTIONS}: `{line}` is not path, function, lines"
            )),
        }
    }
    (excepted, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn a_function_beyond_a_screen_is_found_in_pure_crates_only() {
        let long = function(LINES_MAX + 1);
        let in_tests = format!("#[cfg(test)]\nmod tests {{\n{long}}}\n");
        let check = |path, text: &str| too_long(&Tree::of(&[(path, text)])).len();
        assert_eq!(check("crates/iam/src/a.rs", &long), 1);
        assert_eq!(check("crates/iam/src/a.rs", &function(LINES_MAX)), 0);
        assert_eq!(check("crates/iam/src/a.rs", &in_tests), 0);
        assert_eq!(check("crates/iam/src/a/tests.rs", &long), 0);
        assert_eq!(check("crates/server/src/a.rs", &long), 0);
    }

    #[test]
    fn exceptions_may_only_shrink() {
        let path = "crates/iam/src/a.rs";
        let check = |lines: usize, listed: &str| {
            too_long(&Tree::of(&[(path, &function(lines)), (EXCEPTIONS, listed)])).len()
        };
        assert_eq!(check(80, "crates/iam/src/a.rs long 80"), 0);
        assert_eq!(check(81, "crates/iam/src/a.rs long 80"), 1);
        assert_eq!(check(60, "crates/iam/src/a.rs long 80"), 1);
        assert_eq!(check(60, "crates/iam/src/a.rs gone 80"), 1);
        assert_eq!(check(60, "nonsense"), 1);
    }
}
