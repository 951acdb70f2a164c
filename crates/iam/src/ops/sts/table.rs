//! The operations of STS.

use super::assume_role::AssumeRole;
use super::get_caller_identity::GetCallerIdentity;
use super::get_session_token::GetSessionToken;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AssumeRole>(),
    row::<GetCallerIdentity>(),
    row::<GetSessionToken>(),
];
