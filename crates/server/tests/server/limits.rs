//! Whatever arrives gets a clear answer, and the server lives.

use std::io::{Read, Write};

use crate::client::{connect, exchange, form, post, read};
use crate::running::Server;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[track_caller]
fn lives(server: &Server) {
    server
        .root()
        .sts(server.address, "GetCallerIdentity", &[])
        .ok();
}

#[test]
fn a_body_beyond_the_limit_is_413() {
    let server = Server::dev(&[]);
    let body = vec![b'a'; (1 << 20) + 1];
    post(server.address, "/", &[("host", "x"), FORM], &body).refused(413, "RequestEntityTooLarge");
    let chunked =
        b"POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks = [
        &chunked[..],
        b"200000\r\n",
        &[b'a'; 0x20_0000],
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    exchange(server.address, &chunks).refused(413, "RequestEntityTooLarge");
    let fits = post(server.address, "/", &[("host", "x"), FORM], &body[1..]);
    assert!(
        (400..500).contains(&fits.status) && fits.status != 413,
        "{fits:?}"
    );
    lives(&server);
}

#[test]
fn a_known_active_key_may_send_more_and_no_more_than_32_mib() {
    let server = Server::dev(&[]);
    let policy = " ".repeat(2 << 20);
    let body = form(
        "CreatePolicy",
        "2010-05-08",
        &[("PolicyName", "p"), ("PolicyDocument", &policy)],
    );
    let reply = exchange(
        server.address,
        &server.root().signed("iam", body.as_bytes(), "x"),
    );
    assert_eq!(reply.status, 400, "{}", reply.body);
    let body = vec![b'a'; (32 << 20) + 1];
    let reply = exchange(server.address, &server.root().signed("iam", &body, "x"));
    reply.refused(413, "RequestEntityTooLarge");
    lives(&server);
}

#[test]
fn a_client_that_waits_for_continue_is_told_at_once() {
    let server = Server::dev(&[]);
    let mut stream = connect(server.address);
    stream.write_all(b"POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 99999999\r\n\r\n").unwrap();
    assert_eq!(read(&mut stream).status, 413);
}

#[test]
fn a_slow_header_is_cut_and_a_slow_body_is_408() {
    let server = Server::dev(&[
        ("header-timeout-seconds", "1"),
        ("read-timeout-seconds", "1"),
    ]);
    let mut slow = connect(server.address);
    slow.write_all(b"POST / HTTP/1.1\r\nhost: x\r\nx-slow: ")
        .unwrap();
    let mut rest = Vec::new();
    assert_eq!(slow.read_to_end(&mut rest).unwrap(), 0, "{rest:?}");
    let mut slow = connect(server.address);
    slow.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc")
        .unwrap();
    read(&mut slow).refused(408, "RequestTimeout");
    lives(&server);
}

#[test]
fn an_idle_connection_is_closed() {
    let server = Server::dev(&[("idle-timeout-seconds", "1")]);
    let mut idle = connect(server.address);
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    assert_eq!(read(&mut idle).status, 403);
    assert_eq!(idle.read(&mut [0; 8]).unwrap(), 0);
}

#[test]
fn connections_beyond_the_limit_wait() {
    let server = Server::dev(&[("connections-max", "1")]);
    let mut first = connect(server.address);
    first
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    assert_eq!(read(&mut first).status, 403);
    let mut second = connect(server.address);
    second
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    second
        .set_read_timeout(Some(std::time::Duration::from_millis(100)))
        .unwrap();
    assert!(second.read(&mut [0; 8]).is_err(), "served beyond the limit");
    drop(first);
    second
        .set_read_timeout(Some(std::time::Duration::from_secs(20)))
        .unwrap();
    assert_eq!(read(&mut second).status, 403);
}

#[test]
fn huge_headers_are_431() {
    let server = Server::dev(&[]);
    let long = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n",
        "a".repeat(100_000)
    );
    assert_eq!(exchange(server.address, long.as_bytes()).status, 431);
    let many: String = (0..200).map(|index| format!("x-{index}: a\r\n")).collect();
    assert_eq!(
        exchange(
            server.address,
            format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n").as_bytes()
        )
        .status,
        431
    );
    lives(&server);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let server = Server::dev(&[]);
    for body in [
        &b"Action=\xff\xfe"[..],
        b"Action=%ff%fe&Version=2010-05-08",
        b"%",
        b"\0",
    ] {
        let reply = exchange(server.address, &server.root().signed("iam", body, "x"));
        assert_eq!(reply.status, 400, "{body:?}: {}", reply.body);
    }
    let header = b"GET / HTTP/1.1\r\nhost: x\r\nauthorization: AWS4-HMAC-SHA256 \xff\xfe\r\nconnection: close\r\n\r\n";
    let reply = exchange(server.address, header);
    assert!((400..500).contains(&reply.status), "{reply:?}");
    for line in [
        "nonsense\r\n\r\n",
        "GET \x01 HTTP/1.1\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
    ] {
        assert_eq!(
            exchange(server.address, line.as_bytes()).status,
            400,
            "{line:?}"
        );
    }
    lives(&server);
}

#[test]
fn ten_thousand_parameters_are_refused() {
    let server = Server::dev(&[]);
    let many: String = (0..10_000).map(|index| format!("&P{index}=x")).collect();
    let body = format!("Action=ListUsers&Version=2010-05-08{many}");
    let reply = exchange(
        server.address,
        &server.root().signed("iam", body.as_bytes(), "x"),
    );
    assert_eq!(reply.status, 400, "{}", reply.body);
    lives(&server);
}

#[test]
fn a_json_bomb_in_a_policy_is_refused() {
    let server = Server::dev(&[]);
    let bomb = "[".repeat(100_000);
    let nested = format!(
        "{{\"Version\":\"2012-10-17\",\"Statement\":{}}}",
        "{\"a\":".repeat(50_000)
    );
    for document in [bomb.as_str(), nested.as_str()] {
        let reply = server.iam(
            "CreatePolicy",
            &[("PolicyName", "p"), ("PolicyDocument", document)],
        );
        assert_eq!(reply.status, 400, "{}", reply.body);
    }
    lives(&server);
}

#[test]
fn an_address_that_fails_too_often_is_throttled_in_the_services_envelope() {
    let server = Server::dev(&[("authentication-failures-per-minute", "3")]);
    let mut stranger = server.root().clone();
    stranger.secret = "wrong".to_owned();
    for _ in 0..3 {
        stranger
            .iam(server.address, "ListUsers", &[])
            .refused(403, "SignatureDoesNotMatch");
    }
    let reply = stranger
        .sts(server.address, "GetCallerIdentity", &[])
        .refused(400, "Throttling");
    assert!(
        reply
            .body
            .contains("https://sts.amazonaws.com/doc/2011-06-15/"),
        "{}",
        reply.body
    );
    assert!(
        reply.head.contains("x-amzn-requestid: ") && reply.head.contains("content-type: text/xml"),
        "{}",
        reply.head
    );
}

#[test]
fn a_truncated_body_changes_nothing() {
    let server = Server::dev(&[]);
    let whole = server.root().signed(
        "iam",
        form("CreateUser", "2010-05-08", &[("UserName", "half")]).as_bytes(),
        "x",
    );
    let mut stream = connect(server.address);
    stream.write_all(&whole[..whole.len() - 1]).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    assert!(!String::from_utf8_lossy(&reply).contains("200 OK"));
    server
        .iam("GetUser", &[("UserName", "half")])
        .refused(404, "NoSuchEntity");
}
