//! Runs the Markdown specs of `tests/specs`: every table there is a list of cases, and its header says of what kind.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use policy::{Context, Document, Effect, Kind, Layer, Request, Value};

use crate::fixtures::{Fixtures, context, kind, statement_document};
use crate::naive;

#[test]
#[expect(clippy::disallowed_methods, reason = "the specs are files")]
fn every_table_of_the_specs_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 6, "{files:?}");
    let mut failures = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let rows = rows(&text);
        assert!(rows.len() >= 20, "{name} has {} rows", rows.len());
        for row in rows {
            let (wanted, got) = check(&row);
            if wanted != got {
                writeln!(
                    failures,
                    "{name}:{}\n  wanted {wanted}\n  got    {got}",
                    row.line
                )
                .unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// One row of a table, by the names of its columns.
struct Row<'a> {
    line: usize,
    cells: BTreeMap<&'a str, &'a str>,
    /// The text that the section gives for `…`.
    frame: Option<&'a str>,
    fixtures: &'a Fixtures,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).copied()
    }

    fn has(&self, columns: &[&str]) -> bool {
        columns.iter().all(|column| self.cells.contains_key(column))
    }
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let fixtures: &'static Fixtures = Box::leak(Box::new(Fixtures::read(text)));
    let (mut rows, mut header, mut frame) = (Vec::new(), Vec::new(), None);
    for (index, line) in text.lines().enumerate() {
        if let Some(given) = line.strip_prefix("In place of `…`: `") {
            frame = Some(given.trim_end_matches('`'));
        }
        let Some(inner) = line
            .strip_prefix("| ")
            .and_then(|rest| rest.strip_suffix('|'))
        else {
            if !line.starts_with("|---") && !header.is_empty() {
                // A frame holds for the one table that follows it.
                (header, frame) = (Vec::new(), None);
            }
            continue;
        };
        let cells: Vec<&str> = inner.split('|').map(|cell| cell.trim()).collect();
        if header.is_empty() {
            header = cells;
            continue;
        }
        assert_eq!(cells.len(), header.len(), "line {}: {line}", index + 1);
        let cells = header
            .iter()
            .copied()
            .zip(cells.into_iter().map(unquoted))
            .collect();
        rows.push(Row {
            line: index + 1,
            cells,
            frame,
            fixtures,
        });
    }
    rows
}

fn unquoted(cell: &str) -> &str {
    match cell {
        "``" => "",
        cell if cell.len() >= 2 && cell.matches('`').count() == 2 => cell
            .strip_prefix('`')
            .and_then(|rest| rest.strip_suffix('`'))
            .unwrap_or(cell),
        cell => cell,
    }
}

/// What the row wants, and what the crate says.
fn check(row: &Row) -> (String, String) {
    if row.has(&["Document", "Refusal"]) {
        (row.cell("Refusal").unwrap().to_owned(), refusal(row))
    } else if row.has(&["Case", "Decision"]) {
        (row.cell("Decision").unwrap().to_owned(), decision(row))
    } else if row.has(&["Caller", "Message"]) {
        (row.cell("Message").unwrap().to_owned(), message(row))
    } else if row.has(&["Caller", "Clause"]) {
        (row.cell("Clause").unwrap().to_owned(), clause(row))
    } else if row.has(&["Caller", "Change"]) {
        let (wanted, changes) = (row.cell("Change").unwrap().to_owned(), changes(row));
        if changes.contains(&wanted) {
            (wanted.clone(), wanted)
        } else {
            (wanted, format!("{changes:?}"))
        }
    } else if row.has(&["Caller", "Filled"]) {
        (row.cell("Filled").unwrap().to_owned(), filled(row))
    } else if row.has(&["Result"]) {
        (row.cell("Result").unwrap().to_owned(), matches(row))
    } else {
        panic!("line {}: a table of no known kind", row.line)
    }
}

fn refusal(row: &Row) -> String {
    let kind = kind(row.cell("Kind").unwrap());
    let given = row.cell("Document").unwrap();
    let text = row
        .frame
        .map_or_else(|| given.to_owned(), |frame| frame.replacen('…', given, 1));
    match policy::accept(&text, kind) {
        Ok(_) => "accepted".to_owned(),
        Err(refusal) => {
            let organizations = matches!(kind, Kind::Scp | Kind::Rcp);
            let code = if organizations {
                "MalformedPolicyDocumentException"
            } else {
                "MalformedPolicyDocument"
            };
            assert_eq!(refusal.code, code, "line {}", row.line);
            let version_missing =
                refusal.message.contains("must be version") && !text.contains("Version");
            assert_eq!(
                refusal.position.is_none(),
                version_missing,
                "line {}",
                row.line
            );
            refusal.message
        }
    }
}

