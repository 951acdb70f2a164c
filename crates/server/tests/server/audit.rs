//! The audit trail.

use serde_json::Value;

use crate::running::Server;

#[test]
fn a_call_is_in_the_trail_when_its_reply_arrives_and_secrets_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let server = Server::dev(&[("audit", path.to_str().unwrap())]);
    let lines = || -> Vec<Value> {
        let text = std::fs::read_to_string(&path).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let reply = server.iam("CreateUser", &[("UserName", "alice")]).ok();
    let written = lines();
    assert_eq!(written.len(), 1);
    assert_eq!(written[0]["eventName"], "CreateUser");
    assert_eq!(written[0]["eventSource"], "iam.amazonaws.com");
    assert_eq!(written[0]["sourceIPAddress"], "127.0.0.1");
    assert_eq!(written[0]["requestParameters"]["userName"], "alice");
    assert!(
        reply
            .head
            .contains(written[0]["requestID"].as_str().unwrap()),
        "{}",
        reply.head
    );
    server
        .iam("CreateUser", &[("UserName", "alice")])
        .refused(409, "EntityAlreadyExists");
    assert_eq!(lines()[1]["errorCode"], "EntityAlreadyExists");
    server.iam("CreateAccessKey", &[("UserName", "alice")]).ok();
    assert!(
        !std::fs::read_to_string(&path)
            .unwrap()
            .contains("portcullis-dev-secret")
    );

    std::fs::rename(&path, folder.path().join("audit.1")).unwrap();
    server.reload();
    server.iam("ListUsers", &[]).ok();
    assert_eq!(lines().len(), 1);
}

#[test]
fn without_a_trail_nothing_is_changed_and_reads_go_on() {
    let server = Server::dev(&[("audit", "/dev/full")]);
    server.iam("ListUsers", &[]).ok();
    server
        .iam("CreateUser", &[("UserName", "alice")])
        .refused(500, "ServiceFailure");
    server
        .iam("GetUser", &[("UserName", "alice")])
        .refused(404, "NoSuchEntity");
}
