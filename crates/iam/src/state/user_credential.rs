//! What users prove themselves with to services that are not here: signing certificates and SSH public keys.

use super::entity::KeyStatus;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// An X.509 signing certificate of a user or of an account's root.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SigningCertificate {
    pub id: SmolStr,
    /// PEM, as it was sent.
    pub body: String,
    pub status: KeyStatus,
    pub uploaded: Timestamp,
}

/// An SSH public key of a user.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SshPublicKey {
    pub id: SmolStr,
    /// `ssh-rsa …`, with its comment.
    pub key: String,
    pub fingerprint: String,
    pub status: KeyStatus,
    pub uploaded: Timestamp,
}
