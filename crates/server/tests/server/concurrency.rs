//! Many writers at once, on one node and on two.

use std::sync::Barrier;

use iam::KeyRing;
use server::Running;

use crate::client::{get, post};
use crate::running::{Server, settings};
use crate::store::Shared;

/// Sixty-four threads make one call each at the same moment; their statuses.
fn all_at_once(servers: &[&Server], name: impl Fn(usize) -> String + Sync) -> Vec<u16> {
    const THREADS: usize = 64;
    let start = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|index| {
                let (start, name) = (&start, &name);
                let server = servers[index % servers.len()];
                let root = servers[0].root();
                scope.spawn(move || {
                    start.wait();
                    root.iam(server.address, "CreateUser", &[("UserName", &name(index))])
                        .status
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

#[test]
fn concurrent_writers_all_get_what_they_asked_for() {
    let server = Server::dev(&[]);
    assert!(
        all_at_once(&[&server], |index| format!("user-{index}"))
            .iter()
            .all(|status| *status == 200)
    );
    let users = server.iam("ListUsers", &[("MaxItems", "1000")]).ok();
    assert_eq!(users.body.matches("<UserName>user-").count(), 64);
}

#[test]
fn of_those_who_want_one_name_exactly_one_gets_it() {
    let server = Server::dev(&[]);
    let statuses = all_at_once(&[&server], |_| "same".to_owned());
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 409).count(),
        63,
        "{statuses:?}"
    );
}

#[test]
fn two_nodes_on_one_log_agree() {
    let log = Shared::new(usize::MAX);
    let keys = KeyRing::generate([7; 32], jiff::Timestamp::now());
    let node = || {
        let keys = KeyRing::parse(&keys.to_text()).unwrap();
        let settings = settings(&[("dev", "true")], &[]).unwrap();
        Server::with(|runtime| {
            runtime.block_on(Running::start_over(&settings, Box::new(log.clone()), keys))
        })
        .unwrap()
    };
    let (first, second) = (node(), node());
    let statuses = all_at_once(&[&first, &second], |index| format!("user-{}", index / 2));
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        32,
        "{statuses:?}"
    );
    // Each node has seen what it had to catch up with; a last write makes both see everything.
    for (server, name) in [(&first, "last-1"), (&second, "last-2"), (&first, "last-3")] {
        first
            .root()
            .iam(server.address, "CreateUser", &[("UserName", name)])
            .ok();
    }
    let users = first.iam("ListUsers", &[("MaxItems", "1000")]).ok();
    assert_eq!(
        users.body.matches("<UserName>").count(),
        35,
        "{}",
        users.body
    );
}

/// A `--dev` server over a log of the test's.
fn server_over(log: Shared) -> Server {
    let settings = settings(&[("dev", "true")], &[]).unwrap();
    let keys = KeyRing::generate([7; 32], jiff::Timestamp::now());
    let log = Box::new(log);
    Server::with(|runtime| runtime.block_on(Running::start_over(&settings, log, keys))).unwrap()
}

#[test]
fn after_a_failed_append_reads_go_on_and_nothing_is_written() {
    // One append for the foundation, one for the first user.
    let server = server_over(Shared::new(2));
    server.iam("CreateUser", &[("UserName", "kept")]).ok();
    assert_eq!(get(server.admin, "/ready").status, 200);
    server
        .iam("CreateUser", &[("UserName", "lost")])
        .refused(500, "ServiceFailure");
    assert_eq!(get(server.admin, "/ready").status, 503);
    assert_eq!(get(server.admin, "/health").status, 200);
    server
        .iam("CreateUser", &[("UserName", "later")])
        .refused(500, "ServiceFailure");
    server.iam("GetUser", &[("UserName", "kept")]).ok();
    server
        .iam("GetUser", &[("UserName", "lost")])
        .refused(404, "NoSuchEntity");
}

/// STS has a code of its own for what is our fault (7.10-25). It writes where it makes keys anew, after ninety days.
#[test]
fn a_failed_append_is_an_internal_failure_of_sts() {
    // One append for the foundation, one for the issuer.
    let server = server_over(Shared::new(2));
    server.iam("EnableOutboundWebIdentityFederation", &[]).ok();
    let clock = b"{\"advanceSeconds\":7776000}";
    let headers = [("host", "localhost"), ("content-type", "application/json")];
    post(server.address, "/_portcullis/clock", &headers, clock).ok();
    let wanted = [("Audience.member.1", "app"), ("SigningAlgorithm", "ES384")];
    let reply = server
        .root()
        .sts(server.address, "GetWebIdentityToken", &wanted);
    assert!(
        reply
            .body
            .contains("https://sts.amazonaws.com/doc/2011-06-15/")
    );
    assert!(
        reply.body.contains("<Type>Receiver</Type>"),
        "{}",
        reply.body
    );
    reply.refused(500, "InternalFailure");
}
