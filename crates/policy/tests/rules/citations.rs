//! Where rules of the specification are tested: the ids that specs, tests and scenarios cite.

/// Folders with files that cite rules.
pub(crate) const FOLDERS: [&str; 2] = ["crates", "tests/clients"];

/// How what a file cites is read from its path and its text, if such a file cites rules.
pub(crate) fn reader(path: &str) -> Option<fn(&str, &str) -> Vec<Citation>> {
    if path.starts_with("crates/policy/tests/specs/") {
        Some(of_spec)
    } else if path.starts_with("crates/iam/scenarios/") {
        Some(of_scenario)
    } else if path.ends_with(".rs") && !path.ends_with("rules/coverage.rs") {
        Some(of_tests)
    } else if path.starts_with("tests/clients/") && path.ends_with(".py") {
        Some(of_python)
    } else {
        None
    }
}

/// One rule, cited by one row of a spec, one test or one scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Citation {
    pub(crate) rule: String,
    /// `file:line` of a row, `file::name` of a test, the file of a scenario.
    pub(crate) place: String,
}

/// The ids in a text: `G-31`, `U5`, and `6.2-3` for the third row of the table in section 6.2.
pub(crate) fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-.".contains(letter)))
        .map(|word| word.trim_matches('.'))
        .filter(|word| is_id(word))
}

fn is_id(word: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(rest) = word.strip_prefix('U') {
        return number(rest);
    }
    let Some((family, rest)) = word.split_once('-') else {
        return false;
    };
    match family.split_once('.') {
        Some((chapter, section)) => number(chapter) && number(section) && is_row(rest),
        None => "FGMCVKESXPDZIB".contains(family) && family.len() == 1 && number(rest),
    }
}

/// `12`, `54b`, `a`.
fn is_row(name: &str) -> bool {
    let letters = name.trim_start_matches(|letter: char| letter.is_ascii_digit());
    !name.is_empty() && letters.len() <= 1 && letters.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// What a Markdown spec cites: a row in its column `Rule`, or by its number or letter below a heading that ends with
/// the section; a heading or a paragraph for every row below the same heading.
pub(crate) fn of_spec(file: &str, text: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut section = Section::default();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        if line.starts_with('#') {
            section.cite(&mut found);
            section = Section::below(line);
        } else if let Some(cells) = cells(line) {
            section.row(cells, format!("{file}:{}", index + 1), &mut found);
        } else {
            section.header.clear();
            // A frame shows policy text, not rules.
            if !line.starts_with("In place of") {
                section.prose.extend(ids(line).map(str::to_owned));
            }
        }
    }
    section.cite(&mut found);
    found.sort();
    found.dedup();
    found
}

/// The number of rows of all tables of a spec.
pub(crate) fn rows_of(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tables = lines.iter().filter(|line| line.starts_with("|---")).count();
    lines
        .iter()
        .filter(|line| cells(line).is_some_and(|cells| !cells.is_empty()))
        .count()
        - tables
}

/// The cells of a line of a table, none for the line under the header.
fn cells(line: &str) -> Option<Vec<&str>> {
    if line.starts_with("|---") {
        return Some(Vec::new());
    }
    let inner = line.strip_prefix("| ")?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

#[derive(Default)]
struct Section {
    /// `6.7` of a heading that ends with `(6.7)`.
    number: Option<String>,
    prose: Vec<String>,
    rows: Vec<String>,
    header: Vec<String>,
}

impl Section {
    fn below(heading: &str) -> Section {
        let number = heading
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('))
            .map(|(_, number)| number.to_owned());
        Section {
            number,
            prose: ids(heading).map(str::to_owned).collect(),
            ..Section::default()
        }
    }

    fn row(&mut self, cells: Vec<&str>, place: String, found: &mut Vec<Citation>) {
        if cells.is_empty() {
            return;
        }
        if self.header.is_empty() {
            self.header = cells.into_iter().map(str::to_owned).collect();
            return;
        }
        let mut cite = |rule: &str| {
            found.push(Citation {
                rule: rule.to_owned(),
                place: place.clone(),
            });
        };
        for (column, cell) in self.header.iter().zip(&cells) {
            match (column.as_str(), &self.number) {
                ("Rule", _) => ids(cell).for_each(&mut cite),
                ("#" | "Case", Some(number)) if is_row(cell) => cite(&format!("{number}-{cell}")),
                _ => {}
            }
        }
        self.rows.push(place);
    }

    /// What stands above the tables holds for all their rows.
    fn cite(&mut self, found: &mut Vec<Citation>) {
        for rule in &self.prose {
            found.extend(self.rows.iter().map(|place| Citation {
                rule: rule.clone(),
                place: place.clone(),
            }));
        }
    }
}

/// What the tests of a Rust file cite, in the comment above the test or in comments within it, and the scenario that is an
/// operation's example.
pub(crate) fn of_tests(file: &str, text: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    if let Some((_, rest)) = text.split_once("const EXAMPLE: &'static str = r#\"") {
        let example = rest.split("\"#").next().unwrap_or_default();
        found = of_scenario(&format!("{file}::EXAMPLE"), example);
    }
    let (mut above, mut test) = (Vec::new(), None::<Test>);
    for line in text.lines() {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        if code == "#[test]" {
            test = Some(Test {
                indent,
                name: String::new(),
                rules: std::mem::take(&mut above),
            });
        } else if let Some(open) = &mut test {
            if let Some((_, comment)) = code.split_once("//") {
                open.rules.extend(ids(comment).map(str::to_owned));
            }
            if open.name.is_empty()
                && let Some(rest) = code.strip_prefix("fn ")
            {
                open.name = rest.split('(').next().unwrap_or_default().to_owned();
            }
            if code == "}" && indent == open.indent {
                found.extend(open.rules.drain(..).map(|rule| Citation {
                    rule,
                    place: format!("{file}::{}", open.name),
                }));
                test = None;
            }
        } else if code.starts_with("//") {
            above.extend(ids(code).map(str::to_owned));
        } else if !code.starts_with("#[") {
            above.clear();
        }
    }
    found.sort();
    found.dedup();
    found
}

struct Test {
    indent: usize,
    name: String,
    rules: Vec<String>,
}

/// What a scenario of calls and replies cites in its comments.
pub(crate) fn of_scenario(file: &str, text: &str) -> Vec<Citation> {
    let mut found: Vec<Citation> = text
        .lines()
        .filter(|line| line.trim_start().starts_with('#'))
        .flat_map(ids)
        .map(|rule| Citation {
            rule: rule.to_owned(),
            place: file.to_owned(),
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// What Python tests cite in their docstrings and comments, and a table of rows in the comments of the file.
pub(crate) fn of_python(file: &str, text: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut place = file.ends_with("_rows.py").then(|| file.to_owned());
    let mut in_docstring = false;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("def ") {
            let name = rest.split('(').next().unwrap_or_default();
            place = name.starts_with("test_").then(|| format!("{file}::{name}"));
        }
        let quotes = line.matches("\"\"\"").count();
        let said = if in_docstring || quotes > 0 {
            line
        } else {
            line.split_once("# ").map_or("", |(_, comment)| comment)
        };
        in_docstring ^= quotes % 2 == 1;
        if let Some(place) = &place {
            found.extend(ids(said).map(|rule| Citation {
                rule: rule.to_owned(),
                place: place.clone(),
            }));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Lines of a list that is data: no blank lines, no comments.
pub(crate) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}
