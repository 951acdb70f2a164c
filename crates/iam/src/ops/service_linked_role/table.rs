//! The operations of this folder.

use super::create_service_linked_role::CreateServiceLinkedRole;
use super::delete_service_linked_role::DeleteServiceLinkedRole;
use super::get_service_linked_role_deletion_status::GetServiceLinkedRoleDeletionStatus;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateServiceLinkedRole>(),
    row::<DeleteServiceLinkedRole>(),
    row::<GetServiceLinkedRoleDeletionStatus>(),
];
