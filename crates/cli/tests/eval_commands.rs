//! `portcullis eval` and `test`, as a user runs them.
#![expect(clippy::unwrap_used, reason = "a test may panic anywhere")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

struct Answer {
    code: i32,
    out: String,
    err: String,
}

fn portcullis(folder: &Path, arguments: &[&str], input: &str) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads no input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    Answer {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// Runs in the folder of the records.
fn run(arguments: &[&str], input: &str) -> Answer {
    portcullis(&records(), arguments, input)
}

fn records() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records")
}

fn jsons(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn record(id: &str) -> Value {
    json!({
        "id": id,
        "principal": {"arn": "arn:aws:iam::111111111111:root"},
        "action": "s3:GetObject",
        "resource": {"arn": "arn:aws:s3:::b/k"},
    })
}

fn expecting(id: &str, decision: &str) -> String {
    let mut record = record(id);
    record["expect"] = json!({"decision": decision});
    record.to_string()
}

#[test]
fn the_worked_cases_of_the_specification_hold() {
    for (file, count) in [
        ("spec-6-4.jsonl", 15),
        ("spec-6-7.jsonl", 73),
        ("layers.yaml", 3),
    ] {
        let done = run(&["test", "--format", "json", file], "");
        let summary =
            json!({"records": count, "met": count, "missed": 0, "malformed": 0, "unchecked": 0});
        assert_eq!(jsons(&done.out), [json!({ "summary": summary })], "{file}");
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{file}");
    }
    let text = std::fs::read_to_string(records().join("spec-6-7.jsonl")).unwrap();
    let ids: Vec<Value> = jsons(&text).iter().map(|case| case["id"].clone()).collect();
    for number in 1..=73 {
        // 13 is a policy that cannot be stored.
        let there = ids.contains(&json!(number.to_string()));
        assert_eq!(there, number != 13, "{number}");
    }
}

#[test]
fn every_wrong_expectation_is_missed() {
    let text = std::fs::read_to_string(records().join("spec-6-7.jsonl")).unwrap();
    let turned: Vec<String> = jsons(&text)
        .into_iter()
        .map(|mut case| {
            let allowed = case["expect"]["decision"] == "allow";
            case["expect"] = json!({"decision": if allowed { "explicitDeny" } else { "allow" }});
            case.to_string()
        })
        .collect();
    let done = run(&["test", "--format", "json"], &turned.join("\n"));
    let answers = jsons(&done.out);
    assert_eq!(done.code, 1);
    assert_eq!(answers.len(), 74);
    assert_eq!(answers[73]["summary"]["missed"], 73);
    for answer in &answers[..73] {
        assert_eq!(answer["misses"][0]["member"], "decision");
        assert_eq!(answer["misses"][0]["actual"], answer["decision"]);
        assert_ne!(answer["clause"], "");
    }
}

#[test]
fn exit_codes_tell_misses_from_malformed_input() {
    let (good, miss, broken) = (
        expecting("a", "allow"),
        expecting("b", "implicitDeny"),
        "{\"id\":\"c\"}",
    );
    let unchecked = record("d").to_string();
    let cases: &[(&[&str], String, i32)] = &[
        (&["eval"], good.clone(), 0),
        // A denial is an answer like another.
        (&["eval"], miss.clone(), 0),
        (&["eval"], String::new(), 0),
        (&["eval"], broken.to_owned(), 2),
        (&["eval", "no-such-file.json"], String::new(), 2),
        (&["eval", "--no-such-flag"], String::new(), 2),
        (&["test"], good.clone(), 0),
        (&["test", "-"], good.clone(), 0),
        (&["test"], format!("{good}{miss}"), 1),
        (&["test"], format!("{broken}{miss}"), 2),
        (&["test"], format!("{unchecked}{good}"), 0),
        // What tests nothing is a mistake.
        (&["test"], unchecked, 2),
        (&["test"], String::new(), 2),
        (&["test", "--watch"], String::new(), 2),
        (&["test", "--format", "tree"], good, 2),
    ];
    for (arguments, input, code) in cases {
        let done = run(arguments, input);
        assert_eq!(done.code, *code, "{arguments:?} {input} {}", done.err);
        assert_eq!(
            done.err.is_empty(),
            *code != 2,
            "{arguments:?} {input} {}",
            done.err
        );
    }
}

#[test]
fn a_malformed_record_is_answered_in_its_place() {
    let mut unknown = record("b");
    unknown["polices"] = json!({});
    let lines = [
        record("a").to_string(),
        unknown.to_string(),
        "{\"id\":\"truncated".to_owned(),
        record("d").to_string(),
    ];
    let done = run(&["eval", "--format", "json"], &lines.join("\n"));
    let answers = jsons(&done.out);
    assert_eq!(done.code, 2);
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, [&json!("a"), &json!("b"), &Value::Null, &json!("d")]);
    assert_eq!(answers[1]["error"]["line"], 2);
    let message = answers[1]["error"]["message"].as_str().unwrap();
    assert!(
        message.starts_with("unknown member `polices` of `record`"),
        "{message}"
    );
    assert_eq!(answers[2]["error"]["line"], 3);
    assert_eq!(answers[3]["decision"], "allow");
    assert!(
        done.out
            .lines()
            .nth(1)
            .unwrap()
            .starts_with("{\"id\":\"b\",\"error\":{\"line\":2,\"message\":")
    );
    assert_eq!(
        serde_json::from_str::<Value>(&done.err).unwrap(),
        json!({"error": {"message": "2 of 4 records cannot be read"}})
    );
}

