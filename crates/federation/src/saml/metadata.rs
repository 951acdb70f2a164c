//! An identity provider's metadata: who it is and by which keys it signs.

use super::moment::moment;
use super::names::{METADATA, SIGNATURE};
use super::public_key::PublicKey;
use super::text::{Text, trimmed};
use super::tree::{Limits, Tree};
use jiff::Timestamp;
use uppsala::NodeId;

/// Certificates of one provider; more than anyone rolls over between.
const CERTIFICATES_MAX: usize = 32;

/// What a metadata document says of an identity provider.
pub struct Metadata {
    entity_id: String,
    valid_until: Option<Timestamp>,
    keys: Vec<PublicKey>,
}

/// The document is not the metadata of one identity provider; says what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the metadata is not acceptable: {0}")]
pub struct MalformedMetadata(&'static str);

impl std::fmt::Debug for Metadata {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metadata")
            .field("entity_id", &self.entity_id)
            .field("valid_until", &self.valid_until)
            .finish_non_exhaustive()
    }
}

impl Metadata {
    /// What a metadata document says: one `EntityDescriptor` with an `IDPSSODescriptor` whose signing certificates hold RSA
    /// keys of 2048 bits or more, or keys on the curves P-256, P-384 or P-521. When certificates expire is not looked at
    /// (spec X-5): what counts is that the document holds them.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Metadata, MalformedMetadata> {
        read(text.trim_start_matches('\u{feff}').trim_start()).map_err(MalformedMetadata)
    }

    /// The provider's name for itself: the issuer of its assertions.
    #[must_use]
    pub fn entity_id(&self) -> &str {
        &self.entity_id
    }

    /// Until when the document counts, if it says so.
    #[must_use]
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.valid_until
    }

    /// The keys that the provider signs by.
    pub(super) fn keys(&self) -> &[PublicKey] {
        &self.keys
    }
}

fn read(text: &str) -> Result<Metadata, &'static str> {
    let text = Text::of(text);
    let tree = Tree::parse(&text, Limits::METADATA)?;
    if !tree.is(tree.root, METADATA, "EntityDescriptor") {
        return Err("it is not an EntityDescriptor");
    }
    let entity_id = tree
        .attribute(tree.root, "entityID")
        .map(trimmed)
        .filter(|id| !id.is_empty() && id.len() <= 1024)
        .ok_or("it has no entityID")?
        .to_owned();
    let valid_until = match tree.attribute(tree.root, "validUntil") {
        Some(text) => Some(moment(text).ok_or("validUntil is not a time")?),
        None => None,
    };
    let role = tree.one(tree.root, METADATA, "IDPSSODescriptor")?;
    let mut keys = Vec::new();
    for descriptor in tree.named(role, METADATA, "KeyDescriptor") {
        if matches!(tree.attribute(descriptor, "use"), None | Some("signing")) {
            certificates(&tree, descriptor, &mut keys)?;
        }
    }
    if keys.is_empty() {
        return Err("it has no signing certificate");
    }
    Ok(Metadata {
        entity_id,
        valid_until,
        keys,
    })
}

fn certificates(
    tree: &Tree,
    descriptor: NodeId,
    keys: &mut Vec<PublicKey>,
) -> Result<(), &'static str> {
    for information in tree.named(descriptor, SIGNATURE, "KeyInfo") {
        for data in tree.named(information, SIGNATURE, "X509Data") {
            for certificate in tree.named(data, SIGNATURE, "X509Certificate") {
                if keys.len() == CERTIFICATES_MAX {
                    return Err("it has too many certificates");
                }
                let der = tree.bytes(certificate)?;
                keys.push(PublicKey::of_certificate(&der)?);
            }
        }
    }
    Ok(())
}
