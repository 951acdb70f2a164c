//! Instance profiles.

use super::entity::Tag;
use crate::name::NameKey;
use crate::{AccountId, arn};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// An instance profile, by which EC2 hands a role to an instance.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct InstanceProfile {
    pub name: SmolStr,
    pub path: SmolStr,
    pub id: SmolStr,
    pub created: Timestamp,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// The role that it holds: one at most (P-7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<NameKey>,
}

impl InstanceProfile {
    pub(crate) fn arn(&self, account: AccountId) -> String {
        arn::instance_profile(account, &self.path, &self.name)
    }
}
