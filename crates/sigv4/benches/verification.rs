//! What verification costs on every request, beside the hashes that it cannot do without.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sigv4::{
    Credentials, Options, Request, Secret, SigningKey, SigningKeyCache, claim, presign, sign,
    verify,
};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const BODY: &[u8] = b"Action=GetCallerIdentity&Version=2011-06-15";

fn verification(criterion: &mut Criterion) {
    let now = "2015-08-30T12:36:00Z".parse().expect("a time");
    let credentials = Credentials {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret: Secret::new(SECRET.to_owned()),
        session_token: None,
    };
    // What boto3 sends.
    let sent: [(&str, &[u8]); 6] = [
        ("accept-encoding", b"identity"),
        (
            "content-type",
            b"application/x-www-form-urlencoded; charset=utf-8",
        ),
        ("host", b"localhost:4747"),
        ("content-length", b"43"),
        ("connection", b"keep-alive"),
        (
            "user-agent",
            b"Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux lang/python#3.11",
        ),
    ];
    let plain = Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &sent,
        body: BODY,
    };
    let added = sign(&plain, &credentials, "us-east-1", "sts", now, &Options::AWS);
    let mut headers = sent.to_vec();
    headers.extend(
        added
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes())),
    );
    let signed = Request {
        headers: &headers,
        ..plain
    };

    let url = Request {
        method: "GET",
        query: "Action=GetCallerIdentity&Version=2011-06-15",
        headers: &sent[2..3],
        body: b"",
        ..plain
    };
    let query = presign(
        &url,
        &credentials,
        "us-east-1",
        "sts",
        now,
        60,
        &Options::AWS,
    );
    let presigned = Request {
        query: &query,
        ..url
    };

    let cache = SigningKeyCache::new(1000);
    let check = |request: &Request<'_>, cached: bool| {
        let claim = claim(request).expect("well-formed").expect("signed");
        let secret = || Some(credentials.secret.clone());
        let key = match cached {
            true => cache
                .get(claim.access_key_id.as_bytes(), &claim.scope, secret)
                .expect("a secret"),
            false => SigningKey::derive(&credentials.secret, &claim.scope),
        };
        verify(request, &claim, &key, now, &Options::AWS).expect("rightly signed");
    };
    let mut group = criterion.benchmark_group("verify");
    group.bench_function("bare hashes", |bencher| {
        bencher.iter(|| bare_hashes(black_box(BODY)))
    });
    group.bench_function("header, cached key", |bencher| {
        bencher.iter(|| check(black_box(&signed), true))
    });
    group.bench_function("header, derived key", |bencher| {
        bencher.iter(|| check(black_box(&signed), false))
    });
    group.bench_function("presigned, cached key", |bencher| {
        bencher.iter(|| check(black_box(&presigned), true))
    });
    group.bench_function("claim alone", |bencher| {
        bencher.iter(|| claim(black_box(&signed)).expect("well-formed"))
    });
    group.finish();
}

/// The peer: the three hashes over texts of the same length, and nothing else.
fn bare_hashes(body: &[u8]) -> [u8; 32] {
    let body = Sha256::digest(body);
    let canonical = Sha256::digest([b'x'; 330]);
    let mut mac = Hmac::<Sha256>::new_from_slice(&body).expect("every length");
    mac.update(&canonical);
    mac.update(&[b'x'; 110]);
    mac.finalize().into_bytes().into()
}

criterion_group!(benches, verification);
criterion_main!(benches);
