use jiff::Timestamp;

use crate::encoding::decode_query;
use crate::inspect::{InspectCredentials, InspectRequest, inspect};
use crate::{
    Credentials, Error, Options, Request, Secret, SigningKey, claim, presign, sign, verify,
};

/// Takes any bytes for a request and checks the laws of this crate on them; panics where one is
/// broken. The entry for fuzzing, and for property tests.
///
/// The bytes are cut at each zero: method, path, query, body, then names and values of headers.
/// The laws: nothing panics; a made-up signature is never accepted; what is signed here verifies
/// here, by header and by URL; it no longer does with another body, another method or another key.
pub fn exercise(bytes: &[u8]) {
    let pieces: Vec<String> = bytes
        .split(|byte| *byte == 0)
        .map(|piece| String::from_utf8_lossy(piece).into_owned())
        .collect();
    let piece = |at: usize| pieces.get(at).map_or("", String::as_str);
    let headers: Vec<(&str, &[u8])> = pieces
        .get(4..)
        .unwrap_or_default()
        .chunks_exact(2)
        .map(|pair| (pair[0].as_str(), pair[1].as_bytes()))
        .collect();
    let request = Request {
        method: piece(0),
        path: piece(1),
        query: piece(2),
        headers: &headers,
        body: piece(3).as_bytes(),
    };
    for options in [Options::AWS, Options::S3] {
        as_it_stands(&request, &options);
        signed(&request, &options);
    }
}

fn credentials() -> Credentials {
    Credentials {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret: Secret::new("a secret for tests".to_owned()),
        session_token: Some("to/k+en==".to_owned()),
    }
}

fn check(
    request: &Request<'_>,
    secret: &Secret,
    now: Timestamp,
    options: &Options,
) -> Result<(), Error> {
    let claim = claim(request)?.ok_or_else(Error::missing_authentication_token)?;
    verify(
        request,
        &claim,
        &SigningKey::derive(secret, &claim.scope),
        now,
        options,
    )
}

fn as_it_stands(request: &Request<'_>, options: &Options) {
    let secret = credentials().secret;
    // Fresh for whatever time it claims, so that the later checks are reached.
    let now = claim(request)
        .ok()
        .flatten()
        .map_or(Timestamp::UNIX_EPOCH, |claim| claim.timestamp);
    assert!(
        check(request, &secret, now, options).is_err(),
        "a signature without the secret was accepted"
    );
    let inspection = inspect(&InspectRequest {
        method: request.method.to_owned(),
        target: format!("{}?{}", request.path, request.query),
        headers: request
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    (*name).to_owned(),
                    String::from_utf8_lossy(value).into_owned(),
                )
            })
            .collect(),
        body: request.body.to_vec(),
        credentials: InspectCredentials {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: secret,
            session_token: None,
        },
        region: "us-east-1".to_owned(),
        service: "iam".to_owned(),
        now,
        normalize: options.normalize_path,
    });
    assert!(
        !inspection.valid && inspection.difference.is_some(),
        "a refusal without a reason"
    );
}

fn signed(request: &Request<'_>, options: &Options) {
    let (credentials, now) = (credentials(), Timestamp::UNIX_EPOCH);
    let token = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let apart = [
        "host",
        ":authority",
        "authorization",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-content-sha256",
    ];
    let mut headers: Vec<(&str, &[u8])> = vec![("Host", b"localhost:4747")];
    headers.extend(request.headers.iter().take(90).filter(|(name, _)| {
        token(name)
            && !apart
                .iter()
                .any(|reserved| name.eq_ignore_ascii_case(reserved))
    }));
    let plain = Request {
        headers: &headers,
        ..*request
    };
    if claim(&plain).is_ok_and(|claim| claim.is_none()) {
        by_header(&plain, &credentials, now, options);
        if !names_signing_parameters(plain.query) {
            by_url(&plain, &credentials, now, options);
        }
    }
}

/// Whether the query has parameters of the kind that presigning adds: given twice they are refused, rightly.
fn names_signing_parameters(query: &str) -> bool {
    query.split('&').any(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        decode_query(name)
            .to_ascii_lowercase()
            .starts_with(b"x-amz-")
    })
}

fn by_header(plain: &Request<'_>, credentials: &Credentials, now: Timestamp, options: &Options) {
    let added = sign(plain, credentials, "us-east-1", "iam", now, options);
    let mut headers = plain.headers.to_vec();
    headers.extend(
        added
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes())),
    );
    let request = Request {
        headers: &headers,
        ..*plain
    };
    laws(&request, &credentials.secret, now, options);
    let body = [plain.body, b"!"].concat();
    let other = Request {
        body: &body,
        ..request
    };
    assert!(
        check(&other, &credentials.secret, now, options).is_err(),
        "another body was accepted"
    );
}

fn by_url(plain: &Request<'_>, credentials: &Credentials, now: Timestamp, options: &Options) {
    let query = presign(plain, credentials, "us-east-1", "iam", now, 60, options);
    laws(
        &Request {
            query: &query,
            ..*plain
        },
        &credentials.secret,
        now,
        options,
    );
}

fn laws(request: &Request<'_>, secret: &Secret, now: Timestamp, options: &Options) {
    let outcome = check(request, secret, now, options);
    assert_eq!(outcome, Ok(()), "a right signature was refused");
    let method = format!("{}X", request.method);
    let other = Request {
        method: &method,
        ..*request
    };
    assert!(
        check(&other, secret, now, options).is_err(),
        "another method was accepted"
    );
    let secret = Secret::new("another secret".to_owned());
    assert!(
        check(request, &secret, now, options).is_err(),
        "another secret was accepted"
    );
}
