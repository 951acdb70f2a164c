//! Groups and their members.

mod add_user_to_group;
mod create_group;
mod delete_group;
mod get_group;
mod list_groups;
mod list_groups_for_user;
mod remove_user_from_group;
mod table;
mod update_group;

pub(crate) use table::TABLE;
