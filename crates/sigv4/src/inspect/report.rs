use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::request::InspectRequest;
use super::search::{Parts, find};
use crate::payload::{self, Line, Payload, hex_of};
use crate::verify::{StringToSign, check_freshness, check_scope_date, check_signed_headers};
use crate::{Claim, Error, Request, SigningKey, canonical, claim, verify};

/// What verification computed, and why it refused. Holds the right signature: it is made from the
/// secret, for the one who gave the secret, and never for the wire.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// Whether the signature holds.
    pub valid: bool,
    /// The refusal as AWS words it.
    pub error: Option<Refusal>,
    /// The canonical request; none where the signature's parts cannot be read.
    pub canonical_request: Option<String>,
    /// The string to sign; none where the signature's parts cannot be read.
    pub string_to_sign: Option<String>,
    /// The signature that these make with the given secret.
    pub signature: Option<String>,
    /// The first difference between the request and what its signature covers.
    pub difference: Option<Difference>,
}

/// A refusal as the caller would see it.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// AWS's error code.
    pub code: &'static str,
    /// AWS's message.
    pub message: String,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which part: `signature`, `access-key`, `session-token`, `region`, `service`, `clock`, `date`,
    /// `signed-headers`, `payload`, `secret`, `signing-key`, `method`, `path`, `query`, `headers`,
    /// or `unknown`.
    pub part: &'static str,
    /// What differs, in a sentence.
    pub message: String,
}

/// Verifies a request and says what it computed and, where it refuses, what differs.
///
/// Where the signature simply does not match, likely mistakes are tried, alone and in pairs: an
/// unnormalised path, one encoding instead of two, an unsorted query, untrimmed header values, a
/// changed `Host`, another body, a secret with white space, and the like.
pub fn inspect(input: &InspectRequest) -> Inspection {
    let headers: Vec<(&str, &[u8])> = input
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let (path, query) = input.path_and_query();
    let request = Request {
        method: &input.method,
        path,
        query,
        headers: &headers,
        body: &input.body,
    };
    match claim(&request) {
        Err(error) => unreadable(error),
        Ok(None) => unreadable(Error::missing_authentication_token()),
        Ok(Some(claim)) => inspect_claim(input, &request, &claim),
    }
}

fn unreadable(error: Error) -> Inspection {
    let message = match error.code() {
        "MissingAuthenticationToken" => {
            "the request carries neither an Authorization header nor X-Amz-Signature".to_owned()
        }
        _ => "the parts of the signature cannot be read; the error says which".to_owned(),
    };
    Inspection {
        valid: false,
        error: Some(refusal(&error)),
        canonical_request: None,
        string_to_sign: None,
        signature: None,
        difference: Some(Difference {
            part: "signature",
            message,
        }),
    }
}

fn refusal(error: &Error) -> Refusal {
    Refusal {
        code: error.code(),
        message: error.message(),
    }
}

fn inspect_claim(input: &InspectRequest, request: &Request<'_>, claim: &Claim) -> Inspection {
    let options = input.options();
    let key = SigningKey::derive(&input.credentials.secret_access_key, &claim.scope);
    let line = match (&claim.payload, claim.payload.line(request.body)) {
        (_, Ok(line)) => line,
        // The canonical request holds what the header says, though the body is another.
        (Payload::Hash(given), Err(_)) => Line::Hash(*given),
        (_, Err(_)) => Line::Unsigned,
    };
    let canonical = canonical::request(request, &claim.signed_headers, &line, &options);
    let string_to_sign = StringToSign::new(&canonical, claim.timestamp, &claim.scope);
    let signature = hex_of(&string_to_sign.signature(&key));

    let outcome = match mismatched_credentials(input, claim) {
        Some(outcome) => Some(outcome),
        None => verify(request, claim, &key, input.now, &options)
            .err()
            .map(|error| (error, difference(input, request, claim, &line))),
    };
    let (error, difference) = outcome.unzip();
    Inspection {
        valid: error.is_none(),
        error: error.as_ref().map(refusal),
        canonical_request: Some(String::from_utf8_lossy(&canonical).into_owned()),
        string_to_sign: Some(string_to_sign.text()),
        signature: Some(String::from_utf8_lossy(&signature).into_owned()),
        difference,
    }
}