fn decision(row: &Row) -> String {
    row.fixtures.ask(
        row.cell("Caller").unwrap(),
        row.cell("Request").unwrap(),
        row.cell("In force").unwrap(),
        row.cell("Context").unwrap(),
        |request, layers, world| {
            let decision = policy::evaluate(request, layers);
            assert_eq!(
                policy::explain(request, layers).decision(),
                decision,
                "line {}",
                row.line
            );
            assert_eq!(
                naive::decide(request, world),
                (decision.effect, decision.layer),
                "line {}",
                row.line
            );
            let effect = match decision.effect {
                Effect::Allow => "allow",
                Effect::ExplicitDeny => "explicitDeny",
                Effect::ImplicitDeny => "implicitDeny",
            };
            format!("{effect} {}", layer_name(decision.layer))
        },
    )
}

fn layer_name(layer: Layer) -> String {
    serde_json::to_value(layer)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn message(row: &Row) -> String {
    let cell = |column| row.cell(column).unwrap();
    row.fixtures.ask(
        cell("Caller"),
        cell("Request"),
        cell("In force"),
        "",
        |request, layers, _| {
            let decision = policy::evaluate(request, layers);
            let full = policy::denial_message(request, layers, &decision, true);
            let short = policy::denial_message(request, layers, &decision, false);
            assert!(full.starts_with(&short), "{short}");
            full
        },
    )
}

fn clause(row: &Row) -> String {
    let cell = |column| row.cell(column).unwrap();
    row.fixtures.ask(
        cell("Caller"),
        cell("Request"),
        cell("In force"),
        cell("Context"),
        |request, layers, _| policy::explain(request, layers).clause(&["STS:externalid"]),
    )
}

fn changes(row: &Row) -> Vec<String> {
    let cell = |column| row.cell(column).unwrap();
    row.fixtures.ask(
        cell("Caller"),
        cell("Request"),
        cell("In force"),
        cell("Context"),
        |request, layers, _| {
            let explanation = policy::explain(request, layers);
            let text = |set: &Vec<policy::Change>| {
                set.iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", and ")
            };
            explanation.changes.iter().map(text).collect()
        },
    )
}

/// What the context holds under the row's key, once filled; a key that is given stays.
fn filled(row: &Row) -> String {
    let (caller, key) = (
        row.fixtures.caller(row.cell("Caller").unwrap()),
        row.cell("Key").unwrap(),
    );
    let mut given = Context::new();
    given.insert(key, "given");
    given.fill(caller, "222222222222");
    assert_eq!(given.get(key), Some(&Value::Single("given".into())));
    let mut cx = Context::new();
    cx.fill(caller, "222222222222");
    match cx.get(key) {
        Some(Value::Single(value)) => value.to_string(),
        Some(Value::Multi(values)) => format!("[{}]", values.join(", ")),
        None => "absent".to_owned(),
    }
}

/// Whether a statement with the row's element speaks of the row's request.
fn matches(row: &Row) -> String {
    let kind = kind(row.cell("Kind").unwrap_or("identity"));
    let elements = [
        "Condition",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
    ]
    .into_iter()
    .filter_map(|column| Some((column, row.cell(column)?)))
    .collect();
    let effect = row.cell("Effect").unwrap_or("Allow");
    let version = row.cell("Version").unwrap_or("2012-10-17");
    let document = Document::parse(&statement_document(kind, version, effect, &elements)).unwrap();
    let cx: Context = context(row.cell("Context").unwrap_or(""));
    let given = row.cell("Request").unwrap_or("s3:GetObject");
    let is_action = row.cells.contains_key("Action") || row.cells.contains_key("NotAction");
    let is_resource = row.cells.contains_key("Resource") || row.cells.contains_key("NotResource");
    let principal = crate::fixtures::user();
    let request = Request {
        principal: &principal,
        action: if is_action { given } else { "s3:GetObject" },
        resource: if is_resource { given } else { "arn:aws:s3:::b" },
        resource_account: "111111111111",
        context: &cx,
    };
    crate::fixtures::speaks(&request, &document, kind, effect).to_string()
}
