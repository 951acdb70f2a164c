//! The operations of this folder.

use super::delete_account_password_policy::DeleteAccountPasswordPolicy;
use super::get_account_password_policy::GetAccountPasswordPolicy;
use super::update_account_password_policy::UpdateAccountPasswordPolicy;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DeleteAccountPasswordPolicy>(),
    row::<GetAccountPasswordPolicy>(),
    row::<UpdateAccountPasswordPolicy>(),
];
