//! Against botocore: what it sends we read, what we write it reads.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use wire::model::{Kind, Shape, iam, sts};
use wire::xml::{self, Fault};
use wire::{Params, query};

use crate::operations::all;
use crate::sample::full;
use crate::typed::{Reader, Writer};

#[derive(Deserialize)]
struct Sent {
    service: String,
    operation: String,
    input: Value,
    body: String,
}

#[test]
fn what_botocore_sends_is_read() {
    let mut count = 0;
    for line in python("requests", "").lines() {
        let sent: Sent = serde_json::from_str(line).unwrap();
        let service = if sent.service == "iam" { iam() } else { sts() };
        let operation = service.operation(&sent.operation).unwrap();
        let params = Params::parse("", sent.body.as_bytes(), 100_000).unwrap();
        assert_eq!(params.get("Action"), Some(operation.name.as_str()));
        assert_eq!(params.get("Version"), Some(service.version()));
        if let Some(input) = &operation.input {
            let read = query::from_params_seed(Reader(input), &params).unwrap();
            let expected = sendable(input, &sent.input).unwrap_or_else(|| json!({}));
            assert_eq!(read, expected, "{}: {}", operation.name, sent.body);
        }
        count += 1;
    }
    assert_eq!(count, 4 * 191);
}

#[test]
fn what_we_write_botocore_reads() {
    let mut cases = String::new();
    let mut expected = Vec::new();
    for (service, operation) in all() {
        for size in [0, 1, 2, 11] {
            let output = operation.output.as_deref();
            let value = output.map_or_else(|| json!({}), |shape| strange(shape, full(shape, size)));
            let body = match output {
                Some(shape) => xml::response(
                    &operation.name,
                    service.namespace(),
                    &Writer(shape, &value),
                    "r-1",
                ),
                None => xml::response(&operation.name, service.namespace(), &(), "r-1"),
            };
            let case = json!({"service": service.name(), "operation": operation.name, "status": 200,
                "body": String::from_utf8(body).unwrap()});
            cases.push_str(&format!("{case}\n"));
            let mut answer = value;
            answer["ResponseMetadata"] =
                json!({"RequestId": "r-1", "HTTPStatusCode": 200, "HTTPHeaders": {}});
            expected.push((operation.name.as_str(), answer));
        }
    }
    let answers = python("responses", &cases);
    let answers: Vec<Value> = answers
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 4 * 191);
    for ((name, expected), answer) in expected.iter().zip(&answers) {
        assert_eq!(answer, expected, "{name}");
    }
}

#[test]
fn our_errors_botocore_reads() {
    let message = "Value '<a&b>\u{e9}' \"at\"\r\n'userName'";
    let body = xml::error(
        iam().namespace(),
        "ValidationError",
        message,
        Fault::Sender,
        "r-2",
    );
    let case = json!({"service": "iam", "operation": "CreateUser", "status": 400,
        "body": String::from_utf8(body).unwrap()});
    let answer: Value = serde_json::from_str(&python("responses", &case.to_string())).unwrap();
    let expected = json!({
        "Error": {"Type": "Sender", "Code": "ValidationError", "Message": message},
        "ResponseMetadata": {"RequestId": "r-2", "HTTPStatusCode": 400, "HTTPHeaders": {}},
    });
    assert_eq!(answer, expected);
}

/// What botocore puts on the wire of an input: it leaves out empty maps and structures that hold nothing.
fn sendable(shape: &Shape, value: &Value) -> Option<Value> {
    match (&shape.kind, value) {
        (Kind::Structure(_), Value::Object(members)) => {
            let sent = members.iter().filter_map(|(name, value)| {
                let member = shape.member(name).unwrap();
                Some((name.clone(), sendable(&member.shape, value)?))
            });
            let sent: Map<_, _> = sent.collect();
            (!sent.is_empty()).then_some(Value::Object(sent))
        }
        (Kind::Map { .. }, Value::Object(entries)) => (!entries.is_empty()).then(|| value.clone()),
        _ => Some(value.clone()),
    }
}

/// The same value with texts that XML has to escape.
fn strange(shape: &Shape, value: Value) -> Value {
    match (&shape.kind, value) {
        (Kind::Structure(_), Value::Object(members)) => {
            let changed = members.into_iter().map(|(name, value)| {
                let changed = strange(&shape.member(&name).unwrap().shape, value);
                (name, changed)
            });
            Value::Object(changed.collect())
        }
        (Kind::List { member, .. }, Value::Array(items)) => Value::Array(
            items
                .into_iter()
                .map(|item| strange(member, item))
                .collect(),
        ),
        (Kind::Map { value: inner, .. }, Value::Object(entries)) => {
            let changed = entries
                .into_iter()
                .map(|(key, value)| (format!("{key} <é&>"), strange(inner, value)));
            Value::Object(changed.collect())
        }
        (Kind::String { .. }, Value::String(text)) if text.len() % 2 == 0 => {
            json!(format!("{text}<&>\"'\r\n\t\u{85}\u{2028}é😀 "))
        }
        (Kind::String { .. }, Value::String(text)) if text.len() % 3 == 0 => json!(""),
        (_, value) => value,
    }
}

#[expect(clippy::disallowed_methods, reason = "the oracle is a Python program")]
fn python(task: &str, input: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/botocore_requests.py");
    let mut child = Command::new(interpreter())
        .arg(script)
        .arg(task)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "botocore_requests.py {task} failed"
    );
    String::from_utf8(output.stdout).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test environment is found by a variable"
)]
fn interpreter() -> PathBuf {
    if let Some(python) = std::env::var_os("PORTCULLIS_PYTHON") {
        return PathBuf::from(python);
    }
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/python/bin/python");
    assert!(
        python.exists(),
        "this test needs Python with botocore: run `cargo xtask test`, which makes it"
    );
    python
}
