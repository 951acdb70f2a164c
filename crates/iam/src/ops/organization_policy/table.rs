//! Operations on policies of an organization.

use super::attach_policy::AttachPolicy;
use super::create_policy::CreatePolicy;
use super::delete_policy::DeletePolicy;
use super::describe_effective_policy::DescribeEffectivePolicy;
use super::describe_policy::DescribePolicy;
use super::detach_policy::DetachPolicy;
use super::list_accounts_with_invalid_effective_policy::ListAccountsWithInvalidEffectivePolicy;
use super::list_effective_policy_validation_errors::ListEffectivePolicyValidationErrors;
use super::list_policies::ListPolicies;
use super::list_policies_for_target::ListPoliciesForTarget;
use super::list_tags_for_resource::ListTagsForResource;
use super::list_targets_for_policy::ListTargetsForPolicy;
use super::tag_resource::TagResource;
use super::untag_resource::UntagResource;
use super::update_policy::UpdatePolicy;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AttachPolicy>(),
    row::<CreatePolicy>(),
    row::<DeletePolicy>(),
    row::<DescribeEffectivePolicy>(),
    row::<DescribePolicy>(),
    row::<DetachPolicy>(),
    row::<ListAccountsWithInvalidEffectivePolicy>(),
    row::<ListEffectivePolicyValidationErrors>(),
    row::<ListPolicies>(),
    row::<ListPoliciesForTarget>(),
    row::<ListTagsForResource>(),
    row::<ListTargetsForPolicy>(),
    row::<TagResource>(),
    row::<UntagResource>(),
    row::<UpdatePolicy>(),
];
