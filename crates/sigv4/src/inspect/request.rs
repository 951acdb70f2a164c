use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::{Options, Secret};

/// A request, and the credentials it should have been signed with, as `portcullis sigv4` reads them.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectRequest {
    /// The method, in upper case.
    pub method: String,
    /// The raw path and query of the request line.
    pub target: String,
    /// Names and values, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body; `body_base64` in JSON, none if left out or null.
    #[serde(default, rename = "body_base64", deserialize_with = "from_base64")]
    pub body: Vec<u8>,
    /// Whose signature it should be.
    pub credentials: InspectCredentials,
    /// The region that the request belongs to.
    pub region: String,
    /// The service that the request belongs to.
    pub service: String,
    /// The verifier's time.
    pub now: Timestamp,
    /// Whether paths are normalised and encoded twice: `true` unless S3.
    #[serde(default = "yes")]
    pub normalize: bool,
}

/// The credentials of an [`InspectRequest`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectCredentials {
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: Secret,
    /// The session token of temporary credentials; null if none.
    #[serde(default)]
    pub session_token: Option<Secret>,
}

impl InspectRequest {
    /// Reads the JSON form. The error says what is wrong and where.
    pub fn parse(json: &str) -> Result<InspectRequest, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    /// The raw path and the raw query.
    pub(crate) fn path_and_query(&self) -> (&str, &str) {
        self.target.split_once('?').unwrap_or((&self.target, ""))
    }

    pub(crate) fn options(&self) -> Options {
        if self.normalize {
            Options::AWS
        } else {
            Options::S3
        }
    }
}

impl std::fmt::Debug for InspectRequest {
    /// Prints neither headers nor target nor body: they may hold signatures and tokens.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InspectRequest")
            .field("method", &self.method)
            .field("credentials", &self.credentials)
            .field("region", &self.region)
            .field("service", &self.service)
            .field("now", &self.now)
            .field("normalize", &self.normalize)
            .finish_non_exhaustive()
    }
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    STANDARD
        .decode(text)
        .map_err(|error| D::Error::custom(format!("`body_base64`: {error}")))
}

fn yes() -> bool {
    true
}
