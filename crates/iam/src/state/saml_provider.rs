//! SAML identity providers.

use super::entity::Tag;
use crate::keyring::SealedSecret;
use crate::{AccountId, arn};
use federation::saml::Metadata;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::sync::Arc;

/// For how many years a provider counts whose metadata does not say.
const YEARS: i64 = 100;

/// A SAML identity provider of an account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SamlProvider {
    pub name: SmolStr,
    pub uuid: SmolStr,
    pub created: Timestamp,
    /// When the metadata was last given.
    pub described: Timestamp,
    pub metadata: StoredMetadata,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption: Option<AssertionEncryption>,
    /// Oldest first; two at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<SamlPrivateKey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// AWS's `AssertionEncryptionMode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssertionEncryption {
    /// Assertions must be encrypted.
    Required,
    /// Assertions may be encrypted.
    Allowed,
}

/// A private key that opens a provider's encrypted assertions.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SamlPrivateKey {
    pub id: SmolStr,
    pub added: Timestamp,
    pub key: SealedSecret,
}

/// A metadata document byte for byte, and what was read from it, once.
#[derive(Clone)]
pub(crate) struct StoredMetadata {
    text: Arc<str>,
    /// `None` if it is not readable any more: then nobody is believed.
    parsed: Option<Arc<Metadata>>,
}

impl SamlProvider {
    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::saml_provider(account, &self.name)
    }

    /// Until when the provider counts: as its metadata says, else a hundred years from when that was given.
    pub(crate) fn valid_until(&self) -> Timestamp {
        let said = self
            .metadata
            .parsed()
            .and_then(|metadata| metadata.valid_until());
        said.unwrap_or_else(|| {
            let start: Zoned = self.described.to_zoned(TimeZone::UTC);
            start
                .checked_add(YEARS.years())
                .map_or(self.described, |end| end.timestamp())
        })
    }
}

impl StoredMetadata {
    pub(crate) fn new(text: &str) -> StoredMetadata {
        StoredMetadata {
            parsed: Metadata::parse(text).ok().map(Arc::new),
            text: text.into(),
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn parsed(&self) -> Option<&Metadata> {
        self.parsed.as_deref()
    }
}

impl Serialize for StoredMetadata {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for StoredMetadata {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| StoredMetadata::new(&text))
    }
}
