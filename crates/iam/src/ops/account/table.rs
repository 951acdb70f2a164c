//! The operations of this folder.

use super::get_account_authorization_details::GetAccountAuthorizationDetails;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[row::<GetAccountAuthorizationDetails>()];
