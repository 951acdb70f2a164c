//! OpenID Connect providers.

use super::entity::Tag;
use crate::{AccountId, arn};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A provider that roles of the account can trust. Found under its name: nothing else tells two of them apart.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct OidcProvider {
    /// The issuer that tokens name, with its scheme.
    pub url: SmolStr,
    pub created: Timestamp,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub client_ids: Vec<String>,
    /// SHA-1 digests, in the letters in which they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thumbprints: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl OidcProvider {
    /// Host and path: the URL without its scheme.
    pub(crate) fn name(&self) -> &str {
        name(&self.url)
    }

    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::oidc_provider(account, self.name())
    }
}

/// What a provider with this URL is found under.
pub(super) fn name(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}
