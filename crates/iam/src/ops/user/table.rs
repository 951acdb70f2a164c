//! The operations on users.

use super::attach_user_policy::AttachUserPolicy;
use super::create_user::CreateUser;
use super::delete_user::DeleteUser;
use super::delete_user_permissions_boundary::DeleteUserPermissionsBoundary;
use super::delete_user_policy::DeleteUserPolicy;
use super::detach_user_policy::DetachUserPolicy;
use super::get_user::GetUser;
use super::get_user_policy::GetUserPolicy;
use super::list_attached_user_policies::ListAttachedUserPolicies;
use super::list_user_policies::ListUserPolicies;
use super::list_user_tags::ListUserTags;
use super::list_users::ListUsers;
use super::put_user_permissions_boundary::PutUserPermissionsBoundary;
use super::put_user_policy::PutUserPolicy;
use super::tag_user::TagUser;
use super::untag_user::UntagUser;
use super::update_user::UpdateUser;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AttachUserPolicy>(),
    row::<CreateUser>(),
    row::<DeleteUser>(),
    row::<DeleteUserPermissionsBoundary>(),
    row::<DeleteUserPolicy>(),
    row::<DetachUserPolicy>(),
    row::<GetUser>(),
    row::<GetUserPolicy>(),
    row::<ListAttachedUserPolicies>(),
    row::<ListUserPolicies>(),
    row::<ListUserTags>(),
    row::<ListUsers>(),
    row::<PutUserPermissionsBoundary>(),
    row::<PutUserPolicy>(),
    row::<TagUser>(),
    row::<UntagUser>(),
    row::<UpdateUser>(),
];
