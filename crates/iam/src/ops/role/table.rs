//! The operations of this folder.

use super::attach_role_policy::AttachRolePolicy;
use super::create_role::CreateRole;
use super::delete_role::DeleteRole;
use super::delete_role_permissions_boundary::DeleteRolePermissionsBoundary;
use super::delete_role_policy::DeleteRolePolicy;
use super::detach_role_policy::DetachRolePolicy;
use super::get_role::GetRole;
use super::get_role_policy::GetRolePolicy;
use super::list_attached_role_policies::ListAttachedRolePolicies;
use super::list_role_policies::ListRolePolicies;
use super::list_role_tags::ListRoleTags;
use super::list_roles::ListRoles;
use super::put_role_permissions_boundary::PutRolePermissionsBoundary;
use super::put_role_policy::PutRolePolicy;
use super::tag_role::TagRole;
use super::untag_role::UntagRole;
use super::update_assume_role_policy::UpdateAssumeRolePolicy;
use super::update_role::UpdateRole;
use super::update_role_description::UpdateRoleDescription;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AttachRolePolicy>(),
    row::<CreateRole>(),
    row::<DeleteRole>(),
    row::<DeleteRolePermissionsBoundary>(),
    row::<DeleteRolePolicy>(),
    row::<DetachRolePolicy>(),
    row::<GetRole>(),
    row::<GetRolePolicy>(),
    row::<ListAttachedRolePolicies>(),
    row::<ListRolePolicies>(),
    row::<ListRoleTags>(),
    row::<ListRoles>(),
    row::<PutRolePermissionsBoundary>(),
    row::<PutRolePolicy>(),
    row::<TagRole>(),
    row::<UntagRole>(),
    row::<UpdateAssumeRolePolicy>(),
    row::<UpdateRole>(),
    row::<UpdateRoleDescription>(),
];
