//! Roles.

mod delete_role_permissions_boundary;
mod list_role_tags;
mod put_role_permissions_boundary;
mod table;
mod tag_role;
mod untag_role;

pub(crate) use table::TABLE;
