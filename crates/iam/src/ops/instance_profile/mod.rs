//! Instance profiles, by which EC2 hands a role to an instance.

mod add_role_to_instance_profile;
mod create_instance_profile;
mod delete_instance_profile;
mod get_instance_profile;
mod list_instance_profile_tags;
mod list_instance_profiles;
mod list_instance_profiles_for_role;
mod profile;
mod remove_role_from_instance_profile;
mod table;
mod tag_instance_profile;
mod untag_instance_profile;

pub(crate) use table::TABLE;
