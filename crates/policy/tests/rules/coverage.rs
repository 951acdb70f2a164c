use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::citations::{
    Citation, FOLDERS, entries, ids, of_python, of_scenario, of_spec, of_tests, reader, rows_of,
};

const IDS: &str = include_str!("../rule-ids.txt");
const UNCOVERED: &str = include_str!("../rules.txt");
const ELSEWHERE: &str = include_str!("../elsewhere.txt");

/// Rules without a test when this test was written. The number may fall and never rise.
const UNCOVERED_MAX: usize = 21;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(clippy::disallowed_methods, reason = "tests and specs are files")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files below a folder, as paths from the root of the tree.
fn below(folder: &str) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn cited() -> Vec<Citation> {
    let mut found = Vec::new();
    for path in FOLDERS.into_iter().flat_map(below) {
        if let Some(citations) = reader(&path) {
            found.extend(citations(&path, &read(&root().join(&path))));
        }
    }
    found
}

/// `elsewhere.txt`: a rule, a file, and the name of the test there.
fn named_elsewhere() -> BTreeMap<&'static str, &'static str> {
    let lines = entries(ELSEWHERE);
    lines
        .map(|line| line.split_once(' ').expect("a rule and its test"))
        .collect()
}

#[test]
fn every_rule_is_covered_or_listed_and_not_both() {
    let known: BTreeSet<&str> = entries(IDS).collect();
    let cited = cited();
    let mut covered: BTreeSet<&str> = cited.iter().map(|it| it.rule.as_str()).collect();
    covered.extend(named_elsewhere().into_keys());
    let listed: BTreeSet<&str> = entries(UNCOVERED)
        .map(|line| line.split_once(' ').expect("a rule and the reason").0)
        .collect();

    let open: Vec<&&str> = known
        .iter()
        .filter(|rule| !covered.contains(*rule) && !listed.contains(*rule))
        .collect();
    assert!(open.is_empty(), "neither tested nor in rules.txt: {open:?}");
    let both: Vec<&&str> = listed.intersection(&covered).collect();
    assert!(
        both.is_empty(),
        "tested, so strike them from rules.txt: {both:?}"
    );
    let unknown: Vec<&&str> = listed.difference(&known).collect();
    assert!(unknown.is_empty(), "rules.txt: no such rules: {unknown:?}");
    assert!(
        listed.len() <= UNCOVERED_MAX,
        "{} rules in rules.txt",
        listed.len()
    );
}

#[test]
fn rules_that_are_cited_exist() {
    let known: BTreeSet<&str> = entries(IDS).collect();
    let variants = |rule: &str| known.contains(rule.trim_end_matches(char::is_alphanumeric));
    let is_known = |rule: &str| {
        let family = rule.starts_with(|letter: char| letter.is_ascii_digit());
        // `6.7-48b` is a variation on case 48, `5.1` of an RFC is none of ours.
        let base = rule.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        known.contains(rule) || (family && known.contains(base)) || variants(rule)
    };
    let here = |it: &Citation| it.place.starts_with("crates/policy/tests/");
    let unknown: Vec<String> = cited()
        .into_iter()
        .filter(|it| here(it) && !is_known(&it.rule))
        .map(|it| format!("{} cites {}", it.place, it.rule))
        .collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    let elsewhere: Vec<&str> = named_elsewhere()
        .into_keys()
        .filter(|rule| !known.contains(rule))
        .collect();
    assert!(elsewhere.is_empty(), "elsewhere.txt: {elsewhere:?}");
}

#[test]
fn tests_named_elsewhere_exist() {
    let by_citation: BTreeSet<String> = cited().into_iter().map(|it| it.rule).collect();
    for (rule, test) in named_elsewhere() {
        assert!(!by_citation.contains(rule), "{rule} is cited by a test");
        let (path, name) = test.split_once("::").unwrap_or((test, ""));
        let text = read(&root().join(path));
        let there = ["fn ", "def "]
            .iter()
            .any(|keyword| text.contains(&format!("{keyword}{name}(")));
        assert!(name.is_empty() || there, "{rule}: no test {test}");
    }
}

#[test]
fn lists_have_each_rule_once() {
    let lists = [IDS, UNCOVERED, ELSEWHERE];
    for list in lists {
        let rules: Vec<&str> = entries(list)
            .map(|line| line.split(' ').next().unwrap())
            .collect();
        let unique: BTreeSet<&&str> = rules.iter().collect();
        assert_eq!(unique.len(), rules.len(), "{:?}", rules.first());
    }
    for line in entries(IDS) {
        assert_eq!(ids(line).next(), Some(line));
    }
}

#[test]
fn citations_are_read_from_rows_headings_comments_and_scenarios() {
    let rules = |found: Vec<Citation>| {
        let pair = |it: &Citation| format!("{} {}", it.rule, it.place);
        found.iter().map(pair).collect::<Vec<_>>().join(", ")
    };
    let spec = "# Title (6.4)\n\nSee U5.\n\n| Case | Rule |\n|---|---|\n| a | G-31 6.2-3 |\n| of C-1 | |\n";
    assert_eq!(
        rules(of_spec("s", spec)),
        "6.2-3 s:7, 6.4-a s:7, G-31 s:7, U5 s:7, U5 s:8"
    );
    assert_eq!(rows_of(spec), 2);
    let tests =
        "// M-1\nfn helper() {}\n\n/// M-2.\n#[test]\nfn holds() {\n    // M-3\n}\n// M-4\n";
    assert_eq!(rules(of_tests("t", tests)), "M-2 t::holds, M-3 t::holds");
    let scenario = "# Live (E-1).\nroot E-2 -> ok\n";
    assert_eq!(rules(of_scenario("c", scenario)), "E-1 c");
    let operation =
        "const EXAMPLE: &'static str = r#\"\n    # S-60\n    root A -> ok\n\"#;\n// S-61\n";
    assert_eq!(rules(of_tests("o", operation)), "S-60 o::EXAMPLE");
    let python = "# S-1\ndef helper():\n    # S-2\ndef test_a():\n    \"\"\"S-3\n    S-4\"\"\"\n    b  # S-5\n";
    assert_eq!(
        rules(of_python("p.py", python)),
        "S-3 p.py::test_a, S-4 p.py::test_a, S-5 p.py::test_a"
    );
    assert_eq!(rules(of_python("p_rows.py", "# S-1\n")), "S-1 p_rows.py");
}
