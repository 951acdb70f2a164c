use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::claim::{
    ALGORITHM, Claim, Place, TOKEN_BYTES_MAX, malformed_date, parse_credential, parse_signature,
    parse_signed_headers, unsupported_algorithm,
};
use crate::payload::Payload;
use crate::{Error, Request, timestamp};

/// Reads the claim of a request that has an Authorization header.
pub(crate) fn read(request: &Request<'_>) -> Result<Claim, Error> {
    let header = request
        .text_once("authorization", AUTHORIZATION_BYTES_MAX)?
        .unwrap_or_default();
    let parts = Parts::read(header)?;
    let x_amz_date = request.text_once("x-amz-date", DATE_BYTES_MAX)?;
    let date = match x_amz_date {
        Some(_) => None,
        None => request.text_once("date", DATE_BYTES_MAX)?,
    };
    let (Some(credential), Some(signed_headers), Some(signature), true) = (
        parts.credential,
        parts.signed_headers,
        parts.signature,
        x_amz_date.or(date).is_some(),
    ) else {
        return Err(incomplete(&parts, x_amz_date.or(date).is_some(), header));
    };
    let timestamp = match (x_amz_date, date) {
        (Some(text), _) => timestamp::parse_basic(text).ok_or_else(|| malformed_date(text))?,
        (None, text) => {
            let text = text.unwrap_or_default();
            timestamp::parse_date_header(text).ok_or_else(|| malformed_date(text))?
        }
    };
    let (access_key_id, scope) = parse_credential(credential)?;
    Ok(Claim {
        access_key_id,
        scope,
        signed_headers: parse_signed_headers(signed_headers)?,
        session_token: request
            .text_once("x-amz-security-token", TOKEN_BYTES_MAX)?
            .map(str::to_owned),
        timestamp,
        expires: None,
        place: Place::Header,
        payload: Payload::of_header(request)?,
        signature: parse_signature(signature),
    })
}

/// The three parameters of an Authorization header, each if it is there.
struct Parts<'a> {
    credential: Option<&'a str>,
    signed_headers: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn read(header: &'a str) -> Result<Parts<'a>, Error> {
        let mut parts = Parts {
            credential: None,
            signed_headers: None,
            signature: None,
        };
        let (algorithm, rest) = header.split_once([' ', '\t']).unwrap_or((header, ""));
        if algorithm != ALGORITHM {
            // Basic, Bearer and the like: AWS answers with what it misses.
            return if algorithm.starts_with("AWS4-") {
                Err(unsupported_algorithm(algorithm))
            } else {
                Ok(parts)
            };
        }
        for piece in rest.split(',') {
            let piece = piece.trim_matches([' ', '\t']);
            if piece.is_empty() {
                continue;
            }
            let Some((name, value)) = piece.split_once('=') else {
                return Err(no_equal_sign(header));
            };
            let place = match name {
                "Credential" => &mut parts.credential,
                "SignedHeaders" => &mut parts.signed_headers,
                "Signature" => &mut parts.signature,
                _ => {
                    return Err(Error::incomplete(format!(
                        "Authorization header has an unknown parameter. {}",
                        hashed(header)
                    )));
                }
            };
            if place.replace(value).is_some() {
                return Err(Error::incomplete(format!(
                    "Authorization header must not give '{name}' twice. {}",
                    hashed(header)
                )));
            }
        }
        for place in [
            &mut parts.credential,
            &mut parts.signed_headers,
            &mut parts.signature,
        ] {
            *place = place.filter(|value| !value.is_empty());
        }
        Ok(parts)
    }
}

/// AWS's list of what is missing, in AWS's order.
fn incomplete(parts: &Parts<'_>, dated: bool, header: &str) -> Error {
    let mut message = String::new();
    for (present, name) in [
        (parts.credential.is_some(), "Credential"),
        (parts.signature.is_some(), "Signature"),
        (parts.signed_headers.is_some(), "SignedHeaders"),
    ] {
        if !present {
            message.push_str("Authorization header requires '");
            message.push_str(name);
            message.push_str("' parameter. ");
        }
    }
    if !dated {
        message.push_str(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
        );
    }
    message.push_str(&hashed(header));
    Error::incomplete(message)
}

fn no_equal_sign(header: &str) -> Error {
    Error::incomplete(format!(
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '{}'.",
        STANDARD.encode(Sha256::digest(header))
    ))
}

/// How AWS repeats a header that may hold a signature or a password: as its hash.
fn hashed(header: &str) -> String {
    format!(
        "(Hashed with SHA-256 and encoded with Base64) Authorization={}",
        STANDARD.encode(Sha256::digest(header))
    )
}

const AUTHORIZATION_BYTES_MAX: usize = 8 * 1024;
const DATE_BYTES_MAX: usize = 64;
