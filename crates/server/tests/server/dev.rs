//! `/_portcullis/reset` and `/_portcullis/clock`.

use crate::client::{Caller, post};
use crate::running::{Server, settings};

const JSON: (&str, &str) = ("content-type", "application/json");
const LOCAL: (&str, &str) = ("host", "localhost");

#[test]
fn reset_brings_back_the_first_moment() {
    let server = Server::dev(&[]);
    server.iam("CreateUser", &[("UserName", "gone")]).ok();
    let reply = post(server.address, "/_portcullis/reset", &[LOCAL, JSON], b"{}").ok();
    assert!(reply.body.starts_with("{\"now\":\""), "{}", reply.body);
    server
        .iam("GetUser", &[("UserName", "gone")])
        .refused(404, "NoSuchEntity");
    server.iam("CreateUser", &[("UserName", "gone")]).ok();
}

#[test]
fn the_clock_moves_sessions_but_not_signatures() {
    let server = Server::dev(&[]);
    let made = server
        .root()
        .sts(
            server.address,
            "GetSessionToken",
            &[("DurationSeconds", "900")],
        )
        .ok();
    let session = Caller {
        access_key_id: made.element("AccessKeyId").to_owned(),
        secret: made.element("SecretAccessKey").to_owned(),
        token: Some(made.element("SessionToken").to_owned()),
    };
    session.sts(server.address, "GetCallerIdentity", &[]).ok();
    let advance = |body: &str| {
        post(
            server.address,
            "/_portcullis/clock",
            &[LOCAL, JSON],
            body.as_bytes(),
        )
    };
    advance("{\"advanceSeconds\":7200}").ok();
    session
        .sts(server.address, "GetCallerIdentity", &[])
        .refused(403, "ExpiredToken");
    server
        .root()
        .sts(server.address, "GetCallerIdentity", &[])
        .ok();
    post(server.address, "/_portcullis/reset", &[LOCAL, JSON], b"").ok();
    session.sts(server.address, "GetCallerIdentity", &[]).ok();
    for body in [
        "{\"advanceSeconds\":-1}",
        "{\"advanceSeconds\":1.5}",
        "{}",
        "",
        "{\"advanceSeconds\":99999999999999}",
        "{\"advanceSeconds\":1,\"x\":2}",
    ] {
        assert_eq!(advance(body).status, 400, "{body}");
    }
}

#[test]
fn a_web_page_can_call_neither() {
    let server = Server::dev(&[]);
    for path in ["/_portcullis/reset", "/_portcullis/clock"] {
        let body = b"{\"advanceSeconds\":1}";
        assert_eq!(
            post(
                server.address,
                path,
                &[LOCAL, ("content-type", "text/plain")],
                body
            )
            .status,
            415
        );
        assert_eq!(post(server.address, path, &[LOCAL], body).status, 415);
        assert_eq!(
            post(
                server.address,
                path,
                &[("host", "evil.example"), JSON],
                body
            )
            .status,
            403
        );
    }
    assert_eq!(
        post(server.address, "/_portcullis/other", &[LOCAL, JSON], b"").status,
        404
    );
}

#[test]
fn a_server_with_a_folder_has_neither() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server =
        Server::start(&settings(&[("data", data.to_str().unwrap())], &[]).unwrap()).unwrap();
    let reply = post(server.address, "/_portcullis/reset", &[LOCAL, JSON], b"{}");
    assert_eq!(reply.status, 400, "{}", reply.body);
}
