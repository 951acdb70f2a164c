//! The operations of this folder.

use super::create_policy::CreatePolicy;
use super::create_policy_version::CreatePolicyVersion;
use super::delete_policy::DeletePolicy;
use super::delete_policy_version::DeletePolicyVersion;
use super::get_policy::GetPolicy;
use super::get_policy_version::GetPolicyVersion;
use super::list_entities_for_policy::ListEntitiesForPolicy;
use super::list_policies::ListPolicies;
use super::list_policy_tags::ListPolicyTags;
use super::list_policy_versions::ListPolicyVersions;
use super::set_default_policy_version::SetDefaultPolicyVersion;
use super::tag_policy::TagPolicy;
use super::untag_policy::UntagPolicy;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreatePolicy>(),
    row::<CreatePolicyVersion>(),
    row::<DeletePolicy>(),
    row::<DeletePolicyVersion>(),
    row::<GetPolicy>(),
    row::<GetPolicyVersion>(),
    row::<ListEntitiesForPolicy>(),
    row::<ListPolicies>(),
    row::<ListPolicyTags>(),
    row::<ListPolicyVersions>(),
    row::<SetDefaultPolicyVersion>(),
    row::<TagPolicy>(),
    row::<UntagPolicy>(),
];
