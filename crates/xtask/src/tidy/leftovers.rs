use super::source::Code;
use super::tree::Tree;

/// Notes to oneself, spelled in two halves so that this file has none.
const NOTES: &[&str] = &[
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("XX", "X"),
];

/// What a compiler lets pass and a reader should not meet.
const CODE: &[(&str, &str)] = &[
    ("#[allow(", "say #[expect(…, reason = …)]"),
    ("#![allow(", "say #![expect(…, reason = …)]"),
    ("#[ignore", "assert what happens today and say why"),
];

/// What no test does.
const SLEEP: &str = "thread::sleep(";

/// Places of one machine: a fresh clone elsewhere does not have them.
const MACHINE: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/wo", "rk/"),
    concat!("/User", "s/"),
    concat!("../sha", "red/"),
];

/// Notes to oneself and switched-off checks.
pub(crate) fn marks(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for ending in [".rs", ".py", ".toml", ".sh", ".md"] {
        for (path, text) in tree.ending(ending) {
            for (at, line) in text.lines().enumerate() {
                let noted = line
                    .split(|letter: char| !letter.is_ascii_alphanumeric())
                    .find(|word| NOTES.contains(word));
                if let Some(note) = noted {
                    findings.push(format!("{path}:{}: `{note}`", at + 1));
                }
            }
        }
    }
    for (path, text) in tree.ending(".rs") {
        let code = Code::of(text);
        let tests = code.test_modules();
        for (at, _) in code.text().match_indices(SLEEP) {
            let tested = path.contains("/tests/") || path.ends_with("/tests.rs");
            if tested || tests.iter().any(|range| range.contains(&at)) {
                let line = code.line(at);
                findings.push(format!(
                    "{path}:{line}: a test sleeps: wait for what is awaited"
                ));
            }
        }
        for (mark, instead) in CODE {
            for (at, _) in code.text().match_indices(mark) {
                findings.push(format!("{path}:{}: `{mark}`: {instead}", code.line(at)));
            }
        }
    }
    findings
}

/// Lines that name a path of the machine they were written on.
pub(crate) fn machine_paths(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for path in tree.paths() {
        let text = tree.text(path).unwrap_or_default();
        for (at, line) in text.lines().enumerate() {
            if MACHINE.iter().any(|place| names(line, place)) {
                findings.push(format!("{path}:{}: a path of one machine", at + 1));
            }
        }
    }
    findings
}

/// Whether the line holds this path where a path begins.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || "*}_-.".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_switched_off_checks_are_found() {
        let check = |path, text: &str| marks(&Tree::of(&[(path, text)])).len();
        assert_eq!(check("a.py", &format!("# {}: later", NOTES[0])), 1);
        assert_eq!(check("a.md", &format!("{} later", NOTES[1])), 1);
        assert_eq!(check("a.rs", "#[allow(dead_code)]\nfn a() {}"), 1);
        assert_eq!(check("a.rs", "#[test]\n#[ignore]\nfn a() {}"), 1);
        assert_eq!(
            check("a.rs", "// no #[allow(dead_code)] here\nfn a() {}"),
            0
        );
        assert_eq!(check("a.rs", "let a = \"#[ignore]\";"), 0);
        let sleep = format!("fn a() {{ std::{SLEEP}second) }}");
        let in_module = format!("#[cfg(test)]\nmod tests {{\n{sleep}\n}}\n");
        assert_eq!(check("crates/a/src/watch.rs", &sleep), 0);
        assert_eq!(check("crates/a/src/watch.rs", &in_module), 1);
        assert_eq!(check("crates/a/tests/it.rs", &sleep), 1);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let check = |text: &str| machine_paths(&Tree::of(&[("a.md", text)])).len();
        assert_eq!(check(&format!("see {}x", MACHINE[0])), 1);
        assert_eq!(check(&format!("`{}x`", MACHINE[2])), 1);
        assert_eq!(
            check(&format!(
                "arn:aws:s3:::bucket{}${{aws:username}}",
                MACHINE[1]
            )),
            0
        );
    }
}
