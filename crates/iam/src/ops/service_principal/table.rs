//! The operations of the service `portcullis` on services as callers, and theirs.

use super::add_service::AddService;
use super::check_pass_role::CheckPassRole;
use super::list_services::ListServices;
use super::remove_service::RemoveService;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AddService>(),
    row::<CheckPassRole>(),
    row::<ListServices>(),
    row::<RemoveService>(),
];
