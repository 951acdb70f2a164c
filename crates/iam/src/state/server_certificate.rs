//! Server certificates.

use super::entity::Tag;
use crate::keyring::SealedSecret;
use crate::{AccountId, arn};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A certificate for TLS servers, with its private key, which is kept sealed and never shown.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ServerCertificate {
    pub name: SmolStr,
    pub path: SmolStr,
    pub id: SmolStr,
    pub uploaded: Timestamp,
    pub expires: Timestamp,
    /// PEM, as it was sent.
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    pub private_key: SealedSecret,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl ServerCertificate {
    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::server_certificate(account, &self.path, &self.name)
    }
}
