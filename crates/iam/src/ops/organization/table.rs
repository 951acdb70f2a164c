//! Operations on organizations as a whole.

use super::create_organization::CreateOrganization;
use super::delete_organization::DeleteOrganization;
use super::describe_organization::DescribeOrganization;
use super::disable_policy_type::DisablePolicyType;
use super::enable_all_features::EnableAllFeatures;
use super::enable_policy_type::EnablePolicyType;
use super::leave_organization::LeaveOrganization;
use super::list_roots::ListRoots;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateOrganization>(),
    row::<DeleteOrganization>(),
    row::<DescribeOrganization>(),
    row::<DisablePolicyType>(),
    row::<EnableAllFeatures>(),
    row::<EnablePolicyType>(),
    row::<LeaveOrganization>(),
    row::<ListRoots>(),
];
