//! The operations on users.

use super::create_user::CreateUser;
use super::delete_user::DeleteUser;
use super::delete_user_permissions_boundary::DeleteUserPermissionsBoundary;
use super::get_user::GetUser;
use super::list_user_tags::ListUserTags;
use super::list_users::ListUsers;
use super::put_user_permissions_boundary::PutUserPermissionsBoundary;
use super::tag_user::TagUser;
use super::untag_user::UntagUser;
use super::update_user::UpdateUser;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateUser>(),
    row::<DeleteUser>(),
    row::<DeleteUserPermissionsBoundary>(),
    row::<GetUser>(),
    row::<ListUserTags>(),
    row::<ListUsers>(),
    row::<PutUserPermissionsBoundary>(),
    row::<TagUser>(),
    row::<UntagUser>(),
    row::<UpdateUser>(),
];
