//! SSH public keys of users.

mod delete_ssh_public_key;
mod get_ssh_public_key;
mod held;
mod list_ssh_public_keys;
mod table;
mod update_ssh_public_key;
mod upload_ssh_public_key;

pub(crate) use table::TABLE;
