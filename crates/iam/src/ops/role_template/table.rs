//! The operations on role templates.

use super::acquire_role::AcquireRole;
use super::get_role_template_version::GetRoleTemplateVersion;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[row::<AcquireRole>(), row::<GetRoleTemplateVersion>()];
