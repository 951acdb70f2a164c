//! Deletions of service-linked roles, as `GetServiceLinkedRoleDeletionStatus` tells them.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// How many deletions an account remembers: the newest.
pub(super) const REMEMBERED_MAX: usize = 1000;

/// A deletion that was asked for, and what came of it (P-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RoleDeletion {
    /// `task/aws-service-role/SERVICE/ROLE/UUID`.
    pub task: SmolStr,
    /// Why the role is still there; absent where it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}