#[test]
fn lists_values_and_several_files_are_answered_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let pretty = serde_json::to_string_pretty(&[record("a"), record("b")]).unwrap();
    write("one.json", pretty);
    write(
        "two.unknown",
        format!("\n{}", serde_json::to_string_pretty(&record("c")).unwrap()),
    );
    write("three.yml", "# yaml\nid: d\n".to_owned());
    let done = portcullis(
        folder.path(),
        &[
            "eval",
            "--format",
            "json",
            "one.json",
            "two.unknown",
            "three.yml",
            "-",
        ],
        &record("e").to_string(),
    );
    let answers = jsons(&done.out);
    let ids: Vec<&str> = answers
        .iter()
        .map(|answer| answer["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["a", "b", "c", "d", "e"]);
    assert_eq!(
        answers[3]["error"]["message"],
        "three.yml: `record` has no `principal` (column 1)"
    );
}

#[test]
fn answers_come_while_the_input_still_runs() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .args(["eval", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let count = 5_000;
    let (first, last) = std::thread::scope(|scope| {
        let (seen, wait) = std::sync::mpsc::channel();
        scope.spawn(move || {
            // One line, one list: it is not closed before its first answer has been read.
            input.write_all(b"[").unwrap();
            for number in 0..count {
                write!(input, "{},", record(&number.to_string())).unwrap();
            }
            wait.recv().unwrap();
            write!(input, "{}]", record("last")).unwrap();
        });
        let first = output.next().unwrap().unwrap();
        seen.send(()).unwrap();
        let mut last = String::new();
        for (number, line) in output.enumerate() {
            last = line.unwrap();
            if number + 1 < count {
                assert!(
                    last.starts_with(&format!("{{\"id\":\"{}\",", number + 1)),
                    "{last}"
                );
            }
        }
        (first, last)
    });
    assert!(first.starts_with("{\"id\":\"0\","), "{first}");
    assert!(last.starts_with("{\"id\":\"last\","), "{last}");
    assert!(child.wait().unwrap().success());
}

#[test]
fn names_cannot_steer_a_terminal() {
    let done = run(&["eval"], &record("a\u{1b}[2J\n\u{9b}31m").to_string());
    assert_eq!(done.out, "a\\u{1b}[2J\\n\\u{9b}31m: allow by service\n");
}

#[test]
fn the_explanation_has_the_members_that_scripts_read() {
    let done = run(
        &["eval", "--explain", "--format", "json", "explained.yaml"],
        "",
    );
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let pretty: Vec<String> = jsons(&done.out)
        .iter()
        .map(|answer| serde_json::to_string_pretty(answer).unwrap())
        .collect();
    insta::assert_snapshot!(pretty.join("\n"));
}

#[test]
fn reports_are_well_formed_and_tell_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        expecting("met", "allow"),
        expecting("<missed> & \"quoted\"", "explicitDeny"),
        "{\"id\":\"malformed\"}".to_owned(),
        record("unchecked").to_string(),
    ];
    std::fs::write(folder.path().join("a b.jsonl"), lines.join("\n")).unwrap();
    let reports = ["--junit", "junit.xml", "--sarif", "log.sarif"];
    let arguments = [&["test", "a b.jsonl"][..], &reports[..]].concat();
    let done = portcullis(folder.path(), &arguments, "");
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(
        done.out
            .ends_with("4 records: 1 as expected, 1 missed, 1 malformed, 1 without `expect`\n")
    );

    let xml = std::fs::read_to_string(folder.path().join("junit.xml")).unwrap();
    let junit = roxmltree::Document::parse(&xml).unwrap();
    let suite = junit
        .descendants()
        .find(|node| node.has_tag_name("testsuite"))
        .unwrap();
    for (name, count) in [
        ("tests", "4"),
        ("failures", "1"),
        ("errors", "1"),
        ("skipped", "1"),
    ] {
        assert_eq!(suite.attribute(name), Some(count), "{name}");
        assert_eq!(junit.root_element().attribute(name), Some(count), "{name}");
    }
    let cases: Vec<_> = suite
        .children()
        .filter(|node| node.is_element())
        .map(|case| {
            let outcome = case.first_element_child();
            (
                case.attribute("name").unwrap(),
                case.attribute("line").unwrap(),
                outcome.map(|outcome| {
                    (
                        outcome.tag_name().name(),
                        outcome.attribute("message").unwrap(),
                    )
                }),
            )
        })
        .collect();
    let missed = "decision: expected explicitDeny, is allow";
    let malformed = "`record` has no `principal` (column 1)";
    assert_eq!(
        cases,
        [
            ("met", "1", None),
            ("<missed> & \"quoted\"", "2", Some(("failure", missed))),
            ("malformed", "3", Some(("error", malformed))),
            (
                "unchecked",
                "4",
                Some(("skipped", "the record has no expect"))
            ),
        ]
    );

    let text = std::fs::read_to_string(folder.path().join("log.sarif")).unwrap();
    let sarif: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "portcullis");
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    let results = run["results"].as_array().unwrap();
    let found: Vec<_> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            assert!(rules.contains(&&result["ruleId"]));
            assert_eq!(result["level"], "error");
            assert_eq!(place["artifactLocation"]["uri"], "a%20b.jsonl");
            (&result["ruleId"], &place["region"]["startLine"])
        })
        .collect();
    assert_eq!(
        found,
        [
            (&json!("missed"), &json!(2)),
            (&json!("malformed"), &json!(3))
        ]
    );
}

/// Every file of docs/decision-records.md is written, every command run, and what it prints compared.
#[test]
fn the_documentation_says_what_happens() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/decision-records.md");
    let text = std::fs::read_to_string(path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut commands = 0;
    let mut rest = text.as_str();
    while let Some((_, block)) = rest.split_once("\n```") {
        let (header, block) = block.split_once('\n').unwrap();
        let (body, after) = block.split_once("```\n").unwrap();
        rest = after;
        match header.split_once(' ').unwrap_or((header, "")) {
            ("console", exit) => {
                let (command, expected) = body.split_once('\n').unwrap();
                let mut words = command.split(' ');
                assert_eq!(
                    (words.next(), words.next()),
                    (Some("$"), Some("portcullis"))
                );
                let done = portcullis(folder.path(), &words.collect::<Vec<_>>(), "");
                assert_eq!(done.out, expected, "{command}");
                let code = exit.strip_prefix("exit=").unwrap_or("0");
                assert_eq!(done.code.to_string(), code, "{command}");
                commands += 1;
            }
            (_, name) => std::fs::write(folder.path().join(name), body).unwrap(),
        }
    }
    assert_eq!(commands, 6);
}
