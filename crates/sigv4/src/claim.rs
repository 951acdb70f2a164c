use jiff::Timestamp;
use smol_str::SmolStr;

use crate::error::excerpt;
use crate::payload::Payload;
use crate::{Error, Request, authorization, presigned};

/// Who a request says it comes from. Grants nothing: only [`verify`](crate::verify) does, with
/// the key of the claimed access key id.
#[derive(Clone)]
pub struct Claim {
    /// The access key id.
    pub access_key_id: SmolStr,
    /// What the signature is limited to.
    pub scope: Scope,
    /// Names of the signed headers: lower case, sorted, none twice.
    pub signed_headers: Vec<SmolStr>,
    /// The session token of temporary credentials.
    pub session_token: Option<String>,
    /// When the request was signed.
    pub timestamp: Timestamp,
    /// For a presigned URL that names one: for how many seconds it holds, where services let it say so
    /// ([`Options::expires_counts`](crate::Options::expires_counts)). At most 604,800.
    pub expires: Option<u32>,
    pub(crate) place: Place,
    pub(crate) payload: Payload,
    /// `None` where the text is not 64 lower-case hexadecimal digits: it then matches nothing.
    pub(crate) signature: Option<[u8; 32]>,
}

/// Where the signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Header,
    Query,
}

impl Claim {
    /// Whether the signature stands in the query.
    pub fn presigned(&self) -> bool {
        self.place == Place::Query
    }

    /// Whether the signer left the body out of the signature (`UNSIGNED-PAYLOAD`), so that whoever
    /// sees the request can change its body. The caller may refuse that.
    pub fn unsigned_payload(&self) -> bool {
        matches!(self.payload, Payload::Unsigned)
    }
}

impl std::fmt::Debug for Claim {
    /// Prints no signature and no token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claim")
            .field("access_key_id", &self.access_key_id)
            .field("scope", &self.scope)
            .field("signed_headers", &self.signed_headers)
            .field("session_token", &self.session_token.as_ref().map(|_| "…"))
            .field("timestamp", &self.timestamp)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// The day, region and service that a signature is limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Eight digits, as `20150830`.
    pub date: SmolStr,
    /// As `us-east-1`.
    pub region: SmolStr,
    /// As `iam`.
    pub service: SmolStr,
}

impl Scope {
    /// Refuses a signature made for another service than `expected`, in AWS's words.
    pub fn require_service(&self, expected: &str) -> Result<(), Error> {
        if self.service == expected {
            return Ok(());
        }
        Err(Error::mismatch(format!(
            "Credential should be scoped to correct service: '{expected}'."
        )))
    }

    /// Refuses a signature made for a region that is not among `known`, in AWS's words.
    pub fn require_region(&self, known: impl FnOnce(&str) -> bool) -> Result<(), Error> {
        if known(&self.region) {
            return Ok(());
        }
        let region = excerpt(&self.region);
        Err(Error::mismatch(format!(
            "Credential should be scoped to a valid region, not '{region}'."
        )))
    }
}

impl std::fmt::Display for Scope {
    /// Writes it as the string to sign holds it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}/{}/{}/aws4_request",
            self.date, self.region, self.service
        )
    }
}

/// Reads who a request claims to come from; `None` if it carries no signature at all.
///
/// Refuses what cannot be verified whatever the key: parts that are missing, malformed or given
/// twice, signatures in both header and query, streamed bodies, other algorithms.
///
/// ```
/// let unsigned = sigv4::Request { method: "GET", path: "/", query: "Action=X", headers: &[], body: b"" };
/// assert!(sigv4::claim(&unsigned)?.is_none());
/// # Ok::<(), sigv4::Error>(())
/// ```
pub fn claim(request: &Request<'_>) -> Result<Option<Claim>, Error> {
    let in_query = presigned::present(request);
    let in_header = request.values("authorization").next().is_some();
    match (in_header, in_query) {
        (false, false) => Ok(None),
        (true, true) => Err(Error::incomplete(
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the \
             Authorization header should be specified",
        )),
        (true, false) => authorization::read(request).map(Some),
        (false, true) => presigned::read(request).map(Some),
    }
}

/// Splits `keyid/date/region/service/aws4_request`.
pub(crate) fn parse_credential(text: &str) -> Result<(SmolStr, Scope), Error> {
    let malformed = || {
        Error::incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}'",
            excerpt(text)
        ))
    };
    if text.len() > CREDENTIAL_BYTES_MAX {
        return Err(malformed());
    }
    let mut elements = text.split('/');
    let mut next = || {
        elements
            .next()
            .filter(|element| !element.is_empty())
            .ok_or_else(malformed)
    };
    let (access_key_id, date, region, service, terminator) =
        (next()?, next()?, next()?, next()?, next()?);
    if elements.next().is_some() {
        return Err(malformed());
    }
    if terminator != "aws4_request" {
        let given = excerpt(terminator);
        return Err(Error::mismatch(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{given}'."
        )));
    }
    let scope = Scope {
        date: SmolStr::new(date),
        region: SmolStr::new(region),
        service: SmolStr::new(service),
    };
    Ok((SmolStr::new(access_key_id), scope))
}

