use jiff::Timestamp;

use crate::claim::ALGORITHM;
use crate::encoding::encode;
use crate::payload::{self, Line, UNSIGNED_PAYLOAD, hex_of, is_s3};
use crate::presigned::EXPIRES_MAX;
use crate::timestamp::Basic;
use crate::verify::StringToSign;
use crate::{Credentials, Options, Request, Scope, SigningKey, canonical};

/// Signs a request for a client: the headers to add to it, `authorization` last.
///
/// Every header of the request is signed but those that proxies change (`connection`, `expect`,
/// `transfer-encoding`, `user-agent`, `x-amzn-trace-id`) and those that are added here, which it
/// must not have. It must have `host`. The body is signed, unless `x-amz-content-sha256` is
/// `UNSIGNED-PAYLOAD`; for S3 that header is added where it is missing.
///
/// [`verify`](crate::verify) has an example.
pub fn sign(
    request: &Request<'_>,
    credentials: &Credentials,
    scope_region: &str,
    service: &str,
    now: Timestamp,
    options: &Options,
) -> Vec<(String, String)> {
    let scope = scope(scope_region, service, now);
    let payload = payload_line(request, || Line::Hash(payload::hash(request.body)));
    let mut added = vec![("x-amz-date".to_owned(), Basic::of(now).to_string())];
    if let Some(token) = &credentials.session_token {
        added.push(("x-amz-security-token".to_owned(), token.clone()));
    }
    if is_s3(service) && request.values("x-amz-content-sha256").next().is_none() {
        let hash = String::from_utf8_lossy(payload.as_bytes()).into_owned();
        added.push(("x-amz-content-sha256".to_owned(), hash));
    }
    let mut headers: Vec<(&str, &[u8])> = signable(request).collect();
    headers.extend(
        added
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes())),
    );
    let names = names(&headers);
    let whole = Request {
        headers: &headers,
        ..*request
    };
    let canonical = canonical::request(&whole, &names, &payload, options);
    let signature = signature(&canonical, credentials, &scope, now);
    added.push((
        "authorization".to_owned(),
        format!(
            "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
            credentials.access_key_id,
            names.join(";"),
        ),
    ));
    added
}

/// Signs a URL that works by itself: its whole query. On S3 it does for `expires` seconds (at most 604,800), elsewhere for 15 minutes,
/// whatever `expires` says.
///
/// Whoever uses the URL must send the request's headers as given here; usually that is `host`
/// alone. For S3 the body is left unsigned.
///
/// ```
/// use sigv4::{Credentials, Options, Request, Secret, SigningKey};
///
/// let now = "2015-08-30T12:36:00Z".parse()?;
/// let credentials = Credentials { access_key_id: "AKIDEXAMPLE".into(), secret: Secret::new("secret".into()), session_token: None };
/// let plain = Request { method: "GET", path: "/", query: "Action=GetCallerIdentity&Version=2011-06-15", headers: &[("host", b"localhost")], body: b"" };
/// let query = sigv4::presign(&plain, &credentials, "us-east-1", "sts", now, 60, &Options::AWS);
/// let request = Request { query: &query, ..plain };
/// let claim = sigv4::claim(&request)?.expect("it is signed");
/// let key = SigningKey::derive(&credentials.secret, &claim.scope);
/// sigv4::verify(&request, &claim, &key, now, &Options::AWS)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn presign(
    request: &Request<'_>,
    credentials: &Credentials,
    scope_region: &str,
    service: &str,
    now: Timestamp,
    expires: u32,
    options: &Options,
) -> String {
    let scope = scope(scope_region, service, now);
    let headers: Vec<(&str, &[u8])> = signable(request).collect();
    let names = names(&headers);
    let mut query = request.query.to_owned();
    let mut add = |name: &str, value: &str| {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        query.push('=');
        let mut encoded = Vec::new();
        encode(value.as_bytes(), &mut encoded);
        query.push_str(std::str::from_utf8(&encoded).expect("encoded text is ASCII"));
    };
    add("X-Amz-Algorithm", ALGORITHM);
    add(
        "X-Amz-Credential",
        &format!("{}/{scope}", credentials.access_key_id),
    );
    add("X-Amz-Date", Basic::of(now).as_str());
    add("X-Amz-Expires", &expires.min(EXPIRES_MAX).to_string());
    if let Some(token) = &credentials.session_token {
        add("X-Amz-Security-Token", token);
    }
    add("X-Amz-SignedHeaders", &names.join(";"));
    let payload = payload_line(request, || match is_s3(service) {
        true => Line::Unsigned,
        false => Line::Hash(payload::hash(request.body)),
    });
    let whole = Request {
        headers: &headers,
        query: &query,
        ..*request
    };
    let canonical = canonical::request(&whole, &names, &payload, options);
    let signature = signature(&canonical, credentials, &scope, now);
    query.push_str("&X-Amz-Signature=");
    query.push_str(&signature);
    query
}

fn scope(region: &str, service: &str, now: Timestamp) -> Scope {
    Scope {
        date: Basic::of(now).day().into(),
        region: region.into(),
        service: service.into(),
    }
}

fn payload_line(request: &Request<'_>, otherwise: impl FnOnce() -> Line) -> Line {
    match request.values("x-amz-content-sha256").next() {
        Some(value) if value == UNSIGNED_PAYLOAD.as_bytes() => Line::Unsigned,
        Some(_) => Line::Hash(payload::hash(request.body)),
        None => otherwise(),
    }
}

fn signable<'a>(request: &Request<'a>) -> impl Iterator<Item = (&'a str, &'a [u8])> {
    let left_out = |name: &str| {
        NEVER_SIGNED
            .iter()
            .any(|never| never.eq_ignore_ascii_case(name))
    };
    request
        .headers
        .iter()
        .copied()
        .filter(move |(name, _)| !left_out(name))
}

fn names(headers: &[(&str, &[u8])]) -> Vec<String> {
    let mut names: Vec<String> = headers
        .iter()
        .map(|(name, _)| {
            if *name == ":authority" {
                "host".to_owned()
            } else {
                name.to_ascii_lowercase()
            }
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn signature(canonical: &[u8], credentials: &Credentials, scope: &Scope, now: Timestamp) -> String {
    let key = SigningKey::derive(&credentials.secret, scope);
    let signature = StringToSign::new(canonical, now, scope).signature(&key);
    String::from_utf8_lossy(&hex_of(&signature)).into_owned()
}

const NEVER_SIGNED: [&str; 8] = [
    "authorization",
    "connection",
    "expect",
    "transfer-encoding",
    "user-agent",
    "x-amz-date",
    "x-amz-security-token",
    "x-amzn-trace-id",
];
