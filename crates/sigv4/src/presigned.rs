use std::borrow::Cow;

use crate::claim::{
    ALGORITHM, Claim, Place, TOKEN_BYTES_MAX, malformed_date, parse_credential, parse_signature,
    parse_signed_headers, unsupported_algorithm,
};
use crate::payload::Payload;
use crate::{Error, Request, timestamp};

/// The longest life of a presigned URL in seconds: a week.
pub(crate) const EXPIRES_MAX: u32 = 604_800;

/// Whether the query carries a signature, or a part of one.
pub(crate) fn present(request: &Request<'_>) -> bool {
    // Every way to write the names needs one of these bytes, so most queries are done here.
    if !request
        .query
        .bytes()
        .any(|byte| matches!(byte, b'X' | b'%'))
    {
        return false;
    }
    request.parameters().any(|(name, _)| {
        matches!(
            &*name,
            b"X-Amz-Algorithm" | b"X-Amz-Credential" | b"X-Amz-Signature" | b"X-Amz-SignedHeaders"
        )
    })
}

/// Reads the claim of a presigned URL.
pub(crate) fn read(request: &Request<'_>) -> Result<Claim, Error> {
    let parts = Parts::read(request)?;
    if let Some(algorithm) = parts
        .algorithm
        .as_deref()
        .filter(|algorithm| *algorithm != ALGORITHM)
    {
        return Err(unsupported_algorithm(algorithm));
    }
    let (Some(_), Some(credential), Some(signature), Some(signed_headers), Some(date)) = (
        &parts.algorithm,
        &parts.credential,
        &parts.signature,
        &parts.signed_headers,
        &parts.date,
    ) else {
        return Err(incomplete(&parts));
    };
    let (access_key_id, scope) = parse_credential(credential)?;
    let token_header = request.text_once("x-amz-security-token", TOKEN_BYTES_MAX)?;
    if token_header.is_some() && parts.security_token.is_some() {
        return Err(Error::incomplete(
            "X-Amz-Security-Token must not be given in both the query and a header.",
        ));
    }
    let session_token = parts
        .security_token
        .as_deref()
        .or(token_header)
        .map(str::to_owned);
    if session_token
        .as_ref()
        .is_some_and(|token| token.len() > TOKEN_BYTES_MAX)
    {
        return Err(Error::incomplete(format!(
            "X-Amz-Security-Token is longer than {TOKEN_BYTES_MAX} bytes."
        )));
    }
    let payload = Payload::of_presigned(request, parts.content_sha256.as_deref(), &scope.service)?;
    Ok(Claim {
        access_key_id,
        scope,
        signed_headers: parse_signed_headers(signed_headers)?,
        session_token,
        timestamp: timestamp::parse_basic(date).ok_or_else(|| malformed_date(date))?,
        expires: parts.expires.as_deref().map(parse_expires).transpose()?,
        place: Place::Query,
        payload,
        signature: parse_signature(signature),
    })
}

#[derive(Default)]
struct Parts<'a> {
    algorithm: Option<Cow<'a, str>>,
    credential: Option<Cow<'a, str>>,
    date: Option<Cow<'a, str>>,
    expires: Option<Cow<'a, str>>,
    signed_headers: Option<Cow<'a, str>>,
    signature: Option<Cow<'a, str>>,
    security_token: Option<Cow<'a, str>>,
    content_sha256: Option<Cow<'a, str>>,
}

impl<'a> Parts<'a> {
    fn read(request: &Request<'a>) -> Result<Parts<'a>, Error> {
        let mut parts = Parts::default();
        for (name, value) in request.parameters() {
            let (place, shown) = match &*name {
                b"X-Amz-Algorithm" => (&mut parts.algorithm, "X-Amz-Algorithm"),
                b"X-Amz-Credential" => (&mut parts.credential, "X-Amz-Credential"),
                b"X-Amz-Date" => (&mut parts.date, "X-Amz-Date"),
                b"X-Amz-Expires" => (&mut parts.expires, "X-Amz-Expires"),
                b"X-Amz-SignedHeaders" => (&mut parts.signed_headers, "X-Amz-SignedHeaders"),
                b"X-Amz-Signature" => (&mut parts.signature, "X-Amz-Signature"),
                b"X-Amz-Security-Token" => (&mut parts.security_token, "X-Amz-Security-Token"),
                b"X-Amz-Content-Sha256" => (&mut parts.content_sha256, "X-Amz-Content-Sha256"),
                _ => continue,
            };
            if place.replace(text(value, shown)?).is_some() {
                return Err(Error::incomplete(format!(
                    "AWS query-string parameters must not give '{shown}' twice."
                )));
            }
        }
        Ok(parts)
    }
}

fn text<'a>(value: Cow<'a, [u8]>, shown: &str) -> Result<Cow<'a, str>, Error> {
    let text = match value {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).ok(),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).ok(),
    };
    text.ok_or_else(|| {
        Error::incomplete(format!(
            "AWS query-string parameter '{shown}' is not UTF-8."
        ))
    })
}

/// AWS's list of what is missing. `X-Amz-Expires` may be: IAM and STS then give 15 minutes.
fn incomplete(parts: &Parts<'_>) -> Error {
    let mut message = String::new();
    for (present, name) in [
        (parts.algorithm.is_some(), "X-Amz-Algorithm"),
        (parts.credential.is_some(), "X-Amz-Credential"),
        (parts.signature.is_some(), "X-Amz-Signature"),
        (parts.signed_headers.is_some(), "X-Amz-SignedHeaders"),
        (parts.date.is_some(), "X-Amz-Date"),
    ] {
        if !present {
            message.push_str("AWS query-string parameters must include '");
            message.push_str(name);
            message.push_str("'. ");
        }
    }
    message.push_str("Re-examine the query-string parameters.");
    Error::incomplete(message)
}

fn parse_expires(text: &str) -> Result<u32, Error> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::incomplete("X-Amz-Expires should be a number"));
    }
    if digits.len() < text.len() {
        return Err(Error::incomplete("X-Amz-Expires must be non-negative"));
    }
    match text.parse() {
        Ok(seconds) if seconds <= EXPIRES_MAX => Ok(seconds),
        _ => Err(Error::incomplete(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        )),
    }
}