/// The checks that belong to whoever looks the key up: access key, session token, region, service.
fn mismatched_credentials(input: &InspectRequest, claim: &Claim) -> Option<(Error, Difference)> {
    let given = &input.credentials;
    if claim.access_key_id != given.access_key_id {
        let (theirs, ours) = (&claim.access_key_id, &given.access_key_id);
        let message = format!(
            "the request names the access key `{theirs}`, the credentials are those of `{ours}`"
        );
        return Some((
            Error::invalid_client_token_id(),
            Difference {
                part: "access-key",
                message,
            },
        ));
    }
    let message = match (&claim.session_token, &given.session_token) {
        (None, None) => None,
        (None, Some(_)) => Some("the credentials have a session token, the request carries none"),
        (Some(_), None) => Some("the request carries a session token, the credentials have none"),
        (Some(theirs), Some(ours)) if theirs == ours.expose() => None,
        (Some(_), Some(_)) => {
            Some("the request carries another session token than the credentials")
        }
    };
    if let Some(message) = message {
        let difference = Difference {
            part: "session-token",
            message: message.to_owned(),
        };
        return Some((Error::invalid_client_token_id(), difference));
    }
    if let Err(error) = claim.scope.require_region(|region| region == input.region) {
        let (theirs, ours) = (&claim.scope.region, &input.region);
        let message = format!(
            "the signature is scoped to region `{theirs}`, the request belongs to `{ours}`"
        );
        return Some((
            error,
            Difference {
                part: "region",
                message,
            },
        ));
    }
    if let Err(error) = claim.scope.require_service(&input.service) {
        let (theirs, ours) = (&claim.scope.service, &input.service);
        let message = format!(
            "the signature is scoped to service `{theirs}`, the request belongs to `{ours}`"
        );
        return Some((
            error,
            Difference {
                part: "service",
                message,
            },
        ));
    }
    None
}

/// What differs in a request that [`verify`] refused: its checks again, in its order.
fn difference(
    input: &InspectRequest,
    request: &Request<'_>,
    claim: &Claim,
    line: &Line,
) -> Difference {
    let options = input.options();
    if check_freshness(claim, input.now, &options).is_err() {
        let seconds = input.now.as_second() - claim.timestamp.as_second();
        let side = if seconds < 0 { "after" } else { "before" };
        let message = format!(
            "the request was signed {} seconds {side} the time of verification",
            seconds.abs()
        );
        return Difference {
            part: "clock",
            message,
        };
    }
    if let Err(error) = check_scope_date(claim) {
        return Difference {
            part: "date",
            message: error.message(),
        };
    }
    if let Err(error) = check_signed_headers(request, claim) {
        let missing = claim
            .signed_headers
            .iter()
            .find(|name| request.values(name).next().is_none());
        let message = match missing {
            Some(name) => {
                format!("the header `{name}` is signed, but the request does not have it")
            }
            None => error.message(),
        };
        return Difference {
            part: "signed-headers",
            message,
        };
    }
    if let (Payload::Hash(given), Err(_)) = (&claim.payload, claim.payload.line(request.body)) {
        let (given, computed) = (String::from_utf8_lossy(given), payload::hash(request.body));
        let computed = String::from_utf8_lossy(&computed);
        let message = format!("the body's hash is {computed}, x-amz-content-sha256 says {given}");
        return Difference {
            part: "payload",
            message,
        };
    }
    let Some(signature) = claim.signature else {
        let message = "the signature is not 64 lower-case hexadecimal digits".to_owned();
        return Difference {
            part: "signature",
            message,
        };
    };
    find(&Parts::new(input, request, claim, line), &signature).unwrap_or_else(|| Difference {
        part: "unknown",
        message: "no known mistake explains this signature: the secret, a signed header, the query or the body \
                  is not what was signed"
            .to_owned(),
    })
}

/// The text with control characters spelled out: what was sent must not steer a terminal.
fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let spelled = |character: char| match character.is_control() {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    Cow::Owned(text.chars().map(spelled).collect())
}

impl Display for Inspection {
    /// Writes everything for a person to read.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (title, text) in [
            ("canonical request", &self.canonical_request),
            ("string to sign", &self.string_to_sign),
            ("signature", &self.signature),
        ] {
            if let Some(text) = text {
                writeln!(f, "{title}:")?;
                for line in text.lines() {
                    writeln!(f, "    {}", printable(line))?;
                }
            }
        }
        match &self.error {
            None => write!(f, "verdict: valid"),
            Some(Refusal { code, message }) => {
                writeln!(f, "verdict: refused")?;
                write!(f, "error: {code}: {}", printable(message))
            }
        }?;
        match &self.difference {
            Some(Difference { part, message }) => {
                write!(f, "\nfirst difference ({part}): {}", printable(message))
            }
            None => Ok(()),
        }
    }
}
