//! Health, readiness, metrics.

use serde_json::{Value, json};

use crate::client::get;
use crate::running::Server;

#[test]
fn health_tells_enforcement_version_and_store() {
    let server = Server::dev(&[("enforcement", "log")]);
    let health: Value = serde_json::from_str(&get(server.admin, "/health").ok().body).unwrap();
    assert_eq!(
        health,
        json!({"status": "ok", "enforcement": "log", "version": env!("CARGO_PKG_VERSION"), "store": "memory"})
    );
    assert_eq!(get(server.admin, "/ready").status, 200);
    assert_eq!(get(server.admin, "/elsewhere").status, 404);
}

#[test]
fn metrics_count_calls_denials_and_failed_authentications() {
    let server = Server::dev(&[]);
    server.iam("CreateUser", &[("UserName", "alice")]).ok();
    let key = server.iam("CreateAccessKey", &[("UserName", "alice")]).ok();
    let mut alice = server.root().clone();
    (alice.access_key_id, alice.secret) = (
        key.element("AccessKeyId").into(),
        key.element("SecretAccessKey").into(),
    );
    alice
        .iam(server.address, "ListUsers", &[])
        .refused(403, "AccessDenied");
    alice.secret.push('x');
    alice
        .iam(server.address, "ListUsers", &[])
        .refused(403, "SignatureDoesNotMatch");
    server
        .iam("NoSuchActionEver", &[])
        .refused(400, "InvalidAction");
    let metrics = get(server.admin, "/metrics").ok().body;
    for line in [
        "portcullis_requests_total{action=\"CreateUser\",code=\"OK\"} 1",
        "portcullis_requests_total{action=\"ListUsers\",code=\"AccessDenied\"} 1",
        "portcullis_requests_total{action=\"none\",code=\"InvalidAction\"} 1",
        "portcullis_denials_total 1",
        "portcullis_authentication_failures_total 1",
        "portcullis_journal_head 3",
        "portcullis_append_records_count 2",
        "portcullis_request_seconds_count 5",
        "portcullis_snapshots_total 3",
    ] {
        assert!(
            metrics.lines().any(|found| found == line),
            "no {line} in\n{metrics}"
        );
    }
    assert!(!metrics.contains("NoSuchActionEver"));
}

#[test]
fn what_policies_deny_is_allowed_where_it_is_only_logged() {
    let server = Server::dev(&[("enforcement", "log")]);
    server.iam("CreateUser", &[("UserName", "alice")]).ok();
    let key = server.iam("CreateAccessKey", &[("UserName", "alice")]).ok();
    let mut alice = server.root().clone();
    (alice.access_key_id, alice.secret) = (
        key.element("AccessKeyId").into(),
        key.element("SecretAccessKey").into(),
    );
    alice.iam(server.address, "ListUsers", &[]).ok();
    alice.secret.push('x');
    alice
        .iam(server.address, "ListUsers", &[])
        .refused(403, "SignatureDoesNotMatch");
}
