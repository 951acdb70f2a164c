use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::claim::{ALGORITHM, Place};
use crate::error::excerpt;
use crate::payload::{Line, hex_of};
use crate::timestamp::{Basic, span};
use crate::{Claim, Error, Options, Request, Scope, SigningKey, canonical};

/// Checks that the request was signed with `key`, and recently enough. `claim` must be what
/// [`claim`](crate::claim) read from this same request, and `key` belong to `claim.scope`.
///
/// Refused: stale and premature signatures, a scope of another day than the request's, signed
/// headers that are missing, unsigned `host`, `x-amz-*` or date headers, a body other than the one
/// `x-amz-content-sha256` names, and every other signature, compared in constant time.
/// Region and service are the caller's to check ([`Scope::require_service`], [`Scope::require_region`]).
///
/// ```
/// use sigv4::{Credentials, Options, Request, Secret, SigningKey};
///
/// let now = "2015-08-30T12:36:00Z".parse()?;
/// let credentials = Credentials { access_key_id: "AKIDEXAMPLE".into(), secret: Secret::new("secret".into()), session_token: None };
/// let unsigned = Request { method: "POST", path: "/", query: "", headers: &[("Host", b"localhost")], body: b"Action=GetUser" };
/// let added = sigv4::sign(&unsigned, &credentials, "us-east-1", "iam", now, &Options::AWS);
///
/// let mut headers = unsigned.headers.to_vec();
/// headers.extend(added.iter().map(|(name, value)| (name.as_str(), value.as_bytes())));
/// let request = Request { headers: &headers, ..unsigned };
/// let claim = sigv4::claim(&request)?.expect("it is signed");
/// let key = SigningKey::derive(&credentials.secret, &claim.scope);
/// sigv4::verify(&request, &claim, &key, now, &Options::AWS)?;
///
/// let other = Request { body: b"Action=DeleteUser", ..request };
/// assert_eq!(sigv4::verify(&other, &claim, &key, now, &Options::AWS).unwrap_err().code(), "SignatureDoesNotMatch");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify(
    request: &Request<'_>,
    claim: &Claim,
    key: &SigningKey,
    now: Timestamp,
    options: &Options,
) -> Result<(), Error> {
    verify_line(request, claim, key, now, options, || {
        claim.payload.line(request.body)
    })
}

/// As [`verify`], for whoever was told the SHA-256 of the body and not the body: a service that has a request of one of its
/// callers verified elsewhere. The request's own body is not looked at.
///
/// ```
/// # use sigv4::{Credentials, Options, Request, Secret, SigningKey};
/// # let now = "2015-08-30T12:36:00Z".parse()?;
/// # let credentials = Credentials { access_key_id: "AKIDEXAMPLE".into(), secret: Secret::new("secret".into()), session_token: None };
/// # let unsigned = Request { method: "POST", path: "/", query: "", headers: &[("Host", b"localhost")], body: b"" };
/// # let added = sigv4::sign(&unsigned, &credentials, "us-east-1", "lambda", now, &Options::AWS);
/// # let mut headers = unsigned.headers.to_vec();
/// # headers.extend(added.iter().map(|(name, value)| (name.as_str(), value.as_bytes())));
/// # let request = Request { headers: &headers, ..unsigned };
/// let claim = sigv4::claim(&request)?.expect("it is signed");
/// let key = SigningKey::derive(&credentials.secret, &claim.scope);
/// // The body was empty.
/// let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// sigv4::verify_hashed(&request, hash, &claim, &key, now, &Options::AWS)?;
/// assert!(sigv4::verify_hashed(&request, &hash.replace('e', "f"), &claim, &key, now, &Options::AWS).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_hashed(
    request: &Request<'_>,
    body_sha256: &str,
    claim: &Claim,
    key: &SigningKey,
    now: Timestamp,
    options: &Options,
) -> Result<(), Error> {
    verify_line(request, claim, key, now, options, || {
        claim.payload.line_of(body_sha256)
    })
}

fn verify_line(
    request: &Request<'_>,
    claim: &Claim,
    key: &SigningKey,
    now: Timestamp,
    options: &Options,
    payload: impl FnOnce() -> Result<Line, Error>,
) -> Result<(), Error> {
    check_freshness(claim, now, options)?;
    check_scope_date(claim)?;
    check_signed_headers(request, claim)?;
    let payload = payload()?;
    let canonical = canonical::request(request, &claim.signed_headers, &payload, options);
    let expected = StringToSign::new(&canonical, claim.timestamp, &claim.scope).signature(key);
    match claim.signature {
        Some(given) if bool::from(given.ct_eq(&expected)) => Ok(()),
        Some(_) | None => Err(Error::signature_does_not_match()),
    }
}

