//! What a managed policy is used for.

use serde::Deserialize;

/// AWS's `PolicyUsageType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum PolicyUsage {
    /// Attached to a user, group or role.
    PermissionsPolicy,
    /// A user's or role's boundary.
    PermissionsBoundary,
}
