//! `cargo xtask conformance`: what the tests cover of the specification, as a page.

#[path = "../../policy/tests/rules/citations.rs"]
mod citations;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use self::citations::{Citation, FOLDERS, entries, reader, rows_of};
use crate::report::Verdict;
use crate::workspace::Workspace;

const PAGE: &str = "docs/conformance.md";
const TESTS: &str = "crates/policy/tests";
const UNCONFIRMED: &str = "crates/policy/src/unconfirmed.rs";

/// Families of rule ids, in the order of the specification, and what they are about.
const FAMILIES: &[(&str, &str)] = &[
    ("F", "foundations"),
    ("G", "grammar, acceptance"),
    ("1", "tables of chapter 1: elements, principals, messages"),
    ("M", "matching"),
    ("2", "table of 2.5: how principals are named"),
    ("C", "conditions"),
    (
        "3",
        "tables of chapter 3: absent keys, sets, truth examples",
    ),
    ("V", "policy variables"),
    ("K", "context keys"),
    ("5", "tables of chapter 5: each context key"),
    ("E", "evaluation"),
    ("6", "tables of chapter 6: callers, matrix, worked cases"),
    ("S", "STS"),
    (
        "7",
        "tables of chapter 7: what credentials may call, parameters, errors",
    ),
    ("X", "federation"),
    ("8", "table of 8.1: attributes of assertions"),
    (
        "P",
        "passing roles, service-linked roles, instance profiles",
    ),
    ("D", "denials"),
    ("10", "table of 10.2: messages"),
    ("Z", "simulation"),
    ("I", "identifiers"),
    ("12", "tables of chapter 12: ids, names, quotas"),
    ("U", "unconfirmed behaviour"),
    ("B", "invariants of appendix B"),
];

