//! `portcullis sigv4 verify` and `explain`, as a user runs them.
#![expect(clippy::unwrap_used, reason = "a test may panic anywhere")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// AWS's published vector `get-vanilla`, as a request in JSON.
fn vanilla() -> Value {
    json!({
        "method": "GET",
        "target": "/",
        "headers": [
            ["Host", "example.amazonaws.com"],
            ["X-Amz-Date", "20150830T123600Z"],
            ["Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
        ],
        "body_base64": "",
        "credentials": {"access_key_id": "AKIDEXAMPLE", "secret_access_key": SECRET, "session_token": null},
        "region": "us-east-1",
        "service": "service",
        "now": "2015-08-30T12:40:00Z",
        "normalize": true,
    })
}

fn wrong() -> Value {
    let mut request = vanilla();
    request["headers"][0][1] = json!("example.amazonaws.com:4747");
    request
}

struct Answer {
    code: i32,
    out: String,
    err: String,
}

fn portcullis(arguments: &[&str], input: &str) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portcullis"))
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

#[test]
fn a_right_signature_is_valid() {
    for arguments in [&["sigv4", "verify"][..], &["sigv4", "verify", "-"]] {
        let answer = portcullis(arguments, &vanilla().to_string());
        assert_eq!(
            (answer.code, answer.out.as_str(), answer.err.as_str()),
            (0, "valid\n", "")
        );
    }
}

#[test]
fn the_request_may_be_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.json");
    std::fs::write(&file, serde_json::to_string_pretty(&vanilla()).unwrap()).unwrap();
    let answer = portcullis(
        &[
            "sigv4",
            "verify",
            "--format",
            "json",
            file.to_str().unwrap(),
        ],
        "",
    );
    assert_eq!(
        (answer.code, answer.out.as_str()),
        (0, "{\"error\":null,\"valid\":true}\n")
    );
    let answer = portcullis(&["sigv4", "verify", "/nowhere/request.json"], "");
    assert_eq!(answer.code, 2);
    assert!(
        answer
            .err
            .contains("/nowhere/request.json: No such file or directory"),
        "{}",
        answer.err
    );
}

#[test]
fn a_wrong_signature_is_refused_in_aws_words() {
    let answer = portcullis(&["sigv4", "verify"], &wrong().to_string());
    assert_eq!(answer.code, 1);
    let expected =
        "refused: SignatureDoesNotMatch: The request signature we calculated does not match";
    assert!(answer.out.starts_with(expected), "{}", answer.out);
    assert_eq!(answer.err, "");
}

#[test]
fn explain_shows_what_was_computed_and_what_differs() {
    let answer = portcullis(&["sigv4", "explain"], &wrong().to_string());
    assert_eq!(answer.code, 1);
    for expected in [
        "canonical request:\n    GET\n    /\n    \n    host:example.amazonaws.com:4747\n    x-amz-date:20150830T123600Z\n",
        "string to sign:\n    AWS4-HMAC-SHA256\n    20150830T123600Z\n    20150830/us-east-1/service/aws4_request\n",
        "verdict: refused\n",
        "first difference (headers): the header `host` was signed as `example.amazonaws.com`, \
         but arrived as `example.amazonaws.com:4747`\n",
    ] {
        assert!(answer.out.contains(expected), "{}", answer.out);
    }
    assert!(!answer.out.contains(SECRET));

    let answer = portcullis(
        &["sigv4", "explain", "--format", "json"],
        &vanilla().to_string(),
    );
    let value: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(
        (answer.code, &value["valid"], &value["difference"]),
        (0, &json!(true), &Value::Null)
    );
    assert_eq!(
        value["signature"],
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    );
    let hash = "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63";
    assert!(value["string_to_sign"].as_str().unwrap().ends_with(hash));
}

#[test]
fn all_requests_are_answered_before_the_exit_code_tells_of_a_malformed_one() {
    let mut misspelt = vanilla();
    misspelt["sevice"] = json!("iam");
    let input = format!("{}\n{misspelt}\n{}\n{misspelt}\n", vanilla(), wrong());
    let answer = portcullis(&["sigv4", "verify", "--format", "json"], &input);
    let lines: Vec<Value> = answer
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answer.code, 2);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["valid"], true);
    for (at, line) in [(1, 2), (3, 4)] {
        assert_eq!(lines[at]["error"]["line"], line);
        assert!(
            lines[at]["error"]["message"]
                .as_str()
                .unwrap()
                .starts_with("unknown field `sevice`"),
            "{}",
            lines[at]
        );
    }
    assert_eq!(lines[2]["error"]["code"], "SignatureDoesNotMatch");
    assert!(
        answer.err.contains("2 of 4 requests cannot be read"),
        "{}",
        answer.err
    );
}

#[test]
fn what_is_no_json_is_misuse() {
    for (input, out, err) in [
        ("", "", "the input holds no request"),
        (
            "{\n",
            "malformed: line 2: EOF while parsing an object\n",
            "1 of 1 requests cannot be read",
        ),
        (
            "[1]",
            "malformed: line 1: ",
            "1 of 1 requests cannot be read",
        ),
        (
            "GET / HTTP/1.1",
            "malformed: line 1: expected value\n",
            "1 of 1 requests cannot be read",
        ),
    ] {
        let answer = portcullis(&["sigv4", "verify"], input);
        assert_eq!(answer.code, 2, "{input}");
        assert!(answer.out.starts_with(out), "{}", answer.out);
        assert!(answer.err.contains(err), "{}", answer.err);
    }
}