/// Refuses a request from too far in the past or future, or a presigned URL past its life: S3's own, everybody else's 15 minutes.
pub(crate) fn check_freshness(
    claim: &Claim,
    now: Timestamp,
    options: &Options,
) -> Result<(), Error> {
    let skew_seconds = options.skew_seconds;
    let (signed, current) = (claim.timestamp.as_second(), now.as_second());
    let own = claim.expires.filter(|_| options.expires_counts);
    let life = own.map_or(skew_seconds, i64::from);
    // Almost every request is fresh, and needs none of these texts.
    let told = || (Basic::of(claim.timestamp), Basic::of(now));
    let moved = |seconds| Basic::of(second(current.saturating_add(seconds)));
    if current.saturating_sub(signed) > life {
        let ((at, clock), bound, span) = (told(), moved(-life), span(life));
        return Err(Error::mismatch(format!(
            "Signature expired: {at} is now earlier than {bound} ({clock} - {span})"
        )));
    }
    if signed.saturating_sub(current) > skew_seconds {
        let ((at, clock), bound, span) = (told(), moved(skew_seconds), span(skew_seconds));
        return Err(Error::mismatch(format!(
            "Signature not yet current: {at} is still later than {bound} ({clock} + {span})"
        )));
    }
    Ok(())
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(if second < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

pub(crate) fn check_scope_date(claim: &Claim) -> Result<(), Error> {
    let at = Basic::of(claim.timestamp);
    if claim.scope.date == at.day() {
        return Ok(());
    }
    Err(Error::mismatch(format!(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', from '{at}'.",
        excerpt(&claim.scope.date),
        at.day(),
    )))
}

/// Refuses signed headers that are not there, and headers that are there and must be signed.
pub(crate) fn check_signed_headers(request: &Request<'_>, claim: &Claim) -> Result<(), Error> {
    let signed = |name: &str| {
        claim
            .signed_headers
            .iter()
            .any(|signed| signed.eq_ignore_ascii_case(name))
    };
    if !signed("host") {
        return Err(must_be_signed("'Host' or ':authority'"));
    }
    let dated_by_date =
        claim.place == Place::Header && request.values("x-amz-date").next().is_none();
    if dated_by_date && !signed("date") {
        return Err(must_be_signed("'Date'"));
    }
    for (name, _) in request.headers {
        let amazon = name
            .get(..6)
            .is_some_and(|start| start.eq_ignore_ascii_case("x-amz-"));
        if amazon && !signed(name) {
            return Err(must_be_signed(&format!(
                "'{}'",
                excerpt(&name.to_ascii_lowercase())
            )));
        }
    }
    for name in &claim.signed_headers {
        let mut values = request.values(name);
        let Some(_) = values.next() else {
            // Otherwise a header that was signed empty could be taken away.
            return Err(Error::signature_does_not_match());
        };
        if name == "host" && values.next().is_some() {
            return Err(Error::incomplete(
                "The 'host' header must not be given twice.",
            ));
        }
    }
    Ok(())
}

fn must_be_signed(name: &str) -> Error {
    Error::mismatch(format!(
        "{name} must be a 'SignedHeader' in the AWS Authorization."
    ))
}

/// What is signed: algorithm, time, scope and the canonical request's hash, one a line.
pub(crate) struct StringToSign<'a> {
    at: Basic,
    scope: &'a Scope,
    hash: [u8; 64],
}

impl<'a> StringToSign<'a> {
    pub(crate) fn new(
        canonical: &[u8],
        timestamp: Timestamp,
        scope: &'a Scope,
    ) -> StringToSign<'a> {
        StringToSign {
            at: Basic::of(timestamp),
            scope,
            hash: hex_of(&Sha256::digest(canonical).into()),
        }
    }

    pub(crate) fn signature(&self, key: &SigningKey) -> [u8; 32] {
        key.signature(&self.pieces())
    }

    pub(crate) fn text(&self) -> String {
        self.pieces()
            .iter()
            .map(|piece| String::from_utf8_lossy(piece))
            .collect()
    }

    fn pieces(&self) -> [&[u8]; 11] {
        [
            ALGORITHM.as_bytes(),
            b"\n",
            self.at.as_str().as_bytes(),
            b"\n",
            self.scope.date.as_bytes(),
            b"/",
            self.scope.region.as_bytes(),
            b"/",
            self.scope.service.as_bytes(),
            b"/aws4_request\n",
            &self.hash,
        ]
    }
}
