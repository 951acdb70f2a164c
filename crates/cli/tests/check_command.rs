//! `portcullis check`, as a user runs it.
#![expect(clippy::unwrap_used, reason = "a test may panic anywhere")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const FINE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}}"#;
const SLIP: &str = r#"{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*" }
}
"#;
const REFUSED: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3", "Resource": "bucket" }
  ]
}
"#;

struct Answer {
    code: i32,
    out: String,
    err: String,
}

fn check(arguments: &[&str], input: &str) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portcullis"))
        .arg("check")
        .args(arguments)
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

fn json_of(arguments: &[&str], input: &str) -> Value {
    let arguments = [&["--format", "json"], arguments].concat();
    serde_json::from_str(&check(&arguments, input).out).unwrap()
}

#[test]
fn a_good_policy_is_accepted_and_the_guess_is_printed() {
    let answer = check(&[], FINE);
    assert_eq!(answer.code, 0);
    assert_eq!(
        answer.out,
        "-: identity policy (a guess; --kind tells): AWS would accept it; nothing to say\n"
    );
    let told = check(&["--kind", "managed", "-"], FINE);
    assert_eq!(
        told.out,
        "-: managed policy: AWS would accept it; nothing to say\n"
    );
}

#[test]
fn a_slip_is_shown_with_what_is_meant() {
    let answer = check(&["-"], SLIP);
    assert_eq!(answer.code, 0);
    let wanted = "\
warning[unknown-action]: `s3` has no action `GetObjct`
 --> -:3:47
  |
3 |   \"Statement\": { \"Effect\": \"Allow\", \"Action\": \"s3:GetObjct\", \"Resource\": \"*\" }
  |                                               ^^^^^^^^^^^^^
  |
help: perhaps `s3:GetObject` is meant
  |
3 |   \"Statement\": { \"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\" }
  |                                                         +

-: identity policy (a guess; --kind tells): AWS would accept it; 1 warning
";
    assert_eq!(answer.out, wanted);
    assert_eq!(check(&["--deny-warnings"], SLIP).code, 1);
    assert_eq!(check(&["--deny-warnings"], FINE).code, 0);
}

#[test]
fn a_refused_policy_is_told_in_the_words_of_aws() {
    let answer = check(&[], REFUSED);
    assert_eq!(answer.code, 1);
    for wanted in [
        "error[resource-format]: Resource bucket must be in ARN format or \"*\".",
        "error[action-format]: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "AWS would refuse it; 2 errors",
    ] {
        assert!(answer.out.contains(wanted), "{wanted}\n{}", answer.out);
    }
}

#[test]
fn kinds_are_guessed_as_documented() {
    let statement = |body: &str| {
        format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{body}}}}}"#)
    };
    for (body, wanted) in [
        (r#""Action":"sts:AssumeRole","Resource":"*""#, "identity"),
        (
            r#""Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole""#,
            "trust",
        ),
        (
            r#""Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*""#,
            "resource",
        ),
    ] {
        let answer = json_of(&[], &statement(body));
        assert_eq!(
            (&answer["kind"], &answer["guessed"]),
            (&json!(wanted), &json!(true)),
            "{body}"
        );
    }
    let told = json_of(&["--kind", "session"], FINE);
    assert_eq!(
        (&told["kind"], &told["guessed"]),
        (&json!("session"), &json!(false))
    );
}

#[test]
fn every_kind_has_its_name() {
    for kind in [
        "identity", "managed", "resource", "trust", "boundary", "session", "scp", "rcp", "endpoint",
    ] {
        assert_eq!(json_of(&["--kind", kind], FINE)["kind"], kind);
    }
    assert_eq!(check(&["--kind", "bucket"], FINE).code, 2);
}

#[test]
fn json_has_places_and_changes() {
    let answer = json_of(&[], SLIP);
    assert_eq!(answer["accepted"], true);
    let wanted = json!([{
        "code": "unknown-action",
        "severity": "warning",
        "message": "`s3` has no action `GetObjct`",
        "start": 75, "end": 88, "line": 3, "column": 47, "endLine": 3, "endColumn": 60,
        "fix": {
            "message": "perhaps `s3:GetObject` is meant",
            "edits": [{ "start": 75, "end": 88, "replacement": "\"s3:GetObject\"" }],
        },
    }]);
    assert_eq!(answer["findings"], wanted);
    assert_eq!(json_of(&[], REFUSED)["accepted"], false);
}

#[test]
fn sarif_has_one_run_for_all_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let files = [path("a slip.json", SLIP), path("refused.json", REFUSED)];
    let answer = check(&["--format", "sarif", &files[0], &files[1]], "");
    assert_eq!(answer.code, 1);
    let log: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let ids: Vec<&str> = results
        .iter()
        .map(|it| it["ruleId"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["unknown-action", "resource-format", "action-format"]);
    assert_eq!(results[0]["level"], "warning");
    let location = &results[0]["locations"][0]["physicalLocation"];
    let uri = location["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.ends_with("/a%20slip.json"), "{uri}");
    let region = json!({ "startLine": 3, "startColumn": 47, "endLine": 3, "endColumn": 60 });
    assert_eq!(location["region"], region);
    let change = &results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["deletedRegion"], region);
    assert_eq!(change["insertedContent"]["text"], "\"s3:GetObject\"");
    let described: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        described,
        ["action-format", "resource-format", "unknown-action"]
    );
}

#[test]
fn a_file_that_is_missing_is_misuse_after_the_others_are_answered() {
    let answer = check(&["/nonexistent/policy.json", "-"], REFUSED);
    assert_eq!(answer.code, 2);
    assert!(
        answer.err.contains("/nonexistent/policy.json"),
        "{}",
        answer.err
    );
    assert!(answer.out.contains("2 errors"), "{}", answer.out);
}

#[test]
fn the_page_of_rules_is_printed() {
    let answer = check(&["--rules"], "");
    assert_eq!(answer.code, 0);
    assert!(
        answer
            .out
            .starts_with("# What `portcullis check` looks for")
    );
    assert_eq!(check(&["--rules", "--kind", "trust"], "").code, 2);
}

#[test]
fn a_policy_cannot_steer_the_terminal() {
    let text = SLIP.replace("GetObjct", "Get\\u001b[31mObjct");
    let answer = check(&[], &text);
    assert!(answer.out.contains("has no action"), "{}", answer.out);
    assert!(!answer.out.contains('\u{1b}'), "{:?}", answer.out);
    let raw = SLIP.replace("GetObjct", "Get\u{1b}[31mObjct");
    let answer = check(&[], &raw);
    assert_eq!(answer.code, 1);
    assert!(!answer.out.contains('\u{1b}'), "{:?}", answer.out);
}