/// Writes the page, or with `--check` says whether the committed one is out of date.
pub(crate) fn step(workspace: &Workspace, words: &[String]) -> Result<Verdict, String> {
    let check = match words {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("usage: cargo xtask conformance [--check]".to_owned()),
    };
    let page = page(&Sources::read(&workspace.root)?)?;
    let path = workspace.root.join(PAGE);
    if check {
        if read(&path)? != page {
            return Err(format!(
                "{PAGE} is out of date: run `cargo xtask conformance`"
            ));
        }
    } else {
        std::fs::write(&path, page).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(Verdict::default())
}

/// What the page is made from.
struct Sources {
    root: PathBuf,
    rules: Vec<String>,
    /// Rules without a test, and why.
    uncovered: BTreeMap<String, String>,
    /// Rules with a test that does not cite them, and that test.
    elsewhere: BTreeMap<String, String>,
    citations: Vec<Citation>,
    /// Rows of each spec, by its name.
    specs: BTreeMap<String, usize>,
    agreement: String,
    unconfirmed: String,
}

impl Sources {
    fn read(root: &Path) -> Result<Sources, String> {
        let text = |path: &str| read(&root.join(path));
        let pairs = |path: &str| -> Result<BTreeMap<String, String>, String> {
            let list = text(path)?;
            let pair = |line: &str| {
                let (rule, rest) = line.split_once(' ').ok_or(format!("{path}: {line}"))?;
                Ok((rule.to_owned(), rest.to_owned()))
            };
            entries(&list).map(pair).collect()
        };
        let (mut citations, mut specs) = (Vec::new(), BTreeMap::new());
        for folder in FOLDERS {
            for path in files_below(root, folder)? {
                let Some(cited) = reader(&path) else {
                    continue;
                };
                let text = text(&path)?;
                citations.extend(cited(&path, &text));
                if let Some(name) = path.strip_prefix("crates/policy/tests/specs/") {
                    specs.insert(name.to_owned(), rows_of(&text));
                }
            }
        }
        Ok(Sources {
            root: root.to_owned(),
            rules: entries(&text(&format!("{TESTS}/rule-ids.txt"))?)
                .map(str::to_owned)
                .collect(),
            uncovered: pairs(&format!("{TESTS}/rules.txt"))?,
            elsewhere: pairs(&format!("{TESTS}/elsewhere.txt"))?,
            citations,
            specs,
            agreement: text(&format!("{TESTS}/policy/agreement.rs"))?,
            unconfirmed: text(UNCONFIRMED)?,
        })
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Files below a folder, sorted, as paths from the root.
fn files_below(root: &Path, folder: &str) -> Result<Vec<String>, String> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let told = |error: std::io::Error| format!("{folder}: {error}");
        for entry in std::fs::read_dir(root.join(&folder)).map_err(told)? {
            let entry = entry.map_err(told)?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(told)?.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn page(sources: &Sources) -> Result<String, String> {
    let mut page = String::from(
        "# Conformance\n\n\
         Made by `cargo xtask conformance`; CI fails when it is out of date.\n\n\
         Portcullis follows a specification of AWS's semantics whose rules have ids, which the code cites. This page \
         says which of them tests hold it to. A number with a point is a row of a table: `6.2-3` is the third of section 6.2.\n",
    );
    rules(sources, &mut page);
    cases(sources, &mut page)?;
    register(sources, &mut page)?;
    exceptions(sources, &mut page);
    Ok(page)
}

fn family_of(rule: &str) -> &str {
    let end = rule.find(['-', '.']).unwrap_or(1);
    &rule[..end]
}

/// A table of families: how many rules are covered, by how many rows, tests and scenarios.
fn rules(sources: &Sources, page: &mut String) {
    page.push_str(
        "\n## Rules\n\n| Family | About | Rules | Covered | Spec rows | Tests and scenarios |\n|---|---|---:|---:|---:|---:|\n",
    );
    let mut sum = [0; 2];
    for (family, about) in FAMILIES {
        let known: BTreeSet<&str> = sources
            .rules
            .iter()
            .map(String::as_str)
            .filter(|rule| family_of(rule) == *family)
            .collect();
        let covered = known
            .iter()
            .filter(|rule| !sources.uncovered.contains_key(**rule))
            .count();
        let cited = |is_row: bool| -> BTreeSet<&str> {
            let places = sources.citations.iter();
            places
                .filter(|it| family_of(&it.rule) == *family)
                .map(|it| it.place.as_str())
                .filter(|place| place.contains(".md:") == is_row)
                .collect()
        };
        let mut tests = cited(false);
        tests.extend(
            sources
                .elsewhere
                .iter()
                .filter(|(rule, _)| family_of(rule) == *family)
                .map(|(_, test)| test.as_str()),
        );
        let (rows, all, tests) = (cited(true).len(), known.len(), tests.len());
        line(
            page,
            &format!("| {family} | {about} | {all} | {covered} | {rows} | {tests} |"),
        );
        sum[0] += all;
        sum[1] += covered;
    }
    let [all, covered] = sum;
    line(page, &format!("| | together | {all} | {covered} | | |"));
}

fn cases(sources: &Sources, page: &mut String) -> Result<(), String> {
    page.push_str(
        "\n## Cases\n\nThe specs are tables to read, and each of their rows is run. Every decision among them is asked of three: \
         `evaluate`, `explain`, and a naive evaluator that the tests have of their own.\n\n| Spec | Rows |\n|---|---:|\n",
    );
    for (name, rows) in &sources.specs {
        line(
            page,
            &format!("| [{name}](../crates/policy/tests/specs/{name}) | {rows} |"),
        );
    }
    let rows: usize = sources.specs.values().sum();
    let whole = constant(&sources.agreement, "DECISIONS_IN_WORLDS")?;
    let single = constant(&sources.agreement, "DECISIONS_ON_CONDITIONS")?;
    let factor = 10_000_000_usize.div_ceil(whole);
    line(page, &format!("| together | {rows} |"));
    write!(
        page,
        "\nRandom cases, drawn from the same seed every time, compare the fast evaluator with the naive one: {whole} decisions \
         in random worlds of every layer and every kind of caller, and {single} on single conditions. `PORTCULLIS_CASES` \
         multiplies them; this is the long form, of ten million decisions in worlds:\n\n```console\n\
         $ PORTCULLIS_CASES={factor} cargo test --release -p portcullis-policy --test policy both_evaluators\n```\n"
    )
    .expect("a string takes everything");
    Ok(())
}

/// The value of a `const NAME: usize = 120_000;`.
fn constant(source: &str, name: &str) -> Result<usize, String> {
    let missing = || format!("no constant {name}");
    let (_, rest) = source
        .split_once(&format!("const {name}: usize = "))
        .ok_or_else(missing)?;
    let digits = rest.split(';').next().unwrap_or_default().replace('_', "");
    digits.parse().map_err(|_| missing())
}

/// What was chosen where AWS's behaviour is not confirmed, and where it is chosen.
fn register(sources: &Sources, page: &mut String) -> Result<(), String> {
    page.push_str(
        "\n## Unconfirmed\n\nWhere neither AWS's documentation nor a recording says what AWS does, this was chosen. A constant \
         stands in [unconfirmed.rs](../crates/policy/src/unconfirmed.rs).\n\n| # | Chosen | Where |\n|---|---|---|\n",
    );
    let choices = choices(&sources.unconfirmed)?;
    for (number, choice) in &choices {
        let place = match &choice.place {
            Place::Constant(name) => format!("`{name}`"),
            Place::File(path) if sources.root.join(path).is_file() => {
                let name = path.trim_start_matches("crates/");
                format!("[{name}](../{path})")
            }
            Place::File(path) => return Err(format!("U{number}: no file {path}")),
        };
        line(page, &format!("| U{number} | {} | {place} |", choice.text));
    }
    let registered = |rule: &&String| rule.strip_prefix('U').and_then(|it| it.parse().ok());
    let numbers = sources.rules.iter().filter_map(|rule| registered(&rule));
    let absent: Vec<u32> = numbers.filter(|it| !choices.contains_key(it)).collect();
    if absent.is_empty() {
        Ok(())
    } else {
        Err(format!("{UNCONFIRMED} says nothing of U{absent:?}"))
    }
}

struct Choice {
    text: String,
    place: Place,
}

enum Place {
    Constant(String),
    File(String),
}

/// The choices in the list at the head of `unconfirmed.rs` and in the comments of its constants.
fn choices(source: &str) -> Result<BTreeMap<u32, Choice>, String> {
    let mut found = BTreeMap::new();
    let lines: Vec<&str> = source.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let listed = line.strip_prefix("//! - U");
        let Some(rest) = listed.or_else(|| line.strip_prefix("/// U")) else {
            continue;
        };
        let unread = || format!("{UNCONFIRMED}:{}: {line}", index + 1);
        let (head, text) = rest.split_once(": ").ok_or_else(unread)?;
        let (number, place) = head.split_once(' ').unwrap_or((head, ""));
        let place = match (listed, place) {
            (Some(_), path) => Place::File(path.trim_matches('`').to_owned()),
            (None, _) => {
                let item = lines[index..]
                    .iter()
                    .find_map(|line| line.strip_prefix("pub(crate) const "));
                let name = item.and_then(|item| item.split(':').next());
                Place::Constant(name.ok_or_else(unread)?.to_owned())
            }
        };
        let text = text.trim_end_matches('.').to_owned();
        let number = number.parse().map_err(|_| unread())?;
        found.insert(number, Choice { text, place });
    }
    Ok(found)
}

fn exceptions(sources: &Sources, page: &mut String) {
    page.push_str(
        "\n## Not covered\n\nThese rules have no test, each for a reason; \
         [the list](../crates/policy/tests/rules.txt) may only shrink.\n\n| Rule | Reason |\n|---|---|\n",
    );
    let listed = sources.rules.iter();
    for rule in listed.filter(|rule| sources.uncovered.contains_key(*rule)) {
        line(page, &format!("| {rule} | {} |", sources.uncovered[rule]));
    }
}

fn line(page: &mut String, text: &str) {
    page.push_str(text);
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_one_that_the_sources_make() {
        let workspace = Workspace::find().unwrap();
        let fresh = page(&Sources::read(&workspace.root).unwrap()).unwrap();
        let committed = read(&workspace.root.join(PAGE)).unwrap();
        assert!(committed == fresh, "run `cargo xtask conformance`");
    }

    #[test]
    fn every_rule_has_a_family() {
        let workspace = Workspace::find().unwrap();
        for rule in Sources::read(&workspace.root).unwrap().rules {
            let family = family_of(&rule);
            assert!(FAMILIES.iter().any(|(name, _)| *name == family), "{rule}");
        }
    }

    #[test]
    fn choices_are_read_from_the_list_and_from_constants() {
        let source = "//! - U2 `a.rs`: two\n/// U4: four.\npub(crate) const FOUR: bool = true;\n";
        let found = choices(source).unwrap();
        assert_eq!(found.len(), 2);
        assert!(matches!(&found[&2].place, Place::File(path) if path == "a.rs"));
        assert!(matches!(&found[&4].place, Place::Constant(name) if name == "FOUR"));
        assert_eq!(found[&4].text, "four");
        assert!(choices("/// U4 without a colon").is_err());
    }
}
