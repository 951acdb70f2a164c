//! The operations of this folder.

use super::change_password::ChangePassword;
use super::create_login_profile::CreateLoginProfile;
use super::delete_login_profile::DeleteLoginProfile;
use super::get_login_profile::GetLoginProfile;
use super::update_login_profile::UpdateLoginProfile;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<ChangePassword>(),
    row::<CreateLoginProfile>(),
    row::<DeleteLoginProfile>(),
    row::<GetLoginProfile>(),
    row::<UpdateLoginProfile>(),
];
