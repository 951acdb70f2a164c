//! The operations of this folder.

use super::create_access_key::CreateAccessKey;
use super::delete_access_key::DeleteAccessKey;
use super::get_access_key_last_used::GetAccessKeyLastUsed;
use super::list_access_keys::ListAccessKeys;
use super::update_access_key::UpdateAccessKey;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateAccessKey>(),
    row::<DeleteAccessKey>(),
    row::<GetAccessKeyLastUsed>(),
    row::<ListAccessKeys>(),
    row::<UpdateAccessKey>(),
];
