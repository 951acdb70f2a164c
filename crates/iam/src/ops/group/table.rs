//! The operations of this folder.

use super::add_user_to_group::AddUserToGroup;
use super::create_group::CreateGroup;
use super::delete_group::DeleteGroup;
use super::get_group::GetGroup;
use super::list_groups::ListGroups;
use super::list_groups_for_user::ListGroupsForUser;
use super::remove_user_from_group::RemoveUserFromGroup;
use super::update_group::UpdateGroup;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AddUserToGroup>(),
    row::<CreateGroup>(),
    row::<DeleteGroup>(),
    row::<GetGroup>(),
    row::<ListGroups>(),
    row::<ListGroupsForUser>(),
    row::<RemoveUserFromGroup>(),
    row::<UpdateGroup>(),
];
