//! HTTP/2, which clients that speak TLS prefer.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};

use crate::client::form;
use crate::running::Server;

/// Sends the requests over one connection, and returns status and body of each.
fn exchange(server: &Server, requests: Vec<http::Request<Full<Bytes>>>) -> Vec<(u16, String)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let stream = tokio::net::TcpStream::connect(server.address)
            .await
            .unwrap();
        let (mut client, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                .await
                .unwrap();
        tokio::spawn(connection);
        let mut replies = Vec::new();
        for request in requests {
            let reply = client.send_request(request).await.unwrap();
            let status = reply.status().as_u16();
            let body = reply.into_body().collect().await.unwrap().to_bytes();
            replies.push((status, String::from_utf8(body.to_vec()).unwrap()));
        }
        replies
    })
}

/// The request that a client of HTTP/1 would send, over HTTP/2: its host is the authority.
fn signed(server: &Server, action: &str) -> http::Request<Full<Bytes>> {
    signed_for(server, action, &server.address.to_string())
}

/// The same, sent to another authority than the host that it is signed for.
fn signed_for(server: &Server, action: &str, authority: &str) -> http::Request<Full<Bytes>> {
    let body = form(action, "2011-06-15", &[]);
    let host = server.address.to_string();
    let bytes = server.root().signed("sts", body.as_bytes(), &host);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut request = http::Request::post(format!("http://{authority}/"));
    for (name, value) in head
        .lines()
        .skip(1)
        .map(|line| line.split_once(": ").unwrap())
    {
        if !matches!(name, "host" | "connection") {
            request = request.header(name, value);
        }
    }
    request.body(Full::from(body.to_owned())).unwrap()
}

#[test]
fn signed_calls_are_answered_over_one_connection() {
    let server = Server::dev(&[]);
    let requests = vec![
        signed(&server, "GetCallerIdentity"),
        signed(&server, "GetSessionToken"),
    ];
    let replies = exchange(&server, requests);
    assert_eq!(replies[0].0, 200, "{}", replies[0].1);
    assert!(replies[0].1.contains("arn:aws:iam::123456789012:root"));
    assert_eq!(replies[1].0, 200, "{}", replies[1].1);
}

/// RFC 9113, 8.3.1: the host header does not count where there is an authority.
#[test]
fn a_host_header_that_names_another_host_than_the_authority_is_one_too_many() {
    let server = Server::dev(&[]);
    let host = http::HeaderValue::try_from(server.address.to_string()).unwrap();
    let named = |authority: &str| {
        let mut request = signed_for(&server, "GetCallerIdentity", authority);
        request
            .headers_mut()
            .insert(http::header::HOST, host.clone());
        request
    };
    let replies = exchange(
        &server,
        vec![
            named("elsewhere.example"),
            named(&server.address.to_string()),
        ],
    );
    assert_eq!((replies[0].0, replies[1].0), (400, 200), "{replies:?}");
    assert!(replies[0].1.contains("IncompleteSignature"), "{replies:?}");
}

#[test]
fn a_body_beyond_the_limit_is_413_and_the_connection_goes_on() {
    let server = Server::dev(&[]);
    let host = server.address.to_string();
    let large = http::Request::post(format!("http://{host}/"))
        .body(Full::from(vec![b'a'; (1 << 20) + 1]))
        .unwrap();
    let replies = exchange(&server, vec![large, signed(&server, "GetCallerIdentity")]);
    assert_eq!((replies[0].0, replies[1].0), (413, 200), "{replies:?}");
}
