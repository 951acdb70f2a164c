//! The operations on users.

use super::create_user::CreateUser;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[row::<CreateUser>()];