/// Splits `host;x-amz-date`. Only what every SDK writes is taken: lower-case names, sorted, none twice.
pub(crate) fn parse_signed_headers(text: &str) -> Result<Vec<SmolStr>, Error> {
    let names: Vec<SmolStr> = text
        .split(';')
        .take(SIGNED_HEADERS_MAX + 1)
        .map(SmolStr::new)
        .collect();
    if names.len() > SIGNED_HEADERS_MAX {
        return Err(Error::incomplete(format!(
            "'SignedHeaders' names more than {SIGNED_HEADERS_MAX} headers."
        )));
    }
    let token = |byte: &u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(byte)
    };
    let well_formed = names
        .iter()
        .all(|name| !name.is_empty() && name.bytes().all(|byte| token(&byte)));
    if !well_formed || !names.is_sorted_by(|a, b| a < b) {
        return Err(Error::incomplete(
            "'SignedHeaders' must be lower-case header names, sorted, without duplicates, separated by semicolons.",
        ));
    }
    Ok(names)
}

/// The 32 bytes of 64 lower-case hexadecimal digits.
pub(crate) fn parse_signature(text: &str) -> Option<[u8; 32]> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

pub(crate) fn malformed_date(text: &str) -> Error {
    Error::incomplete(format!(
        "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
        excerpt(text)
    ))
}

pub(crate) fn unsupported_algorithm(text: &str) -> Error {
    Error::incomplete(format!("Unsupported AWS 'algorithm': '{}'.", excerpt(text)))
}

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The most bytes of a session token: longer ones are refused unread. So much is left of a header for what else it holds.
pub const TOKEN_BYTES_MAX: usize = 32 * 1024;
const CREDENTIAL_BYTES_MAX: usize = 512;
const SIGNED_HEADERS_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_have_five_elements() {
        let (id, scope) = parse_credential("AKID/20150830/us-east-1/iam/aws4_request").unwrap();
        assert_eq!(
            (id.as_str(), scope.to_string().as_str()),
            ("AKID", "20150830/us-east-1/iam/aws4_request")
        );
        for text in [
            "",
            "AKID",
            "AKID/20150830/us-east-1/iam",
            "AKID/20150830//iam/aws4_request",
            "AKID/20150830/us-east-1/iam/aws4_request/",
            "A/K/20150830/us-east-1/iam/aws4_request",
        ] {
            assert_eq!(
                parse_credential(text).unwrap_err().message(),
                format!(
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{text}'"
                )
            );
        }
        let error = parse_credential("AKID/20150830/us-east-1/iam/aws5_request").unwrap_err();
        assert_eq!(
            error.message(),
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."
        );
        assert_eq!(error.code(), "SignatureDoesNotMatch");
    }

    #[test]
    fn scopes_are_refused_in_aws_words() {
        let (_, scope) = parse_credential("AKID/20150830/us-east-1/iam/aws4_request").unwrap();
        assert_eq!(scope.require_service("iam"), Ok(()));
        assert_eq!(
            scope.require_service("sts").unwrap_err().to_string(),
            "SignatureDoesNotMatch: Credential should be scoped to correct service: 'sts'."
        );
        assert_eq!(scope.require_region(|region| region == "us-east-1"), Ok(()));
        assert_eq!(
            scope.require_region(|_| false).unwrap_err().to_string(),
            "SignatureDoesNotMatch: Credential should be scoped to a valid region, not 'us-east-1'."
        );
    }

    #[test]
    fn signed_headers_are_taken_in_one_form_only() {
        assert_eq!(
            parse_signed_headers("host;x-amz-date").unwrap(),
            ["host", "x-amz-date"]
        );
        for text in [
            "",
            "Host",
            "x-amz-date;host",
            "host;host",
            "host;",
            "host,x-amz-date",
            "ho st",
            "hö",
        ] {
            assert!(parse_signed_headers(text).is_err(), "{text}");
        }
        let many: Vec<String> = (100..=200).map(|n| n.to_string()).collect();
        assert!(
            parse_signed_headers(&many.join(";"))
                .unwrap_err()
                .message()
                .contains("more than 100")
        );
        assert_eq!(
            parse_signed_headers(&many[..100].join(";")).unwrap().len(),
            100
        );
    }

    #[test]
    fn signatures_are_lower_case_hexadecimal() {
        assert_eq!(parse_signature(&"0a".repeat(32)), Some([10; 32]));
        assert_eq!(parse_signature(&"0A".repeat(32)), None);
        assert_eq!(parse_signature(&"0a".repeat(31)), None);
        assert_eq!(parse_signature(""), None);
    }
}
