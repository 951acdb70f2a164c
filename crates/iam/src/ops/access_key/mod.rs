//! Access keys of users and of the root.

mod create_access_key;
mod delete_access_key;
mod get_access_key_last_used;
mod held;
mod list_access_keys;
mod table;
mod update_access_key;

pub(crate) use table::TABLE;
