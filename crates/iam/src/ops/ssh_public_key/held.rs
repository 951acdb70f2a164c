//! The SSH public keys of a user.

use crate::Error;
use crate::context::text;
use crate::state::{SshPublicKey, User};
use serde::Serialize;

/// One of a user's keys by id.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) fn one<'a>(user: &'a User, id: &str) -> Result<&'a SshPublicKey, Error> {
    let held = user.ssh_public_keys.iter().find(|held| held.id == id);
    held.ok_or_else(|| {
        Error::no_such_entity(format!("The Public Key with id {id} cannot be found."))
    })
}

/// AWS's `SSHPublicKeyMetadata`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SshPublicKeyMetadata {
    user_name: String,
    #[serde(rename = "SSHPublicKeyId")]
    id: String,
    status: &'static str,
    upload_date: String,
}

/// AWS's `SSHPublicKey`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SshPublicKeyShape {
    user_name: String,
    #[serde(rename = "SSHPublicKeyId")]
    id: String,
    fingerprint: String,
    #[serde(rename = "SSHPublicKeyBody")]
    body: String,
    status: &'static str,
    upload_date: String,
}

impl SshPublicKeyMetadata {
    pub(super) fn of(user: &User, held: &SshPublicKey) -> SshPublicKeyMetadata {
        SshPublicKeyMetadata {
            user_name: user.name.to_string(),
            id: held.id.to_string(),
            status: held.status.text(),
            upload_date: text(held.uploaded).into(),
        }
    }
}

impl SshPublicKeyShape {
    pub(super) fn of(user: &User, held: &SshPublicKey, body: String) -> SshPublicKeyShape {
        SshPublicKeyShape {
            user_name: user.name.to_string(),
            id: held.id.to_string(),
            fingerprint: held.fingerprint.clone(),
            body,
            status: held.status.text(),
            upload_date: text(held.uploaded).into(),
        }
    }
}
