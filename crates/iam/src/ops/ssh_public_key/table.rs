//! The operations of this folder.

use super::delete_ssh_public_key::DeleteSshPublicKey;
use super::get_ssh_public_key::GetSshPublicKey;
use super::list_ssh_public_keys::ListSshPublicKeys;
use super::update_ssh_public_key::UpdateSshPublicKey;
use super::upload_ssh_public_key::UploadSshPublicKey;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DeleteSshPublicKey>(),
    row::<GetSshPublicKey>(),
    row::<ListSshPublicKeys>(),
    row::<UpdateSshPublicKey>(),
    row::<UploadSshPublicKey>(),
];
