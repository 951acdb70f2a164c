use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::excerpt;
use crate::{Error, Request};

/// What the request says about its body.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    /// Nothing: its hash is signed.
    Unsaid,
    /// `UNSIGNED-PAYLOAD`, which a presigned S3 URL means without saying it.
    Unsigned,
    /// `x-amz-content-sha256` with a hash, which the body must have.
    Hash([u8; 64]),
}

const EMPTY_SHA256: [u8; 64] = *b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

impl Payload {
    pub(crate) fn of_header(request: &Request<'_>) -> Result<Payload, Error> {
        match request.text_once("x-amz-content-sha256", 256)? {
            Some(text) => Payload::parse(text),
            None => Ok(Payload::Unsaid),
        }
    }

    pub(crate) fn of_presigned(
        request: &Request<'_>,
        parameter: Option<&str>,
        service: &str,
    ) -> Result<Payload, Error> {
        match (Payload::of_header(request)?, parameter) {
            (Payload::Unsaid, Some(text)) => Payload::parse(text),
            (Payload::Unsaid, None) if is_s3(service) => Ok(Payload::Unsigned),
            (_, Some(_)) => Err(Error::incomplete(
                "X-Amz-Content-Sha256 must not be given in both the query and a header.",
            )),
            (said, None) => Ok(said),
        }
    }

    fn parse(text: &str) -> Result<Payload, Error> {
        if text == UNSIGNED_PAYLOAD {
            return Ok(Payload::Unsigned);
        }
        if text.starts_with("STREAMING-") {
            return Err(Error::incomplete(format!(
                "The payload signature '{}' is not supported: sign the whole body instead of its chunks.",
                excerpt(text)
            )));
        }
        let digits = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        match <[u8; 64]>::try_from(text.as_bytes()) {
            Ok(hash) if hash.iter().all(|byte| digits(*byte)) => Ok(Payload::Hash(hash)),
            _ => Err(Error::incomplete(
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD or 64 lower-case hexadecimal digits.",
            )),
        }
    }

    /// The last line of the canonical request, checked against the body where the request gives it.
    pub(crate) fn line(&self, body: &[u8]) -> Result<Line, Error> {
        match self {
            Payload::Unsigned => Ok(Line::Unsigned),
            Payload::Unsaid | Payload::Hash(_) => self.line_hashed(hash(body)),
        }
    }

    /// The same, where the body's hash is known and not the body.
    pub(crate) fn line_of(&self, body_sha256: &str) -> Result<Line, Error> {
        match (self, Payload::parse(body_sha256)?) {
            (Payload::Unsigned, _) => Ok(Line::Unsigned),
            (_, Payload::Hash(hash)) => self.line_hashed(hash),
            (_, Payload::Unsaid | Payload::Unsigned) => Err(Error::signature_does_not_match()),
        }
    }

    fn line_hashed(&self, hash: [u8; 64]) -> Result<Line, Error> {
        match self {
            Payload::Unsigned => Ok(Line::Unsigned),
            Payload::Unsaid => Ok(Line::Hash(hash)),
            Payload::Hash(given) if bool::from(given.ct_eq(&hash)) => Ok(Line::Hash(*given)),
            Payload::Hash(_) => Err(Error::mismatch(
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
            )),
        }
    }
}

/// The last line of a canonical request.
#[derive(Clone, Copy)]
pub(crate) enum Line {
    Unsigned,
    Hash([u8; 64]),
}

impl Line {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Line::Unsigned => UNSIGNED_PAYLOAD.as_bytes(),
            Line::Hash(hash) => hash,
        }
    }
}

/// Whether a service has S3's rules about bodies: presigned URLs leave them unsigned, and
/// `x-amz-content-sha256` is always sent.
pub(crate) fn is_s3(service: &str) -> bool {
    matches!(
        service,
        "s3" | "s3express" | "s3-object-lambda" | "s3-outposts"
    )
}

/// The SHA-256 of a body in lower-case hexadecimal.
pub(crate) fn hash(body: &[u8]) -> [u8; 64] {
    if body.is_empty() {
        return EMPTY_SHA256;
    }
    hex_of(&Sha256::digest(body).into())
}

pub(crate) fn hex_of(bytes: &[u8; 32]) -> [u8; 64] {
    let mut text = [0; 64];
    hex::encode_to_slice(bytes, &mut text).expect("64 digits for 32 bytes");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_bodys_hash_is_what_sha256_gives() {
        assert_eq!(hash(b""), hex_of(&Sha256::digest(b"").into()));
    }

    #[test]
    fn streamed_bodies_are_refused_clearly() {
        let error = Payload::parse("STREAMING-AWS4-HMAC-SHA256-PAYLOAD").unwrap_err();
        assert_eq!(error.code(), "IncompleteSignature");
        assert!(
            error
                .message()
                .contains("'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' is not supported")
        );
    }

    #[test]
    fn hashes_are_lower_case_hexadecimal() {
        assert!(Payload::parse(&"a".repeat(64)).is_ok());
        assert!(Payload::parse(&"A".repeat(64)).is_err());
        assert!(Payload::parse(&"a".repeat(63)).is_err());
        assert!(Payload::parse("unsigned-payload").is_err());
    }
}
