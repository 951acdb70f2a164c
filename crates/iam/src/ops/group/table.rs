//! The operations of this folder.

use super::add_user_to_group::AddUserToGroup;
use super::attach_group_policy::AttachGroupPolicy;
use super::create_group::CreateGroup;
use super::delete_group::DeleteGroup;
use super::delete_group_policy::DeleteGroupPolicy;
use super::detach_group_policy::DetachGroupPolicy;
use super::get_group::GetGroup;
use super::get_group_policy::GetGroupPolicy;
use super::list_attached_group_policies::ListAttachedGroupPolicies;
use super::list_group_policies::ListGroupPolicies;
use super::list_groups::ListGroups;
use super::list_groups_for_user::ListGroupsForUser;
use super::put_group_policy::PutGroupPolicy;
use super::remove_user_from_group::RemoveUserFromGroup;
use super::update_group::UpdateGroup;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AddUserToGroup>(),
    row::<AttachGroupPolicy>(),
    row::<CreateGroup>(),
    row::<DeleteGroup>(),
    row::<DeleteGroupPolicy>(),
    row::<DetachGroupPolicy>(),
    row::<GetGroup>(),
    row::<GetGroupPolicy>(),
    row::<ListAttachedGroupPolicies>(),
    row::<ListGroupPolicies>(),
    row::<ListGroups>(),
    row::<ListGroupsForUser>(),
    row::<PutGroupPolicy>(),
    row::<RemoveUserFromGroup>(),
    row::<UpdateGroup>(),
];
