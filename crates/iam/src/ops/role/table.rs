//! The operations of this folder.

use super::delete_role_permissions_boundary::DeleteRolePermissionsBoundary;
use super::list_role_tags::ListRoleTags;
use super::put_role_permissions_boundary::PutRolePermissionsBoundary;
use super::tag_role::TagRole;
use super::untag_role::UntagRole;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<DeleteRolePermissionsBoundary>(),
    row::<ListRoleTags>(),
    row::<PutRolePermissionsBoundary>(),
    row::<TagRole>(),
    row::<UntagRole>(),
];
