//! The operations of this folder.

use super::add_role_to_instance_profile::AddRoleToInstanceProfile;
use super::create_instance_profile::CreateInstanceProfile;
use super::delete_instance_profile::DeleteInstanceProfile;
use super::get_instance_profile::GetInstanceProfile;
use super::list_instance_profile_tags::ListInstanceProfileTags;
use super::list_instance_profiles::ListInstanceProfiles;
use super::list_instance_profiles_for_role::ListInstanceProfilesForRole;
use super::remove_role_from_instance_profile::RemoveRoleFromInstanceProfile;
use super::tag_instance_profile::TagInstanceProfile;
use super::untag_instance_profile::UntagInstanceProfile;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AddRoleToInstanceProfile>(),
    row::<CreateInstanceProfile>(),
    row::<DeleteInstanceProfile>(),
    row::<GetInstanceProfile>(),
    row::<ListInstanceProfileTags>(),
    row::<ListInstanceProfiles>(),
    row::<ListInstanceProfilesForRole>(),
    row::<RemoveRoleFromInstanceProfile>(),
    row::<TagInstanceProfile>(),
    row::<UntagInstanceProfile>(),
];
